//! Catalogues of AWS, whose lines `cargo xtask schemas` makes. Only what the public, Chinese, European sovereign and US government
//! partitions offer; whether an account has enabled a region, or a region offers a type of instance, is not known here.

use crate::Catalogue;
use crate::catalogue::{Column, Sort};
use crate::lines::Lines;

/// The regions: every name that `region` takes.
pub(crate) const REGIONS: Catalogue = Catalogue {
    name: "aws.regions",
    what: "an AWS region",
    columns: &[known("partition", Sort::Of("aws.partitions"), "the partition that it is a part of")],
    lines: Lines(include_str!("../data/aws.regions.lines")),
};

/// The partitions: groups of regions that share accounts and ARNs.
pub(crate) const PARTITIONS: Catalogue = Catalogue {
    name: "aws.partitions",
    what: "a partition of AWS",
    columns: &[known("domain", Sort::Text, "what the names of AWS's own hosts end with in it")],
    lines: Lines(include_str!("../data/aws.partitions.lines")),
};

/// The types of virtual machines.
pub(crate) const INSTANCE_TYPES: Catalogue = Catalogue {
    name: "aws.instance_types",
    what: "an instance type such as `m6i.xlarge`",
    columns: &[
        known("vcpus", Sort::Int, "how many virtual processors it has"),
        known("memory", Sort::MiB, "how much memory it has"),
        known(
            "architecture",
            ARCHITECTURE,
            "the architecture of its processors, as container images call it",
        ),
        known("gpus", Sort::Int, "how many graphics processors it has"),
        known("interfaces", Sort::Int, "how many network interfaces it can have"),
        known("addresses", Sort::Int, "how many IPv4 addresses an interface of it can have"),
    ],
    lines: Lines(include_str!("../data/aws.instance_types.lines")),
};

/// The types of nodes of `ElastiCache`.
pub(crate) const CACHE_NODE_TYPES: Catalogue = Catalogue {
    name: "aws.cache_node_types",
    what: "a type of cache node such as `cache.t3.medium`",
    columns: &[
        known("vcpus", Sort::Int, "how many virtual processors the machine below it has"),
        known("architecture", ARCHITECTURE, "the architecture of its processors"),
    ],
    lines: Lines(include_str!("../data/aws.cache_node_types.lines")),
};

/// The runtimes of functions of Lambda. What is supported was so on the day of the list.
pub(crate) const LAMBDA_RUNTIMES: Catalogue = Catalogue {
    name: "aws.lambda_runtimes",
    what: "a runtime of Lambda such as `python3.14`",
    columns: &[
        known("supported", Sort::Flag, "whether AWS kept it up to date on the day of the list"),
        maybe("deprecated", Sort::Text, "the day from which AWS doesn't keep it up to date any more"),
        maybe("blocked", Sort::Text, "the day from which no function can be created with it"),
        maybe("successor", Sort::Of("aws.lambda_runtimes"), "the one to move to"),
    ],
    lines: Lines(include_str!("../data/aws.lambda_runtimes.lines")),
};

/// The numbers of virtual processors that a job of Batch may have on Fargate.
pub(crate) const FARGATE_VCPUS: Catalogue = Catalogue {
    name: "aws.fargate_vcpus",
    what: "a number of processors that Fargate has such as `0.25`",
    columns: &[known("memory", Sort::MiBs, "how much memory can go with so many processors")],
    lines: Lines(include_str!("../data/aws.fargate_vcpus.lines")),
};

/// What Batch takes at most. Written by hand: the model of the service says it in words.
pub(crate) const BATCH_LIMITS: Catalogue = Catalogue {
    name: "aws.batch_limits",
    what: "a limit of AWS Batch such as `array_size`",
    columns: &[known("most", Sort::Int, "how many there may be")],
    lines: Lines(include_str!("../data/aws.batch_limits.lines")),
};

/// What the names of AWS's own hosts end with that a record of Route 53 can be an alias of. This list is written by hand: AWS has
/// it in its general reference alone.
pub(crate) const ALIAS_ZONES: Catalogue = Catalogue {
    name: "aws.alias_zones",
    what: "a domain of hosts of AWS such as `eu-central-1.elb.amazonaws.com`",
    columns: &[
        known("zone", Sort::Text, "the hosted zone that an alias of such a host names"),
        known("health", Sort::Flag, "whether Route 53 can ask such a host whether it is well"),
    ],
    lines: Lines(include_str!("../data/aws.alias_zones.lines")),
};

const ARCHITECTURE: Sort = Sort::OneOf(&["amd64", "arm64"]);

const fn maybe(name: &'static str, sort: Sort, docs: &'static str) -> Column {
    Column { name, sort, optional: true, docs }
}

const fn known(name: &'static str, sort: Sort, docs: &'static str) -> Column {
    Column { name, sort, optional: false, docs }
}
