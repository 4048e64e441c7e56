//! Strings as YAML scalars that every reader takes for that same string.
//!
//! Readers disagree: YAML 1.1 reads `no` as a bool, `12:30` as a number in base 60 and `2024-01-01` as a date; Go's takes
//! `n` for a bool too. So a string stands plain only in a form that no reader gives a meaning to; all else is quoted.
//! Knows characters only, no trees.

use std::fmt::Write;

/// Words that some reader takes for something else than a string, in lower case.
const WORDS: &[&str] =
    &["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"];

/// Suffixes that make a whole number a quantity of Kubernetes, and nothing else to any reader.
const QUANTITY_SUFFIXES: &[&str] = &["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/// Whether every reader takes the plain text for this string.
pub(crate) fn stands_plain(text: &str) -> bool {
    is_quantity(text) || is_plain_phrase(text)
}

fn is_quantity(text: &str) -> bool {
    let digits = QUANTITY_SUFFIXES.iter().find_map(|suffix| text.strip_suffix(suffix));
    digits.is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()))
}

/// Starts like a word or a path, holds no indicator where it would count, and is no word with a meaning.
fn is_plain_phrase(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '_');
    let inside = text.chars().all(|c| c.is_ascii_alphanumeric() || "_-./@=+:,()*$;&?!<>% ".contains(c));
    // A character is found much faster than two, and most texts are one word.
    let pairs = text.contains(' ') && (text.contains(": ") || text.contains("  "));
    let blanks = text.ends_with([' ', ':']) || pairs;
    // PyYAML takes `_1` for an int: underscores are digits' separators there.
    let underscored_number = text.starts_with('_') && text.bytes().all(|b| b == b'_' || b.is_ascii_digit());
    let word = text.len() <= 8 && WORDS.contains(&text.to_ascii_lowercase().as_str());
    starts && inside && !blanks && !underscored_number && !word
}

/// Whether a literal block (`|`, `|-`) gives exactly this text.
pub(crate) fn stands_in_block(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let first = !body.starts_with([' ', '\t', '\n']);
    body.contains('\n') && first && !body.ends_with('\n') && body.split('\n').all(is_block_line)
}

/// Printable, without blanks at its end, and without a tab where libyaml looks for indentation.
fn is_block_line(line: &str) -> bool {
    let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
    let tab_in_indent = line.chars().take(indent).any(|c| c == '\t');
    !line.ends_with([' ', '\t']) && !tab_in_indent && !line.chars().any(|c| c != '\t' && needs_escape(c))
}

/// The text in double quotes, with escapes that JSON has too, but for characters beyond U+FFFF.
pub(crate) fn quote(text: &str, out: &mut String) {
    out.push('"');
    escape(text, out);
    out.push('"');
}

/// What stands between double quotes.
pub(crate) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // Writing to a string can't fail.
            c if needs_escape(c) && u32::from(c) > 0xffff => drop(write!(out, "\\U{:08x}", u32::from(c))),
            c if needs_escape(c) => drop(write!(out, "\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
}

/// Control characters, line breaks that only some readers know, and what a reviewer can't see: zero-width and
/// bidirectional marks, tags, and blanks that look like others.
fn needs_escape(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{a0}' | '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
        | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// A float that a YAML 1.1 reader takes for one too: with a dot, and a sign in the exponent.
pub(crate) fn float(value: f64) -> String {
    let shortest = format!("{value:?}");
    let Some((mantissa, exponent)) = shortest.split_once('e') else { return shortest };
    let dot = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with('-') { "" } else { "+" };
    format!("{mantissa}{dot}e{sign}{exponent}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_could_take_for_something_else_is_quoted() {
        for text in [
            "",
            "y",
            "No",
            "OFF",
            "null",
            "~",
            "12:30",
            "2024-01-01",
            "0x1",
            "1_000",
            "_1",
            "=",
            "<<",
            "a: b",
            "a:",
            " a",
            "a ",
        ] {
            assert!(!stands_plain(text), "{text:?}");
        }
        for text in [
            "a",
            "wave-app",
            "/health",
            "GET, POST",
            "4000Mi",
            "arn:aws:s3:::logs/*",
            "https://x.y/z?a=b&c",
            "Yesterday",
        ] {
            assert!(stands_plain(text), "{text:?}");
        }
    }

    #[test]
    fn floats_have_a_dot_and_a_signed_exponent() {
        let cases = [
            (1e16, "1.0e+16"),
            (1.5e-7, "1.5e-7"),
            (0.5, "0.5"),
            (3.0, "3.0"),
            (1.234_567_890_123_456_7e17, "1.2345678901234566e+17"),
        ];
        for (value, text) in cases {
            assert_eq!(float(value), text);
        }
    }
}
