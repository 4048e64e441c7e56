//! `require`, `advise`, `rule`: reported at what their condition read, with the values that were there.

use std::collections::BTreeMap;
use std::rc::Rc;

use diagnostics::{Span, similar};
use graph::{Data, Value};
use syntax::tree::{Allow, Check, CheckKind, Item, ItemKind};

use super::instances::{Instance, may_give};
use super::{Evaluator, Read, Scope, Stop};
use crate::declarations::text_of;
use crate::problems::checks as problems;
use crate::program::ModuleId;

impl<'p> Evaluator<'p> {
    /// Decides all checks of all resources, then the rules over the deployment.
    pub(super) fn run_checks(&self) {
        self.find_allowances();
        for instance in self.in_order() {
            if !may_give(instance.kind.items, |kind| matches!(kind, ItemKind::Check(_))) {
                continue;
            }
            // An `if` that can't be decided keeps only what is in it from being checked.
            let scope = Scope::of_instance(&instance);
            let unfolded = instance
                .kind
                .items
                .iter()
                .filter_map(|item| self.unfold(std::slice::from_ref(item), &scope).ok());
            for (item, scope) in unfolded.flatten() {
                if let ItemKind::Check(check) = &item.kind {
                    let name = instance.check_name(&check.name.text);
                    self.run_check(check, &name, Some(&instance), &scope);
                }
            }
        }
        let program = self.declarations.program;
        for (index, module) in program.modules.iter().enumerate() {
            let scope = Scope::of_module(ModuleId(u32::try_from(index).unwrap_or(u32::MAX)));
            for item in &module.items {
                let Ok(items) = self.unfold(std::slice::from_ref(item), &scope) else { continue };
                for (item, scope) in items {
                    if let ItemKind::Check(check) = &item.kind {
                        self.run_check(check, &check.name.text, None, &scope);
                    }
                }
            }
        }
        self.judge_allowances();
        self.judge_newer();
    }

    fn find_allowances(&self) {
        for item in self.declarations.program.modules.iter().flat_map(|m| &m.items) {
            if let ItemKind::Allow(allow) = &item.kind
                && allow.value.is_none()
            {
                self.allowed.borrow_mut().insert(text_of(&allow.check), false);
            }
        }
    }

    /// Says which allowances are for no check, for no advice, or for advice that isn't given.
    fn judge_allowances(&self) {
        let mut first: BTreeMap<String, Span> = BTreeMap::new();
        for item in self.declarations.program.modules.iter().flat_map(|m| &m.items) {
            let ItemKind::Allow(allow @ Allow { value: None, .. }) = &item.kind else { continue };
            let (name, span) = (text_of(&allow.check), allow.check.span);
            // An allowance of a lint is judged together with the lints.
            let silences = self.allowed.borrow().get(&name).copied().unwrap_or(false);
            if crate::lints::lint_named(&name).is_some() {
                continue;
            }
            if let Some(before) = first.get(&name) {
                self.declarations.report(problems::allowed_already(span, &name, *before, item.span));
                continue;
            }
            first.insert(name.clone(), span);
            if silences {
                continue;
            }
            let checks = self.known_checks();
            let problem = match checks.iter().find(|(n, _)| *n == name) {
                None => {
                    let lints = crate::lints::lint_names().map(str::to_owned);
                    let names: Vec<String> = checks.into_iter().map(|(n, _)| n).chain(lints).collect();
                    let meant = self.misspelt.borrow().get(&name).cloned();
                    problems::unknown_check(span, &name, &names, meant.as_deref())
                }
                Some((_, CheckKind::Require | CheckKind::Rule)) => {
                    problems::not_advice(span, &name, item.span)
                }
                // What an unfinished or wrong spec would say isn't known.
                Some(_) if self.declarations.has_errors() || !self.holes.borrow().is_empty() => continue,
                Some(_) => problems::unused_allowance(span, &name, item.span),
            };
            self.declarations.report(problem);
        }
    }

    /// The checks of all kinds that the spec makes use of, and its rules.
    fn known_checks(&self) -> Vec<(String, CheckKind)> {
        let kinds = self.declarations.known_kinds().into_iter().filter_map(|id| self.declarations.kind(id));
        let mut list = Vec::new();
        for kind in kinds {
            let parent = kind.parent.and_then(|id| self.declarations.kind(id));
            let prefix =
                parent.map_or_else(|| kind.name.to_string(), |p| format!("{}.{}", p.name, kind.name));
            collect_checks(kind.items, &mut |check| {
                list.push((format!("{prefix}.{}", check.name.text), check.kind));
            });
        }
        for item in self.declarations.program.modules.iter().flat_map(|m| &m.items) {
            collect_checks(std::slice::from_ref(item), &mut |c| list.push((c.name.text.to_string(), c.kind)));
        }
        list
    }

