//! Patches of documents, and what a test expects of them: where each goes, and its values.

use std::sync::Arc;

use diagnostics::Span;
use graph::{Change, Data, Expectation, Patch, PlacePart, PlaceStep, Target, Value};
use syntax::tree::{self, Expr, ExprKind, Gives, ItemKind};

use super::instances::may_give;
use super::{Eval, Evaluator, Scope, Stop};
use crate::program::ModuleId;

impl<'p> Evaluator<'p> {
    /// All patches, in order of declaration.
    pub(super) fn all_patches(&self) -> Vec<Patch> {
        let mut patches = Vec::new();
        for (index, module) in self.declarations.program.modules.iter().enumerate() {
            let scope = Scope::of_module(ModuleId(u32::try_from(index).unwrap_or(u32::MAX)));
            let items = module.items.iter().map(|item| std::slice::from_ref(&**item));
            for item in items.filter(|i| may_give(i, |kind| matches!(kind, ItemKind::Patch(_)))) {
                let Ok(items) = self.unfold(item, &scope) else { continue };
                for (item, scope) in items {
                    if let ItemKind::Patch(patch) = &item.kind {
                        // What goes wrong was reported.
                        patches.extend(self.decided(self.patch(patch, item.span, &scope)).ok());
                    }
                }
            }
        }
        patches
    }

    /// What the test that is run expects of the outputs.
    pub(super) fn expectations(&self) -> Vec<Expectation> {
        let program = self.declarations.program;
        let Some(test) = program.test() else { return Vec::new() };
        let scope = Scope::of_module(program.root);
        let outputs = test.gives.iter().filter_map(|gives| match gives {
            Gives::Output { path, value } => Some((path, value)),
            Gives::Diagnostic { .. } => None,
        });
        let expectation = |path, value| {
            let target = self.target(path, &scope)?;
            Ok(Expectation { target, value: self.put_value(value, &scope)? })
        };
        outputs.filter_map(|(path, value)| self.decided(expectation(path, value)).ok()).collect()
    }

    fn patch(&self, patch: &'p tree::Patch, span: Span, scope: &Scope<'p>) -> Eval<Patch> {
        let target = self.target(&patch.path, scope)?;
        let because = self.eval(&patch.because, scope)?;
        let because = self.known(&because)?.into();
        let changes = patch.body.iter().map(|entry| {
            let mut place = Vec::new();
            self.place_parts(&entry.place, scope, &mut place)?;
            let value = self.waiting(self.put_value(&entry.value, scope), entry.value.span)?;
            self.value_reaches(&target.path, &value);
            Ok(Change { place, span: entry.place.span, value })
        });
        // A change that has no value says so; the others are judged all the same.
        let changes = changes.filter_map(|c: Eval<Change>| self.decided(c).ok()).collect();
        Ok(Patch { target, because, changes, span })
    }

    fn put_value(&self, value: &'p Expr, scope: &Scope<'p>) -> Eval {
        let given = self.eval(value, scope).and_then(|v| self.bounded(v, value.span))?;
        self.charge_output(&given, value.span)?;
        Ok(given)
    }

    /// `PATH` or `PATH#SELECTOR`
    fn target(&self, path: &'p Expr, scope: &Scope<'p>) -> Eval<Target> {
        let value = self.decided(self.eval(path, scope))?;
        let known = self.decided(self.known(&value).map_err(|stop| stop.needed_at(path.span)))?;
        let (path, selector) = known.split_once('#').map_or((known.as_str(), None), |(p, s)| (p, Some(s)));
        let selected = selector.map(|s| (s.into(), part(&value, path.len() + 1, known.len())));
        Ok(Target { path: path.into(), path_span: part(&value, 0, path.len()), selector: selected })
    }

    fn place_parts(&self, place: &'p Expr, scope: &Scope<'p>, parts: &mut Vec<PlacePart>) -> Eval<()> {
        let part = match &place.kind {
            ExprKind::Name(name) => PlacePart { step: PlaceStep::Key(Arc::clone(name)), span: place.span },
            ExprKind::Text(_) => {
                let key = self.decided(self.eval(place, scope))?;
                PlacePart { step: PlaceStep::Key(self.known(&key)?.into()), span: place.span }
            }
            ExprKind::Field(base, name) => {
                self.place_parts(base, scope, parts)?;
                PlacePart { step: PlaceStep::Key(Arc::clone(&name.text)), span: name.span }
            }
            ExprKind::Index(base, index) => {
                self.place_parts(base, scope, parts)?;
                let value = self.decided(self.eval(index, scope))?;
                let step = match value.data {
                    Data::Int(n) => PlaceStep::Index(n),
                    _ => PlaceStep::Name(self.known(&value)?.into()),
                };
                PlacePart { step, span: index.span }
            }
            _ => return Err(Stop::Reported),
        };
        let unreadable = matches!(&part.step, PlaceStep::Key(key) if key.is_empty());
        parts.push(part);
        if unreadable { Err(Stop::Reported) } else { Ok(()) }
    }
}

/// The place of a part of a string.
fn part(value: &Value, from: usize, to: usize) -> Span {
    match &value.data {
        Data::Text(text) => text.slice(from, to).and_then(|t| t.span()).unwrap_or(value.span),
        _ => value.span,
    }
}
