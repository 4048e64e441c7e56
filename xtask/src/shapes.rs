//! Definitions as the text of lines that `schemas::Shapes` reads; the grammar of a line is told there.
//!
//! A generator builds `schemas::Definition`s, with [`word`] for names, and hands them to [`text`]. Knows no format.

use std::fmt::Write as _;

use schemas::{Bounds, Definition, Field, ListShape, Literal, RecordShape, Rule, Shape, TextShape, Versions};

/// The file: comments for people, then a line for each definition, sorted by bytes. No two may have the same name and versions.
pub(crate) fn text(about: &[&str], definitions: &[Definition]) -> String {
    let mut lines: Vec<String> = definitions.iter().map(line).collect();
    lines.sort_unstable();
    let comments = about.iter().map(|line| format!("# {line}"));
    comments.chain(lines).fold(String::new(), |text, line| text + &line + "\n")
}

/// A name for a definition: it stays for as long as the program runs, which is not for long.
pub(crate) fn word(text: &str) -> &'static str {
    String::leak(text.to_owned())
}

fn line(definition: &Definition) -> String {
    let Definition { name, versions, deprecated, shape: of } = definition;
    let mut out = format!("{name}{}{} ", of_versions(*versions), if *deprecated { "^" } else { "" });
    shape(of, &mut out);
    out
}

fn shape(shape: &Shape, out: &mut String) {
    match shape {
        Shape::Either(several) => {
            for (i, one) in several.iter().enumerate() {
                out.push_str(if i > 0 { "|" } else { "" });
                atom(one, out);
            }
        }
        one => atom(one, out),
    }
}

fn atom(of: &Shape, out: &mut String) {
    match of {
        Shape::Any => out.push_str("any"),
        Shape::Null => out.push_str("null"),
        Shape::Bool => out.push_str("bool"),
        Shape::Int(bounds) => {
            let _ = write!(out, "int{}", range(*bounds));
        }
        Shape::Number(bounds) => {
            let _ = write!(out, "num{}", range(*bounds));
        }
        Shape::Text(text) => string(text, out),
        Shape::Exactly(Literal::Text(text)) => out.push_str(&quoted(text)),
        Shape::Exactly(Literal::Number(number)) => *out += &number.to_string(),
        Shape::Exactly(Literal::Bool(is)) => *out += &is.to_string(),
        Shape::List(of) => list(of, out),
        Shape::Record(of) => record(of, out),
        Shape::Ref(name) => {
            let _ = write!(out, "&{name}");
        }
        Shape::Either(_) => {
            out.push('(');
            shape(of, out);
            out.push(')');
        }
    }
}

fn string(TextShape { format, length, pattern }: &TextShape, out: &mut String) {
    out.push_str("str");
    if let Some(format) = format {
        {
            let _ = write!(out, ":{format}");
        }
    }
    out.push_str(&range(*length));
    if let Some(pattern) = pattern {
        {
            let _ = write!(out, "~{}", quoted(pattern));
        }
    }
}

fn list(ListShape { of, length, unique, keys }: &ListShape, out: &mut String) {
    out.push('[');
    shape(of, out);
    {
        let _ = write!(out, "]{}{}", range(*length), if *unique { "!" } else { "" });
    }
    if !keys.is_empty() {
        {
            let _ = write!(out, "#{}", keys.join(","));
        }
    }
}

fn record(RecordShape { fields, patterns, rest, rules }: &RecordShape, out: &mut String) {
    let mut items: Vec<String> = Vec::new();
    let mut sorted: Vec<&Field> = fields.iter().collect();
    sorted.sort_by(|a, b| (&a.name, a.versions.since).cmp(&(&b.name, b.versions.since)));
    items.extend(sorted.into_iter().map(field));
    items.extend(patterns.iter().map(|(pattern, of)| item(&format!("~{}", quoted(pattern)), of)));
    items.extend(rest.iter().map(|of| item("*", of)));
    let _ = write!(out, "{{{}}}", items.join(";"));
    for of in rules {
        rule(of, out);
    }
}

fn field(field: &Field) -> String {
    let mut head = key(&field.name);
    let flags =
        [(field.required, '!'), (field.read_only, '-'), (field.create_only, '='), (field.deprecated, '^')];
    head.extend(flags.into_iter().filter_map(|(is, flag)| is.then_some(flag)));
    head.push_str(&of_versions(field.versions));
    item(&head, &field.shape)
}

fn item(head: &str, of: &Shape) -> String {
    let mut out = format!("{head} ");
    shape(of, &mut out);
    out
}

fn rule(rule: &Rule, out: &mut String) {
    let keys = |keys: &[String]| keys.iter().map(|k| key(k)).collect::<Vec<_>>().join(",");
    let _ = match rule {
        Rule::One(several) => write!(out, "%one({})", keys(several)),
        Rule::Some(several) => write!(out, "%some({})", keys(several)),
        Rule::Most(several) => write!(out, "%most({})", keys(several)),
        Rule::With(first, others) => write!(out, "%with({}>{})", key(first), keys(others)),
    };
}

/// A key, in quotes where the reader would take it for something else.
fn key(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.' | '/' | ':');
    if key.is_empty() || !key.chars().all(is_bare) { quoted(key) } else { key.to_owned() }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn range(Bounds { min, max }: Bounds) -> String {
    let end = |end: Option<f64>| end.map(|number| number.to_string()).unwrap_or_default();
    if min.is_none() && max.is_none() { String::new() } else { format!("({}..{})", end(min), end(max)) }
}

fn of_versions(Versions { since, until }: Versions) -> String {
    let end = |end: Option<u16>| end.map(|version| version.to_string()).unwrap_or_default();
    if since.is_none() && until.is_none() { String::new() } else { format!("@{}-{}", end(since), end(until)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use schemas::Shapes;

    /// As it is read, written, and read again.
    fn again(line: &'static str) -> String {
        let lines: &'static str = String::leak(format!("{line}\n"));
        let shapes = Shapes::new("test", lines, b"");
        let definitions: Vec<Definition> =
            shapes.names("").into_iter().flat_map(|name| shapes.versions_of(name)).cloned().collect();
        assert_eq!(definitions.len(), 1, "{line}");
        text(&[], &definitions)
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let lines = [
            r#"core/v1/Thing@28-31^ {name!= str:dns(1..63)~"^a\"b$";ports [&core/v1/Port](1..)!#port,protocol;size-@30- int(0..65535)|"all";"x y"^ {};~"^x-" any;* num}%one(name,ports)%with(size>name)"#,
            r"a (1|str:x-y(1..))|[null|bool]|1.5|-3|true",
            r#"b@-30 {k@-29 int;k@30- str}%some(k)%most(k,"a b")"#,
            r#"c "tab\t, \\ and \"""#,
        ];
        for line in lines {
            assert_eq!(again(line), format!("{line}\n"));
        }
    }

    #[test]
    fn lines_are_sorted_below_the_comments_and_fields_in_their_records() {
        let of = |name: &str| Definition {
            name: word(name),
            versions: Versions::default(),
            deprecated: false,
            shape: Shape::Record(Box::new(RecordShape {
                fields: ["b", "a"].map(plain).to_vec(),
                ..RecordShape::default()
            })),
        };
        assert_eq!(
            text(&["for people"], &[of("y"), of("x")]),
            "# for people\nx {a any;b any}\ny {a any;b any}\n"
        );
    }

    fn plain(name: &str) -> Field {
        Field {
            name: name.to_owned(),
            shape: Shape::Any,
            required: false,
            read_only: false,
            create_only: false,
            deprecated: false,
            versions: Versions::default(),
        }
    }
}
