//! An object of Kubernetes that a document holds, kept until all documents are written: what others need of it, and it of others,
//! is looked at then.
//!
//! Knows where an object holds its pods. A value that someone fills in later is not known here, and nothing is said of it.

use diagnostics::Span;

use super::order::{Object, template_of};
use crate::context::Context;
use crate::node::{Node, NodeData, NodeEntry, Origin};

/// Such an object.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) object: Object,
    /// Of its `apiVersion`, without the version: empty for the core group.
    pub(crate) group: String,
    pub(crate) node: Node,
    /// Whether its schema takes it.
    pub(crate) is_typed: bool,
}

/// Keeps an object, or the objects of a list of them.
pub(crate) fn keep(node: Node, is_typed: bool, context: &mut Context<'_>) {
    let text = |key: &str| node.get(key).and_then(known);
    let (Some(kind), Some(version)) = (text("kind"), text("apiVersion")) else { return };
    if kind.ends_with("List") || kind == "List" {
        for item in list(&node, "items") {
            keep(item.clone(), is_typed, context);
        }
        return;
    }
    let metadata = |key: &str| node.get("metadata").and_then(|m| m.get(key)?.text()).unwrap_or_default();
    let object = Object { kind, namespace: metadata("namespace"), name: metadata("name") };
    let group = version.split_once('/').map_or("", |(group, _)| group).to_owned();
    context.items.push(Item { object, group, node, is_typed });
}

impl Item {
    /// Whether it is of Kubernetes itself, and of this kind.
    pub(crate) fn is(&self, kind: &str) -> bool {
        self.object.kind == kind && is_of_kubernetes(&self.group)
    }

    /// Whether both are in one namespace: what says none is in `default`.
    pub(crate) fn is_in(&self, namespace: &str) -> bool {
        let or_default = |name: &str| if name.is_empty() { "default".to_owned() } else { name.to_owned() };
        or_default(&self.object.namespace) == or_default(namespace)
    }

    /// What makes its pods: a record with `metadata` and `spec`.
    pub(crate) fn template(&self) -> Option<&Node> {
        is_of_kubernetes(&self.group).then(|| template_of(&self.node, &self.object.kind)).flatten()
    }

    /// The spec of its pods.
    pub(crate) fn pod(&self) -> Option<&Node> {
        self.template()?.get("spec")
    }

    /// The labels of its pods; absent if they have none.
    pub(crate) fn labels_of_pods(&self) -> Option<&Node> {
        at(self.template()?, &["metadata", "labels"])
    }

    /// The value at these keys.
    pub(crate) fn at(&self, keys: &[&str]) -> Option<&Node> {
        at(&self.node, keys)
    }
}

/// Whether a group is one that Kubernetes brings along; other groups have names of their own, and so have their kinds.
pub(crate) fn is_of_kubernetes(group: &str) -> bool {
    schemas::k8s_resources().has_group(group)
}

/// The value at these keys.
pub(crate) fn at<'n>(node: &'n Node, keys: &[&str]) -> Option<&'n Node> {
    keys.iter().try_fold(node, |node, key| node.get(key))
}

/// The elements of a list at a key; none if it is something else.
pub(crate) fn list<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    node.get(key).and_then(Node::elements).unwrap_or_default()
}

/// The entries of a record at a key; none if it is something else.
pub(crate) fn entries<'n>(node: &'n Node, key: &str) -> impl Iterator<Item = (&'n str, &'n NodeEntry)> {
    node.get(key).and_then(Node::entries).into_iter().flatten().map(|(key, entry)| (key.as_str(), entry))
}

/// The characters of a string that nobody adds to later.
pub(crate) fn known(node: &Node) -> Option<String> {
    let chunks = node.chunks()?;
    let whole = !chunks.filled && chunks.chunks.iter().all(|c| c.secret.is_none());
    whole.then(|| chunks.joined())
}

/// The string at a key, if it is known.
pub(crate) fn known_at<'n>(node: &'n Node, key: &str) -> Option<(&'n Node, String)> {
    let node = node.get(key)?;
    Some((node, known(node)?))
}

/// The int at a key.
pub(crate) fn int_at<'n>(node: &'n Node, key: &str) -> Option<(&'n Node, i64)> {
    let node = node.get(key)?;
    match node.data {
        NodeData::Int(number) => Some((node, number)),
        _ => None,
    }
}

/// Whether the value at a key is this bool.
pub(crate) fn is_bool(node: &Node, key: &str, wanted: bool) -> bool {
    matches!(node.get(key).map(|n| &n.data), Some(NodeData::Bool(found)) if *found == wanted)
}

/// The place of a key, and the way of its value.
pub(crate) fn key_origin(entry: &NodeEntry) -> Origin {
    at_span(entry.key, &entry.node.origin)
}

/// Another place on the same way.
pub(crate) fn at_span(span: Span, origin: &Origin) -> Origin {
    Origin { span, ..origin.clone() }
}

/// Containers of all three sorts.
pub(crate) fn containers(pod: &Node) -> impl Iterator<Item = &Node> {
    ["initContainers", "containers", "ephemeralContainers"].into_iter().flat_map(|key| list(pod, key))
}
