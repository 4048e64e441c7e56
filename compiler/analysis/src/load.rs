//! From the name of a spec to all modules that it uses.

use std::collections::HashSet;
use std::sync::Arc;

use diagnostics::{Anchor, Diagnostics, Sources, Span};
use syntax::tree::{Item, ItemKind, Use, UseTarget};

use crate::problems::files as problems;
use crate::program::{Def, DefId, DefSort, Loaded, Module, ModuleId, Program, Source, UseEdge};
use crate::world::{World, folder_of};

include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// Loads a spec, what it uses, and the core of the library. `None` if the spec itself can't be read.
pub fn load(
    spec: &str,
    world: &dyn World,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Program> {
    let mut loader = Loader::new(world, sources, diagnostics, None);
    let core = loader.library("std.core")?;
    let root = loader.file(spec, None)?;
    Some(loader.program(core, root))
}

/// A test of a module: the how manieth.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fragment<'a> {
    pub(crate) module: &'a str,
    pub(crate) index: usize,
}

/// Loads a module in which the fragment of a test stands in place of all items.
pub(crate) fn load_test(
    fragment: &Fragment<'_>,
    world: &dyn World,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Program> {
    let mut loader = Loader::new(world, sources, diagnostics, Some(*fragment));
    let core = loader.library("std.core")?;
    let root = match loader.library(fragment.module) {
        Some(module) => module,
        None => loader.file(fragment.module, None)?,
    };
    Some(loader.program(core, root))
}

/// The tests of a module of the standard library.
pub(crate) fn library_tests(module: &str, anchor: Anchor, diagnostics: &mut Diagnostics) -> Vec<Item> {
    let mut tests = Vec::new();
    for text in files_of(module).map(|(_, text)| text) {
        for chunk in syntax::split(text) {
            let source = text.get(chunk.start..chunk.end).unwrap_or("");
            if syntax::head(source).keyword == "test" {
                tests.extend(syntax::parse_chunk(source, anchor, diagnostics));
            }
        }
    }
    tests
}

/// What a test's fragment that says nothing of its own is deployed to.
const DEPLOYMENT: &str = "deployment test {
    account = \"123456789012\"
    region  = \"eu-west-1\"
}
";

/// The names of all modules of the standard library, for suggestions and for the test that compiles all of it.
pub fn library_modules() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (path, _) in LIBRARY {
        let stem = path.trim_end_matches(".wave");
        // A folder whose files define things is one module; `systems/` only holds modules.
        let parts: Vec<&str> = stem.split('/').collect();
        let module = match parts.as_slice() {
            ["systems", system, ..] => format!("std.systems.{system}"),
            [first, ..] => format!("std.{first}"),
            [] => continue,
        };
        if !names.contains(&module) {
            names.push(module);
        }
    }
    names
}

/// What a module of the library brings: the names of its kinds and types, and the modules that it passes on.
fn brings(module: &str) -> (Vec<&'static str>, Vec<String>) {
    let (mut names, mut passed) = (Vec::new(), Vec::new());
    for text in files_of(module).map(|(_, text)| text) {
        for chunk in syntax::split(text) {
            let source = text.get(chunk.start..chunk.end).unwrap_or("");
            let head = syntax::head(source);
            match head.keyword {
                "kind" | "type" => names.push(head.name),
                "use" if source.lines().any(|l| l.starts_with("export ")) => {
                    passed.push(head.name.to_owned());
                }
                _ => {}
            }
        }
    }
    (names, passed)
}

