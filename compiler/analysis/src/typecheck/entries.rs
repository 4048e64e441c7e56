//! What is listed between braces or brackets: entries of records and bodies of resources, elements of lists.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use diagnostics::Span;
use indexmap::IndexMap;
use syntax::tree::{Entry, EntryKind, Expr, ExprKind, For, If, Key, Resource};

use super::Checker;
use super::expressions::Expected;
use super::hints::Hint;
use super::scope::{Scope, key_span, known_key};
use crate::declarations::{Kind, MemberKind};
use crate::problems::references as problems;
use crate::problems::types as mistakes;
use crate::types::{Fit, RecordField, RecordType, Type};

/// What the keys of entries mean.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fields<'a, 'p> {
    /// Fields of a record type; with what it is called.
    Record(&'a RecordType<'p>, &'a str),
    /// Fields of a kind or block.
    Kind(&'a Kind<'p>),
    /// Keys of a map, all with values of one type. The keys may be a closed list.
    Map(&'a Type<'p>, &'a Type<'p>),
    /// Keys of a record that may have any.
    Free,
    /// Fields or blocks of something that nobody knows, which was reported.
    Unknown,
}

/// What entries come to.
#[derive(Debug, Default)]
pub(super) struct Collected<'p> {
    /// By key, those that are known; with whether it is there in any case.
    pub(super) values: IndexMap<Arc<str>, (Type<'p>, Presence)>,
    /// Keys that mean nothing, and were reported.
    pub(super) unknown: Vec<Arc<str>>,
    /// Whether there may be more: an `if`, a `for`, a spread or a computed key.
    pub(super) open: bool,
    /// The type of values under computed keys.
    rest: Option<Type<'p>>,
    /// Whether something is spread into it that was reported.
    unknown_parts: bool,
}

/// Whether an entry is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Always,
    Sometimes,
}

impl<'p> Collected<'p> {
    fn add(&mut self, key: Arc<str>, ty: Type<'p>, presence: Presence) {
        let value = match (self.values.get(&key), presence) {
            (Some((before, there)), Presence::Sometimes) => (before.clone().join(ty), *there),
            _ => (ty, presence),
        };
        self.values.insert(key, value);
    }

    fn add_rest(&mut self, ty: Type<'p>) {
        self.open = true;
        self.rest = Some(match self.rest.take() {
            Some(before) => before.join(ty),
            None => ty,
        });
    }

    /// Takes over what two branches hold; what both hold is there in any case.
    fn add_branches(&mut self, then: Self, mut otherwise: Self) {
        self.open = true;
        for (key, (ty, presence)) in then.values {
            match otherwise.values.shift_remove(&key) {
                Some((other, Presence::Always)) if presence == Presence::Always => {
                    self.add(key, ty.join(other), Presence::Always);
                }
                Some((other, _)) => self.add(key, ty.join(other), Presence::Sometimes),
                None => self.add(key, ty, Presence::Sometimes),
            }
        }
        for (key, (ty, _)) in otherwise.values {
            self.add(key, ty, Presence::Sometimes);
        }
        self.unknown.extend(then.unknown.into_iter().chain(otherwise.unknown));
        self.unknown_parts |= then.unknown_parts | otherwise.unknown_parts;
        then.rest.into_iter().chain(otherwise.rest).for_each(|rest| self.add_rest(rest));
    }

    /// The type of a record that nothing was expected of.
    pub(super) fn into_type(self) -> Type<'p> {
        if self.unknown_parts {
            return Type::Unknown;
        }
        let Some(rest) = self.rest else {
            let field = |(name, (ty, presence)): (Arc<str>, (Type<'p>, Presence))| {
                let ty = if presence == Presence::Always { ty } else { ty.optional() };
                (name, RecordField { ty, default: None, docs: None })
            };
            let fields = self.values.into_iter().map(field).collect();
            return Type::Record(Rc::new(RecordType { fields }));
        };
        let all = self.values.into_values().fold(rest, |joined, (ty, _)| joined.join(ty.present()));
        Type::Map(Rc::new(Type::String), Rc::new(all.present()))
    }
}

