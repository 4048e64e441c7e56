//! Specs and the mistakes that are found in them without computing anything.

use std::collections::BTreeMap;

use diagnostics::{Diagnostics, Sources};

use super::{typecheck, typecheck_module};
use crate::declarations::Declarations;
use crate::{ReadError, Targets, World};

struct Memory(BTreeMap<&'static str, String>);

impl World for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.0.get(path).map(|text| text.clone().into_bytes()).ok_or(ReadError::NotFound)
    }

    fn list(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}

fn targets() -> Targets<'static> {
    Targets {
        backends: vec![
            "cloudformation",
            "copy",
            "dotenv",
            "eksctl",
            "iam",
            "json",
            "k8s",
            "route53",
            "text",
            "yaml",
        ],
        formats: vec!["shell", "nginx"],
        stages: vec!["cloudformation", "compose", "github", "pod", "script"],
        parameter_stages: vec!["cloudformation", "compose", "github"],
        ..Targets::default()
    }
}

/// `CODE at: what is marked: message (help)`, for each mistake in order.
fn found(spec: &str, module: Option<&str>) -> Vec<String> {
    let world = Memory(BTreeMap::from([("spec.wave", spec.to_owned())]));
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let program = crate::load("spec.wave", &world, &mut sources, &mut diagnostics).unwrap();
    let targets = targets();
    let declarations = Declarations::new(&program, &targets);
    match module {
        Some(name) => {
            let index = program.modules.iter().position(|m| &*m.name == name).unwrap();
            typecheck_module(&declarations, crate::ModuleId(u32::try_from(index).unwrap()));
        }
        None => typecheck(&declarations),
    }
    diagnostics.extend(declarations.take_diagnostics());
    let list = diagnostics.into_sorted(&sources).into_iter().map(|d| {
        let at = sources.locate(d.primary.span);
        let file = sources.file(at.file).unwrap();
        let place = if file.library {
            format!("{}:{} ", file.name, file.lines.line(at.start) + 1)
        } else {
            String::new()
        };
        let marked = sources.text(d.primary.span);
        let help = d.help.map(|h| format!(" ({h})")).unwrap_or_default();
        format!("{place}{} at `{marked}`: {}{help}", d.code.id, d.message)
    });
    list.collect()
}

#[track_caller]
fn gives(spec: &str, expected: &[&str]) {
    let found = found(spec, None);
    let same = found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| f.starts_with(e));
    assert!(same, "found:\n  {}\nexpected:\n  {}", found.join("\n  "), expected.join("\n  "));
}

#[test]
fn the_whole_library_is_well_typed() {
    for name in crate::library_modules() {
        let spec = format!("use {name}\n");
        let found = found(&spec, Some(&name));
        assert!(found.is_empty(), "{name}:\n  {}", found.join("\n  "));
    }
}

const HEAD: &str =
    "use std.aws\n\ndeployment d {\n    account = \"123456789012\"\n    region  = \"eu-west-1\"\n}\n\n";

/// A spec with a deployment and these items.
#[track_caller]
fn items_give(items: &str, expected: &[&str]) {
    gives(&format!("{HEAD}{items}\n"), expected);
}

#[test]
fn names_that_mean_nothing_are_reported_once_with_a_guess() {
    items_give(
        r#"bucket logs { name = "my-logs" }
let a = bucket.lgos
let b = bucket.logs.arnn
let c = bucket
let d = logs
let e = buckt.logs
let f = self
let g = Hostname"#,
        &[
            "E2004 at `lgos`: there is no `bucket` named `lgos` (did you mean `logs`?)",
            "E2003 at `arnn`: a `bucket` has no field `arnn` (did you mean `arn`?)",
            "E2001 at `bucket`: `bucket` is a kind (name one of its resources, such as `bucket.logs`",
            "E2001 at `logs`: there is no `logs` here (name its kind as well: `bucket.logs`)",
            "E2001 at `buckt`: there is no `buckt` here (did you mean `bucket`?)",
            "E2001 at `self`: `self` means something only inside a kind",
            "E2001 at `Hostname`: `Hostname` is a type",
        ],
    );
}

#[test]
fn an_unknown_kind_is_said_once_and_not_again_where_it_is_referred_to() {
    items_give("vault keys { a = 1 }\nlet k = vault.keys.arn", &["E2002 at `vault`"]);
}

