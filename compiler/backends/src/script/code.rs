//! Lines of code on their way into a function, with what wrote each piece of them.
//!
//! Knows how lines are laid out and nested, and nothing of what they do.

use diagnostics::Span;
use graph::{Data, Value};

use crate::node::{Chunk, Chunks};

/// Lines longer than this are broken.
pub(super) const WIDTH: usize = 100;

/// Lines of a function's body.
#[derive(Debug, Clone, Default)]
pub(super) struct Code {
    pub(super) lines: Vec<CodeLine>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct CodeLine {
    pub(super) chunks: Vec<Chunk>,
    /// It stands where its author put it: inside quotes or a heredoc.
    pub(super) fixed: bool,
}

impl Code {
    pub(super) fn text(&mut self, text: &str, span: Span) {
        self.lines.push(CodeLine { chunks: vec![Chunk::new(text, span)], fixed: false });
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.lines.extend(other.lines);
    }

    pub(super) fn indented(mut self) -> Self {
        for line in self.lines.iter_mut().filter(|l| !l.fixed) {
            if let Some(first) = line.chunks.first_mut() {
                first.text.insert_str(0, "    ");
            }
        }
        self
    }

    /// Moves lines to the left by the blanks that all of them begin with.
    pub(super) fn dedent(&mut self) {
        let blanks = |l: &CodeLine| {
            let text: String = l.chunks.iter().map(|c| c.text.as_str()).collect();
            (!text.trim().is_empty()).then(|| text.len() - text.trim_start_matches(' ').len())
        };
        let shared = self.lines.iter().filter(|l| !l.fixed).filter_map(blanks).min().unwrap_or(0);
        for line in self.lines.iter_mut().filter(|l| !l.fixed) {
            let mut left = shared;
            for chunk in &mut line.chunks {
                let cut = left.min(chunk.text.len() - chunk.text.trim_start_matches(' ').len());
                chunk.text.drain(..cut);
                left -= cut;
                if !chunk.text.is_empty() {
                    break;
                }
            }
        }
    }

    /// Drops empty lines at both ends.
    pub(super) fn trim(&mut self) {
        let is_blank = |l: &CodeLine| l.chunks.iter().all(|c| c.text.trim().is_empty());
        while self.lines.last().is_some_and(is_blank) {
            self.lines.pop();
        }
        let leading = self.lines.iter().take_while(|l| is_blank(l)).count();
        self.lines.drain(..leading);
    }
}

/// A word, and the places of all its parts.
pub(super) fn with_places(text: String, value: &Value) -> Vec<Chunk> {
    let mut chunks = vec![Chunk::new(text, value.span)];
    if let Data::Text(text) = &value.data {
        chunks.extend(text.parts.iter().map(|p| Chunk::new("", p.span)));
    }
    chunks
}

/// Words on one line if they fit; else each command of a pipe on its own, and options at the start of further lines.
pub(super) fn layout(pipe: &[Vec<Vec<Chunk>>]) -> Code {
    let whole: usize = pipe.iter().map(|words| width(words) + 3).sum();
    let broken = whole > WIDTH + 3;
    let mut code = Code::default();
    for (i, words) in pipe.iter().enumerate() {
        let Some(span) = words.first().and_then(|w| w.first()).map(|c| c.span) else { continue };
        let mut lines = if broken { wrapped(words, span, i > 0) } else { vec![spaced(words, span)] };
        if let Some(last) = lines.last_mut().filter(|_| i + 1 < pipe.len()) {
            last.push(Chunk::new(if broken { " |" } else { " | " }, span));
        }
        for chunks in lines {
            match code.lines.last_mut().filter(|_| !broken) {
                Some(line) => line.chunks.extend(chunks),
                None => code.lines.push(CodeLine { chunks, fixed: false }),
            }
        }
    }
    // A word with a line break in it would be moved by an indentation: its lines stay where they are.
    split_lines(code)
}

fn width(words: &[Vec<Chunk>]) -> usize {
    words.iter().flatten().map(|c| c.text.chars().count()).sum::<usize>() + words.len().saturating_sub(1)
}

/// Words with a blank between them.
fn spaced(words: &[Vec<Chunk>], span: Span) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            chunks.push(Chunk::new(" ", span));
        }
        chunks.extend(word.iter().cloned());
    }
    chunks
}

/// The words of a command, as many in a line as fit; an option stays together with its values.
fn wrapped(words: &[Vec<Chunk>], span: Span, in_pipe: bool) -> Vec<Vec<Chunk>> {
    let is_option =
        |word: &Vec<Chunk>| word.first().is_some_and(|c| c.text.trim_start_matches('"').starts_with('-'));
    let indent = if in_pipe { "    " } else { "" };
    let mut lines: Vec<Vec<Chunk>> = Vec::new();
    let mut room = 0;
    for unit in words.chunk_by(|_, next| !is_option(next)) {
        let needs = width(unit) + 1;
        if let Some(line) = lines.last_mut().filter(|_| needs <= room) {
            line.push(Chunk::new(" ", span));
            line.extend(spaced(unit, span));
            room -= needs;
            continue;
        }
        let further = if lines.is_empty() { "" } else { "    " };
        if let Some(line) = lines.last_mut() {
            line.push(Chunk::new(" \\", span));
        }
        room = WIDTH.saturating_sub(needs + indent.len() + further.len());
        let mut line = vec![Chunk::new(format!("{indent}{further}"), span)];
        line.extend(spaced(unit, span));
        lines.push(line);
    }
    lines
}

fn split_lines(code: Code) -> Code {
    let mut all = Vec::new();
    for line in code.lines {
        let parts = Chunks { chunks: line.chunks, filled: false }.by_line();
        all.extend(parts.into_iter().enumerate().map(|(i, chunks)| CodeLine { chunks, fixed: i > 0 }));
    }
    Code { lines: all }
}

/// `if COMMAND >/dev/null 2>&1; then return`
pub(super) fn skip_if(condition: Code) -> Code {
    let place = condition.lines.first().and_then(|l| l.chunks.first()).map(|c| c.span);
    let Some(span) = place else { return condition };
    let mut code = open_if(condition, span);
    done_already(&mut code, span);
    code
}

/// `if COMMAND >/dev/null 2>&1; then`
pub(super) fn open_if(mut condition: Code, span: Span) -> Code {
    if let Some(first) = condition.lines.first_mut() {
        first.chunks.insert(0, Chunk::new("if ", span));
    }
    if let Some(last) = condition.lines.last_mut() {
        last.chunks.push(Chunk::new(" >/dev/null 2>&1; then", span));
    }
    condition
}

/// The same for a pipe, or a text of the author's.
pub(super) fn skip_if_all(condition: Code) -> Code {
    let place = condition.lines.first().and_then(|l| l.chunks.first()).map(|c| c.span);
    let Some(span) = place else { return condition };
    let mut code = Code::default();
    code.text("if {", span);
    code.extend(condition.indented());
    code.text("} >/dev/null 2>&1; then", span);
    done_already(&mut code, span);
    code
}

fn done_already(code: &mut Code, span: Span) {
    code.text("    echo '    done already'", span);
    code.text("    return", span);
    code.text("fi", span);
}
