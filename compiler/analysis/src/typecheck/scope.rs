//! Where an expression stands: its module, the kind around it, the names of loops and parameters, and what conditions
//! around it have made certain. A scope is a short chain, cheap to copy; it knows no expression's type but those names'.

use std::rc::Rc;
use std::sync::Arc;

use syntax::tree::{Expr, ExprKind, Key, TextPart};

use crate::declarations::{Function, Kind};
use crate::program::{DefId, ModuleId};
use crate::types::{Type, union};

/// Where an expression stands.
#[derive(Debug, Clone)]
pub(super) struct Scope<'p> {
    pub(super) module: ModuleId,
    /// The kind or block around it.
    pub(super) owner: Option<Rc<Kind<'p>>>,
    /// The function around it.
    pub(super) function: Option<DefId>,
    facts: Option<Rc<Known<'p>>>,
    /// In a check, what can't be decided passes: a value may be absent.
    pub(super) undecided_passes: bool,
    /// In a message, sizes and durations are shown as a person writes them.
    pub(super) shows_quantities: bool,
}

#[derive(Debug)]
struct Known<'p> {
    fact: Fact<'p>,
    before: Option<Rc<Known<'p>>>,
}

/// Something that is known inside.
#[derive(Debug, Clone)]
pub(super) enum Fact<'p> {
    /// A loop variable or parameter.
    Local(Arc<str>, Type<'p>),
    /// A condition made the type of a path narrower.
    Narrowed(Vec<Arc<str>>, Keep<'p>),
}

/// What a condition leaves of a type.
#[derive(Debug, Clone)]
pub(super) enum Keep<'p> {
    /// `is some`
    Present,
    /// `is none`
    Absent,
    /// `is secret`
    Only(Type<'p>),
    /// `is not secret`
    Without(Type<'p>),
}

impl<'p> Scope<'p> {
    /// The top level of a file.
    pub(super) fn of_module(module: ModuleId) -> Self {
        Self {
            module,
            owner: None,
            function: None,
            facts: None,
            undecided_passes: false,
            shows_quantities: false,
        }
    }

    /// The inside of a kind or block.
    pub(super) fn of_kind(kind: &Rc<Kind<'p>>) -> Self {
        Self { owner: Some(Rc::clone(kind)), ..Self::of_module(kind.module) }
    }

    /// The body of a function.
    pub(super) fn of_function(function: &Function<'p>) -> Self {
        let scope = Self { function: Some(function.def), ..Self::of_module(function.module) };
        function.params.iter().fold(scope, |s, p| s.with_local(&p.name, p.ty.clone()))
    }

    /// The condition of a check.
    pub(super) fn of_condition(&self) -> Self {
        Self { undecided_passes: true, ..self.clone() }
    }

    /// The message of a check, which is shown when the condition was decided.
    pub(super) fn of_message(&self) -> Self {
        Self { undecided_passes: true, shows_quantities: true, ..self.clone() }
    }

    /// The title of a step.
    pub(super) fn of_title(&self) -> Self {
        Self { shows_quantities: true, ..self.clone() }
    }

    /// With a loop variable or parameter.
    pub(super) fn with_local(&self, name: &Arc<str>, ty: Type<'p>) -> Self {
        self.with(Fact::Local(name.clone(), ty))
    }

    /// With all these facts.
    pub(super) fn with_all(&self, facts: Vec<Fact<'p>>) -> Self {
        facts.into_iter().fold(self.clone(), |scope, fact| scope.with(fact))
    }

    fn with(&self, fact: Fact<'p>) -> Self {
        let known = Known { fact, before: self.facts.clone() };
        Self { facts: Some(Rc::new(known)), ..self.clone() }
    }

    fn facts(&self) -> impl Iterator<Item = &Fact<'p>> {
        let mut next = self.facts.as_deref();
        std::iter::from_fn(move || {
            let known = next?;
            next = known.before.as_deref();
            Some(&known.fact)
        })
    }

    /// The type of a loop variable or parameter, as it was declared.
    pub(super) fn local(&self, word: &str) -> Option<&Type<'p>> {
        self.facts().find_map(|fact| match fact {
            Fact::Local(name, ty) if **name == *word => Some(ty),
            Fact::Local(..) | Fact::Narrowed(..) => None,
        })
    }

    /// The names of loops and parameters, for suggestions.
    pub(super) fn local_names(&self) -> Vec<&str> {
        let names = self.facts().filter_map(|fact| match fact {
            Fact::Local(name, _) => Some(&**name),
            Fact::Narrowed(..) => None,
        });
        names.collect()
    }

    /// The type of a path after what the conditions around say about it.
    pub(super) fn narrow(&self, expr: &Expr, ty: Type<'p>) -> Type<'p> {
        if self.facts.is_none() {
            return ty;
        }
        let mut narrowed = ty;
        for fact in self.facts() {
            match fact {
                Fact::Local(name, _) if first_word(expr) == Some(name) => break,
                Fact::Narrowed(path, keep) if is_path(expr, path) => narrowed = keep.of(narrowed),
                Fact::Local(..) | Fact::Narrowed(..) => {}
            }
        }
        narrowed
    }
}

impl<'p> Keep<'p> {
    fn of(&self, ty: Type<'p>) -> Type<'p> {
        match (self, ty) {
            (Self::Present, ty) => ty.present(),
            (Self::Absent, ty) if ty.may_be_absent() => Type::None,
            (Self::Only(wanted), Type::Union(list)) if list.contains(wanted) => wanted.clone(),
            (Self::Without(gone), Type::Union(list)) => union(list.iter().filter(|t| *t != gone).cloned()),
            (Self::Only(_) | Self::Without(_), Type::Optional(inner)) => self.of((*inner).clone()).optional(),
            (Self::Absent | Self::Only(_) | Self::Without(_), ty) => ty,
        }
    }
}

/// `a.b["c"]` as words; `None` for anything else.
pub(super) fn path_of(expr: &Expr) -> Option<Vec<Arc<str>>> {
    match &expr.kind {
        ExprKind::Name(name) => Some(vec![name.clone()]),
        ExprKind::Field(base, name) => {
            let mut path = path_of(base)?;
            path.push(name.text.clone());
            Some(path)
        }
        ExprKind::Index(base, index) => {
            let mut path = path_of(base)?;
            path.push(plain_text(index)?);
            Some(path)
        }
        _ => None,
    }
}

/// The same as text, for messages: `a.b.c`.
pub(super) fn path_text(expr: &Expr) -> Option<String> {
    path_of(expr).map(|path| path.join("."))
}

/// The characters of a string literal without `${…}`.
pub(crate) fn plain_text(expr: &Expr) -> Option<Arc<str>> {
    match &expr.kind {
        ExprKind::Text(text) if text.tag.is_none() => plain_key(text),
        _ => None,
    }
}

/// The characters of a string without `${…}`.
pub(super) fn plain_key(text: &syntax::tree::Text) -> Option<Arc<str>> {
    let known = text.parts.iter().all(|p| matches!(p, TextPart::Literal(..)));
    (known && text.tag.is_none()).then(|| crate::lower::literal(text))
}

/// A key or label that isn't computed.
pub(super) fn known_key(key: &Key) -> Option<Arc<str>> {
    match key {
        Key::Word(name) => Some(name.text.clone()),
        Key::Text(text) => plain_key(text),
    }
}

/// Where a key or label stands.
pub(super) fn key_span(key: &Key) -> diagnostics::Span {
    match key {
        Key::Word(name) => name.span,
        Key::Text(text) => text.span,
    }
}

fn is_path(expr: &Expr, path: &[Arc<str>]) -> bool {
    let Some((last, before)) = path.split_last() else { return false };
    match &expr.kind {
        ExprKind::Name(name) => before.is_empty() && name == last,
        ExprKind::Field(base, name) => name.text == *last && is_path(base, before),
        ExprKind::Index(base, index) => plain_text(index).as_ref() == Some(last) && is_path(base, before),
        _ => false,
    }
}

fn first_word(expr: &Expr) -> Option<&Arc<str>> {
    match &expr.kind {
        ExprKind::Name(name) => Some(name),
        ExprKind::Field(base, _) | ExprKind::Index(base, _) => first_word(base),
        _ => None,
    }
}
