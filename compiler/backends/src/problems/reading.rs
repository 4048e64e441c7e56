//! Documents that others wrote: E4013 and E4014. Places are in their files.

use diagnostics::codes::{E4013, E4014};
use diagnostics::{Diagnostic, Span};

pub(crate) fn expected(span: Span, what: &str, found: &str) -> Diagnostic {
    let found = if found.is_empty() { "the end of the file".to_owned() } else { format!("`{found}`") };
    E4013.at(span, format!("expected {what}"), format!("{what} is expected here, not {found}"))
}

pub(crate) fn after_the_end(span: Span, found: char) -> Diagnostic {
    E4013
        .at(span, "one thing too many", format!("the document has ended before this `{found}`"))
        .with_help("let the file hold one value".to_owned())
}

pub(crate) fn endless_string(span: Span) -> Diagnostic {
    E4013.at(span, "begins here", "this string doesn't end").with_help("close it with `\"`".to_owned())
}

pub(crate) fn no_escape(span: Span, escape: &str) -> Diagnostic {
    E4013
        .at(span, "not an escape", format!("`{escape}` isn't an escape of JSON"))
        .with_help("write `\\\\` for a backslash".to_owned())
}

pub(crate) fn no_number(span: Span, word: &str) -> Diagnostic {
    E4013
        .at(span, "not a number", format!("`{word}` isn't a number of JSON"))
        .with_help("write it without leading zeros, or in quotes".to_owned())
}

pub(crate) fn no_yaml(span: Span, why: &str) -> Diagnostic {
    E4013.at(span, "not YAML", format!("this isn't YAML: {why}"))
}

pub(crate) fn ambiguous_bool(span: Span, word: &str) -> Diagnostic {
    let message = format!("`{word}` is a bool for some readers of YAML, and a string for others");
    let means = matches!(word.to_ascii_lowercase().as_str(), "y" | "yes" | "on");
    E4013.at(span, "read in two ways", message).with_help(format!("write `{means}` or `\"{word}\"`"))
}

pub(crate) fn ambiguous_number(span: Span, word: &str, octal: i64) -> Diagnostic {
    let message = format!("`{word}` is octal for some readers of YAML, and decimal for others");
    E4013
        .at(span, "read in two ways", message)
        .with_help(format!("write `{octal}` for the octal number, or `\"{word}\"`"))
}

pub(crate) fn tag(span: Span, tag: &str) -> Diagnostic {
    E4013
        .at(span, "has a tag", format!("the tag `{tag}` has no meaning here"))
        .with_help("write the value in full, without the tag".to_owned())
}

pub(crate) fn merge_key(span: Span) -> Diagnostic {
    E4013
        .at(span, "a merge key", "the merge key `<<` isn't read")
        .with_help("write the entries that it stands for".to_owned())
}

pub(crate) fn no_key(span: Span) -> Diagnostic {
    E4013
        .at(span, "not a string", "a key is a string, and this one isn't")
        .with_help("write a plain key".to_owned())
}

pub(crate) fn too_deep(span: Span, deepest: usize) -> Diagnostic {
    E4013.at(span, "too deep", format!("lists and records nest deeper than {deepest}"))
}

pub(crate) fn unknown_ending(span: Span, ending: &str) -> Diagnostic {
    let found = if ending.is_empty() { "it has no ending".to_owned() } else { format!("not `.{ending}`") };
    E4013
        .at(span, "this file", format!("the name of a template ends in `.json`, `.yaml` or `.yml`; {found}"))
        .with_help("rename the file as what it holds".to_owned())
}

pub(crate) fn duplicate_key(span: Span, key: &str, before: Span) -> Diagnostic {
    E4014
        .at(span, "given again", format!("the key `{key}` is given twice"))
        .with_label(before, "given here first")
        .with_help("remove one of the two".to_owned())
}
