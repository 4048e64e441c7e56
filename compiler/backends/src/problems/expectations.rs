//! What a test expects and an output doesn't hold: E5010 and E5011.

use diagnostics::codes::{E5010, E5011};
use diagnostics::{Diagnostic, Span, did_you_mean, similar};
use graph::Target;

/// How many values a note lists before it stops.
const MANY: usize = 8;

pub(crate) fn unknown_output(target: &Target, outputs: &[&str]) -> Diagnostic {
    let list = || match outputs {
        [] => "nothing in this test emits anything".to_owned(),
        outputs => {
            let quoted: Vec<String> = outputs.iter().take(MANY).map(|o| format!("`{o}`")).collect();
            format!("the outputs are {}", quoted.join(", "))
        }
    };
    E5011
        .at(target.path_span, "no such output", format!("the test gives no output `{}`", target.path))
        .with_help(did_you_mean(&target.path, outputs.iter().copied()).unwrap_or_else(list))
}

/// The object that is expected is none.
pub(crate) fn of_expectation(problem: Diagnostic) -> Diagnostic {
    Diagnostic { code: &E5011, fix: None, ..problem }
}

pub(crate) fn no_such_object(document: &str, objects: usize, span: Span) -> Diagnostic {
    E5010
        .at(span, "expected here", format!("none of the {objects} objects of `{document}` holds this"))
        .with_help(format!("say which is meant, to see what differs: `{document}#KIND/NAME`"))
}

pub(crate) fn differs(
    place: &str,
    (wanted, span): (&str, Span),
    (found, origin): (&str, Option<Span>),
) -> Diagnostic {
    let problem = E5010
        .at(span, "expected here", format!("{place} is {found}, not {wanted}"))
        .with_help("change what the test expects, or what it is given".to_owned());
    origin.into_iter().fold(problem, |problem, span| problem.with_label(span, "comes from here"))
}

pub(crate) fn missing_key(key: &str, place: &str, keys: &[&str], span: Span) -> Diagnostic {
    let quoted: Vec<String> = keys.iter().take(MANY).map(|k| format!("`{k}`")).collect();
    let list = || match quoted.as_slice() {
        [] => "it has no keys".to_owned(),
        quoted => format!("its keys are {}", quoted.join(", ")),
    };
    E5010
        .at(span, "expected here", format!("{place} has no key `{key}`"))
        .with_help(did_you_mean(key, keys.iter().copied()).unwrap_or_else(list))
}

pub(crate) fn missing_element(wanted: &str, list: &str, elements: &[String], span: Span) -> Diagnostic {
    let problem = E5010.at(span, "expected here", format!("{list} has no element {wanted}"));
    let problem = match similar(wanted, elements.iter().map(String::as_str)) {
        Some(near) => problem.with_help(format!("the nearest is {near}")),
        None => problem,
    };
    let shown = elements.iter().take(MANY);
    shown.fold(problem, |problem, element| problem.with_note(format!("there is {element}")))
}

pub(crate) fn text_expected(path: &str, sort: &str, span: Span) -> Diagnostic {
    E5010
        .at(span, "a string is expected here", format!("`{path}` is text, and can't hold {sort}"))
        .with_help("write the text to look for as a string".to_owned())
}

/// The line that comes nearest is what was there instead.
pub(crate) fn text_missing(path: &str, wanted: &str, text: &str, span: Span) -> Diagnostic {
    let problem = E5010
        .at(span, "expected here", format!("`{path}` doesn't hold this text"))
        .with_help("change what the test expects, or what it is given".to_owned());
    let first = wanted.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
    let lines = || text.lines().map(str::trim).filter(|l| !l.is_empty());
    match lines().find(|l| *l == first).or_else(|| similar(first, lines())) {
        Some(line) => problem.with_note(format!("the nearest line is `{line}`")),
        None => problem,
    }
}
