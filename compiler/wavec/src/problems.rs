//! What can be wrong between the files that a spec gives and the disk. Wording is decided here and nowhere else.

pub(crate) mod in_place;
pub(crate) mod tests;

use diagnostics::{Diagnostic, Span, codes, did_you_mean};
use graph::Graph;

/// A file that the build would write over, and that it didn't write.
pub(crate) fn file_in_the_way(span: Span, path: &str) -> Diagnostic {
    let message = format!("`{path}` exists already, and is not an output of an earlier build");
    codes::E0008
        .at(span, "writes this file", message)
        .with_help(format!("move or delete `{path}`, or give this output another path"))
}

/// A folder, link or device that stands where a file should go.
pub(crate) fn not_a_file(span: Span, path: &str, what: &str) -> Diagnostic {
    let message = format!("`{path}` is {what}, where a file should be written");
    codes::E0008
        .at(span, "writes this file", message)
        .with_help(format!("move or delete `{path}`, or give this output another path"))
}

/// A file that stands where a folder of outputs should be.
pub(crate) fn not_a_folder(span: Span, path: &str) -> Diagnostic {
    let message = format!("`{path}` is a file, where a folder for outputs should be");
    codes::E0008
        .at(span, "writes below it", message)
        .with_help(format!("move or delete `{path}`, or give this output another path"))
}

/// A file of an earlier build that someone has changed since.
pub(crate) fn output_edited(span: Span, path: &str) -> Diagnostic {
    let message = format!("`{path}` was changed after it was built, and the change would be lost");
    codes::E0009
        .at(span, "writes this file", message)
        .with_help("say the change in the spec, then delete the file and build again".to_string())
}

/// A file of an earlier build that is no longer given, and that someone has changed since.
pub(crate) fn stale_output_edited(span: Span, path: &str) -> Diagnostic {
    let message = format!("`{path}` is no longer an output, and was changed after it was built");
    codes::E0009
        .at(span, "", message)
        .with_help(format!("keep `{path}` under another name, or delete it; then build again"))
}

/// A lock that can't be read, so that nobody knows which files are outputs.
pub(crate) fn unreadable_lock(span: Span, path: &str) -> Diagnostic {
    let message = format!("`{path}` can't be read as the lock of an earlier build");
    codes::E0010
        .at(span, "", message)
        .with_help(format!("restore `{path}` from version control, or delete it together with the outputs"))
}

/// An output folder that another spec writes to.
pub(crate) fn folder_of_another_spec(span: Span, lock: &str, other: &str) -> Diagnostic {
    let message = format!("`{lock}` lists the outputs of `{other}`, which would be deleted");
    codes::E0011.at(span, "", message).with_help(format!(
        "give this `deployment` another `output`, or delete `{other}` if this spec replaces it"
    ))
}

/// An output folder that a link leads out of the project.
pub(crate) fn output_outside(span: Span, path: &str) -> Diagnostic {
    let message = format!("`{path}` leads out of the folder of the spec");
    codes::E0003.at(span, "", message).with_help("write outputs below the folder of the spec".to_string())
}

/// An output that has the lock's own path.
pub(crate) fn path_of_the_lock(span: Span, path: &str) -> Diagnostic {
    let message = format!("`{path}` is the path of the lock, which every build writes");
    codes::E7001
        .at(span, "writes the same file", message)
        .with_help("give this output another path".to_string())
}

/// An output folder that depends on the environment.
pub(crate) fn folders_differ(span: Span, one: &Graph, other: &Graph) -> Diagnostic {
    let name = |g: &Graph| g.environment.as_deref().unwrap_or_default().to_owned();
    let message = format!(
        "the outputs go to `{}` in the environment `{}`, and to `{}` in `{}`",
        one.output,
        name(one),
        other.output,
        name(other)
    );
    codes::E7013
        .at(span, "one folder for all of them", message)
        .with_help("let `output` be the same, or end in `/${environment}`".to_string())
}

/// A parameter's name, and in two environments its place and value.
pub(crate) type Differing<'a> = (&'a str, [(Span, String); 2]);

