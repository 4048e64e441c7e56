//! Lists, records, grants, and the `if`s and `for`s in them.

use std::sync::Arc;

use diagnostics::Span;
use graph::{Data, Grant, Record, Value};
use syntax::tree::{Entry, EntryKind, Expr, ExprKind, For, Key, Name};

use super::holes::holes_in;
use super::{Eval, Evaluator, Holes, Scope, Stop};
use crate::problems::types as problems;

impl<'p> Evaluator<'p> {
    /// `[…]`
    pub(super) fn list(&self, entries: &'p [Entry], span: Span, scope: &Scope<'p>) -> Eval {
        let mut list = Vec::new();
        self.elements(entries, scope, &mut list)?;
        Ok(Value::new(Data::List(Arc::new(list)), span))
    }

    pub(super) fn elements(
        &self,
        entries: &'p [Entry],
        scope: &Scope<'p>,
        list: &mut Vec<Value>,
    ) -> Eval<()> {
        // Entries in the braces of an `if` or `for` make one record.
        if let Some(first) = entries.iter().find(|e| matches!(e.kind, EntryKind::Pair(..))) {
            list.push(self.record(entries, first.span, scope)?);
            return Ok(());
        }
        let mut holes = Holes::new();
        for entry in entries {
            match self.element(entry, scope, list) {
                // The other elements may wait for other holes.
                Err(Stop::Hole(more)) => holes.extend(more.iter()),
                result => result?,
            }
        }
        complete(holes, list.iter())
    }

    fn element(&self, entry: &'p Entry, scope: &Scope<'p>, list: &mut Vec<Value>) -> Eval<()> {
        match &entry.kind {
            EntryKind::Element(value) => {
                if let ExprKind::Hole(text) = &value.kind {
                    list.push(self.hole_in_list(text, value.span));
                    return Ok(());
                }
                let place = value.span;
                let value = self.eval(value, scope)?;
                match value.data {
                    Data::None => {}
                    // Each action of a policy leads to what granted it, and not only to where it was defined.
                    Data::Grant(_) if value.span != place => list.push(value.carried_by(place)),
                    _ => list.push(value),
                }
            }
            EntryKind::Spread(value) => {
                let value = self.spread(value, entry.span, scope)?;
                match &value.data {
                    Data::List(inner) => {
                        self.charge(inner.len(), entry.span)?;
                        list.extend(inner.iter().cloned());
                    }
                    Data::None => {}
                    _ => return self.bug(entry.span, "a spread of what is no list"),
                }
            }
            EntryKind::If(branch) => {
                let holds = self.condition(&branch.condition, scope)?;
                let otherwise = branch.otherwise.as_deref().unwrap_or(&[]);
                self.elements(if holds { &branch.then } else { otherwise }, scope, list)?;
            }
            EntryKind::For(repeat) => {
                for scope in self.rounds(&repeat.over, &repeat.names, scope)? {
                    self.elements(&repeat.body, &scope, list)?;
                }
            }
            EntryKind::Pair(..) | EntryKind::Block(_) | EntryKind::Error => {
                return Err(Stop::Reported);
            }
        }
        Ok(())
    }

    /// What `...value` spreads, which is known by now.
    pub(super) fn spread(&self, value: &'p Expr, span: Span, scope: &Scope<'p>) -> Eval {
        let value = self.decided(self.eval(value, scope))?;
        match &value.data {
            Data::Late(late) => self.decided(Err(super::operators::too_late(span, late))),
            _ => Ok(value),
        }
    }

    /// `{…}`
    pub(super) fn record(&self, entries: &'p [Entry], span: Span, scope: &Scope<'p>) -> Eval {
        let mut record = Record::default();
        self.fill(entries, scope, &mut record)?;
        record.entries.retain(|_, e| !e.value.is_none());
        Ok(Value::new(Data::Record(Arc::new(record)), span))
    }

