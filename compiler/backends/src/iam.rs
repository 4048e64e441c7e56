//! The `iam` backend: the grammar of a policy, what it says of the services of AWS, and the limits of its size.
//!
//! Source: "IAM JSON policy elements reference" and "IAM and AWS STS quotas"; services, actions and the rest are in `schemas::iam`.
//! Which grants make up a policy is decided before.

pub(crate) mod accounts;
mod actions;
mod arns;
mod conditions;
mod operators;
mod pattern;
mod principals;
mod resources;
pub(crate) mod size;
mod wide;

use crate::context::Context;
use crate::document::Draft;
use crate::json;
use crate::lines::Printed;
use crate::node::Node;
use crate::record::Checked;

const DOCUMENT_KEYS: &[&str] = &["Version", "Id", "Statement"];
const STATEMENT_KEYS: &[&str] = &[
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];
/// IAM still reads the older version, in which a variable is no variable: never what is meant.
const VERSIONS: &[&str] = &["2012-10-17"];
const PRINCIPALS: &[&str] = &["AWS", "CanonicalUser", "Federated", "Service"];

/// One policy.
pub(crate) fn print(mut draft: Draft<'_, '_>) -> Option<Printed> {
    let root = draft.merged()?;
    let path = &draft.document.path;
    check(&root, &format!("the policy `{path}`"), path, draft.context);
    let printed = json::pretty(&root);
    size::check(&root, &printed, &mut draft);
    Some(printed)
}

/// The grammar of a policy, in a file of its own or inside another document.
pub(crate) fn check(node: &Node, what: &str, path: &str, context: &mut Context<'_>) {
    let mut policy = Checked { node, what: what.to_owned(), context };
    if policy.is_record() {
        policy.knows(DOCUMENT_KEYS);
        policy.needs("Version");
        policy.one_of("Version", VERSIONS);
        if let Some(statements) = policy.needs("Statement") {
            if statements.elements().is_some_and(<[Node]>::is_empty) {
                let message = format!("{} has no statement, and so allows nothing", policy.what);
                policy.wrong(
                    statements,
                    "nothing in it",
                    message,
                    Some("grant something, or leave the policy out".to_owned()),
                );
            }
            accounts::see_policy(node, path, policy.context);
            check_sids(statements.one_or_many(), &mut policy);
            for node in statements.one_or_many() {
                let what = format!("a statement of `{path}`");
                statement(Checked { node, what, context: &mut *policy.context });
            }
        }
    }
}

fn statement(mut statement: Checked<'_, '_, '_>) {
    if !statement.is_record() {
        return;
    }
    statement.knows(STATEMENT_KEYS);
    statement.needs("Effect");
    statement.one_of("Effect", &["Allow", "Deny"]);
    one_of_a_pair(&mut statement, "Action", "NotAction");
    let has_principal = ["Principal", "NotPrincipal"].iter().any(|k| statement.node.get(k).is_some());
    let has_resource = ["Resource", "NotResource"].iter().any(|k| statement.node.get(k).is_some());
    if has_resource || !has_principal {
        one_of_a_pair(&mut statement, "Resource", "NotResource");
    }
    check_sid(&mut statement);
    for key in ["Principal", "NotPrincipal"] {
        principal(&mut statement, key);
    }
    let named = actions::of(&mut statement, "Action");
    actions::of(&mut statement, "NotAction");
    conditions::check(&mut statement, &named);
    principals::check(&mut statement, &named);
    wide::check(&mut statement);
    if statement.node.get("Principal").is_some() {
        accounts::see_statement(statement.node, &named, statement.context);
    }
    let mut arns_are_fine = true;
    for key in ["Resource", "NotResource"] {
        for written in pattern::all_written(statement.node.get(key)) {
            arns_are_fine &= arns::check(&written, statement.context);
        }
    }
    if let (Some(resources), true) = (statement.node.get("Resource"), arns_are_fine) {
        resources::check(&mut statement, &named, &pattern::all_written(Some(resources)));
    }
}

fn one_of_a_pair(statement: &mut Checked<'_, '_, '_>, key: &str, not: &str) {
    let node = statement.node;
    let given: Vec<&Node> = [key, not].iter().filter_map(|k| node.get(k)).collect();
    match given.as_slice() {
        [] => drop(statement.needs(key)),
        [_, second] => {
            let message = format!("{} has both `{key}` and `{not}`", statement.what);
            statement.wrong(
                second,
                "the second of the two",
                message,
                Some(format!("keep `{key}` or `{not}`")),
            );
        }
        [one] if one.elements().is_some_and(<[Node]>::is_empty) => {
            let message = format!("`{key}` of {} is an empty list", statement.what);
            statement.wrong(
                one,
                "nothing in it",
                message,
                Some("list at least one, or leave the statement out".to_owned()),
            );
        }
        _ => {}
    }
}

fn check_sid(statement: &mut Checked<'_, '_, '_>) {
    let Some(sid) = statement.string("Sid") else { return };
    let Some(node) = statement.node.get("Sid") else { return };
    if !sid.chars().all(|c| c.is_ascii_alphanumeric()) {
        let message = format!("`{sid}` isn't a `Sid`: letters and digits are expected");
        let help = crate::shell::identifier_words(&sid);
        statement.wrong(node, "not a letter or digit", message, Some(format!("write `{help}`")));
    }
}

/// IAM refuses a policy in which two statements have one id.
fn check_sids(statements: &[Node], policy: &mut Checked<'_, '_, '_>) {
    let mut seen: Vec<String> = Vec::new();
    for node in statements.iter().filter_map(|s| s.get("Sid")) {
        let Some(sid) = node.text() else { continue };
        if seen.contains(&sid) {
            let message = format!("the `Sid` `{sid}` is given twice in one policy");
            policy.wrong(node, "the same again", message, Some("give each statement another one".to_owned()));
        }
        seen.push(sid);
    }
}

fn principal(statement: &mut Checked<'_, '_, '_>, key: &str) {
    let Some(node) = statement.node.get(key) else { return };
    if node.entries().is_some() {
        let what = format!("`{key}` of {}", statement.what);
        Checked { node, what, context: &mut *statement.context }.knows(PRINCIPALS);
    } else if node.text().as_deref() != Some("*") {
        let message = format!("`{key}` of {} must be a record or `*`", statement.what);
        let help = r#"write `{ Service = "…" }`, `{ AWS = "…" }` or `{ Federated = "…" }`"#.to_owned();
        statement.wrong(node, "expected a record", message, Some(help));
    }
}
