//! The two sides of a merge conflict, as Git leaves them in a file: the first is read, the second is not.
//!
//! What is left out is replaced by blanks, so that all places stay where they are.

use std::borrow::Cow;

/// Which part of a file a line is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Both,
    First,
    Other,
}

/// The text with the first side of each conflict. `found` is given the place of its first line.
pub(crate) fn one_side(text: &str, mut found: impl FnMut(usize, usize)) -> Cow<'_, str> {
    let has = |marker: &str| text.lines().any(|line| line.starts_with(marker));
    if !(has("<<<<<<< ") && has("=======") && has(">>>>>>> ")) {
        return Cow::Borrowed(text);
    }
    let mut one = String::with_capacity(text.len());
    let mut side = Side::Both;
    for line in text.split_inclusive('\n') {
        let (before, start) = (side, one.len());
        side = match side {
            Side::Both if line.starts_with("<<<<<<< ") => {
                found(start, start + line.trim_end().len());
                Side::First
            }
            Side::First if line.starts_with("|||||||") || line.trim_end() == "=======" => Side::Other,
            Side::Other if line.starts_with(">>>>>>> ") => Side::Both,
            same => same,
        };
        if side == before && side != Side::Other {
            one.push_str(line);
        } else {
            one.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        }
    }
    Cow::Owned(one)
}
