//! What to do about a value of the wrong type, where that can be said.

use diagnostics::Diagnostic;
use syntax::tree::{Binary, Entry, EntryKind, Expr, ExprKind};

use super::Checker;
use super::scope::{path_text, plain_text};
use crate::problems::types::foreign_unit;
use crate::types::Type;

/// What to do, and if that is certain, what to write instead of the expression.
pub(super) struct Hint {
    help: String,
    instead: Option<String>,
}

impl From<String> for Hint {
    fn from(help: String) -> Self {
        Self { help, instead: None }
    }
}

impl Hint {
    fn certain(help: String, instead: String) -> Self {
        Self { help, instead: Some(instead) }
    }

    /// The problem with the hint, which is about this expression.
    pub(super) fn add_to(self, problem: Diagnostic, expr: &Expr) -> Diagnostic {
        let problem = problem.with_help(self.help);
        match self.instead {
            Some(instead) => problem.with_fix(format!("write `{instead}`"), expr.span, instead),
            None => problem,
        }
    }
}

impl<'p> Checker<'_, 'p> {
    /// What to write in place of a value of the wrong type.
    pub(super) fn help_for(&self, expr: &Expr, found: &Type<'p>, expected: &Type<'p>) -> Option<Hint> {
        let name = path_text(expr);
        let name = name.as_deref();
        match (&expected.present(), found) {
            (Type::Size, Type::Int) => with_units(expr, ["GiB", "MiB"]),
            (Type::Duration, Type::Int) => with_units(expr, ["s", "m"]),
            (Type::Int | Type::IntIn(..), Type::Float) => Some(Hint::from(match name {
                Some(name) => format!("write `floor({name})`"),
                None => "write a whole number".to_owned(),
            })),
            (_, Type::Secret) => Some(Hint::from(
                "hand it to a place that refers to secrets: a `k8s.secret`, or `shell\"…\"` in a step"
                    .to_owned(),
            )),
            (Type::Range, Type::Int) if ends(expr).is_some() => ends(expr).map(|(least, most)| {
                let range = format!("{least}..{most}");
                let help = format!("write `{range}`");
                if least <= most { Hint::certain(help, range) } else { help.into() }
            }),
            (Type::Range, Type::Int) => {
                number(expr).map(|n| format!("write both ends: `{n}..{n}`")).map(Hint::from)
            }
            (expected, Type::List(element))
                if element.fits(expected) == crate::types::Fit::Yes && only_element(expr).is_some() =>
            {
                only_element(expr)
                    .map(|text| Hint::certain(format!("leave out the brackets: `{text}`"), text))
            }
            (expected, found) if found.is_string() && !expected.is_string() => unquoted(expr, expected),
            (expected, found) if expected.is_string() => in_text(expr, name, found, expected),
            (Type::List(element), found) if found.fits(element) == crate::types::Fit::Yes => {
                let list = format!("[{}]", name.unwrap_or("…"));
                let help = format!("put it in a list: `{list}`");
                Some(if name.is_some() { Hint::certain(help, list) } else { help.into() })
            }
            (Type::Grant, Type::Record(_)) => Some("write `grant { … }`".to_owned().into()),
            _ => None,
        }
        .or_else(|| self.example(&expected.present()).map(Hint::from))
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

/// The element of `["a"]`, as it was written.
fn only_element(expr: &Expr) -> Option<String> {
    let ExprKind::List(entries) = &expr.kind else { return None };
    let [Entry { kind: EntryKind::Element(element), .. }] = entries.as_slice() else { return None };
    plain_text(element).map(|text| format!("\"{text}\"")).or_else(|| path_text(element))
}

/// The unit of `15m`.
pub(super) fn unit_of(default: Option<&Expr>) -> Option<&str> {
    match &default?.kind {
        ExprKind::Quantity(_, unit) => Some(unit),
        _ => None,
    }
}

/// A number in the unit that the place has without it.
pub(super) fn with_unit(expr: &Expr, found: &Type<'_>, unit: &str) -> Option<Hint> {
    let number = number(expr).filter(|_| matches!(found, Type::Int))?;
    Some(format!("write the unit: `{number}{unit}`").into())
}

fn with_units(expr: &Expr, [one, other]: [&str; 2]) -> Option<Hint> {
    let number = number(expr)?;
    Some(format!("write the unit: `{number}{one}` or `{number}{other}`").into())
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
fn unquoted(expr: &Expr, expected: &Type<'_>) -> Option<Hint> {
    let text = plain_text(expr)?;
    if matches!(expected, Type::Size | Type::Duration)
        && let Some(amount) = amount_in_our_unit(&text)
    {
        return Some(Hint::certain(format!("write `{amount}`, without quotes"), amount));
    }
    let fits = match expected {
        Type::Int => text.parse::<i64>().is_ok(),
        Type::IntIn(min, max) => text.parse::<i64>().is_ok_and(|n| (*min..=*max).contains(&n)),
        Type::Float => text.parse::<f64>().is_ok(),
        Type::Bool => matches!(&*text, "true" | "false"),
        Type::Size => has_unit(&text, graph::SIZE_UNITS),
        Type::Duration => has_unit(&text, graph::DURATION_UNITS),
        Type::Range => {
            let ends = text.split_once("..").map(|(a, z)| (a.parse::<i64>().ok(), z.parse::<i64>().ok()));
            matches!(ends, Some((Some(min), Some(max))) if min <= max)
        }
        Type::File => return Some(format!("write `file(\"{text}\")`").into()),
        Type::Secret => {
            return Some("declare it with `secret NAME`, so that its value stands nowhere".to_owned().into());
        }
        Type::List(element) if element.is_string() => {
            let list = format!("[\"{text}\"]");
            let help = format!("put it in a list: `{list}`");
            let certain = holds(element, &text) && !text.contains(['"', '\\', '$', '\n']);
            return Some(if certain { Hint::certain(help, list) } else { help.into() });
        }
        Type::Tagged(format) => return Some(format!("write it as `{format}\"…\"`").into()),
        _ => false,
    };
    fits.then(|| Hint::certain(format!("leave out the quotes: `{text}`"), text.to_string()))
}

/// Whether a text is certainly of a type of strings.
fn holds(ty: &Type<'_>, text: &str) -> bool {
    match ty {
        Type::String => true,
        Type::Literal(literal) => **literal == *text,
        Type::Refined(refined) => regex_lite::Regex::new(&format!("^(?:{})$", refined.pattern))
            .is_ok_and(|pattern| pattern.is_match(text)),
        Type::Catalogue(name) => schemas::catalogue(name).is_some_and(|c| c.contains(text)),
        Type::Union(list) => list.iter().any(|ty| holds(ty, text)),
        _ => false,
    }
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
fn in_text(expr: &Expr, name: Option<&str>, found: &Type<'_>, expected: &Type<'_>) -> Option<Hint> {
    let quoted = |text: String| {
        let help = format!("write it in quotes: `\"{text}\"`");
        // A short number may be another mistake; a long one is an id.
        let certain = text.len() >= 5 && holds(expected, &text);
        if certain { Hint::certain(help, format!("\"{text}\"")) } else { help.into() }
    };
    let help = match (found, &expr.kind) {
        // The digits that were written are known if no others give this number.
        (Type::Int | Type::IntIn(..), ExprKind::Int(n)) if n.to_string().len() == expr.span.len() => {
            return Some(quoted(n.to_string()));
        }
        (Type::Int | Type::IntIn(..), ExprKind::Int(n)) => Some(format!("write it in quotes: `\"{n}\"`")),
        (Type::Float, ExprKind::Float(n)) => {
            let text = as_written(*n, expr.span.len());
            return Some(if matches!(expected, Type::Refined(_)) && holds(expected, &text) {
                Hint::certain(format!("write it in quotes: `\"{text}\"`"), format!("\"{text}\""))
            } else {
                format!("write it in quotes: `\"{text}\"`").into()
            });
        }
        (Type::Bool, ExprKind::Bool(b)) => return Some(quoted(b.to_string())),
        (Type::Int | Type::IntIn(..) | Type::Float | Type::Bool, _) => {
            name.map(|name| format!("put it in a string: `\"${{{name}}}\"`"))
        }
        (Type::Size, _) => Some(format!("say the unit: `text({}, \"GiB\")`", name.unwrap_or("x"))),
        (Type::Duration, _) => Some(format!("say the unit: `text({}, \"s\")`", name.unwrap_or("x"))),
        (Type::File, _) => name.map(|name| format!("write `{name}.text` or `{name}.path`")),
        (Type::List(_), _) => name.map(|name| format!("write `join({name}, \", \")`")),
        (Type::Resource(..), _) => name.map(|name| format!("name one of its fields, such as `{name}.name`")),
        _ => None,
    };
    help.map(Hint::from)
}

/// A number as it was written in so many characters: `1.30` is the number 1.3.
fn as_written(number: f64, len: usize) -> String {
    let short = number.to_string();
    if short.contains('.') { format!("{short:0<len$}") } else { format!("{:0<len$}", short + ".") }
}
