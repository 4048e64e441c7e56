//! An answer as text in the form of `wavec explain`, and as JSON.

use std::fmt::Write as _;

use schemas::{FORMATS, Field, Format, RecordShape, Shape, Versions};
use serde_json::{Value, json};

use super::{Found, Place, actions, words};
use crate::explain::pages::first_sentence_of;

/// For people.
pub(super) fn text(found: &Found, width: usize) -> String {
    match found {
        Found::Formats => formats(),
        Found::Kinds(format, names) => {
            let head = format!("# {} kinds of {}\n\n", names.len(), format.of);
            let names: Vec<&str> = names.iter().map(|n| words::short(n)).collect();
            let list = wrapped(&deduplicated(&names).join(", "), width, "");
            format!("{head}{list}\n\n`wavec schema {} KIND` says more of one.\n", format.name)
        }
        Found::Place(place) => of_place(place, width),
        Found::Action(action) => actions::page(action, width),
        Found::Service(service) => actions::list(service, width),
    }
}

/// For programs.
pub(super) fn json(found: &Found) -> Value {
    match found {
        Found::Formats => {
            let names: Vec<&str> = FORMATS.iter().map(|f| f.name).chain([actions::NAME]).collect();
            json!({ "formats": names })
        }
        Found::Kinds(format, names) => json!({ "format": format.name, "kinds": names }),
        Found::Place(place) => place_json(place),
        Found::Action(action) => actions::json(action),
        Found::Service(service) => actions::list_json(service),
    }
}

fn formats() -> String {
    let mut text = "# Formats with a schema\n\n".to_owned();
    for format in FORMATS {
        let _ = writeln!(text, "- `{}`: {}", format.name, format.of);
    }
    let _ = writeln!(text, "- `{}`: the actions of AWS IAM", actions::NAME);
    text + "\n`wavec schema FORMAT` and `wavec schema FORMAT KIND.KEY` say more, `wavec data` where it comes from.\n"
}

fn deduplicated<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut sorted = names.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted
}

