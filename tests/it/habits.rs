//! Habits from other languages: each is one error, and its help says how it is written here.

use tests::case;
use wavec::world::Memory;

/// What is replaced in the example, by what, and what the help says.
const HABITS: &[(&str, &str, &str)] = &[
    // Characters that other programs make of ours.
    ("account = \"123", "account\u{a0}= \"123", "an ordinary space"),
    ("account = \"123", "account =\u{3000}\"123", "an ordinary space"),
    ("\"wave-logs-prod\"", "`wave-logs-prod`", "use double quotes"),
    // Types.
    (
        "\"wave.your-company.com\"\n",
        "[\"wave.your-company.com\"]\n",
        "leave out the brackets: `\"wave.your-company.com\"`",
    ),
    ("= bucket.logs", "= [bucket.logs]", "leave out the brackets: `bucket.logs`"),
    // Expressions.
    ("= true //", "= 1 < 2 ? true : false //", "write `if CONDITION { … } else { … }`"),
    ("wave-logs-prod", "wave-logs-{{ region }}", "`${…}`"),
    ("wave-logs-prod", "wave-logs-$(region)", "`${…}`"),
    ("wave-logs-prod", "wave-logs-{deployment.region}", "`${…}`"),
    // Items.
    ("secret registry_user\n", "locals { x = 5 }\nsecret registry_user\n", "write `let NAME = VALUE`"),
    (
        "secret registry_user\n",
        "variable \"x\" { default = 5 }\nsecret registry_user\n",
        "write `param NAME: TYPE = DEFAULT`",
    ),
    ("use std.systems.wave", "use \"std.systems.wave\"", "leave out the quotes: `use std.systems.wave`"),
    // Nesting.
    ("    node_group workers {", "    node_groups = {", "did you mean the block `node_group NAME { … }`?"),
    (
        "    settings ",
        "    bucket more { name = \"more-logs\" }\n    settings ",
        "declare it outside of the braces, in column 0",
    ),
];

#[test]
fn a_habit_from_another_language_is_one_error_with_the_word_of_ours() {
    let example = std::fs::read_to_string(case::repository().join("examples/wave/spec.wave")).unwrap();
    for (ours, theirs, help) in HABITS {
        assert!(example.contains(ours), "the example holds `{ours}`");
        let text = example.replacen(ours, theirs, 1);
        let checked = wavec::check("spec.wave", &Memory::default().with("spec.wave", text));
        let found = checked.diagnostics.iter().filter(|d| d.code.id.starts_with('E'));
        let found: Vec<_> = found.map(|d| (d.message.as_str(), d.help.as_deref().unwrap_or(""))).collect();
        assert!(matches!(found.as_slice(), [(_, said)] if said.contains(help)), "`{theirs}`: {found:#?}");
    }
}
