//! The functions of a template: written by this compiler, or by hand as `{ Ref = "…" }`.

use super::template::Template;
use crate::context::Context;
use crate::node::{Node, NodeData, NodeEntry, Origin};
use crate::problems::cloudformation as problems;

/// What `CloudFormation` knows, some of it by a transform.
const KNOWN: &[&str] = &[
    "Ref",
    "Condition",
    "Fn::And",
    "Fn::Base64",
    "Fn::Cidr",
    "Fn::Contains",
    "Fn::EachMemberEquals",
    "Fn::EachMemberIn",
    "Fn::Equals",
    "Fn::FindInMap",
    "Fn::GetAtt",
    "Fn::GetAZs",
    "Fn::GetStackOutput",
    "Fn::If",
    "Fn::ImportValue",
    "Fn::Join",
    "Fn::Length",
    "Fn::Not",
    "Fn::Or",
    "Fn::RefAll",
    "Fn::Select",
    "Fn::Split",
    "Fn::Sub",
    "Fn::ToJsonString",
    "Fn::Transform",
    "Fn::ValueOf",
    "Fn::ValueOfAll",
];

/// How many values a function takes: at least, and at most.
const COUNTS: &[(&str, usize, usize)] = &[
    ("Fn::And", 2, 10),
    ("Fn::Cidr", 2, 3),
    ("Fn::Equals", 2, 2),
    ("Fn::FindInMap", 3, 4),
    ("Fn::If", 3, 3),
    ("Fn::Join", 2, 2),
    ("Fn::Not", 1, 1),
    ("Fn::Or", 2, 10),
    ("Fn::Select", 2, 2),
    ("Fn::Split", 2, 2),
];

/// The function that a node calls, and its argument.
pub(super) fn of(node: &Node) -> Option<(&str, &Node)> {
    match &node.data {
        NodeData::Call(function, argument) => Some((function, argument)),
        NodeData::Map(entries) => {
            let (key, entry) = entries.first().filter(|_| entries.len() == 1)?;
            (key == "Ref" || key.starts_with("Fn::")).then_some((key.as_str(), &entry.node))
        }
        _ => None,
    }
}

/// The names of a resource and its attribute that `Fn::GetAtt` has for its argument; the second may be late itself.
pub(super) fn get_att(argument: &Node) -> Option<(String, Option<String>)> {
    if let Some(text) = argument.text() {
        let (id, attribute) = text.split_once('.')?;
        return Some((id.to_owned(), Some(attribute.to_owned())));
    }
    match argument.elements()? {
        [id, attribute] => Some((id.text()?, attribute.text())),
        _ => None,
    }
}

/// Whether a key is a loop, which makes entries with other keys.
pub(super) fn is_loop(key: &str) -> bool {
    key.starts_with("Fn::ForEach::")
}

/// A node with calls for the functions that were written by hand, for those who know nothing of them. In a list, both sides
/// of an `Fn::If` stand for it.
pub(super) fn as_calls(node: &Node) -> Node {
    let called = of(node).and_then(|(name, argument)| Some((*KNOWN.iter().find(|k| **k == name)?, argument)));
    let data = match (called, &node.data) {
        (Some((name, argument)), _) => NodeData::Call(name, Box::new(argument.clone())),
        (None, NodeData::Map(entries)) => {
            let entry = |e: &NodeEntry| NodeEntry { key: e.key, node: as_calls(&e.node) };
            NodeData::Map(entries.iter().map(|(key, e)| (key.clone(), entry(e))).collect())
        }
        (None, NodeData::List(list)) => NodeData::List(list.iter().flat_map(sides).map(as_calls).collect()),
        (None, other) => other.clone(),
    };
    Node { data, origin: node.origin.clone() }
}

/// The two values of an `Fn::If`, without `AWS::NoValue`; any other node alone.
fn sides(node: &Node) -> Vec<&Node> {
    let is_value = |n: &&Node| {
        of(n).is_none_or(|(name, id)| name != "Ref" || id.text().as_deref() != Some("AWS::NoValue"))
    };
    match of(node).map(|(name, argument)| (name, argument.elements())) {
        Some(("Fn::If", Some([_, yes, no]))) => [yes, no].into_iter().filter(is_value).collect(),
        _ => vec![node],
    }
}

/// Every function is one that there is.
pub(super) fn check(template: Template<'_>, context: &mut Context<'_>) {
    for section in ["Conditions", "Resources", "Outputs"] {
        template.section(section).for_each(|(_, entry)| walk(&entry.node, context));
    }
}

fn walk(node: &Node, context: &mut Context<'_>) {
    if let Some((function, argument)) = of(node) {
        check_count(function, argument, context);
    }
    for (key, entry) in node.entries().into_iter().flatten() {
        let name = key.as_str();
        if name.starts_with("Fn::") && !is_loop(name) && !KNOWN.contains(&name) {
            let problem = problems::unknown_function(name, KNOWN, entry.key);
            context.report(problem, &Origin { span: entry.key, ..entry.node.origin.clone() });
        }
        walk(&entry.node, context);
    }
    node.elements().into_iter().flatten().for_each(|n| walk(n, context));
    if let NodeData::Call(_, argument) = &node.data {
        walk(argument, context);
    }
}

/// A function has as many values as it takes.
fn check_count(function: &str, argument: &Node, context: &mut Context<'_>) {
    let Some((_, least, most)) = COUNTS.iter().find(|(name, ..)| *name == function) else { return };
    let count = argument.elements().map(<[Node]>::len);
    if count.is_some_and(|count| (*least..=*most).contains(&count)) || of(argument).is_some() {
        return;
    }
    let plural = |n: usize| if n == 1 { "value" } else { "values" };
    let expected = match (least, most) {
        (one, other) if one == other => format!("a list of {one} {}", plural(*one)),
        (least, most) => format!("a list of {least} to {most} values"),
    };
    let found = count.map_or_else(|| argument.sort().to_owned(), |n| format!("{n} {}", plural(n)));
    let problem = problems::wrong_count(function, &expected, &found, argument.origin.span);
    context.report(problem, &argument.origin);
}
