//! Which resources exist: those of the spec first, then those that each of them is made of.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use diagnostics::Span;
use graph::{Data, ResourceId, Value};
use syntax::tree::{Entry, For, If, Item, ItemKind, Key, Resource};

use super::attributes::Body;
use super::{Eval, Evaluator, Phase, Scope, Slot, Stop};
use crate::declarations::Kind;
use crate::problems::evaluation as problems;
use crate::types::KindId;

/// A resource, or a block of one.
#[derive(Debug)]
pub(crate) struct Instance<'p> {
    pub(crate) id: ResourceId,
    pub(crate) kind: Rc<Kind<'p>>,
    pub(crate) label: Arc<str>,
    pub(crate) label_span: Span,
    /// `wave.service.role.app`
    pub(crate) path: Arc<str>,
    /// The one that holds it.
    pub(crate) parent: Option<Rc<Instance<'p>>>,
    /// Where it was declared: kind and label.
    pub(crate) span: Span,
    pub(super) entries: &'p [Entry],
    /// Where the entries are evaluated.
    pub(super) scope: Scope<'p>,
    pub(super) body: OnceCell<Rc<Body<'p>>>,
    pub(super) cells: RefCell<Vec<Option<Slot>>>,
    children: RefCell<Children>,
}

/// The nested resources of an instance.
#[derive(Debug, Clone, Default)]
enum Children {
    #[default]
    NotFound,
    Busy(Vec<(KindId, Arc<str>, ResourceId)>),
    Found(Vec<(KindId, Arc<str>, ResourceId)>),
}

/// What a kind declares, with the loops around it run: each item with the scope it stands in.
pub(super) type Expanded<'p> = Vec<(&'p Item, Scope<'p>)>;

impl Instance<'_> {
    /// The instance so many blocks up; 0 is itself.
    pub(super) fn ancestor(self: &Rc<Self>, levels: usize) -> Option<Rc<Self>> {
        match levels {
            0 => Some(Rc::clone(self)),
            n => self.parent.as_ref().and_then(|p| p.ancestor(n - 1)),
        }
    }

    /// The resource of the spec that it is a part of.
    pub(super) fn outermost(self: &Rc<Self>) -> Rc<Self> {
        self.parent.as_ref().map_or_else(|| Rc::clone(self), Self::outermost)
    }

    /// The resource it stands for, if it is a block.
    pub(super) fn is_block(&self) -> bool {
        self.kind.parent.is_some()
    }

    /// `KIND.CHECK`, `KIND.BLOCK.CHECK`
    pub(super) fn check_name(&self, check: &str) -> String {
        match (&self.parent, self.is_block()) {
            (Some(parent), true) => format!("{}.{}.{check}", parent.kind.name, self.kind.name),
            _ => format!("{}.{check}", self.kind.name),
        }
    }
}

/// When an item's resources are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Deployment,
    Named,
    Computed,
}

impl Turn {
    fn of(item: &Item) -> Self {
        match &item.kind {
            ItemKind::Resource(resource) => match (&resource.label, resource.kind.names.as_slice()) {
                (_, [kind]) if &*kind.text == "deployment" => Self::Deployment,
                (Some(Key::Text(_)), _) => Self::Computed,
                (Some(Key::Word(_)) | None, _) => Self::Named,
            },
            _ => Self::Computed,
        }
    }
}

/// A resource before it has an id.
struct Declared<'p> {
    kind: Rc<Kind<'p>>,
    label: Arc<str>,
    label_span: Span,
    span: Span,
    entries: &'p [Entry],
    parent: Option<Rc<Instance<'p>>>,
    scope: Scope<'p>,
}

impl<'p> Evaluator<'p> {
    /// Finds all resources of the spec.
    pub(super) fn find_resources(&self) {
        let program = self.declarations.program;
        // A computed label, and what stands under `if` and `for`, may ask for the deployment and for the others.
        for turn in [Turn::Deployment, Turn::Named, Turn::Computed] {
            for (index, module) in program.modules.iter().enumerate() {
                let scope =
                    Scope::of_module(crate::program::ModuleId(u32::try_from(index).unwrap_or(u32::MAX)));
                module
                    .items
                    .iter()
                    .filter(|i| Turn::of(i) == turn)
                    .for_each(|i| self.declare_item(i, &scope));
            }
        }
        let mut next = 0;
        while let Some(instance) = self.instance(ResourceId(next)) {
            // What goes wrong was reported.
            drop(self.expand(&instance));
            next += 1;
        }
        self.phase.set(Phase::Holding);
    }

