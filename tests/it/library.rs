//! All of the standard library is well typed, also what no example uses, and names only backends and formats that there are.

use std::collections::BTreeSet;

use wavec::render::{Shown, short};
use wavec::world::Memory;

#[test]
fn each_module_of_the_library_is_without_a_mistake() {
    let mut modules = 0;
    for (name, checked) in wavec::check_library() {
        let found: Vec<_> = checked.diagnostics.iter().collect();
        assert!(found.is_empty(), "{name}:\n{}", short(&found, Shown::new(&checked.sources)));
        modules += 1;
    }
    assert!(modules > 3, "the library has more modules than {modules}");
}

#[test]
fn each_test_of_the_library_holds() {
    let tests = wavec::test::run_library(&Memory::default());
    let failures: Vec<_> = tests.outcomes.iter().flat_map(|o| &o.failures).collect();
    assert!(failures.is_empty(), "{}", short(&failures, Shown::new(&tests.sources)));
    let files: BTreeSet<&str> = tests.outcomes.iter().map(|o| o.file.as_str()).collect();
    assert!(files.contains("std.aws") && files.contains("std.systems.wave"), "only {files:?} have tests");
}
