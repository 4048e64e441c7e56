//! What this crate reports: one function a problem. Wording, labels and help are decided here alone.

use diagnostics::{Diagnostic, Edit, Span, codes};

mod tokens;

pub(crate) use tokens::{
    closer_of, leading_zero, less_indentation, malformed_number, mistake, number_too_large,
    unknown_code_point, unknown_escape, with_closer,
};

/// Nothing where a value should stand.
pub(crate) fn missing_value(after: Span, text: &str) -> Diagnostic {
    codes::E1004
        .at(after, "a value is missing here", format!("expected a value after `{text}`"))
        .with_help(missing_value_help(text))
}

fn missing_value_help(before: &str) -> String {
    match before {
        "=" => "give a value, or `none`, or leave the entry out".to_owned(),
        _ => "write the value".to_owned(),
    }
}

/// No `= VALUE`.
pub(crate) fn missing_assignment(after: Span, text: &str) -> Diagnostic {
    codes::E1004
        .at(after, "`= VALUE` is missing", format!("expected `=` and a value after `{text}`"))
        .with_help("write `= VALUE`".to_owned())
}

/// No name where `what` should have one.
pub(crate) fn missing_name(after: Span, text: &str, what: &str) -> Diagnostic {
    codes::E1005
        .at(after, "a name is missing", format!("expected {what} after `{text}`"))
        .with_help(format!("write {what}"))
}

/// No type.
pub(crate) fn missing_type(after: Span, text: &str) -> Diagnostic {
    let help = match text {
        ":" | "->" | "|" | "=" | "[" | "is" | "not" => "write the type, such as `string`",
        ")" => "write `-> TYPE`, such as `-> string`",
        _ => "write `: TYPE`, such as `: string`",
    };
    codes::E1005
        .at(after, "a type is missing", format!("expected a type after `{text}`"))
        .with_help(help.to_owned())
}

/// No braces.
pub(crate) fn missing_body(after: Span, text: &str) -> Diagnostic {
    codes::E1005
        .at(after, "`{` is missing", format!("expected `{{` after `{text}`"))
        .with_help("write `{ … }`".to_owned())
}

/// No `else "…"`, `in PATH`, `because "…"` and the like.
pub(crate) fn missing_part(after: Span, text: &str, part: &str) -> Diagnostic {
    codes::E1005
        .at(after, "something is missing", format!("expected {part} after `{text}`"))
        .with_help(format!("write {part}"))
}

/// Two things on a line with nothing between them. `gap` is the empty place after the first.
pub(crate) fn missing_separator(next: Span, text: &str, gap: Span) -> Diagnostic {
    codes::E1011
        .at(next, "a `,` is missing before this", format!("expected `,` or a line break before `{text}`"))
        .with_help("put a `,` between the two".to_owned())
        .with_fix("put a `,` between the two", gap, ",")
}

/// Tokens that nothing accounts for.
pub(crate) fn stray(span: Span, text: &str) -> Diagnostic {
    codes::E1003
        .at(
            span,
            "nothing expects this here",
            format!("expected `,` or the end of the line instead of `{text}`"),
        )
        .with_help(match text {
            "?" => "write `if CONDITION { … } else { … }`".to_owned(),
            _ => "remove it, or put it on a line of its own".to_owned(),
        })
}

/// No entry.
pub(crate) fn bad_entry(span: Span, text: &str) -> Diagnostic {
    codes::E1003
        .at(span, "begins no entry", format!("expected an entry such as `key = value` instead of `{text}`"))
        .with_help("write `key = value`, or remove it".to_owned())
}

/// No field.
pub(crate) fn bad_field(span: Span, text: &str) -> Diagnostic {
    codes::E1003
        .at(span, "begins no field", format!("expected a field such as `name: string` instead of `{text}`"))
        .with_help("write `name: TYPE`, or remove it".to_owned())
}

/// A value in a record.
pub(crate) fn value_without_key(span: Span) -> Diagnostic {
    codes::E1003
        .at(span, "a value without a key", "expected `key = value`: a record holds no values without keys")
        .with_help("give the value a key; only a name may stand alone, as `name = name`".to_owned())
}

