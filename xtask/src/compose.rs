//! The catalogue of Compose files, from the schema of the Compose specification that check-jsonschema carries.

use std::collections::BTreeMap;

use schemas::Shape;
use serde_json::Value;

use crate::json_schema::Reader;
use crate::packages::{Package, Registry, Unpacked};
use crate::shapes::word;
use crate::{Catalogue, Made, Result, docs, shapes};

pub(crate) static CATALOGUE: Catalogue = Catalogue {
    name: "compose",
    what: "the Compose specification",
    packages: &[Package {
        registry: Registry::PyPi,
        name: "check-jsonschema",
        version: "0.39.0",
        date: "2026-10-26",
        sha256: "14ce5c94871c551268ea948ffe21e9f1464dc48fb20bf9a4c13deeaaf756cf9b",
        licence: "Apache-2.0",
    }],
    make,
};

fn make(packages: &[Unpacked]) -> Result<Vec<Made>> {
    let [package] = packages else { return Err("one package is expected".to_owned()) };
    let root = package.json("check_jsonschema/builtin_schemas/vendor/compose-spec.json")?;
    let reference = |pointer: &str| Shape::Ref(word(pointer.rsplit('/').next().unwrap_or_default()));
    let mut reader = Reader {
        root: &root,
        reference: &reference,
        format: &|_| None,
        definitions: Vec::new(),
        docs: BTreeMap::new(),
    };
    reader.define("file", &root);
    for (name, schema) in root.get("$defs").and_then(Value::as_object).into_iter().flatten() {
        reader.define(name, schema);
    }
    let about = ["The Compose specification: `file` is a Compose file."];
    Ok(vec![
        Made { name: "compose.docs".to_owned(), bytes: docs::packed(&reader.docs) },
        Made {
            name: "compose.shapes".to_owned(),
            bytes: shapes::text(&about, &reader.definitions).into_bytes(),
        },
    ])
}
