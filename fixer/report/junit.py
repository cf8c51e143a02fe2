"""JUnit's XML, which every CI reads: a suite for each file, a case for each transform.

With --check and --diff an edit is a failure, since it is still to be done; in a run that writes,
its case passes and says what was done. A place that fails a check is a failure, too, any other
place left alone is a case that was skipped, and a file with a problem is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from fixer.report.entries import NO_TRANSFORM, Entry, entries, problem_text, readable
from fixer.report.text import shown
from fixer.workspace.run import name_in_repository

if TYPE_CHECKING:
    from fixer.report import Tally
    from fixer.workspace.run import Outcome

#: No XML holds these, not even as references. https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class JUnit:
    """Writes the document while the run goes on. With `done`, the files were written."""

    def __init__(self, write: Callable[[str], None], *, done: bool) -> None:
        self._write = write
        self._done = done
        self._start = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="fix">\n'

    def add(self, outcome: Outcome) -> None:
        """Write one file's suite."""
        path = shown(readable(name_in_repository(outcome.path)))
        by_name: dict[str, list[Entry]] = {}
        if not outcome.problem:
            for entry in entries(outcome, details=True):
                by_name.setdefault(entry.name, []).append(entry)
        cases = [self._case(path, name, said) for name, said in by_name.items()]
        if outcome.problem:
            where = f"{path}:{outcome.problem.line or 1}: "
            cases.append(("error", problem_text(outcome), where + problem_text(outcome), ""))
            by_name[NO_TRANSFORM] = []
        elif not cases:
            cases.append(("", "", "", ""))
            by_name[NO_TRANSFORM] = []
        counts = {kind: sum(case[0] == kind for case in cases) for kind in _KINDS}
        suite = _attributes(
            name=path,
            tests=str(len(cases)),
            failures=str(counts["failure"]),
            errors=str(counts["error"]),
            skipped=str(counts["skipped"]),
            file=path,
        )
        parts = [self._start, f"<testsuite{suite}>\n"]
        for name, (kind, message, body, output) in zip(by_name, cases, strict=True):
            parts.append(f"<testcase{_attributes(name=name, classname=path)}>")
            if kind:
                said = _attributes(message=message, type=name)
                parts.append(f"<{kind}{said}>{escape(_clean(body))}</{kind}>")
            if output:
                parts.append(f"<system-out>{escape(_clean(output))}</system-out>")
            parts.append("</testcase>\n")
        parts.append("</testsuite>\n")
        self._start = ""
        self._write("".join(parts))

    def end(self, tally: Tally) -> None:
        """Write the document's end."""
        self._write(self._start + "</testsuites>\n")

    def _case(self, path: str, name: str, said: list[Entry]) -> tuple[str, str, str, str]:
        """What became of a case, its message, its text, and what it has to say besides."""
        lines = "\n".join(f"{path}:{entry.line}: {entry.message}" for entry in said)
        fails = [entry for entry in said if entry.level == "error" and not entry.edit]
        edits = [entry for entry in said if entry.edit]
        if fails:
            return "failure", fails[0].message, lines, ""
        if edits and self._done:
            return "", "", "", lines
        if edits:
            return "failure", edits[0].message, lines, ""
        return "skipped", said[0].message, lines, ""


_KINDS = ("failure", "error", "skipped")


def _attributes(**values: str) -> str:
    return "".join(f" {name}={quoteattr(_clean(value))}" for name, value in values.items())


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
