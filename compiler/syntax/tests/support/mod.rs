//! What the tests of this crate share: parse a text, look at the result.

use diagnostics::{Diagnostic, Diagnostics, Sources};
use syntax::tree::Tree;

/// A text, parsed.
pub(crate) struct Parsed {
    pub(crate) sources: Sources,
    pub(crate) tree: Tree,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

pub(crate) fn parse(text: &str) -> Parsed {
    let mut sources = Sources::default();
    let file = sources.add("spec.wave", text, false);
    let mut diagnostics = Diagnostics::new();
    let tree = syntax::parse_file(file, &mut sources, &mut diagnostics);
    let diagnostics = diagnostics.into_sorted(&sources);
    Parsed { sources, tree, diagnostics }
}

impl Parsed {
    /// `CODE LINE "text of the place" message`, one a line.
    pub(crate) fn told(&self) -> Vec<String> {
        let tell = |d: &Diagnostic| {
            let at = self.sources.locate(d.primary.span);
            let line = self.sources.file(at.file).map_or(0, |f| f.lines.line(at.start)) + 1;
            format!("{} {line} `{}`", d.code.id, self.sources.text(d.primary.span))
        };
        self.diagnostics.iter().map(tell).collect()
    }
}
