//! `template(…)`: a document of the project whose strings hold placeholders, with a value for each.
//!
//! The reader is a backend's, handed in with the targets: its strings keep their places in the file. Each placeholder must be
//! bound, and each binding used. What the file says leads into the file, what was put in leads to its binding.

use std::sync::Arc;

use diagnostics::{Diagnostic, Span, similar};
use graph::{Data, Entry, File, Part, PartKind, Record, Text, Value};
use indexmap::IndexMap;

use super::Call;
use crate::evaluate::{Eval, Evaluator, Stop, is_placeholder};
use crate::problems::templates as problems;

pub(super) fn template(e: &Evaluator<'_>, call: &Call) -> Eval {
    let [path, bindings] = call.args.as_slice() else { return e.bug(call.span, "no template") };
    let Some(read) = e.declarations.targets.read else { return e.bug(call.span, "no reader") };
    let Some(given) = bindings.as_record() else { return e.bug(bindings.span, "no bindings") };
    let file = e.file(&e.known(path)?, path.span)?;
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let document = match read(ending, &file.text, file.span) {
        Ok(document) => document,
        Err(problem) => return e.fail(problem.with_label(path.span, "read here")),
    };
    let mut filling = Filling {
        e,
        file: &file,
        call: call.span,
        given,
        used: vec![false; given.entries.len()],
        unknown: IndexMap::new(),
        failed: false,
    };
    let filled = filling.value(&document)?;
    let failed = filling.failed;
    let problems = filling.problems(path.span);
    if problems.is_empty() && !failed {
        return Ok(filled);
    }
    for problem in problems {
        e.declarations.report(problem);
    }
    Err(Stop::Reported)
}

struct Filling<'a, 'p> {
    e: &'a Evaluator<'p>,
    file: &'a File,
    call: Span,
    given: &'a Record,
    /// By index of the bindings.
    used: Vec<bool>,
    /// Placeholders that nothing binds, as they are written, with their places.
    unknown: IndexMap<String, Vec<Span>>,
    /// A value that doesn't fit was reported; others may not fit either.
    failed: bool,
}

/// A placeholder in a text.
struct Placeholder<'t> {
    /// With its brackets.
    written: &'t str,
    name: &'t str,
    from: usize,
}

impl Filling<'_, '_> {
    fn value(&mut self, value: &Value) -> Eval {
        self.e.step(self.call)?;
        let data = match &value.data {
            Data::Text(text) => return self.text(&text.as_known().unwrap_or_default(), value.span),
            Data::List(list) => {
                let list = list.iter().map(|v| self.value(v)).collect::<Eval<Vec<Value>>>()?;
                Data::List(Arc::new(list))
            }
            Data::Record(record) => Data::Record(Arc::new(self.record(record)?)),
            data => data.clone(),
        };
        Ok(Value::new(data, value.span).carried_by(self.call))
    }

    fn record(&mut self, record: &Record) -> Eval<Record> {
        let mut filled = Record::default();
        for (key, entry) in &record.entries {
            let name: Arc<str> = match self.text(key, entry.key)? {
                value if value.as_str().as_deref() == Some(&**key) => Arc::clone(key),
                value => self.e.decided(self.e.known(&value))?.into(),
            };
            let value = self.value(&entry.value)?;
            if let Some(before) = filled.entries.get(&name) {
                return self.e.fail(problems::same_key(entry.key, &name, before.key));
            }
            filled.entries.insert(name, Entry { key: entry.key, value });
        }
        Ok(filled)
    }

    /// A string; one that is a placeholder and nothing else is the value itself.
    fn text(&mut self, text: &str, span: Span) -> Eval {
        let found = placeholders(text, |name| self.given.entries.contains_key(name));
        let mut parts: Vec<Part> = Vec::with_capacity(2 * found.len() + 1);
        let literal = |from: usize, to: usize, parts: &mut Vec<Part>| {
            if let Some(known) = text.get(from..to).filter(|t| !t.is_empty() || text.is_empty()) {
                let place = if span.len() == text.len() { span.slice(from, to) } else { span };
                parts.push(Part { span: place, kind: PartKind::Known(known.into()) });
            }
        };
        let mut end = 0;
        for (i, placeholder) in found.iter().enumerate() {
            let Some((index, _, entry)) = self.given.entries.get_full(placeholder.name) else {
                let before = found.iter().take(i).filter(|p| p.written == placeholder.written).count();
                let place = self.place(text, span, placeholder, before);
                self.unknown.entry(placeholder.written.to_owned()).or_default().push(place);
                continue;
            };
            if let Some(used) = self.used.get_mut(index) {
                *used = true;
            }
            if placeholder.written == text {
                return Ok(entry.value.clone().carried_by(self.call));
            }
            literal(end, placeholder.from, &mut parts);
            end = placeholder.from + placeholder.written.len();
            match self.put_in(placeholder, &entry.value, &mut parts) {
                Err(Stop::Reported) => self.failed = true,
                result => result?,
            }
        }
        literal(end, text.len(), &mut parts);
        Ok(Value::new(Data::Text(Text { parts }), span).carried_by(self.call))
    }

