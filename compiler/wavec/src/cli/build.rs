//! `wavec build`: all files of a spec, or the reasons why not.

use std::fmt::Write as _;

use clap::Args;
use diagnostics::Diagnostic;
use serde_json::{Value, json};
use wavec::render::{amount, github_about_file};
use wavec::write::{self, Changes};
use wavec::{Built, Options, Replace, parameters};

use super::project::Project;
use super::{Format, Global, Outcome};

/// `wavec build SPEC`
#[derive(Args)]
pub(super) struct Build {
    #[command(flatten)]
    project: Project,
    /// Write nothing; say which files are missing, changed or stale, and exit with 1 if there is one.
    #[arg(long)]
    check: bool,
    /// Write only what this environment gives; the outputs of the others stay as they are. All are compiled.
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
    /// Say that a resource was never deployed as the lock says, or was removed since: it may be changed although it is
    /// immutable. May be given several times.
    #[arg(long, value_name = "RESOURCE")]
    replace: Vec<String>,
}

impl Build {
    pub(super) fn run(&self, global: &Global) -> Outcome {
        let (disk, spec) = match self.project.open() {
            Ok(opened) => opened,
            Err(outcome) => return outcome,
        };
        let options = Options { replace: Replace::These(self.replace.clone()), ..self.project.options() };
        let built = wavec::build_with(spec, &options, &disk);
        if built.checked.has_errors() {
            self.show(&built, &[], json!({}), global);
            return Outcome::Wrong;
        }
        let environment = self.env.as_ref().map(|name| parameters::environment(&built.checked.graphs, name));
        let environment = match environment.transpose() {
            Ok(environment) => environment,
            Err(why) => return Outcome::Failed(why),
        };
        match write::compare_environment(&built, self.project.folder(), environment) {
            Err(error) => Outcome::Failed(error.to_string()),
            Ok((changes, refused)) if self.check => self.list(&built, &changes, &refused, global),
            Ok((changes, refused)) if refused.is_empty() => self.apply(&built, &changes, global),
            Ok((_, refused)) => {
                self.show(&built, &refused, json!({}), global);
                Outcome::Wrong
            }
        }
    }

    fn apply(&self, built: &Built, changes: &Changes, global: &Global) -> Outcome {
        if let Err(error) = changes.apply() {
            return Outcome::Failed(error.to_string());
        }
        let (written, unchanged, removed) = (changes.written(), changes.unchanged, changes.stale.len());
        let files = json!({ "written": written, "unchanged": unchanged, "removed": removed });
        self.show(built, &[], json!({ "files": files }), global);
        let total = amount(written + unchanged + removed, "file");
        let counts = [(written, "written"), (unchanged, "unchanged"), (removed, "removed")];
        let parts: Vec<String> =
            counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        let parts = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
        let notes = self.project.hidden_notes(&built.checked.diagnostics);
        self.project.sum_up(&format!("{total}{parts}{notes}\n"), global);
        Outcome::Fine
    }

    /// Answers `--check`. What a build would refuse is told here too, and not to run one.
    fn list(&self, built: &Built, changes: &Changes, refused: &[Diagnostic], global: &Global) -> Outcome {
        let (missing, different): (Vec<_>, Vec<_>) =
            (changes.missing().collect(), changes.changed().collect());
        let (stale, edited): (Vec<_>, Vec<_>) =
            (changes.outdated().collect(), changes.edited.iter().map(String::as_str).collect());
        let files = json!({ "missing": missing, "changed": different, "stale": stale, "edited": edited });
        self.show(built, refused, json!({ "files": files }), global);
        if changes.is_empty() && refused.is_empty() {
            let text = format!("{} up to date\n", amount(changes.unchanged, "file"));
            self.project.sum_up(&text, global);
            return Outcome::Fine;
        }
        let prefix = self.project.prefix();
        let mut text = String::new();
        for (word, paths) in [("missing", missing), ("changed", different), ("stale", stale)] {
            for path in paths {
                if self.project.format == Format::Github {
                    let message = format!("this output is {word}: run `wavec build`");
                    text += &github_about_file(&format!("{prefix}{path}"), "out of date", &message);
                } else {
                    let _ = writeln!(text, "{word:7} {path}");
                }
            }
        }
        for path in edited {
            let _ = writeln!(text, "edited by hand: {path}");
        }
        if refused.is_empty() {
            text += "the files are out of date: run `wavec build`\n";
        }
        self.project.sum_up(&text, global);
        Outcome::Wrong
    }

    fn show(&self, built: &Built, refused: &[Diagnostic], more: Value, global: &Global) {
        let all: Vec<Diagnostic> = built.checked.diagnostics.iter().chain(refused).cloned().collect();
        self.project.show(&all, &built.checked.sources, more, global);
    }
}
