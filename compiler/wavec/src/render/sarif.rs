//! SARIF 2.1.0, which code scanning services read: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.
//!
//! A rule is a code, or the name of a check. No line of a file is copied into the log, so that it holds nothing that is hidden.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use diagnostics::{Diagnostic, Fix, Label, Severity, Span};
use indexmap::IndexMap;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::{Place, Shown, harmless, remarks};

/// Where the paths of the log begin: the folder that wavec was started in.
const ROOT: &str = "%SRCROOT%";

/// Where the paths of the standard library begin, which lies on no disk.
const LIBRARY: &str = "%STDLIB%";

/// The log of one run. `pages` knows the page of a check.
pub fn sarif(diagnostics: &[&Diagnostic], shown: Shown<'_>, pages: impl Fn(&str) -> Option<String>) -> Value {
    let mut rules: IndexMap<&str, &Diagnostic> = IndexMap::new();
    for diagnostic in diagnostics {
        rules.entry(diagnostic.shown_code()).or_insert(diagnostic);
    }
    let mut before = BTreeMap::new();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|d| result(d, rules.get_index_of(d.shown_code()), &fingerprint(d, shown, &mut before), shown))
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "wavec",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|(id, d)| rule(id, d, &pages)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {
                ROOT: { "description": { "text": "The folder that wavec was started in." } },
                LIBRARY: { "description": { "text": "The standard library, which is a part of wavec." } },
            },
            "results": results,
        }],
    })
}

fn rule(id: &str, first: &Diagnostic, pages: impl Fn(&str) -> Option<String>) -> Value {
    let page = first.rule.as_deref().and_then(pages).unwrap_or_else(|| first.code.page.to_string());
    let title = page.lines().next().unwrap_or_default().trim_start_matches("# ");
    let title = title.split_once(": ").map_or(title, |(_, title)| title);
    json!({
        "id": id,
        "name": first.code.name,
        "shortDescription": { "text": title },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": level(first) },
    })
}

fn level(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result(diagnostic: &Diagnostic, rule: Option<usize>, fingerprint: &str, shown: Shown<'_>) -> Value {
    let mut text = harmless(&diagnostic.message).into_owned();
    text += &remarks(diagnostic);
    let mut result = object(json!({
        "ruleId": diagnostic.shown_code(),
        "ruleIndex": rule,
        "level": level(diagnostic),
        "message": { "text": text },
        "locations": [location(&diagnostic.primary, shown)],
        "partialFingerprints": { "wavec/v1": fingerprint },
    }));
    let others: Vec<Value> = diagnostic.secondary.iter().map(|l| location(l, shown)).collect();
    if !others.is_empty() {
        result.insert("relatedLocations".to_string(), Value::Array(others));
    }
    if let Some(fix) = &diagnostic.fix {
        result.insert("fixes".to_string(), json!([mended(fix, shown)]));
    }
    Value::Object(result)
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

fn location(label: &Label, shown: Shown<'_>) -> Value {
    let mut location = Map::new();
    if let Some(place) = shown.place(label.span) {
        let place =
            json!({ "artifactLocation": artifact(&place.name, label.span, shown), "region": region(&place) });
        location.insert("physicalLocation".to_string(), place);
    }
    if !label.text.is_empty() {
        location.insert("message".to_string(), json!({ "text": harmless(&label.text) }));
    }
    Value::Object(location)
}

/// Relative to a root where that can be said; a path that leaves it, or begins elsewhere, is said in full.
fn artifact(name: &str, span: Span, shown: Shown<'_>) -> Value {
    let path = name.strip_prefix("./").unwrap_or(name);
    if shown.sources.in_library(span) {
        json!({ "uri": uri(path), "uriBaseId": LIBRARY })
    } else if path.starts_with('/') {
        json!({ "uri": format!("file://{}", uri(path)) })
    } else {
        json!({ "uri": uri(path), "uriBaseId": ROOT })
    }
}

/// A path as a part of a URI.
fn uri(path: &str) -> String {
    path.bytes().fold(String::new(), |mut uri, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
        uri
    })
}

fn region(place: &Place) -> Value {
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    })
}

fn mended(fix: &Fix, shown: Shown<'_>) -> Value {
    let mut files: IndexMap<String, (Value, Vec<Value>)> = IndexMap::new();
    for edit in &fix.edits {
        let Some(place) = shown.place(edit.span) else { continue };
        let artifact = artifact(&place.name, edit.span, shown);
        let (_, replacements) = files.entry(place.name.clone()).or_insert((artifact, Vec::new()));
        replacements
            .push(json!({ "deletedRegion": region(&place), "insertedContent": { "text": edit.text } }));
    }
    let change =
        |(location, replacements)| json!({ "artifactLocation": location, "replacements": replacements });
    json!({
        "description": { "text": fix.title },
        "artifactChanges": files.into_values().map(change).collect::<Vec<_>>(),
    })
}

