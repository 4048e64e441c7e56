//! How long policies may be: in files of their own, and inside the resources of a template. IAM counts all characters but blanks.
//!
//! Source: "IAM and AWS STS quotas". Of a value that `CloudFormation` puts in, the length isn't known; it counts for nothing.

use crate::document::Draft;
use crate::lines::Printed;
use crate::node::{Node, NodeData};
use crate::record::Checked;

const HELP: &str = "grant less, use a wildcard where it means the same, or split the role";

/// A sort of policies, and how many characters one, or all that somebody has, can be.
struct Limit {
    characters: usize,
    what: &'static str,
}

const MANAGED: Limit = Limit { characters: 6_144, what: "a managed policy" };
/// After the quota was raised as far as it can be.
const TRUST: Limit = Limit { characters: 4_096, what: "a trust policy" };
const OF_ROLE: Limit = Limit { characters: 10_240, what: "the inline policies of a role" };
const OF_GROUP: Limit = Limit { characters: 5_120, what: "the inline policies of a group" };
const OF_USER: Limit = Limit { characters: 2_048, what: "the inline policies of a user" };

/// The property of each type of resource that holds policies.
const PROPERTIES: &[(&str, &str, &Limit)] = &[
    ("AWS::IAM::Group", "Policies", &OF_GROUP),
    ("AWS::IAM::GroupPolicy", "PolicyDocument", &OF_GROUP),
    ("AWS::IAM::ManagedPolicy", "PolicyDocument", &MANAGED),
    ("AWS::IAM::Role", "AssumeRolePolicyDocument", &TRUST),
    ("AWS::IAM::Role", "Policies", &OF_ROLE),
    ("AWS::IAM::RolePolicy", "PolicyDocument", &OF_ROLE),
    ("AWS::IAM::User", "Policies", &OF_USER),
    ("AWS::IAM::UserPolicy", "PolicyDocument", &OF_USER),
];

/// A policy in a file of its own.
pub(super) fn check(root: &Node, printed: &Printed, draft: &mut Draft<'_, '_>) {
    let size = printed.text.chars().filter(|c| !c.is_whitespace()).count();
    let statements = root.get("Statement").map(Node::one_or_many).unwrap_or_default();
    let with_principal = statements.iter().any(|s| s.get("Principal").is_some());
    let trusts = statements.iter().flat_map(|s| s.get("Action").map(Node::one_or_many).unwrap_or_default());
    let is_trust = with_principal && trusts.filter_map(Node::text).all(|a| a.starts_with("sts:"));
    let limit = match (with_principal, is_trust) {
        (false, _) => &MANAGED,
        (true, true) => &TRUST,
        // A policy of a bucket, a key or a queue: each service has a limit of its own.
        (true, false) => return,
    };
    let what = format!("`{}`", draft.document.path);
    within(size, limit, root, Checked { node: root, what, context: &mut *draft.context });
}

/// The policies of a resource of a template.
pub(crate) fn check_resource(name: &str, resource: &Node, draft: &mut Draft<'_, '_>) {
    let kind = resource.get("Type").and_then(Node::text).unwrap_or_default();
    for (_, property, limit) in PROPERTIES.iter().filter(|(of, ..)| *of == kind) {
        let Some(node) = resource.get("Properties").and_then(|p| p.get(property)) else { continue };
        let size = match node.elements() {
            Some(policies) => policies.iter().filter_map(|p| p.get("PolicyDocument")).map(characters).sum(),
            None => characters(node),
        };
        let what = format!("`{property}` of `{name}` of `{}`", draft.document.path);
        within(size, limit, node, Checked { node, what, context: &mut *draft.context });
    }
}

fn within(size: usize, limit: &Limit, node: &Node, mut policy: Checked<'_, '_, '_>) {
    let Limit { characters, what } = limit;
    if size > *characters {
        let whose = &policy.what;
        let message =
            format!("{whose} has {size} characters without blanks, and {what} can have {characters}");
        policy.wrong(node, "too long", message, Some(HELP.to_owned()));
    }
}

/// Those of a value as JSON, without blanks.
fn characters(node: &Node) -> usize {
    let text = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count() + 2;
    match &node.data {
        NodeData::Text(chunks) => text(&chunks.joined()),
        NodeData::List(list) => list.iter().map(|n| characters(n) + 1).sum::<usize>().max(1) + 1,
        NodeData::Map(entries) => {
            entries.iter().map(|(key, e)| text(key) + characters(&e.node) + 2).sum::<usize>().max(1) + 1
        }
        NodeData::Bool(b) => b.to_string().len(),
        NodeData::Int(i) => i.to_string().len(),
        NodeData::Float(f) => f.to_string().len(),
        NodeData::Call(..) => 0,
    }
}
