//! Places alone: for answers that are no diagnostics.

use diagnostics::{Sources, Span};
use serde_json::Value;

use super::{Shown, harmless, json};

/// `spec.wave:12:5`
pub fn position(span: Span, shown: Shown<'_>) -> String {
    shown.place(span).map(|place| place.to_string()).unwrap_or_default()
}

/// The line that a place begins on, without the blanks around it.
pub fn source_line(span: Span, sources: &Sources) -> String {
    let at = sources.locate(span);
    let line = sources.file(at.file).and_then(|file| {
        let line = file.lines.line(at.start);
        let start = file.lines.start(line)?;
        file.text.get(start..)?.lines().next()
    });
    harmless(line.unwrap_or("").trim()).into_owned()
}

/// File, start and end, as in a diagnostic's labels.
pub fn place(span: Span, shown: Shown<'_>) -> Value {
    json::place(span, shown, [])
}
