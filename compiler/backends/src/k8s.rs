//! The `k8s` backend: a stream of objects, each with what makes it one, and each once.

mod access;
pub(crate) mod checks;
mod cron;
pub(crate) mod item;
pub(crate) mod kinds;
mod labels;
mod mounts;
pub(crate) mod names;
pub(crate) mod order;
pub(crate) mod pod;
mod pods;
mod ports;
mod references;
mod schedules;
pub(crate) mod selectors;
mod settings;
mod sizes;
mod sorts;

use diagnostics::Span;

use crate::document::{Draft, header};
use crate::lines::{Lines, Printed};
use crate::node::{Node, Origin};
use crate::record::Checked;
use crate::{iam, problems, yaml};
use order::{Made, Need, Object};

/// The units of quantities, largest first: each is 1,024 of the next.
const UNITS: &[&str] = &["Ei", "Pi", "Ti", "Gi", "Mi", "Ki"];

/// Bytes as a quantity, in the largest unit that divides them.
pub(crate) fn quantity(bytes: u64) -> String {
    let fits = UNITS.iter().zip((1..=6).rev()).map(|(unit, power)| (unit, 1_u64 << (10 * power)));
    let unit = fits.into_iter().find(|(_, size)| bytes != 0 && bytes.is_multiple_of(*size));
    unit.map_or_else(|| bytes.to_string(), |(unit, size)| format!("{}{unit}", bytes / size))
}

/// Objects, in the order in which they were emitted.
pub(crate) fn print(mut draft: Draft<'_, '_>) -> Option<Printed> {
    let before = draft.context.problems();
    let objects = draft.objects();
    if draft.context.problems() != before {
        return None;
    }
    if objects.is_empty() {
        let fragment = draft.document.fragments.first()?;
        let problem = problems::nothing_to_write(&draft.document.path, fragment.span);
        draft.context.report_of(problem, fragment.resource);
    }
    let minor = minor(&mut draft);
    let mut typed = Vec::new();
    for object in &objects {
        let before = draft.context.problems();
        refuse_secrets(object, &mut draft);
        if draft.context.problems() == before {
            check(object, minor, &mut draft);
        }
        typed.push(draft.context.problems() == before);
    }
    let mut lines = Lines::default();
    header(draft.context.graph, &mut lines);
    for (i, object) in objects.iter().enumerate() {
        if i > 0 {
            lines.line("---");
        }
        yaml::write(object, &mut lines);
    }
    for (object, is_typed) in objects.into_iter().zip(typed) {
        item::keep(object, is_typed, draft.context);
    }
    Some(lines.finish())
}

/// The minor version that the document is for: that of its fragments, or the newest. One that is newer still is taken for that.
fn minor(draft: &mut Draft<'_, '_>) -> u16 {
    let (_, newest) = schemas::k8s::MINORS;
    let mut first: Option<(u16, Span)> = None;
    for (fragment, (text, span)) in
        draft.document.fragments.iter().filter_map(|f| Some((f, f.version.as_ref()?)))
    {
        let problem = match (kinds::minor(text), first) {
            (None, _) => problems::kinds::unknown_release(text, *span),
            (Some(minor), Some((other, at))) if minor != other => {
                problems::kinds::two_releases(&draft.document.path, (other, at), (minor, *span))
            }
            (Some(minor), _) => {
                first = Some((minor, *span));
                continue;
            }
        };
        draft.context.report_of(problem, fragment.resource);
    }
    first.map_or(newest, |(minor, _)| minor.min(newest))
}

fn check(node: &Node, minor: u16, draft: &mut Draft<'_, '_>) {
    let path = &draft.document.path;
    let mut object = Checked { node, what: format!("an object of `{path}`"), context: &mut *draft.context };
    if !object.is_record() {
        return;
    }
    object.needs("apiVersion");
    object.needs("kind");
    let (Some(version), Some(kind)) = (object.string("apiVersion"), object.string("kind")) else { return };
    kinds::check(node, kinds::Target { path, minor }, object.context);
    // Lists, and the configuration of programs, are no objects of the server: they have no name.
    if kind.ends_with("List") || version.contains(".config.k8s.io/") {
        return;
    }
    object.what = format!("the {kind} of `{path}`");
    let Some(inner) = object.needs("metadata") else { return };
    let what = format!("`metadata` of the {kind} of `{path}`");
    let mut metadata = Checked { node: inner, what, context: &mut *draft.context };
    if !metadata.is_record() || metadata.node.get("generateName").is_some() {
        return;
    }
    let Some(named) = metadata.needs("name") else { return };
    let Some(name) = named.text() else { return };
    let namespace = metadata.node.get("namespace").and_then(Node::text).unwrap_or_default();
    let shown = if namespace.is_empty() {
        format!("{kind} `{name}`")
    } else {
        format!("{kind} `{namespace}/{name}`")
    };
    // An object is the same by each version of its group.
    let group = version.split_once('/').map_or("", |(group, _)| group);
    let key = format!("{group}\n{kind}\n{namespace}\n{name}");
    once(key, &shown, &named.origin, draft);
    for (object, origin) in order::needs_of(node, &kind, &namespace) {
        draft.context.needs.push(Need { object, path: path.to_string(), origin });
    }
    if kind == "ServiceAccount" {
        iam::accounts::see_account(node, (&namespace, &name), named.origin.span, draft.context);
    }
    let object = Object { kind, namespace, name };
    draft.context.made.push(Made { object, path: path.to_string() });
}

/// What a Secret holds would be committed. Values that a script fills in are not; a Secret that the cluster fills has none.
fn refuse_secrets(node: &Node, draft: &mut Draft<'_, '_>) {
    for item in node.get("items").and_then(Node::elements).unwrap_or_default() {
        refuse_secrets(item, draft);
    }
    if node.get("kind").and_then(Node::text).is_none_or(|kind| kind != "Secret") {
        return;
    }
    for key in ["data", "stringData"] {
        let Some(entry) = node.entries().and_then(|e| e.get(key)) else { continue };
        let values = entry.node.entries().into_iter().flat_map(|e| e.values());
        if values.into_iter().any(|v| v.node.chunks().is_none_or(|c| !c.filled)) {
            let problem = problems::data_of_a_secret(key, &draft.document.path, entry.key);
            let origin = Origin { span: entry.key, ..entry.node.origin.clone() };
            draft.context.report(problem, &origin);
        }
    }
}

/// The second of two objects with one name would replace the first when it is applied.
fn once(key: String, shown: &str, origin: &Origin, draft: &mut Draft<'_, '_>) {
    if let Some(first) = draft.context.objects.get(&key) {
        let problem = problems::duplicate_object(shown, first.span, origin.span);
        draft.context.report(problem, origin);
    } else {
        draft.context.objects.insert(key, origin.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::quantity;

    #[test]
    fn a_size_is_a_quantity_in_the_largest_unit_that_divides_it() {
        let cases = [
            (4000 << 20, "4000Mi"),
            (500 << 30, "500Gi"),
            (1 << 40, "1Ti"),
            (1000, "1000"),
            (0, "0"),
            (1536, "1536"),
        ];
        for (bytes, text) in cases {
            assert_eq!(quantity(bytes), text);
        }
    }
}
