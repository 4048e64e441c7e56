//! A value that may be one of several: which of them it was meant to be, so that one mistake gives one message.

use schemas::{Literal, RecordShape, Shape};

use super::{Typing, scalars};
use crate::node::{Node, NodeData};
use crate::problems::typed as problems;

impl Typing<'_, '_> {
    pub(super) fn either(&mut self, node: &Node, shapes: &[Shape]) {
        let options: Vec<&Shape> = shapes.iter().flat_map(|s| self.options(s)).collect();
        if options.iter().any(|s| matches!(s, Shape::Any)) {
            return;
        }
        let alike: Vec<&Shape> = options.iter().copied().filter(|s| self.is_of(node, s)).collect();
        match alike.as_slice() {
            [] if is_word(node, &options) => self.not_one_of(node, &options),
            [] => self.expected(node, &Shape::Either(shapes.to_vec())),
            [one] => self.check(node, one),
            several => self.nearest(node, several),
        }
    }

    /// Whether a value is of the sort of a shape; a word that the shape names is.
    fn is_of(&self, node: &Node, shape: &Shape) -> bool {
        match (&node.data, shape) {
            (NodeData::Map(_), Shape::Record(_)) | (NodeData::List(_), Shape::List(_)) => true,
            (_, Shape::Exactly(literal)) => is(node, literal, self.format.coerces),
            (NodeData::Map(_) | NodeData::List(_) | NodeData::Call(..), _) => false,
            (_, shape) => scalars::is_of(node, shape, self.format.coerces),
        }
    }

    fn not_one_of(&mut self, node: &Node, options: &[&Shape]) {
        let words: Vec<String> = options.iter().filter_map(|shape| word(shape)).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let text = node.text().unwrap_or_default();
        let problem = problems::not_one_of(&self.place(), &text, &words, node.origin.span);
        self.found.push((problem, node.origin.clone()));
    }

    /// Several shapes are of the value's sort: one that fits, or what is wrong by the one that it comes nearest to.
    fn nearest(&mut self, node: &Node, shapes: &[&Shape]) {
        let mut best = None;
        for shape in shapes {
            let mut typing =
                Typing { format: self.format, what: self.what, path: self.path.clone(), found: Vec::new() };
            typing.check(node, shape);
            let misses = (!self.meant(node, shape), typing.found.len());
            if typing.found.is_empty() {
                return;
            }
            if best.as_ref().is_none_or(|(least, _)| misses < *least) {
                best = Some((misses, typing.found));
            }
        }
        self.found.extend(best.into_iter().flat_map(|(_, found)| found));
    }

    /// Whether a record says that it is of this shape: a key that takes one word only has that word.
    fn meant(&self, node: &Node, shape: &Shape) -> bool {
        let Shape::Record(record) = shape else { return true };
        tells(node, record, self.format.coerces).unwrap_or_else(|| {
            record.fields.iter().filter(|f| f.required).all(|f| node.get(&f.name).is_some())
        })
    }
}

/// Whether it is a string where only certain words are taken.
fn is_word(node: &Node, options: &[&Shape]) -> bool {
    let words = options.iter().any(|s| matches!(s, Shape::Exactly(Literal::Text(_))));
    words && node.text().is_some()
}

fn tells(node: &Node, record: &RecordShape, coerces: bool) -> Option<bool> {
    let told = record.fields.iter().find_map(|field| match &field.shape {
        Shape::Exactly(literal) => Some((node.get(&field.name)?, literal)),
        _ => None,
    });
    told.map(|(value, literal)| is(value, literal, coerces))
}

/// Whether a value is this one.
pub(super) fn is(node: &Node, literal: &Literal, coerces: bool) -> bool {
    match (&node.data, literal) {
        (NodeData::Text(text), Literal::Text(word)) => text.joined() == *word,
        (NodeData::Bool(b), Literal::Bool(other)) => b == other,
        (NodeData::Int(i), Literal::Number(n)) => same_number(*i, *n),
        (NodeData::Float(f), Literal::Number(n)) => f.to_bits() == n.to_bits(),
        (NodeData::Int(i), Literal::Text(word)) if coerces => i.to_string() == *word,
        (NodeData::Bool(b), Literal::Text(word)) if coerces => b.to_string() == *word,
        (NodeData::Text(text), other) if coerces => text.joined() == bare(other),
        _ => false,
    }
}

fn same_number(int: i64, number: f64) -> bool {
    int.to_string() == number.to_string()
}

fn bare(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => text.clone(),
        Literal::Number(number) => number.to_string(),
        Literal::Bool(b) => b.to_string(),
    }
}

/// A literal as people write it.
pub(super) fn shown(literal: &Literal) -> String {
    format!("`{}`", bare(literal))
}

fn word(shape: &Shape) -> Option<String> {
    match shape {
        Shape::Exactly(literal) => Some(bare(literal)),
        _ => None,
    }
}
