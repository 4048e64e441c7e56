//! Scripts: steps in order, as a bash program that can be read, tried without effect, and run again.
//!
//! One function per step does what is to be done, one finds out what later steps need. The frame around them is the same
//! in every script; each script holds only the parts of it that it uses. Written for bash 3.2 and later.

mod code;
mod commands;
mod ere;
mod finding;
mod frame;
mod paste;
mod plan;
mod reads;
pub(crate) mod runbook;
mod tools;

use graph::{Graph, Step};
use indexmap::IndexMap;

use crate::context::Context;
use crate::document::{Written, made_by};
use crate::lines::{Lines, Printed};
use crate::shell::{WordPart, quote};
use crate::{OutputFile, paths};
use commands::Commands;
use plan::Plan;

pub(crate) use reads::{check_all_are_read, first_reads};

/// All scripts, in order of their first step.
pub(crate) fn print<'g>(documents: &[Written<'g>], context: &mut Context<'g>) -> Vec<OutputFile> {
    let scripts = by_script(context.graph, documents);
    scripts.into_iter().filter_map(|(path, steps)| file(path, &steps, documents, context)).collect()
}

fn by_script<'g>(graph: &'g Graph, documents: &[Written<'_>]) -> IndexMap<&'g str, Vec<&'g Step>> {
    let mut scripts: IndexMap<&str, Vec<&Step>> = IndexMap::new();
    for step in &graph.steps {
        scripts.entry(&step.script).or_default().push(step);
    }
    finding::repeat(&mut scripts, graph, documents);
    scripts
}

/// `None` for steps that are done by hand. What is wrong with them is reported all the same.
fn file<'g>(
    path: &'g str,
    steps: &[&'g Step],
    documents: &[Written<'g>],
    context: &mut Context<'g>,
) -> Option<OutputFile> {
    let graph = context.graph;
    let plan = Plan::new(path, steps);
    let mut commands = Commands::new(&plan, documents, context);
    let mut functions = Lines::default();
    for (index, step) in steps.iter().enumerate() {
        commands.step(index, step, &mut functions);
    }
    let titles: Vec<String> = steps.iter().map(|s| commands.title(s)).collect();
    let needs = commands.needs;
    if is_by_hand(path, steps) {
        return None;
    }
    let printed = program(&plan, &needs, functions.finish(), &titles, graph);
    Some(OutputFile {
        path: paths::in_output(graph, path),
        bytes: printed.text.into_bytes(),
        executable: true,
        lines: printed.lines,
    })
}

/// Whether all steps of a script that are its own are done by hand.
fn is_by_hand(path: &str, steps: &[&Step]) -> bool {
    steps.iter().all(|step| step.is_by_hand() || *step.script != *path)
}

/// The whole program, top down.
fn program(
    plan: &Plan<'_>,
    needs: &commands::Needs,
    functions: Printed,
    titles: &[String],
    graph: &Graph,
) -> Printed {
    let mut out = Lines::default();
    out.line("#!/usr/bin/env bash");
    out.line(&format!("# {}", made_by(graph)));
    frame::head(needs, &functions, &mut out);
    let secrets: Vec<_> = needs.secrets.iter().filter_map(|id| graph.secrets.get(id.0 as usize)).collect();
    frame::usage(plan, needs, &secrets, &mut out);
    out.write(&frame::helpers(plan, needs, !secrets.is_empty()));
    out.append(functions);
    out.line("");
    out.write(&frame::step(plan));
    frame::arguments(plan, &mut out);
    frame::checks(plan, needs, &secrets, &mut out);
    for (index, (step, title)) in plan.steps.iter().zip(titles).enumerate() {
        let word = quote::word(&[WordPart::Literal(title.clone())]);
        out.write_from(&format!("step {} {word}{}", plan.name(index), frame::how(step)), step.span);
        out.mark_step(step.span, step.resource);
        step.title.parts.iter().for_each(|p| out.mark(p.span));
        out.end_line();
    }
    frame::end(plan, &mut out);
    out.finish()
}
