"""draft"""
from __future__ import annotations

import mmap
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

MAGIC = "recommends 1"
ALTERNATIVES = 0x8000
MANY = 0xFFFF

Group = tuple[int, ...]


class Known(NamedTuple):
    name: str
    distribution: str
    version: str
    date: str


class Row(NamedTuple):
    depends: list[int]
    choices: list[Group]
    recommends: list[Group]


class Index:
    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        end = data.find(b"\n\n") + 2
        magic, *lines = data[: end - 2].decode().split("\n")
        if magic != MAGIC:
            raise ValueError(f"{path}: not a file of this version")
        self.releases: list[Known] = []
        for line in lines:
            kind, *words = line.split()
            if kind == "packages":
                self.pointed, self.count = map(int, words)
            else:
                self.releases.append(Known(*words))
        view = memoryview(data)
        at = end + -end % 4
        size = 4 * (self.count + 1)
        self._starts = _little(view[at : at + size], "I")
        self._ends = _little(view[at + size : at + 2 * size], "I")
        at += 2 * size
        words_end = at + 2 * self._starts[self.count]
        self._words = _little(view[at:words_end], "H")
        self._names = view[words_end:]
        self._rows: dict[tuple[int, int], Row | None] = {}

    def name(self, number: int) -> str:
        return bytes(self._names[self._ends[number] : self._ends[number + 1]]).decode()

    def number(self, name: str) -> int | None:
        text = name.encode()
        names, ends = self._names, self._ends
        for low, high in ((0, self.pointed), (self.pointed, self.count)):
            found = bisect_left(
                range(low, high), text, key=lambda i: bytes(names[ends[i] : ends[i + 1]])
            ) + low
            if found < high and names[ends[found] : ends[found + 1]] == text:
                return found
        return None

    def row(self, number: int, bit: int) -> Row | None:
        key = number, bit
        if key in self._rows:
            return self._rows[key]
        self._rows[key] = row = self._read(number, bit)
        return row

    def _read(self, number: int, bit: int) -> Row | None:
        words = self._words[self._starts[number] : self._starts[number + 1]].tolist()
        at = 0
        while at < len(words):
            mask, packed = words[at : at + 2]
            at += 2
            if packed == MANY:
                depends, choices, recommends = words[at : at + 3]
                at += 3
            else:
                depends, choices, recommends = packed & 63, packed >> 6 & 31, packed >> 11
            first = words[at : at + depends]
            at += depends
            groups: list[Group] = []
            for _ in range(choices + recommends):
                head = words[at]
                at += 1
                if head & ALTERNATIVES:
                    end = at + 1 + words[at]
                    groups.append((head ^ ALTERNATIVES, *words[at + 1 : end]))
                    at = end
                else:
                    groups.append((head,))
            if mask & bit:
                return Row(first, groups[:choices], groups[choices:])
        return None

    def led(self, roots: Iterable[int], bit: int, led: dict[int, Row] | None = None) -> dict[int, Row]:
        led = {} if led is None else led
        todo = list(roots)
        choices: list[Group] = []
        while todo or choices:
            while todo:
                number = todo.pop()
                if number in led:
                    continue
                row = self.row(number, bit)
                if row is None:
                    row = Row([], [], [])
                led[number] = row
                todo += row.depends
                choices += row.choices
            while choices and not todo:
                group = choices.pop(0)
                if not any(x in led for x in group):
                    todo.append(group[0])
        return led


def _little(view, code):
    if sys.byteorder == "little":
        return view.cast(code)
    values = array(code, view)
    values.byteswap()
    return memoryview(values)
