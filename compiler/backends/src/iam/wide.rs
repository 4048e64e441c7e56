//! Statements that allow more than anyone can mean. What a grant says the reason for was decided by who wrote it (E7010), and is left alone.

use super::pattern::all_written;
use crate::node::{Node, NodeEntry, Origin};
use crate::problems::iam as problems;
use crate::record::Checked;

const PASS_ROLE: &str = "iam:PassRole";

/// Warns of what a statement allows.
pub(super) fn check(statement: &mut Checked<'_, '_, '_>) {
    let node = statement.node;
    let Some(entries) = node.entries() else { return };
    let allows = node.get("Effect").and_then(Node::text).is_some_and(|effect| effect == "Allow");
    if !allows || node.get("Condition").is_some() {
        return;
    }
    let entry = |key: &str| entries.get(key).filter(|e| is_written(e));
    let all = |node: Option<&Node>| all_written(node).iter().any(|w| w.is_known() && w.is_everything());
    if let Some(entry) = ["NotAction", "NotResource", "NotPrincipal"].iter().find_map(|key| entry(key)) {
        let key = entries.iter().find(|(_, e)| e.key == entry.key).map_or("", |(key, _)| key.as_str());
        return warn(statement, problems::allows_all_but(key, entry.key), entry);
    }
    if let Some(entry) = entry("Principal")
        && (all(Some(&entry.node)) || all(entry.node.get("AWS")))
    {
        return warn(statement, problems::open_to_everyone(entry.node.origin.span), entry);
    }
    let Some(action) = entry("Action").filter(|_| all(node.get("Resource"))) else { return };
    let actions = all_written(Some(&action.node));
    if let Some(star) = actions.iter().find(|w| w.is_known() && w.is_everything()) {
        warn(statement, problems::allows_everything(star.node.origin.span), action);
    } else if let Some(pass) = actions.iter().find(|w| w.shown.eq_ignore_ascii_case(PASS_ROLE)) {
        warn(statement, problems::passes_all_roles(pass.node.origin.span), action);
    }
}

/// Whether someone wrote a key. Those of a statement that grants come to have the place of their values.
fn is_written(entry: &NodeEntry) -> bool {
    entry.key != entry.node.origin.span
}

fn warn(statement: &mut Checked<'_, '_, '_>, problem: diagnostics::Diagnostic, entry: &NodeEntry) {
    let at = Origin { span: problem.primary.span, ..entry.node.origin.clone() };
    statement.context.report(problem, &at);
}
