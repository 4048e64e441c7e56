//! For people: a headline, the lines that take part, what is good to know, what to do.

use diagnostics::{Diagnostic, Label, Location, Severity, SourceFile};

use super::snippet::Snippet;
use super::{Counts, Look, Shown, drawable, plain};

/// The diagnostics, an empty line after each, and a line that counts them; without drawings, if `look` says so.
pub fn human(diagnostics: &[&Diagnostic], shown: Shown<'_>, look: &Look) -> String {
    if look.plain {
        return plain(diagnostics, shown, look);
    }
    if diagnostics.is_empty() {
        return String::new();
    }
    let mut text = String::new();
    let hidden: Vec<Location> =
        diagnostics.iter().filter_map(|d| d.hidden).map(|span| shown.sources.locate(span)).collect();
    for diagnostic in diagnostics {
        text += &one(diagnostic, shown, &hidden, look);
        text.push('\n');
    }
    let worst = diagnostics.iter().min_by_key(|d| d.severity());
    let explain =
        worst.map(|d| format!(" (`wavec explain {}` says more)", d.shown_code())).unwrap_or_default();
    let counts = Counts::of(diagnostics.iter().copied());
    text + &format!("{counts}{explain}\n")
}

fn one(diagnostic: &Diagnostic, shown: Shown<'_>, hidden: &[Location], look: &Look) -> String {
    let mut text = headline(diagnostic, look);
    for group in groups(diagnostic, shown) {
        text += &Snippet::new(shown, group.file, &group.labels, hidden, look).draw(look);
    }
    for note in &diagnostic.notes {
        text += &remark("note", note, look);
    }
    if let Some(help) = &diagnostic.help {
        text += &remark("help", help, look);
    }
    text
}

/// `error[E2001]: message`
fn headline(diagnostic: &Diagnostic, look: &Look) -> String {
    let severity = diagnostic.severity();
    let start = format!("{}[{}]", severity.word(), diagnostic.shown_code());
    let message = drawable(&diagnostic.message, look);
    let colour = match severity {
        Severity::Error => "31",
        Severity::Warning => "33",
        Severity::Note => "36",
    };
    format!("{}: {}\n", painted(&start, &format!("1;{colour}"), look), painted(&message, "1", look))
}

/// Labels that are shown together: of one file, on lines that follow each other.
struct Group<'a> {
    file: &'a SourceFile,
    last_line: usize,
    /// Whether the label is the primary one.
    labels: Vec<(&'a Label, bool)>,
}

/// The group of the primary label, the others of its file in order, then those of other files.
fn groups<'a>(diagnostic: &'a Diagnostic, shown: Shown<'a>) -> Vec<Group<'a>> {
    let primary = std::iter::once((&diagnostic.primary, true));
    let all = primary.chain(diagnostic.secondary.iter().map(|l| (l, false)));
    let home = shown.sources.locate(diagnostic.primary.span).file;
    let mut placed: Vec<_> = all.map(|label| (shown.sources.locate(label.0.span), label)).collect();
    placed.sort_by_key(|(at, _)| (at.file != home, *at));
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (at, label) in placed {
        let Some(file) = shown.sources.file(at.file) else { continue };
        let (first, last) = (file.lines.line(at.start), file.lines.line(at.end.max(at.start + 1) - 1));
        match groups.last_mut().filter(|g| std::ptr::eq(g.file, file) && first <= g.last_line + 1) {
            Some(group) => {
                group.last_line = group.last_line.max(last);
                group.labels.push(label);
            }
            None => groups.push(Group { file, last_line: last, labels: vec![label] }),
        }
    }
    groups.sort_by_key(|group| !group.labels.iter().any(|(_, primary)| *primary));
    groups
}

/// `  help: …`, folded at the width, later lines below the first.
fn remark(word: &str, text: &str, look: &Look) -> String {
    let indent = word.len() + 4;
    let text = drawable(text, look);
    let lines =
        text.lines().flat_map(|line| fold(line, look.width.saturating_sub(indent))).collect::<Vec<_>>();
    let lines = lines.join(&format!("\n{:indent$}", ""));
    format!("  {} {lines}\n", painted(&format!("{word}:"), "36", look))
}

/// Breaks a line at blanks. What stands between two backticks stays together, as does what is longer than a line.
fn fold(line: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut current = String::new();
    for word in line.split(' ') {
        let in_backticks = current.matches('`').count() % 2 == 1;
        let fits = current.chars().count() + 1 + word.chars().count() <= width;
        if !current.is_empty() && !fits && !in_backticks {
            lines.push(std::mem::take(&mut current));
        } else if !current.is_empty() {
            current.push(' ');
        }
        current += word;
    }
    lines.push(current);
    lines
}

fn painted(text: &str, style: &str, look: &Look) -> String {
    if look.colour { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_string() }
}

#[cfg(test)]
mod tests {
    use diagnostics::{Sources, Span, codes};

