//! What types there are, how people call them, and which fits where.

use std::rc::Rc;
use std::sync::Arc;

use indexmap::IndexMap;
use syntax::tree::{Docs, Expr};

use crate::program::ModuleId;

/// Index of a kind or block in [`crate::declarations::Declarations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KindId(pub u32);

/// A type.
#[derive(Debug, Clone, PartialEq)]
pub enum Type<'p> {
    /// Of something that was reported: agrees with everything, so that nothing follows from it.
    Unknown,
    /// `document`: anything that can be printed. Its fields aren't known here.
    Document,
    /// `none`
    None,
    /// `bool`
    Bool,
    /// `int`
    Int,
    /// `int in 1..65535`
    IntIn(i64, i64),
    /// `float`
    Float,
    /// `string`
    String,
    /// `"a"`
    Literal(Arc<str>),
    /// `string matching r"…" "words"`
    Refined(Rc<Refined>),
    /// `catalogue "aws.regions"`
    Catalogue(Arc<str>),
    /// `Size`
    Size,
    /// `Duration`
    Duration,
    /// `Range`
    Range,
    /// `File`
    File,
    /// `grant`
    Grant,
    /// `secret`
    Secret,
    /// `text shell`
    Tagged(Arc<str>),
    /// `T?`
    Optional(Rc<Type<'p>>),
    /// `[T]`
    List(Rc<Type<'p>>),
    /// `{string: T}`; the key is a type of strings.
    Map(Rc<Type<'p>>, Rc<Type<'p>>),
    /// `{ a: T }`
    Record(Rc<RecordType<'p>>),
    /// `A | B`
    Union(Rc<Vec<Type<'p>>>),
    /// A reference to a resource of a kind, or to a block of one; with its name.
    Resource(KindId, Arc<str>),
}

/// A string that must match a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refined {
    /// The name of the type, if it has one.
    pub name: Option<Arc<str>>,
    /// The pattern, without anchors: it must match the whole string. Its named groups are fields.
    pub pattern: Arc<str>,
    /// What a diagnostic says was expected.
    pub words: Option<Arc<str>>,
}

/// A closed record.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RecordType<'p> {
    /// In order of declaration.
    pub fields: IndexMap<Arc<str>, RecordField<'p>>,
}

/// A field of a record type.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordField<'p> {
    /// Its type.
    pub ty: Type<'p>,
    /// What it is when it is left out, and the module in which that was written.
    pub default: Option<(&'p Expr, ModuleId)>,
    /// Its documentation.
    pub docs: Option<&'p Docs>,
}

/// Whether a type fits where another is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It does, or only the value can tell.
    Yes,
    /// It would if it weren't perhaps absent.
    MaybeAbsent,
    /// It doesn't.
    No,
}

