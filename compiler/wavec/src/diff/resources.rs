//! Which resources were added, changed, replaced and removed, attribute by attribute.

use graph::{Graph, Resource};
use indexmap::IndexSet;
use serde_json::Value as Json;

use super::{Change, Newer, OfAttribute, OfResource, Pairing, place, words};
use crate::lock::{Held, State};

/// In order of the paths, the removed ones among them.
pub(super) fn compare(old: &State, new: &Newer<'_>, pairing: &Pairing) -> Vec<OfResource> {
    let kept = new.state.iter().filter_map(|(id, held)| of_new(id, held, old, new, pairing));
    let gone = |id: &&String| !pairing.new_of.contains_key(*id) && !pairing.replaced.contains(*id);
    let removed = old.keys().filter(gone).filter_map(|id| Some(of_removed(id, old.get(id)?)));
    let mut all: Vec<OfResource> = kept.chain(removed).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

fn of_new(id: &str, held: &Held, old: &State, new: &Newer<'_>, pairing: &Pairing) -> Option<OfResource> {
    let resource = new.resource(id);
    let place = resource.and_then(|r| Some(place::own_head(new.graph?, new.sources, r)));
    let was = pairing.old_of.get(id);
    let replaced = pairing.replaced.contains(id);
    let before = was.map(String::as_str).or(replaced.then_some(id)).and_then(|was| old.get(was));
    let Some(before) = before else {
        // That it is there at all is said at its head.
        let attributes =
            telling(held).map(|(name, value)| OfAttribute { place, ..attribute(name, None, Some(value)) });
        return Some(OfResource {
            change: Change::Added,
            id: id.to_string(),
            was: None,
            kind: held.kind.clone(),
            attributes: attributes.collect(),
            place,
        });
    };
    let attributes: Vec<OfAttribute> = differing(before, held, pairing)
        .map(|it| OfAttribute {
            immutable: !replaced && resource.is_some_and(|r| is_immutable(r, &it)),
            place: place::of_attribute(new, resource, &it.name),
            ..it
        })
        .filter(|it| it.immutable || !read_alike(it.old.as_ref(), it.new.as_ref()))
        .collect();
    let was = was.filter(|was| **was != id).cloned();
    let change = if replaced { Change::Replaced } else { Change::Changed };
    let differs = replaced || was.is_some() || !attributes.is_empty();
    differs.then(|| OfResource {
        change,
        id: id.to_string(),
        was,
        kind: held.kind.clone(),
        attributes,
        place,
    })
}

fn of_removed(id: &str, held: &Held) -> OfResource {
    OfResource {
        change: Change::Removed,
        id: id.to_string(),
        was: None,
        kind: held.kind.clone(),
        attributes: telling(held).map(|(name, value)| attribute(name, Some(value), None)).collect(),
        place: None,
    }
}

/// The attributes that say which thing it is.
fn telling(held: &Held) -> impl Iterator<Item = (&str, &Json)> {
    held.identity.iter().filter_map(|name| Some((name.as_str(), held.attributes.get(name)?)))
}

/// The attributes in which a resource differs from what it was, in order of declaration, then those that it lost.
pub(crate) fn differing(old: &Held, new: &Held, pairing: &Pairing) -> impl Iterator<Item = OfAttribute> {
    let names: IndexSet<&String> = new.attributes.keys().chain(old.attributes.keys()).collect();
    // An older lock tells less of a grant.
    let comparable = |value: Option<&Json>| old.allows.is_some() || !value.is_some_and(holds_grant);
    let differ = |name: &String| {
        let (old, new) = (old.attributes.get(name), new.attributes.get(name));
        let same = match (old, new) {
            (Some(old), Some(new)) => pairing.are_same(old, new),
            (old, new) => old == new,
        };
        (!same && comparable(new)).then(|| attribute(name, old, new))
    };
    names.into_iter().filter_map(differ).collect::<Vec<_>>().into_iter()
}

/// Whether both would be written the same: a reference to what is another thing now, which is told of itself, or a grant of the same
/// actions on it, which the permissions tell.
fn read_alike(old: Option<&Json>, new: Option<&Json>) -> bool {
    match (old, new) {
        (Some(Json::Array(a)), Some(Json::Array(b))) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| read_alike(Some(a), Some(b)))
        }
        (Some(Json::Object(a)), Some(Json::Object(b))) if a.contains_key("$grant") => {
            words::special(a) == words::special(b)
        }
        (Some(Json::Object(a)), Some(Json::Object(b))) => {
            a.len() == b.len() && a.iter().all(|(key, a)| read_alike(Some(a), b.get(key)))
        }
        _ => old == new,
    }
}

fn attribute(name: &str, old: Option<&Json>, new: Option<&Json>) -> OfAttribute {
    let (old, new) = (old.cloned(), new.cloned());
    OfAttribute { name: name.to_string(), old, new, immutable: false, place: None }
}

fn holds_grant(value: &Json) -> bool {
    match value {
        Json::Array(list) => list.iter().any(holds_grant),
        Json::Object(object) => object.contains_key("$grant") || object.values().any(holds_grant),
        _ => false,
    }
}

/// Whether a change of an attribute can't be made in place. What was absent may be filled in: it was left to others to choose.
pub(crate) fn is_immutable(resource: &Resource, attribute: &OfAttribute) -> bool {
    attribute.old.is_some() && resource.immutable.iter().any(|name| **name == *attribute.name)
}

/// The resource with this path.
pub(crate) fn named<'g>(graph: &'g Graph, id: &str) -> Option<&'g Resource> {
    graph.resources.iter().find(|r| *r.path == *id)
}
