//! JSON as RFC 8259 has it: no comments, no trailing commas.

use std::sync::Arc;

use diagnostics::{Diagnostic, Span};
use graph::{Data, Record, Value};

use super::{Builder, Open};
use crate::problems::reading as problems;

type Read<T> = Result<T, Box<Diagnostic>>;

/// What may stand at the place that was reached.
#[derive(Clone, Copy, PartialEq)]
enum Next {
    Value,
    /// A value, or the end of a list that has just begun.
    FirstElement,
    Key,
    /// A key, or the end of a record that has just begun.
    FirstKey,
    /// `,`, or the end of what is open.
    Separator,
}

struct Reader<'t> {
    text: &'t str,
    place: Span,
    at: usize,
}

/// The value that a text is.
pub(super) fn read(text: &str, place: Span) -> Read<Value> {
    let mut reader = Reader { text, place, at: 0 };
    let mut builder = Builder::default();
    let mut next = Next::Value;
    loop {
        reader.skip_blanks();
        if let (Next::Separator, true) = (next, builder.open.is_empty()) {
            return reader.finish(builder);
        }
        next = reader.read_one(next, &mut builder)?;
    }
}

impl Reader<'_> {
    fn read_one(&mut self, next: Next, builder: &mut Builder) -> Read<Next> {
        let start = self.at;
        match (self.peek(), next) {
            (Some(']'), Next::FirstElement | Next::Separator)
                if matches!(builder.open.last(), Some(Open::List(..))) =>
            {
                self.at += 1;
                builder.end(self.since(start));
                Ok(Next::Separator)
            }
            (Some('}'), Next::FirstKey | Next::Separator)
                if matches!(builder.open.last(), Some(Open::Record(..))) =>
            {
                self.at += 1;
                builder.end(self.since(start));
                Ok(Next::Separator)
            }
            (Some(','), Next::Separator) => {
                self.at += 1;
                Ok(if builder.wants_key() { Next::Key } else { Next::Value })
            }
            (Some('"'), Next::Key | Next::FirstKey) => {
                let (key, span) = self.string()?;
                builder.key(key, span)?;
                self.skip_blanks();
                if self.peek() != Some(':') {
                    return self.wrong("`:`");
                }
                self.at += 1;
                Ok(Next::Value)
            }
            (Some(_), Next::Value | Next::FirstElement) => self.value(builder),
            (_, Next::Value | Next::FirstElement) => self.wrong("a value"),
            (_, Next::Key | Next::FirstKey) => self.wrong("a key in quotes"),
            (_, Next::Separator) if matches!(builder.open.last(), Some(Open::List(..))) => {
                self.wrong("`,` or `]`")
            }
            (_, Next::Separator) => self.wrong("`,` or `}`"),
        }
    }

    fn value(&mut self, builder: &mut Builder) -> Read<Next> {
        let start = self.at;
        match self.peek() {
            Some('[') => {
                self.at += 1;
                builder.begin(Open::List(self.since(start), Vec::new()), self.since(start))?;
                return Ok(Next::FirstElement);
            }
            Some('{') => {
                self.at += 1;
                let open = Open::Record(self.since(start), Record::default(), None);
                builder.begin(open, self.since(start))?;
                return Ok(Next::FirstKey);
            }
            Some('"') => {
                let (text, span) = self.string()?;
                builder.value(Value::text(text, span));
            }
            _ => {
                let data = self.word()?;
                builder.value(Value::new(data, self.since(start)));
            }
        }
        Ok(Next::Separator)
    }

    /// `true`, `false`, `null` or a number.
    fn word(&mut self) -> Read<Data> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c)).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        let data = match word {
            "true" => Data::Bool(true),
            "false" => Data::Bool(false),
            "null" => Data::None,
            _ if word.starts_with(|c: char| c.is_ascii_digit() || c == '-') => match number(word) {
                Some(data) => data,
                None => return Err(Box::new(problems::no_number(self.span(self.at, self.at + end), word))),
            },
            _ => return self.wrong("a value"),
        };
        self.at += end;
        Ok(data)
    }

    /// A string, and the place of what is between its quotes.
    fn string(&mut self) -> Read<(Arc<str>, Span)> {
        let open = self.at;
        self.at += 1;
        let start = self.at;
        let mut text = String::new();
        loop {
            let at = self.at;
            let Some(c) = self.peek().filter(|c| *c != '\n') else {
                return Err(Box::new(problems::endless_string(self.span(open, at))));
            };
            self.at += c.len_utf8();
            match c {
                '"' => return Ok((text.into(), self.span(start, at))),
                '\\' => text.push(self.escape(at)?),
                c => text.push(c),
            }
        }
    }

    /// What follows a backslash, which is at `start`.
    fn escape(&mut self, start: usize) -> Read<char> {
        let c = self.peek().unwrap_or('\\');
        self.at += c.len_utf8();
        let escaped = match c {
            '"' | '\\' | '/' => Some(c),
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            'u' => self.unicode(),
            _ => None,
        };
        escaped.ok_or_else(|| {
            let span = self.span(start, self.at);
            let shown = self.text.get(start..self.at).unwrap_or_default();
            Box::new(problems::no_escape(span, shown))
        })
    }

    /// `XXXX`, or the two halves of a character beyond them.
    fn unicode(&mut self) -> Option<char> {
        let first = self.hex()?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first);
        }
        self.text.get(self.at..)?.strip_prefix("\\u")?;
        self.at += 2;
        let second = self.hex().filter(|n| (0xDC00..0xE000).contains(n))?;
        char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    fn finish(&self, mut builder: Builder) -> Read<Value> {
        match self.peek() {
            Some(c) => {
                let span = self.span(self.at, self.at + c.len_utf8());
                Err(Box::new(problems::after_the_end(span, c)))
            }
            None => Ok(builder.finished.pop().unwrap_or_else(|| Value::none(self.place))),
        }
    }

    fn wrong<T>(&self, expected: &str) -> Read<T> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let word = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let len = word.max(rest.chars().next().map_or(0, char::len_utf8));
        let found = rest.get(..len).unwrap_or_default();
        Err(Box::new(problems::expected(self.span(self.at, self.at + len), expected, found)))
    }

    fn skip_blanks(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn since(&self, start: usize) -> Span {
        self.span(start, self.at)
    }

    fn span(&self, from: usize, to: usize) -> Span {
        self.place.slice(from, to)
    }
}

/// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
fn number(word: &str) -> Option<Data> {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let whole = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let zero = whole > 1 && digits.starts_with('0');
    let dots = digits.split_once('.').is_none_or(|(_, f)| f.starts_with(|c: char| c.is_ascii_digit()));
    if whole == 0 || zero || !dots {
        return None;
    }
    if whole == digits.len() {
        return word.parse().ok().map(Data::Int);
    }
    word.parse().ok().filter(|x: &f64| x.is_finite()).map(Data::Float)
}
