//! What an object names of others: keys of a `ConfigMap`, and objects that are nearly called so.
//!
//! An object that no document makes is taken to be there, unless one with a name that differs by a slip is made.

use diagnostics::slip;

use super::item::{Item, at, containers, is_bool, is_of_kubernetes, known, known_at, list};
use super::order::{Need, Object};
use super::ports::services_of;
use crate::context::Context;
use crate::node::{Node, Origin};
use crate::problems::k8s as problems;

/// Objects that each cluster has, of kinds that specs make, too.
const PRESENT: &[(&str, &str)] = &[
    ("ClusterRole", "admin"),
    ("ClusterRole", "cluster-admin"),
    ("ClusterRole", "edit"),
    ("ClusterRole", "view"),
    ("ConfigMap", "kube-root-ca.crt"),
    ("Namespace", "default"),
    ("Namespace", "kube-node-lease"),
    ("Namespace", "kube-public"),
    ("Namespace", "kube-system"),
    ("PriorityClass", "system-cluster-critical"),
    ("PriorityClass", "system-node-critical"),
    ("ServiceAccount", "default"),
];

/// Kinds that an autoscaler scales.
const WORKLOADS: &[&str] = &["Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"];

/// The references of all objects.
pub(crate) fn check_all(items: &[Item], context: &mut Context<'_>) {
    let needs: Vec<(Object, Origin)> =
        context.needs.iter().map(|Need { object, origin, .. }| (object.clone(), origin.clone())).collect();
    let more = items.iter().filter(|item| is_of_kubernetes(&item.group)).flat_map(named_by);
    for (object, origin) in needs.into_iter().chain(more) {
        near_miss(&object, &origin, items, context);
    }
    for item in items {
        scaled(item, items, context);
        keys(item, items, context);
    }
}

/// The objects that another names, beyond those that it needs when it is applied.
fn named_by(item: &Item) -> Vec<(Object, Origin)> {
    let mut found = Vec::new();
    let namespace = item.object.namespace.as_str();
    let mut name = |node: Option<&Node>, kind: &str, namespace: &str| {
        if let Some((node, name)) = node.and_then(|n| Some((n, known(n)?))) {
            let object = Object { kind: kind.to_owned(), namespace: namespace.to_owned(), name };
            found.push((object, node.origin.clone()));
        }
    };
    let spec = item.node.get("spec");
    let of_spec = |key: &str| spec.and_then(|spec| spec.get(key));
    name(item.pod().and_then(|pod| pod.get("priorityClassName")), "PriorityClass", "");
    match item.object.kind.as_str() {
        "StatefulSet" => {
            name(of_spec("serviceName"), "Service", namespace);
            for claim in spec.map(|spec| list(spec, "volumeClaimTemplates")).unwrap_or_default() {
                name(at(claim, &["spec", "storageClassName"]), "StorageClass", "");
            }
        }
        "PersistentVolumeClaim" => {
            name(of_spec("storageClassName"), "StorageClass", "");
            name(of_spec("volumeName"), "PersistentVolume", "");
        }
        "PersistentVolume" => name(of_spec("storageClassName"), "StorageClass", ""),
        "Ingress" => {
            for service in services_of(item) {
                name(service.get("name"), "Service", namespace);
            }
        }
        "RoleBinding" | "ClusterRoleBinding" => {
            let role = item.node.get("roleRef");
            let kind = role.and_then(|role| known_at(role, "kind")).map_or(String::new(), |(_, kind)| kind);
            let of_role = if kind == "Role" { namespace } else { "" };
            name(role.and_then(|role| role.get("name")), &kind, of_role);
            for subject in list(&item.node, "subjects").iter().filter(|s| is_account(s)) {
                let own = known_at(subject, "namespace").map_or(namespace.to_owned(), |(_, own)| own);
                name(subject.get("name"), "ServiceAccount", &own);
            }
        }
        _ => {}
    }
    found
}

fn is_account(subject: &Node) -> bool {
    known_at(subject, "kind").is_some_and(|(_, kind)| kind == "ServiceAccount")
}

