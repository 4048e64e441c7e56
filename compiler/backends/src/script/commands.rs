//! Steps as functions of bash: words are quoted, captured values are variables, outputs are paths from the script's folder.

use std::collections::BTreeSet;

use diagnostics::Span;
use graph::{Capture, Command, Data, Late, Part, PartKind, SecretId, Step, Tagged, Text, Value};
use indexmap::{IndexMap, IndexSet};

use super::code::{Code, CodeLine, WIDTH, layout, skip_if, skip_if_all, with_places};
use super::plan::Plan;
use super::{ere, paste, tools};
use crate::context::Context;
use crate::document::Written;
use crate::lines::Lines;
use crate::lower::{Fills, capture_name, placeholder};
use crate::node::Chunk;
use crate::paths;
use crate::problems::{self, scripts};
use crate::shell::scan::indentable;
use crate::shell::{self, Resolve, WordPart, is_variable, quote};

/// Around a function that runs in the script itself.
const BRACES: (char, char) = ('{', '}');

/// What a script turned out to need.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    pub(crate) secrets: IndexSet<SecretId>,
    pub(crate) tools: BTreeSet<String>,
    /// Whether a document is filled, as text in quotes, and as it is.
    pub(crate) fills: bool,
    pub(crate) escapes: bool,
    pub(crate) captures: bool,
}

/// Writes the steps of one script.
pub(crate) struct Commands<'a, 'g> {
    plan: &'a Plan<'g>,
    documents: &'a [Written<'g>],
    context: &'a mut Context<'g>,
    pub(crate) needs: Needs,
    /// The step under way, and the captures of its own that are known by now.
    index: usize,
    own: Vec<CaptureKey>,
    /// The documents that the function under way reads, and their lines that fill them.
    filling: IndexMap<String, String>,
    /// Whether people paste the commands in the folder of the spec, rather than run a script.
    pasted: bool,
}

type CaptureKey = crate::lower::CaptureName;

