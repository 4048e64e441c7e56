//! Holes: values that nobody has filled in yet, and what waits for them.
//!
//! A hole is a late value of a stage of its own, so that it gets as far as any late value does: into strings, records,
//! documents. What needs to look into one gives another hole, which remembers the ones that it came from. That costs
//! nothing where there is no hole, and tells in the end, for each output, all of the holes that it depends on.

use std::rc::Rc;
use std::sync::Arc;

use diagnostics::Span;
use graph::{Command, Data, HOLE, Late, PartKind, Piece, Step, Text, Value};
use indexmap::IndexSet;
use syntax::tree::{Docs, Item, ItemKind};

use super::instances::{Expanded, Instance};
use super::{Eval, Evaluator, Scope, Stop};
use crate::Purpose;
use crate::problems::evaluation as problems;
use crate::types::Type;

/// The places of holes, in the order in which they were met.
pub(crate) type Holes = IndexSet<Span>;

/// A hole that was met, and the resource whose attribute it is.
#[derive(Debug, Clone)]
pub(crate) struct Met<'p> {
    hole: graph::Hole,
    of: Option<Rc<Instance<'p>>>,
}

impl<'p> Met<'p> {
    /// Says what its place expects.
    pub(super) fn expect(&mut self, ty: &Type<'p>) {
        self.hole.expected = wanted(ty);
    }

    /// Its place is a condition. Unless the attribute around is a bool itself, it isn't the attribute's value.
    fn expect_bool(&mut self) {
        let expected = Type::Bool.describe();
        if self.hole.expected != expected {
            self.hole.attribute = None;
            self.hole.command = None;
            self.hole.expected = expected;
        }
    }
}

impl Stop {
    /// It depends on these holes.
    pub(super) fn holes(holes: Holes) -> Self {
        Self::Hole(Rc::new(holes))
    }
}

impl<'p> Evaluator<'p> {
    /// `<text>`
    pub(super) fn hole(&self, text: &Arc<str>, span: Span) -> Value {
        self.meet(text, span, wanted)
    }

    /// `[<text>]`: of what is expected of the list, its elements count.
    pub(super) fn hole_in_list(&self, text: &Arc<str>, span: Span) -> Value {
        self.meet(text, span, |ty| match ty.present() {
            Type::List(element) => wanted(&element),
            other => wanted(&other),
        })
    }

    fn meet(&self, text: &Arc<str>, span: Span, describe: impl Fn(&Type<'p>) -> String) -> Value {
        let way = self.way.borrow();
        let hop = way.iter().rev().find(|h| h.expected.is_some());
        let new = || Met {
            hole: graph::Hole {
                text: text.clone(),
                attribute: hop.map(|h| h.name.as_str().into()),
                expected: hop
                    .and_then(|h| h.expected.as_ref())
                    .map_or_else(|| "a value".to_owned(), describe),
                command: hop.and_then(|h| h.docs).and_then(command_of),
                outputs: Vec::new(),
                checks: Vec::new(),
                span,
            },
            of: hop.and_then(|h| h.resource.clone()),
        };
        self.holes.borrow_mut().entry(span).or_insert_with(new);
        late_of_holes(text, Vec::new(), span)
    }

    /// What an expression that needs holes gives: a value that nobody knows before they are filled.
    pub(super) fn waiting(&self, result: Eval, span: Span) -> Eval {
        let Err(Stop::Hole(holes)) = result else { return result };
        let texts = self.holes.borrow();
        let one = |hole: &Span| {
            let text = texts.get(hole).map(|m| m.hole.text.clone()).unwrap_or_default();
            late_of_holes(&text, Vec::new(), *hole)
        };
        let text = holes.first().and_then(|h| texts.get(h)).map(|m| m.hole.text.clone()).unwrap_or_default();
        Ok(late_of_holes(&text, holes.iter().map(one).collect(), span))
    }

    /// Refuses to look into values of which a part is a hole.
    pub(crate) fn filled<'v>(&self, values: impl IntoIterator<Item = &'v Value>) -> Eval<()> {
        if self.holes.borrow().is_empty() {
            return Ok(());
        }
        let mut holes = Holes::new();
        values.into_iter().for_each(|v| holes_in(v, &mut holes));
        if holes.is_empty() { Ok(()) } else { Err(Stop::holes(holes)) }
    }

