//! Calls: of the functions of a file, and of those of the language.

use std::rc::Rc;

use syntax::tree::{Expr, ExprKind};

use super::names::Meaning;
use super::operators::Number;
use super::scope::{Scope, path_text};
use super::{Checker, Work};
use crate::builtins::{Builtin, Shape};
use crate::problems::references as problems;
use crate::problems::types as mistakes;
use crate::program::DefId;
use crate::types::{Type, union};
use crate::words::Word;

impl<'p> Checker<'_, 'p> {
    /// `f(a, b)`
    pub(super) fn call(
        &self,
        scope: &Scope<'p>,
        expr: &'p Expr,
        callee: &'p Expr,
        args: &'p [Expr],
    ) -> Type<'p> {
        if let ExprKind::Name(name) = &callee.kind
            && scope.local(name).is_none()
            && matches!(self.declarations.word(scope.owner.as_deref(), scope.module, name), Word::Unknown)
        {
            if &**name == "all" {
                return self.all(scope, expr, args);
            }
            if !name.is_empty() {
                let names = self.function_names(scope);
                self.declarations.report_at(expr.span, problems::unknown_function(callee.span, name, &names));
            }
            return self.unknown_call(scope, args);
        }
        match self.meaning(scope, callee) {
            Meaning::Function(def) => self.call_function(scope, expr, def, args),
            Meaning::Builtin(builtin) => self.call_builtin(scope, expr, builtin, args),
            Meaning::Reported | Meaning::Value(Type::Unknown) => self.unknown_call(scope, args),
            _ => {
                let name = path_text(callee);
                let name = name.as_deref().unwrap_or("this");
                self.declarations.report_at(expr.span, problems::not_a_function(callee.span, name));
                self.unknown_call(scope, args)
            }
        }
    }

    fn unknown_call(&self, scope: &Scope<'p>, args: &'p [Expr]) -> Type<'p> {
        for arg in args {
            self.infer(scope, arg);
        }
        Type::Unknown
    }

    /// `all(KIND)`
    fn all(&self, scope: &Scope<'p>, expr: &'p Expr, args: &'p [Expr]) -> Type<'p> {
        let [arg] = args else {
            self.declarations.report_at(
                expr.span,
                mistakes::wrong_count(expr.span, "all", &["kind"], (1, Some(1)), args.len()),
            );
            return self.unknown_call(scope, args);
        };
        match self.meaning(scope, arg) {
            Meaning::Kind(id, _) => Type::List(Rc::new(self.resource_of(id))),
            Meaning::Reported => Type::Unknown,
            _ => {
                self.declarations.report_at(expr.span, mistakes::kind_expected(arg.span));
                Type::Unknown
            }
        }
    }

    fn call_function(&self, scope: &Scope<'p>, expr: &'p Expr, def: DefId, args: &'p [Expr]) -> Type<'p> {
        self.reach(Work::Function(def));
        if let Some(caller) = scope.function {
            self.calls.borrow_mut().entry(caller).or_default().push((def, expr.span));
        }
        let Some(function) = self.declarations.function(def) else { return self.unknown_call(scope, args) };
        let needed = function.params.iter().filter(|p| p.default.is_none()).count();
        if args.len() < needed || args.len() > function.params.len() {
            let names: Vec<&str> = function.params.iter().map(|p| &*p.name).collect();
            let problem = mistakes::wrong_count(
                expr.span,
                &function.name,
                &names,
                (needed, Some(names.len())),
                args.len(),
            );
            let own = !self.declarations.program.in_library(function.span);
            let problem = if own { problem.with_label(function.span, "declared here") } else { problem };
            self.declarations.report_at(expr.span, problem);
        }
        for (arg, parameter) in args.iter().zip(&function.params) {
            self.check(scope, arg, &parameter.ty.clone().into());
        }
        for arg in args.iter().skip(function.params.len()) {
            self.infer(scope, arg);
        }
        function.result.clone()
    }

    fn call_builtin(
        &self,
        scope: &Scope<'p>,
        expr: &'p Expr,
        builtin: &'static Builtin,
        args: &'p [Expr],
    ) -> Type<'p> {
        let names: Vec<&str> = builtin.params.iter().map(|(name, _)| *name).collect();
        let most = (!builtin.repeats).then_some(names.len());
        if args.len() < names.len() || most.is_some_and(|most| args.len() > most) {
            let problem =
                mistakes::wrong_count(expr.span, builtin.name, &names, (names.len(), most), args.len());
            self.declarations.report_at(expr.span, problem);
        }
        let last = builtin.params.last();
        let mut types = Vec::new();
        for (index, arg) in args.iter().enumerate() {
            match builtin.params.get(index).or(last.filter(|_| builtin.repeats)) {
                Some((_, shape)) => types.push(self.argument(scope, arg, *shape)),
                None => types.push(self.infer(scope, arg)),
            }
        }
        self.together(builtin, args, &types);
        result(builtin.result, builtin.repeats, types)
    }

    /// What the arguments of a function must have in common.
    fn together(&self, builtin: &Builtin, args: &'p [Expr], types: &[Type<'p>]) {
        match (builtin.name, args, types) {
            ("contains", [whole, part], [ty, wanted]) => self.may_contain(whole, ty, part, wanted),
            ("sort", [list], [Type::List(element)]) if !can_be_sorted(element) => {
                self.wrong_type(
                    list,
                    "a list of strings or of numbers",
                    &Type::List(Rc::clone(element)),
                    None,
                );
            }
            ("floor", [value], [ty]) if Number::of(ty).is_some_and(|n| !n.is_plain()) => {
                self.wrong_type(value, "a number", ty, None);
            }
            ("min" | "max", [_, rest @ ..], [first, others @ ..]) => {
                for (arg, other) in rest.iter().zip(others) {
                    if !of_one_sort(first, other) {
                        self.wrong_type(arg, &first.describe(), other, self.help_for(arg, other, first));
                    }
                }
            }
            _ => {}
        }
    }

    fn may_contain(&self, whole: &'p Expr, ty: &Type<'p>, part: &'p Expr, wanted: &Type<'p>) {
        match ty {
            Type::List(element) => self.comparable(whole, element, part, wanted),
            Type::Unknown => {}
            _ if wanted.is_string() || *wanted == Type::Unknown => {}
            _ => {
                self.wrong_type(part, "a string", wanted, self.help_for(part, wanted, &Type::String));
            }
        }
    }

    fn argument(&self, scope: &Scope<'p>, arg: &'p Expr, shape: Shape) -> Type<'p> {
        let ty = match shape {
            Shape::String => Type::String,
            Shape::Int => Type::Int,
            Shape::Number => return self.number(scope, arg),
            Shape::Bool => Type::Bool,
            Shape::List => return self.any_list(scope, arg),
            Shape::Strings => Type::List(Rc::new(Type::String)),
            Shape::Bools => Type::List(Rc::new(Type::Bool)),
            Shape::Countable => return self.countable(scope, arg),
            Shape::Quantity => union([Type::Size, Type::Duration]),
            Shape::Grants => Type::List(Rc::new(Type::Grant)),
            Shape::File => Type::File,
            Shape::Document => Type::Document,
            Shape::Bindings => Type::Map(Rc::new(Type::String), Rc::new(Type::Unknown)),
            Shape::Any => return self.infer(scope, arg),
            Shape::Same | Shape::Element | Shape::StringsByNameOrNone => Type::Unknown,
        };
        self.check(scope, arg, &ty.into())
    }

    fn number(&self, scope: &Scope<'p>, arg: &'p Expr) -> Type<'p> {
        match self.present(scope, arg) {
            ty @ (Type::Int | Type::IntIn(..) | Type::Float | Type::Size | Type::Duration) => ty,
            Type::Unknown => Type::Unknown,
            other => self.wrong_type(arg, "a number", &other, None),
        }
    }

    fn any_list(&self, scope: &Scope<'p>, arg: &'p Expr) -> Type<'p> {
        match self.present(scope, arg) {
            ty @ Type::List(_) => ty,
            Type::Unknown => Type::Unknown,
            other => self.wrong_type(arg, "a list", &other, None),
        }
    }

    fn countable(&self, scope: &Scope<'p>, arg: &'p Expr) -> Type<'p> {
        match self.present(scope, arg) {
            ty @ (Type::List(_) | Type::Record(_) | Type::Map(..)) => ty,
            Type::Unknown => Type::Unknown,
            ty if ty.is_string() => ty,
            other => self.wrong_type(arg, "a string, list or map", &other, None),
        }
    }
}

