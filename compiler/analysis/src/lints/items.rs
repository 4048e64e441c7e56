//! The walk over items: files, members of kinds, fragments in tests.
//!
//! It knows which names are in scope, and notes each use together with the item that it stands in.

use std::collections::HashSet;

use diagnostics::{Diagnostic, Sources, Span};
use syntax::tree::{
    Expr, ExprKind, Field, For, Gives, If, Item, ItemKind, Key, Kind, Name, Resource, Step, Test,
};

use super::names::{self, Case};
use super::style;
use super::uses::{Target, Uses};
use crate::problems::lints as problems;
use crate::program::{DefId, ModuleId, Program};

/// What was found so far, and where the walk is.
pub(super) struct Walk<'p> {
    pub(super) program: &'p Program,
    pub(super) sources: &'p Sources,
    /// The file that is walked.
    pub(super) module: ModuleId,
    /// The item of the file that is walked.
    pub(super) item: Span,
    /// Loop variables and parameters, outermost first.
    pub(super) locals: Vec<Local<'p>>,
    /// The kind and block around, outermost first.
    pub(super) kinds: Vec<&'p Kind>,
    /// Whether lists that are met say what a resource has, and so are sets.
    pub(super) lists_are_sets: bool,
    in_test: bool,
    /// The expressions of which the type checker found that a part of them would do.
    pub(super) roundabout: HashSet<Span>,
    pub(super) uses: Uses,
    pub(super) resources: Vec<Declared<'p>>,
    pub(super) found: Vec<Diagnostic>,
}

/// A loop variable or parameter.
pub(super) struct Local<'p> {
    pub(super) name: &'p Name,
    pub(super) used: bool,
}

/// A resource of the spec that isn't inside another.
pub(super) struct Declared<'p> {
    pub(super) resource: &'p Resource,
    pub(super) kind: DefId,
    pub(super) item: Span,
}

impl<'p> Walk<'p> {
    pub(super) fn new(program: &'p Program, sources: &'p Sources) -> Self {
        Self {
            program,
            sources,
            module: program.root,
            item: Span::new(diagnostics::Anchor(u32::MAX), 0, 0),
            locals: Vec::new(),
            kinds: Vec::new(),
            lists_are_sets: false,
            in_test: false,
            roundabout: HashSet::new(),
            uses: Uses::default(),
            resources: Vec::new(),
            found: Vec::new(),
        }
    }

    /// A file of the project.
    pub(super) fn file(&mut self, module: ModuleId) {
        self.module = module;
        for item in &self.program.module(module).items {
            self.item(item);
        }
    }

    pub(super) fn item(&mut self, item: &'p Item) {
        let outer = self.item;
        if self.kinds.is_empty() {
            self.item = item.span;
        }
        self.inside(item);
        self.item = outer;
    }

    fn inside(&mut self, item: &'p Item) {
        match &item.kind {
            ItemKind::Use(_) | ItemKind::Error => {}
            ItemKind::Resource(resource) => self.resource(item, resource),
            ItemKind::Param(param) => {
                self.named(&param.name, Case::Snake);
                self.ty(&param.ty);
                self.optional(param.default.as_ref());
                param.stages.iter().for_each(|s| self.optional(s.argument.as_ref()));
            }
            ItemKind::Environment(environment) => self.entries(&environment.body),
            ItemKind::Secret(secret) => {
                self.named(&secret.name, Case::Snake);
                secret.ty.iter().for_each(|ty| self.ty(ty));
                self.entries(&secret.body);
            }
            ItemKind::Let(binding) => {
                self.named(&binding.name, Case::Snake);
                binding.ty.iter().for_each(|ty| self.ty(ty));
                self.expr(&binding.value);
            }
            ItemKind::Function(function) => self.function(function),
            ItemKind::Type(ty) => {
                self.named(&ty.name, Case::Camel);
                self.ty(&ty.ty);
            }
            ItemKind::Kind(kind) | ItemKind::Block(kind) => self.kind(kind),
            ItemKind::Field(field) => self.field(field),
            ItemKind::Check(check) => {
                self.expr(&check.condition);
                self.expr(&check.message);
                self.optional(check.help.as_ref());
            }
            ItemKind::Emit(emit) => {
                self.optional(emit.version.as_ref());
                self.expr(&emit.path);
                self.expr(&emit.value);
            }
            ItemKind::Step(step) => self.step(step),
            ItemKind::Allow(allow) => self.expr(&allow.because),
            ItemKind::Patch(patch) => {
                self.expr(&patch.path);
                self.expr(&patch.because);
                for entry in &patch.body {
                    self.place(&entry.place);
                    self.expr(&entry.value);
                }
            }
            ItemKind::Test(test) => self.test(test),
            ItemKind::If(branch) => self.if_items(item, branch),
            ItemKind::For(repeat) => self.for_items(item, repeat),
        }
    }

    fn resource(&mut self, item: &'p Item, resource: &'p Resource) {
        let kind = self.type_path(&resource.kind);
        let of_deployment = self.kinds.is_empty() && !self.in_test && self.module == self.program.root;
        if let Some(kind) = kind.filter(|_| of_deployment) {
            self.resources.push(Declared { resource, kind, item: item.span });
        }
        self.body(resource);
    }

