//! `wavec check`: what is wrong, and nothing else.

use clap::Args;
use serde_json::json;
use wavec::render::Counts;

use super::project::Project;
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
        let checked = wavec::check(spec, &disk);
        let found = &checked.diagnostics;
        self.project.show(found, &checked.sources, json!({}), global);
        if checked.has_errors() {
            return Outcome::Wrong;
        }
        if Counts::of(found).warnings == 0 {
            self.project.sum_up(&format!("no errors{}\n", self.project.hidden_notes(found)), global);
        }
        Outcome::Fine
    }
}
