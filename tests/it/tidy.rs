//! The rules of this repository.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use diagnostics::CODES;
use tests::case;

/// Which crate may use which. Data flows one way; a new arrow here is a change of its own, with its argument in the commit.
const ARROWS: &[(&str, &[&str])] = &[
    ("diagnostics", &[]),
    ("syntax", &["diagnostics"]),
    ("graph", &["diagnostics"]),
    ("schemas", &["diagnostics"]),
    ("analysis", &["diagnostics", "syntax", "graph", "schemas"]),
    ("backends", &["diagnostics", "graph", "schemas"]),
    ("ide", &["diagnostics", "syntax", "analysis", "graph", "schemas"]),
    ("wavec", &["diagnostics", "syntax", "graph", "schemas", "analysis", "backends", "ide"]),
];

/// Libraries that a few crates alone may use: what is parsed, rendered and written is theirs.
const KEPT_APART: &[(&str, &[&str])] = &[
    ("pest", &["syntax"]),
    ("pest_derive", &["syntax"]),
    ("miette", &["wavec"]),
    ("mimalloc", &["wavec"]),
    ("clap", &["wavec"]),
    ("tempfile", &["wavec"]),
    ("similar", &["wavec"]),
    ("toml", &["wavec"]),
    ("lsp-server", &["wavec"]),
    ("serde_json", &["backends", "wavec"]),
    ("serde_yaml", &["backends"]),
    ("saphyr-parser", &["backends"]),
];

const LONGEST_FILE: usize = 600;
const LONGEST_FUNCTION: usize = 60;

#[test]
fn crates_use_only_what_comes_before_them() {
    let members: Vec<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    for (name, allowed) in ARROWS {
        let manifest = read(&case::repository().join("compiler").join(name).join("Cargo.toml"));
        for used in dependencies(&manifest) {
            let member = members.contains(&used.as_str());
            assert!(!member || allowed.contains(&used.as_str()), "`{name}` may not use `{used}`");
            let keepers =
                KEPT_APART.iter().find(|(library, _)| *library == used).map(|(_, keepers)| *keepers);
            assert!(keepers.is_none_or(|k| k.contains(name)), "`{name}` may not use `{used}`");
        }
    }
    let folders: BTreeSet<String> = children(&case::repository().join("compiler"))
        .into_iter()
        .filter(|path| path.join("Cargo.toml").is_file())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(folders, members.iter().map(ToString::to_string).collect(), "each crate has its row");
}

