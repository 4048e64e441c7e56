//! What the program prints in each format, and what `check --fix` does to files.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says so by falling over")]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// Two mistakes, both with an edit; one stands in a file that the spec uses.
const SPEC: &str = "use \"shared.wave\"

deployment d {
    account = \"123456789012\"
    region = \"eu-west-1\"
}

kind note { emit text in \"a.txt\" word }
nte first {}
";

/// What is said of it on one line each.
const SAID: [&str; 2] = ["spec.wave:9:1: error[E2002]", "shared.wave:1:12: error[E1006]"];

fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("spec.wave"), SPEC).unwrap();
    fs::write(folder.path().join("shared.wave"), "let word = 'x'\n").unwrap();
    folder
}

/// Runs it; gives exit code, standard output, standard error.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_wavec"))
        .current_dir(folder)
        .args(arguments)
        .env_remove("WAVEC_PLAIN")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn each_command_prints_each_format_where_it_belongs() {
    let folder = project();
    for command in [&["check"][..], &["build"], &["build", "--check"]] {
        let run = |format| run(folder.path(), &[command, &["--format", format]].concat());
        let (code, out, err) = run("short");
        assert_eq!((code, out.as_str()), (1, ""));
        assert!(SAID.iter().all(|said| err.contains(said)), "{err}");
        let (code, out, err) = run("github");
        assert_eq!((code, err.as_str()), (1, ""));
        assert!(
            out.contains("::error file=spec.wave,line=9,col=1,endLine=9,endColumn=4,title=E2002::"),
            "{out}"
        );
        let (code, out, err) = run("json");
        assert_eq!((code, err.as_str()), (1, ""));
        let object: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(object["summary"]["errors"], 2);
        let (code, out, err) = run("sarif");
        assert_eq!((code, err.as_str()), (1, ""));
        let log: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 2);
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn an_answer_for_programs_is_one_document() {
    let folder = tempfile::tempdir().unwrap();
    let spec = "param who: string = <who>\nenvironment here { who = \"me\" }\n\n\
                deployment d { account = \"123456789012\" }\n\n\
                kind note {\n    text: string\n    emit text in \"note.txt\" text\n}\n\n\
                note first { text = who }\n\ntest \"a note\" { note a { text = \"b\" } }\n";
    fs::write(folder.path().join("spec.wave"), spec).unwrap();
    assert_eq!(run(folder.path(), &["build"]).0, 0);
    let commands: [&[&str]; 7] =
        [&["check"], &["build", "--check"], &["env"], &["todo"], &["diff"], &["runbook"], &["test"]];
    for command in commands {
        for format in ["json", "sarif"] {
            let (code, out, err) = run(folder.path(), &[command, &["--format", format]].concat());
            assert_eq!((code, err.as_str()), (0, ""), "{command:?} {format}");
            let object: Value = serde_json::from_str(&out).unwrap();
            assert_eq!(object.get("runs").is_some(), format == "sarif", "{command:?} {format}");
        }
    }
    let logs = run(folder.path(), &["test", "spec.wave", "spec.wave", "--format", "sarif"]).1;
    let log: Value = serde_json::from_str(&logs).unwrap();
    assert_eq!(log["runs"].as_array().unwrap().len(), 2);
    let book: Value = serde_json::from_str(&run(folder.path(), &["runbook", "--format", "json"]).1).unwrap();
    assert!(book["runbook"].as_str().unwrap().contains("# How to deploy"));
    // What is left to fill in is a note at its place.
    fs::write(folder.path().join("spec.wave"), spec.replace("\"me\"", "<me>")).unwrap();
    let (code, out, _) = run(folder.path(), &["todo", "--format", "github"]);
    assert_eq!(code, 1);
    assert!(out.starts_with("::notice file=spec.wave,line=2"), "{out}");
}

#[test]
fn paths_of_sarif_are_relative_to_where_wavec_was_started() {
    let folder = project();
    let outer = folder.path().parent().unwrap();
    let name = folder.path().file_name().unwrap().to_str().unwrap();
    let uri = |from: &Path, spec: &str| {
        let log: Value = serde_json::from_str(&run(from, &["check", spec, "--format", "sarif"]).1).unwrap();
        log.pointer("/runs/0/results/0/locations/0/physicalLocation/artifactLocation").cloned().unwrap()
    };
    let full = folder.path().join("spec.wave");
    assert_eq!(uri(folder.path(), "spec.wave")["uri"], "spec.wave");
    assert_eq!(uri(folder.path(), full.to_str().unwrap())["uri"], "spec.wave");
    assert_eq!(uri(outer, &format!("./{name}/spec.wave"))["uriBaseId"], "%SRCROOT%");
    let elsewhere = tempfile::tempdir().unwrap();
    let outside = uri(elsewhere.path(), full.to_str().unwrap());
    assert!(outside["uri"].as_str().unwrap().starts_with("file:///"), "{outside}");
}

#[test]
fn outputs_that_are_out_of_date_are_annotated() {
    let folder = tempfile::tempdir().unwrap();
    let spec = "deployment d {}\nkind note { text: string\n    emit text in \"a.txt\" text\n}\nnote a { text = \"x\" }\n";
    fs::write(folder.path().join("spec.wave"), spec).unwrap();
    let (code, out, _) = run(folder.path(), &["build", "--check", "--format", "github"]);
    assert_eq!(code, 1);
    let said = "::error file=out/a.txt,title=out of date::this output is missing: run `wavec build`\n";
    assert!(out.contains(said), "{out}");
}

#[test]
fn the_plain_form_is_chosen_by_flag_or_environment() {
    let folder = project();
    let (_, _, flag) = run(folder.path(), &["check", "--plain"]);
    assert!(flag.starts_with("Error E2002 in spec.wave, line 9, column 1: "), "{flag}");
    let output = Command::new(env!("CARGO_BIN_EXE_wavec"))
        .current_dir(folder.path())
        .arg("check")
        .env("WAVEC_PLAIN", "1")
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), flag);
}

