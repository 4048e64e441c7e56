//! Shapes as the language would write their types.

use schemas::{Bounds, Literal, Shape};

/// So many values are listed where there is little room.
const MOST_LISTED: usize = 6;

/// A type, in a few words.
pub(super) fn shape(of: &Shape) -> String {
    match of {
        Shape::Any => "anything".to_owned(),
        Shape::Null => "none".to_owned(),
        Shape::Bool => "bool".to_owned(),
        Shape::Int(bounds) => format!("int{}", range(*bounds)),
        Shape::Number(bounds) => format!("float{}", range(*bounds)),
        Shape::Text(_) => "string".to_owned(),
        Shape::Exactly(Literal::Text(text)) => format!("\"{text}\""),
        Shape::Exactly(Literal::Number(number)) => number.to_string(),
        Shape::Exactly(Literal::Bool(is)) => is.to_string(),
        Shape::List(list) => format!("[{}]", shape(&list.of)),
        Shape::Record(record) => match (&record.rest, record.fields.is_empty()) {
            (Some(rest), true) => format!("{{string: {}}}", shape(rest)),
            _ => "{ … }".to_owned(),
        },
        Shape::Ref(name) => short(name).to_owned(),
        Shape::Either(several) => several_of(several),
    }
}

fn several_of(several: &[Shape]) -> String {
    let words: Vec<String> = several.iter().take(MOST_LISTED).map(shape).collect();
    let more = several.len() - words.len();
    let words = words.join(" | ");
    if more == 0 { words } else { format!("{words} | … {more} more") }
}

/// A name without its group and version.
pub(super) fn short(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// ` in 1..8`. What is only the range of the numbers themselves isn't said.
fn range(Bounds { min, max }: Bounds) -> String {
    let own = |number: &f64| number.abs() < 2_147_483_647.0;
    match (min.filter(own), max.filter(own)) {
        (Some(min), Some(max)) => format!(" in {min}..{max}"),
        (Some(min), None) => format!(", {min} or more"),
        (None, Some(max)) => format!(", {max} or less"),
        (None, None) => String::new(),
    }
}

/// Everything else that must be true of a value, a sentence each.
pub(super) fn demands(of: &Shape) -> Vec<String> {
    let of = match of {
        Shape::List(list) => {
            let mut all = of_length("It has", "elements", list.length);
            all.extend(list.unique.then(|| "No value is in it twice.".to_owned()));
            return all;
        }
        other => other,
    };
    let Shape::Text(text) = of else { return Vec::new() };
    let mut all = of_length("It has", "characters", text.length);
    all.extend(text.pattern.as_ref().map(|pattern| format!("It matches `{pattern}`.")));
    all
}

fn of_length(start: &str, what: &str, Bounds { min, max }: Bounds) -> Vec<String> {
    match (min, max) {
        (Some(min), Some(max)) => vec![format!("{start} {min} to {max} {what}.")],
        (Some(min), None) => vec![format!("{start} at least {min} {what}.")],
        (None, Some(max)) => vec![format!("{start} at most {max} {what}.")],
        (None, None) => Vec::new(),
    }
}
