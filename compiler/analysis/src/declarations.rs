//! What is declared: kinds, blocks, types and functions, each read from its tree when something asks for it first.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use diagnostics::{Diagnostic, Diagnostics, Severity, Span};
use indexmap::IndexMap;
use syntax::tree::{self, Docs, Expr, Item, ItemKind};

use crate::Targets;
use crate::problems::names as problems;
use crate::program::{DefId, DefSort, Lookup, ModuleId, Namespace, Program};
use crate::types::{KindId, Type};

/// All declarations of a run.
#[derive(Debug)]
pub struct Declarations<'p> {
    /// The modules.
    pub program: &'p Program,
    /// What backends, text formats and stages there are.
    pub targets: &'p Targets<'p>,
    diagnostics: RefCell<Diagnostics>,
    /// The expressions that say no more than a part of them does, as only their types show.
    roundabout: RefCell<HashSet<Span>>,
    /// Whether there were errors before.
    broken: Cell<bool>,
    /// The expressions that something was said about: evaluation passes over them in silence.
    reported: RefCell<HashSet<Span>>,
    /// What the kind's name in each declaration of a resource means; `None` if nothing, which was reported.
    kinds_at: RefCell<HashMap<Span, Option<KindId>>>,
    origins: RefCell<Vec<Origin<'p>>>,
    kinds: RefCell<HashMap<KindId, Rc<Kind<'p>>>>,
    by_def: RefCell<HashMap<DefId, KindId>>,
    pub(crate) types: RefCell<HashMap<DefId, Option<Type<'p>>>>,
    functions: RefCell<HashMap<DefId, Rc<Function<'p>>>>,
    /// The kinds of which it was said that a `use` is missing.
    missing_use: RefCell<Vec<String>>,
}

/// What a kind is read from.
#[derive(Debug, Clone, Copy)]
struct Origin<'p> {
    def: Option<DefId>,
    parent: Option<KindId>,
    module: ModuleId,
    item: &'p Item,
    tree: &'p tree::Kind,
}

/// A kind or a block.
#[derive(Debug)]
pub struct Kind<'p> {
    /// Its id.
    pub id: KindId,
    /// Its name, unqualified.
    pub name: Arc<str>,
    /// Its definition; absent for a block.
    pub def: Option<DefId>,
    /// The kind that a block belongs to.
    pub parent: Option<KindId>,
    /// The module that it is declared in.
    pub module: ModuleId,
    /// Its item.
    pub item: &'p Item,
    /// Its name in its declaration.
    pub span: Span,
    /// Whether all of it is immutable.
    pub immutable: bool,
    /// Fields, lets and blocks by name, in order of declaration.
    pub members: IndexMap<Arc<str>, Member<'p>>,
    /// Its steps by name, those under `if` and `for` included.
    pub steps: IndexMap<Arc<str>, &'p tree::Step>,
    /// All that it declares.
    pub items: &'p [Item],
}

/// A named member of a kind.
#[derive(Debug, Clone)]
pub struct Member<'p> {
    /// Its name, where it is declared.
    pub span: Span,
    /// Its documentation.
    pub docs: &'p Docs,
    /// What it is.
    pub kind: MemberKind<'p>,
}

/// What a member is.
#[derive(Debug, Clone)]
pub enum MemberKind<'p> {
    /// A field.
    Field(FieldInfo<'p>),
    /// A `let`: its type if it was given, and its value.
    Let(Option<Type<'p>>, &'p Expr),
    /// A block; the member's value is the list of them.
    Block(KindId),
}

/// A field of a kind.
#[derive(Debug, Clone)]
pub struct FieldInfo<'p> {
    /// Its type.
    pub ty: Type<'p>,
    /// What it is when it is left out.
    pub default: Option<&'p Expr>,
    /// `immutable` or `mutable`, if it says so.
    pub mutability: Option<bool>,
    /// Whether it says what a resource is.
    pub identity: bool,
    /// The stages in which it is known by name.
    pub stages: &'p [tree::Stage],
}

/// A function.
#[derive(Debug)]
pub struct Function<'p> {
    /// Its definition.
    pub def: DefId,
    /// Its name.
    pub name: Arc<str>,
    /// Its name in its declaration.
    pub span: Span,
    /// The module that it is declared in.
    pub module: ModuleId,
    /// Its parameters.
    pub params: Vec<Parameter<'p>>,
    /// What it gives.
    pub result: Type<'p>,
    /// What it computes; absent for a `late fn`.
    pub body: Option<&'p Expr>,
    /// The stage of a `late fn`.
    pub stage: Option<Arc<str>>,
}

