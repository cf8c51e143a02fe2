"""What is known of a base image from its name alone.

`base_facts` reads the reference and looks into `images_table`: nothing is pulled and no registry
is asked. A fact that the name does not settle is left open, for a wrong one breaks builds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf
from typing import Any

from fixer.facts import images_table as table
from fixer.facts.images_table import Row

_NOTHING: Mapping[Any, Any] = {}


@dataclass(frozen=True, slots=True)
class BaseFacts:
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
    accounts: Mapping[str, tuple[int, int]] = _NOTHING
    """Unprivileged accounts, as name: (uid, gid)."""
    workdir: str | None = None
    """The working directory; `/` where the image sets none."""
    has_cmd: bool | None = None
    """Whether the image's own CMD or ENTRYPOINT is a service. A shell, an interpreter or a
    command-line tool is none."""
    drops_privileges: bool = False
    """It starts as root on purpose and gives that up by itself: an entrypoint with gosu, a server
    whose workers run as another user, an init system, a platform that sets the user."""
    env: Mapping[str, str] = _NOTHING
    """Variables that the image sets and that Dockerfiles build on."""
    commands: frozenset[str] = frozenset()
    """Commands on the PATH."""
    installed: frozenset[str] = frozenset()
    """Packages of the distribution."""
    shell_form: tuple[str, ...] | None = None
    """The SHELL that the image hands on; `()` is the builder's own."""

    @property
    def is_root(self) -> bool | None:
        """Whether an instruction right after FROM runs as root."""
        if self.uid is not None:
            return self.uid == 0
        return None if self.user is None else self.user.partition(":")[0] in _ROOT


_ROOT = frozenset({"", "root", "0"})
UNKNOWN = BaseFacts()

_WORDS = re.compile(r"[-_+/]")
# `alpine3.19`, `ubuntu2204`, `ubi9`, `al2023`: a system, with its release in the same word.
_SYSTEM = re.compile(r"([a-z]+?)v?([\d.]*)")
_VERSION = re.compile(r"v?(\d+)(?:\.(\d+))?")
# The version of a tag that names none but moves on (`latest`, `slim`): above all others.
_NEWEST = (inf, inf)

# What the defaults of a row in IMAGES are; see there.
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
    """Return what is known of a normalised image reference; `UNKNOWN` if that is nothing.

    `repository` is spelled in full (`library/python`). Without a tag the reference means `latest`,
    but not where it has a digest: then any release and any variant may be behind it.
    """
    key, same = _key(registry.lower(), repository.lower())
    row = table.IMAGES.get(key)
    settled = {} if row is None else _PLAIN
    if row is None:
        row = next((row for prefix, row in table.PREFIXES if key.startswith(prefix)), None)
    if row is None:
        return _from_words(key, tag)
    if tag is None and digest is not None:
        facts = _any_tag(row, settled)
    else:
        facts = _one_tag(row, key, (tag or "latest").lower(), settled)
    if same:
        return facts
    if "/library/" in f"/{repository}":  # a proxy of Docker Hub, but perhaps one that rebuilds
        return replace(facts, user=None, uid=None, gid=None)
    return BaseFacts(facts.family, facts.release, facts.packages, facts.shell, facts.account_tools)


def _key(registry: str, repository: str) -> tuple[str, bool]:
    """Return the key into the table, and whether it surely is that image and no company's copy."""
    if registry in table.DOCKER_HUB:
        owner, _, name = repository.partition("/")
        key = repository
        if owner == "library" or (owner in table.ARCHITECTURES and name in table.IMAGES):
            key = name
    else:
        key = f"{registry}/{repository}"
        for prefix in table.MIRRORS:
            if key.startswith(prefix):
                key = key[len(prefix) :].removeprefix("library/")
    key = table.ALIASES.get(key, key)
    for prefix in table.RED_HAT:
        if key.startswith(prefix):
            return _red_hat(key, prefix), True
    if registry not in table.DOCKER_HUB and key not in table.IMAGES:
        path, _, name = repository.rpartition("/")
        if name in table.IMAGES and (not path or path.split("/")[-1] == "library"):
            return name, False
    return key, True


def _red_hat(key: str, prefix: str) -> str:
    """`ubi9/nodejs-20-minimal` is looked up as `redhat:nodejs-minimal@ubi9`."""
    path, _, name = key[len(prefix) :].rpartition("/")
    system = _WORDS.split(path or name)[0]
    stem = "-".join(word for word in name.split("-") if not word.isdigit())
    return f"redhat:{stem.replace(system, system.rstrip('0123456789'))}@{system}"
