//! Text that lacks its quotes: `us-west-2` reads as a subtraction of three things, none of which exists.

use syntax::tree::{Binary, Expr, ExprKind};

use super::Checker;
use super::scope::{Scope, path_text};
use crate::problems::references as problems;
use crate::words::Word;

impl<'p> Checker<'_, 'p> {
    /// Reports names with nothing but signs between them, one of which is no value. They are one text.
    pub(super) fn text_without_quotes(&self, scope: &Scope<'p>, expr: &'p Expr) -> bool {
        let mut parts = Vec::new();
        if !take_apart(expr, &mut parts) || parts.iter().all(|part| self.may_be_value(scope, part)) {
            return false;
        }
        let text = written(expr).filter(|text| text.len() == (expr.span.end - expr.span.start) as usize);
        let reference = parts.first().and_then(|part| self.labelled(scope, part)).is_some();
        let problem = match (text.as_deref(), text.as_deref().and_then(|t| t.split_once('.'))) {
            (_, Some((kind, label))) if reference => problems::label_without_quotes(expr.span, kind, label),
            (text, _) => problems::text_without_quotes(expr.span, text),
        };
        self.declarations.report_at(expr.span, problem);
        true
    }

    fn may_be_value(&self, scope: &Scope<'p>, part: &Expr) -> bool {
        match &part.kind {
            ExprKind::Name(word) => scope.local(word).is_some() || !self.is_no_value(scope, word),
            // `bucket.my-logs`: whether there is a `bucket.my` is said elsewhere.
            ExprKind::Field(base, _) => {
                self.may_be_value(scope, base) || self.labelled(scope, part).is_some_and(|known| known)
            }
            _ => true,
        }
    }

    /// Whether this is `KIND.LABEL`, and if so, whether it is declared.
    fn labelled(&self, scope: &Scope<'p>, part: &Expr) -> Option<bool> {
        let ExprKind::Field(base, label) = &part.kind else { return None };
        let ExprKind::Name(word) = &base.kind else { return None };
        match self.declarations.word(scope.owner.as_deref(), scope.module, word) {
            Word::Kind(kind) => {
                Some(self.resources.of(kind).is_some_and(|of| of.known.contains_key(&label.text)))
            }
            _ => None,
        }
    }

    fn is_no_value(&self, scope: &Scope<'p>, word: &str) -> bool {
        let found = self.declarations.word(scope.owner.as_deref(), scope.module, word);
        matches!(
            found,
            Word::Unknown | Word::Kind(_) | Word::Module(_) | Word::Function(_) | Word::Builtin(_)
        )
    }
}

/// The expression as it was written, if that can be told from the tree.
fn written(expr: &Expr) -> Option<String> {
    Some(match &expr.kind {
        ExprKind::Binary(op, _, left, right) => {
            let sign = if *op == Binary::Subtract { '-' } else { '/' };
            format!("{}{sign}{}", written(left)?, written(right)?)
        }
        ExprKind::Int(n) => n.to_string(),
        ExprKind::Quantity(number, unit) => format!("{number}{unit}"),
        _ => path_text(expr)?,
    })
}

/// The names and numbers of an expression that is written without blanks and with `-` and `/` alone.
fn take_apart<'e>(expr: &'e Expr, parts: &mut Vec<&'e Expr>) -> bool {
    match &expr.kind {
        ExprKind::Binary(Binary::Subtract | Binary::Divide, sign, left, right) => {
            let close = left.span.end == sign.start && sign.end == right.span.start;
            close && take_apart(left, parts) && take_apart(right, parts)
        }
        ExprKind::Name(_)
        | ExprKind::Field(..)
        | ExprKind::Int(_)
        | ExprKind::Float(_)
        | ExprKind::Quantity(..) => {
            parts.push(expr);
            true
        }
        _ => false,
    }
}
