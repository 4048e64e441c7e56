//! Strings of a template: `!Ref`, `!GetAtt`, `!Sub` and what else puts values in.
//!
//! `Fn::Sub` alone expands anything: `${NAME}`; `${!TEXT}` is the text `${TEXT}` there. What that can't say, such as a `${` that is
//! never closed, is joined by `Fn::Join`, which reads nothing into its texts. A dynamic reference, `{{resolve:…}}`, is
//! read in every string, and can't be escaped.

use graph::{Data, Late, SecretId, Text, Value};
use indexmap::IndexMap;

use super::{EXPANDS, Place, place};
use crate::expand::{Piece, argument, joined};
use crate::lower::Lowering;
use crate::node::{Chunk, Chunks, Node, NodeData, NodeEntry, Origin};
use crate::problems;

const DYNAMIC: &str = "{{resolve:";

/// A part of a string.
enum Part {
    /// To arrive as it is.
    Literal(Vec<Chunk>),
    /// Characters that `CloudFormation` expands wherever they stand.
    Dynamic(Chunk),
    /// `Name` or `Id.Attribute`, which `Fn::Sub` can name.
    Named(String, Origin),
    /// Anything else.
    Other(Node),
}

/// A string at the place that is being lowered.
pub(super) fn text(lowering: &mut Lowering<'_, '_>, text: &Text, value: &Value) -> Option<NodeData> {
    let mut parts = Vec::new();
    let mut failed = false;
    for piece in EXPANDS.pieces(text, lowering) {
        let part = match piece {
            Piece::Literal(chunks) => literal(chunks, value, lowering),
            Piece::Name(name, span) => Some(Part::Named(name, lowering.origin(value, span))),
            Piece::Late(late, span) => late_part(late, &lowering.origin(value, span), lowering),
            Piece::Secret(id, span) => secret(id, &lowering.origin(value, span), lowering),
        };
        failed |= part.is_none();
        parts.extend(part);
    }
    (!failed).then(|| assemble(parts, &lowering.origin(value, value.span)))
}

/// The shortest form that says it.
fn assemble(mut parts: Vec<Part>, origin: &Origin) -> NodeData {
    if let [Part::Named(..) | Part::Other(_)] = parts.as_slice()
        && let Some(part) = parts.pop()
    {
        return into_node(part, origin).data;
    }
    if parts.iter().all(|p| matches!(p, Part::Literal(_) | Part::Dynamic(_))) {
        return NodeData::Text(Chunks {
            chunks: parts.into_iter().flat_map(own_chunks).collect(),
            filled: false,
        });
    }
    let fits = |part: &Part| match part {
        Part::Literal(chunks) => fits_in_sub(&joined(chunks)),
        _ => true,
    };
    if parts.iter().all(fits) { sub(parts, origin) } else { join(parts, origin) }
}

fn own_chunks(part: Part) -> Vec<Chunk> {
    match part {
        Part::Literal(chunks) => chunks,
        Part::Dynamic(chunk) => vec![chunk],
        Part::Named(..) | Part::Other(_) => Vec::new(),
    }
}

fn into_node(part: Part, whole: &Origin) -> Node {
    match part {
        Part::Named(name, origin) => {
            let function = if name.contains('.') { "Fn::GetAtt" } else { "Ref" };
            let argument = Node { data: NodeData::text(name, origin.span), origin: origin.clone() };
            Node { data: NodeData::Call(function, Box::new(argument)), origin }
        }
        Part::Other(node) => node,
        Part::Dynamic(_) | Part::Literal(_) => {
            let chunks = own_chunks(part);
            Node { data: NodeData::Text(Chunks { chunks, filled: false }), origin: whole.clone() }
        }
    }
}

/// Whether `Fn::Sub` can give a text: each `${` of it has something behind it that is no `!`, and is closed before the next.
fn fits_in_sub(text: &str) -> bool {
    text.split("${").skip(1).all(|rest| {
        let inside = rest.split_once('}').map_or("", |(inside, _)| inside);
        !inside.is_empty() && !inside.starts_with('!') && !inside.contains('{')
    })
}

/// `!Sub "…"`, or with names for what it can't name itself.
fn sub(parts: Vec<Part>, origin: &Origin) -> NodeData {
    let taken: Vec<String> = parts
        .iter()
        .filter_map(|p| match p {
            Part::Named(name, _) => Some(name.clone()),
            _ => None,
        })
        .collect();
    let mut names = (1..).map(|n| format!("Value{n}")).filter(|name| !taken.contains(name));
    let mut chunks = Vec::new();
    let mut others: IndexMap<String, NodeEntry> = IndexMap::new();
    for part in parts {
        match part {
            Part::Literal(text) => {
                chunks.extend(crate::expand::escaped(&text, |text| text.replace("${", "${!")));
            }
            Part::Dynamic(chunk) => chunks.push(chunk),
            Part::Named(name, origin) => chunks.push(Chunk::new(format!("${{{name}}}"), origin.span)),
            Part::Other(node) => {
                let same = others.iter().find(|(_, e)| e.node.same(&node)).map(|(name, _)| name.clone());
                let name = same.or_else(|| names.next()).unwrap_or_default();
                let key = node.origin.span;
                chunks.push(Chunk::new(format!("${{{name}}}"), key));
                others.entry(name).or_insert(NodeEntry { key, node });
            }
        }
    }
    let of = |data| Node { data, origin: origin.clone() };
    let template = of(NodeData::Text(Chunks { chunks, filled: false }));
    let argument = if others.is_empty() {
        template
    } else {
        of(NodeData::List(vec![template, of(NodeData::Map(others))]))
    };
    NodeData::Call("Fn::Sub", Box::new(argument))
}

