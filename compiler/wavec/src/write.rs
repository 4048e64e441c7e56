//! From a build to the disk: all of it, or nothing.
//!
//! [`compare`] says what a build would change, and what forbids it; [`Changes::apply`] changes it. A file is ours if the lock
//! of the last build lists it with the very bytes that are there; no other file is written over or deleted. Files of the user change
//! by [`rewrite`] alone, which is asked to.

mod apply;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use backends::OutputFile;
use diagnostics::{Anchor, Diagnostic, Sources, Span};
use graph::Graph;

use crate::fix::Rewritten;
use crate::lock::{self, Lock};
use crate::world::{Disk, in_words, leaves_folder};
use crate::{Built, origin, problems};

/// What a build would change on the disk.
#[derive(Debug, Default)]
pub struct Changes {
    /// The folder of the spec.
    folder: PathBuf,
    /// Files to write, in order.
    writes: Vec<Write>,
    /// The lock, if it is to be written.
    lock: Option<Write>,
    /// Outputs of the last build that this one doesn't give. Like all paths here they are relative to the spec's folder.
    pub stale: Vec<String>,
    /// Those of the files to be written, and of the stale ones, that somebody has changed by hand.
    pub edited: Vec<String>,
    /// How many files are as they should be; the lock isn't counted.
    pub unchanged: usize,
}

/// A file to write.
#[derive(Debug)]
struct Write {
    path: String,
    bytes: Vec<u8>,
    executable: bool,
    /// Whether there is one now.
    replaces: bool,
    /// Whether the new file gets the rights of the old one: it is the user's, not ours.
    keeps_rights: bool,
}

/// A change that the machine refused.
#[derive(Debug)]
pub struct WriteError {
    /// What could not be read or written.
    pub path: String,
    /// What the machine says.
    pub what: String,
    /// Files that are neither as they were nor as they should be: also putting things back was refused.
    pub broken: Vec<String>,
}

impl WriteError {
    fn new(path: &str, error: &io::Error) -> Self {
        Self { path: path.to_string(), what: in_words(error), broken: Vec::new() }
    }
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "can't write `{}`: {}; ", self.path, self.what)?;
        if self.broken.is_empty() {
            return f.write_str("nothing was changed");
        }
        write!(f, "these could not be put back: `{}`", self.broken.join("`, `"))
    }
}

impl std::error::Error for WriteError {}

impl Changes {
    /// Whether the disk holds exactly what the build gives.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.stale.is_empty() && self.lock.is_none()
    }

    /// The files that aren't there.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.writes.iter().chain(&self.lock).filter(|w| !w.replaces).map(|w| w.path.as_str())
    }

    /// The files that have other bytes, or can't be run and should; without those that were changed by hand.
    pub fn changed(&self) -> impl Iterator<Item = &str> {
        let replaced = self.writes.iter().chain(&self.lock).filter(|w| w.replaces);
        replaced.map(|w| w.path.as_str()).filter(|path| !self.is_edited(path))
    }

    /// The outputs of the last build that this one doesn't give; without those that were changed by hand.
    pub fn outdated(&self) -> impl Iterator<Item = &str> {
        self.stale.iter().map(String::as_str).filter(|path| !self.is_edited(path))
    }

    fn is_edited(&self, path: &str) -> bool {
        self.edited.iter().any(|e| e == path)
    }

    /// How many files would be written; the lock isn't counted.
    pub fn written(&self) -> usize {
        self.writes.len()
    }
}

