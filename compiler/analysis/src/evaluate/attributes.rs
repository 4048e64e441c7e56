//! What a resource holds: its fields, lets and blocks, each computed once, when something asks for it.

use std::rc::Rc;
use std::sync::Arc;

use diagnostics::Span;
use graph::{Data, Value};
use indexmap::IndexMap;
use syntax::tree::{Entry, EntryKind, Expr, ExprKind, Key, Resource};

use super::instances::Instance;
use super::{Eval, Evaluator, Hop, Scope, Slot, Stop};
use crate::declarations::{FieldInfo, Kind, MemberKind};
use crate::problems::evaluation as problems;
use crate::types::Type;

/// What stands in the body of a resource, with its loops run.
#[derive(Debug, Default)]
pub(super) struct Body<'p> {
    fields: IndexMap<Arc<str>, Given<'p>>,
    blocks: Vec<Rc<Instance<'p>>>,
    /// The body holds `if`, `for` or `...`: what is missing is known only now.
    computed: bool,
}

/// A value that a body gives.
#[derive(Debug, Clone)]
enum Given<'p> {
    Expr(&'p Expr, Scope<'p>),
    /// `{ name }`: the name is looked up where the body stands.
    Value(Value),
}

impl<'p> Evaluator<'p> {
    /// A member of an instance. `reader` is the expression that asks for it.
    pub(super) fn attribute(&self, instance: &Rc<Instance<'p>>, index: usize, reader: Span) -> Eval {
        let slot = instance.cells.borrow().get(index).cloned().flatten();
        let Some((name, member)) = instance.kind.members.get_index(index) else {
            return self.bug(reader, "an unknown member");
        };
        match slot {
            Some(Slot::Done(result)) => return result,
            Some(Slot::Busy) => return self.circle(place_of(instance, name, member.span)),
            None => {}
        }
        set(instance, index, Slot::Busy);
        let hop = Hop {
            resource: Some(Rc::clone(instance)),
            expected: match &member.kind {
                MemberKind::Field(info) => Some(info.ty.clone()),
                _ => None,
            },
            docs: Some(member.docs),
            ..Hop::new(format!("{}.{name}", instance.path), place_of(instance, name, member.span))
        };
        let result = self.hop(hop, || match &member.kind {
            MemberKind::Field(info) => self.field_value(instance, name, info, reader),
            MemberKind::Let(ty, value) => {
                let value = self.eval(value, &Scope::of_instance(instance))?;
                match ty {
                    Some(ty) => self.coerce(value, ty),
                    None => Ok(value),
                }
            }
            MemberKind::Block(_) => self.blocks(instance, name, member.span),
        });
        let result = result.and_then(|value| {
            let span = value.span;
            self.bounded(value, span)
        });
        let result = match &member.kind {
            MemberKind::Field(info) if !info.stages.is_empty() => {
                result.and_then(|value| self.named_field(instance, index, info, value))
            }
            _ => result,
        };
        set(instance, index, Slot::Done(result.clone()));
        result
    }

    fn field_value(
        &self,
        instance: &Rc<Instance<'p>>,
        name: &str,
        info: &FieldInfo<'p>,
        reader: Span,
    ) -> Eval {
        let given = self.body(instance)?.fields.get(name).cloned();
        let value = match given {
            Some(Given::Expr(expr, scope)) => {
                Some(self.eval(expr, &scope).inspect_err(|_| self.look_into(expr, &scope, &info.ty))?)
            }
            Some(Given::Value(value)) => Some(value),
            None => None,
        };
        if let Some(value) = value.filter(|v| !v.is_none() || info.default.is_none()) {
            if value.is_none() && !info.ty.may_be_absent() {
                return self.bug(value.span, "an absent value where one is needed");
            }
            return self.coerce(value, &info.ty);
        }
        if let Some(default) = info.default {
            let value = self.eval(default, &Scope::of_instance(instance))?;
            return self.coerce(value, &info.ty).map(|v| v.carried_by(default.span));
        }
        if info.ty.may_be_absent() {
            return Ok(Value::none(instance.span));
        }
        self.missing(instance, name, info, reader)
    }

    /// A field that nothing gives. For a plain body the type checker said so.
    fn missing(&self, instance: &Rc<Instance<'p>>, name: &str, info: &FieldInfo<'p>, reader: Span) -> Eval {
        let user = self.reader_of_the_user(reader);
        if &*instance.kind.name == "deployment" {
            return self.fail(problems::deployment_field(instance.span, name, &info.ty.describe(), user));
        }
        if self.body(instance)?.computed && !self.declarations.is_reported(instance.span) {
            return self.fail(problems::missing_field(instance.span, &instance.path, name));
        }
        Err(Stop::Reported)
    }

    /// The outermost thing of the user's that is being computed: the library's own inside is of no help.
    fn reader_of_the_user(&self, reader: Span) -> Option<(String, Span)> {
        let way = self.way.borrow();
        let own = |span: Span| !self.declarations.program.in_library(span);
        if own(reader) {
            return Some((String::new(), reader));
        }
        // The last one is what is missing itself.
        let mut hops = way.iter().rev().skip(1);
        hops.find_map(|h| {
            Some((
                h.name.clone(),
                [Some(h.span), h.resource.as_ref().map(|i| i.outermost().span)]
                    .into_iter()
                    .flatten()
                    .find(|s| own(*s))?,
            ))
        })
    }

