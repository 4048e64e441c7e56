//! Names and declarations: E2002 to E2014.

use diagnostics::codes::{E2002, E2007, E2008, E2009, E2010, E2011, E2012, E2013, E2014, E2017};
use diagnostics::{Diagnostic, Span, did_you_mean};

use syntax::lexer::kinds::ITEM_WORDS;

use crate::types::listed;

fn quoted(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    listed(&names, "and")
}

pub(crate) fn unknown_kind(span: Span, name: &str, kinds: &[&str]) -> Diagnostic {
    let problem = E2002.at(span, "no such kind", format!("there is no kind `{name}`"));
    match foreign_item(name) {
        Some(help) => problem.with_help(help.to_owned()),
        None => problem
            .with_help(format!("declare it with `kind {name} {{ … }}`, or use the module that has it"))
            .with_guess(name, kinds.iter().chain(ITEM_WORDS).copied()),
    }
}

/// What other languages begin their items with, and what does the same here.
fn foreign_item(word: &str) -> Option<&'static str> {
    match word {
        "import" | "include" | "require" | "from" => Some("write `use MODULE`, or `use \"FILE.wave\"`"),
        "locals" | "local" | "const" | "var" | "val" | "def" => Some("write `let NAME = VALUE`"),
        "variable" | "input" | "parameter" => Some("write `param NAME: TYPE = DEFAULT`"),
        "function" | "func" => Some("write `fn NAME(a: TYPE) -> TYPE = VALUE`"),
        "schema" | "class" | "struct" => Some("write `kind NAME { … }`"),
        _ => None,
    }
}

/// A kind of a module of the library that isn't used; the others that it would bring aren't reported.
/// `start`: where the first item of the file begins, if nothing above is said of it.
pub(crate) fn missing_use(
    span: Span,
    name: &str,
    module: &str,
    brings: &[String],
    start: Option<Span>,
) -> Diagnostic {
    let others: Vec<&str> = brings.iter().map(String::as_str).filter(|n| *n != name).collect();
    let diagnostic = E2002
        .at(
            span,
            "no such kind here",
            format!("there is no kind `{name}` in the modules that this file uses"),
        )
        .with_help(format!("add `use {module}` at the top of the file"));
    let diagnostic = match start {
        Some(start) => diagnostic.with_fix(format!("add `use {module}`"), start, format!("use {module}\n")),
        None => diagnostic,
    };
    if others.is_empty() {
        diagnostic
    } else {
        diagnostic.with_note(format!("it brings {}, too", quoted(&others)))
    }
}

pub(crate) fn unknown_type<'a>(span: Span, name: &str, types: impl Iterator<Item = &'a str>) -> Diagnostic {
    E2007
        .at(span, "no such type", format!("there is no type `{name}`"))
        .with_help(format!("declare it: `type {name} = …`"))
        .with_guess(name, types)
}

pub(crate) fn type_of_itself(span: Span, name: &str) -> Diagnostic {
    E2007
        .at(span, "made of itself", format!("the type `{name}` is made of itself"))
        .with_help("write out what it holds, or use `document` for what may be nested without end".to_owned())
}

pub(crate) fn unknown_catalogue(span: Span, name: &str) -> Diagnostic {
    let names = schemas::CATALOGUES.iter().map(|c| c.name);
    E2007
        .at(span, "no such catalogue", format!("there is no catalogue `{name}`"))
        .with_help("write the type as `string matching r\"…\"`".to_owned())
        .with_guess(name, names)
}

/// Of an allowance of a value.
pub(crate) fn unknown_list(span: Span, name: &str) -> Diagnostic {
    E2017
        .at(span, "no such catalogue", format!("there is no catalogue `{name}`"))
        .with_help("write `allow KIND.CHECK because \"…\"` to accept a warning".to_owned())
        .with_guess(name, schemas::CATALOGUES.iter().map(|c| c.name))
}

pub(crate) fn bad_pattern(span: Span, error: &str) -> Diagnostic {
    E2007
        .at(span, "can't be read as a pattern", format!("the pattern is no regular expression: {error}"))
        .with_help("write a character that means itself with a backslash, such as `\\(`".to_owned())
}

pub(crate) fn range_expected(span: Span) -> Diagnostic {
    E2007
        .at(span, "not a range of numbers", "`int in` wants a range of two numbers")
        .with_help("write it as `int in 1..10`".to_owned())
}

pub(crate) fn duplicate_member(span: Span, name: &str, before: Span) -> Diagnostic {
    E2008
        .at(span, "declared again", format!("`{name}` is declared twice"))
        .with_label(before, "declared here first")
        .with_help("rename one of the two".to_owned())
}

pub(crate) fn ambiguous(span: Span, name: &str, forms: &[String]) -> Diagnostic {
    let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
    E2009
        .at(span, "more than one has this name", format!("`{name}` can mean {}", quoted(&forms)))
        .with_help(format!("write the one you mean, such as `{}`", forms.first().unwrap_or(&name)))
}

pub(crate) fn private(span: Span, name: &str) -> Diagnostic {
    E2010
        .at(span, "private to its module", format!("`{name}` can't be used outside its module"))
        .with_help("use what the module gives to others".to_owned())
        .with_note("a name that begins with `_` stays in its module")
}

pub(crate) fn misplaced(span: Span, what: &str, place: &str, help: &str) -> Diagnostic {
    E2011.at(span, "can't stand here", format!("{what} can't stand {place}")).with_help(help.to_owned())
}

pub(crate) fn unknown_backend(span: Span, name: &str, backends: &[&str]) -> Diagnostic {
    E2012
        .at(span, "no such backend", format!("there is no backend `{name}`"))
        .with_help(format!("the backends are {}", quoted(backends)))
        .with_guess(name, backends.iter().copied())
}

/// `fitting`: those of the stages that can stand here.
pub(crate) fn unknown_stage(span: Span, name: &str, stages: &[&str], fitting: &[&str]) -> Diagnostic {
    E2013
        .at(span, "no such stage", format!("there is no stage `{name}`"))
        .with_help(format!("the stages are {}", quoted(stages)))
        .with_help(did_you_mean(name, stages.iter().copied()))
        .with_guess(name, fitting.iter().copied())
}

pub(crate) fn stage_without_parameters(span: Span, name: &str, stages: &[&str]) -> Diagnostic {
    E2013
        .at(span, "has no parameters", format!("a parameter can't have a name in the stage `{name}`"))
        .with_help(format!("the stages that name parameters are {}", quoted(stages)))
}

pub(crate) fn unknown_format(span: Span, name: &str, formats: &[&str]) -> Diagnostic {
    E2014
        .at(span, "no such text format", format!("there is no text format `{name}`"))
        .with_help(format!("the text formats are {}", quoted(formats)))
        .with_guess(name, formats.iter().copied())
}
