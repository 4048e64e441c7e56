//! Documentation: the `///` lines right above something. The grammar doesn't see comments; they are looked up here.

use diagnostics::Span;

use super::{Builder, Node};
use crate::lexer::Token;
use crate::lexer::kinds::{COMMENT, DOC};
use crate::tree::{Docs, Name};

impl Builder<'_> {
    /// The `///` lines above a node. A blank line ends them.
    pub(super) fn docs(&self, node: &Node<'_>) -> Docs {
        let mut at = self.place(node.as_span().start()).token as usize;
        let mut lines = Vec::new();
        let mut below = self.tokens.table.get(at).map_or(0, |t| t.start);
        while let Some(before) = at.checked_sub(1) {
            at = before;
            let Some(token) = self.tokens.table.get(at).filter(|t| self.is_line_above(at, **t, below)) else {
                break;
            };
            below = token.start;
            if token.kind == DOC {
                lines.push(doc_line(self.text, Span::new(self.anchor, token.start, token.end())));
            }
        }
        lines.reverse();
        Docs { lines }
    }

    /// Whether a comment stands on a line of its own, right above `below`.
    fn is_line_above(&self, at: usize, token: Token, below: u32) -> bool {
        let breaks = |from: u32, to: u32| {
            let gap = self.text.get(from as usize..to as usize).unwrap_or_default();
            gap.bytes().filter(|b| *b == b'\n').count()
        };
        let before = at.checked_sub(1).and_then(|n| self.tokens.table.get(n));
        matches!(token.kind, COMMENT | DOC)
            && breaks(token.end(), below) == 1
            && before.is_none_or(|b| breaks(b.end(), token.start) > 0)
    }
}

/// A line without its slashes and the one blank after them. `span` is the whole comment.
pub(crate) fn doc_line(text: &str, span: Span) -> Name {
    let comment = text.get(span.start as usize..span.end as usize).unwrap_or_default();
    let content = comment.trim_start_matches('/');
    let content = content.strip_prefix(' ').unwrap_or(content).trim_end();
    let skipped = comment.len() - content.len() - (comment.len() - comment.trim_end().len());
    Name { text: content.into(), span: span.slice(skipped, skipped + content.len()) }
}
