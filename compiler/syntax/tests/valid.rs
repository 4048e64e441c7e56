//! Every construct parses without a diagnostic, and no prefix of any of it makes the parser fall over.

#![expect(clippy::string_slice, reason = "a test may panic")]

mod support;

use support::parse;

const SAMPLES: [(&str, &str); 4] = [
    ("items", include_str!("valid/items.wave")),
    ("kinds", include_str!("valid/kinds.wave")),
    ("values", include_str!("valid/values.wave")),
    ("crlf", include_str!("valid/crlf.wave")),
];

#[test]
fn valid_text_gives_no_diagnostics_and_no_error_nodes() {
    for (name, text) in SAMPLES {
        let parsed = parse(text);
        assert_eq!(parsed.told(), Vec::<String>::new(), "{name}");
        let tree = format!("{:?}", parsed.tree);
        for bad in ["kind: Error", "kind: Missing", "text: \"\", span"] {
            assert!(!tree.contains(bad), "{name} has a node `{bad}`");
        }
    }
}

#[test]
fn line_ends_of_windows_change_nothing_but_places() {
    for (name, text) in SAMPLES {
        let unix = text.replace("\r\n", "\n");
        let windows = unix.replace('\n', "\r\n");
        let (unix, windows) = (parse(&unix), parse(&windows));
        assert_eq!(windows.told(), Vec::<String>::new(), "{name}");
        let shape = |p: &support::Parsed| without_spans(&format!("{:?}", p.tree));
        assert_eq!(shape(&unix), shape(&windows), "{name}");
    }
}

#[test]
fn every_prefix_of_every_item_parses() {
    for (_, text) in SAMPLES {
        for chunk in syntax::split(text) {
            let item = &text[chunk.start..chunk.end];
            for end in (0..=item.len()).filter(|n| item.is_char_boundary(*n)) {
                let parsed = parse(&item[..end]);
                assert!(parsed.diagnostics.len() <= 3, "{:?}\n{}", parsed.told(), &item[..end]);
            }
        }
    }
}

#[test]
fn every_prefix_of_a_file_parses() {
    for (_, text) in SAMPLES {
        for end in (0..=text.len()).step_by(97).filter(|n| text.is_char_boundary(*n)) {
            assert!(parse(&text[..end]).diagnostics.len() <= 3, "{}", &text[..end]);
        }
    }
}

#[test]
fn every_line_can_be_missing() {
    for (_, text) in SAMPLES {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for left_out in 0..lines.len() {
            let rest: String =
                lines.iter().enumerate().filter(|(n, _)| *n != left_out).map(|(_, l)| *l).collect();
            parse(&rest);
        }
    }
}

/// Tokens left out, doubled, moved and put in at random; always the same ones.
#[test]
fn no_text_makes_the_parser_fall_over() {
    let mut seed = 1_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % below.max(1)
    };
    let signs = [
        "{", "}", "(", ")", "[", "]", "\"", "\"\"\"", "${", "\n", "\na", "=", ":", ",", "if ", "x ", "<",
        ">", "\\", "ü", "r#\"",
    ];
    for (_, text) in SAMPLES {
        let chunks = syntax::split(text);
        for _ in 0..400 {
            let chunk = chunks[random(chunks.len())];
            let mut item = text[chunk.start..chunk.end].to_owned();
            for _ in 0..=random(3) {
                let tokens = syntax::lexer::lex(&item).table;
                let Some(token) = tokens.get(random(tokens.len())) else { continue };
                let (start, end) = (token.start as usize, token.end() as usize);
                let copy = item[start..end].to_owned();
                match random(3) {
                    0 => item.replace_range(start..end, ""),
                    1 => item.insert_str(start, &copy),
                    _ => item.insert_str(start, signs[random(signs.len())]),
                }
            }
            let parsed = parse(&item);
            assert!(parsed.diagnostics.len() <= 16, "{:?}\n{item}", parsed.told());
        }
    }
}

#[test]
fn names_stand_where_their_spans_say() {
    for (name, text) in SAMPLES {
        let parsed = parse(text);
        let tree = format!("{:?}", parsed.tree.items);
        let mut found = 0;
        for part in tree.split("Name { text: \"").skip(1) {
            let (word, rest) = part.split_once("\", span: Span { anchor: Anchor(").unwrap();
            let numbers: Vec<u32> =
                rest.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).take(3).collect();
            let span = diagnostics::Span::new(diagnostics::Anchor(numbers[0]), numbers[1], numbers[2]);
            assert_eq!(parsed.sources.text(span), word, "{name}");
            found += 1;
        }
        assert!(found > 3, "{name}");
    }
}

fn without_spans(tree: &str) -> String {
    let mut rest = tree;
    let mut shape = String::new();
    while let Some((before, after)) = rest.split_once("Span {") {
        shape.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    shape + rest
}
