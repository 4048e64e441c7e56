//! Which place in the user's own files gives an output.

use diagnostics::{Sources, Span};
use graph::{Graph, Resource, ResourceId};

use crate::lock;

/// The place that gives the output at a path relative to the spec's folder; `None` if nothing does.
pub(crate) fn of_output(graph: &Graph, sources: &Sources, path: &str) -> Option<Span> {
    let (span, holder) = placed(graph, path)?;
    let holders = std::iter::successors(resource(graph, holder), |r| resource(graph, r.parent));
    let mut places = std::iter::once(span).chain(holders.map(|r| r.span));
    Some(places.find(|place| !sources.in_library(*place)).unwrap_or(span))
}

/// Whether the path of an output is written in the standard library.
pub(crate) fn is_of_library(graph: &Graph, sources: &Sources, path: &str) -> bool {
    placed(graph, path).is_some_and(|(span, _)| sources.in_library(span))
}

/// What gives an output, and for which resource.
fn placed(graph: &Graph, path: &str) -> Option<(Span, Option<ResourceId>)> {
    let below = path.strip_prefix(lock::output_folder(graph)).unwrap_or(path);
    let output = below.strip_prefix('/').unwrap_or(below);
    let document = graph
        .documents
        .iter()
        .find(|d| output.strip_prefix(&*d.path).is_some_and(|rest| rest.is_empty() || rest == ".in"));
    let fragment = document.and_then(|d| d.fragments.first()).map(|f| (f.path_span, f.resource));
    let step = || graph.steps.iter().find(|s| *s.script == *output).map(|s| (s.span, s.resource));
    fragment.or_else(step)
}

fn resource(graph: &Graph, id: Option<ResourceId>) -> Option<&Resource> {
    id.and_then(|id| graph.resources.get(id.0 as usize))
}