    fn put_in(&self, placeholder: &Placeholder<'_>, value: &Value, parts: &mut Vec<Part>) -> Eval<()> {
        match value.data {
            Data::Text(_)
            | Data::Secret(_)
            | Data::Late(_)
            | Data::Int(_)
            | Data::Float(_)
            | Data::Bool(_) => self.e.append(value, value.span, false, parts),
            _ => self.e.fail(problems::not_for_a_string(value.span, placeholder.written, value.data.sort())),
        }
    }

    /// The place of a placeholder, with `before` like it in the same string. Escapes may have moved it.
    fn place(&self, text: &str, span: Span, placeholder: &Placeholder<'_>, before: usize) -> Span {
        let len = placeholder.written.len();
        if span.len() == text.len() {
            return span.slice(placeholder.from, placeholder.from + len);
        }
        let raw = self.source(span);
        let at = raw.match_indices(placeholder.written).nth(before).map(|(at, _)| at);
        at.map_or(span, |at| span.slice(at, at + len))
    }

    fn source(&self, span: Span) -> &str {
        let at = |n: u32| n.saturating_sub(self.file.span.start) as usize;
        self.file.text.get(at(span.start)..at(span.end)).unwrap_or_default()
    }

    /// What isn't bound, and what isn't used.
    fn problems(mut self, path: Span) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for (written, places) in std::mem::take(&mut self.unknown) {
            let (open, name, close) = unwrapped(&written);
            let guess = similar(name, self.given.entries.keys().map(|k| &**k));
            let bound = guess.and_then(|guess| self.given.entries.get_full(guess));
            let meant = bound.map(|(index, guess, entry)| {
                let used = self.used.get(index).copied().unwrap_or_default();
                // If nothing else uses the binding, either of the two may be the one that is misspelt.
                let certain = used && places.iter().all(|p| self.source(*p) == written);
                problems::Meant {
                    written: format!("{open}{guess}{close}"),
                    bound: self.e.line_of(entry.key),
                    certain,
                }
            });
            if let Some(used) = bound.and_then(|(index, ..)| self.used.get_mut(index)) {
                *used = true;
            }
            problems.push(problems::unknown_placeholder(&written, name, &places, path, meant));
        }
        let unused = self.given.entries.iter().zip(&self.used).filter(|(_, used)| !**used);
        problems.extend(unused.map(|((name, entry), _)| {
            problems::unused_binding(entry.key, name, is_variable(name), &self.file.path)
        }));
        problems
    }
}

/// `<NAME>` and `${NAME}` of bound names, and of names in capitals.
fn placeholders(text: &str, is_bound: impl Fn(&str) -> bool) -> Vec<Placeholder<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((at, rest)) = text.get(from..).and_then(|t| {
        let at = t.find(['<', '$'])?;
        Some((from + at, t.get(at..)?))
    }) {
        let (open, close, is_one): (_, _, fn(&str) -> bool) =
            if rest.starts_with("${") { ("${", '}', is_variable) } else { ("<", '>', is_placeholder) };
        let name = rest.strip_prefix(open).and_then(|r| r.split_once(close)).map(|(name, _)| name);
        from = at + 1;
        let Some(name) = name.filter(|n| is_bound(n) || is_one(n)) else { continue };
        let len = open.len() + name.len() + 1;
        found.extend(rest.get(..len).map(|written| Placeholder { written, name, from: at }));
        from = at + len;
    }
    found
}

/// In capitals: a policy's own `${aws:username}` is none.
fn is_variable(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// What is around the name of a placeholder, and the name.
fn unwrapped(written: &str) -> (&str, &str, &str) {
    let open = if written.starts_with("${") { 2 } else { 1 };
    let last = written.len().saturating_sub(1);
    let part = |from: usize, to: usize| written.get(from..to).unwrap_or_default();
    (part(0, open), part(open, last), part(last, written.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_found_and_what_others_read_is_not() {
        let names = |text: &'static str| -> Vec<&str> {
            placeholders(text, |n| n == "bucket-name").iter().map(|p| p.written).collect()
        };
        assert_eq!(
            names("a<YOUR REGION>:<bucket-name>/${LOGS_1}"),
            ["<YOUR REGION>", "<bucket-name>", "${LOGS_1}"]
        );
        assert_eq!(
            names("${aws:username} <a href> $(POD) $HOME ${x} a < B <<YOUR REGION>"),
            ["<YOUR REGION>"]
        );
        assert!(names("<OPEN").is_empty() && names("${OPEN").is_empty() && names("$").is_empty());
    }
}
