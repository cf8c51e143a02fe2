"""What the packages of Debian and Ubuntu depend on and recommend, release by release.

The data is `data/recommends.bin`, which `fixer.facts.make_recommends` makes from the archives' own
indexes, and `data/recommends-elsewhere.txt` for packages of other repositories. The first is mapped
into memory, and only what is looked up is ever read. Its layout, all numbers little-endian:

    header     lines of text, an empty one at the end, then NUL up to a multiple of 4
    starts     u32 for each package and one more: where its row starts, in words
    ends       u32 likewise: where its name starts, in bytes; the next one is where it ends
    rows       u16 words
    sections   u8 for each package: its place in the header's list of sections
    names      ASCII, one after the other

Packages are numbered in two sorted runs: first those that a row points to, then the rest. A row has
a part for each set of releases that agree on the package: a mask of the releases; how many depends,
choices and recommends follow (6, 5 and 5 bits; or MANY and three words); the depends, each a
number; the choices and recommends, each a number or, marked by ALTERNATIVES, a number, how many
alternatives follow, and those.
"""

from __future__ import annotations

import mmap
import os
import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fixer.later import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    #: The folder of the data that comes with the project.
    DATA: Path

MAGIC = "recommends 1"
ALTERNATIVES = 0x8000
MANY = 0xFFFF

#: Numbers of packages: the first is apt's choice, each of them will do.
Group = tuple[int, ...]


class Release(NamedTuple):
    """A release that the data holds."""

    name: str
    distribution: str
    version: str
    #: Of the newest index that was read, ISO 8601.
    date: str
    bit: int


class Row(NamedTuple):
    """What one release says of a package. All are numbers of packages."""

    #: Installed with it, directly or not; what these lead to is in their own rows.
    depends: list[int]
    #: Of each the first is installed with it, unless another one is there already.
    choices: list[Group]
    #: Of each the first is recommended, unless another one is there already.
    recommends: list[Group]


_EMPTY = Row([], [], [])


class _Rows(dict[int, Row | None]):
    """What one release says, read when it is first asked for."""

    def __init__(self, read: Callable[[int, int], Row | None], bit: int) -> None:
        self._read = read
        self._bit = bit

    def __missing__(self, number: int) -> Row | None:
        row = self[number] = self._read(number, self._bit)
        return row


class Archives:
    """The packages of all releases. A package is a number, the same in every release.

    Raises OSError where the data is missing, ValueError where it is of another layout.
    """

    def __init__(self, packages: Path | str, elsewhere: Path | str | None = None) -> None:
        with open(packages, "rb") as file:
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        header = bytes(view[:4096]).partition(b"\n\n")[0]
        magic, counts, sections, *releases = header.decode().split("\n")
        if magic != MAGIC:
            raise ValueError(f"{packages} is not of this version")
        self._pointed, self._count = map(int, counts.split()[1:])
        self._section_names = sections.split()[1:]
        self.releases = [
            Release(name, distribution, version, date, 1 << index)
            for index, (_, name, distribution, version, date) in enumerate(map(str.split, releases))
        ]
        at = len(header) + 2
        at += -at % 4
        size = 4 * (self._count + 1)
        self._starts = _numbers(view[at : at + size], "I")
        self._ends = _numbers(view[at + size : at + 2 * size], "I")
        at += 2 * size
        end = at + 2 * self._starts[self._count]
        self._words = _numbers(view[at:end], "H")
        self._sections = view[end : end + self._count]
        self._names = view[end + self._count :]
        self._rows = {release.bit: _Rows(self._read, release.bit) for release in self.releases}
        self._known_names: dict[int, str] = {}
        self._known_numbers: dict[str, int | None] = {}
        #: Packages of other repositories, with what they depend on and recommend. They are numbered
        #: after all others, every release has them, and they come before an archive's namesake.
        self._others: list[tuple[str, list[str], list[str]]] = []
        if elsewhere is not None:
            with open(elsewhere, encoding="utf-8") as text:
                self._read_elsewhere(text.read())

    def name(self, number: int) -> str:
        name = self._known_names.get(number)
        if name is None:
            if number >= self._count:
                name = self._others[number - self._count][0]
            else:
                name = str(self._names[self._ends[number] : self._ends[number + 1]], "ascii")
            self._known_names[number] = name
        return name

    def section(self, number: int) -> str:
        """The section of the archive that the package is in: `libs`, `devel`, `doc`, ..."""
        if number >= self._count:
            return "none"
        return self._section_names[self._sections[number]]

    def number(self, name: str) -> int | None:
        """The package of that name in any release."""
        if name not in self._known_numbers:
            self._known_numbers[name] = next(
                (found for found in self._from(name) if self.name(found) == name), None
            )
        return self._known_numbers[name]

    def starting(self, prefix: str) -> Iterator[int]:
        """All packages whose names start with `prefix`, in any release."""
        for number in self._from(prefix):
            last = self._pointed if number < self._pointed else self._count
            while number < last and self.name(number).startswith(prefix):
                yield number
                number += 1

    def _from(self, name: str) -> Iterator[int]:
        """In each run, the first package that does not sort before `name`."""
        for first, last in ((0, self._pointed), (self._pointed, self._count)):
            found = first + bisect_left(range(first, last), name, key=self.name)
            if found < last:
                yield found

    def row(self, number: int, release: Release) -> Row | None:
        """None where the release has no such package, or only as something recommended."""
        return self._rows[release.bit][number]

    def present(self, names: Iterable[str], release: Release) -> list[int]:
        """The packages of these names that the release has."""
        rows = self._rows[release.bit]
        numbers = map(self.number, names)
        return [n for n in numbers if n is not None and rows[n] is not None]

    def _read(self, number: int, bit: int) -> Row | None:
        if number >= self._count:
            return self._other_row(number)
        return next((row for mask, row in self._parts(number) if mask & bit), None)

    def _parts(self, number: int) -> Iterator[tuple[int, Row]]:
        words = self._words[self._starts[number] : self._starts[number + 1]].tolist()
        at = 0
        while at < len(words):
            mask, counts = words[at : at + 2]
            at += 2
            if counts == MANY:
                depends, choices, recommends = words[at : at + 3]
                at += 3
            else:
                depends, choices, recommends = counts & 63, counts >> 6 & 31, counts >> 11
            groups: list[Group] = []
            after = at + depends
            for _ in range(choices + recommends):
                first = words[after]
                after += 1
                if first & ALTERNATIVES:
                    end = after + 1 + words[after]
                    groups.append((first ^ ALTERNATIVES, *words[after + 1 : end]))
                    after = end
                else:
                    groups.append((first,))
            yield mask, Row(words[at : at + depends], groups[:choices], groups[choices:])
            at = after

    def install(self, numbers: Iterable[int], release: Release, there: dict[int, Row]) -> None:
        """Add to `there` what apt installs for `numbers` by their dependencies."""
        rows = self._rows[release.bit]
        todo = list(numbers)
        choices: list[Group] = []
        decided = 0
        while True:
            while todo:
                number = todo.pop()
                if number not in there:
                    there[number] = row = rows[number] or _EMPTY
                    todo += row.depends
                    choices += row.choices
            # A choice is made once all is there that is not a matter of choice.
            if decided == len(choices):
                return
            choice = choices[decided]
            decided += 1
            if there.keys().isdisjoint(choice):
                todo.append(choice[0])

    def installed(self, numbers: Iterable[int], release: Release) -> dict[int, Row]:
        """What apt installs for `numbers` by their dependencies, on a minimal system."""
        there: dict[int, Row] = {}
        self.install(numbers, release, there)
        return there

    def _read_elsewhere(self, text: str) -> None:
        for line in text.splitlines():
            if line and line[0] != "#":
                name, *words = line.split()
                end = words.index("recommends")
                self._other(name, words[1:end], words[end + 1 :])

    def _other(self, name: str, depends: list[str], recommends: list[str]) -> int:
        self._known_numbers[name] = number = self._count + len(self._others)
        self._others.append((name, depends, recommends))
        return number

    def _other_row(self, number: int) -> Row:
        _, depends, recommends = self._others[number - self._count]
        return Row(
            [found for found in map(self.number, depends) if found is not None],
            [],
            [(self._or_other(name),) for name in recommends],
        )

    def _or_other(self, name: str) -> int:
        number = self.number(name)
        return self._other(name, [], []) if number is None else number