    fn run_check(
        &self,
        check: &'p Check,
        name: &str,
        instance: Option<&Rc<Instance<'p>>>,
        scope: &Scope<'p>,
    ) {
        self.reads.borrow_mut().push(Vec::new());
        let result = self.eval(&check.condition, scope).and_then(|v| self.truth(&v));
        let reads = self.reads.borrow_mut().pop().unwrap_or_default();
        match result {
            Ok(true) | Err(Stop::Reported) => {}
            Err(Stop::Hole(holes)) => self.waits(name, &holes),
            Ok(false) => self.failed(check, name, instance, &reads, scope),
            Err(Stop::Undecided(undecided)) => {
                let here = instance.map_or(check.name.span, |i| i.outermost().span);
                let read = reads.iter().rev().find(|r| matches!(r.value.data, Data::None | Data::Late(_)));
                let read = read.map(|r| r.path.as_str());
                self.declarations.report(problems::check_undecided(here, name, read, &undecided.what));
            }
        }
    }

    fn failed(
        &self,
        check: &'p Check,
        name: &str,
        instance: Option<&Rc<Instance<'p>>>,
        reads: &[Read],
        scope_of_check: &Scope<'p>,
    ) {
        if check.kind == CheckKind::Advise
            && let Some(used) = self.allowed.borrow_mut().get_mut(name)
        {
            *used = true;
            return;
        }
        if check.kind == CheckKind::Advise && self.is_misspelt_by_an_allowance(name) {
            return;
        }
        let scope = scope_of_check.for_message();
        let words = |expr| self.decided(self.eval(expr, &scope)).map(|v| self.shown(&v));
        let message = match words(&check.message) {
            Ok(message) => message,
            // The check has failed, although its words aren't known yet.
            Err(Stop::Hole(_)) => "this check does not hold".to_owned(),
            Err(_) => return,
        };
        let help = check.help.as_ref().and_then(|h| words(h).ok());
        let here = instance.map_or(check.name.span, |i| i.outermost().span);
        let places = self.places_that_fail(check, reads, scope_of_check);
        // What a check misses may be what was written wrong.
        if places.is_empty() && self.declarations.has_errors_beside(here) {
            return;
        }
        self.declarations.report(problems::check_failed(check.kind, name, message, help, here, &places));
    }

    /// Whether an allowance that names no check was meant for this one: that is one mistake, which is told at the allowance.
    fn is_misspelt_by_an_allowance(&self, name: &str) -> bool {
        let allowed = self.allowed.borrow();
        let near: Vec<&String> = allowed.keys().filter(|a| similar(a, [name]).is_some()).collect();
        if near.is_empty() {
            return false;
        }
        let checks = self.known_checks();
        let unknown = near.into_iter().find(|allowance| !checks.iter().any(|(n, _)| n == *allowance));
        if let Some(allowance) = unknown {
            self.misspelt.borrow_mut().insert(allowance.clone(), name.to_owned());
        }
        unknown.is_some()
    }

    /// What was read, at the places of the user's that wrote it, each place once.
    pub(super) fn places(&self, reads: &[Read]) -> Vec<(Span, String)> {
        let mut places: Vec<(Span, String)> = Vec::new();
        for read in reads {
            let Some(span) = self.own_place(&read.value) else { continue };
            let shown = self.shown(&read.value);
            let quoted =
                if matches!(read.value.data, Data::Text(_)) { format!("\"{shown}\"") } else { shown };
            // A name that begins with `_` is the library's own affair.
            let path = match read.path.split_once('.') {
                Some((first, rest)) if first.starts_with('_') => rest,
                _ => &read.path,
            };
            let short = quoted.len() <= 60 && !holds_records(&read.value);
            let text = if short { format!("`{path}` is {quoted}") } else { format!("`{path}`") };
            if !places.iter().any(|(s, _)| *s == span) {
                places.push((span, text));
            }
        }
        places
    }

    /// Where the user wrote a value, if that was the user.
    fn own_place(&self, value: &Value) -> Option<Span> {
        let program = self.declarations.program;
        let own = |span: Span| (!program.in_library(span) && !span.is_empty()).then_some(span);
        match &value.data {
            Data::None => None,
            Data::Text(text) => own(value.span).or_else(|| text.parts.iter().find_map(|p| own(p.span))),
            _ => own(value.span),
        }
    }
}

/// Whether the words for a value leave out most of it.
fn holds_records(value: &Value) -> bool {
    match &value.data {
        Data::Record(_) => true,
        Data::List(list) => list.iter().any(holds_records),
        _ => false,
    }
}

fn collect_checks<'p>(items: &'p [Item], found: &mut impl FnMut(&'p Check)) {
    for item in items {
        match &item.kind {
            ItemKind::Check(check) => found(check),
            ItemKind::If(branch) => {
                collect_checks(&branch.then, found);
                collect_checks(branch.otherwise.as_deref().unwrap_or(&[]), found);
            }
            ItemKind::For(repeat) => collect_checks(&repeat.body, found),
            _ => {}
        }
    }
}
