//! The actions of IAM: which resources and condition keys they take.

use std::fmt::Write as _;

use diagnostics::did_you_mean;
use schemas::iam::{self, Action, Service};
use serde_json::{Value, json};

use super::Found;
use super::page::wrapped;

/// What the catalogue is asked for by.
pub(super) const NAME: &str = "iam";

/// An action such as `s3:GetObject`, or a service such as `s3`.
pub(super) fn look_up(name: Option<&str>) -> Result<Found, String> {
    let Some(name) = name else {
        return Err("say which action, as in `wavec schema iam s3:GetObject`, or which service, as in `wavec schema iam s3`".to_owned());
    };
    if let Some(action) = iam::action(name) {
        return Ok(Found::Action(Box::new(action)));
    }
    let (prefix, own) = name.split_once(':').map_or((name, None), |(prefix, own)| (prefix, Some(own)));
    let Some(service) = iam::service(prefix) else {
        let hint = did_you_mean(prefix, iam::services().map(|s| s.prefix))
            .unwrap_or_else(|| "services are named as in actions, such as `s3`".to_owned());
        return Err(format!("AWS has no service `{prefix}`; {hint}"));
    };
    if own.is_none() {
        return Ok(Found::Service(service));
    }
    let hint = did_you_mean(name, iam::actions_of(service.prefix).map(|a| a.name))
        .unwrap_or_else(|| format!("`wavec schema iam {prefix}` lists its actions"));
    Err(format!("{} has no action `{name}`; {hint}", service.name))
}

fn keys(action: &Action) -> Vec<&'static str> {
    let own = iam::condition_keys(action.service()).map(|key| key.name);
    own.filter(|name| action.has_key(name)).collect()
}

/// For people.
pub(super) fn page(action: &Action, width: usize) -> String {
    let service = iam::service(action.service()).map_or("AWS", |s| s.name);
    let mut text = format!("# `{}` of {service}\n\n", action.name);
    if let Some(said) = iam::documentation(action) {
        let _ = write!(text, "{}\n\n", wrapped(&said, width, ""));
    }
    let _ = write!(text, "Its access level is {}.\n\n", action.levels);
    if action.takes_no_resource() {
        text += "It takes no resource: `*`.\n\n";
    } else {
        text += "Resources:\n\n";
        let types: Vec<(&str, bool)> = action.types().collect();
        for resource in action.resources() {
            let needed = types.iter().any(|(name, needed)| *name == resource.name && *needed);
            let needed = if needed { " (needed)" } else { "" };
            let _ = writeln!(
                text,
                "{}",
                wrapped(&format!("- {}{needed}: `{}`", resource.name, resource.arn), width, "  ")
            );
        }
        text.push('\n');
    }
    let listed = |title: &str, names: Vec<&str>| {
        let names: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
        if names.is_empty() {
            String::new()
        } else {
            wrapped(&format!("{title}: {}.", names.join(", ")), width, "") + "\n\n"
        }
    };
    text += &listed("Condition keys", keys(action));
    text += &listed("It needs these, too", action.dependent().collect());
    text.trim_end().to_owned() + "\n"
}

/// The actions of a service, for people.
pub(super) fn list(service: &Service, width: usize) -> String {
    let actions: Vec<&str> = iam::actions_of(service.prefix).map(|a| a.name).collect();
    let head = format!("# {} actions of {}\n\n", actions.len(), service.name);
    let tail = format!("`wavec schema iam {}:ACTION` says more of one.", service.prefix);
    format!("{head}{}\n\n{tail}\n", wrapped(&actions.join(", "), width, ""))
}

/// An action, for programs.
pub(super) fn json(action: &Action) -> Value {
    let needed: Vec<(&str, bool)> = action.types().collect();
    let resources: Vec<Value> = action
        .resources()
        .iter()
        .map(|r| {
            let is_needed = needed.iter().any(|(name, needed)| *name == r.name && *needed);
            json!({ "name": r.name, "arn": r.arn, "needed": is_needed })
        })
        .collect();
    json!({
        "format": NAME,
        "action": action.name,
        "documentation": iam::documentation(action),
        "levels": action.levels.split(", ").collect::<Vec<_>>(),
        "resources": resources,
        "conditionKeys": keys(action),
        "dependent": action.dependent().collect::<Vec<_>>(),
    })
}

/// The actions of a service, for programs.
pub(super) fn list_json(service: &Service) -> Value {
    let actions: Vec<&str> = iam::actions_of(service.prefix).map(|a| a.name).collect();
    json!({ "format": NAME, "service": service.prefix, "name": service.name, "actions": actions })
}
