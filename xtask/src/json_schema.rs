//! JSON Schema as definitions of shapes, and its descriptions as their documentation.
//!
//! Reads what schemas of formats use: types, properties, patterns, references, alternatives, and `allOf` as one record. What it
//! has no shape for (`if`, `not`) is left out, so that nothing is refused that a schema takes. Knows no format.

use std::collections::BTreeMap;

use schemas::{Bounds, Definition, Field, ListShape, Literal, RecordShape, Rule, Shape, TextShape, Versions};
use serde_json::{Map, Value};

use crate::shapes::word;

/// A schema on its way to definitions.
pub(crate) struct Reader<'a> {
    /// The document that references lead into.
    pub(crate) root: &'a Value,
    /// The shape that a reference stands for.
    pub(crate) reference: &'a dyn Fn(&str) -> Shape,
    /// The sort of string that a `format` is, by the words of the catalogue.
    pub(crate) format: &'a dyn Fn(&str) -> Option<&'static str>,
    /// What was read; a record within another is a definition of its own, named after the keys that lead to it.
    pub(crate) definitions: Vec<Definition>,
    /// By `DEFINITION`, and `DEFINITION.KEY`.
    pub(crate) docs: BTreeMap<String, String>,
}

/// The keys of a schema that restrict nothing.
const SAID: &[&str] =
    &["description", "title", "$comment", "default", "examples", "deprecated", "$schema", "$id"];

