//! Containers, volumes and variables of a pod: their names, and that each is there once.

use super::item::{Item, containers, known_at, list};
use super::names::Grammar;
use crate::context::Context;
use crate::node::Node;
use crate::problems::k8s as problems;

/// Those of the pods that an object makes.
pub(crate) fn check(item: &Item, context: &mut Context<'_>) {
    let Some(pod) = item.pod() else { return };
    names(containers(pod), "container", context);
    names(list(pod, "volumes").iter(), "volume", context);
    for container in containers(pod) {
        variables(container, context);
    }
}

fn names<'n>(all: impl Iterator<Item = &'n Node>, what: &str, context: &mut Context<'_>) {
    let mut seen: Vec<(&Node, String)> = Vec::new();
    for (node, name) in all.filter_map(|one| known_at(one, "name")) {
        let grammar = Grammar::Label;
        let thing = format!("a {what}");
        if let Some(problem) = problems::wrong_name(&name, &thing, grammar, grammar.limit(), node.origin.span)
        {
            context.report(problem, &node.origin);
        } else if let Some((first, _)) = seen.iter().find(|(_, other)| *other == name) {
            context
                .report(problems::name_twice(&name, what, first.origin.span, node.origin.span), &node.origin);
        }
        seen.push((node, name));
    }
}

fn variables(container: &Node, context: &mut Context<'_>) {
    let mut seen: Vec<(&Node, String)> = Vec::new();
    for variable in list(container, "env") {
        let Some((node, name)) = known_at(variable, "name") else { continue };
        if name.is_empty() || name.contains(|c: char| c == '=' || !(' '..='~').contains(&c)) {
            context.report(problems::wrong_variable(&name, node.origin.span), &node.origin);
        } else if let Some((first, _)) = seen.iter().find(|(_, other)| *other == name) {
            context
                .report(problems::variable_twice(&name, first.origin.span, node.origin.span), &node.origin);
        }
        let both = known_at(variable, "value").filter(|(_, value)| !value.is_empty());
        if let (Some((value, _)), Some(from)) = (both, variable.get("valueFrom")) {
            let problem = problems::not_both("value", "valueFrom", value.origin.span, from.origin.span);
            context.report(problem, &from.origin);
        }
        seen.push((node, name));
    }
}
