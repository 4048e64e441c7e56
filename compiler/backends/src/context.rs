//! What all backends share during one run: the graph, the objects seen so far, and how a problem is reported.

use std::collections::BTreeSet;
use std::sync::Arc;

use diagnostics::{Diagnostic, Diagnostics, Label, Sources, Span};
use graph::{Graph, ResourceId, Secret, SecretId, Via};
use indexmap::IndexMap;

use crate::cloudformation::exports::Names;
use crate::iam::accounts::Identities;
use crate::k8s::item::Item;
use crate::k8s::order::{Made, Need};
use crate::node::Origin;

/// One run.
pub(crate) struct Context<'g> {
    pub(crate) graph: &'g Graph,
    sources: &'g Sources,
    diagnostics: &'g mut Diagnostics,
    /// Kubernetes' objects of all documents, and where each was written.
    pub(crate) objects: IndexMap<String, Origin>,
    /// The same objects as others name them, and what they need of others.
    pub(crate) made: Vec<Made>,
    pub(crate) needs: Vec<Need>,
    /// What the templates of all stacks export and import.
    pub(crate) names: Names,
    /// Service accounts, and the trust policies of roles that they may take.
    pub(crate) identities: Identities,
    /// The same objects, as they were written.
    pub(crate) items: Vec<Item>,
    /// The documents whose patches were applied.
    pub(crate) patched: BTreeSet<Arc<str>>,
    /// The expectations that a document was compared with.
    pub(crate) looked_at: BTreeSet<usize>,
    /// What they didn't find. A document is no worse for it, so this is said in the end.
    pub(crate) unmet: Vec<Diagnostic>,
}

impl<'g> Context<'g> {
    pub(crate) fn new(graph: &'g Graph, sources: &'g Sources, diagnostics: &'g mut Diagnostics) -> Self {
        Self {
            graph,
            sources,
            diagnostics,
            objects: IndexMap::new(),
            made: Vec::new(),
            needs: Vec::new(),
            names: Names::default(),
            identities: Identities::default(),
            items: Vec::new(),
            patched: BTreeSet::new(),
            looked_at: BTreeSet::new(),
            unmet: Vec::new(),
        }
    }

    pub(crate) fn secret(&self, id: SecretId) -> Option<&'g Secret> {
        self.graph.secrets.get(id.0 as usize)
    }

    /// How many problems there are by now; a backend skips checks of a document that is broken already.
    pub(crate) fn problems(&self) -> usize {
        self.diagnostics.len()
    }

    /// Reports a problem of a value that came by this way.
    pub(crate) fn report(&mut self, problem: Diagnostic, origin: &Origin) {
        let moved = self.seen_by_the_user(problem, origin.via.as_deref(), origin.resource);
        // A misspelt key is unknown where keys are looked at, and where the right one is looked for.
        let said = |d: &Diagnostic| {
            d.code == moved.code && d.primary.span == moved.primary.span && d.message == moved.message
        };
        if !self.diagnostics.iter().any(said) {
            self.diagnostics.push(moved);
        }
    }

    /// Reports a problem of a resource's step, or of nothing in particular.
    pub(crate) fn report_of(&mut self, problem: Diagnostic, resource: Option<ResourceId>) {
        let moved = self.seen_by_the_user(problem, None, resource);
        self.diagnostics.push(moved);
    }

    /// Where a value was put last by the user, and the other places on its way, the first one first.
    pub(crate) fn way(&self, origin: &Origin) -> (Span, Vec<Span>) {
        let mut places = vec![origin.span];
        places.extend(Via::hops(origin.via.as_deref()));
        let at = places.iter().rev().copied().find(|s| !self.sources.in_library(*s)).unwrap_or(origin.span);
        places.retain(|s| *s != at);
        (at, places)
    }

    /// The user's own line comes first: a place in the library becomes a second label, if there is a better one.
    fn seen_by_the_user(
        &self,
        mut problem: Diagnostic,
        via: Option<&Via>,
        resource: Option<ResourceId>,
    ) -> Diagnostic {
        if !self.sources.in_library(problem.primary.span) {
            return problem;
        }
        let Some(span) = self.own_place(via, resource) else {
            return problem.with_own_place_first(|s| !self.sources.in_library(s));
        };
        let label = Label { span, text: "comes from here".to_owned() };
        problem.secondary.insert(0, std::mem::replace(&mut problem.primary, label));
        problem
    }

    /// The user's own place that something comes from; that of a resource of the spec, if it is all the library's.
    pub(crate) fn own_origin(&self, origin: &Origin) -> Option<Span> {
        if !self.sources.in_library(origin.span) {
            return Some(origin.span);
        }
        self.own_place(origin.via.as_deref(), origin.resource)
    }

    fn own_place(&self, via: Option<&Via>, resource: Option<ResourceId>) -> Option<Span> {
        let hops = std::iter::successors(via, |v| v.before.as_deref()).map(|v| v.span);
        let get = |id: ResourceId| self.graph.resources.get(id.0 as usize);
        let holders =
            std::iter::successors(resource.and_then(get), |r| r.parent.and_then(get)).map(|r| r.span);
        hops.chain(holders).find(|s| !self.sources.in_library(*s))
    }
}
