//! Documents of each backend: how they are written, and what is refused.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod builder;

use std::sync::Arc;

use builder::{
    HERE, at, captured, codes, codes_of, content, document, env, files, fragment, graph, hole, known, late,
    list, lit, output, printed, record, run, secret, secret_named, shell, text, value,
};
use diagnostics::{Diagnostics, Sources, Span};
use graph::{Data, Document, Duration, Part, Record, Resource, ResourceId, Size, Text, Value, Via};
use serde_json::json;

const NONE: [&str; 0] = [];

fn pod(container: &serde_json::Value) -> serde_json::Value {
    json!({ "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "p" }, "spec": { "containers": [container] } })
}

/// A deployment with one container, whose entries are given.
fn deployment(container: Vec<(&str, Value)>) -> Value {
    let named = [("name", value(&json!("c")))];
    let spec =
        record([("containers", list([record(named.into_iter().chain(container).collect::<Vec<_>>())]))]);
    record([
        ("apiVersion", value(&json!("apps/v1"))),
        ("kind", value(&json!("Deployment"))),
        ("metadata", value(&json!({ "name": "wave", "namespace": "n" }))),
        (
            "spec",
            record([
                ("selector", value(&json!({ "matchLabels": { "app": "wave" } }))),
                (
                    "template",
                    record([("metadata", value(&json!({ "labels": { "app": "wave" } }))), ("spec", spec)]),
                ),
            ]),
        ),
    ])
}

fn limits(of: Vec<(&str, Value)>) -> Value {
    record([("limits", record(of))])
}

fn sized(bytes: u64) -> Value {
    Value::new(Data::Size(Size(bytes)), HERE)
}

#[test]
fn objects_follow_each_other_in_one_stream() {
    let map = |name: &str| json!({ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": name, "namespace": "ns" } });
    let text = printed("k8s", "k8s/a.yaml", [value(&map("a")), value(&json!([map("b"), map("yes")]))]);
    let object =
        |name: &str| format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n  namespace: ns\n");
    let head = "# Made by wavec from spec.wave. Don't edit: change the spec and build again.\n";
    assert_eq!(text, format!("{head}{}---\n{}---\n{}", object("a"), object("b"), object("\"yes\"")));
}

#[test]
fn a_secret_of_kubernetes_holds_nothing_that_would_be_committed() {
    let secret = |more: (&str, Value)| {
        let object = json!({ "apiVersion": "v1", "kind": "Secret", "metadata": { "name": "a" } });
        let Data::Record(known) = value(&object).data else { panic!() };
        let entries = known.entries.iter().map(|(k, e)| (&**k, e.value.clone()));
        record(entries.chain([more]).collect::<Vec<_>>())
    };
    let given = value(&json!({ "password": "hunter2" }));
    assert_eq!(codes("k8s", "a.yaml", [secret(("data", given.clone()))]), ["E7004"]);
    let list = json!({ "apiVersion": "v1", "kind": "List" });
    let Data::Record(known) = value(&list).data else { panic!() };
    let items = ("items", builder::list([secret(("stringData", given))]));
    let entries = known.entries.iter().map(|(k, e)| (&**k, e.value.clone())).chain([items]);
    assert_eq!(codes("k8s", "a.yaml", [record(entries.collect::<Vec<_>>())]), ["E7004"]);
    assert_eq!(codes("k8s", "a.yaml", [secret(("data", value(&json!({}))))]), NONE);
    let type_of_token = value(&json!("kubernetes.io/service-account-token"));
    assert_eq!(codes("k8s", "a.yaml", [secret(("type", type_of_token))]), NONE);
    // A script fills it in.
    let found = record([("host", text([builder::captured("a", "b")]))]);
    assert_eq!(codes("k8s", "a.yaml", [secret(("stringData", found))]), NONE);
}

#[test]
fn the_places_of_the_user_come_before_those_of_the_library() {
    let mut sources = Sources::default();
    let anchors = [("spec.wave", false), ("std/a.wave", true)].map(|(name, library)| {
        let file = sources.add(name, "x".repeat(100), library);
        sources.anchor(file, 0)
    });
    let [own, library] = anchors.map(|anchor| Span::new(anchor, 3, 4));
    let object = json!({ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "a" } });
    let mut graph = graph();
    graph.documents.push(document("k8s", "a.yaml", [value(&object)]));
    graph.documents[0].fragments[0].path_span = library;
    graph.documents[0].fragments[0].resource = Some(ResourceId(0));
    graph.steps.push(builder::step("a", "A", vec![builder::words(&["true"])]));
    let resource = |span, parent| Resource {
        kind: "page".into(),
        label: "p".into(),
        path: "page.p".into(),
        parent,
        attributes: Record::default(),
        identity: Arc::default(),
        immutable: Arc::default(),
        span,
    };
    graph.resources = vec![resource(library, Some(ResourceId(1))), resource(own, None)];
    let mut found = Diagnostics::new();
    backends::emit(&graph, &sources, &mut found);
    let [problem] = found.iter().collect::<Vec<_>>()[..] else { panic!("{found:?}") };
    assert_eq!((problem.code.id, problem.primary.span), ("W7012", own));
    assert_eq!(problem.secondary[0].span, library);
}

#[test]
fn an_object_needs_what_makes_it_one_and_stands_once() {
    let map = json!({ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "a" } });
    assert_eq!(codes("k8s", "a.yaml", [value(&map), value(&map)]), ["E7007"]);
    assert_eq!(
        codes("k8s", "a.yaml", [value(&json!({ "kind": "ConfigMap", "metadata": { "name": "a" } }))]),
        ["E7041"]
    );
    assert_eq!(
        codes("k8s", "a.yaml", [value(&json!({ "apiVersion": "v1", "kind": "ConfigMap" }))]),
        ["E7041"]
    );
    assert_eq!(
        codes("k8s", "a.yaml", [value(&json!({ "apiVersion": "v1", "kind": "List", "items": [] }))]),
        NONE
    );
    assert_eq!(codes("k8s", "a.yaml", [value(&json!("text"))]), ["E7042"]);
    let mut two = graph();
    two.documents = vec![document("k8s", "a.yaml", [value(&map)]), document("k8s", "b.yaml", [value(&map)])];
    assert_eq!(codes_of(&two), ["E7007"], "in another file too");
}

#[test]
fn amounts_are_written_as_the_place_wants_them() {
    let text = printed(
        "k8s",
        "a.yaml",
        [deployment(vec![(
            "resources",
            limits(vec![("memory", sized(4000 << 20)), ("cpu", value(&json!("500m")))]),
        )])],
    );
    assert!(text.contains("  memory: 4000Mi\n            cpu: \"500m\"\n"), "{text}");
    let duration = Value::new(Data::Duration(Duration(900_000)), HERE);
    assert_eq!(codes("k8s", "a.yaml", [deployment(vec![("image", duration.clone())])]), ["E7005"]);
    for backend in ["json", "yaml", "dotenv"] {
        assert_eq!(
            codes(backend, "a", [record([("A", sized(1)), ("B", duration.clone())])]),
            ["E7005", "E7005"]
        );
    }
}

#[test]
fn a_variable_of_a_container_stands_where_kubernetes_expands_it() {
    let variables = |second: Value| {
        let entry = |name: &str, v: Value| record([("name", value(&json!(name))), ("value", v)]);
        list([entry("A", value(&json!("1"))), entry("B", second)])
    };
    let args = list([text([known("--pass=$(X)$"), env("B"), known(" $$")]), value(&json!("$HOME"))]);
    let printed = printed(
        "k8s",
        "a.yaml",
        [deployment(vec![("env", variables(text([known("x-"), env("A")]))), ("args", args)])],
    );
    assert!(printed.contains("value: x-$(A)\n"), "{printed}");
    assert!(printed.contains("- \"--pass=$$(X)$$$(B) $$$\"\n        - \"$HOME\"\n"), "{printed}");

    let of = |container| codes("k8s", "a.yaml", [deployment(container)]);
    assert_eq!(of(vec![("env", variables(text([env("B")])))]), ["E7003"], "only those before it are known");
    assert_eq!(of(vec![("args", list([text([env("A")])]))]), ["E7003"], "no such variable");
    assert_eq!(
        of(vec![("image", text([env("A")])), ("env", variables(text([known("")])))]),
        ["E7003"],
        "not expanded there"
    );
    assert_eq!(codes("json", "a.json", [text([env("A")])]), ["E7003"], "no container at all");
    let open = vec![
        ("envFrom", value(&json!([{ "configMapRef": { "name": "c" } }]))),
        ("args", list([text([env("A")])])),
    ];
    assert_eq!(of(open), NONE, "it may come from elsewhere");
    let literal = json!({ "name": "c", "image": "$(X)", "command": ["$(X)"] });
    let printed = builder::printed("k8s", "a.yaml", [value(&pod(&literal))]);
    assert!(printed.contains("image: \"$(X)\"\n") && printed.contains("- \"$$(X)\"\n"), "{printed}");
}

#[test]
fn what_is_no_data_is_refused() {
    let mut graph = graph();
    let attributes = value(&json!({ "name": "x" })).as_record().unwrap().clone();
    let (kind, label, path) = ("bucket".into(), "logs".into(), "bucket.logs".into());
    let (identity, immutable) = (Arc::default(), Arc::default());
    graph.resources.push(Resource {
        kind,
        label,
        path,
        parent: None,
        attributes,
        identity,
        immutable,
        span: HERE,
    });
    let entries = [
        ("a", Data::Resource(ResourceId(0))),
        ("b", Data::Range(2, 6)),
        ("c", Data::File(Arc::new(graph::File { path: "f".into(), text: "".into(), span: HERE }))),
    ];
    let root = record(entries.map(|(k, data)| (k, Value::new(data, HERE))));
    graph.documents.push(document("json", "a.json", [root]));
    let problems = run(&graph).1;
    assert_eq!(problems.iter().map(|d| d.code.id).collect::<Vec<_>>(), ["E7002"; 3]);
    assert_eq!(problems[0].message, "a `bucket` can't be written into `a` of `a.json`");
    assert_eq!(problems[0].help.as_deref(), Some("write one of its attributes, such as `.name`"));
}

#[test]
fn a_secret_is_never_written() {
    let mut base = graph();
    base.secrets.push(secret_named("db_password", None));
    let with = |backend: &str, path: &str, value: Value| {
        let mut graph = base.clone();
        graph.documents.push(document(backend, path, [value]));
        graph
    };
    for backend in ["json", "yaml", "text"] {
        assert_eq!(codes_of(&with(backend, "a", text([known("x"), secret(0)]))), ["E7004"]);
    }
    assert_eq!(
        codes_of(&with("text", "a.sh", shell(vec![lit("echo "), hole(text([secret(0)]))]))),
        ["E7004"]
    );
    let env = with("dotenv", ".env", record([("A", text([secret(0)])), ("B", value(&json!(true)))]));
    let told = "# A is the secret db_password: set it in the environment\nB=true\n";
    assert!(content(&files(&env), "out/.env").ends_with(told));
    let part = with("dotenv", ".env", record([("A", text([known("x"), secret(0)]))]));
    assert_eq!(codes_of(&part), ["E7004"]);
    let exported = with("dotenv", "settings.sh", record([("A", text([known("it's "), secret(0)]))]));
    let line = "export A='it'\\''s '\"${DB_PASSWORD:?set DB_PASSWORD in the environment}\"\n";
    assert!(content(&files(&exported), "out/settings.sh").ends_with(line));
}

#[test]
fn variables_are_read_alike_by_bash_and_compose() {
    let entries = json!({ "A": "a b", "B": "x/y:1", "C": "it's $5", "D": 5, "E": "" });
    assert!(
        printed("dotenv", ".env", [value(&entries)])
            .ends_with("A='a b'\nB=x/y:1\nC=\"it's \\$5\"\nD=5\nE=\n")
    );
    for (key, value_of, code) in
        [("1A", json!("x"), "E7011"), ("A", json!("a\nb"), "E7011"), ("A", json!(["x"]), "E7002")]
    {
        assert_eq!(codes("dotenv", ".env", [value(&json!({ key: value_of }))]), [code]);
    }
    assert_eq!(codes("dotenv", ".env", [value(&json!([1]))]), ["E7002"]);
    assert_eq!(codes("dotenv", ".env", [record([("A", text([captured("s", "c")]))])]), ["E7003"]);
}

#[test]
fn fragments_of_a_path_are_one_document() {
    let (a, b) = (json!({ "x": { "a": 1, "l": [1] } }), json!({ "x": { "b": 2, "l": [1] }, "y": "z" }));
    let merged = json!({ "x": { "a": 1, "l": [1], "b": 2 }, "y": "z" });
    assert_eq!(
        printed("json", "a.json", [value(&a), value(&b)]),
        format!("{}\n", serde_json::to_string_pretty(&merged).unwrap())
    );

    let mut graph = graph();
    let at_place = |n: u32, x: i64| {
        let mut f = fragment(record([("x", Value::new(Data::Int(x), at(n)))]));
        f.span = at(n + 1);
        f
    };
    let fragments = vec![at_place(10, 1), at_place(20, 2)];
    graph.documents.push(Document { backend: "json".into(), path: "a.json".into(), fragments });
    let problems = run(&graph).1;
    assert_eq!(problems[0].message, "`x` of `a.json` is given twice, with different values");
    assert_eq!((problems[0].primary.span, problems[0].secondary[0].span), (at(20), at(10)), "both places");
}

#[test]
fn a_path_belongs_to_one_writer_below_the_output_folder() {
    let with = |paths: &[(&str, &str)]| {
        let mut graph = graph();
        graph.documents =
            paths.iter().map(|(backend, path)| document(backend, path, [value(&json!({}))])).collect();
        codes_of(&graph)
    };
    assert_eq!(with(&[("json", "a"), ("yaml", "a")]), ["E7001"]);
    assert_eq!(with(&[("json", "a"), ("json", "a/b")]), ["E7001"], "a file and a folder");
    for path in ["/a", "../a", "a\\b", "a//b", "a/../b"] {
        assert_eq!(with(&[("json", path)]), ["E7006"], "{path}");
    }
    let mut here = graph();
    here.output = ".".into();
    here.documents.push(document("json", "a.json", [value(&json!(1))]));
    assert_eq!(files(&here).files[0].path, "a.json");
}

#[test]
fn the_grammar_of_policies_is_checked() {
    let statement = |extra: serde_json::Value| {
        let mut statement = json!({ "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["*"] });
        statement.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        json!({ "Version": "2012-10-17", "Statement": [statement] })
    };
    let of = |policy: serde_json::Value| codes("iam", "p.json", [value(&policy)]);
    assert_eq!(of(statement(json!({}))), NONE);
    assert_eq!(of(statement(json!({ "Action": "*" }))), NONE);
    assert_eq!(
        of(
            json!({ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "NotAction": "sqs:*", "Resource": "*" } })
        ),
        NONE
    );
    assert_eq!(
        of(
            json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }] })
        ),
        NONE
    );
    for (code, wrong) in [
        ("E7040", json!({ "Efect": "Allow" })),
        ("E7043", json!({ "Effect": "allow" })),
        ("E7009", json!({ "Action": "GetObject" })),
        ("E7009", json!({ "Action": ["s3 Get"] })),
        ("E7009", json!({ "NotAction": "s3:*" })),
        ("E7009", json!({ "Resource": [] })),
        ("E7009", json!({ "Sid": "a b" })),
        ("E7009", json!({ "Principal": "me" })),
        ("E7009", json!({ "Action": ["s3:", "s3:GetObject"] })),
    ] {
        assert_eq!(of(statement(wrong.clone())).first(), Some(&code), "{wrong}");
    }
    assert_eq!(of(json!({ "Version": "2012-10-17" })), ["E7041"]);
    assert_eq!(of(json!({ "Version": "2012-10-1", "Statement": [] })), ["E7043", "E7009"]);
    let long: Vec<String> = (0..600).map(|n| format!("arn:aws:s3:::b{n}/*")).collect();
    assert_eq!(of(statement(json!({ "Resource": long }))), ["E7009"], "too long");
}

