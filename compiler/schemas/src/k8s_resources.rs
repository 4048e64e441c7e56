//! What the REST API of Kubernetes calls its resources: the plural of each kind, whether it lies in a namespace, and its
//! subresources. What others add to a cluster isn't here.

use crate::lines::Lines;

/// The resources of the API.
#[derive(Debug, Clone, Copy)]
pub struct K8sResources(Lines);

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct K8sResource {
    /// Empty for the core group.
    pub group: &'static str,
    /// Such as `deployments`.
    pub plural: &'static str,
    /// Such as `Deployment`; `-` for what can't be created.
    pub kind: &'static str,
    /// Whether it lies in a namespace.
    pub namespaced: bool,
    /// Such as `scale status`, separated by spaces.
    pub subresources: &'static str,
}

/// The resources that Kubernetes itself has, in its newest version.
pub fn k8s_resources() -> K8sResources {
    K8sResources(Lines(include_str!("../data/k8s.resources")))
}

impl K8sResources {
    /// Whether a group is one of Kubernetes.
    pub fn has_group(self, group: &str) -> bool {
        self.0.beginning(&format!("{group}/")).next().is_some()
    }

    /// The resources of a group, by plural.
    pub fn of_group(self, group: &str) -> Vec<K8sResource> {
        self.0.beginning(&format!("{group}/")).filter_map(resource).collect()
    }

    /// All of them, by group.
    pub fn all(self) -> impl Iterator<Item = K8sResource> {
        self.0.all().filter_map(resource)
    }

    /// The resource of a kind.
    pub fn of_kind(self, group: &str, kind: &str) -> Option<K8sResource> {
        self.of_group(group).into_iter().find(|r| r.kind == kind)
    }
}

fn resource(line: &'static str) -> Option<K8sResource> {
    let (group, rest) = line.split_once('/')?;
    let mut words = rest.splitn(4, ' ');
    Some(K8sResource {
        group,
        plural: words.next()?,
        kind: words.next()?,
        namespaced: words.next()? == "namespaced",
        subresources: words.next().unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_found_by_group_and_kind() {
        let found = k8s_resources().of_kind("apps", "Deployment").unwrap();
        assert_eq!((found.plural, found.namespaced), ("deployments", true));
        assert!(found.subresources.split(' ').any(|s| s == "scale"));
        let role = k8s_resources().of_kind("rbac.authorization.k8s.io", "ClusterRole").unwrap();
        assert!(!role.namespaced);
        assert!(k8s_resources().of_kind("", "Namespace").is_some_and(|r| !r.namespaced));
        assert!(k8s_resources().of_kind("", "Pod").is_some_and(|r| r.namespaced));
    }

    #[test]
    fn groups_of_kubernetes_are_known_and_others_are_not() {
        assert!(k8s_resources().has_group("") && k8s_resources().has_group("batch"));
        assert!(!k8s_resources().has_group("cert-manager.io") && !k8s_resources().has_group("app"));
        assert!(k8s_resources().all().count() > 50);
    }
}
