//! The part that changes the disk.
//!
//! Everything that is likely to fail comes first: new files are written beside their places, and the old ones get a second
//! name. Then follow renames alone. If one fails, what was done is undone in reverse.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempPath};

use super::{Changes, Write, WriteError};

/// What was done, and how to undo it.
enum Done {
    MadeFolder(PathBuf),
    MadeFile(PathBuf),
    /// The backup is the old file under a second name.
    Replaced(NamedTempFile<()>, PathBuf),
}

/// A file that is complete, but not at its place yet.
struct Staged<'a> {
    path: &'a str,
    /// Closed: a build may have more files than a process may open.
    new: TempPath,
    backup: Option<NamedTempFile<()>>,
}

impl Changes {
    /// Makes the changes, or none of them.
    pub fn apply(&self) -> Result<(), WriteError> {
        let mut done = Vec::new();
        match self.apply_noting(&mut done) {
            Ok(()) => {
                // With it go the old files' second names, which would keep folders from being empty.
                drop(done);
                self.remove_empty_folders();
                Ok(())
            }
            Err(error) => Err(WriteError { broken: undo(done), ..error }),
        }
    }

    fn apply_noting(&self, done: &mut Vec<Done>) -> Result<(), WriteError> {
        let staged: Vec<Staged<'_>> =
            self.writes.iter().map(|w| stage(&self.folder, w, done)).collect::<Result<_, _>>()?;
        let lock = self.lock.as_ref().map(|w| stage(&self.folder, w, done)).transpose()?;
        let mut stale = Vec::new();
        for path in &self.stale {
            stale.push((path, backup(&self.folder.join(path)).map_err(|e| WriteError::new(path, &e))?));
        }
        for file in staged {
            place(&self.folder, file, done)?;
        }
        for (path, backup) in stale {
            let real = self.folder.join(path);
            fs::remove_file(&real).map_err(|e| WriteError::new(path, &e))?;
            done.push(Done::Replaced(backup, real));
        }
        // The lock comes last: until then the old one tells which files are outputs, should the machine stop half-way.
        lock.map_or(Ok(()), |lock| place(&self.folder, lock, done))
    }

    /// Folders that held nothing but stale files.
    fn remove_empty_folders(&self) {
        for path in &self.stale {
            let mut folder = Path::new(path).parent();
            // A folder that isn't empty is refused by the machine, which ends the way up.
            while let Some(inner) = folder.filter(|f| !f.as_os_str().is_empty()) {
                if fs::remove_dir(self.folder.join(inner)).is_err() {
                    break;
                }
                folder = inner.parent();
            }
        }
    }
}

fn stage<'a>(root: &Path, write: &'a Write, done: &mut Vec<Done>) -> Result<Staged<'a>, WriteError> {
    let refused = |e: io::Error| WriteError::new(&write.path, &e);
    let real = root.join(&write.path);
    let folder = real.parent().unwrap_or(root);
    make_folders(folder, done).map_err(refused)?;
    let mut new = temporary(write.executable).tempfile_in(nonempty(folder)).map_err(refused)?;
    new.write_all(&write.bytes).map_err(refused)?;
    if write.keeps_rights {
        new.as_file()
            .set_permissions(fs::metadata(&real).map_err(refused)?.permissions())
            .map_err(refused)?;
    }
    let backup = if write.replaces { Some(backup(&real).map_err(refused)?) } else { None };
    Ok(Staged { path: &write.path, new: new.into_temp_path(), backup })
}

fn place(root: &Path, staged: Staged<'_>, done: &mut Vec<Done>) -> Result<(), WriteError> {
    let real = root.join(staged.path);
    if let Some(backup) = staged.backup {
        staged.new.persist(&real).map_err(|e| WriteError::new(staged.path, &e.error))?;
        done.push(Done::Replaced(backup, real));
    } else {
        // Nothing was there when we looked: whoever wrote a file there since keeps it.
        staged.new.persist_noclobber(&real).map_err(|e| WriteError::new(staged.path, &e.error))?;
        done.push(Done::MadeFile(real));
    }
    Ok(())
}

/// Gives a file a second name beside the first.
fn backup(real: &Path) -> io::Result<NamedTempFile<()>> {
    let folder = real.parent().unwrap_or(Path::new("."));
    // Not every file system has hard links.
    let link = |name: &Path| fs::hard_link(real, name).or_else(|_| fs::copy(real, name).map(drop));
    Builder::new().prefix(".wave-").suffix(".old").make_in(nonempty(folder), link)
}

fn make_folders(folder: &Path, done: &mut Vec<Done>) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        make_folders(parent, done)?;
    }
    fs::create_dir(folder)?;
    done.push(Done::MadeFolder(folder.to_path_buf()));
    Ok(())
}

