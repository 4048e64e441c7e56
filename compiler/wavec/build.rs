//! Puts the starter specs of `wavec new` into the program: one for each file of `stdlib/new`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stdlib/new");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut table = String::from("&[\n");
    for path in specs(&folder) {
        let Some(name) = path.file_stem().and_then(|n| n.to_str()) else { continue };
        println!("cargo::rerun-if-changed={}", path.display());
        let _ = writeln!(table, "    ({name:?}, {:?}),", fs::read_to_string(&path)?);
    }
    table += "]\n";
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(out.join("starters.rs"), table)
}

fn specs(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir().map(|entries| entries.flatten().map(|e| e.path())).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.filter(|p| p.extension().is_some_and(|e| e == "wave")).collect();
    paths.sort();
    paths
}
