//! The open lists: backends, formats of tagged text, stages of late values. An entry is one file and one line here.

use graph::Tagged;

use crate::document::Draft;
use crate::lines::Printed;
use crate::lower::{Fills, Prints};
use crate::node::Chunk;
use crate::shell::Resolve;
use crate::{cloudformation, compose, dotenv, eksctl, github, iam, json, k8s, route53, shell, text, yaml};

/// A format of documents.
#[derive(Debug)]
pub struct Backend {
    /// What stands after `emit`.
    pub name: &'static str,
    /// One line for people.
    pub description: &'static str,
    /// Whether its format has versions that a document may be for.
    pub versions: bool,
    /// What its documents can hold.
    pub(crate) prints: Prints,
    /// How they are checked and written.
    pub(crate) print: fn(Draft<'_, '_>) -> Option<Printed>,
}

impl Backend {
    /// The stages whose values its documents hold.
    pub fn stages(&self) -> Vec<&'static str> {
        let own = self.prints.expands.map(|e| e.stage);
        let pod = self.prints.pod.then_some("pod");
        let script = (self.prints.fills != Fills::Never).then_some("script");
        own.into_iter().chain(pod).chain(script).collect()
    }

    /// Whether its documents can refer to a secret.
    pub fn holds_secrets(&self) -> bool {
        self.prints.secrets || self.prints.expands.is_some()
    }

    /// What can hold a secret in its place, for people.
    pub fn instead(&self) -> &'static str {
        self.prints.instead
    }
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
    /// What a name in it is, for people.
    pub names: &'static str,
    /// Whether a text is one; absent where nothing has a name.
    pub(crate) is_name: Option<fn(&str) -> bool>,
    /// How literal text that looks like one of its values is written, for people.
    pub escapes: &'static str,
    /// How a secret is referred to, for people.
    pub secrets: &'static str,
}

const PLAIN_VALUES: Prints = Prints {
    quantities: false,
    pod: false,
    fills: Fills::Never,
    secrets: false,
    expands: None,
    instead: "a step can write it into a file: `shell\"… ${NAME} …\"`; or let the program that reads the file take it \
              from its environment",
};
const FILLED_JSON: Prints = Prints { fills: Fills::Quoted, ..PLAIN_VALUES };
const IN_KUBERNETES: &str = "put it into a `k8s.secret`, and refer to that with `k8s.env_from_secret`";
const BY_REFERENCE: &str = "write it as a string of its own, outside of tagged text";
const IN_TAGGED_SHELL: &str = "give it a variable of its own, and use that in the text";