#[test]
fn a_misspelt_field_hides_that_it_is_missing() {
    items_give(r#"bucket logs { nam = "my-logs" }"#, &["E2003 at `nam`"]);
    items_give("bucket logs { }", &["E3001 at `bucket logs`: `bucket.logs` lacks `name`"]);
    items_give(r#"bucket logs { if true { name = "my-logs" } }"#, &[]);
}

#[test]
fn fields_and_resources_are_given_once() {
    items_give(
        "bucket logs { name = \"my-logs\", name = \"x\" }\nbucket logs { name = \"other\" }",
        &["E3007 at `name`", "E4009 at `bucket logs`: there are two resources `bucket.logs`"],
    );
    items_give(
        r#"if deployment.region == "eu-west-1" { bucket logs { name = "a" } } else { bucket logs { name = "b" } }
let name = bucket.logs.name"#,
        &[],
    );
}

#[test]
fn bodies_of_resources_are_checked_field_by_field_and_block_by_block() {
    items_give(
        r#"cluster main {
    name = "x"
    version = 1.33
    node_group workers { instance_types = ["m6i.xlarge"], size = 2 }
    node_grp others { a = 1 }
    node_group = []
    issuer = "x"
    subnets { a = "b" }
}"#,
        &[
            "E3002 at `1.33`: expected a Kubernetes version such as `1.33`, found a float (write it in quotes",
            "E3002 at `2`: expected a range such as `2..6`, found an int (write both ends: `2..2`)",
            "E2003 at `node_grp`: a `cluster` has no block `node_grp` (did you mean `node_group`?)",
            "E2003 at `node_group`: `node_group` of a `cluster` is a block (write it without `=`",
            "E2003 at `issuer`: `issuer` of a `cluster` is computed by its kind",
            "E2003 at `subnets`: a `cluster` has no block `subnets` (it is a field",
        ],
    );
}

#[test]
fn what_may_be_absent_is_refused_until_a_condition_narrows_it() {
    items_give(
        r#"kind a {
    x: string?
    let y = "v ${x}"
    let z = if x is some { "v ${x}" } else { "w" }
    let q = x ?? "d"
    let r = if x is none or x == "a" { 1 } else { 2 }
    let s = if not (x is some and length(x) > 2) { 1 } else { length(x) }
    let l: [string] = [x, "b"]
    require p: x == "a" and length(x) > 0 else "no ${x}"
    let long: string = x
    let m = if x == "b" { 1 } else { 2 }
    let n: string = if x is some { x }
}"#,
        &["E3003 at `x`", "E3003 at `x`", "E3003 at `x`", "E3003 at `if x is some { x }`"],
    );
}

#[test]
fn a_resource_under_a_condition_may_be_absent_outside_its_braces() {
    items_give(
        r#"let wanted = true
if wanted {
    bucket logs { name = "my-logs" }
    bucket copy { name = bucket.logs.name }
}
let a = bucket.logs.name
let b = if bucket.logs is some { bucket.logs.name } else { "" }"#,
        &["E3003 at `bucket.logs`"],
    );
}

#[test]
fn operators_refuse_what_they_have_no_meaning_for() {
    items_give(
        r#"let a = "a"
let b = a + "b"
let c = [1] + [2]
let d = 80GiB + 15m
let e = 80Gi
let f = 80GiB * 2 + 1MiB
let g = 0.5 * 80GiB
let h = 80GiB * 80GiB
let i = "x" < 5
let j = 5 in "x"
let k: int = 5 / 2
let l = not 5
let m = -"x"
let n = "b" in ["a"] and 5 in 1..6 and 1m < 2h and "1" < "2""#,
        &[
            "E3002 at `a + \"b\"`: strings can't be added with `+` (write one string: `\"${a}b\"`)",
            "E3002 at `[1] + [2]`: lists can't be added",
            "E3002 at `80GiB + 15m`: a size and a duration can't be added",
            "E3010 at `80Gi`: there is no unit `Gi` (write `80GiB`)",
            "E3002 at `80GiB * 80GiB`",
            "E3002 at `5`: expected a string, found an int",
            "E3002 at `\"x\"`: expected a list, range or map, found a string",
            "E3002 at `5 / 2`: expected an int, found a float",
            "E3002 at `5`: expected `true` or `false`, found an int",
            "E3002 at `\"x\"`: expected a number, found a string",
        ],
    );
}

