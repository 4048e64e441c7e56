//! Templates: E4011 and E4012, and bindings that don't fit.

use diagnostics::codes::{E3002, E4011, E4012, E4014};
use diagnostics::{Diagnostic, Edit, Fix, Span};

/// What was probably meant by a placeholder.
pub(crate) struct Meant {
    /// With its brackets.
    pub(crate) written: String,
    /// File and line of the binding.
    pub(crate) bound: String,
    /// Whether it is certain that the template is wrong, and not the binding.
    pub(crate) certain: bool,
}

pub(crate) fn unknown_placeholder(
    written: &str,
    name: &str,
    places: &[Span],
    path: Span,
    meant: Option<Meant>,
) -> Diagnostic {
    let first = places.first().copied().unwrap_or(path);
    let problem = E4011.at(first, "not bound by this template", format!("unknown placeholder `{written}`"));
    let problem = places.iter().skip(1).fold(problem, |p, place| p.with_label(*place, "and here"));
    let problem = problem.with_label(path, "filled in here");
    let Some(meant) = meant else {
        return problem.with_help(format!("bind it: `\"{name}\" = …`"));
    };
    let help = format!("did you mean `{}`? it is bound at {}", meant.written, meant.bound);
    let mut problem = problem.with_help(help);
    if meant.certain {
        let edit = |span: &Span| Edit { span: *span, text: meant.written.clone() };
        let edits = places.iter().map(edit).collect();
        problem.fix = Some(Fix { title: format!("write `{}`", meant.written), edits });
    }
    problem
}

pub(crate) fn unused_binding(key: Span, name: &str, is_variable: bool, path: &str) -> Diagnostic {
    let variable = if is_variable { format!(" or `${{{name}}}`") } else { String::new() };
    E4012
        .at(key, "binds nothing", format!("`{path}` has no placeholder `<{name}>`{variable}"))
        .with_help("remove the binding, or correct its name".to_owned())
}

pub(crate) fn not_for_a_string(span: Span, written: &str, sort: &str) -> Diagnostic {
    let message = format!("`{written}` stands inside a string, where {sort} has no form");
    E3002.at(span, sort, message).with_help("bind a string, a number or a bool".to_owned())
}

pub(crate) fn same_key(span: Span, key: &str, before: Span) -> Diagnostic {
    E4014
        .at(span, "the same key", format!("with its placeholders filled in, the key `{key}` is given twice"))
        .with_label(before, "given here first")
        .with_help("remove one of the two, or bind different values".to_owned())
}
