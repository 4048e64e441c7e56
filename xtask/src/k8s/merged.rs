//! The definitions of several versions as one, whose keys say which versions have them.

use std::collections::{BTreeMap, BTreeSet};

use schemas::{Definition, Field, RecordShape, Shape, Versions};

use super::FIRST;

/// One definition, or several if it changed as a whole.
pub(super) fn over_versions(
    name: &'static str,
    all: &BTreeMap<u16, Definition>,
    newest: u16,
) -> Vec<Definition> {
    let mut runs: Vec<Vec<(u16, &Definition)>> = Vec::new();
    for (minor, definition) in all {
        match runs.last_mut() {
            Some(run)
                if run.last().is_some_and(|(last, d)| last + 1 == *minor && go_together(d, definition)) =>
            {
                run.push((*minor, definition));
            }
            _ => runs.push(vec![(*minor, definition)]),
        }
    }
    runs.iter().filter_map(|run| one(name, run, newest)).collect()
}

fn one(name: &'static str, run: &[(u16, &Definition)], newest: u16) -> Option<Definition> {
    let ((first, _), (last, newest_of)) = (run.first()?, run.last()?);
    let records: Vec<(u16, &RecordShape)> =
        run.iter().filter_map(|(minor, d)| Some((*minor, as_record(d)?))).collect();
    let shape = match as_record(newest_of) {
        Some(record) => Shape::Record(Box::new(RecordShape { fields: fields(&records), ..record.clone() })),
        None => newest_of.shape.clone(),
    };
    let versions = within((*first, *last), (FIRST, newest));
    Some(Definition { name, versions, deprecated: newest_of.deprecated, shape })
}

/// The keys of all versions; one that changed is there once for each of its shapes.
fn fields(records: &[(u16, &RecordShape)]) -> Vec<Field> {
    let (Some((first, _)), Some((last, _))) = (records.first(), records.last()) else { return Vec::new() };
    let names: BTreeSet<&str> =
        records.iter().flat_map(|(_, r)| &r.fields).map(|f| f.name.as_str()).collect();
    let mut fields = Vec::new();
    for name in names {
        let mut runs: Vec<(u16, u16, &Field)> = Vec::new();
        for (minor, record) in records {
            let Some(field) = record.fields.iter().find(|f| f.name == name) else { continue };
            match runs.last_mut() {
                Some((_, until, same)) if *until + 1 == *minor && alike(same, field) => {
                    *until = *minor;
                    *same = field;
                }
                _ => runs.push((*minor, *minor, field)),
            }
        }
        let versioned = |(since, until, field): (u16, u16, &Field)| Field {
            versions: within((since, until), (*first, *last)),
            ..field.clone()
        };
        fields.extend(runs.into_iter().map(versioned));
    }
    fields
}

/// Whether two descriptions of a key refuse the same. Older versions don't tell by which keys a list is merged.
fn alike(a: &Field, b: &Field) -> bool {
    let bare = |field: &Field| {
        let mut field = field.clone();
        if let Shape::List(list) = &mut field.shape {
            list.keys.clear();
            list.unique = false;
        }
        field
    };
    bare(a) == bare(b)
}

/// Whether two definitions differ in their keys alone.
fn go_together(a: &Definition, b: &Definition) -> bool {
    match (as_record(a), as_record(b)) {
        (Some(a), Some(b)) => a.rest == b.rest && a.patterns == b.patterns && a.rules == b.rules,
        (None, None) => a.shape == b.shape,
        _ => false,
    }
}

fn as_record(definition: &Definition) -> Option<&RecordShape> {
    match &definition.shape {
        Shape::Record(record) => Some(record),
        _ => None,
    }
}

/// From and to; open where the whole begins or ends.
fn within((since, until): (u16, u16), (first, last): (u16, u16)) -> Versions {
    Versions { since: (since > first).then_some(since), until: (until < last).then_some(until) }
}
