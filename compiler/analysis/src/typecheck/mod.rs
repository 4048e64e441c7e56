//! Whether each value fits where it stands, before anything is computed.
//!
//! All of a project is checked, and what it uses of the standard library. Types are found in both directions: a place
//! that expects something hands that down ([`Checker::check`]), any other asks what there is ([`Checker::infer`]).
//! A mistake is reported at the smallest expression that holds it and makes its type unknown, which agrees with all.
//! What depends on values alone (whether a string fits a pattern, which way a condition goes) is not known here.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use diagnostics::Span;
use indexmap::IndexMap;
use syntax::tree::{Item, ItemKind};

use crate::declarations::{Declarations, Kind, MemberKind};
use crate::program::{DefId, DefSort, ModuleId, Namespace};
use crate::types::{KindId, Type};

mod calls;
mod circles;
mod conditions;
mod entries;
mod exceptions;
mod expressions;
mod hints;
mod items;
mod kinds;
mod labels;
mod names;
mod operators;
mod params;
mod places;
mod resources;
mod scope;
mod selection;
mod steps;
#[cfg(test)]
mod tests;
mod text;
mod unquoted;

use labels::Labels;
use scope::Scope;

pub(crate) use scope::plain_text;

/// Checks all items of all files of the project. The standard library is taken as it is: checking what a deployment uses of it
/// would take a fifth of a run.
pub(crate) fn typecheck(declarations: &Declarations<'_>) {
    let checker = Checker::of_project(declarations);
    for (id, module) in module_ids(declarations).filter(|(_, m)| !m.library) {
        for item in &module.items {
            checker.file_item(item, &Scope::of_module(id));
        }
    }
    if let Some(test) = declarations.program.test() {
        checker.test(&Scope::of_module(declarations.program.root), test);
    }
    checker.finish();
}

/// Checks every definition of a module, whether it is used or not.
pub(crate) fn typecheck_module(declarations: &Declarations<'_>, module: ModuleId) {
    let checker = Checker { trusts_library: false, ..Checker::of_project(declarations) };
    let tables = declarations.program.module(module);
    for def in tables.types.values().chain(tables.values.values()) {
        if let Some(item) = declarations.program.item(*def) {
            checker.file_item(item, &Scope::of_module(module));
        }
    }
    checker.finish();
}

fn module_ids<'p>(declarations: &Declarations<'p>) -> impl Iterator<Item = (ModuleId, &'p crate::Module)> {
    let modules = declarations.program.modules.iter().enumerate();
    modules.filter_map(|(i, module)| Some((ModuleId(u32::try_from(i).ok()?), module)))
}

/// What is to be checked, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Work {
    Kind(KindId),
    Function(DefId),
    Let(DefId),
}

/// A `let`: of a file, or of a kind by its index there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum LetKey {
    Def(DefId),
    Member(KindId, usize),
}

/// What was found out so far.
struct Checker<'d, 'p> {
    declarations: &'d Declarations<'p>,
    /// Whether the standard library is taken as it is.
    trusts_library: bool,
    /// The kind of `deployment`.
    deployment: Option<KindId>,
    /// The resources of the project that aren't inside another.
    resources: Labels,
    nested: RefCell<HashMap<KindId, Rc<Labels>>>,
    /// `None` while a `let` is being looked at.
    lets: RefCell<HashMap<LetKey, Option<Type<'p>>>>,
    params: RefCell<HashMap<DefId, Type<'p>>>,
    reached: RefCell<HashSet<Work>>,
    queue: RefCell<Vec<Work>>,
    /// The names of kinds that resources are declared of, and that don't exist.
    unknown_kinds: RefCell<HashSet<String>>,
    /// Whether it was said that there are no environments.
    no_environments: Cell<bool>,
    /// The labels of those resources.
    orphans: RefCell<HashSet<std::sync::Arc<str>>>,
    /// Who calls whom, and where.
    calls: RefCell<IndexMap<DefId, Vec<(DefId, Span)>>>,
    /// Which kind is made of which, and where.
    made_of: RefCell<IndexMap<KindId, Vec<(KindId, Span)>>>,
}

impl<'d, 'p> Checker<'d, 'p> {
    fn of_project(declarations: &'d Declarations<'p>) -> Self {
        let core = declarations.program.module(declarations.program.core);
        let deployment = core.types.get("deployment").and_then(|def| declarations.kind_of(*def));
        let mut checker = Self {
            declarations,
            trusts_library: true,
            deployment,
            resources: Labels::default(),
            nested: RefCell::default(),
            lets: RefCell::default(),
            params: RefCell::default(),
            reached: RefCell::default(),
            queue: RefCell::default(),
            unknown_kinds: RefCell::default(),
            no_environments: Cell::default(),
            orphans: RefCell::default(),
            calls: RefCell::default(),
            made_of: RefCell::default(),
        };
        let mut resources = Labels::default();
        for (id, module) in module_ids(declarations) {
            checker.collect_labels(module.items.iter().map(AsRef::as_ref), id, &mut resources);
        }
        checker.resources = resources;
        checker
    }

    /// Works off what was reached, and looks for circles in all of it.
    fn finish(&self) {
        loop {
            let Some(work) = self.queue.borrow_mut().pop() else { break };
            if self.trusts_library && self.is_of_library(work) {
                self.find_nested(work);
                continue;
            }
            match work {
                Work::Kind(id) => self.kind(id),
                Work::Function(def) => self.function(def),
                Work::Let(def) => self.top_let(def),
            }
        }
        self.report_circles();
    }

