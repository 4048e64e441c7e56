//! Labels and annotations: what their keys and values may be.
//!
//! Source: `validation.IsQualifiedName` and `IsValidLabelValue` of Kubernetes; an object's annotations have 256 KiB together.

use super::item::{Item, at, entries, key_origin, known, list};
use super::names::Grammar;
use crate::context::Context;
use crate::node::{Node, NodeData};
use crate::problems::k8s as problems;

/// The most bytes that the keys and values of an object's annotations may have.
const MOST_BYTES: usize = 256 << 10;

/// The most characters of a value of a label, and of a key without its prefix.
const MOST_CHARACTERS: usize = 63;

/// Those of an object, of what it makes, and in its selectors.
pub(crate) fn check(item: &Item, context: &mut Context<'_>) {
    of_metadata(&item.node, context);
    for keys in
        [&["spec", "template"][..], &["spec", "jobTemplate"], &["spec", "jobTemplate", "spec", "template"]]
    {
        item.at(keys).into_iter().for_each(|made| of_metadata(made, context));
    }
    for claim in item.node.get("spec").map(|spec| list(spec, "volumeClaimTemplates")).unwrap_or_default() {
        of_metadata(claim, context);
    }
    if item.is("Service") {
        of_labels(item.node.get("spec"), "selector", context);
    }
    of_selectors(&item.node, context);
}

fn of_metadata(node: &Node, context: &mut Context<'_>) {
    let metadata = node.get("metadata");
    of_labels(metadata, "labels", context);
    let mut bytes = 0;
    for (key, entry) in metadata.into_iter().flat_map(|m| entries(m, "annotations")) {
        bytes += key.len() + entry.node.text().map_or(0, |text| text.len());
        if let Some(why) = wrong_key(&key.to_lowercase()) {
            context
                .report(problems::wrong_label_key(key, "an annotation", &why, entry.key), &key_origin(entry));
        }
    }
    if let Some(node) = at(node, &["metadata", "annotations"]).filter(|_| bytes > MOST_BYTES) {
        context.report(problems::annotations_too_long(bytes, MOST_BYTES, node.origin.span), &node.origin);
    }
}

fn of_labels(node: Option<&Node>, at: &str, context: &mut Context<'_>) {
    for (key, entry) in node.into_iter().flat_map(|node| entries(node, at)) {
        if let Some(why) = wrong_key(key) {
            context.report(problems::wrong_label_key(key, "a label", &why, entry.key), &key_origin(entry));
        }
        of_value(&entry.node, context);
    }
}

fn of_value(node: &Node, context: &mut Context<'_>) {
    if let Some(value) = known(node).filter(|value| !is_value(value)) {
        context.report(problems::wrong_label_value(&value, MOST_CHARACTERS, node.origin.span), &node.origin);
    }
}

/// `matchLabels`, `matchExpressions` and `nodeSelector`, wherever they are.
fn of_selectors(node: &Node, context: &mut Context<'_>) {
    match &node.data {
        NodeData::List(nodes) => nodes.iter().for_each(|node| of_selectors(node, context)),
        NodeData::Map(map) => {
            for key in ["matchLabels", "nodeSelector"] {
                of_labels(Some(node), key, context);
            }
            for value in list(node, "matchExpressions").iter().flat_map(|e| list(e, "values")) {
                of_value(value, context);
            }
            map.values().for_each(|entry| of_selectors(&entry.node, context));
        }
        _ => {}
    }
}

/// What is wrong with a key, in words.
fn wrong_key(key: &str) -> Option<String> {
    let (prefix, name) = key.split_once('/').map_or((None, key), |(prefix, name)| (Some(prefix), name));
    if prefix.is_some_and(|p| !Grammar::Subdomain.takes(p) || p.len() > 253) {
        return Some("expected the name of a domain before the `/`, such as `example.com`".to_owned());
    }
    if name.contains('/') {
        return Some("expected one `/` at most".to_owned());
    }
    if name.chars().count() > MOST_CHARACTERS {
        return Some(format!(
            "expected at most {MOST_CHARACTERS} characters{}",
            if prefix.is_some() { " after the `/`" } else { "" }
        ));
    }
    let fine = !name.is_empty() && is_value(name);
    (!fine)
        .then(|| "expected letters, digits, `-`, `_` and `.`, with a letter or digit at both ends".to_owned())
}

fn is_value(value: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let ends = |c: Option<char>| c.is_none_or(|c| c.is_ascii_alphanumeric());
    value.len() <= MOST_CHARACTERS
        && value.chars().all(inner)
        && ends(value.chars().next())
        && ends(value.chars().next_back())
}

#[cfg(test)]
mod tests {
    use super::{is_value, wrong_key};

    #[test]
    fn keys_and_values_of_labels_are_checked() {
        assert_eq!(wrong_key("app.kubernetes.io/name"), None);
        assert_eq!(wrong_key("tier"), None);
        assert!(
            wrong_key("App.Com_/name").is_some() && wrong_key("a/b/c").is_some() && wrong_key("").is_some()
        );
        assert!(is_value("") && is_value("v1.2_3-x") && !is_value("-a") && !is_value("a b"));
        assert!(!is_value(&"a".repeat(64)));
    }
}
