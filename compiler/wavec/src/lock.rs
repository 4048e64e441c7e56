//! `wave.lock`: what was built. Files and their digests, resources and their attributes; never a secret.
//!
//! The lock decides which files on the disk are ours to replace or delete. What is written never depends on it.

use std::collections::BTreeMap;

use backends::OutputFile;
use diagnostics::Sources;
use graph::{Data, Graph, Late, PartKind, Piece, Record, SecretId, Text, Value};
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use crate::world::leaves_folder;

/// The lock's file name, in the output folder.
pub const NAME: &str = "wave.lock";

/// The form of the lock; another number means that an older wavec can't read it.
const VERSION: u64 = 1;

/// Where the lock of a build lies, relative to the spec's folder.
pub fn path(graph: &Graph) -> String {
    match graph.output.trim_start_matches("./").trim_end_matches('/') {
        "" | "." => NAME.to_string(),
        folder => format!("{folder}/{NAME}"),
    }
}

/// What an earlier build says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// The name of the spec that was built.
    pub spec: String,
    /// Paths relative to the spec's folder, and the SHA-256 of what was written there.
    pub files: BTreeMap<String, String>,
}

/// Reads a lock; `None` if it isn't one, or speaks of files outside the project.
pub fn read(bytes: &[u8]) -> Option<Lock> {
    let lock: Json = serde_json::from_slice(bytes).ok()?;
    if lock.get("version")?.as_u64()? != VERSION {
        return None;
    }
    let spec = lock.get("spec")?.as_str()?.to_string();
    let file =
        |f: &Json| Some((f.get("path")?.as_str()?.to_string(), f.get("sha256")?.as_str()?.to_string()));
    let files = lock.get("files")?.as_array()?.iter().map(file).collect::<Option<BTreeMap<_, _>>>()?;
    files.keys().all(|path| !leaves_folder(path)).then_some(Lock { spec, files })
}

/// The text of the lock of a build.
pub fn render(graph: &Graph, sources: &Sources, files: &[OutputFile]) -> String {
    let mut outputs: Vec<_> = files.iter().map(|f| (f.path.as_str(), digest(&f.bytes))).collect();
    outputs.sort();
    let lock = json!({
        "version": VERSION,
        "wavec": env!("CARGO_PKG_VERSION"),
        "spec": &*graph.spec,
        "inputs": inputs(sources),
        "files": outputs.into_iter().map(|(p, d)| json!({ "path": p, "sha256": d })).collect::<Vec<_>>(),
        "resources": resources(graph),
    });
    // Writing plain JSON to memory can't fail.
    let mut text = serde_json::to_string_pretty(&lock).unwrap_or_default();
    text.push('\n');
    text
}

/// The SHA-256 of some bytes, in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The files that the spec reads, but not those of the language: a comment in the spec shall not change the lock.
fn inputs(sources: &Sources) -> Vec<Json> {
    let is_wave = |name: &str| std::path::Path::new(name).extension().is_some_and(|e| e == "wave");
    let files = sources.files().map(|(_, f)| f).filter(|f| !f.library && !is_wave(&f.name));
    let by_path: BTreeMap<_, _> = files.map(|f| (f.name.as_str(), digest(f.text.as_bytes()))).collect();
    by_path.into_iter().map(|(p, d)| json!({ "path": p, "sha256": d })).collect()
}

fn resources(graph: &Graph) -> Vec<Json> {
    let mut sorted: Vec<_> = graph.resources.iter().collect();
    // By id: moving a resource in the spec is no change.
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let one = |r: &graph::Resource| json!({ "id": &*r.path, "kind": &*r.kind, "attributes": record(graph, &r.attributes) });
    sorted.into_iter().map(one).collect()
}

fn record(graph: &Graph, record: &Record) -> Json {
    let present = record.entries.iter().filter(|(_, e)| !e.value.is_none());
    Json::Object(present.map(|(k, e)| (k.to_string(), value(graph, &e.value))).collect())
}

