//! Names, and what follows them after a dot or in brackets.

use std::rc::Rc;
use std::sync::Arc;

use diagnostics::Span;
use graph::{Data, Form, Late, Part, PartKind, ResourceId, Text, Value};
use syntax::tree::{Expr, ExprKind, Item, ItemKind, Key, Name, Step};

use super::instances::Instance;
use super::{Eval, Evaluator, Read, Scope, Stop};
use crate::builtins::Builtin;
use crate::problems::evaluation as problems;
use crate::program::{DefId, ModuleId};
use crate::types::KindId;
use crate::words::Word;

/// What a name, or a name and what follows it, stands for.
pub(super) enum Place<'p> {
    Value(Value),
    SelfValue(Rc<Instance<'p>>),
    Kind(KindId),
    Module(ModuleId),
    Function(DefId),
    Builtin(&'static Builtin),
    Steps(Rc<Instance<'p>>),
    Step(Rc<Instance<'p>>, &'p Step),
}

impl<'p> Evaluator<'p> {
    /// The value of a name or path. Checks that are being decided take note of it.
    pub(super) fn read(&self, expr: &'p Expr, scope: &Scope<'p>) -> Eval {
        let value = match self.place(expr, scope)? {
            Place::Value(value) => value,
            Place::SelfValue(instance) => Value::new(Data::Resource(instance.id), expr.span),
            _ => return self.bug(expr.span, "a name that stands for no value"),
        };
        if let Some(reads) = self.reads.borrow_mut().last_mut()
            && let Some(path) = path_of(expr)
            && let Some(path) = self.shown_path(path, scope)
        {
            reads.push(Read { path, value: value.clone() });
        }
        Ok(value)
    }

    /// A path as whoever wrote the spec can read it. The names of loops and functions mean nothing to them.
    fn shown_path(&self, path: String, scope: &Scope<'p>) -> Option<String> {
        let first = path.split(['.', '[']).next().unwrap_or_default();
        if scope.local(first).is_none() {
            return Some(path);
        }
        let rest = path.get(first.len()..).unwrap_or_default();
        self.reads_rounds.get().then(|| rest.trim_start_matches('.').to_owned())
    }

    pub(super) fn place(&self, expr: &'p Expr, scope: &Scope<'p>) -> Eval<Place<'p>> {
        if self.declarations.is_reported(expr.span) {
            return Err(Stop::Reported);
        }
        match &expr.kind {
            ExprKind::Name(name) => self.word(name, expr.span, scope),
            ExprKind::Field(base, name) => {
                let base = self.place(base, scope)?;
                self.after_dot(base, name, expr.span, scope)
            }
            ExprKind::Index(base, index) => {
                let base = self.place(base, scope)?;
                let index = self.decided(self.eval(index, scope))?;
                self.indexed(base, &index, expr.span, scope).map(Place::Value)
            }
            _ => self.eval(expr, scope).map(Place::Value),
        }
    }

    fn word(&self, name: &str, span: Span, scope: &Scope<'p>) -> Eval<Place<'p>> {
        if let Some(value) = scope.local(name) {
            return Ok(Place::Value(value.clone()));
        }
        let owner = scope.owner.as_deref().map(|i| &*i.kind);
        let up = |levels: usize| scope.owner.as_ref().and_then(|i| i.ancestor(levels));
        Ok(match self.declarations.word(owner, scope.module, name) {
            Word::SelfValue => match up(0) {
                Some(instance) => Place::SelfValue(instance),
                None => return self.bug(span, "`self` outside a kind"),
            },
            Word::Member(levels, index) => match up(levels) {
                Some(instance) => Place::Value(self.attribute(&instance, index, span)?),
                None => return self.bug(span, "a member of nothing"),
            },
            Word::Steps(levels) => match up(levels) {
                Some(instance) => Place::Steps(instance),
                None => return self.bug(span, "steps of nothing"),
            },
            Word::Deployment => match self.deployment.borrow().as_ref() {
                Some(instance) => Place::SelfValue(Rc::clone(instance)),
                None => return Err(Stop::Reported),
            },
            Word::Environment => Place::Value(self.environment_name(span)?),
            Word::Environments => Place::Value(self.environment_names(span)),
            word => return self.definition(&word, span),
        })
    }

    fn definition(&self, word: &Word, span: Span) -> Eval<Place<'p>> {
        Ok(match word {
            Word::Let(def) => Place::Value(self.top_let(*def, span)?),
            Word::Param(def) => Place::Value(self.param(*def, span)?),
            Word::Secret(def) => Place::Value(self.secret(*def, span)?),
            Word::Function(def) => Place::Function(*def),
            Word::Kind(kind) => Place::Kind(*kind),
            Word::Module(module) => Place::Module(*module),
            Word::Builtin(builtin) => Place::Builtin(builtin),
            _ => return self.bug(span, "a name without a meaning"),
        })
    }

    fn after_dot(&self, base: Place<'p>, name: &Name, span: Span, scope: &Scope<'p>) -> Eval<Place<'p>> {
        match base {
            Place::Value(value) => match &value.data {
                Data::List(list) => self.block_with_label(list, &name.text, span, name.span),
                _ => self.field(&value, &name.text, span),
            }
            .map(Place::Value),
            Place::SelfValue(instance) => self.of_self(&instance, &name.text, span).map(Place::Value),
            Place::Kind(kind) => self.resource(kind, &name.text, span, scope).map(Place::Value),
            Place::Module(module) => {
                let word = self.declarations.word_of_module(module, &name.text);
                self.definition(&word, span)
            }
            Place::Steps(instance) => match instance.kind.steps.get(&name.text).copied() {
                Some(step) => Ok(Place::Step(instance, step)),
                None => self.bug(span, "an unknown step"),
            },
            Place::Step(instance, step) => {
                self.capture_value(&instance, step, &name.text, span).map(Place::Value)
            }
            Place::Function(_) | Place::Builtin(_) => self.bug(span, "a field of a function"),
        }
    }

    fn of_self(&self, instance: &Rc<Instance<'p>>, name: &str, span: Span) -> Eval {
        match name {
            "label" => Ok(Value::text(instance.label.clone(), instance.label_span)),
            "id" => Ok(Value::text(super::text::camel(&instance.path), instance.span)),
            _ => self.member(instance, name, span),
        }
    }

    fn member(&self, instance: &Rc<Instance<'p>>, name: &str, span: Span) -> Eval {
        match instance.kind.members.get_index_of(name) {
            Some(index) => self.attribute(instance, index, span),
            None => self.bug(span, "an unknown field"),
        }
    }

    /// `value.name`
    fn field(&self, value: &Value, name: &str, span: Span) -> Eval {
        match &value.data {
            Data::Resource(id) => match self.instance(*id) {
                Some(instance) => {
                    let member = self.member(&instance, name, span)?;
                    let granted = matches!(member.data, Data::Grant(_));
                    Ok(if granted { member.carried_by(value.span) } else { member })
                }
                None => self.bug(span, "an unknown resource"),
            },
            Data::Record(record) => Ok(record.get(name).cloned().unwrap_or_else(|| Value::none(span))),
            Data::Range(min, max) => {
                let n = if name == "min" { *min } else { *max };
                Ok(Value::new(Data::Int(n), value.span))
            }
            Data::File(file) => self.field_of_file(file, name, span),
            Data::Text(text) => match &value.form {
                Some(Form::Catalogue(catalogue)) => self.fact(value, text, (catalogue, name), span),
                _ => self.group(value, text, name, span),
            },
            Data::None => Err(super::operators::absent(span, value.span)),
            Data::Late(late) => Err(super::operators::too_late(span, late)),
            _ => self.bug(span, "a field of a value that has none"),
        }
    }

    /// A block of a resource by its label: `cluster.main.node_group.workers`.
    fn block_with_label(&self, list: &[Value], label: &str, span: Span, place: Span) -> Eval {
        let labelled = |v: &&Value| match v.data {
            Data::Resource(id) => self.instance(id).is_some_and(|i| &*i.label == label),
            _ => false,
        };
        if let Some(found) = list.iter().find(labelled) {
            return Ok(Value::new(found.data.clone(), span));
        }
        let labels = list.iter().filter_map(|v| match v.data {
            Data::Resource(id) => self.instance(id).map(|i| i.label.to_string()),
            _ => None,
        });
        self.fail(problems::unknown_label(place, label, &labels.collect::<Vec<_>>()))
    }

    /// A named group of the pattern that a string was checked against, with the place of that part.
    fn group(&self, value: &Value, text: &Text, name: &str, span: Span) -> Eval {
        if let Some(part) = text.first_unknown() {
            return Err(self.unknown_part(span, part));
        }
        let Some(Form::Pattern(pattern)) = &value.form else {
            return self.bug(span, "a field of a plain string");
        };
        let known = text.as_known().unwrap_or_default();
        let captures = self
            .pattern(pattern)
            .and_then(|p| p.captures(&known).map(|c| c.name(name).map(|m| (m.start(), m.end()))));
        match captures.flatten() {
            Some((from, to)) => {
                let part = text.slice(from, to).unwrap_or_default();
                let span = part.span().unwrap_or(value.span);
                Ok(Value::new(Data::Text(part), span))
            }
            // The group took no part in the match: the part is empty.
            None => Ok(Value::text("", value.span)),
        }
    }

    fn indexed(&self, base: Place<'p>, index: &Value, span: Span, scope: &Scope<'p>) -> Eval {
        match (base, &index.data) {
            (Place::Kind(kind), Data::Text(_)) => {
                let label = self.known(index)?;
                self.resource(kind, &label, span, scope)
            }
            (Place::Value(Value { data: Data::List(list), .. }), Data::Int(n)) => {
                let found = usize::try_from(*n).ok().and_then(|n| list.get(n));
                Ok(found.cloned().unwrap_or_else(|| Value::none(span)))
            }
            (Place::Value(Value { data: Data::List(list), .. }), Data::Text(_)) => {
                let label = self.known(index)?;
                self.block_with_label(&list, &label, span, span)
            }
            (Place::Value(Value { data: Data::Record(record), .. }), Data::Text(_)) => {
                let key = self.known(index)?;
                Ok(record.get(&key).cloned().unwrap_or_else(|| Value::none(span)))
            }
            (Place::Value(Value { data: Data::None, span: from, .. }), _) => {
                Err(super::operators::absent(span, from))
            }
            (Place::Value(Value { data: Data::Late(late), .. }), _) => {
                Err(super::operators::too_late(span, &late))
            }
            (_, Data::Late(late)) => Err(super::operators::too_late(index.span, late)),
            _ => self.bug(span, "an index of a value that has none"),
        }
    }

    /// The resource of a kind with a label: inside the kinds around first, then in the spec.
    fn resource(&self, kind: KindId, label: &str, span: Span, scope: &Scope<'p>) -> Eval {
        let found = |id: ResourceId| Ok(Value::new(Data::Resource(id), span));
        let mut around = scope.owner.clone();
        while let Some(instance) = around {
            if let Some(id) = self.child(&instance, kind, label)? {
                return found(id);
            }
            if declared_under_if(instance.kind.items, label, false) {
                return Ok(Value::none(span));
            }
            around = instance.parent.as_ref().map(Rc::clone);
        }
        let key = (kind, Arc::from(label));
        if let Some(instance) = self.top.borrow().get(&key) {
            return found(instance.id);
        }
        let modules = &self.declarations.program.modules;
        if modules.iter().any(|m| m.items.iter().any(|i| item_under_if(i, label))) {
            return Ok(Value::none(span));
        }
        let top = self.top.borrow();
        let labels: Vec<String> =
            top.keys().filter(|(k, _)| *k == kind).map(|(_, l)| l.to_string()).collect();
        drop(top);
        let name = self.declarations.kind(kind).map(|k| k.name.to_string()).unwrap_or_default();
        self.fail(crate::problems::references::unknown_resource(span, &name, label, &labels))
    }

    /// `step.NAME.CAPTURE`: a value of the stage `script`.
    fn capture_value(&self, instance: &Rc<Instance<'p>>, step: &'p Step, name: &str, span: Span) -> Eval {
        let Some(capture) = step.captures.iter().find(|c| &*c.name.text == name) else {
            return self.bug(span, "an unknown capture");
        };
        let ty = self.declarations.lower(&capture.ty, instance.kind.module);
        let (pattern, _) = super::steps::refinement(&ty);
        let args = vec![
            Value::text(super::steps::name_of(&instance.path, &step.name.text), step.name.span),
            Value::text(capture.name.text.clone(), capture.name.span),
        ];
        let late = Late { stage: "script".into(), op: "capture".into(), args, pattern, span: capture.span };
        let part = Part { span, kind: PartKind::Late(Arc::new(late)) };
        Ok(Value::new(Data::Text(Text { parts: vec![part] }), span))
    }
}

