"""Workflows of GitHub Actions: actionlint."""

from install import TOOLS, go_tool, go_version
from tools.tool import Finding, Tool, by_file, json_of, sh


class Actionlint(Tool):
    name, formats = "actionlint", ("github",)
    program = TOOLS / "go" / "actionlint" / "actionlint"

    def absent(self):
        return go_tool("actionlint")

    @classmethod
    def version(cls):
        return go_version(cls.name)

    def check(self, documents):
        files = by_file(documents)
        # Paths are shown as seen from the current folder. Its own shellcheck is left out: scripts are looked at by themselves.
        found = json_of(self.program, "-format", "{{json .}}", "-shellcheck=", "-pyflakes=", *files, cwd="/") or []
        return [Finding(files[f"/{f['filepath'].lstrip('/')}"], f["kind"], f["message"]) for f in found]
