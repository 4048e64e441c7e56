//! Scripts are run, with programs of the same names in place of the real ones, and read by ShellCheck where it is installed.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod builder;
mod place;

use std::fs;
use std::process::Command as Process;

use builder::{
    HERE, capture, captured, codes_of, document, env, file, files, graph, hole, known, lit, output, run,
    secret, secret_named, shell, step, text, value, values, words,
};
use graph::{Command, Graph, Value};
use place::{Place, has, shellcheck, start, stderr, stdout};
use serde_json::json;

fn config_map(name: &str) -> Value {
    value(&json!({ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": name } }))
}

fn apply(path: &str) -> Command {
    values(vec![text([known("kubectl")]), text([known("apply")]), text([known("-f")]), text([output(path)])])
}

fn change(name: Value) -> Value {
    let alias = builder::record([
        ("HostedZoneId", text([known("Z1")])),
        ("DNSName", name),
        ("EvaluateTargetHealth", value(&json!(false))),
    ]);
    let set = builder::record([
        ("Name", value(&json!("w.example.com."))),
        ("Type", value(&json!("A"))),
        ("AliasTarget", alias),
    ]);
    let change = builder::record([("Action", value(&json!("UPSERT"))), ("ResourceRecordSet", set)]);
    builder::record([("Changes", builder::list([change]))])
}

/// Applies, stores a secret, waits for a load balancer, and points a name at it.
fn deployment() -> Graph {
    let mut graph = graph();
    graph.secrets.push(secret_named("db_password", Some(r"[a-z\d]{8,}")));
    graph.documents.push(document("k8s", "k8s/10-create.yaml", [config_map("settings")]));
    graph.documents.push(document(
        "route53",
        "route53/w.json",
        [change(text([captured("publish", "load_balancer"), known(".")]))],
    ));
    let store = shell(vec![
        lit("\n  printf '%s' "),
        hole(text([secret(0)])),
        lit(" |\n    kubectl create secret generic "),
        hole(text([known("a b")])),
        lit(" --from-file=password=/dev/stdin -\n"),
    ]);
    let mut create = step("create", "Create `it`, at $5", vec![apply("k8s/10-create.yaml")]);
    create.unless = Some(words(&["aws", "iam", "get-role", "--role-name", "x"]));
    let mut publish = step("publish", "Publish", vec![]);
    let find = words(&[
        "aws",
        "elbv2",
        "describe-load-balancers",
        "--query",
        "LoadBalancers[0].DNSName",
        "--output",
        "text",
    ]);
    publish.captures.push(capture("load_balancer", find));
    publish.captures.push(capture(
        "piped",
        Command::Words(vec![vec![value(&json!("echo")), value(&json!("a.b"))], vec![value(&json!("cat"))]]),
    ));
    let dns = values(vec![
        text([known("aws")]),
        text([known("route53")]),
        text([known("change-resource-record-sets")]),
        text([known("--comment=for "), captured("publish", "load_balancer")]),
        text([known("--change-batch")]),
        text([known("file://"), output("route53/w.json")]),
    ]);
    graph.steps = vec![
        create,
        step("store", "Store", vec![Command::Shell(store)]),
        publish,
        step("dns", "Point at it", vec![dns]),
    ];
    graph
}

#[test]
fn steps_run_in_order_from_any_directory() {
    if !has("bash") {
        return;
    }
    let place = Place::of(&deployment());
    shellcheck(&place.path("a b/out/deploy.sh"));
    let ran = place.run(&[], &[("DB_PASSWORD", "hunter2hunter2")]);
    let out = stdout(&ran);
    assert!(ran.status.success(), "{out}\n{}", stderr(&ran));
    let out = out.replace(&place.path("").display().to_string(), "");
    let expected = "==> Create `it`, at $5\n\
        kubectl [apply] [-f] [a b/out/k8s/10-create.yaml]\n\
        ==> Store\n\
        kubectl [create] [secret] [generic] [a b] [--from-file=password=/dev/stdin] [-]\n\
        hunter2hunter2==> Publish\n    load_balancer: lb-1.example.com\n    piped: a.b\n\
        ==> Point at it\n\
        aws [route53] [change-resource-record-sets] [--comment=for lb-1.example.com] [--change-batch] [file://";
    assert!(out.starts_with(expected), "{out}");
    assert!(out.contains("\"DNSName\": \"lb-1.example.com.\","), "{out}");
    let left: Vec<_> = fs::read_dir(place.path("")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "the copies are removed: {left:?}");
}

#[test]
fn a_step_that_was_done_is_left_out() {
    if !has("bash") {
        return;
    }
    let place = Place::of(&deployment());
    place.write("fakes/role", b"", false);
    let out = stdout(&place.run(&[], &[("DB_PASSWORD", "hunter2hunter2")]));
    assert!(out.starts_with("==> Create `it`, at $5\n    done already\n==> Store\n"), "{out}");
}

#[test]
fn a_dry_run_shows_the_commands_and_changes_nothing() {
    if !has("bash") {
        return;
    }
    let place = Place::of(&deployment());
    let ran = place.run(&["--dry-run"], &[("DB_PASSWORD", "hunter2hunter2")]);
    let out = stdout(&ran);
    assert!(ran.status.success(), "{}", stderr(&ran));
    assert!(out.contains("kubectl apply -f \"$here/k8s/10-create.yaml\""), "{out}");
    assert!(
        out.contains("printf '%s' \"${DB_PASSWORD}\"") || out.contains("printf '%s' \"$DB_PASSWORD\""),
        "{out}"
    );
    assert!(
        !out.contains("hunter2") && !out.contains("kubectl [") && !place.path("fakes/tries").exists(),
        "{out}"
    );
}

#[test]
fn all_that_is_missing_is_told_before_the_first_step() {
    if !has("bash") {
        return;
    }
    let mut graph = deployment();
    graph.secrets.push(secret_named("other", None));
    let use_other = shell(vec![lit("no-such-tool "), hole(text([secret(1)]))]);
    graph.steps.push(step("other", "Other", vec![Command::Shell(use_other)]));
    let place = Place::of(&graph);
    let ran = place.run(&[], &[("DB_PASSWORD", "Hunter2!")]);
    assert_eq!(ran.status.code(), Some(1));
    assert_eq!(stdout(&ran), "");
    let told = stderr(&ran);
    assert!(told.contains("no-such-tool isn't installed"), "{told}");
    assert!(
        told.contains("DB_PASSWORD isn't as expected: put a password") && told.contains("OTHER isn't set"),
        "{told}"
    );
    assert!(!told.contains("Hunter2"), "{told}");
}

#[test]
fn a_value_is_checked_before_it_is_used() {
    if !has("bash") {
        return;
    }
    let place = Place::of(&deployment());
    let ran = place.run(&[], &[("DB_PASSWORD", "hunter2hunter2"), ("ANSWER", "NOT A HOST")]);
    assert_eq!(ran.status.code(), Some(1));
    assert!(
        stderr(&ran)
            .contains("expected a host name, found `NOT A HOST` (tried 3 times)\ndeploy.sh: stopped in this step; go on with: --from publish"),
        "{}",
        stderr(&ran)
    );
    assert!(!stdout(&ran).contains("Point at it"));
}

#[test]
fn a_failing_command_ends_the_script() {
    if !has("bash") {
        return;
    }
    let mut graph = graph();
    graph.steps = vec![
        step(
            "a",
            "A",
            vec![
                Command::Words(vec![vec![value(&json!("false"))], vec![value(&json!("cat"))]]),
                words(&["echo", "not reached"]),
            ],
        ),
        step("b", "B", vec![words(&["echo", "not reached"])]),
    ];
    let place = Place::of(&graph);
    shellcheck(&place.path("a b/out/deploy.sh"));
    let ran = place.run(&[], &[]);
    assert_eq!((stdout(&ran).as_str(), ran.status.success()), ("==> A\n", false));
}

/// The first fails in the middle; the third too, and fatally if it may not.
fn checks(last_may_fail: bool) -> Graph {
    let say = |text: &str| words(&["echo", text]);
    let mut graph = graph();
    let mut pods = step("pods", "Look at the pods", vec![words(&["false"]), say("not reached")]);
    pods.r#continue = true;
    let mut logs = step("logs", "Look at the logs", vec![say("logs")]);
    logs.r#continue = true;
    let of_author = Command::Shell(shell(vec![lit("echo mail\nfalse\necho not reached")]));
    let mut mail = step("mail", "Send a mail", vec![of_author]);
    mail.r#continue = last_may_fail;
    graph.steps = vec![pods, logs, mail];
    graph
}

#[test]
fn after_a_step_that_may_fail_the_next_ones_run_and_the_script_fails_in_the_end() {
    if !has("bash") {
        return;
    }
    let place = Place::of(&checks(true));
    shellcheck(&place.path("a b/out/deploy.sh"));
    let ran = place.run(&[], &[]);
    let expected = "==> Look at the pods\n==> Look at the logs\nlogs\n==> Send a mail\nmail\n";
    assert_eq!(stdout(&ran), expected, "{}", stderr(&ran));
    let told = "deploy.sh: these steps failed:\n  Look at the pods\n  Send a mail\n";
    assert!(stderr(&ran).ends_with(told), "{}", stderr(&ran));
    assert_eq!(ran.status.code(), Some(1));
    let one = place.run(&["--from", "logs"], &[]);
    assert!(stderr(&one).ends_with("these steps failed:\n  Send a mail\n"), "{}", stderr(&one));
}

#[test]
fn all_that_failed_is_told_also_where_a_step_ends_the_script() {
    if !has("bash") {
        return;
    }
    let place = Place::of(&checks(false));
    let ran = place.run(&[], &[]);
    assert_eq!(ran.status.code(), Some(1));
    let told = "deploy.sh: these steps failed:\n  Look at the pods\n\
        deploy.sh: stopped in this step; go on with: --from mail\n";
    assert!(stderr(&ran).ends_with(told), "{}", stderr(&ran));
}

#[test]
fn a_step_that_may_fail_and_does_not_changes_nothing() {
    if !has("bash") {
        return;
    }
    let mut graph = deployment();
    for step in &mut graph.steps {
        (step.r#continue, step.always) = (true, true);
    }
    let place = Place::of(&graph);
    shellcheck(&place.path("a b/out/deploy.sh"));
    let variables = [("DB_PASSWORD", "hunter2hunter2")];
    let (ran, plain) = (place.run(&[], &variables), Place::of(&deployment()).run(&[], &variables));
    assert_eq!((ran.status.code(), stderr(&ran)), (Some(0), String::new()));
    assert_eq!(stdout(&ran).lines().count(), stdout(&plain).lines().count(), "{}", stdout(&ran));
}

#[test]
fn a_step_that_always_runs_is_not_left_out() {
    if !has("bash") {
        return;
    }
    let mut graph = graph();
    let mut check = step("check", "Check", vec![words(&["test", "-z", ""]), words(&["echo", "checked"])]);
    check.always = true;
    let first = step("first", "First", vec![words(&["echo", "not reached"])]);
    graph.steps = vec![check, first, step("last", "Last", vec![words(&["echo", "last"])])];
    let place = Place::of(&graph);
    shellcheck(&place.path("a b/out/deploy.sh"));
    let ran = place.run(&["--from", "last"], &[]);
    assert_eq!(stdout(&ran), "==> Check\nchecked\n==> Last\nlast\n", "{}", stderr(&ran));
    let dry = stdout(&place.run(&["--dry-run", "--from", "last"], &[]));
    assert!(dry.contains("echo checked") && !dry.contains("not reached"), "{dry}");
    assert!(stdout(&place.run(&["--help"], &[])).contains("checks before it run all the same"));
}

#[test]
fn a_script_stays_where_its_caller_is_and_starts_no_pager() {
    if !has("bash") {
        return;
    }
    let mut graph = graph();
    let show = Command::Shell(shell(vec![lit("pwd\necho \"$PAGER\"")]));
    graph.steps = vec![step("show", "Show", vec![show])];
    let ran = Place::of(&graph).run(&[], &[("PAGER", "less")]);
    assert_eq!(stdout(&ran), "==> Show\n/\ncat\n", "{}", stderr(&ran));
}

#[test]
fn options_are_told_and_checked() {
    if !has("bash") {
        return;
    }
    let place = Place::of(&deployment());
    let help = place.run(&["--help"], &[]);
    assert!(
        help.status.success()
            && stdout(&help).contains("--from STEP")
            && stdout(&help).contains("DB_PASSWORD")
    );
    assert_eq!(place.run(&["--dry"], &[]).status.code(), Some(2));
    assert_eq!(place.run(&["--from", "nothing"], &[]).status.code(), Some(2));
    assert_eq!(place.run(&["--from"], &[]).status.code(), Some(2));
    let list = stdout(&place.run(&["--list"], &[]));
    assert!(list.contains("publish") && list.contains("Point at it"), "{list}");
    let from = place.run(&["--from", "dns"], &[("DB_PASSWORD", "hunter2hunter2")]);
    let out = stdout(&from);
    assert!(
        out.contains("==> Point at it\n") && out.contains("lb-1.example.com."),
        "what it needs is found out: {out}"
    );
}

#[test]
fn any_word_reaches_the_program_as_it_is() {
    if !has("bash") {
        return;
    }
    let odd = [
        "", " ", "a b", "it's", "\"q\"", "$HOME", "`id`", "\\", "a\\", "*", "~", "-n", "a\nb", "!x", "{a,b}",
        "\u{fc}", "#x", "a=b", "$(id)", "'\\''\"", "\t",
    ];
    let mut graph = graph();
    let mut run = vec![Command::Words(vec![
        [&["kubectl"], &odd[..]].concat().iter().map(|w| value(&json!(w))).collect(),
    ])];
    for (open, close) in [("", ""), ("\"", "\""), ("'", "'")] {
        let pieces = odd.iter().flat_map(|w| [lit(&format!(" {open}")), hole(value(&json!(w))), lit(close)]);
        run.push(Command::Shell(shell([lit("kubectl")].into_iter().chain(pieces).collect())));
    }
    graph.steps = vec![step("a", "A", run)];
    let place = Place::of(&graph);
    let ran = place.run(&[], &[]);
    let once = format!("kubectl{}\n", odd.map(|w| format!(" [{w}]")).concat());
    assert_eq!(stdout(&ran), format!("==> A\n{}", once.repeat(4)), "{}", stderr(&ran));
}

#[test]
fn texts_of_the_author_keep_their_lines() {
    if !has("bash") {
        return;
    }
    let heredoc = shell(vec![
        lit("\n    if true; then\n      cat <<EOF\n  a "),
        hole(value(&json!("$x `y` \\ \"z\""))),
        lit("\nEOF\n    fi\n    echo 'one\n  two'\n    x=(\n      "),
        hole(builder::list([value(&json!("p q \\")), value(&json!("r"))])),
        lit("\n    )\n    printf '%s\\n' \"${x[@]}\"\n"),
    ]);
    let mut graph = graph();
    graph.steps = vec![step("a", "A", vec![Command::Shell(heredoc)])];
    let place = Place::of(&graph);
    let ran = place.run(&[], &[]);
    let out = stdout(&ran);
    assert!(
        out.starts_with("==> A\n  a $x `y` \\ \"z\"\none\n  two\np q \\\nr\n"),
        "{out}\n{}\n{}",
        stderr(&ran),
        fs::read_to_string(place.path("a b/out/deploy.sh")).unwrap()
    );
}

#[test]
fn what_a_text_of_the_author_does_stays_in_it() {
    if !has("bash") {
        return;
    }
    let mut graph = graph();
    let mut first =
        step("a", "A", vec![Command::Shell(shell(vec![lit("cd /; here=x now=y mode=list; exit 0")]))]);
    first.unless = Some(words(&["test", "-e", "/no such file"]));
    let mut second = step("b", "B", vec![Command::Shell(shell(vec![lit("echo not reached")]))]);
    second.unless = Some(Command::Shell(shell(vec![lit("x=1\ntrue")])));
    graph.steps = vec![
        first,
        second,
        step("c", "C", vec![Command::Shell(shell(vec![lit("false\necho not reached")]))]),
    ];
    let place = Place::of(&graph);
    let ran = place.run(&[], &[]);
    assert_eq!(stdout(&ran), "==> A\n==> B\n    done already\n==> C\n", "{}", stderr(&ran));
    assert_eq!(stderr(&ran), "deploy.sh: stopped in this step; go on with: --from c\n");
}

#[test]
fn a_value_is_filled_in_exactly_also_from_a_folder_below() {
    if !has("bash") {
        return;
    }
    let odd = r#"a "b" \c & $d `e` 'f' * é"#;
    let mut graph = graph();
    for (backend, path) in [("json", "x/a.json"), ("yaml", "x/a.yaml"), ("text", "x/a.txt")] {
        let root = text([known("<"), captured("find", "it"), known(">")]);
        graph.documents.push(document(backend, path, [root]));
    }
    let mut find = step("find", "Find", vec![]);
    find.captures.push(capture("it", words(&["printf", "%s", odd])));
    find.captures[0].pattern = None;
    let show = |path: &str| values(vec![text([known("cat")]), text([output(path)])]);
    let run = vec![show("x/a.json"), show("x/a.yaml"), show("x/a.txt")];
    graph.steps = vec![find, step("show", "Show", run)];
    for step in &mut graph.steps {
        step.script = "bin/deep/deploy.sh".into();
    }
    let place = Place::of(&graph);
    let script = place.path("a b/out/bin/deep/deploy.sh");
    shellcheck(&script);
    let ran = start(&mut Process::new(&script)).unwrap();
    let out = stdout(&ran);
    let shown: Vec<&str> =
        out.lines().skip_while(|l| *l != "==> Show").skip(1).filter(|l| !l.starts_with('#')).collect();
    let expected = format!("<{odd}>");
    assert_eq!(shown.len(), 3, "{out}\n{}", stderr(&ran));
    assert_eq!(serde_json::from_str::<String>(shown[0]).unwrap(), expected);
    assert_eq!(serde_yaml::from_str::<String>(shown[1]).unwrap(), expected);
    assert_eq!(shown[2], expected);
}

#[test]
fn what_a_script_cannot_know_is_refused() {
    let mut base = graph();
    base.secrets.push(secret_named("password", None));
    base.documents.push(document("json", "a.json", [text([captured("late", "x")])]));
    let mut late = step("late", "Late", vec![]);
    late.captures.push(capture("x", words(&["echo", "a"])));
    let with = |first: Command| {
        let mut graph = base.clone();
        let read = words(&["cat"]);
        let Command::Words(mut read) = read else { panic!() };
        read[0].push(text([output("a.json")]));
        graph.steps = vec![
            step("early", "Early", vec![first]),
            late.clone(),
            step("read", "Read", vec![Command::Words(read)]),
        ];
        codes_of(&graph)
    };
    assert_eq!(with(words(&["true"])), [] as [&str; 0]);
    assert_eq!(
        with(values(vec![text([known("cat")]), text([output("a.json")])])),
        ["E7008"],
        "filled before it is known"
    );
    assert_eq!(
        with(values(vec![text([known("cat")]), text([output("a.jsn")])])),
        ["E7008"],
        "no such output"
    );
    assert_eq!(
        with(values(vec![text([known("cat")]), text([captured("late", "x")])])),
        ["E7003"],
        "used before it is known"
    );
    assert_eq!(with(values(vec![text([known("cat")]), text([env("X")])])), ["E7003"], "another stage");
    assert_eq!(
        with(values(vec![text([known("cat")]), text([known("p="), secret(0)])])),
        ["E7004"],
        "a secret as a word"
    );
    assert_eq!(with(Command::Shell(shell(vec![lit("echo 'a")]))), ["E7011"], "a quote left open");
    assert_eq!(with(Command::Words(vec![vec![]])), ["E7002"], "no word");
    assert_eq!(
        with(values(vec![
            text([known("sleep")]),
            Value::new(graph::Data::Duration(graph::Duration(5)), HERE)
        ])),
        ["E7005"]
    );
}

#[test]
fn an_output_that_no_step_applies_is_told() {
    let mut graph = deployment();
    graph.documents.push(document("k8s", "k8s/20.yaml", [config_map("other")]));
    graph.documents.push(document("json", "notes.json", [value(&json!({}))]));
    assert_eq!(codes_of(&graph), ["W7012"]);
    graph.steps.clear();
    assert_eq!(codes_of(&graph), [] as [&str; 0], "without steps it is applied by other means");
}

#[test]
fn a_document_that_a_script_fills_is_a_template() {
    let output = files(&deployment());
    let template = file(&output, "out/route53/w.json.in");
    assert!(String::from_utf8_lossy(&template.bytes).contains("\"@{publish.load_balancer}.\""));
    assert!(!template.executable && file(&output, "out/deploy.sh").executable);
    let mut graph = deployment();
    graph.documents[1].fragments.push(builder::fragment(value(&json!({ "Comment": "@{x}" }))));
    assert_eq!(run(&graph).1.iter().map(|d| d.code.id).collect::<Vec<_>>(), ["E7011"]);
}
