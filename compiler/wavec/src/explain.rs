//! Pages on what the standard library declares: kinds, their fields and checks, types, functions. They are made from doc comments.
//!
//! Codes have their pages in the crate `diagnostics`; all of this is written in the language, and so are its pages.

pub(crate) mod pages;
pub mod targets;

use analysis::{BUILTINS, DefId, DefSort, Program, World};
use diagnostics::{Diagnostics, Sources};
use syntax::tree::{CheckKind, Item, ItemKind, Name};

use crate::world::Memory;

/// The standard library, read; or a spec, with what it uses.
#[derive(Debug)]
pub struct Library {
    program: Program,
    sources: Sources,
}

/// Something that is declared, and the name that it is asked for by: `bucket`, `bucket.name`, `cluster.node_group.size`.
struct Declared<'l> {
    name: String,
    module: &'l str,
    item: &'l Item,
}

impl Library {
    /// Reads all modules.
    pub fn read() -> Option<Self> {
        let uses: Vec<String> =
            analysis::library_modules().iter().map(|module| format!("use {module}")).collect();
        Self::of("spec.wave", &Memory::default().with("spec.wave", uses.join("\n")))
    }

    /// Reads a spec and all that it uses. What is wrong with it is of no interest here.
    pub fn of(spec: &str, world: &dyn World) -> Option<Self> {
        let (mut sources, mut ignored) = (Sources::default(), Diagnostics::new());
        let program = analysis::load(spec, world, &mut sources, &mut ignored)?;
        Some(Self { program, sources })
    }

    /// The page of a name, or of each thing that has it. A module's last word may stand before it: `k8s.secret`.
    pub fn page(&self, name: &str) -> Option<String> {
        let mut pages: Vec<String> = Vec::new();
        for found in self.declared() {
            let word = found.module.rsplit('.').next().unwrap_or_default();
            let qualified = name.strip_prefix(word).and_then(|rest| rest.strip_prefix('.'));
            if found.name == name || qualified == Some(found.name.as_str()) {
                pages.extend(pages::declared(&found, self));
            }
        }
        pages.extend(BUILTINS.iter().filter(|b| b.name == name).map(pages::builtin));
        if name == "all" {
            pages.push(pages::all());
        }
        (!pages.is_empty()).then(|| pages.join("\n"))
    }

    /// Everything that has a page, for suggestions.
    pub fn names(&self) -> Vec<String> {
        let declared = self.declared().into_iter().filter(|d| pages::declared(d, self).is_some());
        declared.map(|d| d.name).chain(BUILTINS.iter().map(|b| b.name.to_string())).collect()
    }

    /// The kinds, in order.
    pub fn kinds(&self) -> Vec<String> {
        let is_kind = |d: &Declared<'_>| matches!(d.item.kind, ItemKind::Kind(_)) && !d.name.starts_with('_');
        let mut kinds: Vec<String> = self.declared().into_iter().filter(is_kind).map(|d| d.name).collect();
        kinds.sort();
        kinds.dedup();
        kinds
    }

    /// The checks of a kind, by name; `None` if there is no such kind. Nothing else of the library is parsed.
    pub(crate) fn checks_of(&self, kind: &str) -> Option<Vec<(String, CheckKind)>> {
        let defs = self.program.defs.iter().zip(0..);
        let found = defs.filter(|(def, _)| def.sort == DefSort::Kind && *def.name == *kind);
        let items: Vec<&Item> = found.filter_map(|(_, index)| self.program.item(DefId(index))).collect();
        let mut all = Vec::new();
        for item in &items {
            collect(item, "", "", &mut all);
        }
        let checks = all.into_iter().filter_map(|declared| match &declared.item.kind {
            ItemKind::Check(check) => Some((declared.name, check.kind)),
            _ => None,
        });
        (!items.is_empty()).then(|| checks.collect())
    }

    fn declared(&self) -> Vec<Declared<'_>> {
        let mut all = Vec::new();
        let ids = (0..self.program.defs.len()).filter_map(|index| u32::try_from(index).ok().map(DefId));
        for id in ids {
            let (Some(def), Some(item)) = (self.program.def(id), self.program.item(id)) else { continue };
            collect(item, "", &self.program.module(def.module).name, &mut all);
        }
        for module in &self.program.modules {
            let rules = module.items.iter().filter(|item| matches!(item.kind, ItemKind::Check(_)));
            for rule in rules {
                collect(rule, "", &module.name, &mut all);
            }
        }
        all
    }
}

