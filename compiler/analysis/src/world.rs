//! The world, as the core sees it. The disk, an editor's buffers over the disk, and a map in memory implement it.

/// Why a file can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// There is none.
    NotFound,
    /// It lies outside the folder of the spec.
    OutsideProject,
    /// What the machine says.
    Other(String),
}

/// Files below the folder of the spec. Paths are relative to it, with `/`.
pub trait World {
    /// The bytes of a file.
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError>;

    /// The name and bytes of the project's settings, `wave.toml`; `None` if it has none.
    fn settings(&self) -> Result<Option<(String, Vec<u8>)>, ReadError> {
        let name = "wave.toml";
        match self.read(name) {
            Ok(bytes) => Ok(Some((name.to_owned(), bytes))),
            Err(ReadError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The paths of the files in a folder (`""` is the spec's own), in order, for suggestions.
    fn list(&self, folder: &str) -> Vec<String>;
}

/// The folder of a file, `""` if it is the spec's own.
pub(crate) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
