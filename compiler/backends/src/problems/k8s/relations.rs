//! Objects that don't fit one another.

use diagnostics::codes::{E7053, E7056, E7058, E7063, E7064, W7054, W7057, W7066};
use diagnostics::{Diagnostic, Span};

use crate::k8s::order::Object;
use crate::k8s::selectors::Miss;
use crate::problems::listed;

/// `labels` is where the pods have their labels, or could have.
pub(crate) fn selects_others(object: &Object, miss: &Miss<'_>, labels: Span) -> Diagnostic {
    let message = format!("the {object} doesn't select its own pods: it wants {}", miss.wanted);
    let problem = E7053.at(miss.origin.span, "not a label of its pods", message);
    with_label_of(problem, miss, labels).with_help("write the same in both places".to_owned())
}

fn with_label_of(problem: Diagnostic, miss: &Miss<'_>, labels: Span) -> Diagnostic {
    match &miss.found {
        Some((value, span)) => problem.with_label(*span, format!("it is `{value}` here")),
        None => problem.with_label(labels, format!("without the label `{}`", miss.key)),
    }
}

pub(crate) fn empty_selector(object: &Object, span: Span) -> Diagnostic {
    E7053
        .at(span, "selects everything", format!("the selector of the {object} is empty"))
        .with_help("give it `matchLabels` with labels of its pods".to_owned())
}

/// `nearest` is what makes the pods that fit least badly.
pub(crate) fn selects_no_pod(object: &Object, miss: &Miss<'_>, nearest: &Object, labels: Span) -> Diagnostic {
    let message = format!("the {object} selects no pod of this deployment: it wants {}", miss.wanted);
    let problem = W7054.at(miss.origin.span, "no pod has this", message);
    with_label_of(problem, miss, labels)
        .with_help(format!("write a label of the pods that are meant, such as those of the {nearest}"))
}

/// `place` is what names the port; `owner` is what should have it, with its verb.
pub(crate) fn unknown_port(port: &str, place: &str, owner: &str, known: &[String], span: Span) -> Diagnostic {
    let known = once(known);
    // Another number is no slip.
    let is_name = port.contains(|c: char| !c.is_ascii_digit());
    let alike: Vec<&str> = if is_name { known.clone() } else { Vec::new() };
    let help = if known.is_empty() {
        format!("{owner} no ports of that sort: add one")
    } else {
        format!("{owner} {}", listed(&known, "and"))
    };
    E7056
        .at(span, "no such port", format!("{place} names the port `{port}`, which isn't there"))
        .with_help(help)
        .with_guess(port, alike)
}

pub(crate) fn undeclared_port(
    port: i64,
    place: &str,
    pods: &Object,
    known: &[i64],
    span: Span,
) -> Diagnostic {
    let message = format!("{place} sends to the port {port}, which no container of the {pods} declares");
    let known: Vec<String> = known.iter().map(ToString::to_string).collect();
    let known = once(&known);
    W7057
        .at(span, "declared by no container", message)
        .with_help(format!("they declare {}", listed(&known, "and")))
}

pub(crate) fn volume_does_not_fit(volume: &str, what: &str, has: Span, span: Span) -> Diagnostic {
    E7058
        .at(span, "not met by the volume", format!("a claim of the volume `{volume}` wants {what}"))
        .with_label(has, "the volume")
        .with_help("write the same in both places".to_owned())
}

pub(crate) fn unknown_object(wanted: &Object, meant: &str, made: Option<Span>, span: Span) -> Diagnostic {
    let problem = E7063.at(span, "no such object", format!("there is no {wanted}"));
    let problem = match made {
        Some(made) => problem.with_label(made, format!("`{meant}` is made here")),
        None => problem.with_note(format!("each cluster has a {} `{meant}`", wanted.kind)),
    };
    problem.with_guess(&wanted.name, [meant])
}

pub(crate) fn another_kind(kind: &str, other: &Object, made: Span, span: Span) -> Diagnostic {
    let message = format!("there is no {kind} `{}`: it is a {}", other.name, other.kind);
    E7063
        .at(span, "of another kind", message)
        .with_label(made, "made here")
        .with_help(format!("write `{}`", other.kind))
        .with_replacement(kind, &other.kind)
}

pub(crate) fn unknown_data(
    key: &str,
    object: &Object,
    keys: &[String],
    made: Span,
    span: Span,
) -> Diagnostic {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let help = if keys.is_empty() {
        format!("add `{key}` to it")
    } else {
        format!("its keys are {}", listed(&keys, "and"))
    };
    E7064
        .at(span, "no such key", format!("the {object} has no key `{key}`"))
        .with_label(made, "its keys")
        .with_help(help)
        .with_guess(key, keys)
}

pub(crate) fn replicas_of_an_autoscaler(autoscaler: &Object, scaled: Span, span: Span) -> Diagnostic {
    let message = format!(
        "`replicas` is what the {autoscaler} decides: each time that this is applied, it is set back"
    );
    W7066
        .at(span, "set back to this", message)
        .with_label(scaled, "scaled here")
        .with_help("remove `replicas`, and say `minReplicas` of the autoscaler".to_owned())
}

/// Each word once, in their order.
fn once(words: &[String]) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for word in words {
        if !found.contains(&word.as_str()) {
            found.push(word);
        }
    }
    found
}
