//! Which object of a document a target means.

use diagnostics::Diagnostic;
use graph::Target;

use crate::node::Node;
use crate::problems::patches as problems;

/// How objects are chosen: the index of one of them.
type Choose = fn(&Target, &[Node]) -> Result<usize, Box<Diagnostic>>;

/// The backends whose documents consist of several objects. All others are one.
const OBJECTS: &[(&str, Choose)] = &[("k8s", of_kubernetes)];

/// The object that a target means, by its index.
pub(crate) fn chosen(backend: &str, target: &Target, roots: &[Node]) -> Result<usize, Box<Diagnostic>> {
    let choose = OBJECTS.iter().find(|(name, _)| *name == backend).map_or(whole as Choose, |(_, c)| *c);
    choose(target, roots)
}

fn whole(target: &Target, _: &[Node]) -> Result<usize, Box<Diagnostic>> {
    match &target.selector {
        None => Ok(0),
        Some((_, span)) => Err(Box::new(problems::has_no_objects(target, *span))),
    }
}

/// `Kind/name` or `Kind/namespace/name`
fn of_kubernetes(target: &Target, roots: &[Node]) -> Result<usize, Box<Diagnostic>> {
    let names: Vec<(String, Option<String>)> = roots.iter().map(names_of).collect();
    let Some((selector, _)) = &target.selector else {
        return if roots.len() == 1 {
            Ok(0)
        } else {
            Err(Box::new(problems::which_object(target, &listed(&names))))
        };
    };
    let fits =
        |(short, long): &(String, Option<String>)| **selector == **short || long.as_deref() == Some(selector);
    let found: Vec<usize> = (0..names.len()).filter(|i| names.get(*i).is_some_and(fits)).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Box::new(problems::no_object(target, &listed(&names)))),
        several => {
            let long = several.iter().filter_map(|i| names.get(*i)?.1.clone());
            Err(Box::new(problems::which_object(target, &long.collect::<Vec<_>>())))
        }
    }
}

/// `Kind/name`, and with the namespace if it has one.
fn names_of(object: &Node) -> (String, Option<String>) {
    let text = |node: Option<&Node>| node.and_then(Node::text).unwrap_or_default();
    let metadata = object.get("metadata");
    let (kind, name) = (text(object.get("kind")), text(metadata.and_then(|m| m.get("name"))));
    let namespace = metadata.and_then(|m| m.get("namespace")).and_then(Node::text);
    (format!("{kind}/{name}"), namespace.map(|n| format!("{kind}/{n}/{name}")))
}

fn listed(names: &[(String, Option<String>)]) -> Vec<String> {
    names.iter().map(|(short, _)| short.clone()).collect()
}
