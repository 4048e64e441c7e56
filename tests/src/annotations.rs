//! Expectations in comments below the line that they speak of:
//!
//! ```text
//! bucket logs { nam = "x" }
//! //            ^^^ error[E2003]: unknown field `nam`
//! ```
//!
//! The carets stand below the primary label, and what follows the code is a part of the message. What begins in the first two
//! columns, where the slashes are, is written `//<^^^`: the carets begin in column 1. A `|` in place of carets is an empty
//! place. Of a label over several lines the first is underlined. Where no comment can stand,
//! `//@ 3:5 error[E1001]: …` names line and column, and `//@ policy.json:3:5 error[…]: …` a file of the case.
//!
//! Errors and warnings must all be annotated. Notes, of which every optional field that was left out may give some, must be so only in
//! a case that annotates at least one; lints likewise, and in every case of the folder `lints`.

use std::fmt;

use diagnostics::codes::is_lint;
use diagnostics::{Diagnostic, Sources};

/// What should be reported, or was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expectation {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The first column, from 1, in characters.
    pub column: usize,
    /// How many characters of that line; not known if only line and column were named.
    pub width: Option<usize>,
    /// `error[E2001]`
    pub code: String,
    /// A part of the message.
    pub message: String,
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, width, code, message } = self;
        let width = width.map(|w| format!("+{w}")).unwrap_or_default();
        write!(f, "{file}:{line}:{column}{width} {code}: {message}")
    }
}

impl Expectation {
    /// What was reported.
    pub fn of(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let at = sources.locate(diagnostic.primary.span);
        let code = format!("{}[{}]", diagnostic.severity().word(), diagnostic.shown_code());
        let message = diagnostic.message.clone();
        let Some(file) = sources.file(at.file) else {
            return Self { file: String::new(), line: 1, column: 1, width: Some(0), code, message };
        };
        let position = file.lines.position_chars(&file.text, at.start);
        let marked = file.text.get(at.start..at.end).and_then(|t| t.lines().next()).unwrap_or("");
        Self {
            file: file.name.clone(),
            line: position.line + 1,
            column: position.column + 1,
            width: Some(marked.chars().count()),
            code,
            message,
        }
    }

    /// Whether it is a note.
    pub fn is_note(&self) -> bool {
        self.code.starts_with("note[")
    }

    fn is_lint(&self) -> bool {
        let name = self.code.split_once('[').map_or("", |(_, name)| name.trim_end_matches(']'));
        diagnostics::code(name).is_some_and(is_lint)
    }

    /// Whether what was reported is this.
    fn is_met_by(&self, reported: &Self) -> bool {
        (&self.file, self.line, self.column, &self.code)
            == (&reported.file, reported.line, reported.column, &reported.code)
            && (self.width.is_none() || self.width == reported.width)
            && reported.message.contains(&self.message)
    }
}

/// All expectations of a file.
pub fn read(name: &str, text: &str) -> Result<Vec<Expectation>, String> {
    let mut found = Vec::new();
    let mut above = 0;
    for (index, line) in text.lines().enumerate() {
        if let Some(rest) = line.trim_start().strip_prefix("//@ ") {
            found
                .push(named(name, rest).ok_or_else(|| format!("{name}:{}: can't read `{line}`", index + 1))?);
        } else if is_annotation(line) {
            let expectation = below(name, above, line);
            found.push(expectation.ok_or_else(|| format!("{name}:{}: can't read `{line}`", index + 1))?);
        } else {
            above = index + 1;
        }
    }
    Ok(found)
}

/// Of what was reported, that which has to be annotated: notes only if the case speaks of notes, lints only if it speaks of lints.
pub fn worth_comparing<'a>(
    reported: impl Iterator<Item = Expectation> + 'a,
    expected: &[Expectation],
) -> impl Iterator<Item = Expectation> + 'a {
    let with_notes = expected.iter().any(Expectation::is_note);
    let with_lints = expected.iter().any(Expectation::is_lint);
    reported.filter(move |e| (with_notes || !e.is_note()) && (with_lints || !e.is_lint()))
}

/// Compares; the text says what is missing and what is too much.
pub fn compare(expected: &[Expectation], reported: &[Expectation]) -> Result<(), String> {
    let mut left: Vec<&Expectation> = reported.iter().collect();
    let mut unmet = Vec::new();
    for expectation in expected {
        match left.iter().position(|r| expectation.is_met_by(r)) {
            Some(index) => drop(left.remove(index)),
            None => unmet.push(expectation),
        }
    }
    let mut text: Vec<String> = unmet.iter().map(|e| format!("expected, but not reported: {e}")).collect();
    text.extend(left.iter().map(|r| format!("reported, but not expected: {r}")));
    if text.is_empty() { Ok(()) } else { Err(text.join("\n")) }
}

