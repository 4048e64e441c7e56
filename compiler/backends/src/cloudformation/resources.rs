//! Resources: their types, and their properties by what the catalogue says of these.

use diagnostics::similar;
use indexmap::IndexMap;
use schemas::{CLOUDFORMATION, Shape};

use super::sorts;
use super::template::{Template, record_of, types};
use crate::context::Context;
use crate::node::{Node, NodeData};
use crate::problems::cloudformation as problems;
use crate::typed;

/// Types whose makers say elsewhere what they consist of.
const ANYONES: &[&str] = &["AWS::CloudFormation::CustomResource", "AWS::CloudFormation::Macro"];
/// Types that this transform makes others of.
pub(super) const SERVERLESS: (&str, &str) = ("AWS::Serverless-2016-10-31", "AWS::Serverless::");

/// Every resource is of a type that there is, and has what its type has.
pub(super) fn check(template: Template<'_>, context: &mut Context<'_>) {
    if template.has_macros() {
        return;
    }
    for (id, entry) in template.section("Resources") {
        let Some(node) = entry.node.get("Type") else { continue };
        let Some(name) = node.text() else { continue };
        if is_anyones(&name, template) {
            continue;
        }
        if record_of(&name).is_some() {
            check_properties(&name, id, &entry.node, template, context);
        } else {
            let serverless = name.starts_with(SERVERLESS.1).then_some(SERVERLESS.0);
            let problem = problems::unknown_type(&name, &types(), serverless, node.origin.span);
            context.report(problem, &node.origin);
        }
    }
}

/// Whether nobody but its maker knows a type: of a custom resource, another organisation, a module, or a transform.
fn is_anyones(name: &str, template: Template<'_>) -> bool {
    let parts: Vec<&str> = name.split("::").collect();
    let own = parts.first().is_some_and(|first| similar(first, ["AWS"]).is_none() && *first != "AWS");
    ANYONES.contains(&name)
        || (own && parts.len() > 1)
        || name.ends_with("::MODULE")
        || (name.starts_with(SERVERLESS.1) && template.has_transform("AWS::Serverless"))
}

fn check_properties(of: &str, id: &str, node: &Node, template: Template<'_>, context: &mut Context<'_>) {
    let nothing = Node { data: NodeData::Map(IndexMap::new()), origin: node.origin.clone() };
    let properties = node.get("Properties").unwrap_or(&nothing);
    let late = |node: &Node| sorts::late(node, template);
    let format = typed::Format {
        shapes: &CLOUDFORMATION,
        version: None,
        in_words: |_| String::new(),
        text: |_, _| None,
        coerces: true,
        late: &late,
    };
    let what = format!("the `{of}` `{id}` of `{}`", template.path);
    typed::check(properties, &Shape::Ref(name_of(of)), &what, &format, context);
}

/// The name of a type as the catalogue has it.
fn name_of(of: &str) -> &'static str {
    CLOUDFORMATION.definition(of, None).map_or("", |d| d.name)
}
