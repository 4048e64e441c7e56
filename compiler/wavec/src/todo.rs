//! What is left to fill in: the holes of a spec, in the order in which they stand, with what waits for each.

use std::sync::Arc;

use graph::{Graph, Hole};

use crate::{Checked, lock};

/// The holes of a spec in source order; each once, however many graphs it is in. The paths of outputs are relative to the spec's folder.
pub fn holes(checked: &Checked) -> Vec<Hole> {
    let mut found: Vec<Hole> = Vec::new();
    for graph in &checked.graphs {
        for hole in &graph.holes {
            let outputs: Vec<Arc<str>> = hole.outputs.iter().map(|o| output_path(graph, o).into()).collect();
            match found.iter_mut().find(|h| h.span == hole.span) {
                Some(known) => {
                    merge(&mut known.outputs, &outputs);
                    merge(&mut known.checks, &hole.checks);
                }
                None => found.push(Hole { outputs, ..hole.clone() }),
            }
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
pub fn is_by_hand(checked: &Checked, path: &str) -> bool {
    let is = |graph: &Graph| {
        graph.steps.iter().any(|step| step.is_by_hand() && output_path(graph, &step.script) == path)
    };
    checked.graphs.iter().any(is)
}

/// The path of an output of a graph, relative to the spec's folder.
pub fn output_path(graph: &Graph, path: &str) -> String {
    match lock::output_folder(graph) {
        "" => path.to_string(),
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
