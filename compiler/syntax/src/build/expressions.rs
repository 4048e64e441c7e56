//! Expressions. The grammar gives operands in a row; here they become a tree, by precedence.

use std::sync::Arc;

use diagnostics::Span;

use super::{Builder, Node, Nodes, take};
use crate::grammar::Rule;
use crate::lexer::kinds as kind;
use crate::problems;
use crate::tree::{Arm, Binary, EntryKind, Expr, ExprKind, Unary};

/// Precedence, loosest first. `not` and `-` stand between the levels of the operators.
const NOT: u8 = 3;
const COMPARISON: u8 = 4;
const MINUS: u8 = 9;

/// An expression that is being read: its nodes, and the code that comes next.
struct Flat<'c> {
    nodes: Nodes<'c>,
    at: usize,
    end: usize,
}

impl<'t> Builder<'t> {
    /// The next node as a value.
    pub(super) fn value(&mut self, nodes: &mut Nodes<'t>) -> Expr {
        let found = match nodes.next() {
            Some(node) => self.expression(node),
            None => Expr { span: self.all().at_end(), kind: ExprKind::Missing },
        };
        if let Some(stray) = take(nodes, Rule::stray) {
            self.between(&stray);
        }
        found
    }

    /// `= VALUE`, which may be missing as a whole.
    pub(super) fn assigned(&mut self, nodes: &mut Nodes<'t>) -> Expr {
        match nodes.peek() {
            Some(node) if node.as_rule() == Rule::missing_value && !self.has_equals(&node) => {
                self.missing(&node, problems::missing_assignment);
                let span = self.span(&node);
                nodes.next();
                Expr { span, kind: ExprKind::Missing }
            }
            _ => self.value(nodes),
        }
    }

    fn has_equals(&self, node: &Node<'t>) -> bool {
        node.as_span().start().checked_sub(1).is_some_and(|n| self.code(n) == b'=')
    }

    /// Operands and operators in a row, or a part that may stand for them.
    pub(super) fn expression(&mut self, node: Node<'t>) -> Expr {
        match node.as_rule() {
            Rule::missing_value => self.missing_expression(&node),
            Rule::expression | Rule::head_expression | Rule::bounds | Rule::place_name | Rule::place => {
                let codes = node.as_span();
                let (at, end) = (codes.start(), codes.end());
                self.climb(&mut Flat { nodes: node.into_inner(), at, end }, 0)
            }
            Rule::bad_entry => {
                self.at_first(&node, problems::bad_entry);
                Expr { span: self.span(&node), kind: ExprKind::Missing }
            }
            _ => self.primary(node),
        }
    }

    fn missing_expression(&mut self, node: &Node<'t>) -> Expr {
        let at = node.as_span().start();
        if self.code(at) == kind::WORD_BEFORE_EQUALS {
            let sign = self.place(at + 1);
            self.report_cause(sign.token, problems::equals_for_equality(self.span_of(sign)));
        } else {
            self.missing(node, problems::missing_value);
        }
        Expr { span: self.span(node), kind: ExprKind::Missing }
    }

    /// Everything whose operators bind at least as tightly as `least`.
    fn climb(&mut self, flat: &mut Flat<'t>, least: u8) -> Expr {
        let mut left = self.prefixed(flat);
        while flat.at < flat.end {
            let (level, codes) = self.operator(flat.at);
            if level < least || codes == 0 {
                break;
            }
            let sign = self.range(flat.at, flat.at + codes);
            if self.code(flat.at) == kind::IS {
                left = self.is_test(flat, left, codes);
                continue;
            }
            let operator = binary(self.source(sign));
            flat.at += codes;
            let right = self.climb(flat, level + 1);
            let span = left.span.to(right.span);
            left = Expr { span, kind: ExprKind::Binary(operator, sign, Box::new(left), Box::new(right)) };
        }
        left
    }

    /// The precedence of the operator at a code, and how many codes it has.
    fn operator(&self, at: usize) -> (u8, usize) {
        match self.code(at) {
            kind::OR => (1, 1),
            kind::AND => (2, 1),
            kind::EQUALITY | b'<' | b'>' | kind::IN => (COMPARISON, 1),
            kind::NOT => (COMPARISON, 2),
            kind::IS if self.code(at + 1) == kind::NOT => (COMPARISON, 2),
            kind::IS => (COMPARISON, 1),
            kind::OTHERWISE => (5, 1),
            kind::DOTS => (6, 1),
            b'+' | b'-' => (7, 1),
            b'*' | b'/' => (8, 1),
            _ => (0, 0),
        }
    }

