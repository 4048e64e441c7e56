//! The words that a field takes where the API server knows no other. The definitions of the package name none of them.
//!
//! Written by hand in November 2026, after the documentation that the package has of each field. Only fields whose
//! words are closed: where others may extend them, any string is right.

use schemas::{Definition, Field, Literal, Shape};

use crate::Result;
use crate::json_schema::either;

const ON_OFF: &[&str] = &["Disabled", "Enabled", "IfPossible"];
const PROTOCOLS: &[&str] = &["SCTP", "TCP", "UDP"];
const PULL: &[&str] = &["Always", "IfNotPresent", "Never"];
const PULL_MESSAGE: &[&str] = &["FallbackToLogsOnError", "File"];
const EFFECTS: &[&str] = &["NoExecute", "NoSchedule", "PreferNoSchedule"];
const SETS: &[&str] = &["DoesNotExist", "Exists", "In", "NotIn"];
const CONFINED: &[&str] = &["Localhost", "RuntimeDefault", "Unconfined"];
const FAILURE: &[&str] = &["Fail", "Ignore"];
const MATCH: &[&str] = &["Equivalent", "Exact"];
const KEPT: &[&str] = &["Delete", "Retain"];
const MODES: &[&str] = &["Block", "Filesystem"];
const ACCESS: &[&str] = &["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
const PREEMPTION: &[&str] = &["Never", "PreemptLowerPriority"];
const HONOURED: &[&str] = &["Honor", "Ignore"];
const LOCAL: &[&str] = &["Cluster", "Local"];

/// The field, as `DEFINITION.KEY`, and its words. Of a list, each element is one of them.
#[rustfmt::skip]
const WORDS: &[(&str, &[&str])] = &[
    ("admissionregistration.k8s.io/v1/MutatingWebhook.failurePolicy", FAILURE),
    ("admissionregistration.k8s.io/v1/MutatingWebhook.matchPolicy", MATCH),
    ("admissionregistration.k8s.io/v1/MutatingWebhook.reinvocationPolicy", &["IfNeeded", "Never"]),
    ("admissionregistration.k8s.io/v1/MutatingWebhook.sideEffects", &["None", "NoneOnDryRun"]),
    ("admissionregistration.k8s.io/v1/RuleWithOperations.operations", &["*", "CONNECT", "CREATE", "DELETE", "UPDATE"]),
    ("admissionregistration.k8s.io/v1/RuleWithOperations.scope", &["*", "Cluster", "Namespaced"]),
    ("admissionregistration.k8s.io/v1/ValidatingWebhook.failurePolicy", FAILURE),
    ("admissionregistration.k8s.io/v1/ValidatingWebhook.matchPolicy", MATCH),
    ("admissionregistration.k8s.io/v1/ValidatingWebhook.sideEffects", &["None", "NoneOnDryRun"]),
    ("apiextensions.k8s.io/v1/CustomResourceDefinitionSpec.scope", &["Cluster", "Namespaced"]),
    ("apps/v1/DaemonSetUpdateStrategy.type", &["OnDelete", "RollingUpdate"]),
    ("apps/v1/DeploymentStrategy.type", &["Recreate", "RollingUpdate"]),
    ("apps/v1/StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted", KEPT),
    ("apps/v1/StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled", KEPT),
    ("apps/v1/StatefulSetSpec.podManagementPolicy", &["OrderedReady", "Parallel"]),
    ("apps/v1/StatefulSetUpdateStrategy.type", &["OnDelete", "RollingUpdate"]),
    ("autoscaling/v2/HPAScalingPolicy.type", &["Percent", "Pods"]),
    ("autoscaling/v2/HPAScalingRules.selectPolicy", &["Disabled", "Max", "Min"]),
    ("autoscaling/v2/MetricSpec.type", &["ContainerResource", "External", "Object", "Pods", "Resource"]),
    ("autoscaling/v2/MetricTarget.type", &["AverageValue", "Utilization", "Value"]),
    ("batch/v1/CronJobSpec.concurrencyPolicy", &["Allow", "Forbid", "Replace"]),
    ("batch/v1/JobSpec.completionMode", &["Indexed", "NonIndexed"]),
    ("batch/v1/JobSpec.podReplacementPolicy", &["Failed", "TerminatingOrFailed"]),
    ("batch/v1/PodFailurePolicyOnExitCodesRequirement.operator", &["In", "NotIn"]),
    ("batch/v1/PodFailurePolicyRule.action", &["Count", "FailIndex", "FailJob", "Ignore"]),
    ("core/v1/AppArmorProfile.type", CONFINED),
    ("core/v1/Container.imagePullPolicy", PULL),
    ("core/v1/Container.terminationMessagePolicy", PULL_MESSAGE),
    ("core/v1/ContainerPort.protocol", PROTOCOLS),
    ("core/v1/ContainerResizePolicy.restartPolicy", &["NotRequired", "RestartContainer"]),
    ("core/v1/EphemeralContainer.imagePullPolicy", PULL),
    ("core/v1/EphemeralContainer.terminationMessagePolicy", PULL_MESSAGE),
    ("core/v1/HTTPGetAction.scheme", &["HTTP", "HTTPS"]),
    ("core/v1/HostPathVolumeSource.type", &["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"]),
    ("core/v1/ImageVolumeSource.pullPolicy", PULL),
    ("core/v1/NodeSelectorRequirement.operator", &["DoesNotExist", "Exists", "Gt", "In", "Lt", "NotIn"]),
    ("core/v1/PersistentVolumeClaimSpec.accessModes", ACCESS),
    ("core/v1/PersistentVolumeClaimSpec.volumeMode", MODES),
    ("core/v1/PersistentVolumeSpec.accessModes", ACCESS),
    ("core/v1/PersistentVolumeSpec.persistentVolumeReclaimPolicy", &["Delete", "Recycle", "Retain"]),
    ("core/v1/PersistentVolumeSpec.volumeMode", MODES),
    ("core/v1/PodOS.name", &["linux", "windows"]),
    ("core/v1/PodSecurityContext.fsGroupChangePolicy", &["Always", "OnRootMismatch"]),
    ("core/v1/PodSecurityContext.seLinuxChangePolicy", &["MountOption", "Recursive"]),
    ("core/v1/PodSecurityContext.supplementalGroupsPolicy", &["Merge", "Strict"]),
    ("core/v1/PodSpec.dnsPolicy", &["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]),
    ("core/v1/PodSpec.preemptionPolicy", PREEMPTION),
    ("core/v1/PodSpec.restartPolicy", &["Always", "Never", "OnFailure"]),
    ("core/v1/SeccompProfile.type", CONFINED),
    ("core/v1/SecurityContext.procMount", &["Default", "Unmasked"]),
    ("core/v1/ServicePort.protocol", PROTOCOLS),
    ("core/v1/ServiceSpec.externalTrafficPolicy", LOCAL),
    ("core/v1/ServiceSpec.internalTrafficPolicy", LOCAL),
    ("core/v1/ServiceSpec.ipFamilies", &["IPv4", "IPv6"]),
    ("core/v1/ServiceSpec.ipFamilyPolicy", &["PreferDualStack", "RequireDualStack", "SingleStack"]),
    ("core/v1/ServiceSpec.sessionAffinity", &["ClientIP", "None"]),
    ("core/v1/ServiceSpec.type", &["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]),
    ("core/v1/Taint.effect", EFFECTS),
    ("core/v1/Toleration.effect", EFFECTS),
    ("core/v1/Toleration.operator", &["Equal", "Exists", "Gt", "Lt"]),
    ("core/v1/TopologySpreadConstraint.nodeAffinityPolicy", HONOURED),
    ("core/v1/TopologySpreadConstraint.nodeTaintsPolicy", HONOURED),
    ("core/v1/TopologySpreadConstraint.whenUnsatisfiable", &["DoNotSchedule", "ScheduleAnyway"]),
    ("core/v1/VolumeMount.mountPropagation", &["Bidirectional", "HostToContainer", "None"]),
    ("core/v1/VolumeMount.recursiveReadOnly", ON_OFF),
    ("discovery.k8s.io/v1/EndpointPort.protocol", PROTOCOLS),
    ("discovery.k8s.io/v1/EndpointSlice.addressType", &["FQDN", "IPv4", "IPv6"]),
    ("meta/v1/LabelSelectorRequirement.operator", SETS),
    ("networking.k8s.io/v1/HTTPIngressPath.pathType", &["Exact", "ImplementationSpecific", "Prefix"]),
    ("networking.k8s.io/v1/NetworkPolicyPort.protocol", PROTOCOLS),
    ("networking.k8s.io/v1/NetworkPolicySpec.policyTypes", &["Egress", "Ingress"]),
    ("policy/v1/PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy", &["AlwaysAllow", "IfHealthyBudget"]),
    ("rbac.authorization.k8s.io/v1/RoleRef.kind", &["ClusterRole", "Role"]),
    ("rbac.authorization.k8s.io/v1/Subject.kind", &["Group", "ServiceAccount", "User"]),
    ("scheduling.k8s.io/v1/PriorityClass.preemptionPolicy", PREEMPTION),
    ("storage.k8s.io/v1/CSIDriverSpec.fsGroupPolicy", &["File", "None", "ReadWriteOnceWithFSType"]),
    ("storage.k8s.io/v1/StorageClass.reclaimPolicy", KEPT),
    ("storage.k8s.io/v1/StorageClass.volumeBindingMode", &["Immediate", "WaitForFirstConsumer"]),
];

/// Puts them into the definitions; fails for a field that isn't there.
pub(super) fn apply(definitions: &mut [Definition]) -> Result<()> {
    for (place, words) in WORDS {
        let Some((name, key)) = place.rsplit_once('.') else { continue };
        let records = definitions.iter_mut().filter(|d| d.name == name).filter_map(|d| match &mut d.shape {
            Shape::Record(record) => Some(record),
            _ => None,
        });
        let mut fields = 0;
        for field in records.flat_map(|r| &mut r.fields).filter(|f| f.name == key) {
            restrict(field, words);
            fields += 1;
        }
        if fields == 0 {
            return Err(format!("no field `{place}` in the definitions"));
        }
    }
    Ok(())
}

fn restrict(field: &mut Field, words: &[&str]) {
    let words = words.iter().map(|word| Shape::Exactly(Literal::Text((*word).to_owned())));
    let shape = either(words.collect());
    match &mut field.shape {
        Shape::List(list) => list.of = shape,
        other => *other = shape,
    }
}
