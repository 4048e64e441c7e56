//! Fields and indices of values.

use std::rc::Rc;

use schemas::Sort;
use syntax::tree::{Expr, Name};

use super::Checker;
use super::expressions::Expected;
use super::scope::{Scope, plain_text};
use crate::declarations::Kind;
use crate::problems::references as problems;
use crate::problems::types::entries_missing;
use crate::types::{RecordField, RecordType, Type, union};

/// What a type has under a name.
enum Found<'p> {
    Field(Type<'p>),
    /// Nothing; with what there is instead.
    Unknown(Vec<String>),
}

impl<'p> Checker<'_, 'p> {
    /// `base.name`; `expr` is all of it.
    pub(super) fn field(
        &self,
        scope: &Scope<'p>,
        expr: &'p Expr,
        base: &'p Expr,
        ty: &Type<'p>,
        name: &Name,
    ) -> Type<'p> {
        if name.text.is_empty() {
            return Type::Unknown;
        }
        let absent = ty.may_be_absent();
        let there = self.presence(scope, base, ty.clone());
        match self.field_of(&there, &name.text) {
            // A check that reads a field of what is absent is undecided.
            Found::Field(found) if absent => found.optional(),
            // What the deployment lacks is an error of its own, where it is read.
            Found::Field(found) if matches!(there, Type::Resource(id, _) if self.is_deployment(id)) => {
                found.present()
            }
            Found::Field(found) => found,
            Found::Unknown(names) => {
                let problem = problems::unknown_field(name.span, &called(&there), &name.text, &names);
                self.declarations.report_at(expr.span, problem);
                Type::Unknown
            }
        }
    }

    /// `self.name`
    pub(super) fn field_of_self(&self, expr: &'p Expr, kind: &Rc<Kind<'p>>, name: &Name) -> Type<'p> {
        if matches!(&*name.text, "label" | "id") {
            return Type::String;
        }
        if name.text.is_empty() {
            return Type::Unknown;
        }
        match self.field_of_kind(kind, &name.text) {
            Found::Field(found) => found,
            Found::Unknown(mut names) => {
                names.extend(["label".to_owned(), "id".to_owned()]);
                let what = format!("a `{}`", kind.name);
                self.declarations
                    .report_at(expr.span, problems::unknown_field(name.span, &what, &name.text, &names));
                Type::Unknown
            }
        }
    }

    fn field_of(&self, ty: &Type<'p>, name: &str) -> Found<'p> {
        match ty {
            Type::Unknown => Found::Field(Type::Unknown),
            Type::Resource(id, _) => match self.declarations.kind(*id) {
                Some(kind) => self.field_of_kind(&kind, name),
                None => Found::Field(Type::Unknown),
            },
            Type::Record(record) => match record.fields.get(name) {
                Some(field) if field.default.is_some() => Found::Field(field.ty.present()),
                Some(field) => Found::Field(field.ty.clone()),
                None => Found::Unknown(record.fields.keys().map(ToString::to_string).collect()),
            },
            Type::Map(keys, value) => match keys.literals() {
                Some(list) if list.iter().any(|k| **k == *name) => Found::Field((**value).clone()),
                Some(list) => Found::Unknown(list.iter().map(ToString::to_string).collect()),
                None => Found::Field((**value).clone().optional()),
            },
            // A block by its label.
            Type::List(element) if self.is_block(element) => Found::Field((**element).clone()),
            Type::Refined(refined) => {
                let groups = refined.groups();
                if groups.contains(&name) {
                    return Found::Field(Type::String);
                }
                Found::Unknown(groups.into_iter().map(str::to_owned).collect())
            }
            Type::Catalogue(catalogue) => field_of_catalogue(catalogue, name),
            Type::File => one_of(name, &["name", "path", "text", "sha256"], &Type::String),
            Type::Range => one_of(name, &["min", "max"], &Type::Int),
            Type::Union(list) => self.field_of_any(list, name),
            Type::Optional(inner) => self.field_of(inner, name),
            Type::None
            | Type::Bool
            | Type::Int
            | Type::IntIn(..)
            | Type::Float
            | Type::String
            | Type::Literal(_)
            | Type::Size
            | Type::Duration
            | Type::Grant
            | Type::Secret
            | Type::Tagged(_)
            | Type::List(_)
            | Type::Document => Found::Unknown(Vec::new()),
        }
    }

    fn field_of_kind(&self, kind: &Rc<Kind<'p>>, name: &str) -> Found<'p> {
        match kind.members.get_index_of(name) {
            Some(index) => Found::Field(self.type_of_member(kind, index)),
            None => Found::Unknown(kind.members.keys().map(ToString::to_string).collect()),
        }
    }

    /// A field of a union: of records that lack it, it is absent; any other must have it.
    fn field_of_any(&self, list: &[Type<'p>], name: &str) -> Found<'p> {
        let mut found = Vec::new();
        let mut names = Vec::new();
        let mut lacks = false;
        for ty in list {
            match (self.field_of(ty, name), ty) {
                (Found::Field(field), _) => found.push(field),
                (Found::Unknown(others), Type::Record(_)) => {
                    names.extend(others);
                    lacks = true;
                }
                (Found::Unknown(others), _) => {
                    names.extend(others);
                    return Found::Unknown(names);
                }
            }
        }
        if found.is_empty() {
            return Found::Unknown(names);
        }
        let joined = found.into_iter().reduce(Type::join).unwrap_or(Type::Unknown);
        Found::Field(if lacks { joined.optional() } else { joined })
    }

    fn is_block(&self, ty: &Type<'p>) -> bool {
        matches!(ty, Type::Resource(id, _) if self.declarations.kind(*id).is_some_and(|k| k.parent.is_some()))
    }

    /// `base[index]`
    pub(super) fn index(
        &self,
        scope: &Scope<'p>,
        base: &'p Expr,
        ty: &Type<'p>,
        index: &'p Expr,
    ) -> Type<'p> {
        let ty = self.presence(scope, base, ty.clone());
        let wanted = |ty: Type<'p>| Expected::from(ty);
        match &ty {
            Type::Unknown => {
                self.infer(scope, index);
                ty
            }
            Type::List(element) if self.is_block(element) => {
                self.check(scope, index, &wanted(union([Type::String, Type::Int])));
                (**element).clone()
            }
            Type::List(element) => {
                self.check(scope, index, &wanted(Type::Int));
                (**element).clone().optional()
            }
            Type::Map(keys, value) => {
                self.check(scope, index, &wanted((**keys).clone()));
                match keys.literals() {
                    Some(_) => (**value).clone(),
                    None => (**value).clone().optional(),
                }
            }
            Type::Record(record) => self.entry_of_record(scope, base, record, index),
            other => {
                self.infer(scope, index);
                self.wrong_type(base, "a list, map or record", other, None)
            }
        }
    }

    /// `record[key]`. A record that is indexed by one of several words has an entry for each of them.
    fn entry_of_record(
        &self,
        scope: &Scope<'p>,
        base: &'p Expr,
        record: &RecordType<'p>,
        index: &'p Expr,
    ) -> Type<'p> {
        let type_of = |field: &RecordField<'p>| match field.default {
            Some(_) => field.ty.present(),
            None => field.ty.clone(),
        };
        if let Some(key) = plain_text(index) {
            return record.fields.get(&key).map_or(Type::None, type_of);
        }
        let Some(words) = self.check(scope, index, &Type::String.into()).literals() else {
            let all = record.fields.values().map(|f| f.ty.clone()).reduce(Type::join);
            return all.unwrap_or(Type::Unknown).optional();
        };
        let missing: Vec<&str> =
            words.iter().filter(|w| !record.fields.contains_key(*w)).map(AsRef::as_ref).collect();
        if !missing.is_empty() {
            let names: Vec<&str> = record.fields.keys().map(AsRef::as_ref).collect();
            self.declarations.report_at(base.span, entries_missing(base.span, &missing, &names));
            return Type::Unknown;
        }
        let found = words.iter().filter_map(|w| record.fields.get(w)).map(type_of);
        found.reduce(Type::join).unwrap_or(Type::Unknown)
    }
}

