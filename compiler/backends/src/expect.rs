//! What a test expects of the outputs: a part of a document's tree, or of a file's text.
//!
//! Records are compared by the keys that are expected, lists by the elements. Knows no test: what isn't met is a problem of
//! the expectation's own place.

use diagnostics::Diagnostic;
use graph::{Data, Expectation, Fragment};
use indexmap::IndexMap;

use crate::context::Context;
use crate::document::Draft;
use crate::lower::{Lowering, Placeholders, Prints, Segment, show_place};
use crate::node::{Node, NodeData, NodeEntry};
use crate::patch::{self, Naming};
use crate::problems::expectations as problems;
use crate::{OutputFile, json, paths};

impl Draft<'_, '_> {
    /// Compares the trees of a document, patched, with all that is expected of them.
    pub(crate) fn expect(&mut self, roots: &[Node]) {
        let graph = self.context.graph;
        for (index, expectation) in graph.expectations.iter().enumerate() {
            if expectation.target.path == self.document.path && is_tree(expectation) {
                self.context.looked_at.insert(index);
                let unmet = self.unmet(expectation, roots);
                self.context.unmet.extend(unmet);
            }
        }
    }

    fn unmet(&mut self, expectation: &Expectation, roots: &[Node]) -> Vec<Diagnostic> {
        let Some(expected) = self.expected(expectation) else { return Vec::new() };
        let target = &expectation.target;
        let compare = |root: &Node| {
            let naming = Naming::of(self.backend.name);
            let (context, document) = (&*self.context, &*target.path);
            let mut comparison =
                Comparison { context, document, naming, path: Vec::new(), unmet: Vec::new() };
            comparison.compare(&expected, root);
            comparison.unmet
        };
        match roots {
            _ if target.selector.is_some() => match patch::chosen(self.backend.name, target, roots) {
                Ok(index) => roots.get(index).map(compare).unwrap_or_default(),
                Err(problem) => vec![problems::of_expectation(*problem)],
            },
            [one] => compare(one),
            several if several.iter().any(|root| compare(root).is_empty()) => Vec::new(),
            several => match several.iter().find(|root| same_object(&expected, root)) {
                Some(root) => compare(root),
                None => vec![problems::no_such_object(&target.path, several.len(), expectation.value.span)],
            },
        }
    }

    /// What is expected, as a tree. It is what is printed, so that `$(NAME)` is what it reads as.
    fn expected(&mut self, expectation: &Expectation) -> Option<Node> {
        let value = &expectation.value;
        let fragment = Fragment {
            value: value.clone(),
            version: None,
            resource: None,
            span: value.span,
            path_span: expectation.target.path_span,
        };
        let mut own = Placeholders::default();
        let lowering = self.lowering(&fragment, false);
        let prints = Prints { pod: false, ..lowering.prints };
        Lowering { placeholders: &mut own, prints, ..lowering }.lower(value)
    }
}

/// Compares files with the texts that are expected of them, and says which outputs there are not.
pub(crate) fn check_texts(files: &[OutputFile], context: &mut Context<'_>) {
    let graph = context.graph;
    for (index, expectation) in graph.expectations.iter().enumerate() {
        if context.looked_at.contains(&index) {
            continue;
        }
        let path = paths::in_output(graph, &expectation.target.path);
        let file = files.iter().find(|f| f.path == path || f.path.strip_suffix(".in") == Some(&path));
        let problem = match file {
            Some(file) => text_unmet(expectation, file),
            None => Some(problems::unknown_output(&expectation.target, &outputs(context))),
        };
        context.unmet.extend(problem);
    }
    for problem in std::mem::take(&mut context.unmet) {
        context.report_of(problem, None);
    }
}

fn text_unmet(expectation: &Expectation, file: &OutputFile) -> Option<Diagnostic> {
    let (path, span) = (&expectation.target.path, expectation.value.span);
    let Some(expected) = expectation.value.as_str() else {
        return Some(problems::text_expected(path, expectation.value.data.sort(), span));
    };
    let text = String::from_utf8_lossy(&file.bytes);
    (!text.contains(&*expected)).then(|| problems::text_missing(path, &expected, &text, span))
}

