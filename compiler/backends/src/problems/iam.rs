//! What a policy of IAM can have wrong.

use diagnostics::codes::{E7090, E7091, E7092, E7093, E7094, E7095, E7097, E7101, W7096, W7098};
use diagnostics::{Diagnostic, Span, similar};
use schemas::iam::ResourceType;

use super::listed;

/// So many names are listed; more of them help nobody.
const MOST_LISTED: usize = 4;

pub(crate) fn unknown_service(
    service: &str,
    text: &str,
    services: &[String],
    elsewhere: &[&str],
    span: Span,
) -> Diagnostic {
    let problem = E7090
        .at(span, "no such service", format!("`{service}` of `{text}` isn't a service of AWS"))
        .with_help(of_others(elsewhere));
    match elsewhere {
        [only] => problem.with_replacement(text, only),
        _ => problem.with_guess(text, services.iter().map(String::as_str)),
    }
}

pub(crate) fn service_in_capitals(text: &str, meant: &str, span: Span) -> Diagnostic {
    E7090
        .at(span, "a service in capitals", format!("the service of `{text}` is written in small letters"))
        .with_help(format!("write `{meant}`"))
        .with_replacement(text, meant)
}

pub(crate) fn pattern_of_nothing(text: &str, service: &str, span: Span) -> Diagnostic {
    E7090
        .at(span, "stands for no action", format!("no action of {service} fits `{text}`"))
        .with_help("name an action that there is, or remove it".to_owned())
}

pub(crate) fn unknown_action(
    text: &str,
    service: &str,
    own: &[&str],
    elsewhere: &[&str],
    span: Span,
) -> Diagnostic {
    let problem = E7090.at(span, "no such action", format!("{service} has no action `{text}`"));
    if similar(text, own.iter().copied()).is_some() {
        return problem.with_guess(text, own.iter().copied());
    }
    let problem = problem.with_help(of_others(elsewhere));
    if let [only] = elsewhere { problem.with_replacement(text, only) } else { problem }
}

/// Where else there is an action of this name.
fn of_others(actions: &[&str]) -> Option<String> {
    let first = actions.get(..actions.len().min(MOST_LISTED)).filter(|a| !a.is_empty())?;
    Some(format!("actions of this name are {}", listed(first, "and"))).map(|words| match first {
        [only] => format!("did you mean `{only}`?"),
        _ => words,
    })
}

/// A resource that no action of its statement takes.
pub(crate) struct Untaken<'a> {
    /// The action, if there is one only.
    pub(crate) action: Option<&'a str>,
    pub(crate) resource: &'a str,
    /// What the action takes.
    pub(crate) forms: &'a [ResourceType],
    /// The type of the resource, if it is one of the same service.
    pub(crate) ours: Option<&'a str>,
    /// What is most likely meant.
    pub(crate) mended: Option<&'a str>,
}

pub(crate) fn resource_without_action(told: &Untaken<'_>, span: Span) -> Diagnostic {
    let Untaken { action, resource, forms, ours, mended } = told;
    let message = match action {
        Some(action) => format!("`{action}` takes no resource like `{resource}`, so this has no effect"),
        None => format!("no action of this statement takes a resource like `{resource}`"),
    };
    let label =
        ours.map_or_else(|| "of no type that is taken".to_owned(), |ours| format!("of the type `{ours}`"));
    let help = match mended {
        Some(mended) => format!("write `{mended}`"),
        None => format!("write an ARN of the form {}", forms_of(forms)),
    };
    let problem = E7091.at(span, label, message).with_help(help);
    if mended.is_some() { problem.with_note(format!("it takes {}", forms_of(forms))) } else { problem }
}

pub(crate) fn action_without_resource(action: &str, forms: &[ResourceType], span: Span) -> Diagnostic {
    if forms.is_empty() {
        let message = format!("`{action}` takes no resource: it has an effect on `*` only");
        return E7091
            .at(span, "has no effect here", message)
            .with_help("move it to a grant or statement whose resource is `*`".to_owned());
    }
    E7091
        .at(span, "has no effect here", format!("`{action}` takes none of the resources of this statement"))
        .with_help(format!("add an ARN of the form {}, or move it elsewhere", forms_of(forms)))
}

fn forms_of(forms: &[ResourceType]) -> String {
    let mut arns: Vec<&str> = forms.iter().map(|f| f.arn).collect();
    arns.dedup();
    listed(arns.get(..arns.len().min(MOST_LISTED)).unwrap_or_default(), "or")
}

pub(crate) fn not_an_arn(text: &str, why: &str, span: Span) -> Diagnostic {
    E7092
        .at(span, "not an ARN", format!("`{text}` isn't an ARN: {why}"))
        .with_help("write `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`, or `*` for everything".to_owned())
}

pub(crate) fn part_of_arn(
    text: &str,
    part: &str,
    found: &str,
    expected: &str,
    words: &[String],
    span: Span,
) -> Diagnostic {
    let message = format!("the {part} of `{text}` can't be `{found}`: expected {expected}");
    let problem = E7092.at(span, format!("the {part} is wrong"), message);
    match similar(found, words.iter().map(String::as_str)) {
        Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
        None => problem,
    }
}

pub(crate) fn unknown_operator(name: &str, words: &[&str], beside: &[&str], span: Span) -> Diagnostic {
    let problem = E7093
        .at(span, "no such operator", format!("conditions have no operator `{name}`"))
        .with_help("operators are such as `StringEquals`, `ArnLike` and `Bool`".to_owned());
    guessed(problem, name, words, beside)
}

pub(crate) fn unknown_condition_key(key: &str, words: &[&str], beside: &[&str], span: Span) -> Diagnostic {
    let problem = E7093
        .at(span, "no such key", format!("there is no condition key `{key}`"))
        .with_help("keys are such as `aws:SourceIp`, and those of the service of the action".to_owned());
    guessed(problem, key, words, beside)
}

