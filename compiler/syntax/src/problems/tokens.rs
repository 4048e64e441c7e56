//! What is wrong with the signs that a spec is made of: strings, numbers, brackets, and what stands between them.

use diagnostics::{Diagnostic, Span, codes};

use crate::lexer::{SMART_QUOTES, What};

/// What the lexer found. `text` is the text of the place.
pub(crate) fn mistake(what: What, span: Span, text: &str) -> Diagnostic {
    match what {
        What::UnterminatedString => unterminated_string(span, text),
        What::UnopenedString => unopened_string(span, text),
        What::UnterminatedBlock => unterminated_block(span),
        What::TextAfterQuotes => text_after_quotes(span),
        What::SingleQuotes => single_quotes(span, text),
        What::ForeignBlank => foreign_blank(span, text),
        What::SmartQuotes => smart_quotes(span, text),
        What::HashComment => hash_comment(span, text),
        What::BlockComment => block_comment(span),
        What::Operator(word) => foreign_operator(span, text, word),
        What::Semicolon => semicolon(span),
        What::UnknownCharacter => unknown_character(span, text),
        What::UnquotedText => unquoted_text(span, text),
        What::Variable => variable(span, text),
        What::DashedList => dashed_list(span, text),
        What::StrayCloser => stray_closer(span, text),
        What::NeverClosed(missed) => never_closed(span, text, Span { start: missed, end: missed, ..span }),
        What::NeverOpened(closer) => {
            never_opened(span, text, Span { start: closer, end: closer + 1, ..span })
        }
        What::PlaceholderNeverClosed => placeholder_never_closed(span),
        What::TooDeep => too_deep(span),
    }
}

fn unterminated_string(span: Span, text: &str) -> Diagnostic {
    let help = if text.contains(SMART_QUOTES) {
        "close it with a straight `\"`"
    } else {
        "close it with `\"`, or write a text of several lines between `\"\"\"` and `\"\"\"`"
    };
    let problem = codes::E1001
        .at(span, "never closed on this line", "this string has no closing `\"`")
        .with_help(help.to_owned());
    // What follows a comma, bracket or comment may be no part of the string.
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"._-/:@".contains(&b);
    let inner = text.strip_prefix('"').unwrap_or_default().trim_end();
    if inner.is_empty() || inner.contains("//") || !inner.bytes().all(is_plain) {
        return problem;
    }
    problem.with_fix("close it with `\"`", span.slice(inner.len() + 1, inner.len() + 1), "\"")
}

/// `wave-logs"`
fn unopened_string(span: Span, text: &str) -> Diagnostic {
    codes::E1001
        .at(span, "a `\"` at its end alone", "this string has no opening `\"`")
        .with_help(format!("write `\"{text}`"))
        .with_fix("put a `\"` before it", span.at_start(), "\"")
}

fn unterminated_block(span: Span) -> Diagnostic {
    codes::E1001
        .at(span, "this text block", "this text block has no closing `\"\"\"`")
        .with_help("close it with `\"\"\"` on a line of its own".to_owned())
}

fn placeholder_never_closed(span: Span) -> Diagnostic {
    codes::E1002
        .at(span, "this placeholder", "this `${` has no closing `}`")
        .with_help("close it with `}`; a plain `${` is written `\\${`".to_owned())
}

/// With the closer that is missing: in the same line, or in one of its own below `indentation`.
pub(crate) fn with_closer(
    diagnostic: Diagnostic,
    missed: Span,
    closer: &str,
    indentation: Option<&str>,
) -> Diagnostic {
    let text = match (indentation, closer) {
        (Some(indentation), closer) => format!("\n{indentation}{closer}"),
        (None, "}") => " }".to_owned(),
        (None, closer) => closer.to_owned(),
    };
    diagnostic.with_fix(format!("close it with `{closer}`"), missed, text)
}

/// What closes an opener.
pub(crate) fn closer_of(opener: &str) -> &'static str {
    match opener {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}

fn never_closed(span: Span, opener: &str, missed: Span) -> Diagnostic {
    let closer = closer_of(opener);
    codes::E1002
        .at(span, "never closed", format!("this `{opener}` has no closing `{closer}`"))
        .with_label(missed, format!("`{closer}` is missing here"))
        .with_help(format!("close it with `{closer}`"))
}

/// The head of a body without `{`.
fn never_opened(head: Span, text: &str, closer: Span) -> Diagnostic {
    codes::E1005
        .at(head, "`{` is missing", format!("expected `{{` after `{text}`"))
        .with_label(closer, "the body ends here")
        .with_help("write `{` at the end of the line".to_owned())
        .with_fix("write `{`", head.at_end(), " {")
}

