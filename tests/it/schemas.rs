//! The catalogues of other people's formats are what their table says, can be read, and stay small.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use schemas::{FORMATS, Shape, Shapes, broken_sources, data_files, sources};
use sha2::{Digest, Sha256};
use tests::case;

/// More than all data together may take, in bytes: they are a part of the program.
const LARGEST: u64 = 20 << 20;
/// More than one file may take: a person must be able to look at it.
const LARGEST_FILE: u64 = 3 << 20;

fn folder() -> PathBuf {
    case::repository().join("compiler/schemas/data")
}

#[test]
fn each_file_is_the_one_that_its_checksum_was_taken_of() {
    for file in data_files() {
        let bytes = fs::read(folder().join(file.name)).unwrap_or_else(|e| panic!("{}: {e}", file.name));
        let digest = Sha256::digest(&bytes);
        let found = digest.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        assert_eq!(found, file.checksum, "{}: run `cargo xtask schemas`", file.name);
    }
}

#[test]
fn each_file_stands_in_the_table() {
    let there: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name != "SOURCES")
        .collect();
    let listed: BTreeSet<String> = data_files().map(|f| f.name.to_owned()).collect();
    assert_eq!(there, listed, "run `cargo xtask schemas`");
    assert_eq!(broken_sources(), [""; 0]);
}

#[test]
fn the_files_are_small() {
    let mut all = 0;
    for file in data_files() {
        let size = fs::metadata(folder().join(file.name)).unwrap().len();
        assert!(size <= LARGEST_FILE, "{} has {size} bytes: divide it", file.name);
        all += size;
    }
    assert!(all <= LARGEST, "all files together have {all} bytes");
}

#[test]
fn each_catalogue_says_where_it_is_from_and_under_which_licence() {
    for source in sources() {
        let said = [source.holds, source.registry, source.package, source.version, source.licence];
        assert!(said.iter().all(|text| !text.trim().is_empty()), "{source:?}");
        assert!(source.date.len() == 10 && source.date.starts_with("20"), "{source:?}");
        assert!(["npm", "PyPI", "stdlib"].contains(&source.registry), "{source:?}");
        let whole = source.checksum.len() == 64 || source.registry == "stdlib";
        assert!(whole, "{} {}: pin its checksum", source.package, source.version);
    }
}

#[test]
fn each_line_of_each_catalogue_can_be_read() {
    for format in FORMATS {
        let broken = format.shapes.broken();
        assert_eq!(broken, [""; 0], "{}", format.name);
        assert!(!format.shapes.names("").is_empty(), "{} is empty", format.name);
        let root = format.root.is_none_or(|root| format.shapes.definition(root, None).is_some());
        assert!(root, "{} lacks what a whole document is", format.name);
    }
}

#[test]
fn each_reference_leads_to_a_definition() {
    for format in FORMATS {
        for name in format.shapes.names("") {
            for definition in format.shapes.versions_of(name) {
                let lost = lost(&definition.shape, format.shapes);
                assert!(lost.is_empty(), "{}: {name} refers to {lost:?}", format.name);
            }
        }
    }
}

/// The references that lead nowhere.
fn lost(shape: &Shape, shapes: &Shapes) -> Vec<String> {
    match shape {
        Shape::Ref(name) if shapes.definition(name, None).is_none() => vec![(*name).to_owned()],
        Shape::List(list) => lost(&list.of, shapes),
        Shape::Either(several) => several.iter().flat_map(|s| lost(s, shapes)).collect(),
        Shape::Record(record) => {
            let fields = record.fields.iter().map(|f| &f.shape);
            let all = fields.chain(record.patterns.iter().map(|(_, s)| s)).chain(&record.rest);
            all.flat_map(|s| lost(s, shapes)).collect()
        }
        _ => Vec::new(),
    }
}
