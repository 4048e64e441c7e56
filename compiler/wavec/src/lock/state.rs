//! The resources of a build, as a lock tells of them: plain JSON, without places.

use std::collections::BTreeMap;

use graph::{Graph, Resource};
use serde_json::{Map, Value as Json, json};

use super::permissions::{self, Statement};
use super::value;

/// Resources by their paths.
pub type State = BTreeMap<String, Held>;

/// A resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Its kind, as people write it.
    pub kind: String,
    /// The attributes that say which thing it is; if there is none, its label does.
    pub identity: Vec<String>,
    /// What it holds. What isn't known stands as an object whose first key begins with `$`.
    pub attributes: Map<String, Json>,
    /// What its documents allow. An older lock doesn't say.
    pub allows: Option<Vec<Statement>>,
}

/// The resources of a graph, and what their documents allow.
pub(super) fn of(graph: &Graph) -> State {
    let mut state = resources(graph);
    for found in permissions::all(graph) {
        let holder = found.fragment.resource.and_then(|id| graph.resources.get(id.0 as usize));
        if let Some(held) = holder.and_then(|r| state.get_mut(&*r.path)) {
            held.allows.get_or_insert_default().push(found.statement(graph));
        }
    }
    state
}

/// The resources of a graph, without a word on what they allow.
pub(crate) fn resources(graph: &Graph) -> State {
    graph.resources.iter().map(|r| (r.path.to_string(), held(graph, r))).collect()
}

fn held(graph: &Graph, resource: &Resource) -> Held {
    let attributes = value::record(graph, &resource.attributes);
    let known = resource.identity.iter().filter(|name| attributes.contains_key(&***name));
    Held {
        kind: resource.kind.to_string(),
        identity: known.map(ToString::to_string).collect(),
        attributes,
        allows: Some(Vec::new()),
    }
}

/// For a lock: what goes without saying is left out.
pub(super) fn write(state: State) -> Json {
    let resource = |(id, held): (String, Held)| {
        let mut object = Map::new();
        object.insert("kind".to_string(), json!(held.kind));
        if held.identity != usual_identity(&held.attributes) {
            object.insert("identity".to_string(), json!(held.identity));
        }
        object.insert("attributes".to_string(), Json::Object(held.attributes));
        if let Some(allows) = held.allows.filter(|list| !list.is_empty()) {
            let list = allows.iter().map(Statement::to_json).collect();
            object.insert("allows".to_string(), Json::Array(list));
        }
        (id, Json::Object(object))
    };
    Json::Object(state.into_iter().map(resource).collect())
}

pub(super) fn read(resources: Json) -> Option<State> {
    let Json::Object(resources) = resources else { return None };
    resources.into_iter().map(|(id, held)| Some((id, read_held(held, true)?))).collect()
}

/// A list, each element with its id; not a word on what is allowed.
pub(super) fn read_version_1(resources: Json) -> Option<State> {
    let Json::Array(list) = resources else { return None };
    let one = |held: Json| Some((held.get("id")?.as_str()?.to_string(), read_held(held, false)?));
    list.into_iter().map(one).collect()
}

fn read_held(held: Json, tells_what_is_allowed: bool) -> Option<Held> {
    let Json::Object(mut held) = held else { return None };
    let Some(Json::Object(attributes)) = held.remove("attributes") else { return None };
    let identity = match held.get("identity") {
        None => usual_identity(&attributes),
        Some(names) => {
            names.as_array()?.iter().map(|n| Some(n.as_str()?.to_string())).collect::<Option<_>>()?
        }
    };
    let allows = match held.get("allows") {
        None => Vec::new(),
        Some(list) => list.as_array()?.iter().map(Statement::of_json).collect::<Option<_>>()?,
    };
    let allows = tells_what_is_allowed.then_some(allows);
    Some(Held { kind: held.get("kind")?.as_str()?.to_string(), identity, attributes, allows })
}

fn usual_identity(attributes: &Map<String, Json>) -> Vec<String> {
    if attributes.contains_key("name") { vec!["name".to_string()] } else { Vec::new() }
}

/// The resource that holds another, and that one's label: a path is that of its holder, the kind and the label.
pub(crate) fn parent_and_label<'a>(state: &State, id: &'a str, kind: &str) -> (Option<&'a str>, &'a str) {
    let infix = format!(".{kind}.");
    let holder = |(at, _): (usize, &str)| {
        let parent = id.get(..at).filter(|parent| state.contains_key(*parent))?;
        Some((Some(parent), id.get(at + infix.len()..)?))
    };
    let outermost = || id.strip_prefix(kind).and_then(|rest| rest.strip_prefix('.'));
    id.rmatch_indices(&infix).find_map(holder).unwrap_or_else(|| (None, outermost().unwrap_or(id)))
}