/// What is known of the values of a catalogue.
fn field_of_catalogue<'p>(catalogue: &str, name: &str) -> Found<'p> {
    let Some(catalogue) = schemas::catalogue(catalogue) else { return Found::Field(Type::Unknown) };
    let Some(column) = catalogue.column(name) else {
        return Found::Unknown(catalogue.columns.iter().map(|c| c.name.to_owned()).collect());
    };
    let ty = match column.sort {
        Sort::Text => Type::String,
        Sort::OneOf(words) => union(words.iter().map(|w| Type::Literal((*w).into()))),
        Sort::Of(other) => Type::Catalogue(other.into()),
        Sort::Flag => Type::Bool,
        Sort::Int => Type::Int,
        Sort::MiB => Type::Size,
        Sort::MiBs => Type::List(Rc::new(Type::Size)),
    };
    Found::Field(if column.optional { ty.optional() } else { ty })
}

fn one_of<'p>(name: &str, names: &[&str], ty: &Type<'p>) -> Found<'p> {
    if names.contains(&name) {
        return Found::Field(ty.clone());
    }
    Found::Unknown(names.iter().map(|n| (*n).to_owned()).collect())
}

/// What people call a value of a type whose field is unknown.
fn called(ty: &Type<'_>) -> String {
    match ty {
        Type::Refined(refined) => match &refined.name {
            Some(name) => format!("a `{name}`"),
            None => "a string".to_owned(),
        },
        Type::Catalogue(name) => schemas::catalogue(name).map_or("a string", |c| c.called()).to_owned(),
        Type::File => "a file".to_owned(),
        Type::Range => "a range".to_owned(),
        Type::Record(_) => "the record".to_owned(),
        Type::Size => "a size".to_owned(),
        Type::Duration => "a duration".to_owned(),
        other if other.is_string() => "a string".to_owned(),
        Type::List(_) => "a list".to_owned(),
        Type::Map(..) => "the map".to_owned(),
        Type::Union(_) => "the value".to_owned(),
        Type::Document => "a document, whose content isn't known here,".to_owned(),
        other => other.describe(),
    }
}
