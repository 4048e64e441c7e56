//! A file to its top-level items, before any parsing.
//!
//! An item begins where column 0 holds a letter or `_`, however many brackets are open: a mistake can't spread past its item.
//! The `///` lines above an item belong to it. Strings, comments and holes are stepped over; nothing else is understood.

use crate::lexer::{Quotes, block_end, block_start};

/// A top-level item with its documentation, up to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunk {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Whether a bracket in it is never closed.
    pub open: bool,
}

struct Splitter<'t> {
    bytes: &'t [u8],
    at: usize,
    depth: usize,
    start: usize,
    /// Whether only documentation has been seen since `start`.
    leading: bool,
    chunks: Vec<Chunk>,
}

/// Finds the top-level items. The chunks cover the text without gaps.
pub fn split(text: &str) -> Vec<Chunk> {
    let bytes = text.as_bytes();
    let mut splitter = Splitter {
        bytes,
        at: 0,
        depth: 0,
        start: 0,
        leading: true,
        chunks: Vec::with_capacity(text.len() / 512 + 4),
    };
    splitter.run();
    if splitter.start < bytes.len() {
        splitter.end_chunk(bytes.len());
    }
    splitter.chunks
}

impl Splitter<'_> {
    fn run(&mut self) {
        let mut column_0 = true;
        while let Some(byte) = self.byte(0) {
            if column_0 {
                self.begin_line(byte);
            }
            column_0 = byte == b'\n';
            match byte {
                b'{' | b'[' | b'(' => self.depth += 1,
                b'}' | b']' | b')' => self.depth = self.depth.saturating_sub(1),
                b'"' => {
                    self.string();
                    column_0 = self.at > 0 && self.bytes.get(self.at - 1) == Some(&b'\n');
                    continue;
                }
                b'/' if self.byte(1) == Some(b'/') => {
                    self.skip_line();
                    continue;
                }
                b'<' if self.operand_may_begin() => self.hole(),
                _ => {}
            }
            self.at += 1;
            if !column_0 {
                self.skip_until(is_of_interest);
            }
        }
    }

    /// Goes on to the next byte of a sort, or to the end.
    fn skip_until(&mut self, wanted: impl Fn(u8) -> bool) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|b| wanted(*b)).unwrap_or(rest.len());
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn begin_line(&mut self, byte: u8) {
        let head = byte.is_ascii_alphabetic() || byte == b'_';
        let doc = byte == b'/' && self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(b"///"));
        if !head && !doc {
            return;
        }
        // A doc line inside open brackets is no sign of a new item.
        if !self.leading && (head || self.depth == 0) {
            self.end_chunk(self.at);
        }
        if head {
            self.leading = false;
        }
    }

    fn end_chunk(&mut self, end: usize) {
        self.chunks.push(Chunk { start: self.start, end, open: self.depth > 0 });
        self.start = end;
        self.depth = 0;
        self.leading = true;
    }

    fn skip_line(&mut self) {
        self.skip_until(|b| b == b'\n');
    }

    /// Steps over the string whose quote is here. Its tag and hashes stand before it.
    fn string(&mut self) {
        let before = self.bytes.get(..self.at).unwrap_or_default();
        let hashes = before.iter().rev().take_while(|b| **b == b'#').count();
        let word =
            before.iter().rev().skip(hashes).take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        let mut quotes = Quotes::read(self.bytes, self.at - hashes - word);
        if quotes.len <= hashes + word || (hashes > 0 && !quotes.raw) || self.is_reserved(hashes, word) {
            quotes = Quotes::read(self.bytes, self.at);
        } else {
            self.at -= hashes + word;
        }
        self.at += quotes.len;
        if quotes.block {
            let (first_line, clean) = block_start(self.bytes, self.at);
            if clean {
                self.at = block_end(self.bytes, first_line).all;
                return;
            }
            return self.rest_of_block_line();
        }
        self.line_text(quotes);
    }

    fn is_reserved(&self, hashes: usize, word: usize) -> bool {
        let word = self.bytes.get(self.at - hashes - word..self.at - hashes).unwrap_or_default();
        std::str::from_utf8(word)
            .is_ok_and(|w| crate::lexer::kinds::is_reserved(crate::lexer::kinds::word(w)))
    }

    /// A block that begins with text on its own line ends with that line.
    fn rest_of_block_line(&mut self) {
        while self.byte(0).is_some_and(|b| b != b'\n') {
            if self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(b"\"\"\"")) {
                self.at += 3;
                return;
            }
            self.at += 1;
        }
    }

    /// The text of a string on one line, strings in its placeholders included.
    fn line_text(&mut self, outer: Quotes) {
        // For each string that a placeholder interrupts: its quotes, and the braces open in the placeholder.
        let mut interrupted: Vec<(Quotes, usize)> = Vec::new();
        let mut text = Some(outer);
        while let Some(byte) = self.byte(0).filter(|b| *b != b'\n') {
            match (text, byte) {
                (Some(quotes), _) if quotes.escape_len(self.bytes, self.at) > 0 => {
                    self.at += quotes.escape_len(self.bytes, self.at) - 1;
                }
                (Some(quotes), b'"') if quotes.closes(self.bytes, self.at) => {
                    self.at += quotes.hashes;
                    text = None;
                    if interrupted.is_empty() {
                        self.at += 1;
                        return;
                    }
                }
                (Some(quotes), b'$') if !quotes.raw && self.byte(1) == Some(b'{') => {
                    interrupted.push((quotes, 0));
                    text = None;
                    self.at += 1;
                }
                (None, b'"') => text = Some(Quotes { len: 1, ..Quotes::read(self.bytes, self.at) }),
                (None, b'{') => interrupted.iter_mut().next_back().into_iter().for_each(|i| i.1 += 1),
                (None, b'}') => match interrupted.pop() {
                    Some((quotes, 0)) => text = Some(quotes),
                    Some((quotes, depth)) => interrupted.push((quotes, depth - 1)),
                    None => {}
                },
                _ => {}
            }
            self.at += 1;
        }
    }

    fn operand_may_begin(&self) -> bool {
        let before = self.bytes.get(..self.at).unwrap_or_default().trim_ascii_end();
        before.last().is_none_or(|b| b"=([{,:?".contains(b))
    }

    fn hole(&mut self) {
        let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
        let len = rest.iter().position(|b| matches!(b, b'>' | b'<' | b'\n')).unwrap_or(0);
        if rest.first().is_some_and(u8::is_ascii_alphabetic) && rest.get(len) == Some(&b'>') {
            self.at += len + 1;
        }
    }
}

/// Whether a byte that isn't the first of its line can mean anything to the splitter.
#[inline]
fn is_of_interest(byte: u8) -> bool {
    matches!(byte, b'{' | b'[' | b'(' | b'}' | b']' | b')' | b'"' | b'/' | b'<' | b'\n')
}
