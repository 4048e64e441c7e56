//! What can be wrong with a template of `CloudFormation`.

use diagnostics::codes::{E7070, E7071, E7072, E7073};
use diagnostics::{Diagnostic, Span};

use super::listed;

/// A resource of a type that there isn't.
pub(crate) fn unknown_type(name: &str, types: &[&str], transform: Option<&str>, span: Span) -> Diagnostic {
    let problem = E7070.at(span, "no such type", format!("CloudFormation has no resource type `{name}`"));
    if let Some(transform) = transform {
        return problem.with_help(format!(
            "add `Transform = \"{transform}\"` to the template, which makes others of it"
        ));
    }
    let service = name.rsplit_once("::").map_or("", |(service, _)| service);
    let beside: Vec<&str> =
        types.iter().copied().filter(|t| t.rsplit_once("::").is_some_and(|(s, _)| s == service)).collect();
    let help = match beside.as_slice() {
        [] => "`wavec data` says of which day the list of types is".to_owned(),
        [_, ..] if beside.len() <= 12 => format!("the types of `{service}` are {}", listed(&beside, "and")),
        _ => format!("`{service}` has {} types, and this is none of them", beside.len()),
    };
    problem.with_help(help).with_guess(name, types.iter().copied())
}

/// An attribute that a type of resources doesn't have.
pub(crate) fn unknown_attribute(
    name: &str,
    (id, of): (&str, &str),
    known: &[&str],
    is_property: bool,
    span: Span,
) -> Diagnostic {
    let message = format!("`{id}`, an `{of}`, has no attribute `{name}`");
    let help = match known {
        _ if is_property => format!(
            "`{name}` is a property, which can't be read: write its value, or a parameter, in both places"
        ),
        [] => format!("`{of}` has no attributes; `Ref` gives its name or id"),
        known => format!("its attributes are {}", listed(known, "and")),
    };
    let problem = E7071.at(span, "no such attribute", message).with_help(help);
    if is_property { problem } else { problem.with_guess(name, known.iter().copied()) }
}

/// A function that there isn't.
pub(crate) fn unknown_function(name: &str, known: &[&str], span: Span) -> Diagnostic {
    E7072
        .at(span, "no such function", format!("CloudFormation has no function `{name}`"))
        .with_help(
            "write it as the user guide of CloudFormation does, or quote what it is the name of".to_owned(),
        )
        .with_guess(name, known.iter().copied())
}

/// Things that need each other: `(what, needs what, where it says so)`, all the way round; the last one comes back to the first.
pub(crate) fn circle(
    what: &str,
    before: &[(&str, &str, Span)],
    (from, to, span): (&str, &str, Span),
    path: &str,
) -> Diagnostic {
    let way: Vec<String> = before.iter().map(|(from, ..)| format!("`{from}`")).collect();
    let message = if way.is_empty() {
        format!("the {what} `{from}` of `{path}` needs itself")
    } else {
        format!("{what}s of `{path}` need each other: {}, `{from}`, and again `{to}`", way.join(", "))
    };
    let mut problem = E7073.at(span, format!("`{from}` needs `{to}`"), message);
    for (from, to, span) in before {
        problem = problem.with_label(*span, format!("`{from}` needs `{to}`"));
    }
    problem.with_help(format!("take one of these references out, or move it into another {what}"))
}
