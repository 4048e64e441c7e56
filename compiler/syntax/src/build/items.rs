//! Items: which of them a node is, and those that give modules, values and types their names.

use diagnostics::Span;

use super::{Builder, Node, Nodes, Problem, take};
use crate::grammar::Rule;
use crate::lexer::kinds;
use crate::problems;
use crate::tree::{
    Allow, Docs, Entry, EntryKind, Environment, Expr, ExprKind, Field, Function, Item, ItemKind, Key, Let,
    Name, Param, Path, Resource, Secret, Stage, Text, TextPart, TypeItem, Use, UseTarget,
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
                let check = self.check_path(nodes);
                let value = self.next_string(nodes);
                ItemKind::Allow(Allow { check, value, because: self.because(nodes) })
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
            Rule::misplaced_pair => self.misplaced_pair(&node, nodes),
            Rule::nameless_check => self.nameless_check(&node, nodes),
            Rule::two_labels => self.two_labels(nodes),
            _ => {
                self.bad_item(&node);
                ItemKind::Error
            }
        }
    }

    /// A hole where a name belongs leaves no item, and is the mistake.
    fn bad_item(&mut self, node: &Node<'t>) {
        let first = self.place(node.as_span().start());
        let rest = self.text.get(first.end as usize..).unwrap_or_default();
        let rest = rest.split_once('\n').map_or(rest, |(line, _)| line);
        let blanks = rest.len() - rest.trim_start().len();
        let hole = rest.find('>').filter(|_| rest.trim_start().starts_with('<'));
        let Some(end) = hole else { return self.at_first(node, problems::bad_item) };
        let span = self.span_of(first).at_end();
        let at = |n: usize| u32::try_from(n).map_or(span.end, |n| span.end + n);
        let hole = Span::new(span.anchor, at(blanks), at(end + 1));
        let word = super::shown(self.source(self.span_of(first)));
        self.report_cause(first.token, problems::hole_for_name(hole, word));
    }

    fn misplaced_pair(&mut self, node: &Node<'t>, nodes: &mut Nodes<'t>) -> ItemKind {
        let at = node.as_span().start();
        let first = self.span_of(self.place(at));
        if first.start > 0 && self.code(at) == kinds::WORD_BEFORE_EQUALS && self.may_be_type(at + 2) {
            let sign = self.place(at + 1);
            self.report_cause(sign.token, problems::equals_in_field(self.span_of(sign), self.source(first)));
            return ItemKind::Field(self.field_of_any_type(first));
        }
        if self.lacks_braces {
            // It belongs to the body above: that was said there.
            self.key(nodes);
            self.value(nodes);
            return ItemKind::Error;
        }
        self.at_first(node, |span, key| {
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

    /// Whether a type may begin at a code, where a value could, too.
    fn may_be_type(&self, at: usize) -> bool {
        let at = if matches!(self.code(at), b'[' | b'{') { at + 1 } else { at };
        let word = self.source(self.span_of(self.place(at)));
        let of_the_language = matches!(
            word,
            "string" | "int" | "float" | "bool" | "Size" | "Duration" | "Range" | "File" | "catalogue"
        );
        let is_capital = |b: &u8| b.is_ascii_uppercase();
        let named_as_types_are =
            word.as_bytes().first().is_some_and(is_capital) && !word.bytes().all(|b| is_capital(&b));
        of_the_language || named_as_types_are || (self.code(at) == kinds::TEXT && self.code(at + 1) == b'|')
    }

    /// A field that nothing follows from: neither must it be given, nor of which type it is.
    fn field_of_any_type(&self, name: Span) -> Field {
        let at = name.at_end();
        let default = Expr { span: at, kind: ExprKind::Missing };
        Field {
            docs: Docs::default(),
            name: self.name_at(name),
            ty: self.no_type(),
            default: Some(default),
            mutability: None,
            identity: false,
            stages: Vec::new(),
        }
    }

    /// `require a > b else "…"`: its parts are read for their own mistakes.
    fn nameless_check(&mut self, node: &Node<'t>, nodes: &mut Nodes<'t>) -> ItemKind {
        let first = self.place(node.as_span().start());
        let word = self.source(self.span_of(first));
        if let Some(condition) = nodes.peek() {
            let span = self.span(&condition);
            let text = self.source(span).lines().next().unwrap_or_default();
            self.report_cause(first.token + 1, problems::nameless_check(span, word, text));
        }
        self.value(nodes);
        self.value(nodes);
        ItemKind::Error
    }

    /// `resource "bucket" "logs" { … }`
    fn two_labels(&mut self, nodes: &mut Nodes<'t>) -> ItemKind {
        let Some(head) = nodes.next() else { return ItemKind::Error };
        let at = head.as_span().start();
        let (kind, label) = (self.range(at + 1, at + 2), self.range(at + 2, at + 3));
        let (kind_text, label_text) = (self.source(kind), self.source(label));
        self.at_all(&head, |span| problems::two_labels(span, kind_text, label_text));
        let Some(record) = nodes.next() else { return ItemKind::Error };
        let body_span = self.span(&record);
        let body = self.record(record);
        let inner = |text: &'t str| text.trim_matches('"');
        // The words of `aws_s3_bucket` and its like are no kinds, and so are the names in it.
        if !inner(kind_text).bytes().all(|b| b.is_ascii_lowercase()) {
            return ItemKind::Error;
        }
        let names = vec![Name { text: inner(kind_text).into(), span: kind }];
        let parts = vec![TextPart::Literal(inner(label_text).into(), label)];
        let label = Key::Text(Text { span: label, tag: None, raw: false, parts });
        ItemKind::Resource(Resource { kind: Path { names, span: kind }, label: Some(label), body, body_span })
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
            self.bad_item(node);
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
        let stages = self.stages(nodes);
        Param { name, ty, default, stages }
    }

    pub(super) fn stages(&mut self, nodes: &mut Nodes<'t>) -> Vec<Stage> {
        let mut stages = Vec::new();
        while let Some(node) = take(nodes, Rule::stage) {
            stages.push(self.stage(node));
        }
        stages
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
