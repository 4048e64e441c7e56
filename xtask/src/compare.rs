//! Compares a JSON schema that others wrote with a catalogue of ours: each path and type, both ways.
//!
//! A string that the schema leaves open may be narrower with us, and so may a number: the schema's prose says more than its
//! types. What the schema lists or demands must be the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use schemas::{EKSCTL, Literal, RecordShape, Shape, Shapes};
use serde_json::Value;

use crate::Result;

/// Says what differs from a schema of `ClusterConfig`; an error if anything does.
pub(crate) fn eksctl(schema: &Path) -> Result<String> {
    let text = fs::read(schema).map_err(|e| format!("{}: {e}", schema.display()))?;
    let mut schema: Value =
        serde_json::from_slice(&text).map_err(|e| format!("{}: {e}", schema.display()))?;
    join_alternatives(&mut schema);
    let mut comparison =
        Comparison { schema: &schema, shapes: &EKSCTL, seen: BTreeMap::new(), said: Vec::new() };
    comparison.place("", &schema, &Shape::Ref("ClusterConfig"));
    let places: usize = comparison.seen.values().sum();
    if comparison.said.is_empty() {
        return Ok(format!("{places} keys of {} records: no difference\n", comparison.seen.len()));
    }
    Err(format!("the schema and `stdlib/eksctl` differ:\n{}", comparison.said.join("\n")))
}

/// A definition that is one of one, and has properties beside it, has the properties of both.
fn join_alternatives(schema: &mut Value) {
    let Some(definitions) = schema.get_mut("definitions").and_then(Value::as_object_mut) else { return };
    let before = definitions.clone();
    for definition in definitions.values_mut() {
        let only = definition.pointer("/oneOf/0/$ref").and_then(Value::as_str);
        let word = only.map(|path| path.trim_start_matches("#/definitions/").to_owned());
        let Some(mut joined) = word.and_then(|word| before.get(&word).cloned()) else { continue };
        for part in ["properties", "required"] {
            match (joined.get_mut(part), definition.get(part)) {
                (Some(Value::Object(all)), Some(Value::Object(more))) => all.extend(more.clone()),
                (Some(Value::Array(all)), Some(Value::Array(more))) => all.extend(more.clone()),
                _ => {}
            }
        }
        *definition = joined;
    }
}

struct Comparison<'a> {
    schema: &'a Value,
    shapes: &'static Shapes,
    /// The pairs of definitions that were compared: how many keys they have.
    seen: BTreeMap<(String, String), usize>,
    said: Vec<String>,
}

impl<'a> Comparison<'a> {
    fn say(&mut self, place: &str, what: impl AsRef<str>) {
        let place = if place.is_empty() { "the whole" } else { place };
        self.said.push(format!("  {place}: {}", what.as_ref()));
    }

    /// The schema without references, with the name of the last one.
    fn resolved(&self, mut schema: &'a Value) -> (String, &'a Value) {
        let mut name = String::new();
        while let Some(path) = schema.get("$ref").and_then(Value::as_str) {
            let word = path.trim_start_matches("#/definitions/");
            let Some(found) = self.schema.get("definitions").and_then(|d| d.get(word)) else { break };
            (name, schema) = (word.to_owned(), found);
        }
        (name, schema)
    }

    fn place(&mut self, place: &str, schema: &'a Value, shape: &Shape) {
        let (name, schema) = self.resolved(schema);
        let ours = match shape {
            Shape::Ref(name) => (*name).to_owned(),
            _ => String::new(),
        };
        let shape = self.shapes.resolved(shape, None).clone();
        if let Shape::Record(record) = &shape
            && (schema.get("properties").is_some() || schema.get("additionalProperties").is_some())
        {
            let key = if name.is_empty() { (place.to_owned(), ours) } else { (name, ours) };
            if self.seen.insert(key, record.fields.len()).is_none() {
                self.record(place, schema, record);
            }
            return;
        }
        match (schema.get("type").and_then(Value::as_str), &shape) {
            (Some("array"), Shape::List(list)) => {
                let any = &Value::Null;
                self.place(&format!("{place}[]"), schema.get("items").unwrap_or(any), &list.of);
            }
            (Some("string"), shape) => self.string(place, schema, shape),
            // Where the schema says nothing, anything is right.
            (None, _)
            | (Some("integer"), Shape::Int(_))
            | (Some("number"), Shape::Number(_))
            | (Some("boolean"), Shape::Bool) => {}
            (Some(theirs), shape) => self.say(place, format!("the schema has {theirs}, we have {shape:?}")),
        }
    }

    fn string(&mut self, place: &str, schema: &Value, shape: &Shape) {
        let theirs: BTreeSet<&str> = schema
            .get("enum")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let Some(ours) = words(shape, self.shapes) else {
            return self.say(place, format!("the schema has a string, we have {shape:?}"));
        };
        let ours: BTreeSet<&str> = ours.iter().map(String::as_str).collect();
        if !theirs.is_empty() && ours != theirs {
            self.say(place, format!("the schema allows {theirs:?}, we allow {ours:?}"));
        }
    }

    fn record(&mut self, place: &str, schema: &'a Value, record: &RecordShape) {
        let empty = serde_json::Map::new();
        let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        let required: BTreeSet<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let below = |key: &str| if place.is_empty() { key.to_owned() } else { format!("{place}.{key}") };
        for field in &record.fields {
            if !properties.contains_key(&field.name) {
                self.say(&below(&field.name), "the schema doesn't have it");
            }
        }
        let keys: Vec<(&String, &'a Value)> =
            schema.get("properties").and_then(Value::as_object).into_iter().flatten().collect();
        for (key, theirs) in keys {
            let at = below(key);
            let Some(field) = record.field(key, None) else {
                self.say(&at, "we don't have it");
                continue;
            };
            if field.required != required.contains(key.as_str()) {
                let (them, us) = if field.required { ("may", "must") } else { ("must", "may") };
                self.say(&at, format!("it {them} be there by the schema, and {us} be there with us"));
            }
            self.place(&at, theirs, &field.shape);
        }
        match (schema.get("additionalProperties"), &record.rest) {
            (Some(Value::Object(theirs)), Some(_)) if theirs.is_empty() => {}
            (Some(theirs @ Value::Object(_)), Some(ours)) => self.place(&below("*"), theirs, ours),
            (Some(Value::Bool(false)) | None, None) => {}
            _ => self.say(place, "one of the two takes any key, and the other doesn't"),
        }
    }
}

/// The words that a shape of strings allows: none if it is open. `None` if it takes anything but strings.
fn words(shape: &Shape, shapes: &Shapes) -> Option<Vec<String>> {
    match shapes.resolved(shape, None) {
        Shape::Text(_) => Some(Vec::new()),
        Shape::Exactly(Literal::Text(word)) => Some(vec![word.clone()]),
        Shape::Either(several) => {
            several.iter().map(|s| words(s, shapes)).collect::<Option<Vec<_>>>().map(|all| all.concat())
        }
        _ => None,
    }
}
