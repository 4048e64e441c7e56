//! What is left to fill in: the holes of a spec, in the order in which they stand, with what waits for each.

use graph::{Graph, Hole};

use crate::Checked;

/// The holes of a spec in source order; each once, however many graphs it is in.
pub fn holes(checked: &Checked) -> Vec<Hole> {
    let mut found: Vec<Hole> = Vec::new();
    for hole in checked.graphs.iter().flat_map(|graph| &graph.holes) {
        match found.iter_mut().find(|h| h.span == hole.span) {
            Some(known) => {
                merge(&mut known.outputs, &hole.outputs);
                merge(&mut known.checks, &hole.checks);
            }
            None => found.push(hole.clone()),
        }
    }
    found.sort_by_key(|hole| checked.sources.locate(hole.span));
    found
}

/// The environments that a hole is met in, unless those are all of them.
pub fn environments<'c>(checked: &'c Checked, hole: &Hole) -> Vec<&'c str> {
    let met = checked.graphs.iter().filter(|graph| graph.holes.iter().any(|h| h.span == hole.span));
    let names: Vec<&str> = met.filter_map(|graph| graph.environment.as_deref()).collect();
    if names.len() < checked.graphs.len() { names } else { Vec::new() }
}

/// Whether it is a part of the run-book, and no output.
pub fn is_by_hand(graph: &Graph, path: &str) -> bool {
    path.ends_with(".md") && graph.steps.iter().any(|step| *step.script == *path)
}

/// The path of an output of a graph, relative to the spec's folder.
pub fn output_path(graph: &Graph, path: &str) -> String {
    match graph.output.trim_start_matches("./").trim_end_matches('/') {
        "" | "." => path.to_string(),
        folder => format!("{folder}/{path}"),
    }
}

fn merge<T: Clone + PartialEq>(known: &mut Vec<T>, more: &[T]) {
    for one in more {
        if !known.contains(one) {
            known.push(one.clone());
        }
    }
}
