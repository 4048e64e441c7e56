//! Types.

use super::{Builder, Node, Nodes, take};
use crate::grammar::Rule;
use crate::problems;
use crate::tree::{Docs, Field, Name, Path, TypeExpr, TypeKind};

impl<'t> Builder<'t> {
    /// The next node as a type.
    pub(super) fn next_type(&mut self, nodes: &mut Nodes<'t>) -> TypeExpr {
        match nodes.next() {
            Some(node) => self.type_expr(node),
            None => self.no_type(),
        }
    }

    pub(super) fn no_type(&self) -> TypeExpr {
        TypeExpr { span: self.all().at_end(), kind: TypeKind::Missing }
    }

    /// One type, or several of which it is one.
    pub(super) fn type_expr(&mut self, node: Node<'t>) -> TypeExpr {
        let span = self.span(&node);
        if node.as_rule() == Rule::missing_type {
            self.missing(&node, problems::missing_type);
            return TypeExpr { span, kind: TypeKind::Missing };
        }
        let mut members: Vec<TypeExpr> = Vec::new();
        for node in node.into_inner() {
            if node.as_rule() == Rule::optional {
                let end = self.span(&node);
                if let Some(member) = members.pop() {
                    let span = member.span.to(end);
                    members.push(TypeExpr { span, kind: TypeKind::Optional(Box::new(member)) });
                }
            } else {
                members.push(self.type_atom(node));
            }
        }
        match members.len() {
            1 => members.pop().unwrap_or_else(|| self.no_type()),
            _ => TypeExpr { span, kind: TypeKind::Union(members) },
        }
    }

    fn type_atom(&mut self, node: Node<'t>) -> TypeExpr {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::missing_type => return self.type_expr(node),
            Rule::text_type => TypeKind::TextOf(self.name(&mut node.into_inner(), "a format")),
            Rule::catalogue_type => {
                self.next_string(&mut node.into_inner()).map_or(TypeKind::Missing, TypeKind::Catalogue)
            }
            Rule::literal_type => {
                self.next_string(&mut node.into_inner()).map_or(TypeKind::Missing, TypeKind::Literal)
            }
            Rule::list_type => self.list_type(node),
            Rule::brace_type => self.brace_type(node),
            _ => self.named_type(node),
        };
        TypeExpr { span, kind }
    }

    fn list_type(&mut self, node: Node<'t>) -> TypeKind {
        let mut nodes = node.into_inner();
        let element = self.next_type(&mut nodes);
        nodes.for_each(|n| self.between(&n));
        TypeKind::List(Box::new(element))
    }

    /// A name, perhaps narrowed.
    fn named_type(&mut self, node: Node<'t>) -> TypeKind {
        let mut nodes = node.into_inner();
        let Some(path_node) = nodes.next() else { return TypeKind::Missing };
        let path = self.path(path_node.clone());
        if let Some(pattern) = self.next_string(&mut nodes) {
            self.check_base(&path_node, &path, "matching", "string");
            return TypeKind::Matching(pattern, self.next_string(&mut nodes));
        }
        match take(&mut nodes, Rule::bounds) {
            Some(bounds) => {
                self.check_base(&path_node, &path, "in", "int");
                TypeKind::IntIn(Box::new(self.expression(bounds)))
            }
            None => TypeKind::Name(path),
        }
    }

    fn check_base(&mut self, node: &Node<'t>, path: &Path, word: &str, base: &str) {
        if self.source(path.span) != base {
            self.at_all(node, |span| problems::misplaced_refinement(span, word, base));
        }
    }

    /// `{ a: T }` is a record; a map has one entry, whose key is a type: `string`, a name with a capital, or strings.
    fn brace_type(&mut self, node: Node<'t>) -> TypeKind {
        let mut fields = Vec::new();
        let mut map = None;
        for node in node.into_inner() {
            match node.as_rule() {
                Rule::type_field => fields.push(self.type_field(node)),
                Rule::map_entry => {
                    let mut nodes = node.into_inner();
                    map = Some((self.next_type(&mut nodes), self.next_type(&mut nodes)));
                }
                Rule::bad_entry => self.at_first(&node, problems::bad_field),
                _ => self.between(&node),
            }
        }
        match (map, fields.as_slice()) {
            (Some((key, value)), _) => TypeKind::Map(Box::new(key), Box::new(value)),
            (None, [field]) if names_a_type(&field.name) => {
                let path = Path { names: vec![field.name.clone()], span: field.name.span };
                let key = TypeExpr { span: path.span, kind: TypeKind::Name(path) };
                TypeKind::Map(Box::new(key), Box::new(field.ty.clone()))
            }
            _ => TypeKind::Record(fields),
        }
    }

    fn type_field(&mut self, node: Node<'t>) -> Field {
        let docs = self.docs(&node);
        Field { docs, ..self.field(node) }
    }

    /// A field of a kind or of a record type, or a parameter.
    pub(super) fn field(&mut self, node: Node<'t>) -> Field {
        let mut nodes = node.into_inner();
        let mut mutability = None;
        let mut identity = false;
        while let Some(node) = take(&mut nodes, Rule::modifier) {
            match self.source(self.span(&node)) {
                "immutable" => mutability = Some(false),
                "mutable" => mutability = Some(true),
                "identity" => identity = true,
                // A misspelt word: it was reported.
                _ => {}
            }
        }
        let name = self.name(&mut nodes, "a field's name");
        let ty = self.next_type(&mut nodes);
        let default = self.default(&mut nodes);
        let stages = self.stages(&mut nodes);
        Field { docs: Docs::default(), name, ty, default, mutability, identity, stages }
    }

    /// `= DEFAULT`, if it is there.
    pub(super) fn default(&mut self, nodes: &mut Nodes<'t>) -> Option<crate::tree::Expr> {
        let node = take(nodes, Rule::default)?;
        Some(self.value(&mut node.into_inner()))
    }

    /// `a.b.c`. The grammar gives no nodes for the words; a word that is missing after a dot has one.
    pub(super) fn path(&mut self, node: Node<'t>) -> Path {
        let codes = node.as_span();
        let span = self.span(&node);
        let is_word = |at: &usize| crate::lexer::kinds::is_word(self.code(*at));
        let words: Vec<usize> = (codes.start()..codes.end()).filter(is_word).collect();
        let mut names: Vec<Name> = words.into_iter().map(|at| self.name_at(self.range(at, at + 1))).collect();
        for missing in node.into_inner() {
            names.push(self.name_of(&missing, "a name"));
        }
        Path { names, span }
    }
}

fn names_a_type(name: &Name) -> bool {
    &*name.text == "string" || name.text.starts_with(|c: char| c.is_ascii_uppercase())
}