/// `key = value` in a list.
pub(crate) fn key_in_list(span: Span) -> Diagnostic {
    codes::E1003
        .at(span, "an entry with a key", "expected a value: a list holds values without keys")
        .with_help("put braces around it: `{ key = value }`".to_owned())
}

/// A block in a list or a record of a document.
pub(crate) fn misplaced_block(span: Span) -> Diagnostic {
    codes::E1003
        .at(span, "a block in a list", "expected a value: a list holds no blocks")
        .with_help("write `,` between two values".to_owned())
}

/// No item.
pub(crate) fn bad_item(span: Span, text: &str) -> Diagnostic {
    codes::E1003
        .at(
            span,
            "begins no item",
            format!("expected an item such as `bucket logs {{ … }}` or `let x = …` instead of `{text}`"),
        )
        .with_help("remove it, or move it into the braces of an item".to_owned())
}

/// `kid shop { … }`
pub(crate) fn misspelt_word(span: Span, text: &str, meant: &str) -> Diagnostic {
    codes::E1003
        .at(span, "begins no item", format!("expected a word that begins an item instead of `{text}`"))
        .with_help(format!("did you mean `{meant}`?"))
        .with_replacement(text, meant)
}

/// `bucket <name> { … }`
pub(crate) fn hole_for_name(hole: Span, word: &str) -> Diagnostic {
    codes::E1005
        .at(
            hole,
            "a hole in place of a name",
            format!("expected a name after `{word}`, and a hole stands for a value only"),
        )
        .with_help(format!("write a name of your choice, such as `{word} main {{ … }}`"))
}

/// `key = value` outside all braces, or in a kind.
pub(crate) fn misplaced_pair(span: Span, key: &str) -> Diagnostic {
    codes::E1003
        .at(span, "no item", format!("expected an item, and `{key} = …` is an entry"))
        .with_help(format!("write `let {key} = …`, or `{key}: TYPE = …` for a field, or move it into braces"))
}

/// `name = string` in a kind.
pub(crate) fn equals_in_field(sign: Span, key: &str) -> Diagnostic {
    codes::E1003
        .at(sign, "expected `:`", format!("the field `{key}` is declared with `:`, not with `=`"))
        .with_help(format!("write `{key}: TYPE`"))
        .with_fix("write `:`", sign, ":")
}

/// `require a > b else "…"`
pub(crate) fn nameless_check(condition: Span, word: &str, text: &str) -> Diagnostic {
    codes::E1005
        .at(condition, "a name is missing before this", format!("expected a name and `:` after `{word}`"))
        .with_help(format!("write `{word} NAME: {text} else …`"))
}

/// `resource "bucket" "logs" { … }`
pub(crate) fn two_labels(head: Span, kind: &str, label: &str) -> Diagnostic {
    let instead = format!("{} {label}", kind.trim_matches('"'));
    let label = label.trim_matches('"');
    let is_word = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let instead = if is_word { instead.replace('"', "") } else { instead };
    codes::E1003
        .at(head, "more than kind and name", "a resource begins with its kind, a word, and its name")
        .with_help(format!("write `{instead} {{ … }}`"))
        .with_fix(format!("write `{instead}`"), head, instead.clone())
}

/// `key: value`
pub(crate) fn colon_for_equals(colon: Span, key: &str) -> Diagnostic {
    codes::E1003
        .at(colon, "expected `=`", format!("the value of `{key}` is given with `=`, not with `:`"))
        .with_help("write `=`".to_owned())
        .with_fix("write `=`", colon, " =")
}

/// `key: arn:aws:…`: two signs are wrong, and said at the text.
pub(crate) fn with_sign_mended(mut diagnostic: Diagnostic, colon: Span) -> Diagnostic {
    if let Some(fix) = &mut diagnostic.fix {
        fix.edits.insert(0, Edit { span: colon, text: " =".to_owned() });
    }
    diagnostic
}

/// `key == value`
pub(crate) fn equality_for_equals(sign: Span, key: &str) -> Diagnostic {
    codes::E1003
        .at(sign, "expected `=`", format!("the value of `{key}` is given with `=`, and `==` compares"))
        .with_help("write `=`".to_owned())
        .with_fix("write `=`", sign, "=")
}

