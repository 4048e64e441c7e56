//! The parts of an ARN: a partition, a service, a region and an account that there are.

use schemas::iam;

use super::pattern::Written;
use super::resources::PARTS;
use crate::context::Context;
use crate::problems::iam as problems;

/// The partitions; those of which no region is known take any.
const PARTITIONS: &[&str] =
    &["aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"];
const WITH_REGIONS: usize = 3;
const ACCOUNT_DIGITS: usize = 12;

/// Whether a resource of a policy is an ARN, or a pattern of some; reported if not.
pub(super) fn check(written: &Written<'_>, context: &mut Context<'_>) -> bool {
    let Some((what, expected, words)) = wrong(&written.pattern, context) else { return true };
    let (text, node) = (written.shown.as_str(), written.node);
    let problem = match words {
        Some((found, words)) => {
            problems::part_of_arn(text, what, &found, &expected, &words, node.origin.span)
        }
        None => problems::not_an_arn(text, what, node.origin.span),
    };
    context.report(problem, &node.origin);
    false
}

/// A part that is wrong: what it is called, what is expected, and what stands there with the words that it may be.
type Wrong = (&'static str, String, Option<(String, Vec<String>)>);

fn wrong(pattern: &str, context: &Context<'_>) -> Option<Wrong> {
    let parts: Vec<&str> = pattern.splitn(PARTS, ':').collect();
    let wild = |part: &str| part.contains(['*', '?']);
    let first = parts.first().copied().unwrap_or_default();
    if !wild(first) && first != "arn" {
        return Some(("it doesn't begin with `arn:`", String::new(), None));
    }
    if parts.len() < PARTS {
        // A `*` at the end may stand for the parts that are left; one behind a `/` is in a resource already.
        let fine = pattern.ends_with('*') && !pattern.contains('/');
        return (!fine).then(|| ("some of its six parts are missing", String::new(), None));
    }
    let part = |i: usize| parts.get(i).copied().filter(|p| !wild(p));
    let found = |text: &str, words: &[&str]| {
        Some((text.to_owned(), words.iter().map(|w| (*w).to_owned()).collect::<Vec<String>>()))
    };
    if let Some(partition) = part(1) {
        let own = partition_of_the_deployment(context);
        if let Some(own) = own.filter(|own| *own != partition) {
            return Some((
                "partition",
                format!("`{own}`, which the deployment is in"),
                found(partition, &[own]),
            ));
        }
        if !PARTITIONS.contains(&partition) {
            return Some(("partition", "one such as `aws`".to_owned(), found(partition, PARTITIONS)));
        }
    }
    if let Some(service) = part(2).filter(|s| !iam::names_arns(s)) {
        let services: Vec<&str> = iam::services().map(|s| s.prefix).collect();
        return Some(("service", "one such as `s3`".to_owned(), found(service, &services)));
    }
    if let Some(region) = part(3).filter(|r| !r.is_empty() && !is_region(r, part(1))) {
        let regions: Vec<&str> =
            schemas::catalogue("aws.regions").into_iter().flat_map(schemas::Catalogue::values).collect();
        return Some(("region", "one such as `eu-central-1`".to_owned(), found(region, &regions)));
    }
    let account = part(4).filter(|a| !is_account(a))?;
    Some(("account", "12 digits".to_owned(), found(account, &[])))
}

fn is_region(region: &str, partition: Option<&str>) -> bool {
    let listed = partition.is_none_or(|p| PARTITIONS.iter().take(WITH_REGIONS).any(|known| *known == p));
    !listed || schemas::catalogue("aws.regions").is_none_or(|c| c.contains(region))
}

/// Digits, or a word such as `aws`, to which what AWS itself made belongs.
fn is_account(account: &str) -> bool {
    let digits = account.chars().all(|c| c.is_ascii_digit());
    account.is_empty()
        || (digits && account.len() == ACCOUNT_DIGITS)
        || account.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}

/// The partition of the deployment, if its region is known now.
fn partition_of_the_deployment(context: &Context<'_>) -> Option<&'static str> {
    let deployment = context.graph.resources.iter().find(|r| &*r.kind == "deployment")?;
    let region = deployment.attributes.entries.get("region")?.value.as_str()?;
    let starts = [("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("", "aws")];
    starts.iter().find(|(start, _)| region.starts_with(start)).map(|(_, partition)| *partition)
}
