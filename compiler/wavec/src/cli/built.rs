//! Finding the spec that an output belongs to, and building it in memory, for commands that ask about outputs.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use diagnostics::Severity;
use wavec::render::{self, Shown};
use wavec::world::Disk;
use wavec::{Built, Options, lock};

use super::{Global, Outcome, complain};

/// How an answer is printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people.
    Human,
    /// One JSON object.
    Json,
}

impl Form {
    pub(super) fn is_json(self) -> bool {
        self == Self::Json
    }
}

/// A file that someone asks about, and the spec that it belongs to.
pub(super) struct Target {
    /// The folder of the spec; empty for the current one.
    folder: PathBuf,
    /// The spec's name in it.
    spec: String,
    /// The file, relative to that folder, with `/`.
    pub(super) path: String,
}

impl Target {
    /// Of an output: the spec is given, or named by the nearest lock.
    pub(super) fn of_output(path: &str, spec: Option<&Path>) -> Result<Self, String> {
        match spec {
            Some(spec) => Self::given(path, spec),
            None => Self::by_lock(path),
        }
    }

    /// Of a source: it is the spec itself, unless another is given. What isn't written in the language belongs to the nearest `spec.wave`.
    pub(super) fn of_source(path: &str, spec: Option<&Path>) -> Result<Self, String> {
        let file = Path::new(path);
        let is_spec = file.extension().is_some_and(|ending| ending == "wave");
        let beside = || file.ancestors().skip(1).map(|folder| folder.join("spec.wave"));
        let nearest = || beside().find(|spec| spec.is_file());
        match spec {
            Some(spec) => Self::given(path, spec),
            None if is_spec => Self::given(path, file),
            None => {
                let spec =
                    nearest().ok_or_else(|| format!("which spec reads `{path}`? name it with `--spec`"))?;
                Self::given(path, &spec)
            }
        }
    }

    fn given(path: &str, spec: &Path) -> Result<Self, String> {
        let name = spec.file_name().and_then(|n| n.to_str());
        let name = name.ok_or_else(|| format!("`{}` doesn't name a file", spec.display()))?;
        let folder = spec.parent().unwrap_or(Path::new("")).to_path_buf();
        // As seen from here, else as seen from the spec.
        let inside = Path::new(path).strip_prefix(&folder).ok().map(Path::to_path_buf);
        let real = || Some(absolute(Path::new(path))?.strip_prefix(absolute(&folder)?).ok()?.to_path_buf());
        let inside = inside.or_else(real).unwrap_or_else(|| PathBuf::from(path));
        Ok(Self { folder, spec: name.to_string(), path: slashed(&inside) })
    }

    fn by_lock(path: &str) -> Result<Self, String> {
        let output = Path::new(path);
        let full = absolute(output).unwrap_or_else(|| output.to_path_buf());
        for folder in full.ancestors().skip(1) {
            let Ok(bytes) = std::fs::read(folder.join(lock::NAME)) else { continue };
            let found = folder.join(lock::NAME);
            let Some(lock) = lock::read(&bytes) else {
                return Err(format!("`{}` can't be read; name the spec with `--spec`", found.display()));
            };
            // The lock lies in the output folder, which may be some way below that of the spec.
            let mut roots = folder.ancestors().filter(|root| root.join(&lock.spec).is_file());
            let Some(root) = roots.next() else {
                return Err(format!(
                    "the spec `{}` of `{}` isn't there; name it with `--spec`",
                    lock.spec,
                    found.display()
                ));
            };
            let inside = full.strip_prefix(root).unwrap_or(&full);
            let here = std::env::current_dir().ok().and_then(|d| d.canonicalize().ok());
            let near = here.and_then(|here| root.strip_prefix(here).ok().map(Path::to_path_buf));
            let folder = near.unwrap_or_else(|| root.to_path_buf());
            return Ok(Self { folder, spec: lock.spec, path: slashed(inside) });
        }
        Err(format!("there is no `{}` beside `{path}` or above it; name the spec with `--spec`", lock::NAME))
    }

    /// What stands before the name of a file of the project.
    pub(super) fn prefix(&self) -> String {
        let folder = slashed(&self.folder);
        if folder.is_empty() || folder.ends_with('/') { folder } else { format!("{folder}/") }
    }

    pub(super) fn shown_spec(&self) -> String {
        format!("{}{}", self.prefix(), self.spec)
    }

    /// The bytes of a file of the project, if it is there.
    pub(super) fn on_disk(&self, path: &str) -> Option<Vec<u8>> {
        std::fs::read(self.folder.join(path)).ok()
    }
}

/// The files of a spec, with parameters given from outside; what is wrong with it is printed.
pub(super) fn built(target: &Target, set: &[(String, String)], global: &Global) -> Result<Built, Outcome> {
    let options = Options { set: set.to_vec(), ..Options::default() };
    let built = wavec::build_with(&target.spec, &options, &Disk::new(&target.folder));
    if !built.checked.has_errors() {
        return Ok(built);
    }
    let prefix = target.prefix();
    let shown = Shown { sources: &built.checked.sources, prefix: &prefix };
    let found = built.checked.diagnostics.iter().filter(|d| d.severity() != Severity::Note);
    let found: Vec<_> = found.collect();
    complain(&render::human(&found, shown, &global.look()));
    Err(Outcome::Wrong)
}

/// `path:12` as path and line; a path alone has none.
pub(super) fn numbered(text: &str) -> (&str, Option<usize>) {
    match text.rsplit_once(':').map(|(path, line)| (path, line.parse())) {
        Some((path, Ok(line))) => (path, Some(line)),
        _ => (text, None),
    }
}

/// Without links, if the folder of the path exists.
fn absolute(path: &Path) -> Option<PathBuf> {
    if path.as_os_str().is_empty() {
        return std::env::current_dir().ok()?.canonicalize().ok();
    }
    if let Ok(real) = path.canonicalize() {
        return Some(real);
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(folder.canonicalize().ok()?.join(path.file_name()?))
}

fn slashed(path: &Path) -> String {
    let parts = path.components().map(|c| c.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/").replacen("//", "/", 1)
}
