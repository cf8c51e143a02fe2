"""The report that a person reads."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from fixer.later import regex

if TYPE_CHECKING:
    from fixer.edit import Safety
    from fixer.report import Tally
    from fixer.workspace.run import Outcome

#: What a text from elsewhere could move the cursor, hide or reorder other text with.
_UNSEEN = regex(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
#: So many line numbers of places with one reason are written out.
_LINES = 8


def shown(text: str) -> str:
    """`text` in one line, with every character that a terminal would act on written as its code."""
    return _UNSEEN.sub(_code, text)


def shown_path(path: str) -> str:
    """A path for a person's eyes; what is not UTF-8 in it is written as its bytes."""
    return shown(os.fsencode(path).decode("utf-8", "backslashreplace"))


def _code(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


def error_line(outcome: Outcome) -> str:
    """`PATH:LINE: error: REASON`, for an outcome with a problem; LINE only where there is one."""
    assert outcome.problem
    path = shown_path(outcome.problem_at or outcome.path)
    line = f":{outcome.problem.line}" if outcome.problem.line else ""
    return f"{path}{line}: error: {shown(outcome.problem.reason)}"


class Text:
    """Says per file what was done and what is left, with reasons, and sums up.

    `write` takes text whose lines are complete; `bold` marks a file's name and `faint` what is
    said beside the matter. With `done`, the files were written. `details` also lists each edit's
    level and the files with nothing to say of.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        *,
        done: bool,
        details: bool = False,
        bold: Callable[[str], str] = str,
        faint: Callable[[str], str] = str,
    ) -> None:
        self._write = write
        self._done = done
        self._details = details
        self._bold = bold
        self._faint = faint

    def add(self, outcome: Outcome) -> None:
        """Write one file's paragraph."""
        rows = [*self._changes(outcome), *self._skips(outcome)]
        if not rows:
            if self._details and not outcome.problem:
                self._write(
                    f"{shown_path(outcome.path)}: nothing to change{self._context(outcome)}\n"
                )
            return
        width = max(len(lines) for lines, _, _ in rows)
        self._write(f"{self._bold(shown_path(outcome.path))}{self._context(outcome)}\n")
        for lines, word, text in rows:
            self._write(f"  {self._faint(lines.rjust(width))}  {word:5}  {text}\n")

    def end(self, tally: Tally) -> None:
        """Write the summary."""
        self._write(summary(tally, done=self._done) + "\n")

    def _context(self, outcome: Outcome) -> str:
        """The build context, where it was found and not said."""
        if not (self._details and outcome.context):
            return ""
        return self._faint(f" (build context: {shown_path(os.path.relpath(outcome.context))})")

    def _changes(self, outcome: Outcome) -> Iterator[tuple[str, str, str]]:
        word = "fixed" if self._done else "fix"
        for (transform, why, safety), group in groupby(
            outcome.changes, key=lambda change: (change.transform, change.why, change.safety)
        ):
            level = self._faint(f" ({safety.name.lower()})") if self._details else ""
            lines = _lines(change.line for change in group)
            yield lines, word, f"{self._named(transform)}{shown(why)}{level}"

    def _skips(self, outcome: Outcome) -> Iterator[tuple[str, str, str]]:
        for (transform, reason, safety, fails), group in groupby(
            outcome.skips, key=lambda skip: (skip.transform, skip.reason, skip.safety, skip.fails)
        ):
            lines = _lines(skip.line for skip in group)
            word = "fails" if fails else "left"
            yield lines, word, f"{self._named(transform)}{shown(reason)}{_switch(safety)}"

    def _named(self, transform: str) -> str:
        return f"{transform}: " if transform else ""


class Summary:
    """Says the last line of `Text` only."""

    def __init__(self, write: Callable[[str], None], *, done: bool) -> None:
        self._write = write
        self._done = done

    def add(self, outcome: Outcome) -> None:
        """Say nothing."""

    def end(self, tally: Tally) -> None:
        """Write the summary."""
        self._write(summary(tally, done=self._done) + "\n")


def _switch(safety: Safety | None) -> str:
    return f" (--{safety.name.lower()} applies it)" if safety else ""


def _lines(numbers: Iterator[int]) -> str:
    each = list(dict.fromkeys(numbers))
    more = f" and {len(each) - _LINES} more" if len(each) > _LINES else ""
    return ", ".join(map(str, each[:_LINES])) + more


def summary(tally: Tally, *, done: bool) -> str:
    """The run in one line."""
    if not tally.files:
        return "no Dockerfile found"
    parts = []
    if tally.changed:
        verb = "changed" if done else "would change"
        parts.append(
            f"{_count(tally.changed, 'file')} {verb}, {_count(tally.edits, 'edit')} by "
            f"{_count(len(tally.transforms), 'transform')}"
        )
    elif fine := tally.files - sum(tally.failures.values()):
        parts.append(f"nothing to change in {_count(fine, 'file')}")
    if tally.skips:
        parts.append(f"{_count(tally.skips, 'place')} left for a person")
    for failure in ("read", "fixed", "written"):
        if count := tally.failures.get(failure):
            parts.append(f"{_count(count, 'file')} could not be {failure}")
    return "; ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
