//! Functions that call themselves, and kinds that are made of themselves, directly or through others.

use std::collections::HashMap;
use std::hash::Hash;

use diagnostics::Span;
use indexmap::IndexMap;

use super::Checker;
use crate::problems::references as problems;

/// The way round: who, and where it goes on to the next; the last step closes the circle.
type Way<T> = Vec<(T, Span)>;

impl Checker<'_, '_> {
    pub(super) fn report_circles(&self) {
        // In order of declaration, whatever was looked at first.
        self.calls.borrow_mut().sort_unstable_keys();
        self.made_of.borrow_mut().sort_unstable_keys();
        for way in circles(&self.calls.borrow()) {
            let name = |def| self.declarations.function(def).map(|f| f.name.to_string()).unwrap_or_default();
            let named: Vec<(String, Span)> = way.iter().map(|(def, span)| (name(*def), *span)).collect();
            if let Some((_, last)) = named.last() {
                self.declarations.report_at(*last, problems::recursive_function(*last, &named));
            }
        }
        for way in circles(&self.made_of.borrow()) {
            let name = |id| self.declarations.kind(id).map(|k| k.name.to_string()).unwrap_or_default();
            let named: Vec<(String, Span)> = way.iter().map(|(id, span)| (name(*id), *span)).collect();
            if let Some((_, last)) = named.last() {
                // Evaluation passes over a declaration of no kind.
                self.declarations.remember_kind(*last, None);
                self.declarations.report_at(*last, problems::made_of_itself(*last, &named));
            }
        }
    }
}

/// The circles of a graph, each by the edge that closes it. Without those edges there is none left.
fn circles<T: Copy + Eq + Hash>(edges: &IndexMap<T, Vec<(T, Span)>>) -> Vec<Way<T>> {
    let mut found = Vec::new();
    // Whether a node was left again; those that are absent weren't met yet.
    let mut left: HashMap<T, bool> = HashMap::new();
    for start in edges.keys() {
        if left.contains_key(start) {
            continue;
        }
        left.insert(*start, false);
        let mut path: Vec<(T, usize)> = vec![(*start, 0)];
        while let Some((node, next)) = path.last_mut() {
            let Some((to, _)) = edges.get(&*node).and_then(|list| list.get(*next)) else {
                left.insert(*node, true);
                path.pop();
                continue;
            };
            *next += 1;
            match left.get(to) {
                None => {
                    left.insert(*to, false);
                    path.push((*to, 0));
                }
                Some(false) => found.push(way_round(edges, &path, *to)),
                Some(true) => {}
            }
        }
    }
    found
}

fn way_round<T: Copy + Eq + Hash>(edges: &IndexMap<T, Vec<(T, Span)>>, path: &[(T, usize)], to: T) -> Way<T> {
    let circle = path.iter().skip_while(|(node, _)| *node != to);
    let step = |(node, next): &(T, usize)| {
        let (_, span) = edges.get(node)?.get(next.checked_sub(1)?)?;
        Some((*node, *span))
    };
    circle.filter_map(step).collect()
}
