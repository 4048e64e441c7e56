//! Values that others put in: how they are written, and that literal text arrives as it was written, or is refused.
//!
//! Each reader is modelled by a few lines that do what it does with a string.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may panic"
)]

mod builder;

use builder::{
    HERE, at, codes_of, content, document, files, graph, known, late, list, printed, record, run, secret,
    secret_named, text, value,
};
use graph::{Data, Graph, Param, ParamId, PartKind, Value};
use serde_json::{Value as Json, json};

/// Text that some reader or other takes for more than it is.
const AWKWARD: &[&str] = &[
    "$",
    "$$",
    "$$$",
    "$X",
    "${X}",
    "$${X}",
    "${",
    "${}",
    "${!X}",
    "${X:-${Y}}",
    "a ${X",
    "$(X)",
    "$$(X)",
    "${{",
    "${{ x }}",
    "$${{ x }}",
    "{{ x }}",
    "}}",
    "%h %{X}",
    "$LATEST",
    "$host;",
    "\\${X}",
    "it's \"x\"",
    "${X} ${",
    "@{x}",
    "$ {X}",
    "${ X }",
];

fn param(name: &str, stage: &str, stage_name: Option<&str>, value: Value) -> Param {
    Param {
        name: name.into(),
        value,
        stages: vec![(stage.into(), stage_name.map(Into::into))],
        allowed: None,
        pattern: None,
        words: None,
        description: "".into(),
        given: true,
        span: HERE,
    }
}

fn named(id: u32, value: &str) -> PartKind {
    PartKind::Named(ParamId(id), value.into())
}

fn with(params: Vec<Param>, backend: &str, path: &str, value: Value) -> Graph {
    let mut graph = graph();
    graph.params = params;
    graph.documents.push(document(backend, path, [value]));
    graph
}

fn yaml_of(graph: &Graph, path: &str) -> serde_yaml::Value {
    serde_yaml::from_str(&content(&files(graph), &format!("out/{path}"))).unwrap()
}

/// A template with a queue, and a resource that takes any properties.
fn template(properties: Value) -> Value {
    let queue = value(&json!({ "Type": "AWS::SQS::Queue" }));
    let of = value(&json!("AWS::CloudFormation::CustomResource"));
    let made = record([("Type", of), ("Properties", properties)]);
    record([("Resources", record([("Queue", queue), ("Made", made)]))])
}

fn workflow(step: Vec<(&str, Value)>) -> Value {
    let job = record([("runs-on", value(&json!("ubuntu-24.04"))), ("steps", list([record(step)]))]);
    record([("on", value(&json!("push"))), ("jobs", record([("build", job)]))])
}

fn cf(op: &str, args: &[&str]) -> PartKind {
    late("cloudformation", op, args)
}

/// As `CloudFormation` does it; everything that is referred to is `VALUE`.
fn cloudformation(node: &Json) -> String {
    match node {
        Json::String(text) => {
            assert!(!text.contains("{{resolve:"), "{text} would be resolved");
            text.clone()
        }
        Json::Object(call) => match call.iter().next().unwrap() {
            (name, Json::Array(parts)) if name == "Fn::Join" => {
                parts[1].as_array().unwrap().iter().map(cloudformation).collect()
            }
            (name, Json::String(text)) if name == "Fn::Sub" => substituted(text),
            _ => "VALUE".to_owned(),
        },
        other => panic!("{other} is no string"),
    }
}

/// `Fn::Sub`: a name between `${` and `}`, or a text that begins with `!`.
fn substituted(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (inside, behind) = after.split_once('}').expect("closed");
        out.push_str(before);
        if let Some(literal) = inside.strip_prefix('!') {
            out.extend(["${", literal, "}"]);
        } else {
            assert!(inside.chars().all(|c| c.is_ascii_alphanumeric() || ".:".contains(c)), "{text}");
            out.push_str("VALUE");
        }
        rest = behind;
    }
    out + rest
}

