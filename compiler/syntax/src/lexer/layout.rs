//! The second pass: the table of tokens to the string of codes that the grammar reads.
//!
//! Here a line break becomes a separator where it ends something, and here brackets are made to match: a closer without an
//! opener is left out, a missing one is put in. So the grammar never meets a bracket that doesn't match. If brackets
//! don't match, a second attempt looks at the indentation, to find the place that a person would call the mistake.

use super::kinds::{self as kind, COMMENT, DOC, SEPARATOR, UNKNOWN};
use super::{Mistake, Place, Token, Tokens, What};

/// Brackets may nest this deep.
const MOST_BRACKETS: usize = 256;
/// Brackets, and operators in a row within them, may add up to this.
const MOST_LEVELS: usize = 640;

/// A bracket that is open.
struct Open {
    closer: u8,
    token: usize,
    /// How much deeper the operators since the last separator make the tree.
    chain: usize,
}

struct Layout<'t> {
    text: &'t str,
    table: &'t [Token],
    by_indentation: bool,
    /// After this token `{` is missing, and there its `}` is.
    missing_opener: Option<(usize, Token)>,
    code: Vec<u8>,
    places: Vec<Place>,
    mistakes: Vec<Mistake>,
    open: Vec<Open>,
    /// Operators since the last separator, outside all brackets.
    chain: usize,
    /// The sum of all chains.
    chains: usize,
    /// The token before, comments left out.
    before: Option<usize>,
}

/// Makes the string of codes.
pub(super) fn lay_out(text: &str, table: Vec<Token>, mut mistakes: Vec<Mistake>) -> Tokens {
    let mut layout = Layout::new(text, &table, false).run();
    if layout.mistakes.iter().any(|m| m.what != What::TooDeep) {
        let careful = Layout::new(text, &table, true).run();
        if careful.mistakes.len() <= layout.mistakes.len() {
            layout = careful;
        }
    }
    if let Some(missing) = missing_opener(text, &table, &layout.mistakes) {
        let mended = Layout { missing_opener: Some(missing), ..Layout::new(text, &table, true) }.run();
        if mended.mistakes.len() <= layout.mistakes.len() {
            layout = mended;
        }
    }
    let (code, places, mut brackets) = (layout.code, layout.places, layout.mistakes);
    if mistakes.iter().any(|m| m.what == What::UnterminatedBlock) {
        // The closers may have gone with the text.
        brackets.retain(|m| m.what == What::TooDeep);
    }
    mistakes.append(&mut brackets);
    Tokens { code: String::from_utf8(code).unwrap_or_default(), places, mistakes, table }
}

/// The last token of a line such as `cluster main` that lacks its `{`, and the `}` that closes nothing because of it: the line
/// above the `}` that stands as far left, if it holds only names.
fn missing_opener(text: &str, table: &[Token], mistakes: &[Mistake]) -> Option<(usize, Token)> {
    let stray = mistakes.iter().find(|m| m.what == What::StrayCloser)?;
    let at = table.iter().position(|t| t.start == stray.start)?;
    let closer = table.get(at).copied().filter(|t| t.kind == b'}')?;
    let column = column_of_line(text, closer)?;
    let above = table.get(..at)?.iter().enumerate().rev().filter(|(_, t)| !matches!(t.kind, COMMENT | DOC));
    let (first, _) = above.clone().find(|(_, t)| column_of_line(text, **t).is_some_and(|c| c <= column))?;
    let start = table.get(first)?.start as usize;
    let line = text.get(start..)?.lines().next()?.len() + start;
    let on_line = |t: &Token| t.start as usize >= start && t.end() as usize <= line;
    let (last, _) = above.clone().find(|(_, t)| on_line(t))?;
    let is_head =
        |t: &Token| kind::is_word(t.kind) || matches!(t.kind, kind::TEXT | b'.' | b'-' | kind::NUMBER);
    let head = table.get(first..=last)?;
    let body = above.take_while(|(n, _)| *n > last).count();
    (body > 0 && head.len() > 1 && head.iter().all(is_head)).then_some((last, closer))
}

/// How far a token is indented that is the first on its line.
fn column_of_line(text: &str, token: Token) -> Option<usize> {
    let before = text.get(..token.start as usize)?;
    let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
    line.trim_ascii().is_empty().then_some(line.len())
}

impl<'t> Layout<'t> {
    fn new(text: &'t str, table: &'t [Token], by_indentation: bool) -> Self {
        Self {
            text,
            table,
            by_indentation,
            missing_opener: None,
            code: Vec::with_capacity(table.len() + table.len() / 4),
            places: Vec::with_capacity(table.len() + table.len() / 4),
            mistakes: Vec::new(),
            open: Vec::new(),
            chain: 0,
            chains: 0,
            before: None,
        }
    }

