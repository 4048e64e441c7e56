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
    let (primary, label) = places.first().cloned().unwrap_or((here, String::new()));
    let diagnostic = code.at(primary, label, message).with_rule(name).with_help(help);
    places.iter().skip(1).fold(diagnostic, |d, (span, text)| d.with_label(*span, text.clone()))
}

pub(crate) fn check_undecided(here: Span, name: &str, what: &str) -> Diagnostic {
    N5003
        .at(here, "not decided", format!("the check could not be decided: it needs {what}"))
        .with_rule(name)
}
