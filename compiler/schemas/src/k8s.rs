//! The catalogue of Kubernetes: its kinds in their API versions, and the shapes of their fields.
//!
//! Versions are minor versions of Kubernetes 1. Made by `cargo xtask schemas k8s`.

use crate::lines::Lines;
use crate::shapes::Shapes;

/// Definitions by group, version and kind, such as `apps/v1/Deployment`; the core group is `core`.
pub static SHAPES: Shapes =
    Shapes::new("k8s", include_str!("../data/k8s.shapes"), include_bytes!("../data/k8s.docs"));

/// The first and the last minor version that the catalogue has.
pub const MINORS: (u16, u16) = (28, 37);

const APIS: Lines = Lines(include_str!("../data/k8s.apis"));

/// A kind in one of its API versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Api {
    /// Such as `Deployment`.
    pub kind: &'static str,
    /// As objects have it, such as `apps/v1`.
    pub version: &'static str,
    /// The minor version that it came with, if that is known.
    pub since: Option<u16>,
    /// The first minor version whose users are told to move on.
    pub deprecated: Option<u16>,
    /// The first minor version without it.
    pub removed: Option<u16>,
    /// Its definition; none for what is older than the catalogue.
    pub definition: Option<&'static str>,
    /// What took its place, if no other API version of the kind did.
    pub instead: Option<&'static str>,
}

impl Api {
    /// Whether a minor version has it.
    pub fn is_in(&self, minor: u16) -> bool {
        self.since.is_none_or(|since| since <= minor) && self.removed.is_none_or(|removed| minor < removed)
    }
}

/// All API versions of a kind.
pub fn apis(kind: &str) -> Vec<Api> {
    APIS.beginning(&format!("{kind}\t")).filter_map(read).collect()
}

/// A kind in an API version.
pub fn api(kind: &str, version: &str) -> Option<Api> {
    APIS.beginning(&format!("{kind}\t{version}\t")).find_map(read)
}

/// Every kind in every API version. For what follows a mistake.
pub fn all() -> impl Iterator<Item = Api> {
    APIS.all().filter_map(read)
}

/// The group of an API version; that of the core is empty.
pub fn group(version: &str) -> &str {
    version.rsplit_once('/').map_or("", |(group, _)| group)
}

fn read(line: &'static str) -> Option<Api> {
    let mut columns = line.split('\t');
    let mut text = || columns.next().map(|text| (text != "-").then_some(text));
    let number = |text: Option<&str>| text.and_then(|t| t.parse().ok());
    Some(Api {
        kind: text()??,
        version: text()??,
        since: number(text()?),
        deprecated: number(text()?),
        removed: number(text()?),
        definition: text()?,
        instead: text()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_can_be_read_and_every_reference_leads_somewhere() {
        assert_eq!(SHAPES.broken(), [""; 0]);
        assert_eq!(all().count(), APIS.all().count());
        for api in all() {
            let newest = api.removed.map_or(MINORS.1, |r| r - 1);
            assert!(api.definition.is_none_or(|d| SHAPES.definition(d, Some(newest)).is_some()), "{api:?}");
        }
    }

    #[test]
    fn a_kind_has_api_versions_and_each_of_them_its_time() {
        let deployment = api("Deployment", "apps/v1").unwrap();
        assert_eq!(deployment.definition, Some("apps/v1/Deployment"));
        assert!(deployment.is_in(28) && deployment.is_in(37));
        let old = api("Deployment", "extensions/v1beta1").unwrap();
        assert_eq!((old.removed, old.definition), (Some(16), None));
        assert!(apis("Deployment").len() == 4 && apis("Deploymen").is_empty());
        assert_eq!(api("Pod", "v1").map(|a| group(a.version)), Some(""));
        assert!(
            api("VolumeAttributesClass", "storage.k8s.io/v1").is_some_and(|a| !a.is_in(33) && a.is_in(34))
        );
    }

    #[test]
    fn a_key_is_documented() {
        let text = SHAPES.documentation("core/v1/Container", Some("image")).unwrap();
        assert!(text.starts_with("Container image name"), "{text}");
    }
}
