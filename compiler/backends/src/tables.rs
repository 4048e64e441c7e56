//! The open lists: backends, formats of tagged text, stages of late values. An entry is one file and one line here.

use graph::Tagged;

use crate::document::Draft;
use crate::lines::Printed;
use crate::lower::{Fills, Prints};
use crate::node::Chunk;
use crate::shell::Resolve;
use crate::{dotenv, eksctl, iam, json, k8s, route53, shell, text, yaml};

/// A format of documents.
#[derive(Debug)]
pub struct Backend {
    /// What stands after `emit`.
    pub name: &'static str,
    /// One line for people.
    pub description: &'static str,
    /// What its documents can hold.
    pub(crate) prints: Prints,
    /// How they are checked and written.
    pub(crate) print: fn(Draft<'_, '_>) -> Option<Printed>,
}

/// A format of tagged text.
#[derive(Debug)]
pub struct Format {
    /// What stands before the quote.
    pub name: &'static str,
    /// One line for people.
    pub description: &'static str,
    /// What begins a comment.
    pub comment: Option<&'static str>,
    /// How values are put in, and the whole is checked.
    pub(crate) render: fn(&Tagged, &mut Resolve<'_>) -> Option<Vec<Chunk>>,
}

/// When, and by whom, a late value is known.
#[derive(Debug)]
pub struct Stage {
    /// What stands after `@` in the spec.
    pub name: &'static str,
    /// One line for people: when the value is known.
    pub description: &'static str,
    /// The operations that are printed, each with what it needs.
    pub operations: &'static [(&'static str, &'static str)],
    /// How it looks in an output, for people.
    pub printed: &'static str,
    /// Where it can stand, for people.
    pub places: &'static str,
    /// The name that a parameter has in it if the spec doesn't say one; absent where a parameter can't have one.
    pub parameter: Option<fn(&str) -> String>,
}

const PLAIN_VALUES: Prints = Prints { quantities: false, pod: false, fills: Fills::Never, secrets: false };
const FILLED_JSON: Prints = Prints { fills: Fills::Quoted, ..PLAIN_VALUES };

/// In alphabetical order.
pub static BACKENDS: &[Backend] = &[
    Backend {
        name: "dotenv",
        description: "variables, for `docker compose --env-file` and for `source`; `export` lines in a `.sh`",
        prints: Prints { secrets: true, ..PLAIN_VALUES },
        print: dotenv::print,
    },
    Backend {
        name: "eksctl",
        description: "a cluster for `eksctl create cluster`",
        prints: FILLED_JSON,
        print: eksctl::print,
    },
    Backend { name: "iam", description: "a policy of AWS IAM", prints: FILLED_JSON, print: iam::print },
    Backend { name: "json", description: "any JSON", prints: FILLED_JSON, print: json::print },
    Backend {
        name: "k8s",
        description: "objects for `kubectl apply`",
        prints: Prints { quantities: true, pod: true, ..FILLED_JSON },
        print: k8s::print,
    },
    Backend {
        name: "route53",
        description: "a change batch of Amazon Route 53",
        prints: FILLED_JSON,
        print: route53::print,
    },
    Backend {
        name: "text",
        description: "a string or tagged text, with one line break at its end",
        prints: Prints { fills: Fills::Raw, ..PLAIN_VALUES },
        print: text::print,
    },
    Backend { name: "yaml", description: "any YAML", prints: FILLED_JSON, print: yaml::print },
];

/// In alphabetical order.
pub static FORMATS: &[Format] = &[
    Format { name: "plain", description: "values as they are", comment: None, render: text::render_plain },
    Format {
        name: "shell",
        description: "a command of bash; values are quoted words",
        comment: Some("#"),
        render: shell::render,
    },
];

/// In alphabetical order.
pub static STAGES: &[Stage] = &[
    Stage {
        name: "pod",
        description: "known when the container starts",
        operations: &[("env", "the name of an environment variable of the container")],
        printed: "$(NAME)",
        places: "`command`, `args` and `env[].value` of a container",
        parameter: None,
    },
    Stage {
        name: "script",
        description: "known when a step of a script has run",
        operations: &[("capture", "what a step finds out"), ("output", "the path of an output")],
        printed: "@{STEP.CAPTURE}",
        places: "later steps of the same script, and documents that such a step reads",
        parameter: None,
    },
];

/// The backend of this name.
pub(crate) fn backend(name: &str) -> Option<&'static Backend> {
    BACKENDS.iter().find(|b| b.name == name)
}

/// The format of this name.
pub(crate) fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name)
}

/// The stage of this name.
pub(crate) fn stage(name: &str) -> Option<&'static Stage> {
    STAGES.iter().find(|s| s.name == name)
}