/// With what was meant; as an edit only if that doesn't stand beside it already.
fn guessed(problem: Diagnostic, found: &str, words: &[&str], beside: &[&str]) -> Diagnostic {
    match similar(found, words.iter().copied()) {
        Some(meant) if beside.contains(&meant) => problem.with_help(format!("did you mean `{meant}`?")),
        _ => problem.with_guess(found, words.iter().copied()),
    }
}

/// `free`: whether the other operator isn't there already.
pub(crate) fn literal_wildcard(
    operator: &str,
    like: &str,
    free: bool,
    value: &str,
    (span, at): (Span, Span),
) -> Diagnostic {
    let message = format!("`{operator}` takes `{value}` literally: the condition never holds as it is meant");
    let problem = E7094
        .at(span, "reads no wildcards", message)
        .with_label(at, "has a wildcard")
        .with_help(format!("write `{like}`"));
    if free { problem.with_replacement(operator, like) } else { problem }
}

pub(crate) fn operator_of_another_sort(
    operator: &str,
    key: &str,
    (is, better): (&str, &str),
    span: Span,
) -> Diagnostic {
    E7095
        .at(span, format!("is {is}"), format!("`{operator}` can't compare `{key}`, which is {is}"))
        .with_help(format!("use an operator such as `{better}`"))
}

pub(crate) fn value_of_condition(operator: &str, value: &str, expected: &str, span: Span) -> Diagnostic {
    E7095.at(
        span,
        "not of this form",
        format!("`{operator}` can't compare with `{value}`: expected {expected}"),
    )
}

pub(crate) fn key_of_another_service(key: &str, actions: &[&str], span: Span) -> Diagnostic {
    let which = if actions.len() == 1 { "the action" } else { "the actions" };
    E7093
        .at(
            span,
            "never has a value",
            format!("`{key}` is a condition key of another service than that of {which}"),
        )
        .with_help("use a key of the service itself, or one that begins with `aws:`".to_owned())
}

pub(crate) fn key_of_no_action(key: &str, actions: &[&str], span: Span) -> Diagnostic {
    let which = match actions {
        [only] => format!("`{only}`"),
        _ => "any action of this statement".to_owned(),
    };
    W7096
        .at(span, "never has a value", format!("a request for {which} has no `{key}`"))
        .with_help("move the condition to the actions that have it, or remove it".to_owned())
}

pub(crate) fn unknown_subject(text: &str, meant: &str, span: Span, made: Span) -> Diagnostic {
    E7101
        .at(span, "nothing is called so", format!("no document makes the service account of `{text}`"))
        .with_label(made, "this one is made")
        .with_help(format!("did you mean `{meant}`?"))
        .with_replacement(text, meant)
}

pub(crate) fn role_without_account(arn: &str, subject: &str, span: Span, trust: Span) -> Diagnostic {
    E7101
        .at(
            span,
            "is the role of a service account",
            format!("the trust policy of `{arn}` doesn't let `{subject}` in"),
        )
        .with_label(trust, "lets others in")
        .with_help(format!("add `{subject}` to the subjects of the trust policy, or name another role"))
}

pub(crate) fn not_a_principal(text: &str, expected: &str, meant: Option<String>, span: Span) -> Diagnostic {
    let problem =
        E7097.at(span, "nobody is called so", format!("`{text}` can't be a principal: expected {expected}"));
    match meant {
        Some(meant) => problem.with_help(format!("did you mean `{meant}`?")).with_replacement(text, &meant),
        None => problem,
    }
}

pub(crate) fn needs_a_provider(action: &str, span: Span, at: Span) -> Diagnostic {
    E7097
        .at(span, "no identity provider", format!("`{action}` is for principals of an identity provider"))
        .with_label(at, "allowed here")
        .with_help("write `{ Federated = … }` with the ARN of the provider".to_owned())
}

pub(crate) fn needs_a_token(action: &str, instead: &[&str], span: Span) -> Diagnostic {
    E7097
        .at(span, "not for them", format!("principals of an identity provider can't do `{action}`"))
        .with_help(format!("write {}", listed(instead, "or")))
}

pub(crate) fn other_issuer(key: &str, meant: &[String], span: Span, provider: Span) -> Diagnostic {
    let problem = E7097
        .at(span, "another provider", format!("`{key}` is a key of another identity provider"))
        .with_label(provider, "the principal is of this one");
    match meant {
        [only] => problem.with_help(format!("write `{only}`")),
        _ => problem,
    }
}

pub(crate) fn allows_all_but(key: &str, span: Span) -> Diagnostic {
    W7098
        .at(
            span,
            "everything else",
            format!("`{key}` with `Allow` allows all that isn't named, also what comes later"),
        )
        .with_help(format!("name what is allowed, or write `{key}` with `Deny`"))
}

pub(crate) fn open_to_everyone(span: Span) -> Diagnostic {
    W7098
        .at(span, "everyone", "this statement lets in everyone who has an account of AWS, or none")
        .with_help("name who is meant, or say by a `Condition` from where".to_owned())
}

pub(crate) fn allows_everything(span: Span) -> Diagnostic {
    W7098
        .at(span, "everything", "this statement allows every action on everything")
        .with_help("name the actions that are needed".to_owned())
}

pub(crate) fn passes_all_roles(span: Span) -> Diagnostic {
    W7098
        .at(
            span,
            "of any role",
            "this statement allows to hand any role to any service, those with more rights too",
        )
        .with_help(
            "name the roles, or say by a `Condition` of `iam:PassedToService` to which service".to_owned(),
        )
}
