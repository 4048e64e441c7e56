//! Text that is written line by line, and what wrote each line.
//!
//! Knows no format: writers hand over characters and mark the places that they came from.

use std::sync::Arc;

use diagnostics::Span;
use graph::{ResourceId, Via};

use crate::node::{Chunk, Origin};

/// What wrote a line of an output. All is empty for a line that belongs to the format alone.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LineOrigin {
    /// The places of the values and keys on the line: values first, the one furthest to the left first.
    pub spans: Vec<Span>,
    /// The way that the first value took.
    pub via: Option<Arc<Via>>,
    /// The `emit` or step that placed it.
    pub emit: Option<Span>,
    /// The resource that it belongs to.
    pub resource: Option<ResourceId>,
}

/// A text under construction.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    text: String,
    finished: Vec<LineOrigin>,
    current: LineOrigin,
}

/// A finished text: it ends with one line break, and has an origin for each of its lines.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    pub(crate) text: String,
    pub(crate) lines: Vec<LineOrigin>,
}

impl Lines {
    /// Adds characters; a line break among them ends the line.
    pub(crate) fn write(&mut self, text: &str) {
        for piece in text.split_inclusive('\n') {
            self.text.push_str(piece);
            if piece.ends_with('\n') {
                self.finished.push(std::mem::take(&mut self.current));
            }
        }
    }

    /// Adds the blanks before what stands this deep.
    pub(crate) fn indent(&mut self, level: usize) {
        for _ in 0..level {
            self.write("  ");
        }
    }

    /// Adds characters that one place wrote.
    pub(crate) fn write_from(&mut self, text: &str, span: Span) {
        self.mark(span);
        for piece in text.split_inclusive('\n') {
            self.mark(span);
            self.write(piece);
        }
    }

    /// Adds chunks, each with its place.
    pub(crate) fn write_chunks(&mut self, chunks: &[Chunk]) {
        for chunk in chunks {
            self.write_from(&chunk.text, chunk.span);
        }
    }

    /// Adds a text that was printed elsewhere; nothing stands on the current line.
    pub(crate) fn append(&mut self, printed: Printed) {
        self.text.push_str(&printed.text);
        self.finished.extend(printed.lines);
    }

    /// A whole line that belongs to the format.
    pub(crate) fn line(&mut self, text: &str) {
        self.write(text);
        self.end_line();
    }

    /// Says that a place has a part in the current line.
    pub(crate) fn mark(&mut self, span: Span) {
        if !self.current.spans.contains(&span) {
            self.current.spans.push(span);
        }
    }

    /// The number of the current line, from 0.
    pub(crate) fn line_number(&self) -> usize {
        self.finished.len()
    }

    /// Says that a place has a part in a line that may be over.
    pub(crate) fn mark_line(&mut self, line: usize, span: Span) {
        let spans = self.finished.get_mut(line).map_or(&mut self.current.spans, |l| &mut l.spans);
        if !spans.contains(&span) {
            spans.push(span);
        }
    }

    /// Says which `emit`, and which way, the current line comes by; the first one said counts.
    pub(crate) fn mark_way(&mut self, origin: &Origin) {
        if self.current.emit.is_none() {
            self.current.emit = origin.emit;
            self.current.resource = origin.resource;
        }
        if self.current.via.is_none() {
            self.current.via.clone_from(&origin.via);
        }
    }

    /// Says that a step placed the current line.
    pub(crate) fn mark_step(&mut self, step: Span, resource: Option<ResourceId>) {
        self.mark(step);
        self.current.emit = Some(step);
        self.current.resource = resource;
    }

    /// Ends the current line.
    pub(crate) fn end_line(&mut self) {
        self.write("\n");
    }

    /// Whether nothing stands on the current line yet.
    pub(crate) fn at_line_start(&self) -> bool {
        self.text.is_empty() || self.text.ends_with('\n')
    }

    /// The text with exactly one line break at its end.
    pub(crate) fn finish(mut self) -> Printed {
        if !self.at_line_start() || self.text.is_empty() {
            self.end_line();
        }
        while self.text.ends_with("\n\n") || (self.text == "\n" && self.finished.len() > 1) {
            self.text.pop();
            self.finished.pop();
        }
        Printed { text: self.text, lines: self.finished }
    }
}
