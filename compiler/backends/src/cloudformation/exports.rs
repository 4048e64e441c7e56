//! What stacks export and import: names that are the same in all stacks of an account and region.
//!
//! A name with values in it, such as `${AWS::StackName}-host`, can be that of any export that fits. What no template exports
//! may come from a stack that someone else made.

use super::functions;
use super::template::Template;
use crate::context::Context;
use crate::k8s::order::{Made, Need, Object};
use crate::node::{Node, NodeData, Origin};
use crate::problems::cloudformation as problems;

/// A name that a template gives to a value, or asks for.
#[derive(Debug)]
pub(crate) struct Name {
    /// As `Fn::Sub` has it.
    text: String,
    path: String,
    origin: Origin,
}

/// All names of a deployment's templates.
#[derive(Debug, Default)]
pub(crate) struct Names {
    exports: Vec<Name>,
    imports: Vec<Name>,
}

/// Collects the names of a template, and what has to be deployed before it.
pub(super) fn collect(template: Template<'_>, context: &mut Context<'_>) {
    let path = || template.path.to_owned();
    for (_, entry) in template.section("Outputs") {
        let Some(node) = entry.node.get("Export").and_then(|e| e.get("Name")) else { continue };
        let Some(text) = text_of(node) else { continue };
        if is_literal(&text) {
            context.made.push(Made { object: object(&text), path: path() });
        }
        context.names.exports.push(Name { text, path: path(), origin: node.origin.clone() });
    }
    let mut imports = Vec::new();
    for section in ["Resources", "Outputs"] {
        template.section(section).for_each(|(_, entry)| walk(&entry.node, &mut imports));
    }
    for (text, origin) in imports {
        if is_literal(&text) {
            context.needs.push(Need { object: object(&text), path: path(), origin: origin.clone() });
        }
        context.names.imports.push(Name { text, path: path(), origin });
    }
}

fn object(name: &str) -> Object {
    Object { kind: "export".to_owned(), namespace: String::new(), name: name.to_owned() }
}

fn walk(node: &Node, imports: &mut Vec<(String, Origin)>) {
    if let Some(("Fn::ImportValue", argument)) = functions::of(node) {
        imports.extend(text_of(argument).map(|text| (text, argument.origin.clone())));
    }
    match &node.data {
        NodeData::Map(entries) => entries.values().for_each(|e| walk(&e.node, imports)),
        NodeData::List(list) => list.iter().for_each(|n| walk(n, imports)),
        NodeData::Call(_, argument) => walk(argument, imports),
        _ => {}
    }
}

/// A name, with `${…}` for what is put in later; `None` if that can't be told.
fn text_of(node: &Node) -> Option<String> {
    match functions::of(node) {
        None => node.text(),
        Some(("Fn::Sub", argument)) => argument.text(),
        Some(_) => None,
    }
}

fn is_literal(text: &str) -> bool {
    !text.contains("${")
}

/// No name is exported twice, and an import that is nearly the name of an export is meant to be it.
pub(crate) fn check(context: &mut Context<'_>) {
    let Names { exports, imports } = std::mem::take(&mut context.names);
    for (index, export) in exports.iter().enumerate() {
        // With the name of its stack in it, the same text is another name in another template.
        let same = |e: &&Name| e.text == export.text && (is_literal(&e.text) || e.path == export.path);
        if let Some(first) = exports.iter().take(index).find(same) {
            let span = export.origin.span;
            let problem = problems::same_export(&export.text, (&first.path, first.origin.span), span);
            context.report(problem, &export.origin);
        }
    }
    let literal: Vec<&str> = exports.iter().map(|e| e.text.as_str()).filter(|t| is_literal(t)).collect();
    for import in imports.iter().filter(|i| is_literal(&i.text)) {
        let known = exports.iter().any(|e| fits(&e.text, &import.text));
        if let Some(near) = diagnostics::similar(&import.text, literal.iter().copied()).filter(|_| !known) {
            let maker = exports.iter().find(|e| e.text == near).map_or("", |e| e.path.as_str());
            let problem = problems::unknown_export(&import.text, near, maker, import.origin.span);
            context.report(problem, &import.origin);
        }
    }
}

/// Whether a name can be that of an export: what is put in can be anything.
fn fits(export: &str, name: &str) -> bool {
    let mut pieces = export.split("${");
    let Some(mut rest) = name.strip_prefix(pieces.next().unwrap_or_default()) else { return false };
    let mut open = false;
    for piece in pieces {
        let text = piece.split_once('}').map_or("", |(_, text)| text);
        let Some((_, after)) = rest.split_once(text) else { return false };
        rest = after;
        open = text.is_empty();
    }
    open || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_name_fits_an_export_whatever_is_put_in() {
        for (export, name) in
            [("a", "a"), ("${AWS::StackName}-a", "jobs-a"), ("a-${X}", "a-b"), ("${X}-${Y}", "a-b-c")]
        {
            assert!(fits(export, name), "{export} {name}");
        }
        for (export, name) in [("a", "b"), ("a", "ab"), ("${AWS::StackName}-a", "jobs-b"), ("a-${X}", "b-b")]
        {
            assert!(!fits(export, name), "{export} {name}");
        }
    }
}
