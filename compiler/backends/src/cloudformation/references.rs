//! What a template refers to, wherever it does: written by this compiler, or by hand as `{ Ref = "…" }`.

use indexmap::IndexMap;

use crate::document::Draft;
use crate::node::{Node, NodeData, NodeEntry, Origin};
use crate::problems::stages as problems;

/// A reference to a resource or a parameter.
pub(super) struct Reference {
    pub(super) id: String,
    origin: Origin,
}

/// All references of a template, in order.
pub(super) fn of(root: &Node) -> Vec<Reference> {
    let mut found = Vec::new();
    for (name, entry) in root.entries().into_iter().flatten() {
        if matches!(name.as_str(), "Resources" | "Outputs" | "Conditions" | "Rules") {
            walk(&entry.node, &mut found);
        }
    }
    for (_, entry) in root.get("Resources").and_then(Node::entries).into_iter().flatten() {
        for node in entry.node.get("DependsOn").map(Node::one_or_many).unwrap_or_default() {
            found.extend(node.text().map(|id| Reference { id, origin: node.origin.clone() }));
        }
    }
    found
}

fn walk(node: &Node, found: &mut Vec<Reference>) {
    match &node.data {
        NodeData::Call(function, argument) => function_of(function, argument, found),
        NodeData::Map(entries) => match single(entries) {
            Some((function, argument)) => function_of(function, argument, found),
            None => entries.values().for_each(|e| walk(&e.node, found)),
        },
        NodeData::List(list) => list.iter().for_each(|n| walk(n, found)),
        _ => {}
    }
}

/// The function that a record with one entry may be.
fn single(entries: &IndexMap<String, NodeEntry>) -> Option<(&str, &Node)> {
    let (key, entry) = entries.first().filter(|_| entries.len() == 1)?;
    (key == "Ref" || key.starts_with("Fn::")).then_some((key.as_str(), &entry.node))
}

fn function_of(function: &str, argument: &Node, found: &mut Vec<Reference>) {
    let mut refer = |id: &str, node: &Node| {
        found.push(Reference { id: before_dot(id).to_owned(), origin: part_of(node, id) });
    };
    match (function, argument.text(), argument.elements()) {
        ("Ref", Some(id), _) => refer(&id, argument),
        ("Fn::GetAtt", Some(text), _) => refer(&text, argument),
        ("Fn::GetAtt", _, Some([id, ..])) => {
            if let Some(text) = id.text() {
                refer(&text, id);
            }
        }
        ("Fn::Sub", Some(text), _) => names(&text).for_each(|name| refer(name, argument)),
        ("Fn::Sub", _, Some([template, own])) => {
            let text = template.text().unwrap_or_default();
            let free = names(&text).filter(|name| own.get(name).is_none());
            free.for_each(|name| refer(name, template));
            walk(own, found);
        }
        _ => walk(argument, found),
    }
}

/// The place of a name in `Fn::Sub`, if it is a part of its own.
fn part_of(node: &Node, name: &str) -> Origin {
    let written = format!("${{{name}}}");
    let chunk = node.chunks().and_then(|text| text.chunks.iter().find(|c| c.text == written));
    Origin { span: chunk.map_or(node.origin.span, |c| c.span), ..node.origin.clone() }
}

fn before_dot(text: &str) -> &str {
    text.split_once('.').map_or(text, |(id, _)| id)
}

/// The names in `${…}`.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let inside = text.split("${").skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
    inside.filter(|name| !name.starts_with('!'))
}

/// Each leads to something that the template has.
pub(super) fn check(root: &Node, found: &[Reference], draft: &mut Draft<'_, '_>) {
    let section = |name: &str| root.get(name).and_then(Node::entries).into_iter().flatten();
    let ids: Vec<&str> =
        section("Resources").chain(section("Parameters")).map(|(id, _)| id.as_str()).collect();
    // A macro makes resources that we don't see.
    if root.get("Transform").is_some() {
        return;
    }
    for reference in found.iter().filter(|r| !r.id.starts_with("AWS::") && !ids.contains(&r.id.as_str())) {
        let path = &draft.document.path;
        let problem = problems::unknown_id(&reference.id, &ids, path, reference.origin.span);
        draft.context.report(problem, &reference.origin);
    }
}
