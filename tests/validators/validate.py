"""Runs all tools: over the outputs of the examples, and over the documents with mistakes. Started by `run`, in its own Python."""

import argparse
import fnmatch
import sys
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor

import corpus
import documents
import report
from install import HERE
from tools import TOOLS


class Run:
    """What was run so far, and what came of it."""

    def __init__(self):
        self.absent, self.tools, self.passed, self.failed = {}, [], 0, 0
        self.accepted = tomllib.loads((HERE / "accepted.toml").read_text()).get("accepted", [])
        self.used = set()

    def start(self):
        """Makes the tools available, several at a time."""
        tools = [make() for make in TOOLS]
        with ThreadPoolExecutor(2) as pool:
            for tool, why in zip(tools, pool.map(lambda t: t.absent(), tools)):
                if why:
                    self.absent[tool.name] = why
                else:
                    self.tools.append(tool)

    def over_outputs(self, pattern):
        """All tools over each example."""
        for example, found in documents.of_examples(pattern).items():
            print(f"== {example}: {len(found)} files")
            for tool in self.tools:
                if mine := [d for d in found if tool.reads(d)]:
                    self.judge(tool, mine, tool.check(mine))
            for document in found:
                if not any(tool.reads(document) for tool in self.tools):
                    print(f"   {document.name}: no tool here reads it ({document.format})")

    def over_mistakes(self, pattern, is_written):
        """All tools over the documents with mistakes."""
        mistakes = corpus.read(pattern)
        print(f"== documents with mistakes: {len(mistakes)}")
        cells = report.committed()
        for tool in self.tools:
            now = corpus.cells(tool, mistakes, self.judge)
            cells.update({(tool.name, *key): cell for key, cell in now.items()})
        if pattern:
            print_cells(mistakes, cells)
            return
        versions = {make.name: make.version() for make in TOOLS if any(m.format in make.formats for m in mistakes)}
        page = report.page(versions, mistakes, cells)
        if is_written:
            report.PAGE.write_text(page)
        self.verdict(*difference(page))

    def judge(self, tool, mine, findings):
        """Counts documents without findings, and prints the others."""
        left = [f for f in findings if not self.is_accepted(tool, f)]
        for finding in left:
            print(f"FAILED {finding.document.name}: {tool.name}: {finding.rule}: {finding.text}")
        wrong = len({f.document.name for f in left})
        self.failed += wrong
        self.passed += len(mine) - wrong

    def is_accepted(self, tool, finding):
        for n, one in enumerate(self.accepted):
            same = one["tool"] == tool.name and one.get("rule", finding.rule) == finding.rule and one.get("text", "") in finding.text
            if same and fnmatch.fnmatchcase(finding.document.name, one["file"]):
                self.used.add(n)
                return True
        return False

    def verdict(self, name, is_right, why):
        """Counts something else that must be so."""
        self.passed += is_right
        self.failed += not is_right
        if not is_right:
            print(f"FAILED {name}: {why}")

    def unneeded(self):
        """Findings that are accepted, and that no tool reports any more."""
        ran = {tool.name for tool in self.tools}
        for n, one in enumerate(self.accepted):
            if one["tool"] in ran:
                self.verdict("accepted.toml", n in self.used, f"{one['tool']} doesn't say of {one['file']} what is accepted: remove the entry")


def print_cells(mistakes, cells):
    for m in mistakes:
        said = [f"{tool} {cell}" for (tool, kind, name), cell in cells.items() if (kind, name) == (m.format, m.name)]
        print(f"   {m.format}/{m.name}: wavec {m.code}, {', '.join(said)}")


def difference(page):
    """Whether the committed page is this one, for `verdict`."""
    there = report.PAGE.read_text() if report.PAGE.is_file() else ""
    lines = [f"\n   - {a}" for a in set(there.splitlines()) - set(page.splitlines())]
    lines += [f"\n   + {a}" for a in set(page.splitlines()) - set(there.splitlines())]
    name = str(report.PAGE.relative_to(report.ROOT))
    return name, there == page, f"it is not what the tools say now; --write writes it:{''.join(sorted(lines))}"


def main():
    parser = argparse.ArgumentParser(prog="tests/validators/run")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("pattern", nargs="?", default="")
    options = parser.parse_args()
    started = time.monotonic()
    documents.forget()
    run = Run()
    run.start()
    run.over_outputs(options.pattern)
    run.over_mistakes(options.pattern, options.write)
    if not options.pattern:
        run.unneeded()
    for tool in run.tools:
        print(f"ran: {tool.name} ({tool.version()})")
        for name, why in [*tool.lacking().items(), *tool.unread.items()]:
            if not name.startswith("wrong/"):
                print(f"   not checked: {name}: {why}")
    for name, why in run.absent.items():
        print(f"not run: {name} ({why})")
    print(f"{time.monotonic() - started:.0f} seconds")
    print(f"{run.passed} passed, {run.failed} failed")
    sys.exit(run.failed > 0)


main()
