//! From types as they were written to types.

use std::rc::Rc;
use std::sync::Arc;

use indexmap::IndexMap;
use syntax::tree::{Binary, Expr, Text};
use syntax::tree::{ExprKind, ItemKind, Path, TextPart, TypeExpr, TypeKind, Unary};

use crate::declarations::{Declarations, text_of};
use crate::problems::names as problems;
use crate::program::{DefId, DefSort, Lookup, ModuleId, Namespace};
use crate::types::{RecordField, RecordType, Refined, Type, union};

/// The types that need no declaration.
pub const BUILTIN_TYPES: &[&str] = &[
    "string", "int", "float", "bool", "Size", "Duration", "Range", "File", "grant", "secret", "document",
    "none",
];

impl<'p> Declarations<'p> {
    /// The type that an expression of a type means in a module.
    pub fn lower(&self, ty: &'p TypeExpr, module: ModuleId) -> Type<'p> {
        match &ty.kind {
            TypeKind::Missing => Type::Unknown,
            TypeKind::Name(path) => self.named(path, module),
            TypeKind::Optional(inner) => self.lower(inner, module).optional(),
            TypeKind::List(inner) => Type::List(Rc::new(self.lower(inner, module))),
            TypeKind::Map(key, value) => {
                Type::Map(Rc::new(self.lower(key, module)), Rc::new(self.lower(value, module)))
            }
            TypeKind::Record(fields) => {
                let mut record = RecordType { fields: IndexMap::new() };
                for field in fields {
                    let default = field.default.as_ref().map(|d| (d, module));
                    let ty = self.lower(&field.ty, module);
                    record.fields.insert(
                        field.name.text.clone(),
                        RecordField { ty, default, docs: Some(&field.docs) },
                    );
                }
                Type::Record(Rc::new(record))
            }
            TypeKind::Union(list) => union(list.iter().map(|t| self.lower(t, module))),
            TypeKind::Literal(text) => Type::Literal(literal(text)),
            TypeKind::Matching(pattern, words) => self.matching(pattern, words.as_ref()),
            TypeKind::IntIn(range) => self.int_in(range),
            TypeKind::Catalogue(name) => self.catalogue(name),
            TypeKind::TextOf(format) => {
                if !format.text.is_empty() && !self.targets.formats.contains(&&*format.text) {
                    self.report(problems::unknown_format(format.span, &format.text, &self.targets.formats));
                }
                Type::Tagged(format.text.clone())
            }
        }
    }

    fn named(&self, path: &'p Path, module: ModuleId) -> Type<'p> {
        if path.names.iter().any(|n| n.text.is_empty()) {
            return Type::Unknown;
        }
        if let [name] = path.names.as_slice()
            && let Some(ty) = builtin(&name.text)
        {
            return ty;
        }
        match self.find(path, module) {
            Lookup::Found(def) => self.of_definition(def),
            Lookup::Ambiguous(defs) => {
                let forms: Vec<String> = defs.iter().map(|d| self.program.qualified(*d)).collect();
                self.report(problems::ambiguous(path.span, &text_of(path), &forms));
                Type::Unknown
            }
            Lookup::Private(_) => {
                self.report(problems::private(path.span, &text_of(path)));
                Type::Unknown
            }
            Lookup::Unknown if self.program.broken_uses => Type::Unknown,
            Lookup::Unknown => {
                let names = self.program.names(module, Namespace::Types);
                let names = BUILTIN_TYPES.iter().copied().chain(names);
                self.report(problems::unknown_type(path.span, &text_of(path), names));
                Type::Unknown
            }
        }
    }

    /// The type that a `type` or a `kind` defines.
    pub fn of_definition(&self, def: DefId) -> Type<'p> {
        let Some(definition) = self.program.def(def) else { return Type::Unknown };
        if definition.sort == DefSort::Kind {
            let name = definition.name.clone();
            return self.kind_of(def).map_or(Type::Unknown, |id| Type::Resource(id, name));
        }
        if let Some(known) = self.types.borrow().get(&def) {
            // `None` while it is being read.
            return known.clone().unwrap_or_else(|| self.made_of_itself(def));
        }
        let Some(ItemKind::Type(tree)) = self.program.item(def).map(|i| &i.kind) else {
            return Type::Unknown;
        };
        self.types.borrow_mut().insert(def, None);
        let ty = match self.lower(&tree.ty, definition.module) {
            Type::Refined(refined) if refined.name.is_none() => {
                let name = Some(definition.name.clone());
                Type::Refined(Rc::new(Refined { name, ..(*refined).clone() }))
            }
            other => other,
        };
        self.types.borrow_mut().insert(def, Some(ty.clone()));
        ty
    }

    /// A type that is made of itself, directly or through others.
    fn made_of_itself(&self, def: DefId) -> Type<'p> {
        if let Some(ItemKind::Type(tree)) = self.program.item(def).map(|i| &i.kind) {
            self.report(problems::type_of_itself(tree.name.span, &tree.name.text));
        }
        Type::Unknown
    }

    fn matching(&self, pattern: &'p Text, words: Option<&'p Text>) -> Type<'p> {
        let text = literal(pattern);
        // A test compiles the patterns of the library: most of them are never used in a run.
        if !self.program.in_library(pattern.span)
            && let Err(error) = regex_lite::Regex::new(&text)
        {
            self.report(problems::bad_pattern(pattern.span, &error.to_string()));
            return Type::String;
        }
        Type::Refined(Rc::new(Refined { name: None, pattern: text, words: words.map(literal) }))
    }

    fn int_in(&self, range: &'p Expr) -> Type<'p> {
        match &range.kind {
            ExprKind::Binary(Binary::Range, _, min, max) => match (int(min), int(max)) {
                (Some(min), Some(max)) if min > max => {
                    self.report(crate::problems::values::empty_range(range.span, min, max));
                    Type::Int
                }
                (Some(min), Some(max)) => Type::IntIn(min, max),
                _ => self.no_range(range),
            },
            ExprKind::Missing => Type::Int,
            _ => self.no_range(range),
        }
    }

    fn no_range(&self, range: &'p Expr) -> Type<'p> {
        self.report(problems::range_expected(range.span));
        Type::Int
    }

    fn catalogue(&self, name: &'p Text) -> Type<'p> {
        let text = literal(name);
        if schemas::catalogue(&text).is_none() {
            self.report(problems::unknown_catalogue(name.span, &text));
            return Type::String;
        }
        Type::Catalogue(text)
    }
}

fn builtin<'p>(name: &str) -> Option<Type<'p>> {
    Some(match name {
        "string" => Type::String,
        "int" => Type::Int,
        "float" => Type::Float,
        "bool" => Type::Bool,
        "Size" => Type::Size,
        "Duration" => Type::Duration,
        "Range" => Type::Range,
        "File" => Type::File,
        "grant" => Type::Grant,
        "secret" => Type::Secret,
        "document" => Type::Document,
        "none" => Type::None,
        _ => return None,
    })
}

fn int(expr: &Expr) -> Option<i64> {
    match &expr.kind {
        ExprKind::Int(n) => Some(*n),
        ExprKind::Unary(Unary::Minus, inner) => int(inner).map(|n| -n),
        _ => None,
    }
}

/// The characters of a string without `${…}`.
pub fn literal(text: &Text) -> Arc<str> {
    let parts = text.parts.iter().map(|p| match p {
        TextPart::Literal(text, _) => &**text,
        TextPart::Value(..) => "",
    });
    parts.collect::<String>().into()
}