impl<'a, 'g> Commands<'a, 'g> {
    pub(crate) fn new(
        plan: &'a Plan<'g>,
        documents: &'a [Written<'g>],
        context: &'a mut Context<'g>,
    ) -> Self {
        let (needs, filling) = (Needs::default(), IndexMap::new());
        Self { plan, documents, context, needs, index: 0, own: Vec::new(), filling, pasted: false }
    }

    /// For people who paste the commands, in the folder of the spec.
    pub(crate) fn for_pasting(self) -> Self {
        Self { pasted: true, ..self }
    }

    /// The functions of a step.
    pub(crate) fn step(&mut self, index: usize, step: &Step, out: &mut Lines) {
        self.index = index;
        self.own.clear();
        let name = self.plan.name(index);
        if !step.run.is_empty() || step.note.is_some() {
            let unless = step.unless.as_ref().and_then(|c| self.command(c, step.span));
            let single = step.unless.as_ref().is_some_and(is_simple);
            let mut body = Code::default();
            if let Some(unless) = unless {
                body.extend(if single { skip_if(unless) } else { skip_if_all(unless) });
            }
            if let Some(note) = &step.note {
                let note = self.for_people(note, step);
                body.text(&format!("printf '%s\\n' {}", literal(&note)), step.span);
            }
            for command in &step.run {
                body.extend(self.command(command, step.span).unwrap_or_default());
            }
            // What a text of the author's sets, or where it goes, is its own affair.
            let of_author = step.run.iter().any(|c| matches!(c, Command::Shell(_)));
            let brackets = if of_author { ('(', ')') } else { BRACES };
            self.function(&format!("run_{name}"), brackets, body, step, out);
        }
        if !step.captures.is_empty() {
            let mut body = Code::default();
            for capture in &step.captures {
                body.extend(self.capture(capture, step).unwrap_or_default());
                self.own.push((step.name.clone(), capture.name.clone()));
            }
            self.function(&format!("find_{name}"), BRACES, body, step, out);
        }
    }

    /// A step as people paste it: a skip, what it does, and what it finds out.
    pub(crate) fn block(&mut self, index: usize, step: &Step) -> Code {
        self.index = index;
        self.own.clear();
        let unless = step.unless.as_ref().and_then(|c| self.command(c, step.span));
        let mut body = Code::default();
        for command in &step.run {
            let code = self.command(command, step.span).unwrap_or_default();
            body.extend(if matches!(command, Command::Shell(_)) {
                paste::apart(code, step.span)
            } else {
                code
            });
        }
        let mut block = match unless {
            Some(unless) => {
                let simple = step.unless.as_ref().is_some_and(is_simple);
                paste::unless(unless, simple, body, step.span)
            }
            None => body,
        };
        for capture in &step.captures {
            block.extend(self.pasted_capture(capture, step).unwrap_or_default());
            self.own.push((step.name.clone(), capture.name.clone()));
        }
        let mut whole = Code::default();
        for fill in std::mem::take(&mut self.filling).into_values() {
            fill.lines().for_each(|line| whole.text(line, step.span));
        }
        whole.extend(block);
        whole
    }

    fn pasted_capture(&mut self, capture: &Capture, step: &Step) -> Option<Code> {
        let variable = self.plan.capture(&(step.name.clone(), capture.name.clone()))?.1.to_owned();
        let pattern = capture.pattern.as_deref().and_then(ere::translate);
        let code = self.command(&capture.command, capture.span)?;
        Some(paste::capture(&variable, pattern.as_deref(), &seconds(capture.every), code, capture.span))
    }

    /// What a step does, for people.
    pub(crate) fn title(&mut self, step: &Step) -> String {
        self.for_people(&step.title, step)
    }

    /// Text that is printed before anything has run, and that anybody may read.
    pub(crate) fn for_people(&mut self, text: &Text, step: &Step) -> String {
        let mut title = String::new();
        for part in &text.parts {
            let problem = match &part.kind {
                PartKind::Known(text) | PartKind::Named(_, text) => {
                    title.push_str(text);
                    continue;
                }
                PartKind::Late(_) => Some(scripts::late_in_title(part.span)),
                PartKind::Secret(id) => {
                    self.context.secret(*id).map(|s| scripts::secret_in_title(s, part.span))
                }
            };
            if let Some(problem) = problem {
                self.context.report_of(problem, step.resource);
            }
        }
        title
    }

    fn function(&mut self, name: &str, brackets: (char, char), body: Code, step: &Step, out: &mut Lines) {
        out.line("");
        out.line(&format!("{name}() {}", brackets.0));
        for fill in std::mem::take(&mut self.filling).values() {
            out.write_from(&format!("    {fill}"), step.span);
            out.mark_step(step.span, step.resource);
            out.end_line();
        }
        for line in body.lines {
            if !line.fixed && line.chunks.iter().any(|c| !c.text.is_empty()) {
                out.write("    ");
            }
            out.write_chunks(&line.chunks);
            out.mark_step(step.span, step.resource);
            out.end_line();
        }
        out.line(&brackets.1.to_string());
    }

    fn capture(&mut self, capture: &Capture, step: &Step) -> Option<Code> {
        self.needs.captures = true;
        let key = (step.name.clone(), capture.name.clone());
        let variable = self.plan.capture(&key)?.1;
        let pattern = capture.pattern.as_deref().and_then(ere::translate).unwrap_or_else(|| ".".to_owned());
        let words = capture.words.as_deref().unwrap_or("a value");
        let tries = format!("capture {} {}", capture.retry.max(1), seconds(capture.every));
        let head = [tries, literal(&pattern), literal(words)];
        let code = self.command(&capture.command, capture.span)?;
        let mut lines = Code::default();
        if matches!(&capture.command, Command::Words(lists) if lists.len() == 1) {
            lines.text(&format!("{variable}=$("), capture.span);
            for part in broken(&head) {
                lines.text(&format!("    {part} \\"), capture.span);
            }
            lines.extend(code.indented().indented());
            lines.text(")", capture.span);
        } else {
            lines.text("# shellcheck disable=SC2317 # called by its name", capture.span);
            lines.text(&format!("print_{variable}() {{"), capture.span);
            lines.extend(code.indented());
            lines.text("}", capture.span);
            lines.text(&format!("{variable}=$({} print_{variable})", head.join(" ")), capture.span);
        }
        let shown = literal(&format!("    {}: %s\\n", capture.name));
        lines.text(&format!("printf {shown} \"${variable}\""), capture.span);
        Some(lines)
    }

    fn command(&mut self, command: &Command, span: Span) -> Option<Code> {
        match command {
            Command::Words(lists) => {
                let mut pipe = Vec::new();
                for list in lists {
                    pipe.push(self.words(list, span)?);
                }
                Some(layout(&pipe))
            }
            Command::Shell(value) => match &value.data {
                Data::Tagged(tagged) if &*tagged.format == "shell" => self.shell(tagged, value.span),
                data => self.fail(scripts::not_a_word(data, value.span)),
            },
        }
    }

    fn words(&mut self, list: &[Value], span: Span) -> Option<Vec<Vec<Chunk>>> {
        let mut words = Vec::new();
        for (i, value) in list.iter().filter(|v| !v.is_none()).enumerate() {
            let parts = self.word_parts(value, Secrets::Refused)?;
            let first = i == 0;
            if let (true, [WordPart::Literal(tool)]) = (first, parts.as_slice()) {
                self.needs.tools.extend(tools::as_tool(tool));
            }
            let text = if first { quote::command_word(&parts) } else { quote::word(&parts) };
            words.push(with_places(text, value));
        }
        if words.is_empty() { self.fail(scripts::no_command(span)) } else { Some(words) }
    }

    fn shell(&mut self, tagged: &Tagged, span: Span) -> Option<Code> {
        let mut resolve = |value: &Value| self.word_parts(value, Secrets::Named);
        let mut resolve = Resolve { parts: &mut resolve, problems: Vec::new() };
        let rendered = shell::render(tagged, &mut resolve);
        let found = resolve.problems;
        let failed = !found.is_empty();
        for problem in found {
            self.report(problem);
        }
        let chunks = rendered.filter(|_| !failed)?;
        let text: String = chunks.iter().map(|c| c.text.as_str()).collect();
        if let Some(chunk) = chunks.iter().find(|c| c.text.contains('\r')) {
            return self.fail(problems::carriage_return(self.plan.path, chunk.span));
        }
        if text.trim().is_empty() {
            return self.fail(scripts::no_command(span));
        }
        self.needs.tools.extend(tools::in_text(&text));
        let lines = crate::node::Chunks { chunks, filled: false }.by_line();
        let fixed = indentable(&text).into_iter().map(|i| !i);
        let mut code = Code {
            lines: lines.into_iter().zip(fixed).map(|(chunks, fixed)| CodeLine { chunks, fixed }).collect(),
        };
        code.trim();
        code.dedent();
        Some(code)
    }

    /// A value as parts of a word; `None` if it can't be one, which is reported.
    fn word_parts(&mut self, value: &Value, secrets: Secrets) -> Option<Vec<WordPart>> {
        let literal = |text: String| Some(vec![WordPart::Literal(text)]);
        match &value.data {
            Data::Text(text) => {
                let parts: Vec<_> = text.parts.iter().map(|p| self.part(p, secrets)).collect();
                let parts: Vec<WordPart> = parts.into_iter().collect::<Option<Vec<_>>>()?.concat();
                Some(join_literals(parts))
            }
            Data::Bool(b) => literal(b.to_string()),
            Data::Int(n) => literal(n.to_string()),
            Data::Float(x) => literal(format!("{x:?}")),
            Data::Secret(id) => self.secret(*id, value.span, secrets),
            Data::Late(late) => self.late(late, value.span),
            Data::Size(size) => self.fail(scripts::unit_in_command(&size.to_string(), value.span)),
            Data::Duration(duration) => {
                self.fail(scripts::unit_in_command(&duration.to_string(), value.span))
            }
            data => self.fail(scripts::not_a_word(data, value.span)),
        }
    }

    fn part(&mut self, part: &Part, secrets: Secrets) -> Option<Vec<WordPart>> {
        match &part.kind {
            PartKind::Known(text) | PartKind::Named(_, text) if text.contains('\0') => {
                self.fail(scripts::unprintable_word(part.span))
            }
            PartKind::Known(text) | PartKind::Named(_, text) => {
                Some(vec![WordPart::Literal(text.to_string())])
            }
            PartKind::Late(late) => self.late(late, part.span),
            PartKind::Secret(id) => self.secret(*id, part.span, secrets),
        }
    }

    fn secret(&mut self, id: SecretId, span: Span, secrets: Secrets) -> Option<Vec<WordPart>> {
        let secret = self.context.secret(id)?;
        if secrets == Secrets::Refused {
            return self.fail(scripts::secret_in_words(secret, span));
        }
        if !is_variable(&secret.variable) {
            return self.fail(scripts::secret_without_variable(secret));
        }
        self.needs.secrets.insert(id);
        Some(vec![WordPart::Variable(secret.variable.to_string())])
    }

    fn late(&mut self, late: &Late, span: Span) -> Option<Vec<WordPart>> {
        match (&*late.stage, &*late.op) {
            ("script", "output") => self.output(&late.args.first()?.as_str()?, span),
            ("script", "capture") => {
                let name = capture_name(late)?;
                if !self.is_known(&name) {
                    let (step, place) = self.captured_by(&name);
                    return self.fail(scripts::captured_too_late(&name.1, &step, span, place));
                }
                let variable = self.plan.capture(&name)?.1;
                Some(vec![WordPart::Variable(variable.to_owned())])
            }
            (stage, _) => self.fail(scripts::late_in_command(stage, span, late.span)),
        }
    }

    /// The path of an output, or of its copy that is filled.
    fn output(&mut self, path: &str, span: Span) -> Option<Vec<WordPart>> {
        let documents = self.documents;
        let document = documents.iter().find(|d| &*d.document.path == path);
        let scripts = || self.context.graph.steps.iter().filter(|s| !s.is_by_hand()).map(|s| &*s.script);
        if document.is_none() && !scripts().any(|script| script == path) {
            let known = self.context.graph.documents.iter().map(|d| &*d.path).chain(scripts());
            return self.fail(scripts::unknown_output(path, known, span));
        }
        if let Some(document) = document.filter(|d| d.is_filled()) {
            self.fill(document, span)?;
            return Some(vec![
                WordPart::Variable("filled".to_owned()),
                WordPart::Literal(format!("/{path}")),
            ]);
        }
        if self.pasted {
            return Some(vec![WordPart::Literal(paths::in_output(self.context.graph, path))]);
        }
        let below = paths::relative(self.plan.path, path);
        Some(vec![WordPart::Variable("here".to_owned()), WordPart::Literal(format!("/{below}"))])
    }

    fn fill(&mut self, document: &Written<'_>, span: Span) -> Option<()> {
        let path = &*document.document.path;
        let mut call = vec![format!("fill {}", literal(path))];
        let mut pasted = Vec::new();
        for name in document.placeholders.captures.keys() {
            if !self.is_known(name) {
                let (step, place) = self.captured_by(name);
                return self.fail(scripts::filled_too_early(path, &name.1, &step, span, place));
            }
            let variable = self.plan.capture(name)?.1;
            let value = if document.fills() == Fills::Quoted {
                self.needs.escapes = true;
                format!("\"$(escaped \"${variable}\")\"")
            } else {
                format!("\"${variable}\"")
            };
            call.push(format!("{} {value}", quote::single(&placeholder(name))));
            pasted.push(paste::replacement(&placeholder(name), variable, document.fills()));
        }
        self.needs.fills = true;
        let fill = if self.pasted {
            paste::fill(path, &paths::in_output(self.context.graph, path), &pasted)
        } else {
            broken(&call).join(" \\\n    ")
        };
        self.filling.insert(path.to_owned(), fill);
        Some(())
    }

    /// Whether a step of this script that has run by now captures it.
    fn is_known(&self, name: &CaptureKey) -> bool {
        self.plan.capture(name).is_some_and(|(index, _)| index < self.index) || self.own.contains(name)
    }

    /// The step that captures a value, for people, and the place of the capture.
    fn captured_by(&self, (step, capture): &CaptureKey) -> (String, Option<Span>) {
        let found = self.context.graph.steps.iter().find(|s| s.name == *step);
        let place = found.and_then(|s| s.captures.iter().find(|c| c.name == *capture)).map(|c| c.span);
        (step.to_string(), place)
    }

    fn fail<T>(&mut self, problem: diagnostics::Diagnostic) -> Option<T> {
        self.report(problem);
        None
    }

    fn report(&mut self, problem: diagnostics::Diagnostic) {
        let resource = self.plan.steps.get(self.index).and_then(|s| s.resource);
        self.context.report_of(problem, resource);
    }
}