/// `!Join ["", […]]`
fn join(parts: Vec<Part>, origin: &Origin) -> NodeData {
    let of = |data| Node { data, origin: origin.clone() };
    let list = of(NodeData::List(parts.into_iter().map(|p| into_node(p, origin)).collect()));
    let nothing = of(NodeData::text("", origin.span));
    NodeData::Call("Fn::Join", Box::new(of(NodeData::List(vec![nothing, list]))))
}

fn literal(chunks: Vec<Chunk>, value: &Value, lowering: &mut Lowering<'_, '_>) -> Option<Part> {
    if !joined(&chunks).contains(DYNAMIC) {
        return Some(Part::Literal(chunks));
    }
    let span = chunks.iter().find(|c| c.text.contains(DYNAMIC)).map_or(value.span, |c| c.span);
    let problem = problems::not_literal(DYNAMIC, &lowering.place(), span).with_help(
        "for a parameter of Systems Manager use `cloudformation.ssm(\"…\")`; for a secret declare `secret NAME { cloudformation = \"…\" }`"
            .to_owned(),
    );
    let origin = lowering.origin(value, span);
    lowering.context.report(problem, &origin);
    None
}

fn late_part(late: &Late, origin: &Origin, lowering: &mut Lowering<'_, '_>) -> Option<Part> {
    let place = place(&lowering.path);
    let of_resource = matches!(&*late.op, "ref" | "get_att");
    let fits = match place {
        Place::All { .. } => true,
        Place::Parameters => !of_resource || &*late.op == "ref",
        Place::Nothing => false,
    };
    if &*late.stage != "cloudformation" || !fits {
        lowering.refuse_late(late, origin);
        return None;
    }
    let named = |name: String| Some(Part::Named(name, origin.clone()));
    match &*late.op {
        "ref" => named(argument(late, 0)?),
        "get_att" => named(format!("{}.{}", argument(late, 0)?, argument(late, 1)?)),
        "stack_name" => named("AWS::StackName".to_owned()),
        "stack_id" => named("AWS::StackId".to_owned()),
        "url_suffix" => named("AWS::URLSuffix".to_owned()),
        "ssm" => {
            let text = format!("{{{{resolve:ssm:{}}}}}", argument(late, 0)?);
            Some(Part::Dynamic(Chunk::new(text, origin.span)))
        }
        "no_value" => named("AWS::NoValue".to_owned()),
        "cidr" => call("Fn::Cidr", late, origin, lowering),
        "find_in_map" => call("Fn::FindInMap", late, origin, lowering),
        "if_" => call("Fn::If", late, origin, lowering),
        "join_later" => call("Fn::Join", late, origin, lowering),
        "import_value" => call("Fn::ImportValue", late, origin, lowering),
        "base64_later" => call("Fn::Base64", late, origin, lowering),
        "split_later" => call("Fn::Split", late, origin, lowering),
        "select" => call("Fn::Select", late, origin, lowering),
        "availability_zones" => {
            let argument = Node { data: NodeData::text("", origin.span), origin: origin.clone() };
            let data = NodeData::Call("Fn::GetAZs", Box::new(argument));
            Some(Part::Other(Node { data, origin: origin.clone() }))
        }
        _ => {
            lowering.refuse_late(late, origin);
            None
        }
    }
}

/// A function whose arguments may be late themselves.
fn call(
    function: &'static str,
    late: &Late,
    origin: &Origin,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Part> {
    let mut arguments = Vec::new();
    for value in late.args.iter().filter(|v| !matches!(v.data, Data::None)) {
        arguments.push(lowering.lower(value)?);
    }
    let argument = match arguments.pop() {
        Some(only) if arguments.is_empty() => only,
        last => {
            arguments.extend(last);
            Node { data: NodeData::List(arguments), origin: origin.clone() }
        }
    };
    let data = NodeData::Call(function, Box::new(argument));
    Some(Part::Other(Node { data, origin: origin.clone() }))
}

/// `{{resolve:secretsmanager:NAME:SecretString}}`; a name may go on with `:SecretString:KEY`.
fn secret(id: SecretId, origin: &Origin, lowering: &mut Lowering<'_, '_>) -> Option<Part> {
    let secret = lowering.context.secret(id)?;
    let own = secret.names.iter().find(|(stage, _)| &**stage == "cloudformation");
    let properties = place(&lowering.path) == (Place::All { properties: true });
    let (Some((_, name)), true) = (own, properties) else {
        let help = if properties {
            format!(
                "say its name in AWS Secrets Manager: `secret {} {{ cloudformation = \"…\" }}`",
                secret.name
            )
        } else {
            "CloudFormation reads secrets in the `Properties` of a resource only".to_owned()
        };
        lowering.refuse_secret(id, &help, origin);
        return None;
    };
    let end = if name.contains(":SecretString") { "" } else { ":SecretString" };
    Some(Part::Dynamic(Chunk::new(format!("{{{{resolve:secretsmanager:{name}{end}}}}}"), origin.span)))
}

#[cfg(test)]
mod tests {
    use super::fits_in_sub;

    #[test]
    fn sub_takes_what_it_can_give_back() {
        for text in ["", "$", "$$", "a ${X} b", "${X:-$(date)}", "$X ${a.b}", "} {", "${X}${Y}"] {
            assert!(fits_in_sub(text), "{text}");
        }
        for text in ["${", "${}", "${!X}", "${X:-${Y}}", "a ${X", "${X} ${", "${{ x }}"] {
            assert!(!fits_in_sub(text), "{text}");
        }
    }
}
