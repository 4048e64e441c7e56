//! Fragments of one document become one tree: records key by key, everything else must be equal.

use diagnostics::Diagnostic;

use crate::node::{Node, NodeData};
use crate::problems;

/// Puts `other` into `node`. Where both say different things of one place, that is reported with both.
pub(crate) fn merge(node: &mut Node, other: Node, document: &str, found: &mut Vec<(Diagnostic, Node)>) {
    merge_at(node, other, &mut Vec::new(), document, found);
}

fn merge_at(
    node: &mut Node,
    other: Node,
    path: &mut Vec<String>,
    document: &str,
    found: &mut Vec<(Diagnostic, Node)>,
) {
    match (&mut node.data, other.data) {
        (NodeData::Map(entries), NodeData::Map(others)) => {
            for (key, entry) in others {
                if let Some(present) = entries.get_mut(&key) {
                    path.push(key);
                    merge_at(&mut present.node, entry.node, path, document, found);
                    path.pop();
                } else {
                    entries.insert(key, entry);
                }
            }
        }
        (_, data) => {
            let other = Node { data, origin: other.origin };
            if !node.same(&other) {
                let problem =
                    problems::conflict(&path.join("."), document, node.origin.span, other.origin.span);
                found.push((problem, other));
            }
        }
    }
}
