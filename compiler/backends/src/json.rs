//! The `json` backend, and the JSON writer of all backends: two blanks a level, keys in the order of the spec.
//!
//! Scalars go through `serde_json`; the layout, which is its pretty one, is ours, so that each line knows what wrote it.

use diagnostics::Span;
use serde_json::{Number, Value as Json};

use crate::document::Draft;
use crate::lines::{Lines, Printed};
use crate::node::{Node, NodeData};

/// One document.
pub(crate) fn print(mut draft: Draft<'_, '_>) -> Option<Printed> {
    let root = draft.merged()?;
    Some(pretty(&root))
}

/// A node as a whole file.
pub(crate) fn pretty(root: &Node) -> Printed {
    let mut lines = Lines::default();
    value(root, 0, &mut lines);
    lines.finish()
}

/// Writes one value; the cursor stays behind its last character.
fn value(node: &Node, level: usize, out: &mut Lines) {
    out.mark_way(&node.origin);
    if let Some(record) = node.spelled_out() {
        return value(&record, level, out);
    }
    match &node.data {
        NodeData::Map(entries) if !entries.is_empty() => {
            let children = entries.iter().map(|(k, e)| (Some((k.as_str(), e.key)), &e.node));
            nested('{', '}', children, level, out);
        }
        NodeData::List(list) if !list.is_empty() => {
            nested('[', ']', list.iter().map(|n| (None, n)), level, out);
        }
        scalar => {
            node.chunks().into_iter().flat_map(|c| &c.chunks).for_each(|c| out.mark(c.span));
            out.mark(node.origin.span);
            out.write(&scalar_text(scalar));
        }
    }
}

/// A value on one line, for text inside another document.
pub(crate) fn compact(node: &Node, out: &mut String) {
    if let Some(record) = node.spelled_out() {
        return compact(&record, out);
    }
    match &node.data {
        NodeData::Map(entries) => {
            out.push('{');
            for (i, (key, entry)) in entries.iter().enumerate() {
                out.push_str(if i == 0 { "" } else { ", " });
                out.push_str(&text(key));
                out.push_str(": ");
                compact(&entry.node, out);
            }
            out.push('}');
        }
        NodeData::List(list) => {
            out.push('[');
            for (i, node) in list.iter().enumerate() {
                out.push_str(if i == 0 { "" } else { ", " });
                compact(node, out);
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar_text(scalar)),
    }
}

fn nested<'a>(
    open: char,
    close: char,
    children: impl Iterator<Item = (Option<(&'a str, Span)>, &'a Node)>,
    level: usize,
    out: &mut Lines,
) {
    out.write(open.encode_utf8(&mut [0; 4]));
    for (i, (key, node)) in children.enumerate() {
        out.write(if i == 0 { "\n" } else { ",\n" });
        out.indent(level + 1);
        if let Some((name, _)) = key {
            out.write(&text(name));
            out.write(": ");
        }
        let line_of_key = out.line_number();
        value(node, level + 1, out);
        if let Some((_, span)) = key {
            out.mark_line(line_of_key, span);
        }
    }
    out.end_line();
    out.indent(level);
    out.write(close.encode_utf8(&mut [0; 4]));
}

fn scalar_text(data: &NodeData) -> String {
    match data {
        NodeData::Bool(b) => b.to_string(),
        NodeData::Int(n) => n.to_string(),
        // A float of the graph is finite: evaluation gives no other.
        NodeData::Float(x) => Number::from_f64(*x).map_or_else(|| "0.0".to_owned(), |n| n.to_string()),
        NodeData::Text(chunks) => text(&chunks.joined()),
        NodeData::List(_) => "[]".to_owned(),
        NodeData::Map(_) | NodeData::Call(..) => "{}".to_owned(),
    }
}

fn text(text: &str) -> String {
    Json::from(text).to_string()
}
