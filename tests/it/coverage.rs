//! Every code is shown by a fixture or by its page.

use std::collections::BTreeSet;

use diagnostics::CODES;
use tests::case;

use crate::pages;

/// Codes that no fixture shows, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("E0005", "needs a folder of the disk in place of a file: see the tests of the command line"),
    ("E0008", "needs files on the disk: see the tests of the command line"),
    ("E0009", "needs files on the disk: see the tests of the command line"),
    ("E0010", "needs files on the disk: see the tests of the command line"),
    ("E0011", "needs files on the disk: see the tests of the command line"),
    ("E9001", "is a mistake of wavec itself"),
];

#[test]
fn every_code_has_a_fixture() {
    let mut seen: BTreeSet<&str> = pages::codes_shown();
    let folders = ["check", "render", "known_bad"];
    for path in folders.iter().flat_map(|folder| case::cases(folder)) {
        let (name, world) = case::load(&path).unwrap();
        seen.extend(wavec::check(&name, &world).diagnostics.iter().map(|d| d.code.id));
        seen.extend(wavec::build(&name, &world).checked.diagnostics.iter().map(|d| d.code.id));
    }
    let excepted = |id: &str| EXCEPTIONS.iter().any(|(e, _)| *e == id);
    let unseen: Vec<&str> =
        CODES.iter().map(|c| c.id).filter(|id| !seen.contains(id) && !excepted(id)).collect();
    assert!(unseen.is_empty(), "no fixture shows {unseen:?}");
}

#[test]
fn each_exception_names_a_code_and_is_needed() {
    for (id, reason) in EXCEPTIONS {
        assert!(diagnostics::code(id).is_some(), "{id} is no code");
        assert!(!reason.is_empty(), "{id} needs a reason");
        assert!(!pages::codes_shown().contains(id), "{id} is shown by its page");
    }
}
