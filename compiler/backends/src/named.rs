//! The names of parameters in the stages: each is one that the stage takes, and none is given twice.

use std::collections::BTreeMap;

use crate::context::Context;
use crate::expand::name_of;
use crate::problems::stages as problems;
use crate::tables::STAGES;

/// Looks at all parameters, printed or not.
pub(crate) fn check(context: &mut Context<'_>) {
    let params = &context.graph.params;
    for stage in STAGES {
        let mut taken = BTreeMap::new();
        for param in params {
            let Some(name) = name_of(param, stage) else { continue };
            if stage.is_name.is_some_and(|is_name| !is_name(&name)) {
                context.report_of(problems::not_a_name(&name, stage.name, param.span), None);
            }
            let own = (&*param.name, param.span);
            if let Some(first) = taken.insert(name.clone(), own) {
                context.report_of(problems::same_name(&name, stage.name, first, own), None);
            }
        }
    }
}
