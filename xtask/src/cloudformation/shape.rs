//! A JSON schema of a resource type as a shape.

use std::collections::BTreeSet;

use schemas::{Bounds, ListShape, Literal, RecordShape, Shape, TextShape};
use serde_json::Value;

use super::{of, rules};
use crate::shapes::word;

/// The schema of one resource type.
pub(super) struct Reader<'a> {
    pub(super) name: &'a str,
    pub(super) schema: &'a Value,
}

/// So deep do shapes lie in each other where they have no name.
const DEEPEST: usize = 12;

impl Reader<'_> {
    pub(super) fn shape(&self, schema: &Value) -> Shape {
        self.shape_at(schema, 0)
    }

    /// The records and lists that have a name.
    pub(super) fn nested(&self) -> Vec<(String, Shape)> {
        let all = self.schema.get("definitions").and_then(Value::as_object);
        let named = all.into_iter().flatten().filter(|(_, schema)| is_named(schema));
        named.map(|(key, schema)| (format!("{}.{key}", self.name), self.shape(schema))).collect()
    }

    /// What lies at a path of keys such as `Endpoint.Address`.
    pub(super) fn at(&self, path: &str) -> Shape {
        let mut schema = self.schema;
        for key in path.split('.') {
            let schema_now = self.followed(schema);
            let Some(next) = schema_now.get("properties").and_then(|p| p.get(key)) else { return Shape::Any };
            schema = next;
        }
        self.shape(schema)
    }

    /// A schema behind its references.
    fn followed<'v>(&'v self, mut schema: &'v Value) -> &'v Value {
        for _ in 0..DEEPEST {
            let Some(target) = self.target(schema) else { return schema };
            schema = target;
        }
        schema
    }

    fn target(&self, schema: &Value) -> Option<&Value> {
        let pointer = schema.get("$ref")?.as_str()?.strip_prefix('#')?;
        self.schema.pointer(pointer)
    }

    fn shape_at(&self, schema: &Value, depth: usize) -> Shape {
        if depth > DEEPEST {
            return Shape::Any;
        }
        if let Some(pointer) = schema.get("$ref").and_then(Value::as_str) {
            let Some(target) = self.target(schema) else { return Shape::Any };
            return match pointer.strip_prefix("#/definitions/") {
                Some(key) if !key.contains('/') && is_named(target) => {
                    Shape::Ref(word(&format!("{}.{key}", self.name)))
                }
                _ => self.shape_at(target, depth + 1),
            };
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return either(values.iter().filter_map(literal).map(Shape::Exactly).collect());
        }
        let sorts = sorts(schema);
        if sorts.is_empty() {
            return self.branches(schema, depth);
        }
        either(sorts.iter().map(|sort| self.of_sort(sort, schema, depth)).collect())
    }

    /// What has no sort of its own is one of several, if it says which.
    fn branches(&self, schema: &Value, depth: usize) -> Shape {
        for key in ["allOf", "oneOf", "anyOf"] {
            let Some(branches) = schema.get(key).and_then(Value::as_array) else { continue };
            return match branches.as_slice() {
                [one] => self.shape_at(one, depth + 1),
                several if key != "allOf" => {
                    let shapes = several.iter().map(|branch| self.shape_at(branch, depth + 1)).collect();
                    rules::one_record(shapes, key == "oneOf").unwrap_or_else(either)
                }
                _ => Shape::Any,
            };
        }
        Shape::Any
    }

    fn of_sort(&self, sort: &str, schema: &Value, depth: usize) -> Shape {
        match sort {
            "string" => Shape::Text(TextShape {
                format: None,
                length: bounds(schema, "minLength", "maxLength"),
                pattern: schema.get("pattern").and_then(Value::as_str).and_then(readable),
            }),
            "integer" => Shape::Int(bounds(schema, "minimum", "maximum")),
            "number" => Shape::Number(bounds(schema, "minimum", "maximum")),
            "boolean" => Shape::Bool,
            "null" => Shape::Null,
            "array" => Shape::List(Box::new(ListShape {
                of: schema.get("items").map_or(Shape::Any, |items| self.shape_at(items, depth + 1)),
                length: bounds(schema, "minItems", "maxItems"),
                unique: schema.get("uniqueItems").and_then(Value::as_bool).unwrap_or_default(),
                keys: Vec::new(),
            })),
            "object" => self.record(schema, depth),
            _ => Shape::Any,
        }
    }

    fn record(&self, schema: &Value, depth: usize) -> Shape {
        let entries = |key: &str| schema.get(key).and_then(Value::as_object).into_iter().flatten();
        let required = rules::strings(schema.get("required"));
        let mut record = RecordShape::default();
        for (key, inner) in entries("properties") {
            let mut field = of(key, self.shape_at(inner, depth + 1));
            field.required = required.contains(key);
            record.fields.push(field);
        }
        for (pattern, inner) in entries("patternProperties") {
            let shape = self.shape_at(inner, depth + 1);
            match readable(pattern) {
                Some(pattern) => record.patterns.push((pattern, shape)),
                None => record.rest = Some(shape),
            }
        }
        match schema.get("additionalProperties") {
            Some(Value::Bool(false)) => {}
            Some(inner @ Value::Object(_)) => record.rest = Some(self.shape_at(inner, depth + 1)),
            // A record of which nothing is said can hold anything.
            _ => record.rest = record.rest.or(Some(Shape::Any)),
        }
        record.rules = rules::of(schema);
        let known: BTreeSet<&str> = record.fields.iter().map(|f| f.name.as_str()).collect();
        record.rules.retain(|rule| rules::keys(rule).iter().all(|key| known.contains(key.as_str())));
        Shape::Record(Box::new(record))
    }
}

