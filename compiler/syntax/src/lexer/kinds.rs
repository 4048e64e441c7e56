//! The kinds of tokens, each a byte. The first section of the grammar gives the same bytes their names.

/// `// …`
pub const COMMENT: u8 = b'#';
/// `/// …`
pub const DOC: u8 = b'!';
/// What belongs to nothing; it was reported, and the grammar doesn't see it.
pub const UNKNOWN: u8 = b'~';
/// A line break that ends something.
pub const SEPARATOR: u8 = b';';
/// A word that no list below holds.
pub const WORD: u8 = b'o';
/// Any word before `=`.
pub const WORD_BEFORE_EQUALS: u8 = b'p';
/// Any word before `:`.
pub const WORD_BEFORE_COLON: u8 = b'q';
/// `80`, `0.5GiB`
pub const NUMBER: u8 = b'r';
/// A string without placeholders.
pub const TEXT: u8 = b's';
/// The same before `=`.
pub const TEXT_BEFORE_EQUALS: u8 = b't';
/// The opening quote of a string with placeholders, with its tag.
pub const OPEN_TEXT: u8 = b'u';
/// The same, of a string before `=`.
pub const OPEN_TEXT_BEFORE_EQUALS: u8 = b'v';
/// What is between the placeholders.
pub const TEXT_PIECE: u8 = b'w';
/// `${`
pub const OPEN_VALUE: u8 = b'x';
/// Its `}`
pub const CLOSE_VALUE: u8 = b'y';
/// The closing quote of a string with placeholders.
pub const CLOSE_TEXT: u8 = b'z';
/// `<your AWS account>`
pub const HOLE: u8 = b'0';
/// `==`, `!=`, `<=`, `>=`
pub const EQUALITY: u8 = b'2';
/// `??`
pub const OTHERWISE: u8 = b'3';
/// `..`
pub const DOTS: u8 = b'4';
/// `...`
pub const SPREAD: u8 = b'5';
/// `->`
pub const ARROW: u8 = b'6';
/// `=>`
pub const FAT_ARROW: u8 = b'7';
/// `and`
pub const AND: u8 = b'a';
/// `grant`
pub const GRANT: u8 = b'd';
/// `else`
pub const ELSE: u8 = b'e';
/// `for`
pub const FOR: u8 = b'f';
/// `if`
pub const IF: u8 = b'g';
/// `in`
pub const IN: u8 = b'h';
/// `is`
pub const IS: u8 = b'i';
/// `not`
pub const NOT: u8 = b'j';
/// `or`
pub const OR: u8 = b'k';
/// `match`
pub const MATCH: u8 = b'c';

/// The words that begin an item or a member.
pub const ITEM_WORDS: &[&str] = &[
    "use",
    "export",
    "param",
    "environment",
    "secret",
    "let",
    "fn",
    "late",
    "type",
    "kind",
    "block",
    "require",
    "advise",
    "rule",
    "emit",
    "step",
    "capture",
    "allow",
    "patch",
    "test",
    "gives",
    "immutable",
    "mutable",
    "identity",
];

/// The kind of a word, where it stands before neither `=` nor `:`.
pub fn word(text: &str) -> u8 {
    match text {
        "allow" => b'A',
        "block" => b'B',
        "require" | "advise" | "rule" => b'C',
        "emit" => b'E',
        "fn" => b'F',
        "gives" => b'G',
        "help" => b'H',
        "immutable" | "mutable" | "identity" => b'I',
        "because" => b'J',
        "kind" => b'K',
        "let" => b'L',
        "matching" => b'M',
        "environment" => b'N',
        "catalogue" => b'O',
        "param" => b'P',
        "capture" => b'Q',
        "retry" => b'R',
        "secret" => b'S',
        "type" => b'T',
        "use" => b'U',
        "every" => b'V',
        "late" => b'W',
        "export" => b'X',
        "step" => b'Y',
        "test" => b'Z',
        "as" => b'l',
        "patch" => b'm',
        "text" => b'n',
        "and" => AND,
        "true" | "false" | "none" => b'b',
        "match" => MATCH,
        "grant" => GRANT,
        "else" => ELSE,
        "for" => FOR,
        "if" => IF,
        "in" => IN,
        "is" => IS,
        "not" => NOT,
        "or" => OR,
        _ => WORD,
    }
}

/// Whether it is a word of any sort.
pub fn is_word(kind: u8) -> bool {
    matches!(kind, b'A'..=b'Z' | b'a'..=b'q')
}

/// Whether it is a word that an expression keeps for itself.
pub fn is_reserved(kind: u8) -> bool {
    matches!(kind, b'a'..=b'k')
}

/// Whether it is a word that can begin an item or a member, followed by another word.
pub fn begins_item(kind: u8) -> bool {
    matches!(kind, b'A'..=b'G' | b'I' | b'K' | b'L' | b'N' | b'P' | b'Q' | b'S'..=b'U' | b'W'..=b'Z' | b'm')
}

/// Whether it is a key: a word or string before `=`.
pub fn is_key(kind: u8) -> bool {
    matches!(kind, WORD_BEFORE_EQUALS | TEXT_BEFORE_EQUALS | OPEN_TEXT_BEFORE_EQUALS)
}

/// Whether an operand ends with it, so that a `<` after it compares.
pub fn ends_operand(kind: u8) -> bool {
    matches!(kind, NUMBER | TEXT | CLOSE_TEXT | HOLE | b'b' | b')' | b']' | b'}' | b'?')
        || (is_word(kind) && !is_reserved(kind))
}

/// Whether it stands between two operands, or before one.
pub fn is_operator(kind: u8) -> bool {
    matches!(kind, AND | OR | IN | IS | NOT | EQUALITY | OTHERWISE | DOTS)
        || matches!(kind, b'+' | b'-' | b'*' | b'/' | b'<' | b'>')
}

/// Whether what follows belongs to the same entry, on the next line, too.
pub fn continues(kind: u8) -> bool {
    is_operator(kind)
        || matches!(kind, ELSE | SPREAD | ARROW | FAT_ARROW | OPEN_VALUE)
        || matches!(kind, b'(' | b'[' | b'{' | b',' | b'.' | b':' | b'=' | b'|' | b'@')
}

/// Whether it belongs to what stands on the line before.
pub fn follows(kind: u8) -> bool {
    (is_operator(kind) && !matches!(kind, NOT | b'-' | b'<'))
        || matches!(kind, ELSE | ARROW | FAT_ARROW | TEXT_PIECE | CLOSE_VALUE | CLOSE_TEXT)
        || matches!(kind, b')' | b']' | b'}' | b',' | b'.' | b':' | b'=' | b'|' | b'?' | b'@')
}

/// What closes an opener.
pub fn closer_of(opener: u8) -> Option<u8> {
    match opener {
        b'(' => Some(b')'),
        b'[' => Some(b']'),
        b'{' => Some(b'}'),
        OPEN_VALUE => Some(CLOSE_VALUE),
        _ => None,
    }
}