#[test]
fn the_head_of_a_cluster_is_checked() {
    let cluster = json!({ "apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": { "name": "a", "region": "eu-west-1", "version": "1.33" } });
    assert!(
        printed("eksctl", "c.yaml", [value(&cluster)])
            .ends_with("metadata:\n  name: a\n  region: eu-west-1\n  version: \"1.33\"\n")
    );
    assert_eq!(
        codes("eksctl", "c.yaml", [value(&json!({ "kind": "ClusterConfig", "metadata": { "name": "a" } }))]),
        ["E7041", "E7041"]
    );
}

#[test]
fn change_batches_are_checked() {
    let of = |set: serde_json::Value| {
        let batch = json!({ "Changes": [{ "Action": "UPSERT", "ResourceRecordSet": set }] });
        codes("route53", "r.json", [value(&batch)])
    };
    let records = |kind: &str, text: &str| json!({ "Name": "a.b.", "Type": kind, "TTL": 60, "ResourceRecords": [{ "Value": text }] });
    assert_eq!(of(records("A", "1.2.3.4")), NONE);
    assert_eq!(of(records("TXT", "\"v=spf1\"")), NONE);
    assert_eq!(
        of(
            json!({ "Name": "a.b.", "Type": "A", "AliasTarget": { "HostedZoneId": "Z", "DNSName": "x", "EvaluateTargetHealth": false } })
        ),
        NONE
    );
    for (code, wrong) in [
        ("E7110", records("A", "x.y")),
        ("E7110", records("TXT", "v=spf1")),
        ("E7043", records("B", "x")),
        (
            "E7113",
            json!({ "Name": "a.b", "Type": "A", "TTL": 60, "ResourceRecords": [{ "Value": "1.2.3.4" }] }),
        ),
        ("E7043", json!({ "Name": "a.b.", "Type": "A", "TTL": 60, "ResourceRecords": [] })),
        (
            "E7042",
            json!({ "Name": "a.b.", "Type": "A", "TTL": "60", "ResourceRecords": [{ "Value": "1.2.3.4" }] }),
        ),
        ("E7041", json!({ "Name": "a.b.", "Type": "A", "ResourceRecords": [{ "Value": "1.2.3.4" }] })),
        ("E7009", json!({ "Name": "a.b.", "Type": "A" })),
    ] {
        assert_eq!(of(wrong.clone()), [code], "{wrong}");
    }
    assert_eq!(codes("route53", "r.json", [value(&json!({ "Changes": [] }))]), ["E7043"]);
}

