//! Values of records, against the type of their record set.
//!
//! Source: "Supported DNS record types" in the developer guide of Route 53.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::names::wrong_domain;
use super::{RecordSet, known, report};
use crate::context::Context;
use crate::problems::route53 as problems;

/// The characters of a string in quotes.
const LONGEST_STRING: usize = 255;

pub(super) fn check(set: &RecordSet<'_>, context: &mut Context<'_>) {
    let Some(list) = set.node.get("ResourceRecords") else { return };
    let records = list.elements().unwrap_or_default();
    for node in records.iter().filter_map(|record| record.get("Value")) {
        let Some(value) = known(Some(node)) else { continue };
        if let Some(wrong) = wrong(&set.kind, &value) {
            let problem = problems::value(&set.kind, &value, &wrong, node.origin.span);
            report(problem, node, context);
        }
    }
    if let ("CNAME" | "SOA", [_, second, ..]) = (set.kind.as_str(), records) {
        report(problems::more_than_one(&set.what(), &set.kind, second.origin.span), second, context);
    }
}

/// What a value should have been.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// In words, such as `an IPv4 address`.
    pub(crate) expected: String,
    /// What to do, if that is known.
    pub(crate) help: Option<String>,
    /// What was meant, if that is certain.
    pub(crate) meant: Option<String>,
}

fn wrong(kind: &str, value: &str) -> Option<Wrong> {
    let parts: Vec<&str> = value.split(' ').collect();
    let expected = |words: &str| Some(Wrong { expected: words.to_owned(), ..Wrong::default() });
    match (kind, parts.as_slice()) {
        ("A", _) => address(value, value.parse::<Ipv4Addr>().is_ok(), "an IPv4 address such as `192.0.2.1`"),
        ("AAAA", _) => {
            address(value, value.parse::<Ipv6Addr>().is_ok(), "an IPv6 address such as `2001:db8::1`")
        }
        ("CNAME" | "NS" | "PTR", _) if !is_host(value) => Some(host(value)),
        ("MX", [priority, server]) if number::<u16>(priority) && is_host(server) => None,
        ("MX", [server]) if is_host(server) => Some(Wrong {
            expected: "a priority and a mail server such as `10 mail.example.com.`".to_owned(),
            help: Some(format!("write `10 {server}`")),
            meant: None,
        }),
        ("MX", _) => expected("a priority and a mail server such as `10 mail.example.com.`"),
        ("SRV", [a, b, c, target]) if [a, b, c].iter().all(|n| number::<u16>(n)) && is_host(target) => None,
        ("SRV", _) => expected("priority, weight, port and host such as `1 10 5269 xmpp.example.com.`"),
        ("TXT" | "SPF", _) => text(value),
        ("CAA", [flags, tag, rest @ ..])
            if number::<u8>(flags) && is_tag(tag) && is_quoted(&rest.join(" ")) =>
        {
            None
        }
        ("CAA", _) => expected("flags, a tag and a value in quotes such as `0 issue \"amazon.com\"`"),
        ("DS", [tag, algorithm, digest_type, digest])
            if number::<u16>(tag) && number::<u8>(algorithm) && is_digest(digest_type, digest) =>
        {
            None
        }
        ("DS", _) => expected("key tag, algorithm, type and digest such as `12345 13 2 49fd…`"),
        ("SSHFP", [a, b, digest]) if number::<u8>(a) && number::<u8>(b) && is_hex(digest) => None,
        ("SSHFP", _) => expected("algorithm, type and fingerprint such as `4 2 123a…`"),
        ("TLSA", [a, b, c, data]) if [a, b, c].iter().all(|n| number::<u8>(n)) && is_hex(data) => None,
        ("TLSA", _) => expected("usage, selector, type and data such as `3 1 1 0c72…`"),
        ("SVCB" | "HTTPS", [priority, target, ..]) if number::<u16>(priority) && is_host(target) => None,
        ("SVCB" | "HTTPS", _) => expected("a priority, a host and parameters such as `1 . alpn=\"h2\"`"),
        ("NAPTR", [order, preference, rest @ ..])
            if number::<u16>(order) && number::<u16>(preference) && rest.len() >= 4 =>
        {
            None
        }
        ("NAPTR", _) => expected("order, preference, flags, service, expression and replacement"),
        ("SOA", [server, mail, numbers @ ..])
            if is_host(server)
                && is_host(mail)
                && numbers.len() == 5
                && numbers.iter().all(|n| number::<u32>(n)) =>
        {
            None
        }
        ("SOA", _) => expected("a server, a mail address and five numbers"),
        _ => None,
    }
}

fn address(value: &str, fits: bool, expected: &str) -> Option<Wrong> {
    let help = if value.parse::<Ipv4Addr>().is_ok() {
        Some("a record of type A holds it".to_owned())
    } else if value.parse::<Ipv6Addr>().is_ok() {
        Some("a record of type AAAA holds it".to_owned())
    } else if value.contains('.') && is_host(value) && !value.starts_with(|c: char| c.is_ascii_digit()) {
        Some("a record of type CNAME, or an alias, is for the name of a host".to_owned())
    } else {
        None
    };
    (!fits).then(|| Wrong { expected: expected.to_owned(), help, meant: None })
}

fn host(value: &str) -> Wrong {
    let bare = value.split_once("://").map(|(_, rest)| rest.split(['/', ':']).next().unwrap_or(rest));
    let meant = bare.filter(|host| is_host(host)).map(str::to_owned);
    let help = meant.as_ref().map(|host| format!("write `{host}`"));
    Wrong { expected: "the name of a host".to_owned(), help, meant }
}

