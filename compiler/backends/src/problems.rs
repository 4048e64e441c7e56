//! What can be wrong with documents: one function per problem, so that wording, labels and help are decided here.

use diagnostics::codes::{E7001, E7002, E7003, E7004, E7005, E7006, E7007, E7009, E7011, E7014, E9001};
use diagnostics::{Diagnostic, Span};
use graph::{Data, Duration, Graph, Late, Secret, Size};

use crate::tables::Stage;

pub(crate) mod cloudformation;
pub(crate) mod eksctl;
pub(crate) mod expectations;
pub(crate) mod iam;
mod inside;
pub(crate) mod k8s;
pub(crate) mod kinds;
pub(crate) mod patches;
pub(crate) mod reading;
pub(crate) mod route53;
pub(crate) mod scripts;
pub(crate) mod stages;
pub(crate) mod typed;

pub(crate) use inside::{unknown_inside, unprintable_inside};

pub(crate) fn unknown_backend(name: &str, span: Span) -> Diagnostic {
    E9001.at(span, "this document", format!("there is no backend `{name}`, and an earlier phase let it pass"))
}

pub(crate) fn nothing_to_write(document: &str, span: Span) -> Diagnostic {
    E7002
        .at(span, "nothing is given here", format!("there is nothing to write into `{document}`"))
        .with_help("put the `emit` under an `if` that says when there is something".to_owned())
}

pub(crate) fn conflict(key: &str, document: &str, first: Span, second: Span) -> Diagnostic {
    let what = if key.is_empty() { format!("`{document}`") } else { format!("`{key}` of `{document}`") };
    E7001
        .at(second, "another value here", format!("{what} is given twice, with different values"))
        .with_label(first, "the first value")
        .with_help("give it once, or write one of the two into another path".to_owned())
}

pub(crate) fn two_writers(path: &str, first: &str, first_span: Span, second: &str, span: Span) -> Diagnostic {
    let message = format!("`{path}` is written by {first}, and by {second} too");
    E7001
        .at(span, "written again here", message)
        .with_label(first_span, "written here first")
        .with_help("choose another path for one of them".to_owned())
}

pub(crate) fn file_and_folder(file: &str, file_span: Span, below: &str, span: Span) -> Diagnostic {
    E7001
        .at(span, "needs a folder", format!("`{file}` can't be a file and the folder of `{below}`"))
        .with_label(file_span, "a file of that name")
        .with_help("choose another path for one of them".to_owned())
}

pub(crate) fn path_outside(path: &str, why: &str, span: Span) -> Diagnostic {
    E7006
        .at(
            span,
            why,
            format!(
                "the path `{path}` {why}: expected a path below the output folder, such as `k8s/app.yaml`"
            ),
        )
        .with_help("write the path relative to `deployment.output`, with `/` between its parts".to_owned())
}

/// A resource, a grant, a range or a file: values that aren't data.
pub(crate) fn unprintable(data: &Data, graph: &Graph, place: &str, span: Span) -> Diagnostic {
    let (what, help) = match data {
        Data::Resource(id) => {
            let resource = graph.resources.get(id.0 as usize);
            let names = || resource.iter().flat_map(|r| r.attributes.entries.keys());
            let best = ["name", "arn", "id"].iter().find(|n| names().any(|k| ***n == **k)).copied();
            let attribute = best.or_else(|| names().next().map(|k| &**k)).unwrap_or("name");
            let kind = resource.map_or("resource", |r| &*r.kind);
            (format!("`{kind}`"), format!("write one of its attributes, such as `.{attribute}`"))
        }
        Data::Grant(_) => ("grant".to_owned(), "make a document of grants with `policy(…)`".to_owned()),
        Data::Range(..) => ("range".to_owned(), "write its `.min` or `.max`".to_owned()),
        Data::File(_) => ("file".to_owned(), "write its `.text`, `.name` or `.sha256`".to_owned()),
        other => (
            other.sort().trim_start_matches("a ").trim_start_matches("an ").to_owned(),
            "write text, a number, a bool, a list or a record".to_owned(),
        ),
    };
    E7002
        .at(span, "not a value of a document", format!("a {what} can't be written into {place}"))
        .with_help(help)
}

pub(crate) fn not_a_text(sort: &str, document: &str, span: Span) -> Diagnostic {
    E7002
        .at(span, "text is expected here", format!("`{document}` must be a text, not {sort}"))
        .with_help("write a string or tagged text, or use `emit json` or `emit yaml`".to_owned())
}

pub(crate) fn not_variables(sort: &str, document: &str, span: Span) -> Diagnostic {
    E7002
        .at(
            span,
            "a record is expected here",
            format!("`{document}` must be a record of variables, not {sort}"),
        )
        .with_help("write `{ NAME = value }`".to_owned())
}

