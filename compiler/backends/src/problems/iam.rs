//! What a policy of IAM can have wrong.

use diagnostics::codes::E7090;
use diagnostics::{Diagnostic, Span, similar};

use super::listed;

/// So many names are listed; more of them help nobody.
const MOST_LISTED: usize = 4;

pub(crate) fn unknown_service(
    service: &str,
    text: &str,
    services: &[String],
    elsewhere: &[&str],
    span: Span,
) -> Diagnostic {
    let problem = E7090
        .at(span, "no such service", format!("`{service}` of `{text}` isn't a service of AWS"))
        .with_help(of_others(elsewhere));
    match elsewhere {
        [only] => problem.with_replacement(text, only),
        _ => problem.with_guess(text, services.iter().map(String::as_str)),
    }
}

pub(crate) fn service_in_capitals(text: &str, meant: &str, span: Span) -> Diagnostic {
    E7090
        .at(span, "a service in capitals", format!("the service of `{text}` is written in small letters"))
        .with_help(format!("write `{meant}`"))
        .with_replacement(text, meant)
}

pub(crate) fn pattern_of_nothing(text: &str, service: &str, span: Span) -> Diagnostic {
    E7090
        .at(span, "stands for no action", format!("no action of {service} fits `{text}`"))
        .with_help("name an action that there is, or remove it".to_owned())
}

pub(crate) fn unknown_action(
    text: &str,
    service: &str,
    own: &[&str],
    elsewhere: &[&str],
    span: Span,
) -> Diagnostic {
    let problem = E7090.at(span, "no such action", format!("{service} has no action `{text}`"));
    if similar(text, own.iter().copied()).is_some() {
        return problem.with_guess(text, own.iter().copied());
    }
    let problem = problem.with_help(of_others(elsewhere));
    if let [only] = elsewhere { problem.with_replacement(text, only) } else { problem }
}

/// Where else there is an action of this name.
fn of_others(actions: &[&str]) -> Option<String> {
    let first = actions.get(..actions.len().min(MOST_LISTED)).filter(|a| !a.is_empty())?;
    Some(format!("actions of this name are {}", listed(first, "and"))).map(|words| match first {
        [only] => format!("did you mean `{only}`?"),
        _ => words,
    })
}
