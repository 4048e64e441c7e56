//! The resource types of AWS CloudFormation as shapes, from the schemas that cfn-lint ships, corrected by its authors.
//!
//! A type is a definition of its name, such as `AWS::S3::Bucket`; its read-only keys are what `Fn::GetAtt` gives, and one
//! of them that lies deeper has a name with dots. Types inside are definitions such as `AWS::S3::Bucket.CorsRule`. Where
//! keys that can be written can be read too, they are listed by a definition such as `AWS::EC2::VPC/attributes`.
//! Only keys at the top say whether a change of them replaces the resource.

mod docs;
mod rules;
mod shape;

use std::collections::{BTreeMap, BTreeSet};

use schemas::{Definition, Field, RecordShape, Shape, Versions};
use serde_json::Value;

use crate::packages::{Package, Registry, Unpacked};
use crate::{Catalogue, Made, Result, shapes};

pub(crate) static CATALOGUE: Catalogue = Catalogue {
    name: "cloudformation",
    what: "the resource types of AWS CloudFormation",
    packages: &[Package {
        registry: Registry::PyPi,
        name: "cfn-lint",
        version: "1.58.0",
        date: "2026-10-20",
        sha256: "9d9f06043160756a6158f5c3f92a44ce38254b1c578127461608305bc8262987",
        licence: "MIT-0",
    }],
    make,
};

/// Types that a macro makes others of; whoever uses it has them checked by it.
const MACROS_OWN: &str = "AWS::Serverless::";

fn make(packages: &[Unpacked]) -> Result<Vec<Made>> {
    let package = packages.first().ok_or("no package")?;
    let types = read(package)?;
    let readable = readable(&package.read("cfnlint/schema/_getatts.py")?);
    let mut definitions = Vec::new();
    let mut texts = BTreeMap::new();
    for (name, schema) in types.iter().filter(|(name, _)| !name.starts_with(MACROS_OWN)) {
        definitions.extend(definitions_of(name, schema, readable.get(name.as_str())));
        docs::of(name, schema, &mut texts);
    }
    let about =
        ["The resource types of AWS CloudFormation, made by `cargo xtask schemas` of what SOURCES says."];
    let made = |name: &str, bytes: Vec<u8>| Made { name: name.to_owned(), bytes };
    Ok(vec![
        made("cloudformation.shapes", shapes::text(&about, &definitions).into_bytes()),
        made("cloudformation.docs", crate::docs::packed(&texts)),
    ])
}

/// The schemas by the names of their types.
fn read(package: &Unpacked) -> Result<BTreeMap<String, Value>> {
    const FOLDER: &str = "cfnlint/data/schemas/resources";
    let mut types = BTreeMap::new();
    for file in package.list(FOLDER)? {
        if file == "__init__.py" {
            continue;
        }
        let schema = package.json(&format!("{FOLDER}/{file}"))?;
        let name = schema.get("typeName").and_then(Value::as_str);
        let name = name.ok_or_else(|| format!("{file}: no typeName"))?.to_owned();
        types.insert(name, schema);
    }
    Ok(types)
}

/// Which keys that can be written can be read as well, by type. `None`: all of them.
///
/// The schemas don't say so; the package's code has it in two tables.
fn readable(code: &str) -> BTreeMap<String, Option<BTreeSet<String>>> {
    let mut types: BTreeMap<String, Option<BTreeSet<String>>> = BTreeMap::new();
    for name in quoted(between(code, "_all_property_types = [", "\n]")) {
        types.insert(name, None);
    }
    let mut of = None;
    for name in quoted(between(code, "_exceptions = {", "\n}")) {
        if name.contains("::") {
            of = Some(name);
        } else if let Some(of) = &of {
            let known = types.entry(of.clone()).or_insert_with(|| Some(BTreeSet::new()));
            known.as_mut().map(|names| names.insert(name));
        }
    }
    types
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let after = text.split_once(start).map_or("", |(_, after)| after);
    after.split_once(end).map_or("", |(inside, _)| inside)
}

/// The strings of a piece of Python.
fn quoted(text: &str) -> impl Iterator<Item = String> {
    text.split('"').skip(1).step_by(2).map(str::to_owned)
}

fn definitions_of(
    name: &str,
    schema: &Value,
    readable: Option<&Option<BTreeSet<String>>>,
) -> Vec<Definition> {
    let reader = shape::Reader { name, schema };
    let mut record = match reader.shape(schema) {
        Shape::Record(record) => *record,
        _ => RecordShape::default(),
    };
    let read_only = rules::attributes(schema);
    let replacing = rules::pointers(schema, "createOnlyProperties");
    for field in &mut record.fields {
        field.read_only = read_only.contains(&field.name);
        field.required &= !field.read_only;
        field.create_only = replacing.contains(&field.name);
    }
    let also: Option<Vec<Field>> = readable.map(|names| {
        let can = |f: &&Field| !f.read_only && names.as_ref().is_none_or(|n| n.contains(&f.name));
        record.fields.iter().filter(can).map(|f| of(&f.name, f.shape.clone())).collect()
    });
    let deeper = read_only.iter().filter(|path| path.contains('.'));
    let deeper = deeper.map(|path| Field { read_only: true, ..of(path, reader.at(path)) });
    record.fields.extend(deeper);
    let mut all = vec![definition(name, Shape::Record(Box::new(record)))];
    if let Some(fields) = also.filter(|fields| !fields.is_empty()) {
        let record = RecordShape { fields, ..RecordShape::default() };
        all.push(definition(&format!("{name}/attributes"), Shape::Record(Box::new(record))));
    }
    all.extend(reader.nested().into_iter().map(|(name, shape)| definition(&name, shape)));
    all
}

fn definition(name: &str, shape: Shape) -> Definition {
    Definition { name: shapes::word(name), versions: Versions::default(), deprecated: false, shape }
}

/// A key that may hold something.
fn of(name: &str, shape: Shape) -> Field {
    Field {
        name: name.to_owned(),
        shape,
        required: false,
        read_only: false,
        create_only: false,
        deprecated: false,
        versions: Versions::default(),
    }
}
