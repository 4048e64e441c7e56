//! How much a run may do, and how large a value may be: every spec comes to an end, and soon. What an ordinary spec needs is a
//! hundredth of it.
//!
//! A value that is used twice is there once, so a few lines can make one that is small here and endless when it is
//! written out. That is why a value is weighed as what it would be written out, each part of it once.

use std::collections::HashMap;
use std::sync::Arc;

use diagnostics::Span;
use graph::{Data, Grant, Piece, Text, Value};

use super::{Eval, Evaluator, Stop};
use crate::problems::evaluation as problems;

/// How many expressions a run may evaluate: a spec of 100,000 lines takes about two million, and each may leave a value behind.
const MOST_STEPS: u64 = 10_000_000;

/// How deep evaluation may nest; the stack that a run needs grows with it.
const MOST_DEPTH: u32 = 4_000;

/// How much one value may come to when it is written out.
const MOST_WEIGHT: u64 = 1_000_000;

/// How deep values may nest in one another.
const MOST_LEVELS: u32 = 500;

/// So many bytes of text weigh as much as one number.
const BYTES: usize = 64;

/// What a value comes to when it is written out.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    parts: u64,
    levels: u32,
}

impl Weight {
    fn of_text(text: &Text) -> Self {
        let bytes = |part: &graph::Part| part.as_known().map_or(1, |known| 1 + known.len() / BYTES);
        Self::flat(1 + text.parts.iter().map(bytes).sum::<usize>())
    }

    fn flat(parts: usize) -> Self {
        Self { parts: u64::try_from(parts).unwrap_or(u64::MAX), levels: 0 }
    }

    fn with(self, inner: Self) -> Self {
        let levels = self.levels.max(inner.levels.saturating_add(1));
        Self { parts: self.parts.saturating_add(inner.parts), levels }
    }
}

/// What was weighed, by its address. The value is kept, so that no other one comes to lie there.
pub(super) type Weighed = HashMap<usize, (Data, WeightOf)>;

/// A weight that was found out.
#[derive(Debug, Clone, Copy)]
pub(super) struct WeightOf(Weight);

impl Evaluator<'_> {
    /// Counts a step, and refuses to go on when there were too many.
    pub(crate) fn step(&self, span: Span) -> Eval<()> {
        self.charge(1, span)
    }

    /// Counts what costs as much as so many steps.
    pub(crate) fn charge(&self, steps: usize, span: Span) -> Eval<()> {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        self.steps.set(self.steps.get().saturating_add(steps));
        if self.steps.get() <= MOST_STEPS && self.depth.get() <= MOST_DEPTH {
            return Ok(());
        }
        self.exhaust(span, self.depth.get() > MOST_DEPTH)
    }

    /// Counts a copy of a string.
    pub(crate) fn charge_text(&self, bytes: usize, span: Span) -> Eval<()> {
        self.charge(bytes / BYTES, span)
    }

    /// A value that may get a name, and so be used again and again: refused if it is too large.
    pub(super) fn bounded(&self, value: Value, span: Span) -> Eval {
        let weight = self.weigh(&value.data);
        if weight.parts <= MOST_WEIGHT && weight.levels <= MOST_LEVELS {
            return Ok(value);
        }
        self.exhaust(span, weight.levels > MOST_LEVELS)
    }

    /// Counts what a function of the language reads of an argument.
    pub(super) fn charge_argument(&self, value: &Value, span: Span) -> Eval<()> {
        match &value.data {
            Data::Text(text) => {
                self.charge(usize::try_from(Weight::of_text(text).parts).unwrap_or(usize::MAX), span)
            }
            _ => self.bounded(value.clone(), span).map(drop),
        }
    }

    /// Counts a value that is written out.
    pub(super) fn charge_output(&self, value: &Value, span: Span) -> Eval<()> {
        self.charge(usize::try_from(self.weigh(&value.data).parts).unwrap_or(usize::MAX), span)
    }

    fn exhaust<T>(&self, span: Span, deep: bool) -> Eval<T> {
        if self.exhausted.replace(true) {
            return Err(Stop::Reported);
        }
        self.fail(problems::too_much_work(span, deep))
    }

    fn weigh(&self, data: &Data) -> Weight {
        let address = match data {
            Data::Text(text) => return Weight::of_text(text),
            Data::List(list) => Arc::as_ptr(list).addr(),
            Data::Record(record) => Arc::as_ptr(record).addr(),
            Data::Tagged(tagged) => Arc::as_ptr(tagged).addr(),
            Data::Grant(grant) => Arc::as_ptr(grant).addr(),
            _ => return Weight::flat(1),
        };
        if let Some((_, known)) = self.weighed.borrow().get(&address) {
            return known.0;
        }
        let weight = match data {
            Data::List(list) => self.sum(list.iter()),
            Data::Record(record) => self.sum(record.entries.values().map(|e| &e.value)),
            Data::Tagged(tagged) => {
                let values = tagged.pieces.iter().filter_map(|p| match p {
                    Piece::Value(value) => Some(value),
                    Piece::Literal(..) => None,
                });
                self.sum(values).with(Weight::flat(tagged.pieces.len()))
            }
            Data::Grant(grant) => self.weigh_grant(grant),
            _ => Weight::flat(1),
        };
        self.weighed.borrow_mut().insert(address, (data.clone(), WeightOf(weight)));
        weight
    }

    fn weigh_grant(&self, grant: &Grant) -> Weight {
        let lists = grant.actions.iter().chain(&grant.resources).chain(&grant.include);
        self.sum(lists.chain(&grant.conditions))
    }

    fn sum<'v>(&self, values: impl Iterator<Item = &'v Value>) -> Weight {
        values.fold(Weight::flat(1), |sum, value| sum.with(self.weigh(&value.data)))
    }
}
