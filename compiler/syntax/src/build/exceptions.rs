//! Exceptions from what the library says, and tests: `allow`, `patch`, `test`.

use super::{Builder, Node, Nodes, take};
use crate::grammar::Rule;
use crate::problems;
use crate::tree::{Expr, ExprKind, Gives, Name, Patch, PatchEntry, Path, Test, TestFile};

impl<'t> Builder<'t> {
    /// A path in which `-` joins words, as in the names of codes.
    pub(super) fn check_path(&mut self, nodes: &mut Nodes<'t>) -> Path {
        let Some(node) = nodes.next() else { return Path { names: Vec::new(), span: self.all().at_end() } };
        let span = self.span(&node);
        let codes = node.as_span();
        let mut names: Vec<Name> = Vec::new();
        for at in codes.start()..codes.end() {
            match self.code(at) {
                b'.' => {}
                _ if at > codes.start() && self.code(at - 1) != b'.' => {
                    if let Some(name) = names.pop() {
                        names.push(self.name_at(name.span.to(self.range(at, at + 1))));
                    }
                }
                _ => names.push(self.name_at(self.range(at, at + 1))),
            }
        }
        for missing in node.into_inner() {
            names.push(self.name_of(&missing, "a check such as `wave.cache_type`, or a code"));
        }
        Path { names, span }
    }

    pub(super) fn because(&mut self, nodes: &mut Nodes<'t>) -> Expr {
        let Some(node) = nodes.next() else {
            return Expr { span: self.all().at_end(), kind: ExprKind::Missing };
        };
        let span = self.span(&node);
        let mut nodes = node.into_inner();
        if self.note_missing_part(&mut nodes, "`because` and a reason") {
            return Expr { span, kind: ExprKind::Missing };
        }
        self.value(&mut nodes)
    }

    pub(super) fn patch(&mut self, nodes: &mut Nodes<'t>) -> Patch {
        let path = self.value(nodes);
        let because = self.because(nodes);
        let mut body = Vec::new();
        for node in nodes.next().into_iter().flat_map(Node::into_inner) {
            match node.as_rule() {
                Rule::patch_entry => body.extend(self.patch_entry(node)),
                Rule::missing_body => self.missing(&node, problems::missing_body),
                _ => self.between(&node),
            }
        }
        Patch { path, because, body }
    }

    fn patch_entry(&mut self, node: Node<'t>) -> Option<PatchEntry> {
        let mut nodes = node.into_inner();
        let place = nodes.next()?;
        if place.as_rule() == Rule::bad_entry {
            self.at_first(&place, problems::bad_entry);
            return None;
        }
        Some(PatchEntry { place: self.expression(place), value: self.assigned(&mut nodes) })
    }

    pub(super) fn test(&mut self, nodes: &mut Nodes<'t>) -> Test {
        let title = self.value(nodes);
        let (mut items, mut files, mut gives) = (Vec::new(), Vec::new(), Vec::new());
        for node in nodes.next().into_iter().flat_map(Node::into_inner) {
            match node.as_rule() {
                Rule::gives => gives.push(self.gives(node)),
                Rule::test_file => files.extend(self.test_file(&node)),
                Rule::missing_body => self.missing(&node, problems::missing_body),
                Rule::stray | Rule::missing_separator => self.between(&node),
                _ => items.push(self.item(node)),
            }
        }
        Test { title, items, files, gives }
    }

    /// `file "path" "text"`: no other word may stand before two strings.
    fn test_file(&mut self, node: &Node<'t>) -> Option<TestFile> {
        let mut nodes = node.clone().into_inner();
        let word = nodes.next()?;
        if self.source(self.span(&word)) != "file" {
            self.at_first(node, problems::bad_item);
            return None;
        }
        Some(TestFile { path: self.value(&mut nodes), text: self.value(&mut nodes) })
    }

    fn gives(&mut self, node: Node<'t>) -> Gives {
        let mut nodes = node.into_inner();
        match take(&mut nodes, Rule::word) {
            Some(severity) => Gives::Diagnostic {
                severity: self.name_at(self.span(&severity)),
                code: self.check_path(&mut nodes),
            },
            None => Gives::Output { path: self.value(&mut nodes), value: self.value(&mut nodes) },
        }
    }
}
