//! The lists of AWS: regions, partitions, types of machines.
//!
//! Their names are botocore's and cfn-lint's; what a machine has is what moto recorded of the service. Two versions of moto,
//! since it forgets what AWS has retired, and people still have it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::packages::{Package, Registry, Unpacked};
use crate::{Catalogue, Made, Result, botocore};

pub(crate) const BOTOCORE: Package = Package {
    registry: Registry::PyPi,
    name: "botocore",
    version: "1.44.8",
    date: "2026-11-20",
    sha256: "76342a76c338701db80dcb8afe1c9bd079283d6fffbb9d881442abb02a215043",
    licence: "Apache-2.0",
};
const CFN_LINT: Package = Package {
    registry: Registry::PyPi,
    name: "cfn-lint",
    version: "1.58.0",
    date: "2026-10-20",
    sha256: "9d9f06043160756a6158f5c3f92a44ce38254b1c578127461608305bc8262987",
    licence: "MIT-0",
};
const MOTO: Package = Package {
    registry: Registry::PyPi,
    name: "moto",
    version: "5.2.5",
    date: "2026-10-27",
    sha256: "eef62cdcf3bfe73e0863743511ba042dfaba04ba3d5ecdcb896a196c693ad528",
    licence: "Apache-2.0",
};
const OLDER_MOTO: Package = Package {
    registry: Registry::PyPi,
    name: "moto",
    version: "5.0.0",
    date: "2024-01-27",
    sha256: "1d01de681da1453335ec09ba43db521e577cbd58d25ddfb61e5965534b8be539",
    licence: "Apache-2.0",
};

pub(crate) static REGIONS: Catalogue = Catalogue {
    name: "aws.regions",
    what: "the regions of AWS",
    packages: &[BOTOCORE],
    make: |packages| {
        let [botocore] = packages else { return Err("botocore is needed".to_owned()) };
        let mut lines = BTreeMap::new();
        for partition in partitions(botocore)? {
            let id = text(&partition, "/id")?;
            let regions = partition.get("regions").and_then(Value::as_object).into_iter().flatten();
            // What is said of a partition as a whole stands there as a region, such as `aws-global`.
            for (region, _) in regions.filter(|(region, _)| !region.ends_with("-global")) {
                lines.insert(region.clone(), id.to_owned());
            }
        }
        Ok(vec![made("aws.regions", &[&BOTOCORE], &lines)])
    },
};

pub(crate) static PARTITIONS: Catalogue = Catalogue {
    name: "aws.partitions",
    what: "the partitions of AWS",
    packages: &[BOTOCORE],
    make: |packages| {
        let [botocore] = packages else { return Err("botocore is needed".to_owned()) };
        let mut lines = BTreeMap::new();
        for partition in partitions(botocore)? {
            let domain = text(&partition, "/outputs/dnsSuffix")?;
            lines.insert(text(&partition, "/id")?.to_owned(), domain.to_owned());
        }
        Ok(vec![made("aws.partitions", &[&BOTOCORE], &lines)])
    },
};

pub(crate) static INSTANCE_TYPES: Catalogue = Catalogue {
    name: "aws.instance_types",
    what: "the types of virtual machines of EC2, and what they have",
    packages: &[BOTOCORE, MOTO, OLDER_MOTO],
    make: |packages| {
        let [botocore, moto, older] = packages else { return Err("three packages are needed".to_owned()) };
        let machines = machines(moto, older)?;
        let model = botocore.json_gz("botocore/data/ec2/2016-11-15/service-2.json.gz")?;
        let names = model.pointer("/shapes/InstanceType/enum").and_then(Value::as_array);
        let mut lines: BTreeMap<String, String> = BTreeMap::new();
        for name in names.into_iter().flatten().filter_map(Value::as_str) {
            let facts = machines.get(name).map_or(Ok("- - - - - -".to_owned()), facts_of_a_machine)?;
            lines.insert(name.to_owned(), facts);
        }
        Ok(vec![made("aws.instance_types", &[&BOTOCORE, &MOTO, &OLDER_MOTO], &lines)])
    },
};

pub(crate) static CACHE_NODE_TYPES: Catalogue = Catalogue {
    name: "aws.cache_node_types",
    what: "the types of nodes of ElastiCache, and the machines below them",
    packages: &[CFN_LINT, MOTO, OLDER_MOTO],
    make: |packages| {
        let [lint, moto, older] = packages else { return Err("three packages are needed".to_owned()) };
        let machines = machines(moto, older)?;
        let folder = "cfnlint/data/schemas/extensions/aws_elasticache_cachecluster";
        let by_region = lint.json(&format!("{folder}/cachenodetype_enum.json"))?;
        let mut lines = BTreeMap::new();
        for region in by_region.as_object().into_iter().flatten().map(|(_, region)| region) {
            let names = region.get("enum").and_then(Value::as_array).into_iter().flatten();
            for name in names.filter_map(Value::as_str).filter(|name| name.starts_with("cache.")) {
                let machine = name.strip_prefix("cache.").and_then(|name| machines.get(name));
                let facts = match machine {
                    Some(m) => format!("{} {}", number(m, "/VCpuInfo/DefaultVCpus")?, architecture(m)?),
                    None => "- -".to_owned(),
                };
                lines.insert(name.to_owned(), facts);
            }
        }
        Ok(vec![made("aws.cache_node_types", &[&CFN_LINT, &MOTO, &OLDER_MOTO], &lines)])
    },
};

