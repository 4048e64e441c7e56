//! Definitions and modules that nothing uses.
//!
//! What a file defines for others is theirs to use, whether a spec of this run does or not: so of files other than the
//! spec, only names that begin with `_`, which no other file can see, are judged.

use diagnostics::{Diagnostic, Edit, Fix, Sources, Span};
use syntax::tree::{Item, ItemKind, Use};

use super::items::Walk;
use super::own_modules;
use super::uses::Target;
use crate::problems::lints as problems;
use crate::program::{DefSort, Module, ModuleId, Program};

/// `let`, `fn`, `type`, `kind`, `secret` and `param` without a use.
pub(super) fn definitions(walk: &Walk<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for id in own_modules(walk.program) {
        let module = walk.program.module(id);
        for item in &module.items {
            let Some((sort, name)) = DefSort::of(item) else { continue };
            let judged = id == walk.program.root || name.text.starts_with('_');
            let table = if sort.is_type() { &module.types } else { &module.values };
            let Some(def) = table.get(&name.text).filter(|_| judged) else { continue };
            if !walk.uses.is_used(&Target::Def(*def), &[item.span]) {
                let fix = removal(walk, item).filter(|_| can_go(sort));
                found.push(problems::unused_definition(sort, name, fix));
            }
        }
    }
    found
}

/// Whether nobody minds if it is gone: it is a line or two, and no environment or caller speaks of it.
fn can_go(sort: DefSort) -> bool {
    match sort {
        DefSort::Let | DefSort::Type | DefSort::Secret => true,
        DefSort::Kind | DefSort::Function | DefSort::Param => false,
    }
}

/// Modules of which a file uses nothing. One that declares something by itself, such as a resource, is used by being there.
pub(super) fn modules(walk: &Walk<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for id in own_modules(walk.program) {
        let module = walk.program.module(id);
        let uses: Vec<(&Item, &Use)> = module.items.iter().filter_map(|item| used(item)).collect();
        // A `use` that could not be followed has no edge, and was reported.
        if uses.len() != module.uses.len() {
            continue;
        }
        for ((item, used), edge) in uses.into_iter().zip(&module.uses) {
            let by_word = walk.uses.is_used(&Target::Word(id, edge.word.clone()), &[]);
            let reached = walk.program.passed_on(edge.module);
            let by_name = || reached.iter().any(|m| walk.uses.is_used(&Target::Module(id, *m), &[]));
            if !(used.export || by_word || by_name() || acts(walk.program, edge.module, &mut Vec::new())) {
                let name = &walk.program.module(edge.module).name;
                found.push(problems::unused_module(item.span, name, removal(walk, item)));
            }
        }
    }
    found
}

fn used(item: &Item) -> Option<(&Item, &Use)> {
    match &item.kind {
        ItemKind::Use(used) => Some((item, used)),
        _ => None,
    }
}

/// Whether a file, or one that it uses, does more than define names.
fn acts(program: &Program, id: ModuleId, seen: &mut Vec<ModuleId>) -> bool {
    if seen.contains(&id) {
        return false;
    }
    seen.push(id);
    let Module { items, uses, .. } = program.module(id);
    let only_names = |item: &Item| matches!(item.kind, ItemKind::Use(_)) || DefSort::of(item).is_some();
    !items.iter().all(|item| only_names(item)) || uses.iter().any(|edge| acts(program, edge.module, seen))
}

/// The edit that removes an item with its documentation and its line breaks; `None` if then something else would be unused.
fn removal(walk: &Walk<'_>, item: &Item) -> Option<Fix> {
    if walk.uses.depends_on(item.span) {
        return None;
    }
    let first = item.docs.lines.first().map_or(item.span, |line| line.span);
    let span = whole_lines(first.to(item.span), walk.sources)?;
    Some(Fix { title: "remove it".to_owned(), edits: vec![Edit { span, text: String::new() }] })
}

/// The lines that a span touches; `None` if something else stands behind it.
fn whole_lines(span: Span, sources: &Sources) -> Option<Span> {
    let at = sources.locate(span);
    let file = sources.file(at.file)?;
    let before = at.start - file.lines.start(file.lines.line(at.start))?;
    let end = file.lines.start(file.lines.line(at.end) + 1).unwrap_or(file.text.len());
    let behind = file.text.get(at.end..end)?;
    if !behind.trim().is_empty() {
        return None;
    }
    let start = span.start.checked_sub(u32::try_from(before).ok()?)?;
    Some(Span { start, end: span.end + u32::try_from(behind.len()).ok()?, ..span })
}
