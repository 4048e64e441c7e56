//! The first words of a top-level item, found without parsing it.

use crate::lexer::kinds;

/// What an item is and is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head<'a> {
    /// `kind`, `fn`, `use`, …: the item's keyword; empty for a resource.
    pub keyword: &'a str,
    /// The name that it declares, the module that it uses, or a resource's kind. A string is given with its quotes.
    pub name: &'a str,
    /// A resource's label; a string is given with its quotes.
    pub label: &'a str,
}

/// Reads the first words of a chunk: `late fn f(` gives `fn` and `f`, `bucket logs {` gives `bucket` and `logs`.
pub fn head(chunk_text: &str) -> Head<'_> {
    let mut rest = skip_comments(chunk_text);
    let mut keyword = take(&mut rest);
    let mut after = rest;
    if matches!((keyword, take(&mut after)), ("late", "fn") | ("export", "use")) {
        keyword = take(&mut rest);
    }
    let kind = kinds::word(keyword);
    if keyword.is_empty()
        || rest.starts_with(['=', ':'])
        || (kinds::is_reserved(kind) && !matches!(keyword, "if" | "for"))
    {
        return Head::default();
    }
    if kinds::is_reserved(kind) {
        return Head { keyword, ..Head::default() };
    }
    if !kinds::begins_item(kind) || kind == kinds::word("immutable") || keyword.contains('.') {
        return Head { keyword: "", name: keyword, label: take(&mut rest) };
    }
    Head { keyword, name: take(&mut rest), label: "" }
}

fn skip_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    while rest.starts_with("//") {
        rest = rest.split_once('\n').map_or("", |(_, after)| after.trim_start());
    }
    rest
}

/// A dotted word or a string on the same line, and the blanks after it.
fn take<'a>(rest: &mut &'a str) -> &'a str {
    let len = match rest.as_bytes().first() {
        Some(b'"') => string_len(rest),
        _ => rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.')).count(),
    };
    let (word, after) = rest.split_at_checked(len).unwrap_or((rest, ""));
    *rest = after.trim_start_matches([' ', '\t']);
    word
}

/// The length of the string at the start. A quote inside a placeholder doesn't end it.
fn string_len(text: &str) -> usize {
    let mut braces = 0_usize;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\n' => return at,
            b'\\' => escaped = true,
            b'{' => braces += 1,
            b'}' => braces = braces.saturating_sub(1),
            b'"' if braces == 0 => return at + 1,
            _ => {}
        }
    }
    text.len()
}
