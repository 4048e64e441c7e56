//! What the files in `data/` were made from: the table that `cargo xtask schemas` writes beside them.

/// One thing that a catalogue was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// The catalogue, such as `k8s`. One that is made from several packages has as many sources.
    pub catalogue: &'static str,
    /// What the catalogue holds, in a few words.
    pub holds: &'static str,
    /// Where it is published: `npm`, `PyPI`, or `stdlib` for what is written in the language itself.
    pub registry: &'static str,
    /// The name of the package, or the module.
    pub package: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The day on which that was published, as `2026-11-20`.
    pub date: &'static str,
    /// The SPDX expression of its licence.
    pub licence: &'static str,
    /// SHA-256 of its file in hexadecimal.
    pub checksum: &'static str,
}

/// A file in `data/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataFile {
    /// Its name there.
    pub name: &'static str,
    /// SHA-256 in hexadecimal.
    pub checksum: &'static str,
}

const TABLE: &str = include_str!("../data/SOURCES");

/// All sources, by catalogue.
pub fn sources() -> impl Iterator<Item = Source> {
    rows().filter_map(source)
}

/// All files.
pub fn data_files() -> impl Iterator<Item = DataFile> {
    rows().filter_map(file)
}

/// The rows that are neither; for tests.
pub fn broken_sources() -> Vec<&'static str> {
    rows().filter(|row| source(row).is_none() && file(row).is_none()).collect()
}

fn rows() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter(|row| !row.starts_with('#') && !row.is_empty())
}

fn source(row: &'static str) -> Option<Source> {
    let columns: Vec<&str> = row.split('\t').collect();
    let [catalogue, holds, registry, package, version, date, licence, checksum] = columns.try_into().ok()?;
    Some(Source { catalogue, holds, registry, package, version, date, licence, checksum })
}

fn file(row: &'static str) -> Option<DataFile> {
    let (name, checksum) = row.strip_prefix("file\t")?.split_once('\t')?;
    (!checksum.contains('\t')).then_some(DataFile { name, checksum })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_source_or_a_file() {
        let found = source("zoo\tanimals\tnpm\t@zoo/data\t1.2\t2026-11-20\tMIT\tabc").unwrap();
        assert_eq!((found.catalogue, found.package, found.licence), ("zoo", "@zoo/data", "MIT"));
        assert_eq!(source("file\tzoo.shapes\tabc"), None);
        assert_eq!(file("file\tzoo.shapes\tabc"), Some(DataFile { name: "zoo.shapes", checksum: "abc" }));
        assert_eq!(broken_sources(), [""; 0]);
    }
}