/// Whether a definition gets a line of its own: others stand where they are used.
fn is_named(schema: &Value) -> bool {
    matches!(sorts(schema).as_slice(), ["object" | "array", ..] | [])
}

/// The sorts that a schema names, or that follow from what it says.
fn sorts(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ if schema.get("properties").is_some() || schema.get("patternProperties").is_some() => {
            vec!["object"]
        }
        _ if schema.get("items").is_some() => vec!["array"],
        _ => Vec::new(),
    }
}

/// One of several, each once.
fn either(shapes: Vec<Shape>) -> Shape {
    let mut each: Vec<Shape> = Vec::new();
    for shape in shapes {
        let inner = match shape {
            Shape::Either(inner) => inner,
            one => vec![one],
        };
        for one in inner {
            if !each.contains(&one) {
                each.push(one);
            }
        }
    }
    match each.pop() {
        Some(one) if each.is_empty() => one,
        Some(last) => {
            each.push(last);
            Shape::Either(each)
        }
        None => Shape::Any,
    }
}

fn literal(value: &Value) -> Option<Literal> {
    match value {
        Value::String(text) => Some(Literal::Text(text.clone())),
        Value::Number(number) => number.as_f64().map(Literal::Number),
        Value::Bool(b) => Some(Literal::Bool(*b)),
        _ => None,
    }
}

fn bounds(schema: &Value, min: &str, max: &str) -> Bounds {
    let number = |key: &str| schema.get(key).and_then(Value::as_f64);
    // That nothing is shorter than 0 is nothing new.
    let min = number(min).filter(|n| *n != 0.0 || min == "minimum");
    // A number of 20 digits says that there is no largest one.
    let max = number(max).filter(|n| *n < 1e15);
    Bounds { min: min.filter(|n| *n > -1e15), max }
}

/// A pattern, if the compiler can read it and it says something.
fn readable(pattern: &str) -> Option<String> {
    let says =
        !matches!(pattern, "" | ".*" | "^.*$" | ".+" | "^.+$" | "[\\s\\S]*" | "[\\s\\S]+" | "[\\S\\s]*");
    (says && regex_lite::Regex::new(pattern).is_ok()).then(|| pattern.to_owned())
}
