//! The one adapter to miette: the lines of a file that labels point at.
//!
//! miette's own source types look for lines from the start of the text at every report; ours has a table of lines.
//! Only the snippet is miette's. Message and help are [`super::human`]'s.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use diagnostics::{Label, LineIndex, Location, Position, SourceFile};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters,
};

use super::{Look, Shown, drawable, harmless};

/// Lines beyond this many bytes are cut to what is around the labels, if those are on that line alone.
const LONG_LINE: usize = 400;

/// How many bytes are shown on either side.
const AROUND: usize = 50;

/// Stands for what was cut off.
fn ellipsis(look: &Look) -> &'static str {
    if look.unicode { "…" } else { "..." }
}

/// Labels in one file, drawn.
pub(super) struct Snippet<'a> {
    source: Source<'a>,
    labels: Vec<LabeledSpan>,
}

/// A file as miette sees it, or a piece of one long line of it.
struct Source<'a> {
    name: String,
    text: Cow<'a, str>,
    lines: Cow<'a, LineIndex>,
    /// What was cut off before the text: lines, and columns of the first line.
    before: Position,
    /// The same in bytes.
    cut: usize,
}

impl<'a> Snippet<'a> {
    /// Of a file and the labels in it, each with whether the headline points at it.
    /// What is at the `hidden` places is struck out.
    pub(super) fn new(
        shown: Shown<'a>,
        file: &'a SourceFile,
        labels: &[(&Label, bool)],
        hidden: &[Location],
        look: &Look,
    ) -> Self {
        let places =
            labels.iter().map(|(label, primary)| (*label, *primary, shown.sources.locate(label.span)));
        let places: Vec<_> = places.map(|(label, primary, at)| (label, primary, visible(file, at))).collect();
        let starts = places.iter().map(|(.., place)| place.start);
        let start = starts.min().unwrap_or(0);
        let end = places.iter().map(|(.., place)| place.end).max().unwrap_or(0);
        let window = window(file, start, end, look);
        let here: Vec<Range<usize>> = hidden
            .iter()
            .filter(|at| shown.sources.file(at.file).is_some_and(|f| std::ptr::eq(f, file)))
            .map(|at| at.start..at.end)
            .collect();
        let source = Source::new(shown.name(file), file, &without(&file.text, &here), window, look);
        let labels = places.into_iter().map(|(label, primary, place)| {
            let at = |offset: usize| offset.saturating_sub(source.cut).min(source.text.len());
            let text = Some(drawable(&label.text, look).into_owned()).filter(|t| !t.is_empty());
            let span = SourceSpan::new(at(place.start).into(), at(place.end) - at(place.start));
            if primary {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        });
        let labels = labels.collect();
        Self { source, labels }
    }

    /// Draws it.
    pub(super) fn draw(&self, look: &Look) -> String {
        let mut drawn = String::new();
        // Writing to a string fails only if our own source does, which never does.
        let _ = handler(look).render_report(&mut drawn, self);
        // The first line is the sign and the empty message.
        drawn.split_once('\n').map(|(_, rest)| rest.to_string()).unwrap_or_default()
    }
}

fn handler(look: &Look) -> GraphicalReportHandler {
    let mut theme = if look.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    if !look.unicode {
        theme.characters = ThemeCharacters::ascii();
    }
    GraphicalReportHandler::new_themed(theme)
        .with_width(look.width)
        .with_context_lines(0)
        .with_links(false)
        .without_cause_chain()
        .without_syntax_highlighting()
}

/// Moves a place that lies after the last line break back to the line before: a line without characters isn't drawn.
fn visible(file: &SourceFile, at: Location) -> Range<usize> {
    if !file.text.ends_with('\n') || at.start < file.text.len() {
        return at.start..at.end.max(at.start);
    }
    let end = file.text.trim_end_matches(['\n', '\r']).len();
    end..end
}

/// The bytes to show of a line that is too long to be shown: those around `start..end`.
fn window(file: &SourceFile, start: usize, end: usize, look: &Look) -> Option<Range<usize>> {
    let line = file.lines.line(start);
    let first = file.lines.start(line)?;
    let past = file.lines.start(line + 1).unwrap_or(file.text.len());
    if end > past || past - first <= LONG_LINE {
        return None;
    }
    // The ellipsis takes the place of at least as many characters.
    let from = if start - first <= AROUND + ellipsis(look).len() { first } else { start - AROUND };
    let to = end.min(start + LONG_LINE).saturating_add(AROUND).min(past);
    let from = (from..=start).find(|at| file.text.is_char_boundary(*at))?;
    let to = (to..=past).find(|at| file.text.is_char_boundary(*at))?;
    Some(from..to)
}

/// A text with stars, as many as there are bytes, in place of what is hidden.
pub(super) fn without<'a>(text: &'a str, hidden: &[Range<usize>]) -> Cow<'a, str> {
    hidden.iter().fold(Cow::Borrowed(text), |text, place| {
        match (text.get(..place.start), text.get(place.clone()), text.get(place.end..)) {
            (Some(before), Some(inner), Some(after)) => {
                let stars: String =
                    inner.bytes().map(|byte| if byte == b'\n' { '\n' } else { '*' }).collect();
                Cow::Owned(format!("{before}{stars}{after}"))
            }
            _ => text,
        }
    })
}

