//! What the command line gives to parameters: `--set NAME=VALUE`.
//!
//! A value is read as its parameter's type wants it: for a string the text is the value, quotes are not needed; for anything
//! else it is an expression. Each setting is a source of its own, so that diagnostics show it as it was written.

use std::cell::OnceCell;
use std::sync::Arc;

use diagnostics::{Anchor, Diagnostics, Sources, Span};
use syntax::tree::{Expr, ExprKind, Text, TextPart};

use crate::declarations::Declarations;
use crate::problems::references as problems;
use crate::program::{DefId, Program};
use crate::types::Type;

/// A setting.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) def: DefId,
    text: Arc<str>,
    /// Where the value begins.
    anchor: Anchor,
    expr: OnceCell<Expr>,
}

impl Program {
    /// Takes settings in; one for a parameter that doesn't exist is reported.
    pub(crate) fn give(
        &mut self,
        set: &[(String, String)],
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) {
        for (name, text) in set {
            // Nobody can edit it, as nobody can edit the library.
            let file = sources.add("--set", format!("{name}={text}"), true);
            let Some(def) = self.param(self.root, name) else {
                let end = u32::try_from(name.len()).unwrap_or(u32::MAX);
                let span = Span::new(sources.anchor(file, 0), 0, end);
                diagnostics.push(problems::unknown_param(span, name, &self.param_names(self.root)));
                continue;
            };
            let anchor = sources.anchor(file, name.len() + 1);
            self.given.push(Given { def, text: text.as_str().into(), anchor, expr: OnceCell::new() });
        }
    }
}

impl<'p> Declarations<'p> {
    /// What the command line gives to a parameter of this type.
    pub(crate) fn given(&self, def: DefId, ty: &Type<'p>) -> Option<&'p Expr> {
        let given = self.program.given.iter().rev().find(|g| g.def == def)?;
        Some(given.expr.get_or_init(|| {
            if ty.present().is_string() && !given.text.starts_with('"') {
                return given.literal();
            }
            syntax::parse_expression(&given.text, given.anchor, &mut self.program.late.borrow_mut())
        }))
    }
}

impl Given {
    /// The text itself, as a string.
    fn literal(&self) -> Expr {
        let span = Span::new(self.anchor, 0, u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        let parts = vec![TextPart::Literal(self.text.clone(), span)];
        Expr { span, kind: ExprKind::Text(Text { span, tag: None, raw: false, parts }) }
    }
}