/// The module of the library that brings most of these kinds and types, and which of them: for the help on a `use` that is
/// missing. Of modules that bring equally many, the one that brings least else.
pub(crate) fn module_that_brings(wanted: &[&str]) -> Option<(String, Vec<String>)> {
    let modules = library_modules().into_iter().filter(|m| m != "std.core");
    let candidates = modules.map(|module| {
        let (mut names, mut passed) = brings(&module);
        while let Some(next) = passed.pop() {
            let (more, further) = brings(&next);
            names.extend(more);
            passed.extend(further);
        }
        let found: Vec<String> =
            wanted.iter().filter(|w| names.contains(w)).map(ToString::to_string).collect();
        (module, found, names.len())
    });
    let best = candidates
        .filter(|(_, found, _)| !found.is_empty())
        .min_by_key(|(_, found, all)| (usize::MAX - found.len(), *all));
    best.map(|(module, found, _)| (module, found))
}

/// The files of a module: `std.a.b` is `a/b.wave`, or all files of the folder `a/b/`.
fn files_of(module: &str) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    let stem = module.strip_prefix("std.").unwrap_or("").replace('.', "/");
    let (file, folder) = (format!("{stem}.wave"), format!("{stem}/"));
    LIBRARY.iter().filter(move |(path, _)| {
        *path == file || path.strip_prefix(&folder).is_some_and(|p| !p.contains('/'))
    })
}

struct Loader<'a> {
    world: &'a dyn World,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
    modules: Vec<Module>,
    defs: Vec<Def>,
    loaded: Loaded,
    /// The modules that are being loaded: name, and the `use` that asked for it.
    path: Vec<(String, Option<Span>)>,
    library_anchors: HashSet<Anchor>,
    broken_uses: bool,
    /// The test that takes the place of its module's items.
    fragment: Option<Fragment<'a>>,
    /// The same, once it was found.
    test: Option<Arc<Item>>,
}

impl<'a> Loader<'a> {
    fn new(
        world: &'a dyn World,
        sources: &'a mut Sources,
        diagnostics: &'a mut Diagnostics,
        fragment: Option<Fragment<'a>>,
    ) -> Self {
        Self {
            world,
            sources,
            diagnostics,
            modules: Vec::new(),
            defs: Vec::new(),
            loaded: Loaded::default(),
            path: Vec::new(),
            library_anchors: HashSet::new(),
            broken_uses: false,
            fragment,
            test: None,
        }
    }

    fn program(self, core: ModuleId, root: ModuleId) -> Program {
        Program {
            modules: self.modules,
            defs: self.defs,
            root,
            core,
            broken_uses: self.broken_uses,
            given: Vec::new(),
            library_anchors: self.library_anchors,
            test: self.test,
            late: std::cell::RefCell::default(),
            missing: Module::default(),
        }
    }

    /// Puts the fragment of a test in place of a module's items.
    fn put_fragment(&mut self, test: &Arc<Item>, module: &mut Module, defs: &mut Vec<Def>, folder: &str) {
        let mut items = crate::tests::items_of(test);
        for item in &items {
            if let ItemKind::Use(used) = &item.kind {
                module.uses.extend(self.used(used, item.span, folder));
            }
        }
        defs.extend(items.iter().filter_map(definition));
        if !items.iter().any(|i| is_deployment(i)) {
            let id = self.sources.add("std/test.wave", DEPLOYMENT, true);
            let anchor = self.sources.anchor(id, 0);
            self.library_anchors.insert(anchor);
            items.extend(syntax::parse_chunk(DEPLOYMENT, anchor, self.diagnostics).into_iter().map(Arc::new));
        }
        module.items = items;
        module.library = false;
        module.start = Some(test.span);
        self.test = Some(Arc::clone(test));
    }

