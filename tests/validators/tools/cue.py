"""JSON schemas once more, by another reader of them: `cue vet`."""

import importlib.resources

from install import TOOLS, go_tool
from tools.schemas import EKSCTL
from tools.tool import Finding, Tool, sh


class Cue(Tool):
    name, formats = "cue", ("eksctl", "compose", "github")
    program = TOOLS / "go" / "cue" / "cue"

    def absent(self):
        return go_tool("cue")

    def version(self):
        return sh(self.program, "version")[0].split()[2]

    def check(self, documents):
        folder = TOOLS / "cue"
        folder.mkdir(exist_ok=True)
        found = []
        for document in documents:
            if schema := self.schema(folder, document):
                out, err, code = sh(self.program, "vet", "--concrete", "--all-errors", "--schema", "#Root", document.file, schema)
                found += [Finding(document, "vet", (err or out).splitlines()[0])] if code else []
        return found

    def schema(self, folder, document):
        """The JSON schema of its format, read by CUE."""
        source = source_of(document.format)
        if not source.is_file():
            self.unread[document.name] = "the schema is not here"
            return None
        made = folder / f"{document.format}.cue"
        _, err, code = sh(self.program, "import", "--force", "--package", "schema", "--path", "#Root:", "--outfile", made, "jsonschema:", source)
        if code:
            raise RuntimeError(err)
        return made


def source_of(kind):
    bundled = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    return {"eksctl": EKSCTL, "compose": bundled / "compose-spec.json", "github": bundled / "github-workflows.json"}[kind]
