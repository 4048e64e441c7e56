//! Fixtures and where they are. A case is a file `NAME.wave`; more files of the same case lie in the folder `NAME`.

use std::path::{Path, PathBuf};
use std::{fs, io};

use wavec::test::{Tests, run};
use wavec::world::Memory;

/// The root of the repository.
pub fn repository() -> PathBuf {
    let tests = fixtures_root().parent().map(Path::to_path_buf).unwrap_or_default();
    tests.parent().map(Path::to_path_buf).unwrap_or_default()
}

/// `tests/fixtures`
pub fn fixtures_root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.canonicalize().unwrap_or_else(|_| tests.to_path_buf()).join("fixtures")
}

/// All cases below a folder of the fixtures, in order.
pub fn cases(folder: &str) -> Vec<PathBuf> {
    let all = files_below(&fixtures_root().join(folder));
    all.into_iter().filter(|p| is_wave(p) && !belongs_to_another(p)).collect()
}

/// The name of a case's spec, and the world that it sees.
pub fn load(path: &Path) -> io::Result<(String, Memory)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut world = Memory::default().with(name.clone(), fs::read(path)?);
    let folder = path.with_extension("");
    for extra in files_below(&folder) {
        let inner = extra.strip_prefix(&folder).unwrap_or(&extra).to_string_lossy().replace('\\', "/");
        world = world.with(inner, fs::read(&extra)?);
    }
    Ok((name, world))
}

/// The tests of a spec that has any, run.
pub fn tests_of(name: &str, world: &Memory) -> Option<Tests> {
    let is_test = |text: &[u8]| String::from_utf8_lossy(text).lines().any(|line| line.starts_with("test \""));
    world.files.values().any(|bytes| is_test(bytes)).then(|| run(name, world, |_| true))
}

/// Whether a file lies in the folder of another case.
pub fn belongs_to_another(path: &Path) -> bool {
    path.ancestors().skip(1).any(|folder| folder.with_extension("wave").is_file())
}

/// Every file below a folder, in order; none if there is no such folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir().map(|entries| entries.flatten().map(|e| e.path())).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.collect();
    paths.sort();
    paths.into_iter().flat_map(|p| if p.is_dir() { files_below(&p) } else { vec![p] }).collect()
}

/// Whether a file is written in the language.
pub fn is_wave(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "wave")
}