    use super::*;

    fn plain(sources: &Sources, diagnostic: &Diagnostic) -> String {
        one(diagnostic, Shown::new(sources), &[], &Look { width: 60, ..Look::default() })
    }

    #[test]
    fn a_diagnostic_shows_each_file_and_then_what_to_do() {
        let mut sources = Sources::default();
        let spec = sources.add("spec.wave", "use std.aws\n\tbuckt lügs {}\n", false);
        let other = sources.add("shared.wave", "bucket lögs {}", false);
        let (at, there) = (sources.anchor(spec, 0), sources.anchor(other, 0));
        let diagnostic = codes::E2002
            .at(Span::new(at, 13, 18), "no such kind", "unknown kind `buckt`")
            .with_label(Span::new(at, 19, 24), "this resource")
            .with_label(Span::new(there, 0, 6), "the kind is used here")
            .with_note("a kind is declared with `kind`")
            .with_help(Some("did you mean `bucket`? it is a kind of the module `std.aws`".to_string()));
        assert_eq!(
            plain(&sources, &diagnostic),
            "\
error[E2002]: unknown kind `buckt`
   ╭─[spec.wave:2:2]
 2 │     buckt lügs {}
   ·     ──┬── ──┬─
   ·       │     ╰── this resource
   ·       ╰── no such kind
   ╰────
   ╭─[shared.wave:1:1]
 1 │ bucket lögs {}
   · ───┬──
   ·    ╰── the kind is used here
   ╰────
  note: a kind is declared with `kind`
  help: did you mean `bucket`? it is a kind of the module
        `std.aws`
"
        );
    }

    #[test]
    fn what_is_hidden_is_not_shown_by_any_diagnostic() {
        let mut sources = Sources::default();
        let spec = sources.add("spec.wave", "secret x = \"hünter2\" y\n", false);
        let at = sources.anchor(spec, 0);
        let given = codes::E1003.at(Span::new(at, 9, 21), "", "given").with_hidden(Span::new(at, 11, 21));
        let other = codes::E1003.at(Span::new(at, 22, 23), "", "other");
        let text = human(&[&given, &other], Shown::new(&sources), &Look::default());
        assert_eq!(text.matches("1 │ secret x = ********** y\n").count(), 2, "{text}");
    }

    #[test]
    fn the_end_of_a_file_and_an_empty_file_can_be_shown() {
        let mut sources = Sources::default();
        let spec = sources.add("spec.wave", "let a = 1\n\n", false);
        let empty = sources.add("empty.wave", "", false);
        let (at, there) = (sources.anchor(spec, 0), sources.anchor(empty, 0));
        let ended = codes::E1002.at(Span::new(at, 11, 11), "ends here", "a `}` is missing");
        assert!(plain(&sources, &ended).contains("1 │ let a = 1\n"), "{}", plain(&sources, &ended));
        let nothing = codes::E0006.at(Span::new(there, 0, 0), "", "there is no deployment");
        assert!(plain(&sources, &nothing).contains("[empty.wave:1:1]"), "{}", plain(&sources, &nothing));
        let unknown = codes::E9001.at(Span::new(at, 0, 0), "", "x");
        assert_eq!(plain(&Sources::default(), &unknown), "error[E9001]: x\n");
    }

    #[test]
    fn labels_far_apart_are_shown_apart_and_a_terminal_is_not_steered() {
        let mut sources = Sources::default();
        let spec = sources.add("spec.wave", "a\u{1b}[2J\n2\n3\n4\nb\n", false);
        let at = sources.anchor(spec, 0);
        let far = codes::E2008
            .at(Span::new(at, 12, 13), "again", "`x` twice")
            .with_label(Span::new(at, 0, 1), "first");
        let text = plain(&sources, &far);
        let (first, second) = text.split_once("a?[2J").unwrap();
        assert!(first.contains("[spec.wave:5:1]\n 5 │ b"), "the line to look at comes first: {text}");
        assert!(first.contains("[spec.wave:1:1]\n 1 │ ") && !second.contains(" │ 2"), "{text}");
    }

    #[test]
    fn of_a_long_line_the_part_around_the_labels_is_shown() {
        let mut sources = Sources::default();
        let text = format!("1\n{}bad{}\n3\n", "ö".repeat(300), "-".repeat(700));
        let file = sources.add("policy.json", text, false);
        let at = sources.anchor(file, 0);
        let diagnostic = codes::E2001.at(Span::new(at, 602, 605), "here", "`bad`");
        let (left, right) = ("ö".repeat(25), "-".repeat(50));
        let expected = format!(
            "\
error[E2001]: `bad`
   ╭─[policy.json:2:301]
 2 │ …{left}bad{right}…
   · {:26}─┬─
   · {:26} ╰── here
   ╰────
",
            "", ""
        );
        assert_eq!(plain(&sources, &diagnostic), expected);
    }
}
