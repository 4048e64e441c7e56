//! A line of a catalogue of shapes as a definition. `None` where a line isn't one; a test makes sure that there is no such line.

use super::{Bounds, Definition, Field, ListShape, Literal, RecordShape, Rule, Shape, TextShape, Versions};

/// The name at the beginning of a line.
pub(super) fn name(line: &'static str) -> Option<&'static str> {
    line.split(['@', '^', ' ']).next()
}

/// The definition that a line is.
pub(super) fn definition(line: &'static str) -> Option<Definition> {
    let name = name(line)?;
    let mut reader = Reader { rest: line.strip_prefix(name)? };
    let versions = reader.versions()?;
    let deprecated = reader.eat('^');
    reader.must(' ')?;
    let shape = reader.shape()?;
    reader.rest.is_empty().then_some(Definition { name, versions, deprecated, shape })
}

struct Reader {
    rest: &'static str,
}

impl Reader {
    fn eat(&mut self, wanted: char) -> bool {
        let rest = self.rest.strip_prefix(wanted);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn must(&mut self, wanted: char) -> Option<()> {
        self.eat(wanted).then_some(())
    }

    /// The characters up to the first that isn't one of a kind.
    fn take(&mut self, is_part: impl Fn(char) -> bool) -> &'static str {
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn shape(&mut self) -> Option<Shape> {
        let first = self.atom()?;
        if !self.rest.starts_with('|') {
            return Some(first);
        }
        let mut all = vec![first];
        while self.eat('|') {
            all.push(self.atom()?);
        }
        Some(Shape::Either(all))
    }

    fn atom(&mut self) -> Option<Shape> {
        match self.rest.chars().next()? {
            '(' => {
                self.must('(')?;
                let shape = self.shape()?;
                self.must(')')?;
                Some(shape)
            }
            '[' => self.list(),
            '{' => self.record(),
            '&' => {
                self.must('&')?;
                Some(Shape::Ref(self.take(is_reference)))
            }
            '"' => Some(Shape::Exactly(Literal::Text(self.string()?))),
            '-' | '0'..='9' => Some(Shape::Exactly(Literal::Number(self.number()?))),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Option<Shape> {
        match self.take(|c| c.is_ascii_lowercase()) {
            "any" => Some(Shape::Any),
            "null" => Some(Shape::Null),
            "bool" => Some(Shape::Bool),
            "true" => Some(Shape::Exactly(Literal::Bool(true))),
            "false" => Some(Shape::Exactly(Literal::Bool(false))),
            "int" => Some(Shape::Int(self.bounds()?)),
            "num" => Some(Shape::Number(self.bounds()?)),
            "str" => self.text(),
            _ => None,
        }
    }

    fn text(&mut self) -> Option<Shape> {
        let format = self.eat(':').then(|| self.take(|c| c.is_ascii_alphanumeric() || c == '-'));
        let length = self.bounds()?;
        let pattern = if self.eat('~') { Some(self.string()?) } else { None };
        Some(Shape::Text(TextShape { format, length, pattern }))
    }

    fn list(&mut self) -> Option<Shape> {
        self.must('[')?;
        let of = self.shape()?;
        self.must(']')?;
        let length = self.bounds()?;
        let unique = self.eat('!');
        let mut keys = Vec::new();
        if self.eat('#') {
            keys.push(self.take(is_bare));
            while self.eat(',') {
                keys.push(self.take(is_bare));
            }
        }
        Some(Shape::List(Box::new(ListShape { of, length, unique, keys })))
    }

    fn record(&mut self) -> Option<Shape> {
        self.must('{')?;
        let mut record = RecordShape::default();
        if !self.eat('}') {
            self.item(&mut record)?;
            while self.eat(';') {
                self.item(&mut record)?;
            }
            self.must('}')?;
        }
        while self.eat('%') {
            record.rules.push(self.rule()?);
        }
        Some(Shape::Record(Box::new(record)))
    }

    fn item(&mut self, record: &mut RecordShape) -> Option<()> {
        if self.eat('*') {
            self.must(' ')?;
            record.rest = Some(self.shape()?);
        } else if self.eat('~') {
            let pattern = self.string()?;
            self.must(' ')?;
            record.patterns.push((pattern, self.shape()?));
        } else {
            record.fields.push(self.field()?);
        }
        Some(())
    }

    fn field(&mut self) -> Option<Field> {
        let name = self.key()?;
        let flags = self.take(|c| matches!(c, '!' | '-' | '=' | '^'));
        let versions = self.versions()?;
        self.must(' ')?;
        let shape = self.shape()?;
        Some(Field {
            name,
            shape,
            required: flags.contains('!'),
            read_only: flags.contains('-'),
            create_only: flags.contains('='),
            deprecated: flags.contains('^'),
            versions,
        })
    }

    fn rule(&mut self) -> Option<Rule> {
        let word = self.take(|c| c.is_ascii_lowercase());
        self.must('(')?;
        let first = self.key()?;
        let rule = if word == "with" {
            self.must('>')?;
            let second = self.key()?;
            Rule::With(first, self.more(second)?)
        } else {
            let keys = self.more(first)?;
            match word {
                "one" => Rule::One(keys),
                "some" => Rule::Some(keys),
                "most" => Rule::Most(keys),
                _ => return None,
            }
        };
        self.must(')')?;
        Some(rule)
    }

    fn more(&mut self, first: String) -> Option<Vec<String>> {
        let mut keys = vec![first];
        while self.eat(',') {
            keys.push(self.key()?);
        }
        Some(keys)
    }

    fn key(&mut self) -> Option<String> {
        if self.rest.starts_with('"') {
            return self.string();
        }
        Some(self.take(is_bare)).filter(|key| !key.is_empty()).map(str::to_owned)
    }

    fn versions(&mut self) -> Option<Versions> {
        if !self.eat('@') {
            return Some(Versions::default());
        }
        let since = self.whole();
        self.must('-')?;
        Some(Versions { since, until: self.whole() })
    }

    fn whole(&mut self) -> Option<u16> {
        self.take(|c| c.is_ascii_digit()).parse().ok()
    }

    fn bounds(&mut self) -> Option<Bounds> {
        let Some(rest) = self.rest.strip_prefix('(') else { return Some(Bounds::default()) };
        let (inside, after) = rest.split_once(')')?;
        let (min, max) = inside.split_once("..")?;
        self.rest = after;
        let end = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
        Some(Bounds { min: end(min)?, max: end(max)? })
    }

    fn number(&mut self) -> Option<f64> {
        self.take(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E')).parse().ok()
    }

    /// A string as JSON writes it.
    fn string(&mut self) -> Option<String> {
        self.must('"')?;
        let mut text = String::new();
        loop {
            let plain = self.take(|c| c != '"' && c != '\\');
            text.push_str(plain);
            if self.eat('"') {
                return Some(text);
            }
            self.must('\\')?;
            text.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Option<char> {
        let mut rest = self.rest.chars();
        let c = rest.next()?;
        self.rest = rest.as_str();
        match c {
            'n' => Some('\n'),
            't' => Some('\t'),
            'r' => Some('\r'),
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'u' => {
                let (digits, after) = self.rest.split_at_checked(4)?;
                self.rest = after;
                char::from_u32(u32::from_str_radix(digits, 16).ok()?)
            }
            other => Some(other),
        }
    }
}

/// A character of a key that needs no quotes.
fn is_bare(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.' | '/' | ':')
}

/// A character of a definition's name.
fn is_reference(c: char) -> bool {
    is_bare(c) || c == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_definition() {
        let line = r#"core/v1/Thing@28-31^ {name!= str:dns(1..63)~"^a\"b$";ports [&core/v1/Port](1..)!#port,protocol;size-@30- int(0..65535)|"all";"x y"^ {* num};~"^x-" any}%one(name,ports)%with(size>name)"#;
        let found = definition(line).unwrap();
        assert_eq!((found.name, found.deprecated), ("core/v1/Thing", true));
        assert_eq!(found.versions, Versions { since: Some(28), until: Some(31) });
        let Shape::Record(record) = found.shape else { panic!("a record") };
        let [name, ports, size, odd] = record.fields.as_slice() else { panic!("four fields") };
        assert!(name.required && name.create_only && !name.read_only);
        let Shape::Text(text) = &name.shape else { panic!("a string") };
        assert_eq!((text.format, text.pattern.as_deref()), (Some("dns"), Some("^a\"b$")));
        assert_eq!(text.length, Bounds { min: Some(1.0), max: Some(63.0) });
        let Shape::List(list) = &ports.shape else { panic!("a list") };
        assert_eq!((list.unique, list.keys.as_slice()), (true, ["port", "protocol"].as_slice()));
        assert_eq!(list.of, Shape::Ref("core/v1/Port"));
        assert!(size.read_only && size.versions.contain(30) && !size.versions.contain(29));
        assert!(matches!(&size.shape, Shape::Either(all) if all.len() == 2));
        assert_eq!((odd.name.as_str(), odd.deprecated), ("x y", true));
        assert_eq!(record.patterns, [("^x-".to_owned(), Shape::Any)]);
        assert_eq!(record.rules.len(), 2);
    }

    #[test]
    fn what_is_not_a_definition_is_none() {
        for line in ["", "a", "a {", "a {b}", "a str |", "a wrong", "a int(1)", "a str ", "a {b str}%all(b)"]
        {
            assert_eq!(definition(line), None, "{line}");
        }
    }
}
