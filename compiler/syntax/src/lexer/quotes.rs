//! How far a string goes. Shared by the lexer and by `split`, which must agree on it.

/// How a string is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quotes {
    /// `"""`
    pub(crate) block: bool,
    /// `r"…"`: neither escapes nor placeholders.
    pub(crate) raw: bool,
    /// `shell"…"`: placeholders, but no escapes except `\${`.
    pub(crate) tagged: bool,
    /// The number of `#` in `r#"…"#`.
    pub(crate) hashes: usize,
    /// The length of everything before the text: tag, hashes and quotes.
    pub(crate) len: usize,
}

impl Quotes {
    /// Reads tag, hashes and quotes at `start`.
    pub(crate) fn read(bytes: &[u8], start: usize) -> Self {
        let count =
            |from: usize, what: fn(&u8) -> bool| bytes.iter().skip(from).take_while(|b| what(b)).count();
        let tag = count(start, |b| b.is_ascii_alphanumeric() || *b == b'_');
        let raw = tag == 1 && bytes.get(start) == Some(&b'r');
        let hashes = if raw { count(start + tag, |b| *b == b'#') } else { 0 };
        let block = bytes.get(start + tag + hashes..).is_some_and(|rest| rest.starts_with(b"\"\"\""));
        Self { block, raw, tagged: tag > 0 && !raw, hashes, len: tag + hashes + if block { 3 } else { 1 } }
    }

    /// Whether `\n` is a line break.
    pub(crate) fn escapes(self) -> bool {
        !self.raw && !self.tagged
    }

    /// Whether the quote at `at` is the closing one of a string on one line.
    pub(crate) fn closes(self, bytes: &[u8], at: usize) -> bool {
        bytes.get(at) == Some(&b'"') && (1..=self.hashes).all(|n| bytes.get(at + n) == Some(&b'#'))
    }

    /// How many bytes to skip for the escape at `at`, or 0 if there is none.
    pub(crate) fn escape_len(self, bytes: &[u8], at: usize) -> usize {
        let next = |n: usize| bytes.get(at + n).copied();
        match (next(0), next(1)) {
            (Some(b'\\'), Some(b'$')) if self.tagged && next(2) == Some(b'{') => 3,
            (Some(b'\\'), Some(c)) if self.escapes() && c != b'\n' && c != b'\r' && c.is_ascii() => 2,
            _ => 0,
        }
    }
}

/// Where a text block ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BlockEnd {
    /// The end of the text: the start of the closing line.
    pub(crate) text: usize,
    /// After the closing quotes.
    pub(crate) all: usize,
    /// Whether there are closing quotes.
    pub(crate) closed: bool,
}

/// The start of the first line of a text block, and whether nothing but blanks stands before it.
pub(crate) fn block_start(bytes: &[u8], after_quotes: usize) -> (usize, bool) {
    let rest = bytes.get(after_quotes..).unwrap_or_default();
    let line = rest.iter().position(|b| *b == b'\n');
    let clean = rest.iter().take(line.unwrap_or(rest.len())).all(u8::is_ascii_whitespace);
    (after_quotes + line.map_or(rest.len(), |n| n + 1), clean)
}

/// Finds the closing line. Without one, or where a line that opens another block comes first, the block was left open: it then
/// ends before the first line that begins in column 0 with a word, where the next item begins.
pub(crate) fn block_end(bytes: &[u8], first_line: usize) -> BlockEnd {
    let mut at = first_line;
    let mut next_item = None;
    while let Some(rest) = bytes.get(at..).filter(|r| !r.is_empty()) {
        let line_len = rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |n| n + 1);
        let line = rest.get(..line_len).unwrap_or(rest);
        let indentation = line.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let content = line.get(indentation..).unwrap_or_default();
        if content.starts_with(b"\"\"\"") {
            return BlockEnd { text: at, all: at + indentation + 3, closed: true };
        }
        if next_item.is_none() && line.first().is_some_and(u8::is_ascii_alphabetic) {
            next_item = Some(at);
        }
        if opens_block(content) {
            break;
        }
        at += line_len;
    }
    let end = next_item.unwrap_or(at.min(bytes.len()));
    BlockEnd { text: end, all: end, closed: false }
}

/// Whether three quotes stand in a line, without a backslash before them.
fn opens_block(line: &[u8]) -> bool {
    let found = line.windows(3).position(|w| w == b"\"\"\"");
    found.is_some_and(|at| at == 0 || line.get(at - 1) != Some(&b'\\'))
}
