//! Strings of formats whose reader puts in values of a stage itself: `docker-compose.yaml`, workflows, templates.
//!
//! Cuts a string into what stands as it is and what is referred to; how each is written is the affair of the format.

use diagnostics::Span;
use graph::{Late, Param, ParamId, PartKind, SecretId, Text, Value};

use crate::lower::{Lowering, Segment};
use crate::node::{Chunk, NodeData};
use crate::tables::{self, Stage};

/// A format whose reader expands values of one stage.
pub(crate) struct Expands {
    /// A row of the table of stages.
    pub(crate) stage: &'static str,
    /// Whether the name of a parameter can stand at a place; its value does otherwise.
    pub(crate) takes: fn(name: &str, place: &[Segment]) -> bool,
    /// A string at the place that is being lowered.
    pub(crate) text: fn(&mut Lowering<'_, '_>, &Text, &Value) -> Option<NodeData>,
}

/// A part of a string, as the reader of the document sees it.
pub(crate) enum Piece<'t> {
    /// To arrive as it is.
    Literal(Vec<Chunk>),
    /// A parameter, by its name in the stage.
    Name(String, Span),
    /// Known later.
    Late(&'t Late, Span),
    /// Known to nobody here.
    Secret(SecretId, Span),
}

impl std::fmt::Debug for Expands {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Expands").field(&self.stage).finish()
    }
}

impl Expands {
    /// The name of a parameter, if it has one in this stage and the place takes it.
    pub(crate) fn name(&self, id: ParamId, lowering: &Lowering<'_, '_>) -> Option<String> {
        let param = lowering.context.graph.params.get(id.0 as usize)?;
        name_of(param, tables::stage(self.stage)?).filter(|name| (self.takes)(name, &lowering.path))
    }

    /// The pieces of a string: literal ones are as long as they can be.
    pub(crate) fn pieces<'t>(&self, text: &'t Text, lowering: &Lowering<'_, '_>) -> Vec<Piece<'t>> {
        let mut pieces: Vec<Piece<'t>> = Vec::new();
        for part in &text.parts {
            let span = part.span;
            let known = match &part.kind {
                PartKind::Known(known) => known,
                PartKind::Named(id, known) => match self.name(*id, lowering) {
                    Some(name) => {
                        pieces.push(Piece::Name(name, span));
                        continue;
                    }
                    None => known,
                },
                PartKind::Late(late) => {
                    pieces.push(Piece::Late(late, span));
                    continue;
                }
                PartKind::Secret(id) => {
                    pieces.push(Piece::Secret(*id, span));
                    continue;
                }
            };
            let chunk = Chunk::new(&**known, span);
            match pieces.last_mut() {
                Some(Piece::Literal(chunks)) => chunks.push(chunk),
                _ => pieces.push(Piece::Literal(vec![chunk])),
            }
        }
        pieces
    }
}

/// The name of a parameter in a stage, if it has one.
pub(crate) fn name_of(param: &Param, stage: &Stage) -> Option<String> {
    let (_, name) = param.stages.iter().find(|(s, _)| **s == *stage.name)?;
    let made = || stage.parameter.map(|make| make(&param.name));
    name.as_ref().map(ToString::to_string).or_else(made)
}

/// Literal chunks with something done to their text. What an escape has to see may begin in one chunk and end in the next:
/// then they become one.
pub(crate) fn escaped(chunks: &[Chunk], escape: impl Fn(&str) -> String) -> Vec<Chunk> {
    let whole = escape(&joined(chunks));
    let each: Vec<Chunk> = chunks.iter().map(|c| Chunk::new(escape(&c.text), c.span)).collect();
    match chunks.first() {
        Some(first) if joined(&each) != whole => vec![Chunk::new(whole, first.span)],
        _ => each,
    }
}

pub(crate) fn joined(chunks: &[Chunk]) -> String {
    chunks.iter().map(|c| c.text.as_str()).collect()
}

/// A string argument of a late value, if it is known.
pub(crate) fn argument(late: &Late, index: usize) -> Option<String> {
    late.args.get(index)?.as_str().map(std::borrow::Cow::into_owned)
}
