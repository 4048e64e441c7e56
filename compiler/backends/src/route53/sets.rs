//! Record sets: what one consists of, and which ones can be there together.
//!
//! Source: `ResourceRecordSet` in the API reference of Route 53, and "Choosing a routing policy" in its developer guide.

use super::{RecordSet, known, report};
use crate::context::Context;
use crate::node::{Node, NodeData, Origin};
use crate::problems::{route53 as problems, typed};

/// The keys that choose a policy, by which Route 53 answers with one of several sets of a name.
const POLICIES: &[&str] = &[
    "CidrRoutingConfig",
    "Failover",
    "GeoLocation",
    "GeoProximityLocation",
    "MultiValueAnswer",
    "Region",
    "Weight",
];

/// `whole`: whether the batch has the shape that it must have, so that nothing is missing because it is misspelt.
pub(super) fn check(set: &RecordSet<'_>, whole: bool, context: &mut Context<'_>) {
    answers(set, whole, context);
    policies(set, whole, context);
}

/// `AliasTarget`, or `TTL` and `ResourceRecords`.
fn answers(set: &RecordSet<'_>, whole: bool, context: &mut Context<'_>) {
    let (node, what) = (set.node, set.what());
    let records = node.get("ResourceRecords").map(|n| ("ResourceRecords", n));
    let records = records.or_else(|| node.get("TTL").map(|n| ("TTL", n)));
    match (node.get("AliasTarget"), records) {
        (Some(alias), Some((key, _))) => {
            let (Some(first), Some(second)) = (key_span(node, "AliasTarget"), key_span(node, key)) else {
                return;
            };
            let problem = typed::too_many_of(("AliasTarget", first), (key, second), &what);
            context.report(problem, &Origin { span: second, ..alias.origin.clone() });
        }
        (Some(_), None) => {}
        (None, _) if !whole || node.get("TrafficPolicyInstanceId").is_some() => {}
        (None, None) => {
            let keys = ["AliasTarget".to_owned(), "ResourceRecords".to_owned()];
            report(typed::none_of(&keys, true, &what, node.origin.span), node, context);
        }
        (None, Some(_)) => {
            for key in ["TTL", "ResourceRecords"].into_iter().filter(|key| node.get(key).is_none()) {
                report(typed::missing_key(key, &what, node.origin.span), node, context);
            }
        }
    }
}

/// One policy at most, and an identifier with it.
fn policies(set: &RecordSet<'_>, whole: bool, context: &mut Context<'_>) {
    let (node, what) = (set.node, set.what());
    let chosen: Vec<&str> = POLICIES.iter().copied().filter(|key| node.get(key).is_some()).collect();
    let identifier = node.get("SetIdentifier");
    if let [first, second, ..] = chosen.as_slice()
        && let (Some(a), Some(b)) = (key_span(node, first), key_span(node, second))
    {
        context.report(
            typed::too_many_of((first, a), (second, b), &what),
            &Origin { span: b, ..node.origin.clone() },
        );
    }
    match (chosen.as_slice(), identifier) {
        ([policy, ..], None) if whole => {
            if let Some(span) = key_span(node, policy) {
                let problem = typed::needs_another(policy, "SetIdentifier", &what, span);
                context.report(problem, &Origin { span, ..node.origin.clone() });
            }
        }
        ([], Some(other)) if whole => {
            report(problems::no_policy(&what, POLICIES, other.origin.span), other, context);
        }
        _ => {}
    }
    if let Some(many) = node.get("MultiValueAnswer").filter(|n| matches!(n.data, NodeData::Bool(true)))
        && (node.get("AliasTarget").is_some() || matches!(set.kind.as_str(), "CNAME" | "NS"))
    {
        report(problems::not_many(&what, many.origin.span), many, context);
    }
}

/// Sets of one name: none twice, none beside a CNAME, and all of one policy.
pub(super) fn check_together(sets: &[RecordSet<'_>], context: &mut Context<'_>) {
    // What is deleted makes room: one that changes its type is deleted and created in one batch.
    let made: Vec<(&RecordSet<'_>, String)> = sets
        .iter()
        .filter(|set| matches!(set.action.as_str(), "CREATE" | "UPSERT") && !set.kind.is_empty())
        .filter_map(|set| Some((set, known(set.node.get("Name"))?.trim_end_matches('.').to_lowercase())))
        .collect();
    for (index, (set, name)) in made.iter().enumerate() {
        let before = made.iter().take(index).filter(|(_, other)| other == name).map(|(other, _)| *other);
        if let Some(problem) = before.into_iter().find_map(|other| collision(set, other)) {
            report(problem, place(set), context);
        }
    }
}

/// Why two sets of one name can't be there together.
fn collision(set: &RecordSet<'_>, other: &RecordSet<'_>) -> Option<diagnostics::Diagnostic> {
    let (what, span, first) = (set.what(), place(set).origin.span, place(other).origin.span);
    if set.kind != other.kind {
        let alone = set.kind == "CNAME" || other.kind == "CNAME";
        return alone.then(|| problems::beside_a_cname(&what, (&set.kind, span), (&other.kind, first)));
    }
    match (set.node.get("SetIdentifier"), other.node.get("SetIdentifier")) {
        (None, None) => Some(problems::set_twice(&what, &set.kind, span, first)),
        (Some(one), Some(two)) => {
            let (one, two) = (known(Some(one))?, known(Some(two))?);
            let policy = |set: &RecordSet<'_>| POLICIES.iter().find(|key| set.node.get(key).is_some());
            match (policy(set), policy(other)) {
                _ if one == two => Some(problems::identifier_twice(&what, &one, span, first)),
                (Some(a), Some(b)) if a != b => Some(problems::two_policies(&what, (a, span), (b, first))),
                _ => None,
            }
        }
        _ => Some(problems::simple_beside_others(&what, span, first)),
    }
}

/// The place that a set is told by: its name.
fn place<'a>(set: &RecordSet<'a>) -> &'a Node {
    set.node.get("Name").unwrap_or(set.node)
}

fn key_span(node: &Node, key: &str) -> Option<diagnostics::Span> {
    node.entries()?.get(key).map(|entry| entry.key)
}
