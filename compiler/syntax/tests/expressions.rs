//! What binds to what, and what strings hold.

#![expect(clippy::indexing_slicing, clippy::string_slice, reason = "a test may panic")]

use diagnostics::{Anchor, Diagnostics};
use syntax::tree::{Arm, Entry, EntryKind, Expr, ExprKind, If, Key, Text, TextPart, TypeExpr, TypeKind};

fn parse(text: &str) -> Expr {
    let mut diagnostics = Diagnostics::new();
    let expr = syntax::parse_expression(text, Anchor(0), &mut diagnostics);
    let told: Vec<&String> = diagnostics.iter().map(|d| &d.message).collect();
    assert!(told.is_empty(), "{text}: {told:?}");
    assert_eq!((expr.span.start, expr.span.end as usize), (0, text.trim_end().len()), "the span of `{text}`");
    expr
}

/// An expression with all its parentheses.
fn shown(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Missing => "?".to_owned(),
        ExprKind::Name(name) => name.to_string(),
        ExprKind::None => "none".to_owned(),
        ExprKind::Bool(value) => value.to_string(),
        ExprKind::Int(value) => value.to_string(),
        ExprKind::Float(value) => format!("{value:?}"),
        ExprKind::Quantity(amount, unit) => format!("{amount}~{unit}"),
        ExprKind::Text(text) => text_shown(text),
        ExprKind::Hole(words) => format!("<{words}>"),
        ExprKind::List(entries) => format!("[{}]", entries_shown(entries)),
        ExprKind::Record(entries) => format!("{{{}}}", entries_shown(entries)),
        ExprKind::Grant(entries) => format!("grant{{{}}}", entries_shown(entries)),
        ExprKind::Field(left, name) => format!("{}.{}", shown(left), name.text),
        ExprKind::Index(left, index) => format!("{}[{}]", shown(left), shown(index)),
        ExprKind::Call(left, arguments) => {
            format!("{}({})", shown(left), arguments.iter().map(shown).collect::<Vec<_>>().join(" "))
        }
        ExprKind::Unary(unary, value) => format!("({unary:?} {})", shown(value)),
        ExprKind::Binary(binary, _, left, right) => format!("({binary:?} {} {})", shown(left), shown(right)),
        ExprKind::Is { value, negated, what } => {
            format!("(is{} {} {})", if *negated { " not" } else { "" }, shown(value), type_shown(what))
        }
        ExprKind::If(inner) => if_shown(inner),
        ExprKind::For(inner) => {
            let names: Vec<&str> = inner.names.iter().map(|n| &*n.text).collect();
            format!("for {} in {} {{{}}}", names.join(" "), shown(&inner.over), entries_shown(&inner.body))
        }
        ExprKind::Match(subject, arms) => {
            format!(
                "match {} {{{}}}",
                shown(subject),
                arms.iter().map(arm_shown).collect::<Vec<_>>().join(" ")
            )
        }
    }
}

fn arm_shown(arm: &Arm) -> String {
    format!("{}=>{}", arm.patterns.iter().map(shown).collect::<Vec<_>>().join("|"), shown(&arm.value))
}

fn if_shown(inner: &If<Entry>) -> String {
    let otherwise = inner.otherwise.as_ref().map(|o| format!(" else {{{}}}", entries_shown(o)));
    format!(
        "if {} {{{}}}{}",
        shown(&inner.condition),
        entries_shown(&inner.then),
        otherwise.unwrap_or_default()
    )
}

