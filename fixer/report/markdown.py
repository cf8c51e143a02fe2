"""The body of a pull request: what changed, by transform and by file, and what is left.

It is bounded, since a forge refuses a longer one: what does not fit is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from fixer.report.entries import NO_TRANSFORM, problem_text, readable
from fixer.report.text import shown, summary
from fixer.workspace.run import name_in_repository

if TYPE_CHECKING:
    from fixer.report import Tally
    from fixer.workspace.run import Outcome

#: In characters. GitHub takes 65,536 and GitLab more; Azure DevOps takes 4,000.
LIMIT = 60_000
#: So many lines of places with one reason are written out.
_LINES = 8

_MARKUP = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", **{c: f"&#{ord(c)};" for c in "\\`*_[]|#!~@$"}}
)


def escaped(text: str) -> str:
    """A text that Markdown shows as it is: no markup of its own, no mention, no cell's end."""
    out = shown(text).translate(_MARKUP)
    return out.replace("://", "&#58;//").replace("www.", "www&#46;")


class Markdown:
    """Writes all of it at the end. With `done`, the files were written."""

    def __init__(self, write: Callable[[str], None], *, done: bool, limit: int = LIMIT) -> None:
        self._write = write
        self._done = done
        #: Characters that are left for the files.
        self._room = limit - limit // 4
        self._limit = limit
        self._changed = _Sections()
        self._left = _Sections()
        self._edits: Counter[str] = Counter()
        self._files: Counter[str] = Counter()

    def add(self, outcome: Outcome) -> None:
        """Keep one file's section, as long as there is room."""
        path = f"<code>{escaped(readable(name_in_repository(outcome.path)))}</code>"
        names = [change.transform for change in outcome.changes]
        self._edits.update(names)
        self._files.update(set(names))
        if names:
            self._keep(self._changed, f"**{path}**", list(_changes(outcome)))
        left = list(_left(outcome))
        if left:
            self._keep(self._left, f"**{path}**", left)

    def end(self, tally: Tally) -> None:
        """Write it."""
        parts = [f"{escaped(summary(tally, done=self._done))}.\n"]
        if self._edits:
            parts.append("\n" + "\n".join(self._table()) + "\n")
        for title, sections in (
            ("What was changed, and why" if self._done else "What would change, and why",
             self._changed),
            ("What is left for a person", self._left),
        ):  # fmt: skip
            if sections.kept or sections.more:
                more = [f"… and {_count(sections.more, 'more file')}"] if sections.more else []
                body = "\n\n".join([*sections.kept, *more])
                parts.append(f"\n<details>\n<summary>{title}</summary>\n\n{body}\n\n</details>\n")
        self._write("".join(parts))

    def _keep(self, sections: _Sections, head: str, items: list[str]) -> None:
        text = "\n".join([head, "", *(f"- {item}" for item in items)])
        if sections.more or len(text) > self._room:
            sections.more += 1
        else:
            self._room -= len(text) + 2
            sections.kept.append(text)

    def _table(self) -> Iterator[str]:
        from fixer.catalog import transforms

        known = transforms()
        yield "| transform | what it does | edits | files |"
        yield "|---|---|---:|---:|"
        for name, count in sorted(self._edits.items(), key=lambda pair: (-pair[1], pair[0])):
            what = escaped(known[name].summary) if name in known else ""
            yield f"| `{name}` | {what} | {count} | {self._files[name]} |"


class _Sections:
    """Sections that are written out, and how many files have none for want of room."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.more = 0


def _changes(outcome: Outcome) -> Iterator[str]:
    for (name, why, safety), group in groupby(
        outcome.changes, key=lambda change: (change.transform, change.why, change.safety)
    ):
        lines = _lines(change.line for change in group)
        yield f"{lines}: {escaped(why)} (`{name}`, {safety.name.lower()})"


def _left(outcome: Outcome) -> Iterator[str]:
    if outcome.problem:
        yield f"{_lines([outcome.problem.line or 1])}: {escaped(problem_text(outcome))}"
    for (name, reason, safety, fails), group in groupby(
        outcome.skips, key=lambda skip: (skip.transform, skip.reason, skip.safety, skip.fails)
    ):
        lines = _lines(skip.line for skip in group)
        more = f", {safety.name.lower()}" if safety else ""
        fails_ = "**fails**: " if fails else ""
        yield f"{lines}: {fails_}{escaped(reason)} (`{name or NO_TRANSFORM}`{more})"


def _lines(numbers: Iterable[int]) -> str:
    each = list(dict.fromkeys(numbers))
    more = f" and {len(each) - _LINES} more" if len(each) > _LINES else ""
    return f"line{'s' if len(each) > 1 else ''} {', '.join(map(str, each[:_LINES]))}{more}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
