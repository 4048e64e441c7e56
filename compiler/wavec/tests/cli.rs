//! The program from outside: arguments in, exit code, text and files out.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says so by falling over")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A deployment of notes: each is a file.
const HEAD: &str = r#"
deployment d {
    account = "123456789012"
    region = "eu-west-1"
}

kind note {
    text: string
    emit text in "notes/${self.label}.txt" text
}

"#;

fn note(label: &str, text: &str) -> String {
    format!("note {label} {{ text = \"{text}\" }}\n")
}

/// A folder with a spec.
fn project(body: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("spec.wave"), format!("{HEAD}{body}")).unwrap();
    folder
}

fn wavec(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wavec")).current_dir(folder).args(arguments).output().unwrap()
}

/// Runs it; gives exit code, standard output, standard error.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = wavec(folder, arguments);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap()
}

/// Every file below a folder with its bytes, and the time it was written.
fn state(folder: &Path) -> Vec<(String, Vec<u8>, std::time::SystemTime)> {
    let mut found = Vec::new();
    for entry in folder.read_dir().unwrap().flatten() {
        if entry.path().is_dir() {
            found.extend(state(&entry.path()));
        } else {
            let changed = entry.metadata().unwrap().modified().unwrap();
            found.push((entry.path().display().to_string(), fs::read(entry.path()).unwrap(), changed));
        }
    }
    found.sort();
    found
}

#[test]
fn a_build_writes_files_and_a_lock_and_a_second_one_nothing() {
    let folder = project(&(note("a", "one") + &note("b", "two")));
    assert_eq!(run(folder.path(), &["build"]), (0, "2 files: 2 written\n".to_string(), String::new()));
    assert_eq!(read(&folder, "out/notes/a.txt"), "one\n");
    let lock: serde_json::Value = serde_json::from_str(&read(&folder, "out/wave.lock")).unwrap();
    let files: Vec<&String> = lock["files"].as_object().unwrap().keys().collect();
    assert_eq!(files, ["out/notes/a.txt", "out/notes/b.txt"]);
    assert_eq!(lock["resources"]["note.a"]["attributes"]["text"], "one");
    let before = state(folder.path());
    assert_eq!(run(folder.path(), &["build", "spec.wave"]).1, "2 files: 2 unchanged\n");
    assert_eq!(state(folder.path()), before);
}

