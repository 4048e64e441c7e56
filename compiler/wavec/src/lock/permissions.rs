//! What documents allow: every record in them that has the form of a policy's statement, whatever the document is.
//!
//! So a policy inside another document counts, and one that was written without a grant. That services know further ways to allow
//! something isn't known here.

use graph::{Data, Fragment, Graph, Record, Value};
use serde_json::{Map, Value as Json, json};

use super::value::{self, spelled};
use crate::diff::words;

/// What is allowed, or denied, in one go.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// `Allow` or `Deny`.
    pub effect: String,
    /// In the order of the document.
    pub actions: Vec<String>,
    /// In the order of the document; empty in a trust policy.
    pub resources: Vec<String>,
    /// Who may, where the statement says it.
    pub principal: Option<String>,
    /// When.
    pub conditions: Option<Json>,
}

/// One action, on one resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Allowed {
    pub(crate) effect: String,
    pub(crate) action: String,
    pub(crate) resource: Option<String>,
    pub(crate) principal: Option<String>,
    pub(crate) conditions: Option<String>,
}

/// A statement, and the fragment of a document that it stands in.
pub(crate) struct Found<'g> {
    pub(crate) record: &'g Record,
    pub(crate) fragment: &'g Fragment,
}

/// All statements of a graph's documents, in order.
pub(crate) fn all(graph: &Graph) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    for fragment in graph.documents.iter().flat_map(|d| &d.fragments) {
        let mut records = Vec::new();
        search(&fragment.value, &mut records);
        found.extend(records.into_iter().map(|record| Found { record, fragment }));
    }
    found
}

fn search<'g>(value: &'g Value, found: &mut Vec<&'g Record>) {
    match &value.data {
        Data::List(list) => list.iter().for_each(|v| search(v, found)),
        Data::Record(record) if is_statement(record) => found.push(record),
        Data::Record(record) => record.entries.values().for_each(|e| search(&e.value, found)),
        _ => {}
    }
}

fn is_statement(record: &Record) -> bool {
    let effect = record.get("Effect").and_then(Value::as_str);
    let allows = effect.is_some_and(|e| matches!(&*e, "Allow" | "Deny"));
    allows && (record.get("Action").is_some() || record.get("NotAction").is_some())
}

impl Found<'_> {
    /// As a lock tells of it.
    pub(crate) fn statement(&self, graph: &Graph) -> Statement {
        let spell = |key: &str| self.record.get(key).map(|v| spelled(graph, v));
        let principal = spell("Principal");
        Statement {
            effect: spell("Effect").unwrap_or_default(),
            actions: self.listed(graph, "Action"),
            resources: self.listed(graph, "Resource"),
            principal: principal.or(spell("NotPrincipal").map(|p| format!("anybody but {p}"))),
            conditions: self.record.get("Condition").map(|c| value::value(graph, c)),
        }
    }

    /// The elements of a list, or the one value; `Action` is also `NotAction`.
    pub(crate) fn listed(&self, graph: &Graph, key: &str) -> Vec<String> {
        self.values(key).into_iter().map(|(word, v)| format!("{word}{}", spelled(graph, v))).collect()
    }

    /// The same as values, each with what stands before it in words.
    pub(crate) fn values(&self, key: &str) -> Vec<(&'static str, &Value)> {
        let not = format!("Not{key}");
        let given = [("", self.record.get(key)), ("all but ", self.record.get(&not))];
        let listed = given.into_iter().filter_map(|(word, value)| Some((word, value?)));
        let each = listed.flat_map(|(word, value)| {
            let list = value.as_list().unwrap_or(std::slice::from_ref(value));
            list.iter().map(move |v| (word, v))
        });
        each.collect()
    }
}

/// Each action on each resource.
pub(crate) fn one_by_one(statement: &Statement) -> Vec<Allowed> {
    let one = |action: &String, resource: Option<&String>| Allowed {
        effect: statement.effect.clone(),
        action: action.clone(),
        resource: resource.cloned(),
        principal: statement.principal.clone(),
        conditions: statement.conditions.as_ref().map(words::of),
    };
    let on = |action| match statement.resources.as_slice() {
        [] => vec![one(action, None)],
        list => list.iter().map(|resource| one(action, Some(resource))).collect(),
    };
    statement.actions.iter().flat_map(on).collect()
}

impl Statement {
    pub(super) fn to_json(&self) -> Json {
        let mut object = Map::new();
        let mut put = |key: &str, value: Json| drop(object.insert(key.to_string(), value));
        if self.effect != "Allow" {
            put("effect", json!(self.effect));
        }
        if let Some(principal) = &self.principal {
            put("principal", json!(principal));
        }
        put("actions", json!(self.actions));
        if !self.resources.is_empty() {
            put("resources", json!(self.resources));
        }
        if let Some(conditions) = &self.conditions {
            put("conditions", conditions.clone());
        }
        Json::Object(object)
    }

    pub(super) fn of_json(it: &Json) -> Option<Self> {
        let string = |key: &str| it.get(key).and_then(Json::as_str).map(str::to_string);
        let strings = |key: &str| -> Option<Vec<String>> {
            let Some(list) = it.get(key) else { return Some(Vec::new()) };
            list.as_array()?.iter().map(|s| Some(s.as_str()?.to_string())).collect()
        };
        Some(Self {
            effect: string("effect").unwrap_or_else(|| "Allow".to_string()),
            actions: strings("actions")?,
            resources: strings("resources")?,
            principal: string("principal"),
            conditions: it.get("conditions").cloned(),
        })
    }
}
