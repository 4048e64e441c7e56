"""What every tool is: formats that it reads, and findings in documents."""

import json
import os
import subprocess
from collections import namedtuple
from importlib.metadata import version

from install import PYTHON

# A tool finds something in a document. `rule` is the tool's own name for it, or empty.
Finding = namedtuple("Finding", "document rule text")


class Tool:
    """A tool. `check` gives its findings in documents that belong together."""

    # Of TOOLS, shown to people.
    name = ""
    # Of documents.
    formats = ()
    # The package from PyPI that says its version.
    package = ""
    # Whether documents of a folder are one thing, so that those with mistakes must be looked at one by one.
    together = False

    def __init__(self):
        # Documents that it can't say anything about, and why.
        self.unread = {}

    def absent(self):
        """Makes it available; gives the reason if it can't be."""
        return None

    @classmethod
    def version(cls):
        return version(cls.package)

    def lacking(self):
        """Formats that it could read, and can't here, and why."""
        return {}

    def reads(self, document):
        return document.format in self.formats and document.format not in self.lacking()

    def check(self, documents):
        raise NotImplementedError


def sh(*command, cwd=None):
    """Runs a command; gives what it printed to its two outputs, and its exit code."""
    path = os.pathsep.join([str(PYTHON.parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env={**os.environ, "PATH": path, "NO_COLOR": "1"}, text=True, capture_output=True, check=False
    )
    return done.stdout, done.stderr, done.returncode


def json_of(*command, cwd=None):
    """The JSON that a command prints."""
    out, err, code = sh(*command, cwd=cwd)
    try:
        return json.loads(out)
    except ValueError as error:
        raise RuntimeError(f"{command[0]} ended with {code}: {(err or out).strip()[:2000]}") from error


def by_file(documents):
    """Documents by the path of the file that a tool is given."""
    return {str(d.file): d for d in documents}
