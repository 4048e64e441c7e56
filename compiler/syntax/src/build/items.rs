//! Items: which of them a node is, and those that give modules, values and types their names.

use diagnostics::Span;

use super::{Builder, Node, Nodes, Problem, take};
use crate::grammar::Rule;
use crate::lexer::kinds;
use crate::problems;
use crate::tree::{
    Allow, Docs, Entry, EntryKind, Environment, Field, Function, Item, ItemKind, Key, Let, Name, Param, Path,
    Secret, Stage, TypeItem, Use, UseTarget,
};

impl<'t> Builder<'t> {
    /// All items that are left.
    pub(super) fn items(&mut self, nodes: &mut Nodes<'t>) -> Vec<Item> {
        let mut items = Vec::new();
        for node in nodes {
            match node.as_rule() {
                Rule::EOI => {}
                Rule::stray | Rule::missing_separator => self.between(&node),
                Rule::missing_body => self.missing(&node, problems::missing_body),
                Rule::body_sign => self.at_first(&node, problems::sign_before_body),
                _ => items.push(self.item(node)),
            }
        }
        items
    }

    pub(super) fn item(&mut self, node: Node<'t>) -> Item {
        let span = self.span(&node);
        let docs = self.docs(&node);
        Item { span, docs, kind: self.item_kind(node) }
    }

    fn item_kind(&mut self, node: Node<'t>) -> ItemKind {
        let rule = node.as_rule();
        let nodes = &mut node.clone().into_inner();
        match rule {
            Rule::use_item => ItemKind::Use(self.use_item(nodes)),
            Rule::param => ItemKind::Param(self.param(nodes)),
            Rule::environment => ItemKind::Environment(Environment {
                name: self.name(nodes, "the environment's name"),
                body: self.record_body(nodes),
            }),
            Rule::secret => ItemKind::Secret(self.secret(nodes)),
            Rule::let_item => ItemKind::Let(self.let_item(nodes)),
            Rule::function => ItemKind::Function(self.function(&node)),
            Rule::type_item => ItemKind::Type(self.type_item(nodes)),
            Rule::kind => ItemKind::Kind(self.kind(nodes, "the kind's name")),
            Rule::block => ItemKind::Block(self.kind(nodes, "the block's name")),
            Rule::field => ItemKind::Field(self.field(node)),
            Rule::check => ItemKind::Check(self.check(&node)),
            Rule::emit => ItemKind::Emit(self.emit(nodes)),
            Rule::step => ItemKind::Step(self.step(nodes)),
            Rule::allow => {
                ItemKind::Allow(Allow { check: self.check_path(nodes), because: self.because(nodes) })
            }
            Rule::patch => ItemKind::Patch(self.patch(nodes)),
            Rule::test => ItemKind::Test(self.test(nodes)),
            Rule::if_items => ItemKind::If(self.if_of(node, Self::members, |span, inner| Item {
                span,
                docs: Docs::default(),
                kind: ItemKind::If(inner),
            })),
            Rule::for_items => ItemKind::For(self.for_of(node, Self::members)),
            Rule::resource => self.resource_item(&node),
            Rule::misplaced_pair => {
                self.at_first(&node, |span, key| {
                    if kinds::begins_item(kinds::word(key)) {
                        problems::missing_name(span, key, "a name")
                    } else {
                        problems::misplaced_pair(span, key)
                    }
                });
                // What is wrong with the value is worth saying, too.
                self.key(nodes);
                self.value(nodes);
                ItemKind::Error
            }
            _ => {
                self.at_first(&node, problems::bad_item);
                ItemKind::Error
            }
        }
    }

    pub(super) fn members(&mut self, node: Node<'t>) -> Vec<Item> {
        self.items(&mut node.into_inner())
    }

    fn resource_item(&mut self, node: &Node<'t>) -> ItemKind {
        let mut nodes = node.clone().into_inner();
        let Some(path) = nodes.next() else { return ItemKind::Error };
        let bare = nodes
            .peek()
            .is_some_and(|n| n.as_rule() == Rule::record_body && first_rule(&n) == Some(Rule::missing_body));
        if bare {
            self.at_first(node, problems::bad_item);
            return ItemKind::Error;
        }
        let kind = self.path(path);
        ItemKind::Resource(self.resource(kind, &mut nodes))
    }

    /// Reports a part that the grammar found missing, if it is the next node.
    pub(super) fn note_missing_part(&mut self, nodes: &mut Nodes<'t>, part: &str) -> bool {
        let Some(node) = take(nodes, Rule::missing_part) else { return false };
        self.missing(&node, |after, text| problems::missing_part(after, text, part));
        true
    }

    // ---- names for modules, values and types

    fn use_item(&mut self, nodes: &mut Nodes<'t>) -> Use {
        let export = take(nodes, Rule::export).is_some();
        self.note_missing_part(nodes, "`use`");
        let target = match nodes.next() {
            Some(node) if node.as_rule() == Rule::path => UseTarget::Module(self.path(node)),
            Some(node) if node.as_rule() == Rule::string => UseTarget::File(self.file_name(&node)),
            Some(node) => {
                let name = self.name_of(&node, "a module such as `std.aws`");
                UseTarget::Module(Path { span: name.span, names: vec![name] })
            }
            None => UseTarget::Module(Path {
                names: vec![self.name_at(self.all().at_end())],
                span: self.all().at_end(),
            }),
        };
        let alias = nodes.peek().is_some().then(|| self.name(nodes, "the name to use it by"));
        Use { export, target, alias }
    }

