//! Resources that nothing uses: nothing refers to them, and they do nothing by themselves.
//!
//! A resource does something if its kind, or one inside it, emits a document or has a step. A kind of the user's own that checks
//! something does so too: somebody wrote it to check. A check of the library only guards the values of its own resource. What a
//! kind does `if FIELD is some`, a resource without that field doesn't do.

use diagnostics::Diagnostic;
use syntax::tree::{EntryKind, Expr, ExprKind, If, Item, ItemKind, Key, Kind, Resource, TypeKind};

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
            && !does_something(walk.program, declared.kind, Some(declared.resource), &mut Vec::new())
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

/// Whether a kind does something: for this resource, or else for some resource.
fn does_something(
    program: &Program,
    kind: DefId,
    resource: Option<&Resource>,
    seen: &mut Vec<DefId>,
) -> bool {
    if seen.contains(&kind) {
        return false;
    }
    seen.push(kind);
    let (Some(def), Some(ItemKind::Kind(tree))) = (program.def(kind), program.item(kind).map(|i| &i.kind))
    else {
        return true;
    };
    let about = About { program, def, kind: tree, resource };
    tree.members.iter().any(|item| about.acts(item, seen))
}

/// What is asked about: a kind, and perhaps one resource of it.
struct About<'a> {
    program: &'a Program,
    def: &'a Def,
    kind: &'a Kind,
    resource: Option<&'a Resource>,
}

impl About<'_> {
    fn acts(&self, item: &Item, seen: &mut Vec<DefId>) -> bool {
        let mut any = |items: &[Item]| items.iter().any(|item| self.acts(item, seen));
        match &item.kind {
            ItemKind::Emit(_) | ItemKind::Step(_) => true,
            ItemKind::Check(_) => !self.program.module(self.def.module).library,
            ItemKind::Block(block) => any(&block.members),
            ItemKind::If(branch) if self.is_without(&branch.condition) => {
                branch.otherwise.as_deref().is_some_and(any)
            }
            ItemKind::If(If { then, otherwise, .. }) => any(then) || otherwise.as_deref().is_some_and(any),
            ItemKind::For(repeat) => any(&repeat.body),
            ItemKind::Resource(inner) => {
                let kind = resolve_type(self.program, self.def.module, &inner.kind);
                kind.is_none_or(|kind| does_something(self.program, kind, None, seen))
            }
            _ => false,
        }
    }

    /// Whether a condition asks for a field, `FIELD is some`, that the resource leaves out.
    fn is_without(&self, condition: &Expr) -> bool {
        let (Some(resource), Some(asked)) = (self.resource, present(condition)) else { return false };
        let optional = self.kind.members.iter().any(|item| match &item.kind {
            ItemKind::Field(field) => field.default.is_none() && *field.name.text == *asked,
            _ => false,
        });
        optional && resource.body.iter().all(|entry| leaves_out(&entry.kind, asked))
    }
}

/// The name of which a condition asks whether it is there.
fn present(condition: &Expr) -> Option<&str> {
    match &condition.kind {
        ExprKind::Is { value, negated: false, what } => match (&value.kind, &what.kind) {
            (ExprKind::Name(name), TypeKind::Name(path)) if text_of(path) == "some" => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// Whether an entry certainly gives no value for a field.
fn leaves_out(entry: &EntryKind, field: &str) -> bool {
    match entry {
        EntryKind::Pair(Key::Word(name), _) => *name.text != *field,
        EntryKind::Element(Expr { kind: ExprKind::Name(name), .. }) => **name != *field,
        EntryKind::Block(_) => true,
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
