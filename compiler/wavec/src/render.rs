//! Diagnostics as text: for people ([`human`]; [`plain`] for those who listen), for a line-by-line reader ([`short`]), for programs
//! ([`json`], [`sarif()`]), and for the log of a workflow of GitHub ([`github()`]).
//!
//! Each takes the diagnostics that are to be shown, in order. Which are shown, and where the text goes, is the caller's matter.

mod columns;
mod github;
mod human;
mod json;
mod places;
mod plain;
mod sarif;
mod short;
mod snippet;

use std::borrow::Cow;

use diagnostics::{Diagnostic, Position, Severity, SourceFile, Sources, Span};

pub use columns::columns;
pub use github::{github, github_about_file};
pub use human::human;
pub use json::json;
pub use places::{place, position, source_line};
pub use plain::plain;
pub use sarif::sarif;
pub use short::short;

/// How text for people looks.
#[derive(Debug, Clone)]
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether there are colours.
    pub colour: bool,
    /// Whether lines are drawn with box characters, or with ASCII.
    pub unicode: bool,
    /// Whether everything is said in sentences, and nothing drawn: for screen readers.
    pub plain: bool,
}

impl Default for Look {
    /// As tests and log files want it.
    fn default() -> Self {
        Self { width: 100, colour: false, unicode: true, plain: false }
    }
}

/// The files that diagnostics speak of, and where they lie for the reader.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// What stands before the name of a file of the project: the spec's folder with a `/`, or nothing.
    pub prefix: &'a str,
}

impl<'a> Shown<'a> {
    /// With names relative to the folder of the spec.
    pub fn new(sources: &'a Sources) -> Self {
        Self { sources, prefix: "" }
    }

    /// The path of a file, as the reader would open it.
    fn name(&self, file: &SourceFile) -> String {
        let prefix = if file.library { "" } else { self.prefix };
        format!("{prefix}{}", file.name)
    }

    /// A span as the reader finds it; none if nobody knows its file.
    fn place(&self, span: Span) -> Option<Place> {
        let at = self.sources.locate(span);
        let file = self.sources.file(at.file)?;
        let position = |offset| {
            let from_0 = file.lines.position_chars(&file.text, offset);
            Position { line: from_0.line + 1, column: from_0.column + 1 }
        };
        Some(Place { name: self.name(file), start: position(at.start), end: position(at.end) })
    }
}

/// A place of a file. Lines and columns count from 1, columns in characters; the end is the first place after it.
struct Place {
    name: String,
    start: Position,
    end: Position,
}

impl std::fmt::Display for Place {
    /// `spec.wave:12:5`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.name, self.start.line, self.start.column)
    }
}

/// How many diagnostics there are of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Of errors.
    pub errors: usize,
    /// Of warnings.
    pub warnings: usize,
    /// Of notes.
    pub notes: usize,
}

impl Counts {
    /// Counts them.
    pub fn of<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> Self {
        diagnostics.into_iter().fold(Self::default(), |mut counts, diagnostic| {
            match diagnostic.severity() {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Note => counts.notes += 1,
            }
            counts
        })
    }
}

impl std::fmt::Display for Counts {
    /// `2 errors, 1 warning`; `no errors` if there is nothing at all.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let named = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let parts: Vec<String> =
            named.iter().filter(|(n, _)| *n > 0).map(|(n, word)| amount(*n, word)).collect();
        f.write_str(if parts.is_empty() { "no errors" } else { "" })?;
        f.write_str(&parts.join(", "))
    }
}

/// `1 file`, `2 files`
pub fn amount(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

/// A line for each note and for the help, each after a line break.
fn remarks(diagnostic: &Diagnostic) -> String {
    let notes = diagnostic.notes.iter().map(|note| format!("\nnote: {note}"));
    notes.chain(diagnostic.help.iter().map(|help| format!("\nhelp: {help}"))).collect()
}

/// The text without characters that would steer a terminal. Line breaks and tabs stay; lengths in bytes too.
fn harmless(text: &str) -> Cow<'_, str> {
    let harmful = |c: char| c.is_ascii_control() && !matches!(c, '\n' | '\t' | '\r');
    if text.contains(harmful) { Cow::Owned(text.replace(harmful, "?")) } else { Cow::Borrowed(text) }
}

/// A text of ours. Where only ASCII is drawn, dots are dots and arrows are made of two signs.
fn drawable<'t>(text: &'t str, look: &Look) -> Cow<'t, str> {
    let text = harmless(text);
    if look.unicode || !text.contains(['…', '→']) {
        return text;
    }
    Cow::Owned(text.replace('…', "...").replace('→', "->"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_like_a_sentence() {
        assert_eq!(Counts::default().to_string(), "no errors");
        assert_eq!(Counts { errors: 2, warnings: 1, notes: 0 }.to_string(), "2 errors, 1 warning");
        assert_eq!(Counts { errors: 0, warnings: 0, notes: 1 }.to_string(), "1 note");
    }
}
