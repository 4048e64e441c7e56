//! Values to nodes: what a format can't hold is refused here, with what would do instead.
//!
//! Knows what a place prints ([`Prints`]), not how it is written.

use std::sync::Arc;

use diagnostics::{Diagnostic, Span};
use graph::{Data, Document, Fragment, Late, Part, PartKind, Record, SecretId, Tagged, Text, Value};
use indexmap::IndexMap;

use crate::context::Context;
use crate::expand::Expands;
use crate::k8s::pod::{self, Container};
use crate::node::{Chunk, Chunks, Node, NodeData, NodeEntry, Origin};
use crate::shell::{Resolve, WordPart};
use crate::{k8s, problems, tables};

/// What the documents of a backend can hold beyond scalars, lists and records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prints {
    /// Values of a stage, which the reader of the document puts in.
    pub(crate) expands: Option<&'static Expands>,
    /// Sizes, as Kubernetes writes quantities.
    pub(crate) quantities: bool,
    /// Variables of a container, in the places where Kubernetes expands them.
    pub(crate) pod: bool,
    /// Values that a script fills in.
    pub(crate) fills: Fills,
    /// Names of secrets.
    pub(crate) secrets: bool,
    /// What else can hold a secret, for people.
    pub(crate) instead: &'static str,
}

/// How a script puts a value into a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fills {
    /// Not at all.
    Never,
    /// Between double quotes, escaped as JSON and YAML want it.
    Quoted,
    /// As it is.
    Raw,
}

/// A step's name and a capture's.
pub(crate) type CaptureName = (Arc<str>, Arc<str>);

/// What stands in a document where a script puts a value in.
pub(crate) fn placeholder((step, capture): &CaptureName) -> String {
    format!("{PLACEHOLDER_START}{step}.{capture}}}")
}

/// No format that we write gives these characters a meaning.
pub(crate) const PLACEHOLDER_START: &str = "@{";

/// Whether a text holds what a script would take for a placeholder.
fn holds_placeholder(text: &str) -> bool {
    // A character is found much faster than two, and few texts have this one.
    text.contains('@') && text.contains(PLACEHOLDER_START)
}

/// What a document turned out to need of a script, and what would be mistaken for it.
#[derive(Debug, Default)]
pub(crate) struct Placeholders {
    /// The captures in it, and the first place of each.
    pub(crate) captures: IndexMap<CaptureName, Origin>,
    /// Strings that look like a placeholder.
    pub(crate) lookalikes: Vec<Origin>,
}

/// One fragment on its way.
pub(crate) struct Lowering<'a, 'g> {
    pub(crate) context: &'a mut Context<'g>,
    pub(crate) document: &'a Document,
    pub(crate) fragment: &'a Fragment,
    pub(crate) prints: Prints,
    pub(crate) placeholders: &'a mut Placeholders,
    /// Where in the document we are.
    pub(crate) path: Vec<Segment>,
    /// Whether we are in a hole of tagged text, where nothing is expanded.
    pub(crate) in_tagged: bool,
    /// Whether the document is a Kubernetes `Pod`.
    pub(crate) is_pod: bool,
    /// The container that we are in.
    pub(crate) container: Option<Container>,
}

/// A part of a path through a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Segment {
    Key(Arc<str>),
    Index(usize),
}

impl Lowering<'_, '_> {
    /// The node of a value; `None` if it is absent, or can't be written, which is reported then.
    pub(crate) fn lower(&mut self, value: &Value) -> Option<Node> {
        let origin = self.origin(value, value.span);
        if let Some(text) = self.as_text(value) {
            return Some(Node { data: self.text(&text, value)?, origin });
        }
        let data = match &value.data {
            Data::None => return None,
            Data::Bool(b) => NodeData::Bool(*b),
            Data::Int(n) => NodeData::Int(*n),
            Data::Float(x) => NodeData::Float(*x),
            Data::Text(text) => self.text(text, value)?,
            Data::Size(size) if self.prints.quantities => {
                NodeData::Text(known(k8s::quantity(size.0), value.span))
            }
            Data::List(list) => NodeData::List(self.list(list)),
            Data::Record(record) => NodeData::Map(self.record(record, &origin)),
            Data::Secret(id) => self.secret(*id, &origin).map(chunks)?,
            Data::Late(late) => return self.typed_late(late, &origin),
            Data::Tagged(tagged) => self.tagged(tagged, &origin)?,
            Data::Size(_)
            | Data::Duration(_)
            | Data::Range(..)
            | Data::Resource(_)
            | Data::Grant(_)
            | Data::File(_) => return self.refuse(value, &origin),
        };
        Some(Node { data, origin })
    }