#[test]
fn files_and_functions_are_short() {
    let mut long = Vec::new();
    for path in sources() {
        let text = read(&path);
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            long.push(format!("{}: {lines} lines", shown(&path)));
        }
        for (start, length) in functions(&text).into_iter().filter(|(_, length)| *length > LONGEST_FUNCTION) {
            long.push(format!("{}:{start}: a function of {length} lines", shown(&path)));
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn each_source_file_says_what_it_is() {
    let silent: Vec<String> =
        sources().iter().filter(|p| !read(p).starts_with("//! ")).map(|p| shown(p)).collect();
    assert!(silent.is_empty(), "no `//!` at the top of {silent:?}");
}

#[test]
fn nothing_is_silenced_without_a_reason() {
    let silencers = [concat!("#[", "ignore"), concat!("#[", "allow("), concat!("#![", "allow(")];
    for path in sources() {
        let text = read(&path);
        for word in silencers {
            assert!(!text.contains(word), "{} has `{word}`", shown(&path));
        }
        let expects = text.split(concat!("[", "expect(")).skip(1);
        let reasoned = expects.map(|rest| rest.split_once(")]").map_or(rest, |(inside, _)| inside));
        for inside in reasoned {
            assert!(inside.contains("reason = "), "{}: `expect({inside})` gives no reason", shown(&path));
        }
    }
}

#[test]
fn no_file_is_named_after_nothing() {
    for path in sources() {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let empty = ["utils", "util", "helpers", "helper", "common", "misc", "manager"];
        assert!(!empty.contains(&stem.as_str()), "{} needs a name that says what it is", shown(&path));
    }
}

#[test]
fn each_page_belongs_to_a_code() {
    let pages = case::files_below(&case::repository().join("compiler/diagnostics/docs"));
    let pages: BTreeSet<String> =
        pages.iter().map(|p| p.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(pages, CODES.iter().map(|c| c.id.to_string()).collect());
}

#[test]
fn each_snapshot_belongs_to_a_fixture() {
    let folder = case::fixtures_root().join("render");
    for path in case::files_below(&folder.join("snapshots")) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let code = name.strip_suffix(".snap").unwrap_or_else(|| panic!("{name} is not accepted"));
        assert!(folder.join(format!("{code}.wave")).is_file(), "{name} has no fixture");
    }
}

#[test]
fn no_file_names_a_place_of_one_machine() {
    let places = [
        concat!("/work/", "main"),
        concat!("/work/", "shared"),
        concat!("/root/", "."),
        concat!("/tmp/", "t-"),
    ];
    for folder in
        ["compiler", "tests", "docs", "examples", "stdlib", "editors", "grammar", "README.md", ".ci"]
    {
        let root = case::repository().join(folder);
        let files = if root.is_file() { vec![root] } else { case::files_below(&root) };
        for path in files.iter().filter(|p| !p.components().any(|c| c.as_os_str() == "node_modules")) {
            let bytes = fs::read(path).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            let found = places.iter().find(|place| text.contains(**place));
            assert!(found.is_none(), "{} names `{}`", shown(path), found.unwrap_or(&""));
        }
    }
}

#[test]
fn functions_are_measured_to_their_closing_brace() {
    let text = "fn a() {\n    1\n}\n\nimpl X {\n    /// Doc\n    pub const fn b(\n        x: u8,\n    ) -> u8 {\n        x\n    }\n    fn c();\n}\n";
    assert_eq!(functions(text), [(1, 3), (7, 5)]);
}

/// First line and number of lines of each function. The layout is rustfmt's: what begins at a column ends there.
fn functions(text: &str) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let starts = lines.iter().enumerate().filter(|(_, line)| {
        let words = line.split('(').next().unwrap_or("").split_whitespace();
        let modifiers = ["pub", "const", "async", "pub(crate)", "pub(super)"];
        words.into_iter().find(|w| !modifiers.contains(w)) == Some("fn")
            || line.trim_start().starts_with("pub(crate) fn ")
            || line.trim_start().starts_with("pub(super) fn ")
    });
    let ends = starts.filter_map(|(start, line)| {
        let rest = lines.iter().enumerate().skip(start);
        let mut rest = rest.filter(|(_, l)| indent(l) == indent(line) && !l.is_empty());
        let (end, last) = rest.find(|(_, l)| l.trim_start().starts_with('}') || l.ends_with(['}', ';']))?;
        last.ends_with('}').then_some((start + 1, end - start + 1))
    });
    ends.collect()
}

/// The names below `[dependencies]`.
fn dependencies(manifest: &str) -> Vec<String> {
    let lines = manifest.lines().skip_while(|l| l.trim() != "[dependencies]").skip(1);
    let own = lines.take_while(|l| !l.starts_with('['));
    let named =
        own.filter_map(|l| l.split(['.', ' ', '=']).next()).filter(|n| !n.is_empty() && !n.starts_with('#'));
    named.map(str::to_string).collect()
}

/// All Rust files.
fn sources() -> Vec<PathBuf> {
    let folders = ["compiler", "tests"].map(|folder| case::repository().join(folder));
    let all = folders.iter().flat_map(|folder| case::files_below(folder));
    all.filter(|p| p.extension().is_some_and(|e| e == "rs")).collect()
}

fn children(folder: &Path) -> Vec<PathBuf> {
    folder.read_dir().into_iter().flatten().flatten().map(|e| e.path()).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(case::repository()).unwrap_or(path).display().to_string()
}
