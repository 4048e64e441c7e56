//! Operators, and what can be compared with what.

use syntax::tree::{Binary, Expr, ExprKind, Unary};

use super::Checker;
use super::scope::{Scope, path_text, plain_text};
use crate::lints::compared_with_bool;
use crate::problems::types as problems;
use crate::types::{Fit, Type};

/// What can be reckoned with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    Int,
    Float,
    Size,
    Duration,
}

impl<'p> Number {
    /// What a type is reckoned as.
    pub(super) fn of(ty: &Type<'p>) -> Option<Self> {
        match ty {
            Type::Int | Type::IntIn(..) => Some(Self::Int),
            Type::Float => Some(Self::Float),
            Type::Size => Some(Self::Size),
            Type::Duration => Some(Self::Duration),
            Type::Union(list) => {
                let all: Option<Vec<Self>> = list.iter().map(Self::of).collect();
                all?.into_iter().reduce(|a, b| if a == b { a } else { Self::Float })
            }
            _ => None,
        }
    }

    fn ty(self) -> Type<'p> {
        match self {
            Self::Int => Type::Int,
            Self::Float => Type::Float,
            Self::Size => Type::Size,
            Self::Duration => Type::Duration,
        }
    }

    /// Whether it has no unit.
    pub(super) fn is_plain(self) -> bool {
        matches!(self, Self::Int | Self::Float)
    }
}

impl<'p> Checker<'_, 'p> {
    pub(super) fn unary(&self, scope: &Scope<'p>, op: Unary, inner: &'p Expr) -> Type<'p> {
        match op {
            Unary::Not => {
                self.condition(scope, inner);
                Type::Bool
            }
            Unary::Minus => match self.present(scope, inner) {
                Type::Unknown => Type::Unknown,
                ty => match Number::of(&ty) {
                    Some(number) if number.is_plain() => number.ty(),
                    _ => self.wrong_type(inner, "a number", &ty, None),
                },
            },
        }
    }

    pub(super) fn binary(
        &self,
        scope: &Scope<'p>,
        expr: &'p Expr,
        op: Binary,
        a: &'p Expr,
        b: &'p Expr,
    ) -> Type<'p> {
        match op {
            Binary::And => {
                self.condition(scope, a);
                self.condition(&self.where_true(scope, a), b);
                Type::Bool
            }
            Binary::Or => {
                self.condition(scope, a);
                self.condition(&self.where_false(scope, a), b);
                Type::Bool
            }
            Binary::Equal | Binary::NotEqual => {
                let (left, right) = (self.present(scope, a), self.present(scope, b));
                self.comparable(a, &left, b, &right);
                self.comparable_literal(b, &right, a);
                // What may be absent is not the same as true, nor as false.
                if let Some((value, _)) = compared_with_bool(a, b)
                    && self.infer(scope, value) == Type::Bool
                {
                    self.declarations.mark_roundabout(expr.span);
                }
                Type::Bool
            }
            Binary::Less | Binary::LessEqual | Binary::Greater | Binary::GreaterEqual => {
                let (left, right) = (self.present(scope, a), self.present(scope, b));
                self.ordered(a, &left, b, &right);
                Type::Bool
            }
            Binary::In | Binary::NotIn => {
                self.membership(scope, a, b);
                Type::Bool
            }
            Binary::Otherwise => self.otherwise(scope, a, b, None),
            Binary::Range => {
                self.check(scope, a, &Type::Int.into());
                self.check(scope, b, &Type::Int.into());
                Type::Range
            }
            Binary::Add | Binary::Subtract | Binary::Multiply | Binary::Divide => {
                let (left, right) = (self.present(scope, a), self.present(scope, b));
                self.arithmetic(expr, op, (a, &left), (b, &right))
            }
        }
    }

    fn arithmetic(
        &self,
        expr: &'p Expr,
        op: Binary,
        (a, left): (&'p Expr, &Type<'p>),
        (b, right): (&'p Expr, &Type<'p>),
    ) -> Type<'p> {
        let unknown = |ty: &Type<'p>| *ty == Type::Unknown;
        if unknown(left) || unknown(right) {
            return Type::Unknown;
        }
        let (Some(x), Some(y)) = (Number::of(left), Number::of(right)) else {
            let (side, ty) = if Number::of(left).is_none() { (a, left) } else { (b, right) };
            if op == Binary::Add
                && let Some(problem) = addition(expr, (a, left), (b, right))
            {
                self.declarations.report_at(expr.span, problem);
                return Type::Unknown;
            }
            return self.wrong_type(side, "a number, size or duration", ty, None);
        };
        let result = match op {
            Binary::Divide if !x.is_plain() && y.is_plain() => Some(x),
            Binary::Divide if x == y || (x.is_plain() && y.is_plain()) => Some(Number::Float),
            Binary::Multiply if x.is_plain() && !y.is_plain() => Some(y),
            Binary::Multiply if !x.is_plain() && y.is_plain() => Some(x),
            Binary::Multiply if !x.is_plain() => None,
            _ if x == y => Some(x),
            _ if x.is_plain() && y.is_plain() => Some(Number::Float),
            _ => None,
        };
        if let Some(number) = result {
            return number.ty();
        }
        let problem = problems::arithmetic(expr.span, verb(op), left, right);
        self.declarations.report_at(expr.span, problem);
        Type::Unknown
    }

    fn ordered(&self, a: &'p Expr, left: &Type<'p>, b: &'p Expr, right: &Type<'p>) {
        let unknown = |ty: &Type<'p>| *ty == Type::Unknown;
        if unknown(left) || unknown(right) || (left.is_string() && right.is_string()) {
            return;
        }
        let fits = match (Number::of(left), Number::of(right)) {
            (Some(x), Some(y)) => x == y || (x.is_plain() && y.is_plain()),
            _ => false,
        };
        if fits {
            return;
        }
        let orderable = |ty: &Type<'p>| ty.is_string() || Number::of(ty).is_some();
        if !orderable(left) {
            self.wrong_type(a, "a number, size, duration or string", left, None);
            return;
        }
        let help = self.help_for(b, right, left);
        self.wrong_type(b, &left.describe(), right, help);
    }

    /// Reports two values that can never be equal.
    pub(super) fn comparable(&self, a: &'p Expr, left: &Type<'p>, b: &'p Expr, right: &Type<'p>) {
        let both_numbers =
            Number::of(left).zip(Number::of(right)).is_some_and(|(x, y)| x.is_plain() && y.is_plain());
        let fits = both_numbers || left.fits(right) != Fit::No || right.fits(left) != Fit::No;
        // A secret can't be compared at all; whoever evaluates says so.
        let secret = |ty: &Type<'p>| *ty == Type::Secret;
        if !fits && !secret(left) && !secret(right) {
            let help = self.help_for(b, right, left);
            self.wrong_type(b, &left.describe(), right, help);
            return;
        }
        self.comparable_literal(a, left, b);
    }

    /// Reports a literal that is none of the values that the other side can have.
    fn comparable_literal(&self, a: &'p Expr, left: &Type<'p>, b: &'p Expr) {
        let (Some(all), Some(text)) = (left.literals(), plain_text(b)) else { return };
        if plain_text(a).is_none() && !all.contains(&text) {
            let all: Vec<&str> = all.iter().map(AsRef::as_ref).collect();
            self.declarations.report_at(b.span, problems::never_equal(b.span, &text, &all));
        }
    }

    /// `a in b`
    fn membership(&self, scope: &Scope<'p>, a: &'p Expr, b: &'p Expr) {
        let (left, right) = (self.present(scope, a), self.present(scope, b));
        match &right {
            Type::Unknown => {}
            Type::List(element) => {
                let both_numbers = Number::of(&left).zip(Number::of(element)).is_some();
                if !both_numbers && left.fits(element) == Fit::No && element.fits(&left) == Fit::No {
                    let help = self.help_for(a, &left, element);
                    self.wrong_type(a, &element.describe(), &left, help);
                }
            }
            Type::Range => {
                if left != Type::Unknown && !left.is_int() {
                    self.wrong_type(a, "an int", &left, None);
                }
            }
            Type::Map(..) | Type::Record(_) => {
                if !left.is_string() && left != Type::Unknown {
                    self.wrong_type(a, "a string", &left, None);
                }
            }
            other if other.is_string() => {
                let (text, part) = (path_text(b), path_text(a));
                let (text, part) = (text.as_deref().unwrap_or("text"), part.as_deref().unwrap_or("part"));
                self.wrong_type(
                    b,
                    "a list, range or map",
                    other,
                    Some(format!("write `contains({text}, {part})`").into()),
                );
            }
            other => {
                self.wrong_type(b, "a list, range or map", other, None);
            }
        }
    }
}

