//! Which outputs the steps read, and the warning about those that nobody does.

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
    let captures = step.captures.iter().map(|c| &c.command);
    for each in step.run.iter().chain(&step.unless).chain(captures) {
        match each {
            Command::Words(lists) => lists.iter().flatten().for_each(|v| value(v, read)),
            Command::Shell(text) => value(text, read),
        }
    }
}

fn value(found: &Value, read: &mut BTreeSet<String>) {
    match &found.data {
        Data::Text(text) => text.parts.iter().for_each(|p| part(p, read)),
        Data::Late(l) => late(l, read),
        Data::List(list) => list.iter().for_each(|v| value(v, read)),
        Data::Tagged(tagged) => {
            for piece in &tagged.pieces {
                if let Piece::Value(v) = piece {
                    value(v, read);
                }
            }
        }
        _ => {}
    }
}

fn part(part: &Part, read: &mut BTreeSet<String>) {
    if let PartKind::Late(l) = &part.kind {
        late(l, read);
    }
}

fn late(late: &Late, read: &mut BTreeSet<String>) {
    if &*late.stage == "script" && &*late.op == "output" {
        read.extend(late.args.first().and_then(Value::as_str).map(std::borrow::Cow::into_owned));
    }
}
