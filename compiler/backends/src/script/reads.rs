//! What steps use that is known only when they run: which outputs they read, and the warning about those that nobody does.

use std::collections::{BTreeMap, BTreeSet};

use graph::{Command, Data, Graph, Late, Part, PartKind, Piece, Step, Value};
use indexmap::IndexMap;

use crate::context::Context;
use crate::document::Written;
use crate::paths;
use crate::problems::scripts;

/// Backends whose documents do nothing until they are applied.
const APPLIED: &[&str] = &["k8s", "route53"];

/// Warns about each output that must be applied, or filled, and that no step reads. A spec without scripts is applied by other
/// means.
pub(crate) fn check_all_are_read(documents: &[Written<'_>], context: &mut Context<'_>) {
    let graph = context.graph;
    if graph.steps.iter().all(Step::is_by_hand) {
        return;
    }
    let mut read = BTreeSet::new();
    graph.steps.iter().for_each(|s| step(s, &mut read));
    for written in documents {
        let needed = APPLIED.contains(&written.backend.name) || written.is_filled();
        let path = &*written.document.path;
        // No step can apply what has no place.
        let needed = needed && paths::leaves_the_output(path).is_none();
        if let Some(fragment) = written.fragment().filter(|_| needed && !read.contains(path)) {
            context.report_of(scripts::not_applied(path, fragment.path_span), fragment.resource);
        }
    }
}

/// For each script, the outputs that its steps read, and the number of the first step that does.
pub(crate) fn first_reads(graph: &Graph) -> IndexMap<&str, BTreeMap<String, usize>> {
    let mut scripts: IndexMap<&str, BTreeMap<String, usize>> = IndexMap::new();
    for (index, each) in graph.steps.iter().enumerate() {
        let mut read = BTreeSet::new();
        step(each, &mut read);
        let reads = scripts.entry(&each.script).or_default();
        for path in read {
            reads.entry(path).or_insert(index);
        }
    }
    scripts
}

fn step(step: &Step, read: &mut BTreeSet<String>) {
    each_late(step, &mut |late| {
        if &*late.stage == "script" && &*late.op == "output" {
            read.extend(late.args.first().and_then(Value::as_str).map(std::borrow::Cow::into_owned));
        }
    });
}

/// All late values in the commands of a step.
pub(super) fn each_late(step: &Step, found: &mut dyn FnMut(&Late)) {
    let captures = step.captures.iter().map(|c| &c.command);
    for each in step.run.iter().chain(&step.unless).chain(captures) {
        match each {
            Command::Words(lists) => lists.iter().flatten().for_each(|v| value(v, found)),
            Command::Shell(text) => value(text, found),
        }
    }
}

fn value(it: &Value, found: &mut dyn FnMut(&Late)) {
    match &it.data {
        Data::Text(text) => text.parts.iter().for_each(|p| part(p, found)),
        Data::Late(late) => found(late),
        Data::List(list) => list.iter().for_each(|v| value(v, found)),
        Data::Tagged(tagged) => {
            for piece in &tagged.pieces {
                if let Piece::Value(v) = piece {
                    value(v, found);
                }
            }
        }
        _ => {}
    }
}

fn part(part: &Part, found: &mut dyn FnMut(&Late)) {
    if let PartKind::Late(late) = &part.kind {
        found(late);
    }
}