#[test]
fn strings_hold_strings_numbers_and_bools_and_quantities_with_a_unit() {
    items_give(
        r#"let size = 80GiB
let a = "the size ${size}"
let b = "${text(size, "Gi")} ${1} ${0.5} ${true}"
let c = "${[1, 2]}"
let d = shell"echo ${[1, 2]} ${size}"
let e = shel"echo""#,
        &[
            "E3010 at `size`: a size in a string needs the unit",
            "E3002 at `[1, 2]`: expected a string, a number or a bool, found a list",
            "E3002 at `size`",
            "E2014 at `shel`: there is no text format `shel` (did you mean `shell`?)",
        ],
    );
}

#[test]
fn calls_are_checked_by_number_and_type_of_their_arguments() {
    items_give(
        r#"fn f(a: string, b: int = 2) -> string = "${a}${b}"
let a = f()
let b = f("a", 2, 3)
let c = f(1)
let d = ff("a")
let e = lenght("a")
let g = bucket("a")
let h = join("a", ",")
let i: int = first([1, 2]) ?? 3
let j: int = max(1, 2)
let k = all(bukket)
let l = f
let m = max(1, 80GiB)
let n = sort([{ a = 1 }])
let o = contains("abc", 5)
let p = 0.5 in 1..6
let q = 80GiB / 2 + max(1GiB, 2MiB)
let r = given()"#,
        &[
            "E3006 at `f()`: `f` takes 1 to 2 arguments, found 0 (write `f(a, b)`)",
            "E3006 at `f(\"a\", 2, 3)`",
            "E3002 at `1`: expected a string, found an int",
            "E2006 at `ff`: there is no function `ff` (did you mean `f`?)",
            "E2006 at `lenght`: there is no function `lenght` (did you mean `length`?)",
            "E2006 at `bucket`: `bucket` is no function",
            "E3002 at `\"a\"`: expected a list, each element a string, found a string (put it in a list",
            "E2001 at `bukket`",
            "E2001 at `f`: `f` is a function (call it: `f(…)`)",
            "E3002 at `80GiB`: expected an int, found a size",
            "E3002 at `[{ a = 1 }]`: expected a list of strings or of numbers, found a list",
            "E3002 at `5`: expected a string, found an int",
            "E3002 at `0.5`: expected an int, found a float",
            "E3006 at `given()`: `given` takes at least 1 argument, found 0",
        ],
    );
}

#[test]
fn circles_of_functions_and_kinds_are_said_once_with_the_way_round() {
    items_give(
        "fn f(a: int) -> int = g(a)\nfn g(a: int) -> int = f(a)\nfn h(a: int) -> int = if a > 0 { h(a - 1) } else { 0 }",
        &["E2015 at `f(a)`: `f` calls itself: f → g → f", "E2015 at `h(a - 1)`: `h` calls itself ("],
    );
    items_give(
        "kind a { b x { } }\nkind b { a y { } }\nkind c { c x { } }\na one { }",
        &["E2011 at `a`: `a` is made of itself: a → b → a", "E2011 at `c`: `c` is made of itself ("],
    );
}

#[test]
fn a_match_covers_all_that_there_can_be() {
    items_give(
        r#"kind a {
    mode: "x" | "y"
    let p = match mode { "x" => 1 }
    let q = match mode { "x" | "y" => 1 }
    let r = match mode { "x" => 1, "why" => 2, _ => 3 }
    let s = match true { true => 1 }
    let t = match 5 { 5 => 1 }
    let u = mode == "xyz"
}"#,
        &[
            "E3009 at `mode`: the `match` has no arm for `\"y\"`",
            "E3005 at `\"why\"`: expected `\"x\"` or `\"y\"`",
            "E3009 at `true`: the `match` has no arm for `false`",
            "E3009 at `5`: the `match` has no arm for other values",
            "E3005 at `\"xyz\"`",
        ],
    );
}

#[test]
fn items_stand_where_they_belong() {
    items_give(
        r#"emit json in "a.json" { a = 1 }
kind k {
    emit jso in "b.json" { a = 1 }
    param p: int
    block b {
        emit json in "x" { }
        a: string
    }
    if true {
        let x = 1
    }
}
if true {
    kind inner { }
}"#,
        &[
            "E2011 at `emit`: `emit` can't stand outside a kind",
            "E2012 at `jso`: there is no backend `jso` (did you mean `json`?)",
            "E2011 at `param`: `param` can't stand in a kind",
            "E2011 at `emit`: `emit` can't stand in a block",
            "E2011 at `let`: `let` can't stand under an `if` or a `for`",
            "E2011 at `kind`: `kind` can't stand under an `if` or a `for`",
        ],
    );
}

