//! `wavec check --fix`: the edits that are certain, made in memory.
//!
//! A round makes all edits that don't touch each other, and checks again. It counts only if what was mended is gone and there are no more
//! errors than before; otherwise its fixes are tried one by one, and those that do harm are left alone. Nothing is written here:
//! [`crate::write::rewrite`] does that, and [`diff`] shows it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use analysis::{ReadError, World};
use diagnostics::{Diagnostic, Fix, Severity, Sources};
use similar::TextDiff;

use crate::{Checked, Options, check_with};

/// After so many rounds what is left is left.
const ROUNDS: usize = 32;

/// What the edits came to.
#[derive(Debug)]
pub struct Mended {
    /// The files that have changed, by path.
    pub files: BTreeMap<String, Rewritten>,
    /// What was mended, in the order in which it was done.
    pub fixed: Vec<Fixed>,
    /// Whether there were errors before any edit.
    pub had_errors: bool,
    /// What the check finds afterwards.
    pub left: Checked,
    /// Texts that nobody may see, as they stand in the files.
    pub hidden: BTreeSet<String>,
}

/// A file before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// As it was read.
    pub before: Vec<u8>,
    /// As it should be.
    pub after: Vec<u8>,
}

/// A mistake that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// Its code, or the name of the check.
    pub code: String,
    /// The file, relative to the folder of the spec.
    pub file: String,
    /// Where it was, from 1, in characters: of the file as it was in that round.
    pub line: usize,
    /// See `line`.
    pub column: usize,
    /// What was done.
    pub title: String,
}

/// Makes every edit that is certain, until there is none left.
pub fn mend(spec: &str, options: &Options, world: &dyn World) -> Mended {
    let overlay = Overlay { below: world, read: RefCell::default(), edited: BTreeMap::new() };
    let mut now = check_with(spec, options, &overlay);
    let had_errors = now.has_errors();
    let mut hidden = hidden_texts(&now);
    let mut work = Work { spec, options, overlay, fixed: Vec::new(), refused: BTreeSet::new() };
    for _ in 0..ROUNDS {
        let Some(next) = work.round(&now) else { break };
        hidden.extend(hidden_texts(&next));
        now = next;
    }
    Mended { files: work.overlay.changed(), fixed: work.fixed, had_errors, left: now, hidden }
}

/// The texts of places that may not be shown, without the quotes around them.
fn hidden_texts(checked: &Checked) -> BTreeSet<String> {
    let spans = checked.diagnostics.iter().filter_map(|d| d.hidden);
    let texts = spans.map(|span| checked.sources.text(span).trim_matches(['"', '\'', ' ', '\n']).to_string());
    texts.filter(|text| !text.is_empty()).collect()
}

/// What would change, as a unified diff; stars in place of what nobody may see. `prefix` stands before the paths.
pub fn diff(mended: &Mended, prefix: &str) -> String {
    let mut text = String::new();
    for (path, file) in &mended.files {
        let (before, after) = (String::from_utf8_lossy(&file.before), String::from_utf8_lossy(&file.after));
        let name = format!("{prefix}{path}");
        let lines = TextDiff::from_lines(before.as_ref(), after.as_ref());
        text += &lines.unified_diff().header(&name, &name).to_string();
    }
    mended.hidden.iter().fold(text, |text, hidden| text.replace(hidden, &"*".repeat(hidden.len())))
}

struct Work<'w> {
    spec: &'w str,
    options: &'w Options,
    overlay: Overlay<'w>,
    fixed: Vec<Fixed>,
    /// Fixes that did harm.
    refused: BTreeSet<(&'static str, String)>,
}

