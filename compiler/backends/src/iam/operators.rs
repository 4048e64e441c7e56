//! The operators of conditions, and the values that each compares.

use std::net::{IpAddr, Ipv4Addr};

use schemas::iam::{ConditionKey, KeySort};

/// An operator without what stands before and behind it.
#[derive(Debug)]
pub(super) struct Operator {
    pub(super) name: &'static str,
    pub(super) family: Family,
    /// The operator that reads `*` and `?` in values, if this one doesn't.
    pub(super) like: Option<&'static str>,
}

/// What an operator compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Text,
    Arn,
    Number,
    Date,
    Bool,
    Address,
    Binary,
    /// Whether there is a value.
    Null,
}

const fn of(name: &'static str, family: Family) -> Operator {
    Operator { name, family, like: None }
}

const fn literal(name: &'static str, like: &'static str) -> Operator {
    Operator { name, family: Family::Text, like: Some(like) }
}

pub(super) static OPERATORS: &[Operator] = &[
    literal("StringEquals", "StringLike"),
    literal("StringNotEquals", "StringNotLike"),
    literal("StringEqualsIgnoreCase", "StringLike"),
    literal("StringNotEqualsIgnoreCase", "StringNotLike"),
    of("StringLike", Family::Text),
    of("StringNotLike", Family::Text),
    of("NumericEquals", Family::Number),
    of("NumericNotEquals", Family::Number),
    of("NumericLessThan", Family::Number),
    of("NumericLessThanEquals", Family::Number),
    of("NumericGreaterThan", Family::Number),
    of("NumericGreaterThanEquals", Family::Number),
    of("DateEquals", Family::Date),
    of("DateNotEquals", Family::Date),
    of("DateLessThan", Family::Date),
    of("DateLessThanEquals", Family::Date),
    of("DateGreaterThan", Family::Date),
    of("DateGreaterThanEquals", Family::Date),
    of("Bool", Family::Bool),
    of("BinaryEquals", Family::Binary),
    of("IpAddress", Family::Address),
    of("NotIpAddress", Family::Address),
    of("ArnEquals", Family::Arn),
    of("ArnLike", Family::Arn),
    of("ArnNotEquals", Family::Arn),
    of("ArnNotLike", Family::Arn),
    of("Null", Family::Null),
];

/// What may stand before an operator.
const QUANTIFIERS: &[&str] = &["ForAllValues:", "ForAnyValue:"];
/// What may stand behind one.
const IF_EXISTS: &str = "IfExists";

/// What stands before an operator, its name, and what stands behind it.
pub(super) fn parts(written: &str) -> (&str, &str, &str) {
    let before = QUANTIFIERS.iter().find_map(|q| written.get(..q.len()).filter(|start| start == q));
    let before = before.unwrap_or_default();
    let rest = written.get(before.len()..).unwrap_or_default();
    match rest.strip_suffix(IF_EXISTS) {
        Some(name) => (before, name, IF_EXISTS),
        None => (before, rest, ""),
    }
}

/// The operator of this name.
pub(super) fn operator(name: &str) -> Option<&'static Operator> {
    OPERATORS.iter().find(|o| o.name == name)
}

impl Family {
    /// Whether an operator of this family compares values of a key.
    pub(super) fn compares(self, key: &ConditionKey) -> bool {
        match (self, key.sort) {
            (Self::Null, _)
            | (Self::Text | Self::Arn, KeySort::Text | KeySort::Arn)
            | (Self::Binary, KeySort::Text)
            | (Self::Number, KeySort::Number | KeySort::Date | KeySort::Text)
            | (Self::Date, KeySort::Date)
            | (Self::Bool, KeySort::Bool)
            | (Self::Address, KeySort::Address) => true,
            // Addresses of some services are documented as strings.
            (Self::Address, KeySort::Text) => key.name.contains("Address"),
            _ => false,
        }
    }

    /// What one of its values must be like, if this text isn't.
    pub(super) fn expects(self, value: &str) -> Option<&'static str> {
        let (fine, expected) = match self {
            Self::Text | Self::Binary => (true, ""),
            Self::Arn => (value.starts_with("arn:") || value.starts_with('*'), "an ARN"),
            Self::Number => (value.parse::<f64>().is_ok(), "a number"),
            Self::Date => (is_date(value), "a date such as `2027-01-31T00:00:00Z`"),
            Self::Bool | Self::Null => {
                (["true", "false"].iter().any(|b| value.eq_ignore_ascii_case(b)), "`true` or `false`")
            }
            Self::Address => (is_network(value), "an address or a network such as `203.0.113.0/24`"),
        };
        (!fine).then_some(expected)
    }
}

/// The operator that compares values of a key, to begin with.
pub(super) fn operator_for(key: &ConditionKey) -> &'static str {
    match key.sort {
        KeySort::Text => "StringEquals",
        KeySort::Arn => "ArnLike",
        KeySort::Bool => "Bool",
        KeySort::Number => "NumericEquals",
        KeySort::Date => "DateLessThan",
        KeySort::Address => "IpAddress",
    }
}

/// What values of a key are, in words.
pub(super) fn in_words(key: &ConditionKey) -> &'static str {
    match key.sort {
        KeySort::Text => "a string",
        KeySort::Arn => "an ARN",
        KeySort::Bool => "`true` or `false`",
        KeySort::Number => "a number",
        KeySort::Date => "a date",
        KeySort::Address => "an IP address",
    }
}

/// As ISO 8601 writes it, or in seconds since 1970.
fn is_date(value: &str) -> bool {
    let day = value.split('T').next().unwrap_or_default();
    let parts: Vec<&str> = day.split('-').collect();
    let digits = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    digits(&value)
        || (matches!(parts.as_slice(), [year, _, _] if year.len() == 4) && parts.iter().all(digits))
}

fn is_network(value: &str) -> bool {
    let (address, length) = value.split_once('/').map_or((value, None), |(a, l)| (a, Some(l)));
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let most = if address.is_ipv4() { Ipv4Addr::BITS } else { u128::BITS };
    length.is_none_or(|l| l.parse::<u32>().is_ok_and(|l| l <= most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operator_is_told_from_what_is_around_it() {
        assert_eq!(parts("ForAnyValue:StringLikeIfExists"), ("ForAnyValue:", "StringLike", "IfExists"));
        assert_eq!(parts("Bool"), ("", "Bool", ""));
    }

    #[test]
    fn values_are_of_the_form_that_their_operator_reads() {
        for (family, value) in [
            (Family::Address, "10.0.0.0/8"),
            (Family::Address, "2001:db8::/32"),
            (Family::Date, "2027-01-31T00:00:00Z"),
            (Family::Date, "1700000000"),
            (Family::Bool, "True"),
            (Family::Number, "3600"),
            (Family::Arn, "arn:aws:iam::*:role/x"),
        ] {
            assert_eq!(family.expects(value), None, "{value}");
        }
        for (family, value) in [
            (Family::Address, "10.0.0/8"),
            (Family::Address, "10.0.0.0/33"),
            (Family::Date, "tomorrow"),
            (Family::Bool, "yes"),
            (Family::Number, "1h"),
            (Family::Arn, "role/x"),
        ] {
            assert!(family.expects(value).is_some(), "{value}");
        }
    }
}
