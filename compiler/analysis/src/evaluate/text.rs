//! String literals, tagged text, and how values stand in text.

use std::fmt::Write as _;
use std::sync::Arc;

use diagnostics::Span;
use graph::{Data, Part, PartKind, Piece, Tagged, Text, Value};
use syntax::tree::{self, TextPart};

use super::{Eval, Evaluator, Scope};
use crate::problems::values as problems;
use crate::types::Type;

impl<'p> Evaluator<'p> {
    /// `"…"`, `"""…"""`, `r"…"`, `shell"…"`
    pub(super) fn text_literal(&self, text: &'p tree::Text, scope: &Scope<'p>) -> Eval {
        if let Some(tag) = &text.tag {
            return self.tagged(&tag.text, text, scope);
        }
        let mut parts: Vec<Part> = Vec::with_capacity(text.parts.len());
        let mut via = None;
        for part in &text.parts {
            match part {
                TextPart::Literal(known, span) => {
                    if !text.raw {
                        self.placeholder(known, *span)?;
                    }
                    parts.push(Part { span: *span, kind: PartKind::Known(known.clone()) });
                }
                TextPart::Value(expr, span) => {
                    let value = self.eval(expr, scope)?;
                    // Of several values, the way of the first one that nobody knows is kept.
                    via = via.or_else(|| value.via.clone().filter(|_| value.is_unknown()));
                    self.append(&value, *span, scope.shown, &mut parts)?;
                }
            }
        }
        Ok(Value { via, ..Value::new(Data::Text(Text { parts }), text.span) })
    }

    /// Adds a value in `${…}` to the parts of a string.
    pub(crate) fn append(&self, value: &Value, hole: Span, shown: bool, parts: &mut Vec<Part>) -> Eval<()> {
        let kind = match &value.data {
            Data::Text(text) => {
                self.charge(text.parts.len(), hole)?;
                parts.extend(text.parts.iter().filter(|p| p.as_known() != Some("")).cloned());
                return Ok(());
            }
            Data::Secret(id) => PartKind::Secret(*id),
            Data::Late(late) => PartKind::Late(Arc::clone(late)),
            Data::None if !shown => return Err(super::operators::absent(hole, value.span)),
            Data::Int(_) | Data::Bool(_) | Data::Float(_) => match value.named {
                Some(id) => PartKind::Named(id, self.shown(value).into()),
                None => PartKind::Known(self.shown(value).into()),
            },
            _ if shown => PartKind::Known(self.shown(value).into()),
            _ => return self.bug(hole, "a value that has no text"),
        };
        parts.push(Part { span: value.span, kind });
        Ok(())
    }

    fn tagged(&self, format: &Arc<str>, text: &'p tree::Text, scope: &Scope<'p>) -> Eval {
        let mut pieces = Vec::with_capacity(text.parts.len());
        for part in &text.parts {
            pieces.push(match part {
                TextPart::Literal(known, span) => Piece::Literal(known.clone(), *span),
                TextPart::Value(expr, _) => Piece::Value(self.eval(expr, scope)?),
            });
        }
        Ok(Value::new(Data::Tagged(Arc::new(Tagged { format: format.clone(), pieces })), text.span))
    }

    /// Refuses `<YOUR REGION>` and `<your region>`, left from a document that was copied.
    fn placeholder(&self, text: &str, span: Span) -> Eval<()> {
        let Some((from, to)) = find_placeholder(text) else { return Ok(()) };
        let exact = span.len() == text.len();
        let place = if exact { span.slice(from, to) } else { span };
        let way = self.way.borrow();
        let hop = way.last().map(|h| (h.name.clone(), h.expected.as_ref().map(Type::describe)));
        drop(way);
        self.fail(problems::placeholder(place, text.get(from..to).unwrap_or(text), hop))
    }
}

/// A string for messages: late parts and secrets by their names.
pub(super) fn shown_text(text: &Text) -> String {
    text.parts.iter().fold(String::new(), |mut shown, part| {
        match &part.kind {
            PartKind::Known(known) | PartKind::Named(_, known) => shown.push_str(known),
            PartKind::Late(late) if late.is_hole() => shown.extend(["<", &late.op, ">"]),
            // Writing to a string can't fail.
            PartKind::Late(late) => {
                let _ = write!(shown, "<{} of {}>", late.op, late.stage);
            }
            PartKind::Secret(_) => shown.push_str("<secret>"),
        }
        shown
    })
}

/// The first `<CAPITALS …>` or `<your …>` of a text, as a range of bytes with its brackets.
fn find_placeholder(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(open) = text.get(from..)?.find('<').map(|i| i + from) {
        let rest = text.get(open + 1..)?;
        let close = rest.find('>')?;
        let inside = rest.get(..close)?;
        if is_placeholder(inside) {
            return Some((open, open + close + 2));
        }
        from = open + 1;
    }
    None
}

/// Whether what stands between `<` and `>` is in capitals, or begins with `your`.
pub(crate) fn is_placeholder(inside: &str) -> bool {
    let capitals = inside.starts_with(|c: char| c.is_ascii_uppercase())
        && inside.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || " _-.".contains(c));
    capitals || inside.to_ascii_lowercase().starts_with("your ")
}

/// A float as people and every reader of our formats write it: always with a point.
pub(super) fn float(x: f64) -> String {
    let text = format!("{x:?}");
    match text.split_once('e') {
        Some((digits, exponent)) => {
            let digits = if digits.contains('.') { digits.to_owned() } else { format!("{digits}.0") };
            let sign = if exponent.starts_with('-') { "" } else { "+" };
            format!("{digits}e{sign}{exponent}")
        }
        None => text,
    }
}

/// `wave.service.file-mover` as `WaveServiceFileMover`.
pub(crate) fn camel(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.fold(String::new(), |mut camel, word| {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
        camel
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found_and_other_brackets_are_not() {
        assert_eq!(find_placeholder("arn:<YOUR REGION>:x"), Some((4, 17)));
        assert_eq!(find_placeholder("<your account>"), Some((0, 14)));
        assert_eq!(find_placeholder("a <b> <a href> (?<name>x) Name <a@b.c> < 3 >"), None);
        assert_eq!(find_placeholder("<TOKEN VALUE"), None);
    }

    #[test]
    fn floats_have_a_point_and_a_signed_exponent() {
        assert_eq!(float(1.0), "1.0");
        assert_eq!(float(1e16), "1.0e+16");
        assert_eq!(float(1.5e-7), "1.5e-7");
    }

    #[test]
    fn a_path_becomes_one_word() {
        assert_eq!(camel("wave.service.file-mover"), "WaveServiceFileMover");
    }
}
