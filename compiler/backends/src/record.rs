//! What a foreign format asks of a record: which keys it knows, which it needs, which words a value may be.
//!
//! Knows no format; each one hands over its words.

use diagnostics::{Span, similar};

use crate::context::Context;
use crate::node::{Node, Origin};
use crate::problems::{self, typed};

/// A record of a document, with the words for it: a statement of which policy.
pub(crate) struct Checked<'a, 'c, 'g> {
    pub(crate) node: &'a Node,
    pub(crate) what: String,
    pub(crate) context: &'c mut Context<'g>,
}

impl<'a> Checked<'a, '_, '_> {
    /// Reports `message` at a node.
    pub(crate) fn wrong(&mut self, node: &Node, label: &str, message: String, help: Option<String>) {
        let problem = problems::wrong(node.origin.span, label, message).with_help(help);
        self.context.report(problem, &node.origin);
    }

    fn of_another_sort(&mut self, place: &str, expected: &str, node: &Node) {
        let problem = typed::of_another_sort(place, expected, node.sort(), false, node.origin.span);
        self.context.report(problem, &node.origin);
    }

    /// Whether it is a record; reported if not.
    pub(crate) fn is_record(&mut self) -> bool {
        let fine = self.node.entries().is_some();
        if !fine {
            self.of_another_sort(&self.what.clone(), "a record", self.node);
        }
        fine
    }

    /// Reports each key that isn't one of `known`, with the nearest.
    pub(crate) fn knows(&mut self, known: &[&str]) {
        self.knows_but(known, "\0");
    }

    /// The same, but keys that begin with `free` are anyone's.
    pub(crate) fn knows_but(&mut self, known: &[&str], free: &str) {
        for (key, entry) in self.node.entries().into_iter().flatten() {
            if !known.contains(&key.as_str()) && !key.starts_with(free) {
                let problem = typed::unknown_key(key, &self.what, known, None, entry.key);
                self.context.report(problem, &self.at(entry.key));
            }
        }
    }

    /// The value of a key, which must be there.
    pub(crate) fn needs(&mut self, key: &str) -> Option<&'a Node> {
        let found = self.node.get(key);
        if found.is_none() {
            self.lacks(key);
        }
        found
    }

    /// A key that was misspelt is what is wrong, and not that the right one is missing.
    fn lacks(&mut self, key: &str) {
        let mut entries = self.node.entries().into_iter().flatten();
        if let Some((other, entry)) = entries.find(|(other, _)| similar(other, [key]).is_some()) {
            let origin = Origin { via: entry.node.origin.via.clone(), ..self.at(entry.key) };
            self.context.report(typed::unknown_key(other, &self.what, &[key], None, entry.key), &origin);
            return;
        }
        let problem = typed::missing_key(key, &self.what, self.node.origin.span);
        self.context.report(problem, &self.node.origin);
    }

    /// The value of a key if it is a string; reported if it is something else. It may be absent.
    pub(crate) fn string(&mut self, key: &str) -> Option<String> {
        let node = self.node.get(key)?;
        let text = node.text();
        if text.is_none() {
            self.of_another_sort(&format!("`{key}` of {}", self.what), "a string", node);
        }
        text
    }

    /// The string of a key, which must be one of `words`, if it is there.
    pub(crate) fn one_of(&mut self, key: &str, words: &[&str]) -> Option<String> {
        let text = self.string(key)?;
        let node = self.node.get(key)?;
        if !words.contains(&text.as_str()) && node.chunks().is_some_and(|c| !c.filled) {
            let place = format!("`{key}` of {}", self.what);
            let problem = typed::not_one_of(&place, &text, words, node.origin.span);
            self.context.report(problem, &node.origin);
        }
        Some(text)
    }

    fn at(&self, span: Span) -> Origin {
        Origin { span, ..self.node.origin.clone() }
    }
}
