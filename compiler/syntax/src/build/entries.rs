//! What is listed between brackets: entries of records, elements of lists, and `if` and `for` around them.

use super::expressions::comparison_sign;
use super::{Builder, Node, Nodes, take};
use crate::grammar::Rule;
use crate::lexer::kinds;
use crate::problems;
use crate::tree::{Entry, EntryKind, Expr, ExprKind, For, If, Key, Name, Resource, Text, TextPart};

/// What may be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// Entries with keys.
    Record,
    /// The fields of a resource.
    Body,
    /// Values.
    List,
    /// Either: the braces of an `if` or `for` that is a value or an element; entries in them make one record.
    Either,
}

impl Listed {
    /// What may be listed in the braces of an `if` or `for` there.
    fn inside(self) -> Self {
        if self.has_keys() { self } else { Self::Either }
    }

    /// Whether each entry has a key.
    fn has_keys(self) -> bool {
        matches!(self, Self::Record | Self::Body)
    }
}

impl<'t> Builder<'t> {
    /// `{ key = value }`
    pub(super) fn record(&mut self, node: Node<'t>) -> Vec<Entry> {
        self.entries(node.into_inner(), Listed::Record)
    }

    /// `[a, b]`
    pub(super) fn list(&mut self, node: Node<'t>) -> Vec<Entry> {
        self.entries(node.into_inner(), Listed::List)
    }

    /// The braces of a value: one value, or entries.
    pub(super) fn braces(&mut self, node: Node<'t>) -> Vec<Entry> {
        self.entries(node.into_inner(), Listed::Either)
    }

    /// `record_body`: the entries, or nothing where the braces are missing.
    pub(super) fn record_body(&mut self, nodes: &mut Nodes<'t>) -> Vec<Entry> {
        let mut entries = Vec::new();
        for node in nodes.next().into_iter().flat_map(Node::into_inner) {
            match node.as_rule() {
                Rule::record => entries = self.entries(node.into_inner(), Listed::Body),
                Rule::body_sign => self.at_first(&node, problems::sign_before_body),
                _ => {
                    // What should stand there is not known, so nothing may be missed.
                    entries.push(Entry { span: self.span(&node), kind: EntryKind::Error });
                    self.missing(&node, problems::missing_body);
                    self.lacks_braces = true;
                }
            }
        }
        entries
    }

    fn entries(&mut self, mut nodes: Nodes<'t>, listed: Listed) -> Vec<Entry> {
        let mut entries = Vec::new();
        while let Some(node) = nodes.next() {
            match node.as_rule() {
                Rule::missing_separator if listed.has_keys() && !self.begins_entry(&node) => {
                    match bare_name(entries.last()) {
                        Some(key) => {
                            entries.pop();
                            entries.push(self.pair_without_equals(key, &node, &mut nodes));
                        }
                        None => self.at_first(&node, problems::stray),
                    }
                }
                Rule::stray | Rule::missing_separator => self.between(&node),
                Rule::missing_body => self.missing(&node, problems::missing_body),
                Rule::expression => {
                    let span = self.span(&node);
                    let kind = self.element(node, listed);
                    entries.push(Entry { span, kind });
                }
                _ => entries.push(self.entry(node, listed)),
            }
        }
        entries
    }

    /// Whether what follows can be an entry of a record.
    fn begins_entry(&self, node: &Node<'t>) -> bool {
        let at = node.as_span().start();
        let next = self.code(at);
        // `key true`, `key repo.build`, `key lower(…)`
        let reserved = kinds::is_reserved(next) && !matches!(next, kinds::IF | kinds::FOR);
        let is_value = reserved || matches!(self.code(at + 1), b'.' | b'(');
        (kinds::is_word(next) && !is_value) || kinds::is_key(next) || next == kinds::SPREAD
    }

    /// `key value`
    fn pair_without_equals(&mut self, key: Name, gap: &Node<'t>, nodes: &mut Nodes<'t>) -> Entry {
        let token = self.place(gap.as_span().start()).token;
        let value = self.value(nodes);
        self.report(token, problems::missing_equals(value.span, key.span.at_end(), &key.text));
        Entry { span: key.span.to(value.span), kind: EntryKind::Pair(Key::Word(key), value) }
    }

    /// One entry of a record.
    pub(super) fn record_entry(&mut self, node: Node<'t>) -> Entry {
        self.entry(node, Listed::Record)
    }

