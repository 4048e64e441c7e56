//! A difference for programs: one JSON object. Its form is described in `docs/language.md`.

use diagnostics::{Sources, Span};
use serde_json::{Value, json};

use super::human::line_of;
use super::{Difference, OfAttribute, OfPermission, OfResource, Output};

/// The difference; `lines` gives the lines of an output, or an empty text.
pub fn json(difference: &Difference, sources: &Sources, lines: impl Fn(&Output) -> String) -> Value {
    let environment = |it: &super::OfEnvironment| {
        json!({
            "environment": Some(&it.name).filter(|name| !name.is_empty()),
            "resources": it.resources.iter().map(|r| resource(r, sources)).collect::<Vec<_>>(),
            "permissions": it.permissions.iter().map(|p| permission(p, sources)).collect::<Vec<_>>(),
        })
    };
    let output = |it: &Output| {
        let lines = Some(lines(it)).filter(|lines| !lines.is_empty());
        json!({ "change": it.change.word(), "path": it.path, "diff": lines })
    };
    json!({
        "different": !difference.is_empty(),
        "environments": difference.environments.iter().map(environment).collect::<Vec<_>>(),
        "permissions_known": !difference.permissions_unknown,
        "outputs": difference.outputs.iter().map(output).collect::<Vec<_>>(),
    })
}

fn resource(it: &OfResource, sources: &Sources) -> Value {
    json!({
        "change": it.change.word(),
        "id": it.id,
        "was": it.was,
        "kind": it.kind,
        "place": place(it.place, sources),
        "attributes": it.attributes.iter().map(|a| attribute(a, sources)).collect::<Vec<_>>(),
    })
}

fn attribute(it: &OfAttribute, sources: &Sources) -> Value {
    json!({
        "name": it.name,
        "old": it.old,
        "new": it.new,
        "immutable": it.immutable,
        "place": place(it.place, sources),
    })
}

fn permission(it: &OfPermission, sources: &Sources) -> Value {
    json!({
        "change": if it.added { "added" } else { "removed" },
        "holder": it.holder,
        "effect": it.effect,
        "action": it.action,
        "resource": it.on,
        "principal": it.principal,
        "conditions": it.conditions,
        "place": place(it.place, sources),
    })
}

fn place(span: Option<Span>, sources: &Sources) -> Option<Value> {
    let (file, line) = line_of(sources, span?)?;
    Some(json!({ "file": file, "line": line }))
}
