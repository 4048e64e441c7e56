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
        let (mut low, mut high) = (0, self.0.len());
        while low < high {
            let line = self.start_of_line(low + (high - low) / 2);
            let rest = self.0.get(line..).unwrap_or_default();
            // A line is as far before or after as its first bytes say: its end matters only if it is before.
            let compared = rest.as_bytes().get(..wanted.len()).unwrap_or(rest.as_bytes());
            let is_before = match compared.iter().position(|b| *b == b'\n') {
                Some(end) => compared.get(..end).is_some_and(|l| l < wanted.as_bytes()),
                None => compared < wanted.as_bytes(),
            };
            if is_before {
                low = rest.find('\n').map_or(self.0.len(), |end| line + end + 1);
            } else {
                high = line;
            }
        }
        low
    }

    /// Searched for as text, which is done many bytes at a time: lines can be long.
    fn start_of_line(self, at: usize) -> usize {
        let at = (0..=at).rev().find(|at| self.0.is_char_boundary(*at)).unwrap_or(0);
        self.0.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
    }
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
