//! A check over a loop is shown at the round that failed, not at the list.

use syntax::tree::{Check, Entry, EntryKind, Expr, ExprKind, For};

use graph::Data;

use super::{Evaluator, Read, Scope};
use diagnostics::Span;

impl<'p> Evaluator<'p> {
    /// The places to show of a check that failed: of `every([for …])` those of the first round that did.
    pub(super) fn places_that_fail(
        &self,
        check: &'p Check,
        reads: &[Read],
        scope: &Scope<'p>,
    ) -> Vec<(Span, String)> {
        let all = self.places(reads);
        let Some(round) = self.failing_round(&check.condition, scope) else { return all };
        let mut places = self.places(&round);
        let around = |outer: Span, inner: Span| {
            outer.anchor == inner.anchor && outer.start <= inner.start && inner.end <= outer.end
        };
        let others: Vec<_> =
            all.into_iter().filter(|(span, _)| !places.iter().any(|(p, _)| around(*span, *p))).collect();
        places.extend(others);
        places
    }

    /// What the first round read that makes `every([for …])` false.
    fn failing_round(&self, condition: &'p Expr, scope: &Scope<'p>) -> Option<Vec<Read>> {
        let repeat = loop_of(condition)?;
        self.rounds(&repeat.over, &repeat.names, scope).ok()?.into_iter().find_map(|scope| {
            self.reads.borrow_mut().push(Vec::new());
            let before = self.reads_rounds.replace(true);
            let mut results = Vec::new();
            let outcome = self.elements(&repeat.body, &scope, &mut results);
            self.reads_rounds.set(before);
            let reads = self.reads.borrow_mut().pop().unwrap_or_default();
            let fails = outcome.is_ok() && results.iter().any(|v| matches!(v.data, Data::Bool(false)));
            fails.then_some(reads)
        })
    }
}

/// The loop of `every([for …])`.
fn loop_of(condition: &Expr) -> Option<&For<Entry>> {
    let ExprKind::Call(callee, args) = &condition.kind else { return None };
    let (ExprKind::Name(name), [list]) = (&callee.kind, args.as_slice()) else { return None };
    let ExprKind::List(entries) = &list.kind else { return None };
    match (&**name, entries.as_slice()) {
        ("every", [entry]) => match &entry.kind {
            EntryKind::For(repeat) => Some(repeat),
            _ => None,
        },
        _ => None,
    }
}