impl Work<'_> {
    /// Mends something; `None` if there is nothing to mend.
    fn round(&mut self, now: &Checked) -> Option<Checked> {
        loop {
            let chosen = self.choose(now);
            if chosen.is_empty() {
                return None;
            }
            if let Some(next) = self.attempt(now, &chosen) {
                return Some(next);
            }
            if let [only] = chosen.as_slice() {
                self.refused.insert((only.code.id, only.message.clone()));
                continue;
            }
            for one in chosen {
                if let Some(next) = self.attempt(now, &[one]) {
                    return Some(next);
                }
                self.refused.insert((one.code.id, one.message.clone()));
            }
        }
    }

    /// The diagnostics to mend now: their edits don't touch each other, and lie in files of the user.
    fn choose<'d>(&self, now: &'d Checked) -> Vec<&'d Diagnostic> {
        let mut taken: Vec<(String, Range<usize>)> = Vec::new();
        let mut chosen = Vec::new();
        for diagnostic in &now.diagnostics {
            let Some(fix) = &diagnostic.fix else { continue };
            let Some(places) = places(fix, &now.sources) else { continue };
            // What was written on the command line is no file.
            if places.iter().any(|(file, _)| self.overlay.read(file).is_err()) {
                continue;
            }
            let touches = |(file, place): &(String, Range<usize>)| {
                taken.iter().any(|(f, p)| f == file && p.start <= place.end && place.start <= p.end)
            };
            let is_refused = self.refused.contains(&(diagnostic.code.id, diagnostic.message.clone()));
            if !is_refused && !places.iter().any(touches) {
                taken.extend(places);
                chosen.push(diagnostic);
            }
        }
        chosen
    }

    /// Makes the edits of all of these, if that does good.
    fn attempt(&mut self, now: &Checked, chosen: &[&Diagnostic]) -> Option<Checked> {
        let edited = self.overlay.with(chosen.iter().filter_map(|d| d.fix.as_ref()), &now.sources)?;
        let next = check_with(self.spec, self.options, &edited);
        if !does_good(now, &next, chosen) {
            return None;
        }
        self.overlay = edited;
        self.fixed.extend(chosen.iter().filter_map(|d| fixed(d, &now.sources)));
        Some(next)
    }
}

/// Whether what was mended is gone, and there are no more errors than before.
fn does_good(before: &Checked, after: &Checked, mended: &[&Diagnostic]) -> bool {
    let errors =
        |of: &Checked| of.diagnostics.iter().filter(|d| d.code.severity() == Severity::Error).count();
    let same = |a: &Diagnostic, b: &Diagnostic| a.shown_code() == b.shown_code() && a.message == b.message;
    let count = |of: &Checked, d: &Diagnostic| of.diagnostics.iter().filter(|other| same(d, other)).count();
    let are_gone = mended.iter().all(|d| {
        let mended = mended.iter().filter(|other| same(d, other)).count();
        count(after, d) + mended <= count(before, d)
    });
    are_gone && errors(after) <= errors(before)
}

fn fixed(diagnostic: &Diagnostic, sources: &Sources) -> Option<Fixed> {
    let at = sources.locate(diagnostic.primary.span);
    let file = sources.file(at.file)?;
    let position = file.lines.position_chars(&file.text, at.start);
    Some(Fixed {
        code: diagnostic.shown_code().to_string(),
        file: file.name.clone(),
        line: position.line + 1,
        column: position.column + 1,
        title: diagnostic.fix.as_ref()?.title.clone(),
    })
}

/// The file and the bytes of each edit; `None` if one of them is not the user's to edit.
fn places(fix: &Fix, sources: &Sources) -> Option<Vec<(String, Range<usize>)>> {
    let place = |span| {
        let at = sources.locate(span);
        let file = sources.file(at.file).filter(|file| !file.library)?;
        Some((file.name.clone(), at.start..at.end))
    };
    fix.edits.iter().map(|edit| place(edit.span)).collect()
}

/// A world with some files edited. What was read once stays as it was.
struct Overlay<'w> {
    below: &'w dyn World,
    read: RefCell<BTreeMap<String, Result<Vec<u8>, ReadError>>>,
    edited: BTreeMap<String, Vec<u8>>,
}

impl World for Overlay<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.edited.get(path).map_or_else(|| self.original(path), |bytes| Ok(bytes.clone()))
    }

    fn list(&self, folder: &str) -> Vec<String> {
        self.below.list(folder)
    }
}

impl Overlay<'_> {
    fn original(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.read.borrow_mut().entry(path.to_string()).or_insert_with(|| self.below.read(path)).clone()
    }

    /// The same with the edits made; `None` if a file isn't the one that was checked.
    fn with<'f>(&self, fixes: impl Iterator<Item = &'f Fix>, sources: &Sources) -> Option<Self> {
        let mut by_file: BTreeMap<String, Vec<(Range<usize>, &str)>> = BTreeMap::new();
        for fix in fixes {
            for ((file, place), edit) in places(fix, sources)?.into_iter().zip(&fix.edits) {
                by_file.entry(file).or_default().push((place, edit.text.as_str()));
            }
        }
        let mut edited = self.edited.clone();
        for (name, mut edits) in by_file {
            let text = &sources.files().find(|(_, file)| !file.library && file.name == name)?.1.text;
            let bytes = self.read(&name).ok()?;
            edits.sort_by_key(|(place, _)| place.start);
            edited.insert(name, rewritten_bytes(&bytes, text, edits)?);
        }
        Some(Self { below: self.below, read: RefCell::new(self.read.borrow().clone()), edited })
    }

    fn changed(self) -> BTreeMap<String, Rewritten> {
        let Self { read, edited, .. } = self;
        let mut read = read.into_inner();
        let pair = |(path, after): (String, Vec<u8>)| {
            let before = read.remove(&path)?.ok()?;
            (before != after).then_some((path, Rewritten { before, after }))
        };
        edited.into_iter().filter_map(pair).collect()
    }
}

