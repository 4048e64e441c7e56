//! Lints: what is most likely not meant, though nothing forbids it. Unused and hidden names, names of an unusual form, and
//! what could be said more simply.
//!
//! One walk over the user's own files finds all of them; the type checker has marked what only types show. A lint
//! never follows from another mistake: files with mistakes of syntax are left out, and as long as some name is
//! unknown or some hole is left, nothing is called unused. How bad a lint is in a project is not known here.

mod expressions;
mod items;
mod names;
mod resources;
mod style;
mod unused;
mod uses;

use std::collections::BTreeSet;

use diagnostics::codes::{E4006, N5004, W6001, W6010, is_lint};
use diagnostics::{Code, Diagnostic, Diagnostics, FileId, Severity, Sources, Span};
use syntax::tree::{Allow, ItemKind};

use crate::declarations::{Declarations, text_of};
use crate::problems::checks::unused_allowance;
use crate::program::{ModuleId, Program};
use items::Walk;
pub(crate) use names::{Case, Hidden};
pub(crate) use style::{compared_with_bool, only_value};

/// What was found, before it is known whether other mistakes made it so.
#[derive(Debug)]
struct Lints {
    found: Vec<(FileId, Diagnostic)>,
    allowed: Vec<Allowance>,
    /// The files that could not be read as they were meant.
    unreadable: BTreeSet<FileId>,
}

/// `allow unused-let because "…"`: for the file that it stands in.
#[derive(Debug)]
struct Allowance {
    file: FileId,
    code: &'static Code,
    name: String,
    span: Span,
    /// All of it.
    item: Span,
}

/// The lints of the user's own files. `found` is all that a run has to say else.
pub(crate) fn lint(
    declarations: &Declarations<'_>,
    sources: &Sources,
    found: &Diagnostics,
) -> Vec<Diagnostic> {
    find(declarations, sources, found).conclude(found)
}

fn find(declarations: &Declarations<'_>, sources: &Sources, found: &Diagnostics) -> Lints {
    let program = declarations.program;
    let mut walk = Walk::new(program, sources);
    walk.roundabout = declarations.take_roundabout();
    for id in own_modules(program) {
        walk.file(id);
    }
    let mut all = unused::definitions(&walk);
    all.extend(unused::modules(&walk));
    all.extend(resources::unused(&walk, declarations));
    all.append(&mut walk.found);
    let file = |span| sources.locate(span).file;
    let unreadable = found.iter().filter(|d| is_error(d) && phase(d) == Some(b'1'));
    Lints {
        found: all.into_iter().map(|d| (file(d.primary.span), d)).collect(),
        allowed: allowances(program, file),
        unreadable: unreadable.map(|d| file(d.primary.span)).collect(),
    }
}

impl Lints {
    /// Those that don't follow from something that is wrong, and that nobody allowed; and allowances without effect.
    fn conclude(mut self, found: &Diagnostics) -> Vec<Diagnostic> {
        // A misspelt name is no use of what was meant, and a hole may become one.
        let hides_uses = |d: &Diagnostic| {
            (is_error(d) && phase(d).is_some_and(|p| p < b'4')) || d.code == &E4006 || d.code == &N5004
        };
        let names_known = !found.iter().any(hides_uses);
        let trusted =
            |file: FileId, code: &Code| !self.unreadable.contains(&file) && (names_known || !is_of_use(code));
        self.found.retain(|(file, d)| trusted(*file, d.code));
        let mut more = Vec::new();
        for allowance in &self.allowed {
            let before = self.found.len();
            self.found.retain(|(file, d)| !(*file == allowance.file && d.code == allowance.code));
            if self.found.len() == before && trusted(allowance.file, allowance.code) {
                more.push(unused_allowance(allowance.span, &allowance.name, allowance.item));
            }
        }
        self.found.into_iter().map(|(_, d)| d).chain(more).collect()
    }
}

/// The lint with this name or code.
pub(crate) fn lint_named(name: &str) -> Option<&'static Code> {
    diagnostics::code(name).filter(|c| is_lint(c))
}

/// The names of all lints, for suggestions.
pub(crate) fn lint_names() -> impl Iterator<Item = &'static str> {
    diagnostics::CODES.iter().filter(|c| is_lint(c)).map(|c| c.name)
}

/// The modules that are files of the project.
fn own_modules(program: &Program) -> impl Iterator<Item = ModuleId> {
    let own = program.modules.iter().enumerate().filter(|(_, m)| !m.library);
    own.filter_map(|(index, _)| u32::try_from(index).ok().map(ModuleId))
}

fn allowances(program: &Program, file: impl Fn(Span) -> FileId) -> Vec<Allowance> {
    let items = program.modules.iter().flat_map(|m| &m.items);
    let lints = items.filter_map(|item| {
        let ItemKind::Allow(allow @ Allow { value: None, .. }) = &item.kind else { return None };
        let name = text_of(&allow.check);
        Some(Allowance {
            file: file(item.span),
            code: lint_named(&name)?,
            name,
            span: allow.check.span,
            item: item.span,
        })
    });
    lints.collect()
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity() == Severity::Error
}

/// The digit of a code that says which phase it is of.
fn phase(diagnostic: &Diagnostic) -> Option<u8> {
    diagnostic.code.id.as_bytes().get(1).copied()
}

/// Whether a lint says that something isn't used.
fn is_of_use(code: &Code) -> bool {
    (W6001.id..=W6010.id).contains(&code.id)
}
