//! `test` items, run: each fragment is built as a spec of its own, and what it gives is compared with what it must give.
//!
//! Writes nothing. What the outputs hold is compared by the backends; here are the diagnostics.

use analysis::{GivenDiagnostic, TestItem, TestRun, World};
use diagnostics::{CODES, Code, Diagnostic, Diagnostics, Severity, Sources, Together};

use crate::{problems::tests as problems, targets};

/// The tests of a spec, run.
#[derive(Debug, Default)]
pub struct Tests {
    /// All files that were read; a file that a test stands in is there once for each of its tests.
    pub sources: Sources,
    /// Mistakes of the files themselves: then no test was run.
    pub broken: Vec<Diagnostic>,
    /// In order: those of the spec's own file last.
    pub outcomes: Vec<Outcome>,
    /// How many there are that weren't wanted.
    pub left_out: usize,
}

/// A test that was run.
#[derive(Debug)]
pub struct Outcome {
    /// The file, or the module of the library, that it stands in.
    pub file: String,
    /// What it shows.
    pub title: String,
    /// Why it fails; empty if it doesn't.
    pub failures: Vec<Diagnostic>,
}

/// Runs the tests of a spec, and of the files that it uses, whose titles are wanted.
pub fn run(spec: &str, world: &dyn World, wanted: impl Fn(&str) -> bool) -> Tests {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::new());
    let all = analysis::tests_of(spec, world, &mut sources, &mut found);
    if found.has_errors() {
        let broken = found.into_sorted(&sources);
        return Tests { sources, broken, ..Tests::default() };
    }
    run_all(all, world, sources, wanted)
}

/// Runs the tests of the standard library.
pub fn run_library(world: &dyn World) -> Tests {
    run_all(analysis::library_tests(), world, Sources::default(), |_| true)
}

fn run_all(
    all: Vec<TestItem>,
    world: &dyn World,
    mut sources: Sources,
    wanted: impl Fn(&str) -> bool,
) -> Tests {
    let (chosen, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|test| wanted(&test.title));
    let outcomes = chosen.into_iter().map(|test| one(test, world, &mut sources)).collect();
    Tests { sources, outcomes, left_out: others.len(), broken: Vec::new() }
}

fn one(test: TestItem, world: &dyn World, sources: &mut Sources) -> Outcome {
    let mut found = Diagnostics::new();
    let run = analysis::analyse_test(&test, world, &targets(), sources, &mut found);
    let mut said = Together::default();
    for graph in run.iter().flat_map(|run| &run.graphs) {
        let mut here = Diagnostics::new();
        backends::emit(graph, sources, &mut here);
        said.add(graph.environment.as_deref(), here);
    }
    found.extend(said.finish());
    let found = found.into_sorted(sources);
    let failures = match &run {
        Some(run) => judge(run, &test.title, found, sources),
        // Its file can't be read any more.
        None => found,
    };
    Outcome { file: test.module, title: test.title, failures }
}

/// What the test didn't give, and what it gave besides.
fn judge(run: &TestRun, title: &str, found: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    let (mut failures, mut others): (Vec<_>, Vec<_>) = found.into_iter().partition(is_own);
    let mut missing = Vec::new();
    for given in &run.gives {
        match others.iter().position(|d| is_given(given, d)) {
            Some(index) => drop(others.remove(index)),
            None => missing.push(given),
        }
    }
    others.retain(|d| !sources.in_library(d.primary.span) || is_error(d));
    let errors: Vec<&Diagnostic> = others.iter().filter(|d| is_error(d)).collect();
    let instead: Vec<&Diagnostic> = if errors.is_empty() { others.iter().collect() } else { errors.clone() };
    let names: Vec<&str> = CODES.iter().flat_map(|c| [c.id, c.name]).collect();
    failures.extend(missing.iter().map(|given| problems::not_given(given, &instead, &names)));
    // An error in the place of another one is said once.
    if missing.is_empty() {
        failures.extend(errors.iter().map(|error| problems::fails(run.title, title, error)));
    }
    failures
}

/// What is said of the test itself.
fn is_own(diagnostic: &Diagnostic) -> bool {
    let own: [&Code; 3] =
        [&diagnostics::codes::E5010, &diagnostics::codes::E5011, &diagnostics::codes::E5014];
    own.contains(&diagnostic.code)
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.code.severity() == Severity::Error
}

fn is_given(given: &GivenDiagnostic, found: &Diagnostic) -> bool {
    let names = [found.shown_code(), found.code.id, found.code.name];
    given.severity == found.code.severity().word()
        && names.iter().any(|n| n.eq_ignore_ascii_case(&given.code))
}