/// A parameter of a function.
#[derive(Debug)]
pub struct Parameter<'p> {
    /// Its name.
    pub name: Arc<str>,
    /// Its type.
    pub ty: Type<'p>,
    /// What it is when it is left out.
    pub default: Option<&'p Expr>,
}

impl<'p> Declarations<'p> {
    /// Nothing has been read yet.
    pub fn new(program: &'p Program, targets: &'p Targets<'p>) -> Self {
        Self {
            program,
            targets,
            diagnostics: RefCell::default(),
            roundabout: RefCell::default(),
            broken: Cell::default(),
            reported: RefCell::default(),
            kinds_at: RefCell::default(),
            origins: RefCell::default(),
            kinds: RefCell::default(),
            by_def: RefCell::default(),
            types: RefCell::default(),
            functions: RefCell::default(),
            missing_use: RefCell::default(),
        }
    }

    /// Reports a mistake.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Keeps that an expression says no more than a part of it does: `x == true` of a bool, `"${x}"` of a string.
    pub(crate) fn mark_roundabout(&self, expr: Span) {
        self.roundabout.borrow_mut().insert(expr);
    }

    /// Those expressions.
    pub(crate) fn take_roundabout(&self) -> HashSet<Span> {
        self.roundabout.take()
    }

    /// Reports a mistake of an expression, which is then passed over by all that comes.
    pub fn report_at(&self, expr: Span, diagnostic: Diagnostic) {
        self.reported.borrow_mut().insert(expr);
        self.report(diagnostic);
    }

    /// A name that is key and value at once: an edit of one of them spells out both.
    pub(crate) fn spell_out(&self, place: Span, name: &str) {
        self.diagnostics.borrow_mut().retain_mut(|diagnostic| {
            if let Some(meant) = diagnostic.replacement.take_if(|r| r.span == place) {
                let is_key = diagnostic.code.id == diagnostics::codes::E2003.id;
                let (key, value) = if is_key { (&*meant.wanted, name) } else { (name, &*meant.wanted) };
                let entry = format!("{key} = {value}");
                let edits = vec![diagnostics::Edit { span: place, text: entry.clone() }];
                diagnostic.fix = Some(diagnostics::Fix { title: format!("write `{entry}`"), edits });
            }
            true
        });
    }

    /// Marks an expression that something was said about elsewhere.
    pub fn mark_reported(&self, expr: Span) {
        self.reported.borrow_mut().insert(expr);
    }

    /// Keeps what a kind's name means where a resource is declared; `None` if it was reported.
    pub fn remember_kind(&self, path: Span, kind: Option<KindId>) {
        self.kinds_at.borrow_mut().insert(path, kind);
    }

    /// The kind of a resource that the type checker has seen, by the place of the kind's name.
    pub fn remembered_kind(&self, path: Span) -> Option<KindId> {
        self.kinds_at.borrow().get(&path).copied().flatten()
    }

    /// Whether something was said about an expression.
    pub fn is_reported(&self, expr: Span) -> bool {
        let reported = self.reported.borrow();
        !reported.is_empty() && reported.contains(&expr)
    }

    /// Says that there are errors already: a file could not be read as it was meant.
    pub fn mark_broken(&self) {
        self.broken.set(true);
    }

    /// Whether anything was reported that is an error.
    pub fn has_errors(&self) -> bool {
        self.broken.get() || self.diagnostics.borrow().has_errors()
    }

    /// Whether an error was reported at something that is written in the same item of a file.
    pub fn has_errors_beside(&self, place: Span) -> bool {
        let found = self.diagnostics.borrow();
        let mut errors = found.iter().filter(|d| d.severity() == Severity::Error);
        errors.any(|d| d.primary.span.anchor == place.anchor)
    }

    /// What was found so far, taken out.
    pub(crate) fn take_found(&self) -> Diagnostics {
        self.diagnostics.take()
    }

    /// Puts what was found back.
    pub(crate) fn put_found(&self, found: Diagnostics) {
        *self.diagnostics.borrow_mut() = found;
    }

    /// What was found, with the syntax errors of items that were parsed late.
    pub fn take_diagnostics(&self) -> Diagnostics {
        let mut all = self.diagnostics.take();
        all.extend(self.program.late.take());
        all
    }

    /// The id of the kind that a definition declares.
    pub fn kind_of(&self, def: DefId) -> Option<KindId> {
        if let Some(id) = self.by_def.borrow().get(&def) {
            return Some(*id);
        }
        let item = self.program.item(def)?;
        let ItemKind::Kind(tree) = &item.kind else { return None };
        let module = self.program.def(def)?.module;
        let id = self.allocate(Origin { def: Some(def), parent: None, module, item, tree });
        self.by_def.borrow_mut().insert(def, id);
        Some(id)
    }

