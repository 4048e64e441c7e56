//! What is allowed now and wasn't, and the reverse: each action on each resource of the account.

use std::collections::{BTreeMap, BTreeSet};

use super::{Newer, OfPermission, Pairing, place};
use crate::lock::permissions::{Allowed, one_by_one};
use crate::lock::{Held, State};

/// By the resource of the spec that grants it; first what is new.
pub(super) fn compare(old: &State, new: &Newer<'_>, pairing: &Pairing) -> Vec<OfPermission> {
    let before = allowed(old, |id| pairing.new_of.get(id).cloned().unwrap_or_else(|| id.to_string()));
    let after = allowed(new.state, str::to_string);
    // A holder of which nobody knows what it could do before tells nothing new.
    let known = |holder: &str| {
        let was = pairing.old_of.get(holder).map_or(holder, String::as_str);
        old.get(was).is_none_or(|held| held.allows.is_some())
    };
    let holders: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let none = BTreeSet::new();
    let mut changes = Vec::new();
    for holder in holders.into_iter().filter(|holder| known(holder)) {
        let (old, now) = (before.get(holder).unwrap_or(&none), after.get(holder).unwrap_or(&none));
        changes.extend(now.difference(old).map(|it| change(holder, it, Some(new))));
        changes.extend(old.difference(now).map(|it| change(holder, it, None)));
    }
    changes
}

fn allowed(state: &State, holder: impl Fn(&str) -> String) -> BTreeMap<String, BTreeSet<Allowed>> {
    let of = |held: &Held| held.allows.iter().flatten().flat_map(one_by_one).collect();
    state.iter().map(|(id, held)| (holder(id), of(held))).collect()
}

/// `new` is the build in which it is allowed.
fn change(holder: &str, it: &Allowed, new: Option<&Newer<'_>>) -> OfPermission {
    OfPermission {
        added: new.is_some(),
        holder: holder.to_string(),
        effect: it.effect.clone(),
        action: it.action.clone(),
        on: it.resource.clone(),
        principal: it.principal.clone(),
        conditions: it.conditions.clone(),
        place: new.and_then(|new| place::of_permission(new, holder, it)),
    }
}