    fn entry(&mut self, node: Node<'t>, listed: Listed) -> Entry {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::pair => {
                if listed == Listed::List {
                    self.at_first(&node, |span, _| problems::key_in_list(span));
                }
                let mut nodes = node.into_inner();
                EntryKind::Pair(self.key(&mut nodes), self.value(&mut nodes))
            }
            Rule::spread => EntryKind::Spread(self.value(&mut node.into_inner())),
            Rule::if_entries => EntryKind::If(self.if_around(node, listed.inside())),
            Rule::for_entries => EntryKind::For(self.for_around(node, listed.inside())),
            Rule::entry_block => {
                if listed == Listed::List {
                    self.at_first(&node, |span, _| problems::misplaced_block(span));
                }
                EntryKind::Block(self.entry_block(node))
            }
            Rule::colon_pair => self.colon_pair(node),
            Rule::hyphen_pair => self.hyphen_pair(node, listed),
            Rule::misplaced_item => {
                self.at_first(&node, problems::item_among_entries);
                EntryKind::Error
            }
            Rule::expression => self.element(node, listed),
            _ => {
                self.at_first(&node, problems::bad_entry);
                EntryKind::Error
            }
        };
        Entry { span, kind }
    }

    // ---- entries of one line

    pub(super) fn key(&mut self, nodes: &mut Nodes<'t>) -> Key {
        match nodes.next() {
            Some(node) => self.key_of(node),
            None => Key::Word(self.name_at(self.all().at_end())),
        }
    }

    fn key_of(&mut self, node: Node<'t>) -> Key {
        match node.as_rule() {
            Rule::key_text | Rule::string => Key::Text(self.string(node)),
            _ => Key::Word(self.name_at(self.span(&node))),
        }
    }

    fn colon_pair(&mut self, node: Node<'t>) -> EntryKind {
        let at = node.as_span().start();
        let (first, colon) = (self.place(at), self.place(at + 1));
        let key = self.span_of(first);
        self.report(colon.token, problems::colon_for_equals(self.span_of(colon), self.source(key)));
        let word = self.source(key).trim_matches('"');
        let name = Name { text: word.into(), span: key };
        EntryKind::Pair(Key::Word(name), self.value(&mut node.into_inner()))
    }

    fn hyphen_pair(&mut self, node: Node<'t>, listed: Listed) -> EntryKind {
        let mut nodes = node.into_inner();
        let Some(key) = nodes.next() else { return EntryKind::Error };
        let name = self.name_at(self.span(&key));
        // Whoever knows the fields of a resource says which one was meant.
        if listed != Listed::Body {
            self.at_all(&key, |span| problems::hyphen_in_key(span, &name.text));
        }
        EntryKind::Pair(Key::Word(name), self.value(&mut nodes))
    }

    /// A value. In a record it must be a name.
    fn element(&mut self, node: Node<'t>, listed: Listed) -> EntryKind {
        let token = self.place(node.as_span().start()).token;
        let value = self.expression(node);
        if !listed.has_keys() || matches!(value.kind, ExprKind::Name(_) | ExprKind::Missing) {
            return EntryKind::Element(value);
        }
        self.value_in_record(value, token)
    }

    fn value_in_record(&mut self, value: Expr, token: u32) -> EntryKind {
        if let Some(sign) = comparison_sign(&value) {
            return self.compared_pair(value, token, sign).unwrap_or(EntryKind::Error);
        }
        self.report(token, problems::value_without_key(value.span));
        EntryKind::Element(value)
    }

    /// `key == value` where `key = value` was meant.
    fn compared_pair(&mut self, value: Expr, token: u32, sign: diagnostics::Span) -> Option<EntryKind> {
        let span = value.span;
        let ExprKind::Binary(_, _, left, right) = value.kind else { return None };
        let key = match left.kind {
            ExprKind::Name(text) => Key::Word(Name { text, span: left.span }),
            ExprKind::Text(text) => Key::Text(text),
            _ => {
                self.report(token, problems::value_without_key(span));
                return None;
            }
        };
        self.report(token + 1, problems::equality_for_equals(sign, self.source(left.span)));
        Some(EntryKind::Pair(key, *right))
    }

    fn entry_block(&mut self, node: Node<'t>) -> Resource {
        let mut nodes = node.into_inner();
        let kind = self.name(&mut nodes, "a block's name");
        let span = kind.span;
        self.resource(crate::tree::Path { names: vec![kind], span }, &mut nodes)
    }

    /// The rest of a resource or block, after its kind.
    pub(super) fn resource(&mut self, kind: crate::tree::Path, nodes: &mut Nodes<'t>) -> Resource {
        let is_label = |n: &Node<'t>| matches!(n.as_rule(), Rule::odd_label | Rule::word | Rule::string);
        let label = nodes.peek().filter(is_label).and_then(|_| nodes.next());
        let label = label.map(|node| match node.as_rule() {
            Rule::odd_label => self.odd_label(&node),
            _ => self.key_of(node),
        });
        let body_span = nodes.peek().map_or(kind.span, |n| self.span(&n));
        Resource { kind, label, body: self.record_body(nodes), body_span }
    }

    /// A label without the quotes that it needs.
    fn odd_label(&mut self, node: &Node<'t>) -> Key {
        let span = self.span(node);
        let text = self.source(span);
        self.at_all(node, |span| problems::label_without_quotes(span, text));
        let parts = vec![TextPart::Literal(text.into(), span)];
        Key::Text(Text { span, tag: None, raw: false, parts })
    }

    // ---- `if` and `for`

    pub(super) fn if_value(&mut self, node: Node<'t>) -> If<Entry> {
        self.if_around(node, Listed::Either)
    }

    pub(super) fn for_value(&mut self, node: Node<'t>) -> For<Entry> {
        self.for_around(node, Listed::Either)
    }

    fn if_around(&mut self, node: Node<'t>, listed: Listed) -> If<Entry> {
        let body = |b: &mut Self, n: Node<'t>| b.entries(n.into_inner(), listed);
        self.if_of(node, body, |span, inner| Entry { span, kind: EntryKind::If(inner) })
    }

    fn for_around(&mut self, node: Node<'t>, listed: Listed) -> For<Entry> {
        self.for_of(node, |b, n| b.entries(n.into_inner(), listed))
    }

    /// `if` around anything: conditions and bodies in turn, and perhaps a last body. An `else if` is an `otherwise` that
    /// holds one `if`, so the chain is built from its end.
    pub(super) fn if_of<T>(
        &mut self,
        node: Node<'t>,
        body: impl Fn(&mut Self, Node<'t>) -> Vec<T>,
        wrap: impl Fn(diagnostics::Span, If<T>) -> T,
    ) -> If<T> {
        let all = self.span(&node);
        let mut branches = Vec::new();
        let mut otherwise = None;
        let mut nodes = node.into_inner();
        while let Some(node) = nodes.next() {
            if matches!(node.as_rule(), Rule::braces | Rule::members) {
                otherwise = Some(body(self, node));
                continue;
            }
            let start = self.before(node.as_span().start());
            let condition = self.expression(node);
            let then = nodes.next().map_or_else(Vec::new, |n| body(self, n));
            branches.push((self.span_of(start).to(all.at_end()), condition, then));
        }
        let mut found = None;
        for (span, condition, then) in branches.into_iter().rev() {
            if let Some((span, inner)) = found.take() {
                otherwise = Some(vec![wrap(span, inner)]);
            }
            found = Some((span, If { condition, then, otherwise: otherwise.take() }));
        }
        let missing = Expr { span: all, kind: ExprKind::Missing };
        found.map_or(If { condition: missing, then: Vec::new(), otherwise: None }, |(_, inner)| inner)
    }

    /// `for` around anything.
    pub(super) fn for_of<T>(
        &mut self,
        node: Node<'t>,
        body: impl Fn(&mut Self, Node<'t>) -> Vec<T>,
    ) -> For<T> {
        let mut nodes = node.into_inner();
        let mut names = vec![self.name(&mut nodes, "a name for the element")];
        if nodes.peek().is_some_and(|n| matches!(n.as_rule(), Rule::word | Rule::missing_name)) {
            names.push(self.name(&mut nodes, "a second name"));
        }
        let over = match nodes.peek() {
            Some(node) if node.as_rule() == Rule::missing_value && !self.follows_in(&node) => {
                self.missing(&node, |after, text| {
                    problems::missing_part(after, text, "`in` and a list or map")
                });
                let span = self.span(&node);
                nodes.next();
                Expr { span, kind: ExprKind::Missing }
            }
            _ => self.value(&mut nodes),
        };
        For { names, over, body: nodes.next().map_or_else(Vec::new, |n| body(self, n)) }
    }

    fn follows_in(&self, node: &Node<'t>) -> bool {
        node.as_span().start().checked_sub(1).is_some_and(|n| self.code(n) == kinds::IN)
    }

    /// A string as a text.
    pub(super) fn next_string(&mut self, nodes: &mut Nodes<'t>) -> Option<Text> {
        let node = take(nodes, Rule::string).or_else(|| take(nodes, Rule::key_text))?;
        Some(self.string(node))
    }
}

/// The name that an entry consists of.
fn bare_name(entry: Option<&Entry>) -> Option<Name> {
    match entry.map(|e| &e.kind) {
        Some(EntryKind::Element(Expr { span, kind: ExprKind::Name(text) })) => {
            Some(Name { text: text.clone(), span: *span })
        }
        _ => None,
    }
}
