//! What pest gives to the tree.
//!
//! Only here and in the files below it is pest's result looked at. Whatever the grammar marks as bad or missing becomes a
//! node that says so and a problem; at the end at most one problem a line is reported, and none right beside another.

mod docs;
mod entries;
mod exceptions;
mod expressions;
mod items;
mod members;
mod misspelt;
mod text;
mod types;

use std::sync::Arc;

use diagnostics::{Anchor, Diagnostic, Diagnostics, LineIndex, Span};
use pest::Parser;
use pest::iterators::{Pair, Pairs};

use crate::grammar::{Grammar, Rule};
use crate::lexer::{Place, Tokens, What};
use crate::problems;
use crate::tree::{Expr, ExprKind, Item, ItemKind, Name};

pub(crate) use docs::doc_line;

type Node<'c> = Pair<'c, Rule>;
type Nodes<'c> = Pairs<'c, Rule>;

/// A diagnostic, and the token that it is about.
struct Problem {
    token: u32,
    /// Of several on a line, the one with the lowest rank is the cause of the others.
    rank: u8,
    diagnostic: Diagnostic,
}

struct Builder<'t> {
    text: &'t str,
    tokens: &'t Tokens,
    anchor: Anchor,
    problems: Vec<Problem>,
    /// Whether a body lacks both of its braces, so that its entries stand among items.
    lacks_braces: bool,
}

/// The items of a chunk.
pub(crate) fn chunk(text: &str, tokens: &Tokens, anchor: Anchor, diagnostics: &mut Diagnostics) -> Vec<Item> {
    let (items, problems) = read(text, tokens, anchor);
    if problems.is_empty() {
        return items;
    }
    let (items, problems) = misspelt::mended(text, anchor, (items, problems));
    diagnostics.extend(problems);
    items
}

/// The items of a chunk, and what is wrong with it.
fn read(text: &str, tokens: &Tokens, anchor: Anchor) -> (Vec<Item>, Vec<Diagnostic>) {
    let mut builder = Builder { text, tokens, anchor, problems: Vec::new(), lacks_braces: false };
    let items = match builder.parse(Rule::chunk) {
        Some(node) => builder.items(&mut node.into_inner()),
        None => vec![Item { span: builder.all(), docs: crate::tree::Docs::default(), kind: ItemKind::Error }],
    };
    (items, builder.finish())
}

/// An expression that stands alone.
pub(crate) fn expression(text: &str, tokens: &Tokens, anchor: Anchor, diagnostics: &mut Diagnostics) -> Expr {
    let mut builder = Builder { text, tokens, anchor, problems: Vec::new(), lacks_braces: false };
    let parsed = builder.parse(Rule::lone_expression);
    let found = match parsed.map(Node::into_inner) {
        Some(mut nodes) => builder.value(&mut nodes),
        None => Expr { span: builder.all(), kind: ExprKind::Missing },
    };
    diagnostics.extend(builder.finish());
    found
}

