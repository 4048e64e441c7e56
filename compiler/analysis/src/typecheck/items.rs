//! The items of a file: which may stand where, and what each holds.

use diagnostics::Span;
use syntax::tree::{Item, ItemKind, Key, Secret, TypeExpr, TypeKind};

use super::labels::declared_in;
use super::scope::{Scope, key_span};
use super::{Checker, Work};
use crate::declarations::text_of;
use crate::problems::names::misplaced;
use crate::types::Type;

/// What an item stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    File,
    Kind,
    Block,
    Test,
}

impl<'p> Checker<'_, 'p> {
    /// An item at the top level of a file.
    pub(super) fn file_item(&self, item: &'p Item, scope: &Scope<'p>) {
        let def = self.def_of(item, scope.module);
        match &item.kind {
            // The fragment that is run is no longer among the items: this is one inside it.
            ItemKind::Test(_) if self.is_fragment(scope.module) => self.misplaced(item, Around::Test),
            ItemKind::Use(_) | ItemKind::Test(_) | ItemKind::Error => {}
            ItemKind::Resource(resource) => self.resource(scope, resource),
            ItemKind::Param(param) => self.param(scope, param),
            ItemKind::Environment(environment) => self.environment(scope, environment),
            ItemKind::Secret(secret) => self.secret(scope, secret),
            ItemKind::Let(_) => {
                if let Some(def) = def {
                    self.reach(Work::Let(def));
                }
            }
            ItemKind::Function(_) => {
                if let Some(def) = def {
                    self.reach(Work::Function(def));
                }
            }
            ItemKind::Type(ty) => {
                if let Some(def) = def {
                    self.declarations.of_definition(def);
                }
                self.type_defaults(scope, &ty.ty);
            }
            ItemKind::Kind(_) => {
                let kind = def.and_then(|def| self.declarations.kind_of(def));
                if let Some(kind) = kind {
                    self.reach(Work::Kind(kind));
                }
            }
            ItemKind::Check(check) if check.kind == syntax::tree::CheckKind::Rule => self.rule(scope, check),
            ItemKind::Allow(allow) => self.allow(scope, allow),
            ItemKind::Patch(patch) => self.patch(scope, patch),
            ItemKind::If(_) | ItemKind::For(_) => self.items_inside(item, scope, Around::File),
            ItemKind::Field(_)
            | ItemKind::Block(_)
            | ItemKind::Check(_)
            | ItemKind::Emit(_)
            | ItemKind::Step(_) => {
                self.misplaced(item, Around::File);
            }
        }
    }

    /// The items between the braces of an `if` or a `for`.
    pub(super) fn items_inside(&self, item: &'p Item, scope: &Scope<'p>, around: Around) {
        match &item.kind {
            ItemKind::If(branch) => {
                self.condition(scope, &branch.condition);
                let then = self.where_true(scope, &branch.condition).with_all(declared_in(&branch.then));
                for inner in &branch.then {
                    self.inner_item(inner, &then, around);
                }
                let items = branch.otherwise.as_deref().unwrap_or(&[]);
                let otherwise = self.where_false(scope, &branch.condition).with_all(declared_in(items));
                for inner in items {
                    self.inner_item(inner, &otherwise, around);
                }
            }
            ItemKind::For(repeat) => {
                let inside =
                    self.round(scope, &repeat.names, &repeat.over).with_all(declared_in(&repeat.body));
                for inner in &repeat.body {
                    self.inner_item(inner, &inside, around);
                }
            }
            _ => {}
        }
    }

    fn inner_item(&self, item: &'p Item, scope: &Scope<'p>, around: Around) {
        match (&item.kind, around) {
            (ItemKind::Error, _) => {}
            (ItemKind::If(_) | ItemKind::For(_), _) => self.items_inside(item, scope, around),
            (ItemKind::Resource(resource), Around::File) if text_of(&resource.kind) != "deployment" => {
                self.resource(scope, resource);
            }
            (ItemKind::Patch(patch), Around::File) => self.patch(scope, patch),
            (
                ItemKind::Resource(_) | ItemKind::Check(_) | ItemKind::Emit(_) | ItemKind::Step(_),
                Around::Kind,
            )
            | (ItemKind::Check(_), Around::Block) => self.member(item, scope, around),
            _ => self.misplaced_inside(item),
        }
    }

    fn secret(&self, scope: &Scope<'p>, secret: &'p Secret) {
        if let Some(ty) = &secret.ty {
            self.declarations.lower(ty, scope.module);
        }
        self.pairs(scope, &secret.body, |checker, key, value| {
            if let Key::Word(name) = key {
                checker.stage(name, &checker.declarations.targets.stages);
            }
            checker.check(scope, value, &Type::String.into());
        });
    }

    /// The defaults in a type.
    pub(super) fn type_defaults(&self, scope: &Scope<'p>, ty: &'p TypeExpr) {
        match &ty.kind {
            TypeKind::Optional(inner) | TypeKind::List(inner) => self.type_defaults(scope, inner),
            TypeKind::Map(key, value) => {
                self.type_defaults(scope, key);
                self.type_defaults(scope, value);
            }
            TypeKind::Union(list) => {
                for part in list {
                    self.type_defaults(scope, part);
                }
            }
            TypeKind::Record(fields) => {
                for field in fields {
                    self.type_defaults(scope, &field.ty);
                    if let Some(default) = &field.default {
                        let ty = self.declarations.lower(&field.ty, scope.module);
                        self.check(scope, default, &ty.into());
                    }
                }
            }
            TypeKind::Missing
            | TypeKind::Name(_)
            | TypeKind::Literal(_)
            | TypeKind::Matching(..)
            | TypeKind::IntIn(_)
            | TypeKind::Catalogue(_)
            | TypeKind::TextOf(_) => {}
        }
    }

    /// Reports an item that can't stand here.
    pub(super) fn misplaced(&self, item: &Item, around: Around) {
        let (what, span) = head(item);
        let belongs_in_kind = matches!(
            item.kind,
            ItemKind::Field(_)
                | ItemKind::Block(_)
                | ItemKind::Check(_)
                | ItemKind::Emit(_)
                | ItemKind::Step(_)
        );
        let (place, help) = match around {
            Around::File => ("outside a kind", "move it into a kind"),
            Around::Test => ("in a test", "move it to the top level of the file"),
            Around::Kind => ("in a kind", "move it to the top level of the file"),
            Around::Block if belongs_in_kind => {
                ("in a block", "move it to the kind that the block belongs to")
            }
            Around::Block => ("in a block", "move it out of the block"),
        };
        self.declarations.report_at(span, misplaced(span, what, place, help));
    }

    fn misplaced_inside(&self, item: &Item) {
        let (what, span) = head(item);
        let problem = misplaced(span, what, "under an `if` or a `for`", "move it out of the braces");
        self.declarations.report_at(span, problem);
    }
}