fn can_be_sorted(element: &Type<'_>) -> bool {
    *element == Type::Unknown || element.is_string() || Number::of(element).is_some()
}

fn of_one_sort(a: &Type<'_>, b: &Type<'_>) -> bool {
    match (Number::of(a), Number::of(b)) {
        (Some(x), Some(y)) => x == y || (x.is_plain() && y.is_plain()),
        // What isn't known was reported, or is known later.
        _ => true,
    }
}

/// What a function of the language gives.
fn result(shape: Shape, repeats: bool, args: Vec<Type<'_>>) -> Type<'_> {
    match shape {
        Shape::String => Type::String,
        Shape::Int => Type::Int,
        Shape::Number => Type::Float,
        Shape::Bool => Type::Bool,
        Shape::Strings => Type::List(Rc::new(Type::String)),
        Shape::Bools => Type::List(Rc::new(Type::Bool)),
        Shape::List => Type::List(Rc::new(Type::Unknown)),
        Shape::Grants => Type::List(Rc::new(Type::Grant)),
        Shape::Quantity => union([Type::Size, Type::Duration]),
        Shape::File => Type::File,
        Shape::Document => Type::Document,
        Shape::Any | Shape::Countable | Shape::Bindings => Type::Unknown,
        Shape::Same if repeats => args.into_iter().reduce(Type::join).unwrap_or(Type::Unknown),
        Shape::Same => args.into_iter().next().unwrap_or(Type::Unknown),
        Shape::Element => match args.into_iter().next() {
            Some(Type::List(element)) => (*element).clone().optional(),
            _ => Type::Unknown,
        },
        Shape::StringsByNameOrNone => Type::Map(Rc::new(Type::String), Rc::new(Type::String)).optional(),
    }
}
