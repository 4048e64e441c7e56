//! One mistake gives one diagnostic, at the right place, and every other item stays whole.

mod support;

use support::parse;

/// Three items; the mistakes are made in the middle one.
const BEFORE: &str = "bucket first { name = \"a\" }\n\n";
const MIDDLE: &str = "\
wave service {
    hostname = \"wave.example.com\"
    sizes    = [1, 2, 3]
    probe {
        path = \"/live\"
        port = 80
    }
    logs     = bucket.logs
    text     = lower(\"a ${bucket.logs.name} b\")
}
";
const AFTER: &str = "\nlet last = 1\n";

/// What is replaced in the middle item, by what, and what is told: code, line of the whole text, and text of the place.
const DAMAGES: &[(&str, &str, &str)] = &[
    ("\"wave.example.com\"", "\"wave.example.com", "E1001 4 `\"wave.example.com`"),
    ("b\")", "b)", "E1001 11 `\"a ${bucket.logs.name} b)`"),
    ("name} b\")", "name b\")", "E1001 11 `\"a ${bucket.logs.name b\")`"),
    ("        port = 80\n    }\n", "        port = 80\n", "E1002 6 `{`"),
    ("b\")\n}\n", "b\")\n", "E1002 3 `{`"),
    ("[1, 2, 3]", "[1, 2, 3", "E1002 5 `[`"),
    ("b\")", "b\"", "E1002 11 `(`"),
    ("80\n", "80 }\n", "E1003 9 `}`"),
    ("[1, 2, 3]", "[1, 2, 3]]", "E1003 5 `]`"),
    ("80\n", "80)\n", "E1003 8 `)`"),
    ("80\n", "80;\n", "E1003 8 `;`"),
    ("80\n", "80 \"x\"\n", "E1003 8 `\"x\"`"),
    ("port = 80", "port: 80", "E1003 8 `:`"),
    ("port = 80", "\"port\": 80", "E1003 8 `:`"),
    ("port = 80", "port == 80", "E1003 8 `==`"),
    ("[1, 2, 3]", "{ http-port = 80 }", "E1003 5 `http-port`"),
    ("port = 80", "port 80", "E1003 8 `80`"),
    ("port = 80", "port = ", "E1004 8 `=`"),
    ("port = 80", "port = 80 +", "E1004 8 `+`"),
    ("port = 80", "port = * 2", "E1004 8 `=`"),
    ("port = 80", "port = a.", "E1005 8 `.`"),
    ("port = 80", "= 80", "E1003 8 `=`"),
    ("port = 80", "%&!", "E1006 8 `%`"),
    ("port = 80", "port = 'x'", "E1006 8 `'x'`"),
    ("port = 80", "port = 80 # the port", "E1006 8 `# the port`"),
    ("port = 80", "port = 80 /* the port */", "E1006 8 `/* the port */`"),
    ("port = 80", "port = a && b", "E1006 8 `&&`"),
    ("port = 80", "größe = 80", "E1006 8 `ö`"),
    ("port = 80", "port = \"\\q\"", "E1008 8 `\\q`"),
    ("port = 80", "port = \"\\u{110000}\"", "E1008 8 `\\u{110000}`"),
    ("port = 80", "port = 1.2.3", "E1010 8 `1.2.3`"),
    ("port = 80", "port = 12ab3", "E1010 8 `12ab3`"),
    ("port = 80", "port = 99999999999999999999", "E1010 8 `99999999999999999999`"),
    ("[1, 2, 3]", "[1, 2 3]", "E1011 5 `3`"),
    ("[1, 2, 3]", "[1, a = 2, 3]", "E1003 5 `a`"),
    ("port = 80", "port = 80, \"x\"", "E1003 8 `\"x\"`"),
    ("port = 80", "if { port = 80 }", "E1004 8 `if`"),
    ("port = 80", "if a port = 80", "E1005 8 `a`"),
    ("port = 80", "if a = b { c = d }", "E1003 8 `=`"),
    ("port = 80", "port = a = b", "E1003 8 `=`"),
    ("port = 80", "if a { } else", "E1005 8 `else`"),
    ("port = 80", "for x { }", "E1005 8 `x`"),
    ("port = 80", "for x in { }", "E1004 8 `in`"),
    ("port = 80", "port = match x { 1 2 }", "E1005 8 `1`"),
    ("port = 80", "port = if a", "E1005 8 `a`"),
    ("\"/live\"", "\"\"\"\n  text\n        \"\"\"", "E1009 8 `text`"),
    ("\"/live\"", "a-live\"", "E1001 7 `a-live\"`"),
    ("\"/live\"", "live.com:80/x-2\" // a", "E1001 7 `live.com:80/x-2\"`"),
    ("\"/live\"", "“/live”", "E1006 7 `“/live”`"),
    ("\"/live\"", "“/live\"", "E1006 7 `“/live\"`"),
    ("\"/live\"", "\"/live”", "E1001 7 `\"/live”`"),
    ("port = 80", "port true", "E1003 8 `true`"),
    ("probe {", "probe first = {", "E1003 6 `=`"),
    ("probe {", "probe first: {", "E1003 6 `:`"),
    ("probe {", "probe first-one {", "E1003 6 `first-one`"),
    ("probe {", "probe first", "E1005 6 `first`"),
    ("logs     =", "allow a.b because \"c\"\n    logs     =", "E1003 10 `allow`"),
    ("logs     =", "let x = 1\n    logs     =", "E1003 10 `let`"),
    ("\"/live\"", "\"\"\"text\"\"\"", "E1009 7 `\"\"\"`"),
    ("\"/live\"", "\"\"\"\n        text", "E1001 7 `\"\"\"`"),
];