#[test]
fn a_dumb_terminal_gets_ascii_and_no_colour() {
    let folder = project();
    let output = Command::new(env!("CARGO_BIN_EXE_wavec"))
        .current_dir(folder.path())
        .arg("check")
        .env("TERM", "dumb")
        .output()
        .unwrap();
    assert!(output.stderr.is_ascii() && !output.stderr.contains(&0x1b));
}

#[test]
fn fix_mends_what_is_certain_in_all_files_of_the_user() {
    let folder = project();
    let (code, out, err) = run(folder.path(), &["check", "--fix"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert_eq!(
        out,
        "spec.wave:9:1: E2002: write `note`\nshared.wave:1:12: E1006: use double quotes\nmended 2 mistakes\nno errors\n"
    );
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("spec.wave"), SPEC.replace("nte", "note"));
    assert_eq!(read("shared.wave"), "let word = \"x\"\n");
    assert_eq!(run(folder.path(), &["check", "--fix"]), (0, "no errors\n".to_string(), String::new()));
}

#[test]
fn what_fix_cannot_mend_is_left_and_said() {
    let folder = project();
    fs::write(folder.path().join("spec.wave"), format!("{SPEC}let a = nobody_knows\n")).unwrap();
    let (code, out, err) = run(folder.path(), &["check", "--fix", "--format", "json"]);
    assert_eq!((code, err.as_str()), (1, ""));
    let object: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(object["fixed"].as_array().unwrap().len(), 2);
    assert_eq!(object["diagnostics"][0]["code"], "E2001");
    assert_eq!(object["summary"]["errors"], 1);
}

#[test]
fn diff_shows_the_edits_and_writes_nothing() {
    let folder = project();
    let (code, out, err) = run(folder.path(), &["check", "--fix", "--diff"]);
    assert_eq!((code, err.as_str()), (1, "would mend 2 mistakes and leave no errors\n"));
    assert!(
        out.starts_with(
            "--- shared.wave\n+++ shared.wave\n@@ -1 +1 @@\n-let word = 'x'\n+let word = \"x\"\n"
        ),
        "{out}"
    );
    assert!(out.contains("-nte first {}\n+note first {}\n"), "{out}");
    assert_eq!(fs::read_to_string(folder.path().join("spec.wave")).unwrap(), SPEC);
    assert_eq!(run(folder.path(), &["check", "--diff"]).0, 2);
}

#[cfg(unix)]
#[test]
fn a_file_that_leads_out_of_the_project_is_not_mended() {
    let folder = project();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("x.wave"), "let word = 'x'\n").unwrap();
    fs::remove_file(folder.path().join("shared.wave")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("x.wave"), folder.path().join("shared.wave")).unwrap();
    let (code, _, err) = run(folder.path(), &["check", "--fix", "--format", "short"]);
    assert_eq!(code, 1);
    assert!(err.contains("error[E0003]"), "{err}");
    assert_eq!(fs::read_to_string(elsewhere.path().join("x.wave")).unwrap(), "let word = 'x'\n");
}
