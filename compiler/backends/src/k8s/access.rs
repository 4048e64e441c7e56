//! Rules of access: verbs, groups and resources that there are, and what a binding may name.
//!
//! Source: the validation of `rbac.authorization.k8s.io` in Kubernetes, and its documentation of verbs. A server takes most of these
//! mistakes; the rule then allows nothing.

use super::item::{Item, key_origin, known, known_at, list};
use crate::context::Context;
use crate::node::{Node, NodeEntry};
use crate::problems::k8s as problems;

const GROUP: &str = "rbac.authorization.k8s.io";

const VERBS: &[&str] = &[
    "approve",
    "attest",
    "bind",
    "create",
    "delete",
    "deletecollection",
    "escalate",
    "get",
    "impersonate",
    "list",
    "patch",
    "proxy",
    "sign",
    "update",
    "use",
    "watch",
];

/// Verbs of URLs that are no resources.
const METHODS: &[&str] = &["get", "head", "post", "put", "patch", "delete", "options"];

/// What rules name, and no path of the API does: `(group, resource)`.
const VIRTUAL: &[(&str, &str)] = &[
    ("", "groups"),
    ("", "users"),
    ("authentication.k8s.io", "uids"),
    ("authentication.k8s.io", "userextras"),
    ("certificates.k8s.io", "signers"),
    ("policy", "podsecuritypolicies"),
    ("apps", "deployments/rollback"),
];

/// Groups whose resources are all known, in each version.
const SETTLED: &[&str] = &[
    "",
    "apps",
    "autoscaling",
    "batch",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "networking.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "storage.k8s.io",
    "apiextensions.k8s.io",
    "admissionregistration.k8s.io",
];

/// The rules of a role, or what a binding binds.
pub(crate) fn check(item: &Item, context: &mut Context<'_>) {
    if item.group != GROUP {
        return;
    }
    match item.object.kind.as_str() {
        kind @ ("Role" | "ClusterRole") => {
            for rule in list(&item.node, "rules") {
                of_rule(rule, kind, context);
            }
        }
        kind @ ("RoleBinding" | "ClusterRoleBinding") => of_binding(&item.node, kind, context),
        _ => {}
    }
}

fn of_rule(rule: &Node, kind: &str, context: &mut Context<'_>) {
    let urls = entries_at(rule, "nonResourceURLs");
    if let Some(urls) = urls {
        if kind == "Role" {
            context.report(problems::urls_in_a_role(urls.key), &key_origin(urls));
        } else if let Some(resources) = rule.get("resources") {
            let problem = problems::not_both("resources", "nonResourceURLs", resources.origin.span, urls.key);
            context.report(problem, &key_origin(urls));
        }
    }
    let groups: Option<Vec<String>> = list(rule, "apiGroups").iter().map(known).collect();
    let mut fine = true;
    for node in list(rule, "apiGroups") {
        fine &= of_group(node, context);
    }
    let Some(groups) = groups.filter(|_| fine) else { return };
    let settled = !groups.is_empty() && groups.iter().all(|group| SETTLED.contains(&group.as_str()));
    of_verbs(rule, settled || urls.is_some(), urls.is_some(), context);
    if settled {
        for node in list(rule, "resources") {
            of_resource(node, &groups, context);
        }
    }
}

fn entries_at<'n>(node: &'n Node, key: &str) -> Option<&'n NodeEntry> {
    node.entries()?.get(key)
}

/// Whether a group can be one; reported if not.
fn of_group(node: &Node, context: &mut Context<'_>) -> bool {
    let Some(group) = known(node) else { return true };
    let groups = || schemas::k8s_resources().all().map(|r| r.group);
    if group == "*" || group == "extensions" || schemas::k8s_resources().has_group(&group) {
        return true;
    }
    let meant = match group.split_once('/') {
        Some((before, _)) => Some(before.to_owned()),
        None if group == "core" || is_version(&group) => Some(String::new()),
        // Those that others add have a dot.
        None if !group.contains('.') => {
            groups().find(|g| g.split('.').next() == Some(&group)).map(str::to_owned)
        }
        None => return true,
    };
    let all: Vec<&str> = groups().collect();
    context.report(problems::wrong_group(&group, meant.as_deref(), &all, node.origin.span), &node.origin);
    false
}

fn is_version(group: &str) -> bool {
    group.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn of_verbs(rule: &Node, certain: bool, urls: bool, context: &mut Context<'_>) {
    let all: Vec<&str> = if urls { [METHODS, VERBS].concat() } else { VERBS.to_vec() };
    for (node, verb) in list(rule, "verbs").iter().filter_map(|node| Some((node, known(node)?))) {
        // Others may have verbs of their own, and newer ones of Kubernetes are of several words.
        let plain = !verb.contains(['-', ':']);
        if certain && plain && verb != "*" && !all.contains(&verb.as_str()) {
            context.report(problems::wrong_verb(&verb, VERBS, node.origin.span), &node.origin);
        }
    }
}

fn of_resource(node: &Node, groups: &[String], context: &mut Context<'_>) {
    let Some(whole) = known(node) else { return };
    let resource = whole.split('/').next().unwrap_or(&whole);
    if resource == "*"
        || VIRTUAL.iter().any(|(group, name)| *name == resource && groups.iter().any(|g| g == group))
    {
        return;
    }
    let here = || groups.iter().flat_map(|group| schemas::k8s_resources().of_group(group));
    if here().any(|r| r.plural == resource) {
        return;
    }
    let lower = resource.to_lowercase();
    let alike = |r: &schemas::K8sResource| r.kind.to_lowercase() == lower || r.plural == lower;
    let meant = here().find(alike).map(|r| r.plural);
    let elsewhere = schemas::k8s_resources().all().find(|r| r.plural == resource).map(|r| r.group);
    let names: Vec<&str> = here().map(|r| r.plural).collect();
    let problem = problems::wrong_resource(resource, groups, meant, elsewhere, &names, node.origin.span);
    context.report(problem, &node.origin);
}

fn of_binding(node: &Node, kind: &str, context: &mut Context<'_>) {
    if let Some(role) = node.get("roleRef") {
        of_word(role, "apiGroup", &[GROUP, ""], GROUP, context);
        let kinds: &[&str] =
            if kind == "ClusterRoleBinding" { &["ClusterRole"] } else { &["Role", "ClusterRole"] };
        of_word(role, "kind", kinds, "ClusterRole", context);
    }
    for subject in list(node, "subjects") {
        let sort = known_at(subject, "kind").map_or(String::new(), |(_, sort)| sort);
        match sort.as_str() {
            "ServiceAccount" => {
                of_word(subject, "apiGroup", &[""], "", context);
                if kind == "ClusterRoleBinding" && subject.get("namespace").is_none() {
                    context.report(problems::account_without_namespace(subject.origin.span), &subject.origin);
                }
            }
            "User" | "Group" => of_word(subject, "apiGroup", &[GROUP, ""], GROUP, context),
            // The schema has said so.
            _ => {}
        }
    }
}

fn of_word(node: &Node, key: &str, words: &[&str], meant: &str, context: &mut Context<'_>) {
    if let Some((node, found)) = known_at(node, key).filter(|(_, f)| !words.contains(&f.as_str())) {
        context.report(problems::not_bound(key, &found, meant, words, node.origin.span), &node.origin);
    }
}