#[test]
fn a_text_ends_in_one_line_break() {
    assert_eq!(printed("text", "a", [value(&json!("x\n\n\n"))]), "x\n");
    assert_eq!(printed("text", "a", [value(&json!("x"))]), "x\n");
    assert_eq!(codes("text", "a", [value(&json!("a\r\n"))]), ["E7011"]);
    assert_eq!(codes("text", "a", [value(&json!({}))]), ["E7002"]);
    let script = shell(vec![
        lit("#!/bin/sh\necho "),
        hole(value(&json!("a b"))),
        lit(" \""),
        hole(value(&json!("$x"))),
        lit("\"\n"),
    ]);
    assert_eq!(printed("text", "a.sh", [script]), "#!/bin/sh\necho 'a b' \"\\$x\"\n");
}

#[test]
fn late_values_of_a_script_stay_out_of_other_places() {
    assert_eq!(codes("json", "a", [text([output("x")])]), ["E7003"], "a path is for steps");
    assert_eq!(
        codes("json", "a", [text([late("cloudformation", "ref", &["X"])])]),
        ["E7003"],
        "a stage that isn't printed"
    );
    assert_eq!(codes("text", "a", [shell(vec![lit("echo "), hole(text([captured("s", "c")]))])]), ["E7003"]);
}

