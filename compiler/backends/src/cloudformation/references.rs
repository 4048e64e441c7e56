//! What a template refers to, wherever it does: written by this compiler, or by hand as `{ Ref = "…" }`.

use super::functions;
use super::template::{Template, attribute, attributes, record_of};
use crate::context::Context;
use crate::node::{Node, NodeData, Origin};
use crate::problems::cloudformation::unknown_attribute;
use crate::problems::stages::unknown_id;

/// A reference to a resource or a parameter.
pub(super) struct Reference {
    pub(super) id: String,
    pub(super) to: To,
    /// The resource that needs it to be there first: the one in whose properties it stands.
    pub(super) from: Option<String>,
    pub(super) origin: Origin,
}

/// What of it is referred to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum To {
    /// The resource or parameter as it is.
    Itself,
    /// An attribute of a resource.
    Attribute(String),
    /// That the resource is there.
    Existence,
    /// The value of a parameter: where conditions are evaluated, there are no resources.
    Value,
}

/// All references of a template, in order.
pub(super) fn of(root: &Node) -> Vec<Reference> {
    let mut walk = Walk { from: None, found: Vec::new() };
    for (name, entry) in root.entries().into_iter().flatten() {
        match name.as_str() {
            "Resources" => {
                for (id, resource) in entry.node.entries().into_iter().flatten() {
                    walk.resource(id, &resource.node);
                }
            }
            "Outputs" => walk.node(&entry.node),
            "Conditions" | "Rules" => {
                let start = walk.found.len();
                walk.node(&entry.node);
                walk.found.iter_mut().skip(start).for_each(|r| r.to = To::Value);
            }
            _ => {}
        }
    }
    walk.found
}

/// One pass under way.
struct Walk {
    from: Option<String>,
    found: Vec<Reference>,
}

impl Walk {
    fn resource(&mut self, id: &str, node: &Node) {
        for (key, entry) in node.entries().into_iter().flatten() {
            self.from = matches!(key.as_str(), "Properties" | "DependsOn").then(|| id.to_owned());
            match key.as_str() {
                "DependsOn" => {
                    for other in entry.node.one_or_many() {
                        if let Some(text) = other.text() {
                            self.refer(&text, To::Existence, other.origin.clone());
                        }
                    }
                }
                _ => self.node(&entry.node),
            }
        }
        self.from = None;
    }

    fn refer(&mut self, id: &str, to: To, origin: Origin) {
        self.found.push(Reference { id: id.to_owned(), to, from: self.from.clone(), origin });
    }

    fn node(&mut self, node: &Node) {
        if let Some((function, argument)) = functions::of(node) {
            return self.function(function, argument);
        }
        match &node.data {
            NodeData::Map(entries) => entries.values().for_each(|e| self.node(&e.node)),
            NodeData::List(list) => list.iter().for_each(|n| self.node(n)),
            _ => {}
        }
    }

    fn function(&mut self, function: &str, argument: &Node) {
        match (function, argument.elements()) {
            ("Ref", None) => {
                if let Some(id) = argument.text() {
                    self.refer(&id, To::Itself, argument.origin.clone());
                }
            }
            ("Fn::GetAtt", _) => self.get_att(argument),
            ("Fn::Sub", None) => self.names(argument, None),
            ("Fn::Sub", Some([template, own])) => {
                self.names(template, Some(own));
                self.node(own);
            }
            _ => self.node(argument),
        }
    }

    fn get_att(&mut self, argument: &Node) {
        let Some((id, attribute)) = functions::get_att(argument) else { return };
        let part = argument.elements().and_then(<[Node]>::last).unwrap_or(argument);
        let to = attribute.map_or(To::Existence, To::Attribute);
        self.refer(&id, to, part.origin.clone());
        // The name of the attribute may be a `Ref`.
        argument.elements().into_iter().flatten().skip(1).for_each(|n| self.node(n));
    }

    /// The names in the text of `Fn::Sub`, but for those that are given beside it.
    fn names(&mut self, node: &Node, own: Option<&Node>) {
        let text = node.text().unwrap_or_default();
        for name in names(&text).filter(|name| own.is_none_or(|own| own.get(name).is_none())) {
            let (id, to) = match name.split_once('.') {
                Some((id, attribute)) => (id, To::Attribute(attribute.to_owned())),
                None => (name, To::Itself),
            };
            self.refer(id, to, part_of(node, name));
        }
    }
}

/// The place of a name in `Fn::Sub`, if it is a part of its own.
fn part_of(node: &Node, name: &str) -> Origin {
    let written = format!("${{{name}}}");
    let chunk = node.chunks().and_then(|text| text.chunks.iter().find(|c| c.text == written));
    Origin { span: chunk.map_or(node.origin.span, |c| c.span), ..node.origin.clone() }
}

/// The names in `${…}`.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let inside = text.split("${").skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
    inside.filter(|name| !name.starts_with('!')).map(str::trim)
}

/// Each leads to something that the template has.
pub(super) fn check(template: Template<'_>, found: &[Reference], context: &mut Context<'_>) {
    let resources: Vec<&str> = template.section("Resources").map(|(id, _)| id).collect();
    let parameters: Vec<&str> = template.section("Parameters").map(|(id, _)| id).collect();
    let all: Vec<&str> = resources.iter().chain(&parameters).copied().collect();
    // A transform makes resources that we don't see.
    if !template.transforms().is_empty() {
        return;
    }
    for reference in found.iter().filter(|r| !r.id.starts_with("AWS::")) {
        let (known, what) = match reference.to {
            To::Itself => (&all, "resource or parameter"),
            To::Attribute(_) | To::Existence => (&resources, "resource"),
            To::Value => (&parameters, "parameter"),
        };
        if !known.contains(&reference.id.as_str()) {
            let problem = unknown_id(what, &reference.id, known, template.path, reference.origin.span);
            context.report(problem, &reference.origin);
        } else if let To::Attribute(name) = &reference.to {
            check_attribute(name, reference, template, context);
        }
    }
}

/// The resource has such an attribute.
fn check_attribute(name: &str, reference: &Reference, template: Template<'_>, context: &mut Context<'_>) {
    let Some(of) = template.type_of(&reference.id) else { return };
    let Some(record) = record_of(&of) else { return };
    // What another template puts out, or a function makes up.
    let anyones = name.starts_with("Outputs.") || of == "AWS::CloudFormation::CustomResource";
    if anyones || attribute(&of, name).is_some() {
        return;
    }
    let is_property = record.field(name, None).is_some();
    let known = attributes(&of);
    let problem = unknown_attribute(name, (&reference.id, &of), &known, is_property, reference.origin.span);
    context.report(problem, &reference.origin);
}