    /// Remembers that an output depends on the holes that a value holds.
    pub(super) fn value_reaches(&self, output: &str, value: &Value) {
        if self.holes.borrow().is_empty() {
            return;
        }
        let mut holes = Holes::new();
        holes_in(value, &mut holes);
        self.reaches(output, &holes);
    }

    /// A condition that is a hole waits for `true` or `false`, whatever the place of the whole expression expects.
    pub(super) fn expect_bool(&self, late: &Late) {
        if late.is_hole()
            && late.args.is_empty()
            && let Some(met) = self.holes.borrow_mut().get_mut(&late.span)
        {
            met.expect_bool();
        }
    }

    /// Remembers that an output depends on the holes.
    pub(super) fn reaches(&self, output: &str, holes: &Holes) {
        self.remember(output, holes, |hole| &mut hole.outputs);
    }

    /// Runs the `if`s and `for`s around items. What depends on holes is left out, and remembered if it is an output.
    pub(super) fn unfold_known(&self, items: &'p [Item], scope: &Scope<'p>) -> Expanded<'p> {
        let mut list = Vec::new();
        for item in items {
            match self.unfold(std::slice::from_ref(item), scope) {
                Ok(items) => list.extend(items),
                Err(Stop::Hole(holes)) => self.reached_if(item, scope, &holes),
                // It was reported.
                Err(_) => {}
            }
        }
        list
    }

    /// Remembers that it depends on holes whether these outputs are written.
    pub(super) fn reached_if(&self, item: &'p Item, scope: &Scope<'p>, holes: &Holes) {
        let path = match &item.kind {
            ItemKind::Emit(emit) => &emit.path,
            ItemKind::Step(step) => &step.script,
            ItemKind::If(branch) => {
                return branch.both().for_each(|inner| self.reached_if(inner, scope, holes));
            }
            _ => return,
        };
        if let Ok(path) = self.eval(path, scope) {
            self.reaches(&self.shown(&path), holes);
        }
    }

    /// Remembers that a script depends on the holes in a step's commands.
    pub(super) fn step_reached(&self, step: &Step) {
        if !self.holes.borrow().is_empty() {
            self.reaches(&step.script, &holes_in_step(step));
        }
    }

    /// Remembers that a check can't be decided before holes are filled.
    pub(super) fn waits(&self, check: &str, holes: &Holes) {
        self.remember(check, holes, |hole| &mut hole.checks);
    }

    /// Puts a name into a list of each of these holes, once.
    fn remember(&self, name: &str, holes: &Holes, list: impl Fn(&mut graph::Hole) -> &mut Vec<Arc<str>>) {
        let mut known = self.holes.borrow_mut();
        for met in holes {
            let Some(Met { hole, .. }) = known.get_mut(met) else { continue };
            let names = list(hole);
            if !names.iter().any(|n| **n == *name) {
                names.push(name.into());
            }
        }
    }

    /// Says of each hole that it is left, and gives all of them for the graph.
    pub(super) fn report_holes(&self, purpose: Purpose) -> Vec<graph::Hole> {
        let met: Vec<Met<'p>> = self.holes.borrow().values().cloned().collect();
        met.into_iter().map(|met| self.report_hole(met, purpose)).collect()
    }

    fn report_hole(&self, met: Met<'p>, purpose: Purpose) -> graph::Hole {
        let command = met.hole.command.as_deref().map(|command| self.completed(command, met.of.as_ref()));
        let hole = graph::Hole { command, ..met.hole };
        let problem = match purpose {
            Purpose::Check => problems::hole_noted(hole.span, &hole.text, &hole.expected),
            Purpose::Build => problems::hole_left(hole.span, &hole.text, &hole.expected),
        };
        self.declarations.report(match &hole.command {
            Some(command) => problem.with_note(format!("this command gives it: {command}")),
            None => problem,
        });
        hole
    }

    /// A command in which `${name}` stands for another field of the same resource, so that it can be pasted.
    fn completed(&self, command: &str, of: Option<&Rc<Instance<'p>>>) -> String {
        let mut pieces = command.split("${");
        let mut completed = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let field = piece.split_once('}');
            let value = field.zip(of).and_then(|((name, _), of)| {
                let index = of.kind.members.get_index_of(name)?;
                self.attribute(of, index, of.span).ok()
            });
            match (field, value) {
                (Some((_, rest)), Some(value)) => {
                    completed += &quoted(&self.shown(&value));
                    completed += rest;
                }
                _ => completed.extend(["${", piece]),
            }
        }
        completed
    }
}

