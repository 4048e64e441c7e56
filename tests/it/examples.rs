//! Each example builds, and its committed outputs are what it gives.

use diagnostics::codes::is_lint;
use tests::{case, outputs};
use wavec::world::Disk;

#[test]
fn each_example_gives_its_committed_outputs() {
    let folders = case::repository().join("examples").read_dir().into_iter().flatten().flatten();
    let mut wrong = Vec::new();
    for folder in folders.map(|e| e.path()).filter(|f| f.join("spec.wave").is_file()) {
        let found = wavec::check("spec.wave", &Disk::new(&folder)).diagnostics;
        assert!(!found.iter().any(|d| is_lint(d.code)), "{} has lints", folder.display());
        if let Err(what) = outputs::compare(&folder) {
            wrong.push(format!("{}:\n{what}", folder.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn each_starter_is_a_spec_in_which_only_holes_are_left() {
    let folder = case::repository().join("stdlib/new");
    for path in case::files_below(&folder).iter().filter(|p| case::is_wave(p)) {
        let (name, world) = case::load(path).unwrap();
        let checked = wavec::check(&name, &world);
        let found = checked.diagnostics.iter().filter(|d| d.code.id != "N5004" && d.code.id != "N5003");
        let found: Vec<_> = found.map(|d| d.message.as_str()).collect();
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}
