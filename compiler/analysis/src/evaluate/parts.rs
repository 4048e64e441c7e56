//! Records and lists that have no value, because one of their parts has none: the other parts are looked at all the same, so
//! that a run reports everything that is wrong.
//!
//! It doesn't know why the part has no value: a mistake was reported, or a hole noted.

use syntax::tree::{Entry, EntryKind, Expr, ExprKind};

use super::{Evaluator, Scope};
use crate::types::Type;

impl<'p> Evaluator<'p> {
    /// Reports the mistakes in the parts of a literal that has no value. `ty` is what its place expects.
    pub(super) fn look_into(&self, expr: &'p Expr, scope: &Scope<'p>, ty: &Type<'p>) {
        if let ExprKind::Record(entries) | ExprKind::List(entries) = &expr.kind
            && !self.exhausted.get()
        {
            self.look_at_entries(entries, scope, &ty.present());
        }
    }

    fn look_at_entries(&self, entries: &'p [Entry], scope: &Scope<'p>, ty: &Type<'p>) {
        for entry in entries {
            match &entry.kind {
                EntryKind::Pair(key, value) => {
                    if let Ok((name, ..)) = self.key(key, scope)
                        && let Some(expected) = under_key(ty, &name)
                    {
                        self.inside(&name, || self.look_at(value, scope, expected));
                    }
                }
                EntryKind::Element(value) => match (ty, &value.kind) {
                    (Type::List(element), _) => self.look_at(value, scope, element),
                    (_, ExprKind::Name(name)) => {
                        if let Some(expected) = under_key(ty, name) {
                            self.inside(name, || self.look_at(value, scope, expected));
                        }
                    }
                    _ => {}
                },
                EntryKind::If(branch) => {
                    let otherwise = branch.otherwise.as_deref().unwrap_or(&[]);
                    if let Ok(holds) = self.condition(&branch.condition, scope) {
                        self.look_at_entries(if holds { &branch.then } else { otherwise }, scope, ty);
                    }
                }
                EntryKind::For(repeat) => {
                    for scope in self.rounds(&repeat.over, &repeat.names, scope).unwrap_or_default() {
                        self.look_at_entries(&repeat.body, &scope, ty);
                    }
                }
                EntryKind::Spread(_) | EntryKind::Block(_) | EntryKind::Error => {}
            }
        }
    }

    fn look_at(&self, expr: &'p Expr, scope: &Scope<'p>, ty: &Type<'p>) {
        match self.eval(expr, scope) {
            Ok(value) if value.is_none() => {}
            // What is wrong with it is reported; nobody needs the value.
            Ok(value) => drop(self.coerce(value, ty)),
            Err(_) => {
                self.look_into(expr, scope, ty);
                self.name_hole(expr, ty);
            }
        }
    }

    /// A hole that is a part of a literal was noted as if it stood for the whole of it.
    fn name_hole(&self, expr: &Expr, ty: &Type<'p>) {
        if matches!(expr.kind, ExprKind::Hole(_))
            && let Some(hole) = self.holes.borrow_mut().get_mut(&expr.span)
        {
            hole.expect(ty);
        }
    }
}

/// What a record or map expects under a key; nothing if there is no such key, which was reported.
fn under_key<'a, 'p>(ty: &'a Type<'p>, name: &str) -> Option<&'a Type<'p>> {
    match ty {
        Type::Record(record) => record.fields.get(name).map(|f| &f.ty),
        Type::Map(_, value) => Some(value),
        _ => None,
    }
}
