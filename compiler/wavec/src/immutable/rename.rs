//! The edit that makes another resource of one that can't be changed in place: a new name.
//!
//! It is proposed where a name stands in the user's own file, for this resource alone.

use diagnostics::{Edit, Sources, Span};
use graph::{Graph, PartKind, Resource};

use crate::problems::in_place::Rename;

/// A new name, if it is certain where to write it.
pub(super) fn propose(graph: &Graph, resource: &Resource, sources: &Sources) -> Option<Rename> {
    let shares_head = |r: &&Resource| r.span == resource.span;
    // In a loop, or in a kind, one place makes several resources.
    if sources.in_library(resource.span) || graph.resources.iter().filter(shares_head).count() != 1 {
        return None;
    }
    let mut names = resource.identity.iter().filter_map(|name| Some((name, resource.attributes.get(name)?)));
    names.find_map(|(attribute, value)| {
        let graph::Data::Text(text) = &value.data else { return None };
        let [part] = text.parts.as_slice() else { return None };
        let PartKind::Known(old) = &part.kind else { return None };
        let new = free_name(graph, resource, attribute, old)?;
        let edit = if is_inside(part.span, resource.span) {
            insertion(sources, resource.span, &format!("{attribute} = \"{new}\""))?
        } else if part.span.anchor == resource.span.anchor && sources.text(part.span) == &**old {
            Edit { span: part.span, text: new.clone() }
        } else {
            return None;
        };
        let place = if edit.span.is_empty() { None } else { Some(part.span) };
        Some(Rename { attribute: attribute.to_string(), old: old.to_string(), new, place, edit })
    })
}

fn is_inside(inner: Span, outer: Span) -> bool {
    inner.anchor == outer.anchor && outer.start <= inner.start && inner.end <= outer.end
}

/// `workers` becomes `workers-v2`, and that `workers-v3`; what a resource of this kind is called already is passed over.
fn free_name(graph: &Graph, resource: &Resource, attribute: &str, old: &str) -> Option<String> {
    if old.is_empty() || !old.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
        return None;
    }
    let numbered = old.rsplit_once("-v").and_then(|(stem, n)| Some((stem, n.parse::<u32>().ok()?)));
    let (stem, version) = numbered.unwrap_or((old, 1));
    let same_kind = || graph.resources.iter().filter(|r| r.kind == resource.kind);
    let taken = |name: &str| {
        same_kind()
            .any(|r| r.attributes.get(attribute).and_then(graph::Value::as_str).is_some_and(|n| n == name))
    };
    (1..100).map(|step| format!("{stem}-v{}", version.saturating_add(step))).find(|name| !taken(name))
}

/// The entry as the first one between the braces that follow the head of a resource.
fn insertion(sources: &Sources, head: Span, entry: &str) -> Option<Edit> {
    let at = sources.locate(head);
    let rest = sources.file(at.file)?.text.get(at.end..)?;
    let inside = rest.trim_start_matches([' ', '\t']).strip_prefix('{')?;
    let offset = u32::try_from(rest.len() - inside.len()).ok()?;
    let span = Span { start: head.end + offset, end: head.end + offset, ..head };
    let line = inside.split('\n').next().unwrap_or_default();
    if !line.trim().is_empty() {
        let comma = if inside.trim_start().starts_with('}') { "" } else { "," };
        return Some(Edit { span, text: format!(" {entry}{comma}") });
    }
    let next = inside.split('\n').nth(1).unwrap_or_default();
    let indent: String = next.chars().take_while(|c| *c == ' ' || *c == '\t').collect();
    let deeper = if next.trim_start().starts_with('}') { "    " } else { "" };
    Some(Edit { span, text: format!("\n{indent}{deeper}{entry}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inserted(text: &str) -> String {
        let mut sources = Sources::default();
        let file = sources.add("spec.wave", text, false);
        let head = Span::new(sources.anchor(file, 0), 0, 3);
        let edit = insertion(&sources, head, "name = \"x\"").unwrap();
        let at = edit.span.start as usize;
        let (before, after) = text.split_at(at);
        format!("{before}{}{after}", edit.text)
    }

    #[test]
    fn an_entry_is_put_in_as_its_neighbours_stand() {
        assert_eq!(inserted("a b {\n    c = 1\n}\n"), "a b {\n    name = \"x\"\n    c = 1\n}\n");
        assert_eq!(inserted("a b {\n}\n"), "a b {\n    name = \"x\"\n}\n");
        assert_eq!(inserted("a b { c = 1 }\n"), "a b { name = \"x\", c = 1 }\n");
        assert_eq!(inserted("a b {}\n"), "a b { name = \"x\"}\n");
    }
}
