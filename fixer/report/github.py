"""Annotations of GitHub Actions: workflow commands on standard output, a line each.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
GitHub shows ten warnings and ten errors of a step; SARIF has no such bound.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fixer.report.entries import entries, readable
from fixer.workspace.run import name_in_repository

if TYPE_CHECKING:
    from fixer.report import Tally
    from fixer.workspace.run import Outcome

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


class GitHub:
    """Writes a command for each edit, each place that fails, and each problem.

    With `done` the files were written: their edits are notices. `details`: all places left alone.
    """

    def __init__(self, write: Callable[[str], None], *, done: bool, details: bool = False) -> None:
        self._write = write
        self._done = done
        self._details = details

    def add(self, outcome: Outcome) -> None:
        """Write one file's commands."""
        path = readable(name_in_repository(outcome.path))
        for entry in entries(outcome, details=self._details):
            command = "notice" if entry.edit and self._done else _COMMANDS[entry.level]
            title = "fix" if entry.name == "fix" else f"fix: {entry.name}"
            properties = {"file": path, "line": str(entry.line), "title": title}
            said = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
            self._write(f"::{command} {said}::{_data(entry.message)}\n")

    def end(self, tally: Tally) -> None:
        """Write nothing: what is no command would be but a line of the log."""


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