#[cfg(unix)]
#[test]
fn scripts_can_be_run_and_other_files_cannot() {
    use std::os::unix::fs::PermissionsExt as _;
    let steps = "kind greeting {\n    step hello in \"deploy.sh\" \"say hello\" { run = [\"echo\", self.label] }\n}\n";
    let folder = project(&format!("{}{steps}greeting g {{}}\n", note("a", "one")));
    assert_eq!(run(folder.path(), &["build"]), (0, "2 files: 2 written\n".to_string(), String::new()));
    let rights = |path: &str| folder.path().join(path).metadata().unwrap().permissions().mode() & 0o111;
    assert_ne!(rights("out/deploy.sh"), 0);
    assert_eq!(rights("out/notes/a.txt"), 0);
    fs::set_permissions(folder.path().join("out/deploy.sh"), fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(run(folder.path(), &["build", "--check"]).0, 1);
    assert_eq!(run(folder.path(), &["build"]).1, "2 files: 1 written, 1 unchanged\n");
    assert_ne!(rights("out/deploy.sh"), 0);
}

#[test]
fn outputs_follow_the_spec() {
    let folder = project(&(note("a", "one") + &note("b", "two")));
    run(folder.path(), &["build"]);
    fs::write(folder.path().join("spec.wave"), format!("{HEAD}{}{}", note("b", "new"), note("c", "three")))
        .unwrap();
    let (code, list, _) = run(folder.path(), &["build", "--check"]);
    assert_eq!(code, 1);
    let lines: Vec<&str> = list.lines().take(4).collect();
    let expected = [
        "missing out/notes/c.txt",
        "changed out/notes/b.txt",
        "changed out/wave.lock",
        "stale   out/notes/a.txt",
    ];
    assert_eq!(lines, expected);
    assert_eq!(read(&folder, "out/notes/b.txt"), "two\n");
    assert_eq!(run(folder.path(), &["build"]).1, "3 files: 2 written, 1 removed\n");
    assert_eq!(read(&folder, "out/notes/b.txt"), "new\n");
    assert!(!folder.path().join("out/notes/a.txt").exists());
    assert_eq!(
        run(folder.path(), &["build", "--check"]),
        (0, "2 files up to date\n".to_string(), String::new())
    );
}

#[test]
fn a_file_that_wavec_did_not_write_is_kept() {
    let folder = project(&(note("a", "one") + &note("b", "two")));
    fs::create_dir_all(folder.path().join("out/notes")).unwrap();
    fs::write(folder.path().join("out/notes/b.txt"), "mine").unwrap();
    let before = state(folder.path());
    let (code, _, text) = run(folder.path(), &["build", "--format", "short"]);
    assert_eq!(code, 1);
    assert!(text.contains("error[E0008]: `out/notes/b.txt` exists already"), "{text}");
    assert!(text.starts_with("spec.wave:"), "{text}");
    assert_eq!(state(folder.path()), before, "nothing at all is written");
}

#[test]
fn a_file_with_the_same_bytes_is_adopted() {
    let folder = project(&note("a", "one"));
    fs::create_dir_all(folder.path().join("out/notes")).unwrap();
    fs::write(folder.path().join("out/notes/a.txt"), "one\n").unwrap();
    assert_eq!(run(folder.path(), &["build"]).1, "1 file: 1 unchanged\n");
    assert!(read(&folder, "out/wave.lock").contains("out/notes/a.txt"));
}

#[test]
fn an_output_that_was_edited_is_kept() {
    let folder = project(&(note("a", "one") + &note("b", "two")));
    run(folder.path(), &["build"]);
    fs::write(folder.path().join("out/notes/a.txt"), "edited\n").unwrap();
    let (code, _, text) = run(folder.path(), &["build", "--format", "short"]);
    assert_eq!(code, 1);
    assert!(text.contains("error[E0009]: `out/notes/a.txt` was changed after it was built"), "{text}");
    let (code, list, text) = run(folder.path(), &["build", "--check", "--format", "short"]);
    assert_eq!((code, list.as_str()), (1, "edited by hand: out/notes/a.txt\n"));
    assert!(text.contains("error[E0009]"), "{text}");
    // Also if it is no longer an output.
    fs::write(folder.path().join("spec.wave"), format!("{HEAD}{}", note("b", "two"))).unwrap();
    let (code, _, text) = run(folder.path(), &["build", "--format", "short"]);
    assert_eq!(code, 1);
    assert!(
        text.starts_with("spec.wave:1:1: error[E0009]: `out/notes/a.txt` is no longer an output"),
        "{text}"
    );
    assert_eq!(read(&folder, "out/notes/a.txt"), "edited\n");
}

#[test]
fn a_lock_that_is_none_stops_the_build() {
    let folder = project(&note("a", "one"));
    run(folder.path(), &["build"]);
    fs::write(folder.path().join("out/wave.lock"), "<<<<<<< ours\n").unwrap();
    fs::write(folder.path().join("spec.wave"), format!("{HEAD}{}", note("a", "two"))).unwrap();
    let (code, _, text) = run(folder.path(), &["build", "--format", "short"]);
    assert_eq!(code, 1);
    assert!(text.contains("error[E0010]: `out/wave.lock` can't be read"), "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");
}

#[test]
fn two_specs_do_not_share_an_output_folder() {
    let folder = project(&note("a", "one"));
    run(folder.path(), &["build"]);
    fs::write(folder.path().join("other.wave"), format!("{HEAD}{}", note("b", "two"))).unwrap();
    let (code, _, text) = run(folder.path(), &["build", "other.wave", "--format", "short"]);
    assert_eq!(code, 1);
    assert!(text.contains("error[E0011]: `out/wave.lock` lists the outputs of `spec.wave`"), "{text}");
    fs::remove_file(folder.path().join("spec.wave")).unwrap();
    assert_eq!(run(folder.path(), &["build", "other.wave"]).1, "2 files: 1 written, 1 removed\n");
}

#[test]
fn outputs_may_lie_beside_the_spec() {
    let folder = project(&note("a", "one"));
    let spec = read(&folder, "spec.wave").replacen("deployment d {", "deployment d {\n    output = \".\"", 1);
    fs::write(folder.path().join("spec.wave"), spec.clone() + &note("b", "two")).unwrap();
    assert_eq!(run(folder.path(), &["build"]).1, "2 files: 2 written\n");
    assert_eq!(read(&folder, "notes/a.txt"), "one\n");
    fs::write(folder.path().join("spec.wave"), spec.replace("note a", "// note a")).unwrap();
    assert_eq!(run(folder.path(), &["build"]).1, "2 files: 2 removed\n");
    let left: Vec<String> = state(folder.path()).into_iter().map(|(path, ..)| path).collect();
    assert!(left.len() == 2 && left[0].ends_with("spec.wave") && left[1].ends_with("wave.lock"), "{left:?}");
    assert!(!folder.path().join("notes").exists());
}

#[test]
fn a_folder_in_the_way_stops_the_build() {
    let folder = project(&(note("a", "one") + &note("b", "two")));
    fs::create_dir_all(folder.path().join("out/notes/b.txt")).unwrap();
    let (code, _, text) = run(folder.path(), &["build", "--format", "short"]);
    assert_eq!(code, 1);
    assert!(text.contains("error[E0008]: `out/notes/b.txt` is a folder"), "{text}");
    assert!(!folder.path().join("out/notes/a.txt").exists());
    fs::remove_dir_all(folder.path().join("out")).unwrap();
    fs::write(folder.path().join("out"), "").unwrap();
    let (code, _, text) = run(folder.path(), &["build", "--format", "short"]);
    assert_eq!(code, 1);
    assert!(text.contains("error[E0008]: `out` is a file, where a folder"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_outputs_out_of_the_project() {
    let folder = project(&note("a", "one"));
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("out")).unwrap();
    let (code, _, text) = run(folder.path(), &["build", "--format", "short"]);
    assert_eq!(code, 1);
    assert!(text.contains("error[E0003]: `out` leads out of the folder of the spec"), "{text}");
    assert!(elsewhere.path().read_dir().unwrap().next().is_none());
}

#[test]
fn a_wrong_spec_writes_nothing_and_says_why() {
    let folder = project(&(note("a", "one") + "buckt b { name = \"x\" }\n"));
    for command in ["build", "check"] {
        let (code, out, text) = run(folder.path(), &[command]);
        assert_eq!((code, out.as_str()), (1, ""));
        assert!(text.starts_with("error[E2002]: "), "{text}");
        assert!(text.contains("[spec.wave:13:1]"), "{text}");
        assert!(text.ends_with("1 error (`wavec explain E2002` says more)\n"), "{text}");
    }
    assert!(!folder.path().join("out").exists());
}

#[test]
fn the_place_is_as_the_caller_sees_it() {
    let folder = project("buckt b { name = \"x\" }\n");
    let spec = folder.path().join("spec.wave");
    let (_, _, text) =
        run(folder.path().parent().unwrap(), &["check", "--format", "short", spec.to_str().unwrap()]);
    assert!(text.starts_with(&format!("{}:12:1: error[E2002]", spec.display())), "{text}");
}

#[test]
fn json_is_one_object_on_standard_output() {
    let folder = project("buckt b { name = \"x\" }\n");
    let (code, out, text) = run(folder.path(), &["check", "--format", "json"]);
    assert_eq!((code, text.as_str()), (1, ""));
    let object: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(object["summary"]["errors"], 1);
    assert_eq!(object["diagnostics"][0]["code"], "E2002");
    assert_eq!(object["diagnostics"][0]["labels"][0]["start"]["line"], 12);
    let folder = project(&note("a", "one"));
    let object: serde_json::Value =
        serde_json::from_str(&run(folder.path(), &["build", "--format", "json"]).1).unwrap();
    assert_eq!(object["files"]["written"], 1);
}

#[test]
fn a_hole_is_a_note_for_check_and_an_error_for_build() {
    let folder = project("note a { text = <your text> }\n");
    let (code, out, text) = run(folder.path(), &["check"]);
    assert_eq!(
        (code, out.as_str(), text.as_str()),
        (0, "no errors; 1 hole left (`wavec todo` lists them)\n", "")
    );
    let (_, _, text) = run(folder.path(), &["check", "--notes"]);
    assert!(text.starts_with("note[N5004]: "), "{text}");
    assert!(text.contains("write a string, in quotes"), "{text}");
    let (_, out, _) = run(folder.path(), &["check", "-q"]);
    assert_eq!(out, "");
    let (code, _, text) = run(folder.path(), &["build"]);
    assert_eq!(code, 1);
    assert!(text.starts_with("error[E4006]: "), "{text}");
    assert!(!folder.path().join("out").exists());
}

#[test]
fn a_hole_of_one_environment_says_so() {
    let folder = project(
        "param text: string\nenvironment a { text = <the text> }\nenvironment b { text = \"x\" }\nnote n { text }\n",
    );
    let (_, out, _) = run(folder.path(), &["todo", "--format", "short"]);
    assert!(out.contains(": environment a: text = <the text>: a string, in quotes\n"), "{out}");
    let (_, out, _) = run(folder.path(), &["env"]);
    assert!(out.contains("text       <the text>  x\n"), "{out}");
}

#[test]
fn quiet_offers_no_edits_and_a_check_is_named_for_its_page() {
    let folder = project("buckt b { name = \"x\" }\nnot n { text = \"x\" }\n");
    let (_, _, text) = run(folder.path(), &["check", "-q"]);
    assert!(!text.contains("--fix"), "{text}");
    let own = "kind page {\n    size: int\n    /// Pages are small.\n    advise small: size < 3\n        else \"it is large\"\n    \
               emit json in \"p.json\" { size }\n}\npage p { size = 4 }\nnote n { text = \"x\" }\n";
    let folder = project(own);
    let (_, _, text) = run(folder.path(), &["check"]);
    assert!(text.ends_with("1 warning (`wavec explain page.small` says more)\n"), "{text}");
    let (_, out, _) = run(folder.path(), &["check", "--format", "sarif"]);
    assert!(out.contains("Pages are small."), "{out}");
}

#[test]
fn a_spec_that_cannot_be_read_is_a_diagnostic() {
    let folder = tempfile::tempdir().unwrap();
    let (code, _, text) = run(folder.path(), &["check", "--format", "short", "spec.wave"]);
    assert_eq!(code, 1);
    assert!(text.starts_with("spec.wave:1:1: error[E0001]: there is no file `spec.wave`"), "{text}");
    fs::write(folder.path().join("spec.wave"), b"let a = \"\xff\"\n").unwrap();
    let (code, _, text) = run(folder.path(), &["build", "--format", "short"]);
    assert_eq!(code, 1);
    assert!(text.contains("error[E0002]: `spec.wave` is not UTF-8"), "{text}");
    fs::create_dir(folder.path().join("folder")).unwrap();
    let (code, _, text) = run(folder.path(), &["check", "--format", "short", "folder"]);
    assert_eq!(code, 1);
    assert!(text.contains("error[E0005]: `folder` can't be read: it is a folder"), "{text}");
}

#[test]
fn a_wrong_call_exits_with_2() {
    let folder = tempfile::tempdir().unwrap();
    let wrong: &[&[&str]] =
        &[&[], &["bild"], &["check", "--formt", "json"], &["check", ".."], &["explain", "E20011"]];
    for arguments in wrong {
        assert_eq!(run(folder.path(), arguments).0, 2, "{arguments:?}");
    }
    let (_, _, text) = run(folder.path(), &["explain", "unknwn-name"]);
    assert_eq!(text, "wavec: nothing is known of `unknwn-name`; did you mean `unknown-name`?\n");
}

#[test]
fn codes_are_explained_by_id_and_by_name() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["E0008", "e0008", "file-in-the-way", "error[E0008]"] {
        let (code, page, _) = run(folder.path(), &["explain", name]);
        assert_eq!(code, 0, "{name}");
        assert!(page.starts_with("# E0008: a file is in the way\n"), "{page}");
    }
    for name in ["bucket", "bucket.name", "wave.certificate_region", "BucketName", "join"] {
        let (code, page, _) = run(folder.path(), &["explain", name]);
        assert_eq!((code, page.starts_with(&format!("# {name}\n"))), (0, true), "{page}");
    }
    let (code, list, _) = run(folder.path(), &["explain"]);
    assert_eq!(code, 0);
    assert!(list.contains("E0008 file-in-the-way              a file is in the way\n"), "{list}");
}

#[test]
fn a_warning_stops_a_build_where_the_call_or_the_project_says_so() {
    let folder = project(&("let idle = 1\n".to_string() + &note("a", "one")));
    let (code, _, text) = run(folder.path(), &["check", "--format", "short"]);
    assert_eq!(code, 0);
    assert!(text.contains("spec.wave:12:5: warning[W6002]: nothing uses the `let` `idle`"), "{text}");
    for name in ["warnings", "all", "unused-let", "w6002"] {
        let (code, _, text) = run(folder.path(), &["build", "--deny", name, "--format", "short"]);
        assert_eq!((code, text.contains("error[W6002]")), (1, true), "{name}: {text}");
    }
    assert_eq!(run(folder.path(), &["build", "--deny", "unused-lt"]).0, 2);
    assert!(!folder.path().join("out").exists());

    fs::write(folder.path().join("wave.toml"), "[lints]\nunused-let = \"error\"\n").unwrap();
    assert_eq!(run(folder.path(), &["build"]).0, 1);
    fs::write(folder.path().join("wave.toml"), "[lints]\nunused-let = \"allow\"\n").unwrap();
    assert_eq!(
        run(folder.path(), &["build", "--deny", "warnings"]),
        (0, "1 file: 1 written\n".into(), String::new())
    );
    fs::write(folder.path().join("wave.toml"), "[lints]\nunused-lt = \"allow\"\n").unwrap();
    let (code, _, text) = run(folder.path(), &["check", "--format", "short"]);
    assert_eq!(code, 1);
    assert!(text.contains("wave.toml:2:1: error[E0013]: there is no lint `unused-lt`"), "{text}");
}

#[test]
fn a_check_of_the_specs_own_can_be_denied_if_there_is_one() {
    let kind = "kind shop {\n    size: int\n    advise small: size > 1 else \"it is small\"\n    require some: size > 0 else \"none\"\n}\n";
    let folder = project(&(kind.to_string() + "shop main { size = 1 }\n" + &note("a", "one")));
    let deny = |name: &str| run(folder.path(), &["check", "--deny", name, "--format", "short"]);
    let (code, _, text) = deny("shop.small");
    assert_eq!((code, text.contains("error[shop.small]: it is small")), (1, true), "{text}");
    for name in ["shop.smal", "shp.small"] {
        let (code, _, text) = deny(name);
        let said = format!("error[E0013]: there is no lint `{name}` (help: did you mean `shop.small`?)");
        assert_eq!((code, text.contains(&said)), (1, true), "{text}");
    }
    assert!(deny("shop.some").2.contains("error[E0013]: `shop.some` is an error, and stays one"));
}

#[test]
fn a_command_is_explained_by_help() {
    let folder = tempfile::tempdir().unwrap();
    let (code, text, _) = run(folder.path(), &["help", "build"]);
    assert_eq!(code, 0);
    assert!(text.contains("Usage: wavec build"), "{text}");
}

#[test]
fn a_secret_in_a_spec_is_shown_nowhere() {
    let folder = project("secret password = \"hunter2\"\n");
    for format in ["human", "short", "json"] {
        let (code, out, text) = run(folder.path(), &["check", "--format", format]);
        assert_eq!(code, 1);
        assert!(!format!("{out}{text}").contains("hunter2"), "{out}{text}");
        assert!(format!("{out}{text}").contains("environment variable `PASSWORD`"), "{out}{text}");
    }
}

#[test]
fn a_new_spec_never_replaces_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, _) = run(folder.path(), &["new", "wave"]);
    assert_eq!(
        (code, out.as_str()),
        (
            0,
            "wrote spec.wave; fill its holes (`wavec todo spec.wave` lists them), then run `wavec build spec.wave`\n"
        )
    );
    let written = read(&folder, "spec.wave");
    assert!(written.contains("<your"), "{written}");
    fs::write(folder.path().join("spec.wave"), "mine").unwrap();
    let (code, _, text) = run(folder.path(), &["new", "wave"]);
    assert_eq!(code, 2);
    assert!(text.contains("`spec.wave` exists already"), "{text}");
    assert_eq!(read(&folder, "spec.wave"), "mine");
    assert_eq!(run(folder.path(), &["new", "wave", "--to", "other.wave"]).0, 0);
    assert_eq!(run(folder.path(), &["new", "wave", "--to", "-"]), (0, written, String::new()));
    assert_eq!(run(folder.path(), &["new", "wave", "--to", "no/such/folder.wave"]).0, 2);
    let (code, _, text) = run(folder.path(), &["new", "wav"]);
    assert_eq!(code, 2);
    assert!(text.contains("did you mean `wave`?"), "{text}");
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let folder = project("buckt b { name = \"x\" }\n");
    let coloured = |arguments: &[&str]| run(folder.path(), arguments).2.contains('\u{1b}');
    assert!(!coloured(&["check"]));
    assert!(coloured(&["check", "--color", "always"]));
    assert!(!coloured(&["check", "--color", "never"]));
    let ascii = run(folder.path(), &["check", "--ascii"]).2;
    assert!(ascii.is_ascii(), "{ascii}");
}