/// In alphabetical order.
pub static BACKENDS: &[Backend] = &[
    Backend {
        name: "cloudformation",
        description: "a template of AWS CloudFormation: YAML, or JSON in a `.json`",
        versions: false,
        prints: Prints { expands: Some(&cloudformation::EXPANDS), instead: BY_REFERENCE, ..PLAIN_VALUES },
        print: cloudformation::print,
    },
    Backend {
        name: "compose",
        description: "a file for `docker compose`",
        versions: false,
        prints: Prints { expands: Some(&compose::EXPANDS), instead: BY_REFERENCE, ..PLAIN_VALUES },
        print: compose::print,
    },
    Backend {
        name: "dotenv",
        description: "variables, for `docker compose --env-file` and for `source`; `export` lines in a `.sh`",
        versions: false,
        prints: Prints { secrets: true, instead: IN_TAGGED_SHELL, ..PLAIN_VALUES },
        print: dotenv::print,
    },
    Backend {
        name: "eksctl",
        description: "a cluster for `eksctl create cluster`",
        versions: false,
        prints: FILLED_JSON,
        print: eksctl::print,
    },
    Backend {
        name: "github",
        description: "a workflow of GitHub Actions",
        versions: false,
        prints: Prints { expands: Some(&github::EXPANDS), instead: BY_REFERENCE, ..PLAIN_VALUES },
        print: github::print,
    },
    Backend {
        name: "iam",
        description: "a policy of AWS IAM",
        versions: false,
        prints: FILLED_JSON,
        print: iam::print,
    },
    Backend {
        name: "json",
        description: "any JSON",
        versions: false,
        prints: FILLED_JSON,
        print: json::print,
    },
    Backend {
        name: "k8s",
        description: "objects for `kubectl apply`",
        versions: true,
        prints: Prints { quantities: true, pod: true, instead: IN_KUBERNETES, ..FILLED_JSON },
        print: k8s::print,
    },
    Backend {
        name: "route53",
        description: "a change batch of Amazon Route 53",
        versions: false,
        prints: FILLED_JSON,
        print: route53::print,
    },
    Backend {
        name: "text",
        description: "a string or tagged text, with one line break at its end",
        versions: false,
        prints: Prints { fills: Fills::Raw, ..PLAIN_VALUES },
        print: text::print,
    },
    Backend {
        name: "yaml",
        description: "any YAML",
        versions: false,
        prints: FILLED_JSON,
        print: yaml::print,
    },
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
        name: "cloudformation",
        description: "known when the stack is created",
        operations: &[
            ("availability_zones", "nothing: those of the region"),
            ("base64_later", "a string, encoded once it is known"),
            ("cidr", "a block of addresses, how many parts to make of it, and the bits of each"),
            ("find_in_map", "the name of a mapping of the template, and two keys"),
            ("get_att", "the id of a resource of the template, and its attribute"),
            ("if_", "a condition of the template, and the values for yes and no"),
            ("import_value", "the name of an export of another stack"),
            ("join_later", "a separator, and a list"),
            ("no_value", "nothing: the property is as if it weren't there"),
            ("ref", "the id of a resource or parameter of the template"),
            ("select", "an index, and a list"),
            ("split_later", "a separator, and a string"),
            ("ssm", "the name of a parameter of Systems Manager"),
            ("stack_id", "nothing"),
            ("stack_name", "nothing"),
            ("url_suffix", "nothing"),
        ],
        printed: "!Ref NAME, !GetAtt ID.ATTRIBUTE, !Sub \"… ${NAME} …\", Fn::ImportValue",
        places: "`Properties` of a resource and `Value` of an output in a template of `cloudformation`",
        parameter: Some(crate::shell::identifier_words),
        names: "letters and digits, such as `Environment`",
        is_name: Some(cloudformation::is_name),
        escapes: "`${X}` is itself, and `${!X}` in `!Sub`; `{{resolve:` is refused",
        secrets: "{{resolve:secretsmanager:NAME:SecretString}}",
    },
    Stage {
        name: "compose",
        description: "known when Compose reads its env file",
        operations: &[
            ("int_variable", "the name of a variable that is a number"),
            ("variable", "the name of a variable"),
            ("variable_or", "the name of a variable, and what stands in for it"),
        ],
        printed: "${NAME:?set NAME}",
        places: "any value of a file of `compose`",
        parameter: Some(str::to_uppercase),
        names: "letters, digits and `_`, and no digit first, such as `MONGO_PORT`",
        is_name: Some(shell::is_variable),
        escapes: "`$` is `$$`",
        secrets: "${NAME:?set NAME}",
    },
    Stage {
        name: "github",
        description: "known when the workflow runs",
        operations: &[("expr", "an expression of GitHub Actions")],
        printed: "${{ … }}",
        places: "a workflow of `github`, where GitHub evaluates expressions, such as `env`, `with`, `run` and `if`",
        parameter: Some(|name| format!("vars.{}", name.to_uppercase())),
        names: "a value of a context, such as `matrix.environment` or `vars.REGION`",
        is_name: Some(github::is_name),
        escapes: "`${{` is `${{ '${{' }}`, and refused where GitHub evaluates nothing",
        secrets: "${{ secrets.NAME }}",
    },
    Stage {
        name: "pod",
        description: "known when the container starts",
        operations: &[("env", "the name of an environment variable of the container")],
        printed: "$(NAME)",
        places: "`command`, `args` and `env[].value` of a container",
        parameter: None,
        names: "",
        is_name: None,
        escapes: "`$(` and `$$` are `$$(` and `$$$$` there",
        secrets: "`secretKeyRef`, with `k8s.env_from_secret`",
    },
    Stage {
        name: "script",
        description: "known when a step of a script has run",
        operations: &[("capture", "what a step finds out"), ("output", "the path of an output")],
        printed: "@{STEP.CAPTURE}",
        places: "later steps of the same script, and documents that such a step reads",
        parameter: None,
        names: "",
        is_name: None,
        escapes: "quoted; `@{` is refused in a document that a script fills",
        secrets: "a variable of the shell, which the script insists on",
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
