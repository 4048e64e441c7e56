//! The words `identity` and `mutable` where they would mislead: E3015 and E3016.

use diagnostics::codes::{E3015, E3016};
use diagnostics::{Diagnostic, Span};

/// `span` is the type of the field.
pub(crate) fn unfit_identity(span: Span, name: &str) -> Diagnostic {
    let message =
        format!("an `identity` says which thing a resource is, and `{name}` is neither a string nor an int");
    E3015
        .at(span, "neither string nor int", message)
        .with_help("mark a field that is a string or an int".to_owned())
}

/// `words` are those before the field, with the blank behind them.
pub(crate) fn mutable_identity(words: Span, name: &str) -> Diagnostic {
    let message =
        format!("`{name}` can't be changed in place: a resource with another `identity` is another one");
    E3015.at(without_blank(words), "both at once", message).with_help("remove `mutable`".to_owned())
}

/// `words` are those before the field, with the blank behind them.
pub(crate) fn mutable_without_effect(words: Span, name: &str, kind: &str) -> Diagnostic {
    let message = format!("`{name}` can be changed in place anyway: `{kind}` is not immutable as a whole");
    E3016
        .at(without_blank(words), "excepts nothing", message)
        .with_help(format!("remove `mutable`, or write `immutable` behind the name `{kind}`"))
        .with_fix("remove `mutable`", words, "")
}

fn without_blank(words: Span) -> Span {
    words.slice(0, words.len().saturating_sub(1))
}
