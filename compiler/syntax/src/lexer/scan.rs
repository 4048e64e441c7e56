//! The first pass: text to a table of tokens.
//!
//! Words, numbers, signs and comments are here, strings in `strings`. Which token may stand where is not known.

use super::kinds::{self as kind, COMMENT, DOC, UNKNOWN};
use super::strings::OpenText;
use super::{Mistake, Token, What};

/// The scanner, and what it has found so far.
pub(super) struct Scanner<'t> {
    pub(super) bytes: &'t [u8],
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) table: Vec<Token>,
    mistakes: Vec<Mistake>,
    /// The strings that placeholders interrupt, outermost first.
    pub(super) open: Vec<OpenText>,
    /// The end of the innermost text block that is open.
    pub(super) limit: usize,
    /// The end of a line that was looked for last.
    line: std::ops::Range<usize>,
}

/// Cuts a text into tokens.
pub(super) fn scan(text: &str) -> (Vec<Token>, Vec<Mistake>) {
    let table = Vec::with_capacity(text.len() / 4 + 8);
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        text,
        at: 0,
        table,
        mistakes: Vec::new(),
        open: Vec::new(),
        limit: usize::MAX,
        line: 0..0,
    };
    scanner.run();
    (scanner.table, scanner.mistakes)
}

impl Scanner<'_> {
    fn run(&mut self) {
        loop {
            if self.at >= self.limit {
                self.close_block_early();
                continue;
            }
            let Some(byte) = self.bytes.get(self.at).copied() else { break };
            if self.unquoted(byte) {
                continue;
            }
            match byte {
                b'\n' => self.line_break(),
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.word(),
                b'0'..=b'9' => self.number(),
                b'"' if self.unopened(self.at, self.at) => {}
                b'"' => self.string(self.at),
                b'{' => self.open_brace(),
                b'}' => self.close_brace(),
                b'<' => self.less_or_hole(),
                b'/' => self.slash(),
                _ => self.sign(byte),
            }
        }
        self.end_lines();
        while !self.open.is_empty() {
            self.close_block_early();
        }
    }

    pub(super) fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    pub(super) fn push(&mut self, kind: u8, start: usize, end: usize) {
        self.table.push(Token { kind, start: small(start), len: small(end - start) });
        self.at = end;
    }

    pub(super) fn report(&mut self, what: What, start: usize, end: usize) {
        self.mistakes.push(Mistake { start: small(start), end: small(end), what });
    }

    /// The end of the line, without blanks. Remembered, so that a long line is searched once.
    pub(super) fn end_of_line(&mut self) -> usize {
        if !self.line.contains(&self.at) {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            self.line = self.at..self.at + rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
        }
        let line = self.bytes.get(self.at..self.line.end).unwrap_or_default();
        (self.at + line.trim_ascii_end().len()).min(self.limit)
    }

    // ---- words and numbers

    fn word(&mut self) {
        let start = self.at;
        let end = self.end_of_word(start);
        let word = self.text.get(start..end).unwrap_or_default();
        let kind = kind::word(word);
        match self.bytes.get(end) {
            Some(b'"') if self.unopened(start, end) => return,
            Some(b'"') if !kind::is_reserved(kind) => return self.string(start),
            Some(b'#') if word == "r" && self.raw_follows(end) => return self.string(start),
            _ => {}
        }
        let kind = match self.sign_after(end) {
            b'=' => kind::WORD_BEFORE_EQUALS,
            b':' => kind::WORD_BEFORE_COLON,
            _ => kind,
        };
        self.push(kind, start, end);
    }

    fn end_of_word(&self, start: usize) -> usize {
        let rest = self.bytes.get(start..).unwrap_or_default();
        start + rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count()
    }

    fn raw_follows(&self, hashes: usize) -> bool {
        let rest = self.bytes.get(hashes..).unwrap_or_default();
        rest.iter().find(|b| **b != b'#') == Some(&b'"')
    }

    /// `=` or `:` if it stands alone after blanks, else 0.
    pub(super) fn sign_after(&self, end: usize) -> u8 {
        // The two bytes are those of a no-break space, which is reported when the scan comes to it.
        let blank = |b: &&u8| matches!(b, b' ' | b'\t' | 0xc2 | 0xa0);
        let mut rest = self.bytes.get(end..).unwrap_or_default().iter().skip_while(blank);
        match (rest.next(), rest.next(), rest.next()) {
            (Some(b'='), Some(b'=' | b'>'), _) => 0,
            (Some(b'='), Some(b'<'), Some(next)) if !begins_hole(*next) => 0,
            (Some(sign @ (b'=' | b':')), ..) => *sign,
            _ => 0,
        }
    }

    fn number(&mut self) {
        let mut end = self.end_of_word(self.at);
        while self.bytes.get(end) == Some(&b'.') && self.bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            end = self.end_of_word(end + 1);
        }
        self.push(kind::NUMBER, self.at, end);
    }

    // ---- signs and comments

    fn less_or_hole(&mut self) {
        let end = if self.operand_may_begin() { self.end_of_hole() } else { None };
        match end {
            Some(end) => self.push(kind::HOLE, self.at, end),
            None => self.sign(b'<'),
        }
    }

    fn operand_may_begin(&self) -> bool {
        let before = self.table.iter().rfind(|t| !matches!(t.kind, COMMENT | DOC));
        before.is_none_or(|t| {
            let gap = self.bytes.get(t.end() as usize..self.at).unwrap_or_default();
            !kind::ends_operand(t.kind) || gap.contains(&b'\n')
        })
    }

    fn end_of_hole(&mut self) -> Option<usize> {
        let line_end = self.end_of_line();
        let line = self.bytes.get(self.at + 1..line_end)?;
        let len = line.iter().position(|b| matches!(b, b'>' | b'<'))?;
        let named = line.first().is_some_and(u8::is_ascii_alphabetic) && line.get(len) == Some(&b'>');
        named.then_some(self.at + len + 2)
    }

    fn slash(&mut self) {
        match self.peek(1) {
            b'/' => {
                let doc = self.peek(2) == b'/' && self.peek(3) != b'/';
                let end = self.end_of_line().max(self.at + 2);
                self.push(if doc { DOC } else { COMMENT }, self.at, end);
            }
            b'*' => {
                let line_end = self.end_of_line();
                let rest = self.text.get(self.at..line_end).unwrap_or_default();
                let end = rest.find("*/").map_or(line_end, |n| self.at + n + 2);
                self.report(What::BlockComment, self.at, end);
                self.push(UNKNOWN, self.at, end);
            }
            _ => self.push(b'/', self.at, self.at + 1),
        }
    }

    fn sign(&mut self, byte: u8) {
        let start = self.at;
        let (kind, len) = match (byte, self.peek(1), self.peek(2)) {
            (b'.', b'.', b'.') => (kind::SPREAD, 3),
            (b'.', b'.', _) => (kind::DOTS, 2),
            (b'=' | b'!' | b'<' | b'>', b'=', _) => (kind::EQUALITY, 2),
            (b'=', b'<', next) if !begins_hole(next) => {
                return self.foreign_operator(kind::EQUALITY, 2, "<=");
            }
            (b'=', b'>', _) => (kind::FAT_ARROW, 2),
            (b'-', b'>', _) => (kind::ARROW, 2),
            (b'?', b'?', _) => (kind::OTHERWISE, 2),
            (b'&', b'&', _) => return self.foreign_operator(kind::AND, 2, "and"),
            (b'|', b'|', _) => return self.foreign_operator(kind::OR, 2, "or"),
            (b'!', _, _) => return self.foreign_operator(kind::NOT, 1, "not"),
            _ if b"()[],:=<>+-*/.|?@".contains(&byte) => (byte, 1),
            _ => return self.unknown(byte),
        };
        self.push(kind, start, start + len);
    }

    fn foreign_operator(&mut self, kind: u8, len: usize, word: &'static str) {
        self.report(What::Operator(word), self.at, self.at + len);
        self.push(kind, self.at, self.at + len);
    }

    fn unknown(&mut self, byte: u8) {
        let start = self.at;
        let line_end = self.end_of_line();
        let rest = self.text.get(start..line_end).unwrap_or_default();
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let quote = matches!(byte, b'\'' | b'`').then(|| char::from(byte));
        let closing = quote.and_then(|q| rest.get(1..)?.find(q));
        if let Some(len) = smart_quotes_len(rest) {
            self.report(What::SmartQuotes, start, start + len);
            self.push(kind::TEXT, start, start + len);
            return self.mark_key(self.table.len() - 1);
        }
        match (byte, closing) {
            (_, Some(len)) => {
                self.report(What::SingleQuotes, start, start + len + 2);
                self.push(kind::TEXT, start, start + len + 2);
                return self.mark_key(self.table.len() - 1);
            }
            (b'#', _) => {
                self.report(What::HashComment, start, start + rest.len());
                return self.push(UNKNOWN, start, start + rest.len());
            }
            (b';', _) => self.report(What::Semicolon, start, start + 1),
            _ if rest.starts_with(char::is_whitespace) => {
                self.report(What::ForeignBlank, start, start + first);
                self.at += first;
                return;
            }
            _ => self.report(What::UnknownCharacter, start, start + first),
        }
        self.push(UNKNOWN, start, start + first);
    }
}

/// The length of a text in quotes as word processors make them.
fn smart_quotes_len(rest: &str) -> Option<usize> {
    let first = rest.chars().next().filter(|c| super::SMART_QUOTES.contains(c))?;
    let inner = rest.get(first.len_utf8()..)?;
    let (at, last) = inner.char_indices().find(|(_, c)| *c == '"' || super::SMART_QUOTES.contains(c))?;
    Some(first.len_utf8() + at + last.len_utf8())
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Whether a `<` before this byte begins a hole.
fn begins_hole(next: u8) -> bool {
    next.is_ascii_alphabetic()
}