#[test]
fn quiet_prints_diagnostics_alone() {
    let folder = project(&note("a", "one"));
    assert_eq!(run(folder.path(), &["build", "-q"]), (0, String::new(), String::new()));
    assert_eq!(run(folder.path(), &["check", "-q"]), (0, String::new(), String::new()));
}

#[test]
fn what_a_spec_declares_is_explained() {
    let folder = project(
        "kind page {\n    name: string\n    /// It must be short.\n    require short: length(name) < 9 else \"too long\"\n}\n\
         page p { name = \"p\" }\n/// Pages are few.\nrule few: length(all(page)) < 9 else \"too many\"\n",
    );
    for (name, sentence) in [("page.short", "It must be short."), ("few", "Pages are few.")] {
        let (code, page, text) = run(folder.path(), &["explain", name]);
        assert!(code == 0 && page.contains(sentence), "{page}{text}");
    }
    let (_, _, text) = run(folder.path(), &["explain", "page.shor"]);
    assert!(text.contains("did you mean `page.short`?"), "{text}");
    assert_eq!(run(folder.path(), &["explain", "page.short", "--spec", "other.wave"]).0, 2);
}

#[test]
fn a_run_book_replaces_a_run_book_and_nothing_else() {
    let steps = "kind site {\n    name: string\n    step make in \"prepare.md\" \"Make ${name}\" {\n        note = \"Ask first.\"\n        run = [\"echo\", name]\n    }\n}\n\
        site s { name = \"a b\" }\n";
    let folder = project(steps);
    let (code, book, _) = run(folder.path(), &["runbook"]);
    let line = read(&folder, "spec.wave").lines().position(|l| l.starts_with("site s")).unwrap() + 1;
    let step = "\n\nAsk first.\n\n```bash\necho 'a b'\n```\n";
    assert!(code == 0 && book.contains("### 1. Make a b\n") && book.contains(step), "{book}");
    assert!(book.contains(&format!("`spec.wave:{line}`")), "{book}");
    assert_eq!(run(folder.path(), &["runbook", "--to", "book.md"]).1, "wrote book.md\n");
    assert_eq!(read(&folder, "book.md"), book);
    assert_eq!(run(folder.path(), &["runbook", "--to", "book.md"]).0, 0);
    fs::write(folder.path().join("mine.md"), "# Mine\n").unwrap();
    let (code, _, text) = run(folder.path(), &["runbook", "--to", "mine.md"]);
    assert!(code == 2 && text.contains("is no run-book"), "{text}");
    assert_eq!(read(&folder, "mine.md"), "# Mine\n");
    assert_eq!(run(folder.path(), &["build"]).1, "0 files\n", "what is done by hand is no output");
}

