//! What could be said more simply: one function for each, from the tree alone.

use diagnostics::{Diagnostic, Sources, Span};
use syntax::tree::{Binary, Entry, EntryKind, Expr, ExprKind, If, Text, TextPart, Unary};

use super::expressions::plain;
use crate::problems::lints as problems;

/// `not not x`
pub(super) fn double_negation(expr: &Expr, op: Unary, inner: &Expr, sources: &Sources) -> Option<Diagnostic> {
    match &inner.kind {
        ExprKind::Unary(Unary::Not, value) if op == Unary::Not => {
            Some(problems::double_negation(expr.span, &operand(value, sources)))
        }
        _ => None,
    }
}

/// `x ?? none`
pub(super) fn needless_default(op: Binary, sign: Span, value: &Expr, default: &Expr) -> Option<Diagnostic> {
    let needless = op == Binary::Otherwise && default.kind == ExprKind::None;
    let gone = Span { start: value.span.end, end: default.span.end, ..value.span };
    needless.then(|| problems::needless_default(sign.to(default.span), gone))
}

/// `x == true` where `x` is a bool, `"${x}"` where it is a string; the type checker has seen to that.
pub(super) fn roundabout(expr: &Expr, sources: &Sources) -> Option<Diagnostic> {
    match &expr.kind {
        ExprKind::Binary(op, _, a, b) => {
            let (value, constant) = compared_with_bool(a, b)?;
            let (text, plain) = (operand(value, sources), constant == (*op == Binary::Equal));
            let instead = if plain { text } else { format!("not {text}") };
            Some(problems::needless_comparison(expr.span, &instead))
        }
        ExprKind::Text(text) => {
            let value = only_value(text)?;
            // Where a path or a title is expected, nothing but a path or a call can stand without quotes.
            let bare = matches!(value.kind, ExprKind::Name(_) | ExprKind::Field(..) | ExprKind::Call(..));
            bare.then(|| problems::needless_placeholder(expr.span, sources.text(value.span)))
        }
        _ => None,
    }
}

/// Of a value and a literal bool, in any order: the value and the bool.
pub(crate) fn compared_with_bool<'e>(a: &'e Expr, b: &'e Expr) -> Option<(&'e Expr, bool)> {
    match (&a.kind, &b.kind) {
        (ExprKind::Bool(_), ExprKind::Bool(_)) => None,
        (_, ExprKind::Bool(constant)) => Some((a, *constant)),
        (ExprKind::Bool(constant), _) => Some((b, *constant)),
        _ => None,
    }
}

/// The value of a string that holds one `${…}` and nothing else.
pub(crate) fn only_value(text: &Text) -> Option<&Expr> {
    match text.parts.as_slice() {
        [TextPart::Value(value, _)] if text.tag.is_none() => Some(value),
        _ => None,
    }
}

/// `if … {}`, or an `else {}`. What holds a comment is somebody's work.
pub(super) fn empty_if<T>(span: Span, branch: &If<T>, sources: &Sources) -> Option<Diagnostic> {
    let text = sources.text(span);
    let otherwise = branch.otherwise.as_deref();
    if text.contains("//") || !(branch.then.is_empty() || otherwise.is_some_and(<[T]>::is_empty)) {
        return None;
    }
    match otherwise {
        None => Some(problems::empty_branch(word(span, "if"), "`if`")),
        Some([]) if branch.then.is_empty() => Some(problems::empty_branch(word(span, "if"), "`if`")),
        Some([]) => {
            let before = text.get(..text.rfind("else")?)?;
            let gone = span.slice(before.trim_end().len(), text.len());
            Some(problems::empty_else(span.slice(before.len(), before.len() + "else".len()), gone))
        }
        Some(_) => Some(problems::empty_then(word(span, "if"))),
    }
}

/// `for … {}`
pub(super) fn empty_for(span: Span, sources: &Sources) -> Option<Diagnostic> {
    let commented = sources.text(span).contains("//");
    (!commented).then(|| problems::empty_branch(word(span, "for"), "`for`"))
}

fn word(span: Span, word: &str) -> Span {
    span.slice(0, word.len())
}

/// Plain strings and references that stand in a list twice. The words of a command may well be the same.
pub(super) fn duplicates(entries: &[Entry]) -> Vec<Diagnostic> {
    let mut seen: Vec<(&Expr, String)> = Vec::new();
    let mut found = Vec::new();
    for entry in entries {
        let EntryKind::Element(value) = &entry.kind else { continue };
        let Some(name) = plain_value(value) else { continue };
        if name.starts_with("\"-") {
            return Vec::new();
        }
        match seen.iter().find(|(_, other)| *other == name) {
            Some((first, _)) => found.push(problems::duplicate_element(value.span, first.span, &name)),
            None => seen.push((value, name)),
        }
    }
    found
}

/// A plain string or a path, as it is written.
fn plain_value(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Text(Text { tag: Some(_), .. }) => None,
        ExprKind::Text(text) => plain(text).map(|text| format!("\"{text}\"")),
        ExprKind::Name(name) => Some(name.to_string()),
        ExprKind::Field(base, name) => {
            let base = plain_value(base).filter(|base| !base.starts_with('"'))?;
            Some(format!("{base}.{}", name.text))
        }
        _ => None,
    }
}

/// An expression as it is written, in parentheses if it may fall apart elsewhere.
fn operand(expr: &Expr, sources: &Sources) -> String {
    let text = sources.text(expr.span);
    let whole = match &expr.kind {
        ExprKind::Unary(..)
        | ExprKind::Binary(..)
        | ExprKind::Is { .. }
        | ExprKind::If(_)
        | ExprKind::For(_)
        | ExprKind::Match(..) => text.starts_with('('),
        _ => true,
    };
    if whole { text.to_owned() } else { format!("({text})") }
}
