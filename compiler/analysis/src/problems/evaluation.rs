//! Evaluation: circles, late values, holes, resources.

use diagnostics::codes::{
    E0006, E0007, E2004, E3001, E3011, E4001, E4002, E4003, E4004, E4006, E4007, E4010, E9001, N5004,
};
use diagnostics::{Diagnostic, Span};

use crate::evaluate::Undecided;

pub(crate) fn internal(span: Span, what: &str) -> Diagnostic {
    E9001
        .at(span, "here", format!("wavec met {what}, which it should have refused before"))
        .with_help("this is a mistake in wavec: please report it with the spec".to_owned())
}

pub(crate) fn undecided(undecided: &Undecided) -> Diagnostic {
    let Undecided { at, because, what } = undecided;
    let code = if what.contains("absent") { &E4002 } else { &E4003 };
    let diagnostic = code.at(*at, "needed now", format!("this needs {what}"));
    let diagnostic =
        if at == because { diagnostic } else { diagnostic.with_label(*because, "comes from here") };
    if code.id == E4002.id {
        diagnostic
            .with_help("test it with `is some` first, or give a value for that case with `??`".to_owned())
    } else {
        diagnostic.with_help("use a value that is known when the spec is compiled".to_owned())
    }
}

pub(crate) fn circle(span: Span, hops: &[(String, Span)], in_library: &dyn Fn(Span) -> bool) -> Diagnostic {
    let mut names: Vec<&str> = hops.iter().map(|(n, _)| n.as_str()).filter(|n| !n.ends_with("()")).collect();
    let first = names.first().copied().unwrap_or("value");
    names.push(first);
    let message = format!("`{first}` needs itself: {}", names.join(" → "));
    let own = |s: &Span| !in_library(*s);
    let place = Some(span).filter(own).or_else(|| hops.iter().map(|(_, s)| *s).find(own)).unwrap_or(span);
    let diagnostic = E4001.at(place, "needs itself", message);
    let others = hops.iter().filter(|(_, s)| *s != place && own(s));
    others
        .fold(diagnostic, |d, (n, s)| d.with_label(*s, format!("`{n}` is computed here")))
        .with_help("give one of them a value that needs none of the others".to_owned())
}

pub(crate) fn too_much_work(span: Span, deep: bool) -> Diagnostic {
    let (message, help) = if deep {
        ("too many values need one another in a row", "compute the value in fewer steps")
    } else {
        (
            "the spec takes too much work to compute",
            "let its loops and lists be shorter, or split the spec into several",
        )
    };
    E4010.at(span, "stopped here", message).with_help(help.to_owned())
}

pub(crate) fn resources_not_known(span: Span) -> Diagnostic {
    E4004
        .at(span, "not known yet", "which resources there are can't depend on `all(…)`")
        .with_help("list what is meant, or use `all(…)` where a value is computed".to_owned())
}

pub(crate) fn several_deployments(span: Span, before: Span) -> Diagnostic {
    E0007
        .at(span, "a second deployment", "a spec describes one deployment, this one has two")
        .with_label(before, "the first one")
        .with_help("put the second one into a spec of its own".to_owned())
}

pub(crate) fn no_deployment(start: Span) -> Diagnostic {
    E0006
        .at(start, "no `deployment` in this file", "the spec has no `deployment`")
        .with_help("add `deployment NAME { account = \"…\", region = \"…\" }`".to_owned())
}

/// In a loop, `before` is the same place.
pub(crate) fn unknown_label(span: Span, label: &str, labels: &[String]) -> Diagnostic {
    E2004
        .at(span, "not declared", format!("there is no block with the name `{label}`"))
        .with_guess(label, labels.iter().map(String::as_str))
}

pub(crate) fn missing_field(span: Span, path: &str, name: &str) -> Diagnostic {
    E3001
        .at(span, format!("no `{name}`"), format!("`{path}` lacks `{name}`"))
        .with_help(format!("add `{name} = …`"))
}

pub(crate) fn deployment_field(
    span: Span,
    name: &str,
    expected: &str,
    reader: Option<(String, Span)>,
) -> Diagnostic {
    let diagnostic = E4007
        .at(span, format!("no `{name}`"), format!("the deployment lacks `{name}`"))
        .with_help(format!("add `{name} = …`, {expected}"));
    match reader {
        Some((who, at)) if at != span && who.is_empty() => diagnostic.with_label(at, "needed here"),
        Some((who, at)) if at != span => diagnostic.with_label(at, format!("needed by `{who}`")),
        _ => diagnostic,
    }
}

/// A parameter that nothing gives a value.
pub(crate) fn param_without_value(span: Span, name: &str, environments: bool) -> Diagnostic {
    let elsewhere =
        if environments { "in each `environment`".to_owned() } else { format!("with `--set {name}=…`") };
    E4007
        .at(span, "no value", format!("nothing gives the parameter `{name}` a value"))
        .with_help(format!("give it a default, or a value {elsewhere}"))
}

/// A parameter of the file that a test stands in.
pub(crate) fn untold_in_a_test(span: Span, name: &str) -> Diagnostic {
    E4007
        .at(span, "no value", format!("nothing gives the parameter `{name}` a value in this test"))
        .with_help(format!(
            "put `environment production {{ {name} = … }}` into the test, or give the parameter a default"
        ))
}

/// A parameter that some environments give a value, and this one doesn't.
pub(crate) fn forgotten(environment: Span, name: &str, param: &str, declared: Span) -> Diagnostic {
    E3011
        .at(
            environment,
            "lacks a value",
            format!("the environment `{name}` gives the parameter `{param}` no value"),
        )
        .with_label(declared, "has no default")
        .with_help(format!("write `{param} = …` into it, or give the parameter a default"))
}

pub(crate) fn hole_left(span: Span, text: &str, expected: &str) -> Diagnostic {
    E4006
        .at(span, "to be filled in", format!("the hole `<{text}>` is still there"))
        .with_help(format!("write {expected}"))
}

pub(crate) fn hole_noted(span: Span, text: &str, expected: &str) -> Diagnostic {
    N5004
        .at(span, "to be filled in", format!("`<{text}>` has to be filled in before the build"))
        .with_help(format!("write {expected}"))
}
