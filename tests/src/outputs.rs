//! Outputs that are committed: of a fixture in `build/`, or of an example.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use diagnostics::Severity;
use diagnostics::codes::is_lint;
use wavec::render::{Look, Shown, human};
use wavec::world::Disk;
use wavec::{Options, Replace, lock};

use crate::case::files_below;

/// Builds `spec.wave` in a folder. Gives all files, the lock among them, by their paths relative to it.
pub fn build(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let built = wavec::build_with("spec.wave", &never_deployed(), &Disk::new(folder));
    let found: Vec<_> = built
        .checked
        .diagnostics
        .iter()
        .filter(|d| d.severity() != Severity::Note && !is_lint(d.code))
        .collect();
    let Some(graph) = built.checked.graph().filter(|_| found.is_empty()) else {
        return Err(human(&found, Shown::new(&built.checked.sources), &Look::default()));
    };
    let lock = (lock::path(graph), built.lock.into_bytes());
    Ok(built.files.into_iter().map(|f| (f.path, f.bytes)).chain([lock]).collect())
}

/// A fixture may change in any way.
fn never_deployed() -> Options {
    Options { replace: Replace::Anything, ..Options::default() }
}

/// Compares a folder's committed outputs with what its spec gives. With `UPDATE=1` in the environment they are rewritten.
pub fn compare(folder: &Path) -> Result<(), String> {
    let given = build(folder)?;
    if std::env::var_os("UPDATE").is_some_and(|v| v == "1") {
        return update(folder, &given).map_err(|e| e.to_string());
    }
    let mut wrong = Vec::new();
    for (path, bytes) in &given {
        match fs::read(folder.join(path)) {
            Ok(committed) if committed == *bytes => {}
            Ok(committed) => wrong.push(format!("{path} differs: {}", first_difference(&committed, bytes))),
            Err(_) => wrong.push(format!("{path} is missing")),
        }
    }
    for file in files_below(&folder.join("out")) {
        let path = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if !given.contains_key(&path) {
            wrong.push(format!("{path} is stale"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(format!("{}\n(UPDATE=1 rewrites them)", wrong.join("\n"))) }
}

fn update(folder: &Path, given: &BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    if folder.join("out").is_dir() {
        fs::remove_dir_all(folder.join("out"))?;
    }
    // Through the program's own writer, for the rights of scripts.
    let built = wavec::build_with("spec.wave", &never_deployed(), &Disk::new(folder));
    let (changes, refused) = wavec::write::compare(&built, folder).map_err(io::Error::other)?;
    if let Some(first) = refused.first() {
        return Err(io::Error::other(first.message.clone()));
    }
    changes.apply().map_err(io::Error::other)?;
    let written = given.keys().filter(|path| folder.join(path).is_file()).count();
    if written == given.len() { Ok(()) } else { Err(io::Error::other("not all files were written")) }
}

/// The first line that differs, in both texts.
fn first_difference(committed: &[u8], given: &[u8]) -> String {
    let (committed, given) = (String::from_utf8_lossy(committed), String::from_utf8_lossy(given));
    let mut pairs = (1..).zip(lines(&committed).zip(lines(&given)));
    let differs = pairs.find(|(_, (old, new))| old != new);
    let (line, (old, new)) = differs.unwrap_or((0, (None, None)));
    format!("line {line} is {old:?} and should be {new:?}")
}

/// The lines, and then the absence of more.
fn lines(text: &str) -> impl Iterator<Item = Option<&str>> {
    text.split('\n').map(Some).chain([None])
}
