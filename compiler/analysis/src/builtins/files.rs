//! Files of the project.

use std::sync::Arc;

use graph::{Data, Value};

use super::Call;
use crate::evaluate::{Eval, Evaluator};

pub(super) fn file(e: &Evaluator<'_>, call: &Call) -> Eval {
    let Some(value) = call.args.first() else { return e.bug(call.span, "no path") };
    let path = e.known(value)?;
    e.file(&path, value.span).map(|file| Value::new(Data::File(file), call.span))
}

/// Each line with its place in the file.
pub(super) fn lines(e: &Evaluator<'_>, call: &Call) -> Eval {
    let Some(Data::File(file)) = call.args.first().map(|v| &v.data) else {
        return e.bug(call.span, "no file");
    };
    let mut list = Vec::new();
    let mut from = 0;
    for line in file.text.split_inclusive('\n') {
        let text = line.trim_end_matches('\n');
        let span = file.span.slice(from, from + text.len());
        list.push(Value::text(text, span));
        from += line.len();
    }
    Ok(Value::new(Data::List(Arc::new(list)), call.span))
}
