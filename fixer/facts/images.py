"""What is known of a base image from its name alone.

`base_facts` reads the reference and looks into `images_table`: nothing is pulled and no registry
is asked. A fact that the name does not settle is left open, for a wrong one breaks builds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fixer.facts import images_table as table
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.facts.images_table import Row

_NONE: Mapping[Any, Any] = MappingProxyType({})


class BaseFacts(NamedTuple):
    """The facts of one base image. `None` means that a fact is not known; collections hold what is
    known to be there, and say nothing about what is not in them."""

    family: str = "unknown"
    """debian ubuntu alpine wolfi fedora rhel amazonlinux photon azurelinux suse arch busybox
    distroless scratch windows; or unknown. `rhel` is Red Hat's line with all its rebuilds."""
    release: str | None = None
    """The system's release: a code name for debian and ubuntu (`bookworm`, `jammy`), else a
    version (`3.19`, `9`, `2023`). Only where the reference fixes it."""
    packages: str | None = None
    """apt apk dnf yum microdnf tdnf zypper pacman; `none` where there is no such tool."""
    shell: str | None = None
    """What /bin/sh is: dash ash bash; `none` where there is none, so that no shell form works."""
    account_tools: str = "unknown"
    """`shadow` (useradd, groupadd), `busybox` (adduser -D), `none`, or unknown."""
    user: str | None = None
    """The user that the image is configured with, as written there; `""` is none set: root."""
    uid: int | None = None
    gid: int | None = None
    """Numeric ids of that user."""
    accounts: Mapping[str, tuple[int, int]] = _NONE
    """Unprivileged accounts, as name: (uid, gid)."""
    workdir: str | None = None
    """The working directory; `/` where the image sets none."""
    has_cmd: bool | None = None
    """Whether the image's own CMD or ENTRYPOINT is a service. A shell, an interpreter or a
    command-line tool is none."""
    drops_privileges: bool = False
    """It starts as root on purpose and gives that up by itself: an entrypoint with gosu, a server
    whose workers run as another user, an init system, a platform that sets the user."""
    env: Mapping[str, str] = _NONE
    """Variables that the image sets and that Dockerfiles build on."""
    commands: frozenset[str] = frozenset()
    """Commands on the PATH."""
    installed: frozenset[str] = frozenset()
    """Packages of the distribution."""
    shell_form: tuple[str, ...] | None = None
    """The SHELL that the image hands on; `()` is the builder's own."""
    onbuild: bool = False
    """It has instructions that run at the start of whatever is built on it."""
    proven: bool = False
    """The image is not known, but a Dockerfile built on it needs its user to be root."""

    @property
    def is_root(self) -> bool | None:
        """Whether an instruction right after FROM runs as root."""
        if self.uid is not None:
            return self.uid == 0
        return None if self.user is None else self.user.partition(":")[0] in _ROOT


_ROOT = frozenset({"", "root", "0"})
_UNKNOWN = BaseFacts()

Version = tuple[float, float]
System = tuple[str | None, str | None]  # family, release

_DIGITS = "0123456789"
_VERSION = regex(r"v?(\d+)(?:\.(\d+))?")
_TO_DASH = str.maketrans("_+/", "---")
# The version of a tag that names none but moves on (`latest`, `slim`): above all others.
_INFINITE = float("inf")
_NEWEST: Version = (_INFINITE, _INFINITE)

# What a row in IMAGES does not say; a row in PREFIXES leaves it open.
_PLAIN: dict[str, Any] = {"user": "", "workdir": "/", "has_cmd": False, "shell_form": ()}
_ABOUT_SYSTEM = frozenset({"packages", "shell", "account_tools"})
_NOT_FACTS = frozenset({"os", "release", "pure", "named", "when"})


@lru_cache(maxsize=4096)
def base_facts(
    repository: str,
    tag: str | None,
    digest: str | None = None,
    registry: str = "docker.io",
) -> BaseFacts:
    """Return what is known of a normalised image reference.

    `repository` is spelled in full (`library/python`). Without a tag the reference means `latest`,
    but not where it has a digest: then any release and any variant may be behind it.
    """
    key, copy = _key(registry.lower(), repository.lower())
    tag = tag.lower() if tag else "" if digest else "latest"
    known = _known(key, tag, copy)
    return known._replace(onbuild=True) if "onbuild" in key or "onbuild" in tag else known