    /// What isn't a string, but is printed like one where the reader puts values in: a parameter by its name, a late
    /// value, a secret.
    fn as_text(&self, value: &Value) -> Option<Text> {
        let expands = self.prints.expands.filter(|_| !self.in_tagged)?;
        let kind = match (&value.data, value.named) {
            (Data::Bool(_) | Data::Int(_) | Data::Float(_), Some(id)) => {
                expands.name(id, self)?;
                PartKind::Named(id, "".into())
            }
            (Data::Late(late), _) => PartKind::Late(Arc::clone(late)),
            (Data::Secret(id), _) => PartKind::Secret(*id),
            _ => return None,
        };
        Some(Text { parts: vec![Part { span: value.span, kind }] })
    }

    pub(crate) fn origin(&self, value: &Value, span: Span) -> Origin {
        Origin {
            span,
            via: value.via.clone(),
            emit: Some(self.fragment.span),
            resource: self.fragment.resource,
        }
    }

    /// `spec.containers[0].image` of `k8s/app.yaml`, as people read it.
    pub(crate) fn place(&self) -> String {
        let path = show_path(&self.path);
        let document = &self.document.path;
        if path.is_empty() { format!("`{document}`") } else { format!("`{path}` of `{document}`") }
    }

    /// Shows the `emit` too, unless the place stands in it.
    pub(crate) fn placed_by(&self, problem: Diagnostic, span: Span) -> Diagnostic {
        let emit = self.fragment.span;
        let holds = |s: Span| emit.anchor == s.anchor && emit.start <= s.start && s.end <= emit.end;
        // A patch belongs to no resource.
        let what = if self.fragment.resource.is_some() {
            "written by this `emit`"
        } else {
            "written by this `patch`"
        };
        let inside = holds(span) || problem.secondary.iter().any(|l| holds(l.span));
        if inside { problem } else { problem.with_label(emit, what) }
    }

    fn refuse(&mut self, value: &Value, origin: &Origin) -> Option<Node> {
        let place = self.place();
        let problem = match &value.data {
            Data::Size(size) => problems::unit_of_size(*size, &place, value.span),
            Data::Duration(duration) => problems::unit_of_duration(*duration, &place, value.span),
            data => problems::unprintable(data, self.context.graph, &place, value.span),
        };
        self.context.report(self.placed_by(problem, origin.span), origin);
        None
    }

    fn list(&mut self, list: &[Value]) -> Vec<Node> {
        let mut nodes = Vec::new();
        for (i, value) in list.iter().enumerate() {
            self.path.push(Segment::Index(i));
            nodes.extend(self.lower(value));
            self.path.pop();
        }
        nodes
    }

    fn record(&mut self, record: &Record, origin: &Origin) -> IndexMap<String, NodeEntry> {
        let outer = self.container.clone();
        if self.prints.pod && pod::is_container(&self.path, self.is_pod) {
            let container = Container::of(record, self.path.len());
            // A patch of a container adds to what it has.
            self.container = Some(match self.container.take() {
                Some(present) if present.is_at(&self.path) => present.and(container),
                _ => container,
            });
        }
        let mut entries = IndexMap::new();
        for (key, entry) in &record.entries {
            self.path.push(Segment::Key(Arc::clone(key)));
            if holds_placeholder(key) {
                self.placeholders.lookalikes.push(Origin { span: entry.key, ..origin.clone() });
            }
            if let Some(node) = self.lower(&entry.value) {
                entries.insert(key.to_string(), NodeEntry { key: entry.key, node });
            }
            self.path.pop();
        }
        self.container = outer;
        entries
    }

