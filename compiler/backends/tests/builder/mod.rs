//! Graphs made by hand, and what becomes of them.
#![expect(dead_code, reason = "each test binary uses a part of it")]

use std::sync::Arc;

use backends::{Output, OutputFile, emit};
use diagnostics::{Anchor, Diagnostic, Diagnostics, Sources, Span};
use graph::{
    Capture, Command, Data, Document, Entry, Fragment, Graph, Late, Part, PartKind, Piece, Record, Secret,
    SecretId, Step, Tagged, Text, Value,
};
use serde_json::Value as Json;

/// The place of everything that has no place of its own.
pub(crate) const HERE: Span = Span::new(Anchor(0), 0, 1);

/// A place that can be told from others.
pub(crate) fn at(n: u32) -> Span {
    Span::new(Anchor(0), n, n + 1)
}

pub(crate) fn graph() -> Graph {
    Graph { spec: "spec.wave".into(), output: "out".into(), ..Graph::default() }
}

/// Data as JSON has it.
pub(crate) fn value(json: &Json) -> Value {
    let data = match json {
        Json::Null => Data::None,
        Json::Bool(b) => Data::Bool(*b),
        Json::Number(n) => n.as_i64().map_or_else(|| Data::Float(n.as_f64().unwrap()), Data::Int),
        Json::String(s) => return Value::text(s.as_str(), HERE),
        Json::Array(a) => Data::List(Arc::new(a.iter().map(value).collect())),
        Json::Object(o) => return record(o.iter().map(|(k, v)| (k.as_str(), value(v)))),
    };
    Value::new(data, HERE)
}

pub(crate) fn record<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let entries = entries.into_iter().map(|(k, value)| (Arc::from(k), Entry { key: HERE, value })).collect();
    Value::new(Data::Record(Arc::new(Record { entries })), HERE)
}

pub(crate) fn list(elements: impl IntoIterator<Item = Value>) -> Value {
    Value::new(Data::List(Arc::new(elements.into_iter().collect())), HERE)
}

pub(crate) fn known(text: &str) -> PartKind {
    PartKind::Known(text.into())
}

pub(crate) fn late(stage: &str, op: &str, args: &[&str]) -> PartKind {
    let args = args.iter().map(|a| Value::text(*a, HERE)).collect();
    PartKind::Late(Arc::new(Late { stage: stage.into(), op: op.into(), args, pattern: None, span: HERE }))
}

pub(crate) fn env(name: &str) -> PartKind {
    late("pod", "env", &[name])
}

pub(crate) fn captured(step: &str, name: &str) -> PartKind {
    late("script", "capture", &[step, name])
}

pub(crate) fn output(path: &str) -> PartKind {
    late("script", "output", &[path])
}

pub(crate) fn secret(id: u32) -> PartKind {
    PartKind::Secret(SecretId(id))
}

pub(crate) fn text(parts: impl IntoIterator<Item = PartKind>) -> Value {
    let parts = parts.into_iter().map(|kind| Part { span: HERE, kind }).collect();
    Value::new(Data::Text(Text { parts }), HERE)
}

pub(crate) fn fragment(value: Value) -> Fragment {
    Fragment { value, version: None, resource: None, span: HERE, path_span: HERE }
}

pub(crate) fn document(backend: &str, path: &str, values: impl IntoIterator<Item = Value>) -> Document {
    Document {
        backend: backend.into(),
        path: path.into(),
        fragments: values.into_iter().map(fragment).collect(),
    }
}

pub(crate) fn secret_named(name: &str, pattern: Option<&str>) -> Secret {
    Secret {
        name: name.into(),
        variable: name.to_uppercase().into(),
        names: Vec::new(),
        pattern: pattern.map(Into::into),
        words: pattern.map(|_| "a password".into()),
        span: HERE,
    }
}

pub(crate) fn step(name: &str, title: &str, run: Vec<Command>) -> Step {
    Step {
        script: "deploy.sh".into(),
        name: name.into(),
        title: Text::known(title, HERE),
        note: None,
        run,
        unless: None,
        always: false,
        r#continue: false,
        captures: Vec::new(),
        resource: None,
        span: HERE,
    }
}

pub(crate) fn capture(name: &str, command: Command) -> Capture {
    let (pattern, words) = (Some("[a-z0-9.-]+".into()), Some("a host name".into()));
    Capture { name: name.into(), command, pattern, words, retry: 3, every: 10, span: HERE }
}

pub(crate) fn words(words: &[&str]) -> Command {
    Command::Words(vec![words.iter().map(|w| Value::text(*w, HERE)).collect()])
}

pub(crate) fn values(words: Vec<Value>) -> Command {
    Command::Words(vec![words])
}

/// `shell"…"`: odd elements are literal.
pub(crate) fn shell(pieces: Vec<Piece>) -> Value {
    Value::new(Data::Tagged(Arc::new(Tagged { format: "shell".into(), pieces })), HERE)
}

pub(crate) fn lit(text: &str) -> Piece {
    Piece::Literal(text.into(), HERE)
}

pub(crate) fn hole(value: Value) -> Piece {
    Piece::Value(value)
}

/// All that comes of a graph.
pub(crate) fn run(graph: &Graph) -> (Output, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add("spec.wave", "x".repeat(10_000), false);
    sources.anchor(file, 0);
    let mut diagnostics = Diagnostics::new();
    let output = emit(graph, &sources, &mut diagnostics);
    if !diagnostics.has_errors() {
        check_shape(&output);
    }
    (output, diagnostics.into_iter().collect())
}

/// The files of a graph without problems.
pub(crate) fn files(graph: &Graph) -> Output {
    let (output, problems) = run(graph);
    assert!(problems.is_empty(), "{problems:#?}");
    output
}

pub(crate) fn file<'a>(output: &'a Output, path: &str) -> &'a OutputFile {
    let names: Vec<&str> = output.files.iter().map(|f| f.path.as_str()).collect();
    output.files.iter().find(|f| f.path == path).unwrap_or_else(|| panic!("no `{path}` among {names:?}"))
}

pub(crate) fn content(output: &Output, path: &str) -> String {
    String::from_utf8(file(output, path).bytes.clone()).unwrap()
}

/// The one document of a backend.
pub(crate) fn printed(backend: &str, path: &str, values: impl IntoIterator<Item = Value>) -> String {
    let mut graph = graph();
    graph.documents.push(document(backend, path, values));
    content(&files(&graph), &format!("out/{path}"))
}

/// The codes that a document gives.
pub(crate) fn codes(backend: &str, path: &str, values: impl IntoIterator<Item = Value>) -> Vec<&'static str> {
    let mut graph = graph();
    graph.documents.push(document(backend, path, values));
    codes_of(&graph)
}

pub(crate) fn codes_of(graph: &Graph) -> Vec<&'static str> {
    run(graph).1.iter().map(|d| d.code.id).collect()
}

/// What is true of every file.
fn check_shape(output: &Output) {
    for file in &output.files {
        let text = std::str::from_utf8(&file.bytes).unwrap();
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{} ends in one line break", file.path);
        assert_eq!(file.lines.len(), text.matches('\n').count(), "{} has an origin for each line", file.path);
    }
    assert!(output.files.windows(2).all(|w| w[0].path < w[1].path), "files are in order of path");
}
