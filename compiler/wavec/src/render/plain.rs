//! For ears: the same as for eyes, in sentences. Nothing is drawn, nothing stands in columns, and each place says what stands there.
//!
//! miette can narrate as well, but reads whole lines with their numbers before it says what is wrong; here the mistake comes first.

use diagnostics::{Diagnostic, Label, Location};

use super::snippet::without;
use super::{Counts, Look, Place, Shown, drawable};

/// What is read of a place that is longer than this.
const LONG: usize = 60;

/// The diagnostics, an empty line after each, and a sentence that counts them.
pub fn plain(diagnostics: &[&Diagnostic], shown: Shown<'_>, look: &Look) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let hidden: Vec<Location> =
        diagnostics.iter().filter_map(|d| d.hidden).map(|span| shown.sources.locate(span)).collect();
    let all: String = diagnostics.iter().map(|d| one(d, shown, &hidden, look) + "\n").collect();
    format!("{all}{}.\n", Counts::of(diagnostics.iter().copied()))
}

fn one(diagnostic: &Diagnostic, shown: Shown<'_>, hidden: &[Location], look: &Look) -> String {
    let severity = diagnostic.code.severity().word();
    let place = shown.place(diagnostic.primary.span);
    let at = place.as_ref().map(|p| format!(" in {}", position(p))).unwrap_or_default();
    let head = format!("{} {}{at}: {}", capital(severity), diagnostic.shown_code(), diagnostic.message);
    let mut lines = vec![head];
    if !diagnostic.primary.text.is_empty() {
        lines.push(labelled(&diagnostic.primary, "", shown, hidden));
    }
    for label in &diagnostic.secondary {
        let there = shown.place(label.span);
        let same = |there: &Place| place.as_ref().is_some_and(|p| p.name == there.name);
        let at = match &there {
            Some(there) if same(there) => {
                format!(", line {}, column {}", there.start.line, there.start.column)
            }
            Some(there) => format!(", in {}", position(there)),
            None => String::new(),
        };
        lines.push(labelled(label, &at, shown, hidden));
    }
    lines.extend(diagnostic.notes.iter().map(|note| format!("Note: {note}")));
    lines.extend(diagnostic.help.iter().map(|help| format!("Help: {help}")));
    lines.iter().fold(String::new(), |text, line| text + &drawable(&sentence(line), look) + "\n")
}

/// `spec.wave, line 3, column 5`
fn position(place: &Place) -> String {
    format!("{}, line {}, column {}", place.name, place.start.line, place.start.column)
}

/// ``At `buckt`, line 3, column 5: no such kind``
fn labelled(label: &Label, at: &str, shown: Shown<'_>, hidden: &[Location]) -> String {
    let text = marked(label, shown, hidden);
    let what = match (text, at.strip_prefix(", ")) {
        (Some(text), _) => format!("At `{text}`{at}"),
        (None, Some(at)) => capital(at),
        (None, None) => "There".to_string(),
    };
    format!("{what}: {}", if label.text.is_empty() { "this takes part" } else { &label.text })
}

/// What stands at a place, if it is short enough to be read out.
fn marked(label: &Label, shown: Shown<'_>, hidden: &[Location]) -> Option<String> {
    let at = shown.sources.locate(label.span);
    let file = shown.sources.file(at.file)?;
    let here: Vec<_> = hidden.iter().filter(|h| h.file == at.file).map(|h| h.start..h.end).collect();
    let text = without(&file.text, &here);
    let text = text.get(at.start..at.end)?.trim();
    let first = text.lines().next()?.trim_end();
    let cut: String = first.chars().take(LONG).collect();
    let is_whole = cut.len() == text.len();
    Some(if is_whole { cut } else { format!("{cut} …") })
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// With a full stop, unless the text ends otherwise.
fn sentence(text: &str) -> String {
    let stop = if text.ends_with(['.', '?', '!', ':']) || text.contains('\n') { "" } else { "." };
    format!("{text}{stop}")
}

#[cfg(test)]
mod tests {
    use diagnostics::{Sources, Span, codes};

    use super::*;

    #[test]
    fn a_diagnostic_is_told_in_sentences() {
        let mut sources = Sources::default();
        let spec = sources.add("spec.wave", "use std.aws\n\tbuckt lügs {}\n", false);
        let other = sources.add("shared.wave", "bucket lögs {}", false);
        let (at, there) = (sources.anchor(spec, 0), sources.anchor(other, 0));
        let diagnostic = codes::E2002
            .at(Span::new(at, 13, 18), "no such kind", "unknown kind `buckt`")
            .with_label(Span::new(at, 19, 24), "this resource")
            .with_label(Span::new(there, 0, 6), "the kind is used here")
            .with_label(Span::new(there, 15, 15), "")
            .with_note("a kind is declared with `kind`")
            .with_help(Some("did you mean `bucket`?".to_string()));
        assert_eq!(
            plain(&[&diagnostic], Shown::new(&sources), &Look::default()),
            "\
Error E2002 in spec.wave, line 2, column 2: unknown kind `buckt`.
At `buckt`: no such kind.
At `lügs`, line 2, column 8: this resource.
At `bucket`, in shared.wave, line 1, column 1: the kind is used here.
In shared.wave, line 1, column 15: this takes part.
Note: a kind is declared with `kind`.
Help: did you mean `bucket`?

1 error.
"
        );
    }

    #[test]
    fn a_secret_is_not_read_out() {
        let mut sources = Sources::default();
        let spec = sources.add("spec.wave", "secret x = \"hunter2\"\n", false);
        let at = sources.anchor(spec, 0);
        let given =
            codes::E1003.at(Span::new(at, 0, 20), "a value", "given").with_hidden(Span::new(at, 11, 20));
        let text = plain(&[&given], Shown::new(&sources), &Look::default());
        assert!(text.contains("At `secret x = *********`: a value.\n"), "{text}");
    }
}
