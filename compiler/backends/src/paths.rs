//! Where outputs go: below the output folder, one file for one document or script.
//!
//! Knows paths only; no disk.

use std::collections::BTreeMap;

use diagnostics::Span;
use graph::{Graph, ResourceId};

use crate::context::Context;
use crate::document::Written;
use crate::problems;

/// A path of the spec, relative to the spec's folder.
pub(crate) fn in_output(graph: &Graph, path: &str) -> String {
    if &*graph.output == "." { path.to_owned() } else { format!("{}/{path}", graph.output) }
}

/// Who asks for a path.
struct Claim<'g> {
    what: String,
    path: &'g str,
    span: Span,
    resource: Option<ResourceId>,
}

/// Every path is below the output folder, and belongs to one document or script alone.
pub(crate) fn check(context: &mut Context<'_>) {
    let mut taken: BTreeMap<&str, &Claim<'_>> = BTreeMap::new();
    let claims = claims(context.graph);
    for claim in &claims {
        if let Some(why) = leaves_the_output(claim.path) {
            context.report_of(problems::path_outside(claim.path, why, claim.span), claim.resource);
        }
        if let Some(first) = taken.insert(claim.path, claim) {
            let problem = problems::two_writers(claim.path, &first.what, first.span, &claim.what, claim.span);
            context.report_of(problem, claim.resource);
        }
    }
    for claim in &claims {
        let folders = claim.path.match_indices('/').filter_map(|(i, _)| claim.path.get(..i));
        for file in folders.filter_map(|f| taken.get(f)) {
            let problem = problems::file_and_folder(file.path, file.span, claim.path, claim.span);
            context.report_of(problem, claim.resource);
        }
    }
}

/// A document that a script fills is written beside its own name, where no other may stand.
pub(crate) fn check_templates(documents: &[Written<'_>], context: &mut Context<'_>) {
    let claims = claims(context.graph);
    for template in documents.iter().filter(|d| d.is_filled()) {
        let path = template.document.path.as_ref();
        let taken = claims.iter().find(|c| c.path.strip_suffix(".in") == Some(path));
        if let (Some(claim), Some(fragment)) = (taken, template.fragment()) {
            let what = format!("`{}`", template.backend.name);
            let problem =
                problems::two_writers(claim.path, &what, fragment.path_span, &claim.what, claim.span);
            context.report_of(problem, claim.resource);
        }
    }
}

fn claims(graph: &Graph) -> Vec<Claim<'_>> {
    let documents = graph.documents.iter().filter_map(|d| {
        let first = d.fragments.first()?;
        let what = format!("`{}`", d.backend);
        Some(Claim { what, path: &d.path, span: first.path_span, resource: first.resource })
    });
    let mut scripts: Vec<Claim<'_>> = Vec::new();
    for step in graph.steps.iter().filter(|s| !s.is_by_hand()) {
        if !scripts.iter().any(|s| s.path == &*step.script) {
            let what = "a script".to_owned();
            scripts.push(Claim { what, path: &step.script, span: step.span, resource: step.resource });
        }
    }
    documents.chain(scripts).collect()
}

/// What is wrong with a path, if anything.
pub(crate) fn leaves_the_output(path: &str) -> Option<&'static str> {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.starts_with(|c: char| c.is_ascii_alphabetic());
    if path.starts_with('/') || drive {
        Some("begins at the root of the disk")
    } else if path.contains('\\') {
        Some("holds a backslash")
    } else if path.split('/').any(|p| p == "..") {
        Some("leads out of the output folder")
    } else if path.split('/').any(|p| p.is_empty() || p == ".") {
        Some("holds an empty part")
    } else if path.chars().any(char::is_control) {
        Some("holds a control character")
    } else {
        None
    }
}

/// `path` as seen from the folder of `from`, both relative to the output folder.
pub(crate) fn relative(from: &str, path: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    let parts: Vec<&str> = path.split('/').collect();
    let shared =
        folders.iter().zip(&parts).take_while(|(a, b)| a == b).count().min(parts.len().saturating_sub(1));
    let up = folders.iter().skip(shared).map(|_| "..");
    up.chain(parts.iter().skip(shared).copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_seen_from_the_folder_of_a_script() {
        assert_eq!(relative("deploy.sh", "k8s/a.yaml"), "k8s/a.yaml");
        assert_eq!(relative("bin/deploy.sh", "k8s/a.yaml"), "../k8s/a.yaml");
        assert_eq!(relative("bin/deploy.sh", "bin/a.yaml"), "a.yaml");
    }

    #[test]
    fn only_paths_below_the_output_folder_are_taken() {
        assert!(["a", "a/b.yaml", ".github/x", "a..b"].iter().all(|p| leaves_the_output(p).is_none()));
        assert!(
            ["/a", "../a", "a/../b", "a//b", "./a", "C:/a", "a\\b", "", "a/"]
                .iter()
                .all(|p| leaves_the_output(p).is_some())
        );
    }
}
