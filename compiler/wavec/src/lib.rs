//! The compiler as a library: the pipeline on one page.
//!
//! [`check`] and [`build`] see files through a [`World`] and give back diagnostics and bytes. They touch no disk, no clock, no
//! network and no environment variable: [`world`] reads for them, [`mod@write`] puts what they give on a disk, and
//! [`render`] makes diagnostics readable.

pub mod explain;
pub mod lock;
mod problems;
pub mod render;
pub mod world;
pub mod write;

use analysis::{Purpose, Targets, World};
use backends::OutputFile;
use diagnostics::{Diagnostic, Diagnostics, Severity, Sources, Span};
use graph::Graph;

/// What a run found out.
#[derive(Debug, Default)]
pub struct Checked {
    /// All files that were read.
    pub sources: Sources,
    /// In source order.
    pub diagnostics: Vec<Diagnostic>,
    /// The start of the spec, for what has no other place; absent if the spec can't be read.
    pub start: Option<Span>,
    /// What the spec comes to; absent if there are errors.
    pub graph: Option<Graph>,
}

/// What a run found out, and the files that it gives.
#[derive(Debug, Default)]
pub struct Built {
    /// As [`check`] finds it, and what only a build minds.
    pub checked: Checked,
    /// Paths are relative to the spec's folder; none if there are errors. The lock is not one of them.
    pub files: Vec<OutputFile>,
    /// The text of the lock that goes with the files.
    pub lock: String,
}

/// Finds every mistake in a spec.
pub fn check(spec: &str, world: &dyn World) -> Checked {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::new());
    let graph = analysis::analyse(spec, Purpose::Check, world, &targets(), &mut sources, &mut found);
    // What a backend would refuse is a mistake of the spec too. A hole has no value that a backend could print.
    if let Some(graph) = graph.as_ref().filter(|_| !has_holes(&found)) {
        backends::emit(graph, &sources, &mut found);
    }
    conclude(spec, sources, found, graph)
}

/// Finds every mistake in a spec; if there is none, gives all of its files.
pub fn build(spec: &str, world: &dyn World) -> Built {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::new());
    let graph = analysis::analyse(spec, Purpose::Build, world, &targets(), &mut sources, &mut found);
    let output = graph.as_ref().map(|graph| backends::emit(graph, &sources, &mut found));
    let files = output.filter(|_| !found.has_errors()).map(|o| o.files).unwrap_or_default();
    let checked = conclude(spec, sources, found, graph);
    let lock = checked.graph.as_ref().map(|g| lock::render(g, &checked.sources, &files)).unwrap_or_default();
    Built { checked, files, lock }
}

/// Finds every mistake in the standard library, module by module, whether a spec uses what it stands in or not.
pub fn check_library() -> Vec<(String, Checked)> {
    let check = |name: String| {
        let (mut sources, mut found) = (Sources::default(), Diagnostics::new());
        analysis::check_library_module(&name, &targets(), &mut sources, &mut found);
        let checked = conclude("spec.wave", sources, found, None);
        (name, checked)
    };
    analysis::library_modules().into_iter().map(check).collect()
}

impl Checked {
    /// Whether something must be mended before anything can be built.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.code.severity() == Severity::Error)
    }
}

/// What a spec may name, because a backend prints it.
fn targets() -> Targets<'static> {
    Targets {
        backends: backends::BACKENDS.iter().map(|b| b.name).collect(),
        formats: backends::FORMATS.iter().map(|f| f.name).collect(),
        stages: backends::STAGES.iter().map(|s| s.name).collect(),
        parameter_stages: backends::STAGES.iter().filter(|s| s.parameter.is_some()).map(|s| s.name).collect(),
        write: Some(backends::nested),
    }
}

fn has_holes(found: &Diagnostics) -> bool {
    found.iter().any(|d| d.code == &diagnostics::codes::N5004)
}

fn conclude(spec: &str, mut sources: Sources, found: Diagnostics, graph: Option<Graph>) -> Checked {
    let graph = graph.filter(|_| !found.has_errors());
    let file = sources.files().find(|(_, f)| !f.library && f.name == spec).map(|(id, _)| id);
    let start = file.map(|id| Span::new(sources.anchor(id, 0), 0, 0));
    let diagnostics = found.into_sorted(&sources);
    Checked { sources, diagnostics, start, graph }
}
