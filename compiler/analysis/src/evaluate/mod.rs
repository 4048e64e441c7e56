//! Tree and declarations to graph.
//!
//! First which resources exist ([`instances`]), then what they hold. Everything is computed on demand and once; a value
//! that needs itself is an error that shows the way round. What was reported before is passed over in silence.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use diagnostics::{Diagnostic, Span};
use graph::{ResourceId, SecretId, Value};
use indexmap::IndexMap;
use syntax::tree::Docs;

use crate::declarations::Declarations;
use crate::problems::evaluation as problems;
use crate::program::{DefId, ModuleId};
use crate::types::{KindId, Type};

mod attributes;
mod budget;
mod calls;
mod catalogues;
mod checks;
mod coerce;
mod documents;
mod entries;
mod expression;
mod files;
mod holes;
mod instances;
mod operators;
mod order;
mod params;
mod parts;
mod patches;
mod place;
mod result;
mod rounds;
mod secrets;
mod steps;
mod text;

pub(crate) use files::Files;
pub(crate) use operators::{number, too_late};
pub(crate) use params::{Environment, Lent};
pub(crate) use result::evaluate;
pub(crate) use text::{camel, is_placeholder};

use holes::Holes;
use instances::Instance;

/// What an evaluation gives.
pub(crate) type Eval<T = Value> = Result<T, Stop>;

/// Why there is no value.
#[derive(Debug, Clone)]
pub(crate) enum Stop {
    /// Something was reported, now or before.
    Reported,
    /// It depends on holes.
    Hole(Rc<Holes>),
    /// It depends on something that nobody knows yet.
    Undecided(Box<Undecided>),
}

impl Stop {
    /// A value that was looked into where it became late is needed by what looked into it.
    pub(crate) fn needed_at(mut self, span: Span) -> Self {
        if let Self::Undecided(undecided) = &mut self
            && undecided.at == undecided.because
        {
            undecided.at = span;
        }
        self
    }
}

/// What nobody knows yet.
#[derive(Debug, Clone)]
pub(crate) struct Undecided {
    /// The operation that wanted to know it.
    pub(crate) at: Span,
    /// Where it became late, or absent.
    pub(crate) because: Span,
    /// In words: a late value of a stage, or an absent value.
    pub(crate) what: String,
}

/// Whether it is known which resources exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Not yet: `all(…)` can't be asked for.
    Finding,
    /// Yes.
    Holding,
}

/// Evaluates one program.
pub(crate) struct Evaluator<'p> {
    pub(crate) declarations: &'p Declarations<'p>,
    pub(crate) files: &'p Files<'p>,
    /// What is being compiled, if the spec has environments.
    environment: Option<Environment<'p>>,
    /// What it takes from another one.
    lent: Option<Lent<'p>>,
    params: RefCell<IndexMap<params::Key, graph::Param>>,
    /// By resource id.
    instances: RefCell<Vec<Rc<Instance<'p>>>>,
    /// The resources that aren't inside another.
    top: RefCell<Top<'p>>,
    deployment: RefCell<Option<Rc<Instance<'p>>>>,
    values: RefCell<HashMap<DefId, Slot>>,
    secrets: RefCell<IndexMap<DefId, graph::Secret>>,
    patterns: RefCell<Patterns>,
    /// What is being computed, outermost first: a name and its place.
    way: RefCell<Vec<Hop<'p>>>,
    /// What the checks that are being decided have read.
    reads: RefCell<Vec<Vec<Read>>>,
    holes: RefCell<IndexMap<Span, holes::Met<'p>>>,
    allowed: RefCell<IndexMap<String, bool>>,
    /// Allowances that name no check, and the check that was meant.
    misspelt: RefCell<IndexMap<String, String>>,
    /// The allowances of values that a catalogue lacks, and that were met.
    met: RefCell<BTreeSet<Span>>,
    /// Whether what loops go over counts as read, too.
    reads_rounds: std::cell::Cell<bool>,
    phase: Cell<Phase>,
    steps: Cell<u64>,
    depth: Cell<u32>,
    exhausted: Cell<bool>,
    weighed: RefCell<budget::Weighed>,
}

/// Resources by kind and label.
type Top<'p> = IndexMap<(KindId, Arc<str>), Rc<Instance<'p>>>;

/// Patterns, compiled once; `None` for one that is none, which was reported.
type Patterns = HashMap<Arc<str>, Option<Rc<regex_lite::Regex>>>;

/// A computed value, or that it is being computed.
#[derive(Debug, Clone)]
enum Slot {
    Busy,
    Done(Eval),
}

/// Something that is being computed.
#[derive(Debug, Clone)]
struct Hop<'p> {
    name: String,
    span: Span,
    /// For an attribute: the resource that holds it.
    resource: Option<Rc<Instance<'p>>>,
    /// For an attribute or a parameter: what is expected of it.
    expected: Option<Type<'p>>,
    /// For an attribute or a parameter: what is said of it.
    docs: Option<&'p Docs>,
    /// The keys of the records inside it that lead to what is being looked at.
    keys: Vec<Arc<str>>,
}

impl Hop<'_> {
    /// Something with a name, of which nothing else is known.
    fn new(name: impl Into<String>, span: Span) -> Self {
        Self { name: name.into(), span, resource: None, expected: None, docs: None, keys: Vec::new() }
    }
}

/// Something that a check read.
#[derive(Debug, Clone)]
struct Read {
    path: String,
    value: Value,
}

