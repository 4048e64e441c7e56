//! Changes in place of what is immutable, and what is said on the command line about them: E5006, W5007 and E0014.

use diagnostics::{Diagnostic, Edit, Fix, Span, codes, did_you_mean};

/// An immutable attribute that is not what it was.
pub(crate) struct InPlace {
    /// Its name.
    pub(crate) name: String,
    /// What it was, as a person would write it.
    pub(crate) old: String,
    /// Where the new value is written, if that is in a file of the user's.
    pub(crate) span: Option<Span>,
    /// Whether it isn't there any more.
    pub(crate) removed: bool,
    /// Where the lock says what it was.
    pub(crate) in_lock: Option<Span>,
}

/// A new name for a resource, and where to write it.
pub(crate) struct Rename {
    /// The attribute that is its identity.
    pub(crate) attribute: String,
    /// What it is called.
    pub(crate) old: String,
    /// What it could be called.
    pub(crate) new: String,
    /// Where it is called so, if an edit replaces that.
    pub(crate) place: Option<Span>,
    /// What to write.
    pub(crate) edit: Edit,
}

/// Attributes that can't be changed in place, and were. `identity` is the attribute that says which thing it is.
pub(crate) fn immutable_changed(
    head: Span,
    path: &str,
    changed: &[InPlace],
    identity: Option<&str>,
    rename: Option<Rename>,
) -> Diagnostic {
    let names: Vec<String> = changed.iter().map(|c| format!("`{}`", c.name)).collect();
    let (last, first) = names.split_last().map_or(("", &[][..]), |(last, first)| (last.as_str(), first));
    let and = if first.is_empty() { "" } else { " and " };
    let message = format!("{}{and}{last} of `{path}` can't be changed in place", first.join(", "));
    let label = |c: &InPlace| match (c.removed, c.span) {
        (false, Some(span)) => (span, format!("was `{}`", c.old)),
        (_, span) => (span.unwrap_or(head), format!("`{}` was `{}`", c.name, c.old)),
    };
    let mut labels = changed.iter().map(label);
    let (span, text) = labels.next().unwrap_or((head, String::new()));
    let problem = codes::E5006.at(span, text, message);
    let problem = labels.fold(problem, |problem, (span, text)| problem.with_label(span, text));
    let in_lock = changed.iter().filter_map(|c| c.in_lock);
    let mut problem = in_lock.fold(problem, |problem, span| problem.with_label(span, "built like this"));
    let never = format!("if it was never deployed like that, build with `--replace {path}`");
    let help = match (&rename, identity) {
        (Some(Rename { attribute, new, .. }), _) => {
            format!(
                "give it a new `{attribute}`, such as `{new}`, and remove the old one when nothing needs it any more; {never}"
            )
        }
        (None, Some(attribute)) => {
            format!(
                "make another one, with another `{attribute}`, and remove this one when nothing needs it any more; {never}"
            )
        }
        (None, None) => {
            format!(
                "remove by hand what was deployed, or make sure that it never was; then build with `--replace {path}`"
            )
        }
    };
    if let Some(Rename { attribute, old, new, place, edit }) = rename {
        if let Some(place) = place {
            problem = problem.with_label(place, format!("still the same `{attribute}`"));
        }
        problem.fix = Some(Fix { title: format!("call it `{new}` instead of `{old}`"), edits: vec![edit] });
    }
    problem.with_help(help)
}

/// `--replace` with a resource that has nothing to replace.
pub(crate) fn replacement_without_effect(head: Span, path: &str) -> Diagnostic {
    let message = format!("nothing of `{path}` needs `--replace`: it can be built as it is");
    codes::W5007.at(head, "no immutable change", message).with_help(format!("leave out `--replace {path}`"))
}

/// `--replace` with a path that no resource has.
pub(crate) fn unknown_replacement<'a>(
    start: Span,
    path: &str,
    paths: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let guess = did_you_mean(path, paths);
    let otherwise =
        "say it as the message of E5006 does: `--replace cluster.main.node_group.workers`".to_string();
    codes::E0014
        .at(start, "no such resource in it", format!("`--replace {path}` names no resource of the spec"))
        .with_help(guess.unwrap_or(otherwise))
}
