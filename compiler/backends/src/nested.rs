//! Documents inside documents: the text that `json(…)` and `yaml(…)` give.
//!
//! The text keeps, for each line, the place that wrote it, so that a line of a block inside another document leads to
//! the spec as any other line does. What isn't known when the spec is compiled can't stand in such a text.

use std::sync::Arc;

use diagnostics::{Diagnostic, Span};
use graph::{Data, Part, PartKind, Record, Text, Value};
use indexmap::IndexMap;

use crate::json;
use crate::lines::{LineOrigin, Lines, Printed};
use crate::node::{Chunk, Chunks, Node, NodeData, NodeEntry, Origin};
use crate::problems;
use crate::yaml;

const WRITTEN: &str = "written here";

/// The text of a value in a format, `json` (on one line) or `yaml`; or why it can't be written.
pub fn nested(format: &str, value: &Value) -> Result<Text, Box<Diagnostic>> {
    let node = node(value, format)?;
    if format == "json" {
        let mut text = String::new();
        json::compact(&node, &mut text);
        return Ok(Text::known(text, value.span));
    }
    let mut long = Vec::new();
    yaml::long_keys(&node, &mut long);
    if let Some(span) = long.first() {
        return Err(Box::new(problems::long_key("this text", *span)));
    }
    let mut lines = Lines::default();
    yaml::write(&node, &mut lines);
    Ok(by_line(&lines.finish(), value.span))
}

/// One part a line, each with the first place that has a share in it.
fn by_line(printed: &Printed, whole: Span) -> Text {
    let place = |origin: Option<&LineOrigin>| origin.and_then(|o| o.spans.first().copied()).unwrap_or(whole);
    let lines = printed.text.split_inclusive('\n').enumerate();
    let parts =
        lines.map(|(i, line)| Part { span: place(printed.lines.get(i)), kind: PartKind::Known(line.into()) });
    Text { parts: parts.collect() }
}

fn node(value: &Value, format: &str) -> Result<Node, Box<Diagnostic>> {
    let data = match &value.data {
        Data::Bool(b) => NodeData::Bool(*b),
        Data::Int(n) => NodeData::Int(*n),
        Data::Float(x) => NodeData::Float(*x),
        Data::Text(text) => NodeData::Text(chunks(text, value.span, format)?),
        Data::List(list) => {
            let present = list.iter().filter(|v| !v.is_none());
            NodeData::List(present.map(|v| node(v, format)).collect::<Result<_, _>>()?)
        }
        Data::Record(record) => NodeData::Map(entries(record, format)?),
        Data::Size(size) => return refuse(problems::unit_of_size(*size, &place(format), value.span)),
        Data::Duration(time) => return refuse(problems::unit_of_duration(*time, &place(format), value.span)),
        other => return refuse(problems::unprintable_inside(other, format, value.span)),
    };
    Ok(Node { data, origin: Origin { span: value.span, via: value.via.clone(), emit: None, resource: None } })
}

fn entries(record: &Arc<Record>, format: &str) -> Result<IndexMap<String, NodeEntry>, Box<Diagnostic>> {
    let present = record.entries.iter().filter(|(_, e)| !e.value.is_none());
    present
        .map(|(key, entry)| {
            let node = node(&entry.value, format).map_err(|problem| written_at(problem, entry.key))?;
            Ok((key.to_string(), NodeEntry { key: entry.key, node }))
        })
        .collect()
}

/// Shows the innermost entry that holds what can't be written.
fn written_at(problem: Box<Diagnostic>, key: Span) -> Box<Diagnostic> {
    if problem.secondary.iter().any(|l| l.text == WRITTEN) {
        return problem;
    }
    Box::new(problem.with_label(key, WRITTEN))
}

fn chunks(text: &Text, span: Span, format: &str) -> Result<Chunks, Box<Diagnostic>> {
    let mut chunks = Chunks::default();
    for part in &text.parts {
        match part.as_known() {
            Some(known) => chunks.chunks.push(Chunk::new(known, part.span)),
            None => return refuse(problems::unknown_inside(&part.kind, format, span)),
        }
    }
    Ok(chunks)
}

fn place(format: &str) -> String {
    format!("`{format}(…)`")
}

fn refuse<T>(problem: Diagnostic) -> Result<T, Box<Diagnostic>> {
    Err(Box::new(problem))
}
