//! Roles and the service accounts of Kubernetes that may take them: what a trust policy lists, and what service accounts name, must agree.
//!
//! A service account says by an annotation which role its pods take, and the trust policy of the role lists the service accounts by
//! their namespace and name. What no document makes is taken to be there, so a mistake is only what is nearly something that one makes.

use diagnostics::{Span, similar, slip};

use super::actions::Named;
use super::operators;
use super::pattern::{all_written, overlap, symbols, written};
use super::resources::PARTS;
use crate::context::Context;
use crate::node::{Node, Origin};
use crate::problems::iam as problems;

const ANNOTATION: &str = "eks.amazonaws.com/role-arn";
/// What stands before `NAMESPACE:NAME` in a subject.
const SUBJECT: &str = "system:serviceaccount:";
const WITH_TOKEN: &str = "sts:AssumeRoleWithWebIdentity";

/// What all documents say of both.
#[derive(Debug, Default)]
pub(crate) struct Identities {
    accounts: Vec<Account>,
    trusts: Vec<Trust>,
}

/// A service account.
#[derive(Debug)]
struct Account {
    /// Empty if it isn't said.
    namespace: String,
    name: String,
    named: Span,
    /// The ARN of its role, if it is known, and where it stands.
    role: Option<(String, Origin)>,
}

/// The trust policy of a document.
#[derive(Debug)]
struct Trust {
    path: String,
    subjects: Vec<Subject>,
    /// Whether it may let in others than those.
    open: bool,
    place: Span,
}

/// A service account that a trust policy lists.
#[derive(Debug)]
struct Subject {
    text: String,
    /// Its namespace and its name, in which there may be wildcards.
    parts: (String, String),
    origin: Origin,
}

/// Remembers a service account.
pub(crate) fn see_account(
    node: &Node,
    (namespace, name): (&str, &str),
    named: Span,
    context: &mut Context<'_>,
) {
    let annotation = node.get("metadata").and_then(|m| m.get("annotations")).and_then(|a| a.get(ANNOTATION));
    let role = annotation.and_then(written).filter(super::pattern::Written::is_known);
    let role = role.map(|w| (w.shown, w.node.origin.clone()));
    let account = Account { namespace: namespace.to_owned(), name: name.to_owned(), named, role };
    context.identities.accounts.push(account);
}

/// Begins a policy that says who may do something.
pub(super) fn see_policy(policy: &Node, path: &str, context: &mut Context<'_>) {
    let statements = policy.get("Statement").map(Node::one_or_many).unwrap_or_default();
    if statements.iter().any(|s| s.get("Principal").is_some()) {
        let place = statements.first().map_or(policy.origin.span, |s| s.origin.span);
        context.identities.trusts.push(Trust {
            path: path.to_owned(),
            subjects: Vec::new(),
            open: false,
            place,
        });
    }
}