fn outputs<'g>(context: &Context<'g>) -> Vec<&'g str> {
    let documents = context.graph.documents.iter().map(|d| &*d.path);
    let mut all: Vec<&str> = documents.chain(context.graph.steps.iter().map(|s| &*s.script)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn is_tree(expectation: &Expectation) -> bool {
    matches!(expectation.value.data, Data::Record(_) | Data::List(_))
}

/// Whether both say that they are the same object of Kubernetes.
fn same_object(expected: &Node, actual: &Node) -> bool {
    let name = |node: &Node| {
        Some((node.get("kind")?.text()?, node.get("metadata").and_then(|m| m.get("name")?.text())))
    };
    match (name(expected), name(actual)) {
        (Some((kind, None)), Some((other, _))) => kind == other,
        (Some(expected), Some(actual)) => expected == actual,
        _ => false,
    }
}

/// One comparison under way.
struct Comparison<'a, 'g> {
    context: &'a Context<'g>,
    document: &'a str,
    naming: Naming,
    path: Vec<Segment>,
    unmet: Vec<Diagnostic>,
}

impl Comparison<'_, '_> {
    fn compare(&mut self, expected: &Node, actual: &Node) {
        match (&expected.data, &actual.data) {
            (NodeData::Map(wanted), NodeData::Map(_)) if !wanted.is_empty() => self.entries(wanted, actual),
            (NodeData::List(wanted), NodeData::List(list)) if !wanted.is_empty() => {
                self.elements(wanted, list);
            }
            _ if expected.same(actual) => {}
            _ => self.differs(expected, actual),
        }
    }

    fn entries(&mut self, wanted: &IndexMap<String, NodeEntry>, actual: &Node) {
        for (key, entry) in wanted {
            let Some(node) = actual.get(key) else {
                let keys: Vec<&str> =
                    actual.entries().into_iter().flat_map(|e| e.keys()).map(String::as_str).collect();
                self.unmet.push(problems::missing_key(key, &self.shown(), &keys, entry.key));
                continue;
            };
            self.path.push(Segment::Key(key.as_str().into()));
            self.compare(&entry.node, node);
            self.path.pop();
        }
    }

    /// Each element that is expected is there, at whatever place: the one of its name, or one that holds it.
    fn elements(&mut self, wanted: &[Node], list: &[Node]) {
        let keys = self.naming.keys(&self.path);
        for element in wanted {
            let named = element.entries().and(patch::name(element, keys));
            let found = named.map(|name| (patch::find(list, keys, &name), name));
            match found {
                Some((found, _)) if found.len() == 1 => {
                    let index = found.first().copied().unwrap_or_default();
                    self.path.push(Segment::Index(index));
                    list.get(index).into_iter().for_each(|actual| self.compare(element, actual));
                    self.path.pop();
                }
                _ if list.iter().any(|actual| self.holds(element, actual)) => {}
                _ => self.unmet.push(problems::missing_element(
                    &short(element),
                    &self.shown(),
                    &list.iter().map(short).collect::<Vec<_>>(),
                    element.origin.span,
                )),
            }
        }
    }

    fn holds(&self, expected: &Node, actual: &Node) -> bool {
        let mut inner = Comparison { path: self.path.clone(), unmet: Vec::new(), ..*self };
        inner.compare(expected, actual);
        inner.unmet.is_empty()
    }

    fn differs(&mut self, expected: &Node, actual: &Node) {
        let origin = self.context.own_origin(&actual.origin);
        let (wanted, span) = (short(expected), expected.origin.span);
        self.unmet.push(problems::differs(&self.shown(), (&wanted, span), (&short(actual), origin)));
    }

    fn shown(&self) -> String {
        show_place(&self.path, self.document)
    }
}

/// A value on one line, cut where it gets long.
fn short(node: &Node) -> String {
    const LONGEST: usize = 60;
    let mut text = String::new();
    json::compact(node, &mut text);
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}
