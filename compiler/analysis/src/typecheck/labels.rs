//! Which resources are declared, as far as that can be read without running anything: by kind and label, for a spec and
//! for the inside of each kind. Labels that are computed are found later.

use std::sync::Arc;

use diagnostics::Span;
use indexmap::IndexMap;
use syntax::tree::{Item, ItemKind, Key, Resource};

use super::Checker;
use super::scope::{Fact, Keep, key_span, known_key};
use crate::declarations::text_of;
use crate::load::module_that_brings;
use crate::problems::references as problems;
use crate::program::{Lookup, ModuleId, Namespace};
use crate::types::KindId;

/// The resources of a spec, or of a kind.
#[derive(Debug, Default)]
pub(super) struct Labels {
    by_kind: IndexMap<KindId, OfKind>,
}

/// The resources of one kind.
#[derive(Debug, Default)]
pub(super) struct OfKind {
    /// Those whose labels are plain.
    pub(super) known: IndexMap<Arc<str>, Declared>,
    /// Whether there are others.
    pub(super) computed: bool,
}

/// A declared resource.
#[derive(Debug, Clone, Copy)]
pub(super) struct Declared {
    /// Its kind and label.
    pub(super) head: Span,
    /// Whether it stands under an `if` or a `for`.
    pub(super) conditional: bool,
}

impl Labels {
    /// Those of a kind.
    pub(super) fn of(&self, kind: KindId) -> Option<&OfKind> {
        self.by_kind.get(&kind)
    }

    /// The kinds of which there are any.
    pub(super) fn kinds(&self) -> impl Iterator<Item = KindId> {
        self.by_kind.keys().copied()
    }

    /// The kinds of which one has this label.
    pub(super) fn kinds_with(&self, label: &str) -> Vec<KindId> {
        let with = self.by_kind.iter().filter(|(_, of)| of.known.contains_key(label));
        with.map(|(kind, _)| *kind).collect()
    }

    /// Takes over what stands under a condition.
    fn add_conditional(&mut self, inner: Self) {
        for (kind, of) in inner.by_kind {
            let mine = self.by_kind.entry(kind).or_default();
            mine.computed |= of.computed;
            for (label, declared) in of.known {
                mine.known.entry(label).or_insert(Declared { conditional: true, ..declared });
            }
        }
    }

    /// What both branches of an `if` declare is there in any case.
    fn both(&self, other: &Self) -> Vec<(KindId, Arc<str>)> {
        let mut list = Vec::new();
        for (kind, of) in &self.by_kind {
            let there = |label: &Arc<str>| other.of(*kind).and_then(|o| o.known.get(label));
            for (label, declared) in &of.known {
                if !declared.conditional && there(label).is_some_and(|d| !d.conditional) {
                    list.push((*kind, label.clone()));
                }
            }
        }
        list
    }
}

impl<'p> Checker<'_, 'p> {
    /// Reads what items declare, and resolves the name of each kind, once.
    pub(super) fn collect_labels(
        &self,
        items: impl Iterator<Item = &'p Item>,
        module: ModuleId,
        labels: &mut Labels,
    ) {
        for item in items {
            match &item.kind {
                ItemKind::Resource(resource) => self.collect_label(resource, module, labels),
                ItemKind::If(branch) => {
                    let (mut then, mut otherwise) = (Labels::default(), Labels::default());
                    self.collect_labels(branch.then.iter(), module, &mut then);
                    self.collect_labels(branch.otherwise.iter().flatten(), module, &mut otherwise);
                    let both = then.both(&otherwise);
                    labels.add_conditional(then);
                    labels.add_conditional(otherwise);
                    for (kind, label) in both {
                        if let Some(declared) =
                            labels.by_kind.get_mut(&kind).and_then(|k| k.known.get_mut(&label))
                        {
                            declared.conditional = false;
                        }
                    }
                }
                ItemKind::For(repeat) => {
                    let mut inner = Labels::default();
                    self.collect_labels(repeat.body.iter(), module, &mut inner);
                    labels.add_conditional(inner);
                }
                _ => {}
            }
        }
    }

    /// Reports `logs bucket { … }` for `bucket logs { … }`.
    fn swapped(&self, resource: &Resource, module: ModuleId) -> bool {
        let ([first], Some(Key::Word(second))) = (resource.kind.names.as_slice(), &resource.label) else {
            return false;
        };
        if self.declarations.program.lookup(module, Namespace::Types, &first.text) != Lookup::Unknown {
            return false;
        }
        let kinds = self.declarations.kind_names(module);
        let swapped = kinds.contains(&&*second.text)
            && diagnostics::similar(&first.text, kinds.iter().copied()).is_none()
            && module_that_brings(&[&*first.text]).is_none();
        if swapped {
            let head = first.span.to(second.span);
            self.declarations.report(problems::swapped_words(head, &first.text, &second.text));
            self.orphans.borrow_mut().insert(first.text.clone());
        }
        swapped
    }

    fn collect_label(&self, resource: &'p Resource, module: ModuleId, labels: &mut Labels) {
        let swapped = self.swapped(resource, module);
        let kind = if swapped { None } else { self.declarations.kind_by_path(&resource.kind, module) };
        self.declarations.remember_kind(resource.kind.span, kind);
        let Some(kind) = kind else {
            self.unknown_kinds.borrow_mut().insert(text_of(&resource.kind));
            self.orphans.borrow_mut().extend(resource.label.as_ref().and_then(known_key));
            return;
        };
        let of = labels.by_kind.entry(kind).or_default();
        let Some(key) = &resource.label else { return };
        let head = resource.kind.span.to(key_span(key));
        let Some(label) = known_key(key) else {
            of.computed = true;
            return;
        };
        if label.is_empty() {
            return;
        }
        let before = of.known.get(&label).filter(|d| !d.conditional).map(|d| d.head);
        match before {
            Some(_) if self.is_deployment(kind) => {}
            Some(before) => {
                let kind = text_of(&resource.kind);
                self.declarations.report_at(head, problems::duplicate_resource(head, &kind, &label, before));
            }
            None => {
                of.known.insert(label, Declared { head, conditional: false });
            }
        }
    }
}

/// What is certain inside the braces of an `if` around items: the resources that they declare are there.
pub(super) fn declared_in<'p>(items: &[Item]) -> Vec<Fact<'p>> {
    let paths = items.iter().filter_map(|item| match &item.kind {
        ItemKind::Resource(resource) => {
            let mut path: Vec<Arc<str>> = resource.kind.names.iter().map(|n| n.text.clone()).collect();
            path.push(known_key(resource.label.as_ref()?)?);
            Some(Fact::Narrowed(path, Keep::Present))
        }
        _ => None,
    });
    paths.collect()
}
