//! `wavec diff`: what a spec would change, by meaning.

use std::collections::BTreeMap;

use clap::Args;
use diagnostics::{Diagnostic, Sources};
use graph::Graph;
use serde_json::json;
use wavec::diff::{self, Difference, Output};
use wavec::git::Revision;
use wavec::lock::{self, Lock};
use wavec::settings::Levels;
use wavec::world::Disk;
use wavec::{Built, Options, Replace};

use analysis::World;

use super::project::Project;
use super::{Format, Global, Outcome, answer};

/// `wavec diff SPEC`
#[derive(Args)]
pub(super) struct Diff {
    #[command(flatten)]
    project: Project,
    /// Compare with the spec of this Git revision, instead of the lock of the last build.
    #[arg(long, value_name = "REV")]
    against: Option<String>,
    /// Show the lines of the outputs that differ, too.
    #[arg(long)]
    outputs: bool,
    /// Exit with 1 if there is a difference.
    #[arg(long)]
    exit_code: bool,
}

/// An earlier build.
struct Earlier {
    /// What it is called.
    name: String,
    lock: Lock,
    /// Its outputs, as far as they are at hand.
    files: BTreeMap<String, Vec<u8>>,
}

impl Diff {
    pub(super) fn run(&self, global: &Global) -> Outcome {
        let (disk, spec) = match self.project.open() {
            Ok(opened) => opened,
            Err(outcome) => return outcome,
        };
        let new = wavec::build_with(spec, &self.options(), &disk);
        let Some(graph) = new.checked.graph() else {
            self.show(&new, global);
            return Outcome::Failed(format!("`{spec}` has errors, so that there is nothing to compare"));
        };
        let earlier = match &self.against {
            Some(name) => self.revision(spec, name, global),
            None => locked(graph, &disk),
        };
        let earlier = match earlier {
            Ok(earlier) => earlier,
            Err(why) => return Outcome::Failed(why),
        };
        let difference = diff::compare(&earlier.lock, &new.checked.graphs, &new.checked.sources, &new.files);
        self.print(&difference, &earlier, &new, global);
        if self.exit_code && !difference.is_empty() { Outcome::Wrong } else { Outcome::Fine }
    }

    /// A difference is shown also where it would be refused.
    fn options(&self) -> Options {
        Options { replace: Replace::Anything, ..self.project.options() }
    }

    fn print(&self, difference: &Difference, earlier: &Earlier, new: &Built, global: &Global) {
        let sources = &new.checked.sources;
        let lines = |output: &Output| if self.outputs { lines(output, earlier, new) } else { String::new() };
        if self.project.is_for_programs() {
            let mut object = diff::json(difference, sources, lines);
            if let Some(object) = object.as_object_mut() {
                object.insert("against".to_string(), json!(earlier.name));
            }
            match self.project.format {
                Format::Json => answer(&format!("{object:#}\n")),
                _ => self.project.show(&new.checked.diagnostics, sources, object, global),
            }
        } else if !global.quiet || !difference.is_empty() {
            answer(&diff::human(difference, sources, &global.look_of_answers(), lines));
        }
    }

    /// Builds the spec of a revision, in memory.
    fn revision(&self, spec: &str, name: &str, global: &Global) -> Result<Earlier, String> {
        let revision = Revision::find(self.project.folder(), name)?;
        if revision.read(spec) == Err(analysis::ReadError::NotFound) {
            return Err(format!("the revision `{name}` has no `{spec}`"));
        }
        // Its warnings are of no interest any more, and it may not know the checks that are denied now.
        let options = Options { levels: Levels::default(), ..self.options() };
        let built = wavec::build_with(spec, &options, &revision);
        if built.checked.graph().is_none() {
            self.show(&built, global);
            return Err(format!(
                "the `{spec}` of `{name}` has these errors, so that there is nothing to compare with"
            ));
        }
        let lock = lock::of(&built.checked.graphs, &built.files);
        let files = built.files.into_iter().map(|f| (f.path, f.bytes)).collect();
        Ok(Earlier { name: name.to_string(), lock, files })
    }

    fn show(&self, built: &Built, global: &Global) {
        let (found, sources): (&[Diagnostic], &Sources) =
            (&built.checked.diagnostics, &built.checked.sources);
        self.project.show(found, sources, json!({}), global);
    }
}

/// What the lock on the disk says of the last build.
fn locked(graph: &Graph, disk: &Disk) -> Result<Earlier, String> {
    let path = lock::path(graph);
    let Ok(bytes) = disk.read(&path) else {
        return Err(format!(
            "there is no `{path}` to compare with; `wavec build` writes it, and `--against REV` compares with a Git revision"
        ));
    };
    let Some(lock) = lock::read(&bytes) else {
        return Err(format!(
            "`{path}` can't be read as the lock of an earlier build; restore it from version control"
        ));
    };
    // A file that was edited since isn't what was built.
    let built = lock.files.iter().filter_map(|(file, digest)| {
        let bytes = disk.read(file).ok().filter(|bytes| lock::digest(bytes) == *digest)?;
        Some((file.clone(), bytes))
    });
    let files = built.collect();
    Ok(Earlier { name: path, lock, files })
}

/// The lines in which an output differs.
fn lines(output: &Output, earlier: &Earlier, new: &Built) -> String {
    let old = earlier.files.get(&output.path).map(Vec::as_slice);
    if old.is_none() && earlier.lock.files.contains_key(&output.path) {
        return "the file that was built is not at hand\n".to_string();
    }
    let new = new.files.iter().find(|f| f.path == output.path).map(|f| f.bytes.as_slice());
    diff::unified(&output.path, old, new)
}
