//! The `cloudformation` backend: a template, with short tags in YAML and their long forms where the path ends in `.json`.
//!
//! Source: the `CloudFormation` user guide ("Template anatomy", "Intrinsic functions", "Quotas"). What the types of
//! resources consist of is in the catalogue `cloudformation`.

mod circles;
mod conditions;
pub(crate) mod exports;
mod functions;
mod intrinsics;
mod mappings;
mod parameters;
mod parts;
mod references;
mod resources;
mod sorts;
mod template;

use diagnostics::Span;
use graph::{Data, Graph, Param};
use indexmap::IndexMap;

use crate::context::Context;
use crate::document::Draft;
use crate::expand::{Expands, name_of};
use crate::lines::Printed;
use crate::lower::Segment;
use crate::node::{Node, NodeData, NodeEntry, Origin};
use crate::record::Checked;
use crate::{iam, json, problems, tables, yaml};

use references::Reference;
use template::Template;

pub(crate) static EXPANDS: Expands = Expands { stage: "cloudformation", takes, text: intrinsics::text };

/// The sections, in the order in which they are written.
const SECTIONS: &[&str] = &[
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Transform",
    "Parameters",
    "Rules",
    "Globals",
    "Mappings",
    "Conditions",
    "Hooks",
    "Resources",
    "Outputs",
];
const RESOURCE_KEYS: &[&str] = &[
    "Type",
    "Condition",
    "DependsOn",
    "Properties",
    "Metadata",
    "CreationPolicy",
    "UpdatePolicy",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "Version",
];
/// The sections that name things, and how many each can hold.
const LIMITS: &[(&str, &str, usize)] = &[
    ("Parameters", "parameter", 200),
    ("Mappings", "mapping", 200),
    ("Resources", "resource", 500),
    ("Outputs", "output", 200),
];
/// What can be passed without a bucket, and what can be passed at all.
const DIRECT_LIMIT: usize = 51_200;
const LIMIT: usize = 1_000_000;

/// What can be referred to at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Parameters and resources; dynamic references too in `Properties`.
    All { properties: bool },
    /// Parameters only.
    Parameters,
    /// Nothing: `CloudFormation` takes literal text there.
    Nothing,
}

fn place(path: &[Segment]) -> Place {
    let key = |i: usize| match path.get(i) {
        Some(Segment::Key(key)) => &**key,
        _ => "",
    };
    match (key(0), key(2)) {
        ("Resources", "Properties") if path.len() > 3 => Place::All { properties: true },
        ("Resources", "Metadata" | "CreationPolicy" | "UpdatePolicy") if path.len() > 3 => {
            Place::All { properties: false }
        }
        ("Outputs", "Value") => Place::All { properties: false },
        ("Outputs", "Export") if key(3) == "Name" => Place::Parameters,
        ("Conditions" | "Rules", _) if path.len() > 1 => Place::Parameters,
        _ => Place::Nothing,
    }
}

fn takes(_: &str, path: &[Segment]) -> bool {
    place(path) != Place::Nothing
}

/// The name of a parameter: one of a template's own, or one of `CloudFormation`'s.
pub(crate) fn is_name(name: &str) -> bool {
    is_id(name.strip_prefix("AWS::").unwrap_or(name))
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 255 && id.chars().all(|c| c.is_ascii_alphanumeric())
}

/// One template.
pub(crate) fn print(mut draft: Draft<'_, '_>) -> Option<Printed> {
    let mut root = draft.merged()?;
    let before = draft.context.problems();
    let what = format!("the template `{}`", draft.document.path);
    let mut template = Checked { node: &root, what, context: &mut *draft.context };
    if !template.is_record() {
        return None;
    }
    let serverless =
        Template { root: &root, path: &draft.document.path }.has_transform(resources::SERVERLESS.0);
    let known: Vec<&str> = SECTIONS.iter().copied().filter(|s| serverless || *s != "Globals").collect();
    template.knows(&known);
    template.needs("Resources");
    template.one_of("AWSTemplateFormatVersion", &["2010-09-09"]);
    for (section, what, limit) in LIMITS {
        check_section(root.get(section), what, *limit, &mut draft);
    }
    let template = Template { root: &root, path: &draft.document.path };
    for (name, entry) in template.section("Resources") {
        check_resource(name, &entry.node, template, &mut draft);
    }
    if draft.context.problems() != before {
        return None;
    }
    let found = references::of(&root);
    let used = used_parameters(&found, draft.context.graph);
    check_names(&root, &used, &mut draft);
    add_parameters(&mut root, &used);
    check_meaning(Template { root: &root, path: &draft.document.path }, &found, draft.context);
    in_order(&mut root);
    let printed = written(&root, &draft);
    check_length(&printed, &mut draft);
    Some(printed)
}

