//! What the types of a cluster can't say: what two of its values have to do with each other, and what EKS offers.
//!
//! A value that a script fills in later is compared with nothing.

use std::collections::BTreeMap;

use diagnostics::similar;
use schemas::{ADDONS, ENDED_VERSIONS};

use crate::context::Context;
use crate::node::{Node, NodeData};
use crate::problems::eksctl as problems;

/// Checks a cluster whose keys and values are well typed.
pub(crate) fn check(cluster: &Node, context: &mut Context<'_>) {
    version(cluster, context);
    zones(cluster, context);
    issuer(cluster, context);
    addons(cluster, context);
    let mut names: BTreeMap<String, &Node> = BTreeMap::new();
    for group in groups(cluster) {
        bounds(group, context);
        volumes(group, context);
        let Some((name, text)) = group.get("name").and_then(|name| Some((name, known(name)?))) else {
            continue;
        };
        if let Some(first) = names.get(&text) {
            context.report(problems::same_group(&text, first.origin.span, name.origin.span), &name.origin);
        }
        names.entry(text).or_insert(name);
    }
}

/// All node groups, managed or not.
fn groups(cluster: &Node) -> impl Iterator<Item = &Node> {
    ["managedNodeGroups", "nodeGroups"].into_iter().flat_map(|key| elements(cluster, key))
}

fn elements<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    node.get(key).and_then(Node::elements).unwrap_or_default()
}

/// A string that nobody fills in later.
fn known(node: &Node) -> Option<String> {
    node.chunks().filter(|chunks| !chunks.filled)?;
    node.text()
}

fn version(cluster: &Node, context: &mut Context<'_>) {
    let Some(node) = cluster.get("metadata").and_then(|m| m.get("version")) else { return };
    let minor = |text: &str| text.strip_prefix("1.").and_then(|minor| minor.parse::<u16>().ok());
    let newest = ENDED_VERSIONS.iter().filter_map(|e| minor(e.version)).max();
    let (Some(text), Some(newest)) = (known(node), newest) else { return };
    if minor(&text).is_some_and(|m| m <= newest) {
        let ended = ENDED_VERSIONS.iter().find(|e| e.version == text);
        let problem = problems::ended(&text, ended, &format!("1.{}", newest + 1), node.origin.span);
        context.report(problem, &node.origin);
    }
}

/// Each availability zone is one of the cluster's region.
fn zones(cluster: &Node, context: &mut Context<'_>) {
    let Some(region_node) = cluster.get("metadata").and_then(|m| m.get("region")) else { return };
    let Some(region) = known(region_node) else { return };
    let is_in = |zone: &str| {
        let rest = zone.strip_prefix(region.as_str());
        rest.is_some_and(|rest| !rest.starts_with(char::is_numeric))
    };
    let own = elements(cluster, "availabilityZones").iter();
    let all = own.chain(groups(cluster).flat_map(|group| elements(group, "availabilityZones")));
    for node in all.chain(zones_of_subnets(cluster)) {
        if let Some(zone) = known(node).filter(|zone| !is_in(zone)) {
            let problem = problems::zone(&zone, &region, node.origin.span, region_node.origin.span);
            context.report(problem, &node.origin);
        }
    }
}

fn zones_of_subnets(cluster: &Node) -> impl Iterator<Item = &Node> {
    let subnets = cluster.get("vpc").and_then(|vpc| vpc.get("subnets"));
    let both = ["private", "public"].into_iter().filter_map(move |key| subnets?.get(key)?.entries());
    both.flat_map(|entries| entries.values()).filter_map(|entry| entry.node.get("az"))
}

/// Roles for service accounts need an issuer that IAM trusts.
fn issuer(cluster: &Node, context: &mut Context<'_>) {
    let Some(iam) = cluster.get("iam") else { return };
    let accounts = iam.entries().and_then(|entries| entries.get("serviceAccounts"));
    let Some(accounts) = accounts.filter(|e| e.node.elements().is_some_and(|list| !list.is_empty())) else {
        return;
    };
    let off = match iam.get("withOIDC") {
        None => None,
        Some(Node { data: NodeData::Bool(false), origin }) => Some(origin.span),
        Some(_) => return,
    };
    context.report(problems::no_issuer(accounts.key, off), &accounts.node.origin);
}

/// A name that is nearly one of AWS's. Others publish add-ons, too, so that no other name is strange.
fn addons(cluster: &Node, context: &mut Context<'_>) {
    for name in elements(cluster, "addons").iter().filter_map(|addon| addon.get("name")) {
        let Some(text) = known(name) else { continue };
        if !ADDONS.contains(&text.as_str()) && similar(&text, ADDONS.iter().copied()).is_some() {
            context.report(problems::addon(&text, ADDONS, name.origin.span), &name.origin);
        }
    }
}

/// `minSize` ≤ `desiredCapacity` ≤ `maxSize`, as far as they are given.
fn bounds(group: &Node, context: &mut Context<'_>) {
    let number = |key: &'static str| match group.get(key) {
        Some(node @ Node { data: NodeData::Int(number), .. }) => {
            Some(((key, *number, node.origin.span), node))
        }
        _ => None,
    };
    let (min, desired, max) = (number("minSize"), number("desiredCapacity"), number("maxSize"));
    let above = [min, desired].into_iter().find_map(|low| low.zip(max).filter(|(l, h)| l.0.1 > h.0.1));
    let below = desired.zip(min).filter(|(desired, min)| desired.0.1 < min.0.1);
    let Some((at, other)) = above.or(below) else { return };
    let name = group.get("name").and_then(known);
    let name = name.map_or_else(|| "a node group".to_owned(), |name| format!("the node group `{name}`"));
    context.report(problems::bounds(&name, at.0, other.0), &at.1.origin);
}

/// What only some sorts of volumes have, and these sorts in words.
const OF_SOME_SORTS: &[(&str, &[&str], &str)] = &[
    ("volumeThroughput", &["gp3"], "`gp3`"),
    ("volumeIOPS", &["gp3", "io1", "io2"], "`gp3`, `io1` or `io2`"),
];

fn volumes(group: &Node, context: &mut Context<'_>) {
    for volume in std::iter::once(group).chain(elements(group, "additionalVolumes")) {
        // A sort that isn't named is `gp3`, which has everything.
        let Some((sort, word)) = volume.get("volumeType").and_then(|sort| Some((sort, known(sort)?))) else {
            continue;
        };
        for (key, sorts, wanted) in OF_SOME_SORTS {
            let entry = volume.entries().and_then(|entries| entries.get(*key));
            if let Some(entry) = entry.filter(|_| !sorts.contains(&word.as_str())) {
                let problem = problems::volume((key, entry.key), (&word, sort.origin.span), wanted);
                context.report(problem, &entry.node.origin);
            }
        }
    }
}
