//! What is left of a value when all that a format can't hold is gone: scalars, lists and maps, with their places.
//!
//! Writers print this tree. It knows no format, and no stage but as characters that are filled in later.

use std::sync::Arc;

use diagnostics::Span;
use graph::{ResourceId, SecretId, Via};
use indexmap::IndexMap;

/// Where a node comes from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Origin {
    /// The expression that wrote it.
    pub(crate) span: Span,
    /// The way it took.
    pub(crate) via: Option<Arc<Via>>,
    /// The `emit` that placed it.
    pub(crate) emit: Option<Span>,
    /// The resource whose `emit` it is.
    pub(crate) resource: Option<ResourceId>,
}

/// A printable value.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) data: NodeData,
    pub(crate) origin: Origin,
}

/// What a node is.
#[derive(Debug, Clone)]
pub(crate) enum NodeData {
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Chunks),
    List(Vec<Node>),
    Map(IndexMap<String, NodeEntry>),
    /// A function of `CloudFormation`, such as `Fn::Sub`, and its argument. That of `Fn::GetAtt` is `Id.Attribute`.
    Call(&'static str, Box<Node>),
}

/// An entry of a map.
#[derive(Debug, Clone)]
pub(crate) struct NodeEntry {
    /// The place of the key.
    pub(crate) key: Span,
    pub(crate) node: Node,
}

/// A string: chunks in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chunks {
    pub(crate) chunks: Vec<Chunk>,
    /// Whether a script replaces a part of it, so that a writer must leave room for any characters.
    pub(crate) filled: bool,
}

/// Characters that one place wrote.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chunk {
    pub(crate) text: String,
    pub(crate) span: Span,
    /// The secret that stands here; the text is then empty.
    pub(crate) secret: Option<SecretId>,
}

impl NodeData {
    /// A string that one place wrote.
    pub(crate) fn text(text: impl Into<String>, span: Span) -> Self {
        Self::Text(Chunks { chunks: vec![Chunk::new(text, span)], filled: false })
    }
}

fn own((a, b): (&str, &str)) -> [String; 2] {
    [a.to_owned(), b.to_owned()]
}

impl Chunk {
    pub(crate) fn new(text: impl Into<String>, span: Span) -> Self {
        Self { text: text.into(), span, secret: None }
    }
}

impl Chunks {
    /// All characters.
    pub(crate) fn joined(&self) -> String {
        self.chunks.iter().map(|c| c.text.as_str()).collect()
    }

    /// The chunks line by line; the line breaks are left out.
    pub(crate) fn by_line(&self) -> Vec<Vec<Chunk>> {
        let mut lines = vec![Vec::new()];
        for chunk in &self.chunks {
            for (i, piece) in chunk.text.split('\n').enumerate() {
                if i > 0 {
                    lines.push(Vec::new());
                }
                if let Some(line) = lines.last_mut().filter(|_| !piece.is_empty()) {
                    line.push(Chunk::new(piece, chunk.span));
                }
            }
        }
        lines
    }

    fn same(&self, other: &Self) -> bool {
        let secrets = |c: &Self| c.chunks.iter().filter_map(|c| c.secret).collect::<Vec<_>>();
        self.joined() == other.joined() && secrets(self) == secrets(other)
    }
}

impl Node {
    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entries()?.get(key).map(|e| &e.node)
    }

    /// The entries, if it is a map.
    pub(crate) fn entries(&self) -> Option<&IndexMap<String, NodeEntry>> {
        match &self.data {
            NodeData::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The elements, if it is a list.
    pub(crate) fn elements(&self) -> Option<&[Self]> {
        match &self.data {
            NodeData::List(list) => Some(list),
            _ => None,
        }
    }

    /// The characters, if it is a string.
    pub(crate) fn text(&self) -> Option<String> {
        self.chunks().map(Chunks::joined)
    }

    /// The string, if it is one.
    pub(crate) fn chunks(&self) -> Option<&Chunks> {
        match &self.data {
            NodeData::Text(chunks) => Some(chunks),
            _ => None,
        }
    }

    /// The elements of a list, or the value alone: what IAM reads alike.
    pub(crate) fn one_or_many(&self) -> &[Self] {
        self.elements().unwrap_or(std::slice::from_ref(self))
    }

    /// What people call it, with its article.
    pub(crate) fn sort(&self) -> &'static str {
        match self.data {
            NodeData::Bool(_) => "a bool",
            NodeData::Int(_) => "an int",
            NodeData::Float(_) => "a float",
            NodeData::Text(_) => "a string",
            NodeData::List(_) => "a list",
            NodeData::Map(_) => "a record",
            NodeData::Call(..) => "a late value",
        }
    }

    /// A call as the record that stands for it where there are no tags: `{ "Fn::GetAtt": ["Id", "Attribute"] }`.
    pub(crate) fn spelled_out(&self) -> Option<Self> {
        let NodeData::Call(function, argument) = &self.data else { return None };
        let parts = argument.text().and_then(|t| t.split_once('.').map(own));
        let node = match parts {
            Some(parts) if *function == "Fn::GetAtt" => {
                let data = NodeData::List(parts.into_iter().map(|p| argument.beside(p)).collect());
                Self { data, origin: argument.origin.clone() }
            }
            _ => (**argument).clone(),
        };
        let entry = NodeEntry { key: self.origin.span, node };
        let entries = [((*function).to_owned(), entry)].into_iter().collect();
        Some(Self { data: NodeData::Map(entries), origin: self.origin.clone() })
    }

    /// A string that stands for a part of this node.
    pub(crate) fn beside(&self, text: String) -> Self {
        Self { data: NodeData::text(text, self.origin.span), origin: self.origin.clone() }
    }

    /// Whether both print alike, wherever they come from. The order of keys counts for nothing.
    pub(crate) fn same(&self, other: &Self) -> bool {
        match (&self.data, &other.data) {
            (NodeData::Bool(a), NodeData::Bool(b)) => a == b,
            (NodeData::Int(a), NodeData::Int(b)) => a == b,
            (NodeData::Float(a), NodeData::Float(b)) => a.to_bits() == b.to_bits(),
            (NodeData::Text(a), NodeData::Text(b)) => a.same(b),
            (NodeData::List(a), NodeData::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b))
            }
            (NodeData::Map(a), NodeData::Map(b)) => {
                a.len() == b.len() && a.iter().all(|(k, e)| b.get(k).is_some_and(|o| o.node.same(&e.node)))
            }
            (NodeData::Call(f, a), NodeData::Call(g, b)) => f == g && a.same(b),
            _ => false,
        }
    }
}