/// What the parts are to each other, and to the types of resources.
fn check_meaning(template: Template<'_>, found: &[Reference], context: &mut Context<'_>) {
    functions::check(template, context);
    references::check(template, found, context);
    resources::check(template, context);
    circles::check(template, found, context);
    parts::check(template, context);
    parameters::check(template, found, context);
    conditions::check(template, context);
    mappings::check(template, context);
    exports::collect(template, context);
}

fn written(root: &Node, draft: &Draft<'_, '_>) -> Printed {
    if draft.document.path.ends_with(".json") {
        return json::pretty(root);
    }
    yaml::file(root, draft.context.graph)
}

/// Names are ids, and there are not too many.
fn check_section(section: Option<&Node>, what: &str, limit: usize, draft: &mut Draft<'_, '_>) {
    let Some(node) = section else { return };
    let path = &draft.document.path;
    let mut checked =
        Checked { node, what: format!("the {what}s of `{path}`"), context: &mut *draft.context };
    if !checked.is_record() {
        return;
    }
    let Some(entries) = node.entries() else { return };
    if entries.len() > limit {
        let message = format!("`{path}` has {} {what}s, and a template can have {limit}", entries.len());
        checked.wrong(node, "too many", message, Some("split it into several templates".to_owned()));
    }
    for (name, entry) in entries.iter().filter(|(name, _)| !is_id(name) && !functions::is_loop(name)) {
        let message = format!("`{name}` can't be the id of a {what}: expected letters and digits");
        let help = Some(crate::shell::identifier_words(name)).filter(|id| !id.is_empty());
        let problem = problems::wrong(entry.key, "not only letters and digits", message)
            .with_help(help.map(|id| format!("write `{id}`")));
        checked.context.report(problem, &Origin { span: entry.key, ..entry.node.origin.clone() });
    }
}

fn check_resource(name: &str, node: &Node, template: Template<'_>, draft: &mut Draft<'_, '_>) {
    let what = format!("the resource `{name}` of `{}`", draft.document.path);
    let mut resource = Checked { node, what, context: &mut *draft.context };
    if resource.is_record() {
        // A macro may have keys of its own.
        if !template.has_macros() {
            resource.knows(RESOURCE_KEYS);
        }
        resource.needs("Type");
        resource.string("Type");
    }
    check_policies(node.get("Properties"), &format!("a policy of `{name}`"), draft);
    iam::size::check_resource(name, node, draft);
}

/// Policies are what the `iam` backend writes, wherever a property holds one.
fn check_policies(node: Option<&Node>, what: &str, draft: &mut Draft<'_, '_>) {
    const POLICIES: &[&str] = &["PolicyDocument", "AssumeRolePolicyDocument"];
    for (key, entry) in node.and_then(Node::entries).into_iter().flatten() {
        if POLICIES.contains(&key.as_str()) && entry.node.get("Statement").is_some() {
            iam::check(&functions::as_calls(&entry.node), what, &draft.document.path, draft.context);
        } else if key == "Policies" {
            let policies = entry.node.elements().into_iter().flatten();
            policies.for_each(|policy| check_policies(Some(policy), what, draft));
        }
    }
}

/// The parameters of the spec that are referred to, by their names in a template. Those of `CloudFormation`'s own are none.
fn used_parameters<'g>(found: &[Reference], graph: &'g Graph) -> Vec<(String, &'g Param)> {
    let Some(stage) = tables::stage("cloudformation") else { return Vec::new() };
    let named = graph.params.iter().filter_map(|p| Some((name_of(p, stage)?, p)));
    named.filter(|(name, _)| !name.contains(':') && found.iter().any(|r| r.id == *name)).collect()
}

