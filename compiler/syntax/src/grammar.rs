//! The parser that pest makes of the grammar. The builder alone talks to it.

/// The grammar, over token codes.
#[derive(pest_derive::Parser)]
#[grammar = "../../../grammar/wave.pest"]
pub(crate) struct Grammar;
