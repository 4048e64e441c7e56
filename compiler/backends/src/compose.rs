//! The `compose` backend: a file for `docker compose`, whose strings Compose interpolates.
//!
//! Source: the Compose specification ("Interpolation"), and `template.go` of compose-go: `$$` is a `$`, `$NAME` and `${NAME…}`
//! are variables, any other `$` is itself. Keys are not interpolated.

use graph::{Text, Value};
use schemas::{Bounds, Shape, TextShape};

use crate::document::Draft;
use crate::expand::{Expands, Piece, argument, escaped};
use crate::lines::Printed;
use crate::lower::Lowering;
use crate::node::{Chunk, Chunks, Node, NodeData, Origin};
use crate::shell::is_variable;
use crate::typed::{self, Format, Late};
use crate::{problems, yaml};

pub(crate) static EXPANDS: Expands = Expands { stage: "compose", takes: |_, _| true, text };

/// One file.
pub(crate) fn print(mut draft: Draft<'_, '_>) -> Option<Printed> {
    let root = draft.merged()?;
    let what = format!("the Compose file `{}`", draft.document.path);
    let format = Format {
        shapes: &schemas::compose::SHAPES,
        version: None,
        in_words: |_| "Compose".to_owned(),
        text: |_, _| None,
        coerces: false,
        late: &variables,
    };
    typed::check(&root, &Shape::Ref("file"), &what, &format, draft.context);
    Some(yaml::file(&root, draft.context.graph))
}

/// What holds a variable is a scalar, whatever its sort, once Compose has read it.
fn variables(node: &Node) -> Late {
    let is_interpolated = |text: String| text.replace("$$", "").contains("${");
    if !node.text().is_some_and(is_interpolated) {
        return Late::No;
    }
    let whole = Shape::Int(Bounds::default());
    Late::Of(Shape::Either(vec![Shape::Text(TextShape::default()), whole, Shape::Bool]))
}

fn text(lowering: &mut Lowering<'_, '_>, text: &Text, value: &Value) -> Option<NodeData> {
    let mut result = Chunks::default();
    let mut failed = false;
    for piece in EXPANDS.pieces(text, lowering) {
        let printed = match piece {
            Piece::Literal(chunks) => {
                result.chunks.extend(escaped(&chunks, |text| text.replace('$', "$$")));
                continue;
            }
            Piece::Name(name, span) => Some((required(&name), span)),
            Piece::Late(late, span) => {
                let origin = lowering.origin(value, span);
                variable(late, &origin, lowering).map(|text| (text, span))
            }
            Piece::Secret(id, span) => {
                lowering.context.secret(id).map(|secret| (required(secret.name_in("compose")), span))
            }
        };
        failed |= printed.is_none();
        result.chunks.extend(printed.map(|(text, span)| Chunk::new(text, span)));
    }
    (!failed).then_some(NodeData::Text(result))
}

/// A variable that Compose insists on.
fn required(name: &str) -> String {
    format!("${{{name}:?set {name}}}")
}

fn variable(late: &graph::Late, origin: &Origin, lowering: &mut Lowering<'_, '_>) -> Option<String> {
    let name = argument(late, 0).unwrap_or_default();
    let text = match (&*late.stage, &*late.op) {
        ("compose", "variable" | "int_variable") => required(&name),
        ("compose", "variable_or") => {
            let otherwise = argument(late, 1)?;
            // Compose looks for the brace that closes, and interpolates what stands before it.
            if let Some(sign) = ['$', '{', '}'].into_iter().find(|sign| otherwise.contains(*sign)) {
                let problem = problems::not_literal(&sign.to_string(), &lowering.place(), origin.span);
                lowering.context.report(problem, origin);
                return None;
            }
            format!("${{{name}:-{otherwise}}}")
        }
        _ => {
            lowering.refuse_late(late, origin);
            return None;
        }
    };
    if !is_variable(&name) {
        lowering.context.report(problems::stages::not_a_name(&name, "compose", origin.span), origin);
        return None;
    }
    Some(text)
}
