"""Objects of Kubernetes: kubernetes-validate, kubeconform with the same schemas, and kustomize."""

import importlib.resources
import json
import shutil
from importlib.metadata import version

import kubernetes_validate

from documents import SCRATCH
from install import TOOLS, go_tool, go_version
from tools.tool import Finding, Tool, by_file, sh

VERSION = "1.33"


class KubernetesValidate(Tool):
    name, package, formats = "kubernetes-validate", "kubernetes-validate", ("k8s",)

    def check(self, documents):
        return [finding for d in documents for value in d.values for finding in self.of_object(d, value)]

    def of_object(self, document, value):
        """What `kubernetes-validate --strict` prints. It accepts kinds that it doesn't know: those are not checked."""
        try:
            kubernetes_validate.validate(value, VERSION, strict=True)
        except kubernetes_validate.ValidationError as error:
            yield Finding(document, ".".join(str(part) for part in error.absolute_path), error.message)
        except kubernetes_validate.SchemaNotFoundError as error:
            self.unread[document.name] = error.message


class Kubeconform(Tool):
    name, formats = "kubeconform", ("k8s",)
    program = TOOLS / "go" / "kubeconform" / "kubeconform"

    def absent(self):
        return go_tool("kubeconform")

    @classmethod
    def version(cls):
        return go_version(cls.name)

    def check(self, documents):
        files = by_file(documents)
        where = f"{self.schemas()}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json"
        out, err, _ = sh(self.program, "-strict", "-output", "json", "-schema-location", where, *files)
        if not out:
            raise RuntimeError(err)
        found = []
        for one in json.loads(out).get("resources", []):
            document = files[one["filename"]]
            if "could not find schema" in one["msg"]:
                self.unread[document.name] = f"no schema of {one['kind']} {one['version']}"
            else:
                found.append(Finding(document, one["status"], one["msg"]))
        return found

    def schemas(self):
        """A copy of the schemas of kubernetes-validate, which refer to one another by file: their own names are on the web."""
        source = importlib.resources.files("kubernetes_validate") / "kubernetes-json-schema" / f"v{VERSION}.0-local-strict"
        copy = TOOLS / "kubernetes-schemas" / f"{version('kubernetes-validate')}-{VERSION}"
        if not copy.is_dir():
            part = copy.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            for file in source.iterdir():
                schema = json.loads(file.read_text().replace('"/api/_definitions.json#', '"_definitions.json#'))
                schema.pop("$id", None)
                (part / file.name).write_text(json.dumps(schema))
            part.rename(copy)
        return copy


class Kustomize(Tool):
    name, formats, together = "kustomize", ("k8s",), True
    program = TOOLS / "go" / "kustomize" / "kustomize"

    def absent(self):
        return go_tool("kustomize")

    @classmethod
    def version(cls):
        return go_version(cls.name)

    def check(self, documents):
        """Builds one set of all files: object names must be unique, and references are followed."""
        folder = SCRATCH / "kustomize"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        names = [f"{n:03}.yaml" for n, _ in enumerate(documents)]
        for name, document in zip(names, documents):
            (folder / name).write_text(document.text)
        (folder / "kustomization.yaml").write_text(json.dumps({"resources": names}))
        out, err, code = sh(self.program, "build", folder)
        return [Finding(documents[0], "build", err.strip())] if code else []
