//! Strings that YAML readers disagree about come back as they were: as a value, a key and an element of a list.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod builder;

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

use builder::{printed, value};
use serde_json::{Value as Json, json};

fn words() -> Vec<String> {
    let mut all = Vec::new();
    for word in ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"] {
        let mut title: Vec<char> = word.chars().collect();
        title[0] = title[0].to_ascii_uppercase();
        all.extend([
            word.to_owned(),
            word.to_uppercase(),
            title.iter().collect(),
            format!("{word}x"),
            format!(".{word}"),
        ]);
    }
    all.extend(
        [
            "~", "=", "<<", ".", "..", "...", "---", "--- a", "-", "- a", "?", "? a", ":", ": a", "!",
            "!!str a",
        ]
        .map(str::to_owned),
    );
    all
}

fn numbers() -> Vec<String> {
    let mut all = Vec::new();
    for n in [
        "0", "1", "-1", "+1", "017", "0o17", "0x1F", "0b101", "1_000", "1__0", "_1", "__", "0x_1", "1e3",
        "1E3", "1e400",
    ] {
        all.push(n.to_owned());
        all.push(format!("{n}_"));
    }
    for n in [
        "1.0",
        ".5",
        "5.",
        "1.5e+3",
        "685_230.15",
        "-.inf",
        "+.INF",
        ".NaN",
        "12e03",
        "-2E+05",
        "1,000",
        "0.",
        "-0.0",
    ] {
        all.push(n.to_owned());
    }
    for base60 in ["12:30", "12:30:45", "1:2", "190:20:30", "190:20:30.15", "-1:30", "0:0"] {
        all.push(base60.to_owned());
    }
    for date in [
        "2024-01-01",
        "2024-1-1",
        "2024-01-01T00:00:00Z",
        "2024-01-01 00:00:00",
        "2024-01-01 00:00:00 +1",
        "10:00",
    ] {
        all.push(date.to_owned());
    }
    all.extend(
        ["123456789012", "4000Mi", "1Gi", "1.5Gi", "500m", "1k", "Mi", "1.2.3", "1.33", "v1.33"]
            .map(str::to_owned),
    );
    all
}

fn indicators() -> Vec<String> {
    let mut all = Vec::new();
    for c in "#&*!|>'\"%@`{}[],?:-$;=~^()<\\/+.".chars() {
        all.extend([
            format!("{c}"),
            format!("{c}a"),
            format!("a{c}"),
            format!("a {c}b"),
            format!("a{c} b"),
            format!("{c} a"),
        ]);
    }
    all.extend(
        [
            "key: v",
            "a #b",
            "a: #",
            "'a'",
            "\"a\"",
            "it's",
            "{{ x }}",
            "${X}",
            "$(X)",
            "[a, b]",
            "a, b",
            "*/5 * * * *",
        ]
        .map(str::to_owned),
    );
    all
}

fn blanks_and_lines() -> Vec<String> {
    let mut all: Vec<String> = vec![String::new()];
    for pad in [" ", "  ", "\t", "\n", "\n\n", "\r", "\r\n", " \n", "\n "] {
        all.extend([
            pad.to_owned(),
            format!("{pad}a"),
            format!("a{pad}"),
            format!("a{pad}b"),
            format!("{pad}a\nb"),
            format!("a\nb{pad}"),
            format!("a\n{pad}b\nc\n"),
        ]);
    }
    let texts = [
        "a:\n  b: 1\n",
        "# comment\nkey: value\n",
        "#!/bin/sh\nset -e\necho \"a\"\n",
        "- a\n- b",
        "a\n\n\nb\n",
        "---\na\n",
        "%x\na",
        "a\tb\nc\td\n",
        "if x\n\tthen\n",
        "  indented\nless\n",
        "\u{fc}\n\u{1f600}\n",
        "a\n...\nb\n",
        "{\n  \"a\": 1\n}\n",
        "x\n  y\n    z",
        "\n",
        "a\r\nb\r\n",
    ];
    all.extend(texts.map(str::to_owned));
    all
}

