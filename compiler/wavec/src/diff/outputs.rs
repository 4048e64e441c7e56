//! Which outputs were added, changed and removed.

use std::collections::BTreeMap;

use super::Change;

/// An output that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// What happened; never [`Change::Replaced`].
    pub change: Change,
    /// Relative to the spec's folder.
    pub path: String,
}

/// Lines around a change that are shown too.
const CONTEXT: usize = 3;

/// Both are paths with digests.
pub(super) fn compare(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> Vec<Output> {
    let of = |path: &String| {
        let change = match (old.get(path), new.get(path)) {
            (None, _) => Change::Added,
            (_, None) => Change::Removed,
            (Some(old), Some(new)) if old != new => Change::Changed,
            _ => return None,
        };
        Some(Output { change, path: path.clone() })
    };
    let mut paths: Vec<&String> = old.keys().chain(new.keys()).collect();
    paths.sort();
    paths.dedup();
    paths.into_iter().filter_map(of).collect()
}

/// The lines that differ between two texts, as `diff --unified` shows them. An absent text is one that isn't there.
pub fn unified(path: &str, old: Option<&[u8]>, new: Option<&[u8]>) -> String {
    let text = |bytes: Option<&[u8]>| String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned();
    let name = |bytes: Option<&[u8]>, side: &str| match bytes {
        Some(_) => format!("{side}/{path}"),
        None => "/dev/null".to_string(),
    };
    let (before, after) = (text(old), text(new));
    let diff = similar::TextDiff::from_lines(before.as_str(), after.as_str());
    diff.unified_diff().context_radius(CONTEXT).header(&name(old, "a"), &name(new, "b")).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_tell_what_happened() {
        let files =
            |list: &[(&str, &str)]| list.iter().map(|(p, d)| (p.to_string(), d.to_string())).collect();
        let found = compare(
            &files(&[("a", "1"), ("b", "1"), ("c", "1")]),
            &files(&[("b", "2"), ("c", "1"), ("d", "1")]),
        );
        let found: Vec<_> = found.iter().map(|o| (o.change, o.path.as_str())).collect();
        assert_eq!(found, [(Change::Removed, "a"), (Change::Changed, "b"), (Change::Added, "d")]);
    }

    #[test]
    fn a_text_that_is_not_there_has_no_name() {
        let text = unified("x", None, Some(b"1\n"));
        assert_eq!(text, "--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+1\n");
    }
}
