//! Bytes to lines and columns, and back.

use std::sync::{Arc, OnceLock};

/// A line and a column, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 0.
    pub line: usize,
    /// Column, from 0, in the unit that was asked for.
    pub column: usize,
}

/// The offsets at which the lines of a text begin, found out when somebody asks first: in most runs nobody asks where a line
/// of the standard library begins.
#[derive(Debug, Clone, Default)]
pub struct LineIndex {
    text: Arc<str>,
    starts: OnceLock<Vec<u32>>,
}

impl LineIndex {
    /// The index of a text.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self { text: text.into(), starts: OnceLock::new() }
    }

    fn starts(&self) -> &[u32] {
        self.starts.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
            let starts = breaks.map(|(i, _)| u32::try_from(i + 1).unwrap_or(u32::MAX));
            std::iter::once(0).chain(starts).collect()
        })
    }

    /// How many lines there are; a text that ends in a line break has an empty last one.
    pub fn len(&self) -> usize {
        self.starts().len()
    }

    /// Never: an empty text has one line.
    pub fn is_empty(&self) -> bool {
        self.starts().is_empty()
    }

    /// The line that holds a byte.
    pub fn line(&self, offset: usize) -> usize {
        self.starts().partition_point(|s| (*s as usize) <= offset).saturating_sub(1)
    }

    /// The first byte of a line, or `None` after the last one.
    pub fn start(&self, line: usize) -> Option<usize> {
        self.starts().get(line).map(|s| *s as usize)
    }

    /// Line and column in bytes.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.line(offset);
        Position { line, column: offset - self.start(line).unwrap_or(0) }
    }

    /// Line and column in characters, for people.
    pub fn position_chars(&self, text: &str, offset: usize) -> Position {
        self.measure(text, offset, |s| s.chars().count())
    }

    /// Line and column in UTF-16 code units, for editors.
    pub fn position_utf16(&self, text: &str, offset: usize) -> Position {
        self.measure(text, offset, |s| s.chars().map(char::len_utf16).sum())
    }

    fn measure(&self, text: &str, offset: usize, width: impl Fn(&str) -> usize) -> Position {
        let line = self.line(offset);
        let start = self.start(line).unwrap_or(0);
        Position { line, column: text.get(start..offset).map_or(0, width) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_bytes_characters_and_utf16() {
        let text = "a\nü😀x\n";
        let index = LineIndex::new(text);
        let x = text.find('x').unwrap();
        assert_eq!(index.position(x), Position { line: 1, column: 6 });
        assert_eq!(index.position_chars(text, x), Position { line: 1, column: 2 });
        assert_eq!(index.position_utf16(text, x), Position { line: 1, column: 3 });
        assert_eq!(index.len(), 3);
    }

    #[test]
    fn the_end_of_a_text_is_on_its_last_line() {
        let index = LineIndex::new("ab\ncd");
        assert_eq!(index.position(5), Position { line: 1, column: 2 });
        assert_eq!(index.start(2), None);
    }
}
