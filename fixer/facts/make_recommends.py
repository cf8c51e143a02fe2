"""Make `data/recommends.bin` from the package indexes of Debian's and Ubuntu's archives.

    python -m fixer.facts.make_recommends [--cache DIR] [--keyring FILE]...

The result depends on the indexes alone: the same indexes give the same bytes. Every index is
checked against the SHA-256 in its suite's InRelease file, and InRelease against the keyrings, where
some are given (`/usr/share/keyrings/debian-archive-keyring.gpg`). Needs about 2 GB of memory and
some minutes. What is kept, and why it is enough, is written at `reduce`; the layout of the file at
`fixer.facts.recommends_index`, which reads it.
"""

from __future__ import annotations

import argparse
import hashlib
import lzma
import re
import struct
import subprocess
import sys
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

from fixer.facts.recommends_index import ALTERNATIVES, MAGIC, MANY

#: One index, unpacked, is 30 to 80 MB; anything above this is not an index.
MAX_DOWNLOAD = 64 << 20
MAX_UNPACKED = 256 << 20
TIMEOUT = 60.0

DEBIAN = "https://deb.debian.org/debian"
DEBIAN_SECURITY = "https://deb.debian.org/debian-security"
UBUNTU = "http://archive.ubuntu.com/ubuntu"


@dataclass(frozen=True)
class Release:
    """One release of a distribution, and where its packages are, the newest pockets last."""

    name: str
    distribution: str
    version: str
    pockets: tuple[tuple[str, str], ...]
    components: tuple[str, ...]


def _debian(name: str, version: str) -> Release:
    pockets = [(DEBIAN, name)]
    if version != "testing":
        pockets += [(DEBIAN, f"{name}-updates"), (DEBIAN_SECURITY, f"{name}-security")]
    return Release(name, "debian", version, tuple(pockets), ("main",))


def _ubuntu(name: str, version: str) -> Release:
    # What is in -security is in -updates too.
    pockets = ((UBUNTU, name), (UBUNTU, f"{name}-updates"))
    return Release(
        name, "ubuntu", version, pockets, ("main", "restricted", "universe", "multiverse")
    )


#: Those whose images are still built from, and which the mirrors serve. The components are those
#: that the distribution's image has enabled.
RELEASES = (
    _debian("bullseye", "11"),
    _debian("bookworm", "12"),
    _debian("trixie", "13"),
    _debian("forky", "testing"),
    _ubuntu("xenial", "16.04"),
    _ubuntu("bionic", "18.04"),
    _ubuntu("focal", "20.04"),
    _ubuntu("jammy", "22.04"),
    _ubuntu("noble", "24.04"),
    _ubuntu("resolute", "26.04"),
)

#: Packages that nobody names in a Dockerfile: sources of another language's packages, which its own
#: tool fetches, documentation, translations, the kernel. They stay where something leads to them.
_UNNAMED_SECTIONS = frozenset("doc education gnustep hamradio localization tasks".split())
_UNNAMED = re.compile(
    r"librust-|golang-.*-dev$|libghc-|lib.*-(ocaml|prof)|libcoq-|cl-|elpa-|node-(?!gyp$)|libjs-"
    r"|r-bioc-|linux-(?!libc-dev$)|language-pack-(?!en)|.*-(dbg|dbgsym|docs?)(-.*-cross)?$"
)


class Relation(NamedTuple):
    """`name (operator version)` of a dependency; without the brackets both are empty."""

    name: str
    operator: str
    version: str


Group = tuple[Relation, ...]


@dataclass
class Package:
    name: str
    version: str
    section: str
    #: In the order in which apt prefers them: required, important, standard, optional, extra.
    priority: int
    essential: bool
    depends: list[Group]
    recommends: list[Group]
    provides: list[Relation]


# --- Reading an index ----------------------------------------------------------------------------

_RELATION = re.compile(r"\s*([\w.+-]+)(?::\w+)?\s*(?:\(\s*(<<|<=|=|>=|>>|<|>)\s*([^\s)]+)\s*\))?")
_PRIORITIES = ("required", "important", "standard", "optional", "extra")