/// A resource and a parameter can't have one name: nobody could tell what is referred to.
fn check_names(root: &Node, used: &[(String, &Param)], draft: &mut Draft<'_, '_>) {
    let resources = root.get("Resources").and_then(Node::entries);
    for (name, param) in used {
        let Some(entry) = resources.and_then(|r| r.get(name)) else { continue };
        let path = &draft.document.path;
        let problem = problems::stages::id_of_both(name, path, entry.key, (&param.name, param.span));
        draft.context.report(problem, &Origin { span: entry.key, ..entry.node.origin.clone() });
    }
}

/// The parameters that the template refers to, each declared as the spec does. What the template says itself counts.
fn add_parameters(root: &mut Node, used: &[(String, &Param)]) {
    if used.is_empty() {
        return;
    }
    let declared: Vec<(String, Node)> =
        used.iter().map(|(name, param)| (name.clone(), declaration(param, &root.origin))).collect();
    let NodeData::Map(sections) = &mut root.data else { return };
    let key = root.origin.span;
    let entry = sections.entry("Parameters".to_owned()).or_insert_with(|| NodeEntry {
        key,
        node: Node { data: NodeData::Map(IndexMap::new()), origin: root.origin.clone() },
    });
    let NodeData::Map(parameters) = &mut entry.node.data else { return };
    for (name, node) in declared {
        let key = node.origin.span;
        match parameters.get_mut(&name) {
            Some(own) => complete(&mut own.node, node),
            None => drop(parameters.insert(name, NodeEntry { key, node })),
        }
    }
}

/// What isn't there yet.
fn complete(own: &mut Node, node: Node) {
    if let (NodeData::Map(own), NodeData::Map(others)) = (&mut own.data, node.data) {
        for (key, entry) in others {
            own.entry(key).or_insert(entry);
        }
    }
}

/// There is no default: whoever creates the stack says which value it is for.
fn declaration(param: &Param, from: &Origin) -> Node {
    let origin = Origin { span: param.span, via: None, ..from.clone() };
    let of = |data| Node { data, origin: origin.clone() };
    let text = |text: &str| of(NodeData::text(text, param.span));
    let words: Option<Vec<&str>> = match &param.value.data {
        Data::Bool(_) => Some(vec!["true", "false"]),
        _ => param.allowed.as_ref().map(|all| all.iter().map(|w| &**w).collect()),
    };
    let number = matches!(param.value.data, Data::Int(_) | Data::Float(_));
    let mut entries = vec![("Type", text(if number { "Number" } else { "String" }))];
    if !param.description.is_empty() {
        entries.push(("Description", text(&param.description)));
    }
    if let Some(words) = words {
        entries.push(("AllowedValues", of(NodeData::List(words.into_iter().map(text).collect()))));
    } else if let Some(pattern) = param.pattern.as_deref().and_then(java) {
        entries.push(("AllowedPattern", text(&pattern)));
        if let Some(words) = &param.words {
            entries.push(("ConstraintDescription", text(&format!("expected {words}"))));
        }
    }
    of(map(entries, param.span))
}

/// The pattern as Java reads it; none if it uses what that reads differently.
fn java(pattern: &str) -> Option<String> {
    // Groups with names, and classes in classes, are where the two differ.
    let plain = !pattern.contains("(?") && !pattern.contains("&&") && !pattern.contains("[[");
    plain.then(|| format!("^({pattern})$"))
}

fn map(entries: Vec<(&str, Node)>, key: Span) -> NodeData {
    NodeData::Map(entries.into_iter().map(|(k, node)| (k.to_owned(), NodeEntry { key, node })).collect())
}

/// The sections as people expect them, the version of the format first.
fn in_order(root: &mut Node) {
    let version = root.beside("2010-09-09".to_owned());
    let key = root.origin.span;
    let NodeData::Map(sections) = &mut root.data else { return };
    sections.entry("AWSTemplateFormatVersion".to_owned()).or_insert(NodeEntry { key, node: version });
    sections.sort_by_cached_key(|name, _| SECTIONS.iter().position(|s| s == name));
}

fn check_length(printed: &Printed, draft: &mut Draft<'_, '_>) {
    let length = printed.text.len();
    let path = &draft.document.path;
    let Some(fragment) = draft.document.fragments.first() else { return };
    let problem = if length > LIMIT {
        problems::stages::too_long(path, length, LIMIT, fragment.path_span)
    } else if length > DIRECT_LIMIT {
        problems::stages::needs_a_bucket(path, length, DIRECT_LIMIT, fragment.path_span)
    } else {
        return;
    };
    draft.context.report_of(problem, fragment.resource);
}
