//! Values as JSON. What isn't known stands as an object that says what it is, with `$` before its first key.

use graph::{Data, Grant, Graph, Late, PartKind, Piece, Record, SecretId, Text, Value};
use serde_json::{Map, Value as Json, json};

use super::digest;
use crate::diff::words;

/// The entries of a record that are there.
pub(super) fn record(graph: &Graph, record: &Record) -> Map<String, Json> {
    let present = record.entries.iter().filter(|(_, e)| !e.value.is_none());
    present.map(|(k, e)| (k.to_string(), value(graph, &e.value))).collect()
}

/// A value that belongs to no graph.
pub(crate) fn plain(it: &Value) -> Json {
    value(&Graph::default(), it)
}

/// A value.
pub(crate) fn value(graph: &Graph, it: &Value) -> Json {
    match &it.data {
        Data::None => Json::Null,
        Data::Bool(b) => json!(b),
        Data::Int(n) => json!(n),
        Data::Float(x) => json!(x),
        Data::Text(t) => text(graph, t),
        Data::Size(s) => json!(s.to_string()),
        Data::Duration(d) => json!(d.to_string()),
        Data::Range(min, max) => json!(format!("{min}..{max}")),
        Data::List(list) => list.iter().filter(|v| !v.is_none()).map(|v| value(graph, v)).collect(),
        Data::Record(r) => Json::Object(record(graph, r)),
        Data::Resource(id) => json!({ "$resource": graph.resources.get(id.0 as usize).map(|r| &*r.path) }),
        Data::Grant(it) => json!({ "$grant": grant(graph, it) }),
        Data::Secret(id) => secret(graph, *id),
        Data::Late(l) => late(graph, l),
        Data::Tagged(tagged) => {
            let pieces = tagged.pieces.iter().map(|piece| match piece {
                Piece::Literal(literal, _) => json!(&**literal),
                Piece::Value(v) => value(graph, v),
            });
            json!({ "$text": &*tagged.format, "pieces": pieces.collect::<Vec<_>>() })
        }
        Data::File(file) => json!({ "$file": &*file.path, "sha256": digest(file.text.as_bytes()) }),
    }
}

/// A string as it is, and any other value as a person would write it.
pub(crate) fn spelled(graph: &Graph, it: &Value) -> String {
    it.as_str().map_or_else(|| words::of(&value(graph, it)), std::borrow::Cow::into_owned)
}

fn values(graph: &Graph, list: &[Value]) -> Json {
    list.iter().map(|v| value(graph, v)).collect()
}

fn grant(graph: &Graph, it: &Grant) -> Json {
    let mut object = Map::new();
    let mut put = |key: &str, value: Json| drop(object.insert(key.to_string(), value));
    if let Some(effect) = &it.effect {
        put("effect", value(graph, effect));
    }
    if !it.include.is_empty() {
        put("include", values(graph, &it.include));
    }
    put("actions", values(graph, &it.actions));
    put("resources", values(graph, &it.resources));
    if let Some(conditions) = &it.conditions {
        put("conditions", value(graph, conditions));
    }
    Json::Object(object)
}

/// A known string is itself; any other is the list of its parts.
fn text(graph: &Graph, it: &Text) -> Json {
    if let Some(known) = it.as_known() {
        return json!(known);
    }
    let part = |part: &graph::Part| match &part.kind {
        PartKind::Known(known) | PartKind::Named(_, known) => json!(&**known),
        PartKind::Late(l) => late(graph, l),
        PartKind::Secret(id) => secret(graph, *id),
    };
    json!({ "$parts": it.parts.iter().map(part).collect::<Vec<_>>() })
}

fn secret(graph: &Graph, id: SecretId) -> Json {
    json!({ "$secret": graph.secrets.get(id.0 as usize).map(|s| &*s.name) })
}

fn late(graph: &Graph, it: &Late) -> Json {
    let mut object = Map::new();
    object.insert("$late".to_string(), json!(&*it.stage));
    object.insert("op".to_string(), json!(&*it.op));
    object.insert("args".to_string(), values(graph, &it.args));
    Json::Object(object)
}