fn entries_shown(entries: &[Entry]) -> String {
    let shown = entries.iter().map(|entry| match &entry.kind {
        EntryKind::Pair(key, value) => format!("{}={}", key_shown(key), shown(value)),
        EntryKind::Element(value) => shown(value),
        EntryKind::Spread(value) => format!("...{}", shown(value)),
        EntryKind::Block(block) => format!("{} {{{}}}", block.kind.names[0].text, entries_shown(&block.body)),
        EntryKind::If(inner) => if_shown(inner),
        EntryKind::For(inner) => format!("for {{{}}}", entries_shown(&inner.body)),
        EntryKind::Error => "!".to_owned(),
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn key_shown(key: &Key) -> String {
    match key {
        Key::Word(name) => name.text.to_string(),
        Key::Text(text) => text_shown(text),
    }
}

fn text_shown(text: &Text) -> String {
    let parts = text.parts.iter().map(|part| match part {
        TextPart::Literal(text, _) => format!("{text:?}"),
        TextPart::Value(value, _) => format!("${}", shown(value)),
    });
    let tag = text.tag.as_ref().map_or("", |t| &*t.text);
    format!("{tag}<{}>", parts.collect::<Vec<_>>().join(","))
}

fn type_shown(ty: &TypeExpr) -> String {
    match &ty.kind {
        TypeKind::Name(path) => path.names.iter().map(|n| &*n.text).collect::<Vec<_>>().join("."),
        TypeKind::Optional(inner) => format!("{}?", type_shown(inner)),
        TypeKind::List(inner) => format!("[{}]", type_shown(inner)),
        other => format!("{other:?}"),
    }
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(shown(&parse(text)), expected, "{text}");
}

#[test]
fn operators_bind_by_precedence() {
    check("a or b and c", "(Or a (And b c))");
    check("not a == b and c", "(And (Not (Equal a b)) c)");
    check("a ?? b == c", "(Equal (Otherwise a b) c)");
    check("a ?? b .. c", "(Otherwise a (Range b c))");
    check("1..n + 1", "(Range 1 (Add n 1))");
    check("a - b - c", "(Subtract (Subtract a b) c)");
    check("a + b * c / d", "(Add a (Divide (Multiply b c) d))");
    check("-a.b * c", "(Multiply (Minus a.b) c)");
    check("a - -b", "(Subtract a (Minus b))");
    check("not not a", "(Not (Not a))");
    check("a not in b or c in d", "(Or (NotIn a b) (In c d))");
    check("a < b", "(Less a b)");
    check("a >= b and b != c", "(And (GreaterEqual a b) (NotEqual b c))");
    check("(a + b) * c", "(Multiply (Add a b) c)");
    check("a is some and b is not none", "(And (is a some) (is not b none))");
    check("a is k8s.secret or b is [string]?", "(Or (is a k8s.secret) (is b [string]?))");
    check("a.b(c)[d].e", "a.b(c)[d].e");
    check("f(-a, not b)", "f((Minus a) (Not b))");
}

#[test]
fn numbers_keep_their_units() {
    check("8_000", "8000");
    check("0.5", "0.5");
    check("80GiB", "80~GiB");
    check("0.5GiB", "0.5~GiB");
    check("2..6", "(Range 2 6)");
    check("15m..36h", "(Range 15~m 36~h)");
    check("9223372036854775807", "9223372036854775807");
}

#[test]
fn words_of_the_language_are_names_where_nothing_else_can_be() {
    check("type", "type");
    check("step.apply.x", "step.apply.x");
    check("{ type = 1, if = 2, in = 3 }.if", "{type=1 if=2 in=3}.if");
    check("{ type, kind = test }", "{type kind=test}");
    check("[grant, grant { a = 1 }]", "[grant grant{a=1}]");
    check("text(d, \"s\")", "text(d <\"s\">)");
}

#[test]
fn holes_stand_only_where_an_operand_may() {
    check("<your AWS account>", "<your AWS account>");
    check("[<a>, b <c, d> e]", "[<a> (Less b c) (Greater d e)]");
    check("a ?? <b c>", "(Otherwise a <b c>)");
}

#[test]
fn if_for_and_match_are_values() {
    check("if a { 1 } else if b { c = 2 } else { 3 }", "if a {1} else {if b {c=2} else {3}}");
    check("for k, v in m { \"${k}\" = v }", "for k v in m {<$k>=v}");
    check("match x { \"a\" | \"b\" => 1, _ => { y } }", "match x {<\"a\">|<\"b\">=>1 =>y}");
    check(
        "match x { 1 => { a = 1 }, 2 => { if b { 1 } else { 2 } } }",
        "match x {1=>{a=1} 2=>if b {1} else {2}}",
    );
    check("[for x in xs { if y { x } }, ...z]", "[for {if y {x}} ...z]");
    check("if a == ({}) { 1 }", "if (Equal a {}) {1}");
}

#[test]
fn strings_hold_characters_and_values() {
    check(r#""a ${b} c""#, r#"<"a ",$b," c">"#);
    check(r#""$ $1 $x \${y} \$z""#, r#"<"$ $1 $x ${y} $z">"#);
    check(r#""\"\\\n\t\r\u{e9}""#, r#"<"\"\\\n\t\ré">"#);
    check(r#""${"a ${"b"} }"}""#, r#"<$<"a ",$<"b">," }">>"#);
    check(r#""${{ a = "}" }.a}""#, r#"<${a=<"}">}.a>"#);
    check(r#"r"\n ${x}""#, r#"<"\\n ${x}">"#);
    check(r##"r#"a "b" c"#"##, r#"<"a \"b\" c">"#);
    check(r#"shell"a\n\${b} ${c} $d""#, r#"shell<"a\\n${b} ",$c," $d">"#);
    check(r#""""#, "<>");
    check("\"\"\"\n    a\n      b ${c} d\n\n    \"\"\"", r#"<"a\n","  b ",$c," d\n","\n">"#);
    check("\"\"\"\n    \"\"\"", "<>");
    check("r\"\"\"\n  \\n ${x}\n  \"\"\"", r#"<"\\n ${x}\n">"#);
    check("nginx\"\"\"\n  a # \" ${b};\n  \"\"\"", r#"nginx<"a # \" ",$b,";\n">"#);
    check("\"\"\"\r\n  a\r\n  \"\"\"", r#"<"a\n">"#);
}

#[test]
fn parts_of_strings_stand_where_their_spans_say() {
    let text = "\"\"\"\n    one \\n\n    two ${x} three\n    \"\"\"";
    let ExprKind::Text(found) = parse(text).kind else { panic!("no text") };
    let places: Vec<&str> = found
        .parts
        .iter()
        .map(|part| match part {
            TextPart::Literal(_, span) | TextPart::Value(_, span) => {
                &text[span.start as usize..span.end as usize]
            }
        })
        .collect();
    assert_eq!(places, ["one \\n\n", "two ", "${x}", " three\n"]);
}

#[test]
fn a_line_that_begins_with_a_bracket_or_minus_is_an_element_of_its_own() {
    check("[\n a\n -b\n [c]\n (d)\n + e\n .f\n]", "[a (Minus b) [c] (Add d e.f)]");
    check("{\n a = b\n c\n d =\n  e\n}", "{a=b c d=e}");
}
