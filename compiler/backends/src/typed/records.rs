//! Records and lists: which keys there are, which there must be, and which go together.

use diagnostics::similar;
use schemas::{Field, ListShape, RecordShape, Rule, Shape};

use super::Typing;
use super::patterns::is_found;
use crate::lower::Segment;
use crate::node::{Node, NodeEntry};
use crate::problems::typed as problems;

impl Typing<'_, '_> {
    pub(super) fn record(&mut self, node: &Node, record: &RecordShape) {
        let mut strange = Vec::new();
        for (key, entry) in node.entries().into_iter().flatten() {
            if let Some(field) = record.field(key, self.format.version) {
                self.field(key, entry, field);
            } else if let Some((_, shape)) = record.patterns.iter().find(|(p, _)| is_found(p, key)) {
                self.at_key(key, &entry.node, shape);
            } else if let Some(shape) = &record.rest {
                self.at_key(key, &entry.node, shape);
            } else {
                strange.push(key.as_str());
                self.unknown(key, entry, record);
            }
        }
        self.missing(node, record, &strange);
        if strange.is_empty() {
            record.rules.iter().for_each(|rule| self.rule(node, rule));
        }
    }

    fn missing(&mut self, node: &Node, record: &RecordShape, strange: &[&str]) {
        // A key that was misspelt is what is wrong, and not that the right one is missing.
        let misspelt = |name: &str| strange.iter().any(|key| similar(key, [name]).is_some());
        for field in &record.fields {
            let wanted = field.required && self.is_now(field);
            if wanted && node.get(&field.name).is_none() && !misspelt(&field.name) {
                let problem = problems::missing_key(&field.name, &self.place(), node.origin.span);
                self.found.push((problem, node.origin.clone()));
            }
        }
    }

    fn is_now(&self, field: &Field) -> bool {
        self.format.version.is_none_or(|v| field.versions.contain(v))
    }

    fn field(&mut self, key: &str, entry: &NodeEntry, field: &Field) {
        if field.read_only {
            let problem = problems::read_only(key, &self.place(), entry.key);
            self.push(problem, entry.key, &entry.node);
            return;
        }
        if field.deprecated {
            let about = self.place();
            let problem = problems::deprecated_key(key, &about, entry.key);
            self.push(problem, entry.key, &entry.node);
        }
        self.at_key(key, &entry.node, &field.shape);
    }

    /// A key that the format has elsewhere, or in another version, is told so.
    fn unknown(&mut self, key: &str, entry: &NodeEntry, record: &RecordShape) {
        let place = self.place();
        let problem = if let (Some(other), Some(version)) = (record.field(key, None), self.format.version) {
            let versions = (other.versions, version, self.format.in_words);
            problems::key_of_another_version(key, &place, versions, entry.key)
        } else {
            let keys = record.keys(self.format.version);
            problems::unknown_key(key, &place, &keys, self.below(key, record), entry.key)
        };
        self.push(problem, entry.key, &entry.node);
    }

    /// The key of the record that takes such a key, if it is just one level too high.
    fn below<'r>(&self, key: &str, record: &'r RecordShape) -> Option<&'r str> {
        let holds = |field: &&Field| {
            self.options(&field.shape).iter().any(|shape| match shape {
                Shape::Record(inner) => inner.field(key, self.format.version).is_some(),
                _ => false,
            })
        };
        let mut found = record.fields.iter().filter(|f| self.is_now(f)).filter(holds);
        let first = found.next()?;
        found.next().is_none().then_some(first.name.as_str())
    }

    fn rule(&mut self, node: &Node, rule: &Rule) {
        let has = |key: &&String| node.get(key).is_some();
        let (keys, count) = match rule {
            Rule::One(keys) | Rule::Some(keys) | Rule::Most(keys) => (keys, keys.iter().filter(has).count()),
            Rule::With(first, others) => {
                for other in others.iter().filter(|k| node.get(first).is_some() && !has(k)) {
                    let at = node.entries().and_then(|e| e.get(first)).map_or(node.origin.span, |e| e.key);
                    self.push(problems::needs_another(first, other, &self.place(), at), at, node);
                }
                return;
            }
        };
        let (least, most) = match rule {
            Rule::One(_) => (1, 1),
            Rule::Some(_) => (1, usize::MAX),
            _ => (0, 1),
        };
        if count < least {
            let problem = problems::none_of(keys, least == most, &self.place(), node.origin.span);
            self.found.push((problem, node.origin.clone()));
        } else if count > most {
            let mut there = keys.iter().filter_map(|k| Some((k, node.entries()?.get(k)?)));
            let (Some((first, one)), Some((second, two))) = (there.next(), there.next()) else { return };
            let problem = problems::too_many_of((first, one.key), (second, two.key), &self.place());
            self.push(problem, two.key, &two.node);
        }
    }

    pub(super) fn list(&mut self, node: &Node, elements: &[Node], list: &ListShape) {
        #[expect(clippy::cast_precision_loss, reason = "no list is that long")]
        let length = elements.len() as f64;
        if !list.length.contain(length) {
            let problem =
                problems::length_of_list(&self.place(), elements.len(), list.length, node.origin.span);
            self.found.push((problem, node.origin.clone()));
        }
        for (index, element) in elements.iter().enumerate() {
            self.path.push(Segment::Index(index));
            self.check(element, &list.of);
            let twice = elements.iter().take(index).find(|other| list.unique && other.same(element));
            if let Some(first) = twice {
                let problem = problems::twice(&self.place(), first.origin.span, element.origin.span);
                self.found.push((problem, element.origin.clone()));
            }
            self.path.pop();
        }
    }
}
