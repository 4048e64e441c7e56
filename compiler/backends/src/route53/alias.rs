//! Aliases of AWS's own hosts: each sort of host in each region has a hosted zone, whose id the alias names.
//!
//! Which zone a host is in stands in the catalogue `aws.alias_zones`; a host that it doesn't know may be in any.

use schemas::{Catalogue, Fact};

use super::{RecordSet, known, report};
use crate::context::Context;
use crate::node::NodeData;
use crate::problems::route53 as problems;

/// The types that an alias can't have.
const NEVER: &[&str] = &["DS", "NS", "SOA", "SSHFP", "TLSA"];

pub(super) fn check(set: &RecordSet<'_>, context: &mut Context<'_>) {
    let Some(alias) = set.node.get("AliasTarget") else { return };
    if let Some(node) = set.node.get("Type").filter(|_| NEVER.contains(&set.kind.as_str())) {
        report(problems::never_an_alias(&set.kind, node.origin.span), node, context);
    }
    let (Some(list), Some(host)) = (schemas::catalogue("aws.alias_zones"), known(alias.get("DNSName")))
    else {
        return;
    };
    let Some(domain) = domain_of(&host, list) else { return };
    if let (Some(node), Fact::Text(zone)) = (alias.get("HostedZoneId"), fact(list, domain, "zone"))
        && let Some(found) = known(Some(node)).filter(|found| found != zone)
    {
        report(problems::other_zone((&found, zone), domain, list.date(), node.origin.span), node, context);
    }
    if let Some(node) = alias.get("EvaluateTargetHealth").filter(|n| matches!(n.data, NodeData::Bool(true)))
        && fact(list, domain, "health") == Fact::Flag(false)
    {
        report(problems::no_health(domain, node.origin.span), node, context);
    }
}

/// What the name of a host ends with, if the list has that.
fn domain_of<'a>(host: &'a str, list: &Catalogue) -> Option<&'a str> {
    let mut rest = host.trim_end_matches('.');
    while !list.contains(rest) {
        rest = rest.split_once('.')?.1;
    }
    Some(rest)
}

fn fact(list: &Catalogue, domain: &str, column: &str) -> Fact {
    list.column(column).map_or(Fact::Absent, |column| list.fact(domain, column))
}
