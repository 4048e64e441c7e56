//! The section `Mappings`, and what `Fn::FindInMap` finds in it.

use schemas::Shape;

use super::sorts::{list_shape, text_shape};
use super::template::Template;
use crate::node::{Node, NodeData};

/// The shape of what is found, if all values that it can be are of one sort.
pub(super) fn found(argument: &Node, template: Template<'_>) -> Option<Shape> {
    let [map, first, second, rest @ ..] = argument.elements()? else { return None };
    if !rest.is_empty() {
        return None;
    }
    let tables = template.entry("Mappings", &map.text()?)?.entries()?;
    let named = |node: &Node| node.text();
    let rows = tables.iter().filter(|(key, _)| named(first).is_none_or(|name| name == **key));
    let values = rows.flat_map(|(_, row)| row.node.entries().into_iter().flatten());
    let values: Vec<&Node> = values
        .filter(|(key, _)| named(second).is_none_or(|name| name == **key))
        .map(|(_, entry)| &entry.node)
        .collect();
    let lists = values.iter().filter(|v| matches!(v.data, NodeData::List(_))).count();
    match lists {
        _ if values.is_empty() => None,
        0 => Some(text_shape()),
        all if all == values.len() => Some(list_shape()),
        _ => None,
    }
}
