//! A template that is being checked, and what its parts are called.

use schemas::{CLOUDFORMATION, RecordShape, Shape};

use super::functions::is_loop;
use crate::node::{Node, NodeEntry, Origin};

/// A template.
#[derive(Clone, Copy)]
pub(super) struct Template<'a> {
    pub(super) root: &'a Node,
    /// The path of its document.
    pub(super) path: &'a str,
}

impl<'a> Template<'a> {
    /// The entries of a section, but for loops: what these make is not known.
    pub(super) fn section(self, name: &str) -> impl Iterator<Item = (&'a str, &'a NodeEntry)> + use<'a> {
        let entries = self.root.get(name).and_then(Node::entries);
        let named = entries.into_iter().flatten().filter(|(id, _)| !is_loop(id));
        named.map(|(id, entry)| (id.as_str(), entry))
    }

    /// An entry of a section.
    pub(super) fn entry(self, section: &str, id: &str) -> Option<&'a Node> {
        self.root.get(section)?.get(id)
    }

    /// The type of a resource.
    pub(super) fn type_of(self, id: &str) -> Option<String> {
        self.entry("Resources", id)?.get("Type")?.text()
    }

    /// Whether a macro that isn't AWS's own makes another template of this one, so that nothing is certain of its resources.
    pub(super) fn has_macros(self) -> bool {
        self.transforms().iter().any(|name| !name.starts_with("AWS::") || name == "AWS::Include")
    }

    /// The transforms, by their names.
    pub(super) fn transforms(self) -> Vec<String> {
        let all = self.root.get("Transform").map(Node::one_or_many).unwrap_or_default();
        all.iter()
            .map(|node| node.get("Name").unwrap_or(node))
            .map(|n| n.text().unwrap_or_default())
            .collect()
    }

    /// Whether a transform of this name is there, such as `AWS::LanguageExtensions`.
    pub(super) fn has_transform(self, name: &str) -> bool {
        self.transforms().iter().any(|t| t.starts_with(name))
    }
}

/// What a resource type consists of, if the catalogue has it.
pub(super) fn record_of(name: &str) -> Option<&'static RecordShape> {
    match &CLOUDFORMATION.definition(name, None)?.shape {
        Shape::Record(record) => Some(record),
        _ => None,
    }
}

/// What `Fn::GetAtt` gives for an attribute of a type.
pub(super) fn attribute(of: &str, name: &str) -> Option<&'static Shape> {
    let record = record_of(of)?;
    if let Some(field) = record.fields.iter().find(|f| f.read_only && f.name == name) {
        return Some(&field.shape);
    }
    Some(&record_of(&format!("{of}/attributes"))?.field(name, None)?.shape)
}

/// The names of all attributes of a type.
pub(super) fn attributes(of: &str) -> Vec<&'static str> {
    let own = record_of(of).into_iter().flat_map(|r| r.fields.iter().filter(|f| f.read_only));
    let more = record_of(&format!("{of}/attributes")).into_iter().flat_map(|r| &r.fields);
    own.chain(more).map(|f| f.name.as_str()).collect()
}

/// The names of all resource types.
pub(super) fn types() -> Vec<&'static str> {
    CLOUDFORMATION.names("A").into_iter().filter(|name| !name.contains(['.', '/'])).collect()
}

/// The place of an entry's key.
pub(super) fn at_key(entry: &NodeEntry) -> Origin {
    Origin { span: entry.key, ..entry.node.origin.clone() }
}
