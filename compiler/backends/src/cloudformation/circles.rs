//! Things that need each other, so that none of them can come first.

use indexmap::{IndexMap, IndexSet};

use super::references::Reference;
use super::template::Template;
use crate::context::Context;
use crate::node::Origin;
use crate::problems::cloudformation::circle;

/// What each thing needs, and where it says so.
pub(super) type Needs<'a> = IndexMap<&'a str, Vec<(&'a str, &'a Origin)>>;

/// No resource waits for itself, whatever lies between.
pub(super) fn check(template: Template<'_>, found: &[Reference], context: &mut Context<'_>) {
    let mut needs = Needs::new();
    for reference in found {
        let Some(from) = &reference.from else { continue };
        if template.entry("Resources", &reference.id).is_some() {
            needs.entry(from).or_default().push((&reference.id, &reference.origin));
        }
    }
    report("resource", &needs, template, context);
}

/// Reports each circle once.
pub(super) fn report(what: &str, needs: &Needs<'_>, template: Template<'_>, context: &mut Context<'_>) {
    for steps in circles(needs) {
        let spans: Vec<_> = steps.iter().map(|(from, to, origin)| (*from, *to, origin.span)).collect();
        if let (Some((last, before)), Some((_, _, origin))) = (spans.split_last(), steps.last()) {
            context.report(circle(what, before, *last, template.path), origin);
        }
    }
}

/// A step of a circle: what needs what, and where.
type Step<'a> = (&'a str, &'a str, &'a Origin);

/// Circles that have no part in common.
fn circles<'a>(needs: &Needs<'a>) -> Vec<Vec<Step<'a>>> {
    let mut search = Search { needs, done: IndexSet::new(), way: Vec::new(), found: Vec::new() };
    for name in needs.keys() {
        search.visit(name);
    }
    search.found
}

/// One search under way, in the order of the document.
struct Search<'s, 'a> {
    needs: &'s Needs<'a>,
    /// What leads to no other circle.
    done: IndexSet<&'a str>,
    /// How it came here.
    way: Vec<Step<'a>>,
    found: Vec<Vec<Step<'a>>>,
}

impl<'a> Search<'_, 'a> {
    fn visit(&mut self, name: &'a str) {
        if !self.done.insert(name) {
            return;
        }
        for (other, origin) in self.needs.get(name).into_iter().flatten() {
            self.way.push((name, other, origin));
            match self.way.iter().position(|(from, _, _)| from == other) {
                Some(start) => self.close(start),
                None => self.visit(other),
            }
            self.way.pop();
        }
    }

    fn close(&mut self, start: usize) {
        let steps: Vec<Step<'a>> = self.way.iter().skip(start).copied().collect();
        let told = |name: &str| self.found.iter().flatten().any(|(from, _, _)| *from == name);
        if !steps.iter().any(|(from, _, _)| told(from)) {
            self.found.push(steps);
        }
    }
}
