//! `wavec data`: where the catalogues come from.

use clap::Args;
use wavec::data;

use super::{AnswerFormat, Outcome, answer};

/// `wavec data`
#[derive(Args)]
pub(super) struct Data {
    /// How the catalogues are listed.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: AnswerFormat,
}

impl Data {
    pub(super) fn run(&self) -> Outcome {
        let listed = data::listed();
        answer(&match self.format {
            AnswerFormat::Human => data::text(&listed),
            AnswerFormat::Json => format!("{:#}\n", data::json(&listed)),
        });
        Outcome::Fine
    }
}
