"""Reviewdog's diagnostics, with suggestions that a reviewer accepts with a click.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf

What stands or falls together is one suggestion, so that nobody accepts half of it. It replaces
whole lines, and the diagnostic is about these very lines, as GitHub and GitLab want it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from fixer.report.entries import Entry, entries, readable

if TYPE_CHECKING:
    from fixer.report import Tally
    from fixer.report.pieces import Hunk, Pieces
    from fixer.workspace.run import Outcome

_RANKS = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


class Rdjson:
    """Writes the document while the run goes on. `details`: all places left alone, too.

    An outcome that knows its pieces has suggestions.
    """

    def __init__(self, write: Callable[[str], None], *, details: bool = False) -> None:
        self._write = write
        self._details = details
        self._separator = '{"source": {"name": "fix"}, "diagnostics": [\n'

    def add(self, outcome: Outcome) -> None:
        """Write one file's diagnostics."""
        # Reviewdog takes a path from the folder that it runs in.
        path = readable(outcome.path)
        found = list(entries(outcome, details=self._details))
        if outcome.seen:
            edits = [entry for entry in found if entry.edit]
            for said, place, text in suggestions(outcome.seen, edits):
                self._say(path, said, place, text)
            found = [entry for entry in found if not entry.edit]
        for entry in found:
            self._say(path, [entry], (entry.line, entry.line), None)

    def end(self, tally: Tally) -> None:
        """Write the document's end."""
        if self._separator.startswith("{"):
            self._write(self._separator)
        self._write("\n]}\n")

    def _say(self, path: str, said: list[Entry], place: tuple[int, int], text: str | None) -> None:
        lines = {"start": {"line": place[0]}, "end": {"line": place[1]}}
        names = dict.fromkeys(entry.name for entry in said)
        messages = dict.fromkeys(f"{entry.name}: {entry.message}" for entry in said)
        level = min((entry.level for entry in said), key=list(_RANKS).index)
        made: dict[str, Any] = {
            "message": "\n".join(messages),
            "location": {"path": path, "range": lines},
            "severity": _RANKS[level],
            "code": {"value": ", ".join(names)},
        }
        if text is not None:
            made["suggestions"] = [{"range": lines, "text": text}]
        self._write(self._separator + json.dumps(made))
        self._separator = ",\n"


def suggestions(
    made: Pieces, edits: list[Entry]
) -> Iterator[tuple[list[Entry], tuple[int, int], str | None]]:
    """The entries, the first and last line, and the text for them; None where it is not UTF-8."""
    lines = BytesIO(made.before).readlines()
    spans: list[tuple[int, int, list[Hunk], list[Entry]]] = []
    for hunks, changes in sorted(made.pieces, key=lambda piece: piece.hunks[0].line):
        hunks_, said = list(hunks), [edits[number] for number in changes]
        first, end = hunks[0].line, hunks[-1].end
        # What is put in needs a line of the file to stand at: the one below, or else the last.
        if hunks[-1].line == end:
            end += 1
        if end > len(lines) + 1:
            end -= 1
            first = max(min(first, end - 1), 1)
        while spans and spans[-1][1] > first:  # one reaches into the other: they are one
            other = spans.pop()
            first, end = min(first, other[0]), max(end, other[1])
            hunks_, said = other[2] + hunks_, other[3] + said
        spans.append((first, end, hunks_, said))
    for first, end, hunks_, said in spans:
        text = b"".join(_replaced(lines, first, end, sorted(hunks_)))
        try:
            # The end of the last line is not part of it.
            yield said, (first, end - 1), text.decode("utf-8").removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError:
            yield said, (first, end - 1), None


def _replaced(lines: list[bytes], first: int, end: int, hunks: list[Hunk]) -> Iterator[bytes]:
    at = first
    for hunk in hunks:
        yield from lines[at - 1 : hunk.line - 1]
        yield from hunk.new
        at = hunk.end
    yield from lines[at - 1 : end - 1]
