//! One mistake, said once.

use crate::similar::guess;
use crate::{Code, Severity, Sources, Span};

/// A place that takes part, and two to six words on what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
}

/// Replace the text of `span` by `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// Edits that are certain to mend the mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the edits do, in the imperative.
    pub title: String,
    /// They don't overlap.
    pub edits: Vec<Edit>,
}

/// A text that stands somewhere, and the one that was meant. It becomes a [`Fix`] if just that text stands there: what is computed, or
/// written in another way, isn't edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// Where it stands, with or without quotes.
    pub span: Span,
    /// What stands there.
    pub found: String,
    /// What should.
    pub wanted: String,
}

/// What is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its code, which decides the page, and how bad it is unless `level` says otherwise.
    pub code: &'static Code,
    /// How bad it is in this project, where its settings say so.
    pub level: Option<Severity>,
    /// The name of the check that failed, such as `wave.certificate_region`; shown in place of the code.
    pub rule: Option<String>,
    /// One sentence, present tense, no full stop; the user's text in backticks.
    pub message: String,
    /// The place to look at first.
    pub primary: Label,
    /// The other places.
    pub secondary: Vec<Label>,
    /// What is good to know.
    pub notes: Vec<String>,
    /// What to do, imperative.
    pub help: Option<String>,
    /// The same as edits, where they are certain.
    pub fix: Option<Fix>,
    /// What may turn out to be one.
    pub replacement: Option<Replacement>,
    /// Text that nobody may see again, such as the value of a secret: it is struck out in every line that is shown.
    pub hidden: Option<Span>,
}

impl Replacement {
    /// The edit, if it is certain: what stands there is known, is the user's, and can be written in the same way.
    fn fix(&self, sources: &Sources) -> Option<Fix> {
        let Self { span, found, wanted } = self;
        let (written, quoted) = (sources.text(*span), format!("\"{found}\""));
        let is_word = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.".contains(&b));
        let text = match written {
            _ if sources.in_library(*span) => None,
            _ if written == found && is_word(wanted) => Some(wanted.clone()),
            _ if written == quoted && !wanted.contains(['"', '\\', '$']) => Some(format!("\"{wanted}\"")),
            _ => None,
        };
        Some(Fix { title: format!("write `{wanted}`"), edits: vec![Edit { span: *span, text: text? }] })
    }
}

impl Diagnostic {
    /// With one more place.
    #[must_use]
    pub fn with_label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// With what to do. `None` leaves it as it is, so that a guess can be handed over directly.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into().or(self.help);
        self
    }

    /// With the one of the candidates that was meant by `found`, which stands at the first place: as help, and if it can hardly be another,
    /// as an edit.
    #[must_use]
    pub fn with_guess<'a>(self, found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        match guess(found, candidates) {
            Some((meant, true)) => {
                self.with_help(format!("did you mean `{meant}`?")).with_replacement(found, meant)
            }
            Some((meant, false)) => self.with_help(format!("did you mean `{meant}`?")),
            None => self,
        }
    }

    /// With an edit that writes `wanted` instead of `found`, if that is what stands at the first place.
    #[must_use]
    pub fn with_replacement(mut self, found: &str, wanted: &str) -> Self {
        let (found, wanted) = (found.to_owned(), wanted.to_owned());
        self.replacement = Some(Replacement { span: self.primary.span, found, wanted });
        self
    }

    /// With a place first that is someone's `own`, if there is one.
    #[must_use]
    pub fn with_own_place_first(mut self, own: impl Fn(Span) -> bool) -> Self {
        if !own(self.primary.span)
            && let Some(i) = self.secondary.iter().position(|l| own(l.span))
        {
            let label = self.secondary.remove(i);
            self.secondary.insert(0, std::mem::replace(&mut self.primary, label));
        }
        self
    }

    /// With one more remark.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// With an edit that mends it.
    #[must_use]
    pub fn with_fix(mut self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { title: title.into(), edits: vec![Edit { span, text: text.into() }] });
        self
    }

    /// With text that may not be shown.
    #[must_use]
    pub fn with_hidden(mut self, span: Span) -> Self {
        self.hidden = Some(span);
        self
    }

    /// Under the name of a check.
    #[must_use]
    pub fn with_rule(mut self, rule: impl Into<String>) -> Self {
        self.rule = Some(rule.into());
        self
    }

    /// How bad it is: as the project's settings say, else as its code does.
    pub fn severity(&self) -> Severity {
        self.level.unwrap_or_else(|| self.code.severity())
    }

    /// What stands in `error[…]`: the check's name, or the code.
    pub fn shown_code(&self) -> &str {
        self.rule.as_deref().unwrap_or(self.code.id)
    }
}

