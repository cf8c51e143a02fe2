"""What apt no longer installs once it is told `--no-install-recommends`, and what is missed of it.

`lost` answers the first question from the archives' own indexes (`recommends_index`): the packages
that something newly installed recommends and that nothing newly installed depends on. `Loss.judge`
answers the second from a table of rules (`recommends_policy`) and from what the stage shows.
Nothing is asked over the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from fixer.dockerfile.lazy import lazy
from fixer.facts.recommends_index import Group, Release, Row, archives, releases_of
from fixer.facts.recommends_policy import policy
from fixer.later import NamedTuple, regex


class Evidence(NamedTuple):
    """What a stage shows of how its packages are used.

    `commands` are the names, without their folders, of the commands that run in the RUN of the list
    and in all that follows it, CMD and ENTRYPOINT included; not those that are known to come from
    elsewhere, such as the base image. `text` is what is written there; it is searched for texts
    such as `git@`. It is `opaque` where not all that runs can be read: a script that is copied in
    or fetched, make, an application.
    """

    commands: frozenset[str] = frozenset()
    text: str = ""
    opaque: bool = True
    #: Packages that later lists of the stage name, and so need not come with this one.
    installed: frozenset[str] = frozenset()


class Lost(NamedTuple):
    """A package that is no longer installed, and those that recommend it, sorted."""

    name: str
    by: tuple[str, ...]


class Verdict(NamedTuple):
    """What to do about a loss. All names are sorted, but for those of `unknown`."""

    #: To be named in the list, in the same edit.
    add: tuple[str, ...]
    #: No longer installed, and not missed.
    without: tuple[str, ...]
    #: No longer installed, and perhaps missed.
    doubt: tuple[str, ...]
    #: Words of the list of which nothing is known, in its order.
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
        rest = [f"{len(gone) - most} more"] if len(gone) > most + 1 else gone[-1:]
        named = gone[:most] if len(gone) > most + 1 else gone[:-1]
        return "no longer installed: " + " and ".join(filter(None, (", ".join(named), *rest)))


class _List(NamedTuple):
    """A list of packages and where it is installed: all that a look-up depends on."""

    words: tuple[str, ...]
    release: str | None
    present: frozenset[str]


class Loss:
    """What `--no-install-recommends` changes for one list of packages."""

    def __init__(self, of: _List) -> None:
        self._list = of

    @lazy
    def packages(self) -> tuple[Lost, ...]:
        """Sorted by name. Each is recommended by something that the list leads to, and the list
        does not lead to it by dependencies. What comes only with one of these is not in here."""
        by: dict[str, set[str]] = {}
        name = archives().name
        for view in _views(self._list, ()):
            for number, recommenders in view.lost.items():
                by.setdefault(name(number), set()).update(map(name, recommenders))
        return tuple(Lost(package, tuple(sorted(by[package]))) for package in sorted(by))

    @lazy
    def unknown(self) -> tuple[str, ...]:
        """The words of the list of which nothing is known, in its order: packages of repositories
        that are not the distribution's, files, variables."""
        unknown = {word for view in _views(self._list, ()) for word in view.unknown}
        return tuple(word for word in self._list.words if word in unknown)

    def judge(self, evidence: Evidence) -> Verdict:
        """Say what of the loss is missed, by the rules of `data/recommends-policy.txt`."""
        return _judge(self, self._list, evidence)


def lost(packages: Iterable[str], release: str | None = None, present: Iterable[str] = ()) -> Loss:
    """Say which packages `apt-get install` no longer installs with `--no-install-recommends`.

    `packages` are the words after `install` as they are written: versions, target releases,
    architectures and flags are put aside; a variable within a name stands for any version.
    `release` is a code name (`bookworm`) or a distribution (`ubuntu`), which is any of its
    releases, as None is any of all; of a release without data the nearest is taken.
    `present` are packages that are there already, with all that they depend on, beside those of the
    distribution's minimal image.
    """
    return Loss(_List(tuple(packages), release, frozenset(present)))


def covered() -> dict[str, str]:
    """The releases that the data holds, and the date (ISO 8601) of each one's indexes."""
    return {release.name: release.date for release in archives().releases}


# --- A list, as a release sees it ----------------------------------------------------------------


