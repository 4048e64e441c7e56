//! Text that lacks its quotes, where no grammar could make one mistake of it: `arn:aws:…`, `wave@example.com`, `$HOME`, and lists
//! with `-` before each element.
//!
//! Each becomes one token of text, and its value isn't looked at. What reads as an expression, such as `eu-west-1`,
//! is left to whoever knows the names.

use super::What;
use super::kinds as kind;
use super::scan::Scanner;

impl Scanner<'_> {
    /// Takes such a text, if it begins here.
    pub(super) fn unquoted(&mut self, byte: u8) -> bool {
        if !self.open.is_empty() {
            return false;
        }
        match byte {
            b'$' => self.variable(),
            b'-' => self.dashed_list(),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => self.bare_text(),
            _ => false,
        }
    }

    /// `$HOME`, `${HOME}/bin`
    fn variable(&mut self) -> bool {
        if self.variable_len(self.at) == 0 {
            return false;
        }
        self.take(What::Variable, self.at, self.at + self.unbroken(self.at))
    }

    /// The length of `$HOME` or `${HOME}`, or 0.
    fn variable_len(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let head = if rest.starts_with(b"${") { 2 } else { usize::from(rest.starts_with(b"$")) };
        let word = rest.iter().skip(head).take_while(|b| is_word(**b)).count();
        match (head, word) {
            (0, _) | (_, 0) => 0,
            (2, _) if rest.get(head + word) == Some(&b'}') => head + word + 1,
            (2, _) => 0,
            _ => head + word,
        }
    }

    /// A value that holds `:` or `@`, or numbers that are none.
    fn bare_text(&mut self) -> bool {
        let sign = self.table.last().map_or(0, |t| t.kind);
        if !matches!(sign, b'=' | b':' | b'[' | b',') || self.breaks_after_comma(sign) {
            return false;
        }
        let end = self.at + self.unbroken(self.at);
        let text = self.text.get(self.at..end).unwrap_or_default();
        let pair = matches!(sign, b'=' | b':');
        let what = if pair && text.contains('$') {
            What::Variable
        } else if is_address(text) || (pair && has_colon(text)) || has_odd_number(text) {
            What::UnquotedText
        } else {
            return false;
        };
        self.ends_value(end) && self.take(what, self.at, end)
    }

    /// A comma at the end of a line says nothing about the next.
    fn breaks_after_comma(&self, sign: u8) -> bool {
        let end = self.table.last().map_or(0, |t| t.end() as usize);
        sign == b',' && self.bytes.get(end..self.at).is_some_and(|gap| gap.contains(&b'\n'))
    }

    /// The length of what follows without a blank, comma, quote or bracket. `//` is a comment unless a `:` comes before.
    fn unbroken(&self, start: usize) -> usize {
        let rest = self.bytes.get(start..).unwrap_or_default();
        let mut len = 0;
        while let Some(byte) = rest.get(len).copied() {
            let colon = len.checked_sub(1).and_then(|before| rest.get(before)) == Some(&b':');
            let comment = byte == b'/' && !colon && rest.get(len + 1) == Some(&b'/');
            let variable = self.variable_len(start + len);
            if comment || !(variable > 0 || is_word(byte) || b"-./:@?&=%+~*#".contains(&byte)) {
                break;
            }
            len += variable.max(1);
        }
        len
    }

    fn ends_value(&self, end: usize) -> bool {
        let rest = self.bytes.get(end..).unwrap_or_default();
        let blanks = rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
        let rest = rest.get(blanks..).unwrap_or_default();
        rest.first().is_none_or(|b| b"\n,}])".contains(b)) || rest.starts_with(b"//")
    }

    /// `key =` with lines below it that begin with `- `.
    fn dashed_list(&mut self) -> bool {
        let before = self.table.iter().rfind(|t| !matches!(t.kind, kind::COMMENT | kind::DOC));
        let Some(sign) = before.copied().filter(|t| matches!(t.kind, b'=' | b':')) else {
            return false;
        };
        let gap = self.bytes.get(sign.end() as usize..self.at).unwrap_or_default();
        let mut end = self.at;
        while let Some(line) = self.dashed_line(end) {
            end = line;
        }
        if !gap.contains(&b'\n') || end == self.at {
            return false;
        }
        self.report(What::DashedList, sign.start as usize, end);
        self.push(kind::TEXT, self.at, end);
        true
    }

    /// The end of a line that begins, after blanks, with `- `.
    fn dashed_line(&self, from: usize) -> Option<usize> {
        let rest = self.bytes.get(from..)?;
        let blank = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let line = rest.get(blank..)?;
        let len = line.iter().position(|b| *b == b'\n').unwrap_or(line.len());
        let line = line.get(..len)?;
        line.starts_with(b"- ").then(|| from + blank + line.trim_ascii_end().len())
    }

    fn take(&mut self, what: What, start: usize, end: usize) -> bool {
        self.report(what, start, end);
        self.push(kind::TEXT, start, end);
        true
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// `wave@example.com`
fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// `arn:aws:…`, `https://…`, `host:6379`
fn has_colon(text: &str) -> bool {
    text.split_once(':').is_some_and(|(before, after)| !before.contains('=') && !after.is_empty())
}

/// Whether names and numbers are joined as in no expression: `fs-0a1b`, `cache.0001.example.com`, `10.0.0.0/16`, `2026-01-05`.
fn has_odd_number(text: &str) -> bool {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let is_plain = |b: u8| is_word(b) || b"-./".contains(&b);
    let mut chains = text.split(['-', '/']);
    let several = text.contains(['-', '/']);
    text.bytes().all(is_plain) && !text.contains("..") && chains.any(|chain| is_odd_chain(chain, several))
}

/// Names or numbers with dots between them.
fn is_odd_chain(chain: &str, one_of_several: bool) -> bool {
    let digit = |piece: &str| piece.starts_with(|c: char| c.is_ascii_digit());
    let named = !digit(chain);
    let number_in_name = named && chain.split('.').skip(1).any(digit);
    let number = chain.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let letters = number.contains(|c: char| c.is_ascii_alphabetic());
    let zero = number.len() > 1 && number.starts_with('0') && !number.contains('.');
    let odd = letters || zero || number.matches('.').count() > 1;
    number_in_name || (!named && one_of_several && odd)
}
