//! Functions of lists, and of what can be counted.

use std::sync::Arc;

use graph::{Data, Value};

use super::Call;
use crate::evaluate::{Eval, Evaluator, number};

fn list<'a>(e: &Evaluator<'_>, call: &'a Call, index: usize) -> Eval<&'a [Value]> {
    match call.args.get(index).map(|v| (&v.data, v)) {
        Some((Data::List(list), _)) => Ok(list),
        Some((Data::Late(late), v)) => Err(crate::evaluate::too_late(v.span, late)),
        _ => e.bug(call.span, "a list that is none"),
    }
}

fn made(call: &Call, list: Vec<Value>) -> Value {
    Value::new(Data::List(Arc::new(list)), call.span)
}

fn position(e: &Evaluator<'_>, list: &[Value], value: &Value, call: &Call) -> Eval<Option<usize>> {
    for (index, other) in list.iter().enumerate() {
        if e.equal(value, other, call.span)? {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

fn bool(call: &Call, value: bool) -> Value {
    Value::new(Data::Bool(value), call.span)
}

pub(super) fn contains(e: &Evaluator<'_>, call: &Call) -> Eval {
    let (Some(whole), Some(part)) = (call.args.first(), call.args.get(1)) else {
        return e.bug(call.span, "no value");
    };
    let found = match &whole.data {
        Data::Text(_) => e.known(whole)?.contains(&e.known(part)?),
        Data::Record(record) => record.entries.contains_key(&*e.known(part)?),
        _ => position(e, list(e, call, 0)?, part, call)?.is_some(),
    };
    Ok(bool(call, found))
}

pub(super) fn length(e: &Evaluator<'_>, call: &Call) -> Eval {
    let Some(value) = call.args.first() else { return e.bug(call.span, "no value") };
    let length = match &value.data {
        Data::List(list) => list.len(),
        Data::Record(record) => record.entries.len(),
        _ => e.known(value)?.chars().count(),
    };
    Ok(Value::new(Data::Int(i64::try_from(length).unwrap_or(i64::MAX)), call.span))
}

pub(super) fn sort(e: &Evaluator<'_>, call: &Call) -> Eval {
    let mut sorted = list(e, call, 0)?.to_vec();
    let mut stop = None;
    sorted.sort_by(|a, b| match e.compare(a, b, call.span) {
        Ok(order) => order,
        Err(why) => {
            stop = Some(why);
            std::cmp::Ordering::Equal
        }
    });
    stop.map_or_else(|| Ok(made(call, sorted)), Err)
}

pub(super) fn unique(e: &Evaluator<'_>, call: &Call) -> Eval {
    let mut seen: Vec<Value> = Vec::new();
    for value in list(e, call, 0)? {
        if position(e, &seen, value, call)?.is_none() {
            seen.push(value.clone());
        }
    }
    Ok(made(call, seen))
}

pub(super) fn first(e: &Evaluator<'_>, call: &Call) -> Eval {
    Ok(list(e, call, 0)?.first().cloned().unwrap_or_else(|| Value::none(call.span)))
}

/// True as soon as one is, even if others can't be decided.
pub(super) fn any(e: &Evaluator<'_>, call: &Call) -> Eval {
    let found = list(e, call, 0)?.iter().any(|v| matches!(v.data, Data::Bool(true)));
    Ok(bool(call, found))
}

pub(super) fn every(e: &Evaluator<'_>, call: &Call) -> Eval {
    let all = list(e, call, 0)?.iter().all(|v| matches!(v.data, Data::Bool(true)));
    Ok(bool(call, all))
}

pub(super) fn duplicates(e: &Evaluator<'_>, call: &Call) -> Eval {
    let values = list(e, call, 0)?;
    let mut twice: Vec<Value> = Vec::new();
    for (index, value) in values.iter().enumerate() {
        let before = values.get(..index).unwrap_or(&[]);
        if position(e, before, value, call)?.is_some() && position(e, &twice, value, call)?.is_none() {
            twice.push(value.clone());
        }
    }
    Ok(made(call, twice))
}

pub(super) fn difference(e: &Evaluator<'_>, call: &Call) -> Eval {
    let without = list(e, call, 1)?;
    let mut left = Vec::new();
    for value in list(e, call, 0)? {
        if position(e, without, value, call)?.is_none() {
            left.push(value.clone());
        }
    }
    Ok(made(call, left))
}

#[expect(clippy::unnecessary_wraps, reason = "every function of the table has this form")]
pub(super) fn given(_: &Evaluator<'_>, call: &Call) -> Eval {
    let count = call.args.iter().filter(|v| !v.is_none()).count();
    Ok(Value::new(Data::Int(i64::try_from(count).unwrap_or(i64::MAX)), call.span))
}

pub(super) fn min(e: &Evaluator<'_>, call: &Call) -> Eval {
    best(e, call, std::cmp::Ordering::Less)
}

pub(super) fn max(e: &Evaluator<'_>, call: &Call) -> Eval {
    best(e, call, std::cmp::Ordering::Greater)
}

fn best(e: &Evaluator<'_>, call: &Call, order: std::cmp::Ordering) -> Eval {
    let Some(mut best) = call.args.first() else { return e.bug(call.span, "no value") };
    for value in &call.args {
        if e.compare(value, best, call.span)? == order {
            best = value;
        }
    }
    Ok(best.clone())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "an `as` to an int saturates, and floats that large are no counts"
)]
pub(super) fn floor(e: &Evaluator<'_>, call: &Call) -> Eval {
    match call.args.first().and_then(number) {
        Some(x) => Ok(Value::new(Data::Int(x.floor() as i64), call.span)),
        None => e.bug(call.span, "no number"),
    }
}
