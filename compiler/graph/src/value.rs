//! Values.

use std::sync::Arc;

use diagnostics::Span;
use indexmap::IndexMap;

use crate::{Late, ParamId, ResourceId, SecretId, Tagged, Text};

/// A value, and the place in the source that wrote it.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What it is.
    pub data: Data,
    /// The literal or expression that wrote it.
    pub span: Span,
    /// The calls, defaults and other hops that carried it here, the last one first; empty for most.
    pub via: Option<Arc<Via>>,
    /// What a string was checked against: it says which fields the string has.
    pub form: Option<Form>,
    /// The parameter that it is, if that has a name in some stage. A string has it in its parts instead.
    pub named: Option<ParamId>,
}

/// What a string was checked against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// A pattern: its named groups are the string's fields.
    Pattern(Arc<str>),
    /// A catalogue, by name: what is known of its values are their fields.
    Catalogue(Arc<str>),
}

/// A hop on the way of a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Via {
    /// Where.
    pub span: Span,
    /// The hop before it.
    pub before: Option<Arc<Via>>,
}

impl Via {
    /// A way that goes on as another: the later hops, then the earlier ones.
    pub fn joined(later: Option<&Arc<Self>>, earlier: Option<Arc<Self>>) -> Option<Arc<Self>> {
        match later {
            None => earlier,
            Some(hop) if hop.before.is_none() && earlier.is_none() => Some(Arc::clone(hop)),
            Some(hop) => {
                Some(Arc::new(Self { span: hop.span, before: Self::joined(hop.before.as_ref(), earlier) }))
            }
        }
    }
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// `none`: absent. An entry or element that is absent is left out.
    None,
    /// `true`, `false`
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction; always finite.
    Float(f64),
    /// A string; it may hold late parts and secrets.
    Text(Text),
    /// An amount of memory or storage.
    Size(Size),
    /// An amount of time.
    Duration(Duration),
    /// `2..6`, both included.
    Range(i64, i64),
    /// A list.
    List(Arc<Vec<Value>>),
    /// A record or map.
    Record(Arc<Record>),
    /// A reference to a resource (or to a block, which is one inside another).
    Resource(ResourceId),
    /// What may be done with what.
    Grant(Arc<Grant>),
    /// A secret alone. In a string it is a part.
    Secret(SecretId),
    /// A value of another type than string that is known later.
    Late(Arc<Late>),
    /// Text of a format, such as `shell"…"`.
    Tagged(Arc<Tagged>),
    /// A file of the project.
    File(Arc<File>),
}

/// Bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size(pub u64);

/// Milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(pub u64);

/// Keys and values in the order in which they were written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// By key.
    pub entries: IndexMap<Arc<str>, Entry>,
}

/// An entry of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The place that wrote the key.
    pub key: Span,
    /// Its value; never [`Data::None`] in a finished document.
    pub value: Value,
}

/// Actions on resources.
#[derive(Debug, Clone, PartialEq)]
pub struct Grant {
    /// `ecr:PutImage`
    pub actions: Vec<Value>,
    /// ARNs, or `*`.
    pub resources: Vec<Value>,
    /// `{ StringEquals = { "aws:x" = "y" } }`
    pub conditions: Option<Value>,
    /// Why there is a `*`.
    pub because: Option<Value>,
    /// A statement with an id is never merged.
    pub sid: Option<Value>,
    /// `Allow` unless it says `Deny`.
    pub effect: Option<Value>,
    /// Grants that this one implies.
    pub include: Vec<Value>,
    /// Where it was written.
    pub span: Span,
}

/// A file of the project that the spec reads.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// Relative to the folder of the spec.
    pub path: Arc<str>,
    /// Its text, line breaks as LF.
    pub text: Arc<str>,
    /// The place of its text.
    pub span: Span,
}

impl Value {
    /// A value with the place that wrote it.
    pub fn new(data: Data, span: Span) -> Self {
        Self { data, span, via: None, form: None, named: None }
    }

    /// `none`, written here.
    pub fn none(span: Span) -> Self {
        Self::new(Data::None, span)
    }

    /// A string that is known, all of it written at one place.
    pub fn text(text: impl Into<Arc<str>>, span: Span) -> Self {
        Self::new(Data::Text(Text::known(text, span)), span)
    }

