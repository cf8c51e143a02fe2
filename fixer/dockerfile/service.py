"""What Compose or Bake says of an image: how it is built, and how it is run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from fixer.later import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Volume(NamedTuple):
    """A mount of a service's container."""

    #: Where it is in the container.
    path: str
    #: A volume keeps the image's files and their owner when it is first used; a bind mount shows
    #: the host's files and their owner; a tmpfs is empty and root's unless it says otherwise.
    kind: Literal["volume", "bind", "tmpfs"]
    #: The volume's name or the host's path; None where it has none.
    source: str | None = None
    read_only: bool = False
    #: What shows that a user of the image's own is at a loss there; empty where nothing does.
    against: str = ""


class Service(NamedTuple):
    """A service of a Compose file, or a target of a Bake file, that is built from a Dockerfile.

    Variables stand for their defaults. In a text, one that has none stays as `${NAME}`.
    """

    #: Relative to the top of the repository, or of the tree that was named; with forward slashes.
    file: str
    #: 1-based.
    line: int
    name: str
    #: The folder that the build sends; None where it is unknown, remote or outside of the tree.
    context: Path | None
    #: The stage that is built; None where it is the last one, or unknown.
    target: str | None
    #: The name that the image is given; None where it is not said.
    image: str | None = None
    #: The user that the container runs as instead of the image's.
    user: str | None = None
    #: Build arguments; None for what only the caller knows.
    args: Mapping[str, str | None] = {}
    #: What shows that the container needs root: "privileged", "cap_add NET_ADMIN", "user root",
    #: "network_mode host", "devices", "/var/run/docker.sock mounted" and the like.
    root: tuple[str, ...] = ()
    #: What runs instead of the image's CMD: words, or a text that Compose splits as a shell would
    #: and runs without one. Empty where the image's is taken away.
    command: list[str] | str | None = None
    #: The same for ENTRYPOINT; with one, the image's CMD counts no more.
    entrypoint: list[str] | str | None = None
    volumes: tuple[Volume, ...] = ()
    #: Ports of the container that are published.
    ports: tuple[int, ...] = ()
    #: The variables that the container is given; None for what only the caller knows.
    environment: Mapping[str, str | None] = {}
    #: The folder that its program is started in instead of the image's.
    workdir: str | None = None
