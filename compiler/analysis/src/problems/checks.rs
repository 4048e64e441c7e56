//! Checks of the library and of the spec.

use diagnostics::codes::{E2017, E3004, E5001, N5003, W5002, W5005};
use diagnostics::{Diagnostic, Span, did_you_mean};
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

/// `meant`: the check that would have failed if it weren't for this allowance.
pub(crate) fn unknown_check(span: Span, name: &str, checks: &[String], meant: Option<&str>) -> Diagnostic {
    let problem = E2017
        .at(span, "no such check", format!("there is no check `{name}`"))
        .with_help("write it as the warning shows it, `KIND.CHECK`".to_owned());
    match meant {
        Some(meant) => problem.with_guess(name, [meant]),
        // Of a check that holds there is nothing to allow.
        None => problem.with_help(did_you_mean(name, checks.iter().map(String::as_str))),
    }
}

/// `item`: the whole allowance.
pub(crate) fn not_advice(span: Span, name: &str, item: Span) -> Diagnostic {
    W5005
        .at(span, "accepts nothing", format!("`{name}` is no advice: when it fails, that is an error"))
        .with_help("remove the allowance, and mend what the check says".to_owned())
        .with_fix("remove the allowance", item, "")
}

/// `item`: the whole allowance.
pub(crate) fn unused_allowance(span: Span, name: &str, item: Span) -> Diagnostic {
    W5005
        .at(span, "accepts nothing", format!("`{name}` doesn't warn, so there is nothing to allow"))
        .with_help("remove the allowance".to_owned())
        .with_fix("remove the allowance", item, "")
}

/// `before`: the first allowance of the same check; `item`: all of the second one.
pub(crate) fn allowed_already(span: Span, name: &str, before: Span, item: Span) -> Diagnostic {
    W5005
        .at(span, "accepts nothing", format!("`{name}` is allowed already"))
        .with_label(before, "allowed here")
        .with_help("remove one of the two allowances".to_owned())
        .with_fix("remove the allowance", item, "")
}

/// `what`: the item that needs a reason.
pub(crate) fn empty_reason(span: Span, what: &str) -> Diagnostic {
    E3004
        .at(span, "says nothing", format!("{what} needs its reason, and this is empty"))
        .with_help("say why, for those who read the spec after you".to_owned())
}
