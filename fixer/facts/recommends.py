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
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
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
        self._numbers: dict[str, int | None] = {}

    def name(self, number: int) -> str:
        return str(self._names[self._ends[number] : self._ends[number + 1]], "ascii")

    def section(self, number: int) -> str:
        return self._section_names[self._sections[number]]

    def number(self, name: str) -> int | None:
        """The package of that name in any release."""
        if name not in self._numbers:
            self._numbers[name] = self._search(name)
        return self._numbers[name]

    def _search(self, name: str) -> int | None:
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

    def installed(self, numbers: Iterable[int], release: _Release) -> dict[int, _Row]:
        """What apt installs for `numbers` by their dependencies, on a minimal system."""
        there: dict[int, _Row] = {}
        self.install(numbers, release, there)
        return there

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


def lost(packages: Iterable[str], release: str | None = None, present: Iterable[str] = ()) -> Loss:
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
    archives = _archives()
    for view in _views(of, ()):
        for number, recommenders in view.lost.items():
            by.setdefault(archives.name(number), set()).update(map(archives.name, recommenders))
        unknown.update(dict.fromkeys(view.unknown))
    found = (Lost(name, tuple(sorted(by[name]))) for name in sorted(by))
    return Loss(tuple(found), tuple(word for word in of.words if word in unknown), of)


class _View:
    """A list of packages, as one release sees it."""

    def __init__(self, of: _List, at: int, added: tuple[str, ...]) -> None:
        archives = _archives()
        releases, _ = _releases(of.release)
        release = releases[at]
        before = archives.installed(_there(of.present, release), release)
        there = dict(before)
        self.unknown: list[str] = []
        roots: dict[int, _Release] = {}
        for word in _names(of.words):
            found = _find(word, releases)
            if found is None:
                self.unknown.append(word)
            else:
                roots |= found[at]
        roots |= dict.fromkeys(_there(added, release), release)
        # Those of the release itself first: they are surely there when another's are looked at.
        for source in sorted(set(roots.values()), key=lambda r: r != release):
            archives.install((n for n in roots if roots[n] == source), source, there)
        self.release = release
        self.there = there
        added_numbers = set(_there(added, release))
        #: The names in the list; what begins with one of them is of its family.
        self._family = tuple(archives.name(n) for n in roots if n not in added_numbers)
        new = there.keys() - before.keys()
        groups = [(group, number) for number in new for group in there[number].recommends]
        open_groups = [pair for pair in groups if there.keys().isdisjoint(pair[0])]
        certain = {group[0] for group, _ in open_groups if len(group) == 1}
        #: Numbers: what is lost, and what recommends it.
        self.lost: dict[int, list[int]] = {}
        for group, number in open_groups:
            if len(group) == 1 or certain.isdisjoint(group):
                self.lost.setdefault(group[0], []).append(number)

    def indirect(self, number: int) -> bool:
        """The list names neither the package nor what it is a part of."""
        return not _archives().name(number).startswith(self._family)


@lru_cache(maxsize=1024)
def _views(of: _List, added: tuple[str, ...]) -> tuple[_View, ...]:
    releases, _ = _releases(of.release)
    return tuple(_View(of, at, added) for at in range(len(releases)))


def _there(names: Iterable[str], release: _Release) -> list[int]:
    numbers = (_archives().number(name) for name in names)
    return [n for n in numbers if n is not None and _archives().row(n, release) is not None]


#: Flags of apt-get that take the next word as their value.
_VALUED = frozenset(
    "-a -c -o -q= -t --config-file --default-release --host-architecture --option --target-release".split()
)


def _names(words: Iterable[str]) -> Iterator[str]:
    """The words that are packages."""
    words = iter(words)
    for word in words:
        if word in _VALUED:
            next(words, None)
        elif not word.startswith("-"):
            yield word


_NAME = re.compile(r"[a-z0-9][a-z0-9+.-]+$")
_VARIABLE = re.compile(r"\$(?:\w+|\{\w+\})")
_VERSION = re.compile(r"\d+(?:\.\d+)*")

#: For each release that the list may meet: numbers, and the release whose facts are taken.
_Found = tuple[dict[int, _Release], ...]