/// What stands at a path.
enum OnDisk {
    Nothing,
    File { bytes: Vec<u8>, executable: bool },
    Other(&'static str),
}

/// Compares a build without errors with the folder of its spec. Gives what would change, and what forbids to change it.
pub fn compare(built: &Built, folder: &Path) -> Result<(Changes, Vec<Diagnostic>), WriteError> {
    compare_environment(built, folder, None)
}

/// As [`compare`], for the files that one environment gives (an index of the graphs): those of the others stay as they are,
/// and so does what the lock says of them.
pub fn compare_environment(
    built: &Built,
    folder: &Path,
    environment: Option<usize>,
) -> Result<(Changes, Vec<Diagnostic>), WriteError> {
    let none = || (Changes::default(), Vec::new());
    let Some(graph) = built.checked.graph() else { return Ok(none()) };
    let start = built.checked.start.unwrap_or(Span::new(Anchor(u32::MAX), 0, 0));
    let mut at = Comparison {
        folder,
        graphs: &built.checked.graphs,
        sources: &built.checked.sources,
        start,
        refused: Vec::new(),
    };
    if leaves_folder(&graph.output) {
        return Ok((Changes::default(), vec![problems::output_outside(start, &graph.output)]));
    }
    let mut changes = Changes { folder: folder.to_path_buf(), ..Changes::default() };
    let lock_path = lock::path(graph);
    let old = at.lock(&lock_path)?;
    let lock_is_refused = !at.refused.is_empty();
    let mut folders = BTreeSet::new();
    let is_written = |path: &str| {
        environment.is_none_or(|index| built.given_by.get(path).is_some_and(|by| by.contains(&index)))
    };
    for file in built.files.iter().filter(|f| is_written(&f.path)) {
        if file.path == lock_path {
            at.refused.push(problems::path_of_the_lock(at.origin(&file.path), &file.path));
        } else if at.folder_is_ours(&file.path, &mut folders)? {
            at.output(file, &old, &mut changes)?;
        }
    }
    let lock = if let Some(graph) = environment.and_then(|index| built.checked.graphs.get(index)) {
        let new = lock::of(&built.checked.graphs, &built.files);
        let one = new.of_one_environment(&old, lock::environment(graph), is_written);
        one.text(&built.checked.sources)
    } else {
        at.stale(&built.files, &old, &mut changes)?;
        built.lock.clone()
    };
    changes.lock = at.lock_write(lock_path, lock)?;
    if lock_is_refused {
        // Without a lock every file is in the way, which says nothing.
        at.refused.truncate(1);
    }
    // A folder that can't be used is said once, not for each file in it.
    at.refused.dedup();
    Ok((changes, at.refused))
}

/// Writes files of the user anew, all or none. Each must still be as it was `before`, and lie in the folder.
pub fn rewrite(folder: &Path, files: &BTreeMap<String, Rewritten>) -> Result<(), WriteError> {
    let write = |(path, file): (&String, &Rewritten)| {
        let refused =
            |what: &str| WriteError { path: path.clone(), what: what.to_string(), broken: Vec::new() };
        // A link stays a link: the file that it leads to is written.
        let real =
            Disk::new(folder).inside(path).ok_or_else(|| refused("it isn't in the folder of the spec"))?;
        match on_disk(folder, &real)? {
            OnDisk::File { bytes, .. } if bytes == file.before => {}
            _ => return Err(refused("it was changed after it was checked")),
        }
        let (bytes, executable) = (file.after.clone(), false);
        Ok(Write { path: real, bytes, executable, replaces: true, keeps_rights: true })
    };
    let writes = files.iter().map(write).collect::<Result<_, _>>()?;
    Changes { folder: folder.to_path_buf(), writes, ..Changes::default() }.apply()
}

impl Write {
    fn of(file: &OutputFile, replaces: bool) -> Self {
        let (path, bytes) = (file.path.clone(), file.bytes.clone());
        Self { path, bytes, executable: file.executable, replaces, keeps_rights: false }
    }
}

struct Comparison<'a> {
    folder: &'a Path,
    graphs: &'a [Graph],
    sources: &'a Sources,
    /// For what no item of the spec gives.
    start: Span,
    refused: Vec<Diagnostic>,
}

