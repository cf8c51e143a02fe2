"""What a transform says: an edit or a skip. And `splice`, the only place that changes bytes."""

from __future__ import annotations

import enum
from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fixer.later import NamedTuple

if TYPE_CHECKING:
    from fixer.dockerfile.rewrite import Meaning
    from fixer.dockerfile.syntax import Instruction


class Safety(enum.IntEnum):
    """How sure an edit is. An edit has no default: it must claim one."""

    #: The image does the same thing; what goes is what a build leaves behind.
    SAFE = 1
    #: The image does the same thing for its purpose, with less privilege or fewer parts,
    #: and nothing in sight needs what was taken.
    HARDENING = 2
    #: Evidence is missing or speaks against it.
    UNSAFE = 3


class Splice(NamedTuple):
    """Replace the bytes from `start` up to `end` of the source by `text`."""

    start: int
    end: int
    text: bytes
    #: Of insertions at one place, the lower rank comes first: words before further commands.
    rank: int = 0


class Operation(NamedTuple):
    """A change to one instruction, without a reason yet: transforms make edits of operations."""

    instruction: Instruction
    splices: tuple[Splice, ...]
    #: What it does to the commands of a shell text.
    meanings: tuple[Meaning, ...] = ()
    #: The instruction goes as a whole.
    deletes: bool = False
    #: How many instructions are put in before it.
    inserts: int = 0


class Unable(NamedTuple):
    """An operation that cannot be done at this place, and why."""

    instruction: Instruction
    reason: str


class Edit(NamedTuple):
    """A change that a transform proposes. `line` is where a reader looks for it, 1-based."""

    operations: tuple[Operation, ...]
    line: int
    why: str
    safety: Safety
    transform: str = ""

    @property
    def instructions(self) -> list[Instruction]:
        return [operation.instruction for operation in self.operations]


class Skip(NamedTuple):
    """A place left alone, and why. `safety` is set when only the level kept it from being done."""

    line: int
    reason: str
    safety: Safety | None = None
    transform: str = ""
    #: The configuration does not allow it: `--check` fails until a person has seen to it.
    fails: bool = False


def edit(
    *operations: Operation | Unable, why: str, safety: Safety, line: int | None = None
) -> Edit | Skip:
    """An edit of all `operations` together; a skip where one of them cannot be done.

    `line` is that of the first operation's instruction unless it is given.
    """
    if line is None:
        line = operations[0].instruction.line
    done: list[Operation] = []
    for operation in operations:
        if isinstance(operation, Unable):
            return Skip(line, operation.reason)
        done.append(operation)
    return Edit(tuple(done), line, why, safety)


class OverlapError(Exception):
    """Two edits of one transform change the same bytes: a defect of that transform."""


class Spliced:
    """A source after its splices, and where what was kept of it stands now."""

    __slots__ = ("_ends", "_shifts", "source", "splices")

    def __init__(self, source: bytes, splices: list[Splice]) -> None:
        self.source = source
        self.splices = splices
        self._ends: list[int] = []
        self._shifts = [0]
        for start, end, text, _ in splices:
            self._ends.append(end)
            self._shifts.append(self._shifts[-1] + len(text) - (end - start))

    def moved(self, offset: int) -> int:
        """Where the byte that stood at `offset` stands now. It must be one that was kept."""
        return offset + self._shifts[bisect_right(self._ends, offset)]


def splice(source: bytes, splices: Iterable[Splice]) -> Spliced:
    """Apply `splices` to `source`.

    Two insertions of one rank at one place are kept in the order given. Raises OverlapError where
    two splices change the same bytes.
    """
    ordered = sorted(splices, key=lambda s: (s.start, s.end, s.rank))
    parts: list[bytes] = []
    at = 0
    for start, end, text, _ in ordered:
        if start < at:
            raise OverlapError(f"two edits change the bytes around offset {start}")
        parts.append(source[at:start])
        parts.append(text)
        at = end
    parts.append(source[at:])
    return Spliced(b"".join(parts), ordered)
