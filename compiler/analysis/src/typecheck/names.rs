//! What names and paths stand for, and references to resources.

use std::rc::Rc;
use std::sync::Arc;

use diagnostics::Span;
use syntax::tree::{Expr, ExprKind, Name, Step};

use super::Checker;
use super::labels::Declared;
use super::scope::Scope;
use crate::builtins::Builtin;
use crate::declarations::Kind;
use crate::lower::BUILTIN_TYPES;
use crate::problems::names::{ambiguous, private};
use crate::problems::references as problems;
use crate::program::{DefId, Lookup, ModuleId, Namespace};
use crate::types::{KindId, Type};
use crate::words::Word;

/// What a name, or a name and what follows it, stands for.
#[derive(Debug)]
pub(super) enum Meaning<'p> {
    Value(Type<'p>),
    SelfValue(Rc<Kind<'p>>),
    /// A kind, as it is written.
    Kind(KindId, String),
    /// A module, by its word.
    Module(ModuleId, String),
    Function(DefId),
    Builtin(&'static Builtin),
    Steps(Rc<Kind<'p>>),
    Step(&'p Step, ModuleId),
    /// Nothing, which was reported.
    Reported,
}

impl<'p> Checker<'_, 'p> {
    /// The type of a name or path that must be a value.
    pub(super) fn path(&self, scope: &Scope<'p>, expr: &'p Expr) -> Type<'p> {
        let problem = match self.meaning(scope, expr) {
            Meaning::Value(ty) => return scope.narrow(expr, ty),
            Meaning::SelfValue(kind) => return Type::Resource(kind.id, kind.name.clone()),
            Meaning::Reported => return Type::Unknown,
            Meaning::Kind(id, word) => {
                problems::kind_as_value(expr.span, &word, self.label_of(id).as_deref())
            }
            Meaning::Module(_, word) => problems::module_as_value(expr.span, &word),
            Meaning::Function(def) => {
                let name = self.declarations.function(def).map(|f| f.name.to_string()).unwrap_or_default();
                problems::function_as_value(expr.span, &name)
            }
            Meaning::Builtin(builtin) => problems::function_as_value(expr.span, builtin.name),
            Meaning::Steps(kind) => {
                let steps: Vec<&str> = kind.steps.keys().map(AsRef::as_ref).collect();
                problems::step_as_value(expr.span, "step", &steps)
            }
            Meaning::Step(step, _) => {
                let captures: Vec<&str> = step.captures.iter().map(|c| &*c.name.text).collect();
                problems::step_as_value(expr.span, &format!("step.{}", step.name.text), &captures)
            }
        };
        self.declarations.report_at(expr.span, problem);
        Type::Unknown
    }

    /// A label of a kind, as an example.
    fn label_of(&self, kind: KindId) -> Option<String> {
        self.resources.of(kind).and_then(|of| of.known.keys().next()).map(ToString::to_string)
    }

    /// What an expression stands for, which need not be a value.
    pub(super) fn meaning(&self, scope: &Scope<'p>, expr: &'p Expr) -> Meaning<'p> {
        match &expr.kind {
            ExprKind::Name(word) => self.word(scope, word, expr.span),
            ExprKind::Field(base, name) => match self.meaning(scope, base) {
                Meaning::Value(ty) => {
                    let ty = scope.narrow(base, ty);
                    Meaning::Value(self.field(scope, expr, base, &ty, name))
                }
                Meaning::SelfValue(kind) => Meaning::Value(self.field_of_self(expr, &kind, name)),
                Meaning::Kind(id, word) => Meaning::Value(self.resource_named(
                    scope,
                    expr.span,
                    (id, &word),
                    (&name.text, name.span),
                )),
                Meaning::Module(module, word) => self.word_of_module(scope, expr.span, module, &word, name),
                Meaning::Steps(kind) => self.step_named(expr.span, &kind, name),
                Meaning::Step(step, module) => Meaning::Value(self.capture(expr.span, step, module, name)),
                Meaning::Function(_) | Meaning::Builtin(_) => {
                    // Reported at the function's name.
                    self.path(scope, base);
                    Meaning::Reported
                }
                Meaning::Reported => Meaning::Reported,
            },
            ExprKind::Index(base, index) => match self.meaning(scope, base) {
                Meaning::Kind(id, word) => {
                    self.check(scope, index, &Type::String.into());
                    match super::scope::plain_text(index) {
                        Some(label) => {
                            let label = (&label, index.span);
                            Meaning::Value(self.resource_named(scope, expr.span, (id, &word), label))
                        }
                        None => Meaning::Value(self.resource_of(id)),
                    }
                }
                Meaning::Value(ty) => {
                    let ty = scope.narrow(base, ty);
                    Meaning::Value(self.index(scope, base, &ty, index))
                }
                Meaning::Reported => {
                    self.infer(scope, index);
                    Meaning::Reported
                }
                _ => {
                    let ty = self.path(scope, base);
                    Meaning::Value(self.index(scope, base, &ty, index))
                }
            },
            _ => Meaning::Value(self.infer(scope, expr)),
        }
    }

    fn word(&self, scope: &Scope<'p>, word: &Arc<str>, span: Span) -> Meaning<'p> {
        if word.is_empty() {
            return Meaning::Reported;
        }
        if let Some(ty) = scope.local(word) {
            return Meaning::Value(ty.clone());
        }
        let up = |levels: usize| {
            let mut kind = scope.owner.clone()?;
            for _ in 0..levels {
                kind = self.declarations.kind(kind.parent?)?;
            }
            Some(kind)
        };
        match self.declarations.word(scope.owner.as_deref(), scope.module, word) {
            Word::SelfValue => up(0).map_or(Meaning::Reported, Meaning::SelfValue),
            Word::Member(levels, index) => match up(levels) {
                Some(kind) => Meaning::Value(self.type_of_member(&kind, index)),
                None => Meaning::Reported,
            },
            Word::Steps(levels) => up(levels).map_or(Meaning::Reported, Meaning::Steps),
            Word::Deployment => match self.deployment {
                Some(kind) => Meaning::Value(self.resource_of(kind)),
                None => Meaning::Reported,
            },
            Word::Environment => Meaning::Value(self.type_of_environment()),
            Word::Environments => Meaning::Value(Type::List(Rc::new(self.type_of_environment()))),
            Word::Unknown => {
                self.unknown_word(scope, word, span);
                Meaning::Reported
            }
            found => self.definition(span, word, found),
        }
    }

    fn unknown_word(&self, scope: &Scope<'p>, word: &str, span: Span) {
        if self.unknown_kinds.borrow().contains(word) || self.declarations.program.broken_uses {
            // It may belong to what can't be had, which was said; or a resource of this kind is declared, and that there is no such kind was said there.
            self.declarations.mark_reported(span);
            return;
        }
        if self.no_environments.get() && matches!(word, "environment" | "environments") {
            self.declarations.mark_reported(span);
            return;
        }
        let types = self.declarations.program.lookup(scope.module, Namespace::Types, word);
        let problem = match word {
            "self" | "step" => problems::only_in_kinds(span, word),
            "environment" | "environments" if self.declarations.program.test().is_some() => {
                problems::no_environments_in_a_test(span, word)
            }
            "environment" | "environments" => problems::no_environments(span, word),
            _ if types != Lookup::Unknown || BUILTIN_TYPES.contains(&word) => {
                problems::type_as_value(span, word)
            }
            _ => {
                let kind =
                    self.resources.kinds_with(word).into_iter().find_map(|k| self.declarations.kind(k));
                let resource = kind.map(|k| format!("{}.{word}", k.name));
                problems::unknown_name(span, word, resource.as_deref(), &self.words(scope))
            }
        };
        self.declarations.report_at(span, problem);
        if matches!(word, "environment" | "environments") {
            // That there are none is one mistake, however often it matters.
            self.no_environments.set(true);
        }
    }

    /// What a word means that is defined in a file.
    fn definition(&self, span: Span, text: &str, word: Word) -> Meaning<'p> {
        match word {
            Word::Let(def) => Meaning::Value(self.type_of_let(def)),
            Word::Param(def) => Meaning::Value(self.type_of_param(def)),
            Word::Secret(_) => Meaning::Value(Type::Secret),
            Word::Function(def) => Meaning::Function(def),
            Word::Kind(kind) => Meaning::Kind(kind, text.to_owned()),
            Word::Module(module) => Meaning::Module(module, text.to_owned()),
            Word::Builtin(builtin) => Meaning::Builtin(builtin),
            Word::Ambiguous(defs) => {
                let forms: Vec<String> =
                    defs.iter().map(|d| self.declarations.program.qualified(*d)).collect();
                self.declarations.report_at(span, ambiguous(span, text, &forms));
                Meaning::Reported
            }
            Word::Private => {
                self.declarations.report_at(span, private(span, text));
                Meaning::Reported
            }
            Word::SelfValue
            | Word::Member(..)
            | Word::Steps(_)
            | Word::Deployment
            | Word::Environment
            | Word::Environments
            | Word::Unknown => Meaning::Reported,
        }
    }

    /// `k8s.secret`
    fn word_of_module(
        &self,
        _: &Scope<'p>,
        span: Span,
        module: ModuleId,
        word: &str,
        name: &Name,
    ) -> Meaning<'p> {
        if name.text.is_empty() {
            return Meaning::Reported;
        }
        let found = self.declarations.word_of_module(module, &name.text);
        if matches!(found, Word::Unknown) {
            let used = self.declarations.program.module(module);
            let names: Vec<&str> = used.values.keys().chain(used.types.keys()).map(AsRef::as_ref).collect();
            self.declarations
                .report_at(span, problems::unknown_in_module(name.span, word, &name.text, &names));
            return Meaning::Reported;
        }
        self.definition(span, &format!("{word}.{}", name.text), found)
    }

    /// A reference to some resource of a kind.
    pub(super) fn resource_of(&self, kind: KindId) -> Type<'p> {
        match self.declarations.kind(kind) {
            Some(found) => Type::Resource(kind, found.name.clone()),
            None => Type::Unknown,
        }
    }

    /// `KIND.LABEL`: inside the kinds around first, then in the spec.
    fn resource_named(
        &self,
        scope: &Scope<'p>,
        span: Span,
        (kind, word): (KindId, &str),
        (label, place): (&Arc<str>, Span),
    ) -> Type<'p> {
        if label.is_empty() {
            return Type::Unknown;
        }
        let (mut labels, mut computed) = (Vec::new(), false);
        let mut around = scope.owner.clone();
        while let Some(owner) = around {
            let nested = self.nested(&owner);
            if let Some(of) = nested.of(kind) {
                if let Some(found) = of.known.get(label) {
                    return self.declared(kind, *found);
                }
                computed |= of.computed;
                labels.extend(of.known.keys().map(ToString::to_string));
            }
            around = owner.parent.and_then(|id| self.declarations.kind(id));
        }
        if let Some(of) = self.resources.of(kind) {
            if let Some(found) = of.known.get(label) {
                return self.declared(kind, *found);
            }
            computed |= of.computed;
            labels.extend(of.known.keys().map(ToString::to_string));
        }
        if self.orphans.borrow().contains(label) {
            // It is declared, of a kind that doesn't exist, which was said there.
            self.declarations.mark_reported(span);
            return Type::Unknown;
        }
        if !computed {
            let problem = if word == "secret" && self.names_a_secret(scope, label) {
                problems::secret_as_resource(place, word, label, span)
            } else {
                problems::unknown_resource(place, word, label, &labels)
            };
            self.declarations.report_at(span, problem);
            return Type::Unknown;
        }
        self.resource_of(kind)
    }

    fn declared(&self, kind: KindId, declared: Declared) -> Type<'p> {
        let ty = self.resource_of(kind);
        if declared.conditional { ty.optional() } else { ty }
    }

    /// Whether a name alone is one of the spec's secrets.
    fn names_a_secret(&self, scope: &Scope<'p>, name: &str) -> bool {
        let word = self.declarations.word(scope.owner.as_deref(), scope.module, name);
        matches!(word, Word::Secret(_))
    }

    /// `step.NAME`
    fn step_named(&self, span: Span, kind: &Kind<'p>, name: &Name) -> Meaning<'p> {
        match kind.steps.get(&name.text) {
            Some(step) => Meaning::Step(step, kind.module),
            None if name.text.is_empty() => Meaning::Reported,
            None => {
                let steps: Vec<&str> = kind.steps.keys().map(AsRef::as_ref).collect();
                self.declarations.report_at(span, problems::unknown_step(name.span, &name.text, &steps));
                Meaning::Reported
            }
        }
    }

    /// `step.NAME.CAPTURE`
    fn capture(&self, span: Span, step: &'p Step, module: ModuleId, name: &Name) -> Type<'p> {
        if let Some(capture) = step.captures.iter().find(|c| c.name.text == name.text) {
            return self.declarations.lower(&capture.ty, module);
        }
        if !name.text.is_empty() {
            let captures: Vec<&str> = step.captures.iter().map(|c| &*c.name.text).collect();
            let problem = problems::unknown_capture(name.span, &step.name.text, &name.text, &captures);
            self.declarations.report_at(span, problem);
        }
        Type::Unknown
    }
}
