//! `k8s.apis`: each kind in each of its API versions, and from when to when a server knows it.
//!
//! What the minor versions of the package serve, and a table of what is older, or said to be deprecated.
//! The tables say what Kubernetes' "Deprecated API Migration Guide" does. They were written by hand in November 2026, and have not been
//! compared with that page since: where they lack something, an object passes that a server refuses.

use std::collections::BTreeMap;

use super::{FIRST, Served};

/// API versions that were gone before the first minor version of the package: the version, its kinds, the first minor version
/// without them, and what took their place if no other API version of the kind did.
const REMOVED: &[(&str, &[&str], u16, Option<&str>)] = &[
    (
        "admissionregistration.k8s.io/v1beta1",
        &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
        22,
        None,
    ),
    ("apiextensions.k8s.io/v1beta1", &["CustomResourceDefinition"], 22, None),
    ("apiregistration.k8s.io/v1beta1", &["APIService"], 22, None),
    ("apps/v1beta1", &["Deployment", "ReplicaSet", "StatefulSet"], 16, None),
    ("apps/v1beta2", &["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"], 16, None),
    ("authentication.k8s.io/v1beta1", &["TokenReview"], 22, None),
    (
        "authorization.k8s.io/v1beta1",
        &[
            "LocalSubjectAccessReview",
            "SelfSubjectAccessReview",
            "SelfSubjectRulesReview",
            "SubjectAccessReview",
        ],
        22,
        None,
    ),
    ("autoscaling/v2beta1", &["HorizontalPodAutoscaler"], 25, None),
    ("autoscaling/v2beta2", &["HorizontalPodAutoscaler"], 26, None),
    ("batch/v1beta1", &["CronJob"], 25, None),
    ("certificates.k8s.io/v1beta1", &["CertificateSigningRequest"], 22, None),
    ("coordination.k8s.io/v1beta1", &["Lease"], 22, None),
    ("discovery.k8s.io/v1beta1", &["EndpointSlice"], 25, None),
    ("events.k8s.io/v1beta1", &["Event"], 25, None),
    ("extensions/v1beta1", &["DaemonSet", "Deployment", "NetworkPolicy", "ReplicaSet"], 16, None),
    ("extensions/v1beta1", &["Ingress"], 22, None),
    (
        "extensions/v1beta1",
        &["PodSecurityPolicy"],
        16,
        Some("label `pod-security.kubernetes.io/enforce` of a Namespace"),
    ),
    ("flowcontrol.apiserver.k8s.io/v1beta1", &["FlowSchema", "PriorityLevelConfiguration"], 26, None),
    ("networking.k8s.io/v1beta1", &["Ingress", "IngressClass"], 22, None),
    ("node.k8s.io/v1beta1", &["RuntimeClass"], 25, None),
    ("policy/v1beta1", &["PodDisruptionBudget"], 25, None),
    (
        "policy/v1beta1",
        &["PodSecurityPolicy"],
        25,
        Some("label `pod-security.kubernetes.io/enforce` of a Namespace"),
    ),
    (
        "rbac.authorization.k8s.io/v1beta1",
        &["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"],
        22,
        None,
    ),
    ("scheduling.k8s.io/v1beta1", &["PriorityClass"], 22, None),
    ("storage.k8s.io/v1beta1", &["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"], 22, None),
    ("storage.k8s.io/v1beta1", &["CSIStorageCapacity"], 27, None),
];

/// API versions that are served, and whose users are told to move on: since which minor version, and to what.
const DEPRECATED: &[(&str, &str, u16, Option<&str>)] = &[
    ("v1", "ComponentStatus", 19, None),
    ("v1", "ComponentStatusList", 19, None),
    ("v1", "Endpoints", 33, Some("EndpointSlice of `discovery.k8s.io/v1`")),
    ("v1", "EndpointsList", 33, Some("EndpointSlice of `discovery.k8s.io/v1`")),
    ("flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema", 26, None),
    ("flowcontrol.apiserver.k8s.io/v1beta2", "PriorityLevelConfiguration", 26, None),
    ("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", 29, None),
    ("flowcontrol.apiserver.k8s.io/v1beta3", "PriorityLevelConfiguration", 29, None),
];

/// The file: a line for each kind and API version, its columns separated by tabs and `-` where there is nothing to say.
pub(super) fn text(served: &Served, newest: u16) -> String {
    let mut lines: BTreeMap<(String, String), String> = BTreeMap::new();
    for ((kind, api), (definition, minors)) in served {
        let since = minors.first().filter(|first| **first > FIRST);
        let removed = minors.last().filter(|last| **last < newest).map(|last| last + 1);
        let told = DEPRECATED.iter().find(|(of, name, ..)| of == api && name == kind);
        let columns = [
            number(since.copied()),
            number(told.map(|(_, _, version, _)| *version)),
            number(removed),
            definition.clone(),
            told.and_then(|(.., instead)| *instead).unwrap_or("-").to_owned(),
        ];
        lines.insert((kind.clone(), api.clone()), columns.join("\t"));
    }
    for (api, kinds, removed, instead) in REMOVED {
        for kind in *kinds {
            let columns = format!("-\t-\t{removed}\t-\t{}", instead.unwrap_or("-"));
            lines.entry(((*kind).to_owned(), (*api).to_owned())).or_insert(columns);
        }
    }
    let head = "# Kubernetes: kind, API version, the minor version that it came with, was deprecated with, was gone with,\n\
                # its definition, and what took its place.\n";
    let mut sorted: Vec<String> =
        lines.iter().map(|((kind, api), columns)| format!("{kind}\t{api}\t{columns}\n")).collect();
    sorted.sort_unstable();
    format!("{head}{}", sorted.concat())
}

fn number(version: Option<u16>) -> String {
    version.map_or_else(|| "-".to_owned(), |v| v.to_string())
}
