//! Text to tree. Parsing never fails: what can't be read is reported and left out, and the rest stays understood.
//!
//! A file is [`split`] into its top-level items first, and each is parsed alone; the standard library is parsed an item
//! at a time, on first use. This crate knows no names, types or values, and does no IO.

extern crate alloc;

mod build;
mod conflicts;
mod grammar;
mod head;
pub mod lexer;
mod problems;
mod split;
pub mod tree;

use std::sync::Arc;

use diagnostics::{Anchor, Diagnostics, FileId, Sources, Span};

pub use head::{Head, head};
pub use split::{Chunk, split};
use tree::{Docs, Expr, Item, Tree};

/// Parses a file: splits it, and parses each item with an anchor of its own.
pub fn parse_file(file: FileId, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Tree {
    let Some(text) = sources.file(file).map(|f| Arc::clone(&f.text)) else { return Tree::default() };
    let mut tree = Tree::default();
    let text = conflicts::one_side(&text, |start, end| {
        let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let span = Span::new(sources.anchor(file, 0), place(start), place(end));
        diagnostics.push(problems::merge_conflict(span));
    });
    for (n, chunk) in split(&text).into_iter().enumerate() {
        let anchor = sources.anchor(file, chunk.start);
        let chunk_text = text.get(chunk.start..chunk.end).unwrap_or_default();
        if n == 0 {
            tree.docs = file_docs(chunk_text, anchor);
        }
        let items = parse_chunk(chunk_text, anchor, diagnostics);
        tree.items.extend(items.into_iter().map(Arc::new));
    }
    tree
}

/// Parses one chunk: an item, or several where a mistake made it so. Spans are measured from `anchor`, the chunk's start.
pub fn parse_chunk(text: &str, anchor: Anchor, diagnostics: &mut Diagnostics) -> Vec<Item> {
    build::chunk(text, &lexer::lex(text), anchor, diagnostics)
}

/// Parses a text that is one expression.
pub fn parse_expression(text: &str, anchor: Anchor, diagnostics: &mut Diagnostics) -> Expr {
    build::expression(text, &lexer::lex(text), anchor, diagnostics)
}

/// The documentation of a file: the `///` lines at its top, before a blank line.
pub fn file_docs(text: &str, anchor: Anchor) -> Docs {
    let mut at = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim_end();
        match (content.starts_with("///"), content.is_empty()) {
            (true, _) => {
                let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                let span = Span::new(anchor, place(start), place(start + content.len()));
                lines.push(build::doc_line(text, span));
            }
            (false, true) if lines.is_empty() => {}
            (false, true) => return Docs { lines },
            (false, false) => return Docs::default(),
        }
    }
    Docs { lines }
}
