//! The formats that documents are typed by: a table of catalogues of shapes, for whoever lists, shows or tests all of them.

use crate::{EKSCTL, Shapes, compose, github, k8s};

/// A format whose documents are typed.
#[derive(Debug)]
pub struct Format {
    /// Such as `k8s`; also the name of its backend.
    pub name: &'static str,
    /// What its documents are, for "… of Kubernetes".
    pub of: &'static str,
    /// What its documents consist of.
    pub shapes: &'static Shapes,
    /// The definition that a whole document is of, if there is only one.
    pub root: Option<&'static str>,
    /// What a version of the format is called, without its number in `Versions`: `1.` for the 30 of `1.30`. `None`: there is one.
    pub before_version: Option<&'static str>,
}

/// In alphabetical order. A new one is a catalogue and a row here.
pub static FORMATS: &[Format] = &[
    Format {
        name: "compose",
        of: "Compose",
        shapes: &compose::SHAPES,
        root: Some("file"),
        before_version: None,
    },
    Format {
        name: "eksctl",
        of: "eksctl",
        shapes: &EKSCTL,
        root: Some("ClusterConfig"),
        before_version: None,
    },
    Format {
        name: "github",
        of: "GitHub Actions",
        shapes: &github::SHAPES,
        root: Some("workflow-root-strict"),
        before_version: None,
    },
    Format { name: "k8s", of: "Kubernetes", shapes: &k8s::SHAPES, root: None, before_version: Some("1.") },
];

impl Format {
    /// The number of a version as people write it.
    pub fn version(&self, text: &str) -> Option<u16> {
        text.strip_prefix(self.before_version?)?.parse().ok()
    }

    /// A version as people write it.
    pub fn version_in_words(&self, version: u16) -> String {
        format!("{}{version}", self.before_version.unwrap_or_default())
    }
}
