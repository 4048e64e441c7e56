//! Where in a text of bash one is: bare, in quotes, in a comment, in a heredoc.
//!
//! No parser: it follows quotes, brackets and heredocs, which is all that putting a value in safely needs.

/// What surrounds the place that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Bare,
    Double,
    Single,
    Comment,
    Heredoc,
    /// A heredoc whose delimiter is quoted: nothing is expanded.
    QuotedHeredoc,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nesting {
    Single,
    Double,
    /// `(`, `$(`
    Parenthesis,
    /// `((`, `$((`, where `<<` is a shift
    Arithmetic,
    /// `${`
    Brace,
    Backquote,
    Comment,
}

#[derive(Debug, Clone, Default)]
struct Heredoc {
    delimiter: String,
    quoted: bool,
    strips_tabs: bool,
}

/// The reading of `<<`, and what follows it.
#[derive(Debug, Clone)]
enum Opening {
    No,
    OneAngle,
    TwoAngles(Heredoc),
    Delimiter(Heredoc, Option<char>),
}

/// Follows a text character by character.
#[derive(Debug, Clone)]
pub(crate) struct Scanner {
    nesting: Vec<Nesting>,
    opening: Opening,
    /// Heredocs whose bodies begin on the next line; the first is the current one if `in_body`.
    heredocs: std::collections::VecDeque<Heredoc>,
    in_body: bool,
    /// The line of a heredoc's body so far.
    line: String,
    escaped: bool,
    previous: char,
}

impl Default for Scanner {
    fn default() -> Self {
        Self {
            nesting: Vec::new(),
            opening: Opening::No,
            heredocs: std::collections::VecDeque::new(),
            in_body: false,
            line: String::new(),
            escaped: false,
            previous: '\n',
        }
    }
}

impl Scanner {
    /// Goes on through a text.
    pub(crate) fn feed(&mut self, text: &str) {
        for c in text.chars() {
            self.feed_char(c);
        }
    }

    /// Goes on by one character.
    pub(crate) fn feed_char(&mut self, c: char) {
        if self.in_body {
            self.body(c);
        } else if self.escaped {
            self.escaped = false;
            // What was escaped has no part in `$(` or `${`.
            self.previous = 'x';
            return;
        } else if !self.is_bare() || !self.opens_heredoc(c) {
            self.code(c);
        }
        self.previous = c;
    }

    /// What surrounds the next character.
    pub(crate) fn place(&self) -> Place {
        if self.in_body {
            let quoted = self.heredocs.front().is_some_and(|h| h.quoted);
            return if quoted { Place::QuotedHeredoc } else { Place::Heredoc };
        }
        let inner = self.nesting.iter().rev().find(|n| **n != Nesting::Brace);
        match inner {
            Some(Nesting::Single) => Place::Single,
            Some(Nesting::Double) => Place::Double,
            Some(Nesting::Comment) => Place::Comment,
            _ => Place::Bare,
        }
    }

    /// Whether the next character stands behind a backslash.
    pub(crate) fn is_escaped(&self) -> bool {
        self.escaped
    }

