//! A dated list of the strings that something may be, with what is known of each.
//!
//! A catalogue is a text of sorted lines, `VALUE FACT FACT …`, with a fact for each column in its order, and `-` for one that
//! isn't known. The line above them says of which day it is, and what it was taken from:
//!
//! ```text
//! # aws.instance_types of 2026-11-20, from botocore 1.44.8 and moto 5.2.5
//! m6i.xlarge 4 16384 amd64
//! ```
//!
//! Nothing is read before it is asked for: looking a value up is a binary search.

use crate::lines::Lines;

/// A dated list of the strings that something may be.
#[derive(Debug)]
pub struct Catalogue {
    /// What a type calls it, such as `aws.regions`.
    pub name: &'static str,
    /// What one of its values is, with its article; for "expected …".
    pub what: &'static str,
    /// What is known of each value; they are its fields.
    pub columns: &'static [Column],
    pub(crate) lines: Lines,
}

/// Something that is known of each value of a catalogue.
#[derive(Debug, PartialEq, Eq)]
pub struct Column {
    /// Such as `vcpus`.
    pub name: &'static str,
    /// What it holds.
    pub sort: Sort,
    /// Whether there are values that have none.
    pub optional: bool,
    /// What it is, in a sentence without its full stop.
    pub docs: &'static str,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Any string.
    Text,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A value of the catalogue of this name.
    Of(&'static str),
    /// `yes` or `no`.
    Flag,
    /// A whole number.
    Int,
    /// An amount of memory; the lines hold it in MiB.
    MiB,
    /// Several of them, with commas.
    MiBs,
}

/// What is known of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// That there is none, or nothing.
    Absent,
    /// A string.
    Text(&'static str),
    /// A truth value.
    Flag(bool),
    /// A whole number.
    Int(i64),
    /// Bytes.
    Size(u64),
    /// Several times bytes.
    Sizes(Vec<u64>),
}

impl Catalogue {
    /// What one of its values is, with its article and without an example.
    pub fn called(&self) -> &'static str {
        self.what.split_once(" such as ").map_or(self.what, |(what, _)| what)
    }

    /// Whether this is one of its values.
    pub fn contains(&self, value: &str) -> bool {
        self.line(value).is_some()
    }

    /// Its values, sorted by their bytes.
    pub fn values(&self) -> impl Iterator<Item = &'static str> {
        self.lines.all().filter_map(|line| line.split(' ').next())
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// What a column says of a value; [`Fact::Absent`] if the list has no such value.
    pub fn fact(&self, value: &str, column: &Column) -> Fact {
        let index = self.columns.iter().position(|c| c == column);
        let word = self.line(value).zip(index).and_then(|(line, index)| line.split(' ').nth(index + 1));
        word.map_or(Fact::Absent, |word| column.sort.read(word))
    }

    /// The day on which it was taken from its sources, as `2026-11-20`.
    pub fn date(&self) -> &'static str {
        self.head().1
    }

    /// What it was taken from.
    pub fn source(&self) -> &'static str {
        self.head().2
    }

    /// The name, the date and the source of its first line.
    fn head(&self) -> (&'static str, &'static str, &'static str) {
        let head = self.lines.head().strip_prefix("# ").and_then(|head| {
            let (name, rest) = head.split_once(" of ")?;
            let (date, source) = rest.split_once(", from ")?;
            Some((name, date, source))
        });
        head.unwrap_or_default()
    }

    fn line(&self, value: &str) -> Option<&'static str> {
        let line = self.lines.beginning(value).next().filter(|_| !value.contains(' '))?;
        line.get(value.len()..).filter(|rest| rest.is_empty() || rest.starts_with(' ')).map(|_| line)
    }

    /// The lines that can't be read; for tests.
    pub fn broken(&self) -> Vec<&'static str> {
        let whole = |line: &&str| {
            let facts: Vec<&str> = line.split(' ').skip(1).collect();
            let read = |(column, word): (&Column, &&str)| column.fits(word);
            facts.len() == self.columns.len() && self.columns.iter().zip(&facts).all(read)
        };
        let mut broken: Vec<&str> = self.lines.all().filter(|line| !whole(line)).collect();
        if self.head().0 != self.name {
            broken.push(self.lines.head());
        }
        broken
    }
}

impl Column {
    fn fits(&self, word: &str) -> bool {
        word == "-"
            || match self.sort {
                Sort::Text => !word.is_empty(),
                Sort::OneOf(words) => words.contains(&word),
                Sort::Of(catalogue) => crate::catalogue(catalogue).is_some_and(|c| c.contains(word)),
                Sort::Flag => matches!(word, "yes" | "no"),
                Sort::Int => word.parse::<i64>().is_ok(),
                Sort::MiB => word.parse::<u64>().is_ok(),
                Sort::MiBs => word.split(',').all(|w| w.parse::<u64>().is_ok()),
            }
    }
}

impl Sort {
    fn read(self, word: &'static str) -> Fact {
        match self {
            _ if word == "-" => Fact::Absent,
            Self::Text | Self::OneOf(_) | Self::Of(_) => Fact::Text(word),
            Self::Flag => Fact::Flag(word == "yes"),
            Self::Int => word.parse().map_or(Fact::Absent, Fact::Int),
            Self::MiB => bytes(word).map_or(Fact::Absent, Fact::Size),
            Self::MiBs => Fact::Sizes(word.split(',').filter_map(bytes).collect()),
        }
    }
}

/// Of a number of MiB.
fn bytes(word: &str) -> Option<u64> {
    word.parse::<u64>().ok().map(|n| n << 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLANETS: Catalogue = Catalogue {
        name: "planets",
        what: "a planet",
        columns: &[
            Column { name: "moons", sort: Sort::Int, optional: false, docs: "how many moons it has" },
            Column { name: "gas", sort: Sort::Flag, optional: true, docs: "whether it is made of gas" },
            Column { name: "storage", sort: Sort::MiB, optional: false, docs: "how much it stores" },
        ],
        lines: Lines("# planets of 2026-11-20, from a book\nmars 2 no 3\nmars-2 - - 1\nsaturn 274 yes 0\n"),
    };

    #[test]
    fn what_is_known_of_a_value_is_found() {
        let fact = |value, column: usize| PLANETS.fact(value, &PLANETS.columns[column]);
        assert_eq!(fact("mars", 0), Fact::Int(2));
        assert_eq!(fact("saturn", 1), Fact::Flag(true));
        assert_eq!(fact("mars", 2), Fact::Size(3 << 20));
        assert_eq!(fact("mars-2", 0), Fact::Absent);
        assert_eq!(fact("pluto", 0), Fact::Absent);
        assert!(PLANETS.contains("mars-2") && !PLANETS.contains("mar") && !PLANETS.contains("mars 2"));
        assert_eq!(PLANETS.values().collect::<Vec<_>>(), ["mars", "mars-2", "saturn"]);
    }

    #[test]
    fn the_first_line_says_where_it_comes_from() {
        assert_eq!((PLANETS.date(), PLANETS.source()), ("2026-11-20", "a book"));
        assert_eq!(PLANETS.broken(), [""; 0]);
    }
}
