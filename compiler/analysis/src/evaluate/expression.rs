//! Expressions to values.

use diagnostics::Span;
use graph::{Data, Duration, Size, Value};
use syntax::tree::Entry;
use syntax::tree::{Arm, Expr, ExprKind, If, TypeExpr, TypeKind, Unary};

use super::{Eval, Evaluator, Scope, Stop};
use crate::problems::values as problems;

/// A value that goes through a name: what nobody knows yet keeps each name on its way.
pub(super) fn passed_on(value: Value, span: Span) -> Value {
    if value.span != span && value.is_unknown() { value.carried_by(span) } else { value }
}

impl<'p> Evaluator<'p> {
    /// The value of an expression.
    pub(crate) fn eval(&self, expr: &'p Expr, scope: &Scope<'p>) -> Eval {
        self.step(expr.span)?;
        if self.declarations.is_reported(expr.span) {
            return Err(Stop::Reported);
        }
        self.depth.set(self.depth.get() + 1);
        let result = self.eval_kind(expr, scope);
        self.depth.set(self.depth.get() - 1);
        self.waiting(result, expr.span)
    }

    fn eval_kind(&self, expr: &'p Expr, scope: &Scope<'p>) -> Eval {
        let span = expr.span;
        let data = match &expr.kind {
            ExprKind::Missing => return Err(Stop::Reported),
            ExprKind::None => Data::None,
            ExprKind::Bool(x) => Data::Bool(*x),
            ExprKind::Int(x) => Data::Int(*x),
            ExprKind::Float(x) => Data::Float(*x),
            ExprKind::Quantity(number, unit) => return self.quantity(number, unit, span),
            ExprKind::Text(text) => return self.text_literal(text, scope),
            ExprKind::Hole(text) => return Ok(self.hole(text, span)),
            ExprKind::Name(_) | ExprKind::Field(..) | ExprKind::Index(..) => {
                return self.read(expr, scope).map(|value| passed_on(value, span));
            }
            ExprKind::List(entries) => return self.list(entries, span, scope),
            ExprKind::Record(entries) => return self.record(entries, span, scope),
            ExprKind::Grant(entries) => return self.grant(entries, span, scope),
            ExprKind::Call(callee, args) => return self.call(expr, callee, args, scope),
            ExprKind::Unary(op, inner) => return self.unary(*op, inner, span, scope),
            ExprKind::Binary(op, at, a, b) => return self.binary(*op, *at, a, b, span, scope),
            ExprKind::Is { value, negated, what } => return self.is(value, *negated, what, span, scope),
            ExprKind::If(branch) => return self.choose(branch, span, scope),
            ExprKind::For(repeat) => return self.repeat(repeat, span, scope),
            ExprKind::Match(subject, arms) => return self.select(subject, arms, span, scope),
        };
        Ok(Value::new(data, span))
    }

    /// A condition, which must be known now.
    pub(crate) fn condition(&self, expr: &'p Expr, scope: &Scope<'p>) -> Eval<bool> {
        let value = self.decided(self.eval(expr, scope))?;
        self.truth(&value)
    }

    /// The bool that a value is.
    pub(super) fn truth(&self, value: &Value) -> Eval<bool> {
        match value.data {
            Data::Bool(x) => Ok(x),
            Data::Late(ref late) => {
                self.expect_bool(late);
                Err(super::operators::too_late(value.span, late))
            }
            _ => self.bug(value.span, "a condition that is no bool"),
        }
    }

    fn quantity(&self, number: &str, unit: &str, span: Span) -> Eval {
        let size = graph::SIZE_UNITS.iter().find(|(name, _)| *name == unit);
        let duration = graph::DURATION_UNITS.iter().find(|(name, _)| *name == unit);
        let Some((_, factor)) = size.or(duration) else { return self.bug(span, "an unknown unit") };
        match scaled(number, *factor) {
            Some(n) if size.is_some() => Ok(Value::new(Data::Size(Size(n)), span)),
            Some(n) => Ok(Value::new(Data::Duration(Duration(n)), span)),
            None => self.fail(problems::inexact_quantity(span, number, unit)),
        }
    }