/// What is directly inside a kind or block.
fn inside<'l>(of: &Declared<'l>) -> Vec<Declared<'l>> {
    let mut all = Vec::new();
    for item in members(of.item) {
        collect(item, &format!("{}.", of.name), of.module, &mut all);
    }
    let depth = of.name.matches('.').count() + 1;
    all.retain(|d| d.name.matches('.').count() == depth);
    all
}

/// An item with a name, and what is inside it.
fn collect<'l>(item: &'l Item, prefix: &str, module: &'l str, all: &mut Vec<Declared<'l>>) {
    let Some(name) = name_of(item).filter(|n| !n.text.is_empty()) else {
        // An `if` or a `for` around members adds nothing to their names.
        for inner in members(item) {
            collect(inner, prefix, module, all);
        }
        return;
    };
    let name = format!("{prefix}{}", name.text);
    let inner = format!("{name}.");
    all.push(Declared { name, module, item });
    for member in members(item) {
        collect(member, &inner, module, all);
    }
}

fn name_of(item: &Item) -> Option<&Name> {
    Some(match &item.kind {
        ItemKind::Kind(kind) | ItemKind::Block(kind) => &kind.name,
        ItemKind::Field(field) => &field.name,
        ItemKind::Let(binding) => &binding.name,
        ItemKind::Check(check) => &check.name,
        ItemKind::Type(named) => &named.name,
        ItemKind::Function(function) => &function.name,
        _ => return None,
    })
}

fn members(item: &Item) -> Vec<&Item> {
    match &item.kind {
        ItemKind::Kind(kind) | ItemKind::Block(kind) => kind.members.iter().collect(),
        ItemKind::If(branch) => branch.both().collect(),
        ItemKind::For(repeat) => repeat.body.iter().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_check_has_a_page_that_says_something() {
        let library = Library::read().unwrap();
        let declared = library.declared();
        let checks: Vec<&Declared<'_>> =
            declared.iter().filter(|d| matches!(d.item.kind, ItemKind::Check(_))).collect();
        assert!(checks.iter().any(|d| d.name == "cluster.node_group.desired_in_size"));
        for Declared { name, .. } in checks {
            let page = library.page(name).unwrap();
            assert!(page.contains(&format!("[{name}]` unless")), "{page}");
            let sentence = page.lines().nth(2).unwrap_or_default();
            assert!(sentence.len() > 10, "`{name}` has no doc comment");
        }
    }

    #[test]
    fn a_kind_shows_its_fields_blocks_values_and_checks() {
        let library = Library::read().unwrap();
        let page = library.page("bucket").unwrap();
        assert!(page.starts_with("# bucket\n\nA bucket (S3). A stack creates it"), "{page}");
        assert!(page.contains("\n- `name: BucketName`: Its name, unique in all of AWS.\n"), "{page}");
        assert!(page.contains(
            "\n- `region: Region = if stack is some { stack.region } else { deployment.region }`: "
        ));
        assert!(page.contains("\n- `bucket.name_length` (error): "), "{page}");
        assert!(library.page("cluster").unwrap().contains("\n- `node_group`: "));
        assert_eq!(library.page("aws.bucket"), library.page("bucket"));
        assert_eq!(library.page("bucket.nam"), None);
    }

    #[test]
    fn a_field_shows_its_type_its_default_and_its_command() {
        let library = Library::read().unwrap();
        let page = library.page("bucket.region").unwrap();
        assert!(
            page.starts_with(
                "# bucket.region\n\nThe region that it is in. S3 keeps a bucket where it was made.\n\n"
            ),
            "{page}"
        );
        assert!(page.contains("region: Region = if stack is some { stack.region } else"), "{page}");
        assert!(page.contains("aws s3api get-bucket-location --bucket NAME "), "{page}");
        assert!(library.page("bucket.arn").unwrap().contains("is computed"));
    }

    #[test]
    fn functions_and_types_have_pages() {
        let library = Library::read().unwrap();
        let page = library.page("join").unwrap();
        assert!(page.contains("join(list: [string], separator: string) -> string"), "{page}");
        assert!(library.page("all").is_some());
        assert!(library.page("BucketName").unwrap().contains("unique in all of AWS"));
        assert!(library.names().iter().all(|name| library.page(name).is_some()));
        assert!(library.kinds().contains(&"wave".to_string()));
    }
}
