//! Pages on what outputs can be: backends, and stages of values that are known later. They are made from the tables of the backends.

use std::fmt::Write as _;

use backends::{BACKENDS, Backend, FORMATS, STAGES, Stage};

/// The page of a backend or a stage, of all backends, of all stages or of all formats of text.
pub fn page(name: &str) -> Option<String> {
    let listed = match name {
        "backends" => Some(format!("# Backends\n\n{}", backends_table())),
        "stages" => Some(format!("# Stages\n\n{}", stages_table())),
        "formats" => Some(format!("# Formats of tagged text\n\n{}", formats_table())),
        _ => None,
    };
    let backend = BACKENDS.iter().find(|b| b.name == name).map(backend);
    let stage =
        STAGES.iter().find(|s| s.name == name).map(|s| format!("# The stage `{name}`\n\n{}", stage(s)));
    let pages: Vec<String> = [listed, backend, stage].into_iter().flatten().collect();
    (!pages.is_empty()).then(|| pages.join("\n"))
}

/// Everything that has a page here, for suggestions.
pub fn names() -> impl Iterator<Item = &'static str> {
    let lists = ["backends", "stages", "formats"];
    lists.into_iter().chain(BACKENDS.iter().map(|b| b.name)).chain(STAGES.iter().map(|s| s.name))
}

/// All of it, for a reference: tables of backends and formats, and a section for each stage.
pub fn reference() -> String {
    let mut text =
        format!("## Backends\n\n{}\n## Formats of tagged text\n\n{}", backends_table(), formats_table());
    let _ = write!(text, "\n## Stages\n\n{}", stages_table());
    for each in STAGES {
        let _ = write!(text, "\n### `{}`\n\n{}", each.name, stage(each));
    }
    text
}

fn backends_table() -> String {
    let mut text =
        "| backend | what it writes | values of a stage | secrets |\n|---|---|---|---|\n".to_owned();
    for backend in BACKENDS {
        let stages = code_list(backend.stages().iter().copied());
        let stages = if stages.is_empty() { "–" } else { &stages };
        let secrets = if backend.holds_secrets() { "by reference" } else { "–" };
        let _ =
            writeln!(text, "| `{}` | {} | {stages} | {secrets} |", backend.name, cell(backend.description));
    }
    text
}

fn stages_table() -> String {
    let mut text = "| stage | a value is | written as |\n|---|---|---|\n".to_owned();
    for stage in STAGES {
        let _ =
            writeln!(text, "| `{}` | {} | {} |", stage.name, cell(stage.description), code(stage.printed));
    }
    text
}

fn formats_table() -> String {
    let mut text = "| format | what it is |\n|---|---|\n".to_owned();
    for format in FORMATS {
        let _ = writeln!(text, "| `{}` | {} |", format.name, cell(format.description));
    }
    text
}

fn backend(of: &Backend) -> String {
    let mut text =
        format!("# The backend `{0}`\n\n`emit {0} in \"PATH\" …` writes {1}.\n", of.name, of.description);
    let stages = of.stages();
    if !stages.is_empty() {
        let _ = write!(text, "\nIt prints values of {}.\n", code_list(stages.iter().copied()));
    }
    if of.holds_secrets() {
        text += "\nA secret is written as a reference, never by its value.\n";
    } else {
        let _ = write!(text, "\nIt can't hold a secret: {}.\n", of.instead());
    }
    text
}

fn stage(of: &Stage) -> String {
    let mut text = format!("A value of this stage is {}. It stands in {}.\n\n", of.description, of.places);
    let _ = writeln!(text, "- It is written as {}.", code(of.printed));
    for (operation, needs) in of.operations {
        let _ = writeln!(text, "- `{operation}` takes {needs}.");
    }
    if let Some(name) = of.parameter {
        let _ = writeln!(
            text,
            "- `@{0}(\"…\")` names a parameter: {1}. `@{0}` alone makes `{2}` of `region_name`.",
            of.name,
            of.names,
            name("region_name")
        );
    }
    let _ = writeln!(text, "- Literal text arrives as it was written: {}.", of.escapes);
    let _ = writeln!(text, "- A secret: {}.", of.secrets);
    text
}

fn code_list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ")
}

/// Text that may have code in it already.
fn code(text: &str) -> String {
    if text.contains('`') { text.to_owned() } else { format!("`{text}`") }
}

/// What stands in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_backend_and_stage_has_a_page() {
        for name in names() {
            assert!(page(name).is_some_and(|p| p.starts_with("# ")), "{name}");
        }
        let page = page("compose").unwrap();
        assert!(page.contains("The backend `compose`") && page.contains("The stage `compose`"), "{page}");
        assert!(page.contains("`MONGO_PORT`. `@compose` alone makes `REGION_NAME`"), "{page}");
    }
}
