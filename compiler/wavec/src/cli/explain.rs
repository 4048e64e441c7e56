//! `wavec explain`: the page of a code, or the doc comment of a check.

use std::fmt::Write as _;

use clap::Args;
use diagnostics::{CODES, code, did_you_mean};
use wavec::explain::{check_names, explain_check};

use super::{Outcome, answer};

/// `wavec explain CODE`
#[derive(Args)]
pub(super) struct Explain {
    /// A code or its name, or the name of a check. Without it, all codes are listed.
    code: Option<String>,
}

impl Explain {
    pub(super) fn run(&self) -> Outcome {
        let Some(name) = &self.code else {
            answer(&list());
            return Outcome::Fine;
        };
        // People paste what stands before the message.
        let name = name.trim_start_matches("error").trim_start_matches("warning").trim_start_matches("note");
        let name = name.trim_matches(['[', ']']);
        if let Some(page) = code(name).map(|c| c.page.to_string()).or_else(|| explain_check(name)) {
            answer(&format!("{}\n", page.trim_end()));
            return Outcome::Fine;
        }
        let checks = check_names();
        let known = CODES.iter().flat_map(|c| [c.id, c.name]).chain(checks.iter().map(String::as_str));
        let hint = did_you_mean(name, known).unwrap_or_else(|| "`wavec explain` lists all codes".to_string());
        Outcome::Failed(format!("there is no code or check `{name}`; {hint}"))
    }
}

fn list() -> String {
    CODES.iter().fold(String::new(), |mut text, code| {
        let title = code.page.lines().next().and_then(|l| l.split_once(": ")).map_or("", |(_, title)| title);
        let _ = writeln!(text, "{} {:28} {title}", code.id, code.name);
        text
    })
}
