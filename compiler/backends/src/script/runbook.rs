//! The steps of all scripts as people do them by themselves, and those between them that no script does.
//!
//! Knows what is to be pasted and where each piece of it came from; how a run-book looks is the matter of who shows it.

use std::collections::BTreeSet;

use diagnostics::Span;
use graph::{ResourceId, SecretId, Step, Text};
use indexmap::IndexSet;

use super::code::Code;
use super::commands::Commands;
use super::plan::Plan;
use super::{by_script, is_by_hand};
use crate::context::Context;
use crate::document::Written;
use crate::paths;

/// What is to be done, in order.
#[derive(Debug, Clone, Default)]
pub struct Runbook {
    /// The programs that the commands start, in order of name.
    pub tools: Vec<String>,
    /// The secrets that they take from the environment, in the order of their use.
    pub secrets: Vec<SecretId>,
    /// Whether a step writes below the folder `$filled`, which must then be there.
    pub fills: bool,
    /// One for each script, in order.
    pub parts: Vec<Part>,
}

/// The steps of one script.
#[derive(Debug, Clone)]
pub struct Part {
    /// The script, relative to the folder of the spec; of steps that are done by hand, a name that ends in `.md`.
    pub script: String,
    /// Whether no script does these steps.
    pub by_hand: bool,
    /// In order.
    pub steps: Vec<Task>,
}

/// One step.
#[derive(Debug, Clone)]
pub struct Task {
    /// Its name in the script.
    pub name: String,
    /// What it does.
    pub title: String,
    /// What people should know of it, in Markdown.
    pub note: Option<String>,
    /// What to paste, without a line break at its end; empty if there is nothing.
    pub code: String,
    /// The places that its words come from, in the order of their first use.
    pub places: Vec<Span>,
    /// The resource that it belongs to.
    pub resource: Option<ResourceId>,
}

/// All steps. What is wrong with them was said when their scripts were printed.
pub(crate) fn write<'g>(documents: &[Written<'g>], context: &mut Context<'g>) -> Runbook {
    let mut tools = BTreeSet::new();
    let mut secrets = IndexSet::new();
    let mut book = Runbook::default();
    for (path, steps) in by_script(context.graph, documents) {
        let script = paths::in_output(context.graph, path);
        let plan = Plan::new(path, &steps);
        let mut commands = Commands::new(&plan, documents, context).for_pasting();
        let tasks: Vec<Task> =
            steps.iter().enumerate().map(|(index, step)| task(index, step, &plan, &mut commands)).collect();
        tools.extend(commands.needs.tools);
        secrets.extend(commands.needs.secrets);
        book.fills |= commands.needs.fills;
        let by_hand = is_by_hand(path, &steps);
        let script = if by_hand { path.to_owned() } else { script };
        book.parts.push(Part { script, by_hand, steps: tasks });
    }
    Runbook { tools: tools.into_iter().collect(), secrets: secrets.into_iter().collect(), ..book }
}

fn task(index: usize, step: &Step, plan: &Plan<'_>, commands: &mut Commands<'_, '_>) -> Task {
    let title = commands.title(step);
    let note = step.note.as_ref().map(|note| commands.for_people(note, step));
    let code = commands.block(index, step);
    let texts = [Some(&step.title), step.note.as_ref()];
    let spoken = texts.into_iter().flatten().flat_map(|text: &Text| text.parts.iter().map(|p| p.span));
    let written = code.lines.iter().flat_map(|line| line.chunks.iter().map(|c| c.span));
    let places: IndexSet<Span> = spoken.chain(written).collect();
    Task {
        name: plan.name(index).to_owned(),
        title,
        note,
        code: text(&code),
        places: places.into_iter().collect(),
        resource: step.resource,
    }
}

fn text(code: &Code) -> String {
    let lines = code.lines.iter().map(|line| line.chunks.iter().map(|c| c.text.as_str()).collect::<String>());
    let lines: Vec<String> = lines.collect();
    lines.join("\n")
}