    /// Whether something was checked when wavec was tested: a test checks all of the library.
    fn is_of_library(&self, work: Work) -> bool {
        let module = match work {
            Work::Kind(id) => self.declarations.kind(id).map(|k| k.module),
            Work::Function(def) | Work::Let(def) => self.declarations.program.def(def).map(|d| d.module),
        };
        module.is_some_and(|m| self.declarations.program.module(m).library)
    }

    /// What evaluation wants to know of a kind all the same: which kinds it is made of.
    fn find_nested(&self, work: Work) {
        let Work::Kind(id) = work else { return };
        let Some(kind) = self.declarations.kind(id) else { return };
        self.nested(&kind).kinds().for_each(|inner| self.reach(Work::Kind(inner)));
    }

    fn reach(&self, work: Work) {
        if self.reached.borrow_mut().insert(work) {
            self.queue.borrow_mut().push(work);
        }
    }

    fn is_deployment(&self, kind: KindId) -> bool {
        self.deployment == Some(kind)
    }

    /// What a kind is made of.
    fn nested(&self, kind: &Kind<'p>) -> Rc<Labels> {
        if let Some(known) = self.nested.borrow().get(&kind.id) {
            return Rc::clone(known);
        }
        let mut labels = Labels::default();
        self.collect_labels(kind.items.iter(), kind.module, &mut labels);
        let labels = Rc::new(labels);
        self.nested.borrow_mut().insert(kind.id, Rc::clone(&labels));
        labels
    }

    /// The type of a `let` of a file.
    fn type_of_let(&self, def: DefId) -> Type<'p> {
        self.reach(Work::Let(def));
        let Some(ItemKind::Let(binding)) = self.declarations.program.item(def).map(|i| &i.kind) else {
            return Type::Unknown;
        };
        let Some(module) = self.declarations.program.def(def).map(|d| d.module) else { return Type::Unknown };
        self.once(LetKey::Def(def), || match &binding.ty {
            Some(ty) => self.declarations.lower(ty, module),
            None => self.infer(&Scope::of_module(module), &binding.value),
        })
    }

    /// The value of a `let` whose type was given.
    fn top_let(&self, def: DefId) {
        let ty = self.type_of_let(def);
        let Some(ItemKind::Let(binding)) = self.declarations.program.item(def).map(|i| &i.kind) else {
            return;
        };
        let Some(module) = self.declarations.program.def(def).map(|d| d.module) else { return };
        if binding.ty.is_some() {
            self.check(&Scope::of_module(module), &binding.value, &ty.into());
        }
    }

    /// The type of a member of a kind, as it is seen from outside.
    fn type_of_member(&self, kind: &Rc<Kind<'p>>, index: usize) -> Type<'p> {
        let Some((name, member)) = kind.members.get_index(index) else { return Type::Unknown };
        match &member.kind {
            MemberKind::Field(info) => info.ty.clone(),
            MemberKind::Let(Some(ty), _) => ty.clone(),
            MemberKind::Let(None, value) => {
                self.once(LetKey::Member(kind.id, index), || self.infer(&Scope::of_kind(kind), value))
            }
            MemberKind::Block(id) => Type::List(Rc::new(Type::Resource(*id, name.clone()))),
        }
    }

    /// A type that is found once. What needs itself is unknown here; evaluation shows the way round.
    fn once(&self, key: LetKey, find: impl FnOnce() -> Type<'p>) -> Type<'p> {
        if let Some(known) = self.lets.borrow().get(&key) {
            return known.clone().unwrap_or(Type::Unknown);
        }
        self.lets.borrow_mut().insert(key, None);
        let ty = find();
        self.lets.borrow_mut().insert(key, Some(ty.clone()));
        ty
    }

    /// The type of a parameter of the deployment.
    fn type_of_param(&self, def: DefId) -> Type<'p> {
        if let Some(known) = self.params.borrow().get(&def) {
            return known.clone();
        }
        let Some(module) = self.declarations.program.def(def).map(|d| d.module) else { return Type::Unknown };
        let ty = match self.declarations.program.item(def).map(|i| &i.kind) {
            Some(ItemKind::Param(param)) => self.declarations.lower(&param.ty, module),
            _ => Type::Unknown,
        };
        self.params.borrow_mut().insert(def, ty.clone());
        ty
    }

    /// The definition of an item at the top level of a file.
    fn def_of(&self, item: &Item, module: ModuleId) -> Option<DefId> {
        let (sort, name) = DefSort::of(item)?;
        let module = self.declarations.program.module(module);
        let table = if sort.is_type() { &module.types } else { &module.values };
        let def = *table.get(&name.text)?;
        // Of two definitions with one name, the second was reported and means nothing.
        let own = self.declarations.program.item(def).is_some_and(|i| std::ptr::eq(i, item));
        own.then_some(def)
    }

    /// The words that could stand where one means nothing.
    fn words(&self, scope: &Scope<'p>) -> Vec<String> {
        let mut words: Vec<String> = scope.local_names().into_iter().map(str::to_owned).collect();
        words.extend(self.declarations.words(scope.owner.as_deref(), scope.module));
        words
    }

    /// The functions that could be called where a word is none.
    fn function_names(&self, scope: &Scope<'p>) -> Vec<String> {
        let program = self.declarations.program;
        let functions = program.names(scope.module, Namespace::Values).into_iter().filter(|name| {
            let found = program.lookup(scope.module, Namespace::Values, name);
            matches!(found, crate::Lookup::Found(def) if program.def(def).is_some_and(|d| d.sort == DefSort::Function))
        });
        let builtins = crate::builtins::BUILTINS.iter().map(|b| b.name);
        functions.chain(builtins).chain(["all"]).map(str::to_owned).collect()
    }
}
