//! What can be wrong with patches: E7020 to E7026.

use diagnostics::codes::{E7020, E7021, E7022, E7023, E7024, E7025, E7026};
use diagnostics::{Diagnostic, Span, did_you_mean};
use graph::Target;

use super::listed;

/// How many names a help lists before it stops.
const MANY: usize = 8;

/// All there is, if that is little.
fn all_of<T: AsRef<str>>(names: &[T], what: &str) -> Option<String> {
    let all: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    (1..=MANY).contains(&all.len()).then(|| format!("{what} {}", listed(&all, "and")))
}

/// The path of a document where someone wrote the path of its file.
fn without_folder<'a>(path: &str, output: &str, documents: &[&'a str]) -> Option<&'a str> {
    let below = path.strip_prefix(output).and_then(|p| p.strip_prefix('/')).unwrap_or(path);
    let plain = below.strip_suffix(".in").unwrap_or(below);
    documents.iter().copied().find(|d| *d == below || *d == plain)
}

pub(crate) fn unknown_output(target: &Target, output: &str, documents: &[&str]) -> Diagnostic {
    let path = &target.path;
    let problem = E7020
        .at(target.path_span, "no such output", format!("there is no output `{path}` to patch"))
        .with_help(all_of(documents, "the outputs are"));
    match without_folder(path, output, documents) {
        Some(meant) => problem.with_help(format!("write `{meant}`")).with_replacement(path, meant),
        None => problem.with_guess(path, documents.iter().copied()),
    }
}

pub(crate) fn no_object(target: &Target, objects: &[String]) -> Diagnostic {
    let (selector, span) =
        target.selector.as_ref().map_or(("", target.path_span), |(text, span)| (&**text, *span));
    E7021
        .at(span, "no such object", format!("`{}` has no object `{selector}`", target.path))
        .with_help(all_of(objects, "its objects are"))
        .with_guess(selector, objects.iter().map(String::as_str))
}

pub(crate) fn which_object(target: &Target, objects: &[String]) -> Diagnostic {
    let span = target.selector.as_ref().map_or(target.path_span, |(_, span)| *span);
    let all: Vec<&str> = objects.iter().map(String::as_str).collect();
    let help = match all.as_slice() {
        [] => None,
        [first, ..] => {
            Some(format!("write `{}#{first}`; its objects are {}", target.path, listed(&all, "and")))
        }
    };
    E7021
        .at(
            span,
            "which of its objects?",
            format!("`{}` has several objects: expected one of them", target.path),
        )
        .with_help(help)
}

pub(crate) fn has_no_objects(target: &Target, span: Span) -> Diagnostic {
    E7021
        .at(
            span,
            "nothing to choose from",
            format!("`{}` is one document, without objects to choose", target.path),
        )
        .with_help(format!("write `{}` alone", target.path))
}

pub(crate) fn unknown_step(key: &str, place: &str, keys: &[&str], span: Span) -> Diagnostic {
    let add = format!("to add it, give all of it at once: `{key} = {{ … }}`");
    let problem = E7022
        .at(span, "no such key", format!("{place} has no key `{key}`"))
        .with_help(all_of(keys, "its keys are"))
        // No edit: the document may be what is misspelt.
        .with_help(did_you_mean(key, keys.iter().copied()));
    match problem.help {
        None => problem.with_help(add),
        Some(_) if problem.replacement.is_none() => problem.with_note(add),
        Some(_) => problem,
    }
}

pub(crate) fn nothing_inside(place: &str, sort: &str, span: Span) -> Diagnostic {
    E7022
        .at(span, "nothing to go into", format!("{place} is {sort}, which has nothing inside"))
        .with_help("end the place before this, and give the whole value".to_owned())
}

pub(crate) fn unknown_element(name: &str, list: &str, names: &[String], span: Span) -> Diagnostic {
    E7023
        .at(span, "no such element", format!("{list} has no element `{name}`"))
        .with_help("choose an element by its place: `[0]`".to_owned())
        .with_help(all_of(names, "its elements are"))
        .with_help(did_you_mean(name, names.iter().map(String::as_str)))
}

pub(crate) fn new_element(name: &str, list: &str, document: &str, key: &str, span: Span) -> Diagnostic {
    E7023
        .at(span, "no such element", format!("`{list}` of `{document}` has no element `{name}`"))
        .with_help(format!("to add one, give its name as well: `{{ {key} = \"{name}\", … }}`"))
}

pub(crate) fn element_expected(list: &str, path: &str, name: Option<&str>, span: Span) -> Diagnostic {
    let key = path.rsplit('.').next().unwrap_or(path);
    let help = match name {
        Some(name) => format!("choose one by its name: `{key}[\"{name}\"]`"),
        None => format!("choose one by its place: `{key}[0]`"),
    };
    E7023
        .at(span, "an element is expected here", format!("{list} is a list: expected one of its elements"))
        .with_help(help)
}

pub(crate) fn ambiguous_element(name: &str, found: &[usize], list: &str, span: Span) -> Diagnostic {
    let places: Vec<String> = found.iter().map(|i| format!("[{i}]")).collect();
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    E7023
        .at(span, "more than one element", format!("{list} has {} elements `{name}`", found.len()))
        .with_help(format!("choose one by its place: they are {}", listed(&places, "and")))
}

pub(crate) fn no_index(index: i64, length: usize, list: &str, span: Span) -> Diagnostic {
    let elements = if length == 1 { "1 element".to_owned() } else { format!("{length} elements") };
    E7023
        .at(span, "no such element", format!("{list} has {elements}, and none at {index}"))
        .with_help("count from 0, or choose an element by its name".to_owned())
}

pub(crate) fn nothing_to_remove(place: &str, document: &str, span: Span) -> Diagnostic {
    E7024
        .at(span, "nothing there", format!("`{document}` has no `{place}` that could be removed"))
        .with_help("leave this line out".to_owned())
}

pub(crate) fn patched_twice(place: &str, document: &str, first: Span, second: Span) -> Diagnostic {
    E7025
        .at(second, "patched again here", format!("`{place}` of `{document}` is patched twice"))
        .with_label(first, "patched here first")
        .with_help("keep one of the two".to_owned())
}

pub(crate) fn not_a_tree(path: &str, what: &str, span: Span) -> Diagnostic {
    E7026
        .at(
            span,
            "can't be patched",
            format!("`{path}` is {what}, which has no parts that a patch could change"),
        )
        .with_help("give the resource that writes it other values".to_owned())
}
