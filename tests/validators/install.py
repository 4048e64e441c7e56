"""Installs the tools, each in its folder below target/validators. Runs before anything is installed: the standard library alone."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TOOLS = Path(os.environ.get("VALIDATORS_TOOLS") or ROOT / "target" / "validators")
PYTHON = TOOLS / "python" / "bin" / "python"
GO_TOOLS = {
    "kubeconform": "github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0",
    "actionlint": "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12",
    "kustomize": "sigs.k8s.io/kustomize/kustomize/v5@v5.8.2",
    "cue": "cuelang.org/go/cmd/cue@v0.17.1",
}


def python_packages():
    """Makes the packages of requirements.txt available to PYTHON; gives the reason if it can't."""
    if sys.version_info < (3, 11):
        return f"Python 3.11 is needed, this is {sys.version.split()[0]}"

    def make(folder):
        run(sys.executable, "-m", "venv", folder)
        run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", HERE / "requirements.txt")

    return once(TOOLS / "python", (HERE / "requirements.txt").read_text(), make)


def node_packages():
    """Makes the packages of package-lock.json available below TOOLS/node; gives the reason if it can't."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "no node"

    def make(folder):
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        run("npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", cwd=folder)

    return once(TOOLS / "node", (HERE / "package-lock.json").read_text(), make)


def go_tool(name):
    """Makes a program in Go available as TOOLS/go/NAME/NAME; gives the reason if it can't."""
    if not shutil.which("go"):
        return "no Go"

    def make(folder):
        run("go", "install", GO_TOOLS[name], env={"GOBIN": str(folder), "GOFLAGS": ""})

    return once(TOOLS / "go" / name, GO_TOOLS[name], make)


def go_version(name):
    return GO_TOOLS[name].split("@")[1]


def once(folder, what, make):
    """Makes a folder anew unless it was made of the same; gives the reason if that fails."""
    mark = folder / ".made-of"
    digest = hashlib.sha256(what.encode()).hexdigest()
    if mark.is_file() and mark.read_text() == digest:
        return None
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        make(folder)
        mark.write_text(digest)
    except (RuntimeError, OSError) as error:
        return f"it can't be installed: {error}"
    return None


def run(*command, cwd=None, env=None):
    """Runs a command that must succeed."""
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env={**os.environ, **(env or {})}, text=True, capture_output=True, check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise RuntimeError(said[-1] if said else f"{command[0]} failed")
