//! The actions of a statement: they exist, and a pattern stands for at least one.

use schemas::iam::{self, Action};

use super::pattern::{Written, overlap, symbols, written};
use crate::node::Node;
use crate::problems::iam as problems;
use crate::record::Checked;

/// What a string after `Action` stands for.
#[derive(Debug)]
pub(super) struct Named<'n> {
    pub(super) written: Written<'n>,
    /// `None`: it isn't known, or was refused.
    pub(super) actions: Option<Vec<Action>>,
}

/// The actions of a statement; those that don't exist are reported.
pub(super) fn of<'n>(statement: &mut Checked<'n, '_, '_>, key: &str) -> Vec<Named<'n>> {
    let nodes = statement.node.get(key).map(Node::one_or_many).unwrap_or_default();
    nodes.iter().filter_map(|node| named(statement, node)).collect()
}

fn named<'n>(statement: &mut Checked<'n, '_, '_>, node: &'n Node) -> Option<Named<'n>> {
    let Some(written) = written(node) else {
        let message = format!("an action of {} must be a string, not {}", statement.what, node.sort());
        statement.wrong(node, "a string is expected here", message, None);
        return None;
    };
    if !written.is_known() || written.is_everything() {
        return Some(Named { written, actions: None });
    }
    let text = written.shown.clone();
    let shaped = text.split_once(':').filter(|(service, name)| {
        let service_ok = service.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let name_ok = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '*' || c == '?');
        !service.is_empty() && !name.is_empty() && service_ok && name_ok
    });
    let Some((service, name)) = shaped else {
        let message = format!("`{text}` isn't an action: expected `service:Name`, such as `s3:GetObject`");
        statement.wrong(node, "not an action", message, None);
        return Some(Named { written, actions: None });
    };
    let actions = found(service, name);
    if actions.is_empty() || service.chars().any(|c| c.is_ascii_uppercase()) {
        let problem = refused(service, name, &text, node);
        statement.context.report(problem, &node.origin);
        return Some(Named { written, actions: None });
    }
    Some(Named { written, actions: Some(actions) })
}

fn found(service: &str, name: &str) -> Vec<Action> {
    if !name.contains(['*', '?']) {
        return iam::action(&format!("{service}:{name}")).into_iter().collect();
    }
    let wanted = symbols(&format!("{service}:{name}").to_ascii_lowercase());
    let fits = |a: &Action| overlap(&symbols(&a.name.to_ascii_lowercase()), &wanted);
    iam::actions_of(service).filter(fits).collect()
}

fn refused(service: &str, name: &str, text: &str, node: &Node) -> diagnostics::Diagnostic {
    let span = node.origin.span;
    let Some(known) = iam::service(service) else {
        let services: Vec<String> = iam::services().map(|s| format!("{}:{name}", s.prefix)).collect();
        let elsewhere: Vec<&str> = iam::actions_named(name).map(|a| a.name).collect();
        return problems::unknown_service(service, text, &services, &elsewhere, span);
    };
    if service != known.prefix {
        return problems::service_in_capitals(text, &format!("{}:{name}", known.prefix), span);
    }
    if name.contains(['*', '?']) {
        return problems::pattern_of_nothing(text, known.name, span);
    }
    let own: Vec<&str> = iam::actions_of(service).map(|a| a.name).collect();
    let elsewhere: Vec<&str> = iam::actions_named(name).map(|a| a.name).collect();
    problems::unknown_action(text, known.name, &own, &elsewhere, span)
}
