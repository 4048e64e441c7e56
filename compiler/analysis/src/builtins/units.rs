//! Sizes and durations in a unit that the caller names.

use graph::{Data, Value};

use super::Call;
use crate::evaluate::{Eval, Evaluator};
use crate::problems::values as problems;

pub(super) fn text(e: &Evaluator<'_>, call: &Call) -> Eval {
    let (n, unit) = in_unit(e, call)?;
    let span = call.args.first().map_or(call.span, |v| v.span);
    Ok(Value::text(format!("{n}{unit}"), span))
}

pub(super) fn number(e: &Evaluator<'_>, call: &Call) -> Eval {
    let (n, _) = in_unit(e, call)?;
    let span = call.args.first().map_or(call.span, |v| v.span);
    Ok(Value::new(Data::Int(i64::try_from(n).unwrap_or(i64::MAX)), span))
}

/// The amount in the first of the units, separated by `|`, that divides it. `Mi` and `Gi` are Kubernetes' names of `MiB`
/// and `GiB`, and `Ki` that of `KiB`.
fn in_unit(e: &Evaluator<'_>, call: &Call) -> Eval<(u64, String)> {
    let (Some(value), Some(unit)) = (call.args.first(), call.args.get(1)) else {
        return e.bug(call.span, "no value");
    };
    let names = e.known(unit)?;
    let (amount, units) = match &value.data {
        Data::Size(size) => (size.0, graph::SIZE_UNITS),
        Data::Duration(duration) => (duration.0, graph::DURATION_UNITS),
        Data::Late(late) => return Err(crate::evaluate::too_late(value.span, late)),
        _ => return e.bug(value.span, "a quantity that is none"),
    };
    for name in names.split('|') {
        let full = if name.len() == 2 && name.ends_with('i') { format!("{name}B") } else { name.to_owned() };
        let Some((_, factor)) = units.iter().find(|(n, _)| *n == full) else {
            let known: Vec<&str> = units.iter().map(|(n, _)| *n).collect();
            return e.fail(problems::unknown_unit(unit.span, name, &known));
        };
        if amount.is_multiple_of(*factor) {
            return Ok((amount / factor, name.to_owned()));
        }
    }
    e.fail(problems::inexact_unit(value.span, call.span, &e.shown(value), &names.replace('|', "` or `")))
}