    fn allocate(&self, origin: Origin<'p>) -> KindId {
        let mut origins = self.origins.borrow_mut();
        origins.push(origin);
        KindId(u32::try_from(origins.len() - 1).unwrap_or(u32::MAX))
    }

    /// A kind or block, read now if it wasn't yet. Ids come from these declarations alone.
    pub fn kind(&self, id: KindId) -> Option<Rc<Kind<'p>>> {
        if let Some(kind) = self.kinds.borrow().get(&id) {
            return Some(Rc::clone(kind));
        }
        let origin = *self.origins.borrow().get(id.0 as usize)?;
        let kind = Rc::new(self.read_kind(id, origin));
        self.kinds.borrow_mut().insert(id, Rc::clone(&kind));
        Some(kind)
    }

    /// The kinds that were read so far, in the order in which they were met.
    pub fn known_kinds(&self) -> Vec<KindId> {
        (0..self.origins.borrow().len()).filter_map(|i| u32::try_from(i).ok().map(KindId)).collect()
    }

    fn read_kind(&self, id: KindId, origin: Origin<'p>) -> Kind<'p> {
        let mut members: IndexMap<Arc<str>, Member<'p>> = IndexMap::new();
        for item in &origin.tree.members {
            let Some((name, kind)) = self.read_member(id, origin.module, item) else { continue };
            if name.text.is_empty() {
                continue;
            }
            if let Some(before) = members.get(&name.text) {
                self.report(problems::duplicate_member(name.span, &name.text, before.span));
                continue;
            }
            members.insert(name.text.clone(), Member { span: name.span, docs: &item.docs, kind });
        }
        let mut steps = IndexMap::new();
        collect_steps(&origin.tree.members, &mut steps);
        Kind {
            id,
            name: origin.tree.name.text.clone(),
            def: origin.def,
            parent: origin.parent,
            module: origin.module,
            item: origin.item,
            span: origin.tree.name.span,
            immutable: origin.tree.immutable,
            members,
            steps,
            items: &origin.tree.members,
        }
    }

    fn read_member(
        &self,
        id: KindId,
        module: ModuleId,
        item: &'p Item,
    ) -> Option<(&'p tree::Name, MemberKind<'p>)> {
        match &item.kind {
            ItemKind::Field(field) => {
                let info = FieldInfo {
                    ty: self.lower(&field.ty, module),
                    default: field.default.as_ref(),
                    mutability: field.mutability,
                    identity: field.identity,
                    stages: &field.stages,
                };
                Some((&field.name, MemberKind::Field(info)))
            }
            ItemKind::Let(binding) => {
                let ty = binding.ty.as_ref().map(|ty| self.lower(ty, module));
                Some((&binding.name, MemberKind::Let(ty, &binding.value)))
            }
            ItemKind::Block(tree) => {
                let block = self.allocate(Origin { def: None, parent: Some(id), module, item, tree });
                Some((&tree.name, MemberKind::Block(block)))
            }
            _ => None,
        }
    }

    /// A function, read now if it wasn't yet.
    pub fn function(&self, def: DefId) -> Option<Rc<Function<'p>>> {
        if let Some(function) = self.functions.borrow().get(&def) {
            return Some(Rc::clone(function));
        }
        let item = self.program.item(def)?;
        let ItemKind::Function(tree) = &item.kind else { return None };
        let module = self.program.def(def)?.module;
        let params = tree.params.iter().map(|p| Parameter {
            name: p.name.text.clone(),
            ty: self.lower(&p.ty, module),
            default: p.default.as_ref(),
        });
        let params = params.collect();
        let stage = tree.late.as_ref().map(|s| self.stage(&s.name));
        let function = Rc::new(Function {
            def,
            name: tree.name.text.clone(),
            span: tree.name.span,
            module,
            params,
            result: self.lower(&tree.result, module),
            body: tree.body.as_ref(),
            stage,
        });
        self.functions.borrow_mut().insert(def, Rc::clone(&function));
        Some(function)
    }

    fn stage(&self, name: &tree::Name) -> Arc<str> {
        if !name.text.is_empty() && !self.targets.stages.contains(&&*name.text) {
            self.report(problems::unknown_stage(
                name.span,
                &name.text,
                &self.targets.stages,
                &self.targets.stages,
            ));
        }
        name.text.clone()
    }

    /// The kind that a path names where a resource is declared, or a diagnostic.
    pub fn kind_by_path(&self, path: &tree::Path, module: ModuleId) -> Option<KindId> {
        if path.names.iter().any(|n| n.text.is_empty()) {
            return None;
        }
        let def = match self.find(path, module) {
            Lookup::Found(def) => self.program.def(def).filter(|d| d.sort == DefSort::Kind).map(|_| def),
            Lookup::Ambiguous(defs) => {
                let forms: Vec<String> = defs.iter().map(|d| self.program.qualified(*d)).collect();
                self.report(problems::ambiguous(path.span, &text_of(path), &forms));
                return None;
            }
            Lookup::Private(_) => {
                self.report(problems::private(path.span, &text_of(path)));
                return None;
            }
            Lookup::Unknown => None,
        };
        if def.is_none() {
            self.unknown_kind(path, module);
        }
        self.kind_of(def?)
    }

    /// Says that there is no such kind; that a `use` is missing, or can't be had, is said once for all that it would bring.
    fn unknown_kind(&self, path: &tree::Path, module: ModuleId) {
        let name = text_of(path);
        if self.program.broken_uses || self.missing_use.borrow().contains(&name) {
            return;
        }
        let kinds = self.kind_names(module);
        let guess = diagnostics::similar(&name, kinds.iter().copied()).is_some();
        let wanted = self.unknown_kinds();
        match crate::load::module_that_brings(&wanted).filter(|(_, found)| !guess && found.contains(&name)) {
            Some((used, found)) => {
                let start = self.program.module(module).items.first();
                let start = start.filter(|item| item.docs.lines.is_empty()).map(|item| item.span.at_start());
                self.report(problems::missing_use(path.span, &name, &used, &found, start));
                self.missing_use.borrow_mut().extend(found);
            }
            None => self.report(problems::unknown_kind(path.span, &name, &kinds)),
        }
    }

    /// The kinds of top-level resources that no module in use has.
    fn unknown_kinds(&self) -> Vec<&'p str> {
        let mut names: Vec<&str> = Vec::new();
        for (index, module) in self.program.modules.iter().enumerate() {
            let id = ModuleId(u32::try_from(index).unwrap_or(u32::MAX));
            for item in &module.items {
                if let ItemKind::Resource(resource) = &item.kind
                    && let [name] = resource.kind.names.as_slice()
                    && self.find(&resource.kind, id) == Lookup::Unknown
                    && !names.contains(&&*name.text)
                {
                    names.push(&name.text);
                }
            }
        }
        names
    }

    /// What a path of one word, or of a module and a word, means where a type or kind is expected.
    pub(crate) fn find(&self, path: &tree::Path, module: ModuleId) -> Lookup {
        match path.names.as_slice() {
            [name] => self.program.lookup(module, Namespace::Types, &name.text),
            [word, name] => match self.program.module_by_word(module, &word.text) {
                Some(used) => self.program.lookup_in(used, Namespace::Types, &name.text),
                None => Lookup::Unknown,
            },
            _ => Lookup::Unknown,
        }
    }

    /// The kinds that can be written bare in a module, for suggestions.
    pub fn kind_names(&self, module: ModuleId) -> Vec<&'p str> {
        let kind = |name: &&str| match self.program.lookup(module, Namespace::Types, name) {
            Lookup::Found(def) => self.program.def(def).is_some_and(|d| d.sort == DefSort::Kind),
            _ => false,
        };
        self.program.names(module, Namespace::Types).into_iter().filter(kind).collect()
    }
}

