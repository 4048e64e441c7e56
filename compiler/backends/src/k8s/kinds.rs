//! Which kind an object is, whether the cluster's version of Kubernetes has it, and whether the object is of its shape.
//!
//! A kind of a group that isn't Kubernetes' own is defined by someone else, and taken as it is, but for its `metadata`.

use schemas::Shape;
use schemas::k8s::{self, Api};

use super::sorts;
use crate::context::Context;
use crate::node::{Node, Origin};
use crate::problems::kinds as problems;
use crate::typed::{self, Format, Late};

/// What an object is typed for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) path: &'a str,
    /// The minor version of Kubernetes 1.
    pub(super) minor: u16,
}

/// Reports what is wrong with an object by its kind.
pub(super) fn check(node: &Node, target: Target<'_>, context: &mut Context<'_>) {
    let (Some((version, version_node)), Some((kind, kind_node))) =
        (plain(node, "apiVersion"), plain(node, "kind"))
    else {
        return;
    };
    if (version.as_str(), kind.as_str()) == ("v1", "List") {
        for item in node.get("items").and_then(Node::elements).unwrap_or_default() {
            check(item, target, context);
        }
        return;
    }
    let what = format!("the {kind} of `{}`", target.path);
    let Some(api) = k8s::api(&kind, &version) else {
        match unknown(&kind, kind_node, &version, version_node, target) {
            Some((problem, origin)) => context.report(problem, &origin),
            None => metadata(node, &what, target, context),
        }
        return;
    };
    let found = problems::Asked { kind: &kind, version: &version, minor: target.minor };
    let next = successor(api, target.minor);
    if !api.is_in(target.minor) {
        let problem = problems::of_another_time(found, api, next.as_deref(), version_node.origin.span);
        context.report(problem, &version_node.origin);
        return;
    }
    if api.deprecated.is_some_and(|d| d <= target.minor) || (api.removed.is_some() && next.is_some()) {
        let problem = problems::deprecated(found, api, next.as_deref(), version_node.origin.span);
        context.report(problem, &version_node.origin);
    }
    if let Some(definition) = api.definition {
        type_by(node, definition, &what, target, context);
    }
}

/// The text of a key, unless it isn't known yet.
fn plain<'n>(node: &'n Node, key: &str) -> Option<(String, &'n Node)> {
    let value = node.get(key)?;
    let chunks = value.chunks().filter(|chunks| !chunks.filled)?;
    Some((chunks.joined(), value))
}

/// What is wrong with a kind that isn't in the catalogue; nothing, if others may define it.
fn unknown(
    kind: &str,
    kind_node: &Node,
    version: &str,
    version_node: &Node,
    target: Target<'_>,
) -> Option<(diagnostics::Diagnostic, Origin)> {
    let group = k8s::group(version);
    let is_known = k8s::all().any(|api| k8s::group(api.version) == group);
    let others = k8s::apis(kind);
    let is_ours = is_known || !group.contains('.') || (group.ends_with(".k8s.io") && !others.is_empty());
    if !is_ours || group.ends_with(".config.k8s.io") {
        return None;
    }
    let asked = problems::Asked { kind, version, minor: target.minor };
    let mut current: Vec<Api> = others.into_iter().filter(|api| api.is_in(target.minor)).collect();
    current.sort_by_key(|api| age(api.version));
    if current.is_empty() {
        let here = k8s::all().filter(|api| api.version == version).map(|api| api.kind);
        let all = k8s::all().map(|api| api.kind);
        let kinds: Vec<&str> = here.chain(all).collect();
        let problem = problems::unknown_kind(asked, &kinds, is_known, kind_node.origin.span);
        return Some((problem, kind_node.origin.clone()));
    }
    let versions: Vec<&str> = current.iter().map(|api| api.version).collect();
    let problem = problems::unknown_version(asked, &versions, version_node.origin.span);
    Some((problem, version_node.origin.clone()))
}

/// The API version of the same kind that a version of Kubernetes would rather be asked for, or what took its place.
fn successor(api: Api, minor: u16) -> Option<String> {
    let stays = |other: &Api| other.version != api.version && other.is_in(minor) && other.removed.is_none();
    let mut others: Vec<Api> = k8s::apis(api.kind).into_iter().filter(stays).collect();
    others.sort_by_key(|other| (k8s::group(other.version) != k8s::group(api.version), age(other.version)));
    let same_kind = others.first().map(|other| format!("`{}`", other.version));
    same_kind.or_else(|| api.instead.map(str::to_owned))
}

/// Stable versions first, then those that may still change.
fn age(version: &str) -> u8 {
    match version {
        v if v.contains("alpha") => 2,
        v if v.contains("beta") => 1,
        _ => 0,
    }
}

/// Objects of others are objects all the same.
fn metadata(node: &Node, what: &str, target: Target<'_>, context: &mut Context<'_>) {
    if let Some(metadata) = node.get("metadata").filter(|m| m.entries().is_some()) {
        type_by(metadata, "meta/v1/ObjectMeta", &format!("`metadata` of {what}"), target, context);
    }
}

fn type_by(node: &Node, definition: &'static str, what: &str, target: Target<'_>, context: &mut Context<'_>) {
    let format = Format {
        shapes: &k8s::SHAPES,
        version: Some(target.minor),
        in_words,
        text: sorts::expected,
        coerces: false,
        late: &|_| Late::No,
    };
    typed::check(node, &Shape::Ref(definition), what, &format, context);
}

/// A minor version as people say it.
pub(crate) fn in_words(minor: u16) -> String {
    format!("Kubernetes 1.{minor}")
}

/// The minor version that a text such as `1.33` or `1.33.2` names, unless it is older than the catalogue.
pub(super) fn minor(text: &str) -> Option<u16> {
    let mut parts = text.strip_prefix("1.")?.split('.');
    let minor: u16 = parts.next()?.parse().ok()?;
    let is_whole = parts.all(|part| part.parse::<u16>().is_ok());
    (is_whole && minor >= k8s::MINORS.0).then_some(minor)
}