/// A value that belongs to no graph, as JSON.
pub(crate) fn plain(it: &Value) -> Json {
    value(&Graph::default(), it)
}

/// A value as JSON. What isn't known stands as an object that says what it is, with `$` before its first key.
fn value(graph: &Graph, it: &Value) -> Json {
    match &it.data {
        Data::None => Json::Null,
        Data::Bool(b) => json!(b),
        Data::Int(n) => json!(n),
        Data::Float(x) => json!(x),
        Data::Text(t) => text(graph, t),
        Data::Size(s) => json!(s.to_string()),
        Data::Duration(d) => json!(d.to_string()),
        Data::Range(min, max) => json!(format!("{min}..{max}")),
        Data::List(list) => list.iter().filter(|v| !v.is_none()).map(|v| value(graph, v)).collect(),
        Data::Record(r) => record(graph, r),
        Data::Resource(id) => json!({ "$resource": graph.resources.get(id.0 as usize).map(|r| &*r.path) }),
        Data::Grant(grant) => json!({ "$grant": {
            "actions": values(graph, &grant.actions),
            "resources": values(graph, &grant.resources),
        } }),
        Data::Secret(id) => secret(graph, *id),
        Data::Late(l) => late(graph, l),
        Data::Tagged(tagged) => {
            let pieces = tagged.pieces.iter().map(|piece| match piece {
                Piece::Literal(literal, _) => json!(&**literal),
                Piece::Value(v) => value(graph, v),
            });
            json!({ "$text": &*tagged.format, "pieces": pieces.collect::<Vec<_>>() })
        }
        Data::File(file) => json!({ "$file": &*file.path, "sha256": digest(file.text.as_bytes()) }),
    }
}

fn values(graph: &Graph, list: &[Value]) -> Json {
    list.iter().map(|v| value(graph, v)).collect()
}

/// A known string is itself; any other is the list of its parts.
fn text(graph: &Graph, it: &Text) -> Json {
    if let Some(known) = it.as_known() {
        return json!(known);
    }
    let part = |part: &graph::Part| match &part.kind {
        PartKind::Known(known) | PartKind::Named(_, known) => json!(&**known),
        PartKind::Late(l) => late(graph, l),
        PartKind::Secret(id) => secret(graph, *id),
    };
    json!({ "$parts": it.parts.iter().map(part).collect::<Vec<_>>() })
}

fn secret(graph: &Graph, id: SecretId) -> Json {
    json!({ "$secret": graph.secrets.get(id.0 as usize).map(|s| &*s.name) })
}

fn late(graph: &Graph, it: &Late) -> Json {
    let mut object = Map::new();
    object.insert("$late".to_string(), json!(&*it.stage));
    object.insert("op".to_string(), json!(&*it.op));
    object.insert("args".to_string(), values(graph, &it.args));
    Json::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let file = |path: &str| OutputFile {
            path: path.to_string(),
            bytes: b"x".to_vec(),
            executable: false,
            lines: Vec::new(),
        };
        let text = render(&Graph::default(), &Sources::default(), &[file("b"), file("a")]);
        let lock = read(text.as_bytes()).unwrap();
        let paths: Vec<&String> = lock.files.keys().collect();
        assert_eq!(paths, ["a", "b"]);
        assert_eq!(lock.files["a"], "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
    }

    #[test]
    fn what_is_no_lock_is_refused() {
        assert_eq!(read(b"{}"), None);
        assert_eq!(read(b"<<<<<<< HEAD"), None);
        assert_eq!(read(br#"{"version": 2, "spec": "s", "files": []}"#), None);
        assert_eq!(read(br#"{"version": 1, "spec": "s", "files": [{"path": "../x", "sha256": "0"}]}"#), None);
        let empty = Lock { spec: "s".to_string(), ..Lock::default() };
        assert_eq!(read(br#"{"version": 1, "spec": "s", "files": []}"#), Some(empty));
    }
}
