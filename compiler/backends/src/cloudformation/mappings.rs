//! The section `Mappings`, and what `Fn::FindInMap` finds in it.

use indexmap::IndexMap;
use schemas::Shape;

use super::functions;
use super::sorts::{list_shape, text_shape};
use super::template::{Template, at_key};
use crate::context::Context;
use crate::node::{Node, NodeData, NodeEntry};
use crate::problems::cloudformation as problems;

type Entries = IndexMap<String, NodeEntry>;

/// Each look-up finds something, and each mapping is looked into.
pub(super) fn check(template: Template<'_>, context: &mut Context<'_>) {
    // A macro may add mappings, and `Fn::FindInMap` has more forms with AWS's own transforms.
    if !template.transforms().is_empty() {
        return;
    }
    let mut used = Vec::new();
    for section in ["Conditions", "Resources", "Outputs"] {
        for (_, entry) in template.section(section) {
            walk(&entry.node, template, &mut used, context);
        }
    }
    let all = used.contains(&None);
    for (name, entry) in template.section("Mappings") {
        if !all && !used.contains(&Some(name.to_owned())) {
            context.report(problems::unused("mapping", name, template.path, entry.key), &at_key(entry));
        }
    }
}

/// Checks each look-up, and collects the mappings; `None` for one that is known later.
fn walk(node: &Node, template: Template<'_>, used: &mut Vec<Option<String>>, context: &mut Context<'_>) {
    if let Some(("Fn::FindInMap", argument)) = functions::of(node)
        && let Some([map, first, second]) = argument.elements()
    {
        used.push(map.text());
        look_up(map, first, second, template, context);
    }
    match &node.data {
        NodeData::Map(entries) => entries.values().for_each(|e| walk(&e.node, template, used, context)),
        NodeData::List(list) => list.iter().for_each(|n| walk(n, template, used, context)),
        NodeData::Call(_, argument) => walk(argument, template, used, context),
        _ => {}
    }
}

fn look_up(map: &Node, first: &Node, second: &Node, template: Template<'_>, context: &mut Context<'_>) {
    let Some(name) = map.text() else { return };
    let path = template.path;
    let mut missing = |node: &Node, key: &str, what: &str, known: Vec<&str>| {
        context.report(problems::not_mapped(key, what, &known, node.origin.span), &node.origin);
    };
    let Some(rows) = template.entry("Mappings", &name) else {
        let known = template.section("Mappings").map(|(name, _)| name).collect();
        return missing(map, &name, &format!("mapping in `{path}`"), known);
    };
    let Some(rows) = rows.entries() else { return };
    let chosen = match first.text() {
        Some(key) => match rows.get(&key) {
            Some(row) => vec![row],
            None => return missing(first, &key, &format!("key in the mapping `{name}`"), keys(rows)),
        },
        None => rows.values().collect(),
    };
    let Some(key) = second.text() else { return };
    let inner: Vec<&Entries> = chosen.iter().filter_map(|row| row.node.entries()).collect();
    if !inner.iter().any(|row| row.contains_key(&key)) {
        let known = inner.first().map(|row| keys(row)).unwrap_or_default();
        missing(second, &key, &format!("second key in the mapping `{name}`"), known);
    }
}

fn keys(entries: &Entries) -> Vec<&str> {
    entries.keys().map(String::as_str).collect()
}

/// The shape of what is found, if all values that it can be are of one sort.
pub(super) fn found(argument: &Node, template: Template<'_>) -> Option<Shape> {
    let [map, first, second] = argument.elements()? else { return None };
    let rows = template.entry("Mappings", &map.text()?)?.entries()?;
    let is = |node: &Node, key: &str| node.text().is_none_or(|name| name == key);
    let chosen = rows.iter().filter(|(key, _)| is(first, key));
    let values: Vec<&Node> = chosen
        .flat_map(|(_, row)| row.node.entries().into_iter().flatten())
        .filter(|(key, _)| is(second, key))
        .map(|(_, entry)| &entry.node)
        .collect();
    let lists = values.iter().filter(|v| matches!(v.data, NodeData::List(_))).count();
    match lists {
        _ if values.is_empty() => None,
        0 => Some(text_shape()),
        all if all == values.len() => Some(list_shape()),
        _ => None,
    }
}
