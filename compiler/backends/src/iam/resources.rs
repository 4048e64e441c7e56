//! The resources of a statement against its actions: what no action takes, and which action takes none of them, is there without effect.
//!
//! An ARN is compared with the forms of `schemas::iam`, part by part. What varies in a form may hold a `/`, unless the service has
//! another type that goes on behind one, as an object does behind its bucket.

use schemas::iam::{Action, ResourceType, resources_of};

use super::actions::Named;
use super::pattern::{Symbol, Written, overlap, symbols};
use crate::problems::iam as problems;
use crate::record::Checked;

/// The parts of an ARN: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`.
pub(super) const PARTS: usize = 6;

/// Compares the resources of a statement with its actions.
pub(super) fn check(statement: &mut Checked<'_, '_, '_>, named: &[Named<'_>], resources: &[Written<'_>]) {
    let known: Vec<(&Written<'_>, &[Action])> =
        named.iter().filter_map(|n| Some((&n.written, n.actions.as_deref()?))).collect();
    let all_known = known.len() == named.len();
    let mut untaken: Vec<&Written<'_>> = Vec::new();
    if all_known && known.iter().any(|(_, actions)| actions.iter().any(|a| !a.takes_no_resource())) {
        let taken = |r: &&Written<'_>| known.iter().any(|(_, actions)| actions.iter().any(|a| takes(a, r)));
        untaken.extend(resources.iter().filter(|r| !taken(r)));
    }
    for resource in &untaken {
        report_untaken(statement, &known, resource);
    }
    for (action, actions) in &known {
        let allowed = actions.iter().any(|a| resources.iter().any(|r| takes(a, r)));
        // A resource that isn't what this action takes is the mistake then, and was told.
        let explained = |a: &Action| {
            let own = |r: &&Written<'_>| service_of(&r.pattern) == Some(a.service());
            !a.takes_no_resource() && untaken.iter().any(|r| known.len() == 1 || own(r))
        };
        if !allowed && !actions.iter().any(explained) {
            let first = actions.first().filter(|_| actions.iter().all(|a| !a.takes_no_resource()));
            let forms = first.map(Action::resources).unwrap_or_default();
            let problem = problems::action_without_resource(&action.shown, &forms, action.node.origin.span);
            statement.context.report(problem, &action.node.origin);
        }
    }
}

fn report_untaken(
    statement: &mut Checked<'_, '_, '_>,
    known: &[(&Written<'_>, &[Action])],
    resource: &Written<'_>,
) {
    let service = service_of(&resource.pattern).unwrap_or_default();
    let of_service =
        |(_, actions): &&(&Written<'_>, &[Action])| actions.iter().any(|a| a.service() == service);
    let first = known.iter().find(of_service).or_else(|| known.first());
    let Some((action, actions)) = first else { return };
    let forms: Vec<ResourceType> = actions.iter().take(1).flat_map(Action::resources).collect();
    let ours = resources_of(service).find(|r| matches(&resource.pattern, r, service)).map(|r| r.name);
    let mended = mended(&resource.shown, resource.is_known(), &forms, service);
    let alone = known.len() == 1;
    let told = problems::Untaken {
        action: alone.then_some(action.shown.as_str()),
        resource: &resource.shown,
        forms: &forms,
        ours,
        mended: mended.as_deref(),
    };
    let problem = problems::resource_without_action(&told, resource.node.origin.span);
    statement.context.report(problem, &resource.node.origin);
}

/// The resource with `/*` more or less, if an action takes that.
fn mended(text: &str, known: bool, forms: &[ResourceType], service: &str) -> Option<String> {
    let other = match text.strip_suffix("/*") {
        Some(shorter) => shorter.to_owned(),
        None => format!("{text}/*"),
    };
    (known && forms.iter().any(|form| matches(&other, form, service))).then_some(other)
}

/// Whether an action can be done to what a resource of a policy stands for.
fn takes(action: &Action, resource: &Written<'_>) -> bool {
    if resource.is_everything() {
        return true;
    }
    if action.takes_no_resource() {
        // `arn:aws:s3:::*` is read as everything of the service.
        return resource.pattern.splitn(PARTS, ':').nth(PARTS - 1) == Some("*");
    }
    action.resources().iter().any(|r| matches(&resource.pattern, r, action.service()))
}

fn service_of(pattern: &str) -> Option<&str> {
    pattern.split(':').nth(2)
}

/// Whether some ARN is of a form, and fits a pattern.
fn matches(pattern: &str, form: &ResourceType, service: &str) -> bool {
    let (ours, theirs) = (parts(pattern), parts(form.arn));
    let (Some(ours), Some(theirs)) = (ours, theirs) else {
        return overlap(&symbols(pattern), &form_symbols(form.arn, false));
    };
    let fits = |(i, (a, b)): (usize, (&&str, &&str))| {
        let inner = i + 1 == PARTS && a.contains('/') && goes_on(form, service);
        overlap(&symbols(a), &form_symbols(b, inner)) && !(i < PARTS - 1 && a.is_empty() && !b.is_empty())
    };
    ours.iter().zip(&theirs).enumerate().all(fits)
}

fn parts(arn: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = arn.splitn(PARTS, ':').collect();
    (parts.len() == PARTS).then_some(parts)
}

/// Whether the service has another type of resources inside of these.
fn goes_on(form: &ResourceType, service: &str) -> bool {
    let inside = format!("{}/", form.arn);
    form.arn.ends_with('}') && resources_of(service).any(|r| r.arn.starts_with(&inside))
}

/// A form, in which `${…}` is anything; the last one but `/`, if others are inside.
fn form_symbols(form: &str, inside: bool) -> Vec<Symbol> {
    let mut pieces = form.split("${");
    let mut out = symbols(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (_, rest) = piece.split_once('}').unwrap_or(("", piece));
        out.push(if inside && rest.is_empty() { Symbol::AnyName } else { Symbol::Any });
        out.extend(rest.chars().map(Symbol::Exactly));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use schemas::iam::action;

    #[test]
    fn an_action_takes_the_arns_of_its_types() {
        let takes = |name: &str, pattern: &str| {
            let action = action(name).unwrap();
            action.resources().iter().any(|r| matches(pattern, r, action.service()))
        };
        for (name, arn) in [
            ("s3:GetObject", "arn:aws:s3:::b/*"),
            ("s3:GetObject", "arn:aws:s3:::b*"),
            ("s3:ListBucket", "arn:aws:s3:::b"),
            ("s3:ListBucket", "arn:aws:s3*"),
            ("ecr:PutImage", "arn:aws:ecr:eu-west-1:123456789012:repository/a/b/*"),
            ("logs:PutLogEvents", "arn:aws:logs:*:*:log-group:/aws/x:*"),
            ("ssm:GetParameter", "arn:aws:ssm:eu-west-1:123456789012:parameter/config/*"),
            ("es:ESHttpGet", "arn:aws:es:eu-west-1:123456789012:domain/d/*"),
            ("dynamodb:Query", "arn:aws:dynamodb:eu-west-1:123456789012:table/t/index/*"),
            ("iam:PassRole", "arn:aws:iam::123456789012:role/service/*"),
            ("sts:AssumeRole", "arn:aws:iam::123456789012:role/x"),
            ("lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:123456789012:function:f:*"),
            ("execute-api:Invoke", "arn:aws:execute-api:eu-west-1:*:abc/prod/GET/x"),
        ] {
            assert!(takes(name, arn), "{name} {arn}");
        }
        for (name, arn) in [
            ("s3:GetObject", "arn:aws:s3:::b"),
            ("s3:ListBucket", "arn:aws:s3:::b/*"),
            ("s3:GetObject", "arn:aws:s3:eu-west-1:123456789012:b/*"),
            ("kms:Decrypt", "arn:aws:kms:eu-west-1:123456789012:alias/x"),
            ("ecr:PutImage", "arn:aws:ecr:eu-west-1::repository/a"),
            ("dynamodb:PutItem", "arn:aws:dynamodb:eu-west-1:123456789012:table/t/*"),
        ] {
            assert!(!takes(name, arn), "{name} {arn}");
        }
    }
}