fn of_place(place: &Place, width: usize) -> String {
    let mut text = format!("# `{}` of {}\n\n", place.path, place.format.of);
    let mut paragraph = |said: &str| {
        let _ = write!(text, "{}\n\n", wrapped(said, width, ""));
    };
    for said in documentation(place) {
        paragraph(&said);
    }
    paragraph(&about(place));
    for other in place.others.iter().take(6) {
        let instead = format!("There is also `{other}`.");
        paragraph(&instead);
    }
    for option in records(&place.shape, place) {
        text += &keys(&option, place, width);
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

/// What is written of the key, and of what it holds.
fn documentation(place: &Place) -> Vec<String> {
    let mut all = Vec::new();
    if let Some((owner, key)) = &place.owner {
        all.extend(place.format.shapes.documentation(owner, key.as_deref()));
    }
    if place.owner.as_ref().is_some_and(|(_, key)| key.is_some()) {
        for name in references(&place.shape) {
            let said = place.format.shapes.documentation(name, None).filter(|said| !all.contains(said));
            all.extend(said.map(|said| format!("`{}`: {said}", words::short(name))));
        }
    }
    all
}

/// The definitions that a shape is made of.
fn references(shape: &Shape) -> Vec<&'static str> {
    match shape {
        Shape::Ref(name) => vec![name],
        Shape::List(list) => references(&list.of),
        Shape::Either(several) => several.iter().flat_map(references).collect(),
        Shape::Record(record) => record.rest.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// Its type, whether it must be there, and the like.
fn about(place: &Place) -> String {
    let resolved = place.format.shapes.resolved(&place.shape, place.version);
    let shown = match resolved {
        Shape::Either(several) => several.iter().map(words::shape).collect::<Vec<_>>().join(" | "),
        other => words::shape(other),
    };
    let named = words::shape(&place.shape);
    let is_record = matches!(resolved, Shape::Record(record) if !record.fields.is_empty());
    let type_words = if is_record || named == shown { named } else { shown };
    let mut said = match (&place.field, is_record) {
        (None, true) => "It is a record.".to_owned(),
        _ => format!("Its type is `{type_words}`."),
    };
    let sort = match resolved {
        Shape::Text(text) => text.format,
        _ => None,
    };
    if let Some(sort) = sort {
        let expected = place.format.shapes.documentation(sort, Some("expected"));
        let _ = match expected {
            Some(words) => write!(said, " It is {words}."),
            None => write!(said, " Its form is `{sort}`."),
        };
    }
    for demand in words::demands(resolved) {
        let _ = write!(said, " {demand}");
    }
    if let Some(field) = place.field {
        for remark in remarks(field, place.format) {
            let _ = write!(said, " It is {remark}.");
        }
    }
    if place.deprecated {
        said += " It is deprecated.";
    }
    said
}

/// What else is known of a key, as words after "it is".
fn remarks(field: &Field, format: &Format) -> Vec<String> {
    let mut all = Vec::new();
    if field.required {
        all.push("required".to_owned());
    }
    if field.read_only {
        all.push("read, and never written".to_owned());
    }
    if field.create_only {
        all.push("set once: a change makes the thing anew".to_owned());
    }
    if field.deprecated {
        all.push("deprecated".to_owned());
    }
    all.extend(versions(field.versions, format));
    all
}

fn versions(Versions { since, until }: Versions, format: &Format) -> Option<String> {
    let words = |version: u16| format.version_in_words(version);
    match (since, until) {
        (Some(since), Some(until)) => Some(format!("in {} to {}", words(since), words(until))),
        (Some(since), None) => Some(format!("there since {}", words(since))),
        (None, Some(until)) => Some(format!("there until {}", words(until))),
        (None, None) => None,
    }
}

/// The records that a place may hold, with the definition that each is, if it is one.
fn records(shape: &Shape, place: &Place) -> Vec<(Option<&'static str>, RecordShape)> {
    match shape {
        Shape::Record(record) if !record.fields.is_empty() => vec![(None, (**record).clone())],
        Shape::Record(record) => record.rest.iter().flat_map(|rest| records(rest, place)).collect(),
        Shape::List(list) => records(&list.of, place),
        Shape::Either(several) => several.iter().flat_map(|s| records(s, place)).collect(),
        Shape::Ref(name) => {
            let shapes = place.format.shapes;
            let found = shapes.definition(name, place.version).or_else(|| shapes.definition(name, None));
            let inner = found.map(|d| records(&d.shape, place)).unwrap_or_default();
            inner.into_iter().map(|(own, record)| (own.or(Some(*name)), record)).collect()
        }
        _ => Vec::new(),
    }
}

/// The keys of a version, each once.
fn current<'r>(record: &'r RecordShape, place: &Place) -> Vec<&'r Field> {
    let newest =
        |f: &&Field| record.field(&f.name, place.version).is_some_and(|found| std::ptr::eq(found, *f));
    record.fields.iter().filter(newest).collect()
}

/// Lists of keys: what must be there, what may, and what is only read.
fn keys((owner, record): &(Option<&'static str>, RecordShape), place: &Place, width: usize) -> String {
    let fields = current(record, place);
    let is_needed = |f: &&&Field| f.required && !f.read_only;
    let parts: [(&str, Vec<&&Field>); 3] = [
        ("must be there", fields.iter().filter(is_needed).collect()),
        ("may be left out", fields.iter().filter(|f| !f.required && !f.read_only).collect()),
        ("can only be read", fields.iter().filter(|f| f.read_only).collect()),
    ];
    let of = owner.map(|name| format!(" of `{}`", words::short(name))).unwrap_or_default();
    let mut text = String::new();
    for (title, fields) in parts.iter().filter(|(_, fields)| !fields.is_empty()) {
        let _ = write!(text, "Keys{of} that {title}:\n\n");
        for field in fields {
            let _ = writeln!(text, "{}", wrapped(&line(field, *owner, place), width, "  "));
        }
        text.push('\n');
    }
    text
}

/// ``- `name: string` (since 1.30): Its name.``
fn line(field: &Field, owner: Option<&'static str>, place: &Place) -> String {
    let mut notes: Vec<String> = Vec::new();
    notes.extend(field.create_only.then(|| "set once".to_owned()));
    notes.extend(field.deprecated.then(|| "deprecated".to_owned()));
    notes.extend(versions(field.versions, place.format));
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    let said = key_documentation(&field.name, owner, place);
    let said = said.map(|s| format!(": {}", first_sentence_of(&s.replace('\n', " ")))).unwrap_or_default();
    format!("- `{}: {}`{notes}{said}", field.name, words::shape(&field.shape))
}

/// What is written of a key: below its definition, or below the place where the record has no name of its own.
fn key_documentation(key: &str, owner: Option<&'static str>, place: &Place) -> Option<String> {
    let shapes = place.format.shapes;
    let (within, before) = match (owner, &place.owner) {
        (Some(owner), _) => (owner, None),
        (None, Some((within, keys))) => (*within, keys.clone()),
        (None, None) => return None,
    };
    let path = before.map_or_else(|| key.to_owned(), |before| format!("{before}.{key}"));
    shapes.documentation(within, Some(&path))
}

fn place_json(place: &Place) -> Value {
    let resolved = place.format.shapes.resolved(&place.shape, place.version);
    let records: Vec<Value> = records(&place.shape, place)
        .iter()
        .map(|(owner, record)| {
            let fields = current(record, place);
            let keys: Vec<Value> = fields.iter().map(|field| key_json(field, *owner, place)).collect();
            json!({ "name": owner, "keys": keys })
        })
        .collect();
    json!({
        "format": place.format.name,
        "version": place.version.map(|v| place.format.version_in_words(v)),
        "path": place.path,
        "type": words::shape(&place.shape),
        "values": values(resolved),
        "deprecated": place.deprecated || place.field.is_some_and(|f| f.deprecated),
        "required": place.field.is_some_and(|f| f.required),
        "readOnly": place.field.is_some_and(|f| f.read_only),
        "createOnly": place.field.is_some_and(|f| f.create_only),
        "demands": words::demands(resolved),
        "documentation": documentation(place),
        "others": place.others,
        "records": records,
    })
}

fn key_json(field: &Field, owner: Option<&'static str>, place: &Place) -> Value {
    let version = |version: Option<u16>| version.map(|v| place.format.version_in_words(v));
    json!({
        "name": field.name,
        "type": words::shape(&field.shape),
        "required": field.required,
        "readOnly": field.read_only,
        "createOnly": field.create_only,
        "deprecated": field.deprecated,
        "since": version(field.versions.since),
        "until": version(field.versions.until),
        "documentation": key_documentation(&field.name, owner, place),
    })
}

/// The values that there are, if they can be listed.
fn values(shape: &Shape) -> Vec<Value> {
    use schemas::Literal;
    match shape {
        Shape::Exactly(Literal::Text(text)) => vec![json!(text)],
        Shape::Exactly(Literal::Number(number)) => vec![json!(number)],
        Shape::Exactly(Literal::Bool(is)) => vec![json!(is)],
        Shape::Either(several) => several.iter().flat_map(values).collect(),
        _ => Vec::new(),
    }
}

/// A text in lines of at most so many characters, if its words allow that; all lines but the first begin with `indent`.
pub(super) fn wrapped(text: &str, width: usize, indent: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = if lines.is_empty() { String::new() } else { indent.to_owned() };
        let mut empty = true;
        for word in paragraph.split_whitespace() {
            if !empty && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::replace(&mut line, indent.to_owned()));
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}
