//! What analysis says about mistakes: one function for each, so that wording, labels and help are decided in one place.

pub(crate) mod checks;
pub(crate) mod evaluation;
pub(crate) mod files;
pub(crate) mod lints;
pub(crate) mod marks;
pub(crate) mod names;
pub(crate) mod references;
pub(crate) mod templates;
pub(crate) mod tests;
pub(crate) mod types;
pub(crate) mod values;
