//! The regular expressions of schemas: each is compiled once, and kept as long as the program runs.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use regex_lite::Regex;
use schemas::{Shape, Shapes};

/// Compiled by now. `None`: it can't be read here, as it was written for another engine.
static COMPILED: Mutex<BTreeMap<String, Option<Regex>>> = Mutex::new(BTreeMap::new());

/// Whether a pattern is found in a text. One that can't be read here refuses nothing.
pub(crate) fn is_found(pattern: &str, text: &str) -> bool {
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = compiled.get(pattern) {
        return known.as_ref().is_none_or(|p| p.is_match(text));
    }
    let new = Regex::new(pattern).ok();
    let found = new.as_ref().is_none_or(|p| p.is_match(text));
    compiled.insert(pattern.to_owned(), new);
    found
}

/// What a string of a named sort must be, in words, if it isn't that. The sort is a definition of the format with a pattern,
/// and `SORT.expected` of its documentation has the words.
pub(crate) fn named_text(shapes: &Shapes, sort: &str, text: &str) -> Option<String> {
    let Shape::Text(wanted) = &shapes.definition(sort, None)?.shape else { return None };
    let fits = wanted.pattern.as_deref().is_none_or(|pattern| is_found(pattern, text));
    if fits { None } else { shapes.documentation(sort, Some("expected")) }
}

#[cfg(test)]
mod tests {
    use super::is_found;

    #[test]
    fn a_pattern_is_searched_for_and_one_of_another_engine_refuses_nothing() {
        for _ in 0..2 {
            assert!(is_found("^[a-z]+$", "abc"));
            assert!(!is_found("^[a-z]+$", "ab1"));
            assert!(is_found("(?!x)y", "anything"));
        }
    }
}