#[test]
fn one_mistake_is_one_diagnostic_and_the_neighbours_stay_whole() {
    let mut wrong = Vec::new();
    for (what, instead, told) in DAMAGES {
        let damaged = MIDDLE.replacen(what, instead, 1);
        assert_ne!(damaged, MIDDLE, "`{what}` is there");
        let parsed = parse(&format!("{BEFORE}{damaged}{AFTER}"));
        let items: Vec<&str> = parsed.tree.items.iter().map(|i| parsed.sources.text(i.span)).collect();
        let whole = items.first() == Some(&BEFORE.trim()) && items.last() == Some(&AFTER.trim());
        if parsed.told() != [*told]
            || !whole
            || !items.get(1).is_some_and(|i| i.starts_with("wave service {"))
        {
            let messages: Vec<&String> = parsed.diagnostics.iter().map(|d| &d.message).collect();
            wrong.push(format!("{instead:?}\n  expected {told}\n  told {:?} {messages:?}\n", parsed.told()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whole files, each with one mistake.
const FILES: &[(&str, &str)] = &[
    ("let x", "E1004 1 `x`"),
    ("let x =\nlet y = 1", "E1004 1 `=`"),
    ("let = 1", "E1005 1 `let`"),
    ("let x: = 1", "E1005 1 `:`"),
    ("let x: [string = 1", "E1002 1 `[`"),
    ("param x", "E1005 1 `x`"),
    ("param x: int = ", "E1004 1 `=`"),
    ("param x: int @", "E1005 1 `@`"),
    ("use", "E1005 1 `use`"),
    ("use std.", "E1005 1 `.`"),
    ("use std.aws as", "E1005 1 `as`"),
    ("export std.aws", "E1005 1 `export`"),
    ("type X", "E1005 1 `X`"),
    ("type X =", "E1005 1 `=`"),
    ("type X = int matching \"a\"", "E1003 1 `int`"),
    ("fn f() -> int", "E1004 1 `int`"),
    ("fn f() = 1", "E1005 1 `)`"),
    ("fn f -> int = 1", "E1005 1 `f`"),
    ("fn f(a) -> int = 1", "E1005 1 `a`"),
    ("fn f(a: int -> int = 1", "E1002 1 `(`"),
    ("late fn f() -> int", "E1005 1 `int`"),
    ("kind x", "E1005 1 `x`"),
    ("kind {}", "E1005 1 `kind`"),
    ("kind x {\n    name\n    y: int\n}", "E1003 2 `name`"),
    ("kind x {\n    name:\n    y: int\n}", "E1005 2 `:`"),
    ("kind x {\n    name = 1\n    y: int\n}", "E1003 2 `name`"),
    ("kind x {\n    immutable name\n    y: int\n}", "E1005 2 `name`"),
    ("kind x {\n    require a b\n    y: int\n}", "E1005 2 `a`"),
    ("kind x {\n    require a:\n    y: int\n}", "E1004 2 `:`"),
    ("kind x {\n    require a: b\n    y: int\n}", "E1005 2 `b`"),
    ("kind x {\n    require a: b else\n    y: int\n}", "E1004 2 `else`"),
    ("kind x {\n    emit yaml \"a\" {}\n    y: int\n}", "E1005 2 `yaml`"),
    ("kind x {\n    emit yaml in \"a\"\n    y: int\n}", "E1004 2 `\"a\"`"),
    ("kind x {\n    step a in \"b\" {}\n    y: int\n}", "E1004 2 `\"b\"`"),
    ("kind x {\n    let a = f(1\n    let b = 2\n}", "E1002 2 `(`"),
    ("kind x {\n    let a = [1\n    y: int\n}", "E1002 2 `[`"),
    ("allow a.b", "E1005 1 `b`"),
    ("patch \"a\" because \"b\" {\n    a.b\n}", "E1004 2 `b`"),
    ("bucket logs", "E1005 1 `logs`"),
    ("bucket my-logs {\n    name = \"a\"\n}", "E1003 1 `my-logs`"),
    ("bucket 2nd-logs {}", "E1003 1 `2nd-logs`"),
    ("bucket 2024 {}", "E1003 1 `2024`"),
    ("bucket my.logs {}", "E1003 1 `my.logs`"),
    ("bucket logs = {\n    name = \"a\"\n}", "E1003 1 `=`"),
    ("bucket logs: {\n    name = \"a\"\n}", "E1003 1 `:`"),
    ("kind x = {\n    a: int\n}", "E1003 1 `=`"),
    ("environment x = {\n    a = 1\n}", "E1003 1 `=`"),
    ("bucket logs\n    name = \"a\"\n    tags { a = 1 }\n    x = 1\n}\n", "E1005 1 `logs`"),
    ("kind x\n    name: string\n    let a = 1\n}\n", "E1005 1 `x`"),
    ("let my-name = 1", "E1003 1 `my-name`"),
    ("secret my-secret", "E1003 1 `my-secret`"),
    ("param my-param: int = 1", "E1003 1 `my-param`"),
    ("secret x = \"hunter2\"", "E1003 1 `= \"hunter2\"`"),
    ("secret x \"hunter2\"", "E1003 1 `\"hunter2\"`"),
    ("secret x: \"hunter2\"", "E1003 1 `\"hunter2\"`"),
    ("secret x: string = \"hunter2\"", "E1003 1 `= \"hunter2\"`"),
    ("secret x { value = \"hunter2\" }", "E1003 1 `value = \"hunter2\"`"),
    ("late t {}", ""),
    // Whoever knows the fields of the kind says which of them it was.
    ("x y {\n    a-b = 1\n    if c { d-e = 2 }\n}", ""),
    (
        "let a = 1\n<<<<<<< HEAD\nlet b = 1\n=======\nlet b = \"ü\"\n>>>>>>> it\nlet c = 1",
        "E1003 2 `<<<<<<< HEAD`",
    ),
    (
        "x y {\n<<<<<<< HEAD\n    b = 1\n||||||| base\n=======\n    b = 2\n>>>>>>> it\n}",
        "E1003 2 `<<<<<<< HEAD`",
    ),
    ("bucket logs {\n    name = \"a\"", "E1002 1 `{`"),
    ("bucket logs {\n    name = \"a\"\n    }\n    x = 1\n}", "E1003 3 `}`"),
    ("kind x {\n    block y {\n        a: int\n\nlet z = 1", "E1002 2 `{`"),
    ("    name = 1", "E1003 1 `name`"),
    ("}\nlet x = 1", "E1003 1 `}`"),
    ("let x = 1 let y = 2", "E1011 1 `let`"),
    ("let x = 1 2", "E1003 1 `2`"),
    ("let x = \"${\"", "E1001 1 `\"${\"`"),
    ("let x = \"\"\"\n    ${a\n    \"\"\"\nlet y = 1", "E1002 2 `${`"),
    ("let x = \"a\nlet y = 1", "E1001 1 `\"a`"),
    ("let x = <your", "E1004 1 `=`"),
    ("test \"x\" {\n    gives\n}", "E1004 2 `gives`"),
    ("test {}", "E1004 1 `test`"),
    ("secret", "E1005 1 `secret`"),
    ("environment {}", "E1005 1 `environment`"),
    ("bücket logs {}", "E1006 1 `ü`"),
    ("\u{1F600}", "E1006 1 `\u{1F600}`"),
];

#[test]
fn one_mistake_in_a_file_is_one_diagnostic() {
    let mut wrong = Vec::new();
    for (text, told) in FILES {
        let parsed = parse(text);
        if parsed.told().join("\n") != *told {
            let messages: Vec<&String> = parsed.diagnostics.iter().map(|d| &d.message).collect();
            wrong.push(format!("{text:?}\n  expected {told}\n  told {:?} {messages:?}\n", parsed.told()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn two_mistakes_on_two_lines_are_two() {
    let parsed = parse("bucket logs {\n    a =\n    b = 1\n    c =\n}\n");
    assert_eq!(parsed.told(), ["E1004 2 `=`", "E1004 4 `=`"]);
}

#[test]
fn a_machine_applicable_fix_removes_its_diagnostic() {
    let fixable = DAMAGES.iter().map(|(what, instead, _)| MIDDLE.replacen(what, instead, 1));
    let mut applied = 0;
    for text in fixable {
        let parsed = parse(&text);
        let Some(fix) = parsed.diagnostics.iter().find_map(|d| d.fix.as_ref()) else { continue };
        let mut mended = text.clone();
        for edit in fix.edits.iter().rev() {
            let at = parsed.sources.locate(edit.span);
            mended.replace_range(at.start..at.end, &edit.text);
        }
        let after = parse(&mended);
        assert!(after.diagnostics.len() < parsed.diagnostics.len(), "{mended}\n{:?}", after.told());
        applied += 1;
    }
    assert!(applied > 8, "{applied} fixes");
}

/// The codes of a text's diagnostics.
fn codes(text: &str) -> Vec<&'static str> {
    parse(text).diagnostics.iter().map(|d| d.code.id).collect()
}

/// The examples of a page.
fn examples(page: &str) -> Vec<&str> {
    page.split("```wave\n").skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn a_page_shows_its_mistake_and_its_remedy() {
    for code in diagnostics::CODES.iter().filter(|c| c.id.starts_with("E1")) {
        let examples = examples(code.page);
        let [wrong, right] = examples.as_slice() else { panic!("{} should have two examples", code.id) };
        assert_eq!(codes(wrong), [code.id], "{wrong}");
        assert_eq!(codes(right), Vec::<&str>::new(), "{right}");
    }
}
