//! What an object needs of others, and whether those are applied before it: a pod whose service account does not exist is
//! never made, and a namespace must exist before anything is put into it.
//!
//! Knows which fields of a pod name other objects. What no document makes is taken to be there.

use super::item::{at, list};
use crate::context::Context;
use crate::node::{Node, Origin};
use crate::problems::scripts;
use crate::script::first_reads;

/// What an object is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) kind: String,
    /// Empty for objects that are in none.
    pub(crate) namespace: String,
    pub(crate) name: String,
}

/// An object that a document makes.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) object: Object,
    pub(crate) path: String,
}

/// An object that a document needs.
#[derive(Debug)]
pub(crate) struct Need {
    pub(crate) object: Object,
    pub(crate) path: String,
    pub(crate) origin: Origin,
}

impl std::fmt::Display for Object {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { kind, namespace, name } = self;
        if namespace.is_empty() {
            write!(f, "{kind} `{name}`")
        } else {
            write!(f, "{kind} `{namespace}/{name}`")
        }
    }
}

/// The objects that one needs, each with the place that names it.
pub(crate) fn needs_of(node: &Node, kind: &str, namespace: &str) -> Vec<(Object, Origin)> {
    let mut needs = Vec::new();
    if let Some(named) = node.get("metadata").and_then(|m| m.get("namespace")) {
        push(Some(named), "Namespace", "", &mut needs);
    }
    if let Some(pod) = template_of(node, kind).and_then(|t| t.get("spec")) {
        of_pod(pod, namespace, &mut needs);
    }
    needs
}

/// What an object makes its pods of: a record with `metadata` and `spec`. A pod is its own.
pub(crate) fn template_of<'n>(node: &'n Node, kind: &str) -> Option<&'n Node> {
    let path: &[&str] = match kind {
        "Pod" => &[],
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "ReplicationController" | "Job" => {
            &["spec", "template"]
        }
        "CronJob" => &["spec", "jobTemplate", "spec", "template"],
        _ => return None,
    };
    at(node, path)
}

fn of_pod(pod: &Node, namespace: &str, needs: &mut Vec<(Object, Origin)>) {
    let mut need = |node: Option<&Node>, kind: &str| push(node, kind, namespace, needs);
    need(pod.get("serviceAccountName"), "ServiceAccount");
    for secret in list(pod, "imagePullSecrets") {
        need(secret.get("name"), "Secret");
    }
    for volume in list(pod, "volumes") {
        let inside = |source: &str, key: &str| volume.get(source).and_then(|s| s.get(key));
        need(inside("persistentVolumeClaim", "claimName"), "PersistentVolumeClaim");
        need(inside("configMap", "name"), "ConfigMap");
        need(inside("secret", "secretName"), "Secret");
    }
    for source in
        list(pod, "volumes").iter().filter_map(|v| v.get("projected").map(|p| list(p, "sources"))).flatten()
    {
        need(source.get("configMap").and_then(|c| c.get("name")), "ConfigMap");
        need(source.get("secret").and_then(|c| c.get("name")), "Secret");
    }
    for container in ["initContainers", "containers"].iter().flat_map(|key| list(pod, key)) {
        let variables = list(container, "env").iter().filter_map(|v| v.get("valueFrom"));
        for source in variables.chain(list(container, "envFrom")) {
            for (key, kind) in [
                ("secretKeyRef", "Secret"),
                ("secretRef", "Secret"),
                ("configMapKeyRef", "ConfigMap"),
                ("configMapRef", "ConfigMap"),
            ] {
                need(source.get(key).and_then(|r| r.get("name")), kind);
            }
        }
    }
}

fn push(node: Option<&Node>, kind: &str, namespace: &str, needs: &mut Vec<(Object, Origin)>) {
    let Some((node, name)) = node.and_then(|n| Some((n, n.text()?))) else { return };
    let object = Object { kind: kind.to_owned(), namespace: namespace.to_owned(), name };
    needs.push((object, node.origin.clone()));
}

/// Refuses documents that a script applies before the ones that make what they need.
pub(crate) fn check(context: &mut Context<'_>) {
    let scripts = first_reads(context.graph);
    let needs = std::mem::take(&mut context.needs);
    let mut told: Vec<(&str, &Object)> = Vec::new();
    for need in &needs {
        let makers: Vec<&str> =
            context.made.iter().filter(|m| m.object == need.object).map(|m| m.path.as_str()).collect();
        if makers.contains(&need.path.as_str()) || told.contains(&(need.path.as_str(), &need.object)) {
            continue;
        }
        let late = scripts.values().find_map(|reads| {
            let here = reads.get(&need.path)?;
            let all = makers.iter().filter_map(|maker| Some((reads.get(*maker)?, *maker)));
            all.min().filter(|(step, _)| *step > here).map(|(_, maker)| maker.to_owned())
        });
        if let Some(maker) = late {
            let problem = scripts::needed_too_early(&need.object, &need.path, &maker, need.origin.span);
            context.report(problem, &need.origin);
            told.push((&need.path, &need.object));
        }
    }
}
