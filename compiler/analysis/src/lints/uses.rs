//! Who uses what: for each thing that can be used, the item that does, or that there are several.

use std::collections::HashMap;
use std::sync::Arc;

use diagnostics::Span;

use crate::program::{DefId, ModuleId};

/// Something that can be used.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Target {
    /// A definition.
    Def(DefId),
    /// A resource, by its kind and label.
    Resource(DefId, Arc<str>),
    /// All resources of a kind.
    All(DefId),
    /// Any resource of a kind: one whose label is computed may be meant.
    SomeOf(DefId),
    /// In the first module, something of the second.
    Module(ModuleId, ModuleId),
    /// In a module, another one by its word.
    Word(ModuleId, Arc<str>),
}

/// Which items use something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Users {
    One(Span),
    Several,
}

/// All uses.
#[derive(Debug, Default)]
pub(super) struct Uses {
    users: HashMap<Target, Users>,
}

impl Uses {
    /// The item at `by` uses something.
    pub(super) fn add(&mut self, target: Target, by: Span) {
        let users = self.users.entry(target).or_insert(Users::One(by));
        if *users != Users::One(by) {
            *users = Users::Several;
        }
    }

    /// Whether something is used by anything else than these items.
    pub(super) fn is_used(&self, target: &Target, but_by: &[Span]) -> bool {
        match self.users.get(target) {
            None => false,
            Some(Users::One(by)) => !but_by.contains(by),
            Some(Users::Several) => true,
        }
    }

    /// Whether something would be without any use if this item were gone.
    pub(super) fn depends_on(&self, item: Span) -> bool {
        self.users.values().any(|users| *users == Users::One(item))
    }

    /// The kinds of which all resources are used, and the item that does so if it is one.
    pub(super) fn of_all(&self) -> impl Iterator<Item = (DefId, Option<Span>)> {
        self.users.iter().filter_map(|(target, users)| match (target, users) {
            (Target::All(kind), Users::One(by)) => Some((*kind, Some(*by))),
            (Target::All(kind), Users::Several) => Some((*kind, None)),
            _ => None,
        })
    }
}
