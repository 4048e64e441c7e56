//! What the first word of an expression means, from the inside out. Loop variables and parameters come before all this;
//! whoever knows them asks here for the rest.

use crate::builtins::{self, Builtin};
use crate::declarations::{Declarations, Kind};
use crate::program::{DefId, DefSort, Lookup, ModuleId, Namespace};
use crate::types::KindId;

/// What a word means.
#[derive(Debug, Clone)]
pub(crate) enum Word {
    /// `self`: the innermost kind or block.
    SelfValue,
    /// A member of a kind: how many levels up (0 is the innermost kind or block), and its index there.
    Member(usize, usize),
    /// `step`: the steps of the kind so many levels up.
    Steps(usize),
    /// `deployment`
    Deployment,
    /// `environment`: the name of the one that is being compiled.
    Environment,
    /// `environments`: the names of all.
    Environments,
    /// A `let` of a file.
    Let(DefId),
    /// A secret.
    Secret(DefId),
    /// A parameter of the deployment.
    Param(DefId),
    /// A function.
    Function(DefId),
    /// A kind: its resources follow after a dot.
    Kind(KindId),
    /// A module: its names follow after a dot.
    Module(ModuleId),
    /// A function of the language.
    Builtin(&'static Builtin),
    /// Several modules have it.
    Ambiguous(Vec<DefId>),
    /// It belongs to another module alone.
    Private,
    /// Nothing.
    Unknown,
}

impl<'p> Declarations<'p> {
    /// The meaning of a bare word in a module, inside `owner` if there is one.
    pub(crate) fn word(&self, owner: Option<&Kind<'p>>, module: ModuleId, word: &str) -> Word {
        if let Some(owner) = owner
            && let Some(found) = self.word_in_kind(owner, word)
        {
            return found;
        }
        match self.program.lookup(module, Namespace::Values, word) {
            Lookup::Found(def) => return self.value_word(def),
            Lookup::Ambiguous(defs) => return Word::Ambiguous(defs),
            Lookup::Private(_) => return Word::Private,
            Lookup::Unknown => {}
        }
        match word {
            "deployment" => return Word::Deployment,
            "environment" if self.has_environments() => return Word::Environment,
            "environments" if self.has_environments() => return Word::Environments,
            _ => {}
        }
        match self.program.lookup(module, Namespace::Types, word) {
            Lookup::Found(def) => {
                if let Some(kind) = self.kind_of(def) {
                    return Word::Kind(kind);
                }
            }
            // A module's word settles it: `aws.role` and `k8s.role` are both there.
            Lookup::Ambiguous(defs) if self.program.module_by_word(module, word).is_none() => {
                return Word::Ambiguous(defs);
            }
            Lookup::Private(_) => return Word::Private,
            Lookup::Ambiguous(_) | Lookup::Unknown => {}
        }
        if let Some(used) = self.program.module_by_word(module, word) {
            return Word::Module(used);
        }
        builtins::find(word).map_or(Word::Unknown, Word::Builtin)
    }

    fn has_environments(&self) -> bool {
        self.program.environments().next().is_some()
    }

    /// The meaning of `word` after a module: `k8s.secret`, `cfn.ref`.
    pub(crate) fn word_of_module(&self, module: ModuleId, word: &str) -> Word {
        match self.program.lookup_in(module, Namespace::Values, word) {
            Lookup::Found(def) => return self.value_word(def),
            Lookup::Ambiguous(defs) => return Word::Ambiguous(defs),
            Lookup::Private(_) => return Word::Private,
            Lookup::Unknown => {}
        }
        match self.program.lookup_in(module, Namespace::Types, word) {
            Lookup::Found(def) => self.kind_of(def).map_or(Word::Unknown, Word::Kind),
            Lookup::Ambiguous(defs) => Word::Ambiguous(defs),
            Lookup::Private(_) => Word::Private,
            Lookup::Unknown => Word::Unknown,
        }
    }

    fn word_in_kind(&self, owner: &Kind<'p>, word: &str) -> Option<Word> {
        if word == "self" {
            return Some(Word::SelfValue);
        }
        let mut level = 0;
        let mut parent = owner.parent;
        let at = |kind: &Kind<'p>, level| match kind.members.get_index_of(word) {
            Some(index) => Some(Word::Member(level, index)),
            None if word == "step" && !kind.steps.is_empty() => Some(Word::Steps(level)),
            None => None,
        };
        if let Some(found) = at(owner, level) {
            return Some(found);
        }
        while let Some(kind) = parent.and_then(|id| self.kind(id)) {
            level += 1;
            if let Some(found) = at(&kind, level) {
                return Some(found);
            }
            parent = kind.parent;
        }
        None
    }

    fn value_word(&self, def: DefId) -> Word {
        match self.program.def(def).map(|d| d.sort) {
            Some(DefSort::Let) => Word::Let(def),
            Some(DefSort::Secret) => Word::Secret(def),
            Some(DefSort::Param) => Word::Param(def),
            Some(DefSort::Function) => Word::Function(def),
            Some(DefSort::Kind | DefSort::Type) | None => Word::Unknown,
        }
    }

    /// What could be written where a word means nothing, for suggestions.
    pub(crate) fn words(&self, owner: Option<&Kind<'p>>, module: ModuleId) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        if let Some(owner) = owner {
            words.extend(owner.members.keys().map(ToString::to_string));
            let parent = owner.parent.and_then(|id| self.kind(id));
            words.extend(parent.iter().flat_map(|k| k.members.keys()).map(ToString::to_string));
        }
        words.extend(self.program.names(module, Namespace::Values).into_iter().map(str::to_owned));
        words.extend(self.kind_names(module).into_iter().map(str::to_owned));
        words.extend(builtins::BUILTINS.iter().map(|b| b.name.to_owned()));
        words.push("deployment".to_owned());
        if self.has_environments() {
            words.extend(["environment".to_owned(), "environments".to_owned()]);
        }
        words
    }
}
