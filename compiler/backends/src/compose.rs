//! The `compose` backend: a file for `docker compose`, whose strings Compose interpolates.
//!
//! Source: the Compose specification ("Interpolation"), and `template.go` of compose-go: `$$` is a `$`, `$NAME` and `${NAME…}`
//! are variables, any other `$` is itself. Keys are not interpolated. What services consist of is not known here.

use graph::{Text, Value};

use crate::document::Draft;
use crate::expand::{Expands, Piece, argument, escaped};
use crate::lines::Printed;
use crate::lower::Lowering;
use crate::node::{Chunk, Chunks, NodeData, Origin};
use crate::record::Checked;
use crate::shell::is_variable;
use crate::{problems, yaml};

pub(crate) static EXPANDS: Expands = Expands { stage: "compose", takes: |_, _| true, text };

/// The keys of a file, but those that begin with `x-`.
const KEYS: &[&str] =
    &["name", "version", "include", "services", "networks", "volumes", "configs", "secrets", "models"];
/// Those that are records of what has a name.
const NAMED: &[&str] = &["services", "networks", "volumes", "configs", "secrets", "models"];

/// One file.
pub(crate) fn print(mut draft: Draft<'_, '_>) -> Option<Printed> {
    let root = draft.merged()?;
    let what = format!("the Compose file `{}`", draft.document.path);
    let mut file = Checked { node: &root, what, context: &mut *draft.context };
    if file.is_record() {
        file.knows_but(KEYS, "x-");
        for key in NAMED {
            let Some(node) = root.get(key) else { continue };
            let what = format!("`{key}` of `{}`", draft.document.path);
            Checked { node, what, context: &mut *draft.context }.is_record();
        }
    }
    Some(yaml::file(&root, draft.context.graph))
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
