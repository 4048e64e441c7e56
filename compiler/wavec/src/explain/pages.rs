//! What a page says, in Markdown: the sentences first, then how the thing is written.

use std::fmt::Write as _;

use analysis::{Builtin, Shape};
use syntax::tree::{Check, CheckKind, Docs, Field, Function, ItemKind};

use super::{Declared, Library, inside};

/// The page of something that is declared; `None` for what only its module sees.
pub(super) fn declared(of: &Declared<'_>, library: &Library) -> Option<String> {
    if of.name.split('.').any(|word| word.starts_with('_')) {
        return None;
    }
    let source = |span| library.sources.text(span);
    let body = match &of.item.kind {
        ItemKind::Kind(_) | ItemKind::Block(_) => kind(of, library),
        ItemKind::Field(field) => field_body(of, field, library),
        ItemKind::Check(found) => check(&of.name, found, source(found.condition.span)),
        ItemKind::Let(_) => "It is computed: a spec can read it, and does not give it.\n".to_string(),
        ItemKind::Type(_) => wave(source(of.item.span)),
        ItemKind::Function(function) => wave(&head(function, library)),
        _ => return None,
    };
    let said = sentences(&of.item.docs);
    let said = if said.is_empty() { said } else { format!("{said}\n\n") };
    Some(format!("# {}\n\n{said}{body}", of.name))
}

/// The page of a function of the language.
pub(super) fn builtin(of: &Builtin) -> String {
    let params: Vec<String> =
        of.params.iter().map(|(name, shape)| format!("{name}: {}", written(*shape))).collect();
    let more = if of.repeats { ", …" } else { "" };
    let signature = format!("{}({}{more}) -> {}", of.name, params.join(", "), written(of.result));
    format!("# {}\n\n{}\n\n{}", of.name, of.doc, wave(&signature))
}

/// The one function whose argument is no value.
pub(super) fn all() -> String {
    let signature = wave("all(KIND) -> [KIND]");
    format!("# all\n\nAll resources of a kind, nested ones too, in the order of declaration.\n\n{signature}")
}

fn kind(of: &Declared<'_>, library: &Library) -> String {
    let members = inside(of);
    let own = |d: &Declared<'_>| d.name.rsplit('.').next().unwrap_or_default().to_string();
    let mut sections: [(&str, Vec<String>); 5] = [
        ("Fields that must be given", Vec::new()),
        ("Fields that may be left out", Vec::new()),
        ("Blocks", Vec::new()),
        ("Values that it computes", Vec::new()),
        ("Checks", Vec::new()),
    ];
    for member in &members {
        if own(member).starts_with('_') {
            continue;
        }
        let (section, shown) = match &member.item.kind {
            ItemKind::Field(field) => (usize::from(!is_needed(field, library)), declaration(field, library)),
            ItemKind::Block(_) => (2, own(member)),
            ItemKind::Let(_) => (3, own(member)),
            ItemKind::Check(_) => (4, member.name.clone()),
            _ => continue,
        };
        let severity = match &member.item.kind {
            ItemKind::Check(found) => format!(" ({})", severity(found)),
            _ => String::new(),
        };
        let said = first_sentence(&member.item.docs).map(|line| format!(": {line}")).unwrap_or_default();
        if let Some((_, lines)) = sections.get_mut(section) {
            lines.push(format!("- `{shown}`{severity}{said}\n"));
        }
    }
    let mut text = format!("It is of the module `{}`.\n", of.module);
    for (title, lines) in sections.iter().filter(|(_, lines)| !lines.is_empty()) {
        let _ = write!(text, "\n{title}:\n\n{}", lines.concat());
    }
    if let Some(member) = members.first() {
        let _ = write!(text, "\n`wavec explain {}` and the like say more.\n", member.name);
    }
    text
}

