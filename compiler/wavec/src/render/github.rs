//! For GitHub Actions: a workflow command for each diagnostic, which GitHub shows at the line of the file.
//!
//! The form, and what is escaped where, is GitHub's:
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>. Columns are refused there for a place over several
//! lines, so such a place has none.

use std::fmt::Write as _;

use diagnostics::{Diagnostic, Severity};

use super::{Shown, harmless, remarks};

/// The diagnostics, a line each.
pub fn github(diagnostics: &[&Diagnostic], shown: Shown<'_>) -> String {
    diagnostics.iter().map(|d| line(d, shown)).collect()
}

/// The command that says something of a whole file, such as one that is out of date.
pub fn github_about_file(path: &str, title: &str, message: &str) -> String {
    format!("::error file={},title={}::{}\n", property(path), property(title), data(message))
}

fn line(diagnostic: &Diagnostic, shown: Shown<'_>) -> String {
    let command = match diagnostic.code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let title = property(diagnostic.shown_code());
    format!("::{command} {}title={title}::{}\n", place(diagnostic, shown), data(&message(diagnostic, shown)))
}

fn place(diagnostic: &Diagnostic, shown: Shown<'_>) -> String {
    let Some(place) = shown.place(diagnostic.primary.span) else { return String::new() };
    let mut text = format!("file={},line={}", property(&place.name), place.start.line);
    if place.start.line == place.end.line {
        let _ = write!(text, ",col={}", place.start.column);
    }
    let _ = write!(text, ",endLine={}", place.end.line);
    if place.start.line == place.end.line {
        let _ = write!(text, ",endColumn={}", place.end.column);
    }
    text + ","
}

/// The message, then a line for each other place, for each remark and for the help.
fn message(diagnostic: &Diagnostic, shown: Shown<'_>) -> String {
    let mut text = diagnostic.message.clone();
    for label in &diagnostic.secondary {
        if let Some(place) = shown.place(label.span) {
            let _ = write!(text, "\n{place}: {}", label.text);
        }
    }
    text + &remarks(diagnostic)
}

/// As it stands after the `::`.
fn data(text: &str) -> String {
    harmless(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// As it stands behind a `=`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use diagnostics::{Sources, Span, codes};

    use super::*;

    #[test]
    fn a_command_has_the_place_and_all_that_is_said() {
        let mut sources = Sources::default();
        let spec = sources.add("a,b.wave", "\nüü buckt {}", false);
        let at = sources.anchor(spec, 0);
        let diagnostic = codes::E2002
            .at(Span::new(at, 6, 11), "here", "no 100% such: kind, `buckt`")
            .with_label(Span::new(at, 1, 5), "and here")
            .with_note("first\nsecond")
            .with_help(Some("did you mean `bucket`?".into()));
        let shown = Shown { prefix: "x/", ..Shown::new(&sources) };
        assert_eq!(
            github(&[&diagnostic], shown),
            "::error file=x/a%2Cb.wave,line=2,col=4,endLine=2,endColumn=9,title=E2002::no 100%25 such: kind, `buckt`\
             %0Ax/a,b.wave:2:1: and here%0Anote: first%0Asecond%0Ahelp: did you mean `bucket`?\n"
        );
    }

    #[test]
    fn warnings_and_notes_have_words_of_their_own_and_long_places_no_columns() {
        let mut sources = Sources::default();
        let spec = sources.add("spec.wave", "a {\n}\n", false);
        let span = Span::new(sources.anchor(spec, 0), 0, 5);
        let warning = codes::W5002.at(span, "", "not so").with_rule("wave.size");
        let note = codes::N5003.at(span, "", "who knows");
        assert_eq!(
            github(&[&warning, &note], Shown::new(&sources)),
            "::warning file=spec.wave,line=1,endLine=2,title=wave.size::not so\n\
             ::notice file=spec.wave,line=1,endLine=2,title=N5003::who knows\n"
        );
    }
}
