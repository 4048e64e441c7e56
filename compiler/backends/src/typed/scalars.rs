//! Scalars: their sort, their range or length, their pattern, and the sorts of strings that a format has words for.

use schemas::{Bounds, Literal, Shape, TextShape};

use super::patterns::is_found;
use super::{Typing, either};
use crate::node::{Node, NodeData};
use crate::problems::typed as problems;

impl Typing<'_, '_> {
    pub(super) fn scalar(&mut self, node: &Node, shape: &Shape) {
        let coerces = self.format.coerces;
        match shape {
            Shape::Exactly(literal) if either::is(node, literal, coerces) => {}
            Shape::Exactly(Literal::Text(word)) if node.text().is_some() => {
                let text = node.text().unwrap_or_default();
                let problem = problems::not_one_of(&self.place(), &text, &[word], node.origin.span);
                self.found.push((problem, node.origin.clone()));
            }
            shape if !is_of(node, shape, coerces) => self.expected(node, shape),
            Shape::Int(bounds) | Shape::Number(bounds) => self.within(node, *bounds),
            Shape::Text(text) => self.text(node, text),
            _ => {}
        }
    }

    fn within(&mut self, node: &Node, bounds: Bounds) {
        let Some(number) = number(node) else { return };
        if !bounds.contain(number) {
            let problem = problems::out_of_range(&self.place(), number, bounds, node.origin.span);
            self.found.push((problem, node.origin.clone()));
        }
    }

    fn text(&mut self, node: &Node, shape: &TextShape) {
        let Some(text) = node.text() else { return };
        #[expect(clippy::cast_precision_loss, reason = "no string is that long")]
        let length = text.chars().count() as f64;
        let expected = shape.format.and_then(|sort| (self.format.text)(sort, &text));
        let problem = if let Some(words) = expected {
            problems::other_text(&self.place(), &text, &words, node.origin.span)
        } else if !shape.length.contain(length) {
            problems::length_of_text(&self.place(), text.chars().count(), shape.length, node.origin.span)
        } else if let Some(pattern) = shape.pattern.as_deref().filter(|p| !is_found(p, &text)) {
            problems::unmatched(&self.place(), &text, pattern, node.origin.span)
        } else {
            return;
        };
        self.found.push((problem, node.origin.clone()));
    }
}

#[expect(clippy::cast_precision_loss, reason = "limits are small numbers")]
fn number(node: &Node) -> Option<f64> {
    match &node.data {
        NodeData::Int(i) => Some(*i as f64),
        NodeData::Float(f) => Some(*f),
        NodeData::Text(text) => text.joined().parse().ok(),
        _ => None,
    }
}

/// Whether a scalar is of the sort of a shape.
pub(super) fn is_of(node: &Node, shape: &Shape, coerces: bool) -> bool {
    match (&node.data, shape) {
        (_, Shape::Any)
        | (NodeData::Bool(_), Shape::Bool)
        | (NodeData::Int(_), Shape::Int(_) | Shape::Number(_))
        | (NodeData::Float(_), Shape::Number(_))
        | (NodeData::Text(_), Shape::Text(_)) => true,
        (NodeData::Float(f), Shape::Int(_)) => f.fract() == 0.0,
        (NodeData::Bool(_) | NodeData::Int(_) | NodeData::Float(_), Shape::Text(_)) => coerces,
        (NodeData::Text(text), Shape::Int(_)) => coerces && text.joined().parse::<i64>().is_ok(),
        (NodeData::Text(text), Shape::Number(_)) => coerces && text.joined().parse::<f64>().is_ok(),
        (NodeData::Text(text), Shape::Bool) => coerces && matches!(text.joined().as_str(), "true" | "false"),
        _ => false,
    }
}
