"""The report that a program reads: one JSON document, written while the run goes on.

    {"version": 1, "files": [FILE, …], "summary": SUMMARY}

FILE, in the order of the paths:

    path      the file, as it was named or found; bytes that are not UTF-8 stand as \\xNN
    changed   whether its text is another now, or would be (--diff, --check)
    changes   a list of {transform, line, why, safety}
    skips     a list of {transform, line, reason, safety}: places left alone. safety is null, or
              the level that it would take to apply the edit. "fails": true is there, too, where
              the configuration does not allow what stands there
    problem   null, or {reason, line}: the file was left as it was. line is null where the whole
              file is meant
    diff      with --diff: the patch, "" where nothing changes; where it is not UTF-8 there is
    diff_base64  instead

Lines are 1-based and count in the text before any edit; safety is "safe", "hardening" or "unsafe".

SUMMARY: files, changed, edits, transforms, skips and problems, each a number.

`schema/report-1.json`, beside this file, is the JSON Schema of it.

Each FILE is on a line of its own. New keys may appear under the same version; a key that goes or
changes its meaning makes a new one.
"""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fixer.edit import Safety
    from fixer.report import Tally
    from fixer.workspace.run import Outcome

VERSION = 1


class Document:
    """Writes the document with `write`, which takes text of any length."""

    def __init__(self, write: Callable[[str], None], *, diff: bool = False) -> None:
        self._write = write
        self._diff = diff
        self._separator = f'{{"version": {VERSION}, "files": [\n'

    def add(self, outcome: Outcome) -> None:
        """Write one file's object."""
        self._write(self._separator + json.dumps(self._file(outcome)))
        self._separator = ",\n"

    def end(self, tally: Tally) -> None:
        """Write the summary, and with it the document's end."""
        if tally.files == 0:
            self._write(self._separator)
        figures = {
            "files": tally.files,
            "changed": tally.changed,
            "edits": tally.edits,
            "transforms": len(tally.transforms),
            "skips": tally.skips,
            "problems": sum(tally.failures.values()),
        }
        self._write(f'\n], "summary": {json.dumps(figures)}}}\n')

    def _file(self, outcome: Outcome) -> dict[str, Any]:
        file: dict[str, Any] = {
            "path": os.fsencode(outcome.path).decode("utf-8", "backslashreplace"),
            "changed": outcome.changed,
            "changes": [
                {
                    "transform": change.transform,
                    "line": change.line,
                    "why": _text(change.why),
                    "safety": _level(change.safety),
                }
                for change in outcome.changes
            ],
            "skips": [
                {
                    "transform": skip.transform,
                    "line": skip.line,
                    "reason": _text(skip.reason),
                    "safety": _level(skip.safety),
                    **({"fails": True} if skip.fails else {}),
                }
                for skip in outcome.skips
            ],
            "problem": None,
        }
        if problem := outcome.problem:
            at = f"{outcome.problem_at}: " if outcome.problem_at else ""
            file["problem"] = {"reason": _text(at + problem.reason), "line": problem.line}
        if self._diff:
            try:
                file["diff"] = outcome.patch.decode("utf-8")
            except UnicodeDecodeError:
                file["diff_base64"] = b64encode(outcome.patch).decode("ascii")
        return file


def _text(text: str) -> str:
    """`text` without lone surrogates, which JSON can hold but many a reader refuses."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _level(safety: Safety | None) -> str | None:
    return safety.name.lower() if safety else None
