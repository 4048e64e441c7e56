//! Whether a value fits where it stands, and the value as that place holds it.
//!
//! The type checker settled the sorts; what a string or number must be like is looked at here, on the value itself,
//! which may be computed. A string with a part that nobody knows yet is let through.

use std::sync::Arc;

use diagnostics::Diagnostic;
use graph::{Data, Form, Record, Value};

use super::{Eval, Evaluator, Scope, Stop};
use crate::problems::values as problems;
use crate::types::{RecordType, Refined, Type};

/// Why a value doesn't fit.
enum Misfit {
    /// It does not look as it should: worth saying.
    Says(Box<Diagnostic>),
    /// It is of another sort altogether: mostly the type checker has said so.
    Sort,
    Stop(Stop),
}

impl From<Stop> for Misfit {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl<'p> Evaluator<'p> {
    /// The value as a place of this type holds it.
    pub(crate) fn coerce(&self, value: Value, ty: &Type<'p>) -> Eval {
        let (span, sort, absent) = (value.span, value.data.sort(), value.is_none());
        match self.fit(value, ty) {
            Ok(value) => Ok(value),
            Err(Misfit::Says(diagnostic)) => self.fail(*diagnostic),
            Err(Misfit::Stop(stop)) => Err(stop),
            Err(Misfit::Sort) if absent => Err(super::operators::absent(span, span)),
            // Where keys are computed, only the value tells.
            Err(Misfit::Sort) if self.declarations.has_errors() => Err(Stop::Reported),
            Err(Misfit::Sort) => self.fail(problems::wrong_sort(span, &ty.describe(), sort)),
        }
    }

    fn fit(&self, value: Value, ty: &Type<'p>) -> Result<Value, Misfit> {
        if let Data::Late(_) = value.data {
            return Ok(value);
        }
        match ty {
            Type::Unknown | Type::Document => Ok(value),
            Type::Optional(inner) if !value.is_none() => self.fit(value, inner),
            Type::Optional(_) | Type::None => sort(value, |d| matches!(d, Data::None)),
            Type::Bool => sort(value, |d| matches!(d, Data::Bool(_))),
            Type::Int => sort(value, |d| matches!(d, Data::Int(_))),
            Type::Float => match value.data {
                Data::Int(_) => {
                    let float = super::operators::number(&value).unwrap_or_default();
                    Ok(Value { data: Data::Float(float), ..value })
                }
                _ => sort(value, |d| matches!(d, Data::Float(_))),
            },
            Type::IntIn(min, max) => self.fit_int(value, *min, *max),
            Type::String => sort(value, |d| matches!(d, Data::Text(_))),
            Type::Literal(_) => self.fit_one_of(value, ty),
            Type::Catalogue(name) => self.fit_catalogue(value, name),
            Type::Refined(refined) => self.fit_pattern(value, refined),
            Type::Size => sort(value, |d| matches!(d, Data::Size(_))),
            Type::Duration => sort(value, |d| matches!(d, Data::Duration(_))),
            Type::Range => sort(value, |d| matches!(d, Data::Range(..))),
            Type::File => sort(value, |d| matches!(d, Data::File(_))),
            Type::Grant => sort(value, |d| matches!(d, Data::Grant(_))),
            Type::Secret => sort(value, |d| matches!(d, Data::Secret(_))),
            Type::Tagged(format) => sort(value, |d| matches!(d, Data::Tagged(t) if t.format == *format)),
            Type::List(inner) => self.fit_list(value, inner),
            Type::Map(key, inner) => self.fit_map(value, key, inner),
            Type::Record(record) => self.fit_record(value, record),
            Type::Union(_) if ty.literals().is_some() => self.fit_one_of(value, ty),
            Type::Union(list) => self.fit_any(&value, list, ty),
            Type::Resource(kind, _) => match value.data {
                Data::Resource(id) if self.instance(id).is_some_and(|i| i.kind.id == *kind) => Ok(value),
                _ => Err(Misfit::Sort),
            },
        }
    }