#[test]
fn a_run_book_is_for_one_environment() {
    let folder = project(
        "param size: int\nenvironment small { size = 1 }\nenvironment large { size = 9 }\n\
         kind site { step make in \"prepare.md\" \"Make\" { run = [\"echo\", \"${size}\"] } }\nsite s {}\n",
    );
    let (code, _, text) = run(folder.path(), &["runbook"]);
    assert!(code == 2 && text.contains("choose one with `--env`, of `small`, `large`"), "{text}");
    let (code, book, text) = run(folder.path(), &["runbook", "--env", "large"]);
    assert!(
        code == 0 && book.contains("in the environment `large`") && book.contains("echo 9"),
        "{book}{text}"
    );
    let (code, _, text) = run(folder.path(), &["runbook", "--env", "larg"]);
    assert!(code == 2 && text.contains("did you mean `large`?"), "{text}");
}

const TESTS: &str = r#"
test "a note holds its text" {
    note a { text = "hello" }
    gives "notes/a.txt" "hello"
}

test "a note is never empty" {
    note a { text = "" }
    gives error note.not_empty
}
"#;

#[test]
fn test_says_which_tests_hold_and_why_the_others_do_not() {
    let folder = project(TESTS);
    let (code, out, err) = run(folder.path(), &["test"]);
    assert_eq!(code, 1);
    let lines = [
        "ok     spec.wave: a note holds its text",
        "FAILED spec.wave: a note is never empty",
        "2 tests: 1 ok, 1 failed",
    ];
    assert_eq!(out.lines().collect::<Vec<_>>(), lines);
    assert!(err.contains("error[E5012]: the test gives no error `note.not_empty`"), "{err}");
    assert!(!folder.path().join("out").exists());

    let (code, out, err) = run(folder.path(), &["test", "--filter", "holds"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.ends_with("1 test: 1 ok, 0 failed, 1 left out\n"), "{out}");
    let (code, _, err) = run(folder.path(), &["test", "--filter", "nothing"]);
    assert_eq!((code, err.as_str()), (2, "wavec: no test has `nothing` in its title\n"));
}

#[test]
fn test_reads_the_files_that_a_spec_uses_and_speaks_json() {
    let folder = project("use \"more.wave\"\n");
    let more = "kind card { emit json in \"card.json\" { a = _words } }\nlet _words = \"hi\"\n\
        test \"a card\" {\n    card b { }\n    gives \"card.json\" { a = \"hi\" }\n}\n";
    fs::write(folder.path().join("more.wave"), more).unwrap();
    let (code, out, _) = run(folder.path(), &["test", "spec.wave", "--format", "json"]);
    let object: serde_json::Value = serde_json::from_str(&out).unwrap();
    let expected = serde_json::json!([{ "file": "more.wave", "title": "a card", "ok": true }]);
    assert_eq!((code, &object["tests"]), (0, &expected));
    // A file that is no spec of its own has tests all the same.
    let (code, out, _) = run(folder.path(), &["test", "more.wave", "spec.wave"]);
    assert_eq!((code, out.lines().last()), (0, Some("2 tests: 2 ok, 0 failed")));
    // What can't be read isn't run.
    fs::write(folder.path().join("more.wave"), format!("{more}let x =\n")).unwrap();
    let (code, out, err) = run(folder.path(), &["test"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("error[E1004]"), "{err}");
}