#[test]
fn records_and_maps_are_closed_where_their_type_says_so() {
    items_give(
        r#"type R = { alpha: string, beta: int = 2 }
let r: R = { alpha = "x", gamma = 3 }
let s: R = { alhpa = "x" }
let t: R = { beta = 1 }
let u: {"prod" | "test": int} = { prod = 1 }
let v: [int] = ["1"]
let w: int = r
let x = r.zulu
let y = { if true { a = 1 } else { a = 2 } }
let z: int = y.a"#,
        &[
            "E2003 at `gamma`: the record has no field `gamma`",
            "E2003 at `alhpa`: the record has no field `alhpa` (did you mean `alpha`?)",
            "E3001 at `{`: the record lacks `alpha`",
            "E3001 at `{`: the record lacks `test`",
            "E3002 at `\"1\"`: expected an int, found a string (leave out the quotes: `1`)",
            "E3002 at `r`: expected an int, found a record",
            "E2003 at `zulu`: the record has no field `zulu` (its fields are `alpha` and `beta`)",
        ],
    );
}

#[test]
fn steps_checks_and_captures_are_typed() {
    items_give(
        r#"kind k {
    size: Size = 1GiB
    require a: size > 5 else "the size ${size}"
    advise b: size > "5GiB" else "x"
    step go in "deploy.sh" "size ${size}" {
        run = ["a", 5]
        unles = []
        capture host: Hostname = ["x"] retry "3" every 10
    }
    step pipe in "deploy.sh" "pipe" { run = [["a", none], ["b"]], unless = shell"test" }
    let h = step.go.host
    let i = step.go.hots
    let j = step.gone
    let l = step.go
}"#,
        &[
            "E3002 at `5`: expected a size such as `80GiB`, found an int (write the unit: `5GiB` or `5MiB`)",
            "E3002 at `\"5GiB\"`: expected a size such as `80GiB`, found a string (leave out the quotes: `5GiB`)",
            "E3002 at `5`: expected a string or a list, each element a string, found an int",
            "E2003 at `unles`: a step has no field `unles` (did you mean `unless`?)",
            "E3002 at `\"3\"`: expected an int",
            "E3002 at `10`: expected a duration such as `15m`, found an int (write the unit: `10s` or `10m`)",
            "E2003 at `hots`: the step `go` doesn't capture `hots`",
            "E2003 at `gone`: there is no step `gone` in this kind",
            "E2001 at `step.go`: `step.go` is no value by itself",
        ],
    );
}

#[test]
fn parameters_environments_and_secrets_are_typed() {
    items_give(
        r#"param port: int = 5
param tier: "a" | "b" @githbu("X")
environment prod { colour = "red", port = "x" }
secret token { githu = "X" }
secret other: string { github = 5 }
let a = "${token} ${port + 1}""#,
        &[
            "E2013 at `githbu`",
            "E2003 at `colour`: there is no parameter `colour`",
            "E3002 at `\"x\"`: expected an int",
            "E2013 at `githu`: there is no stage `githu` (did you mean `github`?)",
            "E3002 at `5`: expected a string",
        ],
    );
}

#[test]
fn grants_have_known_keys() {
    items_give(
        r#"let a = grant { action = ["a"] }
let b = grant { actions = "a", resources = ["*"], because = 5 }
let c = grant { include = [a, b, { actions = ["x"] }] }"#,
        &[
            "E2003 at `action`: a grant has no field `action` (did you mean `actions`?)",
            "E3002 at `\"a\"`: expected a list, each element a string",
            "E3002 at `5`: expected a string",
            "E3002 at `{ actions = [\"x\"] }`: expected a grant, found a record (write `grant { … }`)",
        ],
    );
}

#[test]
fn loops_give_lists_and_maps() {
    items_give(
        r#"bucket logs { name = "my-logs" }
let arns: [string] = [for b in all(bucket) { b.arn }]
let bad = [for b in all(bucket) { b.nam }]
let map: {string: int} = for k, v in ({ a = 1 }) { "${k}" = v }
let index: [int] = for i, b in all(bucket) { i }
let none_there = map.zz + 1
let records: [{ name: string }] = [for b in all(bucket) { name = b.name }]
let wrong = [for b in 5 { b }]"#,
        &[
            "E2003 at `nam`: a `bucket` has no field `nam`",
            "E3003 at `map.zz`",
            "E3002 at `5`: expected a list, map or range, found an int",
        ],
    );
}

#[test]
fn a_type_is_not_made_of_itself() {
    items_give("type A = { next: A? }\ntype B = [C]\ntype C = B", &["E2007 at `A`", "E2007 at `B`"]);
}
