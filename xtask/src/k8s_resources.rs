//! `k8s.resources`: what the REST API of Kubernetes calls its resources, from the paths that its client for Python asks for.
//!
//! A line is `GROUP/PLURAL KIND SCOPE [SUBRESOURCE …]`: the group is empty for the core one, the kind `-` for what can't be created,
//! the scope `namespaced` or `cluster`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::packages::{Package, Registry, Unpacked};
use crate::{Catalogue, Made, Result};

pub(crate) static RESOURCES: Catalogue = Catalogue {
    name: "k8s-resources",
    what: "resources of the Kubernetes API: group, plural, kind, scope, subresources",
    packages: &[Package {
        registry: Registry::PyPi,
        name: "kubernetes",
        version: "37.0.2",
        date: "2026-11-06",
        sha256: "d72683392fc10f59fb78b89bd91cb3be60a05d6ff0bbb2150966a224af6edc03",
        licence: "Apache-2.0",
    }],
    make,
};

const FOLDER: &str = "kubernetes/client/api";

#[derive(Default)]
struct Resource {
    kind: Option<String>,
    namespaced: bool,
    subresources: BTreeSet<String>,
}

type Resources = BTreeMap<String, Resource>;

fn make(packages: &[Unpacked]) -> Result<Vec<Made>> {
    let package = packages.first().ok_or("a package is missing")?;
    let mut resources = Resources::new();
    for name in package.list(FOLDER)?.iter().filter(|name| name.ends_with("_api.py")) {
        read(&package.read(&format!("{FOLDER}/{name}"))?, &mut resources);
    }
    let mut text = "# Made by `cargo xtask schemas`. GROUP/PLURAL KIND SCOPE [SUBRESOURCE …]\n".to_owned();
    for (name, resource) in &resources {
        let scope = if resource.namespaced { "namespaced" } else { "cluster" };
        let _ = write!(text, "{name} {} {scope}", resource.kind.as_deref().unwrap_or("-"));
        for subresource in &resource.subresources {
            let _ = write!(text, " {subresource}");
        }
        text.push('\n');
    }
    Ok(vec![Made { name: "k8s.resources".to_owned(), bytes: text.into_bytes() }])
}

/// The paths of a module, and the type that each `POST` sends.
fn read(text: &str, resources: &mut Resources) {
    let (mut body, mut posts) = (None, false);
    for line in text.lines().map(str::trim) {
        // What it asks for is put together in a function of its own below each that people call.
        if line.starts_with("def ") && !line.starts_with("def _") {
            body = None;
        } else if let Some(sort) = line.strip_prefix("body: ") {
            body = Some(sort.trim_end_matches(','));
        } else if line.starts_with("method='") {
            posts = line == "method='POST',";
        } else if let Some(path) = line.strip_prefix("resource_path='") {
            add(path.trim_end_matches("',"), body.filter(|_| posts), resources);
        }
    }
}

fn add(path: &str, body: Option<&str>, resources: &mut Resources) {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let (group, rest) = match parts.as_slice() {
        ["api", _, rest @ ..] => ("", rest),
        ["apis", group, _, rest @ ..] if !group.starts_with('{') => (*group, rest),
        _ => return,
    };
    let (namespaced, rest) = match rest {
        ["namespaces", "{namespace}", rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let Some(plural) = rest.first().filter(|first| **first != "watch") else { return };
    let resource = resources.entry(format!("{group}/{plural}")).or_default();
    resource.namespaced |= namespaced;
    match rest {
        [_] => resource.kind = body.map(kind).or(resource.kind.take()),
        [_, "{name}", subresource, ..] => resource.subresources.extend([(*subresource).to_owned()]),
        _ => {}
    }
}

/// `Deployment` of `V1Deployment`, and `Event` of `CoreV1Event`.
fn kind(sort: &str) -> String {
    let version =
        |at: &usize| sort.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let at = sort.match_indices('V').map(|(at, _)| at).find(version);
    let rest = at.and_then(|at| sort.get(at + 1..)).unwrap_or(sort);
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let named = ["alpha", "beta"].iter().find_map(|stage| rest.strip_prefix(stage));
    named.map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit())).to_owned()
}
