//! Files to items, items to their first words, and how much all that may cost.

#![expect(clippy::string_slice, reason = "a test may panic")]

mod support;

use support::parse;
use syntax::{Head, head, split};

fn pieces(text: &str) -> Vec<(&str, bool)> {
    split(text).iter().map(|c| (&text[c.start..c.end], c.open)).collect()
}

#[test]
fn an_item_begins_in_column_0_with_its_documentation() {
    let text = "/// File.\n\n/// Doc.\nuse a\nlet b = {\n  c\n}\n// note\n/// D\nkind e {}\n";
    assert_eq!(
        pieces(text),
        [
            ("/// File.\n\n/// Doc.\nuse a\n", false),
            ("let b = {\n  c\n}\n// note\n", false),
            ("/// D\nkind e {}\n", false)
        ]
    );
}

#[test]
fn an_open_bracket_ends_with_the_next_item() {
    assert_eq!(
        pieces("kind a {\n  x(\n\nlet b = 1\n"),
        [("kind a {\n  x(\n\n", true), ("let b = 1\n", false)]
    );
}

#[test]
fn strings_comments_and_holes_are_no_brackets_and_no_items() {
    for text in [
        "let a = \"{ ( ${b[\"}\"]} \\\" [\"\n",
        "let a = 1 // { (\n",
        "let a = \"\"\"\nlet b = {\n\"\"\"\n",
        "let a = shell\"\"\"\n\\${x\nb () {\n\"\"\"\n",
        "let a = r\"\\\"\n",
        "let a = r#\"\"{\"#\n",
        "let a = <your (account\">\n",
        "let a = { b = <c {> }\n",
    ] {
        assert_eq!(pieces(&format!("{text}let z = 1\n")), [(text, false), ("let z = 1\n", false)], "{text}");
    }
}

#[test]
fn strings_that_never_end_do_not_take_the_file_with_them() {
    assert_eq!(pieces("let a = \"x\nlet b = 1\n").len(), 2);
    assert_eq!(pieces("let a = \"${x\nlet b = 1\n").len(), 2);
    assert_eq!(pieces("let a = \"\"\"\n  x\nlet b = 1\nlet c = \"\"\"\n  y\n  \"\"\"\n").len(), 3);
}

#[test]
fn the_chunks_cover_the_text() {
    for text in [
        "",
        "\n",
        "  x\n",
        "/// only doc\n",
        include_str!("valid/items.wave"),
        include_str!("valid/kinds.wave"),
    ] {
        let all: String = pieces(text).iter().map(|(piece, _)| *piece).collect();
        assert_eq!(all, text);
    }
}

#[test]
fn heads_are_found_without_parsing() {
    let cases = [
        ("/// Doc.\n// note\nkind repo {", ("kind", "repo", "")),
        ("late fn f(a: int)", ("fn", "f", "")),
        ("fn f(", ("fn", "f", "")),
        ("export use std.aws as x", ("use", "std.aws", "")),
        ("use \"a.wave\"", ("use", "\"a.wave\"", "")),
        ("type X =", ("type", "X", "")),
        ("let x = 1", ("let", "x", "")),
        ("let x: int = 1", ("let", "x", "")),
        ("secret x", ("secret", "x", "")),
        ("bucket logs {", ("", "bucket", "logs")),
        ("k8s.secret a {", ("", "k8s.secret", "a")),
        ("worker \"${a[\"b\"]}-c\" {", ("", "worker", "\"${a[\"b\"]}-c\"")),
        ("deployment d {", ("", "deployment", "d")),
        ("rule x: a", ("rule", "x", "")),
        ("param x: int", ("param", "x", "")),
        ("allow a.b because", ("allow", "a.b", "")),
        ("test \"a b\" {", ("test", "\"a b\"", "")),
        ("if a {", ("if", "", "")),
        ("x = 1", ("", "", "")),
        ("}", ("", "", "")),
        ("", ("", "", "")),
    ];
    for (text, (keyword, name, label)) in cases {
        assert_eq!(head(text), Head { keyword, name, label }, "{text}");
    }
}

