//! The conditions of a statement: operators and keys that there are, values that a key can have, and conditions that never hold.
//!
//! IAM reads keys in any case, so their case is no mistake. Keys of an identity provider, such as `token.actions.githubusercontent.com:sub`,
//! are its own; that they name the provider of the statement is looked at in `principals`.

use diagnostics::Span;
use schemas::iam::{self, ConditionKey, GLOBAL};

use super::actions::Named;
use super::operators::{self, Operator};
use super::pattern::written;
use crate::context::Context;
use crate::node::{Node, NodeData, NodeEntry, Origin};
use crate::problems::iam as problems;
use crate::record::Checked;

/// Checks the conditions of a statement.
pub(super) fn check(statement: &mut Checked<'_, '_, '_>, named: &[Named<'_>]) {
    let Some(node) = statement.node.get("Condition") else { return };
    let what = format!("`Condition` of {}", statement.what);
    let mut all = Checked { node, what, context: &mut *statement.context };
    if !all.is_record() {
        return;
    }
    for (operator, entry) in node.entries().into_iter().flatten() {
        of_operator(node, operator, entry, named, all.context);
    }
}

fn of_operator(all: &Node, name: &str, entry: &NodeEntry, named: &[Named<'_>], context: &mut Context<'_>) {
    let (before, bare, behind) = operators::parts(name);
    let at = Origin { span: entry.key, ..entry.node.origin.clone() };
    let Some(operator) = operators::operator(bare) else {
        let all_words: Vec<String> =
            operators::OPERATORS.iter().map(|o| format!("{before}{}{behind}", o.name)).collect();
        let words: Vec<&str> = all_words.iter().map(String::as_str).collect();
        return context.report(problems::unknown_operator(name, &words, &beside(all), entry.key), &at);
    };
    let mut record = Checked { node: &entry.node, what: format!("`{name}`"), context: &mut *context };
    if !record.is_record() {
        return;
    }
    let keys = entry.node.entries();
    if let Some(like) = operator.like
        && let Some((value, span)) = keys.into_iter().flatten().find_map(|(_, e)| wildcard(&e.node))
    {
        let like = format!("{before}{like}{behind}");
        let free = all.get(&like).is_none();
        context.report(problems::literal_wildcard(name, &like, free, &value, (entry.key, span)), &at);
    }
    for (key, condition) in keys.into_iter().flatten() {
        of_key((key, condition, &entry.node), (name, operator), named, context);
    }
}

/// A value with a character that only some operators read as a pattern. In an address of the web it is what it is.
fn wildcard(node: &Node) -> Option<(String, Span)> {
    let found = |value: &Node| {
        let written = written(value).filter(super::pattern::Written::is_known)?;
        let wild =
            written.shown.contains('*') || (written.shown.contains('?') && !written.shown.contains("://"));
        wild.then(|| (written.shown.clone(), value.origin.span))
    };
    node.one_or_many().iter().find_map(found)
}

fn of_key(
    (key, entry, record): (&str, &NodeEntry, &Node),
    (name, operator): (&str, &Operator),
    named: &[Named<'_>],
    context: &mut Context<'_>,
) {
    let at = Origin { span: entry.key, ..entry.node.origin.clone() };
    let known = match find(key, named) {
        Found::Key(known) => Some(known),
        Found::Claim => None,
        Found::Nothing(candidates) => {
            let problem = problems::unknown_condition_key(key, &candidates, &beside(record), entry.key);
            return context.report(problem, &at);
        }
    };
    if let Some(known) = known.filter(|k| !operator.family.compares(k)) {
        let better = operators::operator_for(&known);
        let words = (operators::in_words(&known), better);
        return context.report(problems::operator_of_another_sort(name, key, words, entry.key), &at);
    }
    if known.is_some_and(|k| !applies(key, &k, named)) {
        let actions: Vec<&str> = named.iter().map(|n| n.written.shown.as_str()).collect();
        let of_theirs = |n: &Named<'_>| n.actions.iter().flatten().any(|a| is_of(key, a.service()));
        if named.iter().any(of_theirs) {
            context.report(problems::key_of_no_action(key, &actions, entry.key), &at);
        } else {
            context.report(problems::key_of_another_service(key, &actions, entry.key), &at);
        }
    }
    for value in entry.node.one_or_many() {
        check_value(value, name, operator, context);
    }
}

/// Whether a condition key is one of a service's own.
fn is_of(key: &str, service: &str) -> bool {
    key.split_once(':').is_some_and(|(start, _)| start.eq_ignore_ascii_case(service))
}

/// The keys of a record.
fn beside(record: &Node) -> Vec<&str> {
    record.entries().into_iter().flat_map(|e| e.keys()).map(String::as_str).collect()
}

fn check_value(value: &Node, name: &str, operator: &Operator, context: &mut Context<'_>) {
    let text = match &value.data {
        NodeData::Bool(b) => b.to_string(),
        NodeData::Int(n) => n.to_string(),
        NodeData::Float(n) => n.to_string(),
        _ => match written(value) {
            Some(written) if written.is_known() => written.shown,
            _ => return,
        },
    };
    if let Some(expected) = operator.family.expects(&text) {
        context.report(problems::value_of_condition(name, &text, expected, value.origin.span), &value.origin);
    }
}

/// What a name in a condition is.
enum Found {
    Key(ConditionKey),
    /// What an identity provider says of who it let in.
    Claim,
    /// Nothing, and the names that may be meant.
    Nothing(Vec<&'static str>),
}

fn find(key: &str, named: &[Named<'_>]) -> Found {
    let own = key.split_once(':').map_or("", |(service, _)| service);
    let mut services = vec![GLOBAL];
    services.extend(iam::service(own).map(|s| s.prefix));
    services.extend(named.iter().flat_map(|n| n.actions.iter().flatten()).map(iam::Action::service));
    services.dedup();
    if let Some(found) = services.iter().find_map(|s| iam::condition_key(s, key)) {
        return Found::Key(found);
    }
    if own.contains('.') {
        return Found::Claim;
    }
    // What a service calls its own is listed with it alone; `saml` and the like belong to another one.
    let elsewhere = iam::condition_key("sts", key).map(Found::Key);
    let candidates = || services.iter().flat_map(|s| iam::condition_keys(s)).map(|k| k.name).collect();
    elsewhere.unwrap_or_else(|| Found::Nothing(candidates()))
}

/// Whether a request for one of the actions has a value of a key. It may, if the actions aren't known.
fn applies(key: &str, known: &ConditionKey, named: &[Named<'_>]) -> bool {
    let global = known.name.starts_with("aws:") || iam::condition_key(GLOBAL, key).is_some();
    let has = |n: &Named<'_>| n.actions.as_ref().is_none_or(|all| all.iter().any(|a| a.has_key(key)));
    global || named.is_empty() || named.iter().any(has)
}