pub(crate) fn not_one_value(sort: &str, name: &str, document: &str, span: Span) -> Diagnostic {
    E7002
        .at(
            span,
            "not a single value",
            format!("`{name}` of `{document}` must be a string, a number or a bool, not {sort}"),
        )
        .with_help("join a list with `join(…, \",\")`, or write a record with `json(…)`".to_owned())
}

/// A late value where its stage isn't printed.
pub(crate) fn late_elsewhere(
    late: &Late,
    stage: Option<&'static Stage>,
    place: &str,
    span: Span,
) -> Diagnostic {
    if let Some(stage) = stage.filter(|s| !s.operations.iter().any(|(name, _)| *name == &*late.op)) {
        return unknown_operation(late, stage, span);
    }
    let value = match late.args.as_slice() {
        [] => late.op.to_string(),
        args => {
            let shown: Vec<String> =
                args.iter().map(|a| format!("{:?}", a.as_str().unwrap_or_default())).collect();
            format!("{}({})", late.op, shown.join(", "))
        }
    };
    let message = match stage {
        Some(stage) => format!("`{value}` can't be written into {place}: it is {}", stage.description),
        None => format!("`{value}` can't be written into {place}: it is known to `{}` only", late.stage),
    };
    let help = match (stage, &*late.op) {
        (_, "output") => Some("use `output(…)` in the words of a step".to_owned()),
        (Some(stage), _) => Some(format!("use it in {}, or give a value that is known now", stage.places)),
        (None, _) => None,
    };
    labelled_late(E7003.at(span, "not known yet", message), late, span).with_help(help)
}

fn labelled_late(problem: Diagnostic, late: &Late, span: Span) -> Diagnostic {
    if late.span == span { problem } else { problem.with_label(late.span, "became late here") }
}

pub(crate) fn late_without_text(late: &Late, place: &str, span: Span) -> Diagnostic {
    let message =
        format!("a value of the stage `{}` that isn't a string can't be written into {place}", late.stage);
    labelled_late(E7003.at(span, "not known yet", message), late, span)
        .with_help("capture it as a string, or give a value that is known now".to_owned())
}

pub(crate) fn variable_in_tagged(name: &str, place: &str, span: Span) -> Diagnostic {
    E7003
        .at(
            span,
            "not expanded here",
            format!("the variable `{name}` can't be put into the tagged text of {place}"),
        )
        .with_help(format!("write `${name}`: the shell in the container knows it by its name"))
}

pub(crate) fn late_in_tagged(place: &str, span: Span) -> Diagnostic {
    E7003
        .at(
            span,
            "not known yet",
            format!("a value that a script fills in can't stand in the tagged text of {place}"),
        )
        .with_help("write a plain string, or run the text as a step of the script".to_owned())
}

pub(crate) fn unknown_variable<'a>(
    name: &str,
    variables: impl Iterator<Item = &'a str>,
    place: &str,
    span: Span,
) -> Diagnostic {
    E7003
        .at(
            span,
            "not in `env` before this",
            format!("the container of {place} has no variable `{name}` at this place"),
        )
        .with_help(format!("add `{{ name = {name:?}, … }}` to its `env`, before it is used"))
        .with_guess(name, variables)
}

/// `help` is what the format can hold instead.
pub(crate) fn secret_in_document(secret: &Secret, place: &str, help: &str, span: Span) -> Diagnostic {
    E7004
        .at(span, "a secret", format!("secret `{}` can't be written into {place}", secret.name))
        .with_label(secret.span, "declared here")
        .with_help(help.to_owned())
}

const PASSED_ON: &str = "passed on here";

/// Shows the hops by which a value came, the first one first.
pub(crate) fn with_way(problem: Diagnostic, way: &[Span]) -> Diagnostic {
    way.iter().fold(problem, |problem, &span| {
        let shown = problem.primary.span == span || problem.secondary.iter().any(|l| l.span == span);
        if shown { problem } else { problem.with_label(span, PASSED_ON) }
    })
}

pub(crate) fn data_of_a_secret(key: &str, document: &str, span: Span) -> Diagnostic {
    let message = format!("`{key}` of a Secret can't be written into `{document}`, which is committed");
    E7004.at(span, "would be read by everyone", message).with_help(
        "use `k8s.secret`, which makes a step that reads the values from the environment".to_owned(),
    )
}

pub(crate) fn secret_in_part(secret: &Secret, name: &str, document: &str, span: Span) -> Diagnostic {
    E7004
        .at(
            span,
            "a secret and more",
            format!("secret `{}` can't be a part of `{name}` in `{document}`", secret.name),
        )
        .with_label(secret.span, "declared here")
        .with_help("give it a variable of its own, or end the path in `.sh`".to_owned())
}

