//! Values of a lock as a person would write them in a spec.

use serde_json::{Map, Value as Json};

/// A value.
pub(crate) fn of(value: &Json) -> String {
    match value {
        Json::Null => "none".to_string(),
        Json::String(text) if is_quantity(text) => text.clone(),
        Json::Bool(_) | Json::Number(_) | Json::String(_) => value.to_string(),
        Json::Array(list) => format!("[{}]", list.iter().map(of).collect::<Vec<_>>().join(", ")),
        Json::Object(object) => special(object).unwrap_or_else(|| record(object)),
    }
}

/// The same, cut off where it becomes long.
pub(crate) fn short(value: &Json, most: usize) -> String {
    let text = of(value);
    if text.chars().count() <= most {
        return text;
    }
    let start: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{start}…")
}

fn record(object: &Map<String, Json>) -> String {
    if object.is_empty() {
        return "{}".to_string();
    }
    let entries: Vec<String> =
        object.iter().map(|(key, value)| format!("{} = {}", word(key), of(value))).collect();
    format!("{{ {} }}", entries.join(", "))
}

fn word(key: &str) -> String {
    let plain = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !key.is_empty();
    if plain { key.to_string() } else { Json::from(key).to_string() }
}

/// What stands for something that isn't known, or is no plain data.
pub(super) fn special(object: &Map<String, Json>) -> Option<String> {
    let (key, value) = object.iter().next().filter(|(key, _)| key.starts_with('$'))?;
    let text = value.as_str().unwrap_or_default();
    Some(match key.as_str() {
        "$resource" => text.to_string(),
        "$secret" => format!("the secret {text}"),
        "$late" if text == graph::HOLE => {
            format!("<{}>", object.get("op").and_then(Json::as_str).unwrap_or_default())
        }
        "$late" => format!("what the stage {text} knows"),
        "$file" => format!("file({value})"),
        "$text" => format!("{text} text"),
        "$parts" => {
            let part =
                |part: &Json| part.as_str().map_or_else(|| format!("${{{}}}", of(part)), str::to_string);
            format!("\"{}\"", value.as_array().into_iter().flatten().map(part).collect::<String>())
        }
        "$grant" => {
            let listed = |key: &str| value.get(key).and_then(Json::as_array).into_iter().flatten();
            let actions: Vec<String> =
                listed("actions").filter_map(Json::as_str).map(str::to_string).collect();
            let included: Vec<String> = listed("include").map(of).collect();
            format!("grant({})", [included, actions].concat().join(", "))
        }
        _ => return None,
    })
}

/// Whether it is an amount or a range, which stands without quotes in a spec.
fn is_quantity(text: &str) -> bool {
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let units = graph::SIZE_UNITS.iter().chain(graph::DURATION_UNITS);
    let is_unit = units.into_iter().any(|(unit, _)| *unit == number);
    let is_range = number.strip_prefix("..").is_some_and(|max| max.parse::<i64>().is_ok());
    number.len() < text.len() && (is_unit || is_range)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_read_as_in_a_spec() {
        let shown = [
            (json!("x"), "\"x\""),
            (json!("80GiB"), "80GiB"),
            (json!("2..6"), "2..6"),
            (json!(["a", 1, true]), "[\"a\", 1, true]"),
            (json!({ "a": 1, "b-c": {} }), "{ a = 1, \"b-c\" = {} }"),
            (json!({ "$resource": "bucket.logs" }), "bucket.logs"),
            (json!({ "$secret": "password" }), "the secret password"),
            (
                json!({ "$parts": ["https://", { "$late": "script", "op": "capture", "args": [] }] }),
                "\"https://${what the stage script knows}\"",
            ),
            (json!({ "$grant": { "actions": ["s3:GetObject"], "resources": [] } }), "grant(s3:GetObject)"),
        ];
        for (value, text) in shown {
            assert_eq!(of(&value), text);
        }
        assert_eq!(short(&json!("abcdefgh"), 5), "\"abc…");
    }
}
