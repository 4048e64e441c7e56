//! How fast a build is: processor time and memory of the real program, started anew for each measurement.
//!
//! `cargo bench -p wavec` prints a table; `docs/performance.md` holds one, with the machine. Processor time is what the
//! kernel counts for child processes (`cutime` and `cstime`, in ticks of 10 ms, so a short run is repeated until the sum
//! is long), memory is the largest resident set. Both are read from `/proc`, so the figures are for Linux. Where valgrind
//! is installed, the instructions of one run are counted, too: that figure is the same on a busy machine.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The kernel's unit of processor time for user space, in milliseconds; 100 a second on every Linux.
const TICK: f64 = 10.0;

fn main() -> std::io::Result<()> {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_wavec"));
    let example = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/wave/spec.wave");
    println!("| what | lines | processor time | a line | memory | instructions |");
    println!("|---|---|---|---|---|---|");
    measure("`wavec --version`", &program, &["--version"], Path::new("."), 0, 400)?;
    let scratch = tempfile::tempdir()?;
    std::fs::copy(&example, scratch.path().join("spec.wave"))?;
    let lines = std::fs::read_to_string(&example)?.lines().count();
    measure(
        "`wavec check`, the Wave example",
        &program,
        &["check", "spec.wave"],
        scratch.path(),
        lines,
        200,
    )?;
    measure(
        "`wavec build`, the Wave example",
        &program,
        &["build", "spec.wave"],
        scratch.path(),
        lines,
        200,
    )?;
    for (resources, runs) in [(111, 50), (1_000, 10), (3_333, 4), (11_111, 2)] {
        let folder = tempfile::tempdir()?;
        let text = generated(resources);
        std::fs::write(folder.path().join("spec.wave"), &text)?;
        let name = format!("`wavec build`, {resources} resources");
        measure(&name, &program, &["build", "spec.wave"], folder.path(), text.lines().count(), runs)?;
    }
    Ok(())
}

/// Runs a command many times, and prints what one run takes.
fn measure(
    name: &str,
    program: &Path,
    args: &[&str],
    folder: &Path,
    lines: usize,
    runs: u32,
) -> std::io::Result<()> {
    let before = children_ticks()?;
    let mut peak = 0;
    for _ in 0..runs {
        // The outputs are made anew each time.
        drop(std::fs::remove_dir_all(folder.join("out")));
        let mut command = Command::new(program);
        command.args(args).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        peak = peak.max(watch(&mut child)?);
    }
    let millis = (children_ticks()? - before) * TICK / f64::from(runs);
    let memory = if peak == 0 { "–".to_owned() } else { format!("{} MiB", peak / 1024) };
    #[expect(clippy::cast_precision_loss, reason = "a number of lines is far below 2^53")]
    let each =
        if lines == 0 { "–".to_owned() } else { format!("{:.1} µs", millis * 1000.0 / lines as f64) };
    let instructions =
        instructions(program, args, folder).unwrap_or_else(|| "not counted: no valgrind".to_owned());
    println!("| {name} | {lines} | {millis:.1} ms | {each} | {memory} | {instructions} |");
    Ok(())
}

/// The instructions of one run in millions, as callgrind counts them; `None` without valgrind.
fn instructions(program: &Path, args: &[&str], folder: &Path) -> Option<String> {
    drop(std::fs::remove_dir_all(folder.join("out")));
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program).args(args);
    let output = valgrind.current_dir(folder).output().ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let count = text.lines().find_map(|l| l.split("Collected : ").nth(1))?.trim().parse::<u64>().ok()?;
    Some(format!("{} million", count / 1_000_000))
}

/// Waits for a child, and gives the largest resident set that was seen, in KiB. A short run may end unseen.
fn watch(child: &mut std::process::Child) -> std::io::Result<u64> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        let seen = line.and_then(|l| l.split_whitespace().next()).and_then(|n| n.parse().ok());
        peak = peak.max(seen.unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_micros(500));
    }
    Ok(peak)
}

/// The processor time of all children that have ended, user and system, in ticks.
fn children_ticks() -> std::io::Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // The name of the program, in parentheses, may hold blanks; `cutime` and `cstime` are fields 16 and 17.
    let fields = stat.rsplit(')').next().unwrap_or("").split_whitespace();
    Ok(fields.skip(13).take(2).filter_map(|f| f.parse::<f64>().ok()).sum())
}

/// A spec with so many resources, 9 lines each: references, strings with values in them, documents of Kubernetes.
fn generated(resources: usize) -> String {
    let mut text = String::from(HEAD);
    for i in 0..resources {
        let after = i.saturating_sub(1);
        // Writing to a string can't fail.
        let _ = write!(
            text,
            "\n/// Service number {i}.\nservice s{i} {{\n    name     = \"service-{i}\"\n    image    = \"registry.example.com/team/service-{i}:1.{i}\"\n    memory   = {}MiB\n    team     = \"team-{}\"\n    after    = [service.s{after}]\n}}\n",
            256 + i % 7 * 64,
            i % 20,
        );
    }
    text
}

const HEAD: &str = r#"use std.aws

deployment load {
    account = "123456789012"
    region  = "eu-west-1"
}

/// A container that is served inside the cluster.
kind service {
    name: string matching r"[a-z0-9-]{1,63}" "lower-case letters, digits and `-`"
    image: string
    memory: Size
    /// The file that its manifest stands in.
    team: string
    replicas: int in 1..100 = 1
    after: [service] = []

    let labels = { app = name, account = deployment.account }

    require enough_memory: memory >= 64MiB else "`${name}` has only ${memory}"

    emit k8s in "k8s/${team}.yaml" {
        apiVersion = "apps/v1"
        kind       = "Deployment"
        metadata   = { name = name, labels = labels }
        spec       = {
            replicas = replicas
            selector = { matchLabels = labels }
            template = {
                metadata = { labels = labels, annotations = { after = join([for s in after { s.name }], ",") } }
                spec     = { containers = [{ name = name, image = image, resources = { limits = { memory = memory } } }] }
            }
        }
    }
}
"#;
