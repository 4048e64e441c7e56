//! The outputs of a graph on disk, and programs of the same names in place of the real ones.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Output as Ran, Stdio};
use std::sync::Mutex;

use graph::Graph;

use crate::builder::files;

/// Prints its own call, and what its standard input holds if the last word is `-`.
const KUBECTL: &str =
    "#!/usr/bin/env bash\nprintf 'kubectl'; printf ' [%s]' \"$@\"; echo\nif [[ ${!#} == - ]]; then cat; fi\n";
/// Finds nothing at first.
const AWS: &str = r#"#!/usr/bin/env bash
if [[ $1 == elbv2 ]]; then
    echo x >>"$FAKES/tries"
    if (($(wc -l <"$FAKES/tries") < 2)); then echo None; else echo "${ANSWER-lb-1.example.com}"; fi
elif [[ $1 == iam ]]; then
    [[ -e $FAKES/role ]]
else
    printf 'aws'; printf ' [%s]' "$@"; echo
    cat -- "${!##file://}"
fi
"#;

/// A process that is started while a file is open for writing keeps it busy, and then nobody can run it.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

pub(crate) fn start(process: &mut Process) -> Option<Ran> {
    let guard = ONE_AT_A_TIME.lock();
    let child = process.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().ok()?;
    drop(guard);
    child.wait_with_output().ok()
}

pub(crate) fn has(program: &str) -> bool {
    let present = start(Process::new(program).arg("--version")).is_some_and(|ran| ran.status.success());
    if !present {
        eprintln!("{program} not found: not run");
    }
    present
}

/// The outputs of a graph on disk, and fake programs.
pub(crate) struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub(crate) fn of(graph: &Graph) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Self { folder };
        for output in files(graph).files {
            place.write(&format!("a b/{}", output.path), &output.bytes, output.executable);
        }
        place.write("fakes/kubectl", KUBECTL.as_bytes(), true);
        place.write("fakes/aws", AWS.as_bytes(), true);
        place
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8], executable: bool) {
        let _guard = ONE_AT_A_TIME.lock();
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(if executable { 0o755 } else { 0o644 }))
            .unwrap();
    }

    pub(crate) fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
        let fakes = self.path("fakes");
        let path = format!("{}:{}", fakes.display(), std::env::var("PATH").unwrap());
        let mut process = Process::new(self.path("a b/out/deploy.sh"));
        process
            .args(arguments)
            .current_dir("/")
            .env("PATH", path)
            .env("FAKES", &fakes)
            .env("TMPDIR", self.folder.path());
        start(process.envs(variables.iter().copied())).unwrap()
    }
}

pub(crate) fn stdout(ran: &Ran) -> String {
    String::from_utf8_lossy(&ran.stdout).into_owned()
}

pub(crate) fn stderr(ran: &Ran) -> String {
    String::from_utf8_lossy(&ran.stderr).into_owned()
}

pub(crate) fn shellcheck(script: &Path) {
    if has("shellcheck") {
        let ran = start(Process::new("shellcheck").arg(script)).unwrap();
        assert!(ran.status.success(), "{}\n{}", stdout(&ran), fs::read_to_string(script).unwrap());
    }
}