/// Remembers whom a statement of the last policy lets in.
pub(super) fn see_statement(statement: &Node, named: &[Named<'_>], context: &mut Context<'_>) {
    let denies = statement.get("Effect").and_then(Node::text).is_some_and(|effect| effect == "Deny");
    let with_token =
        named.iter().any(|n| n.actions.as_ref().is_none_or(|all| all.iter().any(|a| a.name == WITH_TOKEN)));
    let Some(trust) = context.identities.trusts.last_mut() else { return };
    if denies || !with_token {
        return;
    }
    let conditions = statement.get("Condition").and_then(Node::entries).into_iter().flatten();
    let mut limited = false;
    for (operator, entry) in conditions {
        if !matches!(operators::parts(operator).1, "StringEquals" | "StringLike") {
            continue;
        }
        let keys = entry.node.entries().into_iter().flatten();
        for (_, values) in keys.filter(|(key, _)| key.ends_with(":sub")) {
            limited = true;
            for value in all_written(Some(&values.node)) {
                trust.open |= !value.is_known();
                let text = value.shown.clone();
                let parts = text.strip_prefix(SUBJECT).and_then(|rest| rest.split_once(':'));
                let parts = parts.map(|(namespace, name)| (namespace.to_owned(), name.to_owned()));
                if let Some(parts) = parts.filter(|_| value.is_known()) {
                    trust.subjects.push(Subject { text, parts, origin: value.node.origin.clone() });
                }
            }
        }
    }
    trust.open |= !limited;
}

/// Reports where the two don't agree.
pub(crate) fn check(context: &mut Context<'_>) {
    let all = std::mem::take(&mut context.identities);
    for trust in &all.trusts {
        let role = role_of(&trust.path, context);
        let takes = |a: &Account| {
            a.role.as_ref().is_some_and(|(arn, _)| role.as_ref().is_some_and(|name| is_role(arn, name)))
        };
        let mut told: Vec<&Account> = Vec::new();
        for subject in &trust.subjects {
            if all.accounts.iter().any(|a| subject.is(a)) {
                continue;
            }
            let free = |a: &&Account| {
                (a.role.is_none() || takes(a)) && !trust.subjects.iter().any(|s| s.is(a)) && !told.contains(a)
            };
            let Some(meant) = all.accounts.iter().filter(free).find(|a| subject.is_nearly(a, takes(a)))
            else {
                continue;
            };
            told.push(meant);
            let wanted = meant.subject();
            let problem = problems::unknown_subject(&subject.text, &wanted, subject.origin.span, meant.named);
            context.report(problem, &subject.origin);
        }
        for account in all.accounts.iter().filter(|a| takes(a) && !told.contains(a)) {
            let Some((arn, origin)) = account.role.as_ref().filter(|_| !trust.open) else { continue };
            if !trust.subjects.iter().any(|s| s.is(account)) {
                let place = trust.subjects.first().map_or(trust.place, |s| s.origin.span);
                let problem = problems::role_without_account(arn, &account.subject(), origin.span, place);
                context.report(problem, origin);
            }
        }
    }
}

/// The name of the role whose trust policy a document is: that of the resource that emits it.
fn role_of(path: &str, context: &Context<'_>) -> Option<String> {
    let document = context.graph.documents.iter().find(|d| &*d.path == path && &*d.backend == "iam")?;
    let id = document.fragments.first()?.resource?;
    let role = context.graph.resources.get(id.0 as usize)?;
    Some(role.attributes.entries.get("name")?.value.as_str()?.into_owned())
}

/// Whether an ARN is that of a role of this name, in whatever folder of roles.
fn is_role(arn: &str, name: &str) -> bool {
    let resource = arn.splitn(PARTS, ':').nth(PARTS - 1).and_then(|r| r.strip_prefix("role/"));
    resource.and_then(|r| r.rsplit('/').next()).is_some_and(|r| r == name)
}

impl Account {
    fn subject(&self) -> String {
        format!("{SUBJECT}{}:{}", self.namespace, self.name)
    }
}

impl PartialEq for Account {
    fn eq(&self, other: &Self) -> bool {
        self.namespace == other.namespace && self.name == other.name
    }
}

impl Subject {
    /// Whether it stands for a service account. One without a namespace may be in any.
    fn is(&self, account: &Account) -> bool {
        let fits = |pattern: &str, text: &str| overlap(&symbols(pattern), &symbols(text));
        let (namespace, name) = &self.parts;
        (account.namespace.is_empty() || fits(namespace, &account.namespace)) && fits(name, &account.name)
    }

    /// Whether it is most likely meant for a service account, which `takes` the role or may take any.
    fn is_nearly(&self, account: &Account, takes: bool) -> bool {
        let (namespace, name) = &self.parts;
        let close = |a: &str, b: &str| if takes { similar(a, [b]).is_some() } else { slip(a, [b]).is_some() };
        match (*namespace == account.namespace, *name == account.name) {
            (true, false) => close(name, &account.name),
            (false, true) => takes || close(namespace, &account.namespace),
            _ => false,
        }
    }
}
