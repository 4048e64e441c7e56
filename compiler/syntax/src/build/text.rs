//! String literals: escapes, placeholders, and the lines of text blocks.

use std::sync::Arc;

use diagnostics::Span;

use super::{Builder, Node};
use crate::lexer::kinds::{OPEN_VALUE, TEXT_PIECE};
use crate::lexer::{Mistake, Quotes, SMART_QUOTES, What, block_start};
use crate::problems;
use crate::tree::{Name, Text, TextPart};

/// What is needed to read a piece of a string.
struct Literal<'t> {
    quotes: Quotes,
    /// The indentation of the closing line of a text block, and where that line is.
    indentation: &'t str,
    closing: Span,
    token: u32,
}

impl<'t> Builder<'t> {
    /// A string of any form.
    pub(super) fn string(&mut self, node: Node<'t>) -> Text {
        let codes = node.as_span();
        let first = self.place(codes.start());
        let span = self.span(&node);
        let quotes = Quotes::read(self.text.as_bytes(), first.start as usize);
        let tag_len = if quotes.tagged { quotes.len - if quotes.block { 3 } else { 1 } } else { 0 };
        let tag: Option<Name> = quotes.tagged.then(|| self.name_at(span.slice(0, tag_len)));
        let literal = self.literal(quotes, span, first.token);
        let mut parts = Vec::new();
        if codes.end() - codes.start() == 1 {
            self.piece(&literal, self.content(span, quotes), &mut parts);
        } else {
            let mut values = node.into_inner();
            let mut at = codes.start() + 1;
            while at + 1 < codes.end() {
                match self.code(at) {
                    TEXT_PIECE => {
                        self.piece(&literal, self.range(at, at + 1), &mut parts);
                        at += 1;
                    }
                    OPEN_VALUE => match values.next() {
                        Some(value) => {
                            at = value.as_span().end();
                            let span = self.span(&value);
                            parts.push(self.text_value(value, span));
                        }
                        None => at = codes.end(),
                    },
                    _ => at += 1,
                }
            }
        }
        Text { span, tag, raw: quotes.raw, parts }
    }

    /// Whether a string lacks its closing quotes, which was reported.
    pub(super) fn never_ends(&self, span: Span) -> bool {
        let open = |what: &What| {
            matches!(
                what,
                What::UnterminatedString | What::UnterminatedBlock | What::UnquotedText | What::Variable
            )
        };
        let list = |m: &Mistake| m.what == What::DashedList && m.end == span.end;
        self.tokens.mistakes.iter().any(|m| (m.start == span.start && open(&m.what)) || list(m))
    }

    fn text_value(&mut self, node: Node<'t>, span: Span) -> TextPart {
        TextPart::Value(self.value(&mut node.into_inner()), span)
    }

