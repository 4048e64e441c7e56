//! Operators. With a late or absent operand a comparison is undecided; `and` and `or` know three values.

use std::cmp::Ordering;

use diagnostics::Span;
use graph::{Data, Duration, Late, Part, PartKind, Size, Text, Value};
use syntax::tree::{Binary, Expr};

use super::{Eval, Evaluator, Holes, Scope, Stop, Undecided};
use crate::problems::values as problems;

impl<'p> Evaluator<'p> {
    pub(super) fn binary(
        &self,
        op: Binary,
        at: Span,
        left: &'p Expr,
        right: &'p Expr,
        span: Span,
        scope: &Scope<'p>,
    ) -> Eval {
        match op {
            Binary::And | Binary::Or => return self.logic(op == Binary::Or, left, right, span, scope),
            Binary::Otherwise => {
                let value = self.eval(left, scope)?;
                return if value.is_none() { self.eval(right, scope) } else { Ok(value) };
            }
            _ => {}
        }
        let a = self.eval(left, scope)?;
        let b = self.eval(right, scope)?;
        self.binary_of(op, at, &a, &b, span).map_err(|stop| match stop {
            // Both sides are waited for.
            Stop::Hole(_) => self.filled([&a, &b]).err().unwrap_or(stop),
            stop => stop,
        })
    }

    fn binary_of(&self, op: Binary, at: Span, a: &Value, b: &Value, span: Span) -> Eval {
        let bool = |b: bool| Ok(Value::new(Data::Bool(b), span));
        match op {
            Binary::Equal => bool(self.equal(a, b, at)?),
            Binary::NotEqual => bool(!self.equal(a, b, at)?),
            Binary::Less => bool(self.compare(a, b, at)?.is_lt()),
            Binary::LessEqual => bool(self.compare(a, b, at)?.is_le()),
            Binary::Greater => bool(self.compare(a, b, at)?.is_gt()),
            Binary::GreaterEqual => bool(self.compare(a, b, at)?.is_ge()),
            Binary::In => bool(self.is_in(a, b, at)?),
            Binary::NotIn => bool(!self.is_in(a, b, at)?),
            Binary::Range => self.range(a, b, span),
            Binary::Add | Binary::Subtract | Binary::Multiply | Binary::Divide => {
                self.arithmetic(op, a, b, span, at)
            }
            Binary::And | Binary::Or | Binary::Otherwise => {
                self.bug(span, "an operator that was done before")
            }
        }
    }

    /// `false and unknown` is false, `true or unknown` is true.
    fn logic(&self, or: bool, left: &'p Expr, right: &'p Expr, span: Span, scope: &Scope<'p>) -> Eval {
        let settled = |b: bool| b == or;
        let value = |b: bool| Ok(Value::new(Data::Bool(b), span));
        let a = self.eval(left, scope).and_then(|v| self.truth(&v));
        match a {
            Ok(a) if settled(a) => value(a),
            Ok(_) => {
                let b = self.eval(right, scope)?;
                value(self.truth(&b)?)
            }
            Err(Stop::Undecided(undecided)) => match self.eval(right, scope).and_then(|v| self.truth(&v)) {
                Ok(b) if settled(b) => value(b),
                Err(stop) if stop.is_silent() => Err(stop),
                _ => Err(Stop::Undecided(undecided)),
            },
            Err(Stop::Hole(holes)) => match self.eval(right, scope).and_then(|v| self.truth(&v)) {
                Ok(b) if settled(b) => value(b),
                Err(Stop::Hole(more)) => Err(Stop::holes(holes.union(&more).copied().collect())),
                Err(Stop::Reported) => Err(Stop::Reported),
                _ => Err(Stop::Hole(holes)),
            },
            Err(stop) => Err(stop),
        }
    }

    /// Whether two values are the same. Resources are the same if they are the same resource.
    pub(crate) fn equal(&self, a: &Value, b: &Value, at: Span) -> Eval<bool> {
        self.step(at)?;
        self.comparable(a, at)?;
        self.comparable(b, at)?;
        Ok(match (&a.data, &b.data) {
            (Data::None, Data::None) => true,
            (Data::None, _) => return Err(absent(at, a.span)),
            (_, Data::None) => return Err(absent(at, b.span)),
            (Data::Text(a), Data::Text(b)) => a.as_known() == b.as_known(),
            (Data::List(a), Data::List(b)) => self.all_equal(a, b, at)?,
            (Data::Record(a), Data::Record(b)) => {
                if a.entries.len() != b.entries.len() {
                    return Ok(false);
                }
                for (key, entry) in &a.entries {
                    let Some(other) = b.get(key) else { return Ok(false) };
                    if !self.equal(&entry.value, other, at)? {
                        return Ok(false);
                    }
                }
                true
            }
            (Data::Int(_) | Data::Float(_), Data::Int(_) | Data::Float(_)) => number(a) == number(b),
            (a, b) => a == b,
        })
    }

