//! Text that lacks its quotes: `us-west-2` reads as a subtraction of three things, none of which exists.

use diagnostics::similar;
use syntax::tree::{Binary, Expr, ExprKind};

use super::Checker;
use super::scope::{Scope, path_text};
use crate::problems::references as problems;
use crate::types::{KindId, Type};
use crate::words::Word;

/// Words at the end of a path that make it a host name, rather than a field of something.
const DOMAINS: &[&str] = &[
    "ai", "app", "au", "bio", "ch", "cloud", "co", "com", "de", "dev", "edu", "eu", "fr", "gov", "internal",
    "io", "local", "net", "nl", "org", "uk", "us",
];

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

    /// Reports `wave.example.com` where a string is expected, if its first word names nothing that has such a part.
    pub(super) fn host_without_quotes(&self, scope: &Scope<'p>, expr: &Expr, expected: &Type<'p>) -> bool {
        let Some(text) = path_text(expr).filter(|_| expected.is_string()) else { return false };
        let mut names = text.split('.');
        let (Some(first), Some(second), Some(last)) = (names.next(), names.next(), text.rsplit('.').next())
        else {
            return false;
        };
        let is_host = DOMAINS.contains(&last);
        let long = names.next().is_some();
        if !(is_host || long) || scope.local(first).is_some() {
            return false;
        }
        let is_text = match self.declarations.word(scope.owner.as_deref(), scope.module, first) {
            Word::Unknown => !self.may_be_meant(scope, first, second),
            Word::Kind(kind) => self.has_no_part(scope, kind, second, last),
            Word::Module(module) => {
                is_host && matches!(self.declarations.word_of_module(module, second), Word::Unknown)
            }
            Word::Function(_) | Word::Builtin(_) => is_host,
            _ => false,
        };
        if is_text {
            self.declarations.report_at(expr.span, problems::text_without_quotes(expr.span, Some(&text)));
        }
        is_text
    }

    /// Reports a word that names nothing where a string is expected, if it is like nothing that has a name.
    pub(super) fn word_without_quotes(
        &self,
        scope: &Scope<'p>,
        word: &str,
        expr: &Expr,
        expected: &Type<'p>,
    ) -> bool {
        let is_unknown = || {
            scope.local(word).is_none()
                && matches!(self.declarations.word(scope.owner.as_deref(), scope.module, word), Word::Unknown)
        };
        let is_text = !word.is_empty()
            && expected.is_string()
            && is_unknown()
            && !self.may_be_meant(scope, word, "")
            && self.resources.kinds_with(word).is_empty()
            && !problems::is_foreign_word(word);
        if is_text {
            self.declarations.report_at(expr.span, problems::word_without_quotes(expr.span, word));
        }
        is_text
    }

    /// Whether an unknown word is one that was misspelt, or that another mistake keeps from being known.
    fn may_be_meant(&self, scope: &Scope<'p>, word: &str, part: &str) -> bool {
        let words = self.words(scope);
        let mut kinds = self.resources.kinds_with(word).into_iter().filter_map(|k| self.declarations.kind(k));
        let has_part = kinds.any(|kind| kind.members.contains_key(part));
        matches!(word, "self" | "step" | "deployment")
            || self.unknown_kinds.borrow().contains(word)
            || self.declarations.program.broken_uses
            || has_part
            || similar(word, words.iter().map(String::as_str)).is_some()
    }

    /// Whether there is neither a resource of this name, or one like it, nor such a field.
    fn has_no_part(&self, scope: &Scope<'p>, kind: KindId, label: &str, field: &str) -> bool {
        let known = self.resources.of(kind);
        let labels = known.iter().flat_map(|of| of.known.keys()).map(AsRef::as_ref);
        let has_field = self.declarations.kind(kind).is_some_and(|kind| kind.members.contains_key(field));
        scope.owner.is_none()
            && !has_field
            && !known.is_some_and(|of| of.computed || of.known.contains_key(label))
            && similar(label, labels).is_none()
            && !self.orphans.borrow().contains(label)
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
