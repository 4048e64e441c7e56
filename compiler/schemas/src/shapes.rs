//! What the values of a foreign format look like: definitions by name, each read when it is asked for.
//!
//! A catalogue of shapes is a text of sorted lines, one for each definition, so that a difference between two versions of a
//! format is a difference that people can read:
//!
//! ```text
//! line   = NAME versions '^'? ' ' shape        `^`: deprecated
//! shape  = atom ('|' atom)*
//! atom   = 'any' | 'bool' | 'null'
//!        | 'int' range? | 'num' range?
//!        | 'str' (':' FORMAT)? range? ('~' PATTERN)?      the range is that of its length
//!        | STRING | NUMBER | 'true' | 'false'             one value, as JSON
//!        | '[' shape ']' range? '!'? ('#' NAME (',' NAME)*)?   `!`: no value twice; `#`: the keys that tell elements apart
//!        | '{' (item (';' item)*)? '}' rule*
//!        | '&' NAME                                       another definition
//!        | '(' shape ')'
//! item   = KEY flag* versions ' ' shape
//!        | '*' ' ' shape                                  any other key
//!        | '~' PATTERN ' ' shape                          any other key that matches
//! flag   = '!' required | '-' read-only | '=' can't be changed in place | '^' deprecated
//! rule   = '%one(' keys ')' exactly one | '%some(' keys ')' at least one | '%most(' keys ')' at most one
//!        | '%with(' KEY '>' keys ')' the first needs the others
//! versions = ('@' N? '-' N?)?                             from and to, both included
//! range  = '(' N? '..' N? ')'
//! ```
//!
//! `KEY` is a bare word or a JSON string; `PATTERN` is a JSON string with a regular expression, which is searched for. Without
//! `*` or `~` a record holds no other keys. Knows no format by name.

mod read;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::docs::Docs;
use crate::lines::Lines;

/// The definitions of a format.
#[derive(Debug)]
pub struct Shapes {
    /// Such as `k8s`.
    pub name: &'static str,
    lines: Lines,
    docs: Docs,
    /// What was read by now, by name: a document asks for the same few definitions again and again.
    read: Mutex<BTreeMap<&'static str, &'static [Definition]>>,
}

/// A definition.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// Such as `core/v1/Container`.
    pub name: &'static str,
    /// The versions of the format that have it.
    pub versions: Versions,
    /// Whether its users are told to move on.
    pub deprecated: bool,
    /// What it is.
    pub shape: Shape,
}

/// The versions of a format that something is in; both ends are included, and open if absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Versions {
    /// The first one.
    pub since: Option<u16>,
    /// The last one.
    pub until: Option<u16>,
}

/// What a value may be.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Anything.
    Any,
    /// Nothing.
    Null,
    /// A truth value.
    Bool,
    /// A whole number.
    Int(Bounds),
    /// A number.
    Number(Bounds),
    /// A string.
    Text(TextShape),
    /// One value.
    Exactly(Literal),
    /// A list.
    List(Box<ListShape>),
    /// A record.
    Record(Box<RecordShape>),
    /// What another definition says.
    Ref(&'static str),
    /// One of several.
    Either(Vec<Self>),
}

/// A value that a schema names.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A string.
    Text(String),
    /// A number.
    Number(f64),
    /// A truth value.
    Bool(bool),
}

/// The smallest and the largest number, or length; both included.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bounds {
    /// The smallest.
    pub min: Option<f64>,
    /// The largest.
    pub max: Option<f64>,
}

/// A string.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TextShape {
    /// A word of the format for what it is, such as `date-time`.
    pub format: Option<&'static str>,
    /// How many characters it has.
    pub length: Bounds,
    /// A regular expression that is found in it.
    pub pattern: Option<String>,
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListShape {
    /// What each element is.
    pub of: Shape,
    /// How many there are.
    pub length: Bounds,
    /// Whether no value is in it twice.
    pub unique: bool,
    /// The keys that tell two elements apart.
    pub keys: Vec<&'static str>,
}

/// A record.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RecordShape {
    /// In alphabetical order; a key that changed with a version is there more than once.
    pub fields: Vec<Field>,
    /// Keys that match a regular expression.
    pub patterns: Vec<(String, Shape)>,
    /// What any other key holds; `None`: there are no others.
    pub rest: Option<Shape>,
    /// What holds of several keys together.
    pub rules: Vec<Rule>,
}