fn stray_closer(span: Span, closer: &str) -> Diagnostic {
    codes::E1003
        .at(span, "closes nothing", format!("this `{closer}` closes nothing that is open"))
        .with_help(format!("remove it, or look for a `{closer}` too many above"))
}

fn semicolon(span: Span) -> Diagnostic {
    codes::E1003
        .at(span, "not needed", "entries end with their line or with a `,`, not with `;`")
        .with_help("remove the `;`".to_owned())
        .with_fix("remove the `;`", span, "")
}

fn unknown_character(span: Span, character: &str) -> Diagnostic {
    codes::E1006
        .at(span, "no part of the language", format!("`{character}` has no meaning outside a string"))
        .with_help("remove it, or put the text between `\"` and `\"`".to_owned())
}

/// `arn:aws:…`
fn unquoted_text(span: Span, text: &str) -> Diagnostic {
    let quoted = format!("\"{text}\"");
    codes::E1006
        .at(span, "`\"` around it is missing", format!("`{text}` is text without quotes"))
        .with_help(format!("put it in quotes: `{quoted}`"))
        .with_fix("put it in quotes", span, quoted)
}

/// `$HOME`
fn variable(span: Span, text: &str) -> Diagnostic {
    let from = text.split_once('$').map_or("", |(_, rest)| rest.trim_start_matches('{'));
    let name = from.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
    let name = name.to_ascii_lowercase();
    codes::E1006
        .at(span, "no variable", format!("`{text}` is no value, for a spec has no environment variables"))
        .with_help(format!(
            "write the value itself, or declare `param {name}: string` or, for a secret, `secret {name}`"
        ))
}

/// Lines that begin with `- `. `span` is from the sign before them.
fn dashed_list(span: Span, text: &str) -> Diagnostic {
    let lines = || text.lines().skip(1).map(str::trim);
    let elements = lines().filter_map(|line| line.strip_prefix("- "));
    let elements: Vec<String> = elements.map(|e| quoted_element(e.trim())).collect();
    let simple = lines().all(|line| line.starts_with("- "));
    let list = format!("[{}]", elements.join(", "));
    let sign = Span { end: span.start + 1, ..span };
    let equals = if text.starts_with(':') { " =" } else { "=" };
    let simple = simple && elements.iter().all(|e| !e.contains(['{', '[', '\\', '\'']) && !e.contains("//"));
    let shown = if simple && list.len() <= 80 { list.as_str() } else { "[\"a\", \"b\"]" };
    let problem = codes::E1003
        .at(sign, "a list follows", "a list stands between `[` and `]`, without `-` before its elements")
        .with_help(format!("write `{shown}`"));
    if simple { problem.with_fix("write it in brackets", span, format!("{equals} {list}")) } else { problem }
}

fn quoted_element(element: &str) -> String {
    let is_number = element.bytes().all(|b| b.is_ascii_digit());
    if is_number || element.contains('"') { element.to_owned() } else { format!("\"{element}\"") }
}

fn single_quotes(span: Span, text: &str) -> Diagnostic {
    let inner = text.trim_matches(['\'', '`']);
    let label = if text.starts_with('`') { "backquotes" } else { "single quotes" };
    let diagnostic = codes::E1006.at(span, label, "strings stand between `\"` and `\"`");
    let diagnostic = diagnostic.with_help("use double quotes".to_owned());
    if inner.contains(['"', '\\', '$']) {
        return diagnostic;
    }
    diagnostic.with_fix("use double quotes", span, format!("\"{inner}\""))
}

/// A space as word processors and web pages make them: nobody sees the difference.
fn foreign_blank(span: Span, text: &str) -> Diagnostic {
    let code = text.chars().next().map_or(0, u32::from);
    codes::E1006
        .at(
            span,
            "not an ordinary space",
            format!("expected an ordinary space, found the character U+{code:04X}"),
        )
        .with_help("write an ordinary space in its place".to_owned())
        .with_fix("write an ordinary space in its place", span, " ")
}

fn smart_quotes(span: Span, text: &str) -> Diagnostic {
    let inner = text.trim_start_matches(SMART_QUOTES).trim_end_matches(SMART_QUOTES).trim_end_matches('"');
    let diagnostic = codes::E1006
        .at(span, "typographic quotes", "strings stand between straight `\"` and `\"`")
        .with_help("use straight double quotes".to_owned());
    if inner.contains(['"', '\\', '$']) {
        return diagnostic;
    }
    diagnostic.with_fix("use straight double quotes", span, format!("\"{inner}\""))
}

