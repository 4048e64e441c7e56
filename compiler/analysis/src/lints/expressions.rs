//! The walk over expressions, what is listed in braces, and types: what each first word means, and what that makes used.

use syntax::tree::{
    Entry, EntryKind, Expr, ExprKind, For, If, Key, Name, Path, Text, TextPart, TypeExpr, TypeKind,
};

use super::items::Walk;
use super::names::member;
use super::style;
use super::uses::Target;
use crate::program::{DefId, DefSort, Lookup, ModuleId, Namespace, Program};

/// What an expression stands for, as far as it makes a difference here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// A kind: a label follows.
    Kind(DefId),
    /// A module: a name follows.
    Module(ModuleId),
    /// Anything else.
    Other,
}

impl<'p> Walk<'p> {
    /// An expression that isn't the beginning of a longer path.
    pub(super) fn expr(&mut self, expr: &'p Expr) {
        if let Meaning::Kind(kind) = self.meaning(expr) {
            self.uses(Target::All(kind));
            self.uses(Target::SomeOf(kind));
        }
    }

    fn meaning(&mut self, expr: &'p Expr) -> Meaning {
        if self.roundabout.contains(&expr.span) {
            self.found.extend(style::roundabout(expr, self.sources));
        }
        match &expr.kind {
            ExprKind::Name(word) => return self.word(word),
            ExprKind::Field(base, name) => return self.field_of(base, name),
            ExprKind::Index(base, index) => self.element_of(base, index),
            ExprKind::Call(function, arguments) => self.call(function, arguments),
            ExprKind::Text(text) => self.text(text),
            ExprKind::List(entries) => {
                if self.lists_are_sets {
                    self.found.extend(style::duplicates(entries));
                }
                self.entries(entries);
            }
            ExprKind::Record(entries) | ExprKind::Grant(entries) => self.entries(entries),
            ExprKind::Unary(op, inner) => {
                self.found.extend(style::double_negation(expr, *op, inner, self.sources));
                self.expr(inner);
            }
            ExprKind::Binary(op, span, a, b) => {
                self.found.extend(style::needless_default(*op, *span, a, b));
                self.expr(a);
                self.expr(b);
            }
            ExprKind::Is { value, what, .. } => {
                self.expr(value);
                self.ty(what);
            }
            ExprKind::If(branch) => self.branches(branch),
            ExprKind::For(repeat) => self.repeated(repeat),
            ExprKind::Match(value, arms) => {
                self.expr(value);
                for arm in arms {
                    arm.patterns.iter().for_each(|p| self.expr(p));
                    self.expr(&arm.value);
                }
            }
            ExprKind::Missing
            | ExprKind::None
            | ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Float(_)
            | ExprKind::Quantity(..)
            | ExprKind::Hole(_) => {}
        }
        Meaning::Other
    }

    /// A bare word, looked up from the inside out.
    fn word(&mut self, word: &std::sync::Arc<str>) -> Meaning {
        if let Some(local) = self.locals.iter_mut().rev().find(|l| l.name.text == *word) {
            local.used = true;
            return Meaning::Other;
        }
        if self.kinds.iter().any(|kind| member(kind, word).is_some()) {
            return Meaning::Other;
        }
        match self.program.lookup(self.module, Namespace::Values, word) {
            Lookup::Unknown => {}
            found => return self.bare(&found),
        }
        let found = self.program.lookup(self.module, Namespace::Types, word);
        match (self.bare(&found), self.program.module_by_word(self.module, word)) {
            (Meaning::Other, Some(module)) => {
                self.by_word(word, module);
                Meaning::Module(module)
            }
            (meaning, _) => meaning,
        }
    }

    /// A module is used by its word: that of a `use` of this file, or of one that a used module passes on.
    fn by_word(&mut self, word: &std::sync::Arc<str>, module: ModuleId) {
        let own = self.program.module(self.module).uses.iter().any(|edge| edge.word == *word);
        self.uses(if own {
            Target::Word(self.module, word.clone())
        } else {
            Target::Module(self.module, module)
        });
    }

    fn field_of(&mut self, base: &'p Expr, name: &'p Name) -> Meaning {
        match self.meaning(base) {
            Meaning::Kind(kind) => {
                self.uses(Target::Resource(kind, name.text.clone()));
                self.uses(Target::SomeOf(kind));
                Meaning::Other
            }
            Meaning::Module(module) => {
                match self.program.lookup_in(module, Namespace::Values, &name.text) {
                    Lookup::Unknown => {}
                    found => return self.defs(&found),
                }
                let found = self.program.lookup_in(module, Namespace::Types, &name.text);
                self.defs(&found)
            }
            Meaning::Other => Meaning::Other,
        }
    }

    fn element_of(&mut self, base: &'p Expr, index: &'p Expr) {
        self.expr(index);
        let Meaning::Kind(kind) = self.meaning(base) else { return };
        self.uses(Target::SomeOf(kind));
        match &index.kind {
            ExprKind::Text(text) if plain(text).is_some() => {
                let label = plain(text).unwrap_or_default();
                self.uses(Target::Resource(kind, label.into()));
            }
            _ => self.uses(Target::All(kind)),
        }
    }

