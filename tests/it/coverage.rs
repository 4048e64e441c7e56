//! Every code is shown by a fixture or by its page.

use std::collections::BTreeSet;

use diagnostics::{CODES, Severity};
use tests::case;

use crate::pages;

/// Codes that no fixture shows, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("E0005", "needs a folder of the disk in place of a file: see the tests of the command line"),
    ("E0008", "needs files on the disk: see the tests of the command line"),
    ("E0009", "needs files on the disk: see the tests of the command line"),
    ("E0010", "needs files on the disk: see the tests of the command line"),
    ("E0011", "needs files on the disk: see the tests of the command line"),
    ("E0014", "needs an argument of the command line: see its tests"),
    ("W5007", "needs an argument of the command line: see its tests"),
    ("E9001", "is a mistake of wavec itself"),
];

#[test]
fn every_code_has_a_fixture() {
    let excepted = |id: &str| EXCEPTIONS.iter().any(|(e, _)| *e == id);
    let mut unseen: BTreeSet<&str> = CODES.iter().map(|c| c.id).filter(|id| !excepted(id)).collect();
    // A fixture in `render` is named for the code that it must show, and fails without it.
    let shown =
        case::cases("render").into_iter().filter_map(|path| Some(path.file_stem()?.to_str()?.to_string()));
    for id in shown.chain(pages::codes_shown().into_iter().map(str::to_string)) {
        unseen.remove(id.as_str());
    }
    for path in ["check", "known_bad"].iter().flat_map(|folder| case::cases(folder)) {
        if unseen.is_empty() {
            return;
        }
        let (name, world) = case::load(&path).unwrap();
        for found in [wavec::check(&name, &world), wavec::build(&name, &world).checked] {
            unseen.retain(|id| !found.diagnostics.iter().any(|d| d.code.id == *id));
        }
    }
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

#[test]
fn one_mistake_is_one_diagnostic_with_a_label_and_help() {
    for path in case::cases("check/one_mistake") {
        let (name, world) = case::load(&path).unwrap();
        let checked = wavec::check(&name, &world);
        let found: Vec<_> = checked.diagnostics.iter().filter(|d| d.severity() != Severity::Note).collect();
        let [only] = found.as_slice() else { panic!("{name} gives {} diagnostics", found.len()) };
        assert!(!only.primary.text.is_empty(), "{name}: the place has no label");
        assert!(only.help.is_some(), "{name}: `{}` comes without help", only.message);
    }
}
