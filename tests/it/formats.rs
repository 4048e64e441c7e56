//! The reference of backends and stages says what their tables say.

use std::fs;

use tests::case;
use wavec::explain::targets;

const START: &str =
    "<!-- from the tables of the backends; `UPDATE=1 cargo test -p tests formats` writes it -->\n";

#[test]
fn the_reference_of_formats_is_that_of_the_tables() {
    let path = case::repository().join("docs/formats.md");
    let text = fs::read_to_string(&path).unwrap();
    let (head, body) = text.split_once(START).unwrap_or_else(|| panic!("docs/formats.md lacks {START}"));
    let expected = format!("\n{}", targets::reference());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, format!("{head}{START}{expected}")).unwrap();
    } else {
        assert_eq!(body, expected, "docs/formats.md is old: run with UPDATE=1");
    }
}