    fn fit_int(&self, value: Value, min: i64, max: i64) -> Result<Value, Misfit> {
        match value.data {
            Data::Int(n) if (min..=max).contains(&n) => Ok(value),
            Data::Int(n) => {
                let expected = format!("an int from {min} to {max}");
                let (label, _) = self.place_name();
                Err(says(problems::does_not_fit(value.span, &n.to_string(), &expected, label)))
            }
            _ => Err(Misfit::Sort),
        }
    }

    /// A string of an enumeration.
    fn fit_one_of(&self, value: Value, ty: &Type<'p>) -> Result<Value, Misfit> {
        let value = sort(value, |d| matches!(d, Data::Text(_)))?;
        let Some(text) = value.as_str() else { return Ok(value) };
        let allowed = ty.literals().unwrap_or_default();
        if allowed.iter().any(|x| **x == *text) {
            drop(text);
            return Ok(value);
        }
        let (label, what) = self.place_name();
        Err(says(problems::not_one_of(value.span, &text, &allowed, label.or(what))))
    }

    /// A string of a catalogue. What is known of it are its fields.
    fn fit_catalogue(&self, value: Value, name: &Arc<str>) -> Result<Value, Misfit> {
        let value = sort(value, |d| matches!(d, Data::Text(_)))?;
        let value = Value { form: Some(Form::Catalogue(name.clone())), ..value };
        let Some(text) = value.as_str() else { return Ok(value) };
        if self.is_listed(name, &text) {
            drop(text);
            return Ok(value);
        }
        let (label, _) = self.place_name();
        Err(says(problems::not_in_catalogue(value.span, &text, name, label)))
    }

    fn fit_pattern(&self, value: Value, refined: &Refined) -> Result<Value, Misfit> {
        let value = sort(value, |d| matches!(d, Data::Text(_)))?;
        // It was looked at where it was written.
        if matches!(&value.form, Some(Form::Pattern(pattern)) if *pattern == refined.pattern) {
            return Ok(value);
        }
        let value = Value { form: Some(Form::Pattern(refined.pattern.clone())), ..value };
        let Some(text) = value.as_str() else { return Ok(value) };
        if self.pattern(&refined.pattern).is_none_or(|p| p.is_match(&text)) {
            drop(text);
            return Ok(value);
        }
        let (label, _) = self.place_name();
        let problem = problems::does_not_fit(value.span, &text, &refined.describe(), label);
        let fits = |text: &&String| self.pattern(&refined.pattern).is_some_and(|p| p.is_match(text));
        Err(says(match problems::meant_instead(&text).iter().find(fits) {
            Some(meant) => problems::with_meant(problem, &text, meant),
            None => problem,
        }))
    }

    fn fit_list(&self, value: Value, inner: &Type<'p>) -> Result<Value, Misfit> {
        let Data::List(list) = &value.data else { return Err(Misfit::Sort) };
        let mut fitted = Vec::with_capacity(list.len());
        let mut reported = None;
        for element in list.iter().filter(|e| !e.is_none()) {
            match self.coerce(element.clone(), inner) {
                Ok(element) => fitted.push(element),
                // The other elements are looked at, too.
                Err(stop) => reported = Some(stop),
            }
        }
        match reported {
            Some(stop) => Err(stop.into()),
            None => Ok(Value { data: Data::List(Arc::new(fitted)), ..value }),
        }
    }

    fn fit_map(&self, value: Value, key: &Type<'p>, inner: &Type<'p>) -> Result<Value, Misfit> {
        let Data::Record(record) = &value.data else { return Err(Misfit::Sort) };
        let mut fitted = Record::default();
        let mut reported = None;
        for (name, entry) in &record.entries {
            let named = self.coerce(Value::text(name.clone(), entry.key), key);
            let value = self.inside(name, || self.coerce(entry.value.clone(), inner));
            match named.and(value) {
                Ok(value) => {
                    fitted.entries.insert(name.clone(), graph::Entry { key: entry.key, value });
                }
                // The other entries are looked at, too.
                Err(stop) => reported = Some(stop),
            }
        }
        whole_unless(reported, fitted, value)
    }

