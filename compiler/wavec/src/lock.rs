//! `wave.lock`: what was built. Files and their digests, resources and their attributes, what is allowed; never a secret.
//!
//! The lock decides which files on the disk are ours to replace or delete, and which changes in place are refused. What
//! is written never depends on it. Each attribute, action and digest has a line of its own, so that a change reads well in a
//! review and two changes merge.

pub(crate) mod permissions;
mod state;
mod value;

use std::collections::BTreeMap;

use backends::OutputFile;
use diagnostics::Sources;
use graph::Graph;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use crate::world::leaves_folder;

pub use permissions::Statement;
pub use state::{Held, State};
pub(crate) use state::{parent_and_label, resources};
pub(crate) use value::{plain, spelled};

/// The lock's file name, in the output folder.
pub const NAME: &str = "wave.lock";

/// The form of the lock that is written; another number means that an older wavec can't read it.
const VERSION: u64 = 2;

/// Where the lock of a build lies, relative to the spec's folder.
pub fn path(graph: &Graph) -> String {
    match folder(graph) {
        "" => NAME.to_string(),
        folder => format!("{folder}/{NAME}"),
    }
}

/// The folder that the outputs of all environments lie in, relative to the spec's own, which is empty. An environment may have a
/// folder of its own name in it.
pub(crate) fn folder(graph: &Graph) -> &str {
    let output = output_folder(graph);
    let of_environment = graph.environment.as_deref().and_then(|name| output.strip_suffix(name));
    match of_environment {
        Some("") => "",
        Some(around) => around.strip_suffix('/').unwrap_or(output),
        None => output,
    }
}

/// The folder of a graph's outputs, relative to the spec's own, which is empty.
pub(crate) fn output_folder(graph: &Graph) -> &str {
    match graph.output.trim_start_matches("./").trim_end_matches('/') {
        "." => "",
        folder => folder,
    }
}

/// What an earlier build says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lock {
    /// The name of the spec that was built.
    pub spec: String,
    /// Paths relative to the spec's folder, and the SHA-256 of what was written there.
    pub files: BTreeMap<String, String>,
    /// The resources of each environment; that of a spec without environments has an empty name.
    pub environments: BTreeMap<String, State>,
}

impl Lock {
    /// Its text.
    pub fn text(self, sources: &Sources) -> String {
        text(self, sources)
    }

    /// With what an `old` lock says of all but one environment, of which these files are.
    #[must_use]
    pub(crate) fn of_one_environment(
        self,
        old: &Self,
        environment: &str,
        is_written: impl Fn(&str) -> bool,
    ) -> Self {
        let new = self.files.into_iter().filter(|(path, _)| is_written(path));
        let kept = old.files.iter().filter(|(path, _)| !is_written(path));
        let states = self.environments.into_iter().filter(|(name, _)| name == environment);
        let others = old.environments.iter().filter(|(name, _)| *name != environment);
        Self {
            spec: self.spec,
            files: kept.map(|(path, digest)| (path.clone(), digest.clone())).chain(new).collect(),
            environments: others.map(|(name, state)| (name.clone(), state.clone())).chain(states).collect(),
        }
    }

    /// What was built for an environment, and the name by which the lock knows it: one that didn't exist by then is
    /// compared with the spec as it was without environments.
    pub(crate) fn of_environment(&self, name: &str) -> Option<(&str, &State)> {
        let found = self.environments.get_key_value(name).or_else(|| self.environments.get_key_value(""));
        found.map(|(name, state)| (name.as_str(), state))
    }
}

/// The name of a graph's environment; empty in a spec without environments.
pub fn environment(graph: &Graph) -> &str {
    graph.environment.as_deref().unwrap_or_default()
}