#[test]
fn documentation_belongs_to_what_stands_below() {
    let parsed = parse(
        "/// File.\n/// More.\n\n/// One.\n// note\n/// Two.\nkind a {\n    /// Field.\n    b: int /// no\n    c: int\n}\n",
    );
    let lines = |docs: &syntax::tree::Docs| docs.lines.iter().map(|l| l.text.to_string()).collect::<Vec<_>>();
    assert_eq!(lines(&parsed.tree.docs), ["File.", "More."]);
    let item = &parsed.tree.items[0];
    assert_eq!(lines(&item.docs), ["One.", "Two."]);
    let syntax::tree::ItemKind::Kind(kind) = &item.kind else { panic!("no kind") };
    assert_eq!(lines(&kind.members[0].docs), ["Field."]);
    assert_eq!(lines(&kind.members[1].docs), Vec::<String>::new());
    for line in parsed.tree.docs.lines.iter().chain(&item.docs.lines) {
        assert_eq!(parsed.sources.text(line.span), &*line.text);
    }
    assert_eq!(parsed.told(), Vec::<String>::new());
}

/// On a small stack, as a thread of an editor or a test has it.
fn on_a_small_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(run);
    assert!(thread.is_ok_and(|t| t.join().is_ok()));
}

#[test]
fn what_nests_too_deep_is_one_diagnostic() {
    on_a_small_stack(|| {
        for (open, close) in [
            ("(", ")"),
            ("[", "]"),
            ("{ a = ", "}"),
            ("\"${", "}\""),
            ("if if if x {", "}"),
            ("f(", ")"),
            ("x[", "]"),
        ] {
            let text = format!("let a = {}1{}\nlet b = 1\n", open.repeat(10_000), close.repeat(10_000));
            let parsed = parse(&text);
            let told: Vec<&str> = parsed.diagnostics.iter().map(|d| d.code.id).collect();
            assert_eq!(told, ["E1007"], "{open}");
            assert_eq!(parsed.tree.items.len(), 2);
        }
        let unclosed = parse(&format!("let a = {}", "{ x = (".repeat(10_000)));
        assert_eq!(unclosed.diagnostics.len(), 1);
    });
}

#[test]
fn operators_in_a_row_are_limited_too() {
    on_a_small_stack(|| {
        for piece in ["- ", "not ", "a + ", "a.", "if a { 1 } else ", "if ", "a ?? "] {
            for count in [100, 10_000] {
                let parsed = parse(&format!("let a = {}b\n", piece.repeat(count)));
                assert!(parsed.diagnostics.iter().all(|d| count > 100 || d.code.id != "E1007"), "{piece}");
                assert!(parsed.diagnostics.len() <= 1, "{piece}");
            }
        }
    });
}

#[test]
fn what_nests_just_deep_enough_is_parsed() {
    on_a_small_stack(|| {
        for (open, close) in [
            ("(", ")"),
            ("[", "]"),
            ("{ a = ", "}"),
            ("\"${", "}\""),
            ("f(", ")"),
            ("[if x { ", "}]"),
            ("match x { _ => ", "}"),
            ("[for x in y { ", "}]"),
        ] {
            let brackets = open.matches(['(', '[', '{']).count();
            let depth = 256 / brackets.max(1) / if open.contains(['x', 'm']) { 2 } else { 1 };
            let text = format!("let a = {}1{}\n", open.repeat(depth), close.repeat(depth));
            let parsed = parse(&text);
            assert_eq!(parsed.told(), Vec::<String>::new(), "{open}");
        }
        let types = parse(&format!("type X = {}int{}\n", "[".repeat(255), "]".repeat(255)));
        assert_eq!(types.told(), Vec::<String>::new());
        let kinds = parse(&format!("kind x {{\n{}{}}}\n", "  if a {\n".repeat(100), "  }\n".repeat(100)));
        assert_eq!(kinds.told(), Vec::<String>::new());
    });
}

#[test]
fn twice_the_text_is_twice_the_tokens_and_odd_text_comes_to_an_end() {
    let unit = "bucket logs {\n    name = \"a ${b.c[\"d\"]}\"\n    list = [1, { a = f(b) }, if c { d }]\n}\n";
    let tokens = |n: usize| syntax::lexer::lex(&unit.repeat(n)).table.len();
    assert_eq!(tokens(200), 2 * tokens(100));
    // Each of these was quadratic in some parser once: so long a text would not come to its end.
    for piece in [
        "\"${",
        "{",
        "a \"b\" ",
        "'",
        "# ",
        "<a ",
        "x = \"\"\"a\n",
        "/* ",
        "`",
        "/// d\n",
        "r#",
        "a-",
        "} ",
        "(\n",
        "\"\"\"\n",
    ] {
        parse(&format!("let a = {}", piece.repeat(20_000)));
    }
}