def parse_relations(text: str) -> list[Group]:
    """Read a Depends field: all of the groups, one of each group's alternatives."""
    groups = []
    for part in text.split(","):
        group = tuple(
            Relation(m[1], m[2] or "", m[3] or "")
            for m in map(_RELATION.match, part.split("|"))
            if m
        )
        if group:
            groups.append(group)
    return groups


def parse_index(text: str) -> Iterator[Package]:
    """Read the stanzas of a Packages file."""
    for stanza in text.split("\n\n"):
        fields = dict(
            line.split(": ", 1) for line in stanza.split("\n") if ": " in line and line[0] != " "
        )
        if "Package" not in fields:
            continue
        priority = fields.get("Priority", "optional")
        yield Package(
            fields["Package"],
            fields["Version"],
            fields.get("Section", "").rpartition("/")[2],
            _PRIORITIES.index(priority) if priority in _PRIORITIES else len(_PRIORITIES),
            fields.get("Essential") == "yes",
            parse_relations(fields.get("Pre-Depends", ""))
            + parse_relations(fields.get("Depends", "")),
            parse_relations(fields.get("Recommends", "")),
            [group[0] for group in parse_relations(fields.get("Provides", ""))],
        )


_DIGITS = re.compile(r"(\d+)")


def version_key(version: str) -> tuple[object, ...]:
    """A key that sorts as dpkg compares versions (deb-version(7))."""
    epoch, colon, rest = version.partition(":")
    if not colon:
        epoch, rest = "0", version
    upstream, _, revision = rest.rpartition("-") if "-" in rest else (rest, "", "0")
    return int(epoch), _part_key(upstream), _part_key(revision or "0")


def _part_key(part: str) -> tuple[object, ...]:
    # Digits as numbers; between them `~` comes before the end, letters before all else.
    key: list[object] = []
    for index, piece in enumerate(_DIGITS.split(part)):
        if index % 2:
            key.append(int(piece))
        else:
            key.append((*(-1 if c == "~" else ord(c) + 256 * (not c.isalpha()) for c in piece), 0))
    return tuple(key)


def _satisfies(version: str, relation: Relation) -> bool:
    if not relation.operator:
        return True
    have, want = version_key(version), version_key(relation.version)
    match relation.operator:
        case "=":
            return have == want
        case ">=" | ">":
            return have >= want  # `>` is the old spelling of `>=`
        case "<=" | "<":
            return have <= want
        case ">>":
            return have > want
    return have < want


# --- Resolving as apt does -----------------------------------------------------------------------


