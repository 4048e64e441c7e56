//! Selectors: whether what makes pods selects its own, and whether what looks for pods finds any.

use diagnostics::Span;

use super::item::{Item, entries, is_bool, is_of_kubernetes, known, known_at, list};
use crate::context::Context;
use crate::node::{Node, Origin};
use crate::problems::k8s as problems;

/// What a selector asks for, and pods don't have.
pub(crate) struct Miss<'n> {
    pub(crate) key: String,
    /// What it must be, in words.
    pub(crate) wanted: String,
    /// Where that is asked for.
    pub(crate) origin: &'n Origin,
    /// What the pods have instead, and where.
    pub(crate) found: Option<(String, Span)>,
}

/// A selector that is a record of labels, such as that of a Service.
pub(crate) fn misses_of_labels<'n>(wanted: &'n Node, labels: Option<&Node>) -> Vec<Miss<'n>> {
    let all = wanted.entries().into_iter().flatten();
    all.filter_map(|(key, entry)| miss(key, &entry.node, labels)).collect()
}

/// A selector with `matchLabels` and `matchExpressions`.
pub(crate) fn misses<'n>(selector: &'n Node, labels: Option<&Node>) -> Vec<Miss<'n>> {
    let mut found = selector.get("matchLabels").map(|w| misses_of_labels(w, labels)).unwrap_or_default();
    found.extend(list(selector, "matchExpressions").iter().filter_map(|e| miss_of_expression(e, labels)));
    found
}

fn miss<'n>(key: &str, wanted: &'n Node, labels: Option<&Node>) -> Option<Miss<'n>> {
    let value = known(wanted)?;
    let found = match labels.and_then(|l| l.get(key)) {
        None => None,
        Some(node) => match known(node) {
            Some(text) if text != value => Some((text, node.origin.span)),
            _ => return None,
        },
    };
    Some(Miss {
        key: key.to_owned(),
        wanted: format!("`{key}` to be `{value}`"),
        origin: &wanted.origin,
        found,
    })
}

fn miss_of_expression<'n>(expression: &'n Node, labels: Option<&Node>) -> Option<Miss<'n>> {
    let (node, key) = known_at(expression, "key")?;
    let (_, operator) = known_at(expression, "operator")?;
    let label = labels.and_then(|l| l.get(&key));
    let values: Vec<String> = list(expression, "values").iter().map(known).collect::<Option<_>>()?;
    let listed = values.join("`, `");
    let value = match label {
        Some(node) => Some(known(node)?),
        None => None,
    };
    let is_listed = value.as_ref().is_some_and(|v| values.contains(v));
    let wanted = match operator.as_str() {
        "In" if !is_listed => format!("`{key}` to be one of `{listed}`"),
        "NotIn" if is_listed => format!("`{key}` to be none of `{listed}`"),
        "Exists" if label.is_none() => format!("a label `{key}`"),
        "DoesNotExist" if label.is_some() => format!("no label `{key}`"),
        _ => return None,
    };
    let found = value.zip(label.map(|l| l.origin.span));
    Some(Miss { key, wanted, origin: &node.origin, found })
}

/// Whether it says itself which pods are its own; for most jobs the cluster does.
fn is_selecting(item: &Item) -> bool {
    match item.object.kind.as_str() {
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" => true,
        "Job" => item.at(&["spec"]).is_some_and(|spec| is_bool(spec, "manualSelector", true)),
        _ => false,
    }
}

/// What the selector of something that makes pods asks for, and its own pods don't have.
fn own_misses(item: &Item) -> Vec<Miss<'_>> {
    let selector = item.at(&["spec", "selector"]).filter(|_| is_selecting(item));
    selector.map(|selector| misses(selector, item.labels_of_pods())).unwrap_or_default()
}

/// The pods that an object makes must be those that it selects.
pub(crate) fn check(item: &Item, context: &mut Context<'_>) {
    for miss in own_misses(item) {
        let place = item.labels_of_pods().or(item.template()).unwrap_or(&item.node).origin.span;
        context.report(problems::selects_others(&item.object, &miss, place), miss.origin);
    }
    let Some(selector) = item.at(&["spec", "selector"]).filter(|_| is_selecting(item)) else { return };
    let asks =
        entries(selector, "matchLabels").next().is_some() || !list(selector, "matchExpressions").is_empty();
    if !asks && selector.entries().is_some() {
        context.report(problems::empty_selector(&item.object, selector.origin.span), &selector.origin);
    }
}

/// What looks for pods should find one, where there are any.
pub(crate) fn check_all(items: &[Item], context: &mut Context<'_>) {
    for item in items {
        let (selector, flat) = match item.object.kind.as_str() {
            "Service" => (item.at(&["spec", "selector"]), true),
            "PodDisruptionBudget" => (item.at(&["spec", "selector"]), false),
            "NetworkPolicy" => (item.at(&["spec", "podSelector"]), false),
            _ => continue,
        };
        let Some(selector) = selector.filter(|_| is_of_kubernetes(&item.group)) else { continue };
        if selector.entries().is_none_or(indexmap::IndexMap::is_empty) {
            continue;
        }
        let pods =
            items.iter().filter(|other| other.template().is_some() && other.is_in(&item.object.namespace));
        let missed = pods.map(|pod| {
            let labels = pod.labels_of_pods();
            let missed = if flat { misses_of_labels(selector, labels) } else { misses(selector, labels) };
            (missed, pod)
        });
        // Of those that fit least badly the first.
        let Some((missed, pod)) = missed.min_by_key(|(missed, _)| missed.len()) else { continue };
        // What doesn't select its own pods has said so.
        let Some(first) = missed.first().filter(|_| own_misses(pod).is_empty()) else { continue };
        let place = pod.labels_of_pods().or(pod.template()).unwrap_or(&pod.node).origin.span;
        let problem = problems::selects_no_pod(&item.object, first, &pod.object, place);
        context.report(problem, first.origin);
    }
}

/// The objects of one namespace whose pods a Service selects.
pub(crate) fn selected<'i>(service: &Item, items: &'i [Item]) -> Vec<&'i Item> {
    let Some(selector) =
        service.at(&["spec", "selector"]).filter(|s| s.entries().is_some_and(|e| !e.is_empty()))
    else {
        return Vec::new();
    };
    let fits = |other: &&Item| {
        other.template().is_some()
            && other.is_in(&service.object.namespace)
            && misses_of_labels(selector, other.labels_of_pods()).is_empty()
    };
    items.iter().filter(fits).collect()
}

/// Whether each label that a Service selects by is known: then others can't be meant.
pub(crate) fn is_certain(service: &Item) -> bool {
    service.at(&["spec"]).is_some_and(|spec| entries(spec, "selector").all(|(_, e)| known(&e.node).is_some()))
}