/// The bytes of a file with edits made to what was read of it; `None` if that is something else.
fn rewritten_bytes(bytes: &[u8], text: &str, mut edits: Vec<(Range<usize>, &str)>) -> Option<Vec<u8>> {
    // A byte order mark is in the file, and not in the text.
    if let Some(mark) = bytes.strip_suffix(text.as_bytes()) {
        return Some([mark, rewritten(text, &edits)?.as_bytes()].concat());
    }
    // Of data files the line breaks are read as LF.
    let raw = str::from_utf8(bytes).ok().filter(|raw| raw.replace("\r\n", "\n") == text)?;
    for (place, _) in &mut edits {
        *place = offset_in(raw, place.start)..offset_in(raw, place.end);
    }
    Some(rewritten(raw, &edits)?.into_bytes())
}

/// Where an offset into the text with LF lies in the text as it is.
fn offset_in(raw: &str, offset: usize) -> usize {
    let (mut read, mut at) = (0, 0);
    for line in raw.split_inclusive('\n') {
        let text = line.len() - usize::from(line.ends_with("\r\n"));
        if read + text > offset {
            break;
        }
        read += text;
        at += line.len();
    }
    at + offset - read
}

/// The text with edits made that are in order and don't overlap.
fn rewritten(text: &str, edits: &[(Range<usize>, &str)]) -> Option<String> {
    let (mut new, mut done) = (String::new(), 0);
    for (place, replacement) in edits {
        new += text.get(done..place.start)?;
        new += replacement;
        done = place.end;
    }
    Some(new + text.get(done..)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Memory;

    fn mended(text: &str) -> (Mended, String) {
        let world = Memory::default().with("spec.wave", text);
        let mended = mend("spec.wave", &Options::default(), &world);
        let after = mended.files.get("spec.wave").map_or(text.as_bytes(), |file| &file.after);
        let after = String::from_utf8(after.to_vec()).unwrap();
        (mended, after)
    }

    #[test]
    fn all_that_is_certain_is_mended_and_the_rest_is_left() {
        let text =
            "\u{feff}deployment d { account = '123456789012'; region = “eu-west-1” }\r\nlet a = nobody\r\n";
        let (mended, after) = mended(text);
        assert_eq!(
            after,
            "\u{feff}deployment d { account = \"123456789012\" region = \"eu-west-1\" }\r\nlet a = nobody\r\n"
                .replace(" region", ", region")
        );
        let left: Vec<&str> = mended.left.diagnostics.iter().map(|d| d.code.id).collect();
        assert_eq!(left, ["E2001"]);
        assert!(mended.fixed.iter().all(|f| (f.file.as_str(), f.line) == ("spec.wave", 1)), "{mended:?}");
    }

    #[test]
    fn a_diff_shows_what_would_change_and_no_secret() {
        let (mended, after) = mended("deployment d {}\nsecret key = \"hunter2\"\nlet a = 'x'\n");
        assert!(after.contains("let a = \"x\""), "{after}");
        let diff = diff(&mended, "x/");
        assert!(diff.starts_with("--- x/spec.wave\n+++ x/spec.wave\n@@ "), "{diff}");
        assert!(diff.contains("-let a = 'x'\n+let a = \"x\"\n"), "{diff}");
        assert!(diff.contains("secret key = ") && !diff.contains("hunter2"), "{diff}");
    }

    #[test]
    fn what_needs_no_edit_is_left_alone() {
        let (mended, _) = mended("deployment d {}\n");
        assert!(mended.files.is_empty() && mended.fixed.is_empty());
    }

    #[test]
    fn a_file_with_other_line_breaks_keeps_them() {
        let raw = "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}\r\n";
        let text = raw.replace("\r\n", "\n");
        let at = text.find('2').unwrap();
        let after = rewritten_bytes(raw.as_bytes(), &text, vec![(0..0, " "), (at..at + 1, "33")]).unwrap();
        assert_eq!(String::from_utf8(after).unwrap(), format!(" {}", raw.replace('2', "33")));
        assert_eq!(rewritten_bytes(b"other", &text, Vec::new()), None);
    }

    #[test]
    fn edits_are_made_from_the_start_to_the_end() {
        assert_eq!(rewritten("abcd", &[(0..0, "x"), (1..2, ""), (4..4, "y")]).unwrap(), "xacdy");
        assert_eq!(rewritten("ab", &[(1..9, "")]), None);
    }
}