/// A key of a record.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the line, and any of them go together")]
pub struct Field {
    /// The key.
    pub name: String,
    /// What it holds.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// Whether only the other side sets it.
    pub read_only: bool,
    /// Whether a change of it makes the thing anew.
    pub create_only: bool,
    /// Whether its users are told to move on.
    pub deprecated: bool,
    /// The versions of the format that have it.
    pub versions: Versions,
}

/// What holds of several keys together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// Exactly one of them is there.
    One(Vec<String>),
    /// At least one of them is there.
    Some(Vec<String>),
    /// At most one of them is there.
    Most(Vec<String>),
    /// If the first is there, so are the others.
    With(String, Vec<String>),
}

impl Shapes {
    /// The definitions of a text of lines, and their documentation in packed form.
    pub const fn new(name: &'static str, types: &'static str, docs: &'static [u8]) -> Self {
        Self { name, lines: Lines(types), docs: Docs(docs), read: Mutex::new(BTreeMap::new()) }
    }

    /// The definition of this name in a version of the format; the newest version if none is given.
    pub fn definition(&self, name: &str, version: Option<u16>) -> Option<&'static Definition> {
        self.versions_of(name).iter().rfind(|d| version.is_none_or(|v| d.versions.contain(v)))
    }

    /// All definitions of this name, the oldest first: one, unless it changed as a whole.
    ///
    /// A definition is read once, and kept as long as the program runs: there are only so many.
    pub fn versions_of(&self, name: &str) -> &'static [Definition] {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = read.get(name) {
            return known;
        }
        let ended = name.len();
        let its_own = |line: &&str| line.get(ended..).is_some_and(|r| r.starts_with(['@', '^', ' ']));
        let all: Vec<Definition> =
            self.lines.beginning(name).filter(its_own).filter_map(read::definition).collect();
        let Some(first) = all.first() else { return &[] };
        let name = first.name;
        let kept: &'static [Definition] = all.leak();
        read.insert(name, kept);
        kept
    }

    /// The names of all definitions that begin with these characters, each once.
    pub fn names(&self, start: &str) -> Vec<&'static str> {
        let mut names: Vec<&str> = self.lines.beginning(start).filter_map(read::name).collect();
        names.dedup();
        names
    }

    /// The documentation of a definition, or of a key of it. It is unpacked for this, so ask for what is shown.
    pub fn documentation(&self, name: &str, key: Option<&str>) -> Option<String> {
        self.docs.get(&key.map_or_else(|| name.to_owned(), |key| format!("{name}.{key}")))
    }

    /// What a shape is when references are followed.
    pub fn resolved<'s>(&self, mut shape: &'s Shape, version: Option<u16>) -> &'s Shape {
        // A chain of references is short; one that goes in a circle is a mistake of the data.
        for _ in 0..16 {
            let Shape::Ref(name) = shape else { return shape };
            shape = self.definition(name, version).map_or(&Shape::Any, |d| &d.shape);
        }
        &Shape::Any
    }

    /// The lines that can't be read; for tests.
    pub fn broken(&self) -> Vec<&'static str> {
        self.lines.all().filter(|line| read::definition(line).is_none()).collect()
    }
}

impl Versions {
    /// Whether a version is one of them.
    pub fn contain(self, version: u16) -> bool {
        self.since.is_none_or(|s| s <= version) && self.until.is_none_or(|u| version <= u)
    }
}

impl Bounds {
    /// Whether a number is within them.
    pub fn contain(self, number: f64) -> bool {
        self.min.is_none_or(|min| min <= number) && self.max.is_none_or(|max| number <= max)
    }
}

impl RecordShape {
    /// The field of this key in a version of the format; the newest one if none is given.
    pub fn field(&self, name: &str, version: Option<u16>) -> Option<&Field> {
        let fits = |f: &&Field| f.name == name && version.is_none_or(|v| f.versions.contain(v));
        self.fields.iter().rfind(fits)
    }

    /// The keys that a version of the format has, and that may be written.
    pub fn keys(&self, version: Option<u16>) -> Vec<&str> {
        let fits = |f: &&Field| !f.read_only && version.is_none_or(|v| f.versions.contain(v));
        self.fields.iter().filter(fits).map(|f| f.name.as_str()).collect()
    }
}
