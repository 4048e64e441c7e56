//! The `route53` backend: a change batch for `aws route53 change-resource-record-sets`.
//!
//! Its shape is that of `schemas::ROUTE53`. What goes beyond a shape is looked at here and below: names, values of each type of
//! record, aliases of AWS's own hosts, and which record sets go together. Source: the developer guide of Route 53. It refuses a
//! wrong batch as a whole, when it is too late. Which zone a batch is for isn't known here.

mod alias;
mod names;
mod sets;
mod values;

use schemas::Shape;

pub(crate) use values::Wrong;

use crate::context::Context;
use crate::document::Draft;
use crate::json;
use crate::lines::Printed;
use crate::node::Node;
use crate::typed::{self, Late};

/// One change batch.
pub(crate) fn print(mut draft: Draft<'_, '_>) -> Option<Printed> {
    let root = draft.merged()?;
    let what = format!("the change batch `{}`", draft.document.path);
    let before = draft.context.problems();
    let format = typed::Format {
        shapes: &schemas::ROUTE53,
        version: None,
        in_words: |_| "Route 53".to_owned(),
        text: |_, _| None,
        coerces: false,
        late: &|_| Late::No,
    };
    typed::check(&root, &Shape::Ref("ChangeBatch"), &what, &format, draft.context);
    let whole = draft.context.problems() == before;
    let sets = record_sets(&root);
    for set in &sets {
        names::check(set, draft.context);
        sets::check(set, whole, draft.context);
        values::check(set, draft.context);
        alias::check(set, draft.context);
    }
    sets::check_together(&sets, draft.context);
    Some(json::pretty(&root))
}

/// A record set, and what is done with it.
struct RecordSet<'a> {
    node: &'a Node,
    /// Such as `UPSERT`; empty if that isn't known.
    action: String,
    /// Such as `CNAME`; empty if that isn't known.
    kind: String,
}

impl RecordSet<'_> {
    /// What it is called in a message.
    fn what(&self) -> String {
        match known(self.node.get("Name")) {
            Some(name) => format!("the record set `{name}`"),
            None => "the record set".to_owned(),
        }
    }
}

fn record_sets(root: &Node) -> Vec<RecordSet<'_>> {
    let changes = root.get("Changes").and_then(Node::elements).unwrap_or_default();
    let sets = changes.iter().filter_map(|change| {
        let node = change.get("ResourceRecordSet").filter(|node| node.entries().is_some())?;
        let kind = known(node.get("Type")).unwrap_or_default();
        Some(RecordSet { node, action: known(change.get("Action")).unwrap_or_default(), kind })
    });
    sets.collect()
}

/// The characters of a string that nobody fills in later.
fn known(node: Option<&Node>) -> Option<String> {
    let chunks = node?.chunks().filter(|c| !c.filled && c.chunks.iter().all(|c| c.secret.is_none()))?;
    Some(chunks.joined())
}

fn report(problem: diagnostics::Diagnostic, node: &Node, context: &mut Context<'_>) {
    context.report(problem, &node.origin);
}
