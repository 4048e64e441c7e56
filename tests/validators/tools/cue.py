"""JSON schemas once more, by another reader of them: `cue vet`."""

import importlib.resources

from install import TOOLS, go_tool, go_version
from tools.schemas import EKSCTL, lacking
from tools.tool import Finding, Tool, sh


class Cue(Tool):
    name, formats = "cue", ("eksctl", "compose", "github")
    program = TOOLS / "go" / "cue" / "cue"

    def __init__(self):
        super().__init__()
        self.made = set()

    def lacking(self):
        return lacking()

    def absent(self):
        return go_tool("cue")

    @classmethod
    def version(cls):
        return go_version(cls.name)

    def check(self, documents):
        folder = TOOLS / "cue"
        folder.mkdir(exist_ok=True)
        found = []
        for document in documents:
            schema = self.schema(folder, document.format)
            out, err, code = sh(self.program, "vet", "--concrete", "--schema", "#Root", document.file, schema)
            found += [Finding(document, "vet", (err or out).splitlines()[0])] if code else []
        return found

    def schema(self, folder, kind):
        """The JSON schema of a format, as CUE reads it."""
        made = folder / f"{kind}.cue"
        if kind not in self.made:
            form = ["--force", "--package", "schema", "--path", "#Root:", "--outfile", made]
            _, err, code = sh(self.program, "import", *form, "jsonschema:", source_of(kind))
            if code:
                raise RuntimeError(err)
            self.made.add(kind)
        return made


def source_of(kind):
    bundled = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    return {"eksctl": EKSCTL, "compose": bundled / "compose-spec.json", "github": bundled / "github-workflows.json"}[kind]
