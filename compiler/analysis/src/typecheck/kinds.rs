//! The inside of kinds and blocks, checks, and functions.

use std::rc::Rc;

use syntax::tree::{Check, CheckKind, Field, Item, ItemKind};

use super::items::Around;
use super::scope::Scope;
use super::{Checker, Work};
use crate::declarations::{Kind, MemberKind, text_of};
use crate::marks::{can_identify, is_immutable};
use crate::problems::marks as problems;
use crate::program::DefId;
use crate::types::{KindId, Type};

impl<'p> Checker<'_, 'p> {
    /// A kind, all of it.
    pub(super) fn kind(&self, id: KindId) {
        let Some(kind) = self.declarations.kind(id) else { return };
        for inner in self.nested(&kind).kinds() {
            self.reach(Work::Kind(inner));
        }
        self.members(&kind, Around::Kind);
    }

    fn members(&self, kind: &Rc<Kind<'p>>, around: Around) {
        let scope = Scope::of_kind(kind);
        for item in kind.items {
            self.member(item, &scope, around);
        }
    }

    /// An item of a kind or block.
    pub(super) fn member(&self, item: &'p Item, scope: &Scope<'p>, around: Around) {
        match (&item.kind, around) {
            (ItemKind::Error, _) => {}
            (ItemKind::Field(field), _) => {
                self.type_defaults(scope, &field.ty);
                self.parameter_stages(scope, &field.stages);
                self.marks(item, field, scope);
                self.named_member(&field.name.text, scope);
            }
            (ItemKind::Let(binding), _) => self.named_member(&binding.name.text, scope),
            (ItemKind::Block(block), Around::Kind) => self.named_member(&block.name.text, scope),
            (ItemKind::Resource(resource), Around::Kind) if text_of(&resource.kind) != "deployment" => {
                if let (Some(owner), Some(kind)) =
                    (&scope.owner, self.declarations.remembered_kind(resource.kind.span))
                {
                    let mut made_of = self.made_of.borrow_mut();
                    made_of.entry(owner.id).or_default().push((kind, resource.kind.span));
                }
                self.resource(scope, resource);
            }
            (ItemKind::Check(check), _) if check.kind != CheckKind::Rule => self.rule(scope, check),
            (ItemKind::Emit(emit), Around::Kind) => self.emit(scope, emit),
            (ItemKind::Step(step), Around::Kind) => self.step(scope, step),
            (ItemKind::If(_) | ItemKind::For(_), _) => self.items_inside(item, scope, around),
            _ => self.misplaced(item, around),
        }
    }

    /// `identity` where nothing could be told apart, and `mutable` where nothing is immutable.
    fn marks(&self, item: &Item, field: &Field, scope: &Scope<'p>) {
        let Some(owner) = &scope.owner else { return };
        let Some(info) = owner.field(&field.name.text) else { return };
        let length = field.name.span.start.saturating_sub(item.span.start) as usize;
        let words = item.span.slice(0, length);
        if field.identity && !can_identify(info) {
            let problem = problems::unfit_identity(field.ty.span, &field.name.text);
            self.declarations.report(problem);
        } else if field.identity && field.mutability == Some(true) {
            self.declarations.report(problems::mutable_identity(words, &field.name.text));
        } else if field.mutability == Some(true) && !is_immutable(self.declarations, owner) {
            self.declarations.report(problems::mutable_without_effect(words, &field.name.text, &owner.name));
        }
    }

    fn named_member(&self, name: &str, scope: &Scope<'p>) {
        let Some(owner) = &scope.owner else { return };
        let Some((index, _, member)) = owner.members.get_full(name) else { return };
        match &member.kind {
            MemberKind::Field(info) => {
                if let Some(default) = info.default {
                    self.check(scope, default, &info.ty.clone().into());
                }
            }
            MemberKind::Let(Some(ty), value) => {
                self.check(scope, value, &ty.clone().into());
            }
            MemberKind::Let(None, _) => {
                self.type_of_member(owner, index);
            }
            MemberKind::Block(id) => {
                if let Some(block) = self.declarations.kind(*id) {
                    self.members(&block, Around::Block);
                }
            }
        }
    }

    /// `require`, `advise` or `rule`.
    pub(super) fn rule(&self, scope: &Scope<'p>, check: &'p Check) {
        let decided = scope.of_condition();
        self.condition(&decided, &check.condition);
        // The message is shown where the condition is false.
        let message = self.where_false(scope, &check.condition).of_message();
        self.check(&message, &check.message, &Type::String.into());
        if let Some(help) = &check.help {
            self.check(&message, help, &Type::String.into());
        }
    }

    /// A function's defaults and body.
    pub(super) fn function(&self, def: DefId) {
        let Some(function) = self.declarations.function(def) else { return };
        let scope = Scope::of_function(&function);
        for parameter in &function.params {
            if let Some(default) = parameter.default {
                self.check(&Scope::of_module(function.module), default, &parameter.ty.clone().into());
            }
        }
        if let Some(body) = function.body {
            self.check(&scope, body, &function.result.clone().into());
        }
    }
}
