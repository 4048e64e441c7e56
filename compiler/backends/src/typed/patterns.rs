//! The regular expressions of schemas: each is compiled once, and kept as long as the program runs.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use regex_lite::Regex;

/// Compiled by now. `None`: it can't be read here, as it was written for another engine.
static COMPILED: Mutex<BTreeMap<String, Option<Regex>>> = Mutex::new(BTreeMap::new());

/// Whether a pattern is found in a text. One that can't be read here refuses nothing.
pub(super) fn is_found(pattern: &str, text: &str) -> bool {
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = compiled.get(pattern) {
        return known.as_ref().is_none_or(|p| p.is_match(text));
    }
    let new = Regex::new(pattern).ok();
    let found = new.as_ref().is_none_or(|p| p.is_match(text));
    compiled.insert(pattern.to_owned(), new);
    found
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
