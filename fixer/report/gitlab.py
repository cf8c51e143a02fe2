"""The report of GitLab's code quality: a JSON array, an object for each place.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from fixer.report.entries import Entry, entries, fingerprint, readable
from fixer.workspace.run import name_in_repository

if TYPE_CHECKING:
    from fixer.report import Tally
    from fixer.workspace.run import Outcome

_RANKS = {"error": "critical", "warning": "major", "note": "minor"}


class GitLab:
    """Writes the array while the run goes on. `details`: all places left alone, too."""

    def __init__(self, write: Callable[[str], None], *, details: bool = False) -> None:
        self._write = write
        self._details = details
        self._separator = "[\n"

    def add(self, outcome: Outcome) -> None:
        """Write one file's objects."""
        path = readable(name_in_repository(outcome.path))
        seen: Counter[tuple[str, str, str]] = Counter()
        for entry in entries(outcome, details=self._details):
            place = {
                "type": "issue",
                "check_name": entry.name,
                "description": f"{entry.name}: {entry.message}",
                "fingerprint": fingerprint(path, entry, seen),
                "severity": _rank(entry),
                "location": {"path": path, "lines": {"begin": entry.line}},
            }
            self._write(self._separator + json.dumps(place))
            self._separator = ",\n"

    def end(self, tally: Tally) -> None:
        """Write the array's end."""
        self._write("[]\n" if self._separator.startswith("[") else "\n]\n")


def _rank(entry: Entry) -> str:
    return _RANKS[entry.level] if entry.edit or entry.level != "note" else "info"
