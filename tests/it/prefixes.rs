//! Half a spec is what an editor sees most of the time. Nothing may make the compiler fall over.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tests::case;

/// How many prefixes are tried of one fixture; of longer ones every n-th.
const PREFIXES: usize = 25;

#[test]
fn each_prefix_of_each_fixture_is_checked_without_a_panic() {
    let mut fallen = Vec::new();
    for path in ["check", "parse", "build", "render", "known_bad"].iter().flat_map(|f| case::cases(f)) {
        let (name, world) = case::load(&path).unwrap();
        let Ok(text) = String::from_utf8(world.files[&name].clone()) else { continue };
        for prefix in prefixes(&text) {
            let world = world.clone().with(name.clone(), prefix);
            if catch_unwind(AssertUnwindSafe(|| wavec::build(&name, &world))).is_err() {
                fallen.push(format!("{}, first {} bytes", path.display(), prefix.len()));
            }
        }
    }
    assert!(fallen.is_empty(), "wavec panics on:\n{}", fallen.join("\n"));
}

/// Evenly spread, and the ends of the last lines, where most is still open.
fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    let step = text.len().div_ceil(PREFIXES).max(1);
    (0..text.len()).step_by(step).filter_map(|end| text.get(..end))
}
