//! The compiler as a library: the pipeline on one page.
//!
//! [`check`] and [`build`] see files through a [`World`] and give back diagnostics and bytes. They touch no disk, no clock, no
//! network and no environment variable: [`world`] reads for them, [`mod@write`] puts what they give on a disk, and
//! [`render`] makes diagnostics readable.

pub mod data;
pub mod diff;
mod environments;
pub mod explain;
pub mod fix;
pub mod git;
mod immutable;
pub mod lock;
mod origin;
pub mod parameters;
mod problems;
pub mod render;
pub mod runbook;
pub mod schema;
pub mod settings;
pub mod test;
pub mod todo;
pub mod trace;
pub mod world;
pub mod write;

use std::collections::BTreeMap;

use analysis::{Purpose, Request, Targets, World};
use backends::OutputFile;
use diagnostics::{Diagnostic, Diagnostics, Severity, Sources, Span};
use graph::Graph;

use environments::Run;
use settings::Levels;

pub use immutable::Replace;

/// What a run found out.
#[derive(Debug, Default)]
pub struct Checked {
    /// All files that were read.
    pub sources: Sources,
    /// In source order.
    pub diagnostics: Vec<Diagnostic>,
    /// The start of the spec, for what has no other place; absent if the spec can't be read.
    pub start: Option<Span>,
    /// What the spec comes to in each of its environments; a spec without environments has one graph. None if there are errors.
    pub graphs: Vec<Graph>,
}

/// What a run is asked for beside the spec.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Parameters that are given from outside, each with the text of its value.
    pub set: Vec<(String, String)>,
    /// Levels that count more than those of the project's settings.
    pub levels: Levels,
    /// What may be changed although it is immutable.
    pub replace: Replace,
}

impl Options {
    /// Gives each diagnostic its level, as the project's settings say, and then the call.
    fn apply(&self, spec: &str, world: &dyn World, sources: &mut Sources, found: &mut Diagnostics) {
        Levels::of_project(spec, world, sources, found).apply(found);
        self.levels.refuse_unknown(spec, world, sources, found);
        self.levels.apply(found);
    }
}

/// What a run found out, and the files that it gives.
#[derive(Debug, Default)]
pub struct Built {
    /// As [`check`] finds it, and what only a build minds.
    pub checked: Checked,
    /// Paths are relative to the spec's folder; none if there are errors. The lock is not one of them.
    pub files: Vec<OutputFile>,
    /// For each path, the environments that give it, as indices of the graphs.
    pub given_by: BTreeMap<String, Vec<usize>>,
    /// The text of the lock that goes with the files.
    pub lock: String,
}

/// Finds every mistake in a spec.
pub fn check(spec: &str, world: &dyn World) -> Checked {
    check_with(spec, &Options::default(), world)
}

/// Finds every mistake in a spec, with parameters given from outside.
pub fn check_with(spec: &str, options: &Options, world: &dyn World) -> Checked {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::new());
    let request = Request { spec, purpose: Purpose::Check, set: &options.set, swap: None };
    let graphs = analysis::analyse(&request, world, &targets(), &mut sources, &mut found);
    // What a backend would refuse is a mistake of the spec too. A hole has no value that a backend could print.
    if let Some(graphs) = graphs.as_ref().filter(|_| !has_holes(&found)) {
        let run = Run { request: &request, world, sources: &sources };
        environments::emit(graphs, &run, &mut found);
        immutable::refuse(graphs, &request, &options.replace, world, &mut sources, &mut found);
    }
    options.apply(spec, world, &mut sources, &mut found);
    conclude(spec, sources, found, graphs)
}

/// Finds every mistake in a spec; if there is none, gives all of its files. What can't be changed in place is refused.
pub fn build(spec: &str, world: &dyn World) -> Built {
    build_with(spec, &Options::default(), world)
}

/// As [`build`], with parameters given from outside.
pub fn build_with(spec: &str, options: &Options, world: &dyn World) -> Built {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::new());
    let request = Request { spec, purpose: Purpose::Build, set: &options.set, swap: None };
    let graphs = analysis::analyse(&request, world, &targets(), &mut sources, &mut found);
    let run = Run { request: &request, world, sources: &sources };
    let output = graphs.as_ref().map(|graphs| environments::emit(graphs, &run, &mut found));
    if let Some(graphs) = &graphs {
        immutable::refuse(graphs, &request, &options.replace, world, &mut sources, &mut found);
    }
    options.apply(spec, world, &mut sources, &mut found);
    let (files, given_by) = output.filter(|_| !found.has_errors()).unwrap_or_default();
    let checked = conclude(spec, sources, found, graphs);
    let lock = checked.graph().map(|_| lock::render(&checked.graphs, &checked.sources, &files));
    let lock = lock.unwrap_or_default();
    Built { checked, files, given_by, lock }
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
    /// What the spec comes to, in the first of its environments.
    pub fn graph(&self) -> Option<&Graph> {
        self.graphs.first()
    }

    /// Whether something must be mended before anything can be built.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity() == Severity::Error)
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
        read: Some(backends::read),
    }
}

fn has_holes(found: &Diagnostics) -> bool {
    found.iter().any(|d| d.code == &diagnostics::codes::N5004)
}

fn conclude(spec: &str, mut sources: Sources, found: Diagnostics, graphs: Option<Vec<Graph>>) -> Checked {
    let graphs = graphs.filter(|_| !found.has_errors()).unwrap_or_default();
    let start = start(spec, &mut sources);
    let diagnostics = found.into_sorted(&sources);
    Checked { sources, diagnostics, start, graphs }
}

/// The start of the spec; absent if it can't be read.
fn start(spec: &str, sources: &mut Sources) -> Option<Span> {
    let file = sources.files().find(|(_, f)| !f.library && f.name == spec).map(|(id, _)| id);
    file.map(|id| Span::new(sources.anchor(id, 0), 0, 0))
}
