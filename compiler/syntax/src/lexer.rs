//! Text to tokens: one byte of kind, a start and a length each, and nothing lost.
//!
//! Two passes. `scan` and `strings` cut the text into tokens; `layout` decides where a line break ends an entry, makes brackets match, and
//! writes the string of token codes that the grammar reads. What they can't account for they note as mistakes.
//! Neither knows what the tokens say.

pub mod kinds;
mod layout;
mod quotes;
mod scan;
mod strings;
mod unquoted;

pub(crate) use quotes::{Quotes, block_end, block_start};

/// A piece of the text: a word, a number, a sign, a comment, a string or a part of one. Blanks lie between tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is: one of [`kinds`], or the character itself for signs of one character.
    pub kind: u8,
    /// First byte.
    pub start: u32,
    /// Length in bytes.
    pub len: u32,
}

impl Token {
    /// One past the last byte.
    pub fn end(self) -> u32 {
        self.start + self.len
    }
}

/// A text, cut up.
#[derive(Debug, Default)]
pub struct Tokens {
    /// All tokens in order, comments included.
    pub table: Vec<Token>,
    /// What the grammar reads: one code a token, without comments, with separators and with brackets that match.
    pub(crate) code: String,
    /// For each code, where it stands.
    pub(crate) places: Vec<Place>,
    /// What the lexer could not account for.
    pub(crate) mistakes: Vec<Mistake>,
}

/// Where a code of [`Tokens::code`] stands in the text. A code that was put in stands, empty, at the end of the token before it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The token in the table.
    pub(crate) token: u32,
}

/// Something that the lexer could not account for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) what: What,
}

/// What a [`Mistake`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    UnterminatedString,
    /// A text with a `"` at its end alone.
    UnopenedString,
    UnterminatedBlock,
    TextAfterQuotes,
    /// `'…'`, or backquotes
    SingleQuotes,
    /// `“…”`
    SmartQuotes,
    /// `# …`
    HashComment,
    /// `/* … */`
    BlockComment,
    /// `&&`, `||`, `!`
    Operator(&'static str),
    Semicolon,
    /// A space that is no ordinary one.
    ForeignBlank,
    UnknownCharacter,
    /// `arn:aws:…`
    UnquotedText,
    /// `$HOME`
    Variable,
    /// A list with `-` before each element; from the sign before it.
    DashedList,
    /// A closer without an opener.
    StrayCloser,
    /// An opener without a closer; where its closer was missed.
    NeverClosed(u32),
    /// The head of braces that lack their `{`; where their `}` is.
    NeverOpened(u32),
    /// `${` without `}`
    PlaceholderNeverClosed,
    TooDeep,
}

/// What word processors make of quotes.
pub(crate) const SMART_QUOTES: [char; 9] = ['“', '”', '„', '‟', '«', '»', '‘', '’', '‚'];

/// The same, with other kinds for the words that start at some places.
pub(crate) fn lex_as(text: &str, others: &[(u32, u8)]) -> Tokens {
    let (mut table, mistakes) = scan::scan(text);
    for token in &mut table {
        if let Some((_, kind)) = others.iter().find(|(start, _)| *start == token.start) {
            token.kind = *kind;
        }
    }
    layout::lay_out(text, table, mistakes)
}

/// Cuts a text into tokens.
pub fn lex(text: &str) -> Tokens {
    let (table, mistakes) = scan::scan(text);
    layout::lay_out(text, table, mistakes)
}
