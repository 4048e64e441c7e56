//! `wavec env`: the parameters, environment by environment.

use clap::Args;
use serde_json::json;
use wavec::parameters::Table;

use super::project::Project;
use super::{Format, Global, Outcome, answer};

/// `wavec env SPEC`
#[derive(Args)]
pub(super) struct Env {
    #[command(flatten)]
    project: Project,
    /// All parameters, also those that are the same everywhere.
    #[arg(long)]
    all: bool,
}

impl Env {
    pub(super) fn run(&self, global: &Global) -> Outcome {
        let (disk, spec) = match self.project.open() {
            Ok(opened) => opened,
            Err(outcome) => return outcome,
        };
        let checked = wavec::check_with(spec, &self.project.options(), &disk);
        if checked.has_errors() {
            self.project.show(&checked.diagnostics, &checked.sources, json!({}), global);
            return Outcome::Wrong;
        }
        // Without environments nothing differs: then a table is all or nothing.
        let table = Table::of(&checked.graphs, self.all || checked.graphs.len() < 2);
        if self.project.format == Format::Json {
            answer(&format!("{:#}\n", table.json()));
        } else if self.project.is_for_programs() {
            self.project.show(&checked.diagnostics, &checked.sources, table.json(), global);
        } else if table.rows.is_empty() {
            answer(&format!("{}\n", nothing(checked.graphs.len())));
        } else {
            answer(&table.text());
        }
        Outcome::Fine
    }
}

fn nothing(environments: usize) -> &'static str {
    match environments {
        0 | 1 => "the spec has no parameters",
        _ => "every parameter is the same in all environments (--all shows them)",
    }
}
