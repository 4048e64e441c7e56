//! What to do about a value of the wrong type, where that can be said.

use syntax::tree::{Binary, Expr, ExprKind};

use super::Checker;
use super::scope::{path_text, plain_text};
use crate::problems::types::foreign_unit;
use crate::types::Type;

impl<'p> Checker<'_, 'p> {
    /// What to write in place of a value of the wrong type.
    pub(super) fn help_for(&self, expr: &Expr, found: &Type<'p>, expected: &Type<'p>) -> Option<String> {
        let name = path_text(expr);
        let name = name.as_deref();
        match (&expected.present(), found) {
            (Type::Size, Type::Int) => with_units(expr, ["GiB", "MiB"]),
            (Type::Duration, Type::Int) => with_units(expr, ["s", "m"]),
            (Type::Int | Type::IntIn(..), Type::Float) => Some(match name {
                Some(name) => format!("write `floor({name})`"),
                None => "write a whole number".to_owned(),
            }),
            (_, Type::Secret) => Some(
                "hand it to a place that refers to secrets: a `k8s.secret`, or `shell\"…\"` in a step"
                    .to_owned(),
            ),
            (Type::Range, Type::Int) if ends(expr).is_some() => {
                ends(expr).map(|(least, most)| format!("write `{least}..{most}`"))
            }
            (Type::Range, Type::Int) => number(expr).map(|n| format!("write both ends: `{n}..{n}`")),
            (expected, found) if found.is_string() && !expected.is_string() => unquoted(expr, expected),
            (expected, found) if expected.is_string() => in_text(expr, name, found),
            (Type::List(element), found) if found.fits(element) == crate::types::Fit::Yes => {
                Some(format!("put it in a list: `[{}]`", name.unwrap_or("…")))
            }
            (Type::Grant, Type::Record(_)) => Some("write `grant { … }`".to_owned()),
            _ => None,
        }
        .or_else(|| self.example(&expected.present()))
    }

    /// A resource of the kind that is expected.
    fn example(&self, expected: &Type<'p>) -> Option<String> {
        let Type::Resource(kind, word) = expected else { return None };
        let label = self.resources.of(*kind).and_then(|of| of.known.keys().next());
        Some(match label {
            Some(label) => format!("name one, such as `{word}.{label}`"),
            None => format!("declare one, `{word} NAME {{ … }}`, and write `{word}.NAME`"),
        })
    }
}

/// The unit of `15m`.
pub(super) fn unit_of(default: Option<&Expr>) -> Option<&str> {
    match &default?.kind {
        ExprKind::Quantity(_, unit) => Some(unit),
        _ => None,
    }
}

/// A number in the unit that the place has without it.
pub(super) fn with_unit(expr: &Expr, found: &Type<'_>, unit: &str) -> Option<String> {
    let number = number(expr).filter(|_| matches!(found, Type::Int))?;
    Some(format!("write the unit: `{number}{unit}`"))
}

fn with_units(expr: &Expr, [one, other]: [&str; 2]) -> Option<String> {
    let number = number(expr)?;
    Some(format!("write the unit: `{number}{one}` or `{number}{other}`"))
}

/// `2-8`
fn ends(expr: &Expr) -> Option<(i64, i64)> {
    let ExprKind::Binary(Binary::Subtract, _, least, most) = &expr.kind else { return None };
    match (&least.kind, &most.kind) {
        (ExprKind::Int(least), ExprKind::Int(most)) => Some((*least, *most)),
        _ => None,
    }
}

fn number(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Int(n) => Some(n.to_string()),
        _ => None,
    }
}

/// A string whose content is of the type that is expected.
fn unquoted(expr: &Expr, expected: &Type<'_>) -> Option<String> {
    let text = plain_text(expr)?;
    if matches!(expected, Type::Size | Type::Duration)
        && let Some(amount) = amount_in_our_unit(&text)
    {
        return Some(format!("write `{amount}`, without quotes"));
    }
    let fits = match expected {
        Type::Int | Type::IntIn(..) => text.parse::<i64>().is_ok(),
        Type::Float => text.parse::<f64>().is_ok(),
        Type::Bool => matches!(&*text, "true" | "false"),
        Type::Size => has_unit(&text, graph::SIZE_UNITS),
        Type::Duration => has_unit(&text, graph::DURATION_UNITS),
        Type::Range => {
            text.split_once("..").is_some_and(|(a, z)| a.parse::<i64>().is_ok() && z.parse::<i64>().is_ok())
        }
        Type::File => return Some(format!("write `file(\"{text}\")`")),
        Type::Secret => {
            return Some("declare it with `secret NAME`, so that its value stands nowhere".to_owned());
        }
        Type::List(element) if element.is_string() => {
            return Some(format!("put it in a list: `[\"{text}\"]`"));
        }
        Type::Tagged(format) => return Some(format!("write it as `{format}\"…\"`")),
        _ => false,
    };
    fits.then(|| format!("leave out the quotes: `{text}`"))
}

/// `8Gi` as `8GiB`
fn amount_in_our_unit(text: &str) -> Option<String> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = text.strip_suffix(unit).filter(|number| !number.is_empty())?;
    foreign_unit(unit).map(|ours| format!("{number}{ours}"))
}

fn has_unit(text: &str, units: &[(&str, u64)]) -> bool {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    digits.len() < text.len() && units.iter().any(|(name, _)| *name == digits)
}

/// How to make a string of something else.
fn in_text(expr: &Expr, name: Option<&str>, found: &Type<'_>) -> Option<String> {
    match (found, &expr.kind) {
        (Type::Int | Type::IntIn(..), ExprKind::Int(n)) => Some(format!("write it in quotes: `\"{n}\"`")),
        (Type::Float, ExprKind::Float(n)) => Some(format!("write it in quotes: `\"{n}\"`")),
        (Type::Bool, ExprKind::Bool(b)) => Some(format!("write it in quotes: `\"{b}\"`")),
        (Type::Int | Type::IntIn(..) | Type::Float | Type::Bool, _) => {
            name.map(|name| format!("put it in a string: `\"${{{name}}}\"`"))
        }
        (Type::Size, _) => Some(format!("say the unit: `text({}, \"GiB\")`", name.unwrap_or("x"))),
        (Type::Duration, _) => Some(format!("say the unit: `text({}, \"s\")`", name.unwrap_or("x"))),
        (Type::File, _) => name.map(|name| format!("write `{name}.text` or `{name}.path`")),
        (Type::List(_), _) => name.map(|name| format!("write `join({name}, \", \")`")),
        (Type::Resource(..), _) => name.map(|name| format!("name one of its fields, such as `{name}.name`")),
        _ => None,
    }
}
