//! `wavec todo`, `why` and `where` from outside.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says so by falling over")]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

const HEAD: &str = r#"deployment d {
    account = "123456789012"
    region = "eu-west-1"
}

"#;

/// Its first resource stands on line 22.
const NOTES: &str = r#"
kind note {
    /// What it says.
    /// $ pbpaste --of ${title}
    text: string
    /// $ true
    title: string = self.label
    lines: [string] = []

    require short: text != "too long"
        else "shorten it"

    emit text in "notes/${title}.txt" "${title}: ${text}"
    emit json in "notes.json" { "${self.label}" = { lines = lines } }
    step read in "read.sh" "Read it" { run = ["cat", text] }
}
"#;

fn project(body: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("spec.wave"), format!("{HEAD}{NOTES}{body}")).unwrap();
    folder
}

/// Runs it; gives exit code, standard output, standard error.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_wavec"));
    let output = program.current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn answer(folder: &Path, arguments: &[&str]) -> String {
    let (code, out, text) = run(folder, arguments);
    assert_eq!((code, text.as_str()), (0, ""), "{out}");
    out
}

fn object(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn todo_lists_each_hole_with_what_waits_for_it() {
    let folder = project("note a { text = <your text>, title = <its title>, lines = [<a line>, \"b\"] }\n");
    let (code, out, text) = run(folder.path(), &["todo"]);
    assert_eq!((code, text.as_str()), (1, ""));
    let expected = "\
spec.wave:22:17  note.a.text = <your text>
    expects  a string, in quotes
    run      pbpaste --of '<its title>'
    reaches  out/notes/<its title>.txt, out/read.sh
    decides  note.short

spec.wave:22:38  note.a.title = <its title>
    expects  a string, in quotes
    run      true
    reaches  out/notes/<its title>.txt

spec.wave:22:60  note.a.lines = <a line>
    expects  a string, in quotes
    reaches  out/notes.json

3 holes to fill in
";
    assert_eq!(out, expected);
    let holes = object(&run(folder.path(), &["todo", "--format", "json"]).1);
    let hole = &holes["holes"][0];
    assert_eq!(hole["attribute"], "note.a.text");
    assert_eq!(hole["place"]["start"]["line"], 22);
    assert_eq!(hole["outputs"], json!(["out/notes/<its title>.txt", "out/read.sh"]));
    assert_eq!(hole["checks"], json!(["note.short"]));
    let (_, short, _) = run(folder.path(), &["todo", "--format", "short"]);
    assert!(
        short.starts_with("spec.wave:22:17: note.a.text = <your text>: a string, in quotes\n"),
        "{short}"
    );
}

#[test]
fn a_hole_in_a_parameter_or_a_shared_value_is_listed_once() {
    let body = "param title: string = <a title>\nlet text = \"${title}, ${<a text>}\"\n\
                note a { text = text, title = title }\nnote b { text = text }\n";
    let folder = project(body);
    let holes = object(&run(folder.path(), &["todo", "--format", "json"]).1);
    let all: Vec<&Value> = holes["holes"].as_array().unwrap().iter().map(|h| &h["text"]).collect();
    assert_eq!(all, ["a title", "a text"]);
    let outputs = &holes["holes"][0]["outputs"];
    assert_eq!(outputs, &json!(["out/notes/<a title>.txt", "out/notes/b.txt", "out/read.sh"]));
}

#[test]
fn what_a_condition_on_a_hole_decides_is_reached() {
    let body = "param loud: bool = <whether it is loud>\n\
                kind bell {\n    if loud { emit text in \"bell.txt\" \"ding\" }\n    emit text in \"other.txt\" \"x\"\n}\n\
                bell b {}\n";
    let folder = project(body);
    let holes = object(&run(folder.path(), &["todo", "--format", "json"]).1);
    assert_eq!(holes["holes"][0]["outputs"], json!(["out/bell.txt"]));
    assert_eq!(holes["holes"].as_array().unwrap().len(), 1);
}

#[test]
fn a_hole_in_a_condition_waits_for_a_bool_and_one_in_a_patch_for_its_output() {
    let body = "note a { text = if <is it long> { \"long\" } else { \"short\" } }\n\
                patch \"notes.json\" because \"we count\" { a.count = <how many> }\n";
    let folder = project(body);
    let holes = object(&run(folder.path(), &["todo", "--format", "json"]).1);
    assert_eq!(holes["holes"][0]["expected"], "`true` or `false`");
    assert_eq!(holes["holes"][0]["attribute"], Value::Null);
    assert_eq!(holes["holes"][1]["outputs"], json!(["out/notes.json"]));
}

#[test]
fn why_says_for_what_reason_there_is_a_patch_and_of_which_values_it_is_told() {
    let body = "param count: int\nnote a { text = \"x\" }\n\
                patch \"notes.json\"\n    because \"we count\" {\n    a.count = count\n}\n";
    let folder = project(body);
    answer(folder.path(), &["build", "--set", "count=3"]);
    let spec = fs::read_to_string(folder.path().join("spec.wave")).unwrap();
    let line = spec.lines().position(|l| l.contains("a.count = count")).unwrap() + 1;
    let at = ["out/notes.json:4", "--set", "count=3"];
    let told = answer(folder.path(), &[&["why"][..], &at].concat());
    assert!(told.contains("\npatched by spec.wave:"), "{told}");
    assert!(told.contains("    patch \"notes.json\"\n    because we count\n"), "{told}");
    let told = object(&answer(folder.path(), &[&["why", "--format", "json"][..], &at].concat()));
    let causes = told["causes"].as_array().unwrap();
    assert!(causes.iter().any(|c| c["because"] == "we count"), "{told}");
    let reached = answer(folder.path(), &["where", &format!("spec.wave:{line}"), "--set", "count=3"]);
    assert!(reached.starts_with("out/notes.json:4: \"count\": 3"), "{reached}");
}

#[test]
fn todo_is_fine_when_nothing_is_left() {
    let folder = project("note a { text = \"x\" }\n");
    assert_eq!(run(folder.path(), &["todo"]), (0, "nothing left to fill in\n".to_string(), String::new()));
    let folder = project("note a { txt = <x> }\n");
    let (code, out, text) = run(folder.path(), &["todo"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(text.starts_with("error[E2003]"), "{text}");
}

#[test]
fn why_leads_to_the_line_of_the_spec() {
    let folder = project("let hello = \"hello\"\nnote a {\n    text = hello\n}\n");
    answer(folder.path(), &["build"]);
    let expected = "\
out/notes/a.txt:1
    a: hello
written at spec.wave:23:6
    note a {
written at spec.wave:18:48
    emit text in \"notes/${title}.txt\" \"${title}: ${text}\"
written at spec.wave:22:14
    let hello = \"hello\"
placed by spec.wave:18:5
    emit text in \"notes/${title}.txt\" \"${title}: ${text}\"
for spec.wave:23:1
    note a {
";
    assert_eq!(answer(folder.path(), &["why", "out/notes/a.txt:1"]), expected);
    // From the folder of the output, too, and with the spec named.
    let inside = folder.path().join("out/notes");
    assert!(answer(&inside, &["why", "a.txt:1"]).contains("let hello"));
    assert!(
        answer(&inside, &["why", "out/notes/a.txt:1", "--spec", "../../spec.wave"]).contains("let hello")
    );
    let told = object(&answer(folder.path(), &["why", "out/notes/a.txt:1", "--format", "json"]));
    assert_eq!(told["output"], json!({ "file": "out/notes/a.txt", "line": 1, "text": "a: hello" }));
    assert_eq!(told["causes"][2]["place"]["start"]["line"], 22);
    assert_eq!(told["causes"][3]["role"], "emit");
}

#[test]
fn why_tells_a_line_of_a_script_and_one_that_nobody_wrote() {
    let folder = project("note a { text = \"x\" }\n");
    answer(folder.path(), &["build"]);
    let script = fs::read_to_string(folder.path().join("out/read.sh")).unwrap();
    let line = script.lines().position(|l| l.trim().starts_with("cat x")).unwrap() + 1;
    let told = answer(folder.path(), &["why", &format!("out/read.sh:{line}")]);
    assert!(told.contains("placed by spec.wave:20:") && told.contains("for spec.wave:22:1"), "{told}");
    let told = answer(folder.path(), &["why", "out/notes.json:1"]);
    assert!(told.starts_with("out/notes.json:1\n    {\n"), "{told}");
    let told = answer(folder.path(), &["why", "out/read.sh:1"]);
    assert!(told.ends_with("this line belongs to the format: no line of the spec wrote it\n"), "{told}");
}

#[test]
fn each_action_of_a_policy_leads_to_its_grant() {
    let folder = tempfile::tempdir().unwrap();
    let spec = format!(
        "use std.aws\n{HEAD}bucket logs {{ name = \"logs-of-d\" }}\nrepo tool {{ name = \"team/tool\" }}\n{}",
        "role reader {
    name = \"reader\"
    trust = { Effect = \"Allow\", Principal = { Service = \"ec2.amazonaws.com\" }, Action = \"sts:AssumeRole\" }
    grants = [
        bucket.logs.read
        repo.tool.pull
        grant { actions = [\"s3:GetObject\", \"s3:PutObject\"], resources = [\"${bucket.logs.arn}/*\"], because = \"all\" }
    ]
}
"
    );
    fs::write(folder.path().join("spec.wave"), spec).unwrap();
    answer(folder.path(), &["build"]);
    let path = "out/iam/reader-policy.json";
    let table = answer(folder.path(), &["why", path]);
    let row = |action: &str| table.lines().find(|l| l.starts_with(action)).unwrap().to_string();
    assert!(row("s3:GetObject").contains("spec.wave:13:9   bucket.logs.read"), "{table}");
    assert!(row("ecr:BatchGetImage").contains("spec.wave:14:9   repo.tool.pull"), "{table}");
    // What the grant includes.
    assert!(row("ecr:GetAuthorizationToken").contains("repo.tool.pull  (login)"), "{table}");
    assert!(row("s3:PutObject").contains("spec.wave:15:"), "{table}");
    let told = object(&answer(folder.path(), &["why", path, "--format", "json"]));
    assert_eq!(told["actions"].as_array().unwrap().len() + 1, table.lines().count());
    assert!(!table.contains("(spec.wave") && !table.contains("(bucket.logs"), "{table}");
    // The line leads there, too.
    let line = told["actions"][0]["line"].as_u64().unwrap();
    let told = answer(folder.path(), &["why", &format!("{path}:{line}")]);
    assert!(told.contains("by way of spec.wave:1"), "{told}");
}

#[test]
fn where_lists_every_line_that_depends_on_one() {
    let folder = project(
        "let hello = \"hello\"\nnote a { text = hello }\nnote b { text = \"x\", lines = [\"p\", hello] }\n",
    );
    let told = answer(folder.path(), &["where", "spec.wave:22"]);
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines.contains(&"out/notes/a.txt:1: a: hello"), "{told}");
    assert!(lines.iter().any(|l| l.starts_with("out/notes.json:") && l.ends_with("\"hello\"")), "{told}");
    assert!(lines.iter().any(|l| l.starts_with("out/read.sh:") && l.contains("cat")), "{told}");
    assert!(!told.contains("b.txt"), "{told}");
    let told = answer(folder.path(), &["where", "spec.wave:24"]);
    assert!(told.contains("out/notes/b.txt:1") && !told.contains("out/notes/a.txt"), "{told}");
    let told = object(&answer(folder.path(), &["where", "spec.wave:22", "--format", "json"]));
    assert!(told["outputs"].as_array().unwrap().len() >= 3);
    assert_eq!(
        answer(folder.path(), &["where", "spec.wave:5"]),
        "nothing of spec.wave:5 stands in an output\n"
    );
}

#[test]
fn a_line_of_a_template_is_followed_both_ways() {
    let folder = project(
        "kind copied {\n    emit json in \"copy.json\" template(\"a.json\", { WHO = \"me\" })\n}\ncopied c {}\nnote a { text = \"x\" }\n",
    );
    fs::write(folder.path().join("a.json"), "{\n  \"by\": \"for <WHO>\"\n}\n").unwrap();
    answer(folder.path(), &["build"]);
    let told = answer(folder.path(), &["why", "out/copy.json:2"]);
    assert!(told.contains("written at a.json:2:10") && told.contains("spec.wave:23:"), "{told}");
    let told = answer(folder.path(), &["where", "a.json:2", "--spec", "spec.wave"]);
    assert_eq!(told, answer(folder.path(), &["where", "a.json:2"]), "the nearest spec reads it");
    assert_eq!(told, "out/copy.json:2: \"by\": \"for me\"\n");
    let lock = object(&fs::read_to_string(folder.path().join("out/wave.lock")).unwrap());
    assert!(lock["inputs"]["a.json"].is_string(), "{lock}");
}

#[test]
fn the_misspelt_placeholder_of_the_guide_is_mended_in_its_file() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/check/evaluate/the_policy_of_the_guide");
    let folder = tempfile::tempdir().unwrap();
    fs::copy(case.with_extension("wave"), folder.path().join("spec.wave")).unwrap();
    fs::copy(case.join("policy.json"), folder.path().join("policy.json")).unwrap();
    let (code, _, text) = run(folder.path(), &["check"]);
    assert_eq!(code, 1);
    assert!(text.starts_with("error[E4011]: unknown placeholder `<YOUR WAVE BUCKERT>`"), "{text}");
    assert!(text.contains("did you mean `<YOUR WAVE BUCKET>`? it is bound at spec.wave:17"), "{text}");
    let (code, out, text) = run(folder.path(), &["check", "--fix"]);
    assert_eq!(code, 0, "{out}{text}");
    let mended = fs::read_to_string(folder.path().join("policy.json")).unwrap();
    let original = fs::read_to_string(case.join("policy.json")).unwrap();
    assert_eq!(mended, original.replace("BUCKERT", "BUCKET"));
    answer(folder.path(), &["build"]);
    let policy = fs::read_to_string(folder.path().join("out/policy.json")).unwrap();
    assert!(policy.contains("arn:aws:s3:::my-wave-logs/*") && !policy.contains('<'), "{policy}");
}

#[test]
fn a_question_that_has_no_answer_says_why() {
    let folder = project("note a { text = \"x\" }\n");
    let why = |arguments: &[&str]| {
        let (code, out, text) = run(folder.path(), arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{text}");
        text
    };
    assert!(why(&["why", "out/notes/a.txt:1"]).contains("there is no `wave.lock`"));
    answer(folder.path(), &["build"]);
    assert!(
        why(&["why", "out/notes/b.txt:1"])
            .contains("is no output of this spec; did you mean `out/notes/a.txt`?")
    );
    assert!(why(&["why", "out/notes/a.txt:2"]).contains("has 1 line, and so no line 2"));
    assert!(why(&["why", "out/notes/a.txt"]).contains("which line?"));
    assert!(why(&["where", "spec.wave"]).contains("which line?"));
    assert!(why(&["where", "spec.wave:999"]).contains("has 22 lines, and so no line 999"));
    assert!(why(&["where", "spc.wave:1", "--spec", "spec.wave"]).contains("did you mean `spec.wave`?"));
    fs::write(folder.path().join("out/notes/a.txt"), "changed\n").unwrap();
    assert!(why(&["why", "out/notes/a.txt:1"]).contains("run `wavec build spec.wave` first"));
    let broken = project("buckt b {}\n");
    let (code, _, text) = run(broken.path(), &["where", "spec.wave:1"]);
    assert_eq!(code, 1);
    assert!(text.starts_with("error[E2002]"), "{text}");
}
