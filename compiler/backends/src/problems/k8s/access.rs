//! Rules of access, and what binds them.

use diagnostics::codes::E7067;
use diagnostics::{Diagnostic, Span};

use crate::problems::listed;

pub(crate) fn urls_in_a_role(span: Span) -> Diagnostic {
    E7067
        .at(span, "only in a ClusterRole", "a Role can't have `nonResourceURLs`, which lie in no namespace")
        .with_help("write the rule in a `ClusterRole`".to_owned())
}

pub(crate) fn wrong_group(group: &str, meant: Option<&str>, all: &[&str], span: Span) -> Diagnostic {
    let message = format!("there is no API group `{group}`");
    let problem = E7067.at(span, "not a group", message);
    match meant {
        Some("") => problem.with_help("write `\"\"`, which is the name of the core group".to_owned()),
        Some(meant) => {
            let version = if group.contains('/') { ", without a version" } else { "" };
            problem.with_help(format!("write `{meant}`{version}")).with_replacement(group, meant)
        }
        None => problem
            .with_help(
                "write the name of a group of Kubernetes, or one with a dot of those that others add"
                    .to_owned(),
            )
            .with_guess(group, all.iter().copied()),
    }
}

pub(crate) fn wrong_verb(verb: &str, all: &[&str], span: Span) -> Diagnostic {
    let usual = ["get", "list", "watch", "create", "update", "patch", "delete"];
    E7067
        .at(span, "not a verb", format!("there is no verb `{verb}`: the rule would allow nothing by it"))
        .with_help(format!("the usual ones are {}", listed(&usual, "and")))
        .with_guess(verb, all.iter().copied())
}

/// `meant` is the resource of that kind; `elsewhere` the group that has one of this name.
pub(crate) fn wrong_resource(
    resource: &str,
    groups: &[String],
    meant: Option<&str>,
    elsewhere: Option<&str>,
    all: &[&str],
    span: Span,
) -> Diagnostic {
    let shown: Vec<&str> = groups.iter().map(|g| if g.is_empty() { "\"\"" } else { g.as_str() }).collect();
    let noun = if shown.len() == 1 { "group" } else { "groups" };
    let message = format!("the API {noun} {} have no resource `{resource}`", listed(&shown, "and"));
    let message = if shown.len() == 1 { message.replace(" have no ", " has no ") } else { message };
    let problem = E7067.at(span, "not a resource", message);
    match (meant, elsewhere) {
        (Some(meant), _) => problem.with_help(format!("write `{meant}`")).with_replacement(resource, meant),
        (None, Some("")) => problem.with_help(format!("`{resource}` are of the core group, `\"\"`")),
        (None, Some(group)) => problem.with_help(format!("`{resource}` are of the group `{group}`")),
        (None, None) => problem
            .with_help("write the plural of a kind, in lower case".to_owned())
            .with_guess(resource, all.iter().copied()),
    }
}

pub(crate) fn not_bound(key: &str, found: &str, meant: &str, words: &[&str], span: Span) -> Diagnostic {
    let shown: Vec<&str> = words.iter().map(|w| if w.is_empty() { "\"\"" } else { *w }).collect();
    let message = format!("`{key}` can't be `{found}` here: expected {}", listed(&shown, "or"));
    let help = if meant.is_empty() { "remove it".to_owned() } else { format!("write `{meant}`") };
    E7067.at(span, "not bound by this", message).with_help(help)
}

pub(crate) fn account_without_namespace(span: Span) -> Diagnostic {
    E7067
        .at(span, "no `namespace` in here", "a service account of a ClusterRoleBinding needs its namespace")
        .with_help("add `namespace = …`".to_owned())
}