    /// Whether a module is the one that the test stands in, and the test's number.
    fn fragment_of(&self, module: &str) -> Option<usize> {
        self.fragment.filter(|f| f.module == module).map(|f| f.index)
    }
    /// A module of the library.
    fn library(&mut self, name: &str) -> Option<ModuleId> {
        if let Some(id) = self.loaded.get(name) {
            return Some(*id);
        }
        // What only tests need is no part of a spec's run.
        let tested = self.fragment_of(name).is_some();
        let files: Vec<_> =
            files_of(name).filter(|(path, _)| tested || !path.ends_with("/tests.wave")).collect();
        if !name.starts_with("std.") || files.is_empty() {
            return None;
        }
        self.path.push((name.to_owned(), None));
        let mut module = Module { name: name.into(), library: true, ..Module::default() };
        let (mut defs, mut tests) = (Vec::new(), Vec::new());
        for (path, text) in files {
            let id = self.sources.add(format!("std/{path}"), *text, true);
            for chunk in syntax::split(text) {
                let anchor = self.sources.anchor(id, chunk.start);
                self.library_anchors.insert(anchor);
                let source = text.get(chunk.start..chunk.end).unwrap_or("");
                if self.fragment.is_some() && syntax::head(source).keyword == "test" {
                    tests.push((source, anchor));
                }
                self.library_chunk(source, anchor, &mut module, &mut defs);
            }
        }
        if let Some((text, anchor)) = self.fragment_of(name).and_then(|index| tests.get(index).copied()) {
            let test = syntax::parse_chunk(text, anchor, self.diagnostics).into_iter().next().map(Arc::new);
            if let Some(test) = test {
                self.put_fragment(&test, &mut module, &mut defs, "");
            }
        }
        self.path.pop();
        Some(self.add(module, defs))
    }

    fn library_chunk(
        &mut self,
        text: &'static str,
        anchor: Anchor,
        module: &mut Module,
        defs: &mut Vec<Def>,
    ) {
        let head = syntax::head(text);
        if head.keyword == "use" {
            for item in syntax::parse_chunk(text, anchor, self.diagnostics) {
                if let ItemKind::Use(used) = &item.kind {
                    module.uses.extend(self.used(used, item.span, ""));
                }
            }
        } else if let Some(sort) = DefSort::from_keyword(head.keyword) {
            let source = Source { text, anchor };
            let name = head.name.into();
            defs.push(Def { module: ModuleId(0), name, sort, source, item: std::cell::OnceCell::new() });
        }
    }

    /// A file of the project. `from` is the `use` that names it.
    fn file(&mut self, path: &str, from: Option<Span>) -> Option<ModuleId> {
        if let Some(id) = self.loaded.get(path) {
            return Some(*id);
        }
        let text = self.read(path, from)?;
        let id = self.sources.add(path, text, false);
        let tree = syntax::parse_file(id, self.sources, self.diagnostics);
        let start = Span::new(self.sources.anchor(id, 0), 0, 0);
        let mut module = Module { name: path.into(), start: Some(start), ..Module::default() };
        self.path.push((path.to_owned(), from));
        let folder = folder_of(path);
        for item in &tree.items {
            if let ItemKind::Use(used) = &item.kind {
                module.uses.extend(self.used(used, item.span, folder));
            }
        }
        let mut defs = tree.items.iter().filter_map(definition).collect();
        let mut tests = tree.items.iter().filter(|i| matches!(i.kind, ItemKind::Test(_)));
        match self.fragment_of(path).and_then(|index| tests.nth(index)) {
            Some(fragment) => self.put_fragment(fragment, &mut module, &mut defs, folder),
            None => module.items = tree.items,
        }
        self.path.pop();
        Some(self.add(module, defs))
    }

