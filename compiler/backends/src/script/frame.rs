//! The parts of a script that don't depend on its steps. Each script holds those that it uses.
//!
//! Written for bash 3.2, which macOS still has: no associative arrays, no `mapfile`, no empty arrays under `set -u`.

use graph::{Secret, Step};

use super::commands::Needs;
use super::ere;
use super::plan::Plan;
use crate::lines::{Lines, Printed};
use crate::shell::{WordPart, quote};

/// The script stays in the folder of its caller, whose variables may hold paths relative to it.
const HERE: &str = r#"here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
"#;

/// Runs one step, or shows it.
const STEP: &str = r#"# Runs a step: what it does, then what it finds out.
step() {
    local name=$1HOW
    if [[ $mode == list ]]; then
        printf '%-WIDTHs  %s\n' "$name" "$2"
        return
    fi
    if [[ $name == "$from" ]]; then
        from=
    fi
    if [[ $mode == dry-run ]]; then
        printf '==> %s\n' "$2"
        if [[ RUNS ]]; then
            show "run_$name"
        fi
        show "find_$name"
        return
    fi
    now=$name
    if [[ RUNS ]]; then
        printf '==> %s\n' "$2"
        if defined "run_$name"; then
            DO
        fi
    fi
    # Later steps need this also where the step itself is left out.
    if defined "find_$name"; then
        "find_$name"
    fi
    now=
}

defined() {
    declare -F "$1" >/dev/null
}

# The commands of a function, as they would be run; a secret shows as its name.
show() {
    if defined "$1"; then
        declare -f "$1" | sed '1,2d; $d'
    fi
}

"#;

/// What does the work of a step if some steps may fail.
const TRY: &str = r#"if [[ $how == *continue* ]]; then
                attempt "$name" "$2"
            else
                "run_$name"
            fi"#;

/// Runs a step that may fail.
const ATTEMPT: &str = r#"
# attempt NAME TITLE: runs a step; if it fails, the script goes on, and fails in the end.
attempt() {
    local status
    # In a condition, or before `||`, bash would run what stands after a command that fails.
    set +e
    (
        set -e
        "run_$1"
    )
    status=$?
    set -e
    if ((status != 0)); then
        failed+="  $2"$'\n'
        printf '    failed; going on with the next step\n' >&2
    fi
}
"#;

const FAIL: &str = r#"
fail() {
    printf '%s: %s\n' NAME "$1" >&2
    exit 1
}
"#;

const MATCHES: &str = r"
matches() {
    local LC_ALL=C
    [[ $1 =~ $2 ]]
}
";

/// Command-line programs print `None` or `null` for a field that isn't there yet.
const CAPTURE: &str = r#"
# capture TRIES PAUSE PATTERN EXPECTED COMMAND...: prints what the command prints, once it is as expected.
capture() {
    local tries=$1 pause=$2 pattern=$3 expected=$4 try value=
    shift 4
    for ((try = 1; try <= tries; try++)); do
        if value=$("$@") && [[ $value != None && $value != null && $value != *[[:cntrl:]]* ]] && matches "$value" "$pattern"; then
            printf '%s' "$value"
            return
        fi
        if ((try < tries)); then
            sleep "$pause"
        fi
    done
    fail "expected $expected, found \`$value\` (tried $tries times)"
}
"#;