def _known(key: str, tag: str, copy: str) -> BaseFacts:
    row, facts = _row(key)
    if row is None:
        return _from_words(key, tag)
    known = _from_row(row, facts, key, tag) if tag else _any_tag(row, facts)
    if copy == "proxy":
        return known._replace(user=None, uid=None, gid=None)
    if copy:
        return BaseFacts(
            known.family, known.release, known.packages, known.shell, known.account_tools
        )
    return known


def hub_name(registry: str, repository: str) -> str | None:
    """The name on Docker Hub, without `library/`, of an image that is that one wherever it is
    fetched from; None where it is not known to be one of Hub's."""
    key, copy = _key(registry.lower(), repository.lower())
    return key if key in table.IMAGES and not copy else None


def open_facts(text: str) -> BaseFacts:
    """What is known of an image whose tag, or the start of it, is given when it is built.

    `text` is the reference as written: `python:${VERSION}-slim-bookworm`. What holds for every tag
    of the repository does, and the end of the tag may name the system.
    """
    from fixer.dockerfile.reference import parse_reference

    name, colon, start = text.partition("$")[0].rpartition(":")
    reference = parse_reference(name) if colon and "/" not in start else None
    if reference is None:
        return _UNKNOWN
    known = base_facts(reference.repository, None, "of any tag", reference.registry)
    end = text.rpartition("}")[2].lower()
    system = _system(_words(end)) if end.startswith("-") else None
    if system is None or (known.family, None) == system:
        return known
    family, release = system
    facts = _of_system(family, release, _words(end), pure=False)
    facts["accounts"] = {**facts["accounts"], **known.accounts}
    facts["commands"] |= known.commands
    return known._replace(family=family or "unknown", release=release, **facts)


def unknown_facts() -> BaseFacts:
    """The facts of a base image of which not even the name is known: none."""
    return _UNKNOWN


def _key(registry: str, repository: str) -> tuple[str, str]:
    """Return the key into the table, and what kind of copy it is if it is not the image itself.

    `proxy` is a path that ends like one of Docker's own images; `namesake` only has its name.
    """
    on_hub = registry in table.DOCKER_HUB
    key = repository if on_hub else f"{registry}/{repository}"
    for prefix in table.MIRRORS:
        if key.startswith(prefix):
            key, on_hub = key[len(prefix) :], True
    if on_hub:
        owner, _, name = key.partition("/")
        if owner == "library" or (owner in table.ARCHITECTURES and name in table.IMAGES):
            key = name
    elif key not in table.IMAGES and key not in table.ALIASES:
        path, _, name = repository.rpartition("/")
        if name in table.IMAGES and path.rpartition("/")[2] in ("", "library"):
            return name, "proxy" if path else "namesake"
    return table.ALIASES.get(key, key), ""


def _row(key: str) -> tuple[Row | None, dict[str, Any]]:
    """Return the row for a repository and the facts that hold before it is read."""
    if (row := table.IMAGES.get(key)) is not None:
        return row, _PLAIN
    if key.startswith(table.RED_HAT):
        first, *others = key.rpartition("/")[2].split("-")  # ubi9-minimal, nodejs-20-minimal
        if first.startswith(("ubi", "rhel")):
            first = first.rstrip(_DIGITS)
        name = "-".join([first, *(word for word in others if not word.isdigit())])
        return table.RED_HAT_IMAGES.get(name, table.RED_HAT_OTHER), {}
    return next((row for prefix, row in table.PREFIXES if key.startswith(prefix)), None), {}


