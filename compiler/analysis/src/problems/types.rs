//! Values that don't fit where they stand: E3001 to E3003, E3006, E3007, E3009 and E3010.

use diagnostics::codes::{E3001, E3002, E3003, E3005, E3006, E3007, E3009, E3010};
use diagnostics::{Diagnostic, Span};

use super::values::essence;
use crate::types::{Type, listed};

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

pub(crate) fn wrong_type(span: Span, expected: &str, found: &Type<'_>) -> Diagnostic {
    E3002
        .at(span, "of another type", format!("expected {}, found {}", essence(expected), sort_of(found)))
        .with_help(format!("write {expected}"))
}

/// What people call a value of a type, without what it must be like.
fn sort_of(ty: &Type<'_>) -> String {
    match ty {
        Type::Optional(inner) => sort_of(inner),
        Type::Bool => "a bool".to_owned(),
        Type::Int | Type::IntIn(..) => "an int".to_owned(),
        Type::Float => "a float".to_owned(),
        Type::Size => "a size".to_owned(),
        Type::Duration => "a duration".to_owned(),
        Type::Range => "a range".to_owned(),
        Type::File => "a file".to_owned(),
        Type::Tagged(format) => format!("{format} text"),
        Type::List(_) => "a list".to_owned(),
        Type::Map(..) => "a map".to_owned(),
        Type::Document => "a document".to_owned(),
        ty if ty.is_string() => "a string".to_owned(),
        Type::Union(list) => {
            let mut sorts: Vec<String> = Vec::new();
            for sort in list.iter().map(sort_of) {
                if !sorts.contains(&sort) {
                    sorts.push(sort);
                }
            }
            listed(&sorts, "or")
        }
        other => other.describe(),
    }
}

pub(crate) fn wrong_spread(span: Span, name: &str, expected: &str, found: &Type<'_>) -> Diagnostic {
    E3002
        .at(
            span,
            format!("brings `{name}`"),
            format!("expected {} for `{name}`, found {}", essence(expected), sort_of(found)),
        )
        .with_help(format!("give `{name}` after it again: {expected}"))
}

pub(crate) fn key_expected(span: Span) -> Diagnostic {
    E3002
        .at(span, "a value without a key", "expected `key = value`, found a value alone")
        .with_help("write the key before it: `key = …`".to_owned())
}

pub(crate) fn tagged_key(span: Span, tag: &str) -> Diagnostic {
    E3002
        .at(
            span,
            "a key is plain text",
            format!("expected a plain string as a key or label, found {tag} text"),
        )
        .with_help(format!("leave out the `{tag}`"))
        .with_fix(format!("leave out the `{tag}`"), span, "")
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

pub(crate) fn arithmetic(span: Span, verb: &str, left: &Type<'_>, right: &Type<'_>) -> Diagnostic {
    let (left, right) = (sort_of(left), sort_of(right));
    E3002
        .at(span, "of different types", format!("{left} and {right} can't be {verb}"))
        .with_help("compute with numbers, or with amounts of one sort".to_owned())
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
    E3005
        .at(span, "never this value", format!("expected {}, found `\"{text}\"`", listed(&names, "or")))
        .with_help("write one of these".to_owned())
        .with_guess(text, all.iter().copied())
}

/// `(least, most)`: how many arguments it takes.
pub(crate) fn wrong_count(
    span: Span,
    function: &str,
    params: &[&str],
    (least, most): (usize, Option<usize>),
    found: usize,
) -> Diagnostic {
    let count = |n: usize| if n == 1 { "1 argument".to_owned() } else { format!("{n} arguments") };
    let takes = match most {
        Some(most) if most == least => count(most),
        Some(most) => format!("{least} to {}", count(most)),
        None => format!("at least {}", count(least)),
    };
    let label = format!("{} here", count(found));
    let message = format!("`{function}` takes {takes}, found {found}");
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

/// A record that is indexed by one of several words, and lacks some of them.
pub(crate) fn entries_missing(span: Span, missing: &[&str], present: &[&str]) -> Diagnostic {
    let all = |words: &[&str]| listed(&words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>(), "and");
    let guess =
        missing.iter().find_map(|word| Some((*word, diagnostics::similar(word, present.iter().copied())?)));
    let help = match guess {
        Some((word, near)) => format!("did you mean `{word}` by `{near}`?"),
        None => format!("add `{} = …`", missing.first().copied().unwrap_or_default()),
    };
    E3009.at(span, "lacks an entry", format!("the record has no entry for {}", all(missing))).with_help(help)
}

/// Our word for a unit that other formats write so: `4000Mi`, `10sec`, `5min`.
pub(crate) fn foreign_unit(unit: &str) -> Option<&'static str> {
    let foreign =
        [("Ki", "KiB"), ("Mi", "MiB"), ("Gi", "GiB"), ("Ti", "TiB"), ("K", "kB"), ("KB", "kB"), ("M", "MB")];
    let foreign = foreign.iter().chain(&[("G", "GB"), ("T", "TB"), ("sec", "s"), ("min", "m"), ("hr", "h")]);
    foreign.into_iter().find(|(name, _)| *name == unit).map(|(_, ours)| *ours)
}

pub(crate) fn unknown_unit(span: Span, number: &str, unit: &str) -> Diagnostic {
    let units = || graph::SIZE_UNITS.iter().chain(graph::DURATION_UNITS).map(|(name, _)| *name);
    let guess = foreign_unit(unit).or_else(|| diagnostics::similar(unit, units()));
    let problem = E3010.at(span, "no such unit", format!("there is no unit `{unit}`"));
    let names: Vec<String> = units().map(|u| format!("`{u}`")).collect();
    let Some(guess) = guess else {
        return problem.with_help(format!("the units are {}", listed(&names, "and")));
    };
    let (found, wanted) = (format!("{number}{unit}"), format!("{number}{guess}"));
    let problem = problem.with_help(format!("write `{wanted}`"));
    if foreign_unit(unit).is_some() { problem.with_replacement(&found, &wanted) } else { problem }
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
