"""docs/validation.md: which tool finds which mistake. What didn't run here keeps the cells that it has there."""

import re

from corpus import ACCEPTED, FOUND, UNREAD
from install import ROOT

PAGE = ROOT / "docs" / "validation.md"
WRONG = "../tests/validators/wrong"
OPEN = "open"

TEXT = f"""# Checked by others

What tools that we did not write say of documents with one mistake each, beside what wavec says. `tests/validators/run --write` writes this page, and
without `--write` fails if a tool that runs here says something else. The same run shows all outputs of all examples to the same tools; those must be
without findings.

A document is right but for one edit, which the `index.toml` beside it tells; each mended document is accepted by all. `{FOUND}`: the tool finds the
mistake, by whatever message. `{ACCEPTED}`: it accepts the document. `{UNREAD}`: it accepts what it doesn't know, such as a kind of object, without looking
at it. No mark: it doesn't read such a document. For wavec, the code that refuses it stands there, as `cargo test` makes sure.

Tools look for different things. A validator of schemas is not wrong to accept a selector that selects nothing; moto imitates AWS and refuses little, and
botocore looks at what a request is made of, not at a policy's text. The columns say what is left for somebody else to find.
"""



def committed():
    """The cells of the page: (tool, format, name) → cell."""
    cells, kind, tools = {}, None, []
    for line in PAGE.read_text().splitlines() if PAGE.is_file() else []:
        if line.startswith("## "):
            kind, tools = line.removeprefix("## "), []
        parts = [part.strip() for part in line.strip("|").split("|")] if line.startswith("|") else []
        if parts and parts[0] == "mistake":
            tools = parts[2:]
        elif tools and (name := re.search(rf"\({re.escape(WRONG)}/[^/]+/([^)]+)\.\w+\)", line)):
            cells.update({(tool, kind, name[1]): value for tool, value in zip(tools, parts[2:])})
    return cells


def page(tools, mistakes, cells):
    """The page's text. `tools`: all that read such documents, with their versions."""
    kinds = list(dict.fromkeys(m.format for m in mistakes))
    reading = {kind: [t for t in tools if any(cells.get((t, m.format, m.name)) for m in mistakes if m.format == kind)] for kind in kinds}
    parts = [TEXT, "| tool | version |\n|---|---|\n" + "".join(f"| {tool} | {version} |\n" for tool, version in tools.items())]
    parts.append(summary(kinds, reading, mistakes, cells))
    parts += [section(kind, reading[kind], [m for m in mistakes if m.format == kind], cells) for kind in kinds]
    return "\n".join(parts)


def summary(kinds, reading, mistakes, cells):
    """How many are found, of those that a tool reads."""
    lines = ["| format | mistakes | found by |", "|---|---|---|"]
    for kind in kinds:
        mine = [m for m in mistakes if m.format == kind]
        counts = [f"wavec {sum(m.code != OPEN for m in mine)}"]
        counts += [f"{t} {sum(cells.get((t, kind, m.name)) == FOUND for m in mine)}" for t in reading[kind]]
        lines.append(f"| [{kind}](#{kind}) | {len(mine)} | {', '.join(counts)} |")
    return "\n".join(lines) + "\n"


def section(kind, tools, mistakes, cells):
    lines = [f"## {kind}", "", row(["mistake", "wavec", *tools]), "|---" * (len(tools) + 2) + "|"]
    for m in mistakes:
        shown = f"[{m.what}]({WRONG}/{kind}/{m.wrong.file.name})"
        code = ACCEPTED if m.code == OPEN else m.code
        lines.append(row([shown, code, *(cells.get((t, kind, m.name), "") for t in tools)]))
    return "\n".join(lines) + "\n"


def row(parts):
    return "| " + " | ".join(parts) + " |"
