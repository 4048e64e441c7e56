//! What differs between two builds, by meaning: resources and their attributes, what is allowed, outputs.
//!
//! The older one is known by its lock alone; the newer one has a graph, so that each change has a place in the spec. Nothing
//! here reads a disk or decides what may be changed.

mod human;
mod json;
mod outputs;
mod pairing;
mod permissions;
mod place;
mod resources;
pub(crate) mod words;

use backends::OutputFile;
use diagnostics::{Sources, Span};
use graph::Graph;
use serde_json::Value as Json;

use crate::lock::{self, Lock, State};

pub use human::human;
pub use json::json;
pub use outputs::{Output, unified};
pub(crate) use pairing::Pairing;
pub(crate) use place::own_head;
pub(crate) use resources::{differing, is_immutable, named};

/// All that differs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Difference {
    /// By environment; those without a difference are left out.
    pub environments: Vec<OfEnvironment>,
    /// In order of their paths.
    pub outputs: Vec<Output>,
    /// The older lock doesn't say what was allowed.
    pub permissions_unknown: bool,
}

/// What differs in one environment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OfEnvironment {
    /// Its name; empty in a spec without environments.
    pub name: String,
    /// In order of their paths.
    pub resources: Vec<OfResource>,
    /// What is allowed now and wasn't, and the reverse; together for each resource.
    pub permissions: Vec<OfPermission>,
}

/// What happened to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// There was none.
    Added,
    /// It is the same, with other attributes, or under another path.
    Changed,
    /// At its path there is another one now.
    Replaced,
    /// There is none any more.
    Removed,
}

impl Change {
    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Replaced => "replaced",
            Self::Removed => "removed",
        }
    }
}

/// What differs about a resource.
#[derive(Debug, Clone, PartialEq)]
pub struct OfResource {
    /// What happened.
    pub change: Change,
    /// Its path; of a removed one, the path it had.
    pub id: String,
    /// The path that it had, if that was another one.
    pub was: Option<String>,
    /// Its kind.
    pub kind: String,
    /// In order of declaration; of an added or removed one, those that say which thing it is.
    pub attributes: Vec<OfAttribute>,
    /// Where it stands in the newer spec.
    pub place: Option<Span>,
}

/// What differs about an attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct OfAttribute {
    /// Its name.
    pub name: String,
    /// What it was; absent if it wasn't there.
    pub old: Option<Json>,
    /// What it is; absent if it isn't there any more.
    pub new: Option<Json>,
    /// Whether it can't be changed in place.
    pub immutable: bool,
    /// Where the newer value is written.
    pub place: Option<Span>,
}

/// An action on a resource of the account, that is allowed now and wasn't, or the reverse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfPermission {
    /// Whether it is there now.
    pub added: bool,
    /// The resource of the spec whose documents say so.
    pub holder: String,
    /// `Allow` or `Deny`.
    pub effect: String,
    /// The action.
    pub action: String,
    /// What it is done to, as an ARN or pattern; absent in a trust policy.
    pub on: Option<String>,
    /// Who may, where the document says so.
    pub principal: Option<String>,
    /// When.
    pub conditions: Option<String>,
    /// Where the newer spec grants it.
    pub place: Option<Span>,
}

impl Difference {
    /// Whether both builds are the same.
    pub fn is_empty(&self) -> bool {
        self.environments.is_empty() && self.outputs.is_empty()
    }
}

/// Compares what a lock says with what a spec gives now.
pub fn compare(old: &Lock, graphs: &[Graph], sources: &Sources, files: &[OutputFile]) -> Difference {
    let new = lock::of(graphs, files);
    let is_still_there = |name: &&String| !name.is_empty() || new.environments.contains_key("");
    let mut names: Vec<&String> =
        old.environments.keys().filter(is_still_there).chain(new.environments.keys()).collect();
    names.sort();
    names.dedup();
    let empty = State::new();
    let of = |name: &String| {
        let old = old.of_environment(name).map_or(&empty, |(_, state)| state);
        let graph = graphs.iter().find(|g| lock::environment(g) == name);
        let newer = Newer { state: new.environments.get(name).unwrap_or(&empty), graph, sources };
        let pairing = Pairing::of(old, newer.state);
        OfEnvironment {
            name: name.clone(),
            resources: resources::compare(old, &newer, &pairing),
            permissions: permissions::compare(old, &newer, &pairing),
        }
    };
    let environments = names.into_iter().map(of);
    Difference {
        environments: environments.filter(|e| !e.resources.is_empty() || !e.permissions.is_empty()).collect(),
        outputs: outputs::compare(&old.files, &new.files),
        permissions_unknown: old
            .environments
            .values()
            .flat_map(State::values)
            .any(|held| held.allows.is_none()),
    }
}

/// The newer build of an environment.
pub(crate) struct Newer<'a> {
    pub(crate) state: &'a State,
    /// Absent if there is no such environment any more.
    pub(crate) graph: Option<&'a Graph>,
    pub(crate) sources: &'a Sources,
}

impl Newer<'_> {
    fn resource(&self, id: &str) -> Option<&graph::Resource> {
        self.graph.and_then(|g| named(g, id))
    }
}
