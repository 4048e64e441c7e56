//! What kinds consist of: checks, documents, steps.

use super::{Builder, Node, Nodes, take};
use crate::grammar::Rule;
use crate::problems;
use crate::tree::{Capture, Check, CheckKind, Emit, Entry, Expr, ExprKind, Kind, Step};

impl<'t> Builder<'t> {
    pub(super) fn kind(&mut self, nodes: &mut Nodes<'t>, what: &str) -> Kind {
        let name = self.name(nodes, what);
        let immutable = take(nodes, Rule::modifier).is_some();
        Kind { name, immutable, members: nodes.next().map_or_else(Vec::new, |node| self.members(node)) }
    }

    pub(super) fn check(&mut self, node: &Node<'t>) -> Check {
        let kind = match self.source(self.span_of(self.place(node.as_span().start()))) {
            "require" => CheckKind::Require,
            "rule" => CheckKind::Rule,
            // A misspelt word was reported, and no error must follow from it.
            _ => CheckKind::Advise,
        };
        let nodes = &mut node.clone().into_inner();
        let name = self.name(nodes, "the check's name");
        let condition = self.check_condition(nodes);
        let message = match take(nodes, Rule::missing_part) {
            Some(node) => {
                self.missing(&node, |after, text| {
                    problems::missing_part(after, text, "`else` and a message")
                });
                Expr { span: self.span(&node), kind: ExprKind::Missing }
            }
            None => self.value(nodes),
        };
        let help = take(nodes, Rule::check_help).map(|node| self.value(&mut node.into_inner()));
        Check { kind, name, condition, message, help }
    }

    fn check_condition(&mut self, nodes: &mut Nodes<'t>) -> Expr {
        let colon =
            |b: &Self, n: &Node<'t>| n.as_span().start().checked_sub(1).is_some_and(|at| b.code(at) == b':');
        match nodes.peek() {
            Some(node) if node.as_rule() == Rule::missing_value && !colon(self, &node) => {
                self.missing(&node, |after, text| problems::missing_part(after, text, "`: CONDITION`"));
                nodes.next();
                Expr { span: self.span(&node), kind: ExprKind::Missing }
            }
            _ => self.value(nodes),
        }
    }

    // ---- documents and steps

    pub(super) fn emit(&mut self, nodes: &mut Nodes<'t>) -> Emit {
        let backend = self.name(nodes, "a backend such as `yaml`");
        let version = take(nodes, Rule::emit_version).map(|node| self.value(&mut node.into_inner()));
        let path = self.place_after_in(nodes);
        Emit { backend, version, path, value: self.value(nodes) }
    }

    fn place_after_in(&mut self, nodes: &mut Nodes<'t>) -> Expr {
        let at = nodes.peek().map_or_else(|| self.all().at_end(), |node| self.span(&node).at_end());
        if self.note_missing_part(nodes, "`in` and a path") {
            return Expr { span: at, kind: ExprKind::Missing };
        }
        self.value(nodes)
    }

    pub(super) fn step(&mut self, nodes: &mut Nodes<'t>) -> Step {
        let name = self.name(nodes, "the step's name");
        let script = self.place_after_in(nodes);
        let title = self.value(nodes);
        let mut body: Vec<Entry> = Vec::new();
        let mut captures = Vec::new();
        for node in nodes.next().into_iter().flat_map(Node::into_inner) {
            match node.as_rule() {
                Rule::capture => captures.push(self.capture(node)),
                Rule::missing_body => self.missing(&node, problems::missing_body),
                Rule::stray | Rule::missing_separator => self.between(&node),
                _ => body.push(self.record_entry(node)),
            }
        }
        Step { name, script, title, body, captures }
    }

    fn capture(&mut self, node: Node<'t>) -> Capture {
        let span = self.span(&node);
        let nodes = &mut node.into_inner();
        Capture {
            name: self.name(nodes, "the name of the value"),
            ty: self.next_type(nodes),
            command: self.assigned(nodes),
            retry: take(nodes, Rule::retry).map(|node| self.value(&mut node.into_inner())),
            every: take(nodes, Rule::every).map(|node| self.value(&mut node.into_inner())),
            span,
        }
    }
}