    fn text(&mut self, text: &Text, value: &Value) -> Option<NodeData> {
        if let Some(expands) = self.prints.expands.filter(|_| !self.in_tagged) {
            return (expands.text)(self, text, value);
        }
        let expanded = !self.in_tagged && self.container.as_ref().is_some_and(|c| c.expands(&self.path));
        let mut result = Chunks::default();
        let mut failed = false;
        for (i, part) in text.parts.iter().enumerate() {
            let origin = self.origin(value, part.span);
            let chunk = match &part.kind {
                PartKind::Known(known) | PartKind::Named(_, known) if expanded => {
                    let next =
                        text.parts.get(i + 1).map(|p| p.as_known().map_or(Some('$'), |k| k.chars().next()));
                    Some(Chunk::new(pod::escape(known, next.flatten()), part.span))
                }
                PartKind::Known(known) | PartKind::Named(_, known) => Some(Chunk::new(&**known, part.span)),
                PartKind::Late(late) => self.late(late, &origin, &mut result.filled),
                PartKind::Secret(id) => self.secret(*id, &origin),
            };
            failed |= chunk.is_none();
            result.chunks.extend(chunk);
        }
        self.note_lookalike(text, value);
        (!failed).then_some(NodeData::Text(result))
    }

    /// Literal text that a script would take for a placeholder, be it made of several parts.
    fn note_lookalike(&mut self, text: &Text, value: &Value) {
        if !text.parts.iter().any(|p| p.as_known().is_some_and(|t| t.contains('@'))) {
            return;
        }
        let literal: String = text.parts.iter().map(|p| p.as_known().unwrap_or("\0")).collect();
        if holds_placeholder(&literal) {
            self.placeholders.lookalikes.push(self.origin(value, value.span));
        }
    }

    /// A late value that isn't a string: no format has characters for it.
    fn typed_late(&mut self, late: &Late, origin: &Origin) -> Option<Node> {
        if self.prints.fills == Fills::Never || &*late.stage != "script" {
            self.refuse_late(late, origin);
            return None;
        }
        let problem = problems::late_without_text(late, &self.place(), origin.span);
        self.context.report(problem, origin);
        None
    }

    fn late(&mut self, late: &Late, origin: &Origin, filled: &mut bool) -> Option<Chunk> {
        let printed = match (&*late.stage, &*late.op) {
            ("pod", "env") => self.variable(late, origin),
            ("script", "capture") => self.capture(late, origin),
            _ => None,
        };
        *filled |= printed.is_some() && &*late.stage == "script";
        let refused = matches!((&*late.stage, &*late.op), ("pod", "env"));
        if printed.is_none() && !refused {
            self.refuse_late(late, origin);
        }
        printed.map(|text| Chunk::new(text, origin.span))
    }

    /// Reports a late value that isn't printed at this place, with the way it took.
    pub(crate) fn refuse_late(&mut self, late: &Late, origin: &Origin) {
        let stage = tables::stage(&late.stage);
        let (at, way) = self.context.way(origin);
        let problem = problems::late_elsewhere(late, stage, &self.place(), at);
        self.context.report(problems::with_way(problem, &way), origin);
    }

    /// `$(NAME)`; reports why it can't stand here.
    fn variable(&mut self, late: &Late, origin: &Origin) -> Option<String> {
        let name = late.args.first().and_then(Value::as_str)?;
        let expands = self.container.as_ref().filter(|c| c.expands(&self.path));
        let problem = match expands {
            None => {
                self.refuse_late(late, origin);
                return None;
            }
            Some(_) if self.in_tagged => problems::variable_in_tagged(&name, &self.place(), origin.span),
            Some(container) if !container.has(&name, &self.path) => {
                problems::unknown_variable(&name, container.variables(), &self.place(), origin.span)
            }
            Some(_) => return Some(format!("$({name})")),
        };
        self.context.report(problem, origin);
        None
    }

    fn capture(&mut self, late: &Late, origin: &Origin) -> Option<String> {
        if self.prints.fills == Fills::Never {
            return None;
        }
        let name = capture_name(late)?;
        let text = placeholder(&name);
        self.placeholders.captures.entry(name).or_insert_with(|| origin.clone());
        Some(text)
    }

