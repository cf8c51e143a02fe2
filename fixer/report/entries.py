"""What the formats that point at single lines have to say of a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from fixer.edit import Safety
from fixer.later import NamedTuple
from fixer.report.text import shown

if TYPE_CHECKING:
    from collections import Counter

    from fixer.workspace.run import Outcome

Level = Literal["error", "warning", "note"]

#: Stands for the transform where none is meant.
NO_TRANSFORM = "fix"


class Entry(NamedTuple):
    """One line of a file, and what there is to say of it."""

    #: The transform's name; `ignore` for ignore comments, `fix` for the file as a whole.
    name: str
    #: 1-based, in the text before any edit.
    line: int
    #: One line without control characters.
    message: str
    level: Level
    #: It stands for an edit; otherwise for a place left alone, or for a problem.
    edit: bool = False


def entries(outcome: Outcome, *, details: bool) -> Iterator[Entry]:
    """The entries of one file: its edits, the places that fail a check, and its problem.

    What takes privileges away is a warning, and other edits are notes. Other places left alone are
    notes that only `details` asks for: they are no reason to act.
    """
    for change in outcome.changes:
        level: Level = "note" if change.safety == Safety.SAFE else "warning"
        yield Entry(change.transform, change.line, shown(change.why), level, True)
    for skip in outcome.skips:
        if skip.fails or details:
            more = f" (--{skip.safety.name.lower()} applies it)" if skip.safety else ""
            level = "error" if skip.fails else "note"
            yield Entry(skip.transform or NO_TRANSFORM, skip.line, shown(skip.reason) + more, level)
    if outcome.problem:
        yield Entry(NO_TRANSFORM, outcome.problem.line or 1, problem_text(outcome), "error")


def problem_text(outcome: Outcome) -> str:
    """Why a file was left as it was; with the file that is to blame, if that is another one."""
    assert outcome.problem
    at = f"{outcome.problem_at}: " if outcome.problem_at else ""
    return shown(readable(at) + outcome.problem.reason)


def readable(path: str) -> str:
    """A path as text; bytes that are not UTF-8 stand as \\xNN."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def fingerprint(path: str, entry: Entry, seen: Counter[tuple[str, str, str]]) -> str:
    """What stays the same as long as the place does, also where its line number does not.

    Of several entries that say the same of one file, the first, the second and so on each have
    their own; `seen` counts them.
    """
    from hashlib import sha256

    key = (path, entry.name, entry.message)
    seen[key] += 1
    return sha256("\0".join((*key, str(seen[key]))).encode("utf-8")).hexdigest()