    fn is_test(&mut self, flat: &mut Flat<'t>, left: Expr, codes: usize) -> Expr {
        flat.at += codes;
        let what = match flat.nodes.next() {
            Some(node) => {
                flat.at = node.as_span().end();
                self.type_expr(node)
            }
            None => self.no_type(),
        };
        let span = left.span.to(what.span);
        Expr { span, kind: ExprKind::Is { value: Box::new(left), negated: codes == 2, what: Box::new(what) } }
    }

    fn prefixed(&mut self, flat: &mut Flat<'t>) -> Expr {
        let sign = self.range(flat.at, flat.at + 1);
        let (unary, level) = match self.code(flat.at) {
            b'-' => (Unary::Minus, MINUS),
            kind::NOT => (Unary::Not, NOT),
            _ => return self.operand(flat),
        };
        flat.at += 1;
        let value = self.climb(flat, level);
        Expr { span: sign.to(value.span), kind: ExprKind::Unary(unary, Box::new(value)) }
    }

    /// A value with the fields, indices and calls after it.
    fn operand(&mut self, flat: &mut Flat<'t>) -> Expr {
        let Some(node) = flat.nodes.next() else {
            flat.at = flat.end;
            return Expr { span: self.range(flat.end, flat.end), kind: ExprKind::Missing };
        };
        flat.at = node.as_span().end();
        let mut found = if node.as_rule() == Rule::missing_value {
            self.missing_expression(&node)
        } else {
            self.primary(node)
        };
        while let Some(node) = flat.nodes.peek().filter(|n| is_suffix(n.as_rule())) {
            flat.nodes.next();
            flat.at = node.as_span().end();
            let span = found.span.to(self.span(&node));
            found = Expr { span, kind: self.suffix(found, node) };
        }
        found
    }

    fn suffix(&mut self, left: Expr, node: Node<'t>) -> ExprKind {
        let rule = node.as_rule();
        let mut nodes = node.into_inner();
        match rule {
            Rule::member => ExprKind::Field(Box::new(left), self.name(&mut nodes, "a field's name")),
            Rule::index => ExprKind::Index(Box::new(left), Box::new(self.value(&mut nodes))),
            _ => ExprKind::Call(Box::new(left), self.arguments(&mut nodes)),
        }
    }

    /// What stands between the parentheses of a call.
    pub(super) fn arguments(&mut self, nodes: &mut Nodes<'t>) -> Vec<Expr> {
        let mut arguments = Vec::new();
        for node in nodes {
            match node.as_rule() {
                Rule::stray | Rule::missing_separator => self.between(&node),
                _ => arguments.push(self.expression(node)),
            }
        }
        arguments
    }