impl<'p> Checker<'_, 'p> {
    /// The entries of a record or of the body of a resource.
    pub(super) fn entries(
        &self,
        scope: &Scope<'p>,
        entries: &'p [Entry],
        fields: &Fields<'_, 'p>,
        collected: &mut Collected<'p>,
    ) {
        let mut seen: HashMap<Arc<str>, Span> = HashMap::new();
        for entry in entries {
            match &entry.kind {
                EntryKind::Pair(key, value) => match known_key(key) {
                    Some(name) => {
                        self.twice(&name, key_span(key), value, &mut seen);
                        self.entry(scope, (name, key_span(key)), value, fields, collected);
                    }
                    None => self.computed_entry(scope, key, value, fields, collected),
                },
                EntryKind::Element(Expr { kind: ExprKind::Name(name), span }) => {
                    let EntryKind::Element(value) = &entry.kind else { continue };
                    self.twice(name, *span, value, &mut seen);
                    self.entry(scope, (name.clone(), *span), value, fields, collected);
                    self.declarations.spell_out(*span, name);
                }
                EntryKind::Element(value) => {
                    if !matches!(value.kind, ExprKind::Missing) {
                        self.declarations.report_at(value.span, mistakes::key_expected(value.span));
                    }
                    self.infer(scope, value);
                    collected.open = true;
                }
                EntryKind::Spread(value) => {
                    // A later key replaces what is spread.
                    seen.clear();
                    self.spread_record(scope, value, fields, collected);
                }
                EntryKind::Block(block) => match fields {
                    Fields::Kind(kind) => self.block(scope, block, kind),
                    Fields::Record(..) | Fields::Map(..) | Fields::Free => self.block_in_record(scope, block),
                    // A body of an unknown kind may have had it.
                    Fields::Unknown => self.unknown_body(scope, &block.body),
                },
                EntryKind::If(branch) => self.branches(scope, branch, fields, collected),
                EntryKind::For(repeat) => self.repeated(scope, repeat, fields, collected),
                EntryKind::Error => collected.open = true,
            }
        }
        self.labels_twice(entries);
    }

    /// As other languages nest their records: without a `=`.
    fn block_in_record(&self, scope: &Scope<'p>, block: &'p Resource) {
        let span = super::resources::head(block);
        let key = block.label.is_none().then(|| crate::declarations::text_of(&block.kind));
        self.declarations.report_at(span, problems::block_in_record(key.as_deref(), span));
        self.unknown_body(scope, &block.body);
    }

    fn branches(
        &self,
        scope: &Scope<'p>,
        branch: &'p If<Entry>,
        fields: &Fields<'_, 'p>,
        collected: &mut Collected<'p>,
    ) {
        self.condition(scope, &branch.condition);
        let (mut then, mut otherwise) = (Collected::default(), Collected::default());
        self.entries(&self.where_true(scope, &branch.condition), &branch.then, fields, &mut then);
        if let Some(entries) = &branch.otherwise {
            self.entries(&self.where_false(scope, &branch.condition), entries, fields, &mut otherwise);
        }
        collected.add_branches(then, otherwise);
    }

    pub(super) fn repeated(
        &self,
        scope: &Scope<'p>,
        repeat: &'p For<Entry>,
        fields: &Fields<'_, 'p>,
        collected: &mut Collected<'p>,
    ) {
        let mut body = Collected::default();
        let inside = self.round(scope, &repeat.names, &repeat.over);
        self.entries(&inside, &repeat.body, fields, &mut body);
        collected.add_branches(body, Collected::default());
    }

    /// Reports a key that was given before in the same braces.
    fn twice(&self, name: &Arc<str>, span: Span, value: &Expr, seen: &mut HashMap<Arc<str>, Span>) {
        if name.is_empty() {
            return;
        }
        if let Some(before) = seen.get(name) {
            self.declarations.report_at(span, mistakes::duplicate_key(span, name, *before));
            self.declarations.mark_reported(value.span);
        } else {
            seen.insert(name.clone(), span);
        }
    }

    /// Reports blocks of one name and label in the same braces.
    fn labels_twice(&self, entries: &[Entry]) {
        let mut seen: HashMap<(String, Arc<str>), Span> = HashMap::new();
        for entry in entries {
            let EntryKind::Block(block) = &entry.kind else { continue };
            let Some(label) = block.label.as_ref().and_then(known_key) else { continue };
            let word = crate::declarations::text_of(&block.kind);
            let head = super::resources::head(block);
            if let Some(before) = seen.get(&(word.clone(), label.clone())) {
                self.declarations.report_at(head, problems::duplicate_resource(head, &word, &label, *before));
            } else {
                seen.insert((word, label), head);
            }
        }
    }

    /// `KEY = VALUE`, with a key that is known.
    fn entry(
        &self,
        scope: &Scope<'p>,
        (name, span): (Arc<str>, Span),
        value: &'p Expr,
        fields: &Fields<'_, 'p>,
        collected: &mut Collected<'p>,
    ) {
        let ty = match self.expected_entry(fields, &name, span) {
            Ok(Some(expected)) => self.check(scope, value, &expected),
            Ok(None) => self.infer(scope, value),
            Err(()) => {
                // Another mistake in the value is one of its own, unless the value is just the key.
                if value.span != span {
                    self.infer(scope, value);
                    self.declarations.mark_reported(value.span);
                }
                collected.unknown.push(name);
                return;
            }
        };
        let absent = ty.may_be_absent() && !matches!(fields, Fields::Kind(_));
        let presence = if absent { Presence::Sometimes } else { Presence::Always };
        collected.add(name, ty, presence);
    }

    /// What is expected under a key; `Err` if there is no such key, which was reported.
    fn expected_entry(
        &self,
        fields: &Fields<'_, 'p>,
        name: &Arc<str>,
        span: Span,
    ) -> Result<Option<Expected<'p>>, ()> {
        match fields {
            Fields::Free | Fields::Unknown => Ok(None),
            Fields::Map(keys, value) => match keys.literals() {
                Some(list) if !list.contains(name) && !name.is_empty() => {
                    let list: Vec<&str> = list.iter().map(AsRef::as_ref).collect();
                    self.declarations.report_at(span, problems::unknown_key(span, name, &list));
                    Err(())
                }
                _ => Ok(Some((*value).clone().optional().into())),
            },
            Fields::Record(record, what) => match record.fields.get(name) {
                Some(field) if field.default.is_some() => Ok(Some(field.ty.clone().optional().into())),
                Some(field) => Ok(Some(field.ty.clone().into())),
                None if name.is_empty() => Err(()),
                None => {
                    let names: Vec<&str> = record.fields.keys().map(AsRef::as_ref).collect();
                    self.declarations.report_at(span, problems::unknown_entry(span, what, name, &names));
                    Err(())
                }
            },
            Fields::Kind(kind) => self.expected_attribute(kind, name, span),
        }
    }

    fn expected_attribute(
        &self,
        kind: &Kind<'p>,
        name: &Arc<str>,
        span: Span,
    ) -> Result<Option<Expected<'p>>, ()> {
        let problem = match kind.members.get(name) {
            Some(member) => match &member.kind {
                MemberKind::Field(info) => {
                    let ty = info.ty.clone();
                    let ty = if info.default.is_some() { ty.optional() } else { ty };
                    let own = !self.declarations.program.in_library(member.span);
                    let declared = own.then_some(member.span);
                    return Ok(Some(Expected { ty, declared, default: info.default }));
                }
                MemberKind::Let(..) => problems::computed_field(span, &kind.name, name),
                MemberKind::Block(_) => problems::block_as_field(span, &kind.name, name),
            },
            None if name.is_empty() => return Err(()),
            None => {
                let names: Vec<&str> = kind.fields().map(|(n, _, _)| &**n).collect();
                let blocks: Vec<&str> = kind.blocks().map(|(n, _)| &**n).collect();
                problems::unknown_attribute(span, &kind.name, name, &names, &blocks)
            }
        };
        self.declarations.report_at(span, problem);
        Err(())
    }

    /// `"${key}" = VALUE`
    fn computed_entry(
        &self,
        scope: &Scope<'p>,
        key: &'p Key,
        value: &'p Expr,
        fields: &Fields<'_, 'p>,
        collected: &mut Collected<'p>,
    ) {
        if let Key::Text(text) = key {
            self.key_parts(scope, text);
        }
        let ty = match fields {
            Fields::Map(_, expected) => self.check(scope, value, &(*expected).clone().optional().into()),
            Fields::Record(..) | Fields::Kind(_) | Fields::Free | Fields::Unknown => self.infer(scope, value),
        };
        collected.add_rest(ty.present());
    }

    /// `...x` among entries.
    fn spread_record(
        &self,
        scope: &Scope<'p>,
        value: &'p Expr,
        fields: &Fields<'_, 'p>,
        collected: &mut Collected<'p>,
    ) {
        collected.open = true;
        match self.infer(scope, value).present() {
            Type::Unknown => collected.unknown_parts = true,
            Type::None => {}
            Type::Map(_, element) => {
                if let Fields::Map(_, expected) = fields
                    && element.fits(expected) != Fit::Yes
                {
                    let found = Type::Map(Rc::new(Type::String), element.clone());
                    self.wrong_type(value, "a map of other values", &found, None);
                }
                collected.add_rest((*element).clone());
            }
            Type::Record(record) => {
                for (name, field) in &record.fields {
                    self.spread_field(value, name, &field.ty, fields);
                    let presence =
                        if field.ty.may_be_absent() { Presence::Sometimes } else { Presence::Always };
                    collected.add(name.clone(), field.ty.present(), presence);
                }
            }
            found => {
                let help =
                    (found == Type::Document).then(|| "give it the type `{string: document}`".to_owned());
                self.wrong_type(value, "a record or map", &found, help.map(Hint::from));
                collected.unknown_parts = true;
            }
        }
    }

    /// A field that comes with a spread, against what its key expects.
    fn spread_field(&self, value: &'p Expr, name: &Arc<str>, ty: &Type<'p>, fields: &Fields<'_, 'p>) {
        if self.declarations.is_reported(value.span) {
            return;
        }
        if let Ok(Some(expected)) = self.expected_entry(fields, name, value.span)
            && ty.present().fits(&expected.ty) == Fit::No
        {
            let problem = mistakes::wrong_spread(value.span, name, &expected.ty.describe(), ty);
            self.declarations.report_at(value.span, problem);
        }
    }

    /// The elements of a list, joined to `all`.
    pub(super) fn elements(
        &self,
        scope: &Scope<'p>,
        entries: &'p [Entry],
        expected: Option<&Type<'p>>,
        all: &mut Type<'p>,
    ) {
        // Entries in the braces of an `if` or `for` make one record.
        if entries.iter().any(|e| matches!(e.kind, EntryKind::Pair(..))) {
            let span = entries.first().map(|e| e.span);
            if let Some(span) = span {
                let expected = expected.map(|ty| Expected::from(ty.clone()));
                let ty = self.record(scope, span, entries, expected.as_ref());
                join_into(all, ty);
            }
            return;
        }
        for entry in entries {
            match &entry.kind {
                EntryKind::Element(value) => {
                    let ty = match expected {
                        Some(ty) => self.check(scope, value, &ty.clone().optional().into()),
                        None => self.infer(scope, value),
                    };
                    join_into(all, ty.present());
                }
                EntryKind::Spread(value) => self.spread_list(scope, value, expected, all),
                EntryKind::If(branch) => {
                    self.condition(scope, &branch.condition);
                    self.elements(&self.where_true(scope, &branch.condition), &branch.then, expected, all);
                    if let Some(entries) = &branch.otherwise {
                        self.elements(&self.where_false(scope, &branch.condition), entries, expected, all);
                    }
                }
                EntryKind::For(repeat) => {
                    let inside = self.round(scope, &repeat.names, &repeat.over);
                    self.elements(&inside, &repeat.body, expected, all);
                }
                EntryKind::Block(block) => self.block_in_record(scope, block),
                EntryKind::Pair(..) | EntryKind::Error => {}
            }
        }
    }

    /// `...x` among elements.
    fn spread_list(
        &self,
        scope: &Scope<'p>,
        value: &'p Expr,
        expected: Option<&Type<'p>>,
        all: &mut Type<'p>,
    ) {
        match self.infer(scope, value).present() {
            Type::Unknown | Type::None => {}
            Type::List(element) => {
                if let Some(expected) = expected
                    && element.present().fits(expected) == Fit::No
                {
                    let expected = Type::List(Rc::new(expected.clone())).describe();
                    self.wrong_type(value, &expected, &Type::List(element), None);
                    return;
                }
                join_into(all, element.present());
            }
            found => {
                self.wrong_type(value, "a list", &found, None);
            }
        }
    }

    /// Hands over each `KEY = VALUE` of braces that hold nothing else.
    pub(super) fn pairs(
        &self,
        scope: &Scope<'p>,
        entries: &'p [Entry],
        each: impl Fn(&Self, &'p Key, &'p Expr),
    ) {
        let mut seen: HashMap<Arc<str>, Span> = HashMap::new();
        for entry in entries {
            match &entry.kind {
                EntryKind::Pair(key, value) => {
                    if let Some(name) = known_key(key) {
                        self.twice(&name, key_span(key), value, &mut seen);
                    }
                    each(self, key, value);
                }
                EntryKind::Error => {}
                _ => {
                    self.declarations.report_at(entry.span, mistakes::key_expected(entry.span));
                    self.unknown_body(scope, std::slice::from_ref(entry));
                }
            }
        }
    }
}

fn join_into<'p>(all: &mut Type<'p>, ty: Type<'p>) {
    let before = std::mem::replace(all, Type::Unknown);
    *all = before.join(ty);
}

/// Whether entries make a record rather than a value or a list.
pub(super) fn holds_pairs(entries: &[Entry]) -> bool {
    entries.iter().any(|e| match &e.kind {
        EntryKind::Pair(..) => true,
        EntryKind::If(branch) => holds_pairs(&branch.then),
        EntryKind::For(repeat) => holds_pairs(&repeat.body),
        _ => false,
    })
}
