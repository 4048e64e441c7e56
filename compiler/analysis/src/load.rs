//! From the name of a spec to all modules that it uses.

use std::collections::HashSet;
use std::sync::Arc;

use diagnostics::{Anchor, Diagnostics, Sources, Span};
use syntax::tree::{Item, ItemKind, Use, UseTarget};

use crate::problems::files as problems;
use crate::program::{Def, DefId, DefSort, Loaded, Module, ModuleId, Program, Source, UseEdge};
use crate::world::World;

include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// Loads a spec, what it uses, and the core of the library. `None` if the spec itself can't be read.
pub fn load(
    spec: &str,
    world: &dyn World,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Program> {
    let mut loader = Loader {
        world,
        sources,
        diagnostics,
        modules: Vec::new(),
        defs: Vec::new(),
        loaded: Loaded::default(),
        path: Vec::new(),
        library_anchors: HashSet::new(),
        broken_uses: false,
    };
    let core = loader.library("std.core")?;
    let root = loader.file(spec, None)?;
    Some(Program {
        modules: loader.modules,
        defs: loader.defs,
        root,
        core,
        broken_uses: loader.broken_uses,
        given: Vec::new(),
        library_anchors: loader.library_anchors,
        late: std::cell::RefCell::default(),
        missing: Module::default(),
    })
}

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
}

impl Loader<'_> {
    /// A module of the library.
    fn library(&mut self, name: &str) -> Option<ModuleId> {
        if let Some(id) = self.loaded.get(name) {
            return Some(*id);
        }
        let files: Vec<_> = files_of(name).collect();
        if !name.starts_with("std.") || files.is_empty() {
            return None;
        }
        self.path.push((name.to_owned(), None));
        let mut module = Module { name: name.into(), library: true, ..Module::default() };
        let mut defs = Vec::new();
        for (path, text) in files {
            let id = self.sources.add(format!("std/{path}"), *text, true);
            for chunk in syntax::split(text) {
                let anchor = self.sources.anchor(id, chunk.start);
                self.library_anchors.insert(anchor);
                let source = text.get(chunk.start..chunk.end).unwrap_or("");
                self.library_chunk(source, anchor, &mut module, &mut defs);
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
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for item in &tree.items {
            if let ItemKind::Use(used) = &item.kind {
                module.uses.extend(self.used(used, item.span, folder));
            }
        }
        self.path.pop();
        let defs = tree.items.iter().filter_map(definition).collect();
        module.items = tree.items;
        Some(self.add(module, defs))
    }

    fn read(&mut self, path: &str, from: Option<Span>) -> Option<String> {
        let bytes = match self.world.read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let from = from.unwrap_or_else(|| self.nowhere(path, ""));
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let files = self.world.list(folder);
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

fn definition(item: &Arc<Item>) -> Option<Def> {
    let (sort, name) = DefSort::of(item)?;
    let source = Source { text: "", anchor: item.span.anchor };
    let (name, module) = (name.text.clone(), ModuleId(0));
    (!name.is_empty()).then(|| Def { module, name, sort, source, item: Arc::clone(item).into() })
}