    fn fill(&self, entries: &'p [Entry], scope: &Scope<'p>, record: &mut Record) -> Eval<()> {
        let mut holes = Holes::new();
        for entry in entries {
            match self.fill_one(entry, scope, record) {
                // The other entries may wait for other holes.
                Err(Stop::Hole(more)) => holes.extend(more.iter()),
                result => result?,
            }
        }
        complete(holes, record.entries.values().map(|e| &e.value))
    }

    fn fill_one(&self, entry: &'p Entry, scope: &Scope<'p>, record: &mut Record) -> Eval<()> {
        match &entry.kind {
            EntryKind::Pair(key, value) => self.pair(key, value, scope, record)?,
            EntryKind::Element(value) => {
                let ExprKind::Name(name) = &value.kind else { return Err(Stop::Reported) };
                let key = value.span;
                let value = self.eval(value, scope)?;
                record.entries.insert(name.clone(), graph::Entry { key, value });
            }
            EntryKind::Spread(value) => {
                let value = self.spread(value, entry.span, scope)?;
                match &value.data {
                    Data::Record(inner) => {
                        self.charge(inner.entries.len(), entry.span)?;
                        record.entries.extend(inner.entries.iter().map(|(k, e)| (k.clone(), e.clone())));
                    }
                    Data::None => {}
                    _ => return self.bug(entry.span, "a spread of what is no record"),
                }
            }
            EntryKind::If(branch) => {
                let holds = self.condition(&branch.condition, scope)?;
                let otherwise = branch.otherwise.as_deref().unwrap_or(&[]);
                self.fill(if holds { &branch.then } else { otherwise }, scope, record)?;
            }
            EntryKind::For(repeat) => {
                for scope in self.rounds(&repeat.over, &repeat.names, scope)? {
                    self.fill(&repeat.body, &scope, record)?;
                }
            }
            EntryKind::Block(_) | EntryKind::Error => return Err(Stop::Reported),
        }
        Ok(())
    }

    fn pair(&self, key: &'p Key, value: &'p Expr, scope: &Scope<'p>, record: &mut Record) -> Eval<()> {
        let (name, span, computed) = self.key(key, scope)?;
        let value = self.eval(value, scope)?;
        if let Some(before) = record.entries.get(&name)
            && computed
            && !value.is_none()
            && before.key != span
        {
            return self.fail(problems::duplicate_key(span, &name, before.key));
        }
        record.entries.insert(name, graph::Entry { key: span, value });
        Ok(())
    }

    /// A key, its place, and whether it was computed.
    pub(super) fn key(&self, key: &'p Key, scope: &Scope<'p>) -> Eval<(Arc<str>, Span, bool)> {
        match key {
            Key::Word(name) => Ok((name.text.clone(), name.span, false)),
            Key::Text(text) => {
                let value = self.decided(self.text_literal(text, scope))?;
                let known = self.decided(self.known(&value))?;
                let computed = text.parts.iter().any(|p| matches!(p, syntax::tree::TextPart::Value(..)));
                Ok((known.into(), text.span, computed))
            }
        }
    }

    /// The braces of an `if` where a value is expected: one expression, or entries, which make a record.
    pub(super) fn braces(&self, entries: &'p [Entry], span: Span, scope: &Scope<'p>) -> Eval {
        match entries {
            [Entry { kind: EntryKind::Element(value), .. }] => self.eval(value, scope),
            // `else if`
            [Entry { kind: EntryKind::If(branch), .. }] if !holds_pairs(&branch.then) => {
                if self.condition(&branch.condition, scope)? {
                    return self.braces(&branch.then, span, scope);
                }
                match &branch.otherwise {
                    Some(entries) => self.braces(entries, span, scope),
                    None => Ok(Value::none(span)),
                }
            }
            _ => self.record(entries, span, scope),
        }
    }

