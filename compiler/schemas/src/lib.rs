//! What other people's formats and services consist of, as compact data with a date and a source.
//!
//! A catalogue is a closed list of strings that a type of the language can name: `catalogue "aws.regions"`. Nothing here
//! knows the language, values or the disk.

mod aws;
mod docs;
mod k8s_resources;
mod lines;
mod shapes;

pub use docs::escaped;
pub use k8s_resources::{K8sResource, K8sResources, k8s_resources};
pub use shapes::{
    Bounds, Definition, Field, ListShape, Literal, RecordShape, Rule, Shape, Shapes, TextShape, Versions,
};

/// A dated list of the strings that something may be.
#[derive(Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// What a type calls it, such as `aws.regions`.
    pub name: &'static str,
    /// What one of its values is, with its article; for "expected …".
    pub what: &'static str,
    /// The day on which it was taken from its source, as `2026-11-20`.
    pub date: &'static str,
    /// Where it was taken from.
    pub source: &'static str,
    /// In the order in which a person would list them; each once.
    pub values: &'static [&'static str],
}

/// Every catalogue. A new one is a constant and a row here.
pub static CATALOGUES: &[&Catalogue] = &[&aws::REGIONS];

/// The catalogue of this name.
pub fn catalogue(name: &str) -> Option<&'static Catalogue> {
    CATALOGUES.iter().copied().find(|c| c.name == name)
}

impl Catalogue {
    /// Whether this is one of its values.
    pub fn contains(&self, value: &str) -> bool {
        self.values.contains(&value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_catalogue_is_found_by_its_name() {
        let regions = catalogue("aws.regions").unwrap();
        assert!(regions.contains("eu-central-1") && !regions.contains("eu-centrl-1"));
        assert_eq!(catalogue("aws.planets"), None);
    }

    #[test]
    fn names_and_values_are_unique_and_every_catalogue_says_where_it_comes_from() {
        let names: BTreeSet<_> = CATALOGUES.iter().map(|c| c.name).collect();
        assert_eq!(names.len(), CATALOGUES.len());
        for c in CATALOGUES {
            let values: BTreeSet<_> = c.values.iter().collect();
            assert_eq!(values.len(), c.values.len(), "{} repeats a value", c.name);
            assert!(c.date.len() == 10 && !c.source.is_empty() && c.what.starts_with("an "), "{}", c.name);
        }
    }
}
