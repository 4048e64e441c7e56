//! Resources, documents, steps.

use std::sync::Arc;

use diagnostics::Span;

use crate::{Expectation, Patch, Record, Text, Value};

/// All that a spec comes to.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// The spec's file name, for the comments that head the outputs.
    pub spec: Arc<str>,
    /// The folder that outputs go to, relative to the spec's folder; `.` is the folder itself.
    pub output: Arc<str>,
    /// The environment that it was computed for, if the spec has environments.
    pub environment: Option<Arc<str>>,
    /// Those of the spec in order of declaration, then those of the library. Ids are indices.
    pub params: Vec<Param>,
    /// In the order in which they were found: those of the spec, then the nested ones. Ids are indices.
    pub resources: Vec<Resource>,
    /// In order of declaration. Ids are indices.
    pub secrets: Vec<Secret>,
    /// In order of their first fragment.
    pub documents: Vec<Document>,
    /// In the order in which they run, those of one script together.
    pub steps: Vec<Step>,
    /// In order of declaration.
    pub patches: Vec<Patch>,
    /// What the test that it was computed for expects of the outputs.
    pub expectations: Vec<Expectation>,
    /// In the order in which they were met. While there is one, the rest can't be printed.
    pub holes: Vec<Hole>,
}

/// A value that is still to be filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Hole {
    /// What is between its brackets.
    pub text: Arc<str>,
    /// The attribute or parameter that needs it, such as `bucket.logs.name`.
    pub attribute: Option<Arc<str>>,
    /// What its place expects, in words.
    pub expected: String,
    /// The command that gives the value, if the documentation of its place names one.
    pub command: Option<String>,
    /// The documents and scripts that depend on it, relative to the output folder, with the holes in their paths.
    pub outputs: Vec<Arc<str>>,
    /// The checks that can't be decided before it is filled.
    pub checks: Vec<Arc<str>>,
    /// Where it stands.
    pub span: Span,
}

/// Index into [`Graph::resources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResourceId(pub u32);

/// Index into [`Graph::secrets`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SecretId(pub u32);

/// Index into [`Graph::params`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParamId(pub u32);

/// A stage, and the name of a parameter in it; `None` is the one that the stage makes of the parameter's own.
pub type StageName = (Arc<str>, Option<Arc<str>>);

/// A value that is given from outside: known while the spec is compiled, and in some stages known by a name, too.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// Its name in the spec; `deployment.region` for a field that has a name in a stage.
    pub name: Arc<str>,
    /// Its value in this environment.
    pub value: Value,
    /// The stages in which it has a name, and that name.
    pub stages: Vec<StageName>,
    /// All values that it can have, if its type lists them.
    pub allowed: Option<Vec<Arc<str>>>,
    /// What its value must match, if its type says so.
    pub pattern: Option<Arc<str>>,
    /// What its value must be, in words.
    pub words: Option<Arc<str>>,
    /// Its documentation, on one line; may be empty.
    pub description: Arc<str>,
    /// Whether an environment or the command line gives the value, and not its default.
    pub given: bool,
    /// Where it was declared.
    pub span: Span,
}

/// A resource, or a block of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// As people write it: `bucket`, `k8s.secret`.
    pub kind: Arc<str>,
    /// The name it was given.
    pub label: Arc<str>,
    /// `wave.service.role.app`
    pub path: Arc<str>,
    /// The one that holds it.
    pub parent: Option<ResourceId>,
    /// Its fields, in order of declaration; absent ones are left out.
    pub attributes: Record,
    /// The attributes that together say which thing it is, in order; if there is none, its label does.
    pub identity: Arc<[Arc<str>]>,
    /// The attributes that can't be changed in place.
    pub immutable: Arc<[Arc<str>]>,
    /// Where it was declared: its head.
    pub span: Span,
}

/// A value that the compiler never knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Secret {
    /// Its name in the spec.
    pub name: Arc<str>,
    /// The environment variable that scripts read.
    pub variable: Arc<str>,
    /// Its names elsewhere: (stage, name).
    pub names: Vec<(Arc<str>, Arc<str>)>,
    /// What its value must match.
    pub pattern: Option<Arc<str>>,
    /// What its value must be, in words.
    pub words: Option<Arc<str>>,
    /// Where it was declared.
    pub span: Span,
}

impl Secret {
    /// Its name in a stage; without one of its own, that of the variable.
    pub fn name_in(&self, stage: &str) -> &str {
        self.names.iter().find(|(of, _)| **of == *stage).map_or(&*self.variable, |(_, name)| name)
    }
}

/// An output file.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// A row of the table of backends.
    pub backend: Arc<str>,
    /// Relative to the output folder, with `/`.
    pub path: Arc<str>,
    /// In order of declaration.
    pub fragments: Vec<Fragment>,
}

/// What one `emit` gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Fragment {
    /// The document, or a part of it.
    pub value: Value,
    /// The version of the format that it is for, as it was written, and where.
    pub version: Option<(Arc<str>, Span)>,
    /// The resource whose `emit` it is.
    pub resource: Option<ResourceId>,
    /// The `emit`.
    pub span: Span,
    /// The expression of the path.
    pub path_span: Span,
}

/// A step of a script.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The script's path, relative to the output folder.
    pub script: Arc<str>,
    /// Unique in its script: `wave_service_create` from the resource's path and the step's name.
    pub name: Arc<str>,
    /// What it does, for people.
    pub title: Text,
    /// What people should know of it, or do themselves. A script prints it; a run-book takes it for Markdown.
    pub note: Option<Text>,
    /// What is done. May be empty in a step that only captures.
    pub run: Vec<Command>,
    /// The step is skipped if this succeeds.
    pub unless: Option<Command>,
    /// It runs also where the script is told to begin with a later step: a check of what all of them rely on.
    pub always: bool,
    /// If `run` fails, the next steps still run, and the script fails in the end. What the step captures must be
    /// found all the same, since later steps need it.
    pub r#continue: bool,
    /// What it finds out, in order; after `run`.
    pub captures: Vec<Capture>,
    /// The resource that it belongs to.
    pub resource: Option<ResourceId>,
    /// Where it was declared.
    pub span: Span,
}

impl Step {
    /// Whether no script runs it: people do it, as the run-book says. Its `script` is then no file, but the name of a
    /// part of the run-book.
    pub fn is_by_hand(&self) -> bool {
        self.script.ends_with(".md")
    }
}

/// A command of a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Words, or several lists of words for a pipe. Each word is a string.
    Words(Vec<Vec<Value>>),
    /// `shell"…"`
    Shell(Value),
}

/// A value that a step finds out.
#[derive(Debug, Clone, PartialEq)]
pub struct Capture {
    /// Its name in the step.
    pub name: Arc<str>,
    /// The command that prints it.
    pub command: Command,
    /// What it must match, if its type says so.
    pub pattern: Option<Arc<str>>,
    /// What it must be, in words.
    pub words: Option<Arc<str>>,
    /// How often to try, at least once.
    pub retry: u32,
    /// Milliseconds between two tries.
    pub every: u64,
    /// Where it was declared.
    pub span: Span,
}
