//! What names an element of a list: a key of it, which one depends on the list.

use crate::lower::{Segment, scalar};
use crate::node::{Node, NodeData};

/// For a backend and a list: the keys that name its elements, the best first. Those of Kubernetes are the keys by which
/// it merges lists itself (`patchMergeKey` of its API), and what tells elements apart where it has none.
const LISTS: &[(&str, &str, &[&str])] = &[
    ("k8s", "ports", &["name", "containerPort", "port"]),
    ("k8s", "volumeMounts", &["mountPath", "name"]),
    ("k8s", "volumeDevices", &["devicePath"]),
    ("k8s", "hostAliases", &["ip"]),
    ("k8s", "tolerations", &["key"]),
    ("k8s", "topologySpreadConstraints", &["topologyKey"]),
    ("k8s", "rules", &["host"]),
    ("k8s", "paths", &["path"]),
    ("route53", "Changes", &["ResourceRecordSet.Name"]),
];

/// For all other lists.
const GENERAL: &[&str] = &["name", "key", "id", "Name", "Key", "Id", "Sid"];

/// What names the elements of the lists of a backend.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Naming {
    backend: &'static str,
}

impl Naming {
    pub(crate) fn of(backend: &'static str) -> Self {
        Self { backend }
    }

    /// The keys for the list at this place.
    pub(crate) fn keys(self, list: &[Segment]) -> &'static [&'static str] {
        let key = list.iter().rev().find_map(|segment| match segment {
            Segment::Key(key) => Some(&**key),
            Segment::Index(_) => None,
        });
        let row = LISTS.iter().find(|(backend, list, _)| *backend == self.backend && Some(*list) == key);
        row.map_or(GENERAL, |(_, _, keys)| keys)
    }
}

/// The name of an element: the value of the first of these keys that it has. A string or number names itself.
pub(crate) fn name(element: &Node, keys: &[&str]) -> Option<String> {
    match element.data {
        NodeData::Map(_) => keys.iter().find_map(|key| value(element, key)),
        NodeData::List(_) => None,
        _ => Some(scalar(element)),
    }
}

/// The elements of this name, by the first key under which there is one.
pub(crate) fn find(list: &[Node], keys: &[&str], wanted: &str) -> Vec<usize> {
    let matches = |fits: &dyn Fn(&Node) -> bool| -> Vec<usize> {
        list.iter().enumerate().filter(|(_, node)| fits(node)).map(|(i, _)| i).collect()
    };
    let by_key = keys.iter().map(|key| matches(&|node| value(node, key).is_some_and(|v| v == wanted)));
    let by_itself =
        || matches(&|node| node.entries().is_none() && name(node, keys).is_some_and(|n| n == wanted));
    by_key.into_iter().find(|found| !found.is_empty()).unwrap_or_else(by_itself)
}

/// The scalar at `a.b` of a record.
fn value(element: &Node, key: &str) -> Option<String> {
    let node = key.split('.').try_fold(element, |node, key| node.get(key))?;
    (!matches!(node.data, NodeData::Map(_) | NodeData::List(_))).then(|| scalar(node))
}
