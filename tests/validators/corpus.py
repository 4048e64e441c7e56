"""The documents with mistakes, in wrong/: what each tool says of each, and of the same document without the mistake."""

import tomllib
from dataclasses import dataclass

import documents
from install import HERE

WRONG = HERE / "wrong"

# What a tool does with a document. A tool that doesn't read a format has no cell at all.
FOUND, ACCEPTED, UNREAD = "✓", "–", "?"


@dataclass
class Mistake:
    """A row of an index."""

    format: str
    name: str
    what: str
    code: str
    wrong: documents.Document
    mended: documents.Document


def read(pattern):
    """All mistakes, in the order of their indexes. Documents that are the same once they are mended are one."""
    mended = {}
    mistakes = []
    for index in sorted(WRONG.glob("*/index.toml")):
        kind = index.parent.name
        for name, row in tomllib.loads(index.read_text()).items():
            file = next(f for f in (index.parent / f"{name}{ending}" for ending in (".yaml", ".json")) if f.is_file())
            shown = f"{kind}/{file.name}"
            if pattern not in f"wrong/{shown}":
                continue
            text = file.read_text()
            right = text.replace(row["wrong"], row["right"])
            twin = mended.setdefault((kind, right), documents.read(f"mended/{shown}", right, kind))
            mistakes.append(Mistake(kind, name, row["what"], row["code"], documents.read(f"wrong/{shown}", text, kind), twin))
    return mistakes


def cells(tool, mistakes, judge):
    """What a tool does with each mistake that it reads: (format, name) → cell. Findings in mended documents go to `judge`."""
    mine = [m for m in mistakes if tool.reads(m.wrong)]
    rights = list({id(m.mended): m.mended for m in mine}.values())
    wrongs = [m.wrong for m in mine]
    groups = [[d] for d in rights + wrongs] if tool.together else [rights + wrongs]
    findings = [finding for group in groups if group for finding in tool.check(group)]
    said = {}
    for finding in findings:
        said.setdefault(finding.document.name, set()).add((finding.rule, finding.text.replace(finding.document.name, "")))
    if rights:
        judge(tool, rights, [f for f in findings if f.document in rights])
    return {(m.format, m.name): cell(tool, m, said) for m in mine}


def cell(tool, mistake, said):
    if said.get(mistake.wrong.name, set()) - said.get(mistake.mended.name, set()):
        return FOUND
    return UNREAD if mistake.wrong.name in tool.unread else ACCEPTED