    fn run(mut self) -> Self {
        let mut new_line = true;
        let mut end = 0;
        for (n, token) in self.table.iter().enumerate() {
            new_line |=
                self.text.get(end as usize..token.start as usize).is_some_and(|gap| gap.contains('\n'));
            end = token.end();
            if matches!(token.kind, COMMENT | DOC | UNKNOWN) {
                continue;
            }
            if new_line {
                self.begin_line(n, *token);
            }
            new_line = false;
            self.token(n, *token);
            self.before = Some(n);
            self.open_after(n, *token);
            if self.open.len() > MOST_BRACKETS || self.open.len() + self.chains > MOST_LEVELS {
                return self.give_up(*token);
            }
        }
        self.close_rest();
        self
    }

    /// What is nested too deep is not parsed at all.
    fn give_up(mut self, token: Token) -> Self {
        self.code.clear();
        self.places.clear();
        self.mistakes = vec![Mistake { start: token.start, end: token.end(), what: What::TooDeep }];
        self
    }

    fn kind(&self, n: usize) -> u8 {
        self.table.get(n).map_or(0, |t| t.kind)
    }

    /// The kind of the next token of the same line, comments left out.
    fn kind_after(&self, n: usize) -> u8 {
        let rest = self.table.get(n + 1..).unwrap_or_default();
        let next = rest.iter().find(|t| !matches!(t.kind, COMMENT | DOC | UNKNOWN));
        let end = self.table.get(n).map_or(0, |t| t.end());
        next.filter(|t| self.text.get(end as usize..t.start as usize).is_some_and(|gap| !gap.contains('\n')))
            .map_or(0, |t| t.kind)
    }

    fn put(&mut self, code: u8, start: u32, end: u32, token: usize) {
        self.code.push(code);
        self.places.push(Place { start, end, token: u32::try_from(token).unwrap_or(u32::MAX) });
    }

    /// A code that no token stands for, at the end of the token before.
    fn put_in(&mut self, code: u8) {
        let token = self.before.unwrap_or(0);
        let end = self.before.and_then(|n| self.table.get(n)).map_or(0, |t| t.end());
        self.put(code, end, end, token);
    }

    // ---- lines

    fn begin_line(&mut self, n: usize, token: Token) {
        self.close_before_line(n, token);
        let Some(before) = self.before else { return };
        if self.breaks(self.kind(before), n, token.kind) {
            self.put_in(SEPARATOR);
            self.end_chain();
        }
    }

    /// Whether a line break between two tokens ends something.
    fn breaks(&self, before: u8, n: usize, next: u8) -> bool {
        let opener = matches!(before, b'(' | b'[' | b'{' | b',' | kind::OPEN_VALUE);
        let inside = self.open.last().is_some_and(|o| matches!(o.closer, b')' | kind::CLOSE_VALUE));
        if opener || inside {
            return false;
        }
        if self.begins_entry(n, next) {
            return true;
        }
        let follows = kind::follows(next) || (next == kind::NOT && self.kind_after(n) == kind::IN);
        !kind::continues(before) && !follows
    }

    /// Whether a line that begins so can't go on with an expression.
    fn begins_entry(&self, n: usize, next: u8) -> bool {
        kind::is_key(next)
            || next == kind::WORD_BEFORE_COLON
            || (kind::begins_item(next) && self.word_follows(n))
    }

    fn word_follows(&self, n: usize) -> bool {
        let after = self.kind_after(n);
        kind::is_word(after) && !kind::is_reserved(after)
    }

    // ---- brackets

    fn token(&mut self, n: usize, token: Token) {
        match token.kind {
            b'(' | b'[' | b'{' | kind::OPEN_VALUE => {
                let closer = kind::closer_of(token.kind).unwrap_or(0);
                self.put(token.kind, token.start, token.end(), n);
                self.open.push(Open { closer, token: n, chain: 0 });
            }
            b')' | b']' | b'}' | kind::CLOSE_VALUE => self.closer(n, token),
            kind => {
                self.put(kind, token.start, token.end(), n);
                self.count(kind);
            }
        }
    }

    /// Puts in the `{` that is missing after a token.
    fn open_after(&mut self, n: usize, token: Token) {
        let Some((_, closer)) = self.missing_opener.filter(|(head, _)| *head == n) else { return };
        self.report(What::NeverOpened(closer.start), token);
        self.put_in(b'{');
        self.open.push(Open { closer: b'}', token: n, chain: 0 });
    }