    fn declare_item(&self, item: &'p Item, scope: &Scope<'p>) {
        let Ok(items) = self.unfold(std::slice::from_ref(item), scope) else { return };
        for (item, scope) in items {
            let ItemKind::Resource(resource) = &item.kind else { continue };
            let Ok(Some(declared)) = self.declared(resource, None, &scope) else { continue };
            if &*declared.kind.name == "deployment" {
                self.add_deployment(declared);
                continue;
            }
            let key = (declared.kind.id, declared.label.clone());
            let before = self.top.borrow().get(&key).map(|i| i.span);
            if let Some(before) = before {
                if !self.declarations.is_reported(declared.span) {
                    self.declarations.report(crate::problems::references::duplicate_resource(
                        declared.span,
                        &declared.kind.name,
                        &key.1,
                        before,
                    ));
                }
                continue;
            }
            let instance = self.add(declared);
            self.top.borrow_mut().insert(key, instance);
        }
    }

    fn add_deployment(&self, declared: Declared<'p>) {
        let before = self.deployment.borrow().as_ref().map(|d| d.span);
        if let Some(before) = before {
            self.declarations.report(problems::several_deployments(declared.span, before));
            return;
        }
        let instance = self.add(declared);
        *self.deployment.borrow_mut() = Some(instance);
    }

