//! Strings of a catalogue: whether the list has them, what is known of them, and those that a spec knows and the list doesn't yet.

use std::sync::Arc;

use diagnostics::Span;
use graph::{Data, Form, Size, Text, Value};
use schemas::{Catalogue, Fact, Sort};
use syntax::tree::{Allow, Item, ItemKind};

use super::{Eval, Evaluator, Stop, Undecided};
use crate::declarations::text_of;
use crate::problems::{checks, names, values};

impl<'p> Evaluator<'p> {
    /// Whether a string is one of a catalogue's, or is said to be newer than it.
    pub(super) fn is_listed(&self, catalogue: &str, text: &str) -> bool {
        schemas::catalogue(catalogue).is_some_and(|c| c.contains(text)) || self.is_newer(catalogue, text)
    }

    /// `allow aws.regions["eu-north-9"] because "…"`
    fn is_newer(&self, catalogue: &str, text: &str) -> bool {
        let wanted = |(_, allow, value): &(&Item, &Allow, Arc<str>)| {
            **value == *text && text_of(&allow.check) == catalogue
        };
        let Some((item, ..)) = self.newer().find(wanted) else { return false };
        self.met.borrow_mut().insert(item.span);
        true
    }

    fn newer(&self) -> impl Iterator<Item = (&'p Item, &'p Allow, Arc<str>)> {
        let items = self.declarations.program.modules.iter().flat_map(|m| &m.items);
        items.filter_map(|item: &Arc<Item>| match &item.kind {
            ItemKind::Allow(allow) => Some((&**item, allow, crate::lower::literal(allow.value.as_ref()?))),
            _ => None,
        })
    }

    /// What is known of a value of a catalogue: `instance.vcpus`.
    pub(super) fn fact(
        &self,
        value: &Value,
        text: &Text,
        (catalogue, name): (&str, &str),
        span: Span,
    ) -> Eval {
        if let Some(part) = text.first_unknown() {
            return Err(self.unknown_part(span, part));
        }
        let Some(list) = schemas::catalogue(catalogue) else { return self.bug(span, "an unknown catalogue") };
        let Some(column) = list.column(name) else { return self.bug(span, "an unknown field") };
        let known = text.as_known().unwrap_or_default();
        let data = match list.fact(&known, column) {
            Fact::Absent if column.optional => Data::None,
            Fact::Absent => return Err(unlisted(list, &known, name, (span, value.span))),
            Fact::Text(text) => {
                let form = match column.sort {
                    Sort::Of(other) => Some(Form::Catalogue(other.into())),
                    _ => None,
                };
                return Ok(Value { form, ..Value::text(text, value.span) });
            }
            Fact::Flag(flag) => Data::Bool(flag),
            Fact::Int(n) => Data::Int(n),
            Fact::Size(bytes) => Data::Size(Size(bytes)),
            Fact::Sizes(list) => {
                let each = |bytes| Value::new(Data::Size(Size(bytes)), value.span);
                Data::List(Arc::new(list.into_iter().map(each).collect()))
            }
        };
        Ok(Value::new(data, value.span))
    }

    /// Says which allowances of values accept nothing.
    pub(super) fn judge_newer(&self) {
        let mut seen: Vec<(String, Arc<str>, Span)> = Vec::new();
        for (item, allow, value) in self.newer() {
            let (name, span) = (text_of(&allow.check), allow.check.span);
            let place = allow.value.as_ref().map_or(span, |v| v.span);
            let Some(catalogue) = schemas::catalogue(&name) else {
                self.declarations.report(names::unknown_list(span, &name));
                continue;
            };
            if let Some((.., before)) = seen.iter().find(|(n, v, _)| *n == name && *v == value) {
                self.declarations.report(checks::allowed_already(place, &value, *before, item.span));
            } else if catalogue.contains(&value) {
                self.declarations.report(values::listed_already(place, &value, catalogue, item.span));
            } else if !self.met.borrow().contains(&item.span)
                && !self.declarations.has_errors()
                && self.holes.borrow().is_empty()
            {
                self.declarations.report(values::newer_unused(place, &value, item.span));
            }
            seen.push((name, value, place));
        }
    }
}

/// A value that is newer than its list: nothing is known of it.
fn unlisted(list: &Catalogue, value: &str, name: &str, (at, because): (Span, Span)) -> Stop {
    let what = format!("`{name}` of `{value}`, which is absent from the list of {}", list.date());
    Stop::Undecided(Box::new(Undecided { at, because, what }))
}
