//! What a condition makes certain where it holds, and where it doesn't: `x is some` narrows a `T?` to a `T`.

use syntax::tree::{Binary, Expr, ExprKind, TypeExpr, TypeKind, Unary};

use super::Checker;
use super::scope::{Fact, Keep, Scope, path_of};
use crate::types::Type;

impl<'p> Checker<'_, 'p> {
    /// A condition.
    pub(super) fn condition(&self, scope: &Scope<'p>, expr: &'p Expr) {
        self.check(scope, expr, &Type::Bool.into());
    }

    /// The scope in which a condition holds.
    pub(super) fn where_true(&self, scope: &Scope<'p>, condition: &'p Expr) -> Scope<'p> {
        scope.with_all(self.facts_if_true(scope, condition))
    }

    /// The scope in which a condition doesn't hold.
    pub(super) fn where_false(&self, scope: &Scope<'p>, condition: &'p Expr) -> Scope<'p> {
        scope.with_all(self.facts_if_false(scope, condition))
    }

    fn facts_if_true(&self, scope: &Scope<'p>, condition: &'p Expr) -> Vec<Fact<'p>> {
        match &condition.kind {
            ExprKind::Binary(Binary::And, _, a, b) => {
                let mut facts = self.facts_if_true(scope, a);
                facts.extend(self.facts_if_true(scope, b));
                facts
            }
            ExprKind::Unary(Unary::Not, inner) => self.facts_if_false(scope, inner),
            ExprKind::Is { value, negated: false, what } => self.is(scope, value, what),
            ExprKind::Is { value, negated: true, what } => self.is_not(scope, value, what),
            _ => Vec::new(),
        }
    }

    fn facts_if_false(&self, scope: &Scope<'p>, condition: &'p Expr) -> Vec<Fact<'p>> {
        match &condition.kind {
            ExprKind::Binary(Binary::Or, _, a, b) => {
                let mut facts = self.facts_if_false(scope, a);
                facts.extend(self.facts_if_false(scope, b));
                facts
            }
            ExprKind::Unary(Unary::Not, inner) => self.facts_if_true(scope, inner),
            ExprKind::Is { value, negated: false, what } => self.is_not(scope, value, what),
            ExprKind::Is { value, negated: true, what } => self.is(scope, value, what),
            _ => Vec::new(),
        }
    }

    fn is(&self, scope: &Scope<'p>, value: &'p Expr, what: &'p TypeExpr) -> Vec<Fact<'p>> {
        let keep = match word_of(what) {
            Some("some") => Keep::Present,
            Some("none") => Keep::Absent,
            _ => Keep::Only(self.declarations.lower(what, scope.module)),
        };
        path_of(value).map(|path| Fact::Narrowed(path, keep)).into_iter().collect()
    }

    fn is_not(&self, scope: &Scope<'p>, value: &'p Expr, what: &'p TypeExpr) -> Vec<Fact<'p>> {
        let keep = match word_of(what) {
            Some("some") => Keep::Absent,
            Some("none") => Keep::Present,
            _ => Keep::Without(self.declarations.lower(what, scope.module)),
        };
        path_of(value).map(|path| Fact::Narrowed(path, keep)).into_iter().collect()
    }
}

/// The one word of a type.
pub(super) fn word_of(ty: &TypeExpr) -> Option<&str> {
    match &ty.kind {
        TypeKind::Name(path) => match path.names.as_slice() {
            [name] => Some(&name.text),
            _ => None,
        },
        _ => None,
    }
}
