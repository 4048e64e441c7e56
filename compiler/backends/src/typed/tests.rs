//! What typing finds, in a format made up for it.

use diagnostics::{Anchor, Span};
use indexmap::IndexMap;
use schemas::{Shape, Shapes};

use super::{Format, Late, found};
use crate::node::{Node, NodeData, NodeEntry, Origin};

static SHAPES: Shapes = Shapes::new(
    "zoo",
    "Animal {kind! \"cat\"|\"dog\";legs int(0..8);name! str(1..5)~\"^[a-z]+$\";born- str;old^ bool;wings@3- int;tail@-2 int;home &Home;food str|[str];tags {* str};toys [&Toy](..2)!;a str;b str;c str}%most(a,b)%with(c>a)\n\
     Ball {kind! \"ball\";size! int}\n\
     Home {street! str;town str:town}\n\
     Stick {kind! \"stick\";length! num}\n\
     Toy &Ball|&Stick\n",
    b"",
);

fn said(json: &str) -> Vec<String> {
    said_with(json, false)
}

fn said_with(json: &str, coerces: bool) -> Vec<String> {
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    let late = |node: &Node| match node.text().as_deref() {
        Some("LATE") => Late::Unknown,
        Some("LATE LIST") => {
            Late::Of(SHAPES.definition("Animal", None).map_or(Shape::Any, |d| match &d.shape {
                Shape::Record(r) => r.field("toys", None).unwrap().shape.clone(),
                other => other.clone(),
            }))
        }
        _ => Late::No,
    };
    let format = Format {
        shapes: &SHAPES,
        version: Some(2),
        in_words: |v| format!("Zoo {v}"),
        text: |sort, text| (sort == "town" && text != "Bonn").then(|| "a town".to_owned()),
        coerces,
        late: &late,
    };
    let found = found(&node(&value), &Shape::Ref("Animal"), "the animal", &format);
    found
        .into_iter()
        .map(|(p, _)| match p.help {
            Some(help) => format!("{} {} ({help})", p.code.id, p.message),
            None => format!("{} {}", p.code.id, p.message),
        })
        .collect()
}

fn node(value: &serde_json::Value) -> Node {
    use serde_json::Value as J;
    let span = Span::new(Anchor(0), 0, 0);
    let data = match value {
        J::Null => NodeData::text("", span),
        J::Bool(b) => NodeData::Bool(*b),
        J::Number(n) => n.as_i64().map_or_else(|| NodeData::Float(n.as_f64().unwrap()), NodeData::Int),
        J::String(text) => NodeData::text(text.clone(), span),
        J::Array(list) => NodeData::List(list.iter().map(node).collect()),
        J::Object(entries) => {
            let entry = |(k, v): (&String, &J)| (k.clone(), NodeEntry { key: span, node: node(v) });
            NodeData::Map(entries.iter().map(entry).collect::<IndexMap<_, _>>())
        }
    };
    Node { data, origin: Origin { span, via: None, emit: None, resource: None } }
}

#[test]
fn what_fits_is_fine() {
    let all = r#"{"kind":"cat","name":"tom","legs":4,"tail":1,"home":{"street":"x","town":"Bonn"},
        "food":["a"],"tags":{"x":"y"},"toys":[{"kind":"ball","size":1},{"kind":"stick","length":1.5}],"a":"1","c":"2"}"#;
    assert_eq!(said(all), [""; 0]);
    assert_eq!(said(r#"{"kind":"LATE","name":"LATE","legs":"LATE","toys":"LATE LIST"}"#), [""; 0]);
}

#[test]
fn a_key_is_known_or_it_says_which_is_meant() {
    let cases = [
        (r#"{"kind":"cat","nam":"tom"}"#, "E7040 the animal has no key `nam` (did you mean `name`?)"),
        (
            r#"{"kind":"cat","name":"tom","street":"x"}"#,
            "E7040 the animal has no key `street` (`street` is a key of `home`: write it in there)",
        ),
        (
            r#"{"kind":"cat","name":"tom","home":{"street":"x","zip":"1"}}"#,
            "E7040 `home` of the animal has no key `zip` (its keys are `street` and `town`)",
        ),
        (r#"{"kind":"cat","name":"tom","wings":2}"#, "E7009 the animal has no key `wings` in Zoo 2"),
        (
            r#"{"kind":"cat","name":"tom","born":"now"}"#,
            "E7009 `born` of the animal can be read, and not set (remove it)",
        ),
        (r#"{"kind":"cat","name":"tom","old":true}"#, "W7047 `old` of the animal is deprecated"),
        (r#"{"kind":"cat"}"#, "E7041 the animal needs `name` (add `name = …`)"),
    ];
    for (given, wanted) in cases {
        assert_eq!(said(given), [wanted]);
    }
}

#[test]
fn a_value_is_what_its_key_takes() {
    let animal = |more: &str| said(&format!(r#"{{"kind":"cat","name":"tom",{more}}}"#));
    let cases = [
        (r#""legs":"4""#, "E7042 `legs` of the animal must be an int, not a string"),
        (r#""legs":9"#, "E7043 `legs` of the animal can't be 9: expected 0 to 8"),
        (r#""food":1"#, "E7042 `food` of the animal must be a string or a list, not an int"),
        (
            r#""tags":{"x":1}"#,
            "E7042 `tags.x` of the animal must be a string, not an int (write it in quotes)",
        ),
        (
            r#""home":{"street":"x","town":"Bon"}"#,
            "E7043 `home.town` of the animal can't be `Bon`: expected a town",
        ),
        (
            r#""toys":[{"kind":"stick","size":1}]"#,
            "E7040 `toys[0]` of the animal has no key `size` (its keys are `kind` and `length`)",
        ),
        (r#""a":"LATE LIST""#, "E7042 `a` of the animal must be a string, and this will be a list"),
    ];
    for (given, wanted) in cases {
        assert_eq!(animal(given).first().map(String::as_str), Some(wanted), "{given}");
    }
    let twice = r#""toys":[{"kind":"ball","size":1},{"kind":"ball","size":1},{"kind":"ball","size":2}]"#;
    assert_eq!(
        animal(twice),
        [
            "E7043 `toys` of the animal has 3 elements: expected 2 or less",
            "E7043 `toys[1]` of the animal is in the list already (remove one of the two)",
        ]
    );
    assert_eq!(
        said(r#"{"kind":"cta","name":"toolong"}"#),
        [
            "E7043 `kind` of the animal can't be `cta`: expected `cat` or `dog` (did you mean `cat`?)",
            "E7043 `name` of the animal has 7 characters: expected 1 to 5",
        ]
    );
}

#[test]
fn keys_go_together() {
    let animal = |more: &str| said(&format!(r#"{{"kind":"cat","name":"tom",{more}}}"#));
    assert_eq!(
        animal(r#""a":"1","b":"2""#),
        ["E7009 the animal can't have both `a` and `b` (remove one of the two)"]
    );
    assert_eq!(
        animal(r#""c":"2""#),
        ["E7009 `c` of the animal needs `a` beside it (add `a = …`, or remove `c`)"]
    );
}

#[test]
fn a_reader_that_makes_numbers_of_strings_takes_both() {
    let lax = |more: &str| said_with(&format!(r#"{{"kind":"cat","name":"tom",{more}}}"#), true);
    assert_eq!(lax(r#""legs":"4","a":1,"old":"true""#), ["W7047 `old` of the animal is deprecated"]);
    assert_eq!(lax(r#""legs":"9""#), ["E7043 `legs` of the animal can't be 9: expected 0 to 8"]);
}