    fn call(&mut self, function: &'p Expr, arguments: &'p [Expr]) {
        self.meaning(function);
        // `all(bucket)` among them.
        for argument in arguments {
            self.expr(argument);
        }
    }

    /// What a bare name was found to be is used, and so is the module that it is of.
    fn bare(&mut self, found: &Lookup) -> Meaning {
        for id in found.defs() {
            let module = self.program.def(*id).map(|def| def.module);
            if let Some(module) = module.filter(|m| *m != self.module) {
                self.uses(Target::Module(self.module, module));
            }
        }
        self.defs(found)
    }

    /// What a name was found to be is used.
    fn defs(&mut self, found: &Lookup) -> Meaning {
        let meanings: Vec<Meaning> = found.defs().iter().map(|id| self.def(*id)).collect();
        match meanings.as_slice() {
            [one] => *one,
            _ => Meaning::Other,
        }
    }

    fn def(&mut self, id: DefId) -> Meaning {
        let Some(def) = self.program.def(id) else { return Meaning::Other };
        if !self.program.module(def.module).library {
            self.uses(Target::Def(id));
        }
        if def.sort == DefSort::Kind { Meaning::Kind(id) } else { Meaning::Other }
    }

    /// The name of a kind or type. Gives its definition.
    pub(super) fn type_path(&mut self, path: &Path) -> Option<DefId> {
        if let [word, _] = path.names.as_slice()
            && let Some(module) = self.program.module_by_word(self.module, &word.text)
        {
            self.by_word(&word.text, module);
        }
        let def = resolve_type(self.program, self.module, path)?;
        if path.names.len() == 1 {
            self.bare(&Lookup::Found(def));
        }
        self.def(def);
        Some(def)
    }

    pub(super) fn ty(&mut self, ty: &'p TypeExpr) {
        match &ty.kind {
            TypeKind::Name(path) => {
                self.type_path(path);
            }
            TypeKind::Optional(inner) | TypeKind::List(inner) => self.ty(inner),
            TypeKind::Map(key, value) => {
                self.ty(key);
                self.ty(value);
            }
            TypeKind::Record(fields) => {
                for field in fields {
                    self.ty(&field.ty);
                    field.default.iter().for_each(|d| self.expr(d));
                }
            }
            TypeKind::Union(types) => types.iter().for_each(|t| self.ty(t)),
            TypeKind::IntIn(range) => self.expr(range),
            TypeKind::Missing
            | TypeKind::Literal(_)
            | TypeKind::Matching(..)
            | TypeKind::Catalogue(_)
            | TypeKind::TextOf(_) => {}
        }
    }

    pub(super) fn text(&mut self, text: &'p Text) {
        for part in &text.parts {
            if let TextPart::Value(value, _) = part {
                self.expr(value);
            }
        }
    }

    pub(super) fn entries(&mut self, entries: &'p [Entry]) {
        for entry in entries {
            match &entry.kind {
                EntryKind::Pair(key, value) => {
                    if let Key::Text(text) = key {
                        self.text(text);
                    }
                    self.expr(value);
                }
                EntryKind::Element(value) | EntryKind::Spread(value) => self.expr(value),
                EntryKind::Block(block) => self.body(block),
                EntryKind::If(branch) => {
                    self.found.extend(style::empty_if(entry.span, branch, self.sources));
                    self.branches(branch);
                }
                EntryKind::For(repeat) => {
                    if repeat.body.is_empty() {
                        self.found.extend(style::empty_for(entry.span, self.sources));
                    }
                    self.repeated(repeat);
                }
                EntryKind::Error => {}
            }
        }
    }

    fn branches(&mut self, branch: &'p If<Entry>) {
        self.expr(&branch.condition);
        self.entries(&branch.then);
        self.entries(branch.otherwise.as_deref().unwrap_or(&[]));
    }

    fn repeated(&mut self, repeat: &'p For<Entry>) {
        self.expr(&repeat.over);
        self.round(&repeat.names, !repeat.body.is_empty(), |walk| walk.entries(&repeat.body));
    }
}

/// What a path means where a type or kind is expected.
pub(super) fn resolve_type(program: &Program, module: ModuleId, path: &Path) -> Option<DefId> {
    let found = match path.names.as_slice() {
        [name] => program.lookup(module, Namespace::Types, &name.text),
        [word, name] => {
            let used = program.module_by_word(module, &word.text)?;
            program.lookup_in(used, Namespace::Types, &name.text)
        }
        _ => return None,
    };
    match found {
        Lookup::Found(def) => Some(def),
        Lookup::Ambiguous(_) | Lookup::Private(_) | Lookup::Unknown => None,
    }
}

/// A string without placeholders.
pub(super) fn plain(text: &Text) -> Option<String> {
    let parts = text.parts.iter().map(|part| match part {
        TextPart::Literal(text, _) => Some(&**text),
        TextPart::Value(..) => None,
    });
    parts.collect()
}
