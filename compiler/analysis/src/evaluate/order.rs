//! In which order resources take their steps: each after those that it refers to.
//!
//! One whose document others add to, such as a stack, comes also after what those others refer to; but for what refers to it
//! itself.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use graph::{Data, Document, ResourceId, Value};

use super::Evaluator;
use super::instances::Instance;

/// What resources of the spec wait for. What is inside of one counts as that one.
#[derive(Default)]
struct Order {
    /// What each refers to.
    refers: BTreeMap<ResourceId, Vec<ResourceId>>,
    /// What those refer to that add to the document of another one, by that one.
    added: BTreeMap<ResourceId, Vec<ResourceId>>,
}

impl<'p> Evaluator<'p> {
    /// The resources of the spec, those that are inside of others left out, in the order of their steps.
    pub(super) fn in_order_of_steps(&self, documents: &[Document]) -> Vec<Rc<Instance<'p>>> {
        let resources = self.in_order();
        let outer: Vec<_> = resources.iter().filter(|i| i.parent.is_none()).collect();
        let refers = outer.iter().map(|instance| (instance.id, self.referred(instance))).collect();
        let order = Order { refers, added: self.added(documents) };
        let (mut done, mut found) = (BTreeSet::new(), Vec::new());
        for instance in &outer {
            order.visit(instance.id, &mut done, &mut found);
        }
        found.into_iter().filter_map(|id| self.instance(id)).collect()
    }

    /// What the attributes of a resource refer to.
    fn referred(&self, instance: &Rc<Instance<'p>>) -> Vec<ResourceId> {
        let mut found = Vec::new();
        self.all_attributes(instance).iter().for_each(|(_, value)| resources_in(value, &mut found));
        let outer = found.into_iter().filter_map(|id| Some(self.instance(id)?.outermost().id));
        outer.collect()
    }

    fn added(&self, documents: &[Document]) -> BTreeMap<ResourceId, Vec<ResourceId>> {
        let mut added: BTreeMap<ResourceId, Vec<ResourceId>> = BTreeMap::new();
        for document in documents.iter().filter(|d| d.fragments.len() > 1) {
            let makers: BTreeSet<ResourceId> = document.fragments.iter().filter_map(|f| f.resource).collect();
            for maker in makers.iter().filter_map(|id| self.instance(*id)) {
                let referred = self.referred(&maker);
                for owner in referred.iter().filter(|owner| makers.contains(owner)) {
                    added.entry(*owner).or_default().extend(&referred);
                }
            }
        }
        added
    }
}

impl Order {
    fn visit(&self, id: ResourceId, done: &mut BTreeSet<ResourceId>, found: &mut Vec<ResourceId>) {
        if !done.insert(id) {
            return;
        }
        self.refers.get(&id).into_iter().flatten().for_each(|other| self.visit(*other, done, found));
        for other in self.added.get(&id).into_iter().flatten() {
            if !self.leads(*other, id, &mut BTreeSet::new()) {
                self.visit(*other, done, found);
            }
        }
        found.push(id);
    }

    /// Whether one resource is another one, or refers to it by any way.
    fn leads(&self, from: ResourceId, to: ResourceId, seen: &mut BTreeSet<ResourceId>) -> bool {
        let further = || self.refers.get(&from).into_iter().flatten();
        from == to || seen.insert(from) && further().any(|next| self.leads(*next, to, seen))
    }
}

fn resources_in(value: &Value, found: &mut Vec<ResourceId>) {
    match &value.data {
        Data::Resource(id) => found.push(*id),
        Data::List(list) => list.iter().for_each(|v| resources_in(v, found)),
        Data::Record(record) => record.entries.values().for_each(|e| resources_in(&e.value, found)),
        _ => {}
    }
}
