//! Parameters: which value each has in this environment, and the names that it has in stages.

use std::sync::Arc;

use diagnostics::Span;
use graph::{Data, Param, ParamId, Part, PartKind, StageName, Text, Value};
use syntax::tree::{self, EntryKind, Expr, ItemKind, Stage};

use super::instances::Instance;
use super::{Eval, Evaluator, Hop, Scope, Stop};
use crate::declarations::FieldInfo;
use crate::problems::evaluation as problems;
use crate::program::{DefId, ModuleId, Program};
use crate::types::Type;

/// An environment, and the module that it stands in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Environment<'p> {
    pub(crate) module: ModuleId,
    pub(crate) tree: &'p tree::Environment,
}

/// What one environment takes from another.
#[derive(Debug, Clone)]
pub(crate) struct Lent<'p> {
    pub(crate) from: Environment<'p>,
    /// A parameter; absent for the environment's name.
    pub(crate) parameter: Option<Arc<str>>,
}

/// What has a name in stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Param(DefId),
    /// A field of a resource, by its index in the kind.
    Field(graph::ResourceId, usize),
}

impl<'p> Environment<'p> {
    /// What it gives to a parameter.
    pub(crate) fn value_of(&self, program: &Program, def: DefId) -> Option<&'p Expr> {
        self.tree.body.iter().find_map(|entry| match &entry.kind {
            EntryKind::Pair(key, value) => {
                let name = match key {
                    tree::Key::Word(name) => name.text.clone(),
                    tree::Key::Text(text) => crate::lower::literal(text),
                };
                (program.param(self.module, &name) == Some(def)).then_some(value)
            }
            _ => None,
        })
    }
}

impl<'p> Evaluator<'p> {
    /// Computes all parameters of the spec, in order of declaration, whether something reads them or not.
    pub(super) fn find_params(&self) {
        let program = self.declarations.program;
        for (id, module) in (0..).map(ModuleId).zip(&program.modules) {
            for item in &module.items {
                let ItemKind::Param(param) = &item.kind else { continue };
                if let Some(def) = program.param(id, &param.name.text) {
                    self.param_id(Key::Param(def), || blank(&param.name.text, param.name.span));
                    // What goes wrong was reported.
                    drop(self.decided(self.param(def, param.name.span)));
                }
            }
        }
    }

    /// All that have a name or a value from outside; ids are indices.
    pub(super) fn all_params(&self) -> Vec<Param> {
        self.params.borrow().values().cloned().collect()
    }

    /// A parameter: what the command line gives it, else what the environment does, else its default.
    pub(super) fn param(&self, def: DefId, span: Span) -> Eval {
        let program = self.declarations.program;
        let Some(item) = program.item(def) else { return self.bug(span, "a parameter that is none") };
        let ItemKind::Param(param) = &item.kind else { return self.bug(span, "a parameter that is none") };
        let module = program.def(def).map_or(program.root, |d| d.module);
        let ty = self.declarations.lower(&param.ty, module);
        let hop = Hop::new(&*param.name.text, param.name.span);
        let hop = Hop { expected: Some(ty.clone()), docs: Some(&item.docs), ..hop };
        self.once(def, hop, || {
            let given = self.given(def, &ty);
            let (expr, place) = match (given, &param.default) {
                (Some(given), _) => given,
                (None, Some(default)) => (default, module),
                (None, None) if program.test().is_some() => {
                    // That of the file around a test is no item of the fragment, in which nothing gives it a value.
                    return self.fail(problems::untold_in_a_test(param.name.span, &param.name.text));
                }
                (None, None) => return Err(Stop::Reported),
            };
            let value = self.eval(expr, &Scope::of_module(place))?;
            let value = self.coerce(value, &ty)?;
            let stages = self.stage_names(&param.stages, &Scope::of_module(module))?;
            let (pattern, words) = super::steps::refinement(&ty);
            let description = item.docs.lines.iter().map(|l| l.text.trim()).collect::<Vec<_>>().join(" ");
            Ok(self.named(
                Key::Param(def),
                Param {
                    stages,
                    allowed: ty.literals(),
                    pattern,
                    words,
                    description: description.into(),
                    given: given.is_some(),
                    ..blank_with(&param.name.text, param.name.span, value)
                },
            ))
        })
    }

