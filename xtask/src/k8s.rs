//! The catalogue of Kubernetes: the definitions of all its minor versions in one text, the API versions of each kind, and
//! what the API documentation says of them.
//!
//! Made from the `OpenAPI` definitions that kubernetes-validate carries, one file for each minor version.

mod lives;
mod merged;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use schemas::{Definition, RecordShape, Shape, TextShape};
use serde_json::Value;

use crate::json_schema::{Reader, either};
use crate::packages::{Package, Registry, Unpacked};
use crate::shapes::word;
use crate::{Catalogue, Made, Result, docs, shapes};

/// The first minor version of Kubernetes 1 that the catalogue has.
const FIRST: u16 = 28;

pub(crate) static CATALOGUE: Catalogue = Catalogue {
    name: "k8s",
    what: "kinds and fields of Kubernetes 1.28 to 1.37",
    packages: &[Package {
        registry: Registry::PyPi,
        name: "kubernetes-validate",
        version: "1.37.0",
        date: "2026-10-11",
        sha256: "85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9",
        licence: "Apache-2.0",
    }],
    make,
};

const FOLDER: &str = "kubernetes_validate/kubernetes-json-schema";

/// A kind in an API version, and the minor versions of Kubernetes that serve it.
type Served = BTreeMap<(String, String), (String, BTreeSet<u16>)>;

fn make(packages: &[Unpacked]) -> Result<Vec<Made>> {
    let [package] = packages else { return Err("one package is expected".to_owned()) };
    let mut shapes_of: BTreeMap<String, BTreeMap<u16, Definition>> = BTreeMap::new();
    let mut texts = BTreeMap::new();
    let mut served = Served::new();
    let minors = minors(package)?;
    for minor in &minors {
        let root = package.json(&format!("{FOLDER}/v1.{minor}.0-local-strict/_definitions.json"))?;
        let names = Names::of(&root);
        let (definitions, described) = names.read(&root);
        for definition in definitions {
            shapes_of.entry(definition.name.to_owned()).or_default().insert(*minor, definition);
        }
        texts.extend(described);
        names.serve(&root, *minor, &mut served);
    }
    let newest = minors.last().copied().unwrap_or(FIRST);
    let mut definitions: Vec<Definition> =
        shapes_of.iter().flat_map(|(name, all)| merged::over_versions(word(name), all, newest)).collect();
    words::apply(&mut definitions)?;
    let about =
        ["Kubernetes: definitions by group, version and kind; versions are minor versions of Kubernetes 1."];
    Ok(vec![
        Made { name: "k8s.apis".to_owned(), bytes: lives::text(&served, newest).into_bytes() },
        Made { name: "k8s.docs".to_owned(), bytes: docs::packed(&texts) },
        Made { name: "k8s.shapes".to_owned(), bytes: shapes::text(&about, &definitions).into_bytes() },
    ])
}

fn minors(package: &Unpacked) -> Result<Vec<u16>> {
    let names = package.list(FOLDER)?;
    let minor = |name: &String| name.strip_prefix("v1.")?.strip_suffix(".0-local-strict")?.parse().ok();
    let mut minors: Vec<u16> = names.iter().filter_map(minor).filter(|minor| *minor >= FIRST).collect();
    minors.sort_unstable();
    Ok(minors)
}

/// How the definitions of a version are called: `io.k8s.api.apps.v1.Deployment` is `apps/v1/Deployment`.
struct Names {
    /// The API group of each package of definitions.
    groups: BTreeMap<String, String>,
}

impl Names {
    fn of(root: &Value) -> Self {
        let mut groups = BTreeMap::new();
        for (name, schema) in definitions(root) {
            if let Some((package, _, _)) = parts(name)
                && let [only] = kinds(schema).as_slice()
            {
                groups.insert(package.to_owned(), only.0.clone());
            }
        }
        groups.insert("io.k8s.api.core".to_owned(), "core".to_owned());
        groups.insert("io.k8s.apimachinery.pkg.apis.meta".to_owned(), "meta".to_owned());
        Self { groups }
    }

    fn read(&self, root: &Value) -> (Vec<Definition>, BTreeMap<String, String>) {
        let reference = |pointer: &str| self.shape(pointer.rsplit('/').next().unwrap_or_default());
        let mut reader = Reader {
            root,
            reference: &reference,
            format: &sort,
            definitions: Vec::new(),
            docs: BTreeMap::new(),
        };
        for (name, schema) in definitions(root) {
            if let Shape::Ref(name) = self.shape(name) {
                reader.define(name, schema);
            }
        }
        (reader.definitions, reader.docs)
    }

    /// What a name stands for: a definition, or a sort of value that has none.
    fn shape(&self, name: &str) -> Shape {
        let text = |format| Shape::Text(TextShape { format: Some(format), ..TextShape::default() });
        let number = Shape::Number(schemas::Bounds::default());
        match name.rsplit('.').next().unwrap_or_default() {
            "Quantity" => either(vec![text("quantity"), number]),
            "IntOrString" => {
                either(vec![Shape::Int(schemas::Bounds::default()), Shape::Text(TextShape::default())])
            }
            "Time" | "MicroTime" => text("date-time"),
            "JSON" | "JSONSchemaPropsOrArray" | "JSONSchemaPropsOrBool" | "JSONSchemaPropsOrStringArray" => {
                Shape::Any
            }
            "RawExtension" | "FieldsV1" | "Patch" => {
                Shape::Record(Box::new(RecordShape { rest: Some(Shape::Any), ..RecordShape::default() }))
            }
            _ => self.name(name).map_or(Shape::Any, |name| Shape::Ref(word(&name))),
        }
    }

    fn name(&self, name: &str) -> Option<String> {
        let (package, version, kind) = parts(name)?;
        let group = self.groups.get(package)?;
        Some(format!("{group}/{version}/{kind}"))
    }

    fn serve(&self, root: &Value, minor: u16, served: &mut Served) {
        for (name, schema) in definitions(root) {
            let kinds = kinds(schema);
            if let ([(group, version, kind)], Some(name)) = (kinds.as_slice(), self.name(name)) {
                let api = if group.is_empty() { version.clone() } else { format!("{group}/{version}") };
                let entry = served.entry((kind.clone(), api)).or_insert_with(|| (name, BTreeSet::new()));
                entry.1.insert(minor);
            }
        }
    }
}

fn definitions(root: &Value) -> impl Iterator<Item = (&String, &Value)> {
    root.get("$defs").and_then(Value::as_object).into_iter().flatten()
}

/// The package, version and kind of a definition's name.
fn parts(name: &str) -> Option<(&str, &str, &str)> {
    let (rest, kind) = name.rsplit_once('.')?;
    let (package, version) = rest.rsplit_once('.')?;
    Some((package, version, kind))
}

/// The group, version and kind that a definition is served as.
fn kinds(schema: &Value) -> Vec<(String, String, String)> {
    let all = schema.get("x-kubernetes-group-version-kind").and_then(Value::as_array);
    let text = |of: &Value, key: &str| of.get(key).and_then(Value::as_str).map(str::to_owned);
    let one = |of: &Value| Some((text(of, "group")?, text(of, "version")?, text(of, "kind")?));
    all.into_iter().flatten().filter_map(one).collect()
}

fn sort(format: &str) -> Option<&'static str> {
    match format {
        "byte" => Some("base64"),
        "date-time" => Some("date-time"),
        _ => None,
    }
}
