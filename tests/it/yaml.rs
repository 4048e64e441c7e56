//! Every YAML output is read back by two readers, which must agree: `serde_yaml` (the core of YAML 1.2) and
//! `PyYAML` (YAML 1.1).

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value as Json;
use tests::case;

/// Reads paths from its input, one a line; prints for each the list of its documents as JSON.
const PYTHON: &str = r#"
import json, sys, yaml
class Loader(yaml.SafeLoader): pass
def tagged(loader, suffix, node):
    construct = {yaml.ScalarNode: loader.construct_scalar, yaml.SequenceNode: lambda n: loader.construct_sequence(n, True),
                 yaml.MappingNode: lambda n: loader.construct_mapping(n, True)}
    return {"!" + suffix: construct[type(node)](node)}
Loader.add_multi_constructor("!", tagged)
for path in sys.stdin.read().splitlines():
    with open(path, encoding="utf-8") as f:
        print(json.dumps(list(yaml.load_all(f, Loader)), default=lambda o: "not JSON: " + repr(o)))
"#;

#[test]
fn each_yaml_output_is_read_alike_by_all_readers() {
    let files = outputs();
    let ours: Vec<Json> = files.iter().map(|path| documents(path)).collect();
    let Some(theirs) = pyyaml(&files) else {
        println!("PyYAML is not there: outputs were read by serde_yaml alone");
        return;
    };
    assert_eq!(ours.len(), theirs.len(), "PyYAML can't read one of {files:?}");
    for ((path, ours), theirs) in files.iter().zip(ours).zip(theirs) {
        assert_eq!(ours, theirs, "{} is read differently", path.display());
    }
}

#[test]
fn each_json_output_is_json() {
    for path in committed().into_iter().filter(|p| p.extension().is_some_and(|e| e == "json")) {
        let bytes = fs::read(&path).unwrap();
        assert!(serde_json::from_slice::<Json>(&bytes).is_ok(), "{} is not JSON", path.display());
    }
}

fn outputs() -> Vec<PathBuf> {
    committed().into_iter().filter(|p| p.extension().is_some_and(|e| e == "yaml" || e == "yml")).collect()
}

/// The outputs of all fixtures and examples.
fn committed() -> Vec<PathBuf> {
    let roots = [case::fixtures_root().join("build"), case::repository().join("examples")];
    let specs =
        roots.iter().flat_map(|root| root.read_dir().into_iter().flatten().flatten()).map(|e| e.path());
    specs.flat_map(|folder| case::files_below(&folder.join("out"))).collect()
}

fn documents(path: &Path) -> Json {
    use serde::Deserialize as _;
    let text = fs::read_to_string(path).unwrap();
    let all = serde_yaml::Deserializer::from_str(&text).map(|document| {
        let value = serde_yaml::Value::deserialize(document);
        plain(&value.unwrap_or_else(|e| panic!("{}: {e}", path.display())))
    });
    all.collect()
}

/// As JSON; a tag becomes a record.
fn plain(value: &serde_yaml::Value) -> Json {
    use serde_yaml::Value;
    match value {
        Value::Tagged(tagged) => {
            Json::Object([(tagged.tag.to_string(), plain(&tagged.value))].into_iter().collect())
        }
        Value::Sequence(list) => list.iter().map(plain).collect(),
        Value::Mapping(map) => {
            let entries: BTreeMap<String, Json> = map.iter().map(|(k, v)| (key(k), plain(v))).collect();
            Json::Object(entries.into_iter().collect())
        }
        other => serde_json::to_value(other).unwrap(),
    }
}

fn key(key: &serde_yaml::Value) -> String {
    key.as_str().map_or_else(|| serde_json::to_string(key).unwrap(), str::to_string)
}

fn pyyaml(files: &[PathBuf]) -> Option<Vec<Json>> {
    let there = Command::new("python3").args(["-c", "import yaml"]).stderr(Stdio::null()).status();
    if !there.is_ok_and(|s| s.success()) {
        return None;
    }
    let mut python = Command::new("python3")
        .args(["-c", PYTHON])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let list: Vec<String> = files.iter().map(|p| p.display().to_string()).collect();
    python.stdin.take().unwrap().write_all(list.join("\n").as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}
