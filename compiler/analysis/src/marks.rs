//! What the words `identity`, `immutable` and `mutable` in a kind say of its fields.
//!
//! Who compares two builds, and what is refused then, isn't known here.

use std::sync::Arc;

use crate::declarations::{Declarations, FieldInfo, Kind};
use crate::types::{KindId, Type};

/// The field that says which thing a resource is, where none is marked.
const BY_DEFAULT: &str = "name";

/// The marks of a kind or block.
#[derive(Debug, Clone)]
pub(crate) struct Marks {
    /// The fields that together say which thing a resource is, in order; if there is none, its label does.
    pub(crate) identity: Arc<[Arc<str>]>,
    /// The fields that can't be changed in place. With another identity it is another thing: so none of those is here.
    pub(crate) immutable: Arc<[Arc<str>]>,
}

impl Marks {
    /// The marks of a kind.
    pub(crate) fn of(declarations: &Declarations<'_>, kind: &Kind<'_>) -> Self {
        let identity = identity(kind);
        let whole = is_immutable(declarations, kind);
        let immutable = kind.fields().filter(|(name, _, field)| {
            field.mutability.map_or(whole, |mutable| !mutable) && !identity.contains(name)
        });
        Self { immutable: immutable.map(|(name, ..)| name.clone()).collect(), identity: identity.into() }
    }
}

fn identity(kind: &Kind<'_>) -> Vec<Arc<str>> {
    let marked: Vec<Arc<str>> =
        kind.fields().filter(|(.., field)| field.identity).map(|(name, ..)| name.clone()).collect();
    if !marked.is_empty() {
        return marked;
    }
    let named = kind.fields().find(|(name, ..)| &***name == BY_DEFAULT);
    named
        .filter(|(.., field)| can_identify(field) && !field.ty.may_be_absent())
        .map(|(name, ..)| name.clone())
        .into_iter()
        .collect()
}

/// Whether all of a kind is immutable: a block of an immutable kind is.
pub(crate) fn is_immutable(declarations: &Declarations<'_>, kind: &Kind<'_>) -> bool {
    let around = |parent: KindId| declarations.kind(parent).is_some_and(|k| is_immutable(declarations, &k));
    kind.immutable || kind.parent.is_some_and(around)
}

/// Whether the values of a field can tell things apart. Where it is absent, the label does.
pub(crate) fn can_identify(field: &FieldInfo<'_>) -> bool {
    let ty = field.ty.present();
    ty.is_string() || ty.is_int() || ty == Type::Unknown
}