#[test]
fn each_line_knows_what_wrote_it() {
    let mut graph = graph();
    let part = |n: u32, t: &str| Part { span: at(n), kind: known(t) };
    let block = Value::new(
        Data::Text(Text { parts: vec![part(1, "a: 1\nb: "), part(2, "x"), part(3, "\nc: 2\n")] }),
        at(9),
    );
    let plain = Value::new(Data::Text(Text { parts: vec![part(4, "x-"), part(5, "y")] }), at(8));
    graph.documents.push(document("yaml", "a.yaml", [record([("block", block), ("plain", plain)])]));
    let mut output = files(&graph);
    let file = output.files.remove(0);
    let spans: Vec<Vec<_>> = file.lines.iter().map(|l| l.spans.clone()).collect();
    assert!(spans[0].is_empty(), "the comment at the head");
    assert_eq!(spans[2], [at(1)], "a line of a block");
    assert_eq!(spans[3], [at(1), at(2)], "two parts on a line");
    assert_eq!(spans[4], [at(3)]);
    assert_eq!(&spans[5][..3], [at(4), at(5), at(8)], "parts, then the value");
    assert!(file.lines[2].emit.is_some());
}

#[test]
fn a_problem_of_the_library_is_shown_at_the_users_line() {
    let mut sources = diagnostics::Sources::default();
    let library = sources.add("std/a.wave", "x".repeat(100), true);
    let spec = sources.add("spec.wave", "x".repeat(100), false);
    let (inside, own) = (sources.anchor(library, 0), sources.anchor(spec, 0));
    let span = |anchor, n| diagnostics::Span::new(anchor, n, n + 1);
    let mut bad = Value::new(Data::Size(Size(1)), span(inside, 1));
    bad.via = Some(Arc::new(Via {
        span: span(inside, 2),
        before: Some(Arc::new(Via { span: span(own, 3), before: None })),
    }));
    let mut graph = graph();
    graph.documents.push(document("json", "a.json", [bad]));
    let mut found = diagnostics::Diagnostics::new();
    backends::emit(&graph, &sources, &mut found);
    let problem = found.into_iter().next().unwrap();
    assert_eq!(problem.primary.span, span(own, 3));
    assert_eq!(problem.secondary[0].span, span(inside, 1));
}