class _View:
    """What a list leads to in one release, and what is lost of it. Packages are numbers."""

    def __init__(self, of: _List, at: int, added: tuple[str, ...]) -> None:
        releases, _ = releases_of(of.release)
        self.release = release = releases[at]
        roots: dict[int, Release] = {}
        self.unknown = []
        self._guessed: set[str] = set()
        for word in _packages(of.words):
            found = _find(word, releases)
            if found is None:
                self.unknown.append(word)
            else:
                roots |= found[at]
                self._guessed |= _guessed(word, releases)[at]
        self._named = set(map(_stem, roots))
        roots |= dict.fromkeys(archives().present(added, release), release)

        before = _before(of.present, release)
        self.there = dict(before)
        # What the release has itself goes first: with that, another's packages have less to choose.
        for source in sorted(set(roots.values()), key=lambda source: source != release):
            archives().install((n for n in roots if roots[n] == source), source, self.there)

        there = self.there.keys()
        open_groups = [
            (group, number)
            for number, row in islice(self.there.items(), len(before), None)
            for group in row.recommends
            if group[0] not in there and there.isdisjoint(group)
        ]
        certain = {group[0] for group, _ in open_groups if len(group) == 1}
        #: Each with those that recommend it.
        self.lost: dict[int, list[int]] = {}
        #: For what is lost, what would do as well.
        self.others: dict[int, Group] = {}
        for group, number in open_groups:
            if len(group) == 1 or certain.isdisjoint(group):
                self.lost.setdefault(group[0], []).append(number)
                self.others.setdefault(group[0], group[1:])

    def certain(self, name: str) -> bool:
        """The name has no version that the list does not name."""
        return not self._guessed or self._guessed.isdisjoint(_VERSION.findall(name))

    def named(self, number: int) -> bool:
        """The list names the package, if perhaps without its version."""
        return _stem(number) in self._named


@lru_cache(maxsize=256)
def _before(present: frozenset[str], release: Release) -> dict[int, Row]:
    """What is there before the list is installed."""
    return archives().installed(archives().present(present, release), release)


@lru_cache(maxsize=256)
def _views(of: _List, added: tuple[str, ...]) -> tuple[_View, ...]:
    releases, _ = releases_of(of.release)
    return tuple(_View(of, at, added) for at in range(len(releases)))


#: Flags of apt-get and apt that take the next word as their value.
_VALUED = frozenset(
    (
        "-a -c -o -t --config-file --default-release --host-architecture --option --target-release"
    ).split()
)


def _packages(words: Iterable[str]) -> Iterator[str]:
    """Leave out the flags."""
    words = iter(words)
    for word in words:
        if word in _VALUED:
            next(words, None)
        elif not word.startswith("-"):
            yield word


_NAME = regex(r"[a-z0-9][a-z0-9+.-]+")
_VARIABLE = regex(r"\$(?:\w+|\{\w+\})")
_VERSION = regex(r"\d+(?:\.\d+)*")
_STEM = regex(r"-?\d[\d.]*")


@lru_cache(maxsize=8192)
def _stem(number: int) -> str:
    """`gcc` of gcc-12, `golang-go` of golang-1.19-go."""
    return _STEM.sub("", archives().name(number))


#: For each release that the list may meet: packages, and the release whose facts are taken.
_Found = tuple[dict[int, Release], ...]


@lru_cache(maxsize=8192)
def _find(word: str, releases: tuple[Release, ...]) -> _Found | None:
    """Find the packages that a word of a list means; None where nothing is known of them."""
    word = word.strip("\"'")
    name = re.split("[=/:]", word)[0]
    if word.startswith((".", "/", "@")):
        return None
    if _NAME.fullmatch(name):
        number = archives().number(name)
        found = None if number is None else _sources([number], releases)
        if found is None and _VERSION.search(name):
            # A version that the archives lack is taken to be made like the nearest they have.
            found = _sources(_versions(_VERSION.split(name)), releases, near=_digits(name))
        return found
    if _VARIABLE.search(name):
        return _sources(_versions(_VARIABLE.split(name)), releases)
    return None


@lru_cache(maxsize=8192)
def _guessed(word: str, releases: tuple[Release, ...]) -> tuple[frozenset[str], ...]:
    """The versions that the packages have which a word means, and it has not."""
    return tuple(
        frozenset(
            version
            for number in found
            for version in _VERSION.findall(archives().name(number))
            if version not in word
        )
        for found in _find(word, releases) or ()
    )


def _versions(parts: list[str]) -> list[int]:
    """The packages whose names have versions between `parts`, and nothing else."""
    if len(parts[0]) < 2 or not re.fullmatch(r"[a-z0-9][a-z0-9+.-]*", parts[0]):
        return []
    pattern = re.compile(_VERSION.pattern.join(map(re.escape, parts)))
    name = archives().name
    return sorted(
        number
        for digit in "0123456789"
        for number in archives().starting(parts[0] + digit)
        if pattern.fullmatch(name(number))
    )


