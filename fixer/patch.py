"""Unified diffs that `git apply` takes: made with difflib, and read back before they are shown.

A patch is bytes, as the file is: lines end at a line feed and nowhere else, so a carriage return
or invalid UTF-8 comes through as it is. Each patch is read back and applied in memory before it is
returned; one that would not give the wanted text is never shown to anybody.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO

#: One step of a diff, as difflib says it: tag, then the lines' range before and after.
Opcode = tuple[str, int, int, int, int]

_CONTEXT = 3
#: difflib looks at every pair of equal lines. Up to this many lines that is quick whatever they
#: are; beyond it the text is cut at lines that occur once, and only the pieces are compared.
_COMPARED_WHOLE = 1000
_COMPARED_PIECE = 100

_NO_NEWLINE = b"\\ No newline at end of file\n"

#: How git writes these bytes within a quoted name; all others that need it are octal.
#: https://git-scm.com/docs/git-config#Documentation/git-config.txt-corequotePath
_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


class PatchError(Exception):
    """The patch, read back, does not give the wanted text: a defect of this module."""


def unified(path: str, before: bytes, after: bytes, *, new: bool = False) -> bytes:
    """The patch that makes `after` of `before`; empty where they are equal.

    `path` is relative to the folder in which the patch is to be applied, with `/` between its
    parts. With `new`, the patch makes the file and `before` must be empty. Raises PatchError.
    """
    if before == after and not new:
        return b""
    old_name = b"/dev/null" if new else quoted("a/" + path)
    new_name = quoted("b/" + path)
    # With this line an empty side is an empty file; without it `git apply` has to guess.
    parts = [b"diff --git %s %s\n" % (quoted("a/" + path), new_name)]
    if new:
        parts.append(b"new file mode 100644\n")
    if before != after:
        old, wanted = BytesIO(before).readlines(), BytesIO(after).readlines()
        # A name with a blank is ended by a tab, for those who would read a date after the blank.
        tab = b"\t" if b" " in new_name else b""
        body = [b"--- %s%s\n" % (old_name, tab), b"+++ %s%s\n" % (new_name, tab)]
        for hunk in _hunks(_opcodes(old, wanted), old):
            body.extend(_written(hunk, old, wanted))
        _check(path, body, old, wanted)
        parts.extend(body)
    return b"".join(parts)


def quoted(path: str) -> bytes:
    """`path` as git writes it in a patch: within quotes where it holds more than plain ASCII."""
    raw = os.fsencode(path)
    if raw.isascii() and path.isprintable() and '"' not in path and "\\" not in path:
        return raw
    escaped = "".join(
        f"\\{_ESCAPES[byte]}" if byte in _ESCAPES
        else chr(byte) if 32 <= byte < 127
        else f"\\{byte:03o}"
        for byte in raw
    )  # fmt: skip
    return f'"{escaped}"'.encode("ascii")


def _opcodes(old: Sequence[bytes], new: Sequence[bytes]) -> list[Opcode]:
    """The steps from `old` to `new`. What both begin and end with is never compared."""
    head = _common(old, new)
    most = min(len(old), len(new)) - head
    tail = _common(old[::-1][:most], new[::-1][:most])
    steps: list[Opcode] = [("equal", 0, head, 0, head)] if head else []
    old_end, new_end = len(old) - tail, len(new) - tail
    if max(old_end, new_end) - head <= _COMPARED_WHOLE:
        steps.extend(_compared(old, new, (head, old_end, head, new_end)))
    else:
        at, new_at = head, head
        for i, j in [*_anchors(old, new, (head, old_end, head, new_end)), (old_end, new_end)]:
            if max(i - at, j - new_at) <= _COMPARED_PIECE:
                steps.extend(_compared(old, new, (at, i, new_at, j)))
            else:
                steps.append(("replace", at, i, new_at, j))
            if i < old_end:
                steps.append(("equal", i, i + 1, j, j + 1))
            at, new_at = i + 1, j + 1
    if tail:
        steps.append(("equal", old_end, len(old), new_end, len(new)))
    return list(_joined(steps))


def _joined(steps: list[Opcode]) -> Iterator[Opcode]:
    """The steps with equal lines that follow each other as one step."""
    run: Opcode | None = None
    for step in steps:
        if run and step[0] == "equal":
            run = ("equal", run[1], step[2], run[3], step[4])
        elif step[0] == "equal":
            run = step
        else:
            if run:
                yield run
            run = None
            yield step
    if run:
        yield run


def _common(old: Sequence[bytes], new: Sequence[bytes]) -> int:
    """How many lines `old` and `new` have in common at their beginning."""
    for count, (ours, theirs) in enumerate(zip(old, new, strict=False)):
        if ours != theirs:
            return count
    return min(len(old), len(new))


Window = tuple[int, int, int, int]


def _compared(old: Sequence[bytes], new: Sequence[bytes], window: Window) -> Iterator[Opcode]:
    start, end, new_start, new_end = window
    pieces = old[start:end], new[new_start:new_end]
    if set(pieces[0]).isdisjoint(pieces[1]):  # nothing to compare, mostly
        if start < end or new_start < new_end:
            tag = "insert" if start == end else "delete" if new_start == new_end else "replace"
            yield tag, start, end, new_start, new_end
        return
    from difflib import SequenceMatcher

    for tag, i1, i2, j1, j2 in SequenceMatcher(None, *pieces, autojunk=False).get_opcodes():
        yield tag, start + i1, start + i2, new_start + j1, new_start + j2


def _anchors(
    old: Sequence[bytes], new: Sequence[bytes], window: Window
) -> Iterator[tuple[int, int]]:
    """Pairs of places, in order, of lines that occur once before and once after."""
    start, end, new_start, new_end = window
    once = {line for line, count in Counter(old[start:end]).items() if count == 1}
    once &= {line for line, count in Counter(new[new_start:new_end]).items() if count == 1}
    places = {new[j]: j for j in range(new_start, new_end) if new[j] in once}
    last = -1
    for i in range(start, end):
        j = places.get(old[i], -1)
        if j > last:
            yield i, j
            last = j


def _hunks(steps: list[Opcode], old: Sequence[bytes]) -> Iterator[list[Opcode]]:
    """The steps in hunks, each with three lines of context, as far as there are any.

    A line of context that shows a secret ends it, where one line behind the change remains: without
    any, git takes the change for the end of the file.
    """
    hunk: list[Opcode] = []
    for n, (tag, i1, i2, j1, j2) in enumerate(steps):
        if tag != "equal":
            hunk.append((tag, i1, i2, j1, j2))
            continue
        last = n == len(steps) - 1
        near = range(i1, i2) if i2 - i1 <= 2 * _CONTEXT else range(i1, i1 + _CONTEXT)
        secret = next((line for line in near if _shows_secret(old[line])), i2) if hunk else i2
        if hunk and (last or i2 - i1 > 2 * _CONTEXT or i1 < secret < i2):
            kept = min(_CONTEXT, max(secret, i1 + 1) - i1)
            yield [*hunk, (tag, i1, i1 + kept, j1, j1 + kept)]
            hunk = []
        if not last:
            kept = i2 - i1
            if not hunk:
                # what is put in at the end of a file has no other line to go by
                least = n + 2 == len(steps) and steps[n + 1][0] == "insert"
                most = min(_CONTEXT, kept)
                lines = range(1, most + 1)
                kept = next((k - 1 for k in lines if _shows_secret(old[i2 - k])), most)
                kept = max(kept, int(least))
            if kept or hunk:
                hunk.append((tag, i2 - kept, i2, j2 - kept, j2))
    if hunk:
        yield hunk


def _shows_secret(line: bytes) -> bool:
    from fixer.dockerfile.secrets import line_shows_secret

    return line_shows_secret(line)


def _written(hunk: list[Opcode], old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[bytes]:
    first, last = hunk[0], hunk[-1]
    yield b"@@ -%s +%s @@\n" % (_range(first[1], last[2]), _range(first[3], last[4]))
    for tag, i1, i2, j1, j2 in hunk:
        if tag == "equal":
            yield from _marked(b" ", old[i1:i2])
        else:
            yield from _marked(b"-", old[i1:i2])
            yield from _marked(b"+", new[j1:j2])


def _range(start: int, end: int) -> bytes:
    if end - start == 1:
        return b"%d" % (start + 1)
    # A range of no lines is named after the line before it.
    return b"%d,%d" % (start + (end > start), end - start)


def _marked(mark: bytes, lines: Sequence[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield mark + line
        if not line.endswith(b"\n"):
            yield b"\n"
            yield _NO_NEWLINE


def _check(path: str, body: list[bytes], old: Sequence[bytes], wanted: Sequence[bytes]) -> None:
    """Read the patch's text as a stranger would, and apply it. Raises PatchError."""
    try:
        made = _applied(BytesIO(b"".join(body)).readlines()[2:], old)
    except (ValueError, IndexError) as error:
        raise PatchError(f"the patch for {path} cannot be read back: {error}") from error
    if made != wanted:
        raise PatchError(f"the patch for {path} does not give the wanted text")


