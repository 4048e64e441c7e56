//! What `docs/diagnostics.md` says of wavec in the comparison of config languages: each seeded mistake is reported, once, at its
//! token, with a suggestion.

use std::path::PathBuf;

use diagnostics::Diagnostic;
use tests::case;
use wavec::world::Disk;

/// File, code, the marked text, and what the help must hold.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    ("wrong-type", "E3002", "443", "`\"443\"`"),
    ("misspelt-key", "E2003", "buckt", "did you mean `bucket`?"),
    ("out-of-range", "E3004", "30", "from 1 to 10"),
    ("missing-field", "E3001", "{", "name = <a string>"),
    ("misspelt-value", "E3005", "\"eu-wset-1\"", "did you mean `eu-west-1`?"),
];

fn folder() -> PathBuf {
    case::repository().join("tests/bakeoff/wavec")
}

/// What is reported of a document: code, marked text and help.
fn reported(name: &str) -> Vec<(String, String, String)> {
    let checked = wavec::check(&format!("{name}.wave"), &Disk::new(folder()));
    let marked = |d: &Diagnostic| checked.sources.text(d.primary.span).to_string();
    let found = checked.diagnostics.iter();
    found.map(|d| (d.code.id.to_string(), marked(d), d.help.clone().unwrap_or_default())).collect()
}

fn assert_is(name: &str, found: &(String, String, String), expected: &(&str, &str, &str, &str)) {
    let (_, code, marked, help) = *expected;
    assert_eq!((found.0.as_str(), found.1.as_str()), (code, marked), "{name}");
    assert!(found.2.contains(help), "{name}: `{}` does not hold `{help}`", found.2);
}

#[test]
fn a_document_without_mistakes_is_accepted() {
    assert_eq!(reported("right"), []);
}

#[test]
fn each_mistake_alone_is_one_error() {
    for mistake in MISTAKES {
        let found = reported(mistake.0);
        assert_eq!(found.len(), 1, "{}: {found:?}", mistake.0);
        assert_is(mistake.0, &found[0], mistake);
    }
}

#[test]
fn all_mistakes_at_once_are_five_errors() {
    let found = reported("all");
    assert_eq!(found.len(), MISTAKES.len(), "{found:?}");
    for (one, mistake) in found.iter().zip(MISTAKES) {
        assert_is("all", one, mistake);
    }
}