    fn read(&mut self, path: &str, from: Option<Span>) -> Option<String> {
        let bytes = match self.world.read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let from = from.unwrap_or_else(|| self.nowhere(path, ""));
                let files = self.world.list(folder_of(path));
                self.diagnostics.push(problems::unreadable(from, path, &error, &files));
                return None;
            }
        };
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(bytes);
        String::from_utf8(bytes).map_err(|error| self.not_utf8(path, &error)).ok()
    }

    /// Shows the readable text before the first byte that isn't UTF-8.
    fn not_utf8(&mut self, path: &str, error: &std::string::FromUtf8Error) {
        let at = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let span = self.nowhere(path, &text);
        let at = u32::try_from(at).unwrap_or(0);
        let byte = error.as_bytes().get(at as usize).copied().unwrap_or(0);
        self.diagnostics.push(problems::not_utf8(Span { start: at, end: at + 1, ..span }, path, byte));
    }

    /// A place in a file that has no tree.
    fn nowhere(&mut self, path: &str, text: &str) -> Span {
        let id = self.sources.add(path, text, false);
        Span::new(self.sources.anchor(id, 0), 0, 0)
    }

    fn used(&mut self, used: &Use, span: Span, folder: &str) -> Option<UseEdge> {
        let (module, word) = match &used.target {
            UseTarget::Module(path) => {
                let name = path.names.iter().map(|n| &*n.text).collect::<Vec<_>>().join(".");
                if path.names.iter().any(|n| n.text.is_empty()) || self.circle(&name, path.span) {
                    return None;
                }
                let Some(module) = self.library(&name) else {
                    self.broken_uses = true;
                    self.diagnostics.push(problems::unknown_module(path.span, &name, &library_modules()));
                    return None;
                };
                (module, path.names.last()?.text.clone())
            }
            UseTarget::File(name) => {
                let path = self.project_path(folder, &name.text, name.span)?;
                if self.circle(&path, name.span) {
                    return None;
                }
                let stem = path.rsplit('/').next().unwrap_or(&path).trim_end_matches(".wave").to_owned();
                let file = self.file(&path, Some(name.span));
                self.broken_uses |= file.is_none();
                (file?, stem.into())
            }
        };
        let word = used.alias.as_ref().map_or(word, |a| a.text.clone());
        Some(UseEdge { module, word, export: used.export }).filter(|_| !span.is_empty())
    }

    /// The path below the spec's folder, or a diagnostic.
    fn project_path(&mut self, folder: &str, path: &str, span: Span) -> Option<String> {
        let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
        let mut inside = !path.starts_with('/') && !path.contains('\\') && !path.contains(':');
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => inside &= parts.pop().is_some(),
                part => parts.push(part),
            }
        }
        if !inside {
            self.diagnostics.push(problems::outside_project(span, path));
            return None;
        }
        Some(parts.join("/"))
    }

    /// Whether a module is being loaded already: then the way round is reported.
    fn circle(&mut self, name: &str, span: Span) -> bool {
        let Some(start) = self.path.iter().position(|(n, _)| n == name) else { return false };
        let way = self.path.get(start..).unwrap_or(&[]);
        self.broken_uses = true;
        self.diagnostics.push(problems::include_cycle(span, name, way));
        true
    }

    fn add(&mut self, mut module: Module, defs: Vec<Def>) -> ModuleId {
        let id = ModuleId(u32::try_from(self.modules.len()).unwrap_or(u32::MAX));
        for mut def in defs {
            def.module = id;
            let def_id = DefId(u32::try_from(self.defs.len()).unwrap_or(u32::MAX));
            let table = if def.sort.is_type() { &mut module.types } else { &mut module.values };
            if let Some(before) = table.get(&def.name) {
                let span = |d: &Def| d.item.get().and_then(|i| DefSort::of(i)).map(|(_, n)| n.span);
                let before = self.defs.get(before.0 as usize).and_then(span);
                if let (Some(now), Some(before)) = (span(&def), before) {
                    self.diagnostics.push(problems::duplicate_name(now, &def.name, before));
                }
                continue;
            }
            table.insert(def.name.clone(), def_id);
            self.defs.push(def);
        }
        self.loaded.insert(module.name.to_string(), id);
        self.modules.push(module);
        id
    }
}

fn is_deployment(item: &Item) -> bool {
    matches!(&item.kind, ItemKind::Resource(r) if crate::declarations::text_of(&r.kind) == "deployment")
}

fn definition(item: &Arc<Item>) -> Option<Def> {
    let (sort, name) = DefSort::of(item)?;
    let source = Source { text: "", anchor: item.span.anchor };
    let (name, module) = (name.text.clone(), ModuleId(0));
    (!name.is_empty()).then(|| Def { module, name, sort, source, item: Arc::clone(item).into() })
}