    /// Runs the `if`s and `for`s around items.
    pub(super) fn unfold(&self, items: &'p [Item], scope: &Scope<'p>) -> Eval<Expanded<'p>> {
        let mut list = Vec::new();
        for item in items {
            match &item.kind {
                ItemKind::If(branch) => list.extend(self.unfold_if(branch, scope)?),
                ItemKind::For(repeat) => list.extend(self.unfold_for(repeat, scope)?),
                _ => list.push((item, scope.clone())),
            }
        }
        Ok(list)
    }

    fn unfold_if(&self, branch: &'p If<Item>, scope: &Scope<'p>) -> Eval<Expanded<'p>> {
        let holds = self.condition(&branch.condition, scope)?;
        let otherwise = branch.otherwise.as_deref().unwrap_or(&[]);
        self.unfold(if holds { &branch.then } else { otherwise }, scope)
    }

    fn unfold_for(&self, repeat: &'p For<Item>, scope: &Scope<'p>) -> Eval<Expanded<'p>> {
        let mut list = Vec::new();
        for scope in self.rounds(&repeat.over, &repeat.names, scope)? {
            list.extend(self.unfold(&repeat.body, &scope)?);
        }
        Ok(list)
    }

    /// A resource that is declared here; `None` if its kind is unknown, which was reported.
    fn declared(
        &self,
        resource: &'p Resource,
        parent: Option<&Rc<Instance<'p>>>,
        scope: &Scope<'p>,
    ) -> Eval<Option<Declared<'p>>> {
        let Some(id) = self.declarations.remembered_kind(resource.kind.span) else { return Ok(None) };
        let Some(kind) = self.declarations.kind(id) else { return Ok(None) };
        let (label, label_span) = self.label(resource, &kind, scope)?;
        Ok(Some(Declared {
            kind,
            label,
            label_span,
            span: resource.kind.span.to(label_span),
            entries: &resource.body,
            parent: parent.cloned(),
            scope: scope.clone(),
        }))
    }

    fn label(&self, resource: &'p Resource, kind: &Kind<'p>, scope: &Scope<'p>) -> Eval<(Arc<str>, Span)> {
        match &resource.label {
            Some(Key::Word(name)) => Ok((name.text.clone(), name.span)),
            Some(Key::Text(text)) => {
                let value = self.decided(self.text_literal(text, scope))?;
                Ok((self.decided(self.known(&value))?.into(), text.span))
            }
            None => Ok((kind.name.clone(), resource.kind.span)),
        }
    }

    fn add(&self, declared: Declared<'p>) -> Rc<Instance<'p>> {
        let Declared { kind, label, label_span, span, entries, parent, scope } = declared;
        let word = kind.name.clone();
        let path = match &parent {
            Some(parent) => format!("{}.{word}.{label}", parent.path),
            None => format!("{word}.{label}"),
        };
        let mut instances = self.instances.borrow_mut();
        let cells = RefCell::new(vec![None; kind.members.len()]);
        let instance = Rc::new(Instance {
            id: ResourceId(u32::try_from(instances.len()).unwrap_or(u32::MAX)),
            kind,
            label,
            label_span,
            path: path.into(),
            parent,
            span,
            entries,
            scope,
            body: OnceCell::new(),
            cells,
            children: RefCell::default(),
        });
        instances.push(Rc::clone(&instance));
        instance
    }

    /// Adds a block that stands in the body of a resource.
    pub(super) fn add_block(
        &self,
        kind: Rc<Kind<'p>>,
        block: &'p Resource,
        parent: &Rc<Instance<'p>>,
        scope: &Scope<'p>,
    ) -> Eval<Rc<Instance<'p>>> {
        let (label, label_span) = self.label(block, &kind, scope)?;
        let span = block.kind.span.to(label_span);
        let parent = Some(Rc::clone(parent));
        Ok(self.add(Declared {
            kind,
            label,
            label_span,
            span,
            entries: &block.body,
            parent,
            scope: scope.clone(),
        }))
    }

    /// Finds the resources that an instance is made of, and its blocks.
    fn expand(&self, instance: &Rc<Instance<'p>>) -> Eval<()> {
        match *instance.children.borrow() {
            Children::NotFound => {}
            Children::Busy(_) | Children::Found(_) => return Ok(()),
        }
        *instance.children.borrow_mut() = Children::Busy(Vec::new());
        let result = self.find_children(instance);
        let found = match instance.children.take() {
            Children::Busy(list) | Children::Found(list) => list,
            Children::NotFound => Vec::new(),
        };
        *instance.children.borrow_mut() = Children::Found(found);
        result
    }

    fn find_children(&self, instance: &Rc<Instance<'p>>) -> Eval<()> {
        self.body(instance)?;
        let scope = Scope::of_instance(instance);
        for (item, scope) in self.children_of(instance.kind.items, &scope)? {
            let ItemKind::Resource(resource) = &item.kind else { continue };
            let Some(declared) = self.declared(resource, Some(instance), &scope)? else { continue };
            let key = (declared.kind.id, declared.label.clone());
            if let Some(before) = self.child(instance, key.0, &key.1)? {
                let before = self.instance(before).map_or(declared.span, |i| i.span);
                return self.fail(crate::problems::references::duplicate_resource(
                    declared.span,
                    &declared.kind.name,
                    &key.1,
                    before,
                ));
            }
            let child = self.add(declared);
            if let Children::Busy(list) = &mut *instance.children.borrow_mut() {
                list.push((key.0, key.1, child.id));
            }
        }
        Ok(())
    }

    /// The items of a kind; conditions are decided only where a resource stands below them.
    fn children_of(&self, items: &'p [Item], scope: &Scope<'p>) -> Eval<Expanded<'p>> {
        let mut list = Vec::new();
        for item in items.iter().filter(|i| holds_resource(i)) {
            list.extend(self.unfold(std::slice::from_ref(item), scope)?);
        }
        Ok(list)
    }

    /// The nested resource of a kind with a label, if there is one.
    pub(super) fn child(
        &self,
        instance: &Rc<Instance<'p>>,
        kind: KindId,
        label: &str,
    ) -> Eval<Option<ResourceId>> {
        self.expand(instance)?;
        let children = instance.children.borrow();
        let list = match &*children {
            Children::Busy(list) | Children::Found(list) => list.as_slice(),
            Children::NotFound => &[],
        };
        Ok(list.iter().find(|(k, l, _)| *k == kind && &**l == label).map(|(_, _, id)| *id))
    }

    /// `all(KIND)`: in order of declaration, nested ones where their maker stands.
    pub(super) fn all(&self, kind: KindId, span: Span) -> Eval {
        if self.phase.get() == Phase::Finding {
            return self.fail(problems::resources_not_known(span));
        }
        let mut list = Vec::new();
        for instance in self.in_order() {
            if instance.kind.id == kind {
                list.push(Value::new(Data::Resource(instance.id), instance.span));
            }
        }
        Ok(Value::new(Data::List(Arc::new(list)), span))
    }

    /// All instances: in order of declaration, a nested one after the one that holds it.
    pub(super) fn in_order(&self) -> Vec<Rc<Instance<'p>>> {
        let instances = self.instances.borrow();
        let mut nested: Vec<Vec<&Rc<Instance<'p>>>> = vec![Vec::new(); instances.len()];
        let mut stack: Vec<&Rc<Instance<'p>>> = Vec::new();
        for instance in instances.iter() {
            match instance.parent.as_ref().and_then(|p| nested.get_mut(p.id.0 as usize)) {
                Some(list) => list.push(instance),
                None => stack.push(instance),
            }
        }
        stack.reverse();
        let mut order = Vec::with_capacity(instances.len());
        while let Some(instance) = stack.pop() {
            order.push(Rc::clone(instance));
            let inside = nested.get(instance.id.0 as usize).map_or(&[][..], Vec::as_slice);
            stack.extend(inside.iter().rev());
        }
        order
    }
}

fn holds_resource(item: &Item) -> bool {
    match &item.kind {
        ItemKind::Resource(_) => true,
        ItemKind::If(branch) => {
            branch.then.iter().any(holds_resource) || branch.otherwise.iter().flatten().any(holds_resource)
        }
        ItemKind::For(repeat) => repeat.body.iter().any(holds_resource),
        _ => false,
    }
}

impl Stop {
    /// Whether there is nothing more to say.
    pub(super) fn is_silent(&self) -> bool {
        matches!(self, Self::Reported | Self::Hole(_))
    }
}

/// Whether an item of this sort is among items, or among what their `if`s and `for`s give.
pub(super) fn may_give(items: &[Item], sort: fn(&ItemKind) -> bool) -> bool {
    items.iter().any(|item| match &item.kind {
        ItemKind::If(branch) => {
            may_give(&branch.then, sort) || may_give(branch.otherwise.as_deref().unwrap_or(&[]), sort)
        }
        ItemKind::For(repeat) => may_give(&repeat.body, sort),
        kind => sort(kind),
    })
}