impl Type<'_> {
    /// `T?`, never `T??`.
    #[must_use]
    pub fn optional(self) -> Self {
        match self {
            Self::Optional(_) | Self::None | Self::Unknown | Self::Document => self,
            other => Self::Optional(Rc::new(other)),
        }
    }

    /// `T` for `T?`; any other as it is.
    #[must_use]
    pub fn present(&self) -> Self {
        match self {
            Self::Optional(inner) => (**inner).clone(),
            Self::Union(list) if list.contains(&Type::None) => {
                union(list.iter().filter(|t| **t != Type::None).cloned())
            }
            other => other.clone(),
        }
    }

    /// Whether a value of it may be absent.
    pub fn may_be_absent(&self) -> bool {
        match self {
            Self::Optional(_) | Self::None => true,
            Self::Union(list) => list.iter().any(Self::may_be_absent),
            _ => false,
        }
    }

    /// Whether its values are strings.
    pub fn is_string(&self) -> bool {
        match self {
            Self::String | Self::Literal(_) | Self::Refined(_) | Self::Catalogue(_) => true,
            Self::Union(list) => list.iter().all(Self::is_string),
            _ => false,
        }
    }

    /// Whether its values are whole numbers.
    pub fn is_int(&self) -> bool {
        matches!(self, Self::Int | Self::IntIn(..))
    }

    /// The one type that both fit, if there is one; else the union.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        match (&self, &other) {
            (Self::Unknown, _) => other,
            (_, Self::Unknown) => self,
            (Self::None, _) => other.optional(),
            (_, Self::None) => self.optional(),
            (Self::Document, _) | (_, Self::Document) => Self::Document,
            (Self::Optional(_), _) | (_, Self::Optional(_)) => {
                self.present().join(other.present()).optional()
            }
            (Self::List(a), Self::List(b)) => Self::List(Rc::new((**a).clone().join((**b).clone()))),
            (a, b) if a == b => self,
            (a, b) if a.is_int() && b.is_int() => Self::Int,
            _ => union([self, other]),
        }
    }

    /// Whether a value of this type may stand where `expected` is wanted. What a string or a number must be like is not
    /// looked at: that is checked on the value, which may be computed.
    pub fn fits(&self, expected: &Self) -> Fit {
        match (self, expected) {
            // What a document holds isn't known here, so it fits only where anything does.
            (Self::Unknown, _)
            | (_, Self::Unknown | Self::Document)
            | (Self::None, Self::None | Self::Optional(_)) => Fit::Yes,
            (Self::Optional(a), Self::Optional(b)) => a.fits(b),
            (_, Self::Optional(b)) => self.fits(b),
            (Self::Union(list), _) => worst(list.iter().map(|t| t.fits(expected))),
            (_, Self::Union(list)) => best(list.iter().map(|t| self.fits(t))),
            (Self::Optional(a), _) => match a.fits(expected) {
                Fit::No => Fit::No,
                _ => Fit::MaybeAbsent,
            },
            (Self::None, _) => Fit::MaybeAbsent,
            (a, b) if a.is_string() && b.is_string() => Fit::Yes,
            (a, b) if a.is_int() && (b.is_int() || *b == Self::Float) => Fit::Yes,
            (Self::List(a), Self::List(b)) => a.present().fits(b),
            (Self::Map(keys, a), Self::Map(wanted, b)) if keys == wanted || wanted.literals().is_none() => {
                a.fits(b)
            }
            (Self::Record(a), Self::Map(wanted, b)) if has_keys(a, wanted) => {
                worst(a.fields.values().map(|f| f.ty.present().fits(b)))
            }
            (Self::Record(a), Self::Record(b)) => record_fits(a, b),
            (Self::Resource(a, _), Self::Resource(b, _)) if a == b => Fit::Yes,
            (a, b) if a == b => Fit::Yes,
            _ => Fit::No,
        }
    }

    /// How people write it, or what they call it: a diagnostic's "expected …, found …".
    pub fn describe(&self) -> String {
        match self {
            Self::Unknown => "anything".into(),
            Self::Document => "anything that can be printed".into(),
            Self::None => "`none`".into(),
            Self::Bool => "`true` or `false`".into(),
            Self::Int => "an int".into(),
            Self::IntIn(min, max) => format!("an int from {min} to {max}"),
            Self::Float => "a number".into(),
            Self::String => "a string".into(),
            Self::Literal(text) => format!("`\"{text}\"`"),
            Self::Refined(refined) => refined.describe(),
            Self::Catalogue(name) => schemas::catalogue(name).map_or("a string", |c| c.what).to_owned(),
            Self::Size => "a size such as `80GiB`".into(),
            Self::Duration => "a duration such as `15m`".into(),
            Self::Range => "a range such as `2..6`".into(),
            Self::File => "a file, `file(\"…\")`".into(),
            Self::Grant => "a grant".into(),
            Self::Secret => "a secret".into(),
            Self::Tagged(format) => format!("{format} text, `{format}\"…\"`"),
            Self::Optional(inner) => inner.describe(),
            Self::List(inner) => format!("a list, each element {}", inner.describe()),
            Self::Map(keys, value) => match keys.literals() {
                Some(list) => {
                    let list: Vec<String> = list.iter().map(|k| format!("`{k}`")).collect();
                    format!("a map of {}, each value {}", listed(&list, "and"), value.describe())
                }
                None => format!("a map, each value {}", value.describe()),
            },
            Self::Record(_) => "a record".into(),
            Self::Union(list) => listed(&list.iter().map(Type::describe).collect::<Vec<_>>(), "or"),
            Self::Resource(_, name) => format!("a `{name}`"),
        }
    }

    /// The strings it allows, if it is a union of literals.
    pub fn literals(&self) -> Option<Vec<Arc<str>>> {
        match self {
            Self::Literal(text) => Some(vec![text.clone()]),
            Self::Union(list) => {
                let parts = list.iter().map(Self::literals).collect::<Option<Vec<_>>>()?;
                Some(parts.concat())
            }
            Self::Optional(inner) => inner.literals(),
            _ => None,
        }
    }
}

