//! Names, kinds, fields, resources and functions that are written but don't exist, or are something else: E2001 to E2006, E2011
//! and E2015, and resources that are declared twice.

use diagnostics::codes::{E2001, E2002, E2003, E2004, E2006, E2011, E2015, E4009};
use diagnostics::{Diagnostic, Edit, Fix, Span, similar};

use crate::types::listed;

/// How many names a help lists before it stops.
const MANY: usize = 12;

/// With the name that was meant, or else all there are, if these are few.
fn guessed<T: AsRef<str>>(problem: Diagnostic, name: &str, names: &[T], what: &str) -> Diagnostic {
    let all: Vec<String> = names.iter().take(MANY).map(|n| format!("`{}`", n.as_ref())).collect();
    let few = !all.is_empty() && names.len() <= MANY;
    let problem = problem.with_help(few.then(|| format!("{what} {}", listed(&all, "and"))));
    problem.with_guess(name, names.iter().map(AsRef::as_ref))
}

pub(crate) fn unknown_name(span: Span, name: &str, resource: Option<&str>, words: &[String]) -> Diagnostic {
    if let Some(ours) = foreign_word(name) {
        return E2001
            .at(span, "no such name", format!("there is no `{name}` here"))
            .with_help(format!("write `{ours}`"))
            .with_fix(format!("write `{ours}`"), span, ours);
    }
    let problem = E2001.at(span, "no such name", format!("there is no `{name}` here"));
    match resource {
        Some(resource) => problem.with_help(format!("name its kind as well: `{resource}`")).with_fix(
            format!("write `{resource}`"),
            span,
            resource,
        ),
        None => problem
            .with_help("declare it, such as with `let`, `param` or `secret`".to_owned())
            .with_guess(name, words.iter().map(String::as_str)),
    }
}

/// `us-west-2`; the text is known unless it is written in an odd way.
pub(crate) fn text_without_quotes(span: Span, text: Option<&str>) -> Diagnostic {
    let (message, help) = match text {
        Some(text) => (format!("`{text}` is text without quotes"), format!("put it in quotes: `\"{text}\"`")),
        None => ("expected a value, found text without quotes".to_owned(), "put it in quotes".to_owned()),
    };
    let quote = |span| Edit { span, text: "\"".to_owned() };
    let edits = vec![quote(span.at_start()), quote(span.at_end())];
    let mut problem = E2001.at(span, "no names of values", message).with_help(help);
    problem.fix = Some(Fix { title: "put it in quotes".to_owned(), edits });
    problem
}

/// `EXAMPLED539D4633E53DE1B71EXAMPLE`, where a string is expected.
pub(crate) fn word_without_quotes(span: Span, word: &str) -> Diagnostic {
    E2001
        .at(span, "no such name", format!("there is no `{word}` here"))
        .with_help(format!("put it in quotes if it is text: `\"{word}\"`"))
}

/// `logs bucket { … }`
pub(crate) fn swapped_words(head: Span, first: &str, second: &str) -> Diagnostic {
    let instead = format!("{second} {first}");
    E2002
        .at(head, "the other way round", format!("a resource begins with its kind, and `{second}` is one"))
        .with_help(format!("write `{instead} {{ … }}`"))
        .with_fix(format!("write `{instead}`"), head, instead.clone())
}

/// `bucket.my-logs`
pub(crate) fn label_without_quotes(span: Span, kind: &str, label: &str) -> Diagnostic {
    let instead = format!("{kind}[\"{label}\"]");
    E2001
        .at(
            span,
            "a name with `-`",
            format!("a `{kind}` whose name has a `-` is named in brackets and quotes"),
        )
        .with_help(format!("write `{instead}`"))
        .with_fix(format!("write `{instead}`"), span, instead.clone())
}

/// Whether another language has this word for a value.
pub(crate) fn is_foreign_word(word: &str) -> bool {
    foreign_word(word).is_some()
}

/// What other languages write for values of ours.
fn foreign_word(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "enabled" => Some("true"),
        "false" | "no" | "off" | "disabled" => Some("false"),
        "null" | "nil" | "none" | "undefined" | "nothing" => Some("none"),
        _ => None,
    }
}

pub(crate) fn only_in_kinds(span: Span, word: &str) -> Diagnostic {
    let (message, help) = match word {
        "self" => {
            ("`self` means something only inside a kind", "name the resource itself, such as `bucket.logs`")
        }
        _ => ("this kind has no steps", "declare a `step` in the kind"),
    };
    E2001.at(span, "means nothing here", message).with_help(help.to_owned())
}