    fn literal(&self, quotes: Quotes, span: Span, token: u32) -> Literal<'t> {
        let source = self.source(span);
        let last_line = source.rsplit_once('\n').map_or("", |(_, line)| line);
        let closing = last_line.trim_start_matches([' ', '\t']);
        let closed = quotes.block && closing.starts_with("\"\"\"");
        let indentation = if closed { last_line.strip_suffix(closing).unwrap_or_default() } else { "" };
        let at = source.len() - closing.len();
        Literal { quotes, indentation, closing: span.slice(at, source.len()), token }
    }

    /// What is between the quotes of a string without placeholders.
    fn content(&self, span: Span, quotes: Quotes) -> Span {
        let source = self.source(span);
        if !source.contains('"') || source.starts_with(SMART_QUOTES) {
            // Quotes of another sort, which were reported.
            let mut inner = source.chars();
            let (first, last) = (inner.next(), inner.next_back());
            let len = |quote: Option<char>| quote.map_or(0, char::len_utf8);
            return span.slice(len(first), source.len() - len(last));
        }
        if !quotes.block {
            let close = 1 + quotes.hashes;
            let closed =
                source.len() >= quotes.len + close && quotes.closes(source.as_bytes(), source.len() - close);
            return span.slice(quotes.len, if closed { source.len() - close } else { source.len() });
        }
        let (first_line, clean) = block_start(source.as_bytes(), quotes.len);
        if !clean {
            let rest = source.get(quotes.len..).unwrap_or_default();
            return span.slice(quotes.len, quotes.len + rest.trim_end_matches('"').len());
        }
        let closed = source.len() > first_line && source.ends_with("\"\"\"");
        let end = if closed { source.rfind('\n').map_or(first_line, |n| n + 1) } else { source.len() };
        span.slice(first_line, end.max(first_line))
    }

    /// A piece of the text, line by line.
    fn piece(&mut self, literal: &Literal<'t>, span: Span, parts: &mut Vec<TextPart>) {
        let source = self.source(span);
        let mut at = 0;
        for line in source.split_inclusive('\n') {
            let place = span.slice(at, at + line.len());
            at += line.len();
            let starts_line = literal.quotes.block && self.starts_line(place);
            let (text, place) =
                if starts_line { self.without_indentation(literal, line, place) } else { (line, place) };
            let text = self.resolve(literal, text, place);
            if !text.is_empty() {
                parts.push(TextPart::Literal(Arc::from(text), place));
            }
        }
    }

    fn starts_line(&self, place: Span) -> bool {
        (place.start as usize).checked_sub(1).and_then(|n| self.text.as_bytes().get(n)) == Some(&b'\n')
    }

    fn without_indentation<'l>(
        &mut self,
        literal: &Literal<'t>,
        line: &'l str,
        place: Span,
    ) -> (&'l str, Span) {
        let rest = line.strip_prefix(literal.indentation).unwrap_or_else(|| {
            let rest = line.trim_start_matches([' ', '\t']);
            let content = rest.trim_end();
            if !content.is_empty() || !line.ends_with('\n') {
                let from = line.len() - rest.len();
                let at = place.slice(from, from + content.len());
                self.report(literal.token, problems::less_indentation(at, literal.closing));
            }
            rest
        });
        (rest, place.slice(line.len() - rest.len(), line.len()))
    }

    /// Resolves escapes, and reads CRLF as LF.
    fn resolve(&mut self, literal: &Literal<'t>, text: &str, place: Span) -> String {
        let text = if literal.quotes.block { text.replace("\r\n", "\n") } else { text.to_owned() };
        if literal.quotes.raw || !text.contains('\\') {
            return text;
        }
        if literal.quotes.tagged {
            return text.replace("\\${", "${");
        }
        let mut resolved = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once('\\') {
            resolved.push_str(before);
            let at = text.len() - after.len() - 1;
            let (character, len) = self.escape(literal, after, at, place);
            match character {
                Some(character) => resolved.push(character),
                None => resolved.push_str(after.get(..len).unwrap_or_default()),
            }
            rest = after.get(len..).unwrap_or_default();
        }
        resolved + rest
    }

    /// The character of an escape, and the length of what stands after the backslash. `at` is the backslash's place.
    fn escape(
        &mut self,
        literal: &Literal<'t>,
        after: &str,
        at: usize,
        place: Span,
    ) -> (Option<char>, usize) {
        let first = after.chars().next();
        let character = match first {
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            Some(same @ ('"' | '\\' | '$')) => same,
            Some('u') if after.starts_with("u{") && after.contains('}') => {
                let len = after.find('}').map_or(0, |n| n + 1);
                let digits = after.get(2..len.saturating_sub(1)).unwrap_or_default();
                let found = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
                if found.is_none() {
                    let span = place.slice(at, at + 1 + len);
                    self.report(literal.token, problems::unknown_code_point(span, self.source(span)));
                }
                return (found, len);
            }
            _ => {
                let len = first.filter(|c| !c.is_whitespace()).map_or(0, char::len_utf8);
                let span = place.slice(at, at + 1 + len);
                self.report(literal.token, problems::unknown_escape(span, self.source(span)));
                return (None, len);
            }
        };
        (Some(character), 1)
    }
}