impl Refined {
    /// The words, or the name, or the pattern.
    pub fn describe(&self) -> String {
        match (&self.words, &self.name) {
            (Some(words), _) => words.to_string(),
            (None, Some(name)) => format!("`{name}`"),
            (None, None) => format!("a string that matches `{}`", self.pattern),
        }
    }

    /// The names of the groups of the pattern, in order: they are fields of its strings.
    pub fn groups(&self) -> Vec<&str> {
        let names = self.pattern.split("(?").skip(1).filter_map(|rest| {
            let rest = rest.strip_prefix('P').unwrap_or(rest).strip_prefix('<')?;
            rest.split_once('>').map(|(name, _)| name)
        });
        names.collect()
    }
}

/// The union of types, flat and without repetition.
pub fn union<'p>(types: impl IntoIterator<Item = Type<'p>>) -> Type<'p> {
    let mut list: Vec<Type<'p>> = Vec::new();
    for ty in types {
        match ty {
            Type::Union(inner) => list.extend(inner.iter().cloned()),
            other => list.push(other),
        }
    }
    let mut seen: Vec<Type<'p>> = Vec::new();
    for ty in list {
        if !seen.contains(&ty) {
            seen.push(ty);
        }
    }
    match seen.len() {
        0 => Type::None,
        1 => seen.swap_remove(0),
        _ => Type::Union(Rc::new(seen)),
    }
}

/// `a, b or c`
pub fn listed(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// Whether a record has exactly the keys that a map must have.
fn has_keys(record: &RecordType<'_>, wanted: &Type<'_>) -> bool {
    wanted.literals().is_none_or(|list| {
        let present = |key: &Arc<str>| record.fields.get(key).is_some_and(|f| !f.ty.may_be_absent());
        list.iter().all(present) && record.fields.keys().all(|k| list.contains(k))
    })
}

fn record_fits<'p>(actual: &RecordType<'p>, expected: &RecordType<'p>) -> Fit {
    if actual.fields.keys().any(|k| !expected.fields.contains_key(k)) {
        return Fit::No;
    }
    worst(expected.fields.iter().map(|(name, field)| match actual.fields.get(name) {
        Some(found) if field.default.is_some() => found.ty.present().fits(&field.ty),
        Some(found) => found.ty.fits(&field.ty),
        None if field.default.is_some() || field.ty.may_be_absent() => Fit::Yes,
        None => Fit::No,
    }))
}

fn worst(fits: impl Iterator<Item = Fit>) -> Fit {
    fits.fold(Fit::Yes, |a, b| match (a, b) {
        (Fit::No, _) | (_, Fit::No) => Fit::No,
        (Fit::MaybeAbsent, _) | (_, Fit::MaybeAbsent) => Fit::MaybeAbsent,
        (Fit::Yes, Fit::Yes) => Fit::Yes,
    })
}

fn best(fits: impl Iterator<Item = Fit>) -> Fit {
    fits.fold(Fit::No, |a, b| match (a, b) {
        (Fit::Yes, _) | (_, Fit::Yes) => Fit::Yes,
        (Fit::MaybeAbsent, _) | (_, Fit::MaybeAbsent) => Fit::MaybeAbsent,
        (Fit::No, Fit::No) => Fit::No,
    })
}
