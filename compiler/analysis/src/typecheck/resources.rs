//! Resources and blocks of them: label, body, and what the body lacks.

use std::rc::Rc;

use diagnostics::{Span, similar};
use syntax::tree::{Entry, Key, Resource};

use super::entries::{Collected, Fields};
use super::scope::{Scope, key_span, known_key};
use super::{Checker, Work};
use crate::declarations::{Kind, text_of};
use crate::problems::references as problems;
use crate::problems::types::missing_fields;
use crate::program::{Lookup, Namespace};
use crate::types::Type;

impl<'p> Checker<'_, 'p> {
    /// `KIND LABEL { … }`. The name of the kind was resolved when labels were collected.
    pub(super) fn resource(&self, scope: &Scope<'p>, resource: &'p Resource) {
        self.label(scope, resource);
        let kind =
            self.declarations.remembered_kind(resource.kind.span).and_then(|id| self.declarations.kind(id));
        let Some(kind) = kind else {
            self.unknown_body(scope, &resource.body);
            return;
        };
        self.reach(Work::Kind(kind.id));
        self.body(scope, resource, &kind);
    }

    /// `node_group workers { … }` in the body of a resource.
    pub(super) fn block(&self, scope: &Scope<'p>, block: &'p Resource, kind: &Kind<'p>) {
        self.label(scope, block);
        let word = text_of(&block.kind);
        if let Some((_, id)) = kind.blocks().find(|(name, _)| ***name == *word) {
            self.declarations.remember_kind(block.kind.span, Some(id));
            if let Some(inner) = self.declarations.kind(id) {
                self.body(scope, block, &inner);
            }
            return;
        }
        self.declarations.remember_kind(block.kind.span, None);
        if !word.is_empty() {
            let blocks: Vec<&str> = kind.blocks().map(|(name, _)| &**name).collect();
            let problem = problems::unknown_block(
                block.kind.span,
                &kind.name,
                &word,
                &blocks,
                kind.field(&word).is_some(),
            );
            let elsewhere = self.is_declared_elsewhere(scope, &word).then(|| {
                format!("declare it outside of the braces, in column 0, and refer to it as `{word}.NAME`")
            });
            self.declarations.report_at(block.kind.span, problem.with_help(elsewhere));
        }
        self.unknown_body(scope, &block.body);
    }

    /// Whether a word that is no block is a kind.
    fn is_declared_elsewhere(&self, scope: &Scope<'p>, word: &str) -> bool {
        let found = self.declarations.program.lookup(scope.module, Namespace::Types, word);
        matches!(found, Lookup::Found(_))
    }

    /// The body of something whose kind nobody knows: what is written there is looked at all the same.
    pub(super) fn unknown_body(&self, scope: &Scope<'p>, body: &'p [Entry]) {
        self.entries(scope, body, &Fields::Unknown, &mut Collected::default());
    }

    fn label(&self, scope: &Scope<'p>, resource: &'p Resource) {
        if let Some(Key::Text(text)) = &resource.label {
            self.key_parts(scope, text);
        }
    }

    fn body(&self, scope: &Scope<'p>, resource: &'p Resource, kind: &Rc<Kind<'p>>) {
        let mut given = Collected::default();
        self.entries(scope, &resource.body, &Fields::Kind(kind), &mut given);
        if given.open || self.is_deployment(kind.id) {
            return;
        }
        let missing = kind.fields().filter(|(name, _, info)| {
            let needed = info.default.is_none() && !info.ty.may_be_absent() && info.ty != Type::Unknown;
            let misspelt = given.unknown.iter().any(|u| similar(u, [&***name]).is_some());
            needed && !given.values.contains_key(&**name) && !misspelt
        });
        let missing: Vec<(String, String)> =
            missing.map(|(name, _, info)| (name.to_string(), info.ty.describe())).collect();
        if !missing.is_empty() {
            let head = head(resource);
            let name = label_text(resource);
            self.declarations.report_at(head, missing_fields(head, &name, &missing));
        }
    }
}

/// The kind and label of a resource.
pub(super) fn head(resource: &Resource) -> Span {
    match &resource.label {
        Some(key) => resource.kind.span.to(key_span(key)),
        None => resource.kind.span,
    }
}

/// `bucket.logs`, as people write it.
fn label_text(resource: &Resource) -> String {
    let kind = text_of(&resource.kind);
    match resource.label.as_ref().and_then(known_key) {
        Some(label) => format!("{kind}.{label}"),
        None => kind,
    }
}
