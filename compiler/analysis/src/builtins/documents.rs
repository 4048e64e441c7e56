//! Documents inside documents, digests, and the paths of outputs.

use std::fmt::Write as _;
use std::sync::Arc;

use base64::Engine as _;
use diagnostics::Label;
use graph::{Data, Late, Part, PartKind, Text, Value};
use sha2::Digest as _;

use super::Call;
use crate::evaluate::{Eval, Evaluator};

pub(super) fn json(e: &Evaluator<'_>, call: &Call) -> Eval {
    written(e, "json", call)
}

pub(super) fn yaml(e: &Evaluator<'_>, call: &Call) -> Eval {
    written(e, "yaml", call)
}

/// The writer is a backend's, handed in with the targets: its text keeps the places of its parts.
fn written(e: &Evaluator<'_>, format: &str, call: &Call) -> Eval {
    let (Some(value), Some(write)) = (call.args.first(), e.declarations.targets.write) else {
        return e.bug(call.span, "a document that nobody can write");
    };
    match write(format, value) {
        Ok(text) => Ok(Value::new(Data::Text(text), call.span)),
        Err(problem) => {
            // The entry that holds the value may stand in a function far from here.
            let inside = |l: &Label| l.span.anchor == call.span.anchor && call.span.to(l.span) == call.span;
            let shown = inside(&problem.primary) || problem.secondary.iter().any(inside);
            let problem = if shown { *problem } else { problem.with_label(call.span, "part of this text") };
            e.fail(problem.with_own_place_first(|s| !e.declarations.program.in_library(s)))
        }
    }
}

pub(super) fn base64(e: &Evaluator<'_>, call: &Call) -> Eval {
    let Some(value) = call.args.first() else { return e.bug(call.span, "no string") };
    let text = e.known(value)?;
    Ok(Value::text(base64::engine::general_purpose::STANDARD.encode(text), call.span))
}

pub(super) fn sha256(e: &Evaluator<'_>, call: &Call) -> Eval {
    let Some(value) = call.args.first() else { return e.bug(call.span, "no string") };
    Ok(Value::text(hex_digest(&e.known(value)?), call.span))
}

/// The SHA-256 digest of a text, in lower case hexadecimal.
pub(crate) fn hex_digest(text: &str) -> String {
    sha2::Sha256::digest(text).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string can't fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// A value of the stage `script`: only a script knows where it lies, or which filled copy to use.
pub(super) fn output(e: &Evaluator<'_>, call: &Call) -> Eval {
    let Some(value) = call.args.first() else { return e.bug(call.span, "no path") };
    let path = e.known(value)?;
    let late = Late {
        stage: "script".into(),
        op: "output".into(),
        args: vec![Value::text(path, value.span)],
        pattern: None,
        span: call.span,
    };
    let part = Part { span: call.span, kind: PartKind::Late(Arc::new(late)) };
    Ok(Value::new(Data::Text(Text { parts: vec![part] }), call.span))
}
