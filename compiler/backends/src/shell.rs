//! The format `shell`: tagged text for bash, where each value is put in as its place needs, and the whole is checked.

pub(crate) mod quote;
pub(crate) mod scan;

use diagnostics::{Diagnostic, Span};
use graph::{Data, Piece, Tagged, Value};

use crate::node::Chunk;
use crate::problems;
use scan::{Place, Scanner};

/// A part of a word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum WordPart {
    /// Characters, as a program is to get them.
    Literal(String),
    /// The value of a variable of the shell.
    Variable(String),
}

/// What shells and their like take for the name of a variable.
pub(crate) fn is_variable(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    starts && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

impl WordPart {
    /// As text that no shell reads.
    pub(crate) fn into_text(self) -> String {
        match self {
            Self::Literal(text) => text,
            Self::Variable(name) => format!("${{{name}}}"),
        }
    }
}

/// How a format gets at the values in its holes.
pub(crate) struct Resolve<'a> {
    /// The parts of a value; `None` if it can't be put in, which has been reported.
    pub(crate) parts: &'a mut dyn FnMut(&Value) -> Option<Vec<WordPart>>,
    /// What is wrong with the text itself.
    pub(crate) problems: Vec<Diagnostic>,
}

/// The text with its values put in; `None` if one of them can't be.
pub(crate) fn render(tagged: &Tagged, resolve: &mut Resolve<'_>) -> Option<Vec<Chunk>> {
    let mut rendering = Rendering { scanner: Scanner::default(), chunks: Vec::new(), resolve, failed: false };
    rendering.pieces(&tagged.pieces);
    let end = tagged.pieces.iter().rev().find_map(|p| match p {
        Piece::Literal(_, span) => Some(*span),
        Piece::Value(_) => None,
    });
    if let (Some(open), Some(span)) = (rendering.scanner.unclosed(), end) {
        rendering.resolve.problems.push(problems::unclosed_shell(open, span));
    }
    (!rendering.failed).then_some(rendering.chunks)
}

struct Rendering<'a, 'r> {
    scanner: Scanner,
    chunks: Vec<Chunk>,
    resolve: &'a mut Resolve<'r>,
    failed: bool,
}

impl Rendering<'_, '_> {
    fn pieces(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Literal(text, span) => self.push(text.to_string(), *span),
                Piece::Value(value) => self.value(value),
            }
        }
    }

    fn push(&mut self, text: String, span: Span) {
        self.scanner.feed(&text);
        self.chunks.push(Chunk::new(text, span));
    }

    fn value(&mut self, value: &Value) {
        match &value.data {
            Data::None => {}
            Data::Tagged(inner) if &*inner.format == "shell" => self.pieces(&inner.pieces),
            Data::Tagged(inner) => self.refuse(problems::other_format(&inner.format, "shell", value.span)),
            Data::List(list) => {
                let indent: String = self.line().chars().take_while(|c| *c == ' ' || *c == '\t').collect();
                for (i, element) in list.iter().enumerate() {
                    if i > 0 {
                        self.push(format!("\n{indent}"), value.span);
                    }
                    self.value(element);
                }
            }
            _ => self.word(value),
        }
    }

    /// What stands on the current line so far.
    fn line(&self) -> String {
        let text: String = self.chunks.iter().map(|c| c.text.as_str()).collect();
        text.rsplit('\n').next().unwrap_or_default().to_owned()
    }

    fn word(&mut self, value: &Value) {
        let Some(parts) = (self.resolve.parts)(value) else {
            self.failed = true;
            return;
        };
        let late = parts.iter().any(|p| matches!(p, WordPart::Variable(_)));
        let breaks = parts.iter().any(|p| matches!(p, WordPart::Literal(t) if t.contains('\n')));
        let text = match self.scanner.place() {
            Place::Bare => quote::word(&parts),
            Place::Double => quote::in_double(&parts),
            Place::Single => quote::in_single(&parts),
            Place::Heredoc => quote::in_heredoc(&parts),
            Place::Comment if breaks => return self.refuse(problems::break_in_comment(value.span)),
            Place::QuotedHeredoc if late => return self.refuse(problems::late_in_quoted_heredoc(value.span)),
            Place::Comment | Place::QuotedHeredoc => parts.into_iter().map(WordPart::into_text).collect(),
        };
        self.push(text, value.span);
    }

    fn refuse(&mut self, problem: Diagnostic) {
        self.resolve.problems.push(problem);
        self.failed = true;
    }
}

/// The words of a text in `PascalCase`: what is left of it where letters and digits alone can stand.
pub(crate) fn identifier_words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    words
        .map(|w| {
            let mut chars = w.chars();
            chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars).collect::<String>()
        })
        .collect()
}
