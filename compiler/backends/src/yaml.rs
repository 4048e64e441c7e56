//! The `yaml` backend, and the YAML writer of all backends: block style, no anchors, and for each line what wrote it.
//!
//! Written here because no library says which line a value landed on, or quotes for readers of YAML 1.1, 1.2 and Go's
//! at once. Knows nodes only.

mod plain;

use diagnostics::Span;
use graph::Graph;
use indexmap::IndexMap;

use crate::document::{Draft, header};
use crate::lines::{Lines, Printed};
use crate::node::{Chunks, Node, NodeData, NodeEntry, Origin};

/// YAML gives up on a key whose colon comes later than this.
const LONGEST_KEY: usize = 1024;

/// One document, with a comment at its head.
pub(crate) fn print(mut draft: Draft<'_, '_>) -> Option<Printed> {
    let root = draft.merged()?;
    Some(file(&root, draft.context.graph))
}

/// A file that holds one document, with a comment at its head.
pub(crate) fn file(root: &Node, graph: &Graph) -> Printed {
    let mut lines = Lines::default();
    header(graph, &mut lines);
    write(root, &mut lines);
    lines.finish()
}

/// Writes a node as a whole document.
pub(crate) fn write(root: &Node, out: &mut Lines) {
    value(root, 0, Lead::Start, out);
}

/// Keys that no reader would accept, since they are too long.
pub(crate) fn long_keys(node: &Node, found: &mut Vec<Span>) {
    if let Some(entries) = node.entries() {
        // An escape is at most 6 characters for one byte: most keys need not be spelled out to be known as short.
        let long = |k: &str| k.len() * 6 > LONGEST_KEY && key_text(k).chars().count() > LONGEST_KEY;
        let long = entries.iter().filter(|(k, _)| long(k));
        found.extend(long.map(|(_, e)| e.key));
        entries.values().for_each(|e| long_keys(&e.node, found));
    }
    node.elements().into_iter().flatten().for_each(|n| long_keys(n, found));
}

/// What stands before a value on its line.
#[derive(Clone, Copy, PartialEq)]
enum Lead {
    /// Nothing: the document begins.
    Start,
    /// `key:`
    Key,
    /// `-`
    Dash,
    /// A tag, such as `!Sub`.
    Tag,
}

fn value(node: &Node, level: usize, lead: Lead, out: &mut Lines) {
    match &node.data {
        NodeData::Map(entries) if !entries.is_empty() => map(entries, level, lead, out),
        NodeData::List(list) if !list.is_empty() => sequence(list, level, lead, out),
        NodeData::Text(text) => string(text, &node.origin, level, lead, out),
        NodeData::Call(function, argument) => call(node, function, argument, level, lead, out),
        NodeData::Map(_) => scalar("{}", &node.origin, lead, out),
        NodeData::List(_) => scalar("[]", &node.origin, lead, out),
        NodeData::Bool(b) => scalar(if *b { "true" } else { "false" }, &node.origin, lead, out),
        NodeData::Int(n) => scalar(&n.to_string(), &node.origin, lead, out),
        NodeData::Float(x) => scalar(&plain::float(*x), &node.origin, lead, out),
    }
}

/// `!Sub …`. A value has one tag only: of a function right inside another, the outer one is spelled out.
fn call(node: &Node, function: &str, argument: &Node, level: usize, lead: Lead, out: &mut Lines) {
    if let (NodeData::Call(..), Some(record)) = (&argument.data, node.spelled_out()) {
        return value(&record, level, lead, out);
    }
    if lead != Lead::Start {
        out.write(" ");
    }
    out.write("!");
    out.write(function.strip_prefix("Fn::").unwrap_or(function));
    value(argument, level, Lead::Tag, out);
}

fn map(entries: &IndexMap<String, NodeEntry>, level: usize, lead: Lead, out: &mut Lines) {
    if matches!(lead, Lead::Key | Lead::Tag) {
        out.end_line();
    }
    for (i, (key, entry)) in entries.iter().enumerate() {
        if i == 0 && lead == Lead::Dash {
            out.write(" ");
        } else {
            out.indent(level);
        }
        out.write(&key_text(key));
        out.write(":");
        out.mark_way(&entry.node.origin);
        // A list's dashes stand in the column of its key.
        let inner = level + usize::from(entry.node.elements().is_none());
        let line = out.line_number();
        value(&entry.node, inner, Lead::Key, out);
        out.mark_line(line, entry.key);
    }
}

fn sequence(list: &[Node], level: usize, lead: Lead, out: &mut Lines) {
    if lead != Lead::Start {
        out.end_line();
    }
    for node in list {
        out.indent(level);
        out.write("-");
        out.mark_way(&node.origin);
        value(node, level + 1, Lead::Dash, out);
    }
}

fn string(text: &Chunks, origin: &Origin, level: usize, lead: Lead, out: &mut Lines) {
    if is_block(text) {
        return block(text, origin, level.max(1), lead, out);
    }
    let joined = text.joined();
    text.chunks.iter().for_each(|c| out.mark(c.span));
    if plain::stands_plain(&joined) && !text.filled {
        scalar(&joined, origin, lead, out);
    } else {
        let mut quoted = String::new();
        plain::quote(&joined, &mut quoted);
        scalar(&quoted, origin, lead, out);
    }
}

fn is_block(text: &Chunks) -> bool {
    !text.filled && plain::stands_in_block(&text.joined())
}

fn block(text: &Chunks, origin: &Origin, level: usize, lead: Lead, out: &mut Lines) {
    let keeps_break =
        text.chunks.iter().rev().find(|c| !c.text.is_empty()).is_some_and(|c| c.text.ends_with('\n'));
    scalar(if keeps_break { "|" } else { "|-" }, origin, lead, out);
    let mut lines = text.by_line();
    if keeps_break {
        lines.pop();
    }
    for line in lines {
        if !line.is_empty() {
            out.indent(level);
        }
        out.write_chunks(&line);
        out.mark_way(origin);
        out.end_line();
    }
}

fn scalar(text: &str, origin: &Origin, lead: Lead, out: &mut Lines) {
    if lead != Lead::Start {
        out.write(" ");
    }
    out.mark(origin.span);
    out.mark_way(origin);
    out.write(text);
    out.end_line();
}

fn key_text(key: &str) -> String {
    if plain::stands_plain(key) {
        return key.to_owned();
    }
    let mut quoted = String::new();
    plain::quote(key, &mut quoted);
    quoted
}
