//! `wavec test`: which tests hold, and why the others don't.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use diagnostics::Diagnostic;
use serde_json::{Value, json};
use wavec::render::amount;
use wavec::test::{Outcome as Tested, Tests, run};

use super::project::Project;
use super::{Format, Global, Outcome, answer};

/// `wavec test FILE…`
#[derive(Args)]
pub(super) struct Test {
    /// The files whose tests are run, and those that they use.
    #[arg(default_value = "spec.wave")]
    files: Vec<PathBuf>,
    /// Run only the tests whose titles hold this text.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// How the outcome is printed.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// How many tests were run, over all files.
#[derive(Default)]
struct Count {
    ok: usize,
    failed: usize,
    left_out: usize,
    broken: bool,
}

impl Test {
    pub(super) fn run(&self, global: &Global) -> Outcome {
        let mut count = Count::default();
        let mut objects = Vec::new();
        for file in &self.files {
            let project = Project::of(file.clone(), self.format);
            let (disk, spec) = match project.open() {
                Ok(opened) => opened,
                Err(outcome) => return outcome,
            };
            let wanted = |title: &str| self.filter.as_ref().is_none_or(|text| title.contains(text));
            let tests = run(spec, &disk, wanted);
            count.add(&tests);
            self.print(&project, &tests, &mut objects, global);
        }
        if self.format.is_for_programs() {
            answer(&format!("{:#}\n", self.joined(objects)));
        }
        self.conclude(&count, global)
    }

    /// One document for all files: a SARIF log with a run for each, else a list where there are several.
    fn joined(&self, mut objects: Vec<Value>) -> Value {
        if self.format == Format::Json && objects.len() > 1 {
            return Value::Array(objects);
        }
        let rest = objects.split_off(objects.len().min(1));
        let mut joined = objects.pop().unwrap_or_default();
        if let Some(Value::Array(runs)) = joined.get_mut("runs") {
            runs.extend(rest.into_iter().filter_map(|log| log.pointer("/runs/0").cloned()));
        }
        joined
    }

    fn print(&self, project: &Project, tests: &Tests, objects: &mut Vec<Value>, global: &Global) {
        let failures = tests.outcomes.iter().flat_map(|o| &o.failures);
        let found: Vec<Diagnostic> = tests.broken.iter().chain(failures).cloned().collect();
        if self.format.is_for_programs() {
            let list: Vec<Value> = tests.outcomes.iter().map(as_json).collect();
            let more = json!({ "tests": list });
            objects.push(match self.format {
                Format::Sarif => project.as_sarif(&found, &tests.sources, &more),
                _ => project.as_json(&found, &tests.sources, more),
            });
            return;
        }
        let mut text = String::new();
        for outcome in tests.outcomes.iter().filter(|o| !global.quiet || !o.failures.is_empty()) {
            let word = if outcome.failures.is_empty() { "ok    " } else { "FAILED" };
            let _ = writeln!(text, "{word} {}: {}", outcome.file, outcome.title);
        }
        answer(&text);
        project.show(&found, &tests.sources, json!({}), global);
    }

    fn conclude(&self, count: &Count, global: &Global) -> Outcome {
        let total = count.ok + count.failed;
        if count.broken {
            return Outcome::Wrong;
        }
        if let (Some(filter), 0, 1..) = (&self.filter, total, count.left_out) {
            return Outcome::Failed(format!("no test has `{filter}` in its title"));
        }
        if !self.format.is_for_programs() && !global.quiet {
            let left =
                if count.left_out > 0 { format!(", {} left out", count.left_out) } else { String::new() };
            let parts = format!("{} ok, {} failed{left}", count.ok, count.failed);
            answer(&if total == 0 {
                "no tests\n".to_owned()
            } else {
                format!("{}: {parts}\n", amount(total, "test"))
            });
        }
        if count.failed > 0 { Outcome::Wrong } else { Outcome::Fine }
    }
}

impl Count {
    fn add(&mut self, tests: &Tests) {
        let failed = tests.outcomes.iter().filter(|o| !o.failures.is_empty()).count();
        self.failed += failed;
        self.ok += tests.outcomes.len() - failed;
        self.left_out += tests.left_out;
        self.broken |= !tests.broken.is_empty();
    }
}

fn as_json(outcome: &Tested) -> Value {
    json!({ "file": outcome.file, "title": outcome.title, "ok": outcome.failures.is_empty() })
}
