"""What a transform says: an edit or a skip. And `splice`, the only place that changes bytes."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


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


class Meaning(Protocol):
    """What one edit does to the shell of one instruction, said in words and not in bytes."""

    @property
    def start(self) -> int: ...

    def apply(self, words: dict[int, list[bytes]]) -> None: ...


@dataclass(frozen=True, slots=True)
class Edit:
    """A change that a transform proposes.

    `line` is where a reader looks for it (1-based, in the text that the transform was given).
    `instructions` are the start offsets of all instructions that the edit touches.
    """

    splices: tuple[Splice, ...]
    line: int
    why: str
    safety: Safety
    instructions: tuple[int, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    transform: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """A place left alone, and why. `safety` is set when only the level kept it from being done."""

    line: int
    reason: str
    safety: Safety | None = None
    instructions: tuple[int, ...] = ()
    transform: str = ""


class OverlapError(Exception):
    """Two edits of one transform change the same bytes: a defect of that transform."""


@dataclass(frozen=True, slots=True)
class Spliced:
    """A source after its splices, with a map from old offsets to new ones."""

    source: bytes
    splices: Sequence[Splice] = field(default=())

    def moved(self, offset: int) -> int:
        """Where the byte that stood at `offset` stands now. It must not lie within a splice."""
        shift = 0
        for start, end, text in self.splices:
            if end > offset and not (start == end == offset):
                break
            shift += len(text) - (end - start)
        return offset + shift


def splice(source: bytes, splices: Iterable[Splice]) -> Spliced:
    """Apply `splices` to `source`.

    Two insertions at one place are kept in the order given. Raises OverlapError where two splices
    change the same bytes.
    """
    ordered = sorted(splices, key=lambda s: (s.start, s.end))
    parts: list[bytes] = []
    at = 0
    for start, end, text in ordered:
        if start < at:
            raise OverlapError(f"two edits change the bytes around offset {start}")
        parts.append(source[at:start])
        parts.append(text)
        at = end
    parts.append(source[at:])
    return Spliced(b"".join(parts), ordered)
