//! What is known of a value that a template computes: the sort of what a function gives.

use schemas::{Bounds, ListShape, Shape, TextShape};

use super::functions;
use super::template::{Template, attribute};
use crate::node::{Node, NodeData};
use crate::typed::Late;

const DYNAMIC: &str = "{{resolve:";

/// What is known of a node.
pub(super) fn late(node: &Node, template: Template<'_>) -> Late {
    let Some((function, argument)) = functions::of(node) else {
        return match &node.data {
            NodeData::Text(text) if text.joined().contains(DYNAMIC) => Late::Of(text_shape()),
            // A macro, or a loop, writes the rest of the record.
            NodeData::Map(entries) if entries.keys().any(|key| key.starts_with("Fn::")) => Late::Unknown,
            _ => Late::No,
        };
    };
    match function {
        "Fn::If" => match argument.elements() {
            Some([_, yes, no]) => Late::OneOf(vec![yes.clone(), no.clone()]),
            _ => Late::Unknown,
        },
        "Fn::Select" => match argument.elements() {
            Some([_, list]) => element(list, template),
            _ => Late::Unknown,
        },
        "Fn::FindInMap" => super::mappings::found(argument, template).map_or(Late::Unknown, Late::Of),
        _ => shape(function, argument, template).map_or(Late::Unknown, Late::Of),
    }
}

/// The shape of what a function gives, where that is known.
fn shape(function: &str, argument: &Node, template: Template<'_>) -> Option<Shape> {
    match function {
        "Ref" => referred(&argument.text()?, template),
        "Fn::GetAtt" => {
            let (id, name) = functions::get_att(argument)?;
            attribute(&template.type_of(&id)?, &name?).cloned()
        }
        "Fn::Sub" | "Fn::Join" | "Fn::Base64" | "Fn::ImportValue" | "Fn::ToJsonString" => Some(text_shape()),
        "Fn::Cidr" | "Fn::GetAZs" | "Fn::Split" => Some(list_shape()),
        "Fn::Length" => Some(Shape::Int(Bounds::default())),
        _ => None,
    }
}

/// An element of a list of which the sort is known.
fn element(list: &Node, template: Template<'_>) -> Late {
    let shape = functions::of(list).and_then(|(function, argument)| shape(function, argument, template));
    match shape {
        Some(Shape::List(list)) => Late::Of(list.of),
        _ => Late::Unknown,
    }
}

/// What `Ref` gives: the name or id of a resource, or the value of a parameter.
fn referred(id: &str, template: Template<'_>) -> Option<Shape> {
    if let Some(parameter) = template.entry("Parameters", id) {
        return Some(of_parameter(&parameter.get("Type")?.text()?));
    }
    match id {
        "AWS::NoValue" => None,
        "AWS::NotificationARNs" => Some(list_shape()),
        _ if id.starts_with("AWS::") => Some(text_shape()),
        _ => template.type_of(id).map(|_| text_shape()),
    }
}

/// What a parameter of a type holds.
fn of_parameter(name: &str) -> Shape {
    let name = name.strip_prefix("AWS::SSM::Parameter::Value<").unwrap_or(name);
    match name {
        "Number" => Shape::Number(Bounds::default()),
        _ if name.starts_with("CommaDelimitedList") || name.starts_with("List<") => list_shape(),
        _ => text_shape(),
    }
}

pub(super) fn text_shape() -> Shape {
    Shape::Text(TextShape::default())
}

pub(super) fn list_shape() -> Shape {
    let list = ListShape { of: text_shape(), length: Bounds::default(), unique: false, keys: Vec::new() };
    Shape::List(Box::new(list))
}
