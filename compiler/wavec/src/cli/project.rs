//! A spec on the disk, as commands are given it; and how what was found in it is shown.

use std::cell::LazyCell;
use std::path::{Path, PathBuf};

use clap::Args;
use diagnostics::{Diagnostic, Severity, Sources, codes};
use serde_json::Value;
use wavec::Options;
use wavec::explain::Library;
use wavec::render::{self, Counts, Shown};
use wavec::settings::Levels;
use wavec::world::Disk;

use super::{Format, Global, Outcome, answer, complain};

/// The spec, and how to print what is found in it.
#[derive(Args)]
pub(super) struct Project {
    /// The spec.
    #[arg(default_value = "spec.wave")]
    spec: PathBuf,
    /// Give a parameter a value, in all environments: `--set replicas=3`. May be repeated.
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    set: Vec<(String, String)>,
    /// How diagnostics are printed.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: Format,
    /// Print notes too, not only errors and warnings.
    #[arg(long)]
    pub(super) notes: bool,
    /// Take a lint, a check or a code for an error; `warnings` stands for all of them.
    #[arg(long, value_name = "NAME", value_parser = Levels::deniable)]
    deny: Vec<String>,
}

impl Project {
    /// A spec that is named in another way.
    pub(super) fn of(spec: PathBuf, format: Format) -> Self {
        Self { spec, set: Vec::new(), deny: Vec::new(), format, notes: false }
    }

    /// The folder of the spec; empty for the current one.
    pub(super) fn folder(&self) -> &Path {
        self.spec.parent().unwrap_or(Path::new(""))
    }

    /// The folder's files, and the name of the spec among them.
    pub(super) fn open(&self) -> Result<(Disk, &str), Outcome> {
        let name = self
            .spec
            .file_name()
            .and_then(|name| name.to_str())
            .ok_or_else(|| Outcome::Failed(format!("`{}` doesn't name a file", self.spec.display())))?;
        Ok((Disk::new(self.folder()), name))
    }

    /// What the call says of parameters and levels.
    pub(super) fn options(&self) -> Options {
        Options { set: self.set.clone(), levels: Levels::denying(&self.deny), ..Options::default() }
    }

    /// Prints diagnostics; as JSON together with `more`.
    pub(super) fn show(&self, found: &[Diagnostic], sources: &Sources, more: Value, global: &Global) {
        let prefix = self.prefix();
        let shown = Shown { sources, prefix: &prefix };
        let listed = self.listed(found);
        let fixes = listed.iter().filter(|d| d.fix.is_some()).count();
        match self.format {
            Format::Human => {
                complain(&render::human(&listed, shown, &global.look()));
                if !global.quiet {
                    complain(&fixable(fixes, listed.len()));
                }
            }
            Format::Short => complain(&render::short(&listed, shown)),
            Format::Github => answer(&render::github(&listed, shown)),
            Format::Json => answer(&format!("{:#}\n", self.as_json(found, sources, more))),
            Format::Sarif => answer(&format!("{:#}\n", self.as_sarif(found, sources, &more))),
        }
    }

    /// Diagnostics as a SARIF log, with `more` as the properties of its run.
    pub(super) fn as_sarif(&self, found: &[Diagnostic], sources: &Sources, more: &Value) -> Value {
        let library = LazyCell::new(Library::read);
        let own = LazyCell::new(|| self.open().ok().and_then(|(disk, spec)| Library::of(spec, &disk)));
        let page = |name: &str| {
            let known = library.as_ref().and_then(|library| library.page(name));
            known.or_else(|| own.as_ref()?.page(name))
        };
        let prefix = self.prefix_from_here();
        let mut log = render::sarif(&self.listed(found), Shown { sources, prefix: &prefix }, page);
        if let Some(run) = log.pointer_mut("/runs/0").and_then(Value::as_object_mut) {
            run.insert("properties".to_string(), more.clone());
        }
        log
    }

