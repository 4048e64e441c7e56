//! Checks of the library and of the spec.

use diagnostics::codes::{E5001, N5003, W5002};
use diagnostics::{Diagnostic, Span};
use syntax::tree::CheckKind;

/// At the places that were read; without any, at the resource.
pub(crate) fn check_failed(
    kind: CheckKind,
    name: &str,
    message: String,
    help: Option<String>,
    here: Span,
    places: &[(Span, String)],
) -> Diagnostic {
    let code = if kind == CheckKind::Advise { &W5002 } else { &E5001 };
    let (primary, label) =
        places.first().cloned().unwrap_or_else(|| (here, "does not hold for this".to_owned()));
    let diagnostic = code.at(primary, label, message).with_rule(name).with_help(help);
    places.iter().skip(1).fold(diagnostic, |d, (span, text)| d.with_label(*span, text.clone()))
}

/// `read`: the attribute that the check stopped at.
pub(crate) fn check_undecided(here: Span, name: &str, read: Option<&str>, what: &str) -> Diagnostic {
    let why = match (read, what.strip_prefix("a value that ")) {
        (Some(read), Some(what)) => format!("it needs `{read}`, which {what}"),
        _ => format!("it needs {what}"),
    };
    N5003
        .at(here, "not checked", format!("the check could not be decided: {why}"))
        .with_rule(name)
        .with_help("give the value, and the check looks at it".to_owned())
}