def _from_row(row: Row, plain: dict[str, Any], key: str, tag: str) -> BaseFacts:
    words, names = _words(tag), _words(key)
    version = _version(tag)
    pure = row.get("pure", False)
    changes = row.get("when", ())
    system: System | None = None
    if not pure:
        system = _system(words)
        if row.get("named") and (system is None or system == ("distroless", None)):
            system = _system(names) or system
    if system is None:
        system = row.get("os"), row.get("release")
        for condition, change in changes:
            if "os" in change and _holds(condition, system[0], version, tag, words):
                system = change["os"], change.get("release")
        if pure and system[1] is None and system[0] is not None:
            system = system[0], _release(system[0], words)
    family, release = system

    edition = _of_system(family, release, words + names, pure, [] if pure else words)
    facts = {**plain, **edition}
    # What a row says of its system holds only for the system it was said of.
    _add(facts, row, about_system=family == row.get("os"))
    for condition, change in changes:
        if _holds(condition, family, version, tag, words):
            _add(facts, change, about_system=True)
    if family == "windows":
        facts |= {"user": None, "uid": None, "gid": None, "workdir": None, "accounts": {}}
        facts |= {"shell_form": None, "installed": frozenset()}
    elif facts.get("user") in _ROOT:
        facts["uid"] = facts["gid"] = 0
    return BaseFacts(family=family or "unknown", release=release, **facts)


def _any_tag(row: Row, plain: dict[str, Any]) -> BaseFacts:
    """What holds for a digest alone: the row, less all that some tag changes."""
    unsettled = {name for _, change in row.get("when", ()) for name in change}
    if not row.get("pure"):
        unsettled |= _ABOUT_SYSTEM | {"os"}
    if "drops" in unsettled:
        unsettled.add("drops_privileges")
    family = None if "os" in unsettled else row.get("os")
    facts = {**plain, **_of_system(family, None, (), pure=False)}
    _add(facts, row, about_system=True)
    for name in unsettled - {"accounts", "env", "commands", "installed"}:
        facts.pop(name, None)
    if facts.get("user") is None:
        facts |= {"uid": None, "gid": None}
    elif facts["user"] in _ROOT:
        facts |= {"uid": 0, "gid": 0}
    return BaseFacts(family=family or "unknown", **facts)


def _from_words(key: str, tag: str) -> BaseFacts:
    """An image that the table does not know: its tag or the last part of its name may still name
    the system that it is built on. What was done to that system is open."""
    words, names = _words(tag), _words(key.rpartition("/")[2])
    if "/distroless/" in key:
        names.append("distroless")
    system = _system(words) or _system(names, sure=False)
    if system is None:
        return _UNKNOWN
    family, release = system
    facts = _of_system(family, release, words + names, pure=False, built_on=words + names)
    return BaseFacts(family=family or "unknown", release=release, **facts)


def _add(facts: dict[str, Any], row: Row, about_system: bool) -> None:
    for name, value in row.items():
        if name in _NOT_FACTS or (name in _ABOUT_SYSTEM and not about_system):
            continue
        if name == "drops":
            facts["drops_privileges"] = value
        elif isinstance(value, dict):
            facts[name] = {**facts.get(name, {}), **value}
        elif name in ("commands", "installed"):
            facts[name] = facts.get(name, frozenset()).union(str(value).split())
        else:
            facts[name] = value


def _words(text: str) -> list[str]:
    """`8.0-jammy-chiseled` in its parts, or `ubi9/nodejs-20`."""
    return text.translate(_TO_DASH).split("-")


def _version(tag: str) -> Version:
    """The version that a tag begins with; `3` is the newest 3."""
    match = _VERSION.match(tag)
    if match is None:
        return _NEWEST
    return float(match[1]), float(match[2] or _INFINITE)


def _holds(
    condition: str, family: str | None, version: Version, tag: str, words: Sequence[str]
) -> bool:
    """Whether all terms of a condition hold for a tag.

    `>=3.6` and `<3.6` compare the version that the tag begins with, `@debian` the family, `~text`
    is a regular expression on the tag, `word` one of its words; `!` in front turns a term round.
    """
    for term in condition.split(" "):
        wanted = not term.startswith("!")
        term = term.removeprefix("!")
        if term.startswith((">=", "<")):
            major, _, minor = term.lstrip("<>=").partition(".")
            true = version >= (int(major), int(minor or 0))
            true = true == term.startswith(">")
        elif term.startswith("@"):
            true = family == term[1:]
        elif term.startswith("~"):
            true = re.search(term[1:], tag) is not None
        else:
            true = term in words
        if true != wanted:
            return False
    return True