pub(crate) static LAMBDA_RUNTIMES: Catalogue = Catalogue {
    name: "aws.lambda_runtimes",
    what: "the runtimes of Lambda, and until when they are supported",
    packages: &[CFN_LINT],
    make: |packages| {
        let [lint] = packages else { return Err("cfn-lint is needed".to_owned()) };
        let table = lint.json("cfnlint/data/AdditionalSpecs/LmbdRuntimeLifecycle.json")?;
        let mut lines = BTreeMap::new();
        for (name, life) in table.as_object().into_iter().flatten() {
            let word = |key: &str| life.get(key).and_then(Value::as_str).unwrap_or("-");
            let deprecated = word("deprecated");
            let supported = if deprecated == "-" || deprecated > CFN_LINT.date { "yes" } else { "no" };
            let facts = format!("{supported} {deprecated} {} {}", word("create-block"), word("successor"));
            lines.insert(name.clone(), facts);
        }
        Ok(vec![made("aws.lambda_runtimes", &[&CFN_LINT], &lines)])
    },
};

pub(crate) static FARGATE_VCPUS: Catalogue = Catalogue {
    name: "aws.fargate_vcpus",
    what: "how many processors and how much memory a job of Batch may have on Fargate",
    packages: &[BOTOCORE],
    make: |packages| {
        let [botocore] = packages else { return Err("botocore is needed".to_owned()) };
        let model = botocore.json_gz("botocore/data/batch/2016-08-10/service-2.json.gz")?;
        let words = text(&model, "/shapes/ResourceRequirement/members/value/documentation")?;
        let mut lines = BTreeMap::new();
        // Only words say it: `value = 0.25 … MEMORY = 512, 1024, or 2048`, with markup between them.
        let plain = botocore::plain(words).replace('`', "");
        let (_, of_vcpus) = plain.split_once("The supported values are").ok_or("no sizes of Fargate")?;
        for part in of_vcpus.split("value = ").skip(1) {
            let (vcpus, rest) = part.split_once('\n').ok_or("no memory of a size of Fargate")?;
            let (_, memory) = rest.split_once("MEMORY = ").ok_or("no memory of a size of Fargate")?;
            let memory = memory.split('\n').next().unwrap_or_default();
            let memory: Vec<&str> =
                memory.split(|c: char| !c.is_ascii_digit()).filter(|w| !w.is_empty()).collect();
            lines.insert(vcpus.trim().to_owned(), memory.join(","));
        }
        Ok(vec![made("aws.fargate_vcpus", &[&BOTOCORE], &lines)])
    },
};

/// The partitions that the public can use: the others are those of intelligence services.
fn partitions(botocore: &Unpacked) -> Result<Vec<Value>> {
    let mut all = botocore.json("botocore/data/partitions.json")?;
    let all = all.get_mut("partitions").and_then(Value::as_array_mut).map(std::mem::take);
    let public = |p: &Value| !p.get("id").and_then(Value::as_str).is_some_and(|id| id.contains("-iso"));
    Ok(all.unwrap_or_default().into_iter().filter(public).collect())
}

/// What EC2 said of its types of machines, by name.
fn machines(moto: &Unpacked, older: &Unpacked) -> Result<BTreeMap<String, Value>> {
    let mut all = BTreeMap::new();
    let now = moto.json_gz("moto/ec2/resources/instance_types.json.gz")?;
    for table in [older.json("moto/ec2/resources/instance_types.json")?, now] {
        let Value::Object(table) = table else { return Err("the types of machines: no object".to_owned()) };
        all.extend(table);
    }
    Ok(all)
}

/// In the order of the columns of `schemas`.
fn facts_of_a_machine(machine: &Value) -> Result<String> {
    let gpus = machine.pointer("/GpuInfo/Gpus").and_then(Value::as_array);
    let gpus = gpus.into_iter().flatten().filter_map(|g| g.get("Count")?.as_u64()).sum::<u64>();
    Ok(format!(
        "{} {} {} {gpus} {} {}",
        number(machine, "/VCpuInfo/DefaultVCpus")?,
        number(machine, "/MemoryInfo/SizeInMiB")?,
        architecture(machine)?,
        number(machine, "/NetworkInfo/MaximumNetworkInterfaces")?,
        number(machine, "/NetworkInfo/Ipv4AddressesPerInterface")?,
    ))
}

/// As container images call it.
fn architecture(machine: &Value) -> Result<&'static str> {
    let all = machine.pointer("/ProcessorInfo/SupportedArchitectures").and_then(Value::as_array);
    let all: Vec<&str> = all.into_iter().flatten().filter_map(Value::as_str).collect();
    match all.as_slice() {
        ["arm64" | "arm64_mac"] => Ok("arm64"),
        words if words.iter().any(|w| matches!(*w, "x86_64" | "x86_64_mac")) => Ok("amd64"),
        words => Err(format!("unknown architectures {words:?}")),
    }
}

fn number(value: &Value, pointer: &str) -> Result<u64> {
    value.pointer(pointer).and_then(Value::as_u64).ok_or_else(|| format!("no number at {pointer}"))
}

fn text<'a>(value: &'a Value, pointer: &str) -> Result<&'a str> {
    value.pointer(pointer).and_then(Value::as_str).ok_or_else(|| format!("no string at {pointer}"))
}

/// The file of a catalogue: its form is told in `schemas::Catalogue`. Its date is that of its first package.
fn made(name: &str, packages: &[&Package], lines: &BTreeMap<String, String>) -> Made {
    let date = packages.first().map_or("", |p| p.date);
    let sources: Vec<String> = packages.iter().map(|p| format!("{} {}", p.name, p.version)).collect();
    let mut file = format!("# {name} of {date}, from {}\n", listed(&sources));
    for (value, facts) in lines {
        let _ = writeln!(file, "{value} {facts}");
    }
    Made { name: format!("{name}.lines"), bytes: file.into_bytes() }
}

fn listed(words: &[String]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        words => words.concat(),
    }
}
