"""Templates of CloudFormation: cfn-lint, its warnings too."""

from install import PYTHON
from tools.tool import Finding, Tool, by_file, json_of


class CfnLint(Tool):
    name, package, formats = "cfn-lint", "cfn-lint", ("cloudformation",)

    def check(self, documents):
        files = by_file(documents)
        found = json_of(PYTHON.parent / "cfn-lint", "--regions", "eu-central-1", "--format", "json", "--", *files)
        return [Finding(files[f["Filename"]], f["Rule"]["Id"], f["Message"]) for f in found]
