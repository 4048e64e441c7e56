//! Tests that fail for what they report: E5012 and E5013.

use analysis::GivenDiagnostic;
use diagnostics::codes::{E5012, E5013};
use diagnostics::{Diagnostic, Span, did_you_mean};

/// How many diagnostics are named in place of one that is missing.
const MANY: usize = 5;

fn shown(diagnostic: &Diagnostic) -> String {
    format!("{}[{}]", diagnostic.code.severity().word(), diagnostic.shown_code())
}

/// A diagnostic that was expected; `instead` are those that nobody expected.
pub(crate) fn not_given(given: &GivenDiagnostic, instead: &[&Diagnostic], names: &[&str]) -> Diagnostic {
    let GivenDiagnostic { severity, code, span } = given;
    let problem = E5012
        .at(*span, "expected here", format!("the test gives no {severity} `{code}`"))
        .with_help(match instead {
            [] => "the fragment is without a mistake: expect its outputs, or make it wrong".to_owned(),
            [first, ..] => format!(
                "expect `{} {}`, or change the fragment",
                first.code.severity().word(),
                first.shown_code()
            ),
        });
    // The name of a check has a dot, which no code has.
    let unknown = !code.contains('.') && !names.iter().any(|n| n.eq_ignore_ascii_case(code));
    let guess = did_you_mean(code, names.iter().copied()).filter(|_| unknown);
    let problem = problem.with_help(guess);
    instead.iter().take(MANY).fold(problem, |problem, other| {
        problem.with_label(other.primary.span, format!("{} instead", shown(other))).with_note(format!(
            "{}: {}",
            shown(other),
            other.message
        ))
    })
}

/// An error that the test doesn't expect.
pub(crate) fn fails(title: Span, name: &str, error: &Diagnostic) -> Diagnostic {
    let label = if error.primary.text.is_empty() { shown(error) } else { error.primary.text.clone() };
    let problem = E5013
        .at(title, "fails", format!("`{name}` gives {}: {}", shown(error), error.message))
        .with_help(error.help.clone())
        .with_label(error.primary.span, label);
    error.secondary.iter().fold(problem, |problem, label| problem.with_label(label.span, label.text.clone()))
}
