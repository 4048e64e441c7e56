//! Types a document's tree by the shapes of its format: each key is known, each value is what its key takes.
//!
//! Knows shapes, and no format: a format hands over its definitions, the words for its versions, and what its own words for strings mean.
//! A value that someone else fills in later is taken as it is.

mod either;
pub(crate) mod patterns;
mod records;
mod scalars;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use diagnostics::{Diagnostic, Span};
use schemas::{Shape, Shapes};

use crate::context::Context;
use crate::lower::{Segment, show_path};
use crate::node::{Node, NodeData, Origin};
use crate::problems::typed as problems;

pub(crate) use patterns::named_text;

/// A format, as far as typing goes.
pub(crate) struct Format<'a> {
    pub(crate) shapes: &'static Shapes,
    /// The version of the format that the document is for; the newest if absent.
    pub(crate) version: Option<u16>,
    /// A version in words, such as `Kubernetes 1.30`.
    pub(crate) in_words: fn(u16) -> String,
    /// What a string of one of the format's own sorts must be, in words, if it isn't that: `(sort, text)`.
    pub(crate) text: fn(&str, &str) -> Option<String>,
    /// Whether readers make numbers and truth values of strings, and strings of them.
    pub(crate) coerces: bool,
    /// What is known of a value that is filled in later.
    pub(crate) late: &'a dyn Fn(&Node) -> Late,
}

/// What is known of a value that is filled in later.
pub(crate) enum Late {
    /// It isn't late.
    No,
    /// Nothing.
    Unknown,
    /// Its shape.
    Of(Shape),
    /// It will be one of these.
    OneOf(Vec<Node>),
}

/// What was found, and where it comes from.
pub(crate) type Found = (Diagnostic, Origin);

/// Types a node by a shape, and reports what is wrong. `what` is the thing that the node is, such as `the Deployment of
/// k8s/app.yaml`, for the messages.
pub(crate) fn check(node: &Node, shape: &Shape, what: &str, format: &Format<'_>, context: &mut Context<'_>) {
    for (problem, origin) in found(node, shape, what, format) {
        context.report(problem, &origin);
    }
}

/// The same, without reporting.
pub(crate) fn found(node: &Node, shape: &Shape, what: &str, format: &Format<'_>) -> Vec<Found> {
    let mut typing = Typing { format, what, path: Vec::new(), found: Vec::new() };
    typing.check(node, shape);
    typing.found
}

/// One pass under way.
struct Typing<'a, 'f> {
    format: &'a Format<'f>,
    what: &'a str,
    path: Vec<Segment>,
    found: Vec<Found>,
}

impl Typing<'_, '_> {
    fn check(&mut self, node: &Node, shape: &Shape) {
        let shape = self.format.shapes.resolved(shape, self.format.version);
        match (self.format.late)(node) {
            Late::No => {}
            Late::Unknown => return,
            Late::Of(found) => return self.late(node, &found, shape),
            Late::OneOf(nodes) => return nodes.iter().for_each(|one| self.check(one, shape)),
        }
        if node.chunks().is_some_and(|c| c.filled) {
            return;
        }
        match shape {
            Shape::Any | Shape::Ref(_) => {}
            Shape::Either(shapes) => self.either(node, shapes),
            Shape::Record(record) if node.entries().is_some() => self.record(node, record),
            Shape::List(list) => match node.elements() {
                Some(elements) => self.list(node, elements, list),
                None => self.expected(node, shape),
            },
            _ => self.scalar(node, shape),
        }
    }

    /// What is late is of a sort all the same.
    fn late(&mut self, node: &Node, found: &Shape, wanted: &Shape) {
        let found = self.format.shapes.resolved(found, self.format.version);
        let options = self.options(wanted);
        let known = self.options(found);
        let fits = |f: &&Shape| options.iter().any(|w| same_sort(f, w, self.format.coerces));
        if !known.iter().any(fits) {
            let problem = problems::late_of_another_sort(
                &self.place(),
                &self.in_words(found),
                &self.in_words(wanted),
                node.origin.span,
            );
            self.found.push((problem, node.origin.clone()));
        }
    }

    /// The shapes that a value may have, each alone.
    fn options<'s>(&self, shape: &'s Shape) -> Vec<&'s Shape> {
        match self.format.shapes.resolved(shape, self.format.version) {
            Shape::Either(shapes) => shapes.iter().flat_map(|s| self.options(s)).collect(),
            shape => vec![shape],
        }
    }

    fn expected(&mut self, node: &Node, shape: &Shape) {
        let words = self.in_words(shape);
        let quoted = matches!(self.options(shape).as_slice(), [Shape::Text(_)])
            && matches!(node.data, NodeData::Bool(_) | NodeData::Int(_) | NodeData::Float(_));
        let problem = problems::of_another_sort(&self.place(), &words, node.sort(), quoted, node.origin.span);
        self.found.push((problem, node.origin.clone()));
    }

    fn at_key(&mut self, key: &str, node: &Node, shape: &Shape) {
        self.path.push(Segment::Key(Arc::from(key)));
        self.check(node, shape);
        self.path.pop();
    }

    /// The place of the walk: `spec.replicas of the Deployment …`.
    fn place(&self) -> String {
        if self.path.is_empty() {
            return self.what.to_owned();
        }
        format!("`{}` of {}", show_path(&self.path), self.what)
    }

    /// What a shape asks for, with its article, such as `a string or a list`.
    fn in_words(&self, shape: &Shape) -> String {
        let mut words: Vec<String> = Vec::new();
        for option in self.options(shape) {
            let word = match option {
                Shape::Exactly(literal) => either::shown(literal),
                other => sort(other).to_owned(),
            };
            if !words.contains(&word) {
                words.push(word);
            }
        }
        match words.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
            words => words.concat(),
        }
    }

    fn push(&mut self, problem: Diagnostic, span: Span, node: &Node) {
        self.found.push((problem, Origin { span, ..node.origin.clone() }));
    }
}

/// Whether a value of one shape can be one of another, as far as their sorts tell.
fn same_sort(found: &Shape, wanted: &Shape, coerces: bool) -> bool {
    use schemas::Literal;
    let scalar = |s: &Shape| {
        matches!(s, Shape::Bool | Shape::Int(_) | Shape::Number(_) | Shape::Text(_) | Shape::Exactly(_))
    };
    match (found, wanted) {
        (Shape::Any, _) | (_, Shape::Any) | (Shape::Int(_), Shape::Number(_)) => true,
        (Shape::Exactly(literal), wanted) if !matches!(wanted, Shape::Exactly(_)) => match literal {
            Literal::Text(_) => matches!(wanted, Shape::Text(_)),
            Literal::Number(_) => matches!(wanted, Shape::Int(_) | Shape::Number(_)),
            Literal::Bool(_) => matches!(wanted, Shape::Bool),
        },
        (a, b) if coerces && scalar(a) && scalar(b) => true,
        (Shape::Text(_), Shape::Exactly(Literal::Text(_))) => true,
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

/// What people call a value of a shape, with its article.
fn sort(shape: &Shape) -> &'static str {
    match shape {
        Shape::Any | Shape::Ref(_) | Shape::Either(_) | Shape::Exactly(_) => "a value",
        Shape::Null => "nothing",
        Shape::Bool => "a bool",
        Shape::Int(_) => "an int",
        Shape::Number(_) => "a number",
        Shape::Text(_) => "a string",
        Shape::List(_) => "a list",
        Shape::Record(_) => "a record",
    }
}