fn characters() -> Vec<String> {
    let odd = "\u{1}\u{7}\u{8}\u{b}\u{c}\u{1b}\u{1f}\u{7f}\u{80}\u{85}\u{9f}\u{a0}\u{ad}\u{61c}\u{200b}\u{200d}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202e}\u{2060}\u{2066}\u{2069}\u{3000}\u{fe0f}\u{feff}\u{fffd}\u{fffe}\u{ffff}\u{1f600}\u{e0041}\u{1fffe}\u{10ffff}\u{fc}\u{65e5}";
    odd.chars().flat_map(|c| [format!("{c}"), format!("a{c}b"), format!("a\n{c}b\n")]).collect()
}

fn strings() -> Vec<String> {
    let mut all = words();
    all.extend([numbers(), indicators(), blanks_and_lines(), characters()].concat());
    all.extend([
        "a".repeat(5_000),
        "a b".repeat(2_000),
        format!("{}\nb", "x".repeat(3_000)),
        "1".repeat(400),
    ]);
    let mut seen = BTreeSet::new();
    all.retain(|s| seen.insert(s.clone()));
    assert!(all.len() >= 500, "{}", all.len());
    all
}

/// One file for each string, so that no reader's complaint about one hides another.
fn documents() -> Vec<(Json, String)> {
    strings().into_iter().map(|s| document_of(&s)).collect()
}

fn document_of(s: &str) -> (Json, String) {
    let key = if s.len() > 1_000 { "long" } else { s };
    let json = json!({ "value": s, "list": [s, [s], { "in": s }], "keys": { key: 1, "z": { key: [s] } } });
    let text = printed("yaml", "a.yaml", [value(&json)]);
    (json, text)
}

#[test]
fn a_reader_of_yaml_1_2_gives_them_back() {
    for (json, text) in documents() {
        let back: Json = serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
        assert_eq!(back, json, "{text}");
    }
}

const PYTHON: &str = r"
import json, sys, yaml
cases = json.load(sys.stdin)
loaders = [yaml.SafeLoader] + ([yaml.CSafeLoader] if hasattr(yaml, 'CSafeLoader') else [])
bad = 0
for loader in loaders:
    for case in cases:
        try:
            back = yaml.load(case['text'], Loader=loader)
        except Exception as e:
            back = repr(e)
        if back != case['value']:
            bad += 1
            print(loader.__name__, repr(case['value'])[:300], '->', repr(back)[:300])
print('read with', ', '.join(l.__name__ for l in loaders))
sys.exit(bad > 0)
";

#[test]
fn readers_of_yaml_1_1_give_them_back() {
    let present = Command::new("python3").args(["-c", "import yaml"]).stderr(Stdio::null()).status();
    if !present.is_ok_and(|s| s.success()) {
        eprintln!("python3 with PyYAML not found: not read with a YAML 1.1 reader");
        return;
    }
    let mut cases: Vec<Json> =
        documents().into_iter().map(|(value, text)| json!({ "value": value, "text": text })).collect();
    let floats = json!([1e16, 1.5e-7, 1e300, 0.1, 3.0, -0.5, 1.234_567_890_123_456_7e17]);
    cases.push(json!({ "text": printed("yaml", "a.yaml", [value(&floats)]), "value": floats }));
    let mut python = Command::new("python3")
        .args(["-c", PYTHON])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    python.stdin.take().unwrap().write_all(serde_json::to_string(&cases).unwrap().as_bytes()).unwrap();
    let out = python.wait_with_output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
    println!("{}", String::from_utf8_lossy(&out.stdout));
}

#[test]
fn text_in_several_lines_is_a_block() {
    let text =
        printed("yaml", "a.yaml", [value(&json!({ "a": "x: 1\n\ty\n", "b": ["p\nq"], "c": "# z\nw\n" }))]);
    assert!(text.contains("a: \"x: 1\\n\\ty\\n\"\n"), "a tab in an indentation isn't safe: {text}");
    assert!(text.contains("b:\n- |-\n  p\n  q\nc: |\n  # z\n  w\n"), "{text}");
}

#[test]
fn a_key_that_is_too_long_is_refused() {
    let key = "k".repeat(1_025);
    assert_eq!(builder::codes("yaml", "a.yaml", [value(&json!({ key: 1 }))]), ["E7011"]);
}

#[test]
fn json_is_laid_out_as_serde_json_does() {
    let json = json!({ "a": [], "b": {}, "c": [1, { "d": "\u{e9}\n" }, [2.5, 1e16]], "e": { "f": true } });
    assert_eq!(
        printed("json", "a.json", [value(&json)]),
        format!("{}\n", serde_json::to_string_pretty(&json).unwrap())
    );
}
