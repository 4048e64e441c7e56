//! YAML 1.2 from a parser's events. What YAML 1.1 reads otherwise is refused, since whoever reads the output may.

use std::collections::HashMap;
use std::sync::Arc;

use diagnostics::{Diagnostic, Span};
use graph::{Data, Record, Value};
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::{Builder, Open};
use crate::problems::reading as problems;

type Read<T> = Result<T, Box<Diagnostic>>;

/// The value that a text is.
pub(super) fn read(text: &str, place: Span) -> Read<Value> {
    let mut reader = Reader { text, offsets: offsets(text), anchors: HashMap::new(), named: Vec::new() };
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, at) = event.map_err(|error| {
            let at = reader.byte(error.marker().index());
            let span = place
                .slice(at, text.get(at..).and_then(|t| t.chars().next()).map_or(at, |c| at + c.len_utf8()));
            Box::new(problems::no_yaml(span, error.info()))
        })?;
        let span = place.slice(reader.byte(at.start.index()), reader.byte(at.end.index()));
        reader.read_one(event, span, &mut builder)?;
    }
    let mut finished = builder.finished;
    Ok(match finished.len() {
        0 | 1 => finished.pop().unwrap_or_else(|| Value::none(place)),
        _ => Value::new(Data::List(Arc::new(finished)), place),
    })
}

struct Reader<'t> {
    text: &'t str,
    /// The byte at which each character begins, if there are others than ASCII.
    offsets: Option<Vec<usize>>,
    anchors: HashMap<usize, Value>,
    /// The anchors of the lists and records that are open, 0 for none.
    named: Vec<usize>,
}

impl Reader<'_> {
    fn read_one(&mut self, event: Event<'_>, span: Span, builder: &mut Builder) -> Read<()> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                refuse_tag(tag.as_deref(), span)?;
                let span = inside(span, style);
                let value = match style {
                    ScalarStyle::Plain if !builder.wants_key() => plain(&text, span)?,
                    _ => Value::text(&*text, span),
                };
                if builder.wants_key() {
                    let merges = &*text == "<<" && style == ScalarStyle::Plain;
                    return if merges {
                        Err(Box::new(problems::merge_key(span)))
                    } else {
                        builder.key((&*text).into(), span)
                    };
                }
                self.remember(anchor, &value);
                builder.value(value);
            }
            Event::SequenceStart(anchor, tag) => {
                refuse_tag(tag.as_deref(), span)?;
                self.begin(anchor, Open::List(span.at_start(), Vec::new()), span, builder)?;
            }
            Event::MappingStart(anchor, tag) => {
                refuse_tag(tag.as_deref(), span)?;
                self.begin(anchor, Open::Record(span.at_start(), Record::default(), None), span, builder)?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let value = builder.end(span);
                let anchor = self.named.pop().unwrap_or_default();
                if let Some(value) = value {
                    self.remember(anchor, &value);
                }
            }
            Event::Alias(_) if builder.wants_key() => return Err(Box::new(problems::no_key(span))),
            Event::Alias(anchor) => match self.anchors.get(&anchor) {
                Some(value) => builder.value(value.clone()),
                // An anchor inside itself.
                None => {
                    return Err(Box::new(problems::no_yaml(span, "this alias stands inside what it names")));
                }
            },
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn begin(&mut self, anchor: usize, open: Open, span: Span, builder: &mut Builder) -> Read<()> {
        if builder.wants_key() {
            return Err(Box::new(problems::no_key(span)));
        }
        self.named.push(anchor);
        builder.begin(open, span)
    }

    fn remember(&mut self, anchor: usize, value: &Value) {
        if anchor != 0 {
            self.anchors.insert(anchor, value.clone());
        }
    }

    /// The byte at which a character begins.
    fn byte(&self, index: usize) -> usize {
        match &self.offsets {
            Some(offsets) => offsets.get(index).copied().unwrap_or(self.text.len()),
            None => index.min(self.text.len()),
        }
    }
}

/// Without the quotes.
fn inside(span: Span, style: ScalarStyle) -> Span {
    let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
    if quoted && span.len() >= 2 { span.slice(1, span.len() - 1) } else { span }
}

fn offsets(text: &str) -> Option<Vec<usize>> {
    (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).collect())
}

fn refuse_tag(tag: Option<&Tag>, span: Span) -> Read<()> {
    match tag {
        Some(tag) => Err(Box::new(problems::tag(span, &tag.to_string()))),
        None => Ok(()),
    }
}

/// A scalar without quotes, as the core schema has it.
fn plain(text: &str, span: Span) -> Read<Value> {
    let data = match text {
        "" | "~" | "null" | "Null" | "NULL" => Data::None,
        "true" | "True" | "TRUE" => Data::Bool(true),
        "false" | "False" | "FALSE" => Data::Bool(false),
        _ if ["y", "n", "yes", "no", "on", "off"].iter().any(|w| text.eq_ignore_ascii_case(w)) => {
            return Err(Box::new(problems::ambiguous_bool(span, text)));
        }
        _ => match number(text) {
            Some(Ok(data)) => data,
            Some(Err(decimal)) => return Err(Box::new(problems::ambiguous_number(span, text, decimal))),
            None => return Ok(Value::text(text, span)),
        },
    };
    Ok(Value::new(data, span))
}

/// A number, if it is one; or what it is as an octal, if readers disagree on it.
fn number(text: &str) -> Option<Result<Data, i64>> {
    let digits = text.trim_start_matches(['+', '-']);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') || text.len() > digits.len() + 1 {
        return None;
    }
    let int = |digits: &str, radix| i64::from_str_radix(digits, radix).ok().map(|n| Ok(Data::Int(n)));
    if let Some(hex) = text.strip_prefix("0x") {
        return int(hex, 16);
    }
    if let Some(octal) = text.strip_prefix("0o") {
        return int(octal, 8);
    }
    if digits.chars().all(|c| c.is_ascii_digit()) {
        return match digits.strip_prefix('0') {
            Some(octal) if !octal.is_empty() => i64::from_str_radix(octal, 8).ok().map(Err),
            _ => text.parse().ok().map(|n| Ok(Data::Int(n))),
        };
    }
    let shaped = digits.chars().all(|c| c.is_ascii_digit() || ".eE+-".contains(c));
    shaped.then(|| text.parse().ok()).flatten().filter(|x: &f64| x.is_finite()).map(|x| Ok(Data::Float(x)))
}
