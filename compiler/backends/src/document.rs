//! A document on its way from fragments to a file.
//!
//! Knows that a document has a backend, and what all backends need: the tree of its fragments, the comment at its head,
//! the `.in` of a file that a script fills. Knows no format.

use diagnostics::Span;
use graph::{Data, Document, Fragment, Graph, Value};

use crate::context::Context;
use crate::lines::{Lines, Printed};
use crate::lower::{Fills, Lowering, Placeholders};
use crate::node::{Node, Origin};
use crate::tables::Backend;
use crate::{OutputFile, merge, paths, problems, tables, yaml};

/// A document that a backend is about to check and print.
pub(crate) struct Draft<'a, 'g> {
    pub(crate) context: &'a mut Context<'g>,
    pub(crate) document: &'a Document,
    pub(crate) backend: &'static Backend,
    pub(crate) placeholders: &'a mut Placeholders,
}

/// A document that was printed, or couldn't be.
pub(crate) struct Written<'g> {
    pub(crate) document: &'g Document,
    pub(crate) backend: &'static Backend,
    pub(crate) placeholders: Placeholders,
    printed: Option<Printed>,
}

/// Prints a document; `None` if nothing of it can be.
pub(crate) fn print<'g>(document: &'g Document, context: &mut Context<'g>) -> Option<Written<'g>> {
    let Some(backend) = tables::backend(&document.backend) else {
        let span = document.fragments.first()?.span;
        context.report_of(problems::unknown_backend(&document.backend, span), None);
        return None;
    };
    let mut versions = document.fragments.iter().filter_map(|f| f.version.as_ref());
    if let Some((_, span)) = versions.next().filter(|_| !backend.versions) {
        context.report_of(problems::kinds::no_versions(backend.name, *span), None);
    }
    let mut placeholders = Placeholders::default();
    let draft = Draft { context, document, backend, placeholders: &mut placeholders };
    let printed = (backend.print)(draft);
    if !placeholders.captures.is_empty() {
        for origin in &placeholders.lookalikes {
            context.report(problems::looks_like_a_placeholder(&document.path, origin.span), origin);
        }
    }
    Some(Written { document, backend, placeholders, printed })
}

/// The comment at the head of files whose readers ignore comments.
pub(crate) fn header(graph: &Graph, out: &mut Lines) {
    out.line(&format!("# {}", made_by(graph)));
}

/// Who wrote a file. A control character in a file's name would end the comment.
pub(crate) fn made_by(graph: &Graph) -> String {
    let spec: String = graph.spec.chars().map(|c| if c.is_control() { '?' } else { c }).collect();
    format!("Made by wavec from {spec}. Don't edit: change the spec and build again.")
}

impl Written<'_> {
    /// Whether no mistake kept it from being printed.
    pub(crate) fn is_printed(&self) -> bool {
        self.printed.is_some()
    }

    /// Whether a script has to fill it.
    pub(crate) fn is_filled(&self) -> bool {
        !self.placeholders.captures.is_empty()
    }

    /// How a script has to escape what it fills in.
    pub(crate) fn fills(&self) -> Fills {
        self.backend.prints.fills
    }

    /// Where the document comes from.
    pub(crate) fn fragment(&self) -> Option<&Fragment> {
        self.document.fragments.first()
    }

    /// Its file, if it could be printed.
    pub(crate) fn into_file(self, graph: &Graph) -> Option<OutputFile> {
        let suffix = if self.is_filled() { ".in" } else { "" };
        let path = format!("{}{suffix}", paths::in_output(graph, &self.document.path));
        let printed = self.printed?;
        let executable = printed.text.starts_with("#!");
        Some(OutputFile { path, bytes: printed.text.into_bytes(), executable, lines: printed.lines })
    }
}

impl<'g> Draft<'_, 'g> {
    /// All fragments in one tree; `None` if there is none, or one of them couldn't be lowered.
    pub(crate) fn merged(&mut self) -> Option<Node> {
        let before = self.context.problems();
        let document = self.document;
        let mut nodes =
            document.fragments.iter().filter_map(|f| self.lower(f, &f.value, false)).collect::<Vec<_>>();
        let mut conflicts = Vec::new();
        let mut rest = nodes.drain(..);
        let mut root = rest.next()?;
        for node in rest {
            merge::merge(&mut root, node, &document.path, &mut conflicts);
        }
        for (problem, node) in conflicts {
            self.context.report(problem, &node.origin);
        }
        if self.context.problems() == before {
            self.patch(std::slice::from_mut(&mut root));
            self.expect(std::slice::from_ref(&root));
        }
        self.report_long_keys(&root);
        (self.context.problems() == before).then_some(root)
    }

    /// The objects of all fragments, each of which is one or a list of them.
    pub(crate) fn objects(&mut self) -> Vec<Node> {
        let (before, document) = (self.context.problems(), self.document);
        let mut nodes = Vec::new();
        for fragment in &document.fragments {
            let values = fragment.value.as_list().unwrap_or(std::slice::from_ref(&fragment.value));
            for value in values {
                let is_pod =
                    value.as_record().and_then(|r| r.get("kind")?.as_str()).is_some_and(|k| k == "Pod");
                nodes.extend(self.lower(fragment, value, is_pod));
            }
        }
        if self.context.problems() == before {
            self.patch(&mut nodes);
            self.expect(&nodes);
        }
        for node in &nodes {
            self.report_long_keys(node);
        }
        nodes
    }

    fn lower(&mut self, fragment: &Fragment, value: &Value, is_pod: bool) -> Option<Node> {
        let node = self.lowering(fragment, is_pod).lower(value);
        if matches!(value.data, Data::None) {
            let problem = problems::nothing_to_write(&self.document.path, fragment.span);
            self.context.report_of(problem, fragment.resource);
        }
        node
    }

    /// What turns the values of a fragment into nodes of this document.
    pub(crate) fn lowering<'x>(&'x mut self, fragment: &'x Fragment, is_pod: bool) -> Lowering<'x, 'g> {
        Lowering {
            context: &mut *self.context,
            document: self.document,
            fragment,
            prints: self.backend.prints,
            placeholders: &mut *self.placeholders,
            path: Vec::new(),
            in_tagged: false,
            is_pod,
            container: None,
        }
    }

    fn report_long_keys(&mut self, node: &Node) {
        let mut found: Vec<Span> = Vec::new();
        yaml::long_keys(node, &mut found);
        for span in found {
            let origin = Origin { span, ..node.origin.clone() };
            self.context.report(problems::long_key(&self.document.path, span), &origin);
        }
    }
}
