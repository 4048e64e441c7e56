//! Exceptions from what the library says, and tests: `allow`, `patch`, and what a test expects.

use syntax::tree::{Allow, Expr, ExprKind, Gives, Patch, Test};

use super::Checker;
use super::scope::{Scope, plain_text};
use crate::problems::checks::empty_reason;
use crate::problems::tests as problems;
use crate::program::ModuleId;
use crate::tests::SEVERITIES;
use crate::types::{Type, union};

impl<'p> Checker<'_, 'p> {
    pub(super) fn allow(&self, scope: &Scope<'p>, allow: &'p Allow) {
        self.reason(scope, &allow.because, "an allowance");
    }

    pub(super) fn patch(&self, scope: &Scope<'p>, patch: &'p Patch) {
        self.check(scope, &patch.path, &Type::String.into());
        self.reason(scope, &patch.because, "a patch");
        for entry in &patch.body {
            self.place_in_document(scope, &entry.place);
            self.infer(scope, &entry.value);
        }
    }

    fn reason(&self, scope: &Scope<'p>, because: &'p Expr, what: &str) {
        self.check(scope, because, &Type::String.into());
        if plain_text(because).is_some_and(|reason| reason.trim().is_empty()) {
            self.declarations.report(empty_reason(because.span, what));
        }
    }

    /// The words of a place are keys of the document; only what is in brackets or quotes is computed.
    fn place_in_document(&self, scope: &Scope<'p>, place: &'p Expr) {
        match &place.kind {
            ExprKind::Field(base, _) => self.place_in_document(scope, base),
            ExprKind::Index(base, index) => {
                self.place_in_document(scope, base);
                self.check(scope, index, &union([Type::String, Type::Int]).into());
            }
            ExprKind::Text(_) => {
                self.check(scope, place, &Type::String.into());
            }
            _ => {}
        }
    }

    /// What a test expects; its items stand in the place of its module's.
    pub(super) fn test(&self, scope: &Scope<'p>, test: &'p Test) {
        let fails = test
            .gives
            .iter()
            .any(|g| matches!(g, Gives::Diagnostic { severity, .. } if &*severity.text == "error"));
        for gives in &test.gives {
            match gives {
                Gives::Output { path, value } => {
                    self.check(scope, path, &Type::String.into());
                    self.infer(scope, value);
                    if fails {
                        self.declarations.report(problems::output_of_a_failure(path.span));
                    }
                }
                Gives::Diagnostic { severity, .. } => {
                    if !SEVERITIES.contains(&&*severity.text) {
                        self.declarations.report(problems::unknown_severity(severity.span, &severity.text));
                    }
                }
            }
        }
        for file in &test.files {
            for part in [&file.path, &file.text] {
                if plain_text(part).is_none() && part.kind != ExprKind::Missing {
                    self.declarations.report(problems::computed_file(part.span));
                }
            }
        }
    }

    /// Whether the items of a module are those of the test that is run.
    pub(super) fn is_fragment(&self, module: ModuleId) -> bool {
        let program = self.declarations.program;
        program.test.is_some() && program.root == module
    }
}
