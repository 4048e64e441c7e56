//! Settings that a schema takes one by one, and a server refuses as they are together.
//!
//! Source: the validation of each kind in Kubernetes.

use super::item::{Item, at, containers, entries, int_at, is_bool, key_origin, known, known_at, list};
use crate::context::Context;
use crate::node::{Node, NodeData, NodeEntry};
use crate::problems::k8s as problems;

/// Those of an object.
pub(crate) fn check(item: &Item, context: &mut Context<'_>) {
    restarts(item, context);
    if let Some(pod) = item.pod() {
        containers(pod).for_each(|container| of_container(container, pod, context));
    }
    let Some(spec) = item.node.get("spec") else { return };
    match item.object.kind.as_str() {
        "Deployment" => updates(spec, "strategy", "Recreate", context),
        "StatefulSet" => updates(spec, "updateStrategy", "OnDelete", context),
        "PodDisruptionBudget" => not_both(spec, "minAvailable", "maxUnavailable", context),
        "HorizontalPodAutoscaler" => bounds(spec, context),
        "Service" => of_service(spec, context),
        "Ingress" => paths(spec, context),
        "Job" => completions(spec, context),
        "CronJob" => at(spec, &["jobTemplate", "spec"]).into_iter().for_each(|job| completions(job, context)),
        _ => {}
    }
}

