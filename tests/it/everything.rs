//! A run reports everything that is wrong, in source order, once: no phase hides what another would say of something else.

use wavec::render::{Shown, short};
use wavec::world::Memory;

/// A spec, and next to each mistake what is said of it. The mistakes don't depend on each other.
const SEEDED: &[(&str, &str)] = &[
    ("use std.aws\n", ""),
    ("deployment d {\n    account = \"123456789012\"\n    region = \"eu-west-1\"\n}\n", ""),
    // Syntax.
    ("let separator = [1 2]\n", "E1011"),
    ("let quotes = 'single'\n", "E1006"),
    // Names.
    ("let name = nobody\n", "E2001"),
    ("buckt logs { name = \"wave-logs-prod\" }\n", "E2002"),
    ("let reference = bucket.unknown\n", "E2004"),
    ("let text = shel\"ls\"\n", "E2014"),
    // Types.
    ("bucket typed { name = [] }\n", "E3002"),
    ("repo incomplete { }\n", "E3001"),
    ("let unit = 5parsec\n", "E3010"),
    // What a value is like.
    ("bucket valued { name = \"Not A Bucket\" }\n", "E3004"),
    ("let zero = 1 / 0\n", "E4005"),
    ("let first = second\n", "E4001"),
    ("let second = first\n", ""),
    // Checks.
    ("bucket checked { name = \"ab\" }\n", "bucket.name_length"),
    ("kind page {\n    title: string\n", ""),
    ("    emit text in \"same.txt\" title\n}\n", ""),
    ("rule never: 1 > 2 else \"this never holds\"\n", "never"),
    // Syntax again, at the end.
    ("let last = = 1\n", "E1"),
];

#[test]
fn mistakes_of_all_phases_are_reported_together_in_order_and_once() {
    let text: String = SEEDED.iter().map(|(text, _)| *text).collect();
    let checked = wavec::check("spec.wave", &Memory::default().with("spec.wave", text));
    let found: Vec<&str> = checked.diagnostics.iter().map(diagnostics::Diagnostic::shown_code).collect();
    let all: Vec<_> = checked.diagnostics.iter().collect();
    let shown = short(&all, Shown::new(&checked.sources));
    let expected: Vec<&str> = SEEDED.iter().map(|(_, code)| *code).filter(|code| !code.is_empty()).collect();
    assert_eq!(found.len(), expected.len(), "{shown}");
    for (found, expected) in found.iter().zip(&expected) {
        assert!(found.starts_with(expected), "expected {expected}, found {found} in:\n{shown}");
    }
    let starts: Vec<_> = checked.diagnostics.iter().map(|d| checked.sources.locate(d.primary.span)).collect();
    assert!(starts.is_sorted(), "{shown}");
}

#[test]
fn what_only_the_files_show_is_reported_together_too() {
    let spec = r#"
deployment d {
    account = "123456789012"
    region = "eu-west-1"
}
kind page {
    size: Size
    emit yaml in self.label { size }
}
page "../outside" { size = 1GiB }
page "b.yaml" { size = 2GiB }
page "c.yaml" { size = 3GiB }
"#;
    let checked = wavec::check("spec.wave", &Memory::default().with("spec.wave", spec));
    let found: Vec<&str> = checked.diagnostics.iter().map(diagnostics::Diagnostic::shown_code).collect();
    let all: Vec<_> = checked.diagnostics.iter().collect();
    let shown = short(&all, Shown::new(&checked.sources));
    assert!(found.contains(&"E7006") && found.iter().filter(|c| **c == "E7005").count() >= 1, "{shown}");
}