pub(crate) fn type_as_value(span: Span, name: &str) -> Diagnostic {
    E2001.at(span, "a type, not a value", format!("`{name}` is a type")).with_help(match name {
        "secret" => "write the name of a secret alone, such as `db_password`".to_owned(),
        _ => "write a value of it here, and the type behind a `:`".to_owned(),
    })
}

pub(crate) fn unknown_in_module(span: Span, module: &str, name: &str, names: &[&str]) -> Diagnostic {
    let problem = E2001.at(span, "no such name", format!("the module `{module}` has no `{name}`"));
    guessed(problem, name, names, "it has")
}

pub(crate) fn kind_as_value(span: Span, kind: &str, label: Option<&str>) -> Diagnostic {
    let example = format!("{kind}.{}", label.unwrap_or("NAME"));
    E2001.at(span, "a kind, not a value", format!("`{kind}` is a kind")).with_help(format!(
        "name one of its resources, such as `{example}`, or all of them with `all({kind})`"
    ))
}

pub(crate) fn module_as_value(span: Span, module: &str) -> Diagnostic {
    E2001
        .at(span, "a module, not a value", format!("`{module}` is a module"))
        .with_help(format!("name something of it: `{module}.NAME`"))
}

pub(crate) fn function_as_value(span: Span, function: &str) -> Diagnostic {
    E2001
        .at(span, "a function, not a value", format!("`{function}` is a function"))
        .with_help(format!("call it: `{function}(…)`"))
}

pub(crate) fn step_as_value(span: Span, step: &str, names: &[&str]) -> Diagnostic {
    let example = names.first().map_or("NAME", |n| n);
    E2001
        .at(span, "not a value", format!("`{step}` is no value by itself"))
        .with_help(format!("name what it finds out, such as `{step}.{example}`"))
}

pub(crate) fn unknown_step(span: Span, step: &str, steps: &[&str]) -> Diagnostic {
    let problem = E2003.at(span, "no such step", format!("there is no step `{step}` in this kind"));
    guessed(problem, step, steps, "its steps are")
}

pub(crate) fn unknown_capture(span: Span, step: &str, name: &str, captures: &[&str]) -> Diagnostic {
    let problem = E2003.at(span, "not captured", format!("the step `{step}` doesn't capture `{name}`"));
    guessed(problem, name, captures, "it captures")
}

pub(crate) fn unknown_field(span: Span, what: &str, name: &str, names: &[String]) -> Diagnostic {
    let problem = E2003.at(span, "no such field", format!("{what} has no field `{name}`"));
    guessed(problem, name, names, "its fields are")
}

/// A field that a kind doesn't have; perhaps one of its blocks was meant.
pub(crate) fn unknown_attribute(
    span: Span,
    kind: &str,
    name: &str,
    fields: &[&str],
    blocks: &[&str],
) -> Diagnostic {
    let problem = unknown_entry(span, &format!("a `{kind}`"), name, fields);
    let block =
        similar(name, blocks.iter().copied()).filter(|_| similar(name, fields.iter().copied()).is_none());
    problem.with_help(block.map(|block| format!("did you mean the block `{block} NAME {{ … }}`?")))
}

pub(crate) fn unknown_entry(span: Span, what: &str, name: &str, names: &[&str]) -> Diagnostic {
    let problem = E2003.at(span, "no such field", format!("{what} has no field `{name}`"));
    guessed(problem, name, names, "its fields are")
}

pub(crate) fn unknown_key(span: Span, name: &str, names: &[&str]) -> Diagnostic {
    let problem = E2003.at(span, "no such key", format!("`{name}` is none of the keys of this map"));
    guessed(problem, name, names, "its keys are")
}

/// `environment` in a spec that has none.
pub(crate) fn no_environments(span: Span, word: &str) -> Diagnostic {
    E2001
        .at(span, "no such name", format!("there is no `{word}` here: the spec declares no environments"))
        .with_help("declare them: `environment staging { … }`".to_owned())
}

/// The same in a test's fragment, whose environments are its own.
pub(crate) fn no_environments_in_a_test(span: Span, word: &str) -> Diagnostic {
    E2001
        .at(span, "no such name", format!("there is no `{word}` here: the test declares no environments"))
        .with_help("put `environment staging { … }` into the test".to_owned())
}

pub(crate) fn unknown_param(span: Span, name: &str, params: &[&str]) -> Diagnostic {
    let problem = E2003
        .at(span, "no such parameter", format!("there is no parameter `{name}`"))
        .with_help(format!("declare it: `param {name}: string`"));
    guessed(problem, name, params, "the parameters are")
}

pub(crate) fn computed_field(span: Span, kind: &str, name: &str) -> Diagnostic {
    E2003
        .at(span, "computed, not given", format!("`{name}` of a `{kind}` is computed by its kind"))
        .with_help("leave it out".to_owned())
}

