//! Where GitHub evaluates expressions, and which contexts it knows there.
//!
//! Source: "Contexts reference", its table "Context availability".

use crate::lower::Segment;

/// A place of a workflow, and all below it.
#[derive(Debug)]
pub(crate) struct Place {
    /// Keys; `*` is any one.
    path: &'static [&'static str],
    /// What an expression can begin with.
    pub(crate) contexts: &'static [&'static str],
    /// Whether the whole string is an expression.
    pub(crate) is_condition: bool,
}

const fn place(path: &'static [&'static str], contexts: &'static [&'static str]) -> Place {
    Place { path, contexts, is_condition: false }
}

const fn condition(path: &'static [&'static str], contexts: &'static [&'static str]) -> Place {
    Place { path, contexts, is_condition: true }
}

const RUN: &[&str] = &["github", "inputs", "vars"];
const JOB: &[&str] = &["github", "needs", "strategy", "matrix", "vars", "inputs"];
const CREDENTIALS: &[&str] = &["github", "needs", "strategy", "matrix", "env", "vars", "secrets", "inputs"];
const CONTAINER: &[&str] =
    &["github", "needs", "strategy", "matrix", "job", "runner", "env", "vars", "secrets", "inputs"];
const STEP: &[&str] =
    &["github", "needs", "strategy", "matrix", "job", "runner", "env", "vars", "secrets", "steps", "inputs"];
const OPEN_STEP: &[&str] =
    &["github", "needs", "strategy", "matrix", "job", "runner", "env", "vars", "steps", "inputs"];
const EARLY: &[&str] = &["github", "needs", "vars", "inputs"];

/// A longer path counts more than a shorter one.
static PLACES: &[Place] = &[
    place(&["run-name"], RUN),
    place(&["concurrency"], RUN),
    place(&["env"], &["github", "secrets", "inputs", "vars"]),
    place(&["on", "workflow_call", "inputs", "*", "default"], RUN),
    place(&["on", "workflow_call", "outputs", "*", "value"], &["github", "jobs", "vars", "inputs"]),
    place(&["jobs", "*", "concurrency"], JOB),
    place(&["jobs", "*", "container"], JOB),
    place(&["jobs", "*", "container", "credentials"], CREDENTIALS),
    place(&["jobs", "*", "container", "env", "*"], CONTAINER),
    place(&["jobs", "*", "continue-on-error"], JOB),
    place(
        &["jobs", "*", "defaults", "run"],
        &["github", "needs", "strategy", "matrix", "env", "vars", "inputs"],
    ),
    place(&["jobs", "*", "env"], &["github", "needs", "strategy", "matrix", "vars", "secrets", "inputs"]),
    place(&["jobs", "*", "environment"], JOB),
    place(&["jobs", "*", "environment", "url"], OPEN_STEP),
    condition(&["jobs", "*", "if"], EARLY),
    place(&["jobs", "*", "name"], JOB),
    place(&["jobs", "*", "outputs", "*"], STEP),
    place(&["jobs", "*", "runs-on"], JOB),
    place(
        &["jobs", "*", "secrets", "*"],
        &["github", "needs", "strategy", "matrix", "secrets", "inputs", "vars"],
    ),
    place(&["jobs", "*", "services"], JOB),
    place(&["jobs", "*", "services", "*", "credentials"], CREDENTIALS),
    place(&["jobs", "*", "services", "*", "env", "*"], CONTAINER),
    place(&["jobs", "*", "steps", "*", "continue-on-error"], STEP),
    place(&["jobs", "*", "steps", "*", "env"], STEP),
    condition(&["jobs", "*", "steps", "*", "if"], OPEN_STEP),
    place(&["jobs", "*", "steps", "*", "name"], STEP),
    place(&["jobs", "*", "steps", "*", "run"], STEP),
    place(&["jobs", "*", "steps", "*", "timeout-minutes"], STEP),
    place(&["jobs", "*", "steps", "*", "with"], STEP),
    place(&["jobs", "*", "steps", "*", "working-directory"], STEP),
    place(&["jobs", "*", "strategy"], EARLY),
    place(&["jobs", "*", "timeout-minutes"], JOB),
    place(&["jobs", "*", "with", "*"], &["github", "needs", "strategy", "matrix", "inputs", "vars"]),
];

/// All that an expression can begin with somewhere.
const CONTEXTS: &[&str] = &[
    "github", "env", "vars", "job", "jobs", "steps", "runner", "secrets", "strategy", "matrix", "needs",
    "inputs",
];

/// The place of a path; `None` where GitHub evaluates nothing.
pub(crate) fn of(path: &[Segment]) -> Option<&'static Place> {
    PLACES.iter().filter(|place| holds(place.path, path)).max_by_key(|place| place.path.len())
}

fn holds(place: &[&str], path: &[Segment]) -> bool {
    place.len() <= path.len()
        && place.iter().zip(path).all(|(expected, segment)| match segment {
            Segment::Key(key) => *expected == "*" || **key == **expected,
            Segment::Index(_) => *expected == "*",
        })
}

impl Place {
    /// The first context of an expression that GitHub doesn't know at this place.
    pub(crate) fn unknown_context<'e>(&self, expression: &'e str) -> Option<&'e str> {
        contexts(expression).into_iter().find(|c| !self.contexts.contains(c))
    }
}

/// Whether a name is a value of a context, such as `matrix.environment`.
pub(crate) fn is_name(name: &str) -> bool {
    let mut words = name.split('.');
    let word = |w: &str| {
        w.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && w.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    };
    words.next().is_some_and(|first| CONTEXTS.contains(&first))
        && words.clone().count() > 0
        && words.all(word)
}

/// The names that an expression reads: those that stand behind no dot, and call nothing.
fn contexts(expression: &str) -> Vec<&str> {
    let mut found = Vec::new();
    // In an expression a quote is written twice, so each second piece between quotes is a string.
    for code in expression.split('\'').step_by(2) {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let mut from = 0;
        for word in code.split(|c: char| !is_word(c)) {
            let before = code.get(..from).unwrap_or_default().trim_end();
            from += word.len();
            let after = code.get(from..).unwrap_or_default().trim_start();
            from += code.get(from..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            let named = word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
            let literal = matches!(word, "true" | "false" | "null" | "NaN" | "Infinity");
            if named && !literal && !before.ends_with('.') && !after.starts_with('(') {
                found.push(word);
            }
        }
    }
    found
}

/// An expression as a part of another one.
pub(crate) fn operand(text: String, alone: bool) -> String {
    let simple = text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.()".contains(c));
    if alone || simple { text } else { format!("({text})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contexts_are_told_from_functions_properties_and_strings() {
        assert_eq!(contexts("github.ref == 'matrix.x' && needs.a.outputs.b"), ["github", "needs"]);
        assert_eq!(contexts("contains(matrix.os, 'it''s env.x') || true"), ["matrix"]);
        assert_eq!(contexts("steps['a'].outputs.github"), ["steps"]);
        assert_eq!(contexts("always()"), [""; 0]);
    }

    #[test]
    fn a_name_is_a_value_of_a_context() {
        for name in ["matrix.environment", "vars.X", "needs.a.outputs.b", "github.event.inputs.stage"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["matrix", "environment", "matrix.", "matrx.a", "vars.1", "vars.a b"] {
            assert!(!is_name(name), "{name}");
        }
    }
}
