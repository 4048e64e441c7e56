//! Steps of scripts. Within a kind, steps and those of nested resources stand as declared.

use std::rc::Rc;
use std::sync::Arc;

use graph::{Capture, Command, Data, Document, Step, Text, Value};
use syntax::tree::{self, EntryKind, Expr, ItemKind, Key};

use super::instances::Instance;
use super::{Eval, Evaluator, Scope, Stop};
use crate::types::Type;

impl<'p> Evaluator<'p> {
    /// All steps, those of one script together, in the order in which they run.
    pub(super) fn all_steps(&self, documents: &[Document]) -> Vec<Step> {
        let mut steps = Vec::new();
        self.in_order_of_steps(documents).iter().for_each(|instance| self.steps_of(instance, &mut steps));
        let mut scripts: Vec<Arc<str>> = Vec::new();
        for step in &steps {
            if !scripts.contains(&step.script) {
                scripts.push(step.script.clone());
            }
        }
        steps.sort_by_key(|s| scripts.iter().position(|x| *x == s.script));
        steps
    }

    fn steps_of(&self, instance: &Rc<Instance<'p>>, steps: &mut Vec<Step>) {
        for (item, scope) in self.unfold_known(instance.kind.items, &Scope::of_instance(instance)) {
            match &item.kind {
                ItemKind::Step(step) => {
                    match self.decided(self.one_step(instance, step, &scope)) {
                        Ok(step) => {
                            self.step_reached(&step);
                            steps.push(step);
                        }
                        Err(Stop::Hole(holes)) => self.reached_if(item, &scope, &holes),
                        // It was reported.
                        Err(_) => {}
                    }
                }
                ItemKind::Resource(resource) => {
                    let Some(kind) = self.declarations.remembered_kind(resource.kind.span) else { continue };
                    let label = match &resource.label {
                        Some(Key::Text(text)) => {
                            self.text_literal(text, &scope).and_then(|v| self.known(&v)).ok()
                        }
                        Some(Key::Word(name)) => Some(name.text.to_string()),
                        None => self.declarations.kind(kind).map(|k| k.name.to_string()),
                    };
                    let child = label.and_then(|l| self.child(instance, kind, &l).ok().flatten());
                    if let Some(child) = child.and_then(|id| self.instance(id)) {
                        self.steps_of(&child, steps);
                    }
                }
                _ => {}
            }
        }
    }

    fn one_step(&self, instance: &Rc<Instance<'p>>, step: &'p tree::Step, scope: &Scope<'p>) -> Eval<Step> {
        let script = self.eval(&step.script, scope)?;
        let title = self.eval(&step.title, &scope.for_message())?;
        let note = match entry(step, "note") {
            Some(expr) => text(self.eval(expr, &scope.for_message())?),
            None => None,
        };
        let run = match entry(step, "run") {
            Some(expr) => self.commands(expr, scope)?,
            None => Vec::new(),
        };
        let unless = match entry(step, "unless") {
            Some(expr) => {
                Some(self.command(self.eval(expr, scope).and_then(|v| self.bounded(v, expr.span))?)?)
            }
            None => None,
        };
        let captures =
            step.captures.iter().map(|c| self.one_capture(instance, c, scope)).collect::<Eval<_>>()?;
        Ok(Step {
            script: self.known(&script)?.into(),
            name: name_of(&instance.path, &step.name.text).into(),
            title: text(title).unwrap_or_default(),
            note,
            run,
            unless,
            always: self.flag(step, "always", scope)?,
            r#continue: self.flag(step, "continue", scope)?,
            captures,
            resource: Some(instance.id),
            span: step.name.span,
        })
    }

    /// An entry that is `true` or `false`, and `false` where it is left out.
    fn flag(&self, step: &'p tree::Step, name: &str, scope: &Scope<'p>) -> Eval<bool> {
        match entry(step, name) {
            Some(expr) => Ok(matches!(self.eval(expr, scope)?.data, Data::Bool(true))),
            None => Ok(false),
        }
    }

    fn one_capture(
        &self,
        instance: &Instance<'p>,
        capture: &'p tree::Capture,
        scope: &Scope<'p>,
    ) -> Eval<Capture> {
        let ty = self.declarations.lower(&capture.ty, instance.kind.module);
        let (pattern, words) = refinement(&ty);
        let retry = match &capture.retry {
            Some(expr) => match self.eval(expr, scope)?.data {
                Data::Int(n) => u32::try_from(n.max(1)).unwrap_or(u32::MAX),
                _ => 1,
            },
            None => 1,
        };
        let every = match &capture.every {
            Some(expr) => match self.eval(expr, scope)?.data {
                Data::Duration(d) => d.0,
                _ => 0,
            },
            None => 0,
        };
        let command = self.command(self.eval(&capture.command, scope)?)?;
        let name = capture.name.text.clone();
        Ok(Capture { name, command, pattern, words, retry, every, span: capture.name.span })
    }

    /// `run`: one command, or a list of them where the elements are commands of their own (`shell"…"`).
    fn commands(&self, expr: &'p Expr, scope: &Scope<'p>) -> Eval<Vec<Command>> {
        let value = self.eval(expr, scope)?;
        match &value.data {
            Data::List(list) if list.is_empty() => Ok(Vec::new()),
            Data::List(list) if list.iter().all(|v| matches!(v.data, Data::Tagged(_))) => {
                Ok(list.iter().map(|v| Command::Shell(v.clone())).collect())
            }
            _ => Ok(vec![self.command(value)?]),
        }
    }

    /// Words, lists of words for a pipe, or text of a shell.
    fn command(&self, value: Value) -> Eval<Command> {
        match &value.data {
            Data::Tagged(_) => Ok(Command::Shell(value)),
            Data::List(list) if list.iter().all(|v| v.as_list().is_some()) && !list.is_empty() => {
                Ok(Command::Words(list.iter().filter_map(Value::as_list).map(<[Value]>::to_vec).collect()))
            }
            Data::List(list) => Ok(Command::Words(vec![list.to_vec()])),
            Data::Late(late) => Err(super::operators::too_late(value.span, late)),
            _ => self.bug(value.span, "a command that is none"),
        }
    }
}

/// The pattern and the words of a type of strings.
pub(super) fn refinement(ty: &Type<'_>) -> (Option<Arc<str>>, Option<Arc<str>>) {
    match ty.present() {
        Type::Refined(refined) => (Some(refined.pattern.clone()), Some(refined.describe().into())),
        _ => (None, None),
    }
}

/// A step's name in its script: `wave.service` and `publish` give `wave_service_publish`.
pub(super) fn name_of(path: &str, step: &str) -> String {
    let name = format!("{path}_{step}");
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

fn text(value: Value) -> Option<Text> {
    match value.data {
        Data::Text(text) => Some(text),
        _ => None,
    }
}

fn entry<'p>(step: &'p tree::Step, name: &str) -> Option<&'p Expr> {
    step.body.iter().find_map(|e| match &e.kind {
        EntryKind::Pair(Key::Word(key), value) if &*key.text == name => Some(value),
        _ => None,
    })
}