@lru_cache(maxsize=8192)
def _find(word: str, releases: tuple[_Release, ...]) -> _Found | None:
    """Find the package that a word of a list means; None where nothing is known of it."""
    name = re.split(r"[=/:]", word.strip("\"'"))[0] if not word.startswith((".", "/", "@")) else ""
    archives = _archives()
    numbers: list[int] = []
    if _NAME.match(name):
        number = archives.number(name)
        if number is None and name.endswith("+"):
            number = archives.number(name[:-1])
        numbers = [] if number is None else [number]
    elif _VARIABLE.search(name):
        numbers = _versions(_VARIABLE.split(name))
    found = _those_of(numbers, releases)
    if found is None and _NAME.match(name) and _VERSION.search(name):
        # A version that the archive lacks is taken to be made as those that it has.
        found = _those_of(_versions(_VERSION.split(name)), releases, newest=True)
    return found


def _versions(parts: list[str]) -> list[int]:
    """The packages whose names have versions between `parts`, and nothing else."""
    if len(parts[0]) < 2 or not re.match(r"[a-z0-9][a-z0-9+.-]*$", parts[0]):
        return []
    pattern = re.compile(_VERSION.pattern.join(map(re.escape, parts)))
    archives = _archives()
    return [n for n in archives.starting(parts[0]) if pattern.fullmatch(archives.name(n))]


def _those_of(
    numbers: list[int], releases: tuple[_Release, ...], newest: bool = False
) -> _Found | None:
    archives = _archives()
    found = tuple(
        {n: release for n in numbers if archives.row(n, release) is not None}
        for release in releases
    )
    if not any(found):
        # Of another release: most often a newer version from a repository of its own.
        near = sorted(
            archives.releases,
            key=lambda r: (r.distribution == releases[0].distribution, r.bit),
            reverse=True,
        )
        for other in near:
            if has := {n: other for n in numbers if archives.row(n, other) is not None}:
                found = (has,) * len(releases)
                break
        else:
            return None
    if newest:
        found = tuple(dict(sorted(of.items(), key=_newest)[-1:]) for of in found)
    return found


def _newest(item: tuple[int, _Release]) -> list[int]:
    return [int(x) for x in re.findall(r"\d+", _archives().name(item[0]))]


# --- What is missed ------------------------------------------------------------------------------


class _Rule(NamedTuple):
    verdict: str
    by: tuple[str, ...]
    commands: frozenset[str]
    texts: tuple[str, ...]

    def recommended(self, name: str, section: str, indirect: bool) -> bool:
        """Whether the rule is about what is recommended by this package."""
        return any(
            indirect if pattern == "indirect" else _fits(pattern, name, section)
            for pattern in self.by
        )


class _Policy:
    """The table of rules; the head of the file says how it is read."""

    def __init__(self, text: str) -> None:
        self._commands: dict[str, frozenset[str]] = {}
        self._packages: dict[str, list[str]] = {}
        self._named: dict[str, list[_Rule]] = {}
        #: By the first character of the package's name, or by its section.
        self._patterns: dict[str, list[tuple[int, str, _Rule]]] = {}
        self.elsewhere: dict[str, tuple[list[str], list[str]]] = {}
        for order, line in enumerate(text.splitlines()):
            kind, *words = line.split() or ("#",)
            if kind == "commands":
                self._commands[words[0]] = frozenset(words[1:])
                for command in words[1:]:
                    self._packages.setdefault(command, []).append(words[0])
            elif kind == "elsewhere":
                end = words.index("recommends")
                self.elsewhere[words[0]] = words[2:end], words[end + 1 :]
            elif not kind.startswith("#"):
                packages, by, *seen = words
                texts = tuple(word.strip('"') for word in seen if word[0] == '"')
                commands = frozenset(word for word in seen if word[0] != '"')
                rule = _Rule(kind, tuple(by.split(",")), commands, texts)
                for package in packages.split(","):
                    if "*" in package or package[0] == "@":
                        key = package if package[0] == "@" else package[0]
                        self._patterns.setdefault(key, []).append((order, package, rule))
                    else:
                        self._named.setdefault(package, []).append(rule)

    def commands(self, package: str) -> frozenset[str]:
        return self._commands.get(package, frozenset()) | {package}

    def packages(self, command: str) -> list[str]:
        """The packages that are known to bring a command."""
        return [command, *self._packages.get(command, ())]

    @lru_cache(maxsize=8192)  # noqa: B019 (there is one policy, and it stays)
    def rule(self, package: tuple[str, str], by: tuple[str, str], indirect: bool) -> _Rule | None:
        """The first rule that fits; packages are names with their sections."""
        name, section = package
        patterns = [
            pattern
            for key in (name[0], "*", f"@{section}")
            for pattern in self._patterns.get(key, ())
        ]
        patterns.sort(key=itemgetter(0))
        for rule in self._named.get(name, ()):
            if rule.recommended(*by, indirect):
                return rule
        for _, pattern, rule in patterns:
            if _fits(pattern, name, section) and rule.recommended(*by, indirect):
                return rule
        return None


