//! Calls: functions of the spec and of the library, late functions, functions of the language, `all(KIND)`; and the
//! `let`s and parameters of files.

use std::sync::Arc;

use diagnostics::Span;
use graph::{Data, Form, Late, Part, PartKind, Text, Value};
use syntax::tree::{Expr, ExprKind, ItemKind};

use super::place::Place;
use super::{Eval, Evaluator, Hop, Scope, Slot};
use crate::builtins::{Call, Shape};
use crate::declarations::Function;
use crate::program::DefId;
use crate::types::Type;

impl<'p> Evaluator<'p> {
    pub(super) fn call(&self, expr: &'p Expr, callee: &'p Expr, args: &'p [Expr], scope: &Scope<'p>) -> Eval {
        if let (ExprKind::Name(name), [kind]) = (&callee.kind, args)
            && &**name == "all"
            && scope.local(name).is_none()
        {
            return match self.place(kind, scope)? {
                Place::Kind(kind) => self.all(kind, expr.span),
                _ => self.bug(kind.span, "`all` of what is no kind"),
            };
        }
        match self.place(callee, scope)? {
            Place::Function(def) => {
                let Some(function) = self.declarations.function(def) else {
                    return self.bug(expr.span, "an unknown function");
                };
                let args = self.arguments(args, scope)?;
                self.apply(&function, args, expr.span, scope.shown)
            }
            Place::Builtin(builtin) => {
                let args = self.arguments(args, scope)?;
                if builtin.params.len() > args.len() {
                    return self.bug(expr.span, "a call with too few arguments");
                }
                // What computes with an absent value can't be decided; `given` and its like take it.
                let shape = |i: usize| builtin.params.get(i).or(builtin.params.last()).map(|(_, s)| *s);
                let missing =
                    args.iter().enumerate().find(|(i, v)| v.is_none() && shape(*i) != Some(Shape::Any));
                if let Some((_, value)) = missing {
                    return Err(super::operators::absent(expr.span, value.span));
                }
                for arg in &args {
                    self.charge_argument(arg, expr.span)?;
                }
                self.filled(&args)?;
                let value = (builtin.run)(self, &Call { args, span: expr.span });
                value
                    .map(|value| super::expression::passed_on(value, expr.span))
                    .map_err(|stop| stop.needed_at(expr.span))
            }
            _ => self.bug(callee.span, "a call of what is no function"),
        }
    }

    fn arguments(&self, args: &'p [Expr], scope: &Scope<'p>) -> Eval<Vec<Value>> {
        args.iter().map(|arg| self.eval(arg, scope)).collect()
    }

    fn apply(&self, function: &Function<'p>, args: Vec<Value>, span: Span, shown: bool) -> Eval {
        let mut scope = Scope { shown, ..Scope::of_module(function.module) };
        let mut values = Vec::with_capacity(function.params.len());
        let mut args = args.into_iter();
        for param in &function.params {
            let value = match (args.next(), param.default) {
                (Some(value), _) => value,
                (None, Some(default)) => self.eval(default, &scope)?,
                (None, None) => return self.bug(span, "a call with too few arguments"),
            };
            let value = self.coerce(value, &param.ty)?;
            scope = scope.with(&param.name, value.clone());
            values.push(value);
        }
        match (function.body, &function.stage) {
            (Some(body), _) => {
                let hop = Hop::new(format!("{}()", function.name), span);
                let value = self.hop(hop, || self.eval(body, &scope))?;
                let value = self.bounded(value, span)?;
                self.coerce(value, &function.result).map(|v| v.carried_by(span))
            }
            (None, Some(stage)) => Ok(late_value(function, stage, values, span)),
            (None, None) => self.bug(span, "a function without a body"),
        }
    }

    /// A `let` of a file, computed once.
    pub(super) fn top_let(&self, def: DefId, span: Span) -> Eval {
        let program = self.declarations.program;
        let Some(ItemKind::Let(binding)) = program.item(def).map(|i| &i.kind) else {
            return self.bug(span, "a `let` that is none");
        };
        self.once(def, Hop::new(&*binding.name.text, binding.name.span), || {
            let module = program.def(def).map_or(program.root, |d| d.module);
            let value = self.eval(&binding.value, &Scope::of_module(module))?;
            match &binding.ty {
                Some(ty) => self.coerce(value, &self.declarations.lower(ty, module)),
                None => Ok(value),
            }
        })
    }

    pub(super) fn once(&self, def: DefId, hop: Hop<'p>, compute: impl FnOnce() -> Eval) -> Eval {
        let span = hop.span;
        let slot = self.values.borrow().get(&def).cloned();
        match slot {
            Some(Slot::Done(result)) => return result,
            Some(Slot::Busy) => return self.circle(span),
            None => {}
        }
        self.values.borrow_mut().insert(def, Slot::Busy);
        let result = self.hop(hop, compute).and_then(|value| self.bounded(value, span));
        self.values.borrow_mut().insert(def, Slot::Done(result.clone()));
        result
    }
}

/// What a `late fn` gives: a string that is one late part, or a late value of another type.
fn late_value(function: &Function<'_>, stage: &Arc<str>, args: Vec<Value>, span: Span) -> Value {
    let (pattern, _) = super::steps::refinement(&function.result);
    let late = Arc::new(Late {
        stage: stage.clone(),
        op: function.name.clone(),
        args,
        pattern: pattern.clone(),
        span,
    });
    let data = if function.result.present().is_string() || function.result == Type::String {
        Data::Text(Text { parts: vec![Part { span, kind: PartKind::Late(late) }] })
    } else {
        Data::Late(late)
    };
    Value { form: pattern.map(Form::Pattern), ..Value::new(data, span) }
}
