"""A text as an editor counts it: in lines and columns, and the edits from one text to another.

A line ends at a line feed, a carriage return, or both, and at nothing else; a column counts the
units of an encoding, UTF-16 unless client and server have agreed on another one.
https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#position
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from fixer.later import NamedTuple, regex

_LINE_END = regex(r"\r\n|\r|\n")
#: difflib looks at every pair of equal lines. Beyond so many lines the whole is one edit.
_COMPARED = 1000


class Position(NamedTuple):
    """A place in a text: line and column, both from 0."""

    line: int
    column: int


class Replacement(NamedTuple):
    """Put `text` in place of what stands from `start` up to `end`, both counted in characters."""

    start: int
    end: int
    text: str


class Text:
    """A text that does not change: an edit makes another one."""

    def __init__(self, source: str, encoding: str = "utf-16") -> None:
        self.source = source
        self.encoding = encoding

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.source))]

    def offset(self, position: Position) -> int:
        """Where a position is, in characters. What is beyond a line is its end."""
        starts = self._starts
        if position.line >= len(starts):
            return len(self.source)
        start = starts[position.line]
        line = self.source[start : self._end(position.line)]
        if self.encoding == "utf-32" or line.isascii():
            return start + min(position.column, len(line))
        units = 0
        for number, character in enumerate(line):
            units += self._units(character)
            if units > position.column:
                return start + number
        return start + len(line)

    def position(self, offset: int) -> Position:
        """The position of a place that is counted in characters."""
        line = bisect_right(self._starts, offset) - 1
        before = self.source[self._starts[line] : offset]
        if self.encoding == "utf-32" or before.isascii():
            return Position(line, len(before))
        return Position(line, sum(map(self._units, before)))

    def line(self, number: int) -> tuple[int, int]:
        """What a Dockerfile's line of this number, from 1, holds besides blanks: start and end.

        Such a line ends at a line feed, and nowhere else. The last line stands for any beyond.
        """
        starts = self._line_feeds
        number = min(max(number, 1), len(starts))
        start = starts[number - 1]
        end = starts[number] if number < len(starts) else len(self.source)
        held = self.source[start:end]
        return start + len(held) - len(held.lstrip()), start + len(held.rstrip())

    def replaced(self, start: Position, end: Position, text: str) -> Text:
        """The text with another one in place of what stands from `start` up to `end`."""
        at, stop = sorted((self.offset(start), self.offset(end)))
        return Text(self.source[:at] + text + self.source[stop:], self.encoding)

    @cached_property
    def _line_feeds(self) -> list[int]:
        starts = [0]
        while at := self.source.find("\n", starts[-1]) + 1:
            starts.append(at)
        return starts

    def _end(self, line: int) -> int:
        """Where a line ends, in characters, without what ends it."""
        if line + 1 == len(self._starts):
            return len(self.source)
        end = self._starts[line + 1] - 1
        return end - (self.source[end - 1 : end + 1] == "\r\n")

    def _units(self, character: str) -> int:
        if self.encoding == "utf-8":
            return len(character.encode("utf-8", "surrogatepass"))
        return 2 if self.encoding == "utf-16" and character > "\uffff" else 1


def replacements(before: str, after: str) -> Iterator[Replacement]:
    """What makes `after` of `before`, in order: as small as its lines allow."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    head = _common(old, new)
    at = sum(map(len, old[:head]))
    old, new = old[head:], new[head:]
    tail = _common(old[::-1], new[::-1])
    old, new = old[: len(old) - tail], new[: len(new) - tail]
    for i1, i2, j1, j2 in _pieces(old, new):
        start = at + sum(map(len, old[:i1]))
        yield _trimmed(before, start, "".join(old[i1:i2]), "".join(new[j1:j2]))


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many elements both begin with."""
    for count, (ours, theirs) in enumerate(zip(old, new, strict=False)):
        if ours != theirs:
            return count
    return min(len(old), len(new))


def _pieces(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """The ranges of lines that differ."""
    if not old and not new:
        return
    if not old or not new or max(len(old), len(new)) > _COMPARED:
        yield 0, len(old), 0, len(new)
        return
    from difflib import SequenceMatcher

    for tag, *lines in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            i1, i2, j1, j2 = lines
            yield i1, i2, j1, j2


def _trimmed(source: str, start: int, old: str, new: str) -> Replacement:
    """The edit without what both sides begin and end with; `\\r\\n` is never taken apart."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    at, end = start + head, start + len(old) - tail
    text = new[head : len(new) - tail]
    if source[at - 1 : at + 1] == "\r\n" and at:
        at, text = at - 1, "\r" + text
    if source[end - 1 : end + 1] == "\r\n" and end:
        end, text = end + 1, text + "\n"
    return Replacement(at, end, text)