/// What has to be written for a value of a type. People paste strings without their quotes.
fn wanted(ty: &Type<'_>) -> String {
    let quotes = if ty.present().is_string() && ty.literals().is_none() { ", in quotes" } else { "" };
    ty.describe() + quotes
}

/// A word of a shell.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_./:@-".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// The command that gives a value: a line of documentation that begins with `$ `.
fn command_of(docs: &Docs) -> Option<String> {
    docs.lines.iter().find_map(|line| line.text.trim().strip_prefix("$ ").map(str::to_owned))
}

fn late_of_holes(text: &Arc<str>, args: Vec<Value>, span: Span) -> Value {
    let late = Late { stage: HOLE.into(), op: text.clone(), args, pattern: None, span };
    Value::new(Data::Late(Arc::new(late)), span)
}

/// The holes that a late value is, or came from.
pub(crate) fn holes_of(late: &Late, holes: &mut Holes) {
    if late.is_hole() && late.args.is_empty() {
        holes.insert(late.span);
    }
    late.args.iter().for_each(|v| holes_in(v, holes));
}

/// The holes that a value holds.
pub(crate) fn holes_in(value: &Value, holes: &mut Holes) {
    let all = |list: &[Value], holes: &mut Holes| list.iter().for_each(|v| holes_in(v, holes));
    match &value.data {
        Data::Late(late) => holes_of(late, holes),
        Data::Text(text) => holes_in_text(text, holes),
        Data::List(list) => all(list, holes),
        Data::Record(record) => record.entries.values().for_each(|e| holes_in(&e.value, holes)),
        Data::Grant(grant) => {
            all(&grant.actions, holes);
            all(&grant.resources, holes);
            grant.conditions.iter().for_each(|v| holes_in(v, holes));
            all(&grant.include, holes);
        }
        Data::Tagged(tagged) => tagged.pieces.iter().for_each(|p| match p {
            Piece::Value(value) => holes_in(value, holes),
            Piece::Literal(..) => {}
        }),
        _ => {}
    }
}

fn holes_in_text(text: &Text, holes: &mut Holes) {
    for part in &text.parts {
        if let PartKind::Late(late) = &part.kind {
            holes_of(late, holes);
        }
    }
}

/// The holes that a step's commands hold.
fn holes_in_step(step: &Step) -> Holes {
    let mut holes = Holes::new();
    let captured = step.captures.iter().map(|c| &c.command);
    for command in step.run.iter().chain(&step.unless).chain(captured) {
        match command {
            Command::Words(lists) => lists.iter().flatten().for_each(|v| holes_in(v, &mut holes)),
            Command::Shell(value) => holes_in(value, &mut holes),
        }
    }
    holes_in_text(&step.title, &mut holes);
    holes
}