pub(crate) fn unit_of_size(size: Size, place: &str, span: Span) -> Diagnostic {
    E7005
        .at(span, "a size without a unit", format!("the size `{size}` has no notation of its own in {place}"))
        .with_help("write `text(…, \"Mi\")`, or a number as in `number(…, \"GiB\")`".to_owned())
}

pub(crate) fn unit_of_duration(duration: Duration, place: &str, span: Span) -> Diagnostic {
    let message = format!("the duration `{duration}` has no notation of its own in {place}");
    E7005
        .at(span, "a duration without a unit", message)
        .with_help("write `text(…, \"s\")`, or a number as in `number(…, \"s\")`".to_owned())
}

pub(crate) fn duplicate_object(object: &str, first: Span, second: Span) -> Diagnostic {
    E7007
        .at(
            second,
            "the same name again",
            format!("{object} is emitted twice: the second would replace the first"),
        )
        .with_label(first, "emitted here first")
        .with_help("give one of them another name or namespace, or emit it once".to_owned())
}

/// What a format asks of a document; the backend has the words.
pub(crate) fn wrong(span: Span, label: &str, message: String) -> Diagnostic {
    E7009.at(span, label, message)
}

/// `a`, `b` and `c`; `joint` is the word before the last one.
fn listed(words: &[&str], joint: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|w| format!("`{w}`")).collect();
    match quoted.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} {joint} {last}", first.join(", ")),
        words => words.concat(),
    }
}

pub(crate) fn long_key(document: &str, span: Span) -> Diagnostic {
    E7011
        .at(
            span,
            "a very long key",
            format!("a key of `{document}` is longer than the 1,024 characters that YAML takes"),
        )
        .with_help("shorten the key".to_owned())
}

pub(crate) fn looks_like_a_placeholder(document: &str, span: Span) -> Diagnostic {
    let message =
        format!("`@{{` can't stand in `{document}`: a script fills values into it, and marks them so");
    E7011
        .at(span, "reads as a placeholder", message)
        .with_help("write it in another way, or into another document".to_owned())
}

pub(crate) fn carriage_return(document: &str, span: Span) -> Diagnostic {
    E7011
        .at(
            span,
            "a carriage return",
            format!("`{document}` can't hold a carriage return: lines end in a line feed alone"),
        )
        .with_help("remove `\\r` from the text".to_owned())
}

pub(crate) fn not_a_variable(name: &str, document: &str, span: Span) -> Diagnostic {
    let message = format!(
        "`{name}` can't be a variable of `{document}`: expected letters, digits and `_`, and no digit first"
    );
    E7011.at(span, "not a name of a variable", message).with_help("rename the key".to_owned())
}

pub(crate) fn not_for_both(name: &str, document: &str, why: &str, span: Span) -> Diagnostic {
    E7011
        .at(
            span,
            format!("holds {why}"),
            format!("`{name}` of `{document}` holds {why}, which bash and Compose read differently"),
        )
        .with_help("write the value in another way, or end the path in `.sh`".to_owned())
}

pub(crate) fn unclosed_shell(open: &str, span: Span) -> Diagnostic {
    E7011
        .at(span, "ends before it is closed", format!("this text of the shell leaves {open} open"))
        .with_help(format!("close {open}"))
}

pub(crate) fn other_format(found: &str, expected: &str, span: Span) -> Diagnostic {
    E7002
        .at(
            span,
            "of another format",
            format!("text of the format `{found}` can't be put into text of `{expected}`"),
        )
        .with_help(format!("write it as `{expected}\"…\"`, or as a plain string to have it quoted"))
}

pub(crate) fn break_in_comment(span: Span) -> Diagnostic {
    E7011
        .at(span, "has several lines", "a value with a line break can't be put into a comment of the shell")
        .with_help("leave it out of the comment".to_owned())
}

pub(crate) fn late_in_quoted_heredoc(span: Span) -> Diagnostic {
    E7011
        .at(span, "not expanded here", "a variable can't be put into a heredoc whose delimiter is quoted")
        .with_help("write the delimiter without quotes".to_owned())
}

/// Literal text that the reader of a document would take for something else, and that can't be escaped there.
pub(crate) fn not_literal(text: &str, place: &str, span: Span) -> Diagnostic {
    E7014
        .at(span, "would be expanded", format!("`{text}` can't be written into {place} as it is"))
        .with_help("write it in another way".to_owned())
}

/// A late function of a known stage that nobody prints.
pub(crate) fn unknown_operation(late: &Late, stage: &'static Stage, span: Span) -> Diagnostic {
    let names: Vec<&str> = stage.operations.iter().map(|(name, _)| *name).collect();
    let message = format!("the stage `{}` has no value `{}`", stage.name, late.op);
    let all = format!("its values are {}", listed(&names, "and"));
    labelled_late(E7003.at(span, "can't be printed", message), late, span)
        .with_help(all)
        .with_guess(&late.op, names.iter().copied())
}
