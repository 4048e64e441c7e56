//! `wavec explain`: the page of a code, or of something that the standard library declares.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use diagnostics::codes::is_lint;
use diagnostics::{CODES, Code, code, did_you_mean};
use wavec::explain::{Library, targets};
use wavec::world::Disk;

use super::{Outcome, answer};

/// `wavec explain NAME`
#[derive(Args)]
pub(super) struct Explain {
    /// A code or its name, a check, a kind, a field such as `bucket.name`, a type, a function, a backend, a stage, or `backends` or `stages` for
    /// all of them. Without it, codes and kinds are listed.
    name: Option<String>,
    /// The spec whose own kinds and checks are known too, if there is such a file.
    #[arg(long, value_name = "PATH", default_value = "spec.wave")]
    spec: PathBuf,
}

impl Explain {
    pub(super) fn run(&self) -> Outcome {
        let library = Library::read();
        let Some(name) = &self.name else {
            answer(&list(library.as_ref()));
            return Outcome::Fine;
        };
        // People paste what stands before the message.
        let pasted = ["error[", "warning[", "note["].iter().find_map(|start| name.strip_prefix(start));
        let name = pasted.unwrap_or(name).trim_matches(['[', ']']);
        let found = code(name).map(|c| c.page.to_string());
        let declared = || library.as_ref().and_then(|l| l.page(name)).into_iter().chain(targets::page(name));
        let declared = || Some(declared().collect::<Vec<_>>().join("\n")).filter(|page| !page.is_empty());
        if let Some(page) = found.or_else(declared) {
            answer(&format!("{}\n", page.trim_end()));
            return Outcome::Fine;
        }
        let own = self.own();
        if let Some(page) = own.as_ref().and_then(|own| own.page(name)) {
            answer(&format!("{}\n", page.trim_end()));
            return Outcome::Fine;
        }
        let declared: Vec<String> = [library, own].into_iter().flatten().flat_map(|l| l.names()).collect();
        let known = CODES.iter().flat_map(|c| [c.id, c.name]).chain(declared.iter().map(String::as_str));
        let known = known.chain(targets::names());
        let hint = did_you_mean(name, known)
            .unwrap_or_else(|| "`wavec explain` lists all codes and kinds".to_string());
        Outcome::Failed(format!("nothing is known of `{name}`; {hint}"))
    }

    /// What the spec declares, and all that it uses.
    fn own(&self) -> Option<Library> {
        let name = self.spec.file_name()?.to_str()?;
        let folder = self.spec.parent().unwrap_or(Path::new(""));
        self.spec.is_file().then(|| Library::of(name, &Disk::new(folder)))?
    }
}

/// A line for each code.
fn rows<'c>(codes: impl Iterator<Item = &'c &'static Code>) -> String {
    codes.fold(String::new(), |mut text, code| {
        let title = code.page.lines().next().and_then(|l| l.split_once(": ")).map_or("", |(_, title)| title);
        let _ = writeln!(text, "{} {:28} {title}", code.id, code.name);
        text
    })
}

fn list(library: Option<&Library>) -> String {
    let mut text = rows(CODES.iter().filter(|code| !is_lint(code)));
    text += "\nlints, which warn unless `wave.toml` says otherwise:\n";
    text += &rows(CODES.iter().filter(|code| is_lint(code)));
    if let Some(library) = library {
        let _ = write!(text, "\nkinds: {}\n", library.kinds().join(", "));
    }
    let _ = write!(
        text,
        "\noutputs: {}\n",
        targets::names().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ")
    );
    text
}
