//! `wavec check`: what is wrong, and nothing else; with `--fix`, what is certain is mended first.

use std::fmt::Write as _;

use clap::Args;
use serde_json::{Value, json};
use wavec::Checked;
use wavec::fix::{self, Fixed, Mended};
use wavec::render::{Counts, amount};
use wavec::write;

use super::project::{Project, is_hole};
use super::{Global, Outcome};

/// `wavec check SPEC`
#[derive(Args)]
pub(super) struct Check {
    #[command(flatten)]
    project: Project,
    /// Make the edits that are certain to mend a mistake, in the spec and the files that it uses; then check again.
    #[arg(long)]
    fix: bool,
    /// With `--fix`: write nothing, print the edits as a unified diff.
    #[arg(long, requires = "fix")]
    diff: bool,
}

impl Check {
    pub(super) fn run(&self, global: &Global) -> Outcome {
        let (disk, spec) = match self.project.open() {
            Ok(opened) => opened,
            Err(outcome) => return outcome,
        };
        let options = self.project.options();
        if !self.fix {
            let checked = wavec::check_with(spec, &options, &disk);
            return self.conclude(&checked, json!({}), "", global);
        }
        let mended = fix::mend(spec, &options, &disk);
        if self.diff {
            return self.show_edits(&mended, global);
        }
        if let Err(error) = write::rewrite(self.project.folder(), &mended.files) {
            return Outcome::Failed(error.to_string());
        }
        let lines = self.fixed_lines(&mended.fixed);
        self.conclude(
            &mended.left,
            json!({ "fixed": mended.fixed.iter().map(object).collect::<Vec<_>>() }),
            &lines,
            global,
        )
    }

    /// Shows what was found; `before` it, what was done.
    fn conclude(&self, checked: &Checked, more: Value, before: &str, global: &Global) -> Outcome {
        let found = &checked.diagnostics;
        self.project.sum_up(before, global);
        self.project.show(found, &checked.sources, more, global);
        if checked.has_errors() {
            return Outcome::Wrong;
        }
        let holes = found.iter().filter(|d| is_hole(d)).count();
        if Counts::of(found).warnings == 0 || holes > 0 {
            let left = if holes > 0 {
                format!("; {} left (`wavec todo` lists them)", amount(holes, "hole"))
            } else {
                String::new()
            };
            let notes = self.project.hidden_notes(found);
            self.project.sum_up(&format!("no errors{left}{notes}\n"), global);
        }
        Outcome::Fine
    }

    /// Answers `--diff`. The files are as they were, and so is the exit code.
    fn show_edits(&self, mended: &Mended, global: &Global) -> Outcome {
        let diff = fix::diff(mended, &self.project.prefix());
        let more = json!({ "diff": diff, "fixed": mended.fixed.iter().map(object).collect::<Vec<_>>() });
        if self.project.is_for_programs() {
            self.project.show(&mended.left.diagnostics, &mended.left.sources, more, global);
        }
        // What is left is not shown: its places are those of files that nobody has written.
        self.project.answer(&diff);
        let left = Counts::of(&mended.left.diagnostics);
        let would = amount(mended.fixed.len(), "mistake");
        self.project.remark(&format!("would mend {would} and leave {left}\n"), global);
        if mended.had_errors { Outcome::Wrong } else { Outcome::Fine }
    }

    /// A line for each mistake that is gone.
    fn fixed_lines(&self, fixed: &[Fixed]) -> String {
        let prefix = self.project.prefix();
        let mut text = fixed.iter().fold(String::new(), |mut text, f| {
            let _ = writeln!(text, "{prefix}{}:{}:{}: {}: {}", f.file, f.line, f.column, f.code, f.title);
            text
        });
        if !fixed.is_empty() {
            let _ = writeln!(text, "mended {}", amount(fixed.len(), "mistake"));
        }
        text
    }
}

fn object(fixed: &Fixed) -> Value {
    let Fixed { code, file, line, column, title } = fixed;
    json!({ "code": code, "file": file, "line": line, "column": column, "title": title })
}