/// What an item is, for people, and the words that it begins with.
fn head(item: &Item) -> (&'static str, Span) {
    let word = |text: &'static str| {
        let length = text.trim_matches('`').len();
        (text, item.span.slice(0, length))
    };
    match &item.kind {
        ItemKind::Use(_) => word("`use`"),
        ItemKind::Resource(resource) => {
            let label = resource.label.as_ref().map_or(resource.kind.span, key_span);
            let what = if text_of(&resource.kind) == "deployment" { "the deployment" } else { "a resource" };
            (what, resource.kind.span.to(label))
        }
        ItemKind::Param(_) => word("`param`"),
        ItemKind::Environment(_) => word("`environment`"),
        ItemKind::Secret(_) => word("`secret`"),
        ItemKind::Let(_) => word("`let`"),
        ItemKind::Function(function) => ("a function", function.name.span),
        ItemKind::Type(_) => word("`type`"),
        ItemKind::Kind(_) => word("`kind`"),
        ItemKind::Field(field) => ("a field", field.name.span),
        ItemKind::Block(_) => word("`block`"),
        ItemKind::Check(check) => match check.kind {
            syntax::tree::CheckKind::Require => word("`require`"),
            syntax::tree::CheckKind::Advise => word("`advise`"),
            syntax::tree::CheckKind::Rule => word("`rule`"),
        },
        ItemKind::Emit(_) => word("`emit`"),
        ItemKind::Step(_) => word("`step`"),
        ItemKind::Allow(_) => word("`allow`"),
        ItemKind::Patch(_) => word("`patch`"),
        ItemKind::Test(_) => word("`test`"),
        ItemKind::If(_) => word("`if`"),
        ItemKind::For(_) => word("`for`"),
        ItemKind::Error => ("this", item.span),
    }
}