impl Reader<'_> {
    /// Reads a schema as the definition of this name.
    pub(crate) fn define(&mut self, name: &str, schema: &Value) {
        let flat = self.flat(schema);
        self.document(name, &flat);
        let shape = if is_record(&flat) {
            self.record(name, &flat)
        } else {
            self.shape(&format!("{name}.value"), &Value::Object(flat.clone()))
        };
        let deprecated = is_deprecated(&flat);
        self.definitions.push(Definition {
            name: word(name),
            versions: Versions::default(),
            deprecated,
            shape,
        });
    }

    /// The shape of a schema that stands at `place`.
    fn shape(&mut self, place: &str, schema: &Value) -> Shape {
        let restricts = |s: &Map<String, Value>| s.keys().any(|k| k != "$ref" && !is_said(k));
        match schema.as_object() {
            Some(s) if s.get("$ref").is_some() && !restricts(s) => {
                (self.reference)(s.get("$ref").and_then(Value::as_str).unwrap_or_default())
            }
            Some(s) if s.contains_key("$ref") || s.contains_key("allOf") => {
                let flat = self.flat(schema);
                self.plain(place, &flat)
            }
            Some(s) => self.plain(place, s),
            None => Shape::Any,
        }
    }

    /// One without references at its top.
    fn plain(&mut self, place: &str, schema: &Map<String, Value>) -> Shape {
        if let Some(value) = schema.get("const") {
            return literal(value).unwrap_or(Shape::Any);
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return either(values.iter().filter_map(literal).collect());
        }
        if let Some(several) = alternatives(schema) {
            return either(several.iter().map(|s| self.shape(place, s)).collect());
        }
        either(types(schema).into_iter().map(|of| self.of_type(place, of, schema)).collect())
    }

    fn of_type(&mut self, place: &str, of: &str, schema: &Map<String, Value>) -> Shape {
        match of {
            "null" => Shape::Null,
            "boolean" => Shape::Bool,
            "integer" => Shape::Int(whole(schema)),
            "number" => Shape::Number(between(schema, "minimum", "maximum")),
            "string" => self.text(schema),
            "array" => self.list(place, schema),
            "object" if schema.contains_key("properties") => self.lifted(place, schema),
            "object" => self.record(place, schema),
            _ => Shape::Any,
        }
    }

    fn text(&self, schema: &Map<String, Value>) -> Shape {
        let string = |key: &str| schema.get(key).and_then(Value::as_str);
        Shape::Text(TextShape {
            format: string("format").and_then(|f| (self.format)(f)),
            length: between(schema, "minLength", "maxLength"),
            pattern: string("pattern").map(str::to_owned),
        })
    }

    fn list(&mut self, place: &str, schema: &Map<String, Value>) -> Shape {
        let is = |key: &str, value: &str| schema.get(key).and_then(Value::as_str) == Some(value);
        let keys = schema.get("x-kubernetes-list-map-keys").map(strings).unwrap_or_default();
        Shape::List(Box::new(ListShape {
            of: schema.get("items").map_or(Shape::Any, |items| self.shape(place, items)),
            length: between(schema, "minItems", "maxItems"),
            unique: schema.get("uniqueItems") == Some(&Value::Bool(true))
                || is("x-kubernetes-list-type", "set"),
            keys: keys.into_iter().map(word).collect(),
        }))
    }

    /// A record within another, as a definition of its own.
    fn lifted(&mut self, place: &str, schema: &Map<String, Value>) -> Shape {
        let taken = |name: &str| self.definitions.iter().any(|d| d.name == name);
        let name = if taken(place) { word(&format!("{place}.2")) } else { word(place) };
        let shape = self.record(name, schema);
        self.definitions.push(Definition { name, versions: Versions::default(), deprecated: false, shape });
        Shape::Ref(name)
    }

    fn record(&mut self, place: &str, schema: &Map<String, Value>) -> Shape {
        let required = schema.get("required").map(strings).unwrap_or_default();
        let mut record = RecordShape { rules: rules(schema), ..RecordShape::default() };
        for (key, value) in entries(schema, "properties") {
            let inside = format!("{place}.{key}");
            let about = value.as_object().cloned().unwrap_or_default();
            self.document(&inside, &about);
            let shape = self.shape(&inside, value);
            let deprecated = is_deprecated(&about);
            record.fields.push(field(key, shape, required.contains(&key.as_str()), deprecated));
        }
        for (pattern, value) in entries(schema, "patternProperties") {
            let shape = self.shape(&format!("{place}.each"), value);
            record.patterns.push((pattern.clone(), shape));
        }
        let closed = |key: &str| schema.get(key) == Some(&Value::Bool(false));
        if !closed("additionalProperties") && !closed("unevaluatedProperties") {
            let any = Value::Object(Map::new());
            let rest = schema.get("additionalProperties").unwrap_or(&any);
            record.rest = Some(self.shape(&format!("{place}.each"), rest));
        }
        Shape::Record(Box::new(record))
    }

    /// A schema with all that it refers to, or consists of, in one record of keywords.
    fn flat(&self, schema: &Value) -> Map<String, Value> {
        let mut flat = schema.as_object().cloned().unwrap_or_default();
        let reference = flat.remove("$ref");
        let parts = flat.remove("allOf");
        let referred = reference
            .as_ref()
            .and_then(Value::as_str)
            .and_then(|r| self.root.pointer(r.trim_start_matches('#')));
        for part in referred.into_iter().chain(parts.iter().filter_map(Value::as_array).flatten()) {
            merge(&mut flat, self.flat(part));
        }
        flat
    }

    fn document(&mut self, key: &str, schema: &Map<String, Value>) {
        if let Some(text) = schema.get("description").and_then(Value::as_str) {
            self.docs.insert(key.to_owned(), text.trim().to_owned());
        }
    }
}

/// Adds what a part of a schema asks for.
fn merge(flat: &mut Map<String, Value>, part: Map<String, Value>) {
    let closed = flat.contains_key("unevaluatedProperties");
    for (key, value) in part {
        match (flat.get_mut(&key), value) {
            (Some(Value::Object(all)), Value::Object(more)) => {
                for (key, value) in more {
                    all.entry(key).or_insert(value);
                }
            }
            (Some(Value::Array(all)), Value::Array(more)) if key == "required" => all.extend(more),
            (Some(_), _) => {}
            (None, _) if closed && key == "additionalProperties" => {}
            (None, value) => drop(flat.insert(key, value)),
        }
    }
}

/// A key of a record.
pub(crate) fn field(name: &str, shape: Shape, required: bool, deprecated: bool) -> Field {
    Field {
        name: name.to_owned(),
        shape,
        required,
        read_only: false,
        create_only: false,
        deprecated,
        versions: Versions::default(),
    }
}

