//! `wavec runbook`: the steps of a deployment for people, as Markdown.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use graph::Graph;
use serde_json::json;
use wavec::world::in_words;
use wavec::{parameters, runbook};

use super::project::Project;
use super::{Global, Outcome};

/// `wavec runbook SPEC`
#[derive(Args)]
pub(super) struct Runbook {
    #[command(flatten)]
    project: Project,
    /// Write it to this file, rather than to standard output. A run-book that is there already is written over.
    #[arg(long, value_name = "PATH")]
    to: Option<PathBuf>,
    /// The environment that it is for, of those that the spec has.
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
}

impl Runbook {
    pub(super) fn run(&self, global: &Global) -> Outcome {
        let (disk, spec) = match self.project.open() {
            Ok(opened) => opened,
            Err(outcome) => return outcome,
        };
        // A hole has no value that a person could paste.
        let checked = wavec::build_with(spec, &self.project.options(), &disk).checked;
        let show = |more| self.project.show(&checked.diagnostics, &checked.sources, more, global);
        if checked.has_errors() {
            show(json!({}));
            return Outcome::Wrong;
        }
        let text = match self.chosen(&checked.graphs) {
            Ok(graph) => runbook::markdown(graph, &checked.sources),
            Err(why) => return Outcome::Failed(why),
        };
        let Some(path) = &self.to else {
            // Where standard output holds one document, the run-book is a part of it.
            show(json!({ "runbook": text }));
            self.project.answer(&text);
            return Outcome::Fine;
        };
        show(json!({}));
        match write(path, &text) {
            Ok(()) => {
                self.project.sum_up(&format!("wrote {}\n", path.display()), global);
                Outcome::Fine
            }
            Err(why) => Outcome::Failed(why),
        }
    }
}

impl Runbook {
    /// The environment that the run-book is for.
    fn chosen<'g>(&self, graphs: &'g [Graph]) -> Result<&'g Graph, String> {
        match (&self.env, graphs) {
            (None, [only]) => Ok(only),
            (None, _) => {
                let names: Vec<&str> = graphs.iter().filter_map(|g| g.environment.as_deref()).collect();
                let all = parameters::listed(&names);
                Err(format!("the spec has several environments: choose one with `--env`, of {all}"))
            }
            (Some(name), _) => {
                let index = parameters::environment(graphs, name)?;
                graphs.get(index).ok_or_else(String::new)
            }
        }
    }
}

/// Writes over a run-book, and over nothing else.
fn write(path: &Path, text: &str) -> Result<(), String> {
    let shown = path.display();
    match fs::read_to_string(path) {
        Ok(there) if !there.starts_with(runbook::MARK) => {
            return Err(format!(
                "`{shown}` exists already, and is no run-book; name another file with `--to`"
            ));
        }
        Err(e) if e.kind() == io::ErrorKind::InvalidData => {
            return Err(format!(
                "`{shown}` exists already, and is no run-book; name another file with `--to`"
            ));
        }
        _ => {}
    }
    fs::write(path, text).map_err(|e| format!("can't write `{shown}`: {}", in_words(&e)))
}
