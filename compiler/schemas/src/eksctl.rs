//! The catalogue of eksctl: the types of `stdlib/eksctl`, made into lines by `cargo xtask schemas`; and what EKS offers, which no
//! package lists: dated tables, written by hand.

use crate::Shapes;

/// A `ClusterConfig`, version `eksctl.io/v1alpha5`.
pub static EKSCTL: Shapes =
    Shapes::new("eksctl", include_str!("../data/eksctl.shapes"), include_bytes!("../data/eksctl.docs"));

/// A minor version of Kubernetes that EKS doesn't run any more.
#[derive(Debug, PartialEq, Eq)]
pub struct EndedVersion {
    /// Such as `1.30`.
    pub version: &'static str,
    /// The last day of its extended support, as `2026-07-23`.
    pub ended: &'static str,
}

/// The versions that EKS had stopped running by 2026-12-01. Source: the calendar of releases in the user guide of Amazon EKS, as
/// endoflife.date/amazon-eks repeats it. Those before 1.23 are older.
pub static ENDED_VERSIONS: &[EndedVersion] = &[
    EndedVersion { version: "1.23", ended: "2024-10-11" },
    EndedVersion { version: "1.24", ended: "2025-01-31" },
    EndedVersion { version: "1.25", ended: "2025-05-01" },
    EndedVersion { version: "1.26", ended: "2025-06-11" },
    EndedVersion { version: "1.27", ended: "2025-07-24" },
    EndedVersion { version: "1.28", ended: "2025-11-26" },
    EndedVersion { version: "1.29", ended: "2026-03-23" },
    EndedVersion { version: "1.30", ended: "2026-07-23" },
    EndedVersion { version: "1.31", ended: "2026-11-26" },
];

/// The add-ons that AWS itself publishes, of 2026-12-01, for suggestions alone: there are more, and new ones come. Source: the list
/// of AWS add-ons in the user guide of Amazon EKS.
pub static ADDONS: &[&str] = &[
    "adot",
    "amazon-cloudwatch-observability",
    "amazon-sagemaker-hyperpod-observability",
    "amazon-sagemaker-hyperpod-taskgovernance",
    "aws-ebs-csi-driver",
    "aws-efs-csi-driver",
    "aws-fsx-csi-driver",
    "aws-guardduty-agent",
    "aws-mountpoint-s3-csi-driver",
    "aws-network-flow-monitoring-agent",
    "aws-secrets-store-csi-driver-provider",
    "cert-manager",
    "coredns",
    "eks-node-monitoring-agent",
    "eks-pod-identity-agent",
    "external-dns",
    "fluent-bit",
    "kube-proxy",
    "kube-state-metrics",
    "metrics-server",
    "prometheus-node-exporter",
    "snapshot-controller",
    "vpc-cni",
];
