//! The catalogue of eksctl: the types of `stdlib/eksctl`, made into lines by `cargo xtask schemas`.

use crate::Shapes;

/// A `ClusterConfig`, version `eksctl.io/v1alpha5`.
pub static EKSCTL: Shapes =
    Shapes::new("eksctl", include_str!("../data/eksctl.shapes"), include_bytes!("../data/eksctl.docs"));