/// As Compose does it: `$$`, `$NAME`, `${…}`; any other `$` is itself.
fn compose(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let name = after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').count();
        rest = if let Some(behind) = after.strip_prefix('$') {
            out.push('$');
            behind
        } else if let Some(inside) = after.strip_prefix('{') {
            out.push_str("VALUE");
            inside.split_once('}').expect("closed").1
        } else if name > 0 && !after.starts_with(|c: char| c.is_ascii_digit()) {
            out.push_str("VALUE");
            &after[name..]
        } else {
            out.push('$');
            after
        };
    }
    out + rest
}

/// As GitHub does it: an expression ends at the first `}}` that stands in no string.
fn github(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${{") {
        out.push_str(before);
        let mut quoted = false;
        let end = after.char_indices().position(|(i, c)| {
            quoted ^= c == '\'';
            !quoted && after[i..].starts_with("}}")
        });
        let (expression, behind) = after.split_at(end.expect("closed"));
        let literal = expression.trim().strip_prefix('\'').and_then(|e| e.strip_suffix('\''));
        out.push_str(&literal.map_or("VALUE".to_owned(), |l| l.replace("''", "'")));
        rest = &behind[2..];
    }
    out + rest
}

/// A literal alone, and beside a value on each side.
fn around(literal: &str, late: &PartKind) -> Vec<(Value, String)> {
    vec![
        (text([known(literal)]), literal.to_owned()),
        (text([late.clone(), known(literal)]), format!("VALUE{literal}")),
        (text([known(literal), late.clone()]), format!("{literal}VALUE")),
        (text([known(literal), late.clone(), known(literal)]), format!("{literal}VALUE{literal}")),
    ]
}

#[test]
fn literal_text_arrives_in_a_template() {
    for literal in AWKWARD {
        for (given, expected) in around(literal, &cf("ref", &["Queue"])) {
            let text = printed("cloudformation", "t.json", [template(record([("A", given)]))]);
            let json: Json = serde_json::from_str(&text).unwrap();
            let found = cloudformation(&json["Resources"]["Made"]["Properties"]["A"]);
            assert_eq!(found, expected, "{literal}: {text}");
        }
    }
}

#[test]
fn literal_text_arrives_in_a_compose_file() {
    for literal in AWKWARD {
        for (given, expected) in around(literal, &late("compose", "variable", &["A"])) {
            let graph = with(vec![], "compose", "c.yaml", record([("x-a", given)]));
            let found = compose(yaml_of(&graph, "c.yaml")["x-a"].as_str().unwrap());
            assert_eq!(found, expected, "{literal}");
        }
    }
}

#[test]
fn literal_text_arrives_in_a_workflow() {
    for literal in AWKWARD {
        for (given, expected) in around(literal, &late("github", "expr", &["github.sha"])) {
            let graph = with(vec![], "github", "w.yaml", workflow(vec![("run", given)]));
            let yaml = yaml_of(&graph, "w.yaml");
            let found = github(yaml["jobs"]["build"]["steps"][0]["run"].as_str().unwrap());
            assert_eq!(found, expected, "{literal}");
        }
    }
}

#[test]
fn an_escape_may_span_the_parts_of_a_string() {
    let parts = || text([known("$"), known("{"), known("{ x }}"), late("github", "expr", &["github.sha"])]);
    let graph = with(vec![], "github", "w.yaml", workflow(vec![("run", parts())]));
    let yaml = yaml_of(&graph, "w.yaml");
    assert_eq!(github(yaml["jobs"]["build"]["steps"][0]["run"].as_str().unwrap()), "${{ x }}VALUE");
    let parts = text([known("$"), known("{X}"), cf("ref", &["Queue"])]);
    let printed = printed("cloudformation", "t.yaml", [template(record([("A", parts)]))]);
    assert!(printed.contains("A: !Sub \"${!X}${Queue}\"\n"), "{printed}");
}

#[test]
fn what_cannot_be_escaped_is_refused() {
    let resolve = || text([known("{{res"), known("olve:ssm:x}}")]);
    let graph = with(vec![], "cloudformation", "t.yaml", template(record([("A", resolve())])));
    assert_eq!(codes_of(&graph), ["E7014"]);
    for (key, expected) in [("uses", "E7014"), ("if", "E7014")] {
        let graph = with(vec![], "github", "w.yaml", workflow(vec![(key, text([known("${{ x }}")]))]));
        assert_eq!(codes_of(&graph), [expected], "{key}");
    }
    let otherwise = text([late("compose", "variable_or", &["A", "a}b"])]);
    assert_eq!(codes_of(&with(vec![], "compose", "c.yaml", record([("x-a", otherwise)]))), ["E7014"]);
}

#[test]
fn references_have_short_tags_in_yaml_and_long_forms_in_json() {
    let import = |name: &str| cf("import_value", &[name]);
    let properties = || {
        record([
            ("Ref", text([cf("ref", &["Queue"])])),
            ("Att", text([cf("get_att", &["Queue", "Arn"])])),
            ("Import", text([import("host")])),
            ("Sub", text([known("a-"), cf("get_att", &["Queue", "Arn"]), known("-"), cf("stack_name", &[])])),
            ("Named", text([import("a"), known("/"), import("b"), known("/"), import("a")])),
            ("Joined", text([known("${ "), cf("ref", &["Queue"])])),
        ])
    };
    let yaml = printed("cloudformation", "t.yaml", [template(properties())]);
    let expected = "    Properties:
      Ref: !Ref Queue
      Att: !GetAtt Queue.Arn
      Import: !ImportValue host
      Sub: !Sub \"a-${Queue.Arn}-${AWS::StackName}\"
      Named: !Sub
        - \"${Value1}/${Value2}/${Value1}\"
        - Value1: !ImportValue a
          Value2: !ImportValue b
      Joined: !Join
        - \"\"
        -
          - \"${ \"
          - !Ref Queue
";
    assert!(yaml.ends_with(expected), "{yaml}");
    let json: Json =
        serde_json::from_str(&printed("cloudformation", "t.json", [template(properties())])).unwrap();
    let found = &json["Resources"]["Made"]["Properties"];
    assert_eq!(found["Att"], json!({ "Fn::GetAtt": ["Queue", "Arn"] }));
    assert_eq!(found["Sub"], json!({ "Fn::Sub": "a-${Queue.Arn}-${AWS::StackName}" }));
    assert_eq!(json["AWSTemplateFormatVersion"], "2010-09-09");
}

#[test]
fn a_template_declares_the_parameters_that_it_uses() {
    let environment = Param {
        allowed: Some(vec!["staging".into(), "production".into()]),
        description: "Which one it is.".into(),
        ..param("environment_name", "cloudformation", Some("Environment"), value(&json!("staging")))
    };
    let params = || {
        vec![
            environment.clone(),
            param("size", "cloudformation", None, value(&json!(5))),
            param("unused", "cloudformation", None, value(&json!("x"))),
            param("deployment.region", "cloudformation", Some("AWS::Region"), value(&json!("eu-west-1"))),
        ]
    };
    let size = Value { named: Some(ParamId(1)), ..value(&json!(5)) };
    let properties = record([
        ("Name", text([known("jobs-"), named(0, "staging"), known("-"), named(3, "eu-west-1")])),
        ("Region", text([named(3, "eu-west-1")])),
        ("Size", size),
    ]);
    let graph = with(params(), "cloudformation", "t.yaml", template(properties));
    let yaml = content(&files(&graph), "out/t.yaml");
    let expected = "AWSTemplateFormatVersion: \"2010-09-09\"
Parameters:
  Environment:
    Type: String
    Description: Which one it is.
    AllowedValues:
    - staging
    - production
  Size:
    Type: Number
Resources:
  Queue:
    Type: AWS::SQS::Queue
  Made:
    Type: AWS::CloudFormation::CustomResource
    Properties:
      Name: !Sub \"jobs-${Environment}-${AWS::Region}\"
      Region: !Ref AWS::Region
      Size: !Ref Size
";
    assert!(yaml.ends_with(expected), "{yaml}");
}

#[test]
fn where_a_reference_cannot_stand_the_value_of_a_parameter_does() {
    let params = || vec![param("name", "cloudformation", None, value(&json!("jobs")))];
    let description = text([known("of "), named(0, "jobs")]);
    let Data::Record(known_part) = template(record([])).data else { panic!() };
    let entries = known_part.entries.iter().map(|(k, e)| (&**k, e.value.clone()));
    let root = record(entries.chain([("Description", description)]).collect::<Vec<_>>());
    let yaml = content(&files(&with(params(), "cloudformation", "t.yaml", root)), "out/t.yaml");
    assert!(yaml.contains("Description: of jobs\n") && !yaml.contains("Parameters"), "{yaml}");
    // A parameter of another stage has no name here.
    let other = vec![param("name", "compose", None, value(&json!("jobs")))];
    let properties = record([("A", text([named(0, "jobs")]))]);
    let yaml = content(&files(&with(other, "cloudformation", "t.yaml", template(properties))), "out/t.yaml");
    assert!(yaml.contains("A: jobs\n"), "{yaml}");
}

#[test]
fn a_late_value_stands_where_it_is_expanded() {
    let name = || text([cf("stack_name", &[])]);
    let of = |section: &str, entries: Value| {
        let Data::Record(rest) = template(record([])).data else { panic!() };
        let rest = rest.entries.iter().map(|(k, e)| (&**k, e.value.clone()));
        let root = record(rest.chain([(section, entries)]).collect::<Vec<_>>());
        codes_of(&with(vec![], "cloudformation", "t.yaml", root))
    };
    let none: [&str; 0] = [];
    assert_eq!(of("Description", name()), ["E7003"]);
    assert_eq!(of("Metadata", record([("A", name())])), ["E7003"]);
    assert_eq!(of("Outputs", record([("A", record([("Value", name())]))])), none);
    let export = |value| record([("A", record([("Value", name()), ("Export", record([("Name", value)]))]))]);
    assert_eq!(of("Outputs", export(name())), none);
    assert_eq!(of("Outputs", export(text([cf("get_att", &["Queue", "Arn"])]))), ["E7003"]);
    // Another stage, and a value that the stage doesn't have.
    let properties = |part| template(record([("A", text([part]))]));
    for part in [late("compose", "variable", &["A"]), late("pod", "env", &["A"]), cf("reff", &["Queue"])] {
        assert_eq!(codes_of(&with(vec![], "cloudformation", "t.yaml", properties(part))), ["E7003"]);
    }
    let expr = |text: &str| late("github", "expr", &[text]);
    assert_eq!(
        codes_of(&with(vec![], "compose", "c.yaml", record([("x-a", text([expr("github.sha")]))]))),
        ["E7003"]
    );
    let step = |key: &str, e: &str| {
        codes_of(&with(vec![], "github", "w.yaml", workflow(vec![(key, text([expr(e)]))])))
    };
    assert_eq!(step("run", "secrets.A"), none);
    assert_eq!(step("if", "secrets.A"), ["E7003"], "GitHub doesn't know secrets in conditions");
    assert_eq!(step("uses", "github.sha"), ["E7003"], "nothing is evaluated there");
}

#[test]
fn references_lead_to_what_the_template_has() {
    let none: [&str; 0] = [];
    let of = |v: Value| codes_of(&with(vec![], "cloudformation", "t.yaml", template(record([("A", v)]))));
    assert_eq!(of(text([cf("ref", &["Queu"])])), ["E7017"]);
    assert_eq!(of(text([known("a"), cf("get_att", &["Que", "Arn"])])), ["E7017"]);
    assert_eq!(of(value(&json!({ "Ref": "Queue" }))), none, "written by hand");
    assert_eq!(of(value(&json!({ "Ref": "Other" }))), ["E7017"]);
    assert_eq!(of(value(&json!({ "Fn::Sub": "${!X} ${Queue.Arn} ${AWS::Region}" }))), none);
    assert_eq!(of(value(&json!({ "Fn::Sub": ["${A} ${B}", { "A": "x" }] }))), ["E7017"]);
    assert_eq!(of(value(&json!({ "Fn::GetAtt": ["Other", "Arn"] }))), ["E7017"]);
    assert_eq!(of(value(&json!({ "Ref": "AWS::NoValue" }))), none);
}

#[test]
fn a_template_has_the_shape_and_the_size_of_one() {
    let none: [&str; 0] = [];
    let of = |v: Json| codes_of(&with(vec![], "cloudformation", "t.yaml", value(&v)));
    let queue = json!({ "Type": "AWS::SQS::Queue" });
    assert_eq!(of(json!({ "Resources": { "Queue": queue } })), none);
    assert_eq!(of(json!({ "Resource": { "Queue": queue } })), ["E7040"], "one mistake");
    assert_eq!(of(json!({ "Resources": { "my-queue": queue } })), ["E7009"]);
    assert_eq!(of(json!({ "Resources": { "Queue": { "Typ": "AWS::SQS::Queue" } } })), ["E7040"]);
    assert_eq!(
        of(json!({ "Resources": { "Queue": { "Type": "AWS::SQS::Queue", "DependsOn": ["Que"] } } })),
        ["E7017"]
    );
    let many = |n: usize| (0..n).map(|i| (format!("Q{i}"), queue.clone())).collect::<serde_json::Map<_, _>>();
    assert_eq!(of(json!({ "Resources": many(501) })), ["E7009"]);
    let long = |n: usize| {
        let properties = json!({ "Type": "String", "Value": "x".repeat(n) });
        json!({ "Resources": { "Q": { "Type": "AWS::SSM::Parameter", "Properties": properties } } })
    };
    assert_eq!(of(long(52_000)), ["W7018"]);
    assert_eq!(of(long(1_000_000)), ["E7009"]);
}

#[test]
fn a_secret_is_referred_to_as_each_format_does() {
    let graph = |backend: &str, path: &str, value: Value| {
        let mut graph = with(vec![], backend, path, value);
        let mut secret = secret_named("db_password", None);
        secret.names =
            vec![("cloudformation".into(), "prod/db".into()), ("github".into(), "DB_PASSWORD_CI".into())];
        graph.secrets.push(secret);
        graph
    };
    let part = || text([known("u:"), secret(0), known("@$h")]);
    let yaml = content(&files(&graph("compose", "c.yaml", record([("x-a", part())]))), "out/c.yaml");
    assert!(yaml.contains("x-a: \"u:${DB_PASSWORD:?set DB_PASSWORD}@$$h\"\n"), "{yaml}");
    let run = workflow(vec![("run", part())]);
    let yaml = content(&files(&graph("github", "w.yaml", run)), "out/w.yaml");
    assert!(yaml.contains("run: \"u:${{ secrets.DB_PASSWORD_CI }}@$h\"\n"), "{yaml}");
    let yaml =
        content(&files(&graph("cloudformation", "t.yaml", template(record([("A", part())])))), "out/t.yaml");
    assert!(yaml.contains("A: \"u:{{resolve:secretsmanager:prod/db:SecretString}}@$h\"\n"), "{yaml}");
    let condition = workflow(vec![("if", text([secret(0)]))]);
    assert_eq!(codes_of(&graph("github", "w.yaml", condition)), ["E7004"]);
    let mut nameless = graph("cloudformation", "t.yaml", template(record([("A", part())])));
    nameless.secrets[0].names.clear();
    assert_eq!(codes_of(&nameless), ["E7004"]);
    let root = record([("Description", part()), ("Resources", record([]))]);
    assert_eq!(codes_of(&graph("cloudformation", "t.yaml", root)), ["E7004"]);
    for backend in ["json", "yaml", "k8s", "iam", "eksctl", "route53"] {
        assert_eq!(codes_of(&graph(backend, "a.json", record([("A", part())]))), ["E7004"], "{backend}");
    }
    assert_eq!(codes_of(&graph("text", "a.txt", part())), ["E7004"]);
}

#[test]
fn a_parameter_prints_its_name_where_the_stage_is_and_its_value_elsewhere() {
    let params = || {
        let name = value(&json!("staging"));
        let mut environment = param("environment_name", "github", Some("matrix.environment"), name);
        environment.stages.push(("compose".into(), None));
        vec![environment]
    };
    let part = || text([known("jobs-"), named(0, "staging")]);
    let of = |backend: &str, path: &str, value: Value| {
        content(&files(&with(params(), backend, path, value)), &format!("out/{path}"))
    };
    let yaml = of("compose", "c.yaml", record([("x-a", part())]));
    assert!(yaml.contains("\"jobs-${ENVIRONMENT_NAME:?set ENVIRONMENT_NAME}\""), "{yaml}");
    let yaml = of("github", "w.yaml", workflow(vec![("run", part())]));
    assert!(yaml.contains("run: \"jobs-${{ matrix.environment }}\""), "{yaml}");
    let run = || ("run", value(&json!("true")));
    let condition = ("if", text([named(0, "staging"), known(" == 'x'")]));
    let yaml = of("github", "w.yaml", workflow(vec![run(), condition]));
    assert!(yaml.contains("if: \"matrix.environment == 'x'\""), "{yaml}");
    // There is no matrix yet where the whole run is named.
    let Data::Record(rest) = workflow(vec![run()]).data else { panic!() };
    let entries = rest.entries.iter().map(|(k, e)| (&**k, e.value.clone()));
    let root = record(entries.chain([("run-name", part())]).collect::<Vec<_>>());
    assert!(of("github", "w.yaml", root).contains("run-name: jobs-staging\n"));
    for (backend, path) in [("json", "a.json"), ("yaml", "a.yaml"), ("dotenv", "a.env")] {
        assert!(of(backend, path, record([("A", part())])).contains("jobs-staging"), "{backend}");
    }
}

#[test]
fn names_are_those_that_a_stage_takes_and_stand_once() {
    let none: [&str; 0] = [];
    let of = |params: Vec<Param>| {
        let mut graph = graph();
        graph.params = params;
        codes_of(&graph)
    };
    let x = || value(&json!("x"));
    for (stage, good, bad) in [
        ("cloudformation", "Environment", "my-environment"),
        ("cloudformation", "AWS::Region", ""),
        ("compose", "MONGO_PORT", "mongo-port"),
        ("github", "vars.REGION", "REGION"),
    ] {
        assert_eq!(of(vec![param("p", stage, Some(good), x())]), none, "{good}");
        assert_eq!(of(vec![param("p", stage, Some(bad), x())]), ["E7016"], "{bad}");
    }
    let [mut a, b] = ["p_q", "p.q"].map(|n| param(n, "cloudformation", None, x()));
    a.span = at(3);
    let mut two = graph();
    two.params = vec![a, b];
    let (_, problems) = run(&two);
    assert_eq!(problems.iter().map(|d| d.code.id).collect::<Vec<_>>(), ["E7015"]);
    assert_eq!(problems[0].secondary[0].span, at(3), "both are shown");
    let other = vec![param("a", "compose", Some("A"), x()), param("b", "github", Some("vars.A"), x())];
    assert_eq!(of(other), none, "in two stages a name may be the same");
}

#[test]
fn a_resource_and_a_parameter_have_two_names() {
    let params = vec![param("queue", "cloudformation", None, value(&json!("jobs")))];
    let properties = record([("A", text([named(0, "jobs")]))]);
    assert_eq!(codes_of(&with(params, "cloudformation", "t.yaml", template(properties))), ["E7015"]);
}

#[test]
fn on_is_a_word_to_every_reader() {
    let yaml = printed("github", "w.yaml", [workflow(vec![("run", text([known("true")]))])]);
    assert!(yaml.contains("\n\"on\": push\n"), "{yaml}");
}
