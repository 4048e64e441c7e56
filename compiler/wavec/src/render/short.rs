//! One line for each diagnostic, as other compilers print it: `spec.wave:12:5: error[E2001]: message (help: …)`.

use diagnostics::Diagnostic;

use super::{Shown, harmless};

/// The diagnostics, a line each.
pub fn short(diagnostics: &[&Diagnostic], shown: Shown<'_>) -> String {
    diagnostics.iter().map(|d| line(d, shown)).collect()
}

fn line(diagnostic: &Diagnostic, shown: Shown<'_>) -> String {
    let place = shown.place(diagnostic.primary.span).map(|place| format!("{place}: "));
    let help = diagnostic.help.as_ref().map(|help| format!(" (help: {help})")).unwrap_or_default();
    let severity = diagnostic.severity().word();
    let text = format!("{severity}[{}]: {}{help}", diagnostic.shown_code(), diagnostic.message);
    format!("{}{}\n", place.unwrap_or_default(), harmless(&text).replace(['\n', '\r'], " "))
}

#[cfg(test)]
mod tests {
    use diagnostics::{Sources, Span, codes};

    use super::*;

    #[test]
    fn a_line_has_the_place_in_characters_and_the_help() {
        let mut sources = Sources::default();
        let spec = sources.add("spec.wave", "\nüü buckt {}", false);
        let at = sources.anchor(spec, 0);
        let diagnostic = codes::W5002
            .at(Span::new(at, 6, 11), "", "not so")
            .with_rule("wave.size")
            .with_help(Some("do".into()));
        let shown = Shown { prefix: "a/", ..Shown::new(&sources) };
        assert_eq!(short(&[&diagnostic], shown), "a/spec.wave:2:4: warning[wave.size]: not so (help: do)\n");
    }
}
