"""Readers of YAML 1.1 that must all read the same values: PyYAML, ruamel.yaml and npm's yaml."""

import datetime
import decimal
import json
from importlib.metadata import version

import ruamel.yaml
import yaml

from install import HERE, TOOLS, node_packages
from tools.tool import Finding, Tool, json_of

READER = TOOLS / "node" / "yaml11.mjs"


class YamlReaders(Tool):
    name = "YAML readers"
    without_node = None

    def absent(self):
        """PyYAML and ruamel.yaml are here in any case."""
        self.without_node = node_packages()
        if not self.without_node:
            READER.write_text((HERE / "yaml11.mjs").read_text())
        return None

    @classmethod
    def version(cls):
        third = json.loads((HERE / "package.json").read_text())["dependencies"]["yaml"]
        return f"PyYAML {version('PyYAML')}, ruamel.yaml {version('ruamel.yaml')}, npm's yaml {third}"

    def lacking(self):
        return {"by npm's yaml": self.without_node} if self.without_node else {}

    def reads(self, document):
        return document.file.suffix in (".yaml", ".yml")

    def check(self, documents):
        readings = {"ruamel.yaml": [by_ruamel(d.text) for d in documents]}
        if not self.without_node:
            readings["npm's yaml"] = json_of("node", READER, *[d.file for d in documents], cwd=READER.parent)
        found = []
        for n, document in enumerate(documents):
            ours = plain(by_pyyaml(document.text))
            for reader, read in readings.items():
                if difference := differs(ours, plain(read[n]), ""):
                    found.append(Finding(document, "differs", f"PyYAML and {reader} differ: {difference}"))
        return found


class AnyTag(yaml.SafeLoader):
    """Keeps what has a tag of its own as `{"!Tag": value}`."""


def tagged(loader, suffix, node):
    construct = {"scalar": loader.construct_scalar, "sequence": loader.construct_sequence, "mapping": loader.construct_mapping}
    return {f"!{suffix}": construct[node.id](node) if node.id == "scalar" else construct[node.id](node, deep=True)}


AnyTag.add_multi_constructor("!", tagged)


def by_pyyaml(text):
    return list(yaml.load_all(text, Loader=AnyTag))


def by_ruamel(text):
    reader = ruamel.yaml.YAML(typ="safe", pure=True)
    reader.version = "1.1"
    reader.constructor.add_multi_constructor("!", tagged)
    return list(reader.load_all(text))


def plain(value):
    """As something that compares alike whoever read it."""
    match value:
        case bool() | None | str():
            return value
        case int() | float():
            return {"number": str(decimal.Decimal(repr(value)).normalize())}
        case datetime.date():
            return {"date": value.isoformat()[:10]}
        case {"$number": text}:
            return {"number": str(decimal.Decimal(text).normalize())}
        case {"$date": text}:
            return {"date": text[:10]}
        case dict():
            return {json.dumps(plain(k)): plain(v) for k, v in value.items()}
        case list() | tuple():
            return [plain(v) for v in value]
    return repr(value)


def differs(one, other, path):
    """The first place where two readings differ, or nothing."""
    if type(one) is type(other) and isinstance(one, dict) and one.keys() == other.keys():
        return next((d for k in one if (d := differs(one[k], other[k], f"{path}.{k}"))), None)
    if type(one) is type(other) and isinstance(one, list) and len(one) == len(other):
        return next((d for n, (a, b) in enumerate(zip(one, other)) if (d := differs(a, b, f"{path}[{n}]"))), None)
    return None if one == other else f"{path}: {one!r} and {other!r}"
