//! Words for bash: bare where that is safe, else in single quotes, else in double ones.
//!
//! Knows how bash reads a word, and nothing of commands.

use super::WordPart;

/// Words that mean something where a command begins.
const RESERVED: &[&str] = &[
    "!", "[[", "]]", "{", "}", "case", "coproc", "do", "done", "elif", "else", "esac", "fi", "for",
    "function", "if", "in", "select", "then", "time", "until", "while",
];

/// A word anywhere but at the start of a command.
pub(crate) fn word(parts: &[WordPart]) -> String {
    match parts {
        [WordPart::Literal(text)] if is_bare(text) => text.clone(),
        [WordPart::Literal(text)] if reads_well_in_single(text) => format!("'{text}'"),
        [] => "''".to_owned(),
        parts => format!("\"{}\"", expand(parts, Some('"'), in_double_literal)),
    }
}

/// The first word of a command: no assignment, and no word of bash's own.
pub(crate) fn command_word(parts: &[WordPart]) -> String {
    match parts {
        [WordPart::Literal(text)] if text.contains('=') || RESERVED.contains(&text.as_str()) => single(text),
        parts => word(parts),
    }
}

/// In single quotes, always.
pub(crate) fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn is_bare(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_@%+=:,./-".contains(c))
}

/// ShellCheck takes what looks like an expansion in single quotes for a mistake, so that stands in double quotes, escaped.
fn reads_well_in_single(text: &str) -> bool {
    let expands =
        |after: &str| after.starts_with(|c: char| c.is_ascii_alphanumeric() || "_{($*@#?!-".contains(c));
    !text.contains(['\'', '`']) && !text.ends_with('\\') && !text.split('$').skip(1).any(expands)
}

/// What stands between double quotes of the author's.
pub(crate) fn in_double(parts: &[WordPart]) -> String {
    expand(parts, None, in_double_literal)
}

fn in_double_literal(text: &str) -> String {
    escape(text, &['\\', '$', '`', '"'])
}

/// What stands in a heredoc whose delimiter isn't quoted.
pub(crate) fn in_heredoc(parts: &[WordPart]) -> String {
    expand(parts, None, |text| escape(text, &['\\', '$', '`']))
}

/// What stands between single quotes: a variable leaves them for a moment.
pub(crate) fn in_single(parts: &[WordPart]) -> String {
    let part = |p: &WordPart| match p {
        WordPart::Literal(text) => text.replace('\'', r"'\''"),
        WordPart::Variable(name) => format!("'\"${name}\"'"),
    };
    parts.iter().map(part).collect()
}

/// Braces stand around a name only where the next character could belong to it; `after` is the one behind the last part,
/// if it is known.
fn expand(parts: &[WordPart], after: Option<char>, literal: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    for (i, part) in parts.iter().enumerate() {
        match part {
            WordPart::Literal(text) => out.push_str(&literal(text)),
            WordPart::Variable(name) => {
                let next = match parts.get(i + 1) {
                    Some(WordPart::Literal(text)) => text.chars().next(),
                    Some(WordPart::Variable(_)) => Some('$'),
                    None => after,
                };
                let apart = next.is_some_and(|c| !c.is_ascii_alphanumeric() && c != '_' && c != '[');
                out.extend(if apart { ["$", name, ""] } else { ["${", name, "}"] });
            }
        }
    }
    out
}

fn escape(text: &str, special: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if special.contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> Vec<WordPart> {
        vec![WordPart::Literal(text.to_owned())]
    }

    #[test]
    fn a_word_is_quoted_only_when_needed() {
        let cases = [
            ("kubectl", "kubectl"),
            ("--query=a", "--query=a"),
            ("a b", "'a b'"),
            ("", "''"),
            ("it's", r#""it's""#),
            ("$HOME", r#""\$HOME""#),
            ("LoadBalancers[0].DNSName", "'LoadBalancers[0].DNSName'"),
            ("~", "'~'"),
        ];
        for (text, quoted) in cases {
            assert_eq!(word(&literal(text)), quoted);
        }
        assert_eq!(command_word(&literal("if")), "'if'");
        assert_eq!(command_word(&literal("A=b")), "'A=b'");
    }

    #[test]
    fn a_variable_stands_in_double_quotes() {
        let parts = [WordPart::Variable("here".into()), WordPart::Literal("/k8s/$a".into())];
        assert_eq!(word(&parts), r#""$here/k8s/\$a""#);
        let parts = [WordPart::Variable("zone".into()), WordPart::Literal("_x".into())];
        assert_eq!(word(&parts), r#""${zone}_x""#);
    }
}