fn hash_comment(span: Span, text: &str) -> Diagnostic {
    let inner = text.trim_start_matches('#').trim_start();
    codes::E1006
        .at(span, "a comment?", "comments begin with `//`, not with `#`")
        .with_help("begin the comment with `//`".to_owned())
        .with_fix("begin the comment with `//`", span, format!("// {inner}"))
}

fn block_comment(span: Span) -> Diagnostic {
    codes::E1006
        .at(span, "a comment?", "comments begin with `//` and go to the end of the line")
        .with_help("begin each line of the comment with `//`".to_owned())
}

fn foreign_operator(span: Span, sign: &str, word: &str) -> Diagnostic {
    codes::E1006
        .at(span, format!("written `{word}`"), format!("`{sign}` is written `{word}`"))
        .with_help(format!("write `{word}`"))
        .with_fix(
            format!("write `{word}`"),
            span,
            if sign == "!" { format!("{word} ") } else { word.to_owned() },
        )
}

fn too_deep(span: Span) -> Diagnostic {
    codes::E1007
        .at(
            span,
            "too deep from here",
            "brackets nest more than 256 deep, or too many operators stand in a row",
        )
        .with_help("give a part of it a name with `let`".to_owned())
}

fn text_after_quotes(span: Span) -> Diagnostic {
    codes::E1009
        .at(
            span,
            "text follows on this line",
            "the text of a `\"\"\"` block begins on the line after the quotes",
        )
        .with_help("move the text to the next line, or use single `\"`".to_owned())
}

/// A line of a text block stands further left than its closing quotes.
pub(crate) fn less_indentation(line: Span, closing: Span) -> Diagnostic {
    codes::E1009
        .at(line, "further left", "this line is indented less than the closing `\"\"\"` of its text block")
        .with_label(closing, "sets the indentation")
        .with_help("indent the line, or move the closing `\"\"\"` to the left".to_owned())
}

/// `\q`
pub(crate) fn unknown_escape(span: Span, escape: &str) -> Diagnostic {
    let problem = codes::E1008.at(span, "unknown escape", format!("`{escape}` is no escape")).with_help(
        "use one of `\\\"`, `\\\\`, `\\n`, `\\t`, `\\r`, `\\$`, `\\u{…}`; a backslash itself is `\\\\`"
            .to_owned(),
    );
    // Before a sign it may be too much, and other languages have escapes of some letters.
    let is_backslash = |c: char| c.is_ascii_alphabetic() && !"abefvxuUN".contains(c);
    if escape.chars().nth(1).is_some_and(is_backslash) {
        problem.with_fix("write the backslash twice", span, format!("\\{escape}"))
    } else {
        problem
    }
}

/// `\u{…}` that names no character.
pub(crate) fn unknown_code_point(span: Span, escape: &str) -> Diagnostic {
    codes::E1008
        .at(span, "names no character", format!("`{escape}` is not the number of a character"))
        .with_help("write the number in hexadecimal, such as `\\u{e9}`".to_owned())
}

/// `1.2.3`, `12ab3`
pub(crate) fn malformed_number(span: Span, text: &str) -> Diagnostic {
    let dots = text.matches('.').count();
    let help = if dots > 1 {
        format!("write a version or an address as a string: `\"{text}\"`")
    } else {
        "write digits, then a unit such as `GiB` or `m`; anything else is a string".to_owned()
    };
    let diagnostic = codes::E1010.at(
        span,
        "not a number",
        format!("`{text}` is neither a number nor an amount with a unit"),
    );
    diagnostic.with_help(help).with_fix("make it a string", span, format!("\"{text}\""))
}

/// `010987654321`
pub(crate) fn leading_zero(span: Span, text: &str) -> Diagnostic {
    codes::E1010
        .at(span, "begins with `0`", "a number doesn't begin with `0`")
        .with_help(format!("put it in quotes if it is a name or an id: `\"{text}\"`"))
        .with_fix("put it in quotes", span, format!("\"{text}\""))
}

/// `99999999999999999999`
pub(crate) fn number_too_large(span: Span, text: &str) -> Diagnostic {
    codes::E1010
        .at(span, "too large", format!("`{text}` does not fit into 64 bits"))
        .with_help("write it as a string if it is a name or an id".to_owned())
        .with_fix("make it a string", span, format!("\"{text}\""))
}
