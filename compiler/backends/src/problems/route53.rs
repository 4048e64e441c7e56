//! What Route 53 refuses of a change batch, or takes and answers wrongly with.

use diagnostics::codes::{E7009, E7110, E7111, E7112, E7113};
use diagnostics::{Diagnostic, Span};

use super::listed;
use crate::route53::Wrong;

pub(crate) fn value(kind: &str, value: &str, wrong: &Wrong, span: Span) -> Diagnostic {
    let message = format!(
        "`{}` can't be the value of a record of type {kind}: expected {}",
        short(value),
        wrong.expected
    );
    let problem = E7110.at(span, "not of this type", message).with_help(wrong.help.clone());
    match &wrong.meant {
        Some(meant) => problem.with_replacement(value, meant),
        None => problem,
    }
}

pub(crate) fn more_than_one(what: &str, kind: &str, span: Span) -> Diagnostic {
    E7110
        .at(span, "one too many", format!("{what} has more than one record, and one of type {kind} has one"))
        .with_help("remove the others".to_owned())
}

/// `zones`: what was found, and what the alias must name.
pub(crate) fn other_zone((found, zone): (&str, &str), domain: &str, date: &str, span: Span) -> Diagnostic {
    E7111
        .at(
            span,
            "not its zone",
            format!("hosts of `{domain}` are in the hosted zone `{zone}`, not in `{found}`"),
        )
        .with_help(format!("write `{zone}`"))
        .with_replacement(found, zone)
        .with_note(format!(
            "an alias names the zone of its target, not that of its own name; the list is of {date}"
        ))
}

pub(crate) fn never_an_alias(kind: &str, span: Span) -> Diagnostic {
    E7009
        .at(span, "not with an alias", format!("a record of type {kind} can't be an alias"))
        .with_help("write `TTL` and `ResourceRecords` in place of `AliasTarget`".to_owned())
}

pub(crate) fn no_health(domain: &str, span: Span) -> Diagnostic {
    E7009
        .at(span, "can't be asked", format!("Route 53 can't evaluate the health of hosts of `{domain}`"))
        .with_help("write `EvaluateTargetHealth = false`".to_owned())
}

pub(crate) fn no_policy(what: &str, policies: &[&str], span: Span) -> Diagnostic {
    E7009
        .at(
            span,
            "tells it from nothing",
            format!("{what} has a `SetIdentifier`, and no policy that needs one"),
        )
        .with_help(format!("remove it, or add {}", listed(policies, "or")))
}

pub(crate) fn not_many(what: &str, span: Span) -> Diagnostic {
    E7009
        .at(
            span,
            "not here",
            format!("{what} can't be one of several answers: an alias, a CNAME and an NS can't"),
        )
        .with_help("remove `MultiValueAnswer`, or choose another policy".to_owned())
}

pub(crate) fn set_twice(what: &str, kind: &str, span: Span, first: Span) -> Diagnostic {
    E7112
        .at(span, "the same again", format!("{what} of type {kind} is in the batch twice"))
        .with_label(first, "here first")
        .with_help("write all values into the `ResourceRecords` of one".to_owned())
}

pub(crate) fn identifier_twice(what: &str, identifier: &str, span: Span, first: Span) -> Diagnostic {
    E7112
        .at(
            span,
            "the same again",
            format!("{what} with the identifier `{identifier}` is in the batch twice"),
        )
        .with_label(first, "here first")
        .with_help("give each set of a name and type a `SetIdentifier` of its own".to_owned())
}

pub(crate) fn beside_a_cname(
    what: &str,
    (kind, span): (&str, Span),
    (other, first): (&str, Span),
) -> Diagnostic {
    E7112
        .at(span, format!("of type {kind}"), format!("{what} is there with the types {other} and {kind}"))
        .with_label(first, format!("of type {other}"))
        .with_help("let it be an alias in place of a CNAME: no name has a CNAME and anything else".to_owned())
}

pub(crate) fn two_policies(
    what: &str,
    (policy, span): (&str, Span),
    (other, first): (&str, Span),
) -> Diagnostic {
    E7112
        .at(
            span,
            format!("by `{policy}`"),
            format!("{what} is there with two policies, `{other}` and `{policy}`"),
        )
        .with_label(first, format!("by `{other}`"))
        .with_help("choose one policy for all sets of a name and type".to_owned())
}

pub(crate) fn simple_beside_others(what: &str, span: Span, first: Span) -> Diagnostic {
    E7112
        .at(span, "with and without a policy", format!("{what} is there with a policy, and without one"))
        .with_label(first, "the other one")
        .with_help("give both a policy and a `SetIdentifier`, or neither".to_owned())
}

pub(crate) fn name(name: &str, why: &str, help: Option<String>, span: Span) -> Diagnostic {
    let message = format!("`{}` can't be the name of a record: {why}", short(name));
    let help = help.unwrap_or_else(|| "write a name such as `www.example.com.`".to_owned());
    E7113.at(span, "no name of a record", message).with_help(help)
}

pub(crate) fn no_dot(name: &str, span: Span) -> Diagnostic {
    let message = format!("`{name}` must end with a dot, which says that the name is whole");
    E7113
        .at(span, "no dot at the end", message)
        .with_help(format!("write `{name}.`"))
        .with_replacement(name, &format!("{name}."))
}

/// The beginning of what may be long.
fn short(text: &str) -> String {
    let start: String = text.chars().take(60).collect();
    if start.len() < text.len() { format!("{start}…") } else { start }
}
