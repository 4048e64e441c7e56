//! What can be wrong with steps: one function per problem.

use diagnostics::codes::{E7002, E7003, E7004, E7005, E7008, E7011, E7030, W7012};
use diagnostics::{Diagnostic, Span};
use graph::{Data, Secret};

use crate::k8s::order::Object;

pub(crate) fn unknown_output<'a>(path: &str, known: impl Iterator<Item = &'a str>, span: Span) -> Diagnostic {
    E7008
        .at(span, "no output of this path", format!("no document is written to `{path}`"))
        .with_help("emit a document with this path".to_owned())
        .with_guess(path, known)
}

pub(crate) fn filled_too_early(
    path: &str,
    capture: &str,
    captured_by: &str,
    span: Span,
    captured: Option<Span>,
) -> Diagnostic {
    let message =
        format!("`{path}` holds `{capture}`, which isn't known before the step `{captured_by}` has run");
    let problem = E7008.at(span, "read too early", message);
    let problem = captured.into_iter().fold(problem, |p, s| p.with_label(s, "found out here"));
    problem.with_help(format!("read it in a step after `{captured_by}`, in the same script"))
}

pub(crate) fn captured_too_late(
    capture: &str,
    captured_by: &str,
    span: Span,
    captured: Option<Span>,
) -> Diagnostic {
    let message =
        format!("`{capture}` isn't known here: the step `{captured_by}` of this script has to run before");
    let problem = E7003.at(span, "used too early", message);
    let problem = captured.into_iter().fold(problem, |p, s| p.with_label(s, "found out here"));
    problem.with_help(format!("use it in a step after `{captured_by}`, in the same script"))
}

pub(crate) fn late_in_command(stage: &str, span: Span, late: Span) -> Diagnostic {
    let message = format!("a value of the stage `{stage}` can't be used by a script, which doesn't know it");
    let problem = E7003.at(span, "unknown to the script", message);
    let problem = if late == span { problem } else { problem.with_label(late, "became late here") };
    problem.with_help("capture what the script needs in a step, or give a value that is known now".to_owned())
}

pub(crate) fn late_in_title(span: Span) -> Diagnostic {
    E7003
        .at(
            span,
            "not known yet",
            "the title of a step is printed before any step has run, so all of it must be known",
        )
        .with_help("leave the value out of the title".to_owned())
}

pub(crate) fn secret_in_words(secret: &Secret, span: Span) -> Diagnostic {
    let message = format!(
        "secret `{}` can't be a word of a command: every user of the machine can read those",
        secret.name
    );
    E7004.at(span, "a secret as an argument", message).with_label(secret.span, "declared here").with_help(
        format!("hand it over on standard input, as in `shell\"printf '%s' ${{{}}} | …\"`", secret.name),
    )
}

pub(crate) fn secret_without_variable(secret: &Secret) -> Diagnostic {
    let message = format!(
        "`{}` can't be the name of an environment variable: expected letters, digits and `_`",
        secret.variable
    );
    E7011
        .at(secret.span, "used by a script", message)
        .with_help(format!("give `{}` another name for scripts, as in `script = \"PASSWORD\"`", secret.name))
}

pub(crate) fn secret_in_title(secret: &Secret, span: Span) -> Diagnostic {
    E7004
        .at(
            span,
            "a secret in a title",
            format!("secret `{}` can't be a part of a title, which is printed", secret.name),
        )
        .with_help("leave it out of the title".to_owned())
}

pub(crate) fn unit_in_command(amount: &str, span: Span) -> Diagnostic {
    E7005
        .at(span, "an amount without a unit", format!("`{amount}` has no notation of its own in a command"))
        .with_help(
            "write `text(…, \"s\")` or `number(…, \"s\")`, with the unit that the command expects".to_owned(),
        )
}

pub(crate) fn not_a_word(data: &Data, span: Span) -> Diagnostic {
    E7002
        .at(span, "not a word", format!("{} can't be a word of a command", data.sort()))
        .with_help("write a string, a number or a bool".to_owned())
}

pub(crate) fn no_command(span: Span) -> Diagnostic {
    E7002
        .at(span, "no words in it", "a command needs at least one word")
        .with_help("write the name of a program first".to_owned())
}

pub(crate) fn unprintable_word(span: Span) -> Diagnostic {
    E7011
        .at(
            span,
            "a character that is none",
            "a word of a command can't hold the character with the number 0",
        )
        .with_help("remove it".to_owned())
}

pub(crate) fn needed_too_early(object: &Object, path: &str, maker: &str, span: Span) -> Diagnostic {
    E7030
        .at(
            span,
            "needed here",
            format!("`{path}` needs the {object}, which `{maker}` makes in a later step"),
        )
        .with_help(format!("apply `{maker}` before `{path}`, or emit the {} to `{path}`", object.kind))
}

pub(crate) fn not_applied(path: &str, span: Span) -> Diagnostic {
    W7012
        .at(span, "read by no step", format!("`{path}` is written, but no step applies it"))
        .with_help(format!("apply it in a step, with `output({path:?})` among its words"))
}
