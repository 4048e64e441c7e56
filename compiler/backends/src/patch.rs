//! Patches: what a spec changes in documents that something else emits.
//!
//! They are applied to the tree of a document, before its format checks and prints it. Knows no format but through two
//! tables: which object of a document a target means, and what names the elements of a list ([`elements`]).

mod elements;
mod objects;
mod place;
mod write;

use diagnostics::Diagnostic;
use graph::{Change, Data, Fragment, Patch};

pub(crate) use elements::{Naming, find, name};
pub(crate) use objects::chosen;

use crate::context::Context;
use crate::document::Draft;
use crate::k8s::pod::{self, Container};
use crate::lower::{Segment, placeholder, show_path};
use crate::node::{Node, NodeData};
use crate::problems::patches as problems;
use place::Found;
use write::Written;

/// Reports the patches of what isn't an output.
pub(crate) fn check_targets(context: &mut Context<'_>) {
    let graph = context.graph;
    for patch in &graph.patches {
        let target = &patch.target;
        if graph.documents.iter().any(|d| d.path == target.path) {
            continue;
        }
        let problem = if graph.steps.iter().any(|s| s.script == target.path) {
            problems::not_a_tree(&target.path, "a script", target.path_span)
        } else {
            let paths: Vec<&str> = graph.documents.iter().map(|d| &*d.path).collect();
            problems::unknown_output(target, &graph.output, &paths)
        };
        context.report_of(problem, None);
    }
}