/// One of several; what there is only one of is itself. No value can be written as nothing, so that is left out.
pub(crate) fn either(shapes: Vec<Shape>) -> Shape {
    let mut all: Vec<Shape> = Vec::new();
    for shape in shapes {
        let inner = if let Shape::Either(inner) = shape { inner } else { vec![shape] };
        all.extend(inner);
    }
    if all.len() > 1 {
        all.retain(|s| *s != Shape::Null);
    }
    let mut each: Vec<Shape> = Vec::new();
    for shape in all {
        if !each.contains(&shape) {
            each.push(shape);
        }
    }
    match (each.pop(), each.is_empty()) {
        (Some(one), true) => one,
        (Some(last), false) => {
            each.push(last);
            if each.contains(&Shape::Any) { Shape::Any } else { Shape::Either(each) }
        }
        (None, _) => Shape::Any,
    }
}

/// The schemas of `oneOf` or `anyOf`, unless they only name keys.
fn alternatives(schema: &Map<String, Value>) -> Option<&Vec<Value>> {
    let several = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array)?;
    (!several.iter().all(is_about_keys)).then_some(several)
}

fn is_about_keys(schema: &Value) -> bool {
    schema.as_object().is_some_and(|s| s.len() == 1 && s.contains_key("required"))
}

/// Alternatives that only name keys: which of them must be there.
fn rules(schema: &Map<String, Value>) -> Vec<Rule> {
    let keys = |of: &str| {
        let several = schema.get(of)?.as_array().filter(|all| all.iter().all(is_about_keys))?;
        let keys =
            several.iter().filter_map(|s| Some(strings(s.get("required")?).into_iter().map(str::to_owned)));
        Some(keys.flatten().collect::<Vec<String>>())
    };
    let one = keys("oneOf").map(Rule::One);
    one.into_iter().chain(keys("anyOf").map(Rule::Some)).collect()
}

fn is_record(schema: &Map<String, Value>) -> bool {
    types(schema) == ["object"] && alternatives(schema).is_none()
}

/// The types that a value may have; a schema that tells of keys alone is one of a record.
fn types(schema: &Map<String, Value>) -> Vec<&str> {
    let named = match schema.get("type") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(several) => strings(several),
        None if schema.contains_key("properties") || schema.contains_key("patternProperties") => {
            vec!["object"]
        }
        None => vec!["any"],
    };
    let some = named.len() > 1;
    named.into_iter().filter(|name| !some || *name != "null").collect()
}

fn literal(value: &Value) -> Option<Shape> {
    let literal = match value {
        Value::String(text) => Literal::Text(text.clone()),
        Value::Number(number) => Literal::Number(number.as_f64()?),
        Value::Bool(is) => Literal::Bool(*is),
        _ => return None,
    };
    Some(Shape::Exactly(literal))
}

fn whole(schema: &Map<String, Value>) -> Bounds {
    let given = between(schema, "minimum", "maximum");
    match schema.get("format").and_then(Value::as_str) {
        Some("int32") => Bounds {
            min: given.min.or(Some(f64::from(i32::MIN))),
            max: given.max.or(Some(f64::from(i32::MAX))),
        },
        _ => given,
    }
}

fn between(schema: &Map<String, Value>, min: &str, max: &str) -> Bounds {
    let number = |key: &str| schema.get(key).and_then(Value::as_f64);
    Bounds { min: number(min), max: number(max) }
}

fn entries<'v>(schema: &'v Map<String, Value>, key: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    schema.get(key).and_then(Value::as_object).into_iter().flatten()
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Whether its users are told to move on: the schema says so, or its description does at the start of a sentence.
fn is_deprecated(schema: &Map<String, Value>) -> bool {
    let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let is_told = ["Deprecated:", "DEPRECATED:", "Deprecated. "].iter().any(|start| {
        text.starts_with(start)
            || text.contains(&format!(". {start}"))
            || text.contains(&format!("\n{start}"))
    });
    is_told || schema.get("deprecated") == Some(&Value::Bool(true))
}

fn is_said(key: &str) -> bool {
    SAID.contains(&key) || key.starts_with("x-")
}