/// Whether a secret can stand in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Secrets {
    /// An argument of a program is seen by every user of the machine.
    Refused,
    /// As the name of its variable.
    Named,
}

/// A word that is known.
fn literal(text: &str) -> String {
    quote::word(&[WordPart::Literal(text.to_owned())])
}

/// The parts of a command on one line, or on one each if that is too long.
fn broken(parts: &[String]) -> Vec<String> {
    let line = parts.join(" ");
    if line.chars().count() <= WIDTH {
        return vec![line];
    }
    let lines = parts.iter().enumerate();
    lines.map(|(i, part)| if i == 0 { part.clone() } else { format!("    {part}") }).collect()
}

/// Pauses as `sleep` takes them.
fn seconds(milliseconds: u64) -> String {
    let fraction = format!(".{:03}", milliseconds % 1_000);
    format!("{}{}", milliseconds / 1_000, fraction.trim_end_matches('0').trim_end_matches('.'))
}

fn join_literals(parts: Vec<WordPart>) -> Vec<WordPart> {
    let mut joined: Vec<WordPart> = Vec::new();
    for part in parts {
        match (joined.last_mut(), part) {
            (Some(WordPart::Literal(before)), WordPart::Literal(text)) => before.push_str(&text),
            (_, part) => joined.push(part),
        }
    }
    joined
}

/// One command, and not `test`, behind which ShellCheck takes a redirection for a comparison.
fn is_simple(command: &Command) -> bool {
    match command {
        Command::Words(lists) => match lists.as_slice() {
            [words] => words.first().and_then(Value::as_str).is_none_or(|w| w != "test" && w != "["),
            _ => false,
        },
        Command::Shell(_) => false,
    }
}
