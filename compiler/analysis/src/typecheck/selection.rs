//! `if`, `match`, `for` and `??` where a value is expected, and what a loop runs over.

use std::rc::Rc;
use std::sync::Arc;

use diagnostics::Span;
use syntax::tree::{Arm, Entry, EntryKind, Expr, ExprKind, For, If, Name};

use super::Checker;
use super::entries::{Collected, Fields, holds_pairs};
use super::expressions::Expected;
use super::scope::{Scope, plain_text};
use crate::problems::types as problems;
use crate::types::{Fit, Type};

impl<'p> Checker<'_, 'p> {
    /// `if c { a } else { b }`
    pub(super) fn choice(
        &self,
        scope: &Scope<'p>,
        branch: &'p If<Entry>,
        span: Span,
        expected: Option<&Expected<'p>>,
    ) -> Type<'p> {
        self.condition(scope, &branch.condition);
        let then = self.braces(&self.where_true(scope, &branch.condition), &branch.then, span, expected);
        if let Some(entries) = &branch.otherwise {
            let otherwise = self.braces(&self.where_false(scope, &branch.condition), entries, span, expected);
            return then.join(otherwise);
        }
        if let Some(expected) = expected
            && Type::None.fits(&expected.ty) != Fit::Yes
            && !scope.undecided_passes
            && then != Type::Unknown
        {
            self.declarations.report_at(span, problems::else_expected(span, &expected.ty.describe()));
            return Type::Unknown;
        }
        then.optional()
    }

    /// The braces of an `if`: one expression, or entries, which make a record.
    fn braces(
        &self,
        scope: &Scope<'p>,
        entries: &'p [Entry],
        span: Span,
        expected: Option<&Expected<'p>>,
    ) -> Type<'p> {
        match entries {
            [Entry { kind: EntryKind::Element(value), .. }] => self.either(scope, value, expected),
            [Entry { kind: EntryKind::Error, .. }] => Type::Unknown,
            // `else if`
            [Entry { kind: EntryKind::If(branch), .. }] if !holds_pairs(&branch.then) => {
                self.choice(scope, branch, span, expected)
            }
            _ => {
                let span = match (entries.first(), entries.last()) {
                    (Some(first), Some(last)) => first.span.to(last.span),
                    _ => span,
                };
                match expected.filter(|e| !takes_record(&e.ty)) {
                    Some(expected) => {
                        self.record(scope, span, entries, None);
                        let found = Type::Record(Rc::default());
                        let problem = problems::wrong_type(span, &expected.ty.describe(), &found);
                        self.declarations.report_at(span, problem);
                        Type::Unknown
                    }
                    None => self.record(scope, span, entries, expected),
                }
            }
        }
    }

    /// `for x in xs { … }`: entries make a record, expressions a list.
    pub(super) fn repetition(
        &self,
        scope: &Scope<'p>,
        expr: &'p Expr,
        repeat: &'p For<Entry>,
        expected: Option<&Expected<'p>>,
    ) -> Type<'p> {
        let wanted = expected.map(|e| e.ty.present());
        if holds_pairs(&repeat.body) {
            let fields = match &wanted {
                Some(Type::Record(record)) => Fields::Record(record, "the record"),
                Some(Type::Map(key, value)) => Fields::Map(key, value),
                _ => Fields::Free,
            };
            let mut collected = Collected::default();
            self.repeated(scope, repeat, &fields, &mut collected);
            let found = collected.into_type();
            return match (expected, wanted) {
                (Some(_), Some(ty @ (Type::Record(_) | Type::Map(..)))) => ty,
                (Some(expected), _) => self.fit(scope, expr, found, expected),
                (None, _) => found,
            };
        }
        let inside = self.round(scope, &repeat.names, &repeat.over);
        let mut element = Type::Unknown;
        if let Some(Type::List(inner)) = &wanted {
            self.elements(&inside, &repeat.body, Some(inner), &mut element);
            return Type::List(Rc::clone(inner));
        }
        self.elements(&inside, &repeat.body, None, &mut element);
        let found = Type::List(Rc::new(element));
        match expected {
            Some(expected) => self.fit(scope, expr, found, expected),
            None => found,
        }
    }

    /// The scope of a round of a loop.
    pub(super) fn round(&self, scope: &Scope<'p>, names: &[Name], over: &'p Expr) -> Scope<'p> {
        // What is absent has no elements.
        let (key, value) = match self.infer(scope, over).present() {
            Type::Unknown | Type::None => (Type::Unknown, Type::Unknown),
            Type::List(element) => (Type::Int, element.present()),
            Type::Map(key, value) => match &*key {
                // A key is a bare string by then: what it was checked against isn't known of it any more.
                Type::Refined(_) | Type::Catalogue(_) => (Type::String, value.present()),
                key => (key.clone(), value.present()),
            },
            Type::Range => (Type::Int, Type::Int),
            Type::Record(record) => {
                let all = record.fields.values().map(|f| f.ty.present()).reduce(Type::join);
                (Type::String, all.unwrap_or(Type::Unknown))
            }
            other => {
                let key = self.wrong_type(over, "a list, map or range", &other, None);
                (key, Type::Unknown)
            }
        };
        match names {
            [] => scope.clone(),
            [one] => scope.with_local(&one.text, value),
            [first, second, ..] => scope.with_local(&first.text, key).with_local(&second.text, value),
        }
    }

    /// `match x { "a" => …, _ => … }`
    pub(super) fn selection(
        &self,
        scope: &Scope<'p>,
        expr: &'p Expr,
        subject: &'p Expr,
        arms: &'p [Arm],
        expected: Option<&Expected<'p>>,
    ) -> Type<'p> {
        let patterns = || arms.iter().flat_map(|a| &a.patterns);
        let mut ty = self.infer(scope, subject);
        if !patterns().any(|p| matches!(p.kind, ExprKind::None)) {
            ty = self.presence(scope, subject, ty);
        }
        for pattern in patterns() {
            let found = self.infer(scope, pattern);
            self.comparable(subject, &ty, pattern, &found);
        }
        if !arms.iter().any(|a| a.patterns.is_empty()) {
            self.exhaustive(expr, subject, &ty, arms);
        }
        let types = arms.iter().map(|arm| self.either(scope, &arm.value, expected));
        types.reduce(Type::join).unwrap_or(Type::Unknown)
    }

    /// Whether the arms of a `match` without `_` cover all that there can be.
    fn exhaustive(&self, expr: &'p Expr, subject: &'p Expr, ty: &Type<'p>, arms: &'p [Arm]) {
        let patterns = || arms.iter().flat_map(|a| &a.patterns);
        let has = |test: &dyn Fn(&Expr) -> bool| patterns().any(test);
        let mut missing: Vec<String> = match (ty.literals(), ty.present()) {
            (_, Type::Unknown) => return,
            (Some(all), _) => {
                let covered: Vec<Arc<str>> = patterns().filter_map(plain_text).collect();
                all.iter().filter(|l| !covered.contains(l)).map(|l| format!("\"{l}\"")).collect()
            }
            (None, Type::Bool) => {
                let lacks =
                    |wanted: bool| !has(&|p| matches!(p.kind, ExprKind::Bool(found) if found == wanted));
                [true, false].into_iter().filter(|b| lacks(*b)).map(|b| b.to_string()).collect()
            }
            (None, _) => vec!["_".to_owned()],
        };
        if ty.may_be_absent()
            && !has(&|p| matches!(p.kind, ExprKind::None))
            && !missing.contains(&"_".to_owned())
        {
            missing.push("none".to_owned());
        }
        if !missing.is_empty() {
            self.declarations.report_at(expr.span, problems::not_exhaustive(subject.span, &missing));
        }
    }

    /// `a ?? b`
    pub(super) fn otherwise(
        &self,
        scope: &Scope<'p>,
        a: &'p Expr,
        b: &'p Expr,
        expected: Option<&Expected<'p>>,
    ) -> Type<'p> {
        if let Some(expected) = expected {
            let left = self.check(scope, a, &expected.optional());
            return left.present().join(self.check(scope, b, expected));
        }
        let left = match self.infer(scope, a) {
            Type::None => Type::Unknown,
            other => other.present(),
        };
        left.join(self.infer(scope, b))
    }
}

fn takes_record(ty: &Type<'_>) -> bool {
    match ty {
        Type::Record(_) | Type::Map(..) | Type::Document | Type::Unknown => true,
        Type::Optional(inner) => takes_record(inner),
        Type::Union(list) => list.iter().any(takes_record),
        _ => false,
    }
}
