//! Volumes, mounts, variables and resources of a pod.

use diagnostics::codes::{E7058, E7060, W7061, W7062};
use diagnostics::{Diagnostic, Span};

use crate::problems::listed;

pub(crate) fn unknown_volume(name: &str, object: &str, volumes: &[String], span: Span) -> Diagnostic {
    let names: Vec<&str> = volumes.iter().map(String::as_str).collect();
    let help = if names.is_empty() {
        "add `volumes` to the pod".to_owned()
    } else {
        format!("its volumes are {}", listed(&names, "and"))
    };
    E7060
        .at(span, "no such volume", format!("the pods of the {object} have no volume `{name}`"))
        .with_help(help)
        .with_guess(name, names)
}

pub(crate) fn mounted_twice(path: &str, first: Span, span: Span) -> Diagnostic {
    E7060
        .at(span, "mounted again", format!("a container mounts two volumes at `{path}`"))
        .with_label(first, "the first one")
        .with_help("choose another path for one of them".to_owned())
}

pub(crate) fn wrong_mount_path(path: &str, span: Span) -> Diagnostic {
    E7060
        .at(
            span,
            "not a path there",
            format!("`{path}` can't be where a volume is mounted: expected a path without `:`"),
        )
        .with_help("write a path such as `/data`".to_owned())
}

pub(crate) fn path_outside_volume(path: &str, key: &str, span: Span) -> Diagnostic {
    E7060
        .at(
            span,
            "not below the volume",
            format!(
                "`{key}` can't be `{path}`: expected a path inside the volume, without `..` and no `/` first"
            ),
        )
        .with_help("write the path as it is inside the volume".to_owned())
}

pub(crate) fn unused_volume(name: &str, span: Span) -> Diagnostic {
    W7061
        .at(span, "mounted by no container", format!("no container mounts the volume `{name}`"))
        .with_help("mount it with `volumeMounts`, or remove it".to_owned())
}

pub(crate) fn variable_twice(name: &str, first: Span, span: Span) -> Diagnostic {
    W7062
        .at(span, "the same name again", format!("the variable `{name}` is given twice: the last one counts"))
        .with_label(first, "has no effect")
        .with_help("remove one of the two".to_owned())
}

pub(crate) fn more_than_the_limit(
    resource: &str,
    asked: &str,
    most: &str,
    limit: Span,
    span: Span,
) -> Diagnostic {
    let message = format!("a container asks for `{asked}` of `{resource}`, and its limit is `{most}`");
    E7058
        .at(span, "more than the limit", message)
        .with_label(limit, "the limit")
        .with_help("ask for less, or raise the limit".to_owned())
}