def _system(words: Sequence[str], sure: bool = True) -> System | None:
    """The system that the words of a tag or a name stand for.

    Without `sure`, words that are common names of other things do not count on their own.
    """
    found: System | None = None
    family: str | None
    release: str | None
    for word, following in zip(words, (*words[1:], ""), strict=True):
        if word in table.CODE_NAMES:
            family, release, certain = table.CODE_NAMES[word], word, True
        else:
            name = word.rstrip(_DIGITS + ".")  # ubuntu2204, alpine3.19, ubi9
            family = table.SYSTEM_WORDS.get(name)
            if family is None:
                continue
            release = _release_of(family, word[len(name) :] or following)
            certain = release is not None or name not in (
                table.NEEDS_RELEASE if sure else table.NEEDS_RELEASE | table.UNSURE
            )
        if (found is None and certain) or found == (family, None):
            found = family, release
    if "chiseled" in words or "distroless" in words:
        return "distroless", found[1] if found else None
    return found


def _release_of(family: str, number: str) -> str | None:
    """The release that a number behind a system's name means, if it can be one."""
    match = _VERSION.fullmatch(".".join(number.split(".")[:2]))
    if match is None:
        return None
    major, minor = int(match[1]), int(match[2] or 0)
    if family == "debian":
        return table.DEBIAN_RELEASES.get(major)
    if family == "ubuntu":
        if major > 1000:  # ubuntu2204
            major, minor = divmod(major, 100)
        return table.UBUNTU_RELEASES.get((major, minor))
    if family in ("rhel", "fedora"):
        return match[1] if major in (range(5, 12) if family == "rhel" else range(20, 70)) else None
    if family == "amazonlinux":
        return match[1] if major in (1, 2, 2023) else "1" if 2014 <= major <= 2018 else None
    if family == "windows":
        return match[1] if major > 1000 else None
    if family in ("alpine", "photon", "azurelinux", "suse"):
        return match[0].removeprefix("v") if match[2] else None
    return None


def _release(family: str, words: Sequence[str]) -> str | None:
    """The release of a system's own image: its tags are code names and version numbers."""
    for word in words:
        if word in table.CODE_NAMES or word in table.AMBIGUOUS or word in ("edge", "rawhide"):
            return word
    if family == "debian" and words[0] in ("sid", "unstable"):
        return "sid"
    return _release_of(
        family, words[0].lstrip("abcdefghijklmnopqrstuvwxyz")
    )  # 3.19, stream9, ltsc2022


def _of_system(
    family: str | None,
    release: str | None,
    words: Sequence[str],
    pure: bool,
    built_on: Sequence[str] = (),
) -> dict[str, Any]:
    """What a system's own image ships, or what of that is still there in an image built on it.

    `words` of tag and name tell a smaller edition; `built_on` are those that only name the system,
    not its edition.
    """
    if family is None:
        return {}
    packages, shell, account_tools = table.SYSTEMS[family]
    commands = table.SYSTEM_COMMANDS.get(family, "")
    accounts = table.SYSTEM_ACCOUNTS.get(family, {})
    if family in ("debian", "ubuntu"):
        if release in table.WITH_ADDUSER:
            commands += " addgroup adduser"
        elif pure and family == "ubuntu":
            accounts = {**accounts, "ubuntu": (1000, 1000)}
    elif family == "amazonlinux" and release is not None:
        packages = "dnf" if release == "2023" else "yum"
    elif family in ("rhel", "fedora"):
        if "micro" in words:
            packages, account_tools, commands = "none", "none", "bash"
        elif "minimal" in words:
            packages, account_tools = "microdnf", "unknown"
        elif any(word.startswith(table.IN_EDITIONS) for word in built_on):
            packages, account_tools = None, "unknown"
        elif family == "rhel" and release is not None:
            packages = "yum" if int(release) < 8 else "dnf"
    if not pure and account_tools == "none" and shell != "none":
        account_tools = "unknown"
    return {
        "packages": packages,
        "shell": shell,
        "account_tools": account_tools,
        "commands": frozenset(commands.split()),
        "accounts": accounts,
    }
