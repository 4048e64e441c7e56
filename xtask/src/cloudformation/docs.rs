//! What a schema says to people: of each type and key the beginning, as one line.

use std::collections::BTreeMap;

use serde_json::Value;

/// A text goes on to the end of the sentence in which it gets this long, in bytes.
const ENOUGH: usize = 90;

/// The documentation of a type, its nested types and their keys, by the names that the shapes have.
pub(super) fn of(name: &str, schema: &Value, into: &mut BTreeMap<String, String>) {
    add(name, schema, into);
    for (key, inner) in entries(schema, "definitions") {
        add(&format!("{name}.{key}"), inner, into);
    }
}

fn add(name: &str, schema: &Value, into: &mut BTreeMap<String, String>) {
    into.extend(text(schema).map(|text| (name.to_owned(), text)));
    for (key, inner) in entries(schema, "properties") {
        into.extend(text(inner).map(|text| (format!("{name}.{key}"), text)));
    }
}

fn entries<'v>(schema: &'v Value, key: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    schema.get(key).and_then(Value::as_object).into_iter().flatten()
}

fn text(schema: &Value) -> Option<String> {
    let whole = schema.get("description")?.as_str()?;
    let plain = whole.replace("``", "`").replace("<p>", " ").replace("</p>", " ");
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let generated = line.is_empty() || line.starts_with("Resource Type definition for");
    (!generated).then(|| beginning(&line).to_owned())
}

/// The sentences at the beginning.
fn beginning(line: &str) -> &str {
    let mut ends = line.match_indices(". ").map(|(at, _)| at + 1);
    let end = ends.find(|end| *end >= ENOUGH).unwrap_or(line.len());
    line.get(..end).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_first_sentences_on_one_line() {
        let said = |text_: &str| text(&serde_json::json!({ "description": text_ }));
        assert_eq!(said(""), None);
        assert_eq!(said("The ``name``.\n More."), Some("The `name`. More.".to_owned()));
        let long = format!("{}. And so on.", "word ".repeat(30).trim());
        assert_eq!(said(&long).unwrap().matches("And").count(), 0);
    }
}
