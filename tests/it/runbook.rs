//! The run-book of the example is pasted into one bash, block after block, with programs of the same names in place of the real
//! ones; and read by ShellCheck where it is installed.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use tests::case;
use tests::markdown::blocks;
use wavec::world::Disk;

/// Nothing is there yet, but for what later steps ask for.
const AWS: &str = r#"#!/usr/bin/env bash
printf 'aws' >>"$LOG"; printf ' %s' "$@" >>"$LOG"; echo >>"$LOG"
case "$*" in
    *"--query Account"*) echo 123456789012 ;;
    *cluster.endpoint*) echo https://cluster.example.com ;;
    *identity.oidc.issuer*) echo https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE ;;
    *vpcId* | *VpcId*) echo vpc-1 ;;
    *CidrBlock*) echo 10.0.0.0/16 ;;
    *FromPort*) printf '443\t443\n2049\t2049\n' ;;
    *AvailabilityZone*) printf 'b\tsubnet-2\na\tsubnet-1\na\tsubnet-3\n' ;;
    *NumCacheNodes*) printf 'wave\t1\t6.2.6\tFalse\n' ;;
    *ProductionAccessEnabled*) [[ -e $LOG.asked ]] && echo True || echo False ;;
    *put-account-details*) touch "$LOG.asked" ;;
    *create-email-identity*) touch "$LOG.sender" ;;
    *list-email-identities*) [[ -e $LOG.sender ]] && echo your-company.com || echo None ;;
    *get-bucket-location*) echo eu-central-1 ;;
    *Certificate.Status*) echo ISSUED ;;
    *SubjectAlternativeNames*) echo '*.your-company.com' ;;
    *change-resource-record-sets*) cat "${@: -1:1}" >>"$LOG" 2>/dev/null || cat "${!##file://}" >>"$LOG" ;;
    *head-bucket* | *"describe-cluster --name tower-prod --region eu-central-1"* | *describe-file-systems*) exit 1 ;;
    *get-role* | *describe-repositories*"build --region"* | *"describe-certificate --certificate-arn"*) exit 1 ;;
    *) echo None ;;
esac
"#;

const KUBECTL: &str = r#"#!/usr/bin/env bash
printf 'kubectl' >>"$LOG"; printf ' %s' "$@" >>"$LOG"; echo >>"$LOG"
case "$*" in
    *jsonpath=*server*) echo https://cluster.example.com ;;
    *jsonpath=*ingress*) echo lb-1.eu-central-1.elb.amazonaws.com ;;
    *logs*) echo "Opening pairing session - endpoint: https://your-platform-hostname.com" ;;
    *"/dev/fd/"*) cat "${!#}" >/dev/null ;;
esac
"#;

const OTHER: &str = "#!/usr/bin/env bash\nprintf '%s' \"${0##*/}\" >>\"$LOG\"; printf ' %s' \"$@\" >>\"$LOG\"; echo >>\"$LOG\"\n";

fn book() -> String {
    let built = wavec::build("spec.wave", &Disk::new(case::repository().join("examples/wave")));
    wavec::runbook::markdown(built.checked.graph().unwrap(), &built.checked.sources)
}

#[test]
fn each_step_names_its_lines_of_the_spec() {
    let book = book();
    let spec = fs::read_to_string(case::repository().join("examples/wave/spec.wave")).unwrap();
    let lines: Vec<&str> = spec.lines().collect();
    let titles: Vec<usize> =
        book.lines().enumerate().filter(|(_, line)| line.starts_with("### ")).map(|(at, _)| at).collect();
    assert!(titles.len() > 30, "{book}");
    for at in titles {
        let places = book.lines().nth(at + 2).unwrap();
        assert!(places.starts_with("`spec.wave:"), "{places}");
        for place in places.split(", ") {
            let number: usize = place.trim_matches('`').rsplit(':').next().unwrap().parse().unwrap();
            assert!(!lines[number - 1].trim().is_empty(), "{place}");
        }
    }
    let bucket = lines.iter().position(|l| l.starts_with("bucket logs")).unwrap() + 1;
    assert!(book.contains(&format!("Create the bucket wave-logs-prod\n\n`spec.wave:{bucket}`, ")), "{book}");
}

#[test]
fn the_steps_stand_in_the_order_of_the_guide() {
    let book = book();
    let titles = [
        "Create the cluster tower-prod",
        "Create the bucket",
        "Create the file system",
        "Take SES out of its sandbox",
        "Request a certificate",
        "Create the repository wave/build",
        "Create the cache",
        "Create the role",
        "Create the namespace, its storage",
        "Store the login of cr.seqera.io",
        "Start the database",
        "Start Wave",
        "Publish Wave",
        "Point wave.your-company.com",
        "Say how to pair",
        "Ask Wave for its version",
    ];
    let places: Vec<usize> = titles
        .iter()
        .map(|t| book.find(&format!(". {t}")).unwrap_or_else(|| panic!("no step `{t}`")))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn the_blocks_run_one_after_another_in_one_shell() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    for (name, text) in [
        ("aws", AWS),
        ("kubectl", KUBECTL),
        ("eksctl", OTHER),
        ("helm", OTHER),
        ("curl", OTHER),
        ("wave", OTHER),
    ] {
        program(&folder.path().join(name), text);
    }
    let blocks: Vec<String> =
        blocks(&book()).into_iter().filter(|b| b.info == "bash").map(|b| b.text).collect();
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let shell = Command::new("bash")
        .arg("-e")
        .current_dir(case::repository().join("examples/wave"))
        .env("PATH", path)
        .env("LOG", &log)
        .env("TMPDIR", folder.path())
        .envs([
            ("SURREAL_PASSWORD", "s3cret-one"),
            ("REGISTRY_USER", "s3cret-two"),
            ("REGISTRY_PASSWORD", "s3cret-three"),
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut shell) = shell else { return };
    shell.stdin.take().unwrap().write_all(blocks.join("\n").as_bytes()).unwrap();
    let ran = shell.wait_with_output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    let log = fs::read_to_string(&log).unwrap();
    assert!(ran.status.success(), "{out}\n{err}\n{log}");
    let calls = [
        "eksctl create cluster --config-file out/eksctl/cluster.yaml",
        "aws s3 mb s3://wave-logs-prod --region eu-central-1",
        "aws efs create-mount-target --file-system-id fs-12345667890 --region eu-central-1 --subnet-id subnet-2",
        "aws ecr create-repository --repository-name wave/build",
        "aws iam create-role --role-name seqera-wave",
        "kubectl apply --namespace wave-production --filename out/k8s/40-app.yaml",
        "\"DNSName\": \"lb-1.eu-central-1.elb.amazonaws.com\"",
    ];
    for call in calls {
        assert!(log.contains(call), "`{call}` was not called:\n{log}\n{err}");
    }
    assert!(!format!("{out}{err}{log}").contains("s3cret"), "{out}\n{err}\n{log}");
}

#[test]
fn each_block_passes_shellcheck() {
    if Command::new("shellcheck").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("shellcheck not found: not run");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let blocks: Vec<String> =
        blocks(&book()).into_iter().filter(|b| b.info == "bash").map(|b| b.text).collect();
    let file = folder.path().join("book.sh");
    fs::write(&file, format!("#!/usr/bin/env bash\n{}", blocks.join("\n"))).unwrap();
    let ran = Command::new("shellcheck").arg(&file).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
}

fn program(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}
