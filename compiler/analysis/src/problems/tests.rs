//! Tests that can't be run as they are written: E5014.

use diagnostics::codes::E5014;
use diagnostics::{Diagnostic, Span, did_you_mean};

use crate::tests::SEVERITIES;

pub(crate) fn unknown_severity(span: Span, word: &str) -> Diagnostic {
    let message = format!("`{word}` is no severity: expected `error`, `warning` or `note`");
    let help = "write `gives error CODE`, or the path of an output in quotes".to_owned();
    E5014.at(span, "not a severity", message).with_help(help).with_help(did_you_mean(word, SEVERITIES))
}

pub(crate) fn computed_file(span: Span) -> Diagnostic {
    E5014
        .at(span, "holds a `${…}`", "a file of a test is taken as it is written, and can't hold a value")
        .with_help("write the text as `r\"…\"` or `r\"\"\"`, in which `${` is itself".to_owned())
}

pub(crate) fn output_of_a_failure(span: Span) -> Diagnostic {
    E5014
        .at(span, "never written", "a test that gives an error has no outputs to look at")
        .with_help("make a test of its own for what the outputs hold".to_owned())
}