impl<'p> Kind<'p> {
    /// Its fields, in order.
    pub fn fields(&self) -> impl Iterator<Item = (&Arc<str>, &Member<'p>, &FieldInfo<'p>)> {
        self.members.iter().filter_map(|(name, member)| match &member.kind {
            MemberKind::Field(info) => Some((name, member, info)),
            _ => None,
        })
    }

    /// A field by name.
    pub fn field(&self, name: &str) -> Option<&FieldInfo<'p>> {
        match &self.members.get(name)?.kind {
            MemberKind::Field(info) => Some(info),
            _ => None,
        }
    }

    /// Its blocks, in order.
    pub fn blocks(&self) -> impl Iterator<Item = (&Arc<str>, KindId)> {
        self.members.iter().filter_map(|(name, member)| match member.kind {
            MemberKind::Block(id) => Some((name, id)),
            _ => None,
        })
    }
}

/// `a.b.c`
pub fn text_of(path: &tree::Path) -> String {
    path.names.iter().map(|n| &*n.text).collect::<Vec<_>>().join(".")
}

fn collect_steps<'p>(items: &'p [Item], steps: &mut IndexMap<Arc<str>, &'p tree::Step>) {
    for item in items {
        match &item.kind {
            ItemKind::Step(step) => {
                steps.entry(step.name.text.clone()).or_insert(step);
            }
            ItemKind::If(inner) => {
                collect_steps(&inner.then, steps);
                collect_steps(inner.otherwise.as_deref().unwrap_or(&[]), steps);
            }
            ItemKind::For(inner) => collect_steps(&inner.body, steps),
            _ => {}
        }
    }
}
