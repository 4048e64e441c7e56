//! Values put into a tree and taken out of it. Records merge; everything else is replaced.

use diagnostics::Span;

use super::place::Found;
use crate::lower::Segment;
use crate::node::{Node, NodeData, NodeEntry};

/// A value that a patch has written.
#[derive(Debug)]
pub(super) struct Written {
    /// Which object of the document.
    root: usize,
    /// Its place there.
    pub(super) path: Vec<Segment>,
    /// The place as the patch has it.
    pub(super) span: Span,
}

impl Written {
    pub(super) fn new(root: usize, path: Vec<Segment>, span: Span) -> Self {
        Self { root, path, span }
    }

    /// Whether one is the other, or a part of it.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.root == other.root && (self.path.starts_with(&other.path) || other.path.starts_with(&self.path))
    }
}

/// The places that a value writes: its own, or those of the entries that are merged.
pub(super) fn written(found: &Found<'_>, value: &Node) -> Vec<Vec<Segment>> {
    let mut places = Vec::new();
    collect(found.node, value, &mut found.path.clone(), &mut places);
    places
}

fn collect(present: Option<&Node>, value: &Node, path: &mut Vec<Segment>, places: &mut Vec<Vec<Segment>>) {
    match (&value.data, present) {
        (NodeData::Map(entries), None | Some(Node { data: NodeData::Map(_), .. })) if !entries.is_empty() => {
            for (key, entry) in entries {
                path.push(Segment::Key(key.as_str().into()));
                collect(present.and_then(|p| p.get(key)), &entry.node, path, places);
                path.pop();
            }
        }
        _ => places.push(path.clone()),
    }
}

/// Puts a value at a place whose last step may be new.
pub(super) fn put(root: &mut Node, path: &[Segment], key_span: Span, value: Node) {
    let Some((step, before)) = path.split_last() else { return };
    let Some(holder) = at(root, before) else { return };
    match (&mut holder.data, step) {
        (NodeData::Map(entries), Segment::Key(key)) => {
            put_entry(entries, key, NodeEntry { key: key_span, node: value });
        }
        (NodeData::List(list), Segment::Index(i)) => match list.get_mut(*i) {
            Some(node) => merge(node, value),
            None => list.push(value),
        },
        _ => {}
    }
}

fn put_entry(entries: &mut indexmap::IndexMap<String, NodeEntry>, key: &str, entry: NodeEntry) {
    match entries.get_mut(key) {
        Some(present) if present.node.entries().is_some() && entry.node.entries().is_some() => {
            merge(&mut present.node, entry.node);
        }
        Some(present) => *present = entry,
        None => drop(entries.insert(key.to_owned(), entry)),
    }
}

fn merge(node: &mut Node, value: Node) {
    match (&mut node.data, value.data) {
        (NodeData::Map(entries), NodeData::Map(others)) => {
            for (key, entry) in others {
                put_entry(entries, &key, entry);
            }
        }
        (_, data) => *node = Node { data, origin: value.origin },
    }
}

/// Takes out what stands at a place.
pub(super) fn remove(root: &mut Node, path: &[Segment]) {
    let Some((step, before)) = path.split_last() else { return };
    let Some(holder) = at(root, before) else { return };
    match (&mut holder.data, step) {
        (NodeData::Map(entries), Segment::Key(key)) => drop(entries.shift_remove(&**key)),
        (NodeData::List(list), Segment::Index(i)) if *i < list.len() => drop(list.remove(*i)),
        _ => {}
    }
}

fn at<'n>(root: &'n mut Node, path: &[Segment]) -> Option<&'n mut Node> {
    path.iter().try_fold(root, |node, segment| match (&mut node.data, segment) {
        (NodeData::Map(entries), Segment::Key(key)) => entries.get_mut(&**key).map(|e| &mut e.node),
        (NodeData::List(list), Segment::Index(i)) => list.get_mut(*i),
        _ => None,
    })
}
