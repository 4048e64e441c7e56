//! What the `emit`s give: fragments of documents, those of one path together.

use std::rc::Rc;
use std::sync::Arc;

use diagnostics::Span;
use graph::{Document, Fragment};
use indexmap::IndexMap;
use syntax::tree::{Emit, Item, ItemKind};

use super::instances::{Instance, may_give};
use super::{Eval, Evaluator, Scope, Stop};

impl<'p> Evaluator<'p> {
    /// All documents, in order of their first fragment.
    pub(super) fn all_documents(&self) -> Vec<Document> {
        let mut documents: IndexMap<(Arc<str>, Arc<str>), Document> = IndexMap::new();
        for instance in self.in_order() {
            if !may_give(instance.kind.items, |kind| matches!(kind, ItemKind::Emit(_))) {
                continue;
            }
            for (item, scope) in self.unfold_known(instance.kind.items, &Scope::of_instance(&instance)) {
                let ItemKind::Emit(emit) = &item.kind else { continue };
                // What goes wrong was reported.
                if let Ok((path, fragment)) = self.decided(self.one_emit(&instance, emit, item, &scope)) {
                    let key = (emit.backend.text.clone(), path.clone());
                    let new = || Document { backend: key.0.clone(), path, fragments: Vec::new() };
                    documents.entry(key.clone()).or_insert_with(new).fragments.push(fragment);
                }
            }
        }
        documents.into_values().collect()
    }

    fn one_emit(
        &self,
        instance: &Rc<Instance<'p>>,
        emit: &'p Emit,
        item: &'p Item,
        scope: &Scope<'p>,
    ) -> Eval<(Arc<str>, Fragment)> {
        let path = self.decided(self.eval(&emit.path, scope))?;
        let value =
            self.decided(self.eval(&emit.value, scope).and_then(|v| self.bounded(v, emit.value.span)))?;
        if let Err(Stop::Hole(holes)) = self.filled([&path, &value]) {
            self.reaches(&self.shown(&path), &holes);
        }
        let known = self.decided(self.known(&path).map_err(|stop| stop.needed_at(emit.path.span)))?;
        self.charge_output(&value, emit.value.span)?;
        let version = self.version(emit, scope)?;
        let fragment =
            Fragment { value, version, resource: Some(instance.id), span: item.span, path_span: path.span };
        Ok((known.into(), fragment))
    }

    /// The version that a document is for; none if it was left out, is `none`, or isn't known yet.
    fn version(&self, emit: &'p Emit, scope: &Scope<'p>) -> Eval<Option<(Arc<str>, Span)>> {
        let Some(written) = &emit.version else { return Ok(None) };
        let value = self.decided(self.eval(written, scope))?;
        Ok(value.as_str().map(|text| (Arc::from(&*text), written.span)))
    }
}
