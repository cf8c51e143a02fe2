"""Instructions of documents that are done with, for others in which the same text stands.

The Dockerfiles of one organisation have most of their lines in common, and what was read of a line
is true wherever it stands: its words, its shell's commands. Each instruction is in one document, or
here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fixer.dockerfile.syntax import Instruction

#: So much text is kept at most, in bytes; what was read of it takes some forty times as much.
_MOST = 250_000
#: Longer instructions are seldom the same.
_LONGEST = 4_000

_kept: dict[bytes, Instruction] = {}
_size = 0


def take(raw: bytes, escape: str) -> Instruction | None:
    """An instruction of this very text that no document has any more."""
    global _size
    found = _kept.pop(raw, None)
    if found is None:
        return None
    _size -= len(raw)
    if found.escape != escape:
        found.release()
        return None
    found.renew()
    return found


def give(instruction: Instruction) -> None:
    """Keep an instruction that its document does not use any more; the oldest ones make room."""
    global _size
    raw = instruction.raw
    if (
        len(raw) > _LONGEST
        or not instruction.checked
        or instruction.outer is not None
        or raw.startswith(b"\xef\xbb\xbf")
    ):
        instruction.release()
        return
    before = _kept.pop(raw, None)
    if before is not None:
        _size -= len(raw)
        if before is not instruction:
            before.release()
    _kept[raw] = instruction
    _size += len(raw)
    while _size > _MOST:
        try:
            gone = _kept.pop(next(iter(_kept)))
        except (KeyError, RuntimeError, StopIteration):  # another thread is at it
            break
        _size -= len(gone.raw)
        gone.release()
