//! The catalogue `eksctl`: the types of `std.eksctl`, since no package has the schema of a `ClusterConfig`.

use schemas::Rule;
use schemas::Shape;

use crate::library::Types;
use crate::packages::{Package, Registry, Unpacked};
use crate::{Catalogue, Made, Result, docs, shapes};

pub(crate) static EKSCTL: Catalogue = Catalogue {
    name: "eksctl",
    what: "ClusterConfig of eksctl, v1alpha5",
    packages: &[Package {
        registry: Registry::Library,
        name: "std.eksctl",
        version: "v1alpha5",
        date: "2026-12-01",
        sha256: "-",
        licence: "wavec's own",
    }],
    make,
};

/// Keys of which at most one may be there; a type of the language can't say that.
const AT_MOST_ONE: &[(&str, &[&str])] = &[
    ("NodeGroupSSH", &["publicKey", "publicKeyName", "publicKeyPath"]),
    ("NodeGroupUpdateConfig", &["maxUnavailable", "maxUnavailablePercentage"]),
    ("ManagedNodeGroup", &["instanceType", "instanceTypes"]),
    ("CapacityReservationTarget", &["capacityReservationID", "capacityReservationResourceGroupARN"]),
    ("NodeGroupNodeRepairConfig", &["maxParallelNodesRepairedCount", "maxParallelNodesRepairedPercentage"]),
    ("NodeGroupNodeRepairConfig", &["maxUnhealthyNodeThresholdCount", "maxUnhealthyNodeThresholdPercentage"]),
];

fn make(packages: &[Unpacked]) -> Result<Vec<Made>> {
    let [library] = packages else { return Err("the standard library is all it takes".to_owned()) };
    let types = Types::read(library, "eksctl", &["core.wave", "aws/account.wave", "aws/cluster.wave"])?;
    let mut described = types.described()?;
    for (name, keys) in AT_MOST_ONE {
        let found = described.definitions.iter_mut().find(|d| d.name == *name);
        let Some(Shape::Record(record)) = found.map(|d| &mut d.shape) else {
            return Err(format!("`{name}` is no record"));
        };
        record.rules.push(Rule::Most(keys.iter().map(ToString::to_string).collect()));
    }
    let about = ["The types of `stdlib/eksctl`, as `cargo xtask schemas` writes them."];
    Ok(vec![
        Made {
            name: "eksctl.shapes".to_owned(),
            bytes: shapes::text(&about, &described.definitions).into_bytes(),
        },
        Made { name: "eksctl.docs".to_owned(), bytes: docs::packed(&described.docs) },
    ])
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::packages;

    #[test]
    fn the_catalogue_of_eksctl_is_what_the_library_says() {
        let unpacked: Vec<_> = EKSCTL.packages.iter().map(|p| packages::unpack(p).unwrap()).collect();
        for made in make(&unpacked).unwrap() {
            let now = fs::read(crate::data().join(&made.name)).unwrap();
            assert!(now == made.bytes, "{} is old: run `cargo xtask schemas eksctl`", made.name);
        }
    }
}