    fn all_equal(&self, a: &[Value], b: &[Value], at: Span) -> Eval<bool> {
        if a.len() != b.len() {
            return Ok(false);
        }
        for (a, b) in a.iter().zip(b) {
            if !self.equal(a, b, at)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The order of two values of a sort. Strings are compared naturally: their digits as numbers.
    pub(crate) fn compare(&self, a: &Value, b: &Value, at: Span) -> Eval<Ordering> {
        self.comparable(a, at)?;
        self.comparable(b, at)?;
        Ok(match (&a.data, &b.data) {
            (Data::None, _) => return Err(absent(at, a.span)),
            (_, Data::None) => return Err(absent(at, b.span)),
            (Data::Text(a), Data::Text(b)) => {
                natural(&a.as_known().unwrap_or_default(), &b.as_known().unwrap_or_default())
            }
            (Data::Int(a), Data::Int(b)) => a.cmp(b),
            (Data::Size(a), Data::Size(b)) => a.cmp(b),
            (Data::Duration(a), Data::Duration(b)) => a.cmp(b),
            (Data::Bool(a), Data::Bool(b)) => a.cmp(b),
            (Data::Int(_) | Data::Float(_), Data::Int(_) | Data::Float(_)) => {
                number(a).partial_cmp(&number(b)).unwrap_or(Ordering::Equal)
            }
            _ => return self.bug(at, "an order of values of two sorts"),
        })
    }

    fn is_in(&self, a: &Value, b: &Value, at: Span) -> Eval<bool> {
        match &b.data {
            Data::List(list) => {
                for element in list.iter() {
                    if self.equal(a, element, at)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Data::Range(min, max) => match a.data {
                Data::Int(n) => Ok((*min..=*max).contains(&n)),
                Data::None => Err(absent(at, a.span)),
                _ => self.bug(at, "what is no number in a range"),
            },
            Data::Record(record) => Ok(record.entries.contains_key(&*self.known(a)?)),
            Data::None => Err(absent(at, b.span)),
            Data::Late(late) => Err(too_late(at, late)),
            _ => self.bug(at, "`in` what holds nothing"),
        }
    }

    /// Refuses what can't be compared now: late values are undecided, secrets an error.
    fn comparable(&self, value: &Value, at: Span) -> Eval<()> {
        match &value.data {
            Data::Late(late) => Err(too_late(at, late)),
            Data::Secret(id) => self.fail(self.secret_compared(value, *id, at)),
            Data::Text(text) => match text.first_unknown() {
                Some(part) => Err(self.unknown_part(at, part)),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn range(&self, a: &Value, b: &Value, span: Span) -> Eval {
        self.comparable(a, span)?;
        self.comparable(b, span)?;
        match (&a.data, &b.data) {
            (Data::Int(min), Data::Int(max)) if min <= max => Ok(Value::new(Data::Range(*min, *max), span)),
            (Data::Int(min), Data::Int(max)) => self.fail(problems::empty_range(span, *min, *max)),
            _ => self.bug(span, "a range of what is no int"),
        }
    }

    fn arithmetic(&self, op: Binary, a: &Value, b: &Value, span: Span, at: Span) -> Eval {
        self.comparable(a, at)?;
        self.comparable(b, at)?;
        let result = match (&a.data, &b.data) {
            (Data::None, _) => return Err(absent(at, a.span)),
            (_, Data::None) => return Err(absent(at, b.span)),
            (Data::Int(x), Data::Int(y)) if op != Binary::Divide => ints(op, *x, *y).map(Data::Int),
            (Data::Size(x), Data::Size(y)) => amounts(op, x.0, y.0, |n| Data::Size(Size(n))),
            (Data::Duration(x), Data::Duration(y)) => amounts(op, x.0, y.0, |n| Data::Duration(Duration(n))),
            (Data::Size(x), _) => scale(op, x.0, number(b)).map(|n| Data::Size(Size(n))),
            (Data::Duration(x), _) => scale(op, x.0, number(b)).map(|n| Data::Duration(Duration(n))),
            (_, Data::Size(y)) if op == Binary::Multiply => {
                scale(op, y.0, number(a)).map(|n| Data::Size(Size(n)))
            }
            (_, Data::Duration(y)) if op == Binary::Multiply => {
                scale(op, y.0, number(a)).map(|n| Data::Duration(Duration(n)))
            }
            _ => number(a).zip(number(b)).and_then(|(x, y)| floats(op, x, y)).map(Data::Float),
        };
        match result {
            Some(data) => Ok(Value::new(data, span)),
            None if op == Binary::Divide && is_zero(b) => self.fail(problems::divided_by_zero(b.span)),
            None => self.fail(problems::too_large(span)),
        }
    }

    /// A part of a string that isn't known.
    pub(crate) fn unknown_part(&self, at: Span, part: &Part) -> Stop {
        match &part.kind {
            PartKind::Late(late) => too_late(at, late),
            PartKind::Secret(id) => {
                self.declarations.report(self.secret_used(part.span, *id, "be looked into"));
                Stop::Reported
            }
            PartKind::Known(_) | PartKind::Named(..) => Stop::Reported,
        }
    }

    /// A string that must be known.
    pub(crate) fn known(&self, value: &Value) -> Eval<String> {
        let Data::Text(text) = &value.data else {
            return match &value.data {
                Data::None => Err(absent(value.span, value.span)),
                Data::Late(late) => Err(too_late(value.span, late)),
                Data::Secret(id) => self.fail(self.secret_value_used(value, *id, "be looked into")),
                _ => self.bug(value.span, "a string that is none"),
            };
        };
        self.known_text(value.span, text)
    }

    pub(crate) fn known_text(&self, span: Span, text: &Text) -> Eval<String> {
        match text.as_known() {
            Some(known) => Ok(known.into_owned()),
            None => match text.first_unknown() {
                Some(part) => Err(self.unknown_part(span, part)),
                None => Ok(String::new()),
            },
        }
    }
}

/// A late value where one is needed now.
pub(crate) fn too_late(at: Span, late: &Late) -> Stop {
    if late.is_hole() {
        let mut holes = Holes::new();
        super::holes::holes_of(late, &mut holes);
        return Stop::holes(holes);
    }
    let what = format!("a value that is known only in the stage `{}`", late.stage);
    Stop::Undecided(Box::new(Undecided { at, because: late.span, what }))
}

/// An absent value where one is needed.
pub(super) fn absent(at: Span, because: Span) -> Stop {
    Stop::Undecided(Box::new(Undecided { at, because, what: "a value that is absent".to_owned() }))
}

/// Digits as numbers, everything else by character: `6.2` before `6.10`.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let (x, y) = (chunk(left), chunk(right));
        if x.is_empty() || y.is_empty() {
            return left.len().cmp(&right.len());
        }
        let digits = [x, y].iter().all(|part| part.starts_with(|c: char| c.is_ascii_digit()));
        let order = if digits { numeric(x, y) } else { x.cmp(y) };
        if order.is_ne() {
            return order;
        }
        left = left.get(x.len()..).unwrap_or("");
        right = right.get(y.len()..).unwrap_or("");
    }
}

/// The order of two runs of digits, however long.
fn numeric(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

/// The longest start of a string that is all digits, or has none.
fn chunk(text: &str) -> &str {
    let digit = text.starts_with(|c: char| c.is_ascii_digit());
    let end = text.find(|c: char| c.is_ascii_digit() != digit).unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "an int beyond 2^53 meets a float only where a person wrote both"
)]
pub(crate) fn number(value: &Value) -> Option<f64> {
    match value.data {
        Data::Int(n) => Some(n as f64),
        Data::Float(x) => Some(x),
        _ => None,
    }
}

fn ints(op: Binary, a: i64, b: i64) -> Option<i64> {
    match op {
        Binary::Add => a.checked_add(b),
        Binary::Subtract => a.checked_sub(b),
        _ => a.checked_mul(b),
    }
}

fn is_zero(value: &Value) -> bool {
    match &value.data {
        Data::Size(x) => x.0 == 0,
        Data::Duration(x) => x.0 == 0,
        _ => number(value) == Some(0.0),
    }
}

fn floats(op: Binary, a: f64, b: f64) -> Option<f64> {
    let x = match op {
        Binary::Add => a + b,
        Binary::Subtract => a - b,
        Binary::Multiply => a * b,
        _ => a / b,
    };
    x.is_finite().then_some(x)
}

#[expect(clippy::cast_precision_loss, reason = "a ratio of two amounts is approximate by nature")]
fn amounts(op: Binary, a: u64, b: u64, data: impl Fn(u64) -> Data) -> Option<Data> {
    match op {
        Binary::Add => a.checked_add(b).map(data),
        Binary::Subtract => a.checked_sub(b).map(data),
        _ => floats(Binary::Divide, a as f64, b as f64).map(Data::Float),
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked: the result is whole, not negative, and below 2^53"
)]
fn scale(op: Binary, amount: u64, by: Option<f64>) -> Option<u64> {
    let by = by?;
    let x = if op == Binary::Divide { amount as f64 / by } else { amount as f64 * by };
    let whole = x.round();
    (x.is_finite() && (0.0..9.0e15).contains(&whole)).then_some(whole as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_compare_as_numbers() {
        assert_eq!(natural("6.10", "6.2"), Ordering::Greater);
        assert_eq!(natural("6.2", "6.2.1"), Ordering::Less);
        assert_eq!(natural("10", "6.2"), Ordering::Greater);
        assert_eq!(natural("a10", "a9"), Ordering::Greater);
        assert_eq!(natural("1.02", "1.2"), Ordering::Equal);
        assert_eq!(natural("", ""), Ordering::Equal);
    }
}
