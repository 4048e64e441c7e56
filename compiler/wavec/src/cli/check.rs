//! `wavec check`: what is wrong, and nothing else.

use clap::Args;
use serde_json::json;
use wavec::render::{Counts, amount};

use super::project::{Project, is_hole};
use super::{Global, Outcome};

/// `wavec check SPEC`
#[derive(Args)]
pub(super) struct Check {
    #[command(flatten)]
    project: Project,
}

impl Check {
    pub(super) fn run(&self, global: &Global) -> Outcome {
        let (disk, spec) = match self.project.open() {
            Ok(opened) => opened,
            Err(outcome) => return outcome,
        };
        let checked = wavec::check_with(spec, &self.project.options(), &disk);
        let found = &checked.diagnostics;
        self.project.show(found, &checked.sources, json!({}), global);
        if checked.has_errors() {
            return Outcome::Wrong;
        }
        let holes = found.iter().filter(|d| is_hole(d)).count();
        if Counts::of(found).warnings == 0 || holes > 0 {
            let left = if holes > 0 { format!("; {} left", amount(holes, "hole")) } else { String::new() };
            let notes = self.project.hidden_notes(found);
            self.project.sum_up(&format!("no errors{left}{notes}\n"), global);
        }
        Outcome::Fine
    }
}
