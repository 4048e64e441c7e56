//! `wavec schema`: what may stand at a place of a document.

use clap::Args;
use wavec::schema::{self, Request};

use super::{AnswerFormat, Global, Outcome, answer};

/// `wavec schema FORMAT PLACE`
#[derive(Args)]
pub(super) struct Schema {
    /// The format, such as `k8s`. Without it, formats are listed.
    name: Option<String>,
    /// A kind and keys below it, such as `Deployment.spec.template`. Without it, kinds are listed.
    place: Option<String>,
    /// The version of the format, such as `1.30`; the newest if absent.
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    /// How the answer is printed.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: AnswerFormat,
}

impl Schema {
    pub(super) fn run(&self, global: &Global) -> Outcome {
        let request = Request {
            format: self.name.as_deref(),
            place: self.place.as_deref(),
            version: self.version.as_deref(),
        };
        match schema::look_up(&request) {
            Ok(found) => {
                answer(&match self.format {
                    AnswerFormat::Human => found.text(global.look_of_answers().width),
                    AnswerFormat::Json => format!("{:#}\n", found.json()),
                });
                Outcome::Fine
            }
            Err(message) => Outcome::Failed(message),
        }
    }
}
