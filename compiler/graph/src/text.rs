//! Strings that remember their parts.

use std::borrow::Cow;
use std::sync::Arc;

use diagnostics::Span;

use crate::{ParamId, SecretId, Value};

/// A string: parts in order. Most have one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text {
    /// In order; no known part is empty, unless it is the only one.
    pub parts: Vec<Part>,
}

/// A part of a string.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The place that wrote it.
    pub span: Span,
    /// What it is.
    pub kind: PartKind,
}

/// What a part is.
#[derive(Debug, Clone, PartialEq)]
pub enum PartKind {
    /// Characters.
    Known(Arc<str>),
    /// Characters that also have a name in some stages: a parameter. Who prints one of these stages may print the name.
    Named(ParamId, Arc<str>),
    /// Known later, by someone else.
    Late(Arc<Late>),
    /// Never known here.
    Secret(SecretId),
}

/// A value that is known later.
#[derive(Debug, Clone, PartialEq)]
pub struct Late {
    /// When: a row of the table of stages, such as `pod` or `script`.
    pub stage: Arc<str>,
    /// The `late fn`, such as `env`; or `capture` (of a step: arguments are the step's name and the capture's),
    /// or `output` (the path of an output, as a script sees it: one argument).
    pub op: Arc<str>,
    /// Its arguments.
    pub args: Vec<Value>,
    /// The pattern its text will match, if its type says so.
    pub pattern: Option<Arc<str>>,
    /// Where it became late.
    pub span: Span,
}

/// The stage of holes: known when a person has filled them in. Nothing prints it, since nothing is built before that.
pub const HOLE: &str = "hole";

impl Late {
    /// Whether it is a hole, named by `op`, or depends on holes, which are its arguments.
    pub fn is_hole(&self) -> bool {
        &*self.stage == HOLE
    }
}

/// Text of a format: what the author wrote, and values to put in as that format needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagged {
    /// A row of the table of formats, such as `shell`.
    pub format: Arc<str>,
    /// In order.
    pub pieces: Vec<Piece>,
}

/// A piece of tagged text.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// The author's, as it is.
    Literal(Arc<str>, Span),
    /// To be escaped: a string, number, secret, late value; tagged text of the same format, as it is; or a list of
    /// such text, one element a line at the indentation of the hole.
    Value(Value),
}

impl Text {
    /// A string that is known, all of it written at one place.
    pub fn known(text: impl Into<Arc<str>>, span: Span) -> Self {
        Self { parts: vec![Part { span, kind: PartKind::Known(text.into()) }] }
    }

    /// The string, if all of it is known.
    pub fn as_known(&self) -> Option<Cow<'_, str>> {
        match self.parts.as_slice() {
            [] => Some(Cow::Borrowed("")),
            [Part { kind: PartKind::Known(text) | PartKind::Named(_, text), .. }] => {
                Some(Cow::Borrowed(text))
            }
            parts => parts.iter().map(Part::as_known).collect::<Option<String>>().map(Cow::Owned),
        }
    }

    /// The first part that isn't known.
    pub fn first_unknown(&self) -> Option<&Part> {
        self.parts.iter().find(|p| p.as_known().is_none())
    }

    /// The bytes `from..to` of a known string, with the places of its parts; `None` if it isn't known, or the offsets
    /// are no borders of characters.
    pub fn slice(&self, from: usize, to: usize) -> Option<Self> {
        let mut parts = Vec::new();
        let mut offset = 0;
        for part in &self.parts {
            let text = part.as_known()?;
            let (a, z) = (from.clamp(offset, offset + text.len()), to.clamp(offset, offset + text.len()));
            if a < z {
                if (a, z) == (offset, offset + text.len()) {
                    parts.push(part.clone());
                    offset = z;
                    continue;
                }
                let known = text.get(a - offset..z - offset)?;
                // Where the source has escapes its span is longer than the text: then the whole part is the place.
                let exact = part.span.len() == text.len();
                let span = if exact { part.span.slice(a - offset, z - offset) } else { part.span };
                parts.push(Part { span, kind: PartKind::Known(known.into()) });
            }
            offset += text.len();
        }
        Some(Self { parts })
    }

    /// The smallest place that holds all parts, if they stand in one item; else that of the first part.
    pub fn span(&self) -> Option<Span> {
        let first = self.parts.first()?.span;
        let same = self.parts.iter().all(|p| p.span.anchor == first.anchor);
        Some(if same { self.parts.iter().fold(first, |s, p| s.to(p.span)) } else { first })
    }
}

impl Part {
    /// The characters, if they are known.
    pub fn as_known(&self) -> Option<&str> {
        match &self.kind {
            PartKind::Known(text) | PartKind::Named(_, text) => Some(text),
            PartKind::Late(_) | PartKind::Secret(_) => None,
        }
    }
}
