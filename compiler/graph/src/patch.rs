//! Changes to documents, and what a test expects of them.

use std::sync::Arc;

use diagnostics::Span;

use crate::Value;

/// An output, or one object of it: `k8s/40-app.yaml#Deployment/wave`.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Relative to the output folder.
    pub path: Arc<str>,
    /// Where the path was written.
    pub path_span: Span,
    /// What follows `#`, and where.
    pub selector: Option<(Arc<str>, Span)>,
}

/// What a spec changes in a document that something else emits.
#[derive(Debug, Clone, PartialEq)]
pub struct Patch {
    /// The document.
    pub target: Target,
    /// Why.
    pub because: Arc<str>,
    /// In the order in which they were written.
    pub changes: Vec<Change>,
    /// The `patch`.
    pub span: Span,
}

/// `PLACE = VALUE`
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// From the root of the document; at least one part.
    pub place: Vec<PlacePart>,
    /// All of the place.
    pub span: Span,
    /// What stands there from now on; [`crate::Data::None`] removes.
    pub value: Value,
}

/// One part of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacePart {
    /// What it is.
    pub step: PlaceStep,
    /// Where it was written.
    pub span: Span,
}

/// A step into a document.
#[derive(Debug, Clone, PartialEq)]
pub enum PlaceStep {
    /// `.spec`
    Key(Arc<str>),
    /// `["wave-app"]`: an element of a list by its name, or a key.
    Name(Arc<str>),
    /// `[0]`
    Index(i64),
}

/// What a document must hold at least.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// The output.
    pub target: Target,
    /// A part of the document, or of its text.
    pub value: Value,
}