    /// A closed record, with the defaults of what was left out.
    fn fit_record(&self, value: Value, ty: &RecordType<'p>) -> Result<Value, Misfit> {
        let Data::Record(record) = &value.data else { return Err(Misfit::Sort) };
        let unknown = record.entries.iter().find(|(k, _)| !ty.fields.contains_key(*k));
        if let Some((name, entry)) = unknown {
            let fields: Vec<&str> = ty.fields.keys().map(|k| &**k).collect();
            return Err(says(crate::problems::references::unknown_entry(
                entry.key,
                "the record",
                name,
                &fields,
            )));
        }
        let mut fitted = Record::default();
        let mut reported = None;
        for (name, field) in &ty.fields {
            let (key, given) = match (record.entries.get(name), field.default) {
                (Some(entry), _) => (entry.key, entry.value.clone()),
                (None, Some((default, module))) => {
                    (default.span, self.eval(default, &Scope::of_module(module))?)
                }
                (None, None) if field.ty.may_be_absent() => continue,
                (None, None) => return Err(Misfit::Sort),
            };
            match self.inside(name, || self.coerce(given, &field.ty)) {
                Ok(value) => {
                    fitted.entries.insert(name.clone(), graph::Entry { key, value });
                }
                Err(stop) => reported = Some(stop),
            }
        }
        whole_unless(reported, fitted, value)
    }

    /// The first type that fits; else what the closest one says, or that none does.
    fn fit_any(&self, value: &Value, list: &[Type<'p>], ty: &Type<'p>) -> Result<Value, Misfit> {
        let mut said = Vec::new();
        for candidate in list {
            match self.fit(value.clone(), candidate) {
                Ok(fitted) => return Ok(fitted),
                Err(Misfit::Says(diagnostic)) => said.push(diagnostic),
                Err(Misfit::Sort) => {}
                Err(Misfit::Stop(stop)) => return Err(Misfit::Stop(stop)),
            }
        }
        match (said.len(), value.as_str()) {
            (1, _) => said.pop().map_or(Err(Misfit::Sort), |d| Err(Misfit::Says(d))),
            (0, _) | (_, None) => Err(Misfit::Sort),
            (_, Some(text)) => {
                let (label, _) = self.place_name();
                Err(says(problems::does_not_fit(value.span, &text, &ty.describe(), label)))
            }
        }
    }

    /// The attribute that is being computed, for messages; and the thing itself.
    fn place_name(&self) -> (Option<String>, Option<String>) {
        let way = self.way.borrow();
        let attribute = way.last().filter(|h| h.expected.is_some());
        let named = attribute.map(|h| {
            let own = h.name.rsplit('.').next().unwrap_or_default();
            h.keys.iter().fold(own.to_owned(), |path, key| format!("{path}.{key}"))
        });
        (named, way.last().map(|h| h.name.clone()))
    }

    /// Looks at what stands under a key of the attribute that is being computed.
    pub(super) fn inside<T>(&self, key: &Arc<str>, look: impl FnOnce() -> T) -> T {
        if let Some(hop) = self.way.borrow_mut().last_mut() {
            hop.keys.push(key.clone());
        }
        let result = look();
        if let Some(hop) = self.way.borrow_mut().last_mut() {
            hop.keys.pop();
        }
        result
    }
}

/// The record, if nothing was reported of its entries.
fn whole_unless(reported: Option<Stop>, fitted: Record, value: Value) -> Result<Value, Misfit> {
    match reported {
        Some(stop) => Err(stop.into()),
        None => Ok(Value { data: Data::Record(Arc::new(fitted)), ..value }),
    }
}

fn says(diagnostic: Diagnostic) -> Misfit {
    Misfit::Says(Box::new(diagnostic))
}

fn sort(value: Value, is: impl Fn(&Data) -> bool) -> Result<Value, Misfit> {
    if is(&value.data) { Ok(value) } else { Err(Misfit::Sort) }
}