/// The file with exactly the annotations that describe what was reported in it, and in the end those of `elsewhere`.
pub fn rewritten(name: &str, text: &str, reported: &[Expectation], elsewhere: &[&Expectation]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if is_annotation(line) || line.trim_start().starts_with("//@ ") {
            continue;
        }
        lines.push(line.to_string());
        let here = reported.iter().filter(|e| e.file == name && e.line == index + 1);
        lines.extend(here.map(|e| format!("{} {}: {}", marker(e), e.code, e.message)));
    }
    lines.extend(
        elsewhere.iter().map(|e| format!("//@ {}:{}:{} {}: {}", e.file, e.line, e.column, e.code, e.message)),
    );
    lines.join("\n") + "\n"
}

fn marker(e: &Expectation) -> String {
    let sign = match e.width {
        Some(0) | None => "|".to_string(),
        Some(width) => "^".repeat(width),
    };
    match e.column {
        1 => format!("//<{sign}"),
        2 => format!("//<~{sign}"),
        column => format!("//{:1$}{sign}", "", column - 3),
    }
}

fn is_annotation(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix("//") else { return false };
    let rest = rest.strip_prefix('<').unwrap_or(rest).trim_start_matches([' ', '~']);
    let marks = rest.trim_start_matches(['^', '|']);
    marks.len() < rest.len()
        && ["error[", "warning[", "note["].iter().any(|w| marks.trim_start().starts_with(w))
}

/// `//   ^^^ error[E2001]: message`, below a line.
fn below(name: &str, above: usize, line: &str) -> Option<Expectation> {
    let slashes = line.chars().take_while(|c| c.is_whitespace()).count();
    let rest: Vec<char> = line.chars().skip(slashes + 2).collect();
    let (from_start, rest) = match rest.as_slice() {
        ['<', inner @ ..] => (true, inner),
        all => (false, all),
    };
    let blank = rest.iter().take_while(|c| matches!(c, ' ' | '~')).count();
    let marks: Vec<char> = rest.iter().skip(blank).take_while(|c| matches!(c, '^' | '|')).copied().collect();
    let width = if marks.contains(&'|') { 0 } else { marks.len() };
    let column = if from_start { blank + 1 } else { slashes + 2 + blank + 1 };
    let text: String = rest.iter().skip(blank + marks.len()).collect();
    let (code, message) = text.trim_start().split_once(": ")?;
    Some(Expectation {
        file: name.to_string(),
        line: above,
        column,
        width: Some(width),
        code: code.to_string(),
        message: message.trim_end().to_string(),
    })
}

/// `3:5 error[E2001]: message` or `policy.json:3:5 error[…]: message`
fn named(name: &str, text: &str) -> Option<Expectation> {
    let (place, rest) = text.split_once(' ')?;
    let (code, message) = rest.split_once(": ")?;
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    let file = parts.next().unwrap_or(name).to_string();
    Some(Expectation {
        file,
        line,
        column,
        width: None,
        code: code.to_string(),
        message: message.trim_end().to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
buckt logs {
//<^^^^^ error[E2002]: unknown kind
    nam = 1
    // <- a remark
//  ^^^ error[E2003]: unknown field
//        | warning[wave.x]: something
a
//<~| note[N5003]: x
//@ policy.json:3:5 error[E2014]: placeholder
";

    #[test]
    fn each_form_is_read() {
        let shown: Vec<String> = read("a.wave", TEXT).unwrap().iter().map(ToString::to_string).collect();
        let expected = [
            "a.wave:1:1+5 error[E2002]: unknown kind",
            "a.wave:4:5+3 error[E2003]: unknown field",
            "a.wave:4:11+0 warning[wave.x]: something",
            "a.wave:7:2+0 note[N5003]: x",
            "policy.json:3:5 error[E2014]: placeholder",
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn notes_count_where_one_is_expected() {
        let reported = read("a.wave", TEXT).unwrap();
        assert_eq!(worth_comparing(reported.clone().into_iter(), &reported).count(), 5);
        assert_eq!(worth_comparing(reported.clone().into_iter(), &reported[..1]).count(), 4);
    }

    #[test]
    fn what_is_rewritten_is_met() {
        let reported = read("a.wave", TEXT).unwrap();
        assert_eq!(rewritten("a.wave", TEXT, &reported, &[&reported[4]]), TEXT);
        assert_eq!(compare(&reported, &reported), Ok(()));
        assert!(
            compare(&reported[1..], &reported)
                .unwrap_err()
                .starts_with("reported, but not expected: a.wave:1:1")
        );
        assert!(
            compare(&reported, &reported[1..])
                .unwrap_err()
                .starts_with("expected, but not reported: a.wave:1:1")
        );
    }
}