def _applied(lines: Sequence[bytes], old: Sequence[bytes]) -> list[bytes]:
    """The lines that the hunks of a patch make of `old`. Raises ValueError, IndexError."""
    made: list[bytes] = []
    at = removes = adds = 0  # lines of `old` behind us, and what the hunk has still to come
    last = b""
    for line in lines:
        mark, value = line[:1], line[1:]
        if mark == b"@" and not removes and not adds:
            _, source, target, _ = line.split()
            start, removes = _read_range(source, b"-")
            new_start, adds = _read_range(target, b"+")
            made += old[at:start]
            at = start
            if len(made) != new_start:
                raise ValueError(f"a hunk is to be at line {new_start + 1}")
        elif mark == b"\\" and last == b"-":
            if old[at - 1].endswith(b"\n"):
                raise ValueError(f"line {at} has an end")
        elif mark == b"\\":
            made[-1] = made[-1].removesuffix(b"\n")
        elif mark not in (b" ", b"-", b"+"):
            raise ValueError(f"no line begins with {mark!r}")
        else:
            if mark != b"+":
                # The last line may lack its line feed, which only the marker after it says.
                if value != old[at] and value != old[at] + b"\n":
                    raise ValueError(f"it does not fit line {at + 1}")
                at += 1
                removes -= 1
            if mark != b"-":
                made.append(value)
                adds -= 1
        last = mark
    if removes or adds:
        raise ValueError("a hunk is not of its size")
    return made + list(old[at:])


def _read_range(text: bytes, mark: bytes) -> tuple[int, int]:
    """How many lines stand before a hunk, and how many are in it."""
    start, _, count = text.removeprefix(mark).partition(b",")
    length = int(count or 1)
    # A range of no lines is named after the line before it.
    return int(start) - (length > 0), length
