//! What the README and the guide show compiles.
//!
//! A block marked `wave` is a spec; without a `deployment` of its own, and a `use`, it gets one. `wave,part` marks what is only
//! read, not understood, and `wave,wrong` what has a mistake that the text speaks of.

use std::fs;
use std::path::{Path, PathBuf};

use diagnostics::{Diagnostic, Severity};
use tests::case;
use tests::markdown::{Block, blocks, files_of};
use wavec::render::{Shown, short};
use wavec::world::Memory;

const USE: &str = "use std.aws\n";
const DEPLOYMENT: &str = "deployment d {\n    account = \"123456789012\"\n    region = \"eu-west-1\"\n}\n";

#[test]
fn each_block_of_the_documents_compiles() {
    let mut wrong = Vec::new();
    for path in documents() {
        let text = fs::read_to_string(&path).unwrap();
        for block in blocks(&text) {
            if let Err(what) = compile(&text, &block) {
                wrong.push(format!("{}:{}\n{what}", path.display(), block.line));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn documents() -> Vec<PathBuf> {
    let root = case::repository();
    let pages = ["docs", "examples", "stdlib", "editors"]
        .iter()
        .flat_map(|folder| case::files_below(&root.join(folder)));
    let all = pages.chain([root.join("README.md"), root.join("compiler/ARCHITECTURE.md")]);
    all.filter(|p| p.extension().is_some_and(|e| e == "md") && p.is_file() && !in_modules(p)).collect()
}

fn in_modules(path: &Path) -> bool {
    path.components().any(|c| c.as_os_str() == "node_modules")
}

fn compile(text: &str, block: &Block) -> Result<(), String> {
    let counts = |d: &&Diagnostic| match block.info.as_str() {
        "wave" | "wave,wrong" => d.severity() == Severity::Error,
        _ => d.code.id.starts_with("E1"),
    };
    if !matches!(block.info.as_str(), "wave" | "wave,part" | "wave,wrong") {
        return Ok(());
    }
    let files = files_of(text, block).into_iter();
    let world = files.fold(Memory::default(), |world, (name, text)| world.with(name, text));
    let checked = wavec::check("spec.wave", &world.with("spec.wave", completed(&block.text)));
    let found: Vec<&Diagnostic> = checked.diagnostics.iter().filter(counts).collect();
    match (block.info == "wave,wrong", found.is_empty()) {
        (false, true) | (true, false) => Ok(()),
        (false, false) => Err(short(&found, Shown::new(&checked.sources))),
        (true, true) => Err("the block is marked as wrong, and isn't\n".to_string()),
    }
}

/// With what every spec has. It stands below, so that line numbers are those of the block.
fn completed(text: &str) -> String {
    let has = |word: &str| text.lines().any(|line| line.split_whitespace().next() == Some(word));
    let used = if has("use") { "" } else { USE };
    let deployed = if has("deployment") { "" } else { DEPLOYMENT };
    format!("{text}\n{used}{deployed}")
}
