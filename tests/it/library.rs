//! All of the standard library is well typed, also what no example uses, and names only backends and formats that there are.

use wavec::render::{Shown, short};

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
