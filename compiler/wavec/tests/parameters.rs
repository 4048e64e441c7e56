//! Parameters and environments from outside: `--set`, `--env`.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says so by falling over")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs it; gives exit code, standard output, standard error.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_wavec")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap()
}

#[test]
fn one_environment_is_written_and_the_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    let spec = |pages: i64| {
        format!(
            "deployment d {{}}\n\nparam pages: int\n\nenvironment staging {{ pages = {pages} }}\n\nenvironment production {{ pages = {} }}\n\n\
             kind site {{\n    emit text in \"${{environment}}.txt\" \"${{pages}}\"\n    emit text in \"all.txt\" \"the same\"\n}}\n\nsite main {{}}\n",
            pages + 1
        )
    };
    fs::write(folder.path().join("spec.wave"), spec(1)).unwrap();
    assert_eq!(run(folder.path(), &["build"]).0, 0);
    fs::write(folder.path().join("spec.wave"), spec(5)).unwrap();
    let (code, out, err) = run(folder.path(), &["build", "--env", "staging"]);
    assert_eq!((code, out.as_str()), (0, "2 files: 1 written, 1 unchanged\n"), "{err}");
    assert_eq!(read(folder.path(), "out/staging.txt"), "5\n");
    assert_eq!(read(folder.path(), "out/production.txt"), "2\n");
    assert_eq!(run(folder.path(), &["build", "--check", "--env", "staging"]).0, 0);
    let (code, out, _) = run(folder.path(), &["build", "--check"]);
    assert!(code == 1 && out.contains("changed out/production.txt"), "{out}");
    assert_eq!(run(folder.path(), &["build"]).1, "3 files: 1 written, 2 unchanged\n");
    let (code, _, err) = run(folder.path(), &["build", "--env", "stagin"]);
    assert!(code == 2 && err.contains("did you mean `staging`?"), "{err}");
}

#[test]
fn a_value_of_the_call_that_does_not_fit_says_what_is_expected() {
    let folder = tempfile::tempdir().unwrap();
    let spec = "deployment d {}\n\nparam port: int in 1..65535\n\nkind site { emit json in \"a.json\" { port } }\n\nsite main {}\n";
    fs::write(folder.path().join("spec.wave"), spec).unwrap();
    for value in ["abc", "99999"] {
        let (code, _, err) =
            run(folder.path(), &["check", "--set", &format!("port={value}"), "--format", "short"]);
        let said =
            format!("--set:1:6: error[E3004]: `port`: expected an int from 1 to 65535, found `{value}`");
        assert!(code == 1 && err.starts_with(&said), "{err}");
    }
}
