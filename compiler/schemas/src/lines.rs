//! A text of sorted lines, looked up by how a line begins: reading one line doesn't cost reading the rest.
//!
//! Lines are sorted by their bytes; those that begin with `#` come first, and are for people.

/// Such a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lines(pub(crate) &'static str);

impl Lines {
    /// All lines, but those for people.
    pub(crate) fn all(self) -> impl Iterator<Item = &'static str> {
        self.0.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
    }

    /// The first line, which is for people.
    pub(crate) fn head(self) -> &'static str {
        self.0.lines().next().unwrap_or_default()
    }

    /// The lines that begin with these characters, in order.
    pub(crate) fn beginning(self, start: &str) -> impl Iterator<Item = &'static str> + use<> {
        let text = self.0.get(self.lower_bound(start)..).unwrap_or_default();
        let start = start.to_owned();
        text.lines().take_while(move |line| line.starts_with(&start))
    }

    /// The last line that isn't after this one; the first line if all are.
    pub(crate) fn at_or_before(self, wanted: &str) -> Option<&'static str> {
        let after = self.lower_bound(wanted);
        let at = self.0.get(after..)?.lines().next().filter(|line| *line == wanted);
        at.or_else(|| self.0.get(..after)?.lines().next_back())
    }

    /// Where the first line begins that isn't before `wanted`.
    fn lower_bound(self, wanted: &str) -> usize {
        let bytes = self.0.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let line = start_of_line(bytes, middle);
            let end = end_of_line(bytes, line);
            if bytes.get(line..end).is_some_and(|l| l < wanted.as_bytes()) {
                low = end + 1;
            } else {
                high = line;
            }
        }
        low.min(bytes.len())
    }
}

fn start_of_line(bytes: &[u8], at: usize) -> usize {
    let before = bytes.get(..at).unwrap_or_default();
    before.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1)
}

fn end_of_line(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().position(|b| *b == b'\n').map_or(bytes.len(), |i| from + i)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: Lines = Lines("# for people\na 1\nab 2\nab 3\nb 4\n");

    #[test]
    fn lines_are_found_by_how_they_begin() {
        let found = |start| TEXT.beginning(start).collect::<Vec<_>>();
        assert_eq!(found("a "), ["a 1"]);
        assert_eq!(found("ab "), ["ab 2", "ab 3"]);
        assert_eq!(found("b"), ["b 4"]);
        assert_eq!(found("0"), [""; 0]);
        assert_eq!(found("c"), [""; 0]);
        assert_eq!(TEXT.all().count(), 4);
    }

    #[test]
    fn the_line_before_a_text_is_found() {
        assert_eq!(TEXT.at_or_before("ab 25"), Some("ab 2"));
        assert_eq!(TEXT.at_or_before("b 4"), Some("b 4"));
        assert_eq!(TEXT.at_or_before("z"), Some("b 4"));
    }
}
