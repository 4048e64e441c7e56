//! Names of objects and of their parts: what Kubernetes takes for one, by kind.
//!
//! Source: the validation of each kind in Kubernetes (`ValidateObjectMeta` and the name functions that it is given). Only kinds whose
//! rule is certain are listed; others take what they take.

use super::item::{Item, entries, key_origin, known_at};
use crate::context::Context;
use crate::problems::k8s as problems;

/// What a name may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grammar {
    /// RFC 1123: `[a-z0-9-]`, 63 characters.
    Label,
    /// RFC 1035: the same, but a letter is first.
    Letter,
    /// Labels with `.` between them, 253 characters.
    Subdomain,
    /// A part of a URL's path.
    Segment,
    /// A port of a container: `[a-z0-9-]` with a letter, 15 characters.
    Port,
}

const SUBDOMAINS: &[&str] = &[
    "ConfigMap",
    "CronJob",
    "CSIDriver",
    "DaemonSet",
    "Deployment",
    "HorizontalPodAutoscaler",
    "Ingress",
    "IngressClass",
    "Job",
    "LimitRange",
    "NetworkPolicy",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Pod",
    "PodDisruptionBudget",
    "PriorityClass",
    "ReplicaSet",
    "ResourceQuota",
    "Secret",
    "ServiceAccount",
    "StatefulSet",
    "StorageClass",
];

const ACCESS: &[&str] = &["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"];

/// A `CronJob` adds 11 characters for its jobs; the pods of a job have its name as a label.
const SHORTER: &[(&str, usize)] = &[("CronJob", 52), ("Job", 63)];

fn grammar(kind: &str) -> Option<Grammar> {
    match kind {
        "Namespace" => Some(Grammar::Label),
        "Service" => Some(Grammar::Letter),
        _ if ACCESS.contains(&kind) => Some(Grammar::Segment),
        _ if SUBDOMAINS.contains(&kind) => Some(Grammar::Subdomain),
        _ => None,
    }
}

impl Grammar {
    /// In words, after “expected”.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Label => "lower-case letters, digits and `-`, with a letter or digit at both ends",
            Self::Letter => {
                "lower-case letters, digits and `-`, with a letter first and a letter or digit last"
            }
            Self::Subdomain => {
                "lower-case letters, digits, `-` and `.`, with a letter or digit at both ends of each part"
            }
            Self::Segment => "no `/` and no `%`",
            Self::Port => "lower-case letters, digits and single `-` between them, with at least one letter",
        }
    }

    pub(crate) const fn limit(self) -> Option<usize> {
        match self {
            Self::Label | Self::Letter => Some(63),
            Self::Subdomain => Some(253),
            Self::Port => Some(15),
            Self::Segment => None,
        }
    }

    /// Whether it is one, but for its length.
    pub(crate) fn takes(self, name: &str) -> bool {
        match self {
            Self::Label => is_label(name),
            Self::Letter => is_label(name) && name.starts_with(|c: char| c.is_ascii_lowercase()),
            Self::Subdomain => name.split('.').all(is_label),
            Self::Segment => !name.is_empty() && !matches!(name, "." | "..") && !name.contains(['/', '%']),
            Self::Port => {
                is_label(name) && name.contains(|c: char| c.is_ascii_lowercase()) && !name.contains("--")
            }
        }
    }

    /// A name of the same letters that it takes.
    pub(crate) fn nearest(self, name: &str) -> Option<String> {
        if self == Self::Segment {
            return Some(name.replace(['/', '%'], "-")).filter(|made| self.takes(made));
        }
        let keeps =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || (c == '.' && self == Self::Subdomain);
        let made: String = name.to_lowercase().chars().map(|c| if keeps(c) { c } else { '-' }).collect();
        let made = made.trim_matches(['-', '.']).to_owned();
        (made != name && self.takes(&made) && self.limit().is_none_or(|l| made.len() <= l)).then_some(made)
    }
}

fn is_label(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.chars().all(inner) && !text.starts_with('-') && !text.ends_with('-')
}

/// The name of an object, and its namespace.
pub(crate) fn check(item: &Item, context: &mut Context<'_>) {
    let Some(metadata) = item.node.get("metadata") else { return };
    let kind = &item.object.kind;
    if let (Some(grammar), Some((node, name))) = (grammar(kind), known_at(metadata, "name")) {
        let shorter = SHORTER.iter().find(|(k, _)| k == kind).map(|(_, limit)| *limit);
        let limit = shorter.or(grammar.limit());
        let thing = format!("a {kind}");
        if let Some(problem) = problems::wrong_name(&name, &thing, grammar, limit, node.origin.span) {
            context.report(problem, &node.origin);
        }
    }
    if let (Some(grammar), Some((node, start))) = (grammar(kind), known_at(metadata, "generateName")) {
        // Five characters follow.
        let whole = format!("{start}x");
        if !grammar.takes(&whole) {
            let problem = problems::wrong_start_of_names(&start, kind, grammar, node.origin.span);
            context.report(problem, &node.origin);
        }
    }
    check_namespace(item, context);
}

fn check_namespace(item: &Item, context: &mut Context<'_>) {
    let Some(metadata) = item.node.get("metadata") else { return };
    let Some((_, entry)) = entries(&item.node, "metadata").find(|(key, _)| *key == "namespace") else {
        return;
    };
    let kind = &item.object.kind;
    if schemas::k8s_resources().of_kind(&item.group, kind).is_some_and(|r| !r.namespaced) {
        context.report(problems::namespace_ignored(&item.object.kind, entry.key), &key_origin(entry));
        return;
    }
    let Some((node, name)) = known_at(metadata, "namespace").filter(|(_, name)| !name.is_empty()) else {
        return;
    };
    let grammar = Grammar::Label;
    if let Some(problem) =
        problems::wrong_name(&name, "a namespace", grammar, grammar.limit(), node.origin.span)
    {
        context.report(problem, &node.origin);
    }
}

#[cfg(test)]
mod tests {
    use super::Grammar;

    #[test]
    fn each_grammar_takes_its_names() {
        assert!(Grammar::Label.takes("1-a") && !Grammar::Label.takes("a.b") && !Grammar::Label.takes("-a"));
        assert!(Grammar::Letter.takes("a-1") && !Grammar::Letter.takes("1-a"));
        assert!(Grammar::Subdomain.takes("a.b-c.d") && !Grammar::Subdomain.takes("a..b"));
        assert!(Grammar::Segment.takes("system:node") && !Grammar::Segment.takes("a/b"));
        assert!(Grammar::Port.takes("http-2") && !Grammar::Port.takes("80") && !Grammar::Port.takes("a--b"));
    }

    #[test]
    fn a_name_is_proposed_if_there_is_one() {
        assert_eq!(Grammar::Label.nearest("Web_App").as_deref(), Some("web-app"));
        assert_eq!(Grammar::Label.nearest("___"), None);
        assert_eq!(Grammar::Letter.nearest("1a"), None);
    }
}
