"""What apt no longer installs once it is told `--no-install-recommends`, and what is missed of it.

`lost` answers the first question from the archives' own indexes: the packages that something newly
installed recommends and that nothing newly installed depends on. `Loss.judge` answers the second
from a table of rules, `data/recommends-policy.txt`, and from what the stage shows. Nothing is asked
over the network.

The facts are in `data/recommends.bin`, which `fixer.facts.make_recommends` makes. Layout, all
numbers little-endian:

    header     lines of text, an empty one at the end, then NUL up to a multiple of 4
    starts     u32 for each package and one more: where its row starts, in words
    ends       u32 likewise: where its name starts, in bytes; the next one is where it ends
    rows       u16 words
    sections   u8 for each package: its place in the header's list of sections
    names      UTF-8, one after the other

Packages are numbered in two sorted runs: first those that a row points to, then the rest. A row has
a part for each set of releases that agree on the package: a mask of releases; how many depends,
choices and recommends follow (6, 5 and 5 bits; or MANY and three words); the depends, each a
number; the choices and recommends, each a number or, marked by ALTERNATIVES, a number, how many
alternatives follow, and those.
"""

from __future__ import annotations

import mmap
import re
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import translate
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

MAGIC = "recommends 1"
ALTERNATIVES = 0x8000
MANY = 0xFFFF

_DATA = Path(__file__).with_name("data")

# --- The archives --------------------------------------------------------------------------------

#: Numbers of packages: the first is apt's choice, each of them will do.
_Group = tuple[int, ...]


class _Release(NamedTuple):
    name: str
    distribution: str
    version: str
    #: Of the newest index that was read, ISO 8601.
    date: str
    bit: int


class _Row(NamedTuple):
    """What one release says of a package; `make_recommends.Row` explains the fields."""

    depends: list[int]
    choices: list[_Group]
    recommends: list[_Group]


_EMPTY = _Row([], [], [])


class _Archives:
    """The data file, mapped into memory: what is not looked up is never read."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        header = bytes(view[:4096]).partition(b"\n\n")[0]
        magic, packages, sections, *releases = header.decode().split("\n")
        if magic != MAGIC:
            raise ValueError(f"{path} is not of this version of the project")
        self._pointed, self._count = map(int, packages.split()[1:])
        self._section_names = sections.split()[1:]
        self.releases = [
            _Release(*line.split()[1:], bit=1 << index)  # type: ignore[misc]
            for index, line in enumerate(releases)
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
        self._rows: dict[tuple[int, int], _Row | None] = {}

    def name(self, number: int) -> str:
        return str(self._names[self._ends[number] : self._ends[number + 1]], "ascii")

    def section(self, number: int) -> str:
        return self._section_names[self._sections[number]]

    def number(self, name: str) -> int | None:
        """The package of that name in any release."""
        for first, last in ((0, self._pointed), (self._pointed, self._count)):
            found = first + bisect_left(range(first, last), name, key=self.name)
            if found < last and self.name(found) == name:
                return found
        return None

    def starting(self, prefix: str) -> Iterator[int]:
        """All packages whose names start with `prefix`, in any release."""
        for first, last in ((0, self._pointed), (self._pointed, self._count)):
            number = first + bisect_left(range(first, last), prefix, key=self.name)
            while number < last and self.name(number).startswith(prefix):
                yield number
                number += 1

    def row(self, number: int, release: _Release) -> _Row | None:
        """None where the release has no such package, or only as something recommended."""
        key = number, release.bit
        if key not in self._rows:
            self._rows[key] = next(
                (row for mask, row in self._parts(number) if mask & release.bit), None
            )
        return self._rows[key]

    def _parts(self, number: int) -> Iterator[tuple[int, _Row]]:
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
            groups_at = at + depends
            groups: list[_Group] = []
            after = groups_at
            for _ in range(choices + recommends):
                first = words[after]
                after += 1
                if first & ALTERNATIVES:
                    others = words[after]
                    groups.append((first ^ ALTERNATIVES, *words[after + 1 : after + 1 + others]))
                    after += 1 + others
                else:
                    groups.append((first,))
            yield mask, _Row(words[at:groups_at], groups[:choices], groups[choices:])
            at = after

    def install(self, numbers: Iterable[int], release: _Release, there: dict[int, _Row]) -> None:
        """Add to `there` what apt installs for `numbers` by their dependencies."""
        todo = list(numbers)
        choices: list[_Group] = []
        while todo:
            number = todo.pop()
            if number not in there:
                there[number] = row = self.row(number, release) or _EMPTY
                todo += row.depends
                choices += row.choices
            # A choice is made once all is there that is not a matter of choice.
            while choices and not todo:
                choice = choices.pop(0)
                if there.keys().isdisjoint(choice):
                    todo.append(choice[0])


def _numbers(view: memoryview, code: str) -> memoryview:
    if sys.byteorder == "little":
        return view.cast(code)  # type: ignore[call-overload, no-any-return]
    swapped = array(code, view.tobytes())
    swapped.byteswap()
    return memoryview(swapped)


@lru_cache(maxsize=1)
def _archives() -> _Archives:
    return _Archives(_DATA / "recommends.bin")


def covered() -> dict[str, str]:
    """The releases that the data holds, and the date (ISO 8601) of each one's indexes."""
    return {release.name: release.date for release in _archives().releases}


