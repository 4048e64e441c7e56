//! `docs/systems/*.md` list the rules of a system's guide: each with the checks, steps and fixtures that keep it, all of which
//! must be there.

use std::collections::BTreeSet;
use std::fs;

use diagnostics::code;
use tests::case;
use wavec::explain::Library;

/// A row of the table: the number, the rule, its check and its fixture, such as `wave.mail_granted` and `rule_29_….wave`.
struct Row {
    number: usize,
    cells: Vec<String>,
}

const RULES: usize = 44;

#[test]
fn each_rule_of_the_wave_guide_is_listed_once() {
    let numbers: Vec<usize> = rows().iter().map(|row| row.number).collect();
    assert_eq!(numbers, (1..=RULES).collect::<Vec<_>>());
}

#[test]
fn what_keeps_a_rule_is_there() {
    let library = Library::read().unwrap();
    let steps = steps();
    let mut wrong = Vec::new();
    for row in rows() {
        let kept_by = row.cells.get(2).cloned().unwrap_or_default();
        let names = quoted(&kept_by);
        assert!(!names.is_empty(), "nothing keeps rule {}", row.number);
        for name in names {
            let known = code(&name).is_some()
                || library.page(&name).is_some()
                || steps.contains(&name)
                || case::repository().join(&name).is_file();
            if !known {
                wrong.push(format!("rule {}: there is no check, code, step or file `{name}`", row.number));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_fixture_of_a_rule_breaks_it() {
    let folder = case::fixtures_root().join("check");
    let mut listed = BTreeSet::new();
    for row in rows() {
        for name in quoted(row.cells.get(3).map_or("", String::as_str)) {
            let path = folder.join(&name);
            let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let found = text.lines().filter(|line| line.starts_with("//") && line.contains('['));
            let kept_by = quoted(row.cells.get(2).map_or("", String::as_str));
            let broken =
                found.clone().any(|line| kept_by.iter().any(|check| line.contains(&format!("[{check}]"))));
            assert!(broken, "{name} breaks none of {kept_by:?}");
            assert_eq!(found.count(), 1, "{name} breaks more than one rule");
            listed.insert(name);
        }
    }
    for path in case::cases("check") {
        let name = path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
        let is_rule = path.file_name().unwrap().to_string_lossy().starts_with("rule_");
        assert!(!is_rule || listed.contains(&name), "{name} is not in the table");
    }
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(case::repository().join("docs/systems/wave.md")).unwrap();
    let tables = text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let rows = tables.map(|line| line.split(" | ").map(str::to_string).collect::<Vec<_>>());
    rows.filter_map(|cells| Some(Row { number: cells.first()?.parse().ok()?, cells })).collect()
}

/// What stands between back quotes.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_string).collect()
}

/// The names of the steps of the example's scripts, each with its script, and of its run-book.
fn steps() -> BTreeSet<String> {
    let out = case::repository().join("examples/wave/out");
    let mut steps = BTreeSet::new();
    for script in ["cluster.sh", "deploy.sh", "verify.sh"] {
        let text = fs::read_to_string(out.join(script)).unwrap();
        let names = text.lines().filter_map(|line| line.strip_prefix("step ")?.split(' ').next());
        steps.extend(names.map(|name| format!("{script} {name}")));
    }
    let world = wavec::world::Disk::new(case::repository().join("examples/wave"));
    let checked = wavec::build("spec.wave", &world).checked;
    let by_hand = checked.graph().unwrap().steps.iter().filter(|s| s.is_by_hand());
    steps.extend(by_hand.map(|s| format!("{} {}", s.script, s.name)));
    steps
}