    /// A `for` where a value is expected: entries make a record, expressions a list.
    pub(super) fn repeat(&self, repeat: &'p For<Entry>, span: Span, scope: &Scope<'p>) -> Eval {
        let pairs = holds_pairs(&repeat.body);
        let mut record = Record::default();
        let mut list = Vec::new();
        for scope in self.rounds(&repeat.over, &repeat.names, scope)? {
            if pairs {
                self.fill(&repeat.body, &scope, &mut record)?;
            } else {
                self.elements(&repeat.body, &scope, &mut list)?;
            }
        }
        record.entries.retain(|_, e| !e.value.is_none());
        let data = if pairs { Data::Record(Arc::new(record)) } else { Data::List(Arc::new(list)) };
        Ok(Value::new(data, span))
    }

    /// The scopes of the rounds of a `for`.
    pub(super) fn rounds(&self, over: &'p Expr, names: &[Name], scope: &Scope<'p>) -> Eval<Vec<Scope<'p>>> {
        let value = self.decided(self.eval(over, scope))?;
        let int = |n: i64| Value::new(Data::Int(n), over.span);
        let rounds: Vec<(Value, Value)> = match &value.data {
            Data::List(list) => (0i64..).zip(list.iter()).map(|(i, v)| (int(i), v.clone())).collect(),
            Data::Record(map) => {
                let entry =
                    |(k, e): (&Arc<str>, &graph::Entry)| (Value::text(k.clone(), e.key), e.value.clone());
                map.entries.iter().map(entry).collect()
            }
            Data::Range(min, max) => {
                self.charge(usize::try_from(max.saturating_sub(*min)).unwrap_or(usize::MAX), over.span)?;
                (*min..=*max).zip(0i64..).map(|(n, i)| (int(i), int(n))).collect()
            }
            Data::None => Vec::new(),
            Data::Late(late) => return self.decided(Err(super::operators::too_late(over.span, late))),
            _ => return self.bug(over.span, "a loop over what is no list"),
        };
        let scopes = rounds.into_iter().map(|(key, value)| match names {
            [one] => scope.with(&one.text, value),
            [first, second, ..] => scope.with(&first.text, key).with(&second.text, value),
            [] => scope.clone(),
        });
        Ok(scopes.collect())
    }

    /// `grant {…}`
    pub(super) fn grant(&self, entries: &'p [Entry], span: Span, scope: &Scope<'p>) -> Eval {
        let value = self.record(entries, span, scope)?;
        let Data::Record(record) = &value.data else { return self.bug(span, "a grant that is no record") };
        let lists = ["actions", "resources", "include"].into_iter().filter_map(|key| record.get(key));
        self.filled(lists.filter(|v| matches!(v.data, Data::Late(_))))?;
        let list =
            |key: &str| record.get(key).and_then(Value::as_list).map(<[Value]>::to_vec).unwrap_or_default();
        let grant = Grant {
            actions: list("actions"),
            resources: list("resources"),
            conditions: record.get("conditions").cloned(),
            because: record.get("because").cloned(),
            sid: record.get("sid").cloned(),
            effect: record.get("effect").cloned(),
            include: list("include"),
            span,
        };
        Ok(Value::new(Data::Grant(Arc::new(grant)), span))
    }
}

/// How many elements or entries there are may depend on holes: then nothing is known.
fn complete<'v>(mut holes: Holes, values: impl Iterator<Item = &'v Value>) -> Eval<()> {
    if holes.is_empty() {
        return Ok(());
    }
    values.for_each(|v| holes_in(v, &mut holes));
    Err(Stop::holes(holes))
}

fn holds_pairs(entries: &[Entry]) -> bool {
    entries.iter().any(|e| match &e.kind {
        EntryKind::Pair(..) => true,
        EntryKind::If(branch) => holds_pairs(&branch.then),
        EntryKind::For(repeat) => holds_pairs(&repeat.body),
        _ => false,
    })
}