    /// What is given to a parameter, and the module in which that is read.
    fn given(&self, def: DefId, ty: &Type<'p>) -> Option<(&'p Expr, ModuleId)> {
        let program = self.declarations.program;
        if let Some(expr) = self.declarations.given(def, ty) {
            return Some((expr, program.root));
        }
        let name = program.def(def).map(|d| d.name.clone());
        let lent = self.lent.as_ref().filter(|l| l.parameter.is_some() && l.parameter == name);
        let environment = lent.map(|l| l.from).or(self.environment)?;
        environment.value_of(program, def).map(|expr| (expr, environment.module))
    }

    /// The names that a parameter has in stages; what stages there are was checked before.
    fn stage_names(&self, stages: &'p [Stage], scope: &Scope<'p>) -> Eval<Vec<StageName>> {
        let name = |stage: &'p Stage| match &stage.argument {
            Some(expr) => {
                let value = self.decided(self.eval(expr, scope))?;
                let known: Arc<str> = self.decided(self.known(&value))?.into();
                Ok((stage.name.text.clone(), Some(known)))
            }
            None => Ok((stage.name.text.clone(), None)),
        };
        stages.iter().map(name).collect()
    }

    /// The value of a field that has a name in a stage.
    pub(super) fn named_field(
        &self,
        instance: &Instance<'p>,
        index: usize,
        info: &FieldInfo<'p>,
        value: Value,
    ) -> Eval {
        let Some((field, member)) = instance.kind.members.get_index(index) else { return Ok(value) };
        let stages = self.stage_names(info.stages, &Scope::of_module(instance.kind.module))?;
        let holder = if &*instance.kind.name == "deployment" { "deployment" } else { &instance.path };
        let name = format!("{holder}.{field}");
        let param = Param { stages, allowed: info.ty.literals(), ..blank_with(&name, member.span, value) };
        Ok(self.named(Key::Field(instance.id, index), param))
    }

    /// Keeps a parameter; its value, which knows by what name it goes.
    fn named(&self, key: Key, param: Param) -> Value {
        let id = self.param_id(key, || blank(&param.name, param.span));
        let mut value = param.value.clone();
        if !param.stages.is_empty() {
            match &value.data {
                Data::Text(text) => {
                    if let Some(known) = text.as_known() {
                        let kind = PartKind::Named(id, known.into());
                        value.data = Data::Text(Text { parts: vec![Part { span: value.span, kind }] });
                    }
                }
                Data::Int(_) | Data::Float(_) | Data::Bool(_) | Data::Size(_) | Data::Duration(_) => {
                    value.named = Some(id);
                }
                _ => {}
            }
        }
        if let Some(kept) = self.params.borrow_mut().get_mut(&key) {
            *kept = param;
        }
        value
    }

    fn param_id(&self, key: Key, new: impl FnOnce() -> Param) -> ParamId {
        let mut params = self.params.borrow_mut();
        let entry = params.entry(key);
        let id = ParamId(u32::try_from(entry.index()).unwrap_or(u32::MAX));
        entry.or_insert_with(new);
        id
    }

    /// `environment`
    pub(super) fn environment_name(&self, span: Span) -> Eval {
        let lent = self.lent.as_ref().filter(|l| l.parameter.is_none());
        match lent.map(|l| l.from).or(self.environment) {
            Some(environment) => Ok(name_of(environment.tree)),
            None => self.bug(span, "an environment without environments"),
        }
    }

    /// `environments`
    pub(super) fn environment_names(&self, span: Span) -> Value {
        let names = self.declarations.program.environments().map(|(_, e)| name_of(e));
        Value::new(Data::List(Arc::new(names.collect())), span)
    }
}

fn name_of(environment: &tree::Environment) -> Value {
    Value::text(environment.name.text.clone(), environment.name.span)
}

fn blank(name: &str, span: Span) -> Param {
    blank_with(name, span, Value::none(span))
}

fn blank_with(name: &str, span: Span, value: Value) -> Param {
    Param {
        name: name.into(),
        value,
        stages: Vec::new(),
        allowed: None,
        pattern: None,
        words: None,
        description: "".into(),
        given: false,
        span,
    }
}
