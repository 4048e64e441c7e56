//! What other people's formats and services consist of, as compact data with a date and a source.
//!
//! A catalogue is a closed list of strings that a type of the language can name, `catalogue "aws.regions"`, with what is known
//! of each. Nothing here knows the language, values or the disk.

mod aws;
mod catalogue;
pub mod compose;
mod docs;
mod eksctl;
mod formats;
pub mod github;
pub mod iam;
pub mod k8s;
mod k8s_resources;
mod lines;
mod shapes;
mod sources;

pub use catalogue::{Catalogue, Column, Fact, Sort};
pub use docs::escaped;
pub use eksctl::{ADDONS, EKSCTL, ENDED_VERSIONS, EndedVersion};
pub use formats::{FORMATS, Format};
pub use k8s_resources::{K8sResource, K8sResources, k8s_resources};
pub use shapes::{
    Bounds, Definition, Field, ListShape, Literal, RecordShape, Rule, Shape, Shapes, TextShape, Versions,
};
pub use sources::{DataFile, Source, broken_sources, data_files, sources};

/// The resource types of AWS `CloudFormation`: a definition for each, such as `AWS::S3::Bucket`, and for what lies in it, such
/// as `AWS::S3::Bucket.CorsRule`. Read-only keys are what `Fn::GetAtt` gives, with dots in their names where they lie deeper;
/// keys that can be written and read are those of `TYPE/attributes`.
pub static CLOUDFORMATION: Shapes = Shapes::new(
    "cloudformation",
    include_str!("../data/cloudformation.shapes"),
    include_bytes!("../data/cloudformation.docs"),
);

/// What Amazon Route 53 takes as a change batch: `ChangeBatch`, and what it holds.
pub static ROUTE53: Shapes =
    Shapes::new("route53", include_str!("../data/route53.shapes"), include_bytes!("../data/route53.docs"));

/// Every catalogue. A new one is a constant and a row here.
pub static CATALOGUES: &[&Catalogue] = &[
    &aws::ALIAS_ZONES,
    &aws::BATCH_LIMITS,
    &aws::CACHE_NODE_TYPES,
    &aws::FARGATE_VCPUS,
    &aws::INSTANCE_TYPES,
    &aws::LAMBDA_RUNTIMES,
    &aws::PARTITIONS,
    &aws::REGIONS,
];

/// The catalogue of this name.
pub fn catalogue(name: &str) -> Option<&'static Catalogue> {
    CATALOGUES.iter().copied().find(|c| c.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_catalogue_is_found_by_its_name() {
        let regions = catalogue("aws.regions").unwrap();
        assert!(regions.contains("eu-central-1") && !regions.contains("eu-centrl-1"));
        assert!(catalogue("aws.planets").is_none());
    }

    #[test]
    fn every_line_of_the_shapes_can_be_read_and_a_type_is_found() {
        assert_eq!(ROUTE53.broken(), [""; 0]);
        assert_eq!(CLOUDFORMATION.broken(), [""; 0]);
        let bucket = &CLOUDFORMATION.definition("AWS::S3::Bucket", None).unwrap().shape;
        let Shape::Record(bucket) = bucket else { panic!("a record") };
        assert!(bucket.field("Arn", None).unwrap().read_only);
        assert!(bucket.field("BucketName", None).unwrap().create_only);
        assert!(
            CLOUDFORMATION.documentation("AWS::S3::Bucket", Some("BucketName")).unwrap().contains("name")
        );
    }

    #[test]
    fn names_and_values_are_unique_and_every_catalogue_says_where_it_comes_from() {
        let names: BTreeSet<_> = CATALOGUES.iter().map(|c| c.name).collect();
        assert_eq!(names.len(), CATALOGUES.len());
        for c in CATALOGUES {
            let values: Vec<_> = c.values().collect();
            assert!(values.is_sorted_by(|a, b| a < b), "{} repeats a value, or isn't sorted", c.name);
            assert_eq!(c.broken(), [""; 0], "{}", c.name);
            let article = c.what.starts_with("a ") || c.what.starts_with("an ");
            assert!(c.date().len() == 10 && !c.source().is_empty() && article, "{}", c.name);
        }
    }
}
