//! Values that don't fit where they stand: E3001 to E3003, E3006, E3007, E3009 and E3010.

use diagnostics::codes::{E3001, E3002, E3003, E3005, E3006, E3007, E3009, E3010};
use diagnostics::{Diagnostic, Span, did_you_mean};

use crate::types::listed;

/// `name = …` for each, one a line.
fn lines(missing: &[(String, String)]) -> String {
    let width = missing.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let line = |(name, ty): &(String, String)| format!("\n{name:width$} = <{}>", hole(ty));
    missing.iter().map(line).collect()
}

/// What is expected, short and plain enough to stand in a hole.
fn hole(expected: &str) -> String {
    let short = expected.split(", ").next().unwrap_or(expected);
    let short = short.split(": ").next().unwrap_or(short);
    short.replace(['`', '<', '>'], "")
}

fn quoted(missing: &[(String, String)]) -> String {
    let names: Vec<String> = missing.iter().map(|(name, _)| format!("`{name}`")).collect();
    listed(&names, "and")
}

/// `missing`: names, with what is expected of each.
pub(crate) fn missing_fields(span: Span, resource: &str, missing: &[(String, String)]) -> Diagnostic {
    let label = if missing.len() == 1 { "a field is missing" } else { "fields are missing" };
    E3001
        .at(span, label, format!("`{resource}` lacks {}", quoted(missing)))
        .with_help(format!("add between its braces:{}", lines(missing)))
}

pub(crate) fn missing_entries(span: Span, missing: &[(String, String)]) -> Diagnostic {
    let label = if missing.len() == 1 { "a key is missing" } else { "keys are missing" };
    E3001
        .at(span, label, format!("the record lacks {}", quoted(missing)))
        .with_help(format!("add between its braces:{}", lines(missing)))
}

pub(crate) fn wrong_type(span: Span, expected: &str, found: &str) -> Diagnostic {
    E3002.at(span, "of another type", format!("expected {expected}, found {found}"))
}

pub(crate) fn wrong_spread(span: Span, name: &str, expected: &str, found: &str) -> Diagnostic {
    E3002.at(span, format!("brings `{name}`"), format!("expected {expected} for `{name}`, found {found}"))
}

pub(crate) fn key_expected(span: Span) -> Diagnostic {
    E3002
        .at(span, "a value without a key", "expected `key = value`, found a value alone")
        .with_help("write the key before it: `key = …`".to_owned())
}

pub(crate) fn is_what(span: Span) -> Diagnostic {
    E3002
        .at(
            span,
            "can't be asked",
            "expected `some`, `none`, `secret`, `string`, `int`, `float` or `bool` after `is`",
        )
        .with_help("ask with `is some` whether there is a value".to_owned())
}

pub(crate) fn kind_expected(span: Span) -> Diagnostic {
    E3002
        .at(span, "not a kind", "`all` expects a kind, found something else")
        .with_help("name a kind, such as `all(bucket)`".to_owned())
}

pub(crate) fn added_strings(span: Span, instead: &str) -> Diagnostic {
    E3002
        .at(span, "a string is added", "strings can't be added with `+`")
        .with_help(format!("write one string: `{instead}`"))
}

pub(crate) fn added(span: Span, what: &str, instead: &str) -> Diagnostic {
    E3002
        .at(span, format!("{what} are added"), format!("{what} can't be added with `+`"))
        .with_help(format!("write `{instead}`"))
}

pub(crate) fn arithmetic(span: Span, verb: &str, left: &str, right: &str) -> Diagnostic {
    E3002.at(span, "of different types", format!("{left} and {right} can't be {verb}"))
}

pub(crate) fn maybe_absent(span: Span, name: Option<&str>) -> Diagnostic {
    let (what, name) = match name {
        Some(name) => (format!("`{name}`"), name),
        None => ("the value".to_owned(), "x"),
    };
    E3003
        .at(span, "may be absent", format!("{what} may be absent, and a value is needed here"))
        .with_help(format!("say what counts then, `{name} ?? …`, or ask first: `if {name} is some {{ … }}`"))
}

pub(crate) fn else_expected(span: Span, expected: &str) -> Diagnostic {
    E3003
        .at(
            span,
            "absent otherwise",
            format!("expected {expected}, and an `if` without `else` may give nothing"),
        )
        .with_help("add `else { … }`".to_owned())
}

pub(crate) fn never_equal(span: Span, text: &str, all: &[&str]) -> Diagnostic {
    let names: Vec<String> = all.iter().map(|n| format!("`\"{n}\"`")).collect();
    let guess = did_you_mean(text, all.iter().copied());
    E3005
        .at(span, "never this value", format!("expected {}, found `\"{text}\"`", listed(&names, "or")))
        .with_help(guess)
}

pub(crate) fn wrong_count(span: Span, function: &str, params: &[&str], found: usize) -> Diagnostic {
    let count = |n: usize| if n == 1 { "1 argument".to_owned() } else { format!("{n} arguments") };
    let label = format!("{} here", count(found));
    let message = format!("`{function}` takes {}, found {found}", count(params.len()));
    E3006.at(span, label, message).with_help(format!("write `{function}({})`", params.join(", ")))
}

pub(crate) fn duplicate_key(span: Span, key: &str, before: Span) -> Diagnostic {
    E3007
        .at(span, "given again", format!("`{key}` is given twice"))
        .with_label(before, "given here first")
        .with_help("remove one of the two".to_owned())
}

pub(crate) fn not_exhaustive(span: Span, missing: &[String]) -> Diagnostic {
    let names: Vec<String> = missing.iter().map(|m| format!("`{m}`")).collect();
    let all = listed(&names, "and");
    let message = if missing.iter().any(|m| m == "_") {
        "the `match` has no arm for other values".to_owned()
    } else {
        format!("the `match` has no arm for {all}")
    };
    let patterns = if missing.len() > 3 { "_".to_owned() } else { missing.join(" | ") };
    E3009.at(span, "not all values covered", message).with_help(format!("add an arm: `{patterns} => …`"))
}

pub(crate) fn unknown_unit(span: Span, number: &str, unit: &str) -> Diagnostic {
    let units = || graph::SIZE_UNITS.iter().chain(graph::DURATION_UNITS).map(|(name, _)| *name);
    // What other formats write: `4000Mi`, `10sec`, `5min`.
    let foreign =
        [("Ki", "KiB"), ("Mi", "MiB"), ("Gi", "GiB"), ("Ti", "TiB"), ("K", "kB"), ("KB", "kB"), ("M", "MB")];
    let foreign = foreign.iter().chain(&[("G", "GB"), ("T", "TB"), ("sec", "s"), ("min", "m"), ("hr", "h")]);
    let known = foreign.into_iter().find(|(name, _)| *name == unit).map(|(_, ours)| *ours);
    let guess = known.or_else(|| diagnostics::similar(unit, units()));
    let names: Vec<String> = units().map(|u| format!("`{u}`")).collect();
    let all = || format!("the units are {}", listed(&names, "and"));
    let help = guess.map_or_else(all, |guess| format!("write `{number}{guess}`"));
    E3010.at(span, "no such unit", format!("there is no unit `{unit}`")).with_help(help)
}

pub(crate) fn unit_needed(span: Span, what: &str, name: &str, unit: &str) -> Diagnostic {
    E3010
        .at(
            span,
            format!("a {what} without a unit"),
            format!("a {what} in a string needs the unit to write it in"),
        )
        .with_help(format!(
            "write `text({name}, \"{unit}\")`, or `number({name}, \"{unit}\")` for the number alone"
        ))
}