    /// Diagnostics as JSON, together with `more`.
    pub(super) fn as_json(&self, found: &[Diagnostic], sources: &Sources, more: Value) -> Value {
        let shown = Shown { sources, prefix: &self.prefix() };
        let mut object = render::json(&self.listed(found), Counts::of(found), shown);
        extend(&mut object, more);
        object
    }

    /// Those that are shown.
    fn listed<'d>(&self, found: &'d [Diagnostic]) -> Vec<&'d Diagnostic> {
        // For people `wavec todo` is the better list: with notes left out, they get the number of holes.
        let holes = self.format != Format::Human;
        let is_shown =
            |d: &&Diagnostic| self.notes || (holes && is_hole(d)) || d.severity() != Severity::Note;
        found.iter().filter(is_shown).collect()
    }

    /// What stands before the names of the project's files when they are shown.
    pub(super) fn prefix(&self) -> String {
        match self.folder().to_string_lossy() {
            folder if folder.is_empty() || folder.ends_with('/') => folder.into_owned(),
            folder => format!("{folder}/"),
        }
    }

    /// The same without links and `..`: relative to the current folder, if the spec lies below it.
    fn prefix_from_here(&self) -> String {
        let folder = if self.folder().as_os_str().is_empty() { Path::new(".") } else { self.folder() };
        let (Ok(real), Some(here)) = (folder.canonicalize(), current_folder()) else { return self.prefix() };
        match real.strip_prefix(here).unwrap_or(&real).to_string_lossy().replace('\\', "/") {
            folder if folder.is_empty() || folder.ends_with('/') => folder,
            folder => folder + "/",
        }
    }

    /// Whether standard output holds one document, and nothing else may be printed there.
    pub(super) fn is_for_programs(&self) -> bool {
        self.format.is_for_programs()
    }

    /// Prints what was asked for, unless it is a part of the document.
    pub(super) fn answer(&self, text: &str) {
        if !self.is_for_programs() {
            answer(text);
        }
    }

    /// Prints a summary for people.
    pub(super) fn sum_up(&self, text: &str, global: &Global) {
        if !self.format.is_for_programs() && !global.quiet {
            answer(text);
        }
    }

    /// Prints a remark for people beside an answer that programs may read.
    pub(super) fn remark(&self, text: &str, global: &Global) {
        if !self.format.is_for_programs() && !global.quiet {
            complain(text);
        }
    }

    /// `; 3 notes (--notes shows them)`, if there are notes that aren't shown.
    pub(super) fn hidden_notes(&self, found: &[Diagnostic]) -> String {
        match Counts::of(found.iter().filter(|d| !is_hole(d))).notes {
            n if n > 0 && !self.notes => format!("; {} (--notes shows them)", render::amount(n, "note")),
            _ => String::new(),
        }
    }
}

/// `NAME=VALUE`
pub(super) fn setting(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').filter(|(name, _)| !name.trim().is_empty());
    let (name, value) = pair.ok_or_else(|| "expected NAME=VALUE, such as `replicas=3`".to_owned())?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// How many of the mistakes that were shown `--fix` would mend.
fn fixable(fixes: usize, of: usize) -> String {
    match (fixes, of) {
        (0, _) => String::new(),
        (1, 1) => "`wavec check --fix` mends it\n".to_string(),
        (n, _) if n == of => "`wavec check --fix` mends them\n".to_string(),
        (n, _) => format!("`wavec check --fix` mends {n} of them\n"),
    }
}

/// Puts the entries of one object into another.
fn extend(object: &mut Value, more: Value) {
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
    }
}

fn current_folder() -> Option<PathBuf> {
    std::env::current_dir().ok()?.canonicalize().ok()
}

/// Whether it is a note on a hole.
pub(super) fn is_hole(diagnostic: &Diagnostic) -> bool {
    diagnostic.code == &codes::N5004
}
