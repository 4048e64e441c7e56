//! The end of the compiler: a [`graph::Graph`] becomes files.
//!
//! [`emit`] is the whole of it on one page. The open lists are the tables [`BACKENDS`] (formats of documents), [`FORMATS`]
//! (formats of tagged text) and [`STAGES`] (values that are known later). Nothing here knows the syntax of the language, or
//! a disk: files are returned, never written.

mod cloudformation;
mod compose;
mod context;
mod document;
mod dotenv;
mod eksctl;
mod expand;
mod expect;
mod github;
mod iam;
mod json;
mod k8s;
mod lines;
mod lower;
mod merge;
mod named;
mod nested;
mod node;
mod patch;
mod paths;
mod problems;
mod read;
mod record;
mod route53;
mod script;
mod shell;
mod tables;
mod text;
mod typed;
mod yaml;

use diagnostics::{Diagnostics, Sources};
use graph::Graph;

use context::Context;
use document::Written;

pub use lines::LineOrigin;
pub use nested::nested;
pub use read::read;
pub use script::runbook::{Part, Runbook, Task};
pub use tables::{BACKENDS, Backend, FORMATS, Format, STAGES, Stage};

/// All files that a spec comes to, in order of path.
#[derive(Debug, Clone, Default)]
pub struct Output {
    /// In order of path.
    pub files: Vec<OutputFile>,
}

/// A file to be written.
#[derive(Debug, Clone)]
pub struct OutputFile {
    /// Relative to the spec's folder, with `/`, such as `out/k8s/10-create.yaml`.
    pub path: String,
    /// UTF-8 with LF, ending in one line break.
    pub bytes: Vec<u8>,
    /// Whether it is a program.
    pub executable: bool,
    /// For each line, what wrote it.
    pub lines: Vec<LineOrigin>,
}

/// The steps of a graph that [`emit`] found no mistake in, as commands that people paste into a shell.
pub fn runbook(graph: &Graph, sources: &Sources) -> Runbook {
    let mut found = Diagnostics::new();
    let mut context = Context::new(graph, sources, &mut found);
    let documents: Vec<Written> =
        graph.documents.iter().filter_map(|d| document::print(d, &mut context)).collect();
    script::runbook::write(&documents, &mut context)
}

/// Turns documents and steps into files. After an error the files are not complete, and must not be written.
pub fn emit(graph: &Graph, sources: &Sources, diagnostics: &mut Diagnostics) -> Output {
    let mut context = Context::new(graph, sources, diagnostics);
    paths::check(&mut context);
    patch::check_targets(&mut context);
    named::check(&mut context);
    let documents: Vec<Written> =
        graph.documents.iter().filter_map(|d| document::print(d, &mut context)).collect();
    patch::check_applied(&documents, &mut context);
    paths::check_templates(&documents, &mut context);
    let scripts = script::print(&documents, &mut context);
    script::check_all_are_read(&documents, &mut context);
    k8s::checks::check(&mut context);
    k8s::order::check(&mut context);
    cloudformation::exports::check(&mut context);
    iam::accounts::check(&mut context);

    let mut files: Vec<OutputFile> =
        documents.into_iter().filter_map(|d| d.into_file(graph)).chain(scripts).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    expect::check_texts(&files, &mut context);
    Output { files }
}