def _fits(pattern: str, name: str, section: str) -> bool:
    if "*" not in pattern:
        return pattern == name or (pattern[0] == "@" and pattern[1:] == section)
    start, *middle, end = pattern.split("*")
    if not (name.startswith(start) and name.endswith(end)):
        return False
    at, last = len(start), len(name) - len(end)
    for part in middle:
        at = name.find(part, at, last)
        if at < 0:
            return False
        at += len(part)
    return at <= last


@lru_cache(maxsize=1)
def _policy() -> _Policy:
    return _Policy((_DATA / "recommends-policy.txt").read_text("utf-8"))


def _judge(of: _List, evidence: Evidence) -> Verdict:
    added: tuple[str, ...] = ()
    while True:
        views = _views(of, added)
        verdicts: dict[str, bool | None] = {}
        for view in views:
            for name, missed in _missed(view, evidence):
                # What is missed in one release is added in all; doubt in one is doubt.
                if name not in verdicts or missed or (missed is None and not verdicts[name]):
                    verdicts[name] = missed
        new = {n for n, missed in verdicts.items() if missed and _exists(n, of.release)}
        if not new:
            break
        # What is added has recommendations of its own.
        added = tuple(sorted({*added, *new}))
    return Verdict(
        _least(added, views),
        tuple(sorted(name for name, missed in verdicts.items() if missed is False)),
        tuple(sorted(name for name, missed in verdicts.items() if missed is not False)),
        _lost(of).unknown,
    )


def _least(added: tuple[str, ...], views: tuple[_View, ...]) -> tuple[str, ...]:
    """Leave out what comes with another one in every release."""
    archives = _archives()
    needed = list(added)
    for name in added:
        number = archives.number(name)
        rest = [other for other in needed if other != name]
        if number is not None and all(
            number in archives.installed(_there(rest, view.release), view.release) for view in views
        ):
            needed.remove(name)
    return tuple(needed)


def _exists(name: str, release: str | None) -> bool:
    """Whether a package can be installed in whatever release this is."""
    archives = _archives()
    releases, sure = _releases(release)
    if not sure:
        # Then it must have been there for long, and under the same name.
        releases = tuple(r for r in archives.releases if r.distribution == releases[0].distribution)
    number = archives.number(name)
    return number is not None and all(archives.row(number, r) is not None for r in releases)


def _missed(view: _View, evidence: Evidence) -> Iterator[tuple[str, bool | None]]:
    """Each package that is lost, and whether it is missed; None where nobody knows."""
    archives, policy = _archives(), _policy()
    run = {
        number
        for command in evidence.commands
        for name in policy.packages(command)
        if (number := archives.number(name)) is not None and number not in view.there
    }
    for number, by in view.lost.items():
        name = archives.name(number)
        if run:
            if not run.isdisjoint(archives.installed((number,), view.release)):
                yield name, True
                continue
        commands = policy.commands(name) & evidence.commands
        answers = set()
        for recommender in by:
            rule = policy.rule(
                (name, archives.section(number)),
                (archives.name(recommender), archives.section(recommender)),
                view.indirect(recommender),
            )
            if rule is None or rule.verdict == "doubt":
                answers.add(None)
            else:
                seen = (
                    bool(commands)
                    or not rule.commands.isdisjoint(evidence.commands)
                    or any(text in evidence.text for text in rule.texts)
                )
                answers.add(
                    rule.verdict == "keep" or seen or (rule.verdict == "weigh" and evidence.opaque)
                )
        yield name, True if True in answers else None if None in answers else False
