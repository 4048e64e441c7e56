//! No value of a secret is in anything that wavec gives: outputs, the lock, diagnostics in any format, what a panic would show.

use std::path::PathBuf;

use diagnostics::Diagnostic;
use tests::case;
use wavec::render::{self, Counts, Look, Shown};

/// What people wrote where a secret is expected, without its quotes.
fn hidden(found: &[Diagnostic], sources: &diagnostics::Sources) -> Vec<String> {
    let texts = found.iter().filter_map(|d| d.hidden).map(|span| sources.text(span));
    let bare = texts.map(|text| text.trim_matches(|c: char| c == '"' || c == '=' || c.is_whitespace()));
    // A shorter text stands in other words, too.
    bare.filter(|text| text.len() > 5).map(str::to_owned).collect()
}

/// The fixtures of some folders that have to do with secrets.
fn cases(folders: &[&str]) -> Vec<PathBuf> {
    let all = folders.iter().flat_map(|folder| case::cases(folder));
    all.filter(|path| std::fs::read_to_string(path).is_ok_and(|text| text.contains("secret "))).collect()
}

/// Diagnostics in each format.
fn shown(all: &[&Diagnostic], shown: Shown<'_>) -> [(&'static str, String); 6] {
    let look = Look::default();
    [
        ("human", render::human(all, shown, &look)),
        ("plain", render::plain(all, shown, &look)),
        ("short", render::short(all, shown)),
        ("json", render::json(all, Counts::of(all.iter().copied()), shown).to_string()),
        ("sarif", render::sarif(all, shown, |_| None).to_string()),
        ("github", render::github(all, shown)),
    ]
}

#[test]
fn what_was_given_to_a_secret_is_shown_by_no_format() {
    let mut seen = 0;
    for path in cases(&["check", "render", "known_bad"]) {
        let (name, world) = case::load(&path).unwrap();
        let built = wavec::build(&name, &world);
        let found = &built.checked.diagnostics;
        let secrets = hidden(found, &built.checked.sources);
        if secrets.is_empty() {
            continue;
        }
        seen += secrets.len();
        assert!(built.files.is_empty() && built.lock.is_empty(), "{name}: written in spite of errors");
        let all: Vec<&Diagnostic> = found.iter().collect();
        for (format, text) in shown(&all, Shown::new(&built.checked.sources)) {
            for secret in &secrets {
                assert!(
                    !text.contains(secret.as_str()),
                    "{name}: `{secret}` is shown by `{format}`:\n{text}"
                );
            }
        }
        for secret in &secrets {
            assert!(!format!("{found:?}").contains(secret.as_str()), "{name}: `{secret}` is in a diagnostic");
        }
    }
    assert!(seen > 5, "fixtures hold {seen} such values only");
}

#[test]
fn a_secret_of_the_graph_has_no_place_for_a_value() {
    // All fields are named here: one that could hold a value would not compile.
    let show = |secret: &graph::Secret| {
        let graph::Secret { name, variable, names, pattern, words, span } = secret;
        format!("{name:?} {variable:?} {names:?} {pattern:?} {words:?} {span:?}")
    };
    let mut seen = 0;
    for path in cases(&["check", "build"]) {
        let (name, world) = case::load(&path).unwrap();
        let built = wavec::build(&name, &world);
        for secret in built.checked.graph().into_iter().flat_map(|g| &g.secrets) {
            seen += 1;
            assert!(!show(secret).is_empty() && !secret.variable.is_empty(), "{name}");
        }
    }
    assert!(seen > 3, "fixtures hold {seen} secrets only");
}