/// Where an expression is evaluated.
#[derive(Debug, Clone)]
pub(crate) struct Scope<'p> {
    locals: Option<Rc<Local>>,
    owner: Option<Rc<Instance<'p>>>,
    module: ModuleId,
    /// In messages, sizes and durations are shown as a person writes them.
    shown: bool,
}

/// A loop variable or parameter.
#[derive(Debug)]
struct Local {
    name: Arc<str>,
    value: Value,
    before: Option<Rc<Local>>,
}

impl<'p> Scope<'p> {
    fn of_module(module: ModuleId) -> Self {
        Self { locals: None, owner: None, module, shown: false }
    }

    fn of_instance(instance: &Rc<Instance<'p>>) -> Self {
        let module = instance.kind.module;
        Self { locals: None, owner: Some(Rc::clone(instance)), module, shown: false }
    }

    fn with(&self, name: &Arc<str>, value: Value) -> Self {
        let local = Local { name: name.clone(), value, before: self.locals.clone() };
        Self { locals: Some(Rc::new(local)), ..self.clone() }
    }

    fn for_message(&self) -> Self {
        Self { shown: true, ..self.clone() }
    }

    fn local(&self, name: &str) -> Option<&Value> {
        let mut next = self.locals.as_deref();
        while let Some(local) = next {
            if &*local.name == name {
                return Some(&local.value);
            }
            next = local.before.as_deref();
        }
        None
    }
}

impl<'p> Evaluator<'p> {
    pub(crate) fn new(
        declarations: &'p Declarations<'p>,
        files: &'p Files<'p>,
        environment: Option<Environment<'p>>,
        lent: Option<Lent<'p>>,
    ) -> Self {
        Self {
            declarations,
            files,
            environment,
            lent,
            params: RefCell::default(),
            instances: RefCell::default(),
            top: RefCell::default(),
            deployment: RefCell::default(),
            values: RefCell::default(),
            secrets: RefCell::default(),
            patterns: RefCell::default(),
            way: RefCell::default(),
            reads: RefCell::default(),
            holes: RefCell::default(),
            allowed: RefCell::default(),
            misspelt: RefCell::default(),
            met: RefCell::default(),
            reads_rounds: std::cell::Cell::default(),
            phase: Cell::new(Phase::Finding),
            steps: Cell::new(0),
            depth: Cell::new(0),
            exhausted: Cell::new(false),
            weighed: RefCell::default(),
        }
    }

    /// Reports a mistake; there is no value.
    pub(crate) fn fail<T>(&self, diagnostic: Diagnostic) -> Eval<T> {
        self.declarations.report(diagnostic);
        Err(Stop::Reported)
    }

    /// A state that the type checker should have refused: passed over in silence if anything was reported, else said
    /// to be a mistake of the compiler.
    pub(crate) fn bug<T>(&self, span: Span, what: &str) -> Eval<T> {
        if !self.declarations.has_errors() {
            self.declarations.report(problems::internal(span, what));
        }
        Err(Stop::Reported)
    }

    /// A value that is needed now: what nobody knows yet becomes an error.
    pub(crate) fn decided<T>(&self, result: Eval<T>) -> Eval<T> {
        match result {
            Err(Stop::Undecided(undecided)) => self.fail(problems::undecided(&undecided)),
            other => other,
        }
    }

    /// The instance of a resource id, which came from this evaluator.
    pub(crate) fn instance(&self, id: ResourceId) -> Option<Rc<Instance<'p>>> {
        self.instances.borrow().get(id.0 as usize).cloned()
    }

    /// Computes something once. `name` and `span` are shown if it needs itself.
    fn hop<T>(&self, hop: Hop<'p>, compute: impl FnOnce() -> Eval<T>) -> Eval<T> {
        self.way.borrow_mut().push(hop);
        // What it reads is its own affair: a check that asks for it has read it, whether it is computed now or was before.
        let tracked = !self.reads.borrow().is_empty();
        if tracked {
            self.reads.borrow_mut().push(Vec::new());
        }
        let result = compute();
        if tracked {
            self.reads.borrow_mut().pop();
        }
        self.way.borrow_mut().pop();
        result
    }

    /// Reports that `span` needs itself.
    fn circle<T>(&self, span: Span) -> Eval<T> {
        let way = self.way.borrow();
        let start = way.iter().position(|h| h.span == span).unwrap_or(0);
        let hops: Vec<_> = way.iter().skip(start).map(|h| (h.name.clone(), h.span)).collect();
        let diagnostic = problems::circle(span, &hops, &|s| self.declarations.program.in_library(s));
        drop(way);
        self.fail(diagnostic)
    }

    /// The pattern, compiled once, that must match a whole string. Patterns were checked when their types were read.
    pub(crate) fn pattern(&self, pattern: &Arc<str>) -> Option<Rc<regex_lite::Regex>> {
        if let Some(known) = self.patterns.borrow().get(pattern) {
            return known.clone();
        }
        let compiled = regex_lite::Regex::new(&format!("^(?:{pattern})$")).ok().map(Rc::new);
        self.patterns.borrow_mut().insert(pattern.clone(), compiled.clone());
        compiled
    }

    /// File and line of a place, for people.
    pub(crate) fn line_of(&self, span: Span) -> String {
        let sources = self.files.sources.borrow();
        let at = sources.locate(span);
        let file = sources.file(at.file);
        file.map_or_else(String::new, |f| format!("{}:{}", f.name, f.lines.line(at.start) + 1))
    }

    fn secret_id(&self, def: DefId) -> Option<SecretId> {
        self.secrets.borrow().get_index_of(&def).and_then(|i| u32::try_from(i).ok()).map(SecretId)
    }
}
