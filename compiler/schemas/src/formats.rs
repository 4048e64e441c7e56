//! The formats that documents are typed by: a table of catalogues of shapes, for whoever lists, shows or tests all of them.

use crate::{CLOUDFORMATION, Definition, EKSCTL, ROUTE53, Shape, Shapes, compose, github, k8s};

/// A format whose documents are typed.
#[derive(Debug)]
pub struct Format {
    /// Such as `k8s`; also the name of its backend.
    pub name: &'static str,
    /// What people call it.
    pub of: &'static str,
    /// What its documents consist of.
    pub shapes: &'static Shapes,
    /// The definition that a whole document is of, if there is only one.
    pub root: Option<&'static str>,
    /// What stands before the number of a version: `1.` for the 30 of `1.30`. `None`: there is one version.
    pub before_version: Option<&'static str>,
    /// Whether a definition is one that documents are made of, and not only a part of others.
    pub is_kind: fn(&Definition) -> bool,
}

/// In alphabetical order. A new one is a catalogue and a row here.
pub static FORMATS: &[Format] = &[
    Format {
        name: "cloudformation",
        of: "CloudFormation",
        shapes: &CLOUDFORMATION,
        root: None,
        before_version: None,
        is_kind: |definition| !definition.name.contains(['.', '/']),
    },
    Format {
        name: "compose",
        of: "Compose",
        shapes: &compose::SHAPES,
        root: Some("file"),
        before_version: None,
        is_kind: |definition| definition.name == "file",
    },
    Format {
        name: "eksctl",
        of: "eksctl",
        shapes: &EKSCTL,
        root: Some("ClusterConfig"),
        before_version: None,
        is_kind: |definition| definition.name == "ClusterConfig",
    },
    Format {
        name: "github",
        of: "GitHub Actions",
        shapes: &github::SHAPES,
        root: Some("workflow-root-strict"),
        before_version: None,
        is_kind: |definition| definition.name == "workflow-root-strict",
    },
    Format {
        name: "k8s",
        of: "Kubernetes",
        shapes: &k8s::SHAPES,
        root: None,
        before_version: Some("1."),
        is_kind: |definition| has_key(definition, "apiVersion") && has_key(definition, "metadata"),
    },
    Format {
        name: "route53",
        of: "Route 53",
        shapes: &ROUTE53,
        root: Some("ChangeBatch"),
        before_version: None,
        is_kind: |definition| definition.name == "ChangeBatch",
    },
];

fn has_key(definition: &Definition, key: &str) -> bool {
    matches!(&definition.shape, Shape::Record(record) if record.field(key, None).is_some())
}

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