/// Gives the files that could not be put back.
fn undo(done: Vec<Done>) -> Vec<String> {
    let mut broken = Vec::new();
    for step in done.into_iter().rev() {
        let (path, undone) = match step {
            Done::MadeFolder(path) => (path.clone(), fs::remove_dir(&path)),
            Done::MadeFile(path) => (path.clone(), fs::remove_file(&path)),
            Done::Replaced(backup, path) => {
                (path.clone(), backup.persist(&path).map(drop).map_err(|e| e.error))
            }
        };
        if undone.is_err() {
            broken.push(path.display().to_string());
        }
    }
    broken
}

/// A new file with the rights that the user's mask leaves, as any other program would make it.
fn temporary(executable: bool) -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".wave-").suffix(".new");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(if executable { 0o777 } else { 0o666 }));
    }
    #[cfg(not(unix))]
    let _ = executable;
    builder
}

fn nonempty(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::rewrite;
    use super::*;
    use crate::fix::Rewritten;

    fn write(path: &str, replaces: bool) -> Write {
        Write {
            path: path.to_string(),
            bytes: b"new".to_vec(),
            executable: false,
            replaces,
            keeps_rights: false,
        }
    }

    #[test]
    fn a_change_that_fails_half_way_leaves_nothing_behind() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        fs::create_dir_all(at("out/folder/full")).unwrap();
        fs::write(at("out/old"), "old").unwrap();
        fs::write(at("out/stale"), "stale").unwrap();
        let changes = Changes {
            folder: root.path().to_path_buf(),
            // The third can't be written: a folder with something in it stands there.
            writes: vec![write("out/old", true), write("out/deep/er/new", false), write("out/folder", false)],
            stale: vec!["out/stale".to_string()],
            ..Changes::default()
        };
        let error = changes.apply().unwrap_err();
        assert_eq!(error.path, "out/folder");
        assert!(error.to_string().ends_with("nothing was changed"), "{error}");
        assert_eq!(fs::read(at("out/old")).unwrap(), b"old");
        assert_eq!(fs::read(at("out/stale")).unwrap(), b"stale");
        let mut left: Vec<_> = at("out").read_dir().unwrap().flatten().map(|e| e.file_name()).collect();
        left.sort();
        assert_eq!(left, ["folder", "old", "stale"]);
    }

    #[test]
    fn a_change_that_succeeds_leaves_no_temporary_files() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        fs::create_dir_all(at("out/gone")).unwrap();
        fs::write(at("out/old"), "old").unwrap();
        fs::write(at("out/gone/stale"), "stale").unwrap();
        let changes = Changes {
            folder: root.path().to_path_buf(),
            writes: vec![write("out/old", true), write("out/new", false)],
            stale: vec!["out/gone/stale".to_string()],
            ..Changes::default()
        };
        changes.apply().unwrap();
        assert_eq!(fs::read(at("out/old")).unwrap(), b"new");
        let mut left: Vec<_> = at("out").read_dir().unwrap().flatten().map(|e| e.file_name()).collect();
        left.sort();
        assert_eq!(left, ["new", "old"]);
    }

    fn rewritten(path: &str) -> BTreeMap<String, Rewritten> {
        let file = Rewritten { before: b"before".to_vec(), after: b"after".to_vec() };
        BTreeMap::from([(path.to_string(), file)])
    }

    #[test]
    fn a_file_of_the_user_is_written_anew_if_it_is_as_it_was() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        fs::write(at("a"), "before").unwrap();
        fs::write(at("b"), "before, and then changed").unwrap();
        let both = rewritten("a").into_iter().chain(rewritten("b")).collect();
        let error = rewrite(root.path(), &both).unwrap_err().to_string();
        assert_eq!(error, "can't write `b`: it was changed after it was checked; nothing was changed");
        assert_eq!(fs::read(at("a")).unwrap(), b"before");
        rewrite(root.path(), &rewritten("a")).unwrap();
        assert_eq!(fs::read(at("a")).unwrap(), b"after");
        let error = rewrite(&at("a"), &rewritten("../b")).unwrap_err().to_string();
        assert!(error.contains("it isn't in the folder of the spec"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_of_the_user_keeps_its_rights_and_a_link_stays_a_link() {
        use std::os::unix::fs::PermissionsExt as _;
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        fs::write(at("real"), "before").unwrap();
        fs::set_permissions(at("real"), fs::Permissions::from_mode(0o600)).unwrap();
        std::os::unix::fs::symlink("real", at("link")).unwrap();
        rewrite(root.path(), &rewritten("link")).unwrap();
        assert_eq!(fs::read(at("real")).unwrap(), b"after");
        assert_eq!(fs::metadata(at("real")).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(fs::symlink_metadata(at("link")).unwrap().is_symlink());
    }
}
