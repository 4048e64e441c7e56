//! Which resource of one build is which of another: the same kind with the same identity, inside the same one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use crate::lock::{State, parent_and_label};

/// Which is which.
#[derive(Debug, Default)]
pub(crate) struct Pairing {
    /// The old path of what has this new one.
    pub(crate) old_of: BTreeMap<String, String>,
    /// The new path of what had this old one.
    pub(crate) new_of: BTreeMap<String, String>,
    /// The paths at which one thing took the place of another.
    pub(crate) replaced: BTreeSet<String>,
}

/// What tells a resource from all others of a build.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// The kinds from the outermost one to its own.
    kinds: String,
    /// The identities along the way.
    identities: String,
}

impl Pairing {
    /// Pairs the resources of two builds.
    pub(crate) fn of(old: &State, new: &State) -> Self {
        // What the identity of a kind is, the newer library says, for both.
        let mut marks: BTreeMap<String, &[String]> = BTreeMap::new();
        for (id, held) in new {
            marks.insert(key(new, id, &BTreeMap::new()).kinds, &held.identity);
        }
        let (before, after) = (by_key(old, &marks), by_key(new, &marks));
        let mut pairing = Self::default();
        for (key, ids) in &after {
            let candidates = before.get(key).map(Vec::as_slice).unwrap_or_default();
            match (ids.as_slice(), candidates) {
                ([id], [was]) => pairing.same(id, was),
                // Of several that can't be told apart, those that have kept their paths are the same.
                (ids, _) => {
                    ids.iter().filter(|id| candidates.contains(id)).for_each(|id| pairing.same(id, id));
                }
            }
        }
        let free = |id: &&String| !pairing.old_of.contains_key(*id) && !pairing.new_of.contains_key(*id);
        let replaced = new.iter().filter(|(id, held)| old.get(*id).is_some_and(|was| was.kind == held.kind));
        pairing.replaced = replaced.map(|(id, _)| id).filter(free).cloned().collect();
        pairing
    }

    fn same(&mut self, id: &str, was: &str) {
        self.old_of.insert(id.to_string(), was.to_string());
        self.new_of.insert(was.to_string(), id.to_string());
    }

    /// Whether an old value is the new one. A reference is the same if it leads to the same resource.
    pub(crate) fn are_same(&self, old: &Json, new: &Json) -> bool {
        match (old, new) {
            (Json::Array(a), Json::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.are_same(a, b))
            }
            (Json::Object(a), Json::Object(b)) => {
                if let (Some(a), Some(b)) = (reference(old), reference(new)) {
                    return self.new_of.get(a).is_some_and(|a| a == b);
                }
                let same = |(key, a): (&String, &Json)| b.get(key).is_some_and(|b| self.are_same(a, b));
                a.len() == b.len() && a.iter().all(same)
            }
            _ => old == new,
        }
    }
}

fn reference(value: &Json) -> Option<&str> {
    value.as_object().filter(|o| o.len() == 1)?.get("$resource")?.as_str()
}

fn by_key<'s>(state: &'s State, marks: &BTreeMap<String, &[String]>) -> BTreeMap<Key, Vec<&'s String>> {
    let mut ids: BTreeMap<Key, Vec<&String>> = BTreeMap::new();
    for id in state.keys() {
        ids.entry(key(state, id, marks)).or_default().push(id);
    }
    ids
}

fn key(state: &State, id: &str, marks: &BTreeMap<String, &[String]>) -> Key {
    let Some(held) = state.get(id) else { return Key::default() };
    let (parent, label) = parent_and_label(state, id, &held.kind);
    let around = parent.map(|parent| key(state, parent, marks)).unwrap_or_default();
    let kinds = format!("{}/{}", around.kinds, held.kind);
    let names = marks.get(&kinds).copied().unwrap_or(&held.identity);
    let values: Vec<&Json> = names.iter().filter_map(|name| held.attributes.get(name)).collect();
    let own = if values.is_empty() { json!(label) } else { json!(values) };
    Key { kinds, identities: format!("{}/{own}", around.identities) }
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;
    use crate::lock::Held;

    fn state(resources: &[(&str, &str, &str)]) -> State {
        let held = |kind: &str, name: &str| {
            let attributes: Map<String, Json> = if name.is_empty() {
                Map::new()
            } else {
                [("name".to_string(), json!(name))].into_iter().collect()
            };
            let identity = attributes.keys().cloned().collect();
            Held { kind: kind.to_string(), identity, attributes, allows: None }
        };
        resources.iter().map(|(id, kind, name)| (id.to_string(), held(kind, name))).collect()
    }

    #[test]
    fn what_has_a_name_keeps_its_identity_under_another_label() {
        let old = state(&[("bucket.a", "bucket", "x"), ("bucket.b", "bucket", "y")]);
        let new = state(&[("bucket.b", "bucket", "x"), ("bucket.c", "bucket", "z")]);
        let pairing = Pairing::of(&old, &new);
        assert_eq!(pairing.old_of["bucket.b"], "bucket.a");
        assert_eq!(pairing.old_of.len(), 1);
        assert!(pairing.replaced.is_empty(), "`bucket.b` is not another one: it is `bucket.a`");
    }

    #[test]
    fn another_name_at_the_same_path_is_another_thing() {
        let old = state(&[("bucket.a", "bucket", "x")]);
        let pairing = Pairing::of(&old, &state(&[("bucket.a", "bucket", "y")]));
        assert!(pairing.old_of.is_empty() && pairing.replaced.contains("bucket.a"));
        // Without a name, the label tells.
        let pairing = Pairing::of(&state(&[("wave.a", "wave", "")]), &state(&[("wave.b", "wave", "")]));
        assert!(pairing.old_of.is_empty() && pairing.replaced.is_empty());
    }

    #[test]
    fn a_part_belongs_to_its_whole() {
        let old = state(&[("cluster.a", "cluster", "x"), ("cluster.a.group.w", "group", "w")]);
        let renamed = state(&[("cluster.b", "cluster", "x"), ("cluster.b.group.w", "group", "w")]);
        assert_eq!(Pairing::of(&old, &renamed).old_of["cluster.b.group.w"], "cluster.a.group.w");
        let another = state(&[("cluster.a", "cluster", "y"), ("cluster.a.group.w", "group", "w")]);
        assert!(Pairing::of(&old, &another).old_of.is_empty());
    }

    #[test]
    fn references_are_compared_by_what_they_lead_to() {
        let old = state(&[("bucket.a", "bucket", "x"), ("bucket.b", "bucket", "y")]);
        let new = state(&[("bucket.c", "bucket", "x"), ("bucket.b", "bucket", "z")]);
        let pairing = Pairing::of(&old, &new);
        let to = |id: &str| json!([{ "$resource": id }]);
        assert!(pairing.are_same(&to("bucket.a"), &to("bucket.c")));
        assert!(!pairing.are_same(&to("bucket.b"), &to("bucket.b")), "that is another bucket now");
        assert!(!pairing.are_same(&json!({ "a": 1 }), &json!({ "b": 1 })));
    }
}