impl<'t> Builder<'t> {
    /// Nothing if the text nests too deep, which was reported.
    fn parse(&self, rule: Rule) -> Option<Node<'t>> {
        let tokens: &'t Tokens = self.tokens;
        if tokens.mistakes.iter().any(|m| m.what == What::TooDeep) {
            return None;
        }
        Grammar::parse(rule, &tokens.code).ok().and_then(|mut nodes| nodes.next())
    }

    fn all(&self) -> Span {
        Span::new(self.anchor, 0, u32::try_from(self.text.len()).unwrap_or(u32::MAX))
    }

    // ---- places

    fn code(&self, at: usize) -> u8 {
        self.tokens.code.as_bytes().get(at).copied().unwrap_or(0)
    }

    fn place(&self, at: usize) -> Place {
        let last = || self.tokens.places.last().copied();
        let place = self.tokens.places.get(at).copied().or_else(last);
        place.unwrap_or(Place { start: 0, end: 0, token: 0 })
    }

    fn span_of(&self, place: Place) -> Span {
        Span::new(self.anchor, place.start, place.end)
    }

    /// The span of the codes `from..to`; of none, the empty place after the token before.
    fn range(&self, from: usize, to: usize) -> Span {
        if from >= to {
            return self.span_of(self.before(from)).at_end();
        }
        Span::new(self.anchor, self.place(from).start, self.place(to - 1).end)
    }

    fn span(&self, node: &Node<'_>) -> Span {
        let codes = node.as_span();
        self.range(codes.start(), codes.end())
    }

    /// The token before a code, separators left out.
    fn before(&self, at: usize) -> Place {
        let codes = self.tokens.code.as_bytes().get(..at).unwrap_or_default();
        let before = codes.iter().rposition(|c| *c != crate::lexer::kinds::SEPARATOR);
        before.map_or(Place { start: 0, end: 0, token: 0 }, |n| self.place(n))
    }

    fn source(&self, span: Span) -> &'t str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    fn name_at(&self, span: Span) -> Name {
        Name { text: Arc::from(self.source(span)), span }
    }

    // ---- names

    /// The next node as a name. `what` says what it would name, if it is missing.
    fn name(&mut self, nodes: &mut Nodes<'t>, what: &str) -> Name {
        match nodes.next() {
            Some(node) => self.name_of(&node, what),
            None => self.name_at(self.all().at_end()),
        }
    }

    fn name_of(&mut self, node: &Node<'t>, what: &str) -> Name {
        let span = self.span(node);
        match node.as_rule() {
            Rule::missing_name => self.missing(node, |after, text| problems::missing_name(after, text, what)),
            Rule::hyphen_name => {
                let text = self.source(span);
                self.at_all(node, |span| problems::hyphen_in_name(span, text));
                return Name { text: Arc::from(self.source(span).replace('-', "_")), span };
            }
            _ => {}
        }
        self.name_at(span)
    }

    // ---- problems

    fn report(&mut self, token: u32, diagnostic: Diagnostic) {
        self.problems.push(Problem { token, rank: 2, diagnostic });
    }

    /// What is the cause of all else on its line.
    fn report_cause(&mut self, token: u32, diagnostic: Diagnostic) {
        self.problems.push(Problem { token, rank: 1, diagnostic });
    }

    /// Something is missing: told at the token before it.
    fn missing(&mut self, node: &Node<'t>, tell: impl FnOnce(Span, &str) -> Diagnostic) {
        let before = self.before(node.as_span().start());
        let span = self.span_of(before);
        self.report(before.token, tell(span, shown(self.source(span))));
    }

    /// Something is there that should not be: told at its first token.
    fn at_first(&mut self, node: &Node<'t>, tell: impl FnOnce(Span, &str) -> Diagnostic) {
        let first = self.place(node.as_span().start());
        let span = self.span_of(first);
        self.report(first.token, tell(span, shown(self.source(span))));
    }

    /// The whole of something should not be so.
    fn at_all(&mut self, node: &Node<'t>, tell: impl FnOnce(Span) -> Diagnostic) {
        let span = self.span(node);
        self.report(self.place(node.as_span().start()).token, tell(span));
    }

    /// What the grammar leaves between the entries of a list.
    fn between(&mut self, node: &Node<'t>) {
        match node.as_rule() {
            Rule::stray => self.at_first(node, problems::stray),
            Rule::missing_separator => {
                let at = node.as_span().start();
                let (before, next) = (self.before(at), self.place(at));
                let (gap, span) = (self.span_of(before).at_end(), self.span_of(next));
                self.report(next.token, problems::missing_separator(span, shown(self.source(span)), gap));
            }
            _ => {}
        }
    }

    /// At most one problem a line, and none right beside another: what follows from a mistake is no second one.
    fn finish(mut self) -> Vec<Diagnostic> {
        self.take_mistakes();
        let mut found = Vec::new();
        if self.problems.is_empty() {
            return found;
        }
        let lines = LineIndex::new(self.text);
        let line = |p: &Problem| lines.line(p.diagnostic.primary.span.start as usize);
        self.problems.sort_by_key(|p| (line(p), p.rank, p.token));
        let mut last: Option<(usize, u32)> = None;
        for problem in self.problems {
            let (on, token) = (line(&problem), problem.token);
            if last.is_some_and(|(line, before)| line == on || token.abs_diff(before) <= 1) {
                continue;
            }
            last = Some((on, token));
            found.push(problem.diagnostic);
        }
        found
    }

    /// With the edits that only the text around tells.
    fn with_edits(&self, diagnostic: Diagnostic, what: What, span: Span, token: usize) -> Diagnostic {
        match what {
            What::UnquotedText => {
                let before = token.checked_sub(1).and_then(|n| self.tokens.table.get(n));
                let before = before.map(|t| Span::new(self.anchor, t.start, t.end()));
                match before.filter(|sign| self.source(*sign) == ":") {
                    Some(colon) => problems::with_sign_mended(diagnostic, colon),
                    None => diagnostic,
                }
            }
            What::NeverClosed(missed) => {
                let closer = problems::closer_of(self.source(span));
                let inside = Span::new(self.anchor, span.start, missed);
                let line = self.text.get(..span.start as usize).unwrap_or_default();
                let line = line.rsplit_once('\n').map_or(line, |(_, line)| line);
                let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
                let indentation = line.get(..blank).filter(|_| self.source(inside).contains('\n'));
                problems::with_closer(diagnostic, inside.at_end(), closer, indentation)
            }
            _ => diagnostic,
        }
    }

    fn take_mistakes(&mut self) {
        for mistake in &self.tokens.mistakes {
            let token = self.tokens.table.partition_point(|t| t.end() <= mistake.start);
            let span = Span::new(self.anchor, mistake.start, mistake.end);
            let diagnostic = problems::mistake(mistake.what, span, self.source(span));
            let diagnostic = self.with_edits(diagnostic, mistake.what, span, token);
            let token = u32::try_from(token).unwrap_or(u32::MAX);
            let rank = u8::from(matches!(mistake.what, What::NeverClosed(_) | What::StrayCloser));
            self.problems.push(Problem { token, rank, diagnostic });
        }
    }
}

/// A text short enough for a message: its first line.
fn shown(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// The next node, if it is of this rule.
fn take<'c>(nodes: &mut Nodes<'c>, rule: Rule) -> Option<Node<'c>> {
    if nodes.peek()?.as_rule() == rule { nodes.next() } else { None }
}
