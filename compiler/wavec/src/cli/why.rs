//! `wavec why`: what wrote a line of an output, or each action of a policy.

use std::fmt::Write as _;
use std::path::PathBuf;

use backends::OutputFile;
use clap::Args;
use diagnostics::did_you_mean;
use serde_json::{Value, json};
use wavec::Built;
use wavec::render::{Shown, amount, place, position, source_line};
use wavec::trace::{self, Cause, Role};

use super::built::{Target, built, numbered};
use super::project::setting;
use super::{Global, Outcome, answer};

/// `wavec why OUTPUT:LINE`
#[derive(Args)]
pub(super) struct Why {
    /// An output and one of its lines, such as `out/k8s/40-app.yaml:57`; of a policy without a line, every action is told.
    #[arg(value_name = "OUTPUT:LINE")]
    output: String,
    /// The spec that the output is built from; by default the one that the nearest `wave.lock` names.
    #[arg(long, value_name = "SPEC")]
    spec: Option<PathBuf>,
    /// Give a parameter a value, as the build did: `--set replicas=3`. May be repeated.
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    set: Vec<(String, String)>,
    /// Print one JSON object.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: super::built::Form,
}

impl Why {
    pub(super) fn run(&self, global: &Global) -> Outcome {
        let (path, line) = numbered(&self.output);
        let target = match Target::of_output(path, self.spec.as_deref()) {
            Ok(target) => target,
            Err(why) => return Outcome::Failed(why),
        };
        let built = match built(&target, &self.set, global) {
            Ok(built) => built,
            Err(outcome) => return outcome,
        };
        let Some(file) = trace::output(&built, &target.path) else {
            return Outcome::Failed(no_output(&target.path, &built));
        };
        if target.on_disk(&target.path).is_some_and(|bytes| bytes != file.bytes) {
            let spec = target.shown_spec();
            return Outcome::Failed(format!(
                "`{path}` isn't what `{spec}` gives now; run `wavec build {spec}` first"
            ));
        }
        let answered = match line {
            Some(line) => self.one(&built, file, line, &target),
            None => self.every_action(&built, file, &target),
        };
        match answered {
            Ok(text) => {
                answer(&text);
                Outcome::Fine
            }
            Err(why) => Outcome::Failed(why),
        }
    }

    fn one(&self, built: &Built, file: &OutputFile, line: usize, target: &Target) -> Result<String, String> {
        let lines = trace::lines(file);
        let Some(text) = line.checked_sub(1).and_then(|i| lines.get(i)) else {
            return Err(format!(
                "`{}` has {}, and so no line {line}",
                file.path,
                amount(lines.len(), "line")
            ));
        };
        let prefix = target.prefix();
        let shown = Shown { sources: &built.checked.sources, prefix: &prefix };
        let causes = trace::why(built, file, line - 1);
        let own = trace::own_place(&causes, shown.sources);
        if self.format.is_json() {
            return Ok(format!(
                "{:#}\n",
                json!({
                    "output": { "file": format!("{prefix}{}", file.path), "line": line, "text": text },
                    "own": own.map(|c| cause_as_json(built, file, c, shown)),
                    "causes": causes.iter().map(|c| cause_as_json(built, file, *c, shown)).collect::<Vec<_>>(),
                })
            ));
        }
        let mut answer = format!("{prefix}{}:{line}\n    {}\n", file.path, text.trim());
        let rest = causes.iter().filter(|c| Some(**c) != own);
        let mut said: Vec<(&str, String)> = Vec::new();
        for cause in own.iter().chain(rest) {
            let word = match cause.role {
                Role::Value => "written at",
                Role::Way => "by way of",
                Role::Emit if trace::because(built, file, *cause).is_some() => "patched by",
                Role::Emit => "placed by",
                Role::Resource => "for",
            };
            // Several parts of one line say the same.
            let line = source_line(cause.span, shown.sources);
            if !said.contains(&(word, line.clone())) {
                let _ = writeln!(answer, "{word} {}\n    {line}", position(cause.span, shown));
                let reason = trace::because(built, file, *cause).filter(|reason| !line.contains(reason));
                if let Some(reason) = reason {
                    let _ = writeln!(answer, "    because {reason}");
                }
                said.push((word, line));
            }
        }
        if causes.is_empty() {
            answer += "this line belongs to the format: no line of the spec wrote it\n";
        }
        Ok(answer)
    }