/// Strings in double quotes, with blanks between them.
fn text(value: &str) -> Option<Wrong> {
    let expected = || "text in double quotes".to_owned();
    if !value.starts_with('"') {
        let quoted = format!("\\\"{}\\\"", value.replace('"', "\\\\\\\""));
        let plain = !value.contains(['"', '\\']) && value.len() <= LONGEST_STRING;
        let help = plain.then(|| format!(r#"write `"{quoted}"`"#));
        return Some(Wrong { expected: expected(), help, meant: None });
    }
    let Some(strings) = strings(value) else {
        let help = Some("a `\"` in the text is written as `\\\\\\\"`".to_owned());
        return Some(Wrong {
            expected: format!("{}, each ended, with a blank between two", expected()),
            help,
            meant: None,
        });
    };
    let longest = strings.iter().map(|s| s.chars().count()).max().unwrap_or(0);
    (longest > LONGEST_STRING).then(|| Wrong {
        expected: format!("strings of {LONGEST_STRING} characters at most, and one has {longest}"),
        help: Some("divide it into several strings in quotes, with a blank between two".to_owned()),
        meant: None,
    })
}

/// The strings of such a text; an escape is one character.
fn strings(value: &str) -> Option<Vec<String>> {
    let mut all = Vec::new();
    let mut rest = value;
    loop {
        let mut chars = rest.strip_prefix('"')?.chars();
        let mut string = String::new();
        loop {
            match chars.next()? {
                '"' => break,
                '\\' => {
                    string.push(chars.next()?);
                    // `\041`: the other two digits.
                    if string.ends_with(|c: char| c.is_ascii_digit()) {
                        chars.next()?;
                        chars.next()?;
                    }
                }
                c => string.push(c),
            }
        }
        all.push(string);
        rest = chars.as_str();
        if rest.trim_start_matches([' ', '\n']).is_empty() {
            return Some(all);
        }
        rest = rest.strip_prefix([' ', '\n'])?.trim_start_matches([' ', '\n']);
    }
}

fn is_quoted(text: &str) -> bool {
    strings(text).is_some_and(|all| all.len() == 1)
}

/// An address is written like a name, and none.
fn is_host(name: &str) -> bool {
    let is_address = name.strip_suffix('.').unwrap_or(name).parse::<Ipv4Addr>().is_ok();
    !is_address && wrong_domain(name).is_none()
}

fn is_tag(tag: &str) -> bool {
    !tag.is_empty() && tag.chars().all(|c| c.is_ascii_alphanumeric())
}

fn is_hex(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_hexdigit())
}

/// SHA-1, SHA-256 and SHA-384 (RFC 4509, RFC 6605); what other types give isn't known here.
fn is_digest(kind: &str, digest: &str) -> bool {
    let length = match kind {
        "1" => 40,
        "2" => 64,
        "4" => 96,
        _ => digest.len(),
    };
    number::<u8>(kind) && is_hex(digest) && digest.len() == length
}

fn number<N: std::str::FromStr>(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit()) && word.parse::<N>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_their_type_are_taken() {
        let digest = "a".repeat(64);
        let cases = [
            ("A", "192.0.2.1"),
            ("AAAA", "2001:db8::1"),
            ("CNAME", "www.example.com"),
            ("NS", "ns-1.awsdns-01.org."),
            ("MX", "10 mail.example.com."),
            ("MX", "0 ."),
            ("SRV", "1 10 5269 xmpp.example.com."),
            ("TXT", "\"v=spf1 -all\""),
            ("TXT", "\"a \\\"b\\\" \\041\" \"c\""),
            ("CAA", "0 issue \"amazon.com; policy=a\""),
            ("CAA", "128 iodef \"mailto:a@example.com\""),
            ("DS", &format!("12345 13 2 {digest}")),
            ("SSHFP", "4 2 ab12"),
            ("TLSA", "3 1 1 ab12"),
            ("HTTPS", "1 . alpn=\"h2,h3\""),
            ("NAPTR", "100 50 \"u\" \"E2U+sip\" \"!^.*$!sip:a@b.c!\" ."),
            ("SOA", "ns.example.com. admin.example.com. 1 7200 900 1209600 86400"),
            ("NEW", "anything"),
        ];
        for (kind, value) in cases {
            assert_eq!(wrong(kind, value), None, "{kind} {value}");
        }
    }

    #[test]
    fn values_of_another_type_are_not() {
        let long = format!("\"{}\"", "a".repeat(256));
        let cases = [
            ("A", "2001:db8::1"),
            ("A", "www.example.com"),
            ("A", "192.0.2.256"),
            ("AAAA", "192.0.2.1"),
            ("CNAME", "https://www.example.com/"),
            ("CNAME", "192.0.2.1"),
            ("NS", "192.0.2.1."),
            ("MX", "mail.example.com."),
            ("MX", "70000 mail.example.com."),
            ("SRV", "10 5269 xmpp.example.com."),
            ("TXT", "v=spf1 -all"),
            ("TXT", "\"a\"b\""),
            ("TXT", "\"a\"\"b\""),
            ("TXT", &long),
            ("CAA", "issue \"amazon.com\""),
            ("CAA", "0 issue amazon.com"),
            ("DS", "12345 13 2 abcd"),
            ("SOA", "ns.example.com."),
        ];
        for (kind, value) in cases {
            assert!(wrong(kind, value).is_some(), "{kind} {value}");
        }
    }
}
