//! Strings in the first pass: quotes, pieces of text, and placeholders.
//!
//! Strings nest in placeholders and placeholders in strings; a stack holds the ones that are open, so that no text can
//! exhaust the program's own. A string on one line ends with its line, closed or not. What a string holds is not looked at.

use super::scan::Scanner;
use super::{Quotes, What, block_end, block_start, kinds as kind};

/// A string that is interrupted by a placeholder.
pub(super) struct OpenText {
    /// Its first token in the table.
    opening: usize,
    quotes: Quotes,
    /// The end of the text of a block.
    text_end: usize,
    /// After the closing quotes of a block.
    all_end: usize,
    /// Where the placeholder began.
    value: usize,
    /// How many braces are open in the placeholder.
    depth: u32,
}

impl Scanner<'_> {
    /// A string whose tag or quotes begin at `start`.
    pub(super) fn string(&mut self, start: usize) {
        let quotes = Quotes::read(self.bytes, start);
        let after = start + quotes.len;
        let opening = self.table.len();
        if !quotes.block {
            self.at = after;
            return self.line_text(opening, quotes, start);
        }
        let (first_line, clean) = block_start(self.bytes, after);
        if !clean {
            return self.block_on_one_line(start, after);
        }
        let within = self.bytes.get(..self.limit.min(self.bytes.len())).unwrap_or(self.bytes);
        let end = block_end(within, first_line.min(within.len()));
        if !end.closed {
            self.report(What::UnterminatedBlock, start, after);
        }
        let open = OpenText { opening, quotes, text_end: end.text, all_end: end.all, value: 0, depth: 0 };
        self.at = first_line.min(end.text);
        self.block_text(open, start);
    }

    /// A text whose closing quote is at `quote`, and that has no other: `wave-logs" }`. The word at `start` isn't in the
    /// table yet. It is left out as a whole, for nobody knows where it was meant to begin.
    pub(super) fn unopened(&mut self, start: usize, quote: usize) -> bool {
        let rest = self.bytes.get(quote + 1..).unwrap_or_default();
        let closing = rest.iter().take_while(|b| b" \t\r})],".contains(b)).count();
        let after = rest.get(closing..).unwrap_or_default();
        let ends = after.is_empty() || after.starts_with(b"\n") || after.starts_with(b"//");
        if !self.open.is_empty() || !ends {
            return false;
        }
        let mut first = start;
        while let Some(before) = self.table.last().filter(|t| t.end() as usize == first && is_piece(t.kind)) {
            first = before.start as usize;
            self.table.pop();
        }
        if first == quote {
            return false;
        }
        self.report(What::UnopenedString, first, quote + 1);
        self.push(kind::UNKNOWN, first, quote + 1);
        true
    }

    /// Three quotes with text after them: taken as a string that ends with its line.
    fn block_on_one_line(&mut self, start: usize, after: usize) {
        self.report(What::TextAfterQuotes, start, after);
        self.at = after;
        let line_end = self.end_of_line();
        let rest = self.text.get(after..line_end).unwrap_or_default();
        let end = rest.find("\"\"\"").map_or(line_end, |n| after + n + 3);
        self.finish_whole(start, end);
    }

    /// The text of a string on one line, from its start or from the end of a placeholder.
    fn line_text(&mut self, opening: usize, quotes: Quotes, start: usize) {
        let piece = self.at;
        loop {
            let skipped = quotes.escape_len(self.bytes, self.at);
            match self.bytes.get(self.at) {
                _ if skipped > 0 => self.at += skipped,
                Some(b'"') if quotes.closes(self.bytes, self.at) => {
                    let end = self.at + 1 + quotes.hashes;
                    return self.finish(opening, start, piece, end);
                }
                Some(b'$') if !quotes.raw && self.peek(1) == b'{' => {
                    let open = OpenText { opening, quotes, text_end: 0, all_end: 0, value: 0, depth: 0 };
                    return self.placeholder(open, start, piece);
                }
                None | Some(b'\n') => {
                    let first = self.table.get(opening).map_or(start, |t| t.start as usize);
                    self.at = self.at.min(self.limit);
                    let end = first + self.text.get(first..self.at).map_or(0, |t| t.trim_end().len());
                    self.report(What::UnterminatedString, first, end);
                    return self.finish(opening, start, piece.min(end), end);
                }
                _ => self.at += 1,
            }
        }
    }

    /// The text of a block, from its first line or from the end of a placeholder.
    fn block_text(&mut self, open: OpenText, start: usize) {
        let piece = self.at;
        while self.at < open.text_end {
            match open.quotes.escape_len(self.bytes, self.at) {
                0 if self.peek(0) == b'$' && self.peek(1) == b'{' && !open.quotes.raw => {
                    return self.placeholder(open, start, piece);
                }
                0 => self.at += 1,
                n => self.at += n,
            }
        }
        if self.table.len() == open.opening {
            return self.finish_whole(start, open.all_end);
        }
        self.piece(piece, open.text_end);
        let quotes = open.all_end - if open.all_end > open.text_end { 3 } else { 0 };
        self.push(kind::CLOSE_TEXT, quotes, open.all_end);
        self.mark_key(open.opening);
    }

    /// The end of a string on one line.
    fn finish(&mut self, opening: usize, start: usize, piece: usize, end: usize) {
        if self.table.len() == opening {
            return self.finish_whole(start, end);
        }
        let closed = self.at < end;
        self.piece(piece, if closed { self.at } else { end });
        self.push(kind::CLOSE_TEXT, if closed { self.at } else { end }, end);
        self.mark_key(opening);
    }

    fn finish_whole(&mut self, start: usize, end: usize) {
        let opening = self.table.len();
        self.push(kind::TEXT, start, end);
        self.mark_key(opening);
    }

    /// A string before `=` is a key.
    pub(super) fn mark_key(&mut self, opening: usize) {
        if self.sign_after(self.at) != b'=' {
            return;
        }
        if let Some(token) = self.table.get_mut(opening) {
            token.kind = match token.kind {
                kind::OPEN_TEXT => kind::OPEN_TEXT_BEFORE_EQUALS,
                _ => kind::TEXT_BEFORE_EQUALS,
            };
        }
    }

    fn piece(&mut self, start: usize, end: usize) {
        if start < end {
            self.push(kind::TEXT_PIECE, start, end);
        }
    }

    /// `${`
    fn placeholder(&mut self, mut open: OpenText, start: usize, piece: usize) {
        let value = self.at;
        if self.table.len() == open.opening {
            self.push(kind::OPEN_TEXT, start, start + open.quotes.len);
        }
        self.piece(piece, value);
        self.push(kind::OPEN_VALUE, value, value + 2);
        open.value = value;
        if open.quotes.block {
            self.limit = open.text_end;
        }
        self.open.push(open);
    }

    pub(super) fn open_brace(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.depth += 1;
        }
        self.push(b'{', self.at, self.at + 1);
    }

    pub(super) fn close_brace(&mut self) {
        match self.open.last_mut() {
            Some(open) if open.depth == 0 => {
                self.push(kind::CLOSE_VALUE, self.at, self.at + 1);
                self.resume();
            }
            Some(open) => {
                open.depth -= 1;
                self.push(b'}', self.at, self.at + 1);
            }
            None => self.push(b'}', self.at, self.at + 1),
        }
    }

    /// Goes on with the string that a placeholder interrupted.
    fn resume(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let block = self.open.iter().rev().find(|o| o.quotes.block);
        self.limit = block.map_or(usize::MAX, |o| o.text_end);
        let start = self.at;
        if open.quotes.block {
            self.block_text(open, start);
        } else {
            self.line_text(open.opening, open.quotes, start);
        }
    }

    pub(super) fn line_break(&mut self) {
        self.end_lines();
        self.at += 1;
    }

    /// At the end of a line, or of the text: strings on one line end, whatever is open in them. The outermost is reported.
    pub(super) fn end_lines(&mut self) {
        let mut outermost = None;
        while self.open.last().is_some_and(|o| !o.quotes.block) {
            let Some(open) = self.open.pop() else { break };
            outermost = Some(open.opening);
            let end = self.table.last().map_or(self.at, |t| t.end() as usize);
            let at = self.at;
            self.push(kind::CLOSE_VALUE, end, end);
            self.push(kind::CLOSE_TEXT, end, end);
            self.at = at;
        }
        if let Some(token) = outermost.and_then(|n| self.table.get(n)) {
            let start = token.start as usize;
            let end = start + self.text.get(start..self.at).map_or(0, |t| t.trim_end().len());
            self.report(What::UnterminatedString, start, end);
        }
    }

    /// A text block ends in the middle of a placeholder.
    pub(super) fn close_block_early(&mut self) {
        self.end_lines();
        if let Some(open) = self.open.last() {
            let value = open.value;
            self.report(What::PlaceholderNeverClosed, value, value + 2);
            let end = self.table.last().map_or(self.at, |t| t.end() as usize);
            let at = self.at;
            self.push(kind::CLOSE_VALUE, end, end);
            self.at = at.min(self.limit);
        }
        self.resume();
    }
}

/// Whether it may be a piece of a text that lacks a quote.
fn is_piece(token: u8) -> bool {
    kind::is_word(token) || matches!(token, kind::NUMBER | b'-' | b'.' | b'/' | b':' | b'@')
}