    fn every_action(&self, built: &Built, file: &OutputFile, target: &Target) -> Result<String, String> {
        let Some(actions) = trace::actions(built, file) else {
            return Err(format!("which line? write `{}:LINE`; only a policy is told as a whole", file.path));
        };
        let prefix = target.prefix();
        let shown = Shown { sources: &built.checked.sources, prefix: &prefix };
        let rows: Vec<Row> =
            actions.into_iter().map(|(line, action)| Row::new(built, file, line, action, shown)).collect();
        if self.format.is_json() {
            let list: Vec<Value> = rows.iter().map(Row::as_json).collect();
            return Ok(format!(
                "{:#}\n",
                json!({ "file": format!("{prefix}{}", file.path), "actions": list })
            ));
        }
        let width = |of: fn(&Row) -> &str| rows.iter().map(|r| of(r).chars().count()).max().unwrap_or(0);
        let (action, at) = (width(|r| &r.action), width(|r| &r.at));
        let mut text = format!("{prefix}{}\n", file.path);
        for row in &rows {
            let grants = row.grants.join(" > ");
            let grants = if grants.is_empty() { grants } else { format!("  ({grants})") };
            let _ = writeln!(text, "{:action$}  {:at$}  {}{grants}", row.action, row.at, row.source);
        }
        Ok(text)
    }
}

/// An action of a policy, and why it is there.
struct Row {
    action: String,
    line: usize,
    /// The place of the user's, and its line.
    at: String,
    source: String,
    /// The grants by which it came, the outermost first.
    grants: Vec<String>,
}

impl Row {
    fn new(built: &Built, file: &OutputFile, line: usize, action: &str, shown: Shown<'_>) -> Self {
        let causes = trace::why(built, file, line);
        let own = trace::own_place(&causes, shown.sources).or(causes.first().copied());
        // What the user wrote is shown already; the library's grants are told by their names, and by their places if they have none.
        let others = || causes.iter().filter(|c| Some(**c) != own && shown.sources.in_library(c.span));
        let text = |span| shown.sources.text(span).lines().next().unwrap_or("").trim().to_string();
        let mut grants: Vec<String> =
            others().filter(|c| c.role == Role::Way).map(|c| text(c.span)).collect();
        if grants.is_empty() {
            let written = others().find(|c| c.role == Role::Value);
            grants.extend(written.map(|c| position(c.span, shown)));
        }
        Self {
            action: action.to_string(),
            line: line + 1,
            at: own.map(|c| position(c.span, shown)).unwrap_or_default(),
            source: own.map(|c| source_line(c.span, shown.sources)).unwrap_or_default(),
            grants,
        }
    }

    fn as_json(&self) -> Value {
        json!({ "action": self.action, "line": self.line, "place": self.at, "text": self.source, "grants": self.grants })
    }
}

fn cause_as_json(built: &Built, file: &OutputFile, cause: Cause, shown: Shown<'_>) -> Value {
    let role = match cause.role {
        Role::Value => "value",
        Role::Way => "way",
        Role::Emit => "emit",
        Role::Resource => "resource",
    };
    json!({
        "role": role,
        "place": place(cause.span, shown),
        "library": shown.sources.in_library(cause.span),
        "text": source_line(cause.span, shown.sources),
        "because": trace::because(built, file, cause),
    })
}

fn no_output(path: &str, built: &Built) -> String {
    let paths = built.files.iter().map(|f| f.path.as_str());
    let filled = built.files.iter().find(|f| f.path.strip_suffix(".in") == Some(path));
    let help = match filled {
        Some(template) => Some(format!("a script fills it from `{}`", template.path)),
        None => did_you_mean(path, paths),
    };
    let help = help.map(|h| format!("; {h}")).unwrap_or_default();
    format!("`{path}` is no output of this spec{help}")
}
