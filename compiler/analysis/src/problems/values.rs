//! Values: what fits where, numbers, placeholders, secrets.

use std::sync::Arc;

use diagnostics::codes::{E2007, E3002, E3004, E3005, E3008, E3009, E3010, E4005, E4008, E7010, W5005};
use diagnostics::{Diagnostic, Span};
use schemas::Catalogue;

use crate::types::listed;

fn quoted<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    names.into_iter().map(|n| format!("`{n}`")).collect()
}

/// What is expected, without the details that follow an example: `a host name such as …`, and not the scheme that it must lack.
pub(super) fn essence(expected: &str) -> &str {
    let Some(example) = expected.find(" such as `").map(|at| at + " such as `".len()) else {
        return expected.split(": ").next().unwrap_or(expected);
    };
    let after = |start: usize| expected.get(start..).unwrap_or_default();
    let end = example + after(example).find('`').map_or(0, |at| at + 1);
    let is_one_of_several = [" or a ", " or an ", " or `"].iter().any(|word| after(end).contains(word));
    if is_one_of_several { expected } else { expected.get(..end).unwrap_or(expected) }
}

/// Long texts are cut in messages.
fn short(text: &str) -> String {
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(60).collect();
    if chars.next().is_some() { format!("{start}…") } else { start }
}

pub(crate) fn wrong_sort(span: Span, expected: &str, found: &str) -> Diagnostic {
    E3002.at(span, "of another type", format!("expected {expected}, found {found}"))
}

pub(crate) fn does_not_fit(span: Span, found: &str, expected: &str, attribute: Option<String>) -> Diagnostic {
    let place = attribute.map(|a| format!("`{a}`: ")).unwrap_or_default();
    let message = format!("{place}expected {}, found `{}`", essence(expected), short(found));
    // The most common slip with host names and endpoints.
    let help = match found.split_once("://") {
        Some((scheme, rest))
            if !rest.is_empty() && !expected.contains("URL") && !essence(expected).contains("://") =>
        {
            let rest = rest.split('/').next().unwrap_or(rest);
            format!("leave out `{scheme}://`: write `{rest}`")
        }
        _ => format!("write {expected}"),
    };
    let is_foreign = ["{{", "$(", "#{", "%{"].iter().any(|open| found.contains(open))
        || found.contains('{') && found.ends_with('}') | found.contains("}-");
    E3004
        .at(span, "does not fit", message)
        .with_help(is_foreign.then(|| "put a value into text with `${…}`".to_owned()).or(Some(help)))
}

/// What may have been meant by a text that isn't as it should be: without a scheme and what follows the host, in lower case, without
/// blanks around it.
pub(crate) fn meant_instead(found: &str) -> Vec<String> {
    let text = found.trim();
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or(rest);
    let mut all = vec![text.to_owned(), text.to_lowercase(), rest.to_owned(), host.to_owned()];
    all.extend([rest.to_lowercase(), host.to_lowercase()]);
    all.retain(|candidate| candidate != found && !candidate.is_empty());
    all
}

pub(crate) fn with_meant(problem: Diagnostic, found: &str, meant: &str) -> Diagnostic {
    let help = match problem.help.as_deref() {
        Some(help) if help.ends_with(&format!(": write `{meant}`")) => None,
        _ => Some(format!("write `{meant}`")),
    };
    problem.with_help(help).with_replacement(found, meant)
}

pub(crate) fn not_one_of(
    span: Span,
    found: &str,
    allowed: &[Arc<str>],
    attribute: Option<String>,
) -> Diagnostic {
    let names = quoted(allowed.iter().map(|a| &**a));
    let place = attribute.map(|a| format!("`{a}`: ")).unwrap_or_default();
    let message = format!("{place}expected {}, found `{}`", listed(&names, "or"), short(found));
    E3005
        .at(span, "not one of them", message)
        .with_help("write one of these".to_owned())
        .with_guess(found, allowed.iter().map(|a| &**a))
}

/// A list that is no longer than this is shown.
const MOST_LISTED: usize = 6;

pub(crate) fn not_in_catalogue(span: Span, found: &str, name: &str, attribute: Option<String>) -> Diagnostic {
    let place = attribute.map(|a| format!("`{a}`: ")).unwrap_or_default();
    let Some(catalogue) = schemas::catalogue(name) else {
        return E3005.at(span, "no such value", format!("{place}`{}` is not in `{name}`", short(found)));
    };
    let all: Vec<&str> = catalogue.values().take(MOST_LISTED + 1).collect();
    let expected =
        if all.len() > MOST_LISTED { catalogue.what.to_owned() } else { listed(&quoted(all), "or") };
    E3005
        .at(
            span,
            format!("not {}", catalogue.called()),
            format!("{place}expected {expected}, found `{}`", short(found)),
        )
        .with_help("write one that the list has".to_owned())
        .with_guess(found, catalogue.values())
        .with_note(format!(
            "the list of them is of {}; what is newer is accepted by `allow {name}[\"…\"] because \"…\"`",
            catalogue.date()
        ))
}

