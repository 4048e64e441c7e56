//! What every phase says about a mistake, and where in the source it says it.
//!
//! This crate is the bottom of the compiler: places in source text, the table of codes with a page for each, the one
//! [`Diagnostic`] type, and the guess behind every "did you mean". It knows no phase, no renderer and no disk.

pub mod codes;
mod diagnostic;
mod line_index;
mod similar;
mod source;
mod together;

pub use codes::{CODES, Code, Severity, code};
pub use diagnostic::{Diagnostic, Diagnostics, Edit, Fix, Label, Replacement};
pub use line_index::{LineIndex, Position};
pub use similar::{did_you_mean, similar, slip};
pub use source::{Anchor, FileId, Location, SourceFile, Sources, Span};
pub use together::Together;
