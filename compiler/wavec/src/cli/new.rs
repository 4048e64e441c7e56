//! `wavec new`: a spec to start from. The text is the standard library's; see `stdlib/new`.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::Args;
use diagnostics::did_you_mean;
use wavec::world::in_words;

use super::{Global, Outcome, answer};

/// Name and text of each starter, by name.
const STARTERS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/starters.rs"));

/// `wavec new SYSTEM`
#[derive(Args)]
pub(super) struct New {
    /// The system to deploy, such as wave.
    system: String,
    /// Where to write the spec; `-` is standard output.
    #[arg(long, value_name = "PATH", default_value = "spec.wave")]
    to: PathBuf,
}

impl New {
    pub(super) fn run(&self, global: &Global) -> Outcome {
        let names = || STARTERS.iter().map(|(name, _)| *name);
        let Some((_, text)) = STARTERS.iter().find(|(name, _)| *name == self.system) else {
            let guess = did_you_mean(&self.system, names()).map(|g| format!("{g} ")).unwrap_or_default();
            let all = names().collect::<Vec<_>>().join(", ");
            return Outcome::Failed(format!("there is no system `{}`; {guess}there are: {all}", self.system));
        };
        if self.to.as_os_str() == "-" {
            answer(text);
            return Outcome::Fine;
        }
        let shown = self.to.display();
        match File::create_new(&self.to).and_then(|mut file| file.write_all(text.as_bytes())) {
            Ok(()) => {
                if !global.quiet {
                    answer(&format!(
                        "wrote {shown}; fill its holes (`wavec todo {shown}` lists them), then run `wavec build {shown}`\n"
                    ));
                }
                Outcome::Fine
            }
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Outcome::Failed(format!(
                "`{shown}` exists already, and is kept; name another file with `--to`"
            )),
            Err(e) => Outcome::Failed(format!("can't write `{shown}`: {}", in_words(&e))),
        }
    }
}