    fn closer(&mut self, n: usize, token: Token) {
        let matching = self.open.iter().rposition(|o| o.closer == token.kind);
        let placeholder = self.open.iter().rposition(|o| o.closer == kind::CLOSE_VALUE);
        let Some(matching) = matching.filter(|m| Some(*m) >= placeholder) else {
            return self.report(What::StrayCloser, token);
        };
        if self.by_indentation && token.kind == b'}' && self.is_first_on_line(token) {
            let indentation = self.indentation(token);
            let of_opener = |o: &Open| self.table.get(o.token).map_or(0, |t| self.indentation(*t));
            let fitting = self.open.iter().rposition(|o| o.closer == b'}' && of_opener(o) == indentation);
            match fitting {
                Some(fitting) => self.close_down_to(fitting + 1),
                None if self.open.get(matching).is_some_and(|o| of_opener(o) < indentation) => {
                    return self.report(What::StrayCloser, token);
                }
                None => self.close_down_to(matching + 1),
            }
        } else {
            self.close_down_to(matching + 1);
        }
        self.pop();
        self.put(token.kind, token.start, token.end(), n);
    }

    fn report(&mut self, what: What, token: Token) {
        self.mistakes.push(Mistake { start: token.start, end: token.end(), what });
    }

    fn pop(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        self.chains -= open.chain;
        Some(open)
    }

    /// Puts in the closers of all brackets above the first `left`.
    fn close_down_to(&mut self, left: usize) {
        while self.open.len() > left {
            self.put_in_closer();
        }
    }

    fn put_in_closer(&mut self) {
        let Some(open) = self.pop() else { return };
        let at = self.before.and_then(|n| self.table.get(n)).map_or(0, |t| t.end());
        if let Some(opener) = self.table.get(open.token) {
            self.report(What::NeverClosed(at), *opener);
        }
        self.put_in(open.closer);
    }

    /// At the end, what is open is closed, and the innermost of it reported.
    fn close_rest(&mut self) {
        let known = self.mistakes.len();
        self.close_down_to(0);
        self.mistakes.truncate(known + 1);
    }

    /// A line that can't be inside `(` or `[` shows that they were left open.
    fn close_before_line(&mut self, n: usize, token: Token) {
        while let Some(open) = self.open.last() {
            let item = kind::begins_item(token.kind) && self.word_follows(n);
            let key = kind::is_key(token.kind) || item;
            let left_open = match open.closer {
                b')' => key,
                b']' => key || token.kind == kind::WORD_BEFORE_COLON,
                _ => false,
            };
            if !left_open && !self.is_dedented(open, token) {
                return;
            }
            self.put_in_closer();
        }
    }

    /// Whether a line stands no deeper than the line of the bracket that it should be in.
    fn is_dedented(&self, open: &Open, token: Token) -> bool {
        let closing = matches!(
            token.kind,
            b')' | b']' | b'}' | kind::CLOSE_VALUE | kind::CLOSE_TEXT | kind::TEXT_PIECE
        );
        if !self.by_indentation || closing || open.closer == kind::CLOSE_VALUE {
            return false;
        }
        self.table.get(open.token).is_some_and(|o| self.indentation(token) <= self.indentation(*o))
    }

    fn line_before(&self, token: Token) -> &str {
        let before = self.text.get(..token.start as usize).unwrap_or_default();
        before.rsplit_once('\n').map_or(before, |(_, line)| line)
    }

    /// How far the line of a token is indented.
    fn indentation(&self, token: Token) -> usize {
        self.line_before(token).bytes().take_while(|b| matches!(b, b' ' | b'\t')).count()
    }

    fn is_first_on_line(&self, token: Token) -> bool {
        self.line_before(token).trim_ascii().is_empty()
    }

    // ---- depth

    /// Operators in a row make a tree as deep as brackets do.
    fn count(&mut self, code: u8) {
        let levels = match code {
            SEPARATOR | b',' => return self.end_chain(),
            kind::IF if self.code.iter().rev().nth(1) == Some(&kind::ELSE) => 0,
            kind::IF | kind::FOR | kind::MATCH => 4,
            b'.' | b'?' | kind::ELSE => 1,
            _ if kind::is_operator(code) => 1,
            _ => 0,
        };
        self.chains += levels;
        match self.open.last_mut() {
            Some(open) => open.chain += levels,
            None => self.chain += levels,
        }
    }

    fn end_chain(&mut self) {
        let chain = self.open.last_mut().map_or(&mut self.chain, |open| &mut open.chain);
        self.chains -= *chain;
        *chain = 0;
    }
}
