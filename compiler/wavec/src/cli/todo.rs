//! `wavec todo`: what is still to be filled in, as a list to work through.

use std::fmt::Write as _;

use clap::Args;
use graph::Hole;
use serde_json::{Value, json};
use wavec::Checked;
use wavec::render::{Shown, amount, position};
use wavec::todo;

use super::project::Project;
use super::{Format, Global, Outcome, answer};

/// `wavec todo SPEC`
#[derive(Args)]
pub(super) struct Todo {
    #[command(flatten)]
    project: Project,
}

impl Todo {
    pub(super) fn run(&self, global: &Global) -> Outcome {
        let (disk, spec) = match self.project.open() {
            Ok(opened) => opened,
            Err(outcome) => return outcome,
        };
        let checked = wavec::check_with(spec, &self.project.options(), &disk);
        if checked.graph().is_none() {
            // What waits for a hole is known only of a spec without mistakes.
            self.project.show(&checked.diagnostics, &checked.sources, json!({}), global);
            return Outcome::Wrong;
        }
        let holes = todo::holes(&checked);
        let prefix = self.project.prefix();
        let shown = Shown { sources: &checked.sources, prefix: &prefix };
        if self.project.format == Format::Json {
            let list: Vec<Value> = holes.iter().map(|h| as_json(h, &checked, shown)).collect();
            answer(&format!("{:#}\n", json!({ "holes": list })));
        } else if matches!(self.project.format, Format::Sarif | Format::Github) {
            // Each hole is a note there.
            self.project.show(&checked.diagnostics, &checked.sources, json!({}), global);
        } else if holes.is_empty() {
            answer("nothing left to fill in\n");
        } else {
            answer(&self.listed(&holes, &checked, shown));
        }
        if holes.is_empty() { Outcome::Fine } else { Outcome::Wrong }
    }

    fn listed(&self, holes: &[Hole], checked: &Checked, shown: Shown<'_>) -> String {
        let mut text = String::new();
        for hole in holes {
            let at = position(hole.span, shown);
            let name = hole.attribute.as_ref().map(|name| format!("{name} = ")).unwrap_or_default();
            let name = within(&todo::environments(checked, hole)) + &name;
            if self.project.format == Format::Short {
                let _ = writeln!(text, "{at}: {name}<{}>: {}", hole.text, hole.expected);
                continue;
            }
            let _ = writeln!(text, "{at}  {name}<{}>\n    expects  {}", hole.text, hole.expected);
            if let Some(command) = &hole.command {
                let _ = writeln!(text, "    run      {command}");
            }
            let _ = writeln!(text, "    reaches  {}", reached(hole, checked));
            if !hole.checks.is_empty() {
                let _ = writeln!(text, "    decides  {}", hole.checks.join(", "));
            }
            text.push('\n');
        }
        let _ = writeln!(text, "{} to fill in", amount(holes.len(), "hole"));
        text
    }
}

/// `environment staging: `
fn within(environments: &[&str]) -> String {
    match environments {
        [] => String::new(),
        [one] => format!("environment {one}: "),
        several => format!("environments {}: ", several.join(", ")),
    }
}

/// The paths of the outputs that wait for a hole.
fn outputs(hole: &Hole, checked: &Checked) -> Vec<String> {
    let written = hole.outputs.iter().filter(|path| !todo::is_by_hand(checked, path));
    written.map(ToString::to_string).collect()
}

fn reached(hole: &Hole, checked: &Checked) -> String {
    let mut paths = outputs(hole, checked);
    if hole.outputs.iter().any(|path| todo::is_by_hand(checked, path)) {
        paths.push("the run-book".to_owned());
    }
    if paths.is_empty() { "no output".to_string() } else { paths.join(", ") }
}

fn as_json(hole: &Hole, checked: &Checked, shown: Shown<'_>) -> Value {
    json!({
        "text": &*hole.text,
        "attribute": hole.attribute.as_deref(),
        "place": wavec::render::place(hole.span, shown),
        "expected": hole.expected,
        "command": hole.command,
        "environments": todo::environments(checked, hole),
        "outputs": outputs(hole, checked),
        "checks": hole.checks.iter().map(|c| &**c).collect::<Vec<_>>(),
    })
}
