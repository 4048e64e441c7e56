//! One evaluation for each environment of a spec; what they have to say is said once.
//!
//! There are no overlays: environments differ in the values of parameters alone, so the same tree, checked once, is evaluated
//! with each set of them.

use std::sync::Arc;

use diagnostics::{Span, Together, slip};
use graph::Graph;
use syntax::tree;

use crate::declarations::Declarations;
use crate::evaluate::{Environment, Files, Lent, evaluate};
use crate::problems::evaluation as problems;
use crate::program::{Lookup, ModuleId};
use crate::{Request, Swap};

/// The graph of each environment; of a spec without environments, the only one.
pub(crate) fn evaluate_all<'p>(
    declarations: &'p Declarations<'p>,
    files: &'p Files<'p>,
    request: &Request<'_>,
) -> Vec<Graph> {
    let all: Vec<Environment<'p>> =
        declarations.program.environments().map(|(module, tree)| Environment { module, tree }).collect();
    report_forgotten(declarations, &all);
    let chosen = match request.swap {
        Some(swap) => swapped(&all, swap).into_iter().map(|(own, lent)| (Some(own), Some(lent))).collect(),
        None if all.is_empty() => vec![(None, None)],
        None => all.iter().map(|e| (Some(*e), None)).collect::<Vec<_>>(),
    };
    let before = declarations.take_found();
    let mut graphs = Vec::with_capacity(chosen.len());
    let mut said = Together::default();
    for (environment, lent) in chosen {
        declarations.put_found(before.clone());
        graphs.push(evaluate(declarations, files, request, environment, lent));
        let found = declarations.take_found().into_iter().skip(before.len());
        said.add(environment.map(|e| &*e.tree.name.text), found);
    }
    declarations.put_found(before);
    said.finish().for_each(|diagnostic| declarations.report(diagnostic));
    graphs
}

/// One environment, and what it takes from another.
fn swapped<'p>(all: &[Environment<'p>], swap: Swap<'_>) -> Option<(Environment<'p>, Lent<'p>)> {
    let of_name = |name: &str| all.iter().find(|e| &*e.tree.name.text == name).copied();
    let parameter = swap.parameter.map(Into::into);
    Some((of_name(swap.environment)?, Lent { from: of_name(swap.other)?, parameter }))
}

/// Says which parameters have no value: in an environment that forgets one, or at the parameter if nothing gives it any.
fn report_forgotten(declarations: &Declarations<'_>, all: &[Environment<'_>]) {
    let program = declarations.program;
    for (id, module) in (0..).map(ModuleId).zip(&program.modules) {
        for item in &module.items {
            let tree::ItemKind::Param(param) = &item.kind else { continue };
            let name = &*param.name.text;
            let Some(def) = program.param(id, name) else { continue };
            if param.default.is_some() || program.given.iter().any(|g| g.def == def) {
                continue;
            }
            // A key that was misspelt is the mistake, and not that the right one is missing.
            let forgets = |e: &&Environment<'_>| {
                e.value_of(program, def).is_none() && !declarations.has_errors_beside(e.tree.name.span)
            };
            let forgetful: Vec<Span> = all.iter().filter(forgets).map(|e| e.tree.name.span).collect();
            if all.is_empty() && misspells_environment(declarations, &module.items, id) {
                continue;
            }
            if forgetful.len() == all.len() && !declarations.has_errors_beside(param.name.span) {
                let problem = problems::param_without_value(param.name.span, name, !all.is_empty());
                declarations.report(problem);
                continue;
            }
            for environment in all.iter().filter(forgets) {
                let at = &environment.tree.name;
                declarations.report(problems::forgotten(at.span, &at.text, name, param.name.span));
            }
        }
    }
}

/// Whether what gives the parameters was meant to be an environment, and is reported as a resource of no kind.
fn misspells_environment(
    declarations: &Declarations<'_>,
    items: &[Arc<tree::Item>],
    module: ModuleId,
) -> bool {
    items.iter().any(|item| match &item.kind {
        tree::ItemKind::Resource(resource) => match resource.kind.names.as_slice() {
            [name] => {
                slip(&name.text, ["environment"]).is_some()
                    && declarations.find(&resource.kind, module) == Lookup::Unknown
            }
            _ => false,
        },
        _ => false,
    })
}
