//! The files of a Git revision, as a folder's files were then. Git itself reads them: it knows every form of its store.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use analysis::{ReadError, World};

use crate::world::{in_words, leaves_folder};

/// The files below a folder, at a revision.
#[derive(Debug)]
pub struct Revision {
    folder: PathBuf,
    /// As it was asked for: `main`, `v1.2`.
    pub name: String,
    /// The commit's full name.
    pub commit: String,
}

impl Revision {
    /// Finds a revision of the repository that a folder is in; else says why there is none.
    pub fn find(folder: &Path, name: &str) -> Result<Self, String> {
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_path_buf() };
        let inside = git(&folder, &["rev-parse", "--is-inside-work-tree"])?;
        if !inside.status.success() {
            return Err(format!("`{}` is not in a Git repository: {}", folder.display(), complaint(&inside)));
        }
        let commit = format!("{name}^{{commit}}");
        let found = git(&folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        if !found.status.success() {
            return Err(format!("Git knows no revision `{name}` here; `git log --oneline` lists some"));
        }
        let commit = String::from_utf8_lossy(&found.stdout).trim().to_string();
        Ok(Self { folder, name: name.to_string(), commit })
    }

    /// `REV:./path`: relative to the folder, not to the root of the repository.
    fn object(&self, path: &str) -> String {
        format!("{}:./{path}", self.commit)
    }

    /// `blob`, `tree`, or nothing.
    fn sort(&self, object: &str) -> Result<String, ReadError> {
        let found = git(&self.folder, &["cat-file", "-t", object]).map_err(ReadError::Other)?;
        if !found.status.success() {
            return Err(ReadError::NotFound);
        }
        Ok(String::from_utf8_lossy(&found.stdout).trim().to_string())
    }
}

impl World for Revision {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if leaves_folder(path) {
            return Err(ReadError::OutsideProject);
        }
        let object = self.object(path);
        match self.sort(&object)?.as_str() {
            "blob" => {}
            "tree" => return Err(ReadError::Other("it is a folder".to_string())),
            _ => return Err(ReadError::Other("it is not a regular file".to_string())),
        }
        let found = git(&self.folder, &["cat-file", "blob", &object]).map_err(ReadError::Other)?;
        if found.status.success() { Ok(found.stdout) } else { Err(ReadError::Other(complaint(&found))) }
    }

    fn list(&self, folder: &str) -> Vec<String> {
        if leaves_folder(folder) {
            return Vec::new();
        }
        let found = git(&self.folder, &["ls-tree", "-z", &self.object(folder)]);
        let Some(found) = found.ok().filter(|found| found.status.success()) else { return Vec::new() };
        let text = String::from_utf8_lossy(&found.stdout).into_owned();
        // Each entry is a mode, a sort, an object, a tab and a name.
        let entries = text.split('\0').filter_map(|entry| entry.split_once('\t'));
        let files = entries.filter(|(about, _)| about.split(' ').nth(1) == Some("blob"));
        let below = |name: &str| match folder.trim_end_matches('/') {
            "" => name.to_string(),
            folder => format!("{folder}/{name}"),
        };
        let mut paths: Vec<String> = files.map(|(_, name)| below(name)).collect();
        paths.sort();
        paths
    }
}

fn git(folder: &Path, arguments: &[&str]) -> Result<Output, String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments).env("LC_ALL", "C");
    command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            "`git` isn't installed, and reads the revision to compare with".to_string()
        }
        _ => format!("`git` can't be run: {}", in_words(&error)),
    })
}

/// The first line that Git complains with.
fn complaint(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = text.lines().next().unwrap_or("it says no more").trim();
    line.trim_start_matches("fatal: ").to_string()
}
