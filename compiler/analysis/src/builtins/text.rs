//! Functions of strings.

use std::sync::Arc;

use graph::{Data, Record, Value};

use super::Call;
use crate::evaluate::{Eval, Evaluator};
use crate::problems::values as problems;

/// The known string of an argument.
fn arg(e: &Evaluator<'_>, call: &Call, index: usize) -> Eval<String> {
    match call.args.get(index) {
        Some(value) => e.known(value),
        None => e.bug(call.span, "a call with too few arguments"),
    }
}

fn string(call: &Call, text: impl Into<Arc<str>>) -> Value {
    Value::text(text, call.span)
}

fn bool(call: &Call, value: bool) -> Value {
    Value::new(Data::Bool(value), call.span)
}

/// Keeps the parts of the elements: they may be late, and each keeps its place.
pub(super) fn join(e: &Evaluator<'_>, call: &Call) -> Eval {
    let separator = arg(e, call, 1)?;
    let Some(list) = call.args.first().and_then(Value::as_list) else {
        return e.bug(call.span, "`join` of no list");
    };
    e.charge(list.len() + separator.len().saturating_mul(list.len()) / 64, call.span)?;
    let mut parts = Vec::new();
    for (index, value) in list.iter().enumerate() {
        let Data::Text(text) = &value.data else { return e.bug(value.span, "`join` of no strings") };
        if index > 0 && !separator.is_empty() {
            parts.extend(graph::Text::known(separator.as_str(), call.span).parts);
        }
        e.charge(text.parts.len(), call.span)?;
        parts.extend(text.parts.iter().cloned());
    }
    Ok(Value::new(Data::Text(graph::Text { parts }), call.span))
}

pub(super) fn split(e: &Evaluator<'_>, call: &Call) -> Eval {
    let (text, separator) = (arg(e, call, 0)?, arg(e, call, 1)?);
    let Some(Data::Text(source)) = call.args.first().map(|v| &v.data) else {
        return e.bug(call.span, "no string");
    };
    if separator.is_empty() {
        return e.fail(problems::empty_separator(call.span));
    }
    let mut list = Vec::new();
    let mut from = 0;
    for piece in text.split(&separator) {
        let part = source.slice(from, from + piece.len()).unwrap_or_default();
        let span = part.span().unwrap_or(call.span);
        list.push(Value::new(Data::Text(part), span));
        from += piece.len() + separator.len();
    }
    Ok(Value::new(Data::List(Arc::new(list)), call.span))
}

pub(super) fn replace(e: &Evaluator<'_>, call: &Call) -> Eval {
    let (text, old, new) = (arg(e, call, 0)?, arg(e, call, 1)?, arg(e, call, 2)?);
    if old.is_empty() {
        return Ok(string(call, text));
    }
    let found = text.matches(old.as_str()).count();
    e.charge_text(text.len().saturating_add(found.saturating_mul(new.len())), call.span)?;
    Ok(string(call, text.replace(&old, &new)))
}

pub(super) fn lower(e: &Evaluator<'_>, call: &Call) -> Eval {
    Ok(string(call, arg(e, call, 0)?.to_lowercase()))
}

pub(super) fn upper(e: &Evaluator<'_>, call: &Call) -> Eval {
    Ok(string(call, arg(e, call, 0)?.to_uppercase()))
}

pub(super) fn upper_camel(e: &Evaluator<'_>, call: &Call) -> Eval {
    Ok(string(call, crate::evaluate::camel(&arg(e, call, 0)?)))
}

pub(super) fn starts_with(e: &Evaluator<'_>, call: &Call) -> Eval {
    let (text, start) = (arg(e, call, 0)?, arg(e, call, 1)?);
    Ok(bool(call, text.starts_with(&start)))
}

pub(super) fn ends_with(e: &Evaluator<'_>, call: &Call) -> Eval {
    let (text, end) = (arg(e, call, 0)?, arg(e, call, 1)?);
    Ok(bool(call, text.ends_with(&end)))
}

pub(super) fn basename(e: &Evaluator<'_>, call: &Call) -> Eval {
    let text = arg(e, call, 0)?;
    Ok(string(call, text.rsplit('/').next().unwrap_or(&text)))
}

/// The pattern must match the whole string; each named group becomes an entry with the place of its part.
pub(super) fn parse(e: &Evaluator<'_>, call: &Call) -> Eval {
    let (text, pattern) = (arg(e, call, 0)?, arg(e, call, 1)?);
    let Some(regex) = e.pattern(&pattern.as_str().into()) else {
        return e.fail(problems::bad_pattern(call.args.get(1).map_or(call.span, |v| v.span)));
    };
    let Some(Data::Text(source)) = call.args.first().map(|v| &v.data) else {
        return e.bug(call.span, "no string");
    };
    let Some(captures) = regex.captures(&text) else { return Ok(Value::none(call.span)) };
    let mut record = Record::default();
    for name in regex.capture_names().flatten() {
        let Some(found) = captures.name(name) else { continue };
        let part = source.slice(found.start(), found.end()).unwrap_or_default();
        let span = part.span().unwrap_or(call.span);
        let value = Value::new(Data::Text(part), span);
        record.entries.insert(name.into(), graph::Entry { key: span, value });
    }
    Ok(Value::new(Data::Record(Arc::new(record)), call.span))
}

/// RFC 6125, section 6.4.3: `*` is the whole leftmost label, and stands for exactly one.
pub(super) fn covers_host(e: &Evaluator<'_>, call: &Call) -> Eval {
    let Some(domains) = call.args.first() else { return e.bug(call.span, "no list") };
    let domains = e.strings(domains)?;
    let host = arg(e, call, 1)?.to_lowercase();
    let covers = |domain: &String| {
        let domain = domain.to_lowercase();
        match domain.strip_prefix("*.") {
            Some(parent) => {
                host.split_once('.').is_some_and(|(label, rest)| !label.is_empty() && rest == parent)
            }
            None => domain == host,
        }
    };
    Ok(bool(call, domains.iter().any(covers)))
}