    fn blocks(&self, instance: &Rc<Instance<'p>>, name: &str, span: Span) -> Eval {
        let body = self.body(instance)?;
        let of_name = body.blocks.iter().filter(|b| &*b.kind.name == name);
        let list = of_name.map(|b| Value::new(Data::Resource(b.id), b.span)).collect();
        Ok(Value::new(Data::List(Arc::new(list)), span))
    }

    /// The body of an instance, with its loops run.
    pub(super) fn body(&self, instance: &Rc<Instance<'p>>) -> Eval<Rc<Body<'p>>> {
        if let Some(body) = instance.body.get() {
            return Ok(Rc::clone(body));
        }
        let mut body = Body::default();
        self.collect(instance, instance.entries, &instance.scope, &mut body)?;
        Ok(Rc::clone(instance.body.get_or_init(|| Rc::new(body))))
    }

    fn collect(
        &self,
        instance: &Rc<Instance<'p>>,
        entries: &'p [Entry],
        scope: &Scope<'p>,
        body: &mut Body<'p>,
    ) -> Eval<()> {
        for entry in entries {
            match &entry.kind {
                EntryKind::Pair(key, value) => self.give(instance, key, value, scope, body)?,
                EntryKind::Element(value) => {
                    if let ExprKind::Name(name) = &value.kind {
                        body.fields.insert(name.clone(), Given::Expr(value, scope.clone()));
                    }
                }
                EntryKind::Block(block) => {
                    if let Some(kind) =
                        block_kind(&instance.kind, block).and_then(|k| self.declarations.kind(k))
                    {
                        body.blocks.push(self.add_block(kind, block, instance, scope)?);
                    }
                }
                EntryKind::Spread(value) => {
                    body.computed = true;
                    let value = self.spread(value, entry.span, scope)?;
                    for (key, entry) in value.as_record().iter().flat_map(|r| &r.entries) {
                        self.known_field(&instance.kind, key, entry.key)?;
                        body.fields.insert(key.clone(), Given::Value(entry.value.clone()));
                    }
                }
                EntryKind::If(branch) => {
                    body.computed = true;
                    let holds = self.condition(&branch.condition, scope)?;
                    let otherwise = branch.otherwise.as_deref().unwrap_or(&[]);
                    self.collect(instance, if holds { &branch.then } else { otherwise }, scope, body)?;
                }
                EntryKind::For(repeat) => {
                    body.computed = true;
                    for scope in self.rounds(&repeat.over, &repeat.names, scope)? {
                        self.collect(instance, &repeat.body, &scope, body)?;
                    }
                }
                EntryKind::Error => {}
            }
        }
        Ok(())
    }

    fn give(
        &self,
        instance: &Rc<Instance<'p>>,
        key: &'p Key,
        value: &'p Expr,
        scope: &Scope<'p>,
        body: &mut Body<'p>,
    ) -> Eval<()> {
        let (name, span, computed) = self.key(key, scope)?;
        if computed {
            self.known_field(&instance.kind, &name, span)?;
        }
        // A key that is given twice was reported; the first one counts.
        body.fields.entry(name).or_insert_with(|| Given::Expr(value, scope.clone()));
        Ok(())
    }

    fn known_field(&self, kind: &Kind<'p>, name: &str, span: Span) -> Eval<()> {
        if kind.field(name).is_some() {
            return Ok(());
        }
        let fields: Vec<&str> = kind.fields().map(|(n, _, _)| &**n).collect();
        self.fail(crate::problems::references::unknown_entry(
            span,
            &format!("a `{}`", kind.name),
            name,
            &fields,
        ))
    }

    /// The fields of an instance that have a value, for the graph; what is wrong with them is reported.
    pub(super) fn all_attributes(&self, instance: &Rc<Instance<'p>>) -> Vec<(Arc<str>, Value)> {
        let mut list = Vec::new();
        // A field of the deployment counts only if something reads it.
        let lenient = &*instance.kind.name == "deployment";
        for (index, (name, member)) in instance.kind.members.iter().enumerate() {
            let MemberKind::Field(info) = &member.kind else { continue };
            if lenient
                && info.default.is_some() | !self.gives(instance, name)
                && !matches!(info.ty, Type::Optional(_))
            {
                continue;
            }
            if let Ok(value) = self.decided(self.attribute(instance, index, instance.span))
                && !value.is_none()
            {
                list.push((name.clone(), value));
            }
        }
        list
    }

    fn gives(&self, instance: &Rc<Instance<'p>>, name: &str) -> bool {
        self.body(instance).is_ok_and(|b| b.fields.contains_key(name))
    }
}

fn set(instance: &Instance<'_>, index: usize, slot: Slot) {
    if let Some(cell) = instance.cells.borrow_mut().get_mut(index) {
        *cell = Some(slot);
    }
}

fn block_kind(kind: &Kind<'_>, block: &Resource) -> Option<crate::types::KindId> {
    let [name] = block.kind.names.as_slice() else { return None };
    kind.blocks().find(|(n, _)| **n == name.text).map(|(_, id)| id)
}

/// Where a member of an instance is given: in the body, else where it is declared.
fn place_of(instance: &Instance<'_>, name: &str, declared: Span) -> Span {
    match instance.body.get().and_then(|b| b.fields.get(name)) {
        Some(Given::Expr(expr, _)) => expr.span,
        Some(Given::Value(value)) => value.span,
        None => declared,
    }
}
