//! What can't be changed in place: a build is compared with the lock of the last one, and refused if it would do so.
//!
//! The lock is read like any file of the project. What is written never depends on it.

mod rename;

use analysis::{Request, World};
use diagnostics::{Diagnostics, Sources, Span, Together};
use graph::{Graph, Resource};

use crate::diff::{Pairing, differing, is_immutable, named, own_head, words};
use crate::lock::{self, Lock, State};
use crate::problems::in_place::{self as problems, InPlace};

/// The most that is shown of an old value.
const LONGEST_VALUE: usize = 40;

/// Which resources may be changed although they are immutable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replace {
    /// Those with these paths, and what they hold: they were never deployed as the lock says.
    These(Vec<String>),
    /// All: the lock isn't looked at.
    Anything,
}

impl Default for Replace {
    fn default() -> Self {
        Self::These(Vec::new())
    }
}

/// Refuses changes of immutable attributes.
pub(crate) fn refuse(
    graphs: &[Graph],
    request: &Request<'_>,
    replace: &Replace,
    world: &dyn World,
    sources: &mut Sources,
    found: &mut Diagnostics,
) {
    let Replace::These(replace) = replace else { return };
    let marked = graphs.iter().flat_map(|g| &g.resources).any(|r| !r.immutable.is_empty());
    let Some(first) = graphs.first().filter(|_| marked || !replace.is_empty()) else { return };
    let path = lock::path(first);
    let old = world.read(&path).ok();
    // A lock that can't be read, or that is another spec's, is the matter of who writes.
    let lock = old.as_deref().and_then(lock::read).filter(|lock| *lock.spec == *first.spec);
    let text = old.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let lock = lock.unwrap_or_default();
    let mut run = Run { path, text, replace, used: vec![false; replace.len()] };
    let mut said = Together::default();
    for graph in graphs {
        let mut here = Diagnostics::new();
        run.graph(graph, &lock, sources, &mut here);
        said.add(graph.environment.as_deref(), here);
    }
    found.extend(said.finish());
    if let Some(start) = crate::start(request.spec, sources) {
        run.report_useless(graphs, start, sources, found);
    }
}

struct Run<'a> {
    /// The path and the text of the lock.
    path: String,
    text: String,
    replace: &'a [String],
    /// Which of these were good for something.
    used: Vec<bool>,
}

impl Run<'_> {
    fn graph(&mut self, graph: &Graph, lock: &Lock, sources: &mut Sources, found: &mut Diagnostics) {
        let Some((environment, old)) = lock.of_environment(lock::environment(graph)) else { return };
        let new = lock::resources(graph);
        let pairing = Pairing::of(old, &new);
        for resource in graph.resources.iter().filter(|r| !r.immutable.is_empty()) {
            let changes = changes(resource, old, &new, &pairing);
            if changes.is_empty() || self.is_replaced(&resource.path) {
                continue;
            }
            let was = pairing.old_of.get(&*resource.path).map_or(&*resource.path, String::as_str);
            let attributes = changes.into_iter().map(|change| InPlace {
                in_lock: self.in_lock(environment, was, &change.name, sources),
                span: change.place.filter(|span| !sources.in_library(*span)),
                name: change.name,
                old: change.old.map(|old| words::short(&old, LONGEST_VALUE)).unwrap_or_default(),
                removed: change.new.is_none(),
            });
            let attributes: Vec<InPlace> = attributes.collect();
            let identity = resource.identity.first().map(|name| &**name);
            let rename = rename::propose(graph, resource, sources);
            let head = own_head(graph, sources, resource);
            found.push(problems::immutable_changed(head, &resource.path, &attributes, identity, rename));
        }
    }

    /// Whether somebody said that it was never deployed; takes note of who did.
    fn is_replaced(&mut self, path: &str) -> bool {
        let mut replaced = false;
        for (given, used) in self.replace.iter().zip(&mut self.used) {
            if path.strip_prefix(given.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            {
                (replaced, *used) = (true, true);
            }
        }
        replaced
    }

    /// The place in the lock; the lock becomes one of the files that are shown.
    fn in_lock(&self, environment: &str, id: &str, attribute: &str, sources: &mut Sources) -> Option<Span> {
        let range = lock::place_of(&self.text, environment, id, attribute)?;
        let known = sources.files().find(|(_, f)| f.name == self.path).map(|(id, _)| id);
        let file = known.unwrap_or_else(|| sources.add(self.path.clone(), self.text.as_str(), false));
        let at = |n| u32::try_from(n).ok();
        Some(Span::new(sources.anchor(file, 0), at(range.start)?, at(range.end)?))
    }

    fn report_useless(&self, graphs: &[Graph], start: Span, sources: &Sources, found: &mut Diagnostics) {
        for (path, _) in self.replace.iter().zip(&self.used).filter(|(_, used)| !**used) {
            let resource = graphs.iter().find_map(|g| named(g, path).map(|r| own_head(g, sources, r)));
            found.push(if let Some(head) = resource {
                problems::replacement_without_effect(head, path)
            } else {
                let paths = graphs.iter().flat_map(|g| &g.resources).map(|r| &*r.path);
                problems::unknown_replacement(start, path, paths)
            });
        }
    }
}

fn changes(
    resource: &Resource,
    old: &State,
    new: &State,
    pairing: &Pairing,
) -> Vec<crate::diff::OfAttribute> {
    let before = pairing.old_of.get(&*resource.path).and_then(|was| old.get(was));
    let (Some(before), Some(now)) = (before, new.get(&*resource.path)) else { return Vec::new() };
    let mut changes: Vec<_> = differing(before, now, pairing).filter(|a| is_immutable(resource, a)).collect();
    for change in &mut changes {
        change.place = resource.attributes.get(&change.name).map(|value| value.span);
    }
    changes
}
