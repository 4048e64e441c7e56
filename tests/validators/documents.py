"""Documents: what was read from a file, of which format it is, and its late values filled in."""

import json
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from install import ROOT, TOOLS

SCRATCH = TOOLS / "documents"

# What stands in for a value that a script finds out, by a word of its name; the first that fits.
PLAUSIBLE = [
    ("arn", "arn:aws:iam::123456789012:role/example"),
    ("zone", "Z0123456789ABCDEFGHIJ"),
    ("oidc", "EXAMPLED539D4633E53DE1B71EXAMPLE"),
    ("account", "123456789012"),
    ("region", "eu-central-1"),
    ("vpc", "vpc-0123456789abcdef0"),
    ("subnet", "subnet-0123456789abcdef0"),
    ("group", "sg-0123456789abcdef0"),
    ("file_system", "fs-0123456789abcdef0"),
    ("port", "6379"),
    ("", "example-123456789.eu-central-1.elb.amazonaws.com"),
]


@dataclass
class Document:
    """A file as the tools get it: a copy in a folder of its own, filled in."""

    name: str
    format: str
    text: str
    values: list = field(repr=False)
    file: Path

    @property
    def value(self):
        """The one value of a file that is one document."""
        return self.values[0]


def of_examples(pattern):
    """The outputs of each example: name of the example → documents, in the order of their paths."""
    examples = {}
    for folder in sorted(ROOT.glob("examples/*/out*")):
        paths = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != "wave.lock"]
        named = [(p, str(p.relative_to(ROOT))) for p in paths]
        chosen = [read(name, p.read_text()) for p, name in named if pattern in name]
        if chosen:
            examples[str(folder.relative_to(ROOT))] = chosen
    return examples


def read(name, text, kind=None):
    """Makes a document of a file's text."""
    text = filled(text)
    name_filled = name.removesuffix(".in")
    file = SCRATCH / name_filled
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    values = []
    if file.suffix in (".yaml", ".yml"):
        values = [v for v in yaml.load_all(text, Loader=Tagged) if v is not None]
    elif file.suffix == ".json":
        values = [json.loads(text)]
    return Document(name, kind or guessed(file, values), text, values, file)


def forget():
    """Removes the copies of an earlier run."""
    shutil.rmtree(SCRATCH, ignore_errors=True)


def filled(text):
    """With something plausible in place of `@{STEP.CAPTURE}`."""

    def plausible(found):
        return next(value for word, value in PLAUSIBLE if word in found[1].lower())

    return re.sub(r"@\{([^}]*)\}", plausible, text)


def guessed(file, values):
    """The format, by what stands in the file."""
    first = values[0] if values else None
    if file.suffix == ".sh":
        return "script"
    if not isinstance(first, dict):
        return "other"
    if str(first.get("apiVersion", "")).startswith("eksctl.io/"):
        return "eksctl"
    if "apiVersion" in first and "kind" in first:
        return "k8s"
    keys = {
        "Resources": "cloudformation", "Statement": "iam", "Changes": "route53", "services": "compose", "jobs": "github",
        "jobDefinitionName": "batch", "jobQueueName": "batch", "computeEnvironmentName": "batch", "FunctionName": "lambda",
    }  # fmt: skip
    return next((found for key, found in keys.items() if key in first), "other")


class Tagged(yaml.SafeLoader):
    """YAML 1.1 with the short tags of CloudFormation, in their long form."""


def long_form(loader, suffix, node):
    """`!GetAtt a.b` → `{"Fn::GetAtt": ["a", "b"]}`"""
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


Tagged.add_multi_constructor("!", long_form)
Tagged.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))
# `=` and `on` as keys: what they are in YAML 1.1 is for the comparison of readers. Other tools read YAML 1.2.
Tagged.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith(":bool") or first in "tTfF"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