@dataclass
class Archive:
    """The packages of one release."""

    packages: dict[str, Package] = field(default_factory=dict)
    providers: dict[str, list[tuple[Package, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @classmethod
    def of(cls, packages: Iterable[Package]) -> Archive:
        """Take the highest version of each."""
        archive = cls()
        for package in packages:
            other = archive.packages.get(package.name)
            if other is None or version_key(other.version) <= version_key(package.version):
                archive.packages[package.name] = package
        for package in archive.packages.values():
            for provided in package.provides:
                archive.providers[provided.name].append((package, provided.version))
        for found in archive.providers.values():
            found.sort(key=lambda item: (item[0].priority, item[0].name))
        return archive

    def candidates(self, group: Group) -> tuple[str, ...]:
        """The packages that satisfy a group, the one that apt chooses first."""
        found: dict[str, None] = {}
        for relation in group:
            package = self.packages.get(relation.name)
            if package is not None and _satisfies(package.version, relation):
                found[package.name] = None
            for provider, version in self.providers.get(relation.name, ()):
                if not relation.operator or (version and _satisfies(version, relation)):
                    found[provider.name] = None
        return tuple(found)

    def base(self) -> set[str]:
        """What a minimal image holds: as `debootstrap --variant=minbase`, which images are made by.

        `usrmerge` is the first choice of bookworm's init-system-helpers, but the image has the
        empty `usr-is-merged`.
        """
        todo = [
            package.name
            for package in self.packages.values()
            if package.essential
            or package.priority == 0
            or package.name in ("apt", "usr-is-merged")
        ]
        have = set(todo)
        while todo:
            for group in self.packages[todo.pop(0)].depends:
                candidates = self.candidates(group)
                if candidates and have.isdisjoint(candidates):
                    have.add(candidates[0])
                    todo.append(candidates[0])
        return have


class Row(NamedTuple):
    """What is kept of a package in one release; all names."""

    #: Installed with it, directly or not; what these lead to is in their own rows.
    depends: tuple[str, ...] = ()
    #: Groups of which the first is installed with it, unless another one is there already.
    choices: tuple[tuple[str, ...], ...] = ()
    #: Groups of which the first is recommended, unless another one is there already.
    recommends: tuple[tuple[str, ...], ...] = ()


def reduce(archive: Archive) -> dict[str, Row]:
    """Keep of an archive what decides which recommended packages a list of packages leads to.

    Which of them are lost is a question of reachability: those recommended by something that the
    list leads to, less those that it leads to by dependencies. So only three kinds of packages
    count on the way: those that recommend something, those that are recommended by something, and
    those where a choice is made or that are chosen. Dependencies on others are replaced by what
    these lead to, and what follows from another dependency is left out. The base's packages are
    always there: what they satisfy is left out as well.
    """
    base = archive.base()

    roots = {
        name
        for name, package in archive.packages.items()
        if name in base or not (package.section in _UNNAMED_SECTIONS or _UNNAMED.match(name))
    }

    def groups(of: Iterable[Group]) -> list[tuple[str, ...]]:
        found = dict.fromkeys(archive.candidates(group) for group in of)
        return [group for group in found if group and base.isdisjoint(group)]

    depends = {name: groups(package.depends) for name, package in archive.packages.items()}
    led = _Closures({n: [g[0] for g in of if len(g) == 1] for n, of in depends.items()})
    choices = {
        name: [g for g in of if len(g) > 1 and led(name).isdisjoint(g)]
        for name, of in depends.items()
    }
    recommends = {
        name: [g for g in groups(package.recommends) if led(name).isdisjoint(g)]
        for name, package in archive.packages.items()
    }

    reached = set(roots)
    todo = list(roots)
    while todo:
        name = todo.pop()
        new = (led(name) | {g[0] for g in choices[name]}) - reached
        reached |= new
        todo += new

    # Only what a list may lead to takes the place of apt's first choice.
    for name in reached:
        for of in (choices, recommends):
            of[name] = [(g[0], *(x for x in g[1:] if x in reached)) for g in of[name]]
    pointed = {x for name in reached for g in (*choices[name], *recommends[name]) for x in g}
    counting = {n for n in reached if recommends[n] or choices[n]} | pointed

    rows = {
        name: Row()
        if name in base
        else Row(
            led.least(name, counting),
            tuple(sorted(choices[name])),
            tuple(recommends[name]),
        )
        for name in roots | counting & reached
    }
    # A name that one package alone provides may be asked for: apt takes that package.
    for name, providers in archive.providers.items():
        only = {package.name for package, _ in providers}
        if name not in rows and name not in archive.packages and not _UNNAMED.match(name):
            if len(only) == 1 and only <= roots:
                provider = only.pop()
                rows[name] = Row((provider,)) if provider in counting else rows[provider]
    return rows


def verify(archive: Archive, rows: dict[str, Row], every: int = 50) -> None:
    """Compare what is kept with the archive itself, for every so many packages.

    Raises AssertionError where they disagree on what is lost with a package.
    """
    base = archive.base()

    def groups(of: Iterable[Group]) -> list[tuple[str, ...]]:
        return [candidates for group in of if (candidates := archive.candidates(group))]

    full = {}
    for name, package in archive.packages.items():
        depends = groups(package.depends)
        full[name] = Row(
            tuple(group[0] for group in depends if len(group) == 1),
            tuple(group for group in depends if len(group) > 1),
            tuple(groups(package.recommends)),
        )
    for name in sorted(full.keys() & rows)[::every]:
        kept, expected = _lost(name, rows, set()), _lost(name, full, base)
        # With more than one choice on the way, the order in which they are made may matter.
        if kept != expected and name not in base and _choices(name, rows) < 2:
            raise AssertionError(f"{name}: {kept ^ expected}")


def _led(name: str, rows: dict[str, Row], there: set[str]) -> list[tuple[str, ...]]:
    """Add to `there` what `name` leads to; return the choices that were open."""
    todo = [name]
    choices: list[tuple[str, ...]] = []
    made = []
    while todo:
        if (package := todo.pop()) not in there:
            there.add(package)
            todo += rows[package].depends
            choices += rows[package].choices
        while choices and not todo:
            if there.isdisjoint(choice := choices.pop(0)):
                made.append(choice)
                todo.append(choice[0])
    return made


def _choices(name: str, rows: dict[str, Row]) -> int:
    return len(_led(name, rows, set()))


def _lost(name: str, rows: dict[str, Row], base: set[str]) -> set[str]:
    there = set(base)
    _led(name, rows, there)
    groups = (group for package in there - base for group in rows[package].recommends)
    return {group[0] for group in groups if there.isdisjoint(group)}


class _Closures:
    """What each package leads to by dependencies without a choice, itself included."""

    def __init__(self, depends: dict[str, list[str]]) -> None:
        self._depends = depends
        self._known: dict[str, frozenset[str]] = {}

    def __call__(self, name: str) -> frozenset[str]:
        if (known := self._known.get(name)) is not None:
            return known
        seen = {name}
        todo = [name]
        while todo:
            for other in self._depends[todo.pop()]:
                if other not in seen:
                    seen.add(other)
                    if (known := self._known.get(other)) is not None:
                        seen |= known
                    else:
                        todo.append(other)
        self._known[name] = result = frozenset(seen)
        return result

    def least(self, name: str, counting: set[str]) -> tuple[str, ...]:
        """The fewest of `counting` that lead to all of those that `name` leads to."""
        kept = set(self(name) & counting)
        # Packages that depend on each other point in a ring; what leaves it leaves from the first.
        ring = sorted(other for other in kept if name in self(other))
        following: tuple[str, ...] = ()
        if name in ring:
            if len(ring) > 1:
                following = (ring[(ring.index(name) + 1) % len(ring)],)
            if name != ring[0]:
                return following
            kept -= set(ring)
        elif ring:
            return (ring[0],)
        for target in sorted(kept):
            if target in kept:
                kept -= self(target) - {target}
        return (*following, *sorted(kept))


# --- Fetching ------------------------------------------------------------------------------------


def _fetch(url: str, cache: Path | None) -> bytes:
    path = cache / re.sub(r"[^\w.-]+", "_", url.partition("://")[2]) if cache else None
    if path is not None and path.exists():
        return path.read_bytes()
    with urllib.request.urlopen(url, timeout=TIMEOUT) as answer:
        data: bytes = answer.read(MAX_DOWNLOAD + 1)
    if len(data) > MAX_DOWNLOAD:
        raise ValueError(f"{url}: larger than {MAX_DOWNLOAD} bytes")
    if path is not None:
        path.write_bytes(data)
    return data


def _signed_text(in_release: bytes, keyrings: list[Path]) -> str:
    """What is signed in an InRelease file; all of it, unchecked, where there are no keyrings."""
    if keyrings:
        arguments = [word for keyring in keyrings for word in ("--keyring", str(keyring))]
        command = ["gpgv", "--quiet", *arguments, "--output", "-", "-"]
        in_release = subprocess.run(
            command, input=in_release, check=True, capture_output=True
        ).stdout
    return in_release.decode()


def _hashes(in_release: str) -> dict[str, str]:
    """The SHA-256 of each file that an InRelease names."""
    listed = re.search(r"^SHA256:\n((?: .*\n)+)", in_release, re.MULTILINE)
    lines = listed[1].splitlines() if listed else []
    return {words[2]: words[0] for words in map(str.split, lines)}


def download(
    release: Release, cache: Path | None, keyrings: list[Path]
) -> tuple[list[Package], str]:
    """Fetch the indexes of a release; return its packages and its newest date (ISO 8601).

    Raises OSError where the archive does not answer, ValueError where a hash does not fit, and
    CalledProcessError where a signature does not.
    """
    packages: list[Package] = []
    dates = []
    for archive, suite in release.pockets:
        root = f"{archive}/dists/{suite}"
        text = _signed_text(_fetch(f"{root}/InRelease", cache), keyrings)
        stamp = re.search(r"^Date: (.+)$", text, re.MULTILINE)
        if stamp:
            dates.append(parsedate_to_datetime(stamp[1]).date().isoformat())
        hashes = _hashes(text)
        for component in release.components:
            path = f"{component}/binary-amd64/Packages.xz"
            data = _fetch(f"{root}/{path}", cache)
            if hashlib.sha256(data).hexdigest() != hashes.get(path):
                raise ValueError(f"{root}/{path}: not what InRelease says")
            unpacked = lzma.LZMADecompressor().decompress(data, MAX_UNPACKED)
            packages += parse_index(unpacked.decode())
    return packages, max(dates)


# --- Writing -------------------------------------------------------------------------------------


def encode(
    releases: list[tuple[Release, str]], rows: list[dict[str, Row]], sections: dict[str, str]
) -> bytes:
    """Lay out the file that `fixer.facts.recommends_index` reads, and where its layout is written.

    `rows` are those of the releases, in their order; `sections` those of all packages.
    """
    pointed = {x for of in rows for row in of.values() for x in _pointed(row)}
    names = sorted(pointed) + sorted({name for of in rows for name in of} - pointed)
    numbers = {name: number for number, name in enumerate(names)}
    if len(pointed) > ALTERNATIVES:
        raise ValueError("more than 32,767 packages are led to: 15 bits cannot number them")

    words: list[int] = []
    starts = [0]
    for name in names:
        variants: dict[Row, int] = defaultdict(int)
        for bit, of in enumerate(rows):
            if name in of:
                variants[of[name]] |= 1 << bit
        for row, mask in variants.items():
            words += mask, *_counts(row)
            words += (numbers[x] for x in row.depends)
            for group in (*row.choices, *row.recommends):
                first, *others = (numbers[x] for x in group)
                words += (first | ALTERNATIVES, len(others), *others) if others else (first,)
        starts.append(len(words))

    text = [name.encode() for name in names]
    ends = [0]
    for name_text in text:
        ends.append(ends[-1] + len(name_text))
    section_of = [sections.get(name) or "none" for name in names]
    all_sections = sorted(set(section_of))
    header = [
        MAGIC,
        f"packages {len(pointed)} {len(names)}",
        f"sections {' '.join(all_sections)}",
        *(f"release {r.name} {r.distribution} {r.version} {date}" for r, date in releases),
    ]
    head = "\n".join(header).encode() + b"\n\n"
    return b"".join(
        (
            head + b"\0" * (-len(head) % 4),
            struct.pack(f"<{len(starts)}I", *starts),
            struct.pack(f"<{len(ends)}I", *ends),
            struct.pack(f"<{len(words)}H", *words),
            bytes(map(all_sections.index, section_of)),
            b"".join(text),
        )
    )


def _pointed(row: Row) -> Iterator[str]:
    yield from row.depends
    for group in (*row.choices, *row.recommends):
        yield from group


def _counts(row: Row) -> tuple[int, ...]:
    depends, choices, recommends = map(len, row)
    if depends < 64 and choices < 32 and recommends < 31:
        return (depends | choices << 6 | recommends << 11,)
    return MANY, depends, choices, recommends


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cache", type=Path, help="keep what is fetched here, and use it")
    parser.add_argument(
        "--keyring", type=Path, action="append", default=[], help="check signatures against this"
    )
    parser.add_argument(
        "-o", type=Path, dest="output", default=Path(__file__).with_name("data") / "recommends.bin"
    )
    options = parser.parse_args()
    if options.cache:
        options.cache.mkdir(parents=True, exist_ok=True)
    dated: list[tuple[Release, str]] = []
    rows = []
    sections: dict[str, str] = {}
    for release in RELEASES:
        packages, date = download(release, options.cache, options.keyring)
        archive = Archive.of(packages)
        kept = reduce(archive)
        verify(archive, kept)
        dated.append((release, date))
        rows.append(kept)
        sections |= {package.name: package.section for package in packages}
        print(f"{release.name}: {date}, {len(kept)} packages kept", file=sys.stderr)
    data = encode(dated, rows, sections)
    options.output.write_bytes(data)
    print(f"{options.output}: {len(data)} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
