//! The section `Conditions`: what names a condition, and what conditions are made of.

use super::circles::{self, Needs};
use super::functions;
use super::template::{Template, at_key};
use crate::context::Context;
use crate::node::{Node, NodeData, Origin};
use crate::problems::cloudformation as problems;

/// What a condition can be, besides another one.
const FUNCTIONS: &[&str] = &["Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or"];

/// A place that names a condition.
struct Use<'a> {
    name: String,
    /// The condition that it is a part of.
    by: Option<&'a str>,
    origin: &'a Origin,
}

/// Each name is that of a condition, each condition is one and is used, and none needs itself.
pub(super) fn check(template: Template<'_>, context: &mut Context<'_>) {
    let uses = uses(template);
    let known: Vec<&str> = template.section("Conditions").map(|(name, _)| name).collect();
    if template.has_macros() {
        return;
    }
    for used in uses.iter().filter(|u| !known.contains(&u.name.as_str())) {
        let problem = problems::unknown_condition(&used.name, &known, template.path, used.origin.span);
        context.report(problem, used.origin);
    }
    for (name, entry) in template.section("Conditions") {
        if !is_condition(&entry.node) {
            let place = format!("the condition `{name}` of `{}`", template.path);
            let problem = problems::no_condition(&place, FUNCTIONS, entry.node.origin.span);
            context.report(problem, &entry.node.origin);
        }
        if template.transforms().is_empty() && !uses.iter().any(|u| u.name == name) {
            let problem = problems::unused("condition", name, template.path, entry.key);
            context.report(problem, &at_key(entry));
        }
    }
    let mut needs = Needs::new();
    for used in &uses {
        if let Some(by) = used.by.filter(|_| known.contains(&used.name.as_str())) {
            needs.entry(by).or_default().push((&used.name, used.origin));
        }
    }
    circles::report("condition", &needs, template, context);
}

fn uses(template: Template<'_>) -> Vec<Use<'_>> {
    let mut uses = Vec::new();
    for section in ["Resources", "Outputs"] {
        for (_, entry) in template.section(section) {
            uses.extend(entry.node.get("Condition").and_then(|node| named(node, None)));
            walk(&entry.node, None, &mut uses);
        }
    }
    for (name, entry) in template.section("Conditions") {
        walk(&entry.node, Some(name), &mut uses);
    }
    uses
}

fn named<'a>(node: &'a Node, by: Option<&'a str>) -> Option<Use<'a>> {
    Some(Use { name: node.text()?, by, origin: &node.origin })
}

fn walk<'a>(node: &'a Node, by: Option<&'a str>, uses: &mut Vec<Use<'a>>) {
    if let Some(("Fn::If", argument)) = functions::of(node) {
        uses.extend(argument.elements().and_then(<[Node]>::first).and_then(|first| named(first, by)));
    }
    if by.is_some() {
        uses.extend(alone(node).and_then(|name| named(name, by)));
    }
    match &node.data {
        NodeData::Map(entries) => entries.values().for_each(|e| walk(&e.node, by, uses)),
        NodeData::List(list) => list.iter().for_each(|n| walk(n, by, uses)),
        NodeData::Call(_, argument) => walk(argument, by, uses),
        _ => {}
    }
}

/// The name in `{ Condition = "…" }`.
fn alone(node: &Node) -> Option<&Node> {
    let entries = node.entries().filter(|entries| entries.len() == 1)?;
    entries.get("Condition").map(|entry| &entry.node)
}

fn is_condition(node: &Node) -> bool {
    alone(node).is_some() || functions::of(node).is_some_and(|(name, _)| FUNCTIONS.contains(&name))
}
