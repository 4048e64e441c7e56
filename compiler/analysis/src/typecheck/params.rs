//! Parameters, the environments that give them values, and their names in stages.

use syntax::tree::{Environment, Expr, ExprKind, Name, Param, Stage};

use super::Checker;
use super::scope::{Scope, key_span, known_key};
use crate::problems::names::{stage_without_parameters, unknown_stage};
use crate::problems::references as problems;
use crate::problems::values::does_not_fit;
use crate::types::{Type, union};
use crate::words::Word;

impl<'p> Checker<'_, 'p> {
    pub(super) fn param(&self, scope: &Scope<'p>, param: &'p Param) {
        let ty = self.declarations.lower(&param.ty, scope.module);
        self.type_defaults(scope, &param.ty);
        if let Some(default) = &param.default {
            self.check(scope, default, &ty.clone().into());
        }
        self.parameter_stages(scope, &param.stages);
        let program = self.declarations.program;
        let given =
            program.param(scope.module, &param.name.text).and_then(|d| self.declarations.given(d, &ty));
        if let Some(given) = given {
            self.given(given, &ty, &param.name.text);
        }
    }

    /// A value of the command line. A word that means nothing was meant as a value, and not to be declared.
    fn given(&self, given: &'p Expr, ty: &Type<'p>, name: &str) {
        let root = self.declarations.program.root;
        if let ExprKind::Name(word) = &given.kind
            && matches!(self.declarations.word(None, root, word), Word::Unknown)
        {
            let problem = does_not_fit(given.span, word, &ty.describe(), Some(name.to_owned()));
            self.declarations.report_at(given.span, problem);
            return;
        }
        self.check(&Scope::of_module(root), given, &ty.clone().into());
    }

    /// The stages in which a parameter, or a field, has a name.
    pub(super) fn parameter_stages(&self, scope: &Scope<'p>, stages: &'p [Stage]) {
        for stage in stages {
            let name = &stage.name;
            let known = &self.declarations.targets.parameter_stages;
            if self.stage(name, known) && !known.contains(&&*name.text) {
                let problem = stage_without_parameters(name.span, &name.text, known);
                self.declarations.report_at(name.span, problem);
            }
            if let Some(argument) = &stage.argument {
                self.check(scope, argument, &Type::String.into());
            }
        }
    }

    /// Whether there is such a stage; `fitting` are those that can stand here.
    pub(super) fn stage(&self, name: &Name, fitting: &[&str]) -> bool {
        let stages = &self.declarations.targets.stages;
        let known = name.text.is_empty() || stages.contains(&&*name.text);
        if !known {
            let problem = unknown_stage(name.span, &name.text, stages, fitting);
            self.declarations.report_at(name.span, problem);
        }
        known && !name.text.is_empty()
    }

    pub(super) fn environment(&self, scope: &Scope<'p>, environment: &'p Environment) {
        self.pairs(scope, &environment.body, |checker, key, value| {
            let Some(name) = known_key(key) else {
                checker.infer(scope, value);
                return;
            };
            let program = checker.declarations.program;
            if let Some(def) = program.param(scope.module, &name) {
                checker.check(scope, value, &checker.type_of_param(def).into());
                return;
            }
            let span = key_span(key);
            let problem = problems::unknown_param(span, &name, &program.param_names(scope.module));
            checker.declarations.report_at(span, problem);
            checker.declarations.mark_reported(value.span);
            checker.infer(scope, value);
        });
        let mut all = self.declarations.program.environments().map(|(_, e)| &e.name);
        let first = all.find(|n| n.text == environment.name.text);
        if let Some(first) = first.filter(|n| n.span != environment.name.span && !n.text.is_empty()) {
            let name = &environment.name;
            self.declarations.report_at(
                name.span,
                crate::problems::files::duplicate_name(name.span, &name.text, first.span),
            );
        }
    }

    /// The names of the environments, as a type.
    pub(super) fn type_of_environment(&self) -> Type<'p> {
        let environments = self.declarations.program.environments();
        union(environments.map(|(_, e)| Type::Literal(e.name.text.clone())))
    }
}
