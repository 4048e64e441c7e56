//! Settings that don't go together, and schedules.

use diagnostics::codes::{E7059, E7065};
use diagnostics::{Diagnostic, Span};

use crate::problems::listed;

pub(crate) fn not_both(first: &str, second: &str, first_span: Span, span: Span) -> Diagnostic {
    E7065
        .at(span, "not both", format!("`{second}` can't be given together with `{first}`"))
        .with_label(first_span, format!("`{first}` is here"))
        .with_help("remove one of the two".to_owned())
}

pub(crate) fn not_with(key: &str, other: &str, word: &str, other_span: Span, span: Span) -> Diagnostic {
    E7065
        .at(span, "not of this type", format!("`{key}` can't be given where `{other}` is `{word}`"))
        .with_label(other_span, format!("`{word}` here"))
        .with_help(format!("remove it, or choose another `{other}`"))
}

pub(crate) fn contradiction(
    (first, one): (&str, &str),
    (second, other): (&str, &str),
    first_span: Span,
    span: Span,
) -> Diagnostic {
    E7065
        .at(span, "not both", format!("`{second}` can't be `{other}` where `{first}` is `{one}`"))
        .with_label(first_span, format!("`{first}` is here"))
        .with_help("change one of the two".to_owned())
}

pub(crate) fn other_restart(found: &str, words: &[&str], kind: &str, span: Span) -> Diagnostic {
    let message = format!(
        "`restartPolicy` of the pods of a {kind} can't be `{found}`: expected {}",
        listed(words, "or")
    );
    E7065.at(span, "not of this kind", message).with_help(format!("write `{}`", words.first().unwrap_or(&"")))
}

pub(crate) fn no_restart(words: &[&str], kind: &str, span: Span) -> Diagnostic {
    let message = format!(
        "the pods of a {kind} need `restartPolicy`, which would be `Always`: expected {}",
        listed(words, "or")
    );
    E7065
        .at(span, "no `restartPolicy` in here", message)
        .with_help(format!("add `restartPolicy = \"{}\"`", words.first().unwrap_or(&"")))
}

pub(crate) fn root_refused(not_root: Span, span: Span) -> Diagnostic {
    E7065
        .at(
            span,
            "the user 0 is root",
            "a container that must not run as root can't run as the user 0: it is never started",
        )
        .with_label(not_root, "must not be root")
        .with_help("give the id of another user".to_owned())
}

pub(crate) fn threshold_of_one(probe: &str, span: Span) -> Diagnostic {
    E7065
        .at(span, "more than one", format!("`successThreshold` of a `{probe}` must be 1"))
        .with_help("remove it".to_owned())
}

pub(crate) fn least_above_most(least: i64, most: i64, most_span: Span, span: Span) -> Diagnostic {
    E7065
        .at(span, "more than the most", format!("`minReplicas` is {least}, and `maxReplicas` {most}"))
        .with_label(most_span, "the most")
        .with_help("exchange them, or change one".to_owned())
}

pub(crate) fn path_without_slash(path: &str, span: Span) -> Diagnostic {
    E7065
        .at(span, "no `/` first", format!("`{path}` can't be the path of a rule: it must begin with `/`"))
        .with_help(format!("write `/{path}`"))
}

pub(crate) fn indexed_without_number(span: Span) -> Diagnostic {
    E7065
        .at(span, "needs `completions`", "a job that is `Indexed` needs the number of its `completions`")
        .with_help("add `completions = …`".to_owned())
}

pub(crate) fn wrong_schedule(schedule: &str, why: &str, words: &[&str], span: Span) -> Diagnostic {
    E7059
        .at(span, "not a schedule", format!("`{schedule}` can't be a schedule: {why}"))
        .with_help("write five fields, such as `0 3 * * *` for 3 o'clock each day".to_owned())
        .with_guess(schedule, words.iter().copied())
}

pub(crate) fn zone_in_schedule(zone: &str, span: Span) -> Diagnostic {
    E7059
        .at(span, "a time zone in it", "the time zone can't be a part of a schedule")
        .with_help(format!("write `timeZone = \"{zone}\"` beside it"))
}

pub(crate) fn wrong_zone(zone: &str, span: Span) -> Diagnostic {
    E7059
        .at(
            span,
            "not a time zone",
            format!("`{zone}` can't be a time zone: expected a name of the tz database"),
        )
        .with_help("write a name such as `Europe/Berlin` or `Etc/UTC`".to_owned())
}
