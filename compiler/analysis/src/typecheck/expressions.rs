//! Expressions: what a place expects of them, and what they are.

use std::rc::Rc;

use diagnostics::Span;
use syntax::tree::{Binary, Entry, Expr, ExprKind};

use super::Checker;
use super::conditions::word_of;
use super::entries::{Collected, Fields};
use super::hints::{Hint, unit_of, with_unit};
use super::scope::{Scope, path_text};
use crate::problems::types as problems;
use crate::types::{Fit, Type};

/// What a place expects.
#[derive(Debug, Clone)]
pub(super) struct Expected<'p> {
    /// Its type.
    pub(super) ty: Type<'p>,
    /// The field that says so, if it is in a file of the project.
    pub(super) declared: Option<Span>,
    /// What that field is when it is left out: an example of what may be written.
    pub(super) default: Option<&'p Expr>,
}

impl<'p> From<Type<'p>> for Expected<'p> {
    fn from(ty: Type<'p>) -> Self {
        Self { ty, declared: None, default: None }
    }
}

impl Expected<'_> {
    /// The same place, where a value may also be absent.
    pub(super) fn optional(&self) -> Self {
        Self { ty: self.ty.clone().optional(), declared: self.declared, default: self.default }
    }
}

impl<'p> Checker<'_, 'p> {
    /// The type of an expression, where something is expected; unknown if it doesn't fit, which is reported.
    pub(super) fn check(&self, scope: &Scope<'p>, expr: &'p Expr, expected: &Expected<'p>) -> Type<'p> {
        match &expr.kind {
            ExprKind::Missing => Type::Unknown,
            ExprKind::Hole(_) => expected.ty.present(),
            ExprKind::Record(entries) => match target(&expected.ty, entries, of_record) {
                Some(ty) => {
                    let found = self.record(scope, expr.span, entries, Some(&ty.into()));
                    if found == Type::Unknown { Type::Unknown } else { expected.ty.present() }
                }
                None => self.fit(scope, expr, self.infer(scope, expr), expected),
            },
            ExprKind::List(entries) => match target(&expected.ty, entries, of_list) {
                Some(Type::List(element)) => {
                    self.elements(scope, entries, Some(&element), &mut Type::Unknown);
                    expected.ty.present()
                }
                _ => self.fit(scope, expr, self.infer(scope, expr), expected),
            },
            ExprKind::If(branch) => self.choice(scope, branch, expr.span, Some(expected)),
            ExprKind::For(repeat) => self.repetition(scope, expr, repeat, Some(expected)),
            ExprKind::Match(subject, arms) => self.selection(scope, expr, subject, arms, Some(expected)),
            ExprKind::Binary(Binary::Otherwise, _, a, b) => self.otherwise(scope, a, b, Some(expected)),
            ExprKind::Field(..) if self.host_without_quotes(scope, expr, &expected.ty.present()) => {
                Type::Unknown
            }
            ExprKind::Name(word) if self.word_without_quotes(scope, word, expr, &expected.ty.present()) => {
                Type::Unknown
            }
            _ => self.fit(scope, expr, self.infer(scope, expr), expected),
        }
    }

    /// The type of an expression, where nothing is expected.
    pub(super) fn infer(&self, scope: &Scope<'p>, expr: &'p Expr) -> Type<'p> {
        match &expr.kind {
            ExprKind::Missing | ExprKind::Hole(_) => Type::Unknown,
            ExprKind::None => Type::None,
            ExprKind::Bool(_) => Type::Bool,
            ExprKind::Int(_) => Type::Int,
            ExprKind::Float(_) => Type::Float,
            ExprKind::Quantity(number, unit) => self.quantity(expr, number, unit),
            ExprKind::Text(text) => self.text(scope, text),
            ExprKind::Name(_) | ExprKind::Field(..) | ExprKind::Index(..) => self.path(scope, expr),
            ExprKind::List(entries) => {
                let mut element = Type::Unknown;
                self.elements(scope, entries, None, &mut element);
                Type::List(Rc::new(element))
            }
            ExprKind::Record(entries) => self.record(scope, expr.span, entries, None),
            ExprKind::Grant(entries) => self.grant(scope, expr.span, entries),
            ExprKind::Call(callee, args) => self.call(scope, expr, callee, args),
            ExprKind::Unary(op, inner) => self.unary(scope, *op, inner),
            ExprKind::Binary(..) if self.text_without_quotes(scope, expr) => Type::Unknown,
            ExprKind::Binary(op, _, a, b) => self.binary(scope, expr, *op, a, b),
            ExprKind::Is { value, what, .. } => {
                let ty = self.infer(scope, value);
                let words = ["some", "none", "secret", "string", "int", "float", "bool"];
                if ty != Type::Unknown && !word_of(what).is_some_and(|w| words.contains(&w)) {
                    self.declarations.report_at(expr.span, problems::is_what(what.span));
                }
                Type::Bool
            }
            ExprKind::If(branch) => self.choice(scope, branch, expr.span, None),
            ExprKind::For(repeat) => self.repetition(scope, expr, repeat, None),
            ExprKind::Match(subject, arms) => self.selection(scope, expr, subject, arms, None),
        }
    }

    /// Checks or infers, as there is something expected or not.
    pub(super) fn either(
        &self,
        scope: &Scope<'p>,
        expr: &'p Expr,
        expected: Option<&Expected<'p>>,
    ) -> Type<'p> {
        match expected {
            Some(expected) => self.check(scope, expr, expected),
            None => self.infer(scope, expr),
        }
    }

    /// Reports a type that doesn't fit.
    pub(super) fn fit(
        &self,
        scope: &Scope<'p>,
        expr: &'p Expr,
        found: Type<'p>,
        expected: &Expected<'p>,
    ) -> Type<'p> {
        match found.fits(&expected.ty) {
            Fit::Yes => found,
            Fit::MaybeAbsent if scope.undecided_passes => found.present(),
            Fit::MaybeAbsent => self.maybe_absent(expr),
            Fit::No => {
                let help = unit_of(expected.default).and_then(|unit| with_unit(expr, &found, unit));
                let help = help.or_else(|| self.help_for(expr, &found, &expected.ty));
                let problem = problems::wrong_type(expr.span, &expected.ty.describe(), &found);
                let problem = match expected.declared {
                    Some(span) => problem.with_label(span, "the field is declared here"),
                    None => problem,
                };
                let problem = match (&expected.ty.present(), &expr.kind) {
                    // It may be the secret itself.
                    (Type::Secret, ExprKind::Text(text)) => problem.with_hidden(text.span),
                    _ => problem,
                };
                let problem = match help {
                    Some(hint) => hint.add_to(problem, expr),
                    None => problem,
                };
                self.declarations.report_at(expr.span, problem);
                Type::Unknown
            }
        }
    }

    /// Reports an expression of the wrong type.
    pub(super) fn wrong_type(
        &self,
        expr: &'p Expr,
        expected: &str,
        found: &Type<'p>,
        hint: Option<Hint>,
    ) -> Type<'p> {
        if *found != Type::Unknown {
            let problem = problems::wrong_type(expr.span, expected, found);
            let problem = match hint {
                Some(hint) => hint.add_to(problem, expr),
                None => problem,
            };
            self.declarations.report_at(expr.span, problem);
        }
        Type::Unknown
    }

    /// Reports an expression that may be absent where a value is needed.
    pub(super) fn maybe_absent(&self, expr: &'p Expr) -> Type<'p> {
        let problem = problems::maybe_absent(expr.span, path_text(expr).as_deref());
        self.declarations.report_at(expr.span, problem);
        Type::Unknown
    }

    /// The type of an operand, which must be there.
    pub(super) fn present(&self, scope: &Scope<'p>, expr: &'p Expr) -> Type<'p> {
        let ty = self.infer(scope, expr);
        self.presence(scope, expr, ty)
    }

    /// A type without its `?`; reports an expression that may be absent.
    pub(super) fn presence(&self, scope: &Scope<'p>, expr: &'p Expr, ty: Type<'p>) -> Type<'p> {
        if !ty.may_be_absent() {
            return ty;
        }
        if !scope.undecided_passes {
            return self.maybe_absent(expr);
        }
        if ty == Type::None { Type::Unknown } else { ty.present() }
    }

    /// A record literal.
    pub(super) fn record(
        &self,
        scope: &Scope<'p>,
        span: Span,
        entries: &'p [Entry],
        expected: Option<&Expected<'p>>,
    ) -> Type<'p> {
        let mut collected = Collected::default();
        let ty = expected.map(|e| e.ty.present());
        match &ty {
            Some(Type::Record(record)) => {
                self.entries(scope, entries, &Fields::Record(record, "the record"), &mut collected);
                let needed =
                    record.fields.iter().filter(|(_, f)| f.default.is_none() && !f.ty.may_be_absent());
                let needed: Vec<_> = needed.map(|(name, f)| (name.clone(), f.ty.describe())).collect();
                self.missing_keys(span, entries, &needed, &collected);
                Type::Record(Rc::clone(record))
            }
            Some(Type::Map(key, value)) => {
                self.entries(scope, entries, &Fields::Map(key, value), &mut collected);
                let needed = key.literals().unwrap_or_default().into_iter();
                let needed: Vec<_> = needed.map(|name| (name, value.describe())).collect();
                if !value.may_be_absent() {
                    self.missing_keys(span, entries, &needed, &collected);
                }
                Type::Map(Rc::clone(key), Rc::clone(value))
            }
            _ => {
                self.entries(scope, entries, &Fields::Free, &mut collected);
                collected.into_type()
            }
        }
    }

    fn missing_keys(
        &self,
        span: Span,
        entries: &[Entry],
        needed: &[(std::sync::Arc<str>, String)],
        given: &Collected<'p>,
    ) {
        if given.open {
            return;
        }
        let missing = needed.iter().filter(|(name, _)| {
            let misspelt = given.unknown.iter().any(|u| diagnostics::similar(u, [&**name]).is_some());
            !given.values.contains_key(name) && !misspelt
        });
        let missing: Vec<(String, String)> =
            missing.map(|(name, ty)| (name.to_string(), ty.clone())).collect();
        if !missing.is_empty() {
            self.declarations.report_at(span, problems::missing_entries(head(span, entries), &missing));
        }
    }

    fn quantity(&self, expr: &'p Expr, number: &str, unit: &str) -> Type<'p> {
        if graph::SIZE_UNITS.iter().any(|(name, _)| *name == unit) {
            return Type::Size;
        }
        if graph::DURATION_UNITS.iter().any(|(name, _)| *name == unit) {
            return Type::Duration;
        }
        self.declarations.report_at(expr.span, problems::unknown_unit(expr.span, number, unit));
        Type::Unknown
    }
}

