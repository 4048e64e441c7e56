//! Lints: what is most likely not meant, though nothing forbids it.

use diagnostics::codes::{
    W6001, W6002, W6003, W6004, W6005, W6006, W6007, W6008, W6009, W6010, W6011, W6012, W6013, W6014, W6015,
    W6016, W6017, W6018,
};
use diagnostics::{Diagnostic, Fix, Span};
use syntax::tree::{Key, Name, Resource};

use crate::declarations::text_of;
use crate::lints::{Case, Hidden};
use crate::program::DefSort;

/// `fix`: the edit that removes it, if nothing else depends on it.
pub(crate) fn unused_definition(sort: DefSort, name: &Name, fix: Option<Fix>) -> Diagnostic {
    let (code, what) = match sort {
        DefSort::Param => (&W6001, "parameter"),
        DefSort::Let => (&W6002, "`let`"),
        DefSort::Function => (&W6003, "function"),
        DefSort::Type => (&W6004, "type"),
        DefSort::Kind => (&W6005, "kind"),
        DefSort::Secret => (&W6006, "secret"),
    };
    let help = match sort {
        DefSort::Kind => "declare a resource of it, or remove it",
        DefSort::Function => "call it, or remove it",
        _ => "use it, or remove it",
    };
    let problem = code
        .at(name.span, "never used", format!("nothing uses the {what} `{}`", name.text))
        .with_help(help.to_owned());
    Diagnostic { fix, ..problem }
}

pub(crate) fn unused_module(span: Span, module: &str, fix: Option<Fix>) -> Diagnostic {
    let problem = W6007
        .at(span, "never used", format!("nothing of `{module}` is used in this file"))
        .with_help("remove this line".to_owned());
    Diagnostic { fix, ..problem }
}

/// `names`: all of the loop's.
pub(crate) fn unused_loop_variable(name: &Name, names: &[Name]) -> Diagnostic {
    let problem = W6008.at(name.span, "never used", format!("the loop doesn't use `{}`", name.text));
    match names {
        [first, second] if first.span == name.span => {
            let gone = Span { end: second.span.start, ..name.span };
            problem.with_help(format!("leave it out: `for {} in …`", second.text)).with_fix(
                "leave it out",
                gone,
                "",
            )
        }
        _ => renamed(problem, name),
    }
}

pub(crate) fn unused_argument(name: &Name, function: &str) -> Diagnostic {
    let message = format!("the function `{function}` doesn't use `{}`", name.text);
    renamed(W6009.at(name.span, "never used", message), name)
}

/// With a `_` before the name, which says that it is meant so.
fn renamed(problem: Diagnostic, name: &Name) -> Diagnostic {
    let instead = format!("_{}", name.text);
    problem.with_help(format!("if it is meant so, call it `{instead}`")).with_fix(
        format!("call it `{instead}`"),
        name.span,
        instead,
    )
}

pub(crate) fn unused_resource(resource: &Resource) -> Diagnostic {
    let kind = text_of(&resource.kind);
    let (span, name) = match &resource.label {
        None => (resource.kind.span, format!("`{kind}`")),
        Some(Key::Word(label)) => (resource.kind.span.to(label.span), format!("`{kind}.{}`", label.text)),
        Some(Key::Text(text)) => (resource.kind.span.to(text.span), format!("this `{kind}`")),
    };
    W6010
        .at(span, "declared, and no more", format!("nothing uses {name}"))
        .with_help("hand it to the resource that needs it, or remove it".to_owned())
}

pub(crate) fn shadowed(name: &Name, hidden: &Hidden) -> Diagnostic {
    W6011
        .at(
            name.span,
            "hides the other one",
            format!("`{}` hides {} of the same name", name.text, hidden.what),
        )
        .with_label(hidden.span, "can't be reached there")
        .with_help("give one of them another name".to_owned())
}

pub(crate) fn unusual_name(span: Span, name: &str, instead: &str, case: Case) -> Diagnostic {
    W6012
        .at(span, "written unlike others", format!("`{name}` is no usual name: {}", case.rule()))
        .with_help(format!("call it `{instead}`"))
}

pub(crate) fn needless_comparison(span: Span, instead: &str) -> Diagnostic {
    W6013
        .at(span, "true or false already", "a comparison with `true` or `false` adds nothing")
        .with_help(format!("write `{instead}`"))
        .with_fix(format!("write `{instead}`"), span, instead)
}

pub(crate) fn double_negation(span: Span, instead: &str) -> Diagnostic {
    W6014
        .at(span, "negated twice", "`not not` says the same as nothing")
        .with_help(format!("write `{instead}`"))
        .with_fix(format!("write `{instead}`"), span, instead)
}

/// `gone`: the operator and what follows, with the blanks before.
pub(crate) fn needless_default(span: Span, gone: Span) -> Diagnostic {
    W6015
        .at(span, "changes nothing", "`?? none` gives what is there already: the value, or nothing")
        .with_help("leave it out".to_owned())
        .with_fix("leave out `?? none`", gone, "")
}

pub(crate) fn empty_branch(span: Span, what: &str) -> Diagnostic {
    W6016
        .at(span, "its braces are empty", format!("this {what} does nothing"))
        .with_help("write something between its braces, or remove it".to_owned())
}

pub(crate) fn empty_then(span: Span) -> Diagnostic {
    W6016
        .at(span, "nothing if it is true", "this `if` does something only in its `else`")
        .with_help("write `if not …`, with what stands behind the `else`".to_owned())
}

pub(crate) fn empty_else(span: Span, gone: Span) -> Diagnostic {
    W6016
        .at(span, "its braces are empty", "this `else` does nothing")
        .with_help("remove it".to_owned())
        .with_fix("remove the `else`", gone, "")
}

pub(crate) fn duplicate_element(span: Span, first: Span, name: &str) -> Diagnostic {
    W6017
        .at(span, "once more", format!("`{name}` stands in this list twice"))
        .with_label(first, "here already")
        .with_help("remove one of them".to_owned())
}

pub(crate) fn needless_placeholder(span: Span, instead: &str) -> Diagnostic {
    W6018
        .at(span, "a string already", "a string that holds one value and no more is that value")
        .with_help(format!("write `{instead}`"))
        .with_fix(format!("write `{instead}`"), span, instead)
}
