"""Documents with a JSON schema: check-jsonschema, with the schemas of Compose and workflows that it has itself."""

from install import PYTHON, ROOT
from tools.tool import Finding, Tool, by_file, json_of

# It has no package, and is not always here.
EKSCTL = ROOT.parent / "shared" / "schemas" / "eksctl.json"


def schema_of(kind):
    """How check-jsonschema is told the schema of a format."""
    if kind == "eksctl":
        return ["--schemafile", EKSCTL]
    return ["--builtin-schema", {"compose": "vendor.compose-spec", "github": "vendor.github-workflows"}[kind]]


def lacking():
    return {} if EKSCTL.is_file() else {"eksctl": "its schema is not here"}


class CheckJsonschema(Tool):
    name, package, formats = "check-jsonschema", "check-jsonschema", ("eksctl", "compose", "github")

    def lacking(self):
        return lacking()

    def check(self, documents):
        return [finding for kind in self.formats for finding in self.of_kind(kind, [d for d in documents if d.format == kind])]

    def of_kind(self, kind, documents):
        if not documents:
            return []
        files = by_file(documents)
        said = json_of(PYTHON.parent / "check-jsonschema", *schema_of(kind), "--output-format", "json", *files)
        broken = [Finding(files[f["filename"]], "parse", f["message"]) for f in said.get("parse_errors", [])]
        return broken + [Finding(files[f["filename"]], f["path"], worst(f)) for f in said["errors"]]


def worst(error):
    """Of an alternative of schemas, the message that fits best."""
    best = error.get("best_match") or error.get("best_deep_match")
    return f"{error['message']}: {best['path']}: {best['message']}" if best else error["message"]
