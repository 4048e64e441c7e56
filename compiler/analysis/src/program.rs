//! All modules of a run, and what they define.
//!
//! The files of a project are parsed at once, since every mistake in them is reported. An item of the standard library
//! is parsed when something asks for it first: splitting the whole library into items takes a fraction of a millisecond.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use diagnostics::{Anchor, Diagnostics, Span};
use indexmap::IndexMap;
use syntax::tree::{Item, ItemKind};

/// Index into [`Program::modules`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModuleId(pub u32);

/// Index into [`Program::defs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DefId(pub u32);

/// What a definition defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefSort {
    /// `kind`
    Kind,
    /// `type`
    Type,
    /// `fn`, `late fn`
    Function,
    /// `let`
    Let,
    /// `secret`
    Secret,
    /// `param`
    Param,
}

impl DefSort {
    /// Whether it is found where a type is expected. A kind is found at both places.
    pub fn is_type(self) -> bool {
        matches!(self, Self::Kind | Self::Type)
    }

    /// The word that begins it.
    pub fn from_keyword(keyword: &str) -> Option<Self> {
        Some(match keyword {
            "kind" => Self::Kind,
            "type" => Self::Type,
            "fn" => Self::Function,
            "let" => Self::Let,
            "secret" => Self::Secret,
            "param" => Self::Param,
            _ => return None,
        })
    }

    /// What a parsed item defines, and its name.
    pub fn of(item: &Item) -> Option<(Self, &syntax::tree::Name)> {
        Some(match &item.kind {
            ItemKind::Kind(x) => (Self::Kind, &x.name),
            ItemKind::Type(x) => (Self::Type, &x.name),
            ItemKind::Function(x) => (Self::Function, &x.name),
            ItemKind::Let(x) => (Self::Let, &x.name),
            ItemKind::Secret(x) => (Self::Secret, &x.name),
            ItemKind::Param(x) => (Self::Param, &x.name),
            _ => return None,
        })
    }
}

/// A named thing of a module.
#[derive(Debug)]
pub struct Def {
    /// Where it is defined.
    pub module: ModuleId,
    /// Its name.
    pub name: Arc<str>,
    /// What it is.
    pub sort: DefSort,
    pub(crate) source: Source,
    pub(crate) item: OnceCell<Arc<Item>>,
}

/// The text that a definition is parsed from on first use.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) text: &'static str,
    pub(crate) anchor: Anchor,
}

/// A module that another one uses.
#[derive(Debug, Clone)]
pub struct UseEdge {
    /// The module.
    pub module: ModuleId,
    /// The word it is known by.
    pub word: Arc<str>,
    /// Whether it is passed on.
    pub export: bool,
}

/// A file, or a folder of the standard library.
#[derive(Debug, Default)]
pub struct Module {
    /// `std.aws`, or the path of a file.
    pub name: Arc<str>,
    /// Whether it is a part of the standard library.
    pub library: bool,
    /// Kinds and types by name.
    pub types: IndexMap<Arc<str>, DefId>,
    /// Functions, lets, secrets and parameters by name.
    pub values: IndexMap<Arc<str>, DefId>,
    /// What it uses, in order.
    pub uses: Vec<UseEdge>,
    /// The items of a project's file, in order; empty for the library.
    pub items: Vec<Arc<Item>>,
    /// Where the file begins.
    pub start: Option<Span>,
    pub(crate) visible: OnceCell<Vec<ModuleId>>,
}

/// All modules.
#[derive(Debug)]
pub struct Program {
    /// In the order in which they were met; the spec is the last but the core.
    pub modules: Vec<Module>,
    /// All definitions.
    pub defs: Vec<Def>,
    /// The spec.
    pub root: ModuleId,
    /// `std.core`, which is always in scope.
    pub core: ModuleId,
    /// Whether something that is used can't be had: names that are unknown may be its.
    pub broken_uses: bool,
    /// What the command line gives to parameters.
    pub(crate) given: Vec<crate::given::Given>,
    /// Which spans are of the library, by anchor.
    pub(crate) library_anchors: std::collections::HashSet<Anchor>,
    /// The test that this program was made for.
    pub(crate) test: Option<Arc<Item>>,
    /// Syntax errors of items that were parsed on first use. The library has none; a test sees to it.
    pub(crate) late: RefCell<Diagnostics>,
    pub(crate) missing: Module,
}

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// One thing.
    Found(DefId),
    /// Several modules have it.
    Ambiguous(Vec<DefId>),
    /// It begins with `_` and belongs to another module.
    Private(DefId),
    /// Nothing.
    Unknown,
}

impl Lookup {
    /// All that may be meant.
    pub(crate) fn defs(&self) -> &[DefId] {
        match self {
            Self::Found(def) => std::slice::from_ref(def),
            Self::Ambiguous(defs) => defs,
            Self::Private(_) | Self::Unknown => &[],
        }
    }
}

/// Where a name is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespace {
    /// Kinds and types.
    Types,
    /// Functions, lets, secrets, parameters.
    Values,
}

impl Program {
    /// A module. Ids come from this program alone.
    pub fn module(&self, id: ModuleId) -> &Module {
        self.modules.get(id.0 as usize).unwrap_or(&self.missing)
    }

    /// A definition, if the id is of this program.
    pub fn def(&self, id: DefId) -> Option<&Def> {
        self.defs.get(id.0 as usize)
    }