def _numbers(view: memoryview, code: str) -> memoryview:
    if sys.byteorder == "little":
        return view.cast(code)  # type: ignore[call-overload, no-any-return]
    swapped = array(code, view.tobytes())
    swapped.byteswap()
    return memoryview(swapped)


@lru_cache(maxsize=1)
def archives() -> Archives:
    """The data that comes with the project."""
    return Archives(data("recommends.bin"), data("recommends-elsewhere.txt"))


def data(name: str) -> str:
    """The path of a file that comes with the project."""
    return os.path.join(os.path.dirname(__file__), "data", name)


def __getattr__(name: str) -> Any:
    if name == "DATA":
        from pathlib import Path

        return Path(data(""))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


#: Releases without data, and the nearest that has; suites that move name what they named when the
#: data was made.
_NEAREST = {
    "debian": {
        "wheezy": "bullseye", "jessie": "bullseye", "stretch": "bullseye", "buster": "bullseye",
        "oldoldstable": "bullseye", "oldstable": "bookworm", "stable": "trixie",
        "testing": "forky", "unstable": "forky", "sid": "forky", "experimental": "forky",
    },
    "ubuntu": {
        "precise": "xenial", "trusty": "xenial", "utopic": "xenial", "vivid": "xenial",
        "wily": "xenial", "yakkety": "xenial", "zesty": "bionic", "artful": "bionic",
        "cosmic": "bionic", "disco": "focal", "eoan": "focal", "groovy": "focal",
        "hirsute": "jammy", "impish": "jammy", "kinetic": "jammy", "lunar": "noble",
        "mantic": "noble", "oracular": "noble", "plucky": "noble", "questing": "resolute",
        "rolling": "resolute", "devel": "resolute",
    },
}  # fmt: skip


@lru_cache(maxsize=256)
def releases_of(name: str | None) -> tuple[tuple[Release, ...], bool]:
    """The releases that `name` may be, and whether the data is that of the release itself.

    A distribution may be any of its releases; None, or what is no name here, any of all.
    """
    known = archives().releases
    exact = tuple(release for release in known if release.name == name)
    if exact:
        return exact, True
    for nearest in _NEAREST.values():
        if name in nearest:
            return tuple(release for release in known if release.name == nearest[name]), False
    return tuple(release for release in known if release.distribution == name) or tuple(known), True
