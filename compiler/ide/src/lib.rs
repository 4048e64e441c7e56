//! Answers for editors, as plain functions from a text or a place in it: what is here, and what could be.
//!
//! Nothing here knows a protocol or the disk. So far it has the outline of a file.

use diagnostics::{Sources, Span};
use syntax::tree::{Item, ItemKind, Key, Name};

/// An entry of a file's outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// `kind`, `fn`, or the kind of a resource.
    pub sort: String,
    /// Its name; empty where it has none yet.
    pub name: String,
    /// All of it.
    pub span: Span,
    /// The members of a kind.
    pub children: Vec<Symbol>,
}

/// The outline of a text: its items in order, and the members of its kinds.
pub fn outline(name: &str, text: &str) -> Vec<Symbol> {
    let mut sources = Sources::default();
    let file = sources.add(name, text, false);
    // An outline is wanted for texts with mistakes, too; somebody else reports them.
    let tree = syntax::parse_file(file, &mut sources, &mut diagnostics::Diagnostics::new());
    tree.items.iter().filter_map(|item| symbol(item)).collect()
}

fn symbol(item: &Item) -> Option<Symbol> {
    let new = |sort: &str, name: &Name| Symbol {
        sort: sort.to_owned(),
        name: name.text.to_string(),
        span: item.span,
        children: Vec::new(),
    };
    let members = |items: &[Item]| items.iter().filter_map(symbol).collect();
    Some(match &item.kind {
        ItemKind::Kind(kind) => Symbol { children: members(&kind.members), ..new("kind", &kind.name) },
        ItemKind::Block(kind) => Symbol { children: members(&kind.members), ..new("block", &kind.name) },
        ItemKind::Field(field) => new("field", &field.name),
        ItemKind::Let(binding) => new("let", &binding.name),
        ItemKind::Function(function) => new("fn", &function.name),
        ItemKind::Type(ty) => new("type", &ty.name),
        ItemKind::Param(param) => new("param", &param.name),
        ItemKind::Environment(environment) => new("environment", &environment.name),
        ItemKind::Secret(secret) => new("secret", &secret.name),
        ItemKind::Check(check) => new("check", &check.name),
        ItemKind::Step(step) => new("step", &step.name),
        ItemKind::Resource(resource) => {
            let name = match &resource.label {
                Some(Key::Word(name)) => name.text.to_string(),
                Some(Key::Text(text)) => analysis::literal(text).to_string(),
                None => String::new(),
            };
            let kind = resource.kind.names.iter().map(|n| &*n.text).collect::<Vec<_>>().join(".");
            Symbol { sort: kind, name, span: item.span, children: Vec::new() }
        }
        ItemKind::Use(_)
        | ItemKind::Emit(_)
        | ItemKind::Allow(_)
        | ItemKind::Patch(_)
        | ItemKind::Test(_)
        | ItemKind::If(_)
        | ItemKind::For(_)
        | ItemKind::Error => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_names_items_and_the_members_of_kinds() {
        let text = "use std.aws\n\nkind page {\n    title: string\n    let upper = title\n}\n\npage home { title = \"x\" }\n";
        let outline = outline("a.wave", text);
        let shown: Vec<String> = outline.iter().map(|s| format!("{} {}", s.sort, s.name)).collect();
        assert_eq!(shown, ["kind page", "page home"]);
        let inside: Vec<&str> = outline[0].children.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(inside, ["title", "upper"]);
    }

    #[test]
    fn a_text_with_a_mistake_keeps_its_outline() {
        let outline = outline("a.wave", "kind a {\n    b: \n}\n\nlet x = \n\nlet y = 1\n");
        assert_eq!(outline.last().map(|s| s.name.as_str()), Some("y"));
    }
}