fn not_both(node: &Node, first: &str, second: &str, context: &mut Context<'_>) {
    let (Some(one), Some((_, other))) = (node.get(first), entry(node, second)) else { return };
    let problem = problems::not_both(first, second, one.origin.span, other.key);
    context.report(problem, &key_origin(other));
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<(&'n String, &'n NodeEntry)> {
    node.entries()?.get_key_value(key)
}

/// How pods are started again, which depends on what makes them.
fn restarts(item: &Item, context: &mut Context<'_>) {
    let words: &[&str] = match item.object.kind.as_str() {
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "ReplicationController" => &["Always"],
        "Job" | "CronJob" => &["OnFailure", "Never"],
        _ => return,
    };
    let Some(pod) = item.pod() else { return };
    match pod.get("restartPolicy") {
        Some(node) => {
            if let Some(found) = known(node).filter(|found| !words.contains(&found.as_str())) {
                let problem = problems::other_restart(&found, words, &item.object.kind, node.origin.span);
                context.report(problem, &node.origin);
            }
        }
        None if !words.contains(&"Always") && pod.entries().is_some() => {
            context.report(problems::no_restart(words, &item.object.kind, pod.origin.span), &pod.origin);
        }
        None => {}
    }
}

fn of_container(container: &Node, pod: &Node, context: &mut Context<'_>) {
    let (own, all) = (container.get("securityContext"), pod.get("securityContext"));
    let of = |key: &str| own.and_then(|own| own.get(key)).or_else(|| all.and_then(|all| all.get(key)));
    let (user, not_root) = (of("runAsUser"), of("runAsNonRoot"));
    if let (Some(user), Some(not_root)) = (user, not_root)
        && matches!((&user.data, &not_root.data), (NodeData::Int(0), NodeData::Bool(true)))
    {
        context.report(problems::root_refused(not_root.origin.span, user.origin.span), &user.origin);
    }
    if let Some(own) =
        own.filter(|own| is_bool(own, "privileged", true) && is_bool(own, "allowPrivilegeEscalation", false))
        && let (Some(one), Some(other)) = (own.get("privileged"), own.get("allowPrivilegeEscalation"))
    {
        let problem = problems::contradiction(
            ("privileged", "true"),
            ("allowPrivilegeEscalation", "false"),
            one.origin.span,
            other.origin.span,
        );
        context.report(problem, &other.origin);
    }
    for probe in ["livenessProbe", "startupProbe"] {
        let threshold = container.get(probe).and_then(|probe| int_at(probe, "successThreshold"));
        if let Some((node, _)) = threshold.filter(|(_, number)| *number != 1) {
            context.report(problems::threshold_of_one(probe, node.origin.span), &node.origin);
        }
    }
}

/// A way to update that has no settings, with settings.
fn updates(spec: &Node, key: &str, word: &str, context: &mut Context<'_>) {
    let Some(strategy) = spec.get(key) else { return };
    let rolling = entries(strategy, "rollingUpdate").next().is_some();
    let (Some((sort, found)), Some((_, other))) =
        (known_at(strategy, "type"), entry(strategy, "rollingUpdate"))
    else {
        return rolls_nothing(strategy, context);
    };
    if found == word && rolling {
        let problem = problems::not_with("rollingUpdate", "type", word, sort.origin.span, other.key);
        context.report(problem, &key_origin(other));
    } else {
        rolls_nothing(strategy, context);
    }
}

/// An update that may neither add a pod nor take one away.
fn rolls_nothing(strategy: &Node, context: &mut Context<'_>) {
    let Some(rolling) = strategy.get("rollingUpdate") else { return };
    let is_zero =
        |node: &&Node| matches!(node.data, NodeData::Int(0)) || known(node).is_some_and(|t| t == "0%");
    let zero = |key: &str| rolling.get(key).filter(is_zero);
    if let (Some(surge), Some(unavailable)) = (zero("maxSurge"), zero("maxUnavailable")) {
        let problem = problems::contradiction(
            ("maxSurge", "0"),
            ("maxUnavailable", "0"),
            surge.origin.span,
            unavailable.origin.span,
        );
        context.report(problem, &unavailable.origin);
    }
}

fn bounds(spec: &Node, context: &mut Context<'_>) {
    let (Some((least, min)), Some((most, max))) = (int_at(spec, "minReplicas"), int_at(spec, "maxReplicas"))
    else {
        return;
    };
    if min > max {
        context
            .report(problems::least_above_most(min, max, most.origin.span, least.origin.span), &least.origin);
    }
}

fn of_service(spec: &Node, context: &mut Context<'_>) {
    let sort = known_at(spec, "type");
    let word = sort.as_ref().map_or("ClusterIP", |(_, word)| word.as_str());
    let place = sort.as_ref().map_or(spec, |(node, _)| node).origin.span;
    if spec.get("type").is_some() && sort.is_none() {
        return;
    }
    if word == "ClusterIP" {
        for port in
            list(spec, "ports").iter().filter_map(|port| entry(port, "nodePort")).map(|(_, entry)| entry)
        {
            let problem = problems::not_with("nodePort", "type", word, place, port.key);
            context.report(problem, &key_origin(port));
        }
    }
    if let Some((node, _)) = known_at(spec, "clusterIP")
        .filter(|(_, ip)| ip == "None" && matches!(word, "NodePort" | "LoadBalancer"))
    {
        let problem = problems::contradiction(("type", word), ("clusterIP", "None"), place, node.origin.span);
        context.report(problem, &node.origin);
    }
}

fn paths(spec: &Node, context: &mut Context<'_>) {
    let paths =
        list(spec, "rules").iter().filter_map(|rule| rule.get("http")).flat_map(|http| list(http, "paths"));
    for path in paths {
        let exact =
            known_at(path, "pathType").is_some_and(|(_, sort)| matches!(sort.as_str(), "Exact" | "Prefix"));
        if let Some((node, text)) = known_at(path, "path").filter(|(_, text)| exact && !text.starts_with('/'))
        {
            context.report(problems::path_without_slash(&text, node.origin.span), &node.origin);
        }
    }
}

fn completions(job: &Node, context: &mut Context<'_>) {
    let indexed = known_at(job, "completionMode").filter(|(_, mode)| mode == "Indexed");
    if let Some((node, _)) = indexed.filter(|_| job.get("completions").is_none()) {
        context.report(problems::indexed_without_number(node.origin.span), &node.origin);
    }
}

/// A number of replicas that an autoscaler decides, too.
pub(crate) fn check_all(items: &[Item], context: &mut Context<'_>) {
    for scaler in items.iter().filter(|item| item.is("HorizontalPodAutoscaler")) {
        let Some(target) = scaler.at(&["spec", "scaleTargetRef"]) else { continue };
        let (Some((_, kind)), Some((name, of))) = (known_at(target, "kind"), known_at(target, "name")) else {
            continue;
        };
        let scaled =
            |i: &&Item| i.object.kind == kind && i.object.name == of && i.is_in(&scaler.object.namespace);
        let Some(spec) = items.iter().find(scaled).and_then(|item| item.node.get("spec")) else { continue };
        if let Some((_, replicas)) = entry(spec, "replicas") {
            let problem = problems::replicas_of_an_autoscaler(&scaler.object, name.origin.span, replicas.key);
            context.report(problem, &key_origin(replicas));
        }
    }
}