/// An allowance of a value that the catalogue has. `item`: all of it.
pub(crate) fn listed_already(span: Span, value: &str, catalogue: &Catalogue, item: Span) -> Diagnostic {
    let message = format!("`{value}` is in the list of {}, so there is nothing to allow", catalogue.date());
    without_effect(span, message, item)
}

/// An allowance of a value that stands nowhere. `item`: all of it.
pub(crate) fn newer_unused(span: Span, value: &str, item: Span) -> Diagnostic {
    without_effect(span, format!("`{value}` stands nowhere, so there is nothing to allow"), item)
}

fn without_effect(span: Span, message: String, item: Span) -> Diagnostic {
    W5005.at(span, "accepts nothing", message).with_help("remove the allowance".to_owned()).with_fix(
        "remove the allowance",
        item,
        "",
    )
}

pub(crate) fn placeholder(span: Span, found: &str, hop: Option<(String, Option<String>)>) -> Diagnostic {
    let (name, expected) = hop.unzip();
    let place = name.map(|n| format!(" in `{n}`")).unwrap_or_default();
    let expected = expected.flatten();
    let help = match expected {
        Some(expected) => format!("write {expected}"),
        None => "write the value that belongs there".to_owned(),
    };
    E3008
        .at(span, "left from a template", format!("the placeholder `{found}` was left{place}"))
        .with_help(help)
        .with_note("a value that isn't known yet is written as a hole, without quotes: `<your AWS account>`")
}

pub(crate) fn no_arm(span: Span, found: &str) -> Diagnostic {
    E3009
        .at(
            span,
            format!("is `{}`", short(found)),
            format!("no arm of the `match` is for `{}`", short(found)),
        )
        .with_help("add an arm for it, or `_ => …`".to_owned())
}

pub(crate) fn inexact_quantity(span: Span, number: &str, unit: &str) -> Diagnostic {
    E3010
        .at(span, "no whole number", format!("`{number}{unit}` is no whole number of bytes or milliseconds"))
        .with_help("write it in a smaller unit".to_owned())
}

pub(crate) fn unknown_unit(span: Span, name: &str, units: &[&str]) -> Diagnostic {
    E3010
        .at(span, "no such unit", format!("there is no unit `{name}` for this"))
        .with_help(format!("the units are {}", listed(&quoted(units.iter().copied()), "and")))
        .with_guess(name, units.iter().copied())
}

pub(crate) fn inexact_unit(span: Span, call: Span, shown: &str, unit: &str) -> Diagnostic {
    E3010
        .at(span, "not a whole number of them", format!("`{shown}` is no whole number of `{unit}`"))
        .with_label(call, "wanted in this unit here")
        .with_help(format!("give an amount that is a whole number of `{unit}`"))
}

pub(crate) fn too_large(span: Span) -> Diagnostic {
    E4005
        .at(span, "can't be computed", "the result is too large, or below zero where nothing can be")
        .with_help("check the numbers that it is computed of".to_owned())
}

pub(crate) fn divided_by_zero(span: Span) -> Diagnostic {
    E4005
        .at(span, "is 0", "nothing can be divided by 0")
        .with_help("give a number that isn't 0, or ask first: `if x != 0 { … }`".to_owned())
}

pub(crate) fn empty_range(span: Span, min: i64, max: i64) -> Diagnostic {
    E4005
        .at(span, "ends before it begins", format!("the range `{min}..{max}` holds no number"))
        .with_help(format!("write `{max}..{min}`"))
        .with_fix("swap the ends", span, format!("{max}..{min}"))
}

pub(crate) fn empty_separator(span: Span) -> Diagnostic {
    E4005.at(span, "no separator", "`split` needs a separator that isn't empty")
}

pub(crate) fn bad_pattern(span: Span) -> Diagnostic {
    E2007
        .at(span, "can't be read as a pattern", "the pattern is no regular expression")
        .with_help("write a character that means itself with a backslash, such as `\\(`".to_owned())
}

/// `compared`: where, if the user wrote that.
pub(crate) fn secret_compared(span: Span, name: &str, declared: Span, compared: Option<Span>) -> Diagnostic {
    let problem = secret_used(span, name, declared, "be compared");
    match compared.filter(|at| *at != span) {
        Some(at) => problem.with_label(at, "compared here"),
        None => problem,
    }
}

pub(crate) fn secret_used(span: Span, name: &str, declared: Span, what: &str) -> Diagnostic {
    E4008
        .at(span, "its value isn't known", format!("the secret `{name}` can't {what}"))
        .with_label(declared, "declared as a secret here")
        .with_help("decide it by something that isn't secret, such as a `param`".to_owned())
        .with_note("nobody but the scripts that run later sees the value of a secret")
}

pub(crate) fn unexplained_wildcard(star: Span, grant: Span) -> Diagnostic {
    let diagnostic = E7010.at(star, "allows everything", "this grant has a `*`, and no reason for it");
    let diagnostic = if star == grant { diagnostic } else { diagnostic.with_label(grant, "in this grant") };
    diagnostic.with_help("name what is meant, or say why with `because = \"…\"`".to_owned())
}