    /// What is still open, in words.
    pub(crate) fn unclosed(&self) -> Option<&'static str> {
        if !self.heredocs.is_empty() && !self.at_delimiter() {
            return Some("a heredoc");
        }
        match self.nesting.last() {
            None | Some(Nesting::Comment) => None,
            Some(Nesting::Single) => Some("a single quote"),
            Some(Nesting::Double) => Some("a double quote"),
            Some(Nesting::Parenthesis | Nesting::Arithmetic) => Some("a parenthesis"),
            Some(Nesting::Brace) => Some("a `${`"),
            Some(Nesting::Backquote) => Some("a backquote"),
        }
    }

    fn is_bare(&self) -> bool {
        !matches!(
            self.nesting.last(),
            Some(Nesting::Single | Nesting::Double | Nesting::Comment | Nesting::Brace)
        )
    }

    /// Whether the line so far is the one that ends the current heredoc.
    fn at_delimiter(&self) -> bool {
        self.in_body
            && self.heredocs.front().is_some_and(|h| {
                let line = if h.strips_tabs { self.line.trim_start_matches('\t') } else { &self.line };
                line == h.delimiter
            })
    }

    fn body(&mut self, c: char) {
        if c != '\n' {
            self.line.push(c);
            return;
        }
        if self.at_delimiter() {
            self.heredocs.pop_front();
            self.in_body = !self.heredocs.is_empty();
        }
        self.line.clear();
    }

    /// Reads `<<`, `<<-` and the delimiter; whether the character was one of theirs.
    fn opens_heredoc(&mut self, c: char) -> bool {
        if c != '<' && matches!(self.opening, Opening::No) {
            return false;
        }
        match std::mem::replace(&mut self.opening, Opening::No) {
            Opening::No => {
                if !self.nesting.contains(&Nesting::Arithmetic) {
                    self.opening = Opening::OneAngle;
                }
                true
            }
            Opening::OneAngle if c == '<' => {
                self.opening = Opening::TwoAngles(Heredoc::default());
                true
            }
            Opening::OneAngle => false,
            // `<<<` is a word, not a heredoc.
            Opening::TwoAngles(_) if c == '<' => true,
            Opening::TwoAngles(mut heredoc) => {
                match c {
                    '-' => heredoc.strips_tabs = true,
                    ' ' | '\t' => {}
                    _ => return self.delimiter(heredoc, None, c),
                }
                self.opening = Opening::TwoAngles(heredoc);
                true
            }
            Opening::Delimiter(heredoc, quote) => self.delimiter(heredoc, quote, c),
        }
    }

    fn delimiter(&mut self, mut heredoc: Heredoc, quote: Option<char>, c: char) -> bool {
        let mut inside = quote;
        match (quote, c) {
            (Some(q), c) if q == c => inside = None,
            (None, '\'' | '"') => {
                heredoc.quoted = true;
                inside = Some(c);
            }
            (None, '\\') => heredoc.quoted = true,
            (None, c) if c.is_whitespace() || ";|&)<>".contains(c) => {
                self.heredocs.push_back(heredoc);
                return false;
            }
            (_, c) => heredoc.delimiter.push(c),
        }
        self.opening = Opening::Delimiter(heredoc, inside);
        true
    }

    fn code(&mut self, c: char) {
        // Letters, digits and blanks mean nothing by themselves.
        if c == ' ' || c.is_ascii_alphanumeric() {
            return;
        }
        match (self.nesting.last().copied(), c) {
            (Some(Nesting::Comment), '\n') => self.close_comment(),
            // A `)` without an opening one closes a pattern of `case`.
            (Some(Nesting::Single), '\'')
            | (Some(Nesting::Double), '"')
            | (Some(Nesting::Brace), '}')
            | (Some(Nesting::Backquote), '`')
            | (Some(Nesting::Parenthesis | Nesting::Arithmetic), ')') => self.pop(),
            (Some(Nesting::Comment | Nesting::Single), _) => {}
            (_, '\\') => self.escaped = true,
            (_, '{') if self.previous == '$' => self.nesting.push(Nesting::Brace),
            (_, '(') if self.previous == '$' => self.nesting.push(Nesting::Parenthesis),
            (_, '`') => self.nesting.push(Nesting::Backquote),
            (Some(Nesting::Double), _) => {}
            (_, '"') => self.nesting.push(Nesting::Double),
            (Some(Nesting::Brace), '\'') if self.nesting.contains(&Nesting::Double) => {}
            (_, '\'') => self.nesting.push(Nesting::Single),
            (Some(Nesting::Brace), _) => {}
            (Some(Nesting::Parenthesis), '(') if self.previous == '(' => {
                self.pop();
                self.nesting.extend([Nesting::Arithmetic, Nesting::Arithmetic]);
            }
            (_, '(') => self.nesting.push(Nesting::Parenthesis),
            (_, '#') if self.previous.is_whitespace() || ";|&(".contains(self.previous) => {
                self.nesting.push(Nesting::Comment);
            }
            (_, '\n') => self.in_body = !self.heredocs.is_empty(),
            _ => {}
        }
    }

    fn close_comment(&mut self) {
        self.pop();
        self.in_body = !self.heredocs.is_empty();
    }

    fn pop(&mut self) {
        self.nesting.pop();
    }
}

/// For each line, whether blanks can be put before it without a change of meaning.
pub(crate) fn indentable(text: &str) -> Vec<bool> {
    let mut scanner = Scanner::default();
    let mut lines = Vec::new();
    for line in text.split('\n') {
        lines.push(scanner.place() == Place::Bare && !scanner.escaped);
        scanner.feed(line);
        scanner.feed_char('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place_after(text: &str) -> Place {
        let mut scanner = Scanner::default();
        scanner.feed(text);
        scanner.place()
    }

    #[test]
    fn the_place_behind_a_text_is_known() {
        let cases = [
            ("echo ", Place::Bare),
            ("echo 'a", Place::Single),
            ("echo \"a", Place::Double),
            ("echo \"a\\\"", Place::Double),
            ("echo \"$(cat ", Place::Bare),
            ("echo \"$(cat 'x')", Place::Double),
            ("echo a # it's ", Place::Comment),
            ("echo a#b ", Place::Bare),
            ("echo $# ", Place::Bare),
            ("echo \\$( ", Place::Bare),
            ("echo \"\\$(\" ", Place::Bare),
            ("# it's\n", Place::Bare),
            ("cat <<EOF\na ", Place::Heredoc),
            ("cat <<'EOF' | tee\na ", Place::QuotedHeredoc),
            ("cat <<-EOF\n\ta\n\tEOF\n", Place::Bare),
            ("cat <<< ", Place::Bare),
            ("echo $((1 << 2)) ", Place::Bare),
            ("echo \"${x:-it's ", Place::Double),
            ("case x in a) echo ", Place::Bare),
        ];
        for (text, place) in cases {
            assert_eq!(place_after(text), place, "{text:?}");
        }
    }

    #[test]
    fn what_is_left_open_is_told() {
        let unclosed = |text: &str| {
            let mut scanner = Scanner::default();
            scanner.feed(text);
            scanner.unclosed()
        };
        assert_eq!(unclosed("echo 'a'"), None);
        assert_eq!(unclosed("cat <<EOF\na\nEOF"), None);
        assert_eq!(unclosed("cat <<EOF\na\n"), Some("a heredoc"));
        assert_eq!(unclosed("echo \"a"), Some("a double quote"));
    }
}