    /// The item of a definition, parsed now if it wasn't yet.
    pub fn item(&self, id: DefId) -> Option<&Item> {
        let def = self.def(id)?;
        if def.item.get().is_none() {
            let mut diagnostics = self.late.borrow_mut();
            let items = syntax::parse_chunk(def.source.text, def.source.anchor, &mut diagnostics);
            let item = items.into_iter().find(|i| DefSort::of(i).is_some())?;
            // Nobody else can have set it in between.
            drop(def.item.set(Arc::new(item)));
        }
        def.item.get().map(AsRef::as_ref)
    }

    /// The environments of the project, each with the module that it stands in, in order.
    pub fn environments(&self) -> impl Iterator<Item = (ModuleId, &syntax::tree::Environment)> {
        let modules = (0..).map(ModuleId).zip(&self.modules);
        modules.flat_map(|(id, module)| {
            module.items.iter().filter_map(move |item| match &item.kind {
                ItemKind::Environment(environment) => Some((id, environment)),
                _ => None,
            })
        })
    }

    /// The parameter that a word means in a module.
    pub fn param(&self, module: ModuleId, word: &str) -> Option<DefId> {
        match self.lookup(module, Namespace::Values, word) {
            Lookup::Found(def) => self.def(def).is_some_and(|d| d.sort == DefSort::Param).then_some(def),
            _ => None,
        }
    }

    /// The names of all parameters that can be written bare in a module.
    pub fn param_names(&self, module: ModuleId) -> Vec<&str> {
        let names = self.names(module, Namespace::Values).into_iter();
        names.filter(|name| self.param(module, name).is_some()).collect()
    }

    /// Whether a place can't be edited by the user.
    pub fn in_library(&self, span: Span) -> bool {
        self.library_anchors.contains(&span.anchor)
    }

    /// The modules whose names are bare in `module`, itself first, without the core.
    pub fn visible(&self, module: ModuleId) -> &[ModuleId] {
        self.module(module).visible.get_or_init(|| {
            let mut list = vec![module];
            for edge in &self.module(module).uses {
                self.add_exports(edge.module, &mut list);
            }
            list
        })
    }

    fn add_exports(&self, module: ModuleId, list: &mut Vec<ModuleId>) {
        if list.contains(&module) {
            return;
        }
        list.push(module);
        for edge in self.module(module).uses.iter().filter(|e| e.export) {
            self.add_exports(edge.module, list);
        }
    }

    /// A module, and those that it passes on.
    pub(crate) fn passed_on(&self, module: ModuleId) -> Vec<ModuleId> {
        let mut list = Vec::new();
        self.add_exports(module, &mut list);
        list
    }

    /// What a bare name means in a module: its own, then those of the modules it uses, then the core's.
    pub fn lookup(&self, module: ModuleId, namespace: Namespace, name: &str) -> Lookup {
        if let Some(own) = self.own(module, namespace, name) {
            return Lookup::Found(own);
        }
        let visible = self.visible(module);
        let found = self.among(visible.get(1..).unwrap_or(&[]), namespace, name);
        if found == Lookup::Unknown { self.among(&[self.core], namespace, name) } else { found }
    }

    /// What `word.name` means, where `word` is the module `qualifier`.
    pub fn lookup_in(&self, qualifier: ModuleId, namespace: Namespace, name: &str) -> Lookup {
        self.among(&self.passed_on(qualifier), namespace, name)
    }

    fn among(&self, modules: &[ModuleId], namespace: Namespace, name: &str) -> Lookup {
        let mut found: Vec<DefId> = modules.iter().filter_map(|m| self.own(*m, namespace, name)).collect();
        found.dedup();
        match found.as_slice() {
            [] => Lookup::Unknown,
            [one] if name.starts_with('_') => Lookup::Private(*one),
            [one] => Lookup::Found(*one),
            _ => Lookup::Ambiguous(found),
        }
    }

    fn own(&self, module: ModuleId, namespace: Namespace, name: &str) -> Option<DefId> {
        let module = self.module(module);
        let table = if namespace == Namespace::Types { &module.types } else { &module.values };
        table.get(name).copied()
    }

    /// The module that a word stands for in `module`: its own `use`s, and those that a used module passes on.
    pub fn module_by_word(&self, module: ModuleId, word: &str) -> Option<ModuleId> {
        let edges = self
            .visible(module)
            .iter()
            .enumerate()
            .flat_map(|(i, m)| self.module(*m).uses.iter().filter(move |e| i == 0 || e.export));
        edges.into_iter().find(|e| &*e.word == word).map(|e| e.module)
    }

    /// All names that can be written bare in `module`, for suggestions; of other modules, those that aren't private.
    pub fn names(&self, module: ModuleId, namespace: Namespace) -> Vec<&str> {
        let others = self.visible(module).iter().skip(1).chain([&self.core]);
        let table = |id: ModuleId| {
            let module = self.module(id);
            if namespace == Namespace::Types { module.types.keys() } else { module.values.keys() }
        };
        let public = others.flat_map(|id| table(*id)).filter(|name| !name.starts_with('_'));
        table(module).chain(public).map(AsRef::as_ref).collect()
    }

    /// `aws.role`: how to write a definition without doubt.
    pub fn qualified(&self, id: DefId) -> String {
        let Some(def) = self.def(id) else { return String::new() };
        let module = &self.module(def.module).name;
        let word = module.rsplit(['.', '/']).find(|w| *w != "wave").unwrap_or(module);
        format!("{word}.{}", def.name)
    }
}

/// Names to modules while loading.
pub(crate) type Loaded = HashMap<String, ModuleId>;
