//! `kid shop { … }` for `kind shop { … }`: a slip in the word that begins an item, and all that would follow from it.
//!
//! Only a chunk with mistakes is looked at. A word is taken for a misspelt one if the chunk has fewer mistakes when read with the other,
//! and none in its line; whether there is a kind of that name isn't known here.

use diagnostics::{Anchor, Diagnostic, LineIndex, Span, slip};

use super::read;
use crate::lexer::kinds::{COMMENT, DOC, ITEM_WORDS, OPEN_TEXT, TEXT, WORD, is_word, word};
use crate::lexer::{Token, Tokens, lex, lex_as};
use crate::problems;
use crate::tree::Item;

/// After so many words the rest is left as it is.
const MOST: usize = 16;

/// What was read of a chunk, or what is read with its misspelt words mended, each of which is one mistake.
pub(super) fn mended(
    text: &str,
    anchor: Anchor,
    mut found: (Vec<Item>, Vec<Diagnostic>),
) -> (Vec<Item>, Vec<Diagnostic>) {
    let lines = LineIndex::new(text);
    let line = |at: u32| lines.line(at as usize);
    let (mut others, mut slips) = (Vec::new(), Vec::new());
    for (token, meant) in candidates(text, &lex(text)).into_iter().take(MOST) {
        let attempt: Vec<(u32, u8)> = others.iter().copied().chain([(token.start, word(meant))]).collect();
        let (items, left) = read(text, &lex_as(text, &attempt), anchor);
        let here = left.iter().any(|d| line(d.primary.span.start) == line(token.start));
        if !here && left.len() < found.1.len() {
            found = (items, left);
            others = attempt;
            let span = Span::new(anchor, token.start, token.end());
            let written = text.get(token.start as usize..token.end() as usize).unwrap_or_default();
            slips.push(problems::misspelt_word(span, written, meant));
        }
    }
    found.1.extend(slips);
    found
}

/// The words that begin a line, or braces, that are followed by a name or a text, and that are nearly a word that begins an item.
fn candidates<'t>(text: &'t str, tokens: &Tokens) -> Vec<(Token, &'static str)> {
    let said: Vec<Token> =
        tokens.table.iter().copied().filter(|t| !matches!(t.kind, COMMENT | DOC)).collect();
    let source = |from: u32, to: u32| -> &'t str { text.get(from as usize..to as usize).unwrap_or_default() };
    let begins = |n: usize, token: Token| match n.checked_sub(1).and_then(|before| said.get(before)) {
        Some(before) => before.kind == b'{' || source(before.end(), token.start).contains('\n'),
        None => true,
    };
    let goes_on = |n: usize, token: Token| {
        said.get(n + 1).is_some_and(|next| {
            (is_word(next.kind) || matches!(next.kind, TEXT | OPEN_TEXT))
                && !source(token.end(), next.start).contains('\n')
        })
    };
    let may_be = |(n, token): (usize, &Token)| {
        let is_first = token.kind == WORD && begins(n, *token) && goes_on(n, *token);
        if !is_first {
            return None;
        }
        let written = source(token.start, token.end());
        // `imutable` is as near to `mutable`, which is rare.
        let meant = slip(written, ITEM_WORDS.iter().copied())
            .or_else(|| slip(written, ITEM_WORDS.iter().copied().filter(|word| *word != "mutable")));
        meant.map(|meant| (*token, meant))
    };
    said.iter().enumerate().filter_map(may_be).collect()
}