/// `+` between what isn't reckoned with, but put together in another way.
fn addition<'p>(
    expr: &'p Expr,
    (a, left): (&'p Expr, &Type<'p>),
    (b, right): (&'p Expr, &Type<'p>),
) -> Option<diagnostics::Diagnostic> {
    let (first, second) = (path_text(a), path_text(b));
    let (first, second) = (first.as_deref().unwrap_or("a"), second.as_deref().unwrap_or("b"));
    if left.is_string() || right.is_string() {
        let part = |e: &Expr, name: &str| match (plain_text(e), &e.kind) {
            (Some(text), _) if !text.contains(['"', '\\', '\n']) => text.to_string(),
            (_, ExprKind::Int(n)) => n.to_string(),
            _ => format!("${{{name}}}"),
        };
        return Some(problems::added_strings(
            expr.span,
            &format!("\"{}{}\"", part(a, first), part(b, second)),
        ));
    }
    match (left, right) {
        (Type::List(_), _) | (_, Type::List(_)) => {
            Some(problems::added(expr.span, "lists", &format!("[...{first}, ...{second}]")))
        }
        (Type::Record(_) | Type::Map(..), _) | (_, Type::Record(_) | Type::Map(..)) => {
            Some(problems::added(expr.span, "records", &format!("{{ ...{first}, ...{second} }}")))
        }
        _ => None,
    }
}

fn verb(op: Binary) -> &'static str {
    match op {
        Binary::Subtract => "subtracted",
        Binary::Multiply => "multiplied",
        Binary::Divide => "divided",
        _ => "added",
    }
}
