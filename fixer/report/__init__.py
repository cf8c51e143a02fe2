"""What a run has to say, while it runs: one outcome at a time, and a summary at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from fixer.workspace.run import Failure, Outcome


class Tally:
    """The figures of a run so far."""

    def __init__(self) -> None:
        self.files = 0
        self.changed = 0
        self.edits = 0
        #: The names of the transforms that made the edits.
        self.transforms: set[str] = set()
        #: Places left for a person.
        self.skips = 0
        #: Those of them for which `--check` fails.
        self.fails = 0
        #: Files with a problem, by what could not be done to them.
        self.failures: dict[Failure, int] = {}

    def add(self, outcome: Outcome) -> None:
        """Count one file."""
        self.files += 1
        self.changed += outcome.changed
        self.edits += len(outcome.changes)
        self.transforms.update(change.transform for change in outcome.changes)
        self.skips += len(outcome.skips)
        self.fails += sum(skip.fails for skip in outcome.skips)
        if outcome.failure:
            self.failures[outcome.failure] = self.failures.get(outcome.failure, 0) + 1


class Report(Protocol):
    """A form of report. It keeps nothing of an outcome that it can write at once."""

    def add(self, outcome: Outcome) -> None:
        """Write what there is to say of one file."""

    def end(self, tally: Tally) -> None:
        """Write the summary."""