    fn secret(&mut self, id: SecretId, origin: &Origin) -> Option<Chunk> {
        if self.prints.secrets && !self.in_tagged {
            return Some(Chunk { text: String::new(), span: origin.span, secret: Some(id) });
        }
        self.refuse_secret(id, self.prints.instead, origin);
        None
    }

    /// Reports a secret that can't stand at this place, with the way it took.
    pub(crate) fn refuse_secret(&mut self, id: SecretId, help: &str, origin: &Origin) {
        let Some(secret) = self.context.secret(id) else { return };
        let (at, way) = self.context.way(origin);
        let problem = problems::secret_in_document(secret, &self.place(), help, at);
        let problem = self.placed_by(problems::with_way(problem, &way), at);
        self.context.report(problem, origin);
    }

    /// Text of a format inside a document, such as a script in a `ConfigMap`: all of it must be known.
    fn tagged(&mut self, tagged: &Tagged, origin: &Origin) -> Option<NodeData> {
        let format = tables::format(&tagged.format)?;
        let mut failed = false;
        let mut resolve = |value: &Value| {
            let outer = std::mem::replace(&mut self.in_tagged, true);
            let node = self.lower(value);
            self.in_tagged = outer;
            let node = node?;
            let filled = node.chunks().is_some_and(|c| c.filled);
            if filled {
                let problem = problems::late_in_tagged(&self.place(), value.span);
                self.context.report(problem, origin);
            }
            (!filled).then(|| vec![WordPart::Literal(scalar(&node))])
        };
        let mut resolve = Resolve { parts: &mut resolve, problems: Vec::new() };
        let rendered = (format.render)(tagged, &mut resolve);
        for problem in resolve.problems {
            failed = true;
            self.context.report(problem, origin);
        }
        let chunks = rendered.filter(|_| !failed)?;
        // All of it is literal to the reader of the document.
        let part = |c: Chunk| Part { span: c.span, kind: PartKind::Known(c.text.into()) };
        let text = Text { parts: chunks.into_iter().map(part).collect() };
        self.text(&text, &Value { via: origin.via.clone(), ..Value::none(origin.span) })
    }
}

/// The step and the capture that a late value of the stage `script` names.
pub(crate) fn capture_name(late: &Late) -> Option<CaptureName> {
    match late.args.as_slice() {
        [step, capture] => Some((step.as_str()?.into(), capture.as_str()?.into())),
        _ => None,
    }
}

/// A scalar in a text.
pub(crate) fn scalar(node: &Node) -> String {
    match &node.data {
        NodeData::Bool(b) => b.to_string(),
        NodeData::Int(n) => n.to_string(),
        NodeData::Float(x) => format!("{x:?}"),
        NodeData::Text(chunks) => chunks.joined(),
        NodeData::List(_) | NodeData::Map(_) | NodeData::Call(..) => String::new(),
    }
}

fn known(text: String, span: Span) -> Chunks {
    Chunks { chunks: vec![Chunk::new(text, span)], filled: false }
}

fn chunks(chunk: Chunk) -> NodeData {
    NodeData::Text(Chunks { chunks: vec![chunk], filled: false })
}

/// `spec.replicas` of `k8s/app.yaml`, in words
pub(crate) fn show_place(path: &[Segment], document: &str) -> String {
    if path.is_empty() { format!("`{document}`") } else { format!("`{}` of `{document}`", show_path(path)) }
}

/// `spec.containers[0].image`, `metadata.labels["app.kubernetes.io/name"]`
pub(crate) fn show_path(path: &[Segment]) -> String {
    let mut shown = String::new();
    for segment in path {
        match segment {
            Segment::Index(i) => shown.extend(["[", &i.to_string(), "]"]),
            Segment::Key(key) if !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') => {
                shown.extend(["[\"", key, "\"]"]);
            }
            Segment::Key(key) if shown.is_empty() => shown.push_str(key),
            Segment::Key(key) => shown.extend([".", key]),
        }
    }
    shown
}