    fn unary(&self, op: Unary, inner: &'p Expr, span: Span, scope: &Scope<'p>) -> Eval {
        let value = self.eval(inner, scope)?;
        let data = match (op, &value.data) {
            (Unary::Not, _) => Data::Bool(!self.truth(&value)?),
            (Unary::Minus, Data::Int(n)) => match n.checked_neg() {
                Some(n) => Data::Int(n),
                None => return self.fail(problems::too_large(span)),
            },
            (Unary::Minus, Data::Float(x)) => Data::Float(-x),
            (Unary::Minus, Data::Late(late)) => return Err(super::operators::too_late(span, late)),
            (Unary::Minus, _) => return self.bug(span, "the negative of what is no number"),
        };
        Ok(Value::new(data, span))
    }

    fn is(&self, value: &'p Expr, negated: bool, what: &TypeExpr, span: Span, scope: &Scope<'p>) -> Eval {
        let value = self.eval(value, scope)?;
        let name = match &what.kind {
            TypeKind::Name(path) => path.names.first().map_or("", |n| &*n.text),
            _ => return self.bug(span, "`is` with this type"),
        };
        if !matches!(name, "some" | "none") {
            self.filled([&value])?;
        }
        let holds = match name {
            "some" => !value.is_none(),
            "none" => value.is_none(),
            "secret" => matches!(value.data, Data::Secret(_)),
            "string" => matches!(value.data, Data::Text(_)),
            "int" => matches!(value.data, Data::Int(_)),
            "float" => matches!(value.data, Data::Float(_)),
            "bool" => matches!(value.data, Data::Bool(_)),
            _ => return self.bug(span, "`is` with this type"),
        };
        Ok(Value::new(Data::Bool(holds != negated), span))
    }

    fn choose(&self, branch: &'p If<Entry>, span: Span, scope: &Scope<'p>) -> Eval {
        if self.condition(&branch.condition, scope)? {
            return self.braces(&branch.then, span, scope);
        }
        match &branch.otherwise {
            Some(entries) => self.braces(entries, span, scope),
            None => Ok(Value::none(span)),
        }
    }

    fn select(&self, subject: &'p Expr, arms: &'p [Arm], span: Span, scope: &Scope<'p>) -> Eval {
        let value = self.decided(self.eval(subject, scope))?;
        for arm in arms {
            let mut fits = arm.patterns.is_empty();
            for pattern in &arm.patterns {
                let pattern = self.eval(pattern, scope)?;
                // An absent subject is decided: it fits `none` alone.
                fits |= match (value.is_none(), pattern.is_none()) {
                    (false, false) => self.decided(self.equal(&value, &pattern, span))?,
                    (subject, pattern) => subject && pattern,
                };
            }
            if fits {
                return self.eval(&arm.value, scope);
            }
        }
        self.fail(problems::no_arm(subject.span, &self.shown(&value)))
    }

    /// A value as a person would write it, for messages; never a secret.
    pub(crate) fn shown(&self, value: &Value) -> String {
        match &value.data {
            Data::None => "none".to_owned(),
            Data::Bool(x) => x.to_string(),
            Data::Int(x) => x.to_string(),
            Data::Float(x) => super::text::float(*x),
            Data::Text(text) => super::text::shown_text(text),
            Data::Size(x) => x.to_string(),
            Data::Duration(x) => x.to_string(),
            Data::Range(min, max) => format!("{min}..{max}"),
            Data::List(list) => {
                format!("[{}]", list.iter().map(|v| self.shown(v)).collect::<Vec<_>>().join(", "))
            }
            Data::Resource(id) => self.instance(*id).map_or_else(String::new, |i| i.path.to_string()),
            Data::Secret(_) => "a secret".to_owned(),
            Data::File(file) => file.path.to_string(),
            Data::Late(late) if late.is_hole() => format!("<{}>", late.op),
            Data::Record(_) | Data::Grant(_) | Data::Late(_) | Data::Tagged(_) => {
                value.data.sort().to_owned()
            }
        }
    }
}

/// A number as it was written, times a factor, if that is whole.
fn scaled(number: &str, factor: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let whole = whole.parse::<u64>().ok()?.checked_mul(factor)?;
    if fraction.is_empty() {
        return Some(whole);
    }
    let digits = fraction.parse::<u64>().ok()?.checked_mul(factor)?;
    let scale = 10u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    digits.is_multiple_of(scale).then(|| whole.checked_add(digits / scale)).flatten()
}
