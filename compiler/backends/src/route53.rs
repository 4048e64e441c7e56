//! The `route53` backend: a change batch for `aws route53 change-resource-record-sets`.
//!
//! Source: the API reference of `ChangeBatch` and `ResourceRecordSet`. Route 53 refuses a wrong batch as a whole, when it is
//! too late; so its shape is checked here.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::document::Draft;
use crate::json;
use crate::lines::Printed;
use crate::node::{Node, NodeData};
use crate::record::Checked;

const ACTIONS: &[&str] = &["CREATE", "DELETE", "UPSERT"];
const TYPES: &[&str] = &[
    "A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP",
    "SVCB", "TLSA", "TXT",
];
const ALIAS_TYPES: &[&str] =
    &["A", "AAAA", "CAA", "CNAME", "HTTPS", "MX", "NAPTR", "PTR", "SPF", "SRV", "SVCB", "TXT"];
const SET_KEYS: &[&str] = &[
    "Name",
    "Type",
    "TTL",
    "ResourceRecords",
    "AliasTarget",
    "SetIdentifier",
    "Weight",
    "Region",
    "GeoLocation",
    "Failover",
    "MultiValueAnswer",
    "HealthCheckId",
    "TrafficPolicyInstanceId",
    "CidrRoutingConfig",
    "GeoProximityLocation",
];
const ALIAS_KEYS: &[&str] = &["HostedZoneId", "DNSName", "EvaluateTargetHealth"];
/// RFC 2181: 31 bits.
const LONGEST_TTL: i64 = 2_147_483_647;

/// One change batch.
pub(crate) fn print(mut draft: Draft<'_, '_>) -> Option<Printed> {
    let root = draft.merged()?;
    let path = &draft.document.path;
    let mut batch =
        Checked { node: &root, what: format!("the change batch `{path}`"), context: &mut *draft.context };
    if batch.is_record() {
        batch.knows(&["Comment", "Changes"]);
        batch.string("Comment");
        match batch.needs("Changes").map(|n| (n, n.elements())) {
            Some((node, None | Some([]))) => {
                let message = format!("`Changes` of {} must be a list of at least one change", batch.what);
                batch.wrong(node, "a list is expected here", message, None);
            }
            Some((_, Some(changes))) => {
                for node in changes {
                    let what = format!("a change of `{path}`");
                    change(Checked { node, what, context: &mut *batch.context });
                }
            }
            None => {}
        }
    }
    Some(json::pretty(&root))
}

fn change(mut change: Checked<'_, '_, '_>) {
    if !change.is_record() {
        return;
    }
    change.knows(&["Action", "ResourceRecordSet"]);
    change.needs("Action");
    change.one_of("Action", ACTIONS);
    if let Some(node) = change.needs("ResourceRecordSet") {
        let what = format!("the record set of {}", change.what);
        record_set(Checked { node, what, context: change.context });
    }
}

fn record_set(mut set: Checked<'_, '_, '_>) {
    if !set.is_record() {
        return;
    }
    set.knows(SET_KEYS);
    if let Some(name) = set.needs("Name") {
        ends_with_dot(&mut set, name);
    }
    set.needs("Type");
    let alias = set.node.get("AliasTarget");
    let kind = set.one_of("Type", if alias.is_some() { ALIAS_TYPES } else { TYPES });
    match (alias, set.node.get("ResourceRecords").or(set.node.get("TTL"))) {
        (Some(_), Some(other)) => {
            let message = format!("{} has an `AliasTarget`, and records of its own", set.what);
            let help = "keep `AliasTarget`, or `TTL` and `ResourceRecords`".to_owned();
            set.wrong(other, "not with an alias", message, Some(help));
        }
        (Some(node), None) => {
            let what = format!("`AliasTarget` of {}", set.what);
            alias_target(Checked { node, what, context: set.context });
        }
        (None, _) => records(&mut set, kind.as_deref().unwrap_or_default()),
    }
}

fn ends_with_dot(set: &mut Checked<'_, '_, '_>, node: &Node) {
    let Some(name) = set.string("Name") else { return };
    if !name.ends_with('.') {
        let message = format!("`{name}` must end with a dot, which says that the name is whole");
        set.wrong(node, "no dot at the end", message, Some(format!("write `{name}.`")));
    }
}

fn alias_target(mut alias: Checked<'_, '_, '_>) {
    if !alias.is_record() {
        return;
    }
    alias.knows(ALIAS_KEYS);
    for key in ALIAS_KEYS {
        alias.needs(key);
    }
    alias.string("DNSName");
    alias.string("HostedZoneId");
    if let Some(node) =
        alias.node.get("EvaluateTargetHealth").filter(|n| !matches!(n.data, NodeData::Bool(_)))
    {
        let message = format!("`EvaluateTargetHealth` of {} must be a bool, not {}", alias.what, node.sort());
        alias.wrong(node, "a bool is expected here", message, None);
    }
}

fn records(set: &mut Checked<'_, '_, '_>, kind: &str) {
    if let Some(node) = set.needs("TTL").filter(|n| !matches!(n.data, NodeData::Int(0..=LONGEST_TTL))) {
        let message = format!("`TTL` of {} must be a whole number of seconds", set.what);
        set.wrong(node, "seconds are expected here", message, Some("write `number(…, \"s\")`".to_owned()));
    }
    let Some(list) = set.needs("ResourceRecords") else { return };
    let Some(records @ [_, ..]) = list.elements() else {
        let message = format!("`ResourceRecords` of {} must be a list of at least one record", set.what);
        return set.wrong(list, "a list is expected here", message, None);
    };
    for node in records {
        let mut record =
            Checked { node, what: format!("a record of {}", set.what), context: &mut *set.context };
        if record.is_record() {
            record.knows(&["Value"]);
            record.needs("Value");
            if let Some(value) = record.string("Value") {
                check_value(&mut record, kind, &value);
            }
        }
    }
}

/// The values that are most often written wrongly.
fn check_value(record: &mut Checked<'_, '_, '_>, kind: &str, value: &str) {
    let Some(node) = record.node.get("Value").filter(|n| n.chunks().is_some_and(|c| !c.filled)) else {
        return;
    };
    let expected = match kind {
        "A" if value.parse::<Ipv4Addr>().is_err() => "an IPv4 address",
        "AAAA" if value.parse::<Ipv6Addr>().is_err() => "an IPv6 address",
        "TXT" | "SPF" if !(value.len() >= 2 && value.starts_with('"') && value.ends_with('"')) => {
            "text in double quotes"
        }
        "CNAME" if value.is_empty() || value.contains(' ') => "a host name",
        _ => return,
    };
    let message = format!("`{value}` can't be the value of a record of type {kind}: {expected} is expected");
    let help = (expected == "text in double quotes").then(|| format!(r#"write `"\"{value}\""`"#));
    record.wrong(node, "not of this type", message, help);
}
