//! What a schema says of several keys together, and which keys can be read only or replace the resource.

use std::collections::BTreeSet;

use schemas::{RecordShape, Rule, Shape};
use serde_json::Value;

/// The strings of a list.
pub(super) fn strings(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The keys that pointers such as `/properties/Arn` name, as `Arn`; deeper ones with dots.
pub(super) fn pointers(schema: &Value, key: &str) -> BTreeSet<String> {
    let names = strings(schema.get(key)).into_iter();
    names.filter_map(|p| Some(p.strip_prefix("/properties/")?.replace('/', "."))).collect()
}

/// What `Fn::GetAtt` gives. What lies in a list has no name there.
pub(super) fn attributes(schema: &Value) -> BTreeSet<String> {
    pointers(schema, "readOnlyProperties").into_iter().filter(|path| !path.contains('*')).collect()
}

/// The rules of a record.
pub(super) fn of(schema: &Value) -> Vec<Rule> {
    let mut rules = Vec::new();
    let some = |key: &str| Some(strings(schema.get(key))).filter(|keys| keys.len() > 1);
    rules.extend(some("requiredXor").map(Rule::One));
    rules.extend(some("requiredOr").map(Rule::Some));
    rules.extend(branches(schema, "oneOf").map(Rule::One));
    rules.extend(branches(schema, "anyOf").map(Rule::Some));
    for (first, others) in schema.get("dependentRequired").and_then(Value::as_object).into_iter().flatten() {
        rules.push(Rule::With(first.clone(), strings(Some(others))));
    }
    for (first, others) in schema.get("dependentExcluded").and_then(Value::as_object).into_iter().flatten() {
        for other in strings(Some(others)) {
            let mut pair = vec![first.clone(), other];
            pair.sort();
            rules.push(Rule::Most(pair));
        }
    }
    let mut each: Vec<Rule> = Vec::new();
    for rule in rules {
        if !each.contains(&rule) {
            each.push(rule);
        }
    }
    each
}

/// The keys of which one is asked for by each branch, if that is all that the branches say.
fn branches(schema: &Value, key: &str) -> Option<Vec<String>> {
    let branches = schema.get(key)?.as_array()?;
    let only = |branch: &Value| {
        let mut keys = strings(branch.get("required"));
        let alone = branch.as_object().is_some_and(|b| b.len() == 1) && keys.len() == 1;
        keys.pop().filter(|_| alone)
    };
    let keys: Vec<String> = branches.iter().map(only).collect::<Option<_>>()?;
    (keys.len() > 1).then_some(keys)
}

/// The keys that a rule is about.
pub(super) fn keys(rule: &Rule) -> Vec<String> {
    match rule {
        Rule::One(keys) | Rule::Some(keys) | Rule::Most(keys) => keys.clone(),
        Rule::With(first, others) => [std::slice::from_ref(first), others.as_slice()].concat(),
    }
}

/// Records with one key each are one record that holds one of them: that gives better messages. Gives the shapes back otherwise.
pub(super) fn one_record(shapes: Vec<Shape>, only_one: bool) -> Result<Shape, Vec<Shape>> {
    let single = |shape: &Shape| match shape {
        Shape::Record(record) => {
            let plain = record.rest.is_none() && record.patterns.is_empty() && record.rules.is_empty();
            match record.fields.as_slice() {
                [field] if plain && field.required => Some(field.clone()),
                _ => None,
            }
        }
        _ => None,
    };
    let Some(mut fields) = shapes.iter().map(single).collect::<Option<Vec<_>>>() else { return Err(shapes) };
    let names: Vec<String> = fields.iter().map(|f| f.name.clone()).collect();
    let each: BTreeSet<&String> = names.iter().collect();
    if each.len() < names.len() {
        return Err(shapes);
    }
    for field in &mut fields {
        field.required = false;
    }
    let rules = vec![if only_one { Rule::One(names) } else { Rule::Some(names) }];
    Ok(Shape::Record(Box::new(RecordShape { fields, rules, ..RecordShape::default() })))
}