fn field_body(of: &Declared<'_>, field: &Field, library: &Library) -> String {
    let mut text = wave(&declaration(field, library));
    let owner = of.name.rsplit_once('.').map_or("", |(owner, _)| owner);
    let needed = if is_needed(field, library) { "It must be given" } else { "It may be left out" };
    let _ = write!(text, "\n{needed} in a `{owner}`.\n");
    let ty = library.sources.text(field.ty.span);
    let ty = ty.trim_end_matches('?');
    let named =
        library.declared().into_iter().find(|d| d.name == ty && matches!(d.item.kind, ItemKind::Type(_)));
    if let Some(said) = named.map(|d| sentences(&d.item.docs)).filter(|said| !said.is_empty()) {
        let _ = write!(text, "\n`{ty}`: {said}\n");
    }
    let commands: Vec<&str> =
        of.item.docs.lines.iter().filter_map(|line| line.text.strip_prefix("$ ")).collect();
    if !commands.is_empty() {
        let _ = write!(text, "\nThis prints it:\n\n```sh\n{}\n```\n", for_anyone(&commands.join("\n")));
    }
    text
}

/// A command that belongs to no resource: `${name}` is the value of a field there, and `NAME` here.
fn for_anyone(command: &str) -> String {
    let mut pieces = command.split("${");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| match piece.split_once('}') {
        Some((field, rest)) => text + &field.to_uppercase() + rest,
        None => text + "${" + piece,
    })
}

fn check(name: &str, check: &Check, condition: &str) -> String {
    let condition = condition.trim_end();
    format!(
        "It is reported as `{}[{name}]` unless this holds:\n\n```wave,part\n{condition}\n```\n",
        severity(check)
    )
}

fn severity(check: &Check) -> &'static str {
    match check.kind {
        CheckKind::Require | CheckKind::Rule => "error",
        CheckKind::Advise => "warning",
    }
}

/// `name: TYPE = DEFAULT`
fn declaration(field: &Field, library: &Library) -> String {
    let source = |span| library.sources.text(span);
    let default = field.default.as_ref().map(|d| format!(" = {}", source(d.span))).unwrap_or_default();
    let shown = format!("{}: {}{default}", field.name.text, source(field.ty.span));
    shown.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

fn is_needed(field: &Field, library: &Library) -> bool {
    field.default.is_none() && !library.sources.text(field.ty.span).ends_with('?')
}

/// `fn NAME(a: T) -> T`
fn head(function: &Function, library: &Library) -> String {
    let params: Vec<String> = function.params.iter().map(|p| declaration(p, library)).collect();
    let result = library.sources.text(function.result.span);
    format!("{}({}) -> {result}", function.name.text, params.join(", "))
}

fn wave(text: &str) -> String {
    format!("```wave,part\n{}\n```\n", text.trim_end())
}

/// The documentation without its commands.
fn sentences(docs: &Docs) -> String {
    let lines = docs.lines.iter().map(|line| &*line.text).filter(|line| !line.starts_with("$ "));
    lines.collect::<Vec<_>>().join("\n")
}

/// The first sentence of the documentation.
fn first_sentence(docs: &Docs) -> Option<String> {
    let text = sentences(docs).replace('\n', " ");
    Some(first_sentence_of(&text).to_owned()).filter(|sentence| !sentence.is_empty())
}

/// The first sentence of a text. A full stop before a small letter ends none.
pub(crate) fn first_sentence_of(text: &str) -> &str {
    let ends = text.match_indices(". ").map(|(at, _)| at + 1);
    let next = |at: usize| text.get(at..).and_then(|rest| rest.trim_start().chars().next());
    let end = ends.into_iter().find(|at| next(*at).is_some_and(char::is_uppercase)).unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

/// A shape as the language would write it.
fn written(shape: Shape) -> &'static str {
    match shape {
        Shape::String => "string",
        Shape::Int => "int",
        Shape::Number => "int | float",
        Shape::Bool => "bool",
        Shape::List => "[T]",
        Shape::Strings => "[string]",
        Shape::Bools => "[bool]",
        Shape::Countable => "string | [T] | {string: T}",
        Shape::Quantity => "Size | Duration",
        Shape::Grants => "[grant]",
        Shape::File => "File",
        Shape::Bindings => "{string: T}",
        Shape::Document => "document",
        Shape::Same => "T",
        Shape::Any | Shape::Element => "T?",
        Shape::StringsByNameOrNone => "{string: string}?",
    }
}