/// The same for the same mistake when lines above it change: of what is said, of which file, and how often it was said before.
fn fingerprint(diagnostic: &Diagnostic, shown: Shown<'_>, before: &mut BTreeMap<String, usize>) -> String {
    let file = shown.place(diagnostic.primary.span).map(|p| p.name).unwrap_or_default();
    let said = [diagnostic.code.id, diagnostic.shown_code(), &file, &diagnostic.message].join("\0");
    let digest = Sha256::digest(said.as_bytes());
    let short = digest.iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    let count = before.entry(short.clone()).or_insert(0);
    *count += 1;
    format!("{short}:{count}")
}

#[cfg(test)]
mod tests {
    use diagnostics::{Sources, codes};

    use super::*;

    fn log(found: &[&Diagnostic], shown: Shown<'_>) -> Value {
        sarif(found, shown, |name| (name == "wave.size").then(|| "# wave.size\n\nThe size.".to_string()))
    }

    #[test]
    fn a_result_has_its_rule_its_places_and_its_fix() {
        let mut sources = Sources::default();
        let spec = sources.add("my spec.wave", "\nüü buckt {}", false);
        let library = sources.add("std/aws.wave", "kind bucket {}", true);
        let (at, there) = (sources.anchor(spec, 0), sources.anchor(library, 0));
        let span = Span::new(at, 6, 11);
        let diagnostic = codes::E2002
            .at(span, "no such kind", "unknown kind `buckt`")
            .with_label(Span::new(there, 5, 11), "")
            .with_help("did you mean `bucket`?".to_string())
            .with_fix("write `bucket`", span, "bucket");
        let log = log(&[&diagnostic], Shown { prefix: "./a/", ..Shown::new(&sources) });
        let run = &log["runs"][0];
        assert_eq!((&log["version"], &run["columnKind"]), (&json!("2.1.0"), &json!("unicodeCodePoints")));
        let rule = &run["tool"]["driver"]["rules"][0];
        assert_eq!((&rule["id"], &rule["name"]), (&json!("E2002"), &json!("unknown-kind")));
        assert_eq!(rule["help"]["markdown"], codes::E2002.page);
        let result = &run["results"][0];
        let region = json!({ "startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 9 });
        let spec = json!({ "uri": "a/my%20spec.wave", "uriBaseId": "%SRCROOT%" });
        assert_eq!(result["message"]["text"], "unknown kind `buckt`\nhelp: did you mean `bucket`?");
        assert_eq!(
            result["locations"],
            json!([{
                "physicalLocation": { "artifactLocation": spec, "region": region },
                "message": { "text": "no such kind" },
            }])
        );
        assert_eq!(
            result["relatedLocations"][0]["physicalLocation"]["artifactLocation"],
            json!({ "uri": "std/aws.wave", "uriBaseId": "%STDLIB%" })
        );
        assert_eq!(
            result["fixes"],
            json!([{
                "description": { "text": "write `bucket`" },
                "artifactChanges": [{
                    "artifactLocation": spec,
                    "replacements": [{ "deletedRegion": region, "insertedContent": { "text": "bucket" } }],
                }],
            }])
        );
    }

    #[test]
    fn a_check_is_a_rule_of_its_own_with_the_page_of_the_library() {
        let mut sources = Sources::default();
        let spec = sources.add("/tmp/spec.wave", "a\na\n", false);
        let at = sources.anchor(spec, 0);
        let of =
            |rule: &str, start| codes::W5002.at(Span::new(at, start, start + 1), "", "x").with_rule(rule);
        let (first, own, again) = (of("wave.size", 0), of("mine.size", 0), of("wave.size", 2));
        let log = log(&[&first, &own, &again], Shown::new(&sources));
        let run = &log["runs"][0];
        let ids: Vec<&Value> = run["results"].as_array().unwrap().iter().map(|r| &r["ruleIndex"]).collect();
        assert_eq!(ids, [&json!(0), &json!(1), &json!(0)]);
        let rules = &run["tool"]["driver"]["rules"];
        assert_eq!((&rules[0]["id"], &rules[1]["id"]), (&json!("wave.size"), &json!("mine.size")));
        assert_eq!(rules[0]["help"]["text"], "# wave.size\n\nThe size.");
        assert_eq!(rules[1]["help"]["text"], codes::W5002.page);
        assert_eq!(rules[0]["defaultConfiguration"]["level"], "warning");
        let place = &run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(place, &json!({ "uri": "file:///tmp/spec.wave" }));
    }

    #[test]
    fn a_fingerprint_stays_when_lines_move_and_tells_equals_apart() {
        let prints = |text: &str, starts: [u32; 2]| {
            let mut sources = Sources::default();
            let spec = sources.add("spec.wave", text, false);
            let at = sources.anchor(spec, 0);
            let found = starts.map(|s| codes::E2001.at(Span::new(at, s, s + 1), "", "there is no `a` here"));
            let log = log(&found.iter().collect::<Vec<_>>(), Shown::new(&sources));
            let results = log["runs"][0]["results"].as_array().unwrap().clone();
            results.into_iter().map(|r| r["partialFingerprints"]["wavec/v1"].clone()).collect::<Vec<_>>()
        };
        let (now, later) = (prints("a\na\n", [0, 2]), prints("\n\na\na\n", [2, 4]));
        assert_eq!(now, later);
        assert_ne!(now[0], now[1]);
    }
}
