//! Names in a script: of its functions, and of the variables that hold what its steps find out.

use std::collections::{BTreeMap, BTreeSet};

use graph::Step;
use indexmap::IndexMap;

use crate::lower::CaptureName;

/// Variables of the frame, which no capture may take.
const TAKEN: &[&str] = &[
    "captured", "done", "expected", "failed", "filled", "from", "here", "how", "line", "mode", "name", "now",
    "path", "pattern", "pause", "problems", "rest", "status", "text", "title", "tool", "tries", "try",
    "value",
];

/// One script.
pub(crate) struct Plan<'g> {
    /// Relative to the output folder.
    pub(crate) path: &'g str,
    pub(crate) steps: Vec<&'g Step>,
    names: Vec<String>,
    /// Where each capture is made: the step's index, and the variable.
    captures: IndexMap<CaptureName, (usize, String)>,
}

impl<'g> Plan<'g> {
    pub(crate) fn new(path: &'g str, steps: &[&'g Step]) -> Self {
        let mut taken = BTreeSet::new();
        let names = steps.iter().map(|s| unique(identifier(&s.name), &mut taken)).collect();
        Self { path, steps: steps.to_vec(), names, captures: captures(steps) }
    }

    /// The file's name alone.
    pub(crate) fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// The name of a step, as an identifier.
    pub(crate) fn name(&self, index: usize) -> &str {
        self.names.get(index).map_or("", String::as_str)
    }

    /// How many characters the longest of them has.
    pub(crate) fn widest_name(&self) -> usize {
        self.names.iter().map(String::len).max().unwrap_or(0)
    }

    /// The index of the step that captures a value, and the variable that holds it.
    pub(crate) fn capture(&self, name: &CaptureName) -> Option<(usize, &str)> {
        self.captures.get(name).map(|(index, variable)| (*index, variable.as_str()))
    }
}

/// A capture's own name where no other has it, else with its step's.
fn captures(steps: &[&Step]) -> IndexMap<CaptureName, (usize, String)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for capture in steps.iter().flat_map(|s| &s.captures) {
        *counts.entry(&capture.name).or_default() += 1;
    }
    let mut taken: BTreeSet<String> = TAKEN.iter().map(|t| (*t).to_owned()).collect();
    let mut all = IndexMap::new();
    for (index, step) in steps.iter().enumerate() {
        for capture in &step.captures {
            let own = identifier(&capture.name);
            // Names in capitals belong to the environment.
            let alone =
                counts.get(&*capture.name) == Some(&1) && own == own.to_lowercase() && !taken.contains(&own);
            let wanted = if alone { own } else { identifier(&format!("{}_{}", step.name, capture.name)) };
            let variable = unique(wanted, &mut taken);
            all.insert((step.name.clone(), capture.name.clone()), (index, variable));
        }
    }
    all
}

fn identifier(name: &str) -> String {
    let word: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if word.starts_with(|c: char| c.is_ascii_digit()) || word.is_empty() { format!("_{word}") } else { word }
}

fn unique(name: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|n: u32| format!("{name}_{n}"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|n| !taken.contains(n)).unwrap_or(name);
    taken.insert(free.clone());
    free
}