/// The part of a type that a literal of some sort is checked against: of a union the best one.
fn target<'p>(
    ty: &Type<'p>,
    entries: &[Entry],
    sort: fn(&Type<'p>, &[Entry]) -> Option<usize>,
) -> Option<Type<'p>> {
    match ty {
        Type::Optional(inner) => target(inner, entries, sort),
        Type::Union(list) => {
            let scored = list.iter().filter_map(|t| Some((sort(t, entries)?, t)));
            // The first of equals, so that the order in the type decides.
            let best = scored.fold(None, |best: Option<(usize, &Type<'p>)>, (score, t)| match best {
                Some((before, _)) if before >= score => best,
                _ => Some((score, t)),
            });
            best.map(|(_, t)| t.clone())
        }
        other => sort(other, entries).map(|_| other.clone()),
    }
}

/// How many of the keys a type has, if it is one of records.
fn of_record(ty: &Type<'_>, entries: &[Entry]) -> Option<usize> {
    let keys = || {
        entries.iter().filter_map(|e| match &e.kind {
            syntax::tree::EntryKind::Pair(key, _) => super::scope::known_key(key),
            _ => None,
        })
    };
    match ty {
        Type::Record(record) => Some(keys().filter(|k| record.fields.contains_key(k)).count()),
        Type::Map(..) | Type::Document | Type::Unknown => Some(0),
        _ => None,
    }
}

fn of_list(ty: &Type<'_>, _: &[Entry]) -> Option<usize> {
    matches!(ty, Type::List(_)).then_some(0)
}

/// Where a record begins: its opening brace, so that other mistakes in the record keep their lines to themselves. Entries of an
/// `if` have none of their own.
fn head(record: Span, entries: &[Entry]) -> Span {
    let bare = entries.first().is_some_and(|e| e.span.at_start() == record.at_start());
    if bare { record } else { record.slice(0, 1) }
}