    /// A resource or a block of one, without its kind.
    pub(super) fn body(&mut self, resource: &'p Resource) {
        match &resource.label {
            Some(Key::Word(name)) => self.named(name, Case::Snake),
            Some(Key::Text(text)) => self.text(text),
            None => {}
        }
        let outer = std::mem::replace(&mut self.lists_are_sets, true);
        self.entries(&resource.body);
        self.lists_are_sets = outer;
    }

    fn function(&mut self, function: &'p syntax::tree::Function) {
        self.named(&function.name, Case::Snake);
        for param in &function.params {
            self.field(param);
        }
        self.ty(&function.result);
        self.optional(function.late.as_ref().and_then(|s| s.argument.as_ref()));
        // A value that is known later is made of its arguments by somebody else.
        let Some(body) = &function.body else { return };
        let names: Vec<&Name> = function.params.iter().map(|p| &p.name).collect();
        let unused = self.with_locals(&names, |walk| walk.expr(body));
        for name in unused {
            self.found.push(problems::unused_argument(name, &function.name.text));
        }
    }

    fn field(&mut self, field: &'p Field) {
        self.named(&field.name, Case::Snake);
        self.ty(&field.ty);
        self.optional(field.default.as_ref());
    }

    fn kind(&mut self, kind: &'p Kind) {
        self.named(&kind.name, Case::Snake);
        for item in &kind.members {
            if let ItemKind::Let(binding) = &item.kind {
                let hidden = names::of_file(self, &binding.name.text);
                self.found.extend(hidden.map(|hidden| problems::shadowed(&binding.name, &hidden)));
            }
        }
        self.kinds.push(kind);
        for item in &kind.members {
            self.item(item);
        }
        self.kinds.pop();
    }

    fn step(&mut self, step: &'p Step) {
        self.expr(&step.script);
        self.expr(&step.title);
        self.entries(&step.body);
        for capture in &step.captures {
            self.ty(&capture.ty);
            self.expr(&capture.command);
            self.optional(capture.retry.as_ref());
            self.optional(capture.every.as_ref());
        }
    }

    fn test(&mut self, test: &'p Test) {
        self.expr(&test.title);
        let outer = std::mem::replace(&mut self.in_test, true);
        for item in &test.items {
            self.item(item);
        }
        self.in_test = outer;
        for gives in &test.gives {
            if let Gives::Output { path, value } = gives {
                self.expr(path);
                self.expr(value);
            }
        }
    }

    fn if_items(&mut self, item: &'p Item, branch: &'p If<Item>) {
        self.found.extend(style::empty_if(item.span, branch, self.sources));
        self.expr(&branch.condition);
        for inner in branch.both() {
            self.item(inner);
        }
    }

    fn for_items(&mut self, item: &'p Item, repeat: &'p For<Item>) {
        if repeat.body.is_empty() {
            self.found.extend(style::empty_for(item.span, self.sources));
        }
        self.expr(&repeat.over);
        self.round(&repeat.names, !repeat.body.is_empty(), |walk| {
            for inner in &repeat.body {
                walk.item(inner);
            }
        });
    }

    /// What is repeated by a loop over these names.
    pub(super) fn round(&mut self, names: &'p [Name], counts: bool, body: impl FnOnce(&mut Self)) {
        let all: Vec<&Name> = names.iter().collect();
        let unused = self.with_locals(&all, body);
        for name in unused.into_iter().filter(|_| counts) {
            self.found.push(problems::unused_loop_variable(name, names));
        }
    }

    /// Walks something inside which these names are known. Gives those that it didn't use.
    fn with_locals(&mut self, names: &[&'p Name], body: impl FnOnce(&mut Self)) -> Vec<&'p Name> {
        let before = self.locals.len();
        for name in names.iter().filter(|n| !n.text.is_empty()) {
            if !name.text.starts_with('_') {
                let hidden = names::hidden(self, &name.text, before);
                self.found.extend(hidden.map(|hidden| problems::shadowed(name, &hidden)));
            }
            self.locals.push(Local { name, used: false });
        }
        body(self);
        let gone = self.locals.split_off(before);
        let unused = gone.into_iter().filter(|l| !l.used && !l.name.text.starts_with('_'));
        unused.map(|l| l.name).collect()
    }

    fn named(&mut self, name: &Name, case: Case) {
        self.found.extend(names::unusual(name, case));
    }

    fn optional(&mut self, expr: Option<&'p Expr>) {
        if let Some(expr) = expr {
            self.expr(expr);
        }
    }

    /// A place in a document: only what is in brackets is looked up.
    fn place(&mut self, place: &'p Expr) {
        match &place.kind {
            ExprKind::Field(base, _) => self.place(base),
            ExprKind::Index(base, index) => {
                self.place(base);
                self.expr(index);
            }
            _ => {}
        }
    }

    /// The item that is walked uses something.
    pub(super) fn uses(&mut self, target: Target) {
        self.uses.add(target, self.item);
    }
}