def _sources(
    numbers: list[int], releases: tuple[Release, ...], near: list[int] | None = None
) -> _Found | None:
    """Say which of the packages each release has, or else another release.

    The second is mostly a version from a repository of its own, made by the same people. With
    `near`, only the package with the nearest version is taken.
    """

    def source(release: Release) -> dict[int, Release]:
        has = [number for number in numbers if archives().row(number, release) is not None]
        if near is not None and has:
            has = [min(has, key=lambda number: _distance(_digits(archives().name(number)), near))]
        return dict.fromkeys(has, release)

    found = tuple(map(source, releases))
    if any(found):
        return found
    distribution = releases[0].distribution
    for other in sorted(
        archives().releases, key=lambda r: (r.distribution == distribution, r.bit), reverse=True
    ):
        if has := source(other):
            return (has,) * len(releases)
    return None


def _digits(name: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", name)]


def _distance(one: list[int], other: list[int]) -> list[int]:
    return [abs(a - b) for a, b in zip(one, other, strict=False)]


# --- What is missed ------------------------------------------------------------------------------


def _judge(loss: Loss, of: _List, evidence: Evidence) -> Verdict:
    name = archives().name
    added: tuple[str, ...] = ()
    while True:
        views = _views(of, added)
        missed: set[str] = set()
        doubted: set[str] = set()
        dropped: set[str] = set()
        for view in views:
            unmet = _unmet(view, evidence)
            bringing = archives().present(
                (package for command in sorted(unmet) for package in policy().packages(command)),
                view.release,
            )
            for number in view.lost:
                needed = _needed(view, number, evidence, unmet, bringing)
                if needed is None:
                    doubted.add(name(number))
                elif not needed:
                    dropped.add(name(number))
                elif installable := [
                    other for other in needed if view.certain(other) and _exists(other, of.release)
                ]:
                    missed.add(installable[0])
                else:
                    doubted.add(name(number))
        if missed <= set(added):
            break
        # What is added has recommendations of its own.
        added = tuple(sorted({*added, *missed}))
    return Verdict(
        _least(added, views),
        tuple(sorted(dropped - doubted)),
        tuple(sorted(doubted)),
        loss.unknown,
    )


def _needed(
    view: _View, number: int, evidence: Evidence, unmet: frozenset[str], bringing: list[int]
) -> list[str] | None:
    """What to name for a package that is lost, best first: part of it, it, another; or nothing.

    None where nobody knows. `bringing` are the packages that bring the commands that are `unmet`.
    """
    name = archives().name(number)
    if not unmet.isdisjoint(policy().commands(name)):
        return [name, *map(archives().name, view.others[number])]
    if bringing:
        brought = _brought(number, view.release)
        for package in bringing:
            if package in brought:
                return [archives().name(package), name]
    known = True
    section = archives().section(number)
    for recommender in view.lost[number]:
        rule = policy().rule(
            (name, section),
            (archives().name(recommender), archives().section(recommender)),
            view.named(recommender),
        )
        missed = rule and rule.misses(evidence.commands, evidence.text, evidence.opaque)
        if missed:
            return [name, *map(archives().name, view.others[number])]
        known = known and missed is not None
    return [] if known else None


@lru_cache(maxsize=512)
def _brought(number: int, release: Release) -> frozenset[int]:
    """What is installed with a package, itself included."""
    return frozenset(archives().installed((number,), release))


def _unmet(view: _View, evidence: Evidence) -> frozenset[str]:
    """The commands that run and that no package brings which is known to be there."""
    number = archives().number
    return frozenset(
        command
        for command in evidence.commands
        if not any(
            package in evidence.installed or number(package) in view.there
            for package in policy().packages(command)
        )
    )


def _exists(name: str, release: str | None) -> bool:
    """Whether a package can be installed in whatever release this is."""
    releases, exact = releases_of(release)
    if not exact:
        # Then it must have been there for long, and under the same name.
        distribution = releases[0].distribution
        releases = tuple(r for r in archives().releases if r.distribution == distribution)
    return all(archives().present((name,), release) for release in releases)


def _least(added: tuple[str, ...], views: tuple[_View, ...]) -> tuple[str, ...]:
    """Leave out what comes with another one in every release."""
    needed = list(added)
    for name in added:
        rest = [other for other in needed if other != name]
        if all(
            archives().number(name) in archives().installed(archives().present(rest, r), r)
            for r in (view.release for view in views)
        ):
            needed = rest
    return tuple(needed)