/// Reads a lock; `None` if it isn't one, or speaks of files outside the project.
pub fn read(bytes: &[u8]) -> Option<Lock> {
    let mut lock: Map<String, Json> = serde_json::from_slice(bytes).ok()?;
    let spec = lock.get("spec")?.as_str()?.to_string();
    let files = lock.remove("files")?;
    let resources = lock.remove("resources");
    let (files, environments) = match lock.get("version")?.as_u64()? {
        1 => (files_of_version_1(&files)?, nameless(state::read_version_1(resources?)?)),
        VERSION => {
            let mut environments = BTreeMap::new();
            for (name, state) in lock.remove("environments").and_then(into_object).unwrap_or_default() {
                environments.insert(name, state::read(into_object(state)?.remove("resources")?)?);
            }
            if let Some(resources) = resources {
                environments.extend(nameless(state::read(resources)?));
            }
            (digests(&files)?, environments)
        }
        _ => return None,
    };
    files.keys().all(|path| !leaves_folder(path)).then_some(Lock { spec, files, environments })
}

/// What a build says of itself.
pub fn of(graphs: &[Graph], files: &[OutputFile]) -> Lock {
    let states = graphs.iter().map(|graph| (environment(graph).to_string(), state::of(graph)));
    Lock {
        spec: graphs.first().map(|g| g.spec.to_string()).unwrap_or_default(),
        files: files.iter().map(|f| (f.path.clone(), digest(&f.bytes))).collect(),
        environments: states.collect(),
    }
}

/// The text of the lock of a build: of all its environments, which share the files.
pub fn render(graphs: &[Graph], sources: &Sources, files: &[OutputFile]) -> String {
    of(graphs, files).text(sources)
}

