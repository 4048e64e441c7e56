//! Names, labels and ports of one object.

use diagnostics::codes::{E7050, E7052, E7055, W7051};
use diagnostics::{Diagnostic, Span};

use crate::k8s::names::Grammar;
use crate::k8s::order::Object;

/// `thing` is what it names, with its article. `None` if the name is fine.
pub(crate) fn wrong_name(
    name: &str,
    thing: &str,
    grammar: Grammar,
    limit: Option<usize>,
    span: Span,
) -> Option<Diagnostic> {
    let length = name.chars().count();
    if !grammar.takes(name) {
        let message = format!("`{name}` can't be the name of {thing}: expected {}", grammar.words());
        let help = grammar.nearest(name).map(|made| format!("write `{made}`"));
        return Some(E7050.at(span, "not a name there", message).with_help(help));
    }
    let limit = limit.filter(|limit| length > *limit)?;
    let message = format!("the name of {thing} has {length} characters: expected at most {limit}");
    let help = "give it a shorter name".to_owned();
    Some(E7050.at(span, format!("{length} characters"), message).with_help(help))
}

pub(crate) fn wrong_start_of_names(start: &str, kind: &str, grammar: Grammar, span: Span) -> Diagnostic {
    let message = format!("the name of a {kind} can't begin with `{start}`: expected {}", grammar.words());
    let made = grammar.nearest(start.trim_end_matches('-'));
    E7050.at(span, "not a name there", message).with_help(made.map(|made| format!("write `{made}-`")))
}

pub(crate) fn name_twice(name: &str, what: &str, first: Span, span: Span) -> Diagnostic {
    E7050
        .at(span, "the same name again", format!("two {what}s of one pod are called `{name}`"))
        .with_label(first, "the first one")
        .with_help("give one of them another name".to_owned())
}

pub(crate) fn wrong_variable(name: &str, span: Span) -> Diagnostic {
    let message =
        format!("`{name}` can't be the name of a variable: expected printable characters without `=`");
    E7050.at(span, "not a name there", message).with_help("give it another name".to_owned())
}

pub(crate) fn namespace_ignored(kind: &str, span: Span) -> Diagnostic {
    W7051
        .at(span, "has no effect", format!("a {kind} lies in no namespace: this one is ignored"))
        .with_help("remove it".to_owned())
}

/// `thing` is a label or an annotation, with its article.
pub(crate) fn wrong_label_key(key: &str, thing: &str, why: &str, span: Span) -> Diagnostic {
    E7052
        .at(span, "not a key there", format!("`{key}` can't be the key of {thing}: {why}"))
        .with_help("give it another key".to_owned())
}

pub(crate) fn wrong_label_value(value: &str, limit: usize, span: Span) -> Diagnostic {
    let length = value.chars().count();
    if length > limit {
        let message = format!("the value of a label has {length} characters: expected at most {limit}");
        return E7052
            .at(span, format!("{length} characters"), message)
            .with_help("shorten it, or make it an annotation".to_owned());
    }
    let message = format!(
        "`{value}` can't be the value of a label: expected letters, digits, `-`, `_` and `.`, with a letter or digit at both ends"
    );
    E7052
        .at(span, "not a value of a label", message)
        .with_help("write it with those characters, or make it an annotation".to_owned())
}

pub(crate) fn annotations_too_long(bytes: usize, limit: usize, span: Span) -> Diagnostic {
    let message =
        format!("the annotations of an object have {bytes} bytes together: Kubernetes takes {limit}");
    E7052
        .at(span, format!("{bytes} bytes"), message)
        .with_help("put what is long into a `ConfigMap`".to_owned())
}

pub(crate) fn port_out_of_range(number: i64, key: &str, (least, most): (i64, i64), span: Span) -> Diagnostic {
    let message = format!("`{key}` can't be {number}: expected {least} to {most}");
    let help = format!("choose a number from {least} to {most}");
    E7055.at(span, "out of its range", message).with_help(help)
}

pub(crate) fn port_in_quotes(number: &str, span: Span) -> Diagnostic {
    E7055
        .at(
            span,
            "taken for a name",
            format!("`{number}` in quotes is taken for the name of a port, and isn't one"),
        )
        .with_help(format!("write {number} without quotes"))
}

pub(crate) fn port_twice(port: &str, what: &str, first: Span, span: Span) -> Diagnostic {
    let place = if what == "containerPort" { "of one container" } else { "of one list" };
    E7055
        .at(span, "the same again", format!("two ports {place} have the `{what}` `{port}`"))
        .with_label(first, "here first")
        .with_help("remove one of the two, or change it".to_owned())
}

pub(crate) fn port_without_a_name(object: &Object, span: Span) -> Diagnostic {
    E7055
        .at(
            span,
            "no `name` in here",
            format!("each port of the {object} needs a name, since it has several"),
        )
        .with_help("add `name = …`".to_owned())
}
