//! What is wrong with the kind of an object, or with the API version that it is asked for in.

use diagnostics::codes::{E7044, E7045, E7046, E7048, E7049, W7047};
use diagnostics::{Diagnostic, Span};
use schemas::k8s::{Api, MINORS};

use super::listed;
use crate::k8s::kinds::in_words;

/// The kind, API version and minor version of Kubernetes that a document asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) kind: &'a str,
    pub(crate) version: &'a str,
    pub(crate) minor: u16,
}

pub(crate) fn unknown_kind(asked: Asked<'_>, kinds: &[&str], in_group: bool, span: Span) -> Diagnostic {
    let Asked { kind, version, .. } = asked;
    let help =
        (!in_group).then(|| "the group of a custom resource has a dot, as in `example.com/v1`".to_owned());
    E7044
        .at(span, "no such kind", format!("Kubernetes has no kind `{kind}` in `{version}`"))
        .with_help(help)
        .with_guess(kind, kinds.iter().copied())
}

pub(crate) fn unknown_version(asked: Asked<'_>, versions: &[&str], span: Span) -> Diagnostic {
    let Asked { kind, version, minor } = asked;
    let message = format!("{} has no {kind} in `{version}`", in_words(minor));
    E7045
        .at(span, format!("not an API version of {kind}"), message)
        .with_help(format!("write {}", listed(versions, "or")))
        .with_guess(version, versions.iter().copied())
}

/// A version of Kubernetes that had it once, or will have it.
pub(crate) fn of_another_time(asked: Asked<'_>, api: Api, next: Option<&str>, span: Span) -> Diagnostic {
    let Asked { kind, version, minor } = asked;
    let label = match (api.since, api.removed) {
        (Some(since), _) if minor < since => format!("came with {}", in_words(since)),
        (_, Some(removed)) => format!("gone with {}", in_words(removed)),
        _ => "not in this version".to_owned(),
    };
    let message = format!("{} has no {kind} in `{version}`", in_words(minor));
    E7046.at(span, label, message).with_help(next.map(use_instead))
}

pub(crate) fn deprecated(asked: Asked<'_>, api: Api, next: Option<&str>, span: Span) -> Diagnostic {
    let Asked { kind, version, minor } = asked;
    let label = match (api.deprecated, api.removed) {
        (_, Some(removed)) => format!("gone with {}", in_words(removed)),
        (Some(deprecated), None) if deprecated <= minor => format!("since {}", in_words(deprecated)),
        _ => "deprecated".to_owned(),
    };
    W7047.at(span, label, format!("{kind} of `{version}` is deprecated")).with_help(next.map(use_instead))
}

fn use_instead(next: &str) -> String {
    if next.starts_with('`') {
        format!("write {next}, and mind that its fields may differ")
    } else {
        format!("use {next}")
    }
}

pub(crate) fn no_versions(backend: &str, span: Span) -> Diagnostic {
    E7048
        .at(
            span,
            "no version to choose",
            format!("a document of `{backend}` is for no version of its format"),
        )
        .with_help("remove `for` and the version".to_owned())
}

pub(crate) fn unknown_release(text: &str, span: Span) -> Diagnostic {
    let (first, last) = MINORS;
    let message = format!("`{text}` is no version of Kubernetes that wavec knows");
    E7049
        .at(span, "not a known version", message)
        .with_help(format!("write one from `1.{first}` to `1.{last}`"))
}

pub(crate) fn two_releases(path: &str, first: (u16, Span), second: (u16, Span)) -> Diagnostic {
    let message = format!("`{path}` is for {}, and for {}", in_words(first.0), in_words(second.0));
    E7049
        .at(second.1, "another version", message)
        .with_label(first.1, "the first one")
        .with_help("give one version, or write into another path".to_owned())
}
