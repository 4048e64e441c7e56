//! An edit that is offered as certain removes its diagnostic, and adds none.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use diagnostics::{CODES, Diagnostic, Fix, Severity, Sources};
use tests::case;
use tests::markdown::{blocks, files_of};
use wavec::Checked;
use wavec::render::{Shown, short};
use wavec::world::Memory;

/// A spec, the files around it, and where it comes from.
type Case = (String, String, Memory);

/// The code of a diagnostic with a fix, and what the fix did wrong.
type Tried = (&'static str, Option<String>);

#[test]
fn each_fix_of_each_fixture_removes_its_diagnostic_and_adds_none() {
    let fixtures =
        ["check", "render", "known_bad"].iter().flat_map(|folder| case::cases(folder)).map(|path| {
            let (name, world) = case::load(&path).unwrap();
            (path.display().to_string(), name, world)
        });
    assert_certain(&fixtures.collect::<Vec<_>>());
}

#[test]
fn each_fix_of_each_page_removes_its_diagnostic_and_adds_none() {
    let wrong = |page| blocks(page).into_iter().filter(|b| b.info == "wave" && b.above.starts_with("Wrong"));
    let pages = CODES.iter().flat_map(|code| {
        wrong(code.page).map(|block| {
            let files = files_of(code.page, &block).into_iter();
            let world = files.fold(Memory::default(), |world, (name, text)| world.with(name, text));
            let world = world.with("spec.wave", block.text);
            (format!("{}.md:{}", code.id, block.line), "spec.wave".to_string(), world)
        })
    });
    assert_certain(&pages.collect::<Vec<_>>());
}

fn assert_certain(cases: &[Case]) {
    let share = cases.len().div_ceil(thread::available_parallelism().map_or(1, usize::from)).max(1);
    let tried: Vec<Tried> = thread::scope(|scope| {
        let workers: Vec<_> = cases
            .chunks(share)
            .map(|cases| scope.spawn(|| cases.iter().flat_map(try_fixes).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    let wrong: Vec<String> = tried.iter().filter_map(|(_, what)| what.clone()).collect();
    assert!(wrong.is_empty(), "{} fixes aren't certain:\n{}", wrong.len(), wrong.join("\n"));
    let codes: BTreeSet<&str> = tried.iter().map(|(code, _)| *code).collect();
    assert!(codes.len() > 10, "{codes:?}");
}

/// The fixes of a case, one by one.
fn try_fixes((from, name, world): &Case) -> Vec<Tried> {
    let checked = wavec::check(name, world);
    let mut tried = Vec::new();
    for diagnostic in &checked.diagnostics {
        let Some(fix) = &diagnostic.fix else { continue };
        let what = match edited(fix, &checked.sources, world) {
            None => Some("it edits what can't be edited\n".to_string()),
            Some(edited) => harm(diagnostic, &checked, &wavec::check(name, &edited)),
        };
        let said = || short(&[diagnostic], Shown::new(&checked.sources));
        let what = what.map(|what| format!("{from}: {}  {}\n{what}", said(), fix.title));
        tried.push((diagnostic.code.id, what));
    }
    tried
}

/// The world after the edits of one fix alone; `None` if they are not the user's to make.
fn edited(fix: &Fix, sources: &Sources, world: &Memory) -> Option<Memory> {
    let mut edits: Vec<_> =
        fix.edits.iter().map(|edit| (sources.locate(edit.span), edit.text.as_str())).collect();
    edits.sort_by_key(|(at, _)| *at);
    let mut pairs = edits.iter().zip(edits.iter().skip(1));
    let overlap = pairs.any(|((a, _), (b, _))| a.file == b.file && a.end > b.start);
    let mut world = world.clone();
    for (at, text) in edits.into_iter().rev() {
        let file = sources.file(at.file).filter(|file| !file.library && !overlap)?;
        let mut whole = String::from_utf8(world.files.get(&file.name)?.clone()).ok()?;
        let mark = if whole.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        whole.replace_range(mark + at.start..mark + at.end, text);
        world.files.insert(file.name.clone(), whole.into_bytes());
    }
    Some(world)
}

/// What is still said, or said for the first time.
fn harm(mended: &Diagnostic, before: &Checked, after: &Checked) -> Option<String> {
    let mut counts: BTreeMap<(&str, &str), i32> = BTreeMap::new();
    for diagnostic in &before.diagnostics {
        *counts.entry((diagnostic.shown_code(), &diagnostic.message)).or_default() += 1;
    }
    *counts.entry((mended.shown_code(), &mended.message)).or_default() -= 1;
    let mut new = Vec::new();
    // A note tells what can't be known, which is no mistake; and lints look only at a spec without errors.
    let is_lint = |d: &&Diagnostic| d.code.id.starts_with("W6");
    let comparable = |d: &&Diagnostic| {
        d.code.severity() != Severity::Note && !(is_lint(d) && before.has_errors() && !is_lint(&mended))
    };
    for diagnostic in after.diagnostics.iter().filter(comparable) {
        let count = counts.entry((diagnostic.shown_code(), &diagnostic.message)).or_default();
        *count -= 1;
        if *count < 0 {
            new.push(diagnostic);
        }
    }
    (!new.is_empty()).then(|| short(&new, Shown::new(&after.sources)))
}
