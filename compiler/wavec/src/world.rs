//! Where the compiler's files come from: a folder of the disk, or a map in memory.
//!
//! Nothing outside the folder is read, by whatever path or link it is named. This file knows nothing of what is in the files.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use analysis::{ReadError, World};

/// Beyond this a file is taken for a mistake: 64 MiB.
const MOST_BYTES: u64 = 64 << 20;

/// The name of a project's settings.
const SETTINGS: &str = "wave.toml";

/// The files below a folder of the disk.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// The files below this folder.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root };
        Self { root }
    }

    /// The path without links, if it lies below the folder.
    fn real(&self, path: &str) -> Result<PathBuf, ReadError> {
        if leaves_folder(path) {
            return Err(ReadError::OutsideProject);
        }
        let real = self.root.join(path).canonicalize().map_err(|e| read_error(&e))?;
        let root = self.root.canonicalize().map_err(|e| read_error(&e))?;
        if real.starts_with(&root) { Ok(real) } else { Err(ReadError::OutsideProject) }
    }

    /// The path of a file below the folder, without links; none if it lies outside.
    pub(crate) fn inside(&self, path: &str) -> Option<String> {
        let real = self.real(path).ok()?;
        let root = self.root.canonicalize().ok()?;
        real.strip_prefix(&root).ok()?.to_str().map(str::to_string)
    }
}

impl World for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        read_regular(&self.real(path)?)
    }

    /// From the folder, or the nearest one above it that has settings, up to the root of its Git repository. Settings are the one
    /// thing that is read from outside the folder; no output depends on them.
    fn settings(&self) -> Result<Option<(String, Vec<u8>)>, ReadError> {
        let root = self.root.canonicalize().map_err(|e| read_error(&e))?;
        let above = root.ancestors().position(|folder| folder.join(".git").exists()).unwrap_or(0);
        for (up, folder) in root.ancestors().take(above + 1).enumerate() {
            match read_regular(&folder.join(SETTINGS)) {
                Err(ReadError::NotFound) => {}
                result => {
                    return result.map(|bytes| Some((format!("{}{SETTINGS}", "../".repeat(up)), bytes)));
                }
            }
        }
        Ok(None)
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = self.real(folder).map_err(|_| ()).and_then(|real| real.read_dir().map_err(|_| ()))
        else {
            return Vec::new();
        };
        let files = entries.flatten().filter(|e| e.file_type().is_ok_and(|t| t.is_file()));
        let mut paths: Vec<String> =
            files.filter_map(|e| e.file_name().to_str().map(|name| below(folder, name))).collect();
        paths.sort();
        paths
    }
}

/// Files in memory, by path.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// Paths with `/`, and bytes.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// With one more file.
    #[must_use]
    pub fn with(mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.into(), bytes.into());
        self
    }
}

impl World for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if leaves_folder(path) {
            return Err(ReadError::OutsideProject);
        }
        self.files.get(&plain(path)).cloned().ok_or(ReadError::NotFound)
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let folder = plain(folder);
        let parent =
            |path: &str| path.rsplit_once('/').map_or(String::new(), |(parent, _)| parent.to_string());
        self.files.keys().filter(|path| parent(path) == folder).cloned().collect()
    }
}

/// Whether a path, read from left to right, ever leaves the folder that it starts from.
pub(crate) fn leaves_folder(path: &str) -> bool {
    let mut depth = 0_i32;
    let steps_out = path.split('/').any(|part| {
        depth += match part {
            "" | "." => 0,
            ".." => -1,
            _ => 1,
        };
        depth < 0
    });
    steps_out || Path::new(path).has_root() || path.contains('\0')
}

/// The path without `.` and `..`.
fn plain(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn read_regular(path: &Path) -> Result<Vec<u8>, ReadError> {
    let about = path.metadata().map_err(|e| read_error(&e))?;
    if about.is_dir() {
        return Err(ReadError::Other("it is a folder".to_string()));
    }
    if !about.is_file() {
        // A pipe or a device could keep the compiler waiting for ever.
        return Err(ReadError::Other("it is not a regular file".to_string()));
    }
    if about.len() > MOST_BYTES {
        return Err(ReadError::Other("it is larger than 64 MiB".to_string()));
    }
    std::fs::read(path).map_err(|e| read_error(&e))
}

fn below(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_string() } else { format!("{}/{name}", folder.trim_end_matches('/')) }
}

fn read_error(error: &io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::NotFound,
        _ => ReadError::Other(in_words(error)),
    }
}

/// What the machine says, without its number.
pub fn in_words(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    words.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_read() {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("project");
        std::fs::create_dir_all(root.join("sub")).unwrap();
        std::fs::write(outer.path().join("secret"), "x").unwrap();
        std::fs::write(root.join("a"), "inside").unwrap();
        let disk = Disk::new(&root);
        assert_eq!(disk.read("sub/../a"), Ok(b"inside".to_vec()));
        assert_eq!(disk.read("../secret"), Err(ReadError::OutsideProject));
        assert_eq!(disk.read("sub/../../secret"), Err(ReadError::OutsideProject));
        assert_eq!(disk.read("/etc/hostname"), Err(ReadError::OutsideProject));
        assert_eq!(disk.read("b"), Err(ReadError::NotFound));
        assert_eq!(disk.read("a/b"), Err(ReadError::NotFound));
        assert_eq!(disk.read("sub"), Err(ReadError::Other("it is a folder".to_string())));
    }

    #[test]
    fn settings_are_those_of_the_nearest_folder_within_the_repository() {
        let outer = tempfile::tempdir().unwrap();
        let spec = outer.path().join("repository/team/spec");
        std::fs::create_dir_all(&spec).unwrap();
        std::fs::write(outer.path().join("wave.toml"), "far").unwrap();
        assert_eq!(Disk::new(&spec).settings(), Ok(None), "without a repository, only the folder counts");
        std::fs::create_dir(outer.path().join("repository/.git")).unwrap();
        assert_eq!(Disk::new(&spec).settings(), Ok(None), "what is above a repository is not its own");
        std::fs::write(outer.path().join("repository/wave.toml"), "root").unwrap();
        let of_root = ("../../wave.toml".to_string(), b"root".to_vec());
        assert_eq!(Disk::new(&spec).settings(), Ok(Some(of_root)));
        std::fs::write(spec.join("wave.toml"), "own").unwrap();
        assert_eq!(Disk::new(&spec).settings(), Ok(Some(("wave.toml".to_string(), b"own".to_vec()))));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_does_not_lead_out() {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("project");
        std::fs::create_dir_all(&root).unwrap();
        std::fs::write(outer.path().join("secret"), "x").unwrap();
        std::os::unix::fs::symlink("../secret", root.join("link")).unwrap();
        assert_eq!(Disk::new(&root).read("link"), Err(ReadError::OutsideProject));
    }

    #[test]
    fn folders_are_listed_in_order() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("sub/deep")).unwrap();
        for name in ["b", "a", "sub/c"] {
            std::fs::write(root.path().join(name), "").unwrap();
        }
        let disk = Disk::new(root.path());
        assert_eq!(disk.list(""), ["a", "b"]);
        assert_eq!(disk.list("sub"), ["sub/c"]);
        assert!(disk.list("..").is_empty());
        let memory = Memory::default().with("b", "").with("a", "").with("sub/c", "");
        assert_eq!(memory.list(""), ["a", "b"]);
        assert_eq!(memory.list("sub"), ["sub/c"]);
    }
}
