//! The `github` backend: a workflow of GitHub Actions, whose strings hold expressions where GitHub evaluates them.
//!
//! Source: "Workflow syntax", "Evaluate expressions". A literal `${{` is the string `'${{'` in an expression; where GitHub
//! evaluates nothing, it refuses a `${{`. What an action takes is not known here.

mod places;

use graph::{Late, Text, Value};
use schemas::Shape;

use crate::context::Context;
use crate::document::Draft;
use crate::expand::{Expands, Piece, argument, escaped, joined};
use crate::lines::Printed;
use crate::lower::{Lowering, Segment};
use crate::node::{Chunk, Chunks, Node, NodeData, Origin};
use crate::typed::{self, Format, Late as Known};
use crate::{problems, yaml};

use places::Place;
pub(crate) use places::is_name;

pub(crate) static EXPANDS: Expands = Expands { stage: "github", takes, text };

/// One workflow.
pub(crate) fn print(mut draft: Draft<'_, '_>) -> Option<Printed> {
    let root = draft.merged()?;
    let path = &draft.document.path;
    let what = format!("the workflow `{path}`");
    let format = Format {
        shapes: &schemas::github::SHAPES,
        version: None,
        in_words: |_| "GitHub Actions".to_owned(),
        text: |_, _| None,
        coerces: false,
        late: &expressions,
    };
    let before = draft.context.problems();
    typed::check(&root, &Shape::Ref("workflow-root-strict"), &what, &format, draft.context);
    if let Some(jobs) = root.get("jobs") {
        let is_fine = draft.context.problems() == before;
        check_jobs(jobs, path, is_fine, draft.context);
    }
    Some(yaml::file(&root, draft.context.graph))
}

/// What GitHub evaluates may be anything.
fn expressions(node: &Node) -> Known {
    if node.text().is_some_and(|text| text.contains("${{")) { Known::Unknown } else { Known::No }
}

/// What a job needs of others must be there. The schema doesn't say that it has steps: that is told if all else is right.
fn check_jobs(jobs: &Node, path: &str, is_typed: bool, context: &mut Context<'_>) {
    let names: Vec<&str> = jobs.entries().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    for (name, entry) in jobs.entries().into_iter().flatten() {
        let job = &entry.node;
        let does = |key: &str| job.entries().is_none_or(|entries| entries.contains_key(key));
        if is_typed && does("runs-on") && !does("steps") {
            let what = format!("the job `{name}` of `{path}`");
            context.report(problems::typed::missing_key("steps", &what, job.origin.span), &job.origin);
        }
        for node in job.get("needs").map(Node::one_or_many).unwrap_or_default() {
            let Some(other) = node.text().filter(|other| !names.contains(&other.as_str())) else { continue };
            let problem = problems::stages::unknown_job(&other, &names, path, node.origin.span);
            context.report(problem, &node.origin);
        }
    }
}

fn takes(name: &str, path: &[Segment]) -> bool {
    places::of(path).is_some_and(|place| place.unknown_context(name).is_none())
}

fn text(lowering: &mut Lowering<'_, '_>, text: &Text, value: &Value) -> Option<NodeData> {
    let place = places::of(&lowering.path);
    let pieces = EXPANDS.pieces(text, lowering);
    let alone = pieces.len() == 1;
    let mut result = Chunks::default();
    let mut failed = false;
    for piece in &pieces {
        let (printed, span) = match piece {
            Piece::Literal(chunks) => {
                let chunks = literal(chunks, place, value, lowering);
                failed |= chunks.is_none();
                result.chunks.extend(chunks.unwrap_or_default());
                continue;
            }
            Piece::Name(name, span) => (Some(name.clone()), *span),
            Piece::Late(late, span) => {
                let origin = lowering.origin(value, *span);
                (expression(late, place, &origin, lowering), *span)
            }
            Piece::Secret(id, span) => {
                let origin = lowering.origin(value, *span);
                (secret(*id, place, &origin, lowering), *span)
            }
        };
        failed |= printed.is_none();
        let written = |text: String| match place {
            Some(place) if place.is_condition => places::operand(text, alone),
            _ => format!("${{{{ {text} }}}}"),
        };
        result.chunks.extend(printed.map(|text| Chunk::new(written(text), span)));
    }
    (!failed).then_some(NodeData::Text(result))
}

/// Literal text: `${{` would begin an expression.
fn literal(
    chunks: &[Chunk],
    place: Option<&'static Place>,
    value: &Value,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Vec<Chunk>> {
    const OPEN: &str = "${{";
    if !joined(chunks).contains(OPEN) {
        return Some(chunks.to_vec());
    }
    if place.is_some_and(|place| !place.is_condition) {
        return Some(escaped(chunks, |text| text.replace(OPEN, "${{ '${{' }}")));
    }
    let span = chunks.iter().find(|c| c.text.contains(OPEN)).map_or(value.span, |c| c.span);
    let origin = lowering.origin(value, span);
    let problem = problems::not_literal(OPEN, &lowering.place(), span)
        .with_help("make an expression with `github.expr(\"…\")`, where GitHub evaluates one".to_owned());
    lowering.context.report(problem, &origin);
    None
}

fn expression(
    late: &Late,
    place: Option<&'static Place>,
    origin: &Origin,
    lowering: &mut Lowering<'_, '_>,
) -> Option<String> {
    let text = match (&*late.stage, &*late.op) {
        ("github", "expr") => argument(late, 0),
        _ => None,
    };
    let (Some(text), Some(place)) = (text, place) else {
        lowering.refuse_late(late, origin);
        return None;
    };
    if let Some(context) = place.unknown_context(&text) {
        let shown = lowering.place();
        let problem = problems::stages::unknown_context(context, place.contexts, &shown, origin.span);
        lowering.context.report(problem, origin);
        return None;
    }
    Some(text)
}

fn secret(
    id: graph::SecretId,
    place: Option<&'static Place>,
    origin: &Origin,
    lowering: &mut Lowering<'_, '_>,
) -> Option<String> {
    if place.is_none_or(|place| !place.contexts.contains(&"secrets")) {
        let help = "give it to a step or a job in `env`, where GitHub knows `secrets`";
        lowering.refuse_secret(id, help, origin);
        return None;
    }
    let secret = lowering.context.secret(id)?;
    Some(format!("secrets.{}", secret.name_in("github")))
}
