//! Documents that others wrote: JSON or YAML to a value, of which every key and string knows its place in the file.
//!
//! Readers give serde's values no places, so the two here are ours; YAML's events come from a parser of its own. What a
//! value can't hold, or what two readers take for different things, is refused. Knows nothing of templates.

mod json;
mod yaml;

use std::sync::Arc;

use diagnostics::{Diagnostic, Span};
use graph::{Data, Entry, Record, Value};

use crate::problems::reading as problems;

/// How deep lists and records may nest.
const DEEPEST: usize = 128;

/// The document that a text is, in a format by the ending of its file's name; several YAML documents are a list.
/// `place` is the place of the text.
pub fn read(ending: &str, text: &str, place: Span) -> Result<Value, Box<Diagnostic>> {
    match ending {
        "json" => json::read(text, place),
        "yaml" | "yml" => yaml::read(text, place),
        other => Err(Box::new(problems::unknown_ending(place.at_start(), other))),
    }
}

/// A list or record under construction.
enum Open {
    List(Span, Vec<Value>),
    /// With the key that waits for its value.
    Record(Span, Record, Option<(Arc<str>, Span)>),
}

/// Values that are put together from the outside in, without recursion.
#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    finished: Vec<Value>,
}

impl Builder {
    fn begin(&mut self, open: Open, span: Span) -> Result<(), Box<Diagnostic>> {
        self.open.push(open);
        if self.open.len() > DEEPEST { Err(Box::new(problems::too_deep(span, DEEPEST))) } else { Ok(()) }
    }

