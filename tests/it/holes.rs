//! Any value of a spec may be a hole: nothing is wrong then, and the hole is what is left to do.

use std::fs;

use tests::case;
use wavec::world::Memory;

#[test]
fn each_value_of_the_example_may_be_a_hole() {
    let spec = fs::read_to_string(case::repository().join("examples/wave/spec.wave")).unwrap();
    let lines: Vec<&str> = spec.lines().collect();
    let mut tried = 0;
    for (index, line) in lines.iter().enumerate() {
        let Some((key, value)) = line.split_once(" = ") else { continue };
        if line.starts_with("//") || value.contains(['{', '}']) || key.contains('{') {
            continue;
        }
        let mut changed = lines.clone();
        let hole = format!("{key} = <a value>");
        changed[index] = &hole;
        let world = Memory::default().with("spec.wave", changed.join("\n"));
        let checked = wavec::check("spec.wave", &world);
        let wrong = checked.diagnostics.iter().find(|d| d.code.severity() != diagnostics::Severity::Note);
        assert!(wrong.is_none(), "line {}: {wrong:?}", index + 1);
        let holes = wavec::todo::holes(&checked);
        assert_eq!(holes.len(), 1, "line {}", index + 1);
        tried += 1;
    }
    assert!(tried > 10, "only {tried} values");
}
