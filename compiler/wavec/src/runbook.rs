//! The run-book of a deployment: its steps in order, as Markdown, with commands that can be pasted and the lines of the spec
//! that they come from.
//!
//! Knows how a run-book reads. What is to be pasted is decided by the crate `backends`.

use std::fmt::Write as _;

use backends::{Part, Runbook, Task};
use diagnostics::{Sources, Span};
use graph::{Graph, Resource, ResourceId};

/// How every run-book begins: what has this line may be written over by the next one.
pub const MARK: &str = "<!-- Made by wavec";

/// The run-book of a deployment in which there is no mistake, in one of its environments.
pub fn markdown(graph: &Graph, sources: &Sources) -> String {
    let book = backends::runbook(graph, sources);
    let page = Page { graph, sources };
    let mut text = page.head(&book);
    let mut number = 0;
    for part in &book.parts {
        text += &page.part(part, &mut number);
    }
    if book.parts.is_empty() {
        text += "\nThis deployment has no steps.\n";
    }
    text
}

struct Page<'a> {
    graph: &'a Graph,
    sources: &'a Sources,
}

impl Page<'_> {
    fn head(&self, book: &Runbook) -> String {
        let spec = &*self.graph.spec;
        let deployment = self.graph.resources.iter().find(|r| &*r.kind == "deployment");
        let name = deployment.map_or(&*self.graph.spec, |d| &*d.label);
        let mut text =
            format!("{MARK} from {}. Don't edit: change the spec and make it anew. -->\n\n", harmless(spec));
        let environment = self.graph.environment.as_ref().map(|e| format!(" in the environment `{e}`"));
        let _ = writeln!(text, "# How to deploy `{name}`{}\n", environment.unwrap_or_default());
        text += "All steps, in order. After `wavec build`, paste the commands one block after another into one bash, ";
        text += "in the folder of the spec. Stop where one fails: each can be run again.\n";
        let _ = writeln!(text, "Below each title stand the lines of `{spec}` that the step comes from.");
        text += "\n## Before you start\n";
        text += &deployment.map(|d| self.account(d)).unwrap_or_default();
        if !book.tools.is_empty() {
            let tools: Vec<String> = book.tools.iter().map(|tool| format!("`{tool}`")).collect();
            let _ = writeln!(text, "\nThese programs must be installed: {}.", tools.join(", "));
        }
        text += &self.secrets(book);
        if book.fills {
            text += "\nSome documents are filled in on the way. Their copies go here:\n";
            text += &fenced("filled=$(mktemp -d)");
        }
        text
    }

    /// Where everything goes.
    fn account(&self, deployment: &Resource) -> String {
        let value = |name: &str| {
            let value = deployment.attributes.get(name)?;
            let line = self.lines(&[value.span]).first().cloned();
            let line = line.map(|l| format!(" ({l})")).unwrap_or_default();
            Some(format!("the {name} `{}`{line}", value.as_str()?))
        };
        let values: Vec<String> = ["account", "region"].into_iter().filter_map(value).collect();
        if values.is_empty() { String::new() } else { format!("\nThis is for {}.\n", values.join(" and ")) }
    }

    fn secrets(&self, book: &Runbook) -> String {
        let secrets: Vec<_> =
            book.secrets.iter().filter_map(|id| self.graph.secrets.get(id.0 as usize)).collect();
        if secrets.is_empty() {
            return String::new();
        }
        let mut text = "\nSecrets are taken from variables, and shown nowhere. Set each one with `read -rs NAME`, which asks for it:\n\n".to_owned();
        for secret in &secrets {
            let line = self.lines(&[secret.span]).first().map(|l| format!(" ({l})")).unwrap_or_default();
            let _ = writeln!(text, "- `{}`: the secret `{}`{line}", secret.variable, secret.name);
        }
        let checks: Vec<String> = secrets.iter().map(|s| format!("\"${{{}:?}}\"", s.variable)).collect();
        text += "\nThis says which one is missing:\n";
        text + &fenced(&format!(": {}", checks.join(" ")))
    }

    fn part(&self, part: &Part, number: &mut usize) -> String {
        let mut text = format!("\n## {}\n\n", title_of(&part.script));
        if part.by_hand {
            text += "No script does these steps.\n";
        } else {
            let _ = writeln!(text, "`{}` does these steps, too.", part.script);
        }
        for task in &part.steps {
            *number += 1;
            text += &self.task(task, *number);
        }
        text
    }

    fn task(&self, task: &Task, number: usize) -> String {
        let mut text = format!("\n### {number}. {}\n", spoken(&task.title));
        let lines = match self.lines(&task.places) {
            lines if lines.is_empty() => self.line_of(task.resource).into_iter().collect(),
            lines => lines,
        };
        if !lines.is_empty() {
            let _ = writeln!(text, "\n{}", lines.join(", "));
        }
        if let Some(note) = &task.note {
            let _ = writeln!(text, "\n{note}");
        }
        if !task.code.trim().is_empty() {
            text += &fenced(&task.code);
        }
        text
    }

    /// The lines of the user's that these places are in, in order, each once.
    fn lines(&self, places: &[Span]) -> Vec<String> {
        let mut lines = Vec::new();
        for place in places.iter().filter(|p| !p.is_empty() && !self.sources.in_library(**p)) {
            let at = self.sources.locate(*place);
            let Some(file) = self.sources.file(at.file) else { continue };
            let line = (file.name.clone(), file.lines.position(at.start).line + 1);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines.into_iter().map(|(file, line)| format!("`{file}:{line}`")).collect()
    }

    /// The line of the resource of the spec that a step belongs to, however deep in it.
    fn line_of(&self, resource: Option<ResourceId>) -> Option<String> {
        let found = |id: ResourceId| self.graph.resources.get(id.0 as usize);
        let mut resource = found(resource?)?;
        while let Some(outer) = resource.parent.and_then(found) {
            resource = outer;
        }
        self.lines(&[resource.span]).into_iter().next()
    }
}

/// `out/deploy.sh` as `Deploy`.
fn title_of(script: &str) -> String {
    let name = script.rsplit('/').next().unwrap_or(script);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut letters = stem.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    spoken(&format!("{first}{}", letters.as_str()))
}

/// Text that has no meaning in Markdown.
fn spoken(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '*' | '_' | '<' | '[' | '\\') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

/// Text that ends no comment.
fn harmless(text: &str) -> String {
    text.replace("--", "- -").replace(char::is_control, "?")
}

/// A block of commands, in a fence that nothing in it closes.
fn fenced(code: &str) -> String {
    let mut fence = "```".to_owned();
    while code.contains(&fence) {
        fence.push('`');
    }
    format!("\n{fence}bash\n{code}\n{fence}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_is_longer_than_those_in_the_code() {
        assert_eq!(fenced("ls"), "\n```bash\nls\n```\n");
        assert!(fenced("a ````").starts_with("\n`````bash\n"));
    }

    #[test]
    fn a_script_gives_its_part_a_title() {
        assert_eq!(title_of("out/deploy.sh"), "Deploy");
        assert_eq!(title_of("prepare.md"), "Prepare");
        assert_eq!(spoken("a_b <c>"), "a\\_b \\<c>");
    }
}