pub(crate) fn block_as_field(span: Span, kind: &str, name: &str) -> Diagnostic {
    E2003
        .at(span, "a block, not a field", format!("`{name}` of a `{kind}` is a block"))
        .with_help(format!("write it without `=`: `{name} NAME {{ … }}`"))
}

pub(crate) fn unknown_block(
    span: Span,
    kind: &str,
    name: &str,
    blocks: &[&str],
    is_field: bool,
) -> Diagnostic {
    let problem = E2003.at(span, "no such block", format!("a `{kind}` has no block `{name}`"));
    if is_field {
        return problem.with_help(format!("it is a field: write `{name} = …`"));
    }
    guessed(problem, name, blocks, "its blocks are")
}

pub(crate) fn block_in_record(key: Option<&str>, span: Span) -> Diagnostic {
    if let Some(key) = key {
        let message = format!("`{key} {{ … }}` lacks its `=`: a record holds `key = value`");
        return E2011.at(span, "no `=` behind it", message).with_help(format!("write `{key} = {{ … }}`"));
    }
    E2011
        .at(span, "can't stand here", "a resource can't stand in a record or list")
        .with_help("write it as `name = { … }`, or move it out of the braces".to_owned())
}

pub(crate) fn unknown_resource(span: Span, kind: &str, label: &str, labels: &[String]) -> Diagnostic {
    let problem = E2004
        .at(span, "not declared", format!("there is no `{kind}` named `{label}`"))
        .with_help(format!("declare it: `{kind} {label} {{ … }}`"));
    guessed(problem, label, labels, "there are")
}

/// A secret that is referred to as if it were a resource; `all` is the whole reference.
pub(crate) fn secret_as_resource(span: Span, kind: &str, name: &str, all: Span) -> Diagnostic {
    E2004
        .at(span, "a secret, not a resource", format!("there is no `{kind}` named `{name}`"))
        .with_help(format!("write the name of the secret alone: `{name}`"))
        .with_fix(format!("write `{name}`"), all, name)
}

pub(crate) fn unknown_function(span: Span, name: &str, functions: &[String]) -> Diagnostic {
    E2006
        .at(span, "no such function", format!("there is no function `{name}`"))
        .with_help(format!("declare it: `fn {name}(…) -> … = …`"))
        .with_guess(name, functions.iter().map(String::as_str))
}

pub(crate) fn not_a_function(span: Span, name: &str) -> Diagnostic {
    E2006
        .at(span, "not a function", format!("`{name}` is no function"))
        .with_help("leave out the parentheses, or call a function".to_owned())
}

/// `way`: each name with the place where it goes on to the next.
pub(crate) fn recursive_function(span: Span, way: &[(String, Span)]) -> Diagnostic {
    let problem = E2015.at(span, "closes the circle", format!("{} calls itself{}", first(way), round(way)));
    calls(problem, way, "calls")
        .with_help("compute it without recursion: a `for` runs over a list".to_owned())
}

/// `way`: each kind with the place where the next one is declared inside it.
pub(crate) fn made_of_itself(span: Span, way: &[(String, Span)]) -> Diagnostic {
    let problem =
        E2011.at(span, "closes the circle", format!("{} is made of itself{}", first(way), round(way)));
    calls(problem, way, "is made of").with_help("move one of them out of the kind around it".to_owned())
}

fn first(way: &[(String, Span)]) -> String {
    way.first().map(|(name, _)| format!("`{name}`")).unwrap_or_default()
}

/// `: a → b → a`, if there is more than one.
fn round(way: &[(String, Span)]) -> String {
    if way.len() < 2 {
        return String::new();
    }
    let names: Vec<&str> = way.iter().chain(way.first()).map(|(name, _)| name.as_str()).collect();
    format!(": {}", names.join(" → "))
}

fn calls(problem: Diagnostic, way: &[(String, Span)], verb: &str) -> Diagnostic {
    let before = way.split_last().map_or(&[][..], |(_, before)| before);
    let next = way.iter().skip(1).map(|(name, _)| name);
    before
        .iter()
        .zip(next)
        .fold(problem, |p, ((name, span), next)| p.with_label(*span, format!("`{name}` {verb} `{next}`")))
}

/// Two of one name; with one place, both are made by a loop.
pub(crate) fn duplicate_resource(span: Span, kind: &str, label: &str, before: Span) -> Diagnostic {
    let message = format!("there are two resources `{kind}.{label}`");
    if span == before {
        return E4009
            .at(span, "declared more than once", message)
            .with_help("let its name be another one in each round of the loop".to_owned());
    }
    E4009
        .at(span, "declared again", message)
        .with_label(before, "declared here first")
        .with_help("give one of them another name".to_owned())
}
