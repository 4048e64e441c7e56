//! `wavec where`: every line of the outputs that a line of the spec has a part in.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use diagnostics::did_you_mean;
use serde_json::{Value, json};
use wavec::render::amount;
use wavec::trace;

use super::built::{Form, Target, built, numbered};
use super::project::setting;
use super::{Global, Outcome, answer};

/// `wavec where FILE:LINE`
#[derive(Args)]
pub(super) struct Where {
    /// A file and one of its lines, such as `spec.wave:12`.
    #[arg(value_name = "FILE:LINE")]
    place: String,
    /// The spec, if the file isn't it.
    #[arg(long, value_name = "SPEC")]
    spec: Option<PathBuf>,
    /// Give a parameter a value, as the build did: `--set replicas=3`. May be repeated.
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    set: Vec<(String, String)>,
    /// Print one JSON object.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Form,
}

impl Where {
    pub(super) fn run(&self, global: &Global) -> Outcome {
        let (path, Some(line)) = numbered(&self.place) else {
            return Outcome::Failed(format!("which line? write `{}:LINE`", self.place));
        };
        let target = match Target::of_source(path, self.spec.as_deref()) {
            Ok(target) => target,
            Err(why) => return Outcome::Failed(why),
        };
        let built = match built(&target, &self.set, global) {
            Ok(built) => built,
            Err(outcome) => return outcome,
        };
        let sources = &built.checked.sources;
        let Some((_, file)) = sources.files().find(|(_, f)| f.name == target.path) else {
            let names = sources.files().map(|(_, f)| f.name.as_str());
            let help = did_you_mean(&target.path, names).map(|h| format!("; {h}")).unwrap_or_default();
            return Outcome::Failed(format!("`{}` doesn't read `{path}`{help}", target.shown_spec()));
        };
        let count = file.text.lines().count();
        let Some(index) = line.checked_sub(1).filter(|i| *i < count) else {
            return Outcome::Failed(format!("`{path}` has {}, and so no line {line}", amount(count, "line")));
        };
        let found = trace::reached(&built, &target.path, index);
        let prefix = target.prefix();
        if self.format.is_json() {
            let one = |o: &trace::OutputLine<'_>| json!({ "file": format!("{prefix}{}", o.path), "line": o.line + 1, "text": o.text });
            let lines: Vec<Value> = found.iter().map(one).collect();
            answer(&format!("{:#}\n", json!({ "file": path, "line": line, "outputs": lines })));
        } else if found.is_empty() {
            answer(&format!("nothing of {path}:{line} stands in an output\n"));
        } else {
            let text = found.iter().fold(String::new(), |mut text, o| {
                let _ = writeln!(text, "{prefix}{}:{}: {}", o.path, o.line + 1, o.text.trim());
                text
            });
            answer(&text);
        }
        Outcome::Fine
    }
}
