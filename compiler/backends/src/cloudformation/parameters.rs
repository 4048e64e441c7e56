//! Parameters that a template declares: their types, their defaults, and whether anything uses them.

use schemas::Bounds;

use super::references::Reference;
use super::template::{Template, at_key};
use crate::context::Context;
use crate::node::{Node, NodeData};
use crate::problems::{cloudformation as problems, typed as values};
use crate::typed::patterns::is_found;

/// What lists can be of, and what a parameter of Systems Manager can be read as.
const TYPES: &[&str] = &[
    "String",
    "Number",
    "CommaDelimitedList",
    "AWS::EC2::AvailabilityZone::Name",
    "AWS::EC2::Image::Id",
    "AWS::EC2::Instance::Id",
    "AWS::EC2::KeyPair::KeyName",
    "AWS::EC2::SecurityGroup::GroupName",
    "AWS::EC2::SecurityGroup::Id",
    "AWS::EC2::Subnet::Id",
    "AWS::EC2::VPC::Id",
    "AWS::EC2::Volume::Id",
    "AWS::Route53::HostedZone::Id",
    "AWS::SSM::Parameter::Name",
];
const OF_SSM: &str = "AWS::SSM::Parameter::Value<";

/// Each is of a type that there is, its default is one of its values, and something refers to it.
pub(super) fn check(template: Template<'_>, found: &[Reference], context: &mut Context<'_>) {
    for (name, entry) in template.section("Parameters") {
        let place = |key: &str| format!("`{key}` of the parameter `{name}` of `{}`", template.path);
        let node = &entry.node;
        if let Some((of, type_node)) = node.get("Type").and_then(|n| Some((n.text()?, n))) {
            if is_type(&of) {
                check_default(&of, node, &place("Default"), context);
            } else {
                let problem = values::not_one_of(&place("Type"), &of, TYPES, type_node.origin.span);
                context.report(problem, &type_node.origin);
            }
        }
        // A transform may use it where nobody sees.
        if template.transforms().is_empty() && !found.iter().any(|r| r.id == name) {
            let problem = problems::unused("parameter", name, template.path, entry.key);
            context.report(problem, &at_key(entry));
        }
    }
}

fn is_type(name: &str) -> bool {
    let inner = name.strip_prefix(OF_SSM).and_then(|rest| rest.strip_suffix('>')).unwrap_or(name);
    let inner = inner.strip_prefix("List<").and_then(|rest| rest.strip_suffix('>')).unwrap_or(inner);
    TYPES.contains(&inner)
}

/// The default is what the template takes for the parameter.
fn check_default(of: &str, parameter: &Node, place: &str, context: &mut Context<'_>) {
    let Some(node) = parameter.get("Default").filter(|_| !of.starts_with(OF_SSM)) else { return };
    let Some(default) = scalar(node) else { return };
    let is_list = of.starts_with("List<") || of == "CommaDelimitedList";
    let each: Vec<&str> =
        if is_list { default.split(',').map(str::trim).collect() } else { vec![default.as_str()] };
    for value in each {
        let is_number = of == "Number" || of == "List<Number>";
        if let Some(problem) = wrong_value(value, is_number, parameter, place, node) {
            context.report(problem, &node.origin);
            return;
        }
    }
}

fn wrong_value(
    value: &str,
    is_number: bool,
    parameter: &Node,
    place: &str,
    node: &Node,
) -> Option<diagnostics::Diagnostic> {
    let span = node.origin.span;
    let allowed = parameter.get("AllowedValues").and_then(Node::elements);
    let allowed: Option<Vec<String>> = allowed.map(|all| all.iter().filter_map(scalar).collect());
    if let Some(words) = allowed.filter(|words| !words.iter().any(|w| w == value)) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        return Some(values::not_one_of(place, value, &words, span));
    }
    if is_number {
        let Ok(number) = value.parse::<f64>() else {
            return Some(values::other_text(place, value, "a number", span));
        };
        let bounds = bounds(parameter, "MinValue", "MaxValue");
        return (!bounds.contain(number)).then(|| values::out_of_range(place, number, bounds, span));
    }
    let bounds = bounds(parameter, "MinLength", "MaxLength");
    let length = value.chars().count();
    #[expect(clippy::cast_precision_loss, reason = "no string is that long")]
    if !bounds.contain(length as f64) {
        return Some(values::length_of_text(place, length, bounds, span));
    }
    let pattern = parameter.get("AllowedPattern").and_then(Node::text)?;
    (!is_found(&format!("^(?:{pattern})$"), value)).then(|| values::unmatched(place, value, &pattern, span))
}

fn bounds(parameter: &Node, min: &str, max: &str) -> Bounds {
    let number = |key: &str| parameter.get(key).and_then(scalar)?.parse().ok();
    Bounds { min: number(min), max: number(max) }
}

/// A scalar as CloudFormation reads it.
fn scalar(node: &Node) -> Option<String> {
    match &node.data {
        NodeData::Text(text) => Some(text.joined()),
        NodeData::Int(number) => Some(number.to_string()),
        NodeData::Float(number) => Some(number.to_string()),
        NodeData::Bool(is) => Some(is.to_string()),
        _ => None,
    }
}
