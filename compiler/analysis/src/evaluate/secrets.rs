//! Secrets: values that are never known here, only named.

use std::sync::Arc;

use diagnostics::{Diagnostic, Span};
use graph::{Data, Secret, SecretId, Value};
use syntax::tree::{self, ItemKind};

use super::{Eval, Evaluator, Scope};
use crate::problems::values as problems;
use crate::program::{DefId, ModuleId};

impl<'p> Evaluator<'p> {
    /// Gives the secrets of the spec their ids, in order of declaration.
    pub(super) fn find_secrets(&self) {
        let program = self.declarations.program;
        for (index, module) in program.modules.iter().enumerate().filter(|(_, m)| !m.library) {
            let id = ModuleId(u32::try_from(index).unwrap_or(u32::MAX));
            for item in &module.items {
                let ItemKind::Secret(secret) = &item.kind else { continue };
                let Some(def) = module.values.get(&secret.name.text) else { continue };
                let found = self.read_secret(secret, id);
                self.secrets.borrow_mut().insert(*def, found);
            }
        }
    }

    /// A secret of the file that a test stands in: it is known there, though no item of the fragment.
    fn find_secret_of_a_test(&self, def: DefId) {
        let program = self.declarations.program;
        let module = program.def(def).map(|d| d.module);
        if let (Some(module), Some(ItemKind::Secret(secret))) = (module, program.item(def).map(|i| &i.kind)) {
            let found = self.read_secret(secret, module);
            self.secrets.borrow_mut().insert(def, found);
        }
    }

    fn read_secret(&self, secret: &'p tree::Secret, module: ModuleId) -> Secret {
        let ty = secret.ty.as_ref().map(|ty| self.declarations.lower(ty, module));
        let (pattern, words) = ty.as_ref().map_or((None, None), super::steps::refinement);
        let record = self.record(&secret.body, secret.name.span, &Scope::of_module(module)).ok();
        let record = record.as_ref().and_then(Value::as_record);
        let names: Vec<(Arc<str>, Arc<str>)> = record
            .iter()
            .flat_map(|r| &r.entries)
            .filter_map(|(stage, entry)| Some((stage.clone(), entry.value.as_str()?.into())))
            .collect();
        let script = names.iter().find(|(stage, _)| &**stage == "script").map(|(_, name)| name.clone());
        Secret {
            name: secret.name.text.clone(),
            variable: script.unwrap_or_else(|| secret.name.text.to_uppercase().into()),
            names,
            pattern,
            words,
            span: secret.name.span,
        }
    }

    pub(super) fn secret(&self, def: DefId, span: Span) -> Eval {
        if self.secret_id(def).is_none() {
            self.find_secret_of_a_test(def);
        }
        match self.secret_id(def) {
            Some(id) => Ok(Value::new(Data::Secret(id), span)),
            None => self.bug(span, "a secret that is none"),
        }
    }

    /// Says that something can't be done with a secret, and shows the way that it took.
    pub(super) fn secret_value_used(&self, value: &Value, id: SecretId, what: &str) -> Diagnostic {
        with_way(self.secret_used(value.span, id, what), &value.hops())
    }

    /// The same of a part of a string.
    pub(super) fn secret_used(&self, span: Span, id: SecretId, what: &str) -> Diagnostic {
        let (name, declared) = self.declared_secret(id, span);
        problems::secret_used(span, &name, declared, what)
    }

    /// Says that a secret can't be compared, as it is `at` some place.
    pub(super) fn secret_compared(&self, value: &Value, id: SecretId, at: Span) -> Diagnostic {
        let (name, declared) = self.declared_secret(id, value.span);
        let own = (!self.declarations.program.in_library(at)).then_some(at);
        let problem = problems::secret_compared(value.span, &name, declared, own);
        // The last name on the way is what is compared, and is shown so.
        let hops = value.hops();
        with_way(problem, hops.split_last().map_or(&[], |(_, before)| before))
    }

    fn declared_secret(&self, id: SecretId, span: Span) -> (String, Span) {
        let secrets = self.secrets.borrow();
        let secret = secrets.get_index(id.0 as usize).map(|(_, s)| (s.name.to_string(), s.span));
        secret.unwrap_or((String::new(), span))
    }
}

fn with_way(problem: Diagnostic, hops: &[Span]) -> Diagnostic {
    hops.iter().fold(problem, |problem, hop| problem.with_label(*hop, "passed on here"))
}