impl<'a> Source<'a> {
    fn new(
        name: String,
        file: &'a SourceFile,
        shown: &Cow<'a, str>,
        window: Option<Range<usize>>,
        look: &Look,
    ) -> Self {
        let Some(window) = window else {
            let text = match shown {
                Cow::Borrowed(text) => harmless(text),
                Cow::Owned(text) => Cow::Owned(harmless(text).into_owned()),
            };
            let lines = Cow::Borrowed(&file.lines);
            return Self { name, text, lines, before: Position { line: 0, column: 0 }, cut: 0 };
        };
        let at = file.lines.position_chars(&file.text, window.start);
        let piece = harmless(shown.get(window.clone()).unwrap_or("")).into_owned();
        let is_cut = |cut: bool| if cut { ellipsis(look) } else { "" };
        let (left, right) =
            (is_cut(at.column > 0), is_cut(!piece.ends_with('\n') && window.end < file.text.len()));
        let text = format!("{left}{piece}{right}");
        // The ellipsis takes the columns of the last characters that it stands for.
        let before = Position { line: at.line, column: at.column.saturating_sub(left.chars().count()) };
        let cut = window.start.saturating_sub(left.len());
        let lines = Cow::Owned(LineIndex::new(text.as_str()));
        Self { name, text: Cow::Owned(text), lines, before, cut }
    }
}

impl SourceCode for Source<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let last_byte = (span.offset() + span.len()).saturating_sub(usize::from(!span.is_empty()));
        let line_of_start = self.lines.line(span.offset());
        let first = line_of_start.saturating_sub(before);
        let past = (self.lines.line(last_byte) + after + 1).min(self.lines.len());
        let start = self.lines.start(first).unwrap_or(0);
        let end = self.lines.start(past).unwrap_or(self.text.len());
        let data = self.text.get(start..end).ok_or(MietteError::OutOfBounds)?;
        let column = self.lines.position_chars(&self.text, span.offset()).column + self.before.column;
        let contents = MietteSpanContents::new_named(
            self.name.clone(),
            data.as_bytes(),
            (start, end - start).into(),
            line_of_start + self.before.line,
            column,
            past - first,
        );
        Ok(Box::new(contents))
    }
}

impl Diagnostic for Snippet<'_> {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl std::error::Error for Snippet<'_> {}

impl fmt::Display for Snippet<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl fmt::Debug for Snippet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snippet").field("file", &self.source.name).field("labels", &self.labels).finish()
    }
}