    /// The text between the quotes; a placeholder there stays as it was written.
    fn file_name(&mut self, node: &Node<'t>) -> Name {
        let span = self.span(node);
        let source = self.source(span);
        let start = source.find('"').map_or(0, |n| n + 1);
        let end = source.rfind('"').filter(|end| *end >= start).unwrap_or(source.len());
        self.name_at(span.slice(start, end))
    }

    fn param(&mut self, nodes: &mut Nodes<'t>) -> Param {
        let name = self.name(nodes, "the parameter's name");
        let ty = self.next_type(nodes);
        let default = self.default(nodes);
        let mut stages = Vec::new();
        while let Some(node) = take(nodes, Rule::stage) {
            stages.push(self.stage(node));
        }
        Param { name, ty, default, stages }
    }

    fn stage(&mut self, node: Node<'t>) -> Stage {
        let span = self.span(&node);
        let mut nodes = node.into_inner();
        let name = self.name(&mut nodes, "a stage such as `cloudformation`");
        let argument = self.arguments(&mut nodes).into_iter().next();
        Stage { name, argument, span }
    }

    fn secret(&mut self, nodes: &mut Nodes<'t>) -> Secret {
        let name = self.name(nodes, "the secret's name");
        // `secret x: "…"`
        let literal = nodes.peek().filter(|n| is_one_literal(n));
        let ty = match literal {
            Some(_) => None,
            None => take(nodes, Rule::type_expr).map(|node| self.type_expr(node)),
        };
        // Nothing of a value goes into the tree, from where it could go into an output.
        if let Some(given) = literal.or_else(|| take(nodes, Rule::given_value)) {
            self.secret_given(self.span(&given), &name.text, self.place(given.as_span().start()).token);
            return Secret { name, ty, body: Vec::new() };
        }
        let mut body = take(nodes, Rule::record).map(|node| self.record(node)).unwrap_or_default();
        body.retain(|entry| !self.gives_secret(entry, &name.text));
        Secret { name, ty, body }
    }

    /// `value = "…"` among the names of a secret.
    fn gives_secret(&mut self, entry: &Entry, secret: &str) -> bool {
        let EntryKind::Pair(Key::Word(key), _) = &entry.kind else { return false };
        if !matches!(&*key.text, "value" | "default") {
            return false;
        }
        self.secret_given(entry.span, secret, 0);
        true
    }

    /// Comes before all else on its line: what else is said could show the value.
    fn secret_given(&mut self, span: Span, secret: &str, token: u32) {
        let from = self.source(span).find(['"', '\'']).unwrap_or(0);
        let hidden = span.slice(from, self.source(span).len());
        let diagnostic = problems::secret_with_value(span, hidden, secret);
        self.problems.push(Problem { token, rank: 0, diagnostic });
    }

    fn let_item(&mut self, nodes: &mut Nodes<'t>) -> Let {
        let name = self.name(nodes, "a name");
        let ty = take(nodes, Rule::type_expr).map(|node| self.type_expr(node));
        Let { name, ty, value: self.assigned(nodes) }
    }

    fn type_item(&mut self, nodes: &mut Nodes<'t>) -> TypeItem {
        let name = self.name(nodes, "the type's name");
        if let Some(node) = nodes.peek().filter(|n| n.as_rule() == Rule::missing_type) {
            self.missing(&node, |after, text| problems::missing_part(after, text, "`=` and a type"));
        }
        TypeItem { name, ty: self.next_type(nodes) }
    }

    fn function(&mut self, node: &Node<'t>) -> Function {
        let nodes = &mut node.clone().into_inner();
        let is_late = take(nodes, Rule::late).is_some();
        if self.note_missing_part(nodes, "`fn`") {
            let name = self.name_at(self.span(node).at_end());
            return Function { name, params: Vec::new(), result: self.no_type(), late: None, body: None };
        }
        let name = self.name(nodes, "the function's name");
        self.note_missing_part(nodes, "`(` and the parameters");
        let params = take(nodes, Rule::parameters).map(|node| self.parameters(node)).unwrap_or_default();
        let result = self.next_type(nodes);
        let late = take(nodes, Rule::stage).map(|node| self.stage(node));
        let body = nodes.peek().is_some().then(|| self.value(nodes));
        self.check_function(node, is_late, late.is_some(), body.is_some());
        Function { name, params, result, late, body }
    }

    /// A `late fn` has a stage and no body, any other function a body and no stage.
    fn check_function(&mut self, node: &Node<'t>, is_late: bool, stage: bool, body: bool) {
        let codes = node.as_span();
        let last = self.place(codes.end().saturating_sub(1));
        let span = self.span_of(last);
        let text = self.source(span);
        if is_late && !stage {
            self.report(
                last.token,
                problems::missing_part(span, text, "the stage of a `late fn`, such as `@cloudformation`"),
            );
        }
        if !is_late && !body {
            self.report(last.token, problems::missing_assignment(span, text));
        }
    }

    fn parameters(&mut self, node: Node<'t>) -> Vec<Field> {
        let mut parameters = Vec::new();
        for node in node.into_inner() {
            match node.as_rule() {
                Rule::parameter if first_rule(&node) == Some(Rule::bad_entry) => {
                    self.at_first(&node, |span, text| {
                        problems::missing_name(span, text, "a parameter such as `name: string`")
                    });
                }
                Rule::parameter => parameters.push(self.field(node)),
                _ => self.between(&node),
            }
        }
        parameters
    }
}

/// Whether a type is nothing but a string.
fn is_one_literal(node: &Node<'_>) -> bool {
    let mut inner = node.clone().into_inner();
    node.as_rule() == Rule::type_expr
        && inner.next().is_some_and(|n| n.as_rule() == Rule::literal_type)
        && inner.next().is_none()
}

fn first_rule(node: &Node<'_>) -> Option<Rule> {
    node.clone().into_inner().next().map(|n| n.as_rule())
}
