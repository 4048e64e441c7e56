//! The whole of an evaluation, in order, and the graph that it gives.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use graph::{Data, Graph, Record, Resource, Value};
use syntax::tree::ItemKind;

use super::instances::Instance;
use super::{Environment, Eval, Evaluator, Files, Lent};
use crate::Request;
use crate::declarations::Declarations;
use crate::marks::Marks;
use crate::problems::evaluation as problems;

/// Finds the resources of a program, and computes what they hold. The graph is whole only if nothing was reported.
pub(crate) fn evaluate<'p>(
    declarations: &'p Declarations<'p>,
    files: &'p Files<'p>,
    request: &Request<'_>,
    environment: Option<Environment<'p>>,
    lent: Option<Lent<'p>>,
) -> Graph {
    let evaluator = Evaluator::new(declarations, files, environment, lent);
    evaluator.find_secrets();
    evaluator.find_params();
    evaluator.find_resources();
    evaluator.check_deployment();
    let mut graph = Graph { spec: request.spec.into(), output: evaluator.output(), ..Graph::default() };
    graph.environment = environment.map(|e| e.tree.name.text.clone());
    graph.resources = evaluator.resources();
    evaluator.run_checks();
    evaluator.look_at_lets();
    graph.documents = evaluator.all_documents();
    graph.steps = evaluator.all_steps(&graph.documents);
    graph.patches = evaluator.all_patches();
    graph.expectations = evaluator.expectations();
    graph.secrets = evaluator.secrets.borrow().values().cloned().collect();
    graph.params = evaluator.all_params();
    graph.holes = evaluator.report_holes(request.purpose);
    graph
}

impl<'p> Evaluator<'p> {
    /// What is wrong with a value of the user's is wrong also while nothing needs it.
    fn look_at_lets(&self) {
        for module in self.declarations.program.modules.iter().filter(|m| !m.library) {
            for item in &module.items {
                if let ItemKind::Let(binding) = &item.kind
                    && let Some(def) = module.values.get(&binding.name.text)
                {
                    // What can't be decided now is for those to say that need it.
                    let _ = self.top_let(*def, binding.value.span);
                }
            }
        }
    }

    fn check_deployment(&self) {
        let program = self.declarations.program;
        if self.deployment.borrow().is_some() || self.declarations.has_errors() {
            return;
        }
        if let Some(start) = program.module(program.root).start {
            self.declarations.report(problems::no_deployment(start));
        }
    }

    fn output(&self) -> Arc<str> {
        let deployment = self.deployment.borrow().clone();
        let value = deployment.and_then(|d| {
            let index = d.kind.members.get_index_of("output")?;
            self.decided(self.attribute(&d, index, d.span)).ok()
        });
        value.as_ref().and_then(Value::as_str).map_or_else(|| "out".into(), |s| (&*s).into())
    }

    fn resources(&self) -> Vec<Resource> {
        let instances = self.instances.borrow().clone();
        let mut marks = HashMap::new();
        let mut resource = |instance: &Rc<Instance<'p>>| {
            let kind = &instance.kind;
            let marks = marks.entry(kind.id).or_insert_with(|| Marks::of(self.declarations, kind));
            self.resource_of(instance, marks)
        };
        instances.iter().map(&mut resource).collect()
    }

    fn resource_of(&self, instance: &Rc<Instance<'p>>, marks: &Marks) -> Resource {
        let mut attributes = Record::default();
        for (name, value) in self.all_attributes(instance) {
            attributes.entries.insert(name, graph::Entry { key: value.span, value });
        }
        Resource {
            kind: instance.kind.name.clone(),
            label: instance.label.clone(),
            path: instance.path.clone(),
            parent: instance.parent.as_ref().map(|p| p.id),
            attributes,
            identity: Arc::clone(&marks.identity),
            immutable: Arc::clone(&marks.immutable),
            span: instance.span,
        }
    }

    /// The elements of a list of strings that are known.
    pub(crate) fn strings(&self, value: &Value) -> Eval<Vec<String>> {
        match &value.data {
            Data::List(list) => list.iter().map(|v| self.known(v)).collect(),
            Data::Late(late) => Err(super::operators::too_late(value.span, late)),
            _ => self.bug(value.span, "a list that is none"),
        }
    }
}
