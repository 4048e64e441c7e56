//! From grants to a policy document.
//!
//! Statements without an id that agree in effect, resources and conditions are merged; statements and actions stand in
//! the order in which they are met first, so that the same spec gives the same policy.

use std::str::Chars;
use std::sync::Arc;

use diagnostics::Span;
use graph::{Data, Entry, Grant, Record, Value, Via};

use super::Call;
use crate::evaluate::{Eval, Evaluator};
use crate::problems::values as problems;

/// A grant, and the hops by which it came: the reference to it, the grants that include it.
struct Granted {
    grant: Arc<Grant>,
    way: Option<Arc<Via>>,
}

/// A statement that is being put together.
struct Statement {
    key: Option<String>,
    first: Granted,
    actions: Vec<Value>,
}

pub(super) fn policy(e: &Evaluator<'_>, call: &Call) -> Eval {
    let Some(list) = call.args.first().and_then(Value::as_list) else { return e.bug(call.span, "no grants") };
    let mut flat: Vec<Granted> = Vec::new();
    for value in list {
        flatten(value, None, &mut flat);
    }
    let mut statements: Vec<Statement> = Vec::new();
    for granted in flat {
        explained(e, &granted.grant)?;
        add(e, granted, &mut statements);
    }
    let statements = statements.iter().map(|s| statement(s, call.span)).collect();
    let entries = [
        ("Version", Value::text("2012-10-17", call.span)),
        ("Statement", Value::new(Data::List(Arc::new(statements)), call.span)),
    ];
    Ok(record(entries, call.span))
}

/// Whether one of the grants allows an action on a resource, and none denies it. Conditions are taken to hold.
pub(super) fn allows(e: &Evaluator<'_>, call: &Call) -> Eval {
    let [grants, action, resource] = call.args.as_slice() else { return e.bug(call.span, "no grants") };
    let (action, resource) = (e.known(action)?.to_lowercase(), e.known(resource)?);
    let mut flat: Vec<Granted> = Vec::new();
    grants.as_list().unwrap_or_default().iter().for_each(|grant| flatten(grant, None, &mut flat));
    let mut allowed = false;
    for Granted { grant, .. } in flat {
        let mut named = false;
        for pattern in &grant.actions {
            named |= matches(&e.known(pattern)?.to_lowercase(), &action);
        }
        if !named {
            continue;
        }
        let mut held = false;
        for pattern in &grant.resources {
            held |= matches(&e.known(pattern)?, &resource);
        }
        let denies = grant.effect.as_ref().and_then(Value::as_str).is_some_and(|effect| effect == "Deny");
        if held && denies {
            return Ok(Value::new(Data::Bool(false), call.span));
        }
        allowed |= held;
    }
    Ok(Value::new(Data::Bool(allowed), call.span))
}

/// Whether a pattern of IAM stands for a text: `*` for any characters, `?` for one.
fn matches(pattern: &str, text: &str) -> bool {
    let (mut pattern, mut text) = (pattern.chars(), text.chars());
    // What follows the last `*`, and the text that is held against it.
    let mut behind_star: Option<(Chars<'_>, Chars<'_>)> = None;
    loop {
        let wanted = pattern.next();
        if wanted == Some('*') {
            behind_star = Some((pattern.clone(), text.clone()));
            continue;
        }
        let found = text.next();
        match (wanted, found) {
            (None, None) => return true,
            (Some('?'), Some(_)) => {}
            (Some(wanted), Some(found)) if wanted == found => {}
            _ => {
                // The last `*` stands for one more character.
                let Some((rest, from)) = &mut behind_star else { return false };
                if from.next().is_none() {
                    return false;
                }
                (pattern, text) = (rest.clone(), from.clone());
            }
        }
    }
}

/// What a grant implies comes before it; each grant counts once.
fn flatten(value: &Value, outer: Option<&Arc<Via>>, flat: &mut Vec<Granted>) {
    let Data::Grant(grant) = &value.data else { return };
    let way = Via::joined(outer, value.via.clone());
    for inner in &grant.include {
        flatten(inner, way.as_ref(), flat);
    }
    if !grant.actions.is_empty() && !flat.iter().any(|g| g.grant == *grant) {
        flat.push(Granted { grant: Arc::clone(grant), way });
    }
}

impl Granted {
    /// A part of the grant, which came by the same way.
    fn part(&self, value: &Value) -> Value {
        Value { via: Via::joined(self.way.as_ref(), value.via.clone()), ..value.clone() }
    }
}

/// Refuses a `*` for which nobody gave a reason.
fn explained(e: &Evaluator<'_>, grant: &Grant) -> Eval<()> {
    let wild = |v: &&Value| v.as_str().is_some_and(|s| s.contains('*'));
    match grant.resources.iter().chain(&grant.actions).find(wild) {
        Some(star) if grant.because.is_none() => {
            e.fail(problems::unexplained_wildcard(star.span, grant.span))
        }
        _ => Ok(()),
    }
}

fn add(e: &Evaluator<'_>, granted: Granted, statements: &mut Vec<Statement>) {
    let key = granted.grant.sid.is_none().then(|| key_of(e, &granted.grant));
    let same = key.is_some().then(|| statements.iter_mut().find(|s| s.key == key)).flatten();
    let Some(statement) = same else {
        let actions = granted.grant.actions.iter().map(|a| granted.part(a)).collect();
        statements.push(Statement { key, first: granted, actions });
        return;
    };
    for action in &granted.grant.actions {
        let known = |a: &Value| e.shown(a) == e.shown(action);
        if !statement.actions.iter().any(known) {
            statement.actions.push(granted.part(action));
        }
    }
}

fn key_of(e: &Evaluator<'_>, grant: &Grant) -> String {
    let effect = grant.effect.as_ref().map_or_else(|| "Allow".to_owned(), |v| e.shown(v));
    let mut resources: Vec<String> = grant.resources.iter().map(|r| e.shown(r)).collect();
    resources.sort();
    let conditions = grant.conditions.as_ref().map_or_else(String::new, |c| e.spelled(c));
    format!("{effect}\n{}\n{conditions}", resources.join("\n"))
}

fn statement(statement: &Statement, span: Span) -> Value {
    let Statement { first, actions, .. } = statement;
    let grant = &first.grant;
    let resources: Vec<Value> = grant.resources.iter().map(|r| first.part(r)).collect();
    let list = |values: &[Value]| Value::new(Data::List(Arc::new(values.to_vec())), grant.span);
    let effect = grant.effect.clone().unwrap_or_else(|| Value::text("Allow", grant.span));
    let mut entries = Vec::new();
    entries.extend(grant.sid.clone().map(|sid| ("Sid", sid)));
    entries.push(("Effect", effect));
    entries.push(("Action", list(actions)));
    entries.push(("Resource", list(&resources)));
    entries.extend(grant.conditions.clone().map(|c| ("Condition", c)));
    let mut value = record(entries, span);
    value.span = grant.span;
    value
}

fn record<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>, span: Span) -> Value {
    let entries = entries.into_iter().map(|(key, value)| (key.into(), Entry { key: value.span, value }));
    Value::new(Data::Record(Arc::new(Record { entries: entries.collect() })), span)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_pattern_of_iam_stands_for_texts() {
        for (pattern, text) in [
            ("*", "x"),
            ("s3:*", "s3:GetObject"),
            ("a*c?e", "abbcde"),
            ("", ""),
            ("a/*", "a/*"),
            ("*/b", "a/b/b"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in
            [("s3:", "s3:GetObject"), ("a?c", "ac"), ("", "a"), ("a/*", "b/a/"), ("a*b", "abc")]
        {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }
}
