//! `data/SOURCES`: for each catalogue what it was made from, for `wavec data`, and the checksums of its files.

use std::fmt::Write as _;
use std::fs;

use crate::packages::{Registry, digest};
use crate::{CATALOGUES, Catalogue, Result, data};

/// Writes the table; with `check`, says whether it differs instead.
pub(crate) fn update(check: bool) -> Result<Option<String>> {
    let mut text = "# Made by `cargo xtask schemas`. Columns, separated by tabs: catalogue, what it holds, registry, package, version,\n\
                    # date, licence, checksum of the package; or `file`, name, checksum.\n"
        .to_owned();
    for catalogue in CATALOGUES {
        rows(catalogue, &mut text);
    }
    let files = fs::read_dir(data()).map_err(|e| format!("{}: {e}", data().display()))?;
    let mut names: Vec<String> =
        files.filter_map(|e| Some(e.ok()?.file_name().to_string_lossy().into_owned())).collect();
    names.sort();
    for name in names.iter().filter(|n| *n != "SOURCES" && data().join(n).is_file()) {
        let bytes = fs::read(data().join(name)).map_err(|e| format!("{name}: {e}"))?;
        let _ = writeln!(text, "file\t{name}\t{}", digest(&bytes));
    }
    let path = data().join("SOURCES");
    if fs::read_to_string(&path).is_ok_and(|now| now == text) {
        return Ok(None);
    }
    if check {
        return Ok(Some("SOURCES".to_owned()));
    }
    fs::write(&path, &text).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(None)
}

fn rows(catalogue: &Catalogue, text: &mut String) {
    for package in catalogue.packages {
        let registry = match package.registry {
            Registry::Library => "stdlib",
            Registry::Npm => "npm",
            Registry::PyPi => "PyPI",
        };
        let row = [
            catalogue.name,
            catalogue.what,
            registry,
            package.name,
            package.version,
            package.date,
            package.licence,
            package.sha256,
        ];
        let _ = writeln!(text, "{}", row.join("\t"));
    }
}
