//! The pages of the standard library's checks, made from their doc comments.
//!
//! Codes have their pages in the crate `diagnostics`; a check is written in the language, and so is its page.

use analysis::{DefId, DefSort, Program};
use diagnostics::{Diagnostics, Sources};
use syntax::tree::{Check, CheckKind, Docs, Item, ItemKind};

use crate::world::Memory;

/// The page of a check, such as `wave.certificate_region`.
pub fn explain_check(name: &str) -> Option<String> {
    visit_checks(|found, docs, check, sources| (found == name).then(|| page(found, docs, check, sources)))
        .into_iter()
        .next()
}

/// The names of all checks of the standard library, for suggestions and lists.
pub fn check_names() -> Vec<String> {
    visit_checks(|name, _, _, _| Some(name.to_string()))
}

fn page(name: &str, docs: &Docs, check: &Check, sources: &Sources) -> String {
    let sentences: Vec<&str> = docs.lines.iter().map(|line| &*line.text).collect();
    let severity = match check.kind {
        CheckKind::Require | CheckKind::Rule => "error",
        CheckKind::Advise => "warning",
    };
    let condition = sources.text(check.condition.span);
    format!(
        "# {name}\n\n{}\n\nIt is reported as `{severity}[{name}]` unless this holds:\n\n```wave,part\n{condition}\n```\n",
        sentences.join("\n")
    )
}

/// What `visit` makes of each check of the library.
fn visit_checks<T>(visit: impl Fn(&str, &Docs, &Check, &Sources) -> Option<T>) -> Vec<T> {
    let uses: Vec<String> =
        analysis::library_modules().iter().map(|module| format!("use {module}")).collect();
    let world = Memory::default().with("spec.wave", uses.join("\n"));
    let (mut sources, mut ignored) = (Sources::default(), Diagnostics::new());
    let Some(program) = analysis::load("spec.wave", &world, &mut sources, &mut ignored) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for item in kinds(&program) {
        holders(&item.kind, "", &mut |name, docs, check| found.extend(visit(name, docs, check, &sources)));
    }
    found
}

fn kinds(program: &Program) -> impl Iterator<Item = &Item> {
    let ids = (0..program.defs.len()).filter_map(|index| u32::try_from(index).ok().map(DefId));
    ids.filter(|id| program.def(*id).is_some_and(|d| d.sort == DefSort::Kind))
        .filter_map(|id| program.item(id))
}

/// Walks through kinds, their blocks, and what stands under conditions there. A check is named `KIND.CHECK` or `KIND.BLOCK.CHECK`.
fn holders(item: &ItemKind, prefix: &str, visit: &mut dyn FnMut(&str, &Docs, &Check)) {
    let (prefix, members): (String, Vec<&Item>) = match item {
        ItemKind::Kind(kind) | ItemKind::Block(kind) => {
            (format!("{prefix}{}.", kind.name.text), kind.members.iter().collect())
        }
        ItemKind::If(branch) => {
            (prefix.to_string(), branch.then.iter().chain(branch.otherwise.iter().flatten()).collect())
        }
        ItemKind::For(repeat) => (prefix.to_string(), repeat.body.iter().collect()),
        _ => return,
    };
    for member in members {
        if let ItemKind::Check(check) = &member.kind {
            visit(&format!("{prefix}{}", check.name.text), &member.docs, check);
        }
        holders(&member.kind, &prefix, visit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_check_has_a_page_that_says_something() {
        let names = check_names();
        assert!(names.iter().any(|name| name == "cluster.node_group.desired_in_size"), "{names:?}");
        for name in names {
            let page = explain_check(&name).unwrap();
            let sentence = page.lines().nth(2).unwrap_or_default();
            assert!(sentence.len() > 10, "`{name}` has no doc comment");
        }
    }
}
