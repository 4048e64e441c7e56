//! For programs: one JSON object. Lines and columns count from 1, columns in characters; offsets are bytes, from 0.

use diagnostics::{Diagnostic, Edit, Fix, Label, SourceFile, Span};
use serde_json::{Value, json};

use super::{Counts, Shown};

/// The diagnostics that are shown, and how many there are of all.
pub fn json(diagnostics: &[&Diagnostic], counts: Counts, shown: Shown<'_>) -> Value {
    json!({
        "diagnostics": diagnostics.iter().map(|d| one(d, shown)).collect::<Vec<_>>(),
        "summary": { "errors": counts.errors, "warnings": counts.warnings, "notes": counts.notes },
    })
}

fn one(diagnostic: &Diagnostic, shown: Shown<'_>) -> Value {
    let primary = std::iter::once(label(&diagnostic.primary, true, shown));
    let labels = primary.chain(diagnostic.secondary.iter().map(|l| label(l, false, shown)));
    json!({
        "code": diagnostic.code.id,
        "name": diagnostic.code.name,
        "rule": diagnostic.rule,
        "severity": diagnostic.severity().word(),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "notes": diagnostic.notes,
        "labels": labels.collect::<Vec<_>>(),
        "fix": diagnostic.fix.as_ref().map(|f| fix(f, shown)),
    })
}

fn label(label: &Label, primary: bool, shown: Shown<'_>) -> Value {
    place(label.span, shown, [("text", json!(label.text)), ("primary", json!(primary))])
}

fn fix(fix: &Fix, shown: Shown<'_>) -> Value {
    let edit = |edit: &Edit| place(edit.span, shown, [("text", json!(edit.text))]);
    json!({ "title": fix.title, "edits": fix.edits.iter().map(edit).collect::<Vec<_>>() })
}

/// Where something is, and what else is to be said of it.
pub(super) fn place<const N: usize>(span: Span, shown: Shown<'_>, more: [(&str, Value); N]) -> Value {
    let at = shown.sources.locate(span);
    let file = shown.sources.file(at.file);
    let place = [
        ("file", json!(file.map(|f| shown.name(f)))),
        ("start", json!(file.map(|f| position(f, at.start)))),
        ("end", json!(file.map(|f| position(f, at.end)))),
    ];
    Value::Object(place.into_iter().chain(more).map(|(key, value)| (key.to_string(), value)).collect())
}

fn position(file: &SourceFile, offset: usize) -> Value {
    let at = file.lines.position_chars(&file.text, offset);
    json!({ "line": at.line + 1, "column": at.column + 1, "offset": offset })
}

#[cfg(test)]
mod tests {
    use diagnostics::{Sources, codes};

    use super::*;

    #[test]
    fn places_are_given_for_people_and_for_programs() {
        let mut sources = Sources::default();
        let spec = sources.add("spec.wave", "\nüü buckt {}", false);
        let at = sources.anchor(spec, 0);
        let span = Span::new(at, 6, 11);
        let diagnostic = codes::E2002.at(span, "here", "unknown").with_fix("say `bucket`", span, "bucket");
        let object = json(&[&diagnostic], Counts::of([&diagnostic]), Shown::new(&sources));
        assert_eq!(object["summary"], json!({ "errors": 1, "warnings": 0, "notes": 0 }));
        let first = &object["diagnostics"][0]["labels"][0];
        assert_eq!(first["start"], json!({ "line": 2, "column": 4, "offset": 6 }));
        assert_eq!(first["end"], json!({ "line": 2, "column": 9, "offset": 11 }));
        assert_eq!(object["diagnostics"][0]["fix"]["edits"][0]["text"], "bucket");
    }
}
