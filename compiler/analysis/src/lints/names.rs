//! Names: what they hide, and what they look like.

use diagnostics::{Diagnostic, Span};
use syntax::tree::{ItemKind, Kind, Name};

use super::items::Walk;
use crate::problems::lints as problems;
use crate::program::{DefSort, Lookup, Namespace};

/// How a name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// `node_group`; also `NODE_GROUP`
    Snake,
    /// `NodeGroup`
    Camel,
}

/// Something that a name inside it hides.
#[derive(Debug)]
pub(crate) struct Hidden {
    /// What it is, for people.
    pub(crate) what: &'static str,
    /// Its name, where it is declared.
    pub(crate) span: Span,
}

/// What a loop variable or parameter hides: another one (of the first `outer`), a member of the kind around, or a name of the
/// user's own files. What the library defines hides nothing that a reader of the file would think of.
pub(super) fn hidden(walk: &Walk<'_>, name: &str, outer: usize) -> Option<Hidden> {
    let local = walk.locals.iter().take(outer).rev().find(|l| *l.name.text == *name);
    let local = local.map(|l| Hidden { what: "another variable", span: l.name.span });
    let in_kind = || walk.kinds.iter().rev().find_map(|kind| member(kind, name));
    local.or_else(in_kind).or_else(|| of_file(walk, name))
}

/// A value of the user's own files with this name.
pub(super) fn of_file(walk: &Walk<'_>, name: &str) -> Option<Hidden> {
    let Lookup::Found(id) = walk.program.lookup(walk.module, Namespace::Values, name) else { return None };
    let def = walk.program.def(id).filter(|d| !walk.program.module(d.module).library)?;
    let what = match def.sort {
        DefSort::Let => "a `let`",
        DefSort::Function => "a function",
        DefSort::Secret => "a secret",
        DefSort::Param => "a parameter",
        DefSort::Kind | DefSort::Type => return None,
    };
    let span = DefSort::of(walk.program.item(id)?).map(|(_, name)| name.span)?;
    Some(Hidden { what, span })
}

/// A field, `let` or block of a kind.
pub(super) fn member(kind: &Kind, word: &str) -> Option<Hidden> {
    kind.members.iter().find_map(|item| {
        let (what, name) = match &item.kind {
            ItemKind::Field(field) => ("a field", &field.name),
            ItemKind::Let(binding) => ("a `let`", &binding.name),
            ItemKind::Block(block) => ("a block", &block.name),
            _ => return None,
        };
        (*name.text == *word).then_some(Hidden { what, span: name.span })
    })
}

/// A name that isn't written as others are. Capitals alone are a habit for constants, and nobody takes them for a type.
pub(super) fn unusual(name: &Name, case: Case) -> Option<Diagnostic> {
    let word = name.text.trim_start_matches('_');
    let lower = word.contains(|c: char| c.is_ascii_lowercase());
    let upper = word.contains(|c: char| c.is_ascii_uppercase());
    let private = name.text.get(..name.text.len() - word.len()).unwrap_or("");
    match case {
        Case::Snake if lower && upper => {
            Some(problems::unusual_name(name.span, &name.text, &format!("{private}{}", snake(word)), case))
        }
        Case::Camel if word.starts_with(|c: char| c.is_ascii_lowercase()) || word.contains('_') => {
            let instead = format!("{private}{}", crate::evaluate::camel(word));
            Some(problems::unusual_name(name.span, &name.text, &instead, case))
        }
        Case::Snake | Case::Camel => None,
    }
}

impl Case {
    /// For people.
    pub(crate) fn rule(self) -> &'static str {
        match self {
            Self::Snake => "names are written in small letters, with `_` between words",
            Self::Camel => "names of types begin with a capital, and have no `_`",
        }
    }
}

/// `wave_logs` of `WaveLogs`
fn snake(word: &str) -> String {
    let mut text = String::new();
    let mut before_small = false;
    for c in word.chars() {
        if c.is_ascii_uppercase() && before_small {
            text.push('_');
        }
        before_small = c.is_ascii_lowercase() || c.is_ascii_digit();
        text.push(c.to_ascii_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_by_capitals() {
        assert_eq!(snake("WaveLogs"), "wave_logs");
        assert_eq!(snake("logsS3Bucket"), "logs_s3_bucket");
        assert_eq!(snake("dbURL"), "db_url");
    }
}
