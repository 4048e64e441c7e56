//! What can be wrong with a template of `CloudFormation`.

use diagnostics::codes::{E7009, E7070, E7071, E7072, E7073, E7074, E7075, E7076, E7077, E7079, W7078};
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

/// A name that no condition has.
pub(crate) fn unknown_condition(name: &str, known: &[&str], path: &str, span: Span) -> Diagnostic {
    let help = match known {
        [] => "declare it in the section `Conditions`".to_owned(),
        known => format!("its conditions are {}", listed(known, "and")),
    };
    E7074
        .at(span, "no such condition", format!("the template `{path}` has no condition `{name}`"))
        .with_help(help)
        .with_guess(name, known.iter().copied())
}

/// A condition that isn't one.
pub(crate) fn no_condition(place: &str, functions: &[&str], span: Span) -> Diagnostic {
    let expected = listed(functions, "or");
    E7079.at(span, "no condition", format!("{place} must be {expected}, or `Condition` with another's name"))
}

/// What `Fn::FindInMap` doesn't find.
pub(crate) fn not_mapped(key: &str, what: &str, known: &[&str], span: Span) -> Diagnostic {
    let help = match known {
        [] => "declare it in the section `Mappings`".to_owned(),
        known => format!("there {} {}", if known.len() == 1 { "is" } else { "are" }, listed(known, "and")),
    };
    E7075
        .at(span, "not mapped", format!("there is no {what} with the name `{key}`"))
        .with_help(help)
        .with_guess(key, known.iter().copied())
}

/// An import that is nearly the name of an export.
pub(crate) fn unknown_export(name: &str, near: &str, maker: &str, span: Span) -> Diagnostic {
    E7076
        .at(span, "no such export", format!("no template exports `{name}`; `{maker}` exports `{near}`"))
        .with_guess(name, [near])
}

/// A name that two stacks export.
pub(crate) fn same_export(name: &str, (path, first): (&str, Span), span: Span) -> Diagnostic {
    E7077
        .at(span, "the same name again", format!("`{path}` exports `{name}` already"))
        .with_label(first, "the first one")
        .with_help("give it another name: exports are known by it in the whole region".to_owned())
}

/// A part of a template that nothing refers to.
pub(crate) fn unused(what: &str, name: &str, path: &str, span: Span) -> Diagnostic {
    W7078
        .at(span, "not used", format!("nothing in `{path}` uses the {what} `{name}`"))
        .with_help("remove it".to_owned())
}

/// A function with too few or too many values.
pub(crate) fn wrong_count(function: &str, expected: &str, found: &str, span: Span) -> Diagnostic {
    E7079.at(span, format!("{found} here"), format!("`{function}` takes {expected}, not {found}"))
}

/// A policy that wants what the type can't do.
pub(crate) fn no_snapshots(key: &str, id: &str, of: &str, span: Span) -> Diagnostic {
    let message = format!("`{key}` of `{id}` can't be `Snapshot`: CloudFormation makes none of an `{of}`");
    E7009.at(span, "no snapshots of this type", message).with_help("write `Retain` or `Delete`".to_owned())
}