impl Comparison<'_> {
    /// What writes the lock, unless it is there already.
    fn lock_write(&mut self, path: String, lock: String) -> Result<Option<Write>, WriteError> {
        let replaces = match on_disk(self.folder, &path)? {
            OnDisk::File { bytes, .. } if bytes == lock.as_bytes() => return Ok(None),
            OnDisk::File { .. } => true,
            OnDisk::Nothing => false,
            OnDisk::Other(what) => {
                self.refused.push(problems::not_a_file(self.start, &path, what));
                return Ok(None);
            }
        };
        let bytes = lock.into_bytes();
        Ok(Some(Write { path, bytes, executable: false, replaces, keeps_rights: false }))
    }

    fn lock(&mut self, path: &str) -> Result<Lock, WriteError> {
        let OnDisk::File { bytes, .. } = on_disk(self.folder, path)? else { return Ok(Lock::default()) };
        let Some(lock) = lock::read(&bytes) else {
            self.refused.push(problems::unreadable_lock(self.start, path));
            return Ok(Lock::default());
        };
        // A spec that isn't there any more was renamed, or replaced by this one.
        if self.graphs.iter().all(|g| *lock.spec != *g.spec) && self.folder.join(&lock.spec).is_file() {
            self.refused.push(problems::folder_of_another_spec(self.start, path, &lock.spec));
            return Ok(Lock::default());
        }
        Ok(lock)
    }

    fn output(&mut self, file: &OutputFile, old: &Lock, changes: &mut Changes) -> Result<(), WriteError> {
        let (bytes, executable) = match on_disk(self.folder, &file.path)? {
            OnDisk::File { bytes, executable } => (bytes, executable),
            OnDisk::Nothing => {
                changes.writes.push(Write::of(file, false));
                return Ok(());
            }
            OnDisk::Other(what) => {
                self.refused.push(problems::not_a_file(self.origin(&file.path), &file.path, what));
                return Ok(());
            }
        };
        if bytes == file.bytes {
            // The same bytes are nobody's loss, whoever wrote them. That a file may be run and needn't is no matter:
            // some file systems say so of every file.
            if executable || !file.executable {
                changes.unchanged += 1;
                return Ok(());
            }
        } else {
            match old.files.get(&file.path) {
                Some(digest) if *digest == lock::digest(&bytes) => {}
                Some(_) => {
                    changes.edited.push(file.path.clone());
                    self.refused.push(problems::output_edited(self.origin(&file.path), &file.path));
                }
                None => self.refused.push(problems::file_in_the_way(self.origin(&file.path), &file.path)),
            }
        }
        changes.writes.push(Write::of(file, true));
        Ok(())
    }

    fn stale(&mut self, files: &[OutputFile], old: &Lock, changes: &mut Changes) -> Result<(), WriteError> {
        let given: BTreeSet<&str> = files.iter().map(|f| f.path.as_str()).collect();
        for (path, digest) in old.files.iter().filter(|(path, _)| !given.contains(path.as_str())) {
            if let OnDisk::File { bytes, .. } = on_disk(self.folder, path)? {
                if *digest != lock::digest(&bytes) {
                    changes.edited.push(path.clone());
                    self.refused.push(problems::stale_output_edited(self.start, path));
                }
                changes.stale.push(path.clone());
            }
        }
        Ok(())
    }

    /// Whether every folder on the way to a file is missing, or is a folder of this project.
    fn folder_is_ours(&mut self, path: &str, known: &mut BTreeSet<String>) -> Result<bool, WriteError> {
        let ends: Vec<usize> = path.match_indices('/').map(|(i, _)| i).collect();
        for folder in ends.iter().filter_map(|end| path.get(..*end)) {
            if known.contains(folder) {
                continue;
            }
            let real = self.folder.join(folder);
            match real.symlink_metadata() {
                Err(e) if is_missing(&e) => return Ok(true),
                Err(e) => return Err(WriteError::new(folder, &e)),
                Ok(about) if about.is_dir() => {}
                Ok(about) if about.is_symlink() && real.is_dir() => {
                    if !self.is_inside(&real) {
                        self.refused.push(problems::output_outside(self.origin(path), folder));
                        return Ok(false);
                    }
                }
                Ok(_) => {
                    let problem = problems::not_a_folder(self.origin(path), folder);
                    self.refused.push(problem);
                    return Ok(false);
                }
            }
            known.insert(folder.to_string());
        }
        Ok(true)
    }

    fn is_inside(&self, real: &Path) -> bool {
        let root = if self.folder.as_os_str().is_empty() { Path::new(".") } else { self.folder };
        matches!((root.canonicalize(), real.canonicalize()), (Ok(root), Ok(real)) if real.starts_with(&root))
    }

    /// The place in the user's own files that gives an output.
    fn origin(&self, path: &str) -> Span {
        let places = self.graphs.iter().find_map(|g| origin::of_output(g, self.sources, path));
        places.unwrap_or(self.start)
    }
}

fn on_disk(folder: &Path, path: &str) -> Result<OnDisk, WriteError> {
    let refused = |e: &io::Error| WriteError::new(path, e);
    let real = folder.join(path);
    let about = match real.symlink_metadata() {
        Ok(about) => about,
        Err(e) if is_missing(&e) => return Ok(OnDisk::Nothing),
        Err(e) => return Err(refused(&e)),
    };
    if about.is_dir() {
        return Ok(OnDisk::Other("a folder"));
    }
    if about.is_symlink() {
        return Ok(OnDisk::Other("a link"));
    }
    if !about.is_file() {
        return Ok(OnDisk::Other("not a regular file"));
    }
    let bytes = std::fs::read(&real).map_err(|e| refused(&e))?;
    Ok(OnDisk::File { bytes, executable: is_executable(&about) })
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(unix)]
fn is_executable(about: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    about.permissions().mode() & 0o100 != 0
}

/// Where nothing says whether a file may be run, each may.
#[cfg(not(unix))]
fn is_executable(_: &std::fs::Metadata) -> bool {
    true
}