/// Reports a name that only another one, which is made, can be meant by.
fn near_miss(wanted: &Object, origin: &Origin, items: &[Item], context: &mut Context<'_>) {
    let Object { kind, namespace, name } = wanted;
    let of_kind = || items.iter().filter(|i| i.object.kind == *kind && i.is_in(namespace));
    let is_there = |name: &str| {
        PRESENT.contains(&(kind.as_str(), name)) || (kind == "ClusterRole" && name.starts_with("system:"))
    };
    if of_kind().any(|i| i.object.name == *name) || is_there(name) || name.contains("@{") {
        return;
    }
    let made: Vec<&Item> = of_kind().filter(|i| !i.object.name.contains("@{")).collect();
    let present = PRESENT.iter().filter(|(k, _)| k == kind).map(|(_, name)| *name);
    let names = made.iter().map(|item| item.object.name.as_str()).chain(present);
    let Some(meant) = slip(name, names) else { return };
    let place =
        made.iter().find(|item| item.object.name == meant).and_then(|item| item.at(&["metadata", "name"]));
    let problem = problems::unknown_object(wanted, meant, place.map(|n| n.origin.span), origin.span);
    context.report(problem, origin);
}

/// What an autoscaler scales: of another kind than it says, or nearly of its name.
fn scaled(item: &Item, items: &[Item], context: &mut Context<'_>) {
    let Some(target) = item.at(&["spec", "scaleTargetRef"]).filter(|_| item.is("HorizontalPodAutoscaler"))
    else {
        return;
    };
    let (Some((kind_node, kind)), Some((node, name))) = (known_at(target, "kind"), known_at(target, "name"))
    else {
        return;
    };
    let here = || {
        items
            .iter()
            .filter(|i| WORKLOADS.contains(&i.object.kind.as_str()) && i.is_in(&item.object.namespace))
    };
    if here().any(|i| i.object.kind == kind && i.object.name == name) || !WORKLOADS.contains(&kind.as_str()) {
        return;
    }
    if let Some(other) = here().find(|i| i.object.name == name) {
        let place = other.at(&["metadata", "name"]).unwrap_or(&other.node).origin.span;
        context.report(
            problems::another_kind(&kind, &other.object, place, kind_node.origin.span),
            &kind_node.origin,
        );
        return;
    }
    let wanted = Object { kind, namespace: item.object.namespace.clone(), name };
    near_miss(&wanted, &node.origin, items, context);
}

/// The keys of a `ConfigMap` or `Secret` that a document makes; `None` if it has others, too.
fn keys_of(item: &Item) -> Option<Vec<String>> {
    let filled =
        item.at(&["type"]).and_then(known).is_some_and(|sort| sort.ends_with("/service-account-token"));
    let parts: Vec<&Node> =
        ["data", "binaryData", "stringData"].iter().filter_map(|key| item.node.get(key)).collect();
    if filled || (parts.is_empty() && item.object.kind == "Secret") {
        return None;
    }
    let keys = parts.iter().map(|part| Some(part.entries()?.keys().cloned().collect::<Vec<_>>()));
    Some(keys.collect::<Option<Vec<_>>>()?.concat())
}

/// Keys that the pods of an object take from a `ConfigMap` or `Secret`.
fn keys(item: &Item, items: &[Item], context: &mut Context<'_>) {
    let Some(pod) = item.pod() else { return };
    let mut wanted: Vec<(&str, Option<&Node>, Option<&Node>)> = Vec::new();
    for variable in containers(pod).flat_map(|container| list(container, "env")) {
        for (source, kind) in [("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")] {
            let of = at(variable, &["valueFrom", source]).filter(|of| !is_bool(of, "optional", true));
            wanted.extend(of.map(|of| (kind, of.get("name"), of.get("key"))));
        }
    }
    for volume in list(pod, "volumes") {
        let projected = volume.get("projected").map(|p| list(p, "sources")).unwrap_or_default();
        for source in projected.iter().chain([volume]) {
            for (key, kind, by) in [("configMap", "ConfigMap", "name"), ("secret", "Secret", "secretName")] {
                let Some(of) = source.get(key).filter(|of| !is_bool(of, "optional", true)) else { continue };
                let name = of.get(by).or(of.get("name"));
                wanted.extend(list(of, "items").iter().map(|part| (kind, name, part.get("key"))));
            }
        }
    }
    for (kind, name, key) in wanted {
        let (Some(name), Some((node, key))) = (name.and_then(known), key.and_then(|k| Some((k, known(k)?))))
        else {
            continue;
        };
        let mut made =
            items.iter().filter(|i| i.is(kind) && i.object.name == name && i.is_in(&item.object.namespace));
        let (Some(source), None) = (made.next(), made.next()) else { continue };
        let Some(keys) = keys_of(source).filter(|keys| !keys.contains(&key)) else { continue };
        let place = source.node.get("data").unwrap_or(&source.node).origin.span;
        context.report(
            problems::unknown_data(&key, &source.object, &keys, place, node.origin.span),
            &node.origin,
        );
    }
}
