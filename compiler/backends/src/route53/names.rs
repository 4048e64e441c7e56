//! Names of records: whole, no longer than a name of DNS may be, with a `*` in the first place only.
//!
//! Source: RFC 1035, section 2.3.4, and "DNS domain name format" in the developer guide of Route 53.

use super::{RecordSet, known, report};
use crate::context::Context;
use crate::problems::route53 as problems;

/// The characters of a name, its dots included.
const LONGEST_NAME: usize = 255;
const LONGEST_LABEL: usize = 63;

pub(super) fn check(set: &RecordSet<'_>, context: &mut Context<'_>) {
    let Some(node) = set.node.get("Name") else { return };
    let Some(name) = known(Some(node)) else { return };
    if let Some((why, help)) = wrong(&name, &set.kind) {
        report(problems::name(&name, &why, help, node.origin.span), node, context);
    } else if !name.ends_with('.') {
        report(problems::no_dot(&name, node.origin.span), node, context);
    }
}

/// What is wrong with a name but a missing dot at its end, and what to do.
fn wrong(name: &str, kind: &str) -> Option<(String, Option<String>)> {
    if let Some(why) = wrong_domain(name) {
        return Some((why, None));
    }
    let mut labels = name.trim_end_matches('.').split('.');
    let first = labels.next().unwrap_or_default();
    if first == "*" && kind == "NS" {
        return Some(("a record of type NS can't be for all names".to_owned(), None));
    }
    let partly = first.contains('*') && first != "*";
    (partly || labels.any(|label| label.contains('*'))).then(|| {
        let why = "a `*` stands for all names only if it is the whole first part".to_owned();
        let rest = name.rsplit_once('*').map_or(name, |(_, rest)| rest).trim_start_matches(|c| c != '.');
        (why, Some(format!("write `*{rest}`")))
    })
}

/// What is wrong with the name of a host, a domain or a record.
pub(super) fn wrong_domain(name: &str) -> Option<String> {
    let bare = name.strip_suffix('.').unwrap_or(name);
    let odd = |c: &char| c.is_whitespace() || c.is_control() || !c.is_ascii();
    if name.is_empty() {
        return Some("it is empty".to_owned());
    }
    if name.contains("://") {
        return Some("it is a URL, and no name".to_owned());
    }
    if let Some(c) = name.chars().find(odd) {
        let what = if c == ' ' { "blanks".to_owned() } else { format!("`{}`", c.escape_debug()) };
        return Some(format!("a name has no {what}"));
    }
    if name.len() > LONGEST_NAME {
        return Some(format!("it has {} characters, and a name has {LONGEST_NAME} at most", name.len()));
    }
    if name != "." && bare.split('.').any(str::is_empty) {
        return Some("two of its dots have nothing between them".to_owned());
    }
    let long = bare.split('.').find(|label| label.len() > LONGEST_LABEL)?;
    Some(format!("a part between dots has {} characters, and may have {LONGEST_LABEL}", long.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_of_dns() {
        for fine in ["example.com.", "*.example.com.", "_acme-challenge.a.b", "_sip._tcp.example.com.", "."] {
            assert_eq!(wrong(fine, "A"), None, "{fine}");
        }
        let long = format!("{}.com", "a".repeat(64));
        let longest = "abcdefg.".repeat(33);
        for bad in ["", "a b.c", "https://a.b", "a..b", "*a.b.", "a.*.b", "ä.b", &long, &longest] {
            assert!(wrong(bad, "A").is_some(), "{bad}");
        }
        assert!(wrong("*.a.b.", "NS").is_some());
        let help = wrong("*prod.example.com.", "A").and_then(|(_, help)| help);
        assert_eq!(help.as_deref(), Some("write `*.example.com.`"));
    }
}