/// `if a = b`
pub(crate) fn equals_for_equality(sign: Span) -> Diagnostic {
    codes::E1003
        .at(sign, "expected `==`", "`=` gives a key its value, and `==` compares")
        .with_help("write `==`".to_owned())
        .with_fix("write `==`", sign, "==")
}

/// `key value`. `gap` is the empty place after the key.
pub(crate) fn missing_equals(value: Span, gap: Span, key: &str) -> Diagnostic {
    codes::E1003
        .at(value, "`=` is missing before this", format!("expected `=` between `{key}` and its value"))
        .with_help("write `=`".to_owned())
        .with_fix("write `=`", gap, " =")
}

/// `some-key = value`
pub(crate) fn hyphen_in_key(span: Span, key: &str) -> Diagnostic {
    codes::E1003
        .at(span, "not a word", format!("`{key}` is not a word, because of its `-`"))
        .with_help(format!("write it as a string: `\"{key}\"`"))
        .with_fix("write it as a string", span, format!("\"{key}\""))
}

/// `bucket my-logs { … }`
pub(crate) fn label_without_quotes(span: Span, text: &str) -> Diagnostic {
    let message = match text.chars().find(|c| matches!(c, '-' | '.' | '/')) {
        Some(sign) => format!("a name with `{sign}` is written in quotes"),
        None => "a name that begins with a digit is written in quotes".to_owned(),
    };
    let quoted = format!("\"{text}\"");
    codes::E1003.at(span, "not a word", message).with_help(format!("write `{quoted}`")).with_fix(
        "put it in quotes",
        span,
        quoted,
    )
}

/// `let my-name = …`
pub(crate) fn hyphen_in_name(span: Span, text: &str) -> Diagnostic {
    let word = text.replace('-', "_");
    codes::E1003
        .at(span, "not a word", format!("expected a word, and `{text}` has a `-` in it"))
        .with_help(format!("write `{word}`"))
        .with_fix("write it with `_`", span, word)
}

/// `wave service = { … }`
pub(crate) fn sign_before_body(sign: Span, text: &str) -> Diagnostic {
    codes::E1003
        .at(sign, "not needed", format!("no `{text}` stands here: a body follows its name directly"))
        .with_help(format!("remove the `{text}`"))
        .with_fix(format!("remove the `{text}`"), sign, "")
}

/// `secret x = "…"`. The value is never shown: neither in the message nor in the line that this points at.
pub(crate) fn secret_with_value(given: Span, hidden: Span, name: &str) -> Diagnostic {
    let variable = name.to_ascii_uppercase();
    let message =
        format!("a secret has no value here: scripts read it from the environment variable `{variable}`");
    codes::E1003
        .at(given, "a value in plain sight", message)
        .with_help("remove the value, and give it to the script when it runs".to_owned())
        .with_note("a secret that was committed once is known: replace it where it is in use")
        .with_hidden(hidden)
}

/// `allow …` in the body of a resource.
pub(crate) fn item_among_entries(span: Span, word: &str) -> Diagnostic {
    let place = match word {
        "let" | "require" | "advise" | "emit" => "at the top level or in a `kind`",
        _ => "at the top level",
    };
    codes::E1003
        .at(span, "an item among entries", format!("`{word}` stands {place}, not among entries"))
        .with_help("move it out of the braces".to_owned())
}

/// `<<<<<<< ours`
pub(crate) fn merge_conflict(marker: Span) -> Diagnostic {
    codes::E1003
        .at(marker, "a conflict begins here", "both sides of a merge conflict are in this file")
        .with_help(
            "keep one side, and remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`"
                .to_owned(),
        )
}

/// `matching` after something else than `string`, `in` after something else than `int`.
pub(crate) fn misplaced_refinement(span: Span, word: &str, base: &str) -> Diagnostic {
    codes::E1003
        .at(span, "not possible here", format!("`{word}` narrows `{base}`, and no other type"))
        .with_help(format!("write `{base} {word} …`"))
}
