//! The pages of the codes are run: the wrong example gives exactly that code, the right one nothing.

use std::collections::BTreeSet;

use diagnostics::codes::is_lint;
use diagnostics::{CODES, Code, Diagnostic, Severity};
use tests::markdown::{Block, blocks, files_of};
use wavec::render::short;
use wavec::world::Memory;

/// Pages without examples that can be run, and why.
const NOT_RUN: &[(&str, &str)] = &[
    ("E0002", "a page is UTF-8 itself"),
    ("E0005", "needs a file that the machine refuses"),
    ("E0008", "needs a file on the disk"),
    ("E0009", "needs a file on the disk"),
    ("E0010", "needs a file on the disk"),
    ("E0011", "needs two specs on the disk"),
    ("E0013", "needs a `wave.toml` beside the spec"),
    ("E0014", "needs an argument of the command line"),
    ("E5006", "needs the lock of an earlier build"),
    ("W5007", "needs an argument of the command line"),
    ("E2009", "needs two files besides the spec"),
    ("E9001", "is a mistake of wavec itself"),
];

#[test]
fn each_page_shows_its_code_and_how_to_avoid_it() {
    let wrong: Vec<String> = run_pages().filter_map(|code| page(code).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn each_page_that_is_not_run_is_named_with_a_reason() {
    for (id, reason) in NOT_RUN {
        assert!(diagnostics::code(id).is_some() && !reason.is_empty(), "{id}");
    }
    let empty: Vec<&str> = CODES.iter().filter(|c| c.page.lines().count() < 3).map(|c| c.id).collect();
    assert!(empty.is_empty(), "these pages say nothing: {empty:?}");
}

/// The codes whose page shows them.
pub(crate) fn codes_shown() -> BTreeSet<&'static str> {
    run_pages().filter(|code| page(code).is_ok()).map(|code| code.id).collect()
}

fn run_pages() -> impl Iterator<Item = &'static Code> {
    CODES.iter().copied().filter(|code| !NOT_RUN.iter().any(|(id, _)| *id == code.id))
}

fn page(code: &Code) -> Result<(), String> {
    let wave: Vec<Block> = blocks(code.page).into_iter().filter(|b| b.info == "wave").collect();
    let after = |word: &str| wave.iter().filter(|b| b.above.starts_with(word)).collect::<Vec<_>>();
    let (wrong, right) = (after("Wrong"), after("Right"));
    if wrong.is_empty() || right.is_empty() || wrong.len() + right.len() != wave.len() {
        return Err(format!("{}: the page needs a block after `Wrong:` and one after `Right:`", code.id));
    }
    for block in wrong {
        let (ids, text) = run(code, block);
        if ids != BTreeSet::from([code.id]) {
            return Err(format!("{}: the wrong example (line {}) gives:\n{text}", code.id, block.line));
        }
    }
    for block in right {
        let (ids, text) = run(code, block);
        if !ids.is_empty() {
            return Err(format!("{}: the right example (line {}) gives:\n{text}", code.id, block.line));
        }
    }
    Ok(())
}

/// What an example gives. A note is what `check` alone says; all else a build says too.
fn run(code: &Code, block: &Block) -> (BTreeSet<&'static str>, String) {
    let files = files_of(code.page, block).into_iter();
    let world = files.fold(Memory::default(), |world, (name, text)| world.with(name, text));
    let world = world.with("spec.wave", block.text.as_str());
    let checked = match code.severity() {
        Severity::Note => wavec::check("spec.wave", &world),
        Severity::Error | Severity::Warning => wavec::build("spec.wave", &world).checked,
    };
    // An example of something else need not use all that it declares.
    let counts = |d: &&Diagnostic| is_lint(code) || !is_lint(d.code);
    let mut found: Vec<&Diagnostic> = checked.diagnostics.iter().filter(counts).collect();
    let tests = tests::case::tests_of("spec.wave", &world).filter(|_| found.is_empty());
    found.extend(tests.iter().flat_map(|t| &t.outcomes).flat_map(|o| &o.failures));
    let shown = wavec::render::Shown::new(tests.as_ref().map_or(&checked.sources, |t| &t.sources));
    let text = if found.is_empty() { "nothing".to_string() } else { short(&found, shown) };
    (found.iter().map(|d| d.code.id).collect(), text)
}
