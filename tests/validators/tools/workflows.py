"""Workflows of GitHub Actions: actionlint."""

from install import TOOLS, go_tool
from tools.tool import Finding, Tool, by_file, json_of, sh


class Actionlint(Tool):
    name, formats = "actionlint", ("github",)
    program = TOOLS / "go" / "actionlint" / "actionlint"

    def absent(self):
        return go_tool("actionlint")

    def version(self):
        return sh(self.program, "-version")[0].split()[0]

    def check(self, documents):
        files = by_file(documents)
        # Its own shellcheck is left out: scripts are looked at by themselves.
        found = json_of(self.program, "-format", "{{json .}}", "-shellcheck=", "-pyflakes=", *files) or []
        return [Finding(files[f["filepath"]], f["kind"], f["message"]) for f in found]
