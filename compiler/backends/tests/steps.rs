//! Steps that are more, or less, than commands of a script: checks, notes, and what people do by hand.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod builder;
mod place;

use builder::{HERE, files, graph, step, words};
use place::{Place, has, shellcheck, stderr, stdout};

#[test]
fn a_check_that_fails_before_the_first_step_offers_that_step_again() {
    if !has("bash") {
        return;
    }
    let mut graph = graph();
    let mut check = step("check", "Check", vec![words(&["false"])]);
    check.always = true;
    graph.steps = vec![check, step("last", "Last", vec![words(&["echo", "last"])])];
    let place = Place::of(&graph);
    shellcheck(&place.path("a b/out/deploy.sh"));
    let told = stderr(&place.run(&["--from", "last"], &[]));
    assert!(told.ends_with("go on with: --from last\n"), "{told}");
    assert!(stderr(&place.run(&[], &[])).ends_with("go on with: --from check\n"));
}

#[test]
fn a_note_is_printed_and_may_be_all_that_a_step_has() {
    if !has("bash") {
        return;
    }
    let mut graph = graph();
    let mut noted = step("noted", "Noted", vec![words(&["echo", "ready"])]);
    noted.note = Some(graph::Text::known("It's `quick`.", HERE));
    let mut alone = step("alone", "Alone", vec![]);
    alone.note = Some(graph::Text::known("Call us.", HERE));
    graph.steps = vec![noted, alone];
    let place = Place::of(&graph);
    shellcheck(&place.path("a b/out/deploy.sh"));
    let ran = place.run(&[], &[]);
    assert_eq!(stdout(&ran), "==> Noted\nIt's `quick`.\nready\n==> Alone\nCall us.\n", "{}", stderr(&ran));
}

#[test]
fn steps_that_are_done_by_hand_give_no_file_and_stand_in_the_run_book() {
    let mut graph = graph();
    let mut by_hand = step("make", "Make", vec![words(&["echo", "a b"])]);
    by_hand.script = "prepare.md".into();
    by_hand.unless = Some(words(&["test", "-e", "x"]));
    graph.steps = vec![by_hand, step("last", "Last", vec![words(&["echo", "last"])])];
    let paths: Vec<String> = files(&graph).files.into_iter().map(|f| f.path).collect();
    assert_eq!(paths, ["out/deploy.sh"]);
    let book = backends::runbook(&graph, &diagnostics::Sources::default());
    let parts: Vec<(&str, bool)> = book.parts.iter().map(|p| (p.script.as_str(), p.by_hand)).collect();
    assert_eq!(parts, [("prepare.md", true), ("out/deploy.sh", false)]);
    let code =
        "if {\n    test -e x\n} >/dev/null 2>&1; then\n    echo 'done already'\nelse\n    echo 'a b'\nfi";
    assert_eq!(book.parts[0].steps[0].code, code);
}
