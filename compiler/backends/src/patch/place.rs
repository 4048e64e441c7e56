//! A place in a document: from the root to a value, or to where a new one may stand.
//!
//! All steps but the last must be there, so that a slip of the keyboard is noticed and adds nothing.

use std::sync::Arc;

use diagnostics::Diagnostic;
use graph::{PlacePart, PlaceStep};

use super::elements::{self, Naming};
use crate::lower::{Segment, show_path, show_place};
use crate::node::{Node, NodeData};
use crate::problems::patches as problems;

/// Where a place leads.
#[derive(Debug)]
pub(super) struct Found<'n> {
    /// From the root.
    pub(super) path: Vec<Segment>,
    /// What stands there; absent if only the last step is missing.
    pub(super) node: Option<&'n Node>,
}

/// Follows a place from the root of a document.
pub(super) fn find<'n>(
    root: &'n Node,
    place: &[PlacePart],
    naming: Naming,
    document: &str,
) -> Result<Found<'n>, Box<Diagnostic>> {
    let mut found = Found { path: Vec::new(), node: Some(root) };
    for (i, part) in place.iter().enumerate() {
        let Some(node) = found.node else { break };
        let here = Here { node, path: &found.path, naming, document };
        let (segment, inner) = here.enter(part)?;
        if inner.is_none() && i + 1 < place.len() {
            return Err(Box::new(here.missing(part)));
        }
        found.path.push(segment);
        found.node = inner;
    }
    Ok(found)
}

/// Whether a value may be added where there is none: a key of a record, or an element that says its own name.
pub(super) fn may_be_new(
    place: &[PlacePart],
    found: &Found<'_>,
    value: &Node,
    naming: Naming,
    document: &str,
) -> Result<(), Box<Diagnostic>> {
    let (Some(part), Some((segment, list))) = (place.last(), found.path.split_last()) else { return Ok(()) };
    let (Segment::Index(_), PlaceStep::Name(wanted)) = (segment, &part.step) else { return Ok(()) };
    let keys = naming.keys(list);
    if elements::find(std::slice::from_ref(value), keys, wanted).is_empty() {
        let key = keys.first().copied().unwrap_or("name");
        return Err(Box::new(problems::new_element(wanted, &show_path(list), document, key, part.span)));
    }
    Ok(())
}

/// A node on the way.
struct Here<'n, 'p> {
    node: &'n Node,
    path: &'p [Segment],
    naming: Naming,
    document: &'p str,
}

impl<'n> Here<'n, '_> {
    /// One step further; the node is absent if there is nothing yet.
    fn enter(&self, part: &PlacePart) -> Result<(Segment, Option<&'n Node>), Box<Diagnostic>> {
        match (&self.node.data, &part.step) {
            (NodeData::Map(entries), PlaceStep::Key(key) | PlaceStep::Name(key)) => {
                Ok((Segment::Key(Arc::clone(key)), entries.get(&**key).map(|e| &e.node)))
            }
            (NodeData::List(list), PlaceStep::Index(n)) => {
                let index = usize::try_from(*n).ok().filter(|n| *n < list.len());
                let index =
                    index.ok_or_else(|| problems::no_index(*n, list.len(), &self.shown(), part.span))?;
                Ok((Segment::Index(index), list.get(index)))
            }
            (NodeData::List(list), PlaceStep::Name(name)) => self.element(list, name, part),
            (NodeData::List(list), PlaceStep::Key(_)) => {
                let mut named = list.iter().filter(|e| e.entries().is_some());
                let name = named.find_map(|e| elements::name(e, self.naming.keys(self.path)));
                Err(Box::new(problems::element_expected(
                    &self.shown(),
                    &show_path(self.path),
                    name.as_deref(),
                    part.span,
                )))
            }
            _ => Err(Box::new(problems::nothing_inside(&self.shown(), self.node.sort(), part.span))),
        }
    }

    fn element(
        &self,
        list: &'n [Node],
        name: &str,
        part: &PlacePart,
    ) -> Result<(Segment, Option<&'n Node>), Box<Diagnostic>> {
        match elements::find(list, self.naming.keys(self.path), name).as_slice() {
            [] => Ok((Segment::Index(list.len()), None)),
            [one] => Ok((Segment::Index(*one), list.get(*one))),
            several => Err(Box::new(problems::ambiguous_element(name, several, &self.shown(), part.span))),
        }
    }

    /// A step on the way leads nowhere.
    fn missing(&self, part: &PlacePart) -> Diagnostic {
        match (&part.step, self.node.entries()) {
            (PlaceStep::Key(key) | PlaceStep::Name(key), Some(entries)) => {
                let keys: Vec<&str> = entries.keys().map(String::as_str).collect();
                problems::unknown_step(key, &self.shown(), &keys, part.span)
            }
            (PlaceStep::Key(name) | PlaceStep::Name(name), None) => {
                problems::unknown_element(name, &self.shown(), &self.names(), part.span)
            }
            (PlaceStep::Index(n), _) => problems::no_index(*n, 0, &self.shown(), part.span),
        }
    }

    fn names(&self) -> Vec<String> {
        let keys = self.naming.keys(self.path);
        self.node.elements().into_iter().flatten().filter_map(|e| elements::name(e, keys)).collect()
    }

    fn shown(&self) -> String {
        show_place(self.path, self.document)
    }
}
