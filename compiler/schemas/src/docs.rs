//! Documentation by key, packed: blocks of lines, each compressed alone, so that one look-up unpacks one block.
//!
//! The file is an index and the blocks after it. A line of the index is the first key of a block, and the number of bytes it takes;
//! keys are sorted, and an empty line ends the index. A block is lines of `KEY TAB TEXT`, a line break in the text as `\n` and
//! a backslash as `\\`, compressed with DEFLATE. `cargo xtask schemas` writes it, with [`escaped`].

use crate::lines::Lines;

/// Such a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Docs(pub(crate) &'static [u8]);

/// More than any block takes when it is unpacked.
const LARGEST_BLOCK: usize = 4 << 20;

impl Docs {
    /// The text of a key.
    pub(crate) fn get(self, key: &str) -> Option<String> {
        let end = self.0.windows(2).position(|w| w == b"\n\n")?;
        let index = std::str::from_utf8(self.0.get(..=end)?).ok()?;
        let wanted = format!("{key}\t\u{10ffff}");
        let line = Lines(index).at_or_before(&wanted)?;
        let mut at = end + 2;
        for other in index.lines().take_while(|other| *other != line) {
            at += size(other)?;
        }
        let block = self.0.get(at..at + size(line)?)?;
        let text = miniz_oxide::inflate::decompress_to_vec_with_limit(block, LARGEST_BLOCK).ok()?;
        let text = std::str::from_utf8(&text).ok()?;
        let found = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('\t'))?;
        Some(unescaped(found))
    }
}

fn size(line: &str) -> Option<usize> {
    line.rsplit_once('\t')?.1.parse().ok()
}

/// A text as it stands in a block.
pub fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n")
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match (c, if c == '\\' { rest.next() } else { None }) {
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some(other)) => out.push(other),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_in_its_block_and_line_breaks_come_back() {
        let pack = |text: &str| miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 9);
        let first = pack(&format!("a\tone\na.b\t{}\n", escaped("two\nlines \\n")));
        let second = pack("c\tthree\n");
        let mut file = format!("a\t{}\nc\t{}\n\n", first.len(), second.len()).into_bytes();
        file.extend(first);
        file.extend(second);
        let docs = Docs(file.leak());
        assert_eq!(docs.get("a").as_deref(), Some("one"));
        assert_eq!(docs.get("a.b").as_deref(), Some("two\nlines \\n"));
        assert_eq!(docs.get("c").as_deref(), Some("three"));
        assert_eq!(docs.get("b"), None);
        assert_eq!(docs.get("0"), None);
    }
}