fn text(lock: Lock, sources: &Sources) -> String {
    let Lock { spec, files, environments } = lock;
    let mut lock = json!({
        "version": VERSION,
        "wavec": env!("CARGO_PKG_VERSION"),
        "spec": spec,
        "inputs": inputs(sources),
        "files": files,
    });
    let mut named = Map::new();
    for (name, state) in environments {
        let resources = state::write(state);
        if name.is_empty() {
            put(&mut lock, "resources", resources);
        } else {
            named.insert(name, json!({ "resources": resources }));
        }
    }
    if !named.is_empty() {
        put(&mut lock, "environments", Json::Object(named));
    }
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

/// Where the text of a lock says what an attribute was: the bytes of its key; `None` if that can't be found.
pub(crate) fn place_of(
    text: &str,
    environment: &str,
    id: &str,
    attribute: &str,
) -> Option<std::ops::Range<usize>> {
    let quoted = |name: &str| json!(name).to_string();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut lines = offsets(text);
    if !environment.is_empty() {
        let start = format!("    {}: {{", quoted(environment));
        lines.find(|(_, line)| *line == start)?;
    }
    let (entry, element) = (format!("{}: {{", quoted(id)), format!("\"id\": {},", quoted(id)));
    let (_, head) = lines.find(|(_, line)| [&entry, &element].contains(&&line.trim_start().to_string()))?;
    // In the older form the id is an entry of the resource itself.
    let (inside, attributes) = if head.trim_start() == entry { (2, 4) } else { (0, 2) };
    let (inside, attributes) = (indent(head) + inside, indent(head) + attributes);
    let key = quoted(attribute);
    let mut body = lines.take_while(|(_, line)| indent(line) >= inside);
    let (offset, _) = body.find(|(_, line)| {
        indent(line) == attributes
            && line.trim_start().strip_prefix(&key).is_some_and(|rest| rest.starts_with(':'))
    })?;
    Some(offset + attributes..offset + attributes + key.len())
}

fn offsets(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split('\n').scan(0, |next, line| {
        let at = *next;
        *next += line.len() + 1;
        Some((at, line))
    })
}

/// The files that the spec reads, but not those of the language: a comment in the spec shall not change the lock.
fn inputs(sources: &Sources) -> BTreeMap<&str, String> {
    let is_wave = |name: &str| std::path::Path::new(name).extension().is_some_and(|e| e == "wave");
    let files = sources.files().map(|(_, f)| f).filter(|f| !f.library && !is_wave(&f.name));
    files.map(|f| (f.name.as_str(), digest(f.text.as_bytes()))).collect()
}

fn nameless(state: State) -> BTreeMap<String, State> {
    BTreeMap::from([(String::new(), state)])
}

fn files_of_version_1(files: &Json) -> Option<BTreeMap<String, String>> {
    let file =
        |f: &Json| Some((f.get("path")?.as_str()?.to_string(), f.get("sha256")?.as_str()?.to_string()));
    files.as_array()?.iter().map(file).collect()
}

fn digests(files: &Json) -> Option<BTreeMap<String, String>> {
    files
        .as_object()?
        .iter()
        .map(|(path, digest)| Some((path.clone(), digest.as_str()?.to_string())))
        .collect()
}

fn into_object(value: Json) -> Option<Map<String, Json>> {
    match value {
        Json::Object(object) => Some(object),
        _ => None,
    }
}

fn put(object: &mut Json, key: &str, value: Json) {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_string(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> OutputFile {
        OutputFile { path: path.to_string(), bytes: b"x".to_vec(), executable: false, lines: Vec::new() }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = render(&[Graph::default()], &Sources::default(), &[file("b"), file("a")]);
        let lock = read(text.as_bytes()).unwrap();
        let paths: Vec<&String> = lock.files.keys().collect();
        assert_eq!(paths, ["a", "b"]);
        assert_eq!(lock.files["a"], "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
        assert_eq!(lock, of(&[Graph::default()], &[file("a"), file("b")]));
    }

    #[test]
    fn each_environment_has_resources_of_its_own() {
        let graph = |name: &str| Graph { environment: Some(name.into()), ..Graph::default() };
        let graphs = [graph("staging"), graph("production")];
        let text = render(&graphs, &Sources::default(), &[]);
        let names: Vec<String> = read(text.as_bytes()).unwrap().environments.into_keys().collect();
        assert_eq!(names, ["production", "staging"]);
    }

    #[test]
    fn what_is_no_lock_is_refused() {
        assert_eq!(read(b"{}"), None);
        assert_eq!(read(b"<<<<<<< HEAD"), None);
        assert_eq!(read(br#"{"version": 3, "spec": "s", "files": {}}"#), None);
        assert_eq!(read(br#"{"version": 2, "spec": "s", "files": {"../x": "0"}}"#), None);
        let outside =
            br#"{"version": 1, "spec": "s", "files": [{"path": "../x", "sha256": "0"}], "resources": []}"#;
        assert_eq!(read(outside), None);
        let empty = Lock { spec: "s".to_string(), ..Lock::default() };
        assert_eq!(read(br#"{"version": 2, "spec": "s", "files": {}}"#), Some(empty));
    }

    #[test]
    fn the_lock_of_an_older_version_is_read() {
        let text = br#"{"version": 1, "spec": "s", "files": [{"path": "a", "sha256": "0"}], "resources": [
            {"id": "bucket.b", "kind": "bucket", "attributes": {"name": "n"}}
        ]}"#;
        let lock = read(text).unwrap();
        assert_eq!(lock.files["a"], "0");
        let held = &lock.environments[""]["bucket.b"];
        assert_eq!((held.kind.as_str(), &held.attributes["name"]), ("bucket", &json!("n")));
        assert_eq!(held.allows, None, "it doesn't say what is allowed");
    }

    #[test]
    fn an_attribute_is_found_in_the_text() {
        let new = "{\n  \"resources\": {\n    \"a.b\": {\n      \"kind\": \"a\",\n      \"attributes\": {\n        \"kind\": 1\n      }\n    },\n    \"c\": {\n      \"attributes\": {\n        \"x\": 1\n      }\n    }\n  }\n}\n";
        let found = place_of(new, "", "a.b", "kind").unwrap();
        assert_eq!(new.get(found.clone()), Some("\"kind\""));
        assert_eq!(new.get(found.start - 8..found.start), Some("        "));
        assert_eq!(place_of(new, "", "a.b", "x"), None, "that is of another resource");
        let old = "{\n  \"resources\": [\n    {\n      \"id\": \"a.b\",\n      \"kind\": \"a\",\n      \"attributes\": {\n        \"x\": 1\n      }\n    }\n  ]\n}\n";
        assert_eq!(old.get(place_of(old, "", "a.b", "x").unwrap()), Some("\"x\""));
    }
}