    /// A value without operators. What holds other values is apart: its calls nest, so their frames had better be small.
    fn primary(&mut self, node: Node<'t>) -> Expr {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::group => return Expr { span, ..self.value(&mut node.into_inner()) },
            Rule::list => ExprKind::List(self.list(node)),
            Rule::record => ExprKind::Record(self.record(node)),
            Rule::grant => ExprKind::Grant(self.record(node)),
            Rule::if_entries | Rule::for_entries | Rule::match_value => self.branches(node),
            _ => self.leaf(node, span),
        };
        Expr { span, kind }
    }

    fn branches(&mut self, node: Node<'t>) -> ExprKind {
        match node.as_rule() {
            Rule::if_entries => ExprKind::If(Box::new(self.if_value(node))),
            Rule::for_entries => ExprKind::For(Box::new(self.for_value(node))),
            _ => self.match_value(node),
        }
    }

    fn leaf(&mut self, node: Node<'t>, span: Span) -> ExprKind {
        let source = self.source(span);
        match node.as_rule() {
            Rule::number => self.number(&node, source),
            Rule::constant => constant(source),
            Rule::hole => ExprKind::Hole(Arc::from(source.trim_start_matches('<').trim_end_matches('>'))),
            // Where a string was meant to begin or end isn't known, so neither is its value.
            Rule::string | Rule::key_text if self.never_ends(self.span(&node)) => ExprKind::Missing,
            Rule::string | Rule::key_text => ExprKind::Text(self.string(node)),
            _ => ExprKind::Name(Arc::from(source)),
        }
    }

    fn number(&mut self, node: &Node<'t>, source: &str) -> ExprKind {
        let digits: String = source.chars().filter(|c| *c != '_').collect();
        let amount = digits.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = digits.get(amount.len()..).unwrap_or_default();
        let plain =
            amount.bytes().all(|b| b.is_ascii_digit() || b == b'.') && amount.matches('.').count() < 2;
        let grouped = !source.ends_with('_') && !source.contains("__");
        if plain && grouped && amount.len() > 1 && amount.starts_with('0') && !amount.contains('.') {
            self.at_first(node, problems::leading_zero);
            return ExprKind::Missing;
        }
        if !plain || !grouped {
            self.at_first(node, problems::malformed_number);
            return ExprKind::Missing;
        }
        if !unit.is_empty() {
            return ExprKind::Quantity(amount.into(), unit.into());
        }
        match (amount.parse::<i64>(), amount.parse::<f64>()) {
            (Ok(int), _) => ExprKind::Int(int),
            (Err(_), Ok(float)) if amount.contains('.') => ExprKind::Float(float),
            _ => {
                self.at_first(node, problems::number_too_large);
                ExprKind::Missing
            }
        }
    }

    fn match_value(&mut self, node: Node<'t>) -> ExprKind {
        let mut nodes = node.into_inner();
        let subject = self.value(&mut nodes);
        let mut arms = Vec::new();
        for node in nodes.next().into_iter().flat_map(Node::into_inner) {
            match node.as_rule() {
                Rule::arm => arms.extend(self.arm(node)),
                Rule::missing_body => self.missing(&node, problems::missing_body),
                _ => self.between(&node),
            }
        }
        ExprKind::Match(Box::new(subject), arms)
    }

    fn arm(&mut self, node: Node<'t>) -> Option<Arm> {
        let span = self.span(&node);
        let mut nodes: Vec<Node<'t>> = node.into_inner().collect();
        let last = nodes.pop()?;
        match last.as_rule() {
            Rule::bad_entry => {
                self.at_first(&last, problems::bad_entry);
                return None;
            }
            Rule::missing_value if !self.follows_arrow(&last) => {
                self.missing(&last, |after, text| problems::missing_part(after, text, "`=> VALUE`"));
            }
            _ => {}
        }
        let mut patterns: Vec<Expr> = nodes.into_iter().map(|n| self.expression(n)).collect();
        if matches!(patterns.as_slice(), [Expr { kind: ExprKind::Name(name), .. }] if &**name == "_") {
            patterns.clear();
        }
        Some(Arm { patterns, value: self.arm_value(last), span })
    }

    fn follows_arrow(&self, node: &Node<'t>) -> bool {
        node.as_span().start().checked_sub(1).is_some_and(|n| self.code(n) == kind::FAT_ARROW)
    }

    /// Braces that hold one value are that value; else they are a record.
    fn arm_value(&mut self, node: Node<'t>) -> Expr {
        let braces = node.clone().into_inner().next().filter(|n| {
            node.as_rule() == Rule::expression && n.as_rule() == Rule::record && n.as_span() == node.as_span()
        });
        let Some(braces) = braces else { return self.expression(node) };
        let span = self.span(&braces);
        let mut entries = self.braces(braces);
        let one = if entries.len() == 1 { entries.pop() } else { None };
        match one.map(|entry| (entry.span, entry.kind)) {
            Some((_, EntryKind::Element(value))) => value,
            Some((span, EntryKind::If(value))) => Expr { span, kind: ExprKind::If(Box::new(value)) },
            Some((span, EntryKind::For(value))) => Expr { span, kind: ExprKind::For(Box::new(value)) },
            Some((at, kind)) => {
                Expr { span, kind: ExprKind::Record(vec![crate::tree::Entry { span: at, kind }]) }
            }
            None => Expr { span, kind: ExprKind::Record(entries) },
        }
    }
}

fn is_suffix(rule: Rule) -> bool {
    matches!(rule, Rule::member | Rule::index | Rule::call)
}

fn constant(word: &str) -> ExprKind {
    match word {
        "true" => ExprKind::Bool(true),
        "false" => ExprKind::Bool(false),
        _ => ExprKind::None,
    }
}

fn binary(sign: &str) -> Binary {
    match sign {
        "or" | "||" => Binary::Or,
        "and" | "&&" => Binary::And,
        "==" => Binary::Equal,
        "!=" => Binary::NotEqual,
        "<" => Binary::Less,
        "<=" | "=<" => Binary::LessEqual,
        ">" => Binary::Greater,
        ">=" => Binary::GreaterEqual,
        "in" => Binary::In,
        "??" => Binary::Otherwise,
        ".." => Binary::Range,
        "+" => Binary::Add,
        "-" => Binary::Subtract,
        "*" => Binary::Multiply,
        "/" => Binary::Divide,
        _ => Binary::NotIn,
    }
}

/// The place of the operator of `key == value`, if that is what an expression is.
pub(super) fn comparison_sign(value: &Expr) -> Option<Span> {
    match &value.kind {
        ExprKind::Binary(Binary::Equal, sign, _, _) => Some(*sign),
        _ => None,
    }
}
