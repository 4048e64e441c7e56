//! Resources that nothing uses: nothing refers to them, and they do nothing by themselves.
//!
//! A resource does something if its kind, or one inside it, emits a document or has a step. A kind of the user's own that checks
//! something does so too: somebody wrote it to check. A check of the library only guards the values of its own resource.

use diagnostics::Diagnostic;
use syntax::tree::{Item, ItemKind, Key, Resource};

use super::expressions::{plain, resolve_type};
use super::items::{Declared, Walk};
use super::uses::Target;
use crate::declarations::{Declarations, text_of};
use crate::problems::lints as problems;
use crate::program::{Def, DefId, DefSort, ModuleId, Program};

/// The resources of the spec that nothing uses.
pub(super) fn unused(walk: &Walk<'_>, declarations: &Declarations<'_>) -> Vec<Diagnostic> {
    let idle = walk.resources.iter().filter(|declared| {
        text_of(&declared.resource.kind) != "deployment"
            && !is_mentioned(walk, declared)
            && !does_something(walk.program, declared.kind, &mut Vec::new())
    });
    let idle: Vec<&Declared<'_>> = idle.collect();
    if idle.is_empty() {
        return Vec::new();
    }
    let asked = kinds_that_the_library_lists(declarations);
    let unused = idle.into_iter().filter(|declared| !asked.contains(&declared.kind));
    unused.map(|declared| problems::unused_resource(declared.resource)).collect()
}

/// Whether anything but itself refers to a resource.
fn is_mentioned(walk: &Walk<'_>, declared: &Declared<'_>) -> bool {
    let of_kind = walk.program.item(declared.kind).map_or(declared.item, |item| item.span);
    let used = |target| walk.uses.is_used(&target, &[declared.item, of_kind]);
    used(Target::All(declared.kind))
        || match label(declared.resource) {
            Some(label) => used(Target::Resource(declared.kind, label.as_str().into())),
            None => used(Target::SomeOf(declared.kind)),
        }
}

/// A label that isn't computed. A resource without one is named like its kind.
fn label(resource: &Resource) -> Option<String> {
    match &resource.label {
        Some(Key::Word(name)) => Some(name.text.to_string()),
        Some(Key::Text(text)) => plain(text),
        None => resource.kind.names.last().map(|name| name.text.to_string()),
    }
}

fn does_something(program: &Program, kind: DefId, seen: &mut Vec<DefId>) -> bool {
    if seen.contains(&kind) {
        return false;
    }
    seen.push(kind);
    let (Some(def), Some(ItemKind::Kind(tree))) = (program.def(kind), program.item(kind).map(|i| &i.kind))
    else {
        return true;
    };
    tree.members.iter().any(|item| acts(program, def, item, seen))
}

fn acts(program: &Program, def: &Def, item: &Item, seen: &mut Vec<DefId>) -> bool {
    match &item.kind {
        ItemKind::Emit(_) | ItemKind::Step(_) => true,
        ItemKind::Check(_) => !program.module(def.module).library,
        ItemKind::Block(block) => block.members.iter().any(|item| acts(program, def, item, seen)),
        ItemKind::If(branch) => branch.both().any(|item| acts(program, def, item, seen)),
        ItemKind::For(repeat) => repeat.body.iter().any(|item| acts(program, def, item, seen)),
        ItemKind::Resource(inner) => {
            let kind = resolve_type(program, def.module, &inner.kind);
            kind.is_none_or(|kind| does_something(program, kind, seen))
        }
        _ => false,
    }
}

/// The kinds of which the library looks at all resources, `all(KIND)`, outside of that kind itself. Looked for only when it matters:
/// then the functions that name `all`, and the kinds that the spec makes use of, are walked.
fn kinds_that_the_library_lists(declarations: &Declarations<'_>) -> Vec<DefId> {
    let program = declarations.program;
    let known: Vec<DefId> =
        declarations.known_kinds().into_iter().filter_map(|id| declarations.kind(id)?.def).collect();
    let sources = diagnostics::Sources::default();
    let mut walk = Walk::new(program, &sources);
    for (index, def) in program.defs.iter().enumerate() {
        let Some(id) = u32::try_from(index).ok().map(DefId) else { continue };
        let wanted = program.module(def.module).library
            && def.source.text.contains("all(")
            && (def.sort == DefSort::Function || known.contains(&id));
        if let Some(item) = program.item(id).filter(|_| wanted) {
            walk.module = ModuleId(def.module.0);
            walk.item(item);
        }
    }
    let own = |kind: DefId| program.item(kind).map(|item| item.span);
    walk.uses.of_all().filter(|(kind, by)| by.is_none() || *by != own(*kind)).map(|(kind, _)| kind).collect()
}
