//! Patterns of IAM: `*` stands for any characters, `?` for one, and `${…}` for what a request brings.
//!
//! What a script or a stack puts in is taken to be anything, so that nothing is refused that may be right.

use crate::lower::PLACEHOLDER_START;
use crate::node::{Node, NodeData};

/// A string of a policy.
#[derive(Debug, Clone)]
pub(super) struct Written<'n> {
    pub(super) node: &'n Node,
    /// As it was written, as far as it is known.
    pub(super) shown: String,
    /// The same, but what isn't known is `*`.
    pub(super) pattern: String,
}

impl Written<'_> {
    /// Whether all of it is known, variables of IAM included.
    pub(super) fn is_known(&self) -> bool {
        self.shown == self.pattern
    }

    /// Whether it stands for everything.
    pub(super) fn is_everything(&self) -> bool {
        !self.pattern.is_empty() && self.pattern.chars().all(|c| c == '*')
    }
}

/// A string; `None` for what is neither text nor late.
pub(super) fn written(node: &Node) -> Option<Written<'_>> {
    let (shown, pattern) = match &node.data {
        NodeData::Text(chunks) => {
            let text = chunks.joined();
            let known = if chunks.filled { without(&text, PLACEHOLDER_START) } else { text.clone() };
            let secret = chunks.chunks.iter().any(|c| c.secret.is_some());
            (text, if secret { "*".to_owned() } else { without(&known, "${") })
        }
        NodeData::Call("Fn::Sub", argument) => {
            let text = argument.one_or_many().first().and_then(Node::text).unwrap_or_default();
            let pattern = without(&text, "${");
            (text, pattern)
        }
        NodeData::Call(..) => (String::new(), "*".to_owned()),
        _ => return None,
    };
    Some(Written { node, shown, pattern })
}

/// The strings of a list, or the one string.
pub(super) fn all_written(node: Option<&Node>) -> Vec<Written<'_>> {
    node.map(Node::one_or_many).unwrap_or_default().iter().filter_map(written).collect()
}

/// A text with `*` for what stands between this start and a `}`.
fn without(text: &str, start: &str) -> String {
    let mut pieces = text.split(start);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out.push('*');
        out.push_str(piece.split_once('}').map_or("", |(_, rest)| rest));
    }
    out
}

/// A part of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol {
    Exactly(char),
    /// `?`
    One,
    /// `*`
    Any,
    /// Any characters but `/`.
    AnyName,
}

/// The symbols of a pattern that someone wrote.
pub(super) fn symbols(pattern: &str) -> Vec<Symbol> {
    let symbol = |c| match c {
        '*' => Symbol::Any,
        '?' => Symbol::One,
        c => Symbol::Exactly(c),
    };
    pattern.chars().map(symbol).collect()
}

/// Whether some text fits both patterns.
pub(super) fn overlap(a: &[Symbol], b: &[Symbol]) -> bool {
    // For each place in `b`: whether it can be reached together with the place in `a`.
    let mut reached = vec![false; b.len() + 1];
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    for wanted in a.iter().map(Some).chain([None]) {
        let mut next = vec![false; b.len() + 1];
        for at in 0..=b.len() {
            if !reached.get(at).is_some_and(|r| *r) {
                continue;
            }
            let found = b.get(at);
            let go = |row: &mut Vec<bool>, to: usize| row.get_mut(to).into_iter().for_each(|r| *r = true);
            let star = |s: Option<&Symbol>| matches!(s, Some(Symbol::Any | Symbol::AnyName));
            // A star is nothing, or one more character of the other.
            if star(wanted) {
                go(&mut next, at);
            }
            if star(found) || (star(wanted) && agree(wanted, found)) {
                go(&mut reached, at + 1);
            }
            if star(found) && agree(wanted, found) && !star(wanted) {
                go(&mut next, at);
            }
            if !star(wanted) && !star(found) && agree(wanted, found) {
                go(&mut next, at + 1);
            }
        }
        if wanted.is_none() {
            break;
        }
        reached = next;
    }
    reached.last().is_some_and(|r| *r)
}

/// Whether both can be the same character.
fn agree(a: Option<&Symbol>, b: Option<&Symbol>) -> bool {
    match (a, b) {
        (Some(Symbol::Exactly(x)), Some(Symbol::Exactly(y))) => x == y,
        (Some(Symbol::Exactly('/')), Some(Symbol::AnyName))
        | (Some(Symbol::AnyName), Some(Symbol::Exactly('/')))
        | (None, _)
        | (_, None) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_overlap_if_a_text_fits_both() {
        let both = |a: &str, b: &str| overlap(&symbols(a), &symbols(b));
        for (a, b) in [("", ""), ("a*", "*b"), ("a?c", "abc"), ("*", ""), ("a/*", "a/b*c"), ("a*b*c", "a?c")]
        {
            assert_eq!(both(a, b), both(b, a), "{a} {b}");
        }
        assert!(both("a*", "*b") && both("*", "") && both("a/*", "a/b*c") && both("x*y", "xy"));
        assert!(!both("a?", "a") && !both("a*", "b*") && !both("a*b", "a*c") && !both("", "a"));
        let name = [Symbol::Exactly('b'), Symbol::AnyName];
        assert!(overlap(&name, &symbols("bucket")) && overlap(&symbols("b*"), &name));
        assert!(!overlap(&name, &symbols("bucket/*")) && !overlap(&symbols("b/x"), &name));
    }

    #[test]
    fn what_varies_is_a_star() {
        assert_eq!(without("a/${aws:username}/b", "${"), "a/*/b");
        assert_eq!(without("a@{step.capture}", "@{"), "a*");
        assert_eq!(without("plain", "${"), "plain");
    }
}
