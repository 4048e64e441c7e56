//! Tree to graph: modules, names, types, evaluation, checks.
//!
//! [`analyse`] is the whole of it: load what a spec uses, check every expression against the types that its place
//! expects, find out which resources exist, and compute what they hold. No backend and no disk is known here: the names
//! of backends, text formats and stages are handed in, and files come from a [`World`].

mod builtins;
pub mod declarations;
mod environments;
mod evaluate;
mod given;
mod lints;
mod load;
mod lower;
mod marks;
mod problems;
mod program;
mod tests;
mod typecheck;
pub mod types;
mod words;
mod world;

pub use builtins::{BUILTINS, Builtin, Shape};
pub use load::{library_modules, load};
pub use lower::{BUILTIN_TYPES, literal};
pub use program::{Def, DefId, DefSort, Lookup, Module, ModuleId, Namespace, Program, UseEdge};
pub use tests::{GivenDiagnostic, TestItem, TestRun, analyse_test, library_tests, tests_of};
pub use world::{ReadError, World};

use diagnostics::{Diagnostics, Sources};

/// The names of what the backends can do.
#[derive(Debug, Clone, Default)]
pub struct Targets<'a> {
    /// `iam`, `k8s`, …
    pub backends: Vec<&'a str>,
    /// The formats of tagged text: `shell`, …
    pub formats: Vec<&'a str>,
    /// The stages of late values: `pod`, …
    pub stages: Vec<&'a str>,
    /// Those of the stages in which a parameter can have a name: `compose`, …
    pub parameter_stages: Vec<&'a str>,
    /// Writes a value as a document inside a document, `json` or `yaml`; the text keeps the places of its parts.
    pub write: Option<Writer>,
    /// Reads a document that others wrote; every key and string keeps its place.
    pub read: Option<Reader>,
}

/// The document that a text is, or why it can't be read: in a format by the ending of the file's name, from a text at a place.
pub type Reader = fn(&str, &str, diagnostics::Span) -> Result<graph::Value, Box<diagnostics::Diagnostic>>;

/// The text of a value in a format, or why it can't be written.
pub type Writer = fn(&str, &graph::Value) -> Result<graph::Text, Box<diagnostics::Diagnostic>>;

/// What a run is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To say what is wrong: a hole is noted.
    Check,
    /// To write files: a hole that is left is an error.
    Build,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The spec's file name.
    pub spec: &'a str,
    /// What for.
    pub purpose: Purpose,
    /// Parameters that are given from outside, each with the text of its value; of two for one parameter, the last counts.
    pub set: &'a [(String, String)],
    /// Not all environments, but what one would be with a value of another.
    pub swap: Option<Swap<'a>>,
}

/// One environment, and what it shall take from another.
#[derive(Debug, Clone, Copy)]
pub struct Swap<'a> {
    /// The environment.
    pub environment: &'a str,
    /// The one that it takes from.
    pub other: &'a str,
    /// The parameter; absent for the name of the environment itself.
    pub parameter: Option<&'a str>,
}

/// Everything from the name of a spec to its graphs: one for each environment, or the only one; `None` if something was
/// reported that is an error.
pub fn analyse(
    request: &Request<'_>,
    world: &dyn World,
    targets: &Targets<'_>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<graph::Graph>> {
    let mut program = load(request.spec, world, sources, diagnostics)?;
    program.give(request.set, sources, diagnostics);
    let files = evaluate::Files::new(world, std::mem::take(sources));
    let declarations = declarations::Declarations::new(&program, targets);
    if diagnostics.has_errors() {
        declarations.mark_broken();
    }
    typecheck::typecheck(&declarations);
    let graphs = environments::evaluate_all(&declarations, &files, request);
    diagnostics.extend(declarations.take_diagnostics());
    *sources = files.take_sources();
    let lints = lints::lint(&declarations, sources, diagnostics);
    diagnostics.extend(lints);
    (!diagnostics.has_errors()).then_some(graphs)
}

/// Checks everything that a module of the standard library defines, whether a spec uses it or not.
pub fn check_library_module(
    name: &str,
    targets: &Targets<'_>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    let world = UseOf(format!("use {name}\n"));
    let Some(program) = load("spec.wave", &world, sources, diagnostics) else { return };
    let declarations = declarations::Declarations::new(&program, targets);
    let found = program.modules.iter().position(|m| m.library && *m.name == *name);
    if let Some(index) = found.and_then(|index| u32::try_from(index).ok()) {
        typecheck::typecheck_module(&declarations, ModuleId(index));
    }
    diagnostics.extend(declarations.take_diagnostics());
}

/// A world that holds one spec, which uses one module.
struct UseOf(String);

impl World for UseOf {
    fn read(&self, _: &str) -> Result<Vec<u8>, ReadError> {
        Ok(self.0.clone().into_bytes())
    }

    fn list(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}