/// An output that two environments give different bytes. `values` are the parameters that made the difference, `way` how each gets a
/// file of its own.
pub(crate) fn environments_differ(
    span: Span,
    path: &str,
    [one, other]: [&str; 2],
    values: &[Differing<'_>],
    (line, [left, right]): (usize, [String; 2]),
    way: &str,
) -> Diagnostic {
    let message = format!("`{path}` is not the same in the environments `{one}` and `{other}`");
    let problem = codes::E7013
        .at(span, "gives this file in both", message)
        .with_note(format!("line {line} is `{left}` in `{one}`, and `{right}` in `{other}`"));
    let names: Vec<String> = values.iter().map(|(name, _)| format!("`{name}`")).collect();
    let help = match names.as_slice() {
        [] => way.to_string(),
        [all @ .., last] => {
            let all = if all.is_empty() { String::new() } else { format!("{} and ", all.join(", ")) };
            format!("{way}, or keep {all}{last} out of it")
        }
    };
    let label = |problem: Diagnostic, (name, [left, right]): &Differing<'_>| {
        // Of several, each says which it is.
        let and = if values.len() == 1 { "and".to_string() } else { format!("`{name}` is") };
        problem
            .with_label(left.0, format!("`{name}` is {} in `{one}`", left.1))
            .with_label(right.0, format!("{and} {} in `{other}`", right.1))
    };
    values.iter().fold(problem, label).with_help(help)
}

/// What is wrong in `wave.toml`, in words; `help` says what would do.
pub(crate) struct WrongSetting {
    pub(crate) label: &'static str,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl WrongSetting {
    /// At its place.
    pub(crate) fn at(self, span: Span) -> Diagnostic {
        codes::E0013.at(span, self.label, self.message).with_help(self.help)
    }

    /// `why`: what the reader of TOML says.
    pub(crate) fn not_toml(why: &str) -> Self {
        let why = why.trim().replace('\n', ", ");
        let message = "the settings can't be read as TOML".to_string();
        Self { label: "ends being TOML", message, help: Some(format!("mend this: {why}")) }
    }

    pub(crate) fn unreadable(why: &str) -> Self {
        let message = format!("`wave.toml` can't be read: {why}");
        Self { label: "", message, help: Some("make it a file that can be read, or remove it".to_string()) }
    }

    pub(crate) fn unknown_key(key: &str, keys: &[&str]) -> Self {
        let known = format!("there is `[{}]`", keys.join("]`, `["));
        let help = did_you_mean(key, keys.iter().copied()).unwrap_or(known);
        Self { label: "no such setting", message: format!("there is no setting `{key}`"), help: Some(help) }
    }

    pub(crate) fn unknown_lint<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Self {
        let list = "`wavec explain` lists all lints".to_string();
        let help = did_you_mean(name, names).unwrap_or(list);
        Self { label: "no such lint", message: format!("there is no lint `{name}`"), help: Some(help) }
    }

    pub(crate) fn always_an_error(name: &str) -> Self {
        let message = format!("`{name}` is an error, and stays one");
        Self { label: "can't be changed", message, help: Some("remove this line".to_string()) }
    }

    pub(crate) fn not_a_table(key: &str) -> Self {
        let message = format!("expected a table of settings for `{key}`");
        let help = Some(format!("write `[{key}]`, and a line for each setting below it"));
        Self { label: "not a table", message, help }
    }

    pub(crate) fn not_a_level(found: Option<&str>, levels: &[&str]) -> Self {
        let listed = levels.iter().map(|l| format!("\"{l}\"")).collect::<Vec<_>>();
        let guess = found.and_then(|found| did_you_mean(found, levels.iter().copied()));
        let help = guess.unwrap_or_else(|| format!("write one of {}", listed.join(", ")));
        let message = match found {
            Some(found) => format!("`{found}` is no level of a lint"),
            None => "expected the level of a lint, a string".to_string(),
        };
        Self { label: "not a level", message, help: Some(help) }
    }
}
