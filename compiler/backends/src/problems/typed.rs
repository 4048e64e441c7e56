//! What a shape of a format refuses.

use diagnostics::codes::{E7009, E7040, E7041, E7042, E7043, W7047};
use diagnostics::{Diagnostic, Span};
use schemas::{Bounds, Versions};

use super::listed;

/// So many words are listed; more of them help nobody.
const MOST_LISTED: usize = 12;

pub(crate) fn unknown_key(
    key: &str,
    place: &str,
    known: &[&str],
    below: Option<&str>,
    span: Span,
) -> Diagnostic {
    let help = match (below, known) {
        (Some(below), _) => format!("`{key}` is a key of `{below}`: write it in there"),
        (None, []) => "remove it".to_owned(),
        (None, [one]) => format!("its key is `{one}`"),
        (None, known) => format!("its keys are {}", some(known, "and")),
    };
    let problem =
        E7040.at(span, "not one of its keys", format!("{place} has no key `{key}`")).with_help(help);
    if below.is_some() { problem } else { problem.with_guess(key, known.iter().copied()) }
}

pub(crate) fn missing_key(key: &str, place: &str, span: Span) -> Diagnostic {
    E7041
        .at(span, format!("no `{key}` in here"), format!("{place} needs `{key}`"))
        .with_help(format!("add `{key} = …`"))
}

pub(crate) fn of_another_sort(
    place: &str,
    expected: &str,
    found: &str,
    quoted: bool,
    span: Span,
) -> Diagnostic {
    let help = quoted.then(|| "write it in quotes".to_owned());
    E7042
        .at(span, format!("{expected} is expected here"), format!("{place} must be {expected}, not {found}"))
        .with_help(help)
}

pub(crate) fn late_of_another_sort(place: &str, found: &str, expected: &str, span: Span) -> Diagnostic {
    let message = format!("{place} must be {expected}, and this will be {found}");
    E7042.at(span, format!("will be {found}"), message)
}

pub(crate) fn not_one_of(place: &str, found: &str, words: &[&str], span: Span) -> Diagnostic {
    let message = format!("{place} can't be `{found}`: expected {}", some(words, "or"));
    E7043.at(span, "not one of these", message).with_guess(found, words.iter().copied())
}

pub(crate) fn other_text(place: &str, found: &str, expected: &str, span: Span) -> Diagnostic {
    E7043.at(span, "not of this form", format!("{place} can't be `{found}`: expected {expected}"))
}

pub(crate) fn unmatched(place: &str, found: &str, pattern: &str, span: Span) -> Diagnostic {
    E7043
        .at(span, "not of this form", format!("{place} can't be `{found}`: it doesn't match its pattern"))
        .with_note(format!("the pattern is `{pattern}`"))
}

pub(crate) fn out_of_range(place: &str, found: f64, bounds: Bounds, span: Span) -> Diagnostic {
    E7043.at(span, "out of its range", format!("{place} can't be {found}: expected {}", range(bounds)))
}

pub(crate) fn length_of_text(place: &str, length: usize, bounds: Bounds, span: Span) -> Diagnostic {
    let message = format!("{place} has {length} characters: expected {}", range(bounds));
    E7043.at(span, format!("{length} characters"), message)
}

pub(crate) fn length_of_list(place: &str, length: usize, bounds: Bounds, span: Span) -> Diagnostic {
    let noun = if length == 1 { "element" } else { "elements" };
    let message = format!("{place} has {length} {noun}: expected {}", range(bounds));
    E7043.at(span, format!("{length} {noun}"), message)
}

pub(crate) fn twice(place: &str, first: Span, span: Span) -> Diagnostic {
    E7043
        .at(span, "the same again", format!("{place} is in the list already"))
        .with_label(first, "here first")
        .with_help("remove one of the two".to_owned())
}

pub(crate) fn read_only(key: &str, place: &str, span: Span) -> Diagnostic {
    E7009
        .at(span, "read-only", format!("`{key}` of {place} can be read, and not set"))
        .with_help("remove it".to_owned())
}

pub(crate) fn key_of_another_version(
    key: &str,
    place: &str,
    (versions, version, words): (Versions, u16, fn(u16) -> String),
    span: Span,
) -> Diagnostic {
    let here = words(version);
    let why = match (versions.since, versions.until) {
        (Some(since), _) if version < since => format!("it came with {}", words(since)),
        (_, Some(until)) => format!("{} was the last one with it", words(until)),
        _ => "other versions have it".to_owned(),
    };
    E7009.at(span, format!("not in {here}"), format!("{place} has no key `{key}` in {here}")).with_note(why)
}

pub(crate) fn deprecated_key(key: &str, place: &str, span: Span) -> Diagnostic {
    W7047.at(span, "deprecated", format!("`{key}` of {place} is deprecated"))
}

pub(crate) fn needs_another(first: &str, other: &str, place: &str, span: Span) -> Diagnostic {
    E7009
        .at(span, format!("needs `{other}`"), format!("`{first}` of {place} needs `{other}` beside it"))
        .with_help(format!("add `{other} = …`, or remove `{first}`"))
}

pub(crate) fn none_of(keys: &[String], only: bool, place: &str, span: Span) -> Diagnostic {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let how = if only { "one" } else { "at least one" };
    E7009
        .at(span, "none of them in here", format!("{place} needs {how} of {}", some(&keys, "and")))
        .with_help(format!("add {}", some(&keys, "or")))
}

pub(crate) fn too_many_of(
    (first, first_span): (&str, Span),
    (second, span): (&str, Span),
    place: &str,
) -> Diagnostic {
    E7009
        .at(span, "not both", format!("{place} can't have both `{first}` and `{second}`"))
        .with_label(first_span, format!("`{first}` is here"))
        .with_help("remove one of the two".to_owned())
}

fn some(words: &[&str], joint: &str) -> String {
    match words.get(..MOST_LISTED) {
        Some(first) if words.len() > MOST_LISTED => {
            let quoted: Vec<String> = first.iter().map(|w| format!("`{w}`")).collect();
            format!("{} {joint} {} more", quoted.join(", "), words.len() - MOST_LISTED)
        }
        _ => listed(words, joint),
    }
}

fn range(bounds: Bounds) -> String {
    match (bounds.min, bounds.max) {
        (Some(min), Some(max)) if min.to_bits() == max.to_bits() => format!("exactly {min}"),
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("{min} or more"),
        (None, Some(max)) => format!("{max} or less"),
        (None, None) => "any".to_owned(),
    }
}