/// Reports the patches of documents that have no tree, such as copies of files.
pub(crate) fn check_applied(documents: &[crate::document::Written<'_>], context: &mut Context<'_>) {
    let graph = context.graph;
    for patch in &graph.patches {
        let target = &patch.target;
        // One that can't be printed may have a tree; that it can't was reported.
        let of_document = documents.iter().any(|d| d.document.path == target.path && d.is_printed());
        if of_document && !context.patched.contains(&target.path) {
            context.report_of(problems::not_a_tree(&target.path, "text", target.path_span), None);
        }
    }
}

/// What was done to a document so far.
#[derive(Default)]
struct Done {
    written: Vec<Written>,
    /// Removed in the end, so that elements keep their places until then.
    removed: Vec<(usize, Vec<Segment>)>,
}

impl Draft<'_, '_> {
    /// Applies all patches of this document to its tree, or to its objects.
    pub(crate) fn patch(&mut self, roots: &mut [Node]) {
        let graph = self.context.graph;
        self.context.patched.insert(self.document.path.clone());
        let mut done = Done::default();
        let mut any = false;
        for patch in graph.patches.iter().filter(|p| p.target.path == self.document.path) {
            any = true;
            if let Err(problem) = self.apply(patch, roots, &mut done) {
                self.context.report_of(*problem, None);
            }
        }
        // An element that stands further back is removed first.
        done.removed.sort();
        for (root, path) in done.removed.iter().rev() {
            roots.get_mut(*root).into_iter().for_each(|root| write::remove(root, path));
        }
        if any {
            self.forget_captures(roots);
        }
    }

    fn apply(&mut self, patch: &Patch, roots: &mut [Node], done: &mut Done) -> Result<(), Box<Diagnostic>> {
        let target = &patch.target;
        let chosen = chosen(self.backend.name, target, roots)?;
        let root = roots.get_mut(chosen).ok_or_else(|| problems::no_object(target, &[]))?;
        if !matches!(root.data, NodeData::Map(_) | NodeData::List(_)) {
            return Err(Box::new(problems::not_a_tree(&target.path, "text", target.path_span)));
        }
        for change in &patch.changes {
            if let Err(problem) = self.change(patch, change, (chosen, &mut *root), done) {
                self.context.report_of(*problem, None);
            }
        }
        Ok(())
    }

    fn change(
        &mut self,
        patch: &Patch,
        change: &Change,
        (index, root): (usize, &mut Node),
        done: &mut Done,
    ) -> Result<(), Box<Diagnostic>> {
        let naming = Naming::of(self.backend.name);
        let document = &self.document.path;
        let found = place::find(root, &change.place, naming, document)?;
        if matches!(change.value.data, Data::None) {
            if found.node.is_none() {
                return Err(Box::new(problems::nothing_to_remove(
                    &show_path(&found.path),
                    document,
                    change.span,
                )));
            }
            done.claim(vec![Written::new(index, found.path.clone(), change.span)], document)?;
            done.removed.push((index, found.path));
            return Ok(());
        }
        // What can't be written was reported.
        let Some(value) = self.lower_change(patch, change, &found, root) else { return Ok(()) };
        if found.node.is_none() {
            place::may_be_new(&change.place, &found, &value, naming, document)?;
        }
        let written = write::written(&found, &value);
        let written = written.into_iter().map(|path| Written::new(index, path, change.span));
        done.claim(written.collect(), document)?;
        let key = change.place.last().map_or(change.span, |p| p.span);
        let place = found.path;
        write::put(root, &place, key, value);
        Ok(())
    }

    /// The value, as it is printed at this place.
    fn lower_change(
        &mut self,
        patch: &Patch,
        change: &Change,
        found: &Found<'_>,
        root: &Node,
    ) -> Option<Node> {
        let fragment = Fragment {
            value: change.value.clone(),
            version: None,
            resource: None,
            span: patch.span,
            path_span: patch.target.path_span,
        };
        let is_pod = root.get("kind").and_then(Node::text).is_some_and(|kind| kind == "Pod");
        let container = container_around(root, &found.path, is_pod).filter(|_| self.backend.prints.pod);
        let mut lowering = self.lowering(&fragment, is_pod);
        lowering.path.clone_from(&found.path);
        lowering.container = container;
        lowering.lower(&change.value)
    }

    /// A script need not fill in what a patch has replaced.
    fn forget_captures(&mut self, roots: &[Node]) {
        if self.placeholders.captures.is_empty() {
            return;
        }
        let mut filled = Vec::new();
        for root in roots {
            texts_to_fill(root, &mut filled);
        }
        self.placeholders.captures.retain(|name, _| {
            let placeholder = placeholder(name);
            filled.iter().any(|text| text.contains(&placeholder))
        });
    }
}

impl Done {
    /// Notes what a change writes; it may not be what another one wrote, nor stand inside of it.
    fn claim(&mut self, written: Vec<Written>, document: &str) -> Result<(), Box<Diagnostic>> {
        for new in &written {
            if let Some(old) = self.written.iter().find(|old| old.overlaps(new)) {
                let place = show_path(&new.path);
                return Err(Box::new(problems::patched_twice(&place, document, old.span, new.span)));
            }
        }
        self.written.extend(written);
        Ok(())
    }
}

/// The container that a place stands in, with the variables that it has by now.
fn container_around(root: &Node, path: &[Segment], is_pod: bool) -> Option<Container> {
    let mut node = root;
    for (i, segment) in path.iter().enumerate() {
        node = match segment {
            Segment::Key(key) => node.get(key)?,
            Segment::Index(n) => node.elements()?.get(*n)?,
        };
        let here = path.get(..=i)?;
        if pod::is_container(here, is_pod) {
            return Some(Container::of_node(node, here.len()));
        }
    }
    None
}

fn texts_to_fill(node: &Node, found: &mut Vec<String>) {
    match &node.data {
        NodeData::Text(chunks) if chunks.filled => found.push(chunks.joined()),
        NodeData::List(list) => list.iter().for_each(|n| texts_to_fill(n, found)),
        NodeData::Map(entries) => entries.values().for_each(|e| texts_to_fill(&e.node, found)),
        NodeData::Call(_, inner) => texts_to_fill(inner, found),
        NodeData::Bool(_) | NodeData::Int(_) | NodeData::Float(_) | NodeData::Text(_) => {}
    }
}
