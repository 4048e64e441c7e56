//! What can be wrong with values that someone else puts in: their names, and what would be taken for one.

use diagnostics::codes::{E7003, E7009, E7015, E7016, E7017, W7018};
use diagnostics::{Diagnostic, Span};

use super::listed;
use crate::tables;

/// A name that a stage can't have.
pub(crate) fn not_a_name(name: &str, stage: &str, span: Span) -> Diagnostic {
    let row = tables::stage(stage);
    let expected = row.map_or("another name", |s| s.names);
    let words: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let made =
        row.and_then(|s| Some(s.parameter?(&words)).filter(|made| s.is_name.is_some_and(|is| is(made))));
    E7016
        .at(
            span,
            "not a name there",
            format!("`{name}` can't be a name in the stage `{stage}`: expected {expected}"),
        )
        .with_help(made.map_or_else(|| "give it another name".to_owned(), |made| format!("write `{made}`")))
}

/// Two parameters that a stage can't tell apart.
pub(crate) fn same_name(
    name: &str,
    stage: &str,
    (first, first_span): (&str, Span),
    (second, span): (&str, Span),
) -> Diagnostic {
    let message =
        format!("the parameters `{first}` and `{second}` are both called `{name}` in the stage `{stage}`");
    E7015
        .at(span, "the same name again", message)
        .with_label(first_span, "the first one")
        .with_help(format!("give one of them another name: `@{stage}(\"…\")`"))
}

/// A context that GitHub doesn't know at a place.
pub(crate) fn unknown_context(context: &str, known: &[&str], place: &str, span: Span) -> Diagnostic {
    let all = format!("GitHub knows {} there", listed(known, "and"));
    E7003
        .at(span, "not known there", format!("GitHub doesn't know `{context}` in {place}"))
        .with_help(all)
        .with_guess(context, known.iter().copied())
}

pub(crate) fn unknown_job(job: &str, jobs: &[&str], path: &str, span: Span) -> Diagnostic {
    let all = format!("its jobs are {}", listed(jobs, "and"));
    E7009
        .at(span, "no such job", format!("`{path}` has no job `{job}`"))
        .with_help(all)
        .with_guess(job, jobs.iter().copied())
}

/// A reference to what a template doesn't have.
pub(crate) fn unknown_id(what: &str, id: &str, ids: &[&str], path: &str, span: Span) -> Diagnostic {
    let other = "refer to what this template has; for what another one exports, use `cloudformation.import_value(\"…\")`";
    E7017
        .at(span, "no such id", format!("the template `{path}` has no {what} `{id}`"))
        .with_help(other.to_owned())
        .with_guess(id, ids.iter().copied())
}

pub(crate) fn too_long(path: &str, length: usize, limit: usize, span: Span) -> Diagnostic {
    let message = format!("`{path}` has {length} bytes, and a template can have {limit}");
    E7009.at(span, "too long", message).with_help("split it into several templates".to_owned())
}

pub(crate) fn needs_a_bucket(path: &str, length: usize, limit: usize, span: Span) -> Diagnostic {
    let message = format!("`{path}` has {length} bytes: more than {limit} have to be uploaded to a bucket");
    W7018
        .at(span, "too long to be passed on", message)
        .with_help("deploy it with `--s3-bucket`, or split it into several templates".to_owned())
}

/// A resource of a template that has the name of a parameter.
pub(crate) fn id_of_both(id: &str, path: &str, span: Span, (param, param_span): (&str, Span)) -> Diagnostic {
    let message =
        format!("the resource `{id}` of `{path}` has the name that the parameter `{param}` has there");
    E7015
        .at(span, "a resource of that name", message)
        .with_label(param_span, "the parameter")
        .with_help("give the parameter another name: `@cloudformation(\"…\")`".to_owned())
}