    /// Whether the next string is a key.
    fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open::Record(_, _, None)))
    }

    /// A key; one that was given before is refused.
    fn key(&mut self, name: Arc<str>, span: Span) -> Result<(), Box<Diagnostic>> {
        let Some(Open::Record(_, record, key)) = self.open.last_mut() else { return Ok(()) };
        if let Some(before) = record.entries.get(&name) {
            return Err(Box::new(problems::duplicate_key(span, &name, before.key)));
        }
        *key = Some((name, span));
        Ok(())
    }

    /// A value that is whole; `null` is absent.
    fn value(&mut self, value: Value) {
        match self.open.last_mut() {
            Some(Open::List(_, list)) if !value.is_none() => list.push(value),
            Some(Open::List(..)) => {}
            Some(Open::Record(_, record, key)) => {
                if let Some((name, span)) = key.take().filter(|_| !value.is_none()) {
                    record.entries.insert(name, Entry { key: span, value });
                }
            }
            None => self.finished.push(value),
        }
    }

    /// Ends the innermost list or record, which reaches to the end of a place; gives it too.
    fn end(&mut self, closer: Span) -> Option<Value> {
        let value = match self.open.pop()? {
            Open::List(span, list) => Value::new(Data::List(Arc::new(list)), span.to(closer)),
            Open::Record(span, record, _) => Value::new(Data::Record(Arc::new(record)), span.to(closer)),
        };
        self.value(value.clone());
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use diagnostics::Sources;

    use super::*;

    fn place(text: &str) -> (Sources, Span) {
        let mut sources = Sources::default();
        let file = sources.add("a", text, false);
        let anchor = sources.anchor(file, 0);
        let end = u32::try_from(text.len()).unwrap();
        (sources, Span::new(anchor, 0, end))
    }

    /// Every string, key or value, with the text of its place.
    fn strings(value: &Value, sources: &Sources, found: &mut Vec<(String, String)>) {
        let mut add = |text: &str, span| found.push((text.to_owned(), sources.text(span).to_owned()));
        match &value.data {
            Data::Text(text) => add(&text.as_known().unwrap(), value.span),
            Data::List(list) => list.iter().for_each(|v| strings(v, sources, found)),
            Data::Record(record) => record.entries.iter().for_each(|(key, entry)| {
                found.push((key.to_string(), sources.text(entry.key).to_owned()));
                strings(&entry.value, sources, found);
            }),
            _ => {}
        }
    }

    fn strings_of(ending: &str, text: &str) -> Vec<(String, String)> {
        let (sources, span) = place(text);
        let value = read(ending, text, span).unwrap_or_else(|d| panic!("{d:?}"));
        let mut found = Vec::new();
        strings(&value, &sources, &mut found);
        found
    }

    fn problem(ending: &str, text: &str) -> (String, usize) {
        let (sources, span) = place(text);
        let problem = read(ending, text, span).expect_err(text);
        (problem.message, sources.locate(problem.primary.span).start)
    }

    #[test]
    fn each_string_knows_its_place() {
        for (ending, text) in [
            ("json", r#"{ "ü": ["a b", "c", {"k": "<X>"}], "n": [1, -2.5e3, true, null] }"#),
            ("yaml", "ü:\n  - a b\n  - 'c'\n  - k: \"<X>\"\nn: [1, true, ~]\n"),
        ] {
            let found = strings_of(ending, text);
            let texts: Vec<&str> = found.iter().map(|(t, _)| t.as_str()).collect();
            assert_eq!(texts, ["ü", "a b", "c", "k", "<X>", "n"], "{ending}");
            assert!(found.iter().all(|(text, place)| text == place), "{ending}: {found:?}");
        }
    }

    #[test]
    fn numbers_and_words_keep_their_sort() {
        let (_, span) = place("");
        let data = |ending, text| read(ending, text, span).map(|v| v.data).ok();
        for ending in ["json", "yaml"] {
            assert_eq!(data(ending, "12"), Some(Data::Int(12)));
            assert_eq!(data(ending, "-1.5e3"), Some(Data::Float(-1500.0)));
            assert_eq!(data(ending, "true"), Some(Data::Bool(true)));
            assert_eq!(data(ending, "null"), Some(Data::None));
        }
        assert_eq!(data("yaml", "0x1F"), Some(Data::Int(31)));
        assert!(matches!(data("yaml", "1.2.3"), Some(Data::Text(_))));
        assert!(matches!(data("yaml", "'12'"), Some(Data::Text(_))));
    }

    #[test]
    fn several_documents_are_a_list() {
        let found = strings_of("yaml", "a: x\n---\nb: z\n");
        assert_eq!(found.iter().map(|(t, _)| t.as_str()).collect::<Vec<_>>(), ["a", "x", "b", "z"]);
    }

    #[test]
    fn an_anchor_gives_its_value_again() {
        let found = strings_of("yaml", "a: &x [p, q]\nb: *x\n");
        let texts: Vec<&str> = found.iter().map(|(t, _)| t.as_str()).collect();
        assert_eq!(texts, ["a", "p", "q", "b", "p", "q"]);
    }

    #[test]
    fn what_is_wrong_is_said_where_it_is() {
        for (ending, text, at, message) in [
            ("json", "{ \"a\": }", 7, "a value is expected here, not `}`"),
            ("json", "{ \"a\": 1, }", 10, "a key in quotes is expected here, not `}`"),
            ("json", "[1 2]", 3, "`,` or `]` is expected here, not `2`"),
            ("json", "{ \"a\" 1 }", 6, "`:` is expected here, not `1`"),
            ("json", "{ \"a\": 1 } x", 11, "the document has ended before this `x`"),
            ("json", "[\"a", 1, "this string doesn't end"),
            ("json", "[", 1, "a value is expected here, not the end of the file"),
            ("json", "// x\n1", 0, "a value is expected here, not `/`"),
            ("json", r#"["\q"]"#, 2, "`\\q` isn't an escape of JSON"),
            ("json", "[01]", 1, "`01` isn't a number of JSON"),
            ("json", "[tru]", 1, "a value is expected here, not `tru`"),
            ("json", r#"{"a": 1, "a": 2}"#, 10, "the key `a` is given twice"),
            ("yaml", "a: 1\na: 2\n", 5, "the key `a` is given twice"),
            ("yaml", "a: yes\n", 3, "`yes` is a bool for some readers of YAML, and a string for others"),
            ("yaml", "a: 0644\n", 3, "`0644` is octal for some readers of YAML, and decimal for others"),
            ("yaml", "a: !Ref x\n", 3, "the tag `!Ref` has no meaning here"),
            ("yaml", "<<: {a: 1}\n", 0, "the merge key `<<` isn't read"),
            ("yaml", "? [a]\n: b\n", 2, "a key is a string, and this one isn't"),
        ] {
            assert_eq!(problem(ending, text), (message.to_owned(), at), "{text}");
        }
        assert!(problem("yaml", "a: [1\nb: 2").0.starts_with("this isn't YAML: "));
        let deep = "[".repeat(200);
        assert_eq!(problem("json", &deep).0, "lists and records nest deeper than 128");
        assert_eq!(problem("yaml", &deep).0, "lists and records nest deeper than 128");
    }
}
