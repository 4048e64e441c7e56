//! Where the newer spec says something: in the user's own files, if any of them takes part.

use diagnostics::{Sources, Span};
use graph::{Data, Grant, Graph, Resource, ResourceId, Value};

use super::{Newer, named};
use crate::lock::permissions::{self, Allowed, Found};
use crate::lock::spelled;

/// The head of a resource, or of the nearest one around it that the user wrote.
pub(crate) fn own_head(graph: &Graph, sources: &Sources, resource: &Resource) -> Span {
    let around = |r: &&Resource| parent(graph, r.parent);
    let mut heads = std::iter::successors(Some(resource), around).map(|r| r.span);
    heads.find(|head| !sources.in_library(*head)).unwrap_or(resource.span)
}

fn parent(graph: &Graph, id: Option<ResourceId>) -> Option<&Resource> {
    id.and_then(|id| graph.resources.get(id.0 as usize))
}

/// Where the value of an attribute is written, else the resource.
pub(super) fn of_attribute(new: &Newer<'_>, resource: Option<&Resource>, name: &str) -> Option<Span> {
    let resource = resource?;
    let value = resource.attributes.get(name);
    let own = |span: &Span| !new.sources.in_library(*span);
    let written = value.into_iter().flat_map(hops).find(own);
    written.or_else(|| Some(own_head(new.graph?, new.sources, resource)))
}

/// Where something is granted: the grant, else the list in which it is used, else what it is for, else the resource that grants it.
pub(super) fn of_permission(new: &Newer<'_>, holder: &str, allowed: &Allowed) -> Option<Span> {
    let graph = new.graph?;
    let resource = named(graph, holder)?;
    let id = graph.resources.iter().position(|r| *r.path == *holder).and_then(|i| u32::try_from(i).ok());
    let mut all = permissions::all(graph).into_iter().filter(|f| f.fragment.resource.map(|r| r.0) == id);
    let found = all.find(|f| says(f, graph, allowed))?;
    let action = found.values("Action").into_iter().find(|(w, v)| is(graph, w, v, &allowed.action));
    let on = allowed.resource.as_ref();
    let on = on.and_then(|on| found.values("Resource").into_iter().find(|(w, v)| is(graph, w, v, on)));
    let granted = action.iter().flat_map(|(_, v)| hops(v));
    let used = resource.attributes.entries.values().filter(|e| grants(&e.value, graph, &allowed.action));
    let used = used.flat_map(|e| hops(&e.value));
    let target = on.iter().flat_map(|(_, v)| hops(v));
    let own = |span: &Span| !new.sources.in_library(*span);
    let written = granted.chain(used).chain(target).find(own);
    Some(written.unwrap_or_else(|| own_head(graph, new.sources, resource)))
}

fn says(found: &Found<'_>, graph: &Graph, allowed: &Allowed) -> bool {
    permissions::one_by_one(&found.statement(graph)).contains(allowed)
}

fn is(graph: &Graph, word: &str, value: &Value, text: &str) -> bool {
    format!("{word}{}", spelled(graph, value)) == text
}

/// Whether a value is a grant, or a list of some, with this action.
fn grants(value: &Value, graph: &Graph, action: &str) -> bool {
    match &value.data {
        Data::List(list) => list.iter().any(|v| grants(v, graph, action)),
        Data::Grant(grant) => holds(grant, graph, action),
        _ => false,
    }
}

fn holds(grant: &Grant, graph: &Graph, action: &str) -> bool {
    grant.actions.iter().any(|a| spelled(graph, a) == action)
        || grant.include.iter().any(|g| grants(g, graph, action))
}

/// Where a value was written, the parts of a string, and the hops that carried it.
fn hops(value: &Value) -> impl Iterator<Item = Span> {
    let via = std::iter::successors(value.via.as_deref(), |hop| hop.before.as_deref()).map(|hop| hop.span);
    let parts = match &value.data {
        Data::Text(text) => text.parts.as_slice(),
        _ => &[],
    };
    std::iter::once(value.span).chain(via).chain(parts.iter().map(|p| p.span))
}
