//! Half a spec is what an editor sees most of the time. Nothing may make the compiler fall over.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread;

use tests::case;

/// How many prefixes are tried of one fixture; of longer ones every n-th.
const PREFIXES: usize = 6;

#[test]
fn each_prefix_of_each_fixture_is_checked_without_a_panic() {
    let paths: Vec<PathBuf> =
        ["check", "parse", "build", "render", "known_bad"].iter().flat_map(|f| case::cases(f)).collect();
    let share = paths.len().div_ceil(thread::available_parallelism().map_or(1, usize::from)).max(1);
    let fallen: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = paths
            .chunks(share)
            .map(|paths| scope.spawn(|| paths.iter().flat_map(|path| fallen(path)).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(fallen.is_empty(), "wavec panics on:\n{}", fallen.join("\n"));
}

/// The prefixes of a fixture that wavec panics on.
fn fallen(path: &Path) -> Vec<String> {
    let (name, world) = case::load(path).unwrap();
    let bytes = world.files.get(&name).cloned().unwrap_or_default();
    let Ok(text) = String::from_utf8(bytes) else { return Vec::new() };
    let falls = |prefix: &&str| {
        let world = world.clone().with(name.clone(), *prefix);
        catch_unwind(AssertUnwindSafe(|| wavec::build(&name, &world))).is_err()
    };
    let shown = |prefix: &str| format!("{}, first {} bytes", path.display(), prefix.len());
    prefixes(&text).filter(falls).map(shown).collect()
}

/// Evenly spread, and the ends of the last lines, where most is still open.
fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    let step = text.len().div_ceil(PREFIXES).max(1);
    (0..text.len()).step_by(step).filter_map(|end| text.get(..end))
}
