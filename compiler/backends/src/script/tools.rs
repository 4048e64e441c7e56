//! Which programs a script needs: the first words of its commands.
//!
//! In a text of the author's the first words are guessed; where the guess could be wrong nothing is named, since a program
//! that isn't needed must not stop a deployment.

use crate::shell::scan::{Place, Scanner};

/// What bash does itself, and words of its language.
const NO_TOOLS: &[&str] = &[
    ".",
    ":",
    "[",
    "[[",
    "]]",
    "alias",
    "bg",
    "bind",
    "break",
    "builtin",
    "case",
    "cd",
    "command",
    "continue",
    "declare",
    "disown",
    "do",
    "done",
    "echo",
    "elif",
    "else",
    "enable",
    "esac",
    "eval",
    "exec",
    "exit",
    "export",
    "false",
    "fi",
    "for",
    "function",
    "getopts",
    "hash",
    "help",
    "if",
    "in",
    "jobs",
    "kill",
    "let",
    "local",
    "mapfile",
    "popd",
    "printf",
    "pushd",
    "pwd",
    "read",
    "readarray",
    "readonly",
    "return",
    "select",
    "set",
    "shift",
    "shopt",
    "source",
    "test",
    "then",
    "time",
    "times",
    "trap",
    "true",
    "type",
    "typeset",
    "ulimit",
    "umask",
    "unalias",
    "unset",
    "until",
    "wait",
    "while",
    "{",
    "}",
    "!",
];

/// Words after which a command begins again.
const BEFORE_COMMANDS: &[&str] = &["if", "then", "else", "elif", "while", "until", "do", "!", "{", "time"];

/// The word, if it is the name of a program to be found on the path.
pub(crate) fn as_tool(word: &str) -> Option<String> {
    let named = word.starts_with(|c: char| c.is_ascii_alphanumeric())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || "_.+-".contains(c));
    (named && !NO_TOOLS.contains(&word)).then(|| word.to_owned())
}

/// The programs that a text names.
pub(crate) fn in_text(text: &str) -> Vec<String> {
    // Functions and patterns of `case` look like commands.
    if text.contains("()") || text.contains("((") || text.contains("esac") || text.contains("function ") {
        return Vec::new();
    }
    let mut scanner = Scanner::default();
    let mut tools = Vec::new();
    let mut word = String::new();
    let (mut begins, mut plain) = (true, true);
    let (mut in_test, mut in_array) = (false, false);
    let mut previous = ' ';
    for c in text.chars().chain(['\n']) {
        let bare = scanner.place() == Place::Bare && !scanner.is_escaped();
        scanner.feed_char(c);
        match c {
            // The end of a comment, or of a heredoc.
            '\n' if !bare && scanner.place() == Place::Bare => {
                word.clear();
                (begins, plain) = (true, true);
            }
            _ if !bare => plain = false,
            // `2>&1`
            '&' if previous == '>' => plain = false,
            '(' if previous == '=' => (in_array, plain) = (true, false),
            ')' if in_array => (in_array, begins) = (false, false),
            _ if in_array => plain = false,
            ' ' | '\t' | '\n' | ';' | '|' | '&' | '(' | ')' => {
                let tool = as_tool(&word).filter(|tool| begins && plain && !tools.contains(tool));
                tools.extend(tool);
                in_test = (in_test || (begins && word == "[[")) && word != "]]";
                let again = word.is_empty() || BEFORE_COMMANDS.contains(&word.as_str()) || word.contains('=');
                let separates = !matches!(c, ' ' | '\t' | ')');
                begins = !in_test && (separates || (begins && again && plain));
                word.clear();
                plain = true;
            }
            '"' | '\'' | '\\' | '$' | '`' | '#' | '<' | '>' => plain = false,
            c => word.push(c),
        }
        previous = c;
    }
    // The author tests for it, and does without.
    tools.retain(|tool| !text.contains(&format!("command -v {tool}")));
    tools
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_of_commands_are_found() {
        let tools = in_text(
            "printf '%s' \"$A\" | kubectl apply -f - && x=1 aws s3 ls\nif ! jq -e . a; then curl b; fi # wget x\n",
        );
        assert_eq!(tools, ["kubectl", "aws", "jq", "curl"]);
        assert_eq!(in_text("cat <<EOF | tee x\nnot a tool\nEOF\ndocker ps"), ["cat", "tee", "docker"]);
        assert_eq!(in_text("x=(\n  a\n  b\n)\nif [[ -n $y && z == a ]]; then jq . b; fi"), ["jq"]);
        assert_eq!(in_text("if command -v jq >/dev/null; then jq . a; else cat a; fi"), ["cat"]);
        assert_eq!(in_text("aws a 2>&1 >/dev/null || \"$x\" y"), ["aws"]);
    }
}