/// What a run has found so far.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all of another list.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(other);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity() == Severity::Error)
    }

    /// In the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Keeps those for which this holds; it may change them.
    pub fn retain_mut(&mut self, keep: impl FnMut(&mut Diagnostic) -> bool) {
        self.list.retain_mut(keep);
    }

    /// In source order, each once. Two are the same if they say the same of the same place under the same name.
    pub fn into_sorted(mut self, sources: &Sources) -> Vec<Diagnostic> {
        for diagnostic in &mut self.list {
            let replacement = diagnostic.replacement.take();
            let fix = diagnostic.fix.take().or_else(|| replacement?.fix(sources));
            // Nobody can edit the library.
            diagnostic.fix = fix.filter(|f| !f.edits.iter().any(|e| sources.in_library(e.span)));
        }
        self.list.sort_by_key(|d| (sources.locate(d.primary.span), d.code.id));
        let mut seen = std::collections::HashSet::new();
        self.list.retain(|d| {
            seen.insert((
                d.code.id,
                d.rule.clone(),
                d.primary.span,
                d.primary.text.clone(),
                d.message.clone(),
            ))
        });
        self.list
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{E2001, N5003};

    #[test]
    fn an_own_place_comes_first_if_there_is_one() {
        let place = |n| Span::new(crate::Anchor(n), 0, 1);
        let problem = E2001.at(place(0), "far", "x").with_label(place(1), "near");
        let same = problem.clone().with_own_place_first(|s| s != place(0) && s != place(1));
        assert_eq!(same, problem);
        let turned = problem.with_own_place_first(|s| s == place(1));
        let texts: Vec<&str> = turned.secondary.iter().map(|l| l.text.as_str()).collect();
        assert_eq!((turned.primary.text.as_str(), texts), ("near", vec!["far"]));
    }

    #[test]
    fn what_is_said_twice_is_shown_once_and_checks_keep_their_names() {
        let mut sources = Sources::default();
        let file = sources.add("a.wave", "ab", false);
        let anchor = sources.anchor(file, 0);
        let mut all = Diagnostics::new();
        for rule in ["a.x", "a.y", "a.x"] {
            all.push(N5003.at(Span::new(anchor, 1, 2), "not decided", "undecided").with_rule(rule));
        }
        all.push(E2001.at(Span::new(anchor, 0, 1), "", "first"));
        let shown: Vec<String> =
            all.into_sorted(&sources).iter().map(|d| d.shown_code().to_owned()).collect();
        assert_eq!(shown, ["E2001", "a.x", "a.y"]);
    }

    #[test]
    fn what_was_meant_is_an_edit_where_just_that_text_stands() {
        let mut sources = Sources::default();
        let file = sources.add("a.wave", "buckt \"buckt\" \"${x}\" bucket-2", false);
        let anchor = sources.anchor(file, 0);
        let edit = |start, end, found: &str, meant: &str| {
            let mut all = Diagnostics::new();
            all.push(E2001.at(Span::new(anchor, start, end), "", "x").with_guess(found, [meant]));
            let fix = all.into_sorted(&sources).remove(0).fix;
            fix.map(|fix| (fix.title, fix.edits[0].text.clone()))
        };
        let written = |text: &str| Some(("write `bucket`".to_owned(), text.to_owned()));
        assert_eq!(edit(0, 5, "buckt", "bucket"), written("bucket"));
        assert_eq!(edit(6, 13, "buckt", "bucket"), written("\"bucket\""));
        assert_eq!(edit(14, 20, "buckt", "bucket"), None, "the value is computed");
        assert_eq!(edit(0, 5, "buckt", "buck-t"), None, "it is no word");
    }
}
