//! A spec on the disk, as commands are given it; and how what was found in it is shown.

use std::path::{Path, PathBuf};

use clap::Args;
use diagnostics::{Diagnostic, Severity, Sources, codes};
use serde_json::Value;
use wavec::Options;
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
        Options { set: self.set.clone(), levels: Levels::denying(&self.deny) }
    }

    /// Prints diagnostics; as JSON together with `more`.
    pub(super) fn show(&self, found: &[Diagnostic], sources: &Sources, more: Value, global: &Global) {
        let prefix = match self.folder().to_string_lossy() {
            folder if folder.is_empty() || folder.ends_with('/') => folder.into_owned(),
            folder => format!("{folder}/"),
        };
        let shown = Shown { sources, prefix: &prefix };
        let is_shown = |d: &&Diagnostic| self.notes || is_hole(d) || d.severity() != Severity::Note;
        let listed: Vec<&Diagnostic> = found.iter().filter(is_shown).collect();
        match self.format {
            Format::Human => complain(&render::human(&listed, shown, &global.look())),
            Format::Short => complain(&render::short(&listed, shown)),
            Format::Json => {
                let mut object = render::json(&listed, Counts::of(found), shown);
                if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
                    object.extend(more);
                }
                answer(&format!("{object:#}\n"));
            }
        }
    }

    /// Prints a summary for people.
    pub(super) fn sum_up(&self, text: &str, global: &Global) {
        if self.format != Format::Json && !global.quiet {
            answer(text);
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
fn setting(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').filter(|(name, _)| !name.trim().is_empty());
    let (name, value) = pair.ok_or_else(|| "expected NAME=VALUE, such as `replicas=3`".to_owned())?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// Whether it is a note on a hole. What is still to be filled in is always shown.
pub(super) fn is_hole(diagnostic: &Diagnostic) -> bool {
    diagnostic.code == &codes::N5004
}
