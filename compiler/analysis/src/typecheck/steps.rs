//! What a kind gives to the backends: documents, steps of scripts, and grants.

use std::rc::Rc;
use std::sync::Arc;

use diagnostics::Span;
use indexmap::IndexMap;
use syntax::tree::{Capture, Emit, Entry, EntryKind, Expr, ExprKind, Key, Step};

use super::Checker;
use super::entries::{Collected, Fields};
use super::names::Meaning;
use super::scope::Scope;
use crate::problems::names::unknown_backend;
use crate::problems::references as problems;
use crate::types::{RecordField, RecordType, Type, union};

impl<'p> Checker<'_, 'p> {
    /// `emit BACKEND for VERSION in PATH VALUE`
    pub(super) fn emit(&self, scope: &Scope<'p>, emit: &'p Emit) {
        let backends = &self.declarations.targets.backends;
        if !emit.backend.text.is_empty() && !backends.contains(&&*emit.backend.text) {
            let span = emit.backend.span;
            self.declarations.report_at(span, unknown_backend(span, &emit.backend.text, backends));
        }
        if let Some(version) = &emit.version {
            self.check(scope, version, &Type::String.optional().into());
        }
        self.check(scope, &emit.path, &Type::String.into());
        self.infer(scope, &emit.value);
    }

    /// `step NAME in SCRIPT TITLE { … }`
    pub(super) fn step(&self, scope: &Scope<'p>, step: &'p Step) {
        self.check(scope, &step.script, &Type::String.into());
        self.check(&scope.of_title(), &step.title, &Type::String.into());
        self.pairs(scope, &step.body, |checker, key, value| {
            let Key::Word(name) = key else {
                checker.infer(scope, value);
                return;
            };
            match &*name.text {
                "run" | "unless" => {
                    checker.check(scope, value, &command().into());
                }
                "note" => {
                    checker.check(&scope.of_title(), value, &Type::String.into());
                }
                "always" | "continue" => {
                    checker.check(scope, value, &Type::Bool.into());
                }
                "after" => checker.after(scope, value),
                "" => {}
                other => {
                    let keys = ["run", "unless", "note", "always", "continue", "after"];
                    let problem = problems::unknown_entry(name.span, "a step", other, &keys);
                    checker.declarations.report_at(name.span, problem);
                    checker.declarations.mark_reported(value.span);
                    checker.infer(scope, value);
                }
            }
        });
        for capture in &step.captures {
            self.capture_command(scope, capture);
        }
    }

    fn capture_command(&self, scope: &Scope<'p>, capture: &'p Capture) {
        self.declarations.lower(&capture.ty, scope.module);
        self.check(scope, &capture.command, &command().into());
        if let Some(retry) = &capture.retry {
            self.check(scope, retry, &Type::Int.into());
        }
        if let Some(every) = &capture.every {
            self.check(scope, every, &Type::Duration.into());
        }
    }

    /// `after = [step.create, role.app]`
    fn after(&self, scope: &Scope<'p>, value: &'p Expr) {
        let one = |expr: &'p Expr| match self.meaning(scope, expr) {
            Meaning::Step(..) | Meaning::Value(_) | Meaning::SelfValue(_) | Meaning::Reported => {}
            _ => {
                self.path(scope, expr);
            }
        };
        let ExprKind::List(entries) = &value.kind else {
            one(value);
            return;
        };
        for entry in entries {
            match &entry.kind {
                EntryKind::Element(expr) => one(expr),
                _ => self.elements(scope, std::slice::from_ref(entry), None, &mut Type::Unknown),
            }
        }
    }

    /// `grant { … }`
    pub(super) fn grant(&self, scope: &Scope<'p>, _: Span, entries: &'p [Entry]) -> Type<'p> {
        self.entries(scope, entries, &Fields::Record(&grant_fields(), "a grant"), &mut Collected::default());
        Type::Grant
    }
}

/// Words, lists of words for a pipe, or text of the shell.
fn command<'p>() -> Type<'p> {
    let words = Type::List(Rc::new(Type::String));
    let word = union([Type::String, words]);
    union([Type::List(Rc::new(word)), Type::Tagged("shell".into())])
}

fn grant_fields<'p>() -> RecordType<'p> {
    let strings = Type::List(Rc::new(Type::String));
    let effect = union([Type::Literal("Allow".into()), Type::Literal("Deny".into())]);
    let fields = [
        ("actions", strings.clone()),
        ("resources", strings),
        ("conditions", Type::Document),
        ("because", Type::String),
        ("sid", Type::String),
        ("effect", effect),
        ("include", Type::List(Rc::new(Type::Grant))),
    ];
    let field = |(name, ty): (&str, Type<'p>)| {
        (Arc::from(name), RecordField { ty: ty.optional(), default: None, docs: None })
    };
    RecordType { fields: fields.into_iter().map(field).collect::<IndexMap<_, _>>() }
}
