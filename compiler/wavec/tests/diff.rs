//! What two builds differ in, and what can't be changed in place, from outside: specs on a disk and in a Git repository.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on says so by falling over"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

const SPEC: &str = r#"use std.aws

deployment d {
    account = "123456789012"
    region  = "eu-west-1"
}

cluster main {
    name = "prod"
    node_group workers {
        instance_types = ["m6i.xlarge"]
        size           = 2..6
    }
}

bucket logs { name = "my-logs" }

role reader {
    name   = "reader"
    trust  = services(["ec2.amazonaws.com"])
    grants = [bucket.logs.read]
}
"#;

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_wavec")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A folder whose spec was built.
fn built() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, SPEC);
    let (code, _, text) = run(folder.path(), &["build"]);
    assert_eq!((code, text.as_str()), (0, ""));
    folder
}

fn write(folder: &TempDir, spec: &str) {
    fs::write(folder.path().join("spec.wave"), spec).unwrap();
}

fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap()
}

fn json(folder: &TempDir, arguments: &[&str]) -> Value {
    let (_, out, text) = run(folder.path(), &[&["diff", "--format", "json"], arguments].concat());
    assert_eq!(text, "");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn a_change_in_place_is_refused_until_it_is_another_one_or_was_never_deployed() {
    let folder = built();
    let before = read(&folder, "out/wave.lock");
    let changed = SPEC.replace("m6i.xlarge", "m6i.2xlarge");
    write(&folder, &changed);
    for command in ["build", "check"] {
        let (code, _, text) = run(folder.path(), &[command]);
        assert_eq!(code, 1, "{text}");
        assert!(
            text.starts_with("error[E5006]: `instance_types` of `cluster.main.node_group.workers`"),
            "{text}"
        );
        assert!(text.contains("[spec.wave:11:26]") && text.contains("[out/wave.lock:"), "{text}");
        assert!(text.contains("such as `workers-v2`"), "{text}");
    }
    assert_eq!(run(folder.path(), &["build", "--check"]).0, 1);
    assert_eq!(read(&folder, "out/wave.lock"), before, "nothing was written");
    // With the edit that is proposed.
    let (_, out, _) = run(folder.path(), &["check", "--format", "json"]);
    let found: Value = serde_json::from_str(&out).unwrap();
    let edit = &found["diagnostics"][0]["fix"]["edits"][0];
    let at = usize::try_from(edit["start"]["offset"].as_u64().unwrap()).unwrap();
    let (before, after) = changed.split_at(at);
    let mended = format!("{before}{}{after}", edit["text"].as_str().unwrap());
    assert!(mended.contains("\n        name = \"workers-v2\"\n        instance_types"), "{mended}");
    write(&folder, &mended);
    assert_eq!(run(folder.path(), &["check"]).0, 0);
    // As it is, if it was never deployed.
    write(&folder, &changed);
    let path = "cluster.main.node_group.workers";
    assert_eq!(run(folder.path(), &["build", "--replace", path]).0, 0);
    assert!(read(&folder, "out/wave.lock").contains("m6i.2xlarge"));
    assert_eq!(run(folder.path(), &["build", "--check"]).0, 0);
}

#[test]
fn what_is_mutable_may_change_and_what_was_absent_may_be_filled_in() {
    let folder = built();
    let more = SPEC
        .replace("2..6", "3..9")
        .replace("name = \"prod\"\n", "name = \"prod\"\n    vpc  = \"vpc-0a1b2c3d4e5f60718\"\n");
    write(&folder, &more);
    assert_eq!(run(folder.path(), &["build"]).0, 0);
    write(&folder, &more.replace("0718\"", "0719\""));
    let (code, _, text) = run(folder.path(), &["build", "--format", "short"]);
    assert_eq!(code, 1);
    assert!(text.contains("error[E5006]: `vpc` of `cluster.main` can't be changed in place"), "{text}");
}

#[test]
fn a_replacement_must_name_something_that_changes() {
    let folder = built();
    let (code, _, text) = run(folder.path(), &["build", "--replace", "cluster.main", "--format", "short"]);
    assert_eq!(code, 0);
    assert!(text.contains("warning[W5007]: nothing of `cluster.main` needs `--replace`"), "{text}");
    let (code, _, text) = run(folder.path(), &["build", "--replace", "cluster.mian"]);
    assert_eq!(code, 1);
    assert!(text.contains("error[E0014]: `--replace cluster.mian` names no resource"), "{text}");
    assert!(text.contains("did you mean `cluster.main`?"), "{text}");
}

#[test]
fn a_label_may_change_where_a_name_is_the_identity() {
    let folder = built();
    write(&folder, &SPEC.replace("bucket logs", "bucket records").replace("bucket.logs", "bucket.records"));
    let difference = json(&folder, &[]);
    assert_eq!(difference["outputs"], json!([]));
    assert_eq!(difference["environments"][0]["permissions"], json!([]));
    let resources = &difference["environments"][0]["resources"];
    assert_eq!((&resources[0]["change"], &resources[0]["was"]), (&json!("changed"), &json!("bucket.logs")));
    assert_eq!(resources[0]["attributes"], json!([]));
    assert_eq!(run(folder.path(), &["build"]).0, 0);
}

#[test]
fn a_difference_says_what_changes_where_and_what_is_allowed_now() {
    let folder = built();
    assert_eq!(
        run(folder.path(), &["diff", "--exit-code"]),
        (0, "no difference\n".to_string(), String::new())
    );
    let changed = SPEC
        .replace("[bucket.logs.read]", "[bucket.logs.read, bucket.logs.delete]")
        .replace("m6i.xlarge", "m6i.2xlarge")
        .replace(
            "bucket logs { name = \"my-logs\" }",
            "bucket logs { name = \"other-logs\" }\nrepo tools { name = \"team/tools\" }",
        );
    write(&folder, &changed);
    let (code, out, text) = run(folder.path(), &["diff", "--exit-code"]);
    assert_eq!((code, text.as_str()), (1, ""));
    let expected = "\
resources
  ± bucket.logs  another one: the old one stays behind  spec.wave:16
      name  \"my-logs\" → \"other-logs\"
  ~ cluster.main.node_group.workers  spec.wave:10
      instance_types  [\"m6i.xlarge\"] → [\"m6i.2xlarge\"]  can't be changed in place  spec.wave:11
  + repo.tools  spec.wave:17
      name    \"team/tools\"
      region  \"eu-west-1\"
  ~ role.reader  spec.wave:19
      grants  [grant(s3:GetObject)] → [grant(s3:GetObject), grant(s3:DeleteObject)]  spec.wave:22

permissions
  role.reader
    + s3:DeleteObject on arn:aws:s3:::other-logs/*  spec.wave:22
    + s3:GetObject on arn:aws:s3:::other-logs/*  spec.wave:22
    - s3:GetObject on arn:aws:s3:::my-logs/*

outputs
  ~ out/eksctl/cluster.yaml
  ~ out/iam/reader-policy.json

1 resource added, 2 changed, 1 replaced; 2 permissions added, 1 removed; 2 outputs different
";
    assert_eq!(out, expected);
    let (_, ascii, _) = run(folder.path(), &["diff", "--ascii"]);
    assert!(ascii.is_ascii() && ascii.contains("-/+ bucket.logs"), "{ascii}");
    let (_, plain, _) = run(folder.path(), &["diff", "--plain"]);
    assert!(
        plain.contains("  replaced bucket.logs") && plain.contains("    removed s3:GetObject on "),
        "{plain}"
    );
    assert!(plain.contains("\"my-logs\" becomes \"other-logs\""), "{plain}");
    let (_, with_outputs, _) = run(folder.path(), &["diff", "--outputs"]);
    assert!(with_outputs.contains("      -  - m6i.xlarge\n      +  - m6i.2xlarge\n"), "{with_outputs}");
}

#[test]
fn what_refers_to_a_replaced_resource_is_told_by_its_permissions_alone() {
    let folder = built();
    write(&folder, &SPEC.replace("my-logs", "other-logs"));
    let (code, out, text) = run(folder.path(), &["diff"]);
    assert_eq!((code, text.as_str()), (0, ""));
    assert!(
        !out.contains("~ role.reader") && out.contains("+ s3:GetObject on arn:aws:s3:::other-logs/*"),
        "{out}"
    );
}

#[test]
fn a_difference_for_programs_has_places() {
    let folder = built();
    write(&folder, &SPEC.replace("2..6", "2..7"));
    let difference = json(&folder, &[]);
    assert_eq!((&difference["different"], &difference["against"]), (&json!(true), &json!("out/wave.lock")));
    let group = &difference["environments"][0]["resources"][0];
    let size = json!({
        "name": "size", "old": "2..6", "new": "2..7", "immutable": false,
        "place": { "file": "spec.wave", "line": 12 }
    });
    assert_eq!(
        (&group["id"], &group["attributes"]),
        (&json!("cluster.main.node_group.workers"), &json!([size]))
    );
    assert_eq!(
        difference["outputs"],
        json!([{ "change": "changed", "path": "out/eksctl/cluster.yaml", "diff": null }])
    );
}

#[test]
fn without_a_lock_there_is_nothing_to_compare_with() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, SPEC);
    let (code, out, text) = run(folder.path(), &["diff"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        text.starts_with("wavec: there is no `out/wave.lock` to compare with; `wavec build` writes it"),
        "{text}"
    );
    write(&folder, "buckt b {}\n");
    let (code, _, text) = run(folder.path(), &["diff", "--format", "short"]);
    assert_eq!(code, 2);
    assert!(text.contains("error[E2002]") && text.contains("has errors"), "{text}");
}

#[test]
fn a_lock_of_the_first_version_is_compared_as_far_as_it_goes() {
    let folder = built();
    let lock: Value = serde_json::from_str(&read(&folder, "out/wave.lock")).unwrap();
    let files = lock["files"].as_object().unwrap().iter();
    let files: Vec<Value> = files.map(|(p, d)| json!({ "path": p, "sha256": d })).collect();
    let resources = lock["resources"].as_object().unwrap().iter();
    let resources: Vec<Value> = resources
        .map(|(id, r)| json!({ "id": id, "kind": r["kind"], "attributes": r["attributes"] }))
        .collect();
    let old = json!({ "version": 1, "wavec": "0.1.0", "spec": "spec.wave", "inputs": [], "files": files, "resources": resources });
    fs::write(folder.path().join("out/wave.lock"), format!("{old:#}\n")).unwrap();
    let (code, out, _) = run(folder.path(), &["diff", "--exit-code"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("the lock is of an older wavec"), "{out}");
    write(&folder, &SPEC.replace("m6i.xlarge", "m6i.2xlarge"));
    let (code, _, text) = run(folder.path(), &["build"]);
    assert_eq!(code, 1);
    assert!(text.contains("error[E5006]") && text.contains("[out/wave.lock:"), "{text}");
    write(&folder, SPEC);
    assert_eq!(run(folder.path(), &["build"]).0, 0);
    assert!(read(&folder, "out/wave.lock").starts_with("{\n  \"version\": 2,"));
}

/// Runs Git in a folder, with nothing of the user's settings.
fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("these tests need `git`");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_revision_of_git_is_built_and_compared() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("deployments/wave");
    fs::create_dir_all(folder.join("parts")).unwrap();
    let spec = SPEC.replace("use std.aws", "use std.aws\nuse \"parts/more.wave\"");
    fs::write(folder.join("spec.wave"), &spec).unwrap();
    fs::write(folder.join("parts/more.wave"), "use std.aws\nbucket more { name = \"more\" }\n").unwrap();
    git(root.path(), &["init", "--quiet"]);
    git(root.path(), &["add", "."]);
    git(root.path(), &["commit", "--quiet", "--message", "first"]);
    git(root.path(), &["tag", "v1"]);
    assert_eq!(run(&folder, &["diff", "--against", "v1", "--exit-code"]).0, 0);
    fs::write(folder.join("parts/more.wave"), "use std.aws\nbucket most { name = \"most\" }\n").unwrap();
    let (code, out, text) = run(&folder, &["diff", "--against", "HEAD"]);
    assert_eq!((code, text.as_str()), (0, ""));
    assert!(out.contains("  - bucket.more\n      name  \"more\""), "{out}");
    assert!(out.contains("  + bucket.most  parts/more.wave:2\n"), "{out}");
    // What goes wrong is said in full.
    let fails = |arguments: &[&str], message: &str| {
        let (code, _, text) = run(&folder, &[&["diff"], arguments].concat());
        assert!(code == 2 && text.contains(message), "{text}");
    };
    fails(&["--against", "v2"], "Git knows no revision `v2` here");
    fails(&["--against=--help"], "Git knows no revision `--help` here");
    fs::write(folder.join("other.wave"), SPEC).unwrap();
    fails(&["--against", "v1", "other.wave"], "the revision `v1` has no `other.wave`");
    fs::write(folder.join("spec.wave"), "buckt b {}\n").unwrap();
    git(root.path(), &["commit", "--quiet", "--all", "--message", "broken"]);
    fs::write(folder.join("spec.wave"), SPEC).unwrap();
    fails(&["--against", "HEAD"], "the `spec.wave` of `HEAD` has these errors");
}

#[test]
fn outside_a_repository_there_is_no_revision() {
    let folder = built();
    let (code, _, text) = run(folder.path(), &["diff", "--against", "HEAD"]);
    assert_eq!(code, 2);
    assert!(text.contains("is not in a Git repository"), "{text}");
}

#[test]
fn environments_are_compared_one_by_one() {
    let folder = built();
    // The old lock has no environments: what has the same identity is the same all the same.
    let divided = "param types: [InstanceType]\nenvironment production { types = [\"m6i.xlarge\"] }\nenvironment staging { types = [\"m6i.large\"] }\n";
    let spec = SPEC
        .replace("[\"m6i.xlarge\"]", "types")
        .replace("name = \"prod\"", "name = environment\n    file = \"eksctl/${environment}.yaml\"\n    script = \"${environment}.sh\"")
        .replace("name   = \"reader\"", "name   = \"reader-${environment}\"\n    script = \"deploy-${environment}.sh\"");
    write(&folder, &format!("{spec}\n{divided}"));
    let (code, _, text) = run(folder.path(), &["build"]);
    assert_eq!((code, text.as_str()), (0, ""));
    write(&folder, &format!("{spec}\n{}", divided.replace("m6i.large", "m6i.2xlarge")));
    let difference = json(&folder, &[]);
    let environments = difference["environments"].as_array().unwrap();
    let names: Vec<&str> = environments.iter().map(|e| e["environment"].as_str().unwrap()).collect();
    assert_eq!(names, ["staging"]);
    let (code, _, text) = run(folder.path(), &["build"]);
    assert_eq!(code, 1);
    assert_eq!(text.matches("error[E5006]").count(), 1, "{text}");
    assert!(text.contains("was `[\"m6i.large\"]`"), "{text}");
}

#[test]
fn dividing_a_spec_into_environments_forgets_nothing() {
    let folder = built();
    let spec = SPEC.replace("m6i.xlarge", "m6i.2xlarge");
    write(&folder, &format!("{spec}\nenvironment production {{}}\n"));
    let (code, _, text) = run(folder.path(), &["build", "--format", "short"]);
    assert_eq!(code, 1);
    assert!(text.contains("error[E5006]: `instance_types` of `cluster.main.node_group.workers`"), "{text}");
}