#: Releases without data, and the nearest that has; suites that move name what they name today.
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
def _releases(release: str | None) -> tuple[tuple[_Release, ...], bool]:
    """The releases that `release` may be, and whether it is one of them for sure."""
    known = _archives().releases
    name = (release or "").lower()
    exact = tuple(r for r in known if name in (r.name, r.version))
    if exact:
        return exact, True
    for nearest in _NEAREST.values():
        if name in nearest:
            return tuple(r for r in known if r.name == nearest[name]), False
    return tuple(r for r in known if r.distribution == name) or tuple(known), True


# --- What is lost --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a stage shows of how its packages are used.

    `commands` are the names, without their folders, of the commands that run in the RUN of the list
    and in all that follows it, CMD and ENTRYPOINT included. `text` is what is written there; it is
    searched for texts such as `git@`. It is `opaque` where not all that runs can be read: a script
    that is copied in or fetched, make, an application.
    """

    commands: frozenset[str] = frozenset()
    text: str = ""
    opaque: bool = True


@dataclass(frozen=True, slots=True)
class Lost:
    """A package that is no longer installed, and those that recommend it, sorted."""

    name: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do about a loss. All names are sorted."""

    #: To be named in the list, in the same edit.
    add: tuple[str, ...]
    #: No longer installed, and not missed.
    without: tuple[str, ...]
    #: No longer installed, and perhaps missed.
    doubt: tuple[str, ...]
    #: Words of the list of which nothing is known.
    unknown: tuple[str, ...]

    @property
    def understood(self) -> bool:
        """All that is lost is known, and what is missed of it is added."""
        return not (self.doubt or self.unknown)

    def sentence(self, most: int = 2) -> str:
        """Such as `no longer installed: fakeroot, manpages-dev and 5 more`, naming `most`."""
        gone = sorted((*self.without, *self.doubt))
        if not gone:
            return "nothing less is installed"
        if len(gone) <= most + 1:
            names = " and ".join(filter(None, (", ".join(gone[:-1]), gone[-1])))
        else:
            names = f"{', '.join(gone[:most])} and {len(gone) - most} more"
        return f"no longer installed: {names}"


@dataclass(frozen=True, slots=True)
class Loss:
    """What `--no-install-recommends` changes for one list of packages."""

    #: Sorted by name. Each is recommended by something that the list leads to, and by dependencies
    #: the list does not lead to it. What comes only with one of these is not in here.
    packages: tuple[Lost, ...]
    #: The words of the list of which nothing is known, in its order: packages of repositories that
    #: are not the distribution's, files, variables.
    unknown: tuple[str, ...]
    _list: _List

    def judge(self, evidence: Evidence) -> Verdict:
        """Say what of the loss is missed, by the rules of `data/recommends-policy.txt`."""
        return _judge(self._list, evidence)


class _List(NamedTuple):
    """A list of packages with where it stands; what all look-ups depend on."""

    words: tuple[str, ...]
    release: str | None
    present: frozenset[str]


def lost(
    packages: Iterable[str], release: str | None = None, present: Iterable[str] = ()
) -> Loss:
    """Say which packages `apt-get install` no longer installs with `--no-install-recommends`.

    `packages` are the words after `install` as they are written: versions, target releases,
    architectures and flags are put aside; a variable in a name stands for any version.
    `release` is a code name (`bookworm`) or a distribution (`ubuntu`), which is any of its
    releases, as None is any of all; of a release without data the nearest is taken.
    `present` are packages that are there already, with all that they depend on, beside those of the
    distribution's minimal image.
    """
    return _lost(_List(tuple(packages), release, frozenset(present)))


@lru_cache(maxsize=1024)
def _lost(of: _List) -> Loss:
    by: dict[str, set[str]] = {}
    unknown: dict[str, None] = {}
    for view in _views(of, ()):
        for recommended, recommender in view.lost:
            by.setdefault(recommended, set()).add(recommender)
        unknown.update(dict.fromkeys(view.unknown))
    found = (Lost(name, tuple(sorted(by[name]))) for name in sorted(by))
    return Loss(tuple(found), tuple(word for word in of.words if word in unknown), of)


class _View:
    """A list of packages, as one release sees it."""

    def __init__(self, of: _List, release: _Release, added: tuple[str, ...]) -> None:
        ...
