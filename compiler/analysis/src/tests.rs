//! `test` items: which there are, and each of them as a program of its own.
//!
//! A test's fragment takes the place of the items of the module that it stands in; what the module defines stays known.
//! Nothing here knows what becomes of outputs, or whether a test holds.

use std::collections::BTreeMap;
use std::sync::Arc;

use diagnostics::{Anchor, Diagnostics, Sources, Span};
use graph::Graph;
use syntax::tree::{Expr, ExprKind, Gives, Item, ItemKind, Test};

use crate::declarations::{Declarations, text_of};
use crate::load::{self, Fragment};
use crate::program::Program;
use crate::typecheck::plain_text;
use crate::world::{ReadError, World};
use crate::{Purpose, Request, Targets, environments, evaluate, typecheck};

/// A `test` of a module.
#[derive(Debug, Clone)]
pub struct TestItem {
    /// `std.aws`, or the path of a file.
    pub module: String,
    /// The how manieth of the module's tests it is.
    pub index: usize,
    /// What it shows.
    pub title: String,
    files: BTreeMap<String, String>,
}

/// What a test's fragment came to.
#[derive(Debug)]
pub struct TestRun {
    /// One for each environment of the fragment, or the only one; none if there are errors.
    pub graphs: Vec<Graph>,
    /// The diagnostics that it must give.
    pub gives: Vec<GivenDiagnostic>,
    /// Where its title stands.
    pub title: Span,
}

/// `gives error CODE`
#[derive(Debug, Clone)]
pub struct GivenDiagnostic {
    /// `error`, `warning` or `note`
    pub severity: String,
    /// A code, its name, or the name of a check.
    pub code: String,
    /// Where it was written.
    pub span: Span,
}

/// The tests of a spec and of the files that it uses, in order.
pub fn tests_of(
    spec: &str,
    world: &dyn World,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<TestItem> {
    let Some(program) = load::load(spec, world, sources, diagnostics) else { return Vec::new() };
    let files = program.modules.iter().filter(|m| !m.library);
    files.flat_map(|m| numbered(&m.name, m.items.iter().map(|i| &i.kind))).collect()
}

/// The tests of the standard library.
pub fn library_tests() -> Vec<TestItem> {
    let of_module = |module: String| {
        let items = load::library_tests(&module, Anchor(0), &mut Diagnostics::new());
        numbered(&module, items.iter().map(|i| &i.kind)).collect::<Vec<_>>()
    };
    load::library_modules().into_iter().flat_map(of_module).collect()
}

fn numbered<'a>(
    module: &'a str,
    items: impl Iterator<Item = &'a ItemKind> + 'a,
) -> impl Iterator<Item = TestItem> + 'a {
    let tests = items.filter_map(|item| match item {
        ItemKind::Test(test) => Some(test),
        _ => None,
    });
    tests.enumerate().map(|(index, test)| TestItem {
        module: module.to_owned(),
        index,
        title: words(&test.title),
        files: test.files.iter().filter_map(file).collect(),
    })
}

fn file(file: &syntax::tree::TestFile) -> Option<(String, String)> {
    // A text that can't be taken as it is was reported where it stands: that there is no file would only follow from it.
    Some((plain_text(&file.path)?.to_string(), words(&file.text)))
}

fn words(title: &Expr) -> String {
    match &title.kind {
        ExprKind::Text(text) => crate::lower::literal(text).to_string(),
        _ => String::new(),
    }
}

/// Computes a test's fragment as a spec of its own.
pub fn analyse_test(
    test: &TestItem,
    world: &dyn World,
    targets: &Targets<'_>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<TestRun> {
    let world = Overlay { files: &test.files, world };
    let fragment = Fragment { module: &test.module, index: test.index };
    let program = load::load_test(&fragment, &world, sources, diagnostics)?;
    let item = program.test.clone()?;
    let files = evaluate::Files::new(&world, std::mem::take(sources));
    let declarations = Declarations::new(&program, targets);
    if diagnostics.has_errors() {
        declarations.mark_broken();
    }
    typecheck::typecheck(&declarations);
    let request = Request { spec: &test.module, purpose: Purpose::Build, set: &[], swap: None };
    let graphs = environments::evaluate_all(&declarations, &files, &request);
    diagnostics.extend(declarations.take_diagnostics());
    *sources = files.take_sources();
    let test = program.test()?;
    let gives = test.gives.iter().filter_map(given).collect();
    let title = if test.title.span.is_empty() { item.span } else { test.title.span };
    let graphs = if diagnostics.has_errors() { Vec::new() } else { graphs };
    Some(TestRun { graphs, gives, title })
}

fn given(gives: &Gives) -> Option<GivenDiagnostic> {
    match gives {
        // Another word is no severity, which was reported.
        Gives::Diagnostic { severity, code } if is_severity(&severity.text) => Some(GivenDiagnostic {
            severity: severity.text.to_string(),
            code: text_of(code),
            span: code.span,
        }),
        Gives::Output { .. } | Gives::Diagnostic { .. } => None,
    }
}

/// The words that may stand after `gives`.
pub(crate) const SEVERITIES: [&str; 3] = ["error", "warning", "note"];

fn is_severity(word: &str) -> bool {
    SEVERITIES.contains(&word)
}

impl Program {
    /// The test that this program was made for.
    pub(crate) fn test(&self) -> Option<&Test> {
        match self.test.as_deref().map(|item: &Item| &item.kind) {
            Some(ItemKind::Test(test)) => Some(test),
            _ => None,
        }
    }
}

/// The items of a test's fragment.
pub(crate) fn items_of(test: &Item) -> Vec<Arc<Item>> {
    match &test.kind {
        ItemKind::Test(test) => test.items.iter().cloned().map(Arc::new).collect(),
        _ => Vec::new(),
    }
}

/// The files of a test before those of the project.
struct Overlay<'a> {
    files: &'a BTreeMap<String, String>,
    world: &'a dyn World,
}

impl World for Overlay<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        match self.files.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.world.read(path),
        }
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let here =
            self.files.keys().filter(|p| p.strip_prefix(&prefix).is_some_and(|rest| !rest.contains('/')));
        let mut all: Vec<String> = self.world.list(folder);
        all.extend(here.cloned());
        all.sort();
        all.dedup();
        all
    }
}