/// `a.b.c`, as it was written; `None` for anything else.
fn path_of(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Name(name) => Some(name.to_string()),
        ExprKind::Field(base, name) => Some(format!("{}.{}", path_of(base)?, name.text)),
        ExprKind::Index(base, _) => Some(format!("{}[…]", path_of(base)?)),
        _ => None,
    }
}

fn declared_under_if(items: &[Item], label: &str, inside: bool) -> bool {
    items.iter().any(|item| match &item.kind {
        ItemKind::Resource(resource) => inside && has_label(resource.label.as_ref(), label),
        ItemKind::If(branch) => {
            declared_under_if(&branch.then, label, true)
                || branch.otherwise.as_ref().is_some_and(|o| declared_under_if(o, label, true))
        }
        ItemKind::For(repeat) => declared_under_if(&repeat.body, label, inside),
        _ => false,
    })
}

fn item_under_if(item: &Item, label: &str) -> bool {
    matches!(item.kind, ItemKind::If(_) | ItemKind::For(_))
        && declared_under_if(std::slice::from_ref(item), label, false)
}

fn has_label(key: Option<&Key>, label: &str) -> bool {
    match key {
        Some(Key::Word(name)) => &*name.text == label,
        Some(Key::Text(text)) => &*crate::lower::literal(text) == label,
        None => false,
    }
}
