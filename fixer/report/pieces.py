"""The parts of a file's patch that stand or fall together.

Whoever applies a suggestion in an editor or a review applies one, not all of them. A `USER` without
the `COPY --chown` that belongs to it would break the image, and so would a package sudo that goes
before the last command that runs it. What belongs together is found by evidence: the file is fixed
again without each of the changes, and the hunks that are missing then are those that need it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fixer.later import NamedTuple

if TYPE_CHECKING:
    from fixer.engine import Options, Result
    from fixer.registry import Registry

#: With more changes than this, the patch of a file is taken for one piece.
_MOST = 40


class Hunk(NamedTuple):
    """Lines that are replaced; they are 1-based and count in the text before any edit."""

    #: The first of them, or the one above which `new` goes in where there are none.
    line: int
    old: tuple[bytes, ...]
    new: tuple[bytes, ...]

    @property
    def end(self) -> int:
        """The line behind the last that is replaced."""
        return self.line + len(self.old)


class Piece(NamedTuple):
    """Hunks that stand or fall together, and the places of the changes in the result's list."""

    hunks: tuple[Hunk, ...]
    changes: tuple[int, ...]


class Pieces(NamedTuple):
    """The text before, and all pieces of what became of it."""

    before: bytes
    pieces: tuple[Piece, ...]


def pieces(result: Result, options: Options, registry: Registry | None) -> Pieces:
    """The pieces of a result, which was made with `options` and `registry`; sorted by line."""
    hunks = tuple(hunks_of(result.before, result.after))
    if not hunks:
        return Pieces(result.before, ())
    keys = dict.fromkeys((change.transform, change.line) for change in result.changes)
    if len(hunks) == 1 or len(keys) == 1 or len(keys) > _MOST:
        whole = Piece(hunks, tuple(range(len(result.changes))))
        return Pieces(result.before, (whole,))
    needing = {key: _needing(key, hunks, result.before, options, registry) for key in keys}
    group = list(range(len(hunks)))  # the number of the first hunk that each belongs with
    for lost in needing.values():
        if lost:
            joined = {group[number] for number in lost}
            group = [min(joined) if each in joined else each for each in group]
    changes: dict[int, list[int]] = {each: [] for each in group}
    for number, change in enumerate(result.changes):
        lost = needing[change.transform, change.line] or [_nearest(hunks, change.line)]
        changes[group[lost[0]]].append(number)
    return Pieces(
        result.before,
        tuple(
            Piece(
                tuple(h for h, own in zip(hunks, group, strict=True) if own == each),
                tuple(changes[each]),
            )
            for each in sorted(changes)
        ),
    )


def _needing(
    key: tuple[str, int], hunks: tuple[Hunk, ...], before: bytes, options: Options,
    registry: Registry | None,
) -> list[int]:  # fmt: skip
    """The numbers of the hunks that are not there, or not the same, without one change."""
    from fixer.engine import fix

    other = fix(before, options._replace(without=(*options.without, (*key, "left out"))), registry)
    left = set(hunks_of(before, other.after))
    return [number for number, hunk in enumerate(hunks) if hunk not in left]


def _nearest(hunks: tuple[Hunk, ...], line: int) -> int:
    """The number of the hunk that is next to a line."""
    return min(
        range(len(hunks)), key=lambda n: max(hunks[n].line - line, line - hunks[n].end + 1, 0)
    )


def hunks_of(before: bytes, after: bytes) -> Iterator[Hunk]:
    """The hunks without any context. They are those of the patch."""
    from fixer.patch import unified

    line = at = 0
    old: list[bytes] = []
    new: list[bytes] = []
    last = new
    for row in unified("", before, after).split(b"\n")[3:]:
        mark, text = row[:1], row[1:] + b"\n"
        if mark in (b"-", b"+"):
            at = at if old or new else line
            last = old if mark == b"-" else new
            last.append(text)
            line += mark == b"-"
        elif mark == b"\\":
            if last:
                last[-1] = last[-1].removesuffix(b"\n")
        else:
            if old or new:
                yield Hunk(at, tuple(old), tuple(new))
                old, new = [], []
                last = new
            if mark == b"@":
                start, comma, count = row.split()[1][1:].partition(b",")
                # A range of no lines is named after the line before it.
                line = int(start) + (comma != b"" and int(count) == 0)
            else:
                line += 1