    /// With one more hop on its way: the call that gave it, or the default that stood in for it.
    #[must_use]
    pub fn carried_by(self, span: Span) -> Self {
        let via = Some(Arc::new(Via { span, before: self.via }));
        Self { via, ..self }
    }

    /// The hops on its way, the first one first.
    pub fn hops(&self) -> Vec<Span> {
        Via::hops(self.via.as_deref())
    }

    /// Whether someone else has to know it, or a part of it: then people want to see which way it came.
    pub fn is_unknown(&self) -> bool {
        match &self.data {
            Data::Secret(_) | Data::Late(_) => true,
            Data::Text(text) => text.first_unknown().is_some(),
            _ => false,
        }
    }

    /// Whether it is absent.
    pub fn is_none(&self) -> bool {
        matches!(self.data, Data::None)
    }

    /// The string, if it is one and all of it is known.
    pub fn as_str(&self) -> Option<std::borrow::Cow<'_, str>> {
        match &self.data {
            Data::Text(text) => text.as_known(),
            _ => None,
        }
    }

    /// The entries, if it is a record.
    pub fn as_record(&self) -> Option<&Record> {
        match &self.data {
            Data::Record(record) => Some(record),
            _ => None,
        }
    }

    /// The elements, if it is a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match &self.data {
            Data::List(list) => Some(list),
            _ => None,
        }
    }
}

impl Via {
    /// The places of a way, the first one first.
    pub fn hops(last: Option<&Self>) -> Vec<Span> {
        let mut spans: Vec<Span> =
            std::iter::successors(last, |v| v.before.as_deref()).map(|v| v.span).collect();
        spans.reverse();
        spans
    }
}

impl Record {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries.get(key).map(|e| &e.value)
    }
}

impl Data {
    /// What people call a value of this sort, with its article.
    pub fn sort(&self) -> &'static str {
        match self {
            Self::None => "nothing",
            Self::Bool(_) => "a bool",
            Self::Int(_) => "an int",
            Self::Float(_) => "a float",
            Self::Text(_) => "a string",
            Self::Size(_) => "a size",
            Self::Duration(_) => "a duration",
            Self::Range(..) => "a range",
            Self::List(_) => "a list",
            Self::Record(_) => "a record",
            Self::Resource(_) => "a resource",
            Self::Grant(_) => "a grant",
            Self::Secret(_) => "a secret",
            Self::Late(_) => "a late value",
            Self::Tagged(_) => "tagged text",
            Self::File(_) => "a file",
        }
    }
}

/// The units of sizes, smallest first: name, bytes.
pub const SIZE_UNITS: &[(&str, u64)] = &[
    ("B", 1),
    ("kB", 1_000),
    ("KiB", 1 << 10),
    ("MB", 1_000_000),
    ("MiB", 1 << 20),
    ("GB", 1_000_000_000),
    ("GiB", 1 << 30),
    ("TB", 1_000_000_000_000),
    ("TiB", 1 << 40),
];

/// The units of durations, smallest first: name, milliseconds.
pub const DURATION_UNITS: &[(&str, u64)] =
    &[("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

/// The amount in the largest of the units that divides it.
fn in_largest(amount: u64, units: &[(&'static str, u64)]) -> (u64, &'static str) {
    let fits = units.iter().rev().find(|(_, unit)| amount != 0 && amount.is_multiple_of(*unit));
    fits.or(units.first()).map_or((amount, ""), |(name, unit)| (amount / unit, name))
}

impl std::fmt::Display for Size {
    /// As a person would write it: `4000MiB`, `80GiB`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let binary: Vec<_> =
            SIZE_UNITS.iter().copied().filter(|(n, _)| *n == "B" || n.contains('i')).collect();
        let (n, unit) = in_largest(self.0, &binary);
        write!(f, "{n}{unit}")
    }
}

impl std::fmt::Display for Duration {
    /// As a person would write it: `15m`, `36h`; days are not used.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (n, unit) = in_largest(self.0, DURATION_UNITS.get(..4).unwrap_or(DURATION_UNITS));
        write!(f, "{n}{unit}")
    }
}
