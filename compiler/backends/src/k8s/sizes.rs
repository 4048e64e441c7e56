//! Quantities that must fit one another: requests and limits, claims and volumes.
//!
//! Source: `resource.Quantity` of Kubernetes, and its validation of resources. What is no quantity is none of this module's matter.

use super::item::{Item, at, containers, entries, is_of_kubernetes, known, known_at, list};
use crate::context::Context;
use crate::node::{Node, NodeData};
use crate::problems::k8s as problems;

/// Binary suffixes, smallest first: each is 1,024 of the one before.
const BINARY: &[&str] = &["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/// Decimal suffixes and their powers of ten.
const DECIMAL: &[(&str, i32)] =
    &[("n", -9), ("u", -6), ("m", -3), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];

/// A quantity in billionths; `None` if it is none, or beyond all measure.
pub(crate) fn billionths(text: &str) -> Option<i128> {
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
    let (number, suffix) = text.split_at_checked(end)?;
    let binary = BINARY.iter().zip(1_u32..).find(|(unit, _)| **unit == suffix);
    let power = match DECIMAL.iter().find(|(unit, _)| *unit == suffix) {
        Some((_, power)) => *power,
        None if suffix.is_empty() || binary.is_some() => 0,
        None => suffix.strip_prefix(['e', 'E'])?.parse().ok()?,
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() || !fraction.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
    let shift = power.checked_add(9)?.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    let ten = 10_i128.checked_pow(shift.unsigned_abs())?;
    let value = if shift < 0 { digits / ten } else { digits.checked_mul(ten)? };
    value.checked_mul(binary.map_or(Some(1), |(_, power)| 1024_i128.checked_pow(power))?)
}

fn of_node(node: &Node) -> Option<(String, i128)> {
    let text = match &node.data {
        NodeData::Int(number) => number.to_string(),
        NodeData::Float(number) => number.to_string(),
        _ => known(node)?,
    };
    let size = billionths(&text)?;
    Some((text, size))
}

/// No container asks for more than it may have.
pub(crate) fn check(item: &Item, context: &mut Context<'_>) {
    let Some(pod) = item.pod() else { return };
    let all = containers(pod).chain([pod]);
    for resources in all.filter_map(|container| container.get("resources")) {
        for (name, entry) in entries(resources, "requests") {
            let limit = resources.get("limits").and_then(|limits| limits.get(name));
            let Some((limit, (most, allowed))) = limit.and_then(|limit| Some((limit, of_node(limit)?)))
            else {
                continue;
            };
            let Some((asked, wanted)) = of_node(&entry.node) else { continue };
            if wanted > allowed {
                let problem = problems::more_than_the_limit(
                    name,
                    &asked,
                    &most,
                    limit.origin.span,
                    entry.node.origin.span,
                );
                context.report(problem, &entry.node.origin);
            }
        }
    }
}

/// A claim of a certain volume must be one that the volume can meet.
pub(crate) fn check_all(items: &[Item], context: &mut Context<'_>) {
    let builtin = |item: &&Item| is_of_kubernetes(&item.group);
    for claim in items.iter().filter(builtin).filter(|item| item.is("PersistentVolumeClaim")) {
        let Some((_, name)) = claim.at(&["spec"]).and_then(|spec| known_at(spec, "volumeName")) else {
            continue;
        };
        let made = |item: &&Item| item.is("PersistentVolume") && item.object.name == name;
        let Some(volume) = items.iter().find(made) else { continue };
        let (Some(asks), Some(has)) = (claim.at(&["spec"]), volume.at(&["spec"])) else { continue };
        fits(asks, has, &name, context);
    }
}

fn fits(asks: &Node, has: &Node, volume: &str, context: &mut Context<'_>) {
    let wanted = at(asks, &["resources", "requests", "storage"]);
    let there = at(has, &["capacity", "storage"]);
    if let (Some(wanted), Some(there)) = (wanted, there)
        && let (Some((asked, a)), Some((size, b))) = (of_node(wanted), of_node(there))
        && a > b
    {
        let what = format!("`{asked}`, and it has `{size}`");
        context.report(
            problems::volume_does_not_fit(volume, &what, there.origin.span, wanted.origin.span),
            &wanted.origin,
        );
    }
    let modes: Option<Vec<String>> = list(has, "accessModes").iter().map(known).collect();
    for (mode, name) in list(asks, "accessModes").iter().filter_map(|mode| Some((mode, known(mode)?))) {
        let Some(modes) = modes.as_ref().filter(|modes| !modes.contains(&name)) else { continue };
        let what = format!("`{name}`, and it allows `{}`", modes.join("`, `"));
        let place = has.get("accessModes").unwrap_or(has).origin.span;
        context.report(problems::volume_does_not_fit(volume, &what, place, mode.origin.span), &mode.origin);
    }
    let classes = (known_at(asks, "storageClassName"), known_at(has, "storageClassName"));
    if let (Some((node, class)), Some((other, its_own))) = classes
        && class != its_own
    {
        let what = format!("the class `{class}`, and it is of `{its_own}`");
        context.report(
            problems::volume_does_not_fit(volume, &what, other.origin.span, node.origin.span),
            &node.origin,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::billionths;

    #[test]
    fn quantities_are_compared_by_what_they_are() {
        let less =
            [("100m", "0.2"), ("1000Mi", "1Gi"), ("1e3", "1Ki"), ("1k", "1001"), ("0.5", "1"), (".5", "1")];
        for (small, large) in less {
            assert!(billionths(small).unwrap() < billionths(large).unwrap(), "{small} {large}");
        }
        for (one, other) in [("1024Mi", "1Gi"), ("1500m", "1.5"), ("1E", "1e18"), ("1000000u", "1")] {
            assert_eq!(billionths(one), billionths(other));
        }
        assert_eq!(billionths("4 GB"), None);
        assert_eq!(billionths("1Gib"), None);
        assert_eq!(billionths(""), None);
    }
}
