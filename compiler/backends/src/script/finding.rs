//! Steps that change nothing, and only find something out: they are done in each script that uses what they find.
//!
//! So a resource needs no step of its own for each script that may ask for its id.

use std::collections::{BTreeMap, BTreeSet};

use graph::{Graph, Step, Value};
use indexmap::IndexMap;

use super::reads::each_late;
use crate::document::Written;
use crate::lower::{CaptureName, capture_name};

/// Puts such steps into the scripts that lack them, each before the first step that uses what it finds.
pub(super) fn repeat<'g>(
    scripts: &mut IndexMap<&'g str, Vec<&'g Step>>,
    graph: &'g Graph,
    documents: &[Written<'_>],
) {
    let mut finders: BTreeMap<CaptureName, &Step> = BTreeMap::new();
    for step in graph.steps.iter().filter(|step| only_finds(step)) {
        finders.extend(captures(step).map(|name| (name, step)));
    }
    if finders.is_empty() {
        return;
    }
    for steps in scripts.values_mut() {
        let mut known: BTreeSet<CaptureName> = steps.iter().flat_map(|step| captures(step)).collect();
        let mut index = 0;
        while let Some(step) = steps.get(index) {
            let mut lacking = used(step, documents).into_iter().filter(|name| !known.contains(name));
            match lacking.find_map(|name| finders.get(&name)) {
                // What it uses itself is looked at next.
                Some(finder) => {
                    known.extend(captures(finder));
                    steps.insert(index, finder);
                }
                None => index += 1,
            }
        }
    }
}

fn only_finds(step: &Step) -> bool {
    step.run.is_empty() && step.unless.is_none() && step.note.is_none() && !step.is_by_hand()
}

fn captures(step: &Step) -> impl Iterator<Item = CaptureName> + '_ {
    step.captures.iter().map(|capture| (step.name.clone(), capture.name.clone()))
}

/// What a step uses of that which steps find out, in its commands and in the documents that it reads.
fn used(step: &Step, documents: &[Written<'_>]) -> Vec<CaptureName> {
    let mut names = Vec::new();
    each_late(step, &mut |late| {
        if &*late.stage != "script" {
            return;
        }
        if &*late.op == "capture" {
            names.extend(capture_name(late));
            return;
        }
        let path = late.args.first().and_then(Value::as_str).unwrap_or_default();
        let read = documents.iter().find(|d| *d.document.path == *path);
        names.extend(read.iter().flat_map(|d| d.placeholders.captures.keys().cloned()));
    });
    names
}
