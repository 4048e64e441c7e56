//! The catalogue of workflows of GitHub Actions, from the schema that GitHub's own parser reads.
//!
//! That schema is no JSON schema: a definition is a scalar, a sequence, a mapping, or one of several. Where it asks for a
//! string, the parser makes one of a number or a truth value, too; an event without settings is `null`, or a record without keys.

use std::collections::BTreeMap;

use schemas::{Bounds, Definition, ListShape, Literal, RecordShape, Shape, TextShape, Versions};
use serde_json::{Map, Value};

use crate::json_schema::{either, field};
use crate::packages::{Package, Registry, Unpacked};
use crate::shapes::word;
use crate::{Catalogue, Made, Result, docs, shapes};

pub(crate) static CATALOGUE: Catalogue = Catalogue {
    name: "github",
    what: "workflows of GitHub Actions",
    packages: &[Package {
        registry: Registry::Npm,
        name: "@actions/workflow-parser",
        version: "0.3.61",
        date: "2026-08-05",
        sha256: "fc0c4af6cc1f6c8a6f68e47e2093fc826a922c7244a0ffd2f8030a9303a59877",
        licence: "MIT",
    }],
    make,
};

fn make(packages: &[Unpacked]) -> Result<Vec<Made>> {
    let [package] = packages else { return Err("one package is expected".to_owned()) };
    let schema = package.json("dist/workflow-v1.0.min.json")?;
    let all = schema.get("definitions").and_then(Value::as_object).ok_or("no definitions")?;
    let mut definitions = Vec::new();
    let mut texts = BTreeMap::new();
    for (name, of) in all {
        let shape = shape(of);
        definitions.push(Definition {
            name: word(name),
            versions: Versions::default(),
            deprecated: false,
            shape,
        });
        describe(name, of, all, &mut texts);
    }
    let about = ["Workflows of GitHub Actions: `workflow-root-strict` is a workflow."];
    Ok(vec![
        Made { name: "github.docs".to_owned(), bytes: docs::packed(&texts) },
        Made { name: "github.shapes".to_owned(), bytes: shapes::text(&about, &definitions).into_bytes() },
    ])
}

/// What a definition says.
fn shape(of: &Value) -> Shape {
    let get = |key: &str| of.get(key);
    if let Some(several) = get("one-of").and_then(Value::as_array) {
        let names = several.iter().filter_map(Value::as_str).filter(|name| *name != "null");
        return either(names.map(of_type).collect());
    }
    if let Some(values) = get("allowed-values").and_then(Value::as_array) {
        return either(values.iter().filter_map(Value::as_str).map(exactly).collect());
    }
    if let Some(string) = get("string") {
        return match string.get("constant").and_then(Value::as_str) {
            Some(constant) => exactly(constant),
            None => text(string.get("require-non-empty") == Some(&Value::Bool(true))),
        };
    }
    if let Some(sequence) = get("sequence") {
        let item = sequence.get("item-type").and_then(Value::as_str).unwrap_or("any");
        let of = of_type(item);
        return Shape::List(Box::new(ListShape {
            of,
            length: Bounds::default(),
            unique: false,
            keys: Vec::new(),
        }));
    }
    match get("mapping") {
        Some(mapping) => record(mapping),
        None if get("boolean").is_some() => Shape::Bool,
        None if get("number").is_some() => Shape::Number(Bounds::default()),
        None if get("null").is_some() => no_keys(),
        None => Shape::Any,
    }
}

fn record(mapping: &Value) -> Shape {
    let properties = mapping.get("properties").and_then(Value::as_object);
    let one = |(key, of): (&String, &Value)| {
        let required = of.get("required") == Some(&Value::Bool(true));
        field(key, of_type(type_of(of)), required, false)
    };
    let fields = properties.into_iter().flatten().map(one).collect();
    let rest = mapping.get("loose-value-type").and_then(Value::as_str).map(of_type);
    Shape::Record(Box::new(RecordShape { fields, rest, ..RecordShape::default() }))
}

/// The type of a property: its name, or a record with that.
fn type_of(of: &Value) -> &str {
    of.as_str().or_else(|| of.get("type")?.as_str()).unwrap_or("any")
}

fn of_type(name: &str) -> Shape {
    match name {
        "any" => Shape::Any,
        "string" | "scalar" => text(false),
        "boolean" => Shape::Bool,
        "number" => Shape::Number(Bounds::default()),
        "null" => no_keys(),
        "sequence" => {
            let of = Shape::Any;
            Shape::List(Box::new(ListShape {
                of,
                length: Bounds::default(),
                unique: false,
                keys: Vec::new(),
            }))
        }
        "mapping" => {
            Shape::Record(Box::new(RecordShape { rest: Some(Shape::Any), ..RecordShape::default() }))
        }
        name => Shape::Ref(word(name)),
    }
}

fn text(filled: bool) -> Shape {
    let length = Bounds { min: filled.then_some(1.0), max: None };
    let string = Shape::Text(TextShape { length, ..TextShape::default() });
    Shape::Either(vec![string, Shape::Number(Bounds::default()), Shape::Bool])
}

fn exactly(text: &str) -> Shape {
    Shape::Exactly(Literal::Text(text.to_owned()))
}

fn no_keys() -> Shape {
    Shape::Record(Box::default())
}

/// The description of a definition, and of its keys: their own, or that of their type.
fn describe(name: &str, of: &Value, all: &Map<String, Value>, texts: &mut BTreeMap<String, String>) {
    let own = |of: &Value| of.get("description").and_then(Value::as_str).map(|text| text.trim().to_owned());
    texts.extend(own(of).map(|text| (name.to_owned(), text)));
    let properties = of.get("mapping").and_then(|m| m.get("properties")).and_then(Value::as_object);
    for (key, property) in properties.into_iter().flatten() {
        let text = own(property).or_else(|| own(all.get(type_of(property))?));
        texts.extend(text.map(|text| (format!("{name}.{key}"), text)));
    }
}
