//! The shapes of a service of AWS, as botocore's model of it tells them: what a call takes, or a part of that.
//!
//! A structure becomes a definition of its name; what it holds is written out where it stands. Patterns are of the whole
//! string, as the service reads them. Knows no service by name.

use std::collections::{BTreeMap, BTreeSet};

use schemas::{Bounds, Definition, Field, ListShape, Literal, RecordShape, Rule, Shape, TextShape, Versions};
use serde_json::Value;

use crate::Result;
use crate::shapes::word;

/// The definitions and the documentation of some shapes of a model, and of all that they refer to.
pub(crate) fn shapes(model: &Value, roots: &[&str]) -> Result<(Vec<Definition>, BTreeMap<String, String>)> {
    let shapes = model.get("shapes").ok_or("the model has no shapes")?;
    let mut reader =
        Reader { shapes, wanted: roots.iter().map(|r| (*r).to_owned()).collect(), docs: BTreeMap::new() };
    let mut definitions: BTreeMap<String, Definition> = BTreeMap::new();
    while let Some(name) = reader.wanted.pop_first() {
        if !definitions.contains_key(&name) {
            definitions.insert(name.clone(), reader.definition(&name)?);
        }
    }
    Ok((definitions.into_values().collect(), reader.docs))
}

struct Reader<'a> {
    shapes: &'a Value,
    /// The structures that were referred to.
    wanted: BTreeSet<String>,
    docs: BTreeMap<String, String>,
}

impl Reader<'_> {
    fn raw(&self, name: &str) -> Result<&Value> {
        self.shapes.get(name).ok_or_else(|| format!("the model has no shape `{name}`"))
    }

    fn definition(&mut self, name: &str) -> Result<Definition> {
        let raw = self.raw(name)?.clone();
        self.document(name, &raw);
        let shape = if is(&raw, "document") { Shape::Any } else { self.structure(name, &raw)? };
        Ok(Definition {
            name: word(name),
            versions: Versions::default(),
            deprecated: is(&raw, "deprecated"),
            shape,
        })
    }

    fn structure(&mut self, name: &str, raw: &Value) -> Result<Shape> {
        let required: Vec<&str> = words(raw.get("required"));
        let mut record = RecordShape::default();
        for (key, member) in raw.get("members").and_then(Value::as_object).into_iter().flatten() {
            self.document(&format!("{name}.{key}"), member);
            record.fields.push(Field {
                name: key.clone(),
                shape: self.reference(member)?,
                required: required.contains(&key.as_str()),
                read_only: false,
                create_only: false,
                deprecated: is(member, "deprecated"),
                versions: Versions::default(),
            });
        }
        if is(raw, "union") {
            record.rules.push(Rule::One(record.fields.iter().map(|f| f.name.clone()).collect()));
        }
        Ok(Shape::Record(Box::new(record)))
    }

    /// What a member, an element or a value is.
    fn reference(&mut self, from: &Value) -> Result<Shape> {
        let name = from.get("shape").and_then(Value::as_str).ok_or("a member without its shape")?;
        let raw = self.raw(name)?.clone();
        let bounds = Bounds { min: number(&raw, "min"), max: number(&raw, "max") };
        Ok(match raw.get("type").and_then(Value::as_str).unwrap_or_default() {
            "structure" => {
                self.wanted.insert(name.to_owned());
                Shape::Ref(word(name))
            }
            "list" => {
                let of = self.reference(raw.get("member").unwrap_or(&Value::Null))?;
                Shape::List(Box::new(ListShape { of, length: bounds, unique: false, keys: Vec::new() }))
            }
            "map" => {
                let rest = self.reference(raw.get("value").unwrap_or(&Value::Null))?;
                Shape::Record(Box::new(RecordShape { rest: Some(rest), ..RecordShape::default() }))
            }
            "boolean" => Shape::Bool,
            "integer" | "long" => Shape::Int(bounds),
            "float" | "double" => Shape::Number(bounds),
            "string" if raw.get("enum").is_some() => one_of(&words(raw.get("enum"))),
            "string" => {
                let pattern = raw.get("pattern").and_then(Value::as_str).map(whole);
                Shape::Text(TextShape { format: None, length: bounds, pattern })
            }
            sort @ ("timestamp" | "blob") => {
                Shape::Text(TextShape { format: Some(word(sort)), ..TextShape::default() })
            }
            other => return Err(format!("`{name}` is of an unknown type `{other}`")),
        })
    }

    fn document(&mut self, key: &str, raw: &Value) {
        if let Some(html) = raw.get("documentation").and_then(Value::as_str) {
            let text = plain(html);
            if !text.is_empty() {
                self.docs.insert(key.to_owned(), text);
            }
        }
    }
}

fn is(raw: &Value, flag: &str) -> bool {
    raw.get(flag).and_then(Value::as_bool).unwrap_or(false)
}

fn number(raw: &Value, key: &str) -> Option<f64> {
    raw.get(key).and_then(Value::as_f64)
}

fn words(list: Option<&Value>) -> Vec<&str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

fn one_of(words: &[&str]) -> Shape {
    let exactly = |w: &&str| Shape::Exactly(Literal::Text((*w).to_owned()));
    match words {
        [one] => exactly(one),
        words => Shape::Either(words.iter().map(exactly).collect()),
    }
}

fn whole(pattern: &str) -> String {
    if pattern.starts_with('^') { pattern.to_owned() } else { format!("^(?:{pattern})$") }
}

/// Documentation in HTML, for a terminal.
pub(crate) fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let Some((tag, after)) = after.split_once('>') else { break };
        text.push_str(match tag.split_whitespace().next().unwrap_or_default() {
            "p" | "dt" | "h3" | "note" | "important" => "\n",
            "li" => "\n- ",
            "code" | "/code" => "`",
            _ => "",
        });
        rest = after;
    }
    text.push_str(rest);
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    let text = entities.iter().fold(text, |text, (entity, c)| text.replace(entity, c));
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    // The text of an element of a list stands in a paragraph of its own.
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n").replace("\n-\n", "\n- ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_model_becomes_shapes() {
        let model = json!({ "shapes": {
            "Batch": { "type": "structure", "required": ["Changes"], "members": {
                "Changes": { "shape": "Changes", "documentation": "<p>What <code>changes</code>.</p> <ul> <li> <p>A &amp; b</p> </li> </ul>" },
            } },
            "Changes": { "type": "list", "member": { "shape": "Change" }, "min": 1 },
            "Change": { "type": "structure", "members": { "Kind": { "shape": "Kind" }, "Id": { "shape": "Id" }, "Inner": { "shape": "Batch" } } },
            "Kind": { "type": "string", "enum": ["A", "B"] },
            "Id": { "type": "string", "pattern": "[a-z]+", "max": 5 },
        } });
        let (definitions, docs) = shapes(&model, &["Batch"]).unwrap();
        let text = crate::shapes::text(&[], &definitions);
        assert_eq!(
            text,
            "Batch {Changes! [&Change](1..)}\nChange {Id str(..5)~\"^(?:[a-z]+)$\";Inner &Batch;Kind \"A\"|\"B\"}\n"
        );
        assert_eq!(docs.get("Batch.Changes").map(String::as_str), Some("What `changes`.\n- A & b"));
        assert!(shapes(&model, &["Btch"]).is_err());
    }
}
