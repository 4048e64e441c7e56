//! What a schema takes, and a server refuses or a cluster breaks on: the checks of all objects that the documents of a run hold.
//!
//! The list of them; each knows its own part of an object.

use super::item::{Item, is_of_kubernetes};
use super::{access, labels, mounts, names, pods, ports, references, schedules, selectors, settings, sizes};
use crate::context::Context;

/// What can be said of an object alone.
const OF_ONE: &[fn(&Item, &mut Context<'_>)] = &[
    names::check,
    labels::check,
    selectors::check,
    ports::check,
    pods::check,
    mounts::check,
    sizes::check,
    schedules::check,
    settings::check,
    access::check,
];

/// What takes all objects to say.
const OF_ALL: &[fn(&[Item], &mut Context<'_>)] =
    &[selectors::check_all, ports::check_all, references::check_all, sizes::check_all, settings::check_all];

/// Checks the objects of all documents. One that its schema refuses has a mistake already, and what others look for in it may be
/// just what is misspelt: so nothing follows from it.
pub(crate) fn check(context: &mut Context<'_>) {
    let items = std::mem::take(&mut context.items);
    for item in items.iter().filter(|item| item.is_typed && is_of_kubernetes(&item.group)) {
        for check in OF_ONE {
            check(item, context);
        }
    }
    if items.iter().all(|item| item.is_typed) {
        for check in OF_ALL {
            check(&items, context);
        }
    }
}