const FILL: &str = r#"
# replaced TEXT WHAT BY: every occurrence, without any pattern.
replaced() {
    local rest=$1 done=
    while [[ $rest == *"$2"* ]]; do
        done+=${rest%%"$2"*}$3
        rest=${rest#*"$2"}
    done
    printf '%s' "$done$rest"
}

# fill PATH PLACEHOLDER VALUE...: writes a copy of PATH.in below $filled, with the values put in.
fill() {
    local path=$1 text
    text=$(<"$here/UP$path.in")
    shift
    while (($# > 0)); do
        text=$(replaced "$text" "$1" "$2")
        shift 2
    done
    mkdir -p "$(dirname "$filled/$path")"
    printf '%s\n' "$text" >"$filled/$path"
}
"#;

const ESCAPED: &str = r#"
# A value as it stands between double quotes, in JSON and in YAML.
escaped() {
    local text
    text=$(replaced "$1" "\\" "\\\\")
    text=$(replaced "$text" '"' '\"')
    text=$(replaced "$text" $'\t' '\t')
    replaced "$text" $'\n' '\n'
}
"#;

const INSIST: &str = r#"
# insist NAME PATTERN EXPECTED: a secret stands in the environment. Its value is never shown.
insist() {
    if [[ -z ${!1-} ]]; then
        problems+="  $1 isn't set: put $3 into this environment variable"$'\n'
    elif ! matches "${!1}" "$2"; then
        problems+="  $1 isn't as expected: put $3 into this environment variable"$'\n'
    fi
}
"#;

/// Everything is fatal, and outputs are found from wherever the script is called.
pub(crate) fn head(needs: &Needs, functions: &Printed, out: &mut Lines) {
    out.line("set -euo pipefail\n");
    if needs.fills || functions.text.contains("$here") || functions.text.contains("${here") {
        out.write(HERE);
    }
    out.line("# A pager would wait for a key.\nexport PAGER=cat");
}

/// `--help`
pub(crate) fn usage(plan: &Plan<'_>, needs: &Needs, secrets: &[&Secret], out: &mut Lines) {
    let name = plan.file_name();
    out.line("\nusage() {\n    cat <<'USAGE'");
    out.line(&format!("Usage: {name} [--dry-run] [--list] [--from STEP] [--help]\n"));
    out.line("Runs the steps below in order. Each can be run again.\n");
    out.line("  --dry-run    print each step and its commands, and change nothing");
    out.line("  --list       print the names and the titles of the steps");
    let always = if plan.steps.iter().any(|s| s.always) { "; checks before it run all the same" } else { "" };
    out.line(&format!("  --from STEP  begin with this step{always}"));
    out.line("  --help       print this");
    let variables: Vec<&str> = secrets.iter().map(|s| &*s.variable).collect();
    let tools: Vec<&str> = needs.tools.iter().map(String::as_str).collect();
    if !tools.is_empty() {
        out.line(&format!("\nPrograms that it needs: {}", tools.join(", ")));
    }
    if !variables.is_empty() {
        out.line(&format!("\nSecrets that it reads from the environment: {}", variables.join(", ")));
    }
    out.line("USAGE\n}");
}

/// The functions that the steps of this script use.
pub(crate) fn helpers(plan: &Plan<'_>, needs: &Needs, secrets: bool) -> String {
    let fail = FAIL.replace("NAME", &word(plan.file_name()));
    let remove = if needs.fills { "\n    rm -rf -- \"$filled\"" } else { "" };
    let fill = FILL.replace("UP", &"../".repeat(plan.path.matches('/').count()));
    let failed = if may_fail(plan) { FAILED } else { "" };
    let finish = FINISH.replace("FAILED", failed).replace("REMOVE", remove);
    let finish = finish.replace("NAME", &word(plan.file_name()));
    let parts = [
        (needs.captures, fail.as_str()),
        (needs.captures || secrets, MATCHES),
        (needs.captures, CAPTURE),
        (needs.fills, fill.as_str()),
        (needs.escapes, ESCAPED),
        (secrets, INSIST),
        (!needs.tools.is_empty(), NEED),
        (may_fail(plan), ATTEMPT),
        (true, finish.as_str()),
    ];
    parts.iter().filter(|(used, _)| *used).map(|(_, text)| *text).collect()
}

/// What runs a step.
pub(crate) fn step(plan: &Plan<'_>) -> String {
    let (always, may_fail) = (plan.steps.iter().any(|s| s.always), may_fail(plan));
    let how = if always || may_fail { " how=\"${*:3}\"" } else { "" };
    let runs = if always { "-z $from || $how == *always*" } else { "-z $from" };
    let run = if may_fail { TRY } else { "\"run_$name\"" };
    let width = plan.widest_name().to_string();
    STEP.replace("WIDTH", &width).replace("HOW", how).replace("RUNS", runs).replace("DO", run)
}

/// How a step is run, if not as most are: words after its title.
pub(crate) fn how(step: &Step) -> String {
    let words = [(step.always, " always"), (step.r#continue, " continue")];
    words.iter().filter(|(so, _)| *so).map(|(_, word)| *word).collect()
}

/// Whether a step may fail, and the next ones still run.
fn may_fail(plan: &Plan<'_>) -> bool {
    plan.steps.iter().any(|s| s.r#continue)
}

/// Reads the command line.
pub(crate) fn arguments(plan: &Plan<'_>, out: &mut Lines) {
    let name = word(plan.file_name());
    let failed = if may_fail(plan) { "failed=\n" } else { "" };
    out.write(&format!(
        r#"mode=run
from=
now=
{failed}while (($# > 0)); do
    case $1 in
        --dry-run) mode=dry-run ;;
        --list) mode=list ;;
        --from)
            from=${{2-}}
            if ! defined "run_$from" && ! defined "find_$from"; then
                printf '%s: --from needs the name of a step; --list prints them\n' {name} >&2
                exit 2
            fi
            shift
            ;;
        -h | --help)
            usage
            exit
            ;;
        *)
            printf '%s: expected an option of --help, not: %s\n' {name} "$1" >&2
            exit 2
            ;;
    esac
    shift
done

"#
    ));
}

/// Says where a run ended, and cleans up. A check that always runs may fail before the step is reached that the run was to
/// begin with.
const FINISH: &str = r#"
finish() {
    local status=$?REMOVEFAILED
    if ((status != 0)) && [[ -n $now ]]; then
        printf '%s: stopped in this step; go on with: --from %s\n' NAME "${from:-$now}" >&2
    fi
}
"#;

/// What a script says of the steps that failed, wherever it ends.
const FAILED: &str = r#"
    if [[ -n $failed ]]; then
        printf '%s: these steps failed:\n%s' NAME "$failed" >&2
    fi"#;

const NEED: &str = r#"
need() {
    if ! command -v "$1" >/dev/null; then
        problems+="  $1 isn't installed"$'\n'
    fi
}
"#;

/// What must be there before the first step; all that is missing is told at once.
pub(crate) fn checks(plan: &Plan<'_>, needs: &Needs, secrets: &[&Secret], out: &mut Lines) {
    out.line("if [[ $mode == run ]]; then");
    if !needs.tools.is_empty() || !secrets.is_empty() {
        out.line("    problems=");
        needs.tools.iter().for_each(|tool| out.line(&format!("    need {tool}")));
        for secret in secrets {
            let pattern =
                secret.pattern.as_deref().and_then(ere::translate).unwrap_or_else(|| ".".to_owned());
            let words = secret.words.as_deref().unwrap_or("the secret");
            let line = format!("    insist {} {} {}", secret.variable, word(&pattern), word(words));
            out.write_from(&line, secret.span);
            out.end_line();
        }
        out.line("    if [[ -n $problems ]]; then");
        let name = word(plan.file_name());
        out.line(&format!("        printf '%s: before the first step:\\n%s' {name} \"$problems\" >&2"));
        out.line("        exit 1\n    fi");
    }
    if needs.fills {
        out.line("    filled=$(mktemp -d)");
    }
    out.line("    trap finish EXIT\nfi\n");
}

/// How a script ends in which a step may fail.
pub(crate) fn end(plan: &Plan<'_>, out: &mut Lines) {
    if may_fail(plan) {
        out.line("\nif [[ -n $failed ]]; then\n    exit 1\nfi");
    }
}

fn word(text: &str) -> String {
    quote::word(&[WordPart::Literal(text.to_owned())])
}
