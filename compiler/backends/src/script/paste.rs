//! Commands for people to paste into a shell of theirs, one block after another.
//!
//! Such a shell must neither end nor change its options when something fails. Knows the shapes of blocks, and not what is in
//! them.

use diagnostics::Span;

use super::code::{Code, open_if};
use crate::lower::Fills;
use crate::shell::{WordPart, quote};

/// A text of the author's: it may set options and variables, go elsewhere, and end.
pub(super) fn apart(code: Code, span: Span) -> Code {
    around(code.indented(), "(\n    set -euo pipefail", ")", span)
}

/// What is done unless a command succeeds.
pub(super) fn unless(condition: Code, simple: bool, body: Code, span: Span) -> Code {
    let mut code = if simple {
        open_if(condition, span)
    } else {
        around(condition.indented(), "if {", "} >/dev/null 2>&1; then", span)
    };
    code.text("    echo 'done already'", span);
    code.text("else", span);
    code.extend(body.indented());
    code.text("fi", span);
    code
}

/// Asks until there is an answer, which a variable then holds.
pub(super) fn capture(variable: &str, pattern: Option<&str>, pause: &str, command: Code, span: Span) -> Code {
    let mut code = Code::default();
    if let Some(pattern) = pattern {
        code.text(&format!("pattern={}", quote::single(pattern)), span);
    }
    let good = match pattern {
        Some(_) => format!("[[ ${variable} =~ $pattern ]]"),
        None => format!("[[ -n ${variable} ]]"),
    };
    code.text("until", span);
    code.extend(
        around(command.indented(), &format!("{variable}=$("), &format!(") && {good}"), span).indented(),
    );
    code.text("do", span);
    code.text(&format!("    sleep {}", if pause == "0" { "1" } else { pause }), span);
    code.text("done", span);
    code.text(&format!("printf '%s\\n' \"${variable}\""), span);
    code
}

/// What `sed` is told so that it puts the value of a variable in.
pub(super) fn replacement(placeholder: &str, variable: &str, fills: Fills) -> String {
    let quoted = if fills == Fills::Quoted { r#"-e 's/[\\"]/\\&/g' "# } else { "" };
    let found = placeholder.replace('.', "[.]");
    format!(r#"-e "s|{found}|$(sed {quoted}-e 's/[\\&|]/\\&/g' <<<"${variable}")|g""#)
}

/// Writes a copy of a document with values put in; `file` is the document as seen from the folder of the spec.
pub(super) fn fill(path: &str, file: &str, replacements: &[String]) -> String {
    let copy = |path: &str| {
        quote::word(&[WordPart::Variable("filled".to_owned()), WordPart::Literal(format!("/{path}"))])
    };
    let source = quote::word(&[WordPart::Literal(format!("{file}.in"))]);
    let folder = path.rsplit_once('/').map(|(folder, _)| format!("mkdir -p {}\n", copy(folder)));
    let replacements = replacements.join(" \\\n    ");
    format!("{}sed {replacements} \\\n    {source} >{}", folder.unwrap_or_default(), copy(path))
}

fn around(inside: Code, before: &str, after: &str, span: Span) -> Code {
    let mut code = Code::default();
    before.lines().for_each(|line| code.text(line, span));
    code.extend(inside);
    code.text(after, span);
    code
}
