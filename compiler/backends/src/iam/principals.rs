//! Who a statement is about: accounts, roles, services and identity providers that there can be, and the action by which each comes in.

use diagnostics::slip;
use schemas::iam;

use super::actions::Named;
use super::arns;
use super::pattern::{Written, all_written};
use super::resources::PARTS;
use crate::context::Context;
use crate::node::{Node, Origin};
use crate::problems::iam as problems;
use crate::record::Checked;

/// How the names of services end, of which a policy says that they may do something.
const SERVICE_ENDS: &[&str] = &[".amazonaws.com", ".amazonaws.com.cn", SHOP_END];
const SHOP_END: &str = ".amazon.com";
/// Providers that have no ARN.
const PROVIDERS: &[&str] =
    &["cognito-identity.amazonaws.com", "accounts.google.com", "graph.facebook.com", "www.amazon.com"];
/// Names that are like those of services whose actions begin otherwise.
const OTHER_SERVICES: &[&str] =
    &["ecs-tasks", "eks-fargate-pods", "eks-nodegroup", "spotfleet", "vpc-flow-logs"];
const WITH_TOKEN: &[&str] = &["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"];
const ROLE: &str = "sts:AssumeRole";

/// Checks whom a statement names.
pub(super) fn check(statement: &mut Checked<'_, '_, '_>, named: &[Named<'_>]) {
    for key in ["Principal", "NotPrincipal"] {
        let Some(node) = statement.node.get(key) else { continue };
        for written in all_written(node.get("AWS")) {
            account(&written, statement.context);
        }
        for written in all_written(node.get("Service")) {
            service(&written, statement.context);
        }
        for written in all_written(node.get("Federated")) {
            provider(&written, statement.context);
        }
    }
    if let Some(node) = statement.node.get("Principal") {
        way_in(node, named, statement.context);
        issuer(node, statement.node, statement.context);
    }
}

fn account(written: &Written<'_>, context: &mut Context<'_>) {
    let text = &written.shown;
    let digits = text.len() == 12 && text.chars().all(|c| c.is_ascii_digit());
    // What is left of a user or role that was deleted.
    let id = text.len() > 15 && text.starts_with('A') && text.chars().all(|c| c.is_ascii_alphanumeric());
    if !written.is_known() || written.is_everything() || digits || id {
        return;
    }
    if !text.starts_with("arn:") {
        let expected = "the 12 digits of an account, an ARN of a role or user, or `*`";
        return refuse(written, expected, None, context);
    }
    if arns::check(written, context) && text.contains('*') {
        let expected =
            "a whole ARN: wildcards are read in conditions only, such as that of `aws:PrincipalArn`";
        refuse(written, expected, None, context);
    }
}

fn service(written: &Written<'_>, context: &mut Context<'_>) {
    let text = written.shown.as_str();
    if !written.is_known() {
        return;
    }
    let name = SERVICE_ENDS.iter().find_map(|end| text.strip_suffix(end));
    // The host names of services end otherwise than those of what Amazon sells besides.
    let Some(name) = name.filter(|n| !text.ends_with(SHOP_END) || iam::service(n).is_none()) else {
        let text = text.strip_suffix(SHOP_END).unwrap_or(text);
        let known =
            iam::service(text).map(|s| s.prefix).or(OTHER_SERVICES.iter().find(|s| **s == text).copied());
        let meant = known.map(|known| format!("{known}.amazonaws.com"));
        return refuse(written, "the name of a service such as `ec2.amazonaws.com`", meant, context);
    };
    if name.contains('.') || iam::service(name).is_some() || OTHER_SERVICES.contains(&name) {
        return;
    }
    let all = iam::services().map(|s| s.prefix).chain(OTHER_SERVICES.iter().copied());
    if let Some(meant) = slip(name, all) {
        let meant = text.replacen(name, meant, 1);
        refuse(written, "the name of a service such as `ec2.amazonaws.com`", Some(meant), context);
    }
}

fn provider(written: &Written<'_>, context: &mut Context<'_>) {
    let text = written.shown.as_str();
    if !written.is_known() || PROVIDERS.contains(&text) {
        return;
    }
    if !text.starts_with("arn:") {
        return refuse(written, "the ARN of an identity provider", None, context);
    }
    let resource = text.splitn(PARTS, ':').nth(PARTS - 1).unwrap_or_default();
    let is_provider = ["oidc-provider/", "saml-provider/"].iter().any(|start| resource.starts_with(start));
    if arns::check(written, context) && !is_provider {
        refuse(written, "an ARN that ends in `:oidc-provider/…` or `:saml-provider/…`", None, context);
    }
}

fn refuse(written: &Written<'_>, expected: &str, meant: Option<String>, context: &mut Context<'_>) {
    let origin = &written.node.origin;
    context.report(problems::not_a_principal(&written.shown, expected, meant, origin.span), origin);
}

/// Those who show a token come in by another action than those who are known to AWS.
fn way_in(principal: &Node, named: &[Named<'_>], context: &mut Context<'_>) {
    let Some(entries) = principal.entries() else { return };
    let by_token = entries.contains_key("Federated");
    let by_name = ["AWS", "Service", "CanonicalUser"].iter().any(|key| entries.contains_key(*key));
    for action in named {
        let Some([one]) = action.actions.as_deref() else { continue };
        let node = action.written.node;
        if WITH_TOKEN.contains(&one.name) && !by_token {
            let problem = problems::needs_a_provider(one.name, principal.origin.span, node.origin.span);
            context.report(problem, &principal.origin);
        }
        if one.name == ROLE && by_token && !by_name {
            context.report(problems::needs_a_token(one.name, WITH_TOKEN, node.origin.span), &node.origin);
        }
    }
}

/// A key of a provider that isn't the one whom the statement lets in.
fn issuer(principal: &Node, statement: &Node, context: &mut Context<'_>) {
    let providers = all_written(principal.get("Federated"));
    let issuers: Vec<&str> =
        providers.iter().filter_map(|p| Some(p.shown.split_once(":oidc-provider/")?.1)).collect();
    if issuers.len() != providers.len() || providers.iter().any(|p| !p.is_known()) || issuers.is_empty() {
        return;
    }
    let operators = statement.get("Condition").and_then(Node::entries).into_iter().flatten();
    for (key, entry) in operators.filter_map(|(_, o)| o.node.entries()).flatten() {
        let Some((named, claim)) = key.rsplit_once(':') else { continue };
        if named.contains('/')
            && !named.starts_with("aws:")
            && !issuers.contains(&named)
            && named.contains('.')
        {
            let meant: Vec<String> = issuers.iter().map(|i| format!("{i}:{claim}")).collect();
            let at = Origin { span: entry.key, ..entry.node.origin.clone() };
            let place = providers.first().map_or(entry.key, |p| p.node.origin.span);
            context.report(problems::other_issuer(key, &meant, entry.key, place), &at);
        }
    }
}
