//! From a line of an output to what wrote it, and from a line of the spec to what it wrote.
//!
//! Every value carries the place that wrote it and the hops by which it came; the writers keep them line by line. What only a
//! condition looked at leaves no trace in a value, and so none here.

use diagnostics::{Sources, Span};
use graph::{Document, Graph, Via};

use backends::{LineOrigin, OutputFile};

use crate::Built;

/// What has a part in a line of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Its value, or a part of it.
    Value,
    /// A call, reference or default by which the value came.
    Way,
    /// The `emit` or step that placed it.
    Emit,
    /// The resource that it belongs to, or one around that.
    Resource,
}

/// A place that has a part in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// What it has to do with the line.
    pub role: Role,
    /// Where.
    pub span: Span,
}

/// A line of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutputLine<'b> {
    /// The file, relative to the spec's folder.
    pub path: &'b str,
    /// From 0.
    pub line: usize,
    /// Without its line break.
    pub text: &'b str,
}

/// The output of a build with a path.
pub fn output<'b>(built: &'b Built, path: &str) -> Option<&'b OutputFile> {
    built.files.iter().find(|f| f.path == path)
}

/// The lines of an output.
pub fn lines(file: &OutputFile) -> Vec<&str> {
    str::from_utf8(&file.bytes).map(|text| text.lines().collect()).unwrap_or_default()
}

/// All that has a part in a line of an output, from 0: what is nearest to the value first. None for a line that belongs to the format
/// alone, or isn't there.
pub fn why(built: &Built, file: &OutputFile, line: usize) -> Vec<Cause> {
    file.lines.get(line).map(|origin| causes(graph_of(built, file), origin)).unwrap_or_default()
}

/// Why there is the patch that changed a line, if a cause is one.
pub fn because<'b>(built: &'b Built, file: &OutputFile, cause: Cause) -> Option<&'b str> {
    let patches = &graph_of(built, file)?.patches;
    patches.iter().find(|patch| patch.span == cause.span).map(|patch| &*patch.because)
}

/// The place of the user's own that is the nearest to a line.
pub fn own_place(causes: &[Cause], sources: &Sources) -> Option<Cause> {
    causes.iter().copied().find(|c| !sources.in_library(c.span))
}

/// Every line of every output that a line of a file, from 0, has a part in.
pub fn reached<'b>(built: &'b Built, file: &str, line: usize) -> Vec<OutputLine<'b>> {
    let mut found = Vec::new();
    for output in &built.files {
        let graph = graph_of(built, output);
        for (index, (origin, text)) in output.lines.iter().zip(lines(output)).enumerate() {
            if causes(graph, origin).iter().any(|c| stands_on(*c, &built.checked.sources, file, line)) {
                found.push(OutputLine { path: &output.path, line: index, text });
            }
        }
    }
    found
}

/// The actions of a policy, each with its line, from 0; `None` if the output is no policy.
pub fn actions<'b>(built: &Built, file: &'b OutputFile) -> Option<Vec<(usize, &'b str)>> {
    let graph = graph_of(built, file)?;
    let path = file.path.strip_suffix(".in").unwrap_or(&file.path);
    let is_it = |d: &&Document| [path, &file.path].contains(&&*crate::todo::output_path(graph, &d.path));
    graph.documents.iter().find(is_it).filter(|d| &*d.backend == "iam")?;
    let mut found = Vec::new();
    let mut inside = false;
    for (index, line) in lines(file).into_iter().enumerate() {
        let line = line.trim().trim_end_matches(',');
        let value = line.strip_prefix("\"Action\": ").or(Some(line).filter(|_| inside));
        inside = (inside || value == Some("[")) && line != "]";
        let quoted = value.and_then(|v| v.strip_prefix('"')?.strip_suffix('"'));
        found.extend(quoted.map(|action| (index, action)));
    }
    Some(found)
}

fn causes(graph: Option<&Graph>, origin: &LineOrigin) -> Vec<Cause> {
    let mut found: Vec<Cause> = Vec::new();
    let mut add = |role: Role, span: Span| {
        if !found.iter().any(|c| c.span == span) {
            found.push(Cause { role, span });
        }
    };
    // The step that a line belongs to is among its places, too.
    let spans = origin.spans.iter().copied().filter(|span| Some(*span) != origin.emit);
    spans.for_each(|span| add(Role::Value, span));
    let way = std::iter::successors(origin.via.as_deref(), |v: &&Via| v.before.as_deref());
    way.for_each(|hop| add(Role::Way, hop.span));
    origin.emit.into_iter().for_each(|span| add(Role::Emit, span));
    let get = |id: graph::ResourceId| graph.and_then(|g| g.resources.get(id.0 as usize));
    let around = std::iter::successors(origin.resource.and_then(get), |r| r.parent.and_then(get));
    around.for_each(|resource| add(Role::Resource, resource.span));
    found
}

/// What gave a file, or the first of what gave it alike.
fn graph_of<'b>(built: &'b Built, file: &OutputFile) -> Option<&'b Graph> {
    let first = built.given_by.get(&file.path).and_then(|by| by.first()).copied().unwrap_or_default();
    built.checked.graphs.get(first)
}

/// Of an `emit` and a resource the first line counts: the others are values' own.
fn stands_on(cause: Cause, sources: &Sources, file: &str, line: usize) -> bool {
    let at = sources.locate(cause.span);
    let Some(source) = sources.file(at.file).filter(|f| f.name == file) else { return false };
    let first = source.lines.line(at.start);
    let last = match cause.role {
        Role::Value | Role::Way => source.lines.line(at.end.max(at.start + 1) - 1),
        Role::Emit | Role::Resource => first,
    };
    (first..=last).contains(&line)
}
