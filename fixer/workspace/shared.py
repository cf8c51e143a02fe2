"""Volumes that several services of Compose mount, each as the user of its own image.

As long as a volume is empty, every container that is made takes the owner and the files of its own
image's folder there (https://docs.docker.com/engine/storage/volumes/): a folder that is given to
one user is in the other's way, and so is what the other writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from fixer.dockerfile.service import Service, Volume
from fixer.workspace.tree import Tree

#: Web servers, which only read what they serve, and the folders that their images bring.
_SERVER = re.compile(r"(?:[\w.-]+(?::\d+)?/)*(?:nginx|nginx-unprivileged|httpd)(?:[:@].*)?")
_SERVED = ("/usr/share/nginx/html", "/usr/local/apache2/htdocs")
#: Where they write all the same.
_WRITTEN = ("/etc/", "/run/", "/var/cache/", "/var/lib/", "/var/log/", "/var/run/")
_BASE = re.compile(rb"(?im)^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)")


class _Use(NamedTuple):
    """A volume as one service mounts it."""

    service: str
    #: The Dockerfile, the stage, and whom the container is told to run as; None for an image.
    built: tuple[str, str | None, str | None] | None
    reads: bool
    #: Its image brings files of its own there.
    brings: bool


def with_sharing(found: Sequence[tuple[str | None, Service]], tree: Tree) -> Iterator[Service]:
    """The services, and what is to be said of their volumes for who else mounts them.

    With each comes its Dockerfile, if it is built from one.
    """
    names: dict[str, set[str]] = {}
    for _, service in found:
        for volume in service.volumes:
            if volume.kind == "volume" and volume.source:
                names.setdefault(volume.source, set()).add(service.name)
    shared = {name for name, services in names.items() if len(services) > 1}
    uses: dict[str, list[_Use]] = {name: [] for name in shared}
    for path, service in found if shared else ():
        for volume in service.volumes:
            if volume.source in shared:
                uses[volume.source].append(_use(path, service, volume, tree))
    for path, service in found:
        volumes = [
            _told(volume, _use(path, service, volume, tree), uses[volume.source])
            if volume.source in shared and volume.kind == "volume"
            else volume
            for volume in service.volumes
        ]
        yield service._replace(volumes=tuple(volumes))


def _use(path: str | None, service: Service, volume: Volume, tree: Tree) -> _Use:
    image = service.image or ""
    if path is not None:
        bases = _BASE.findall(tree.read(path) or b"") if service.target is None else []
        image = bases[-1].decode("utf-8", "replace") if bases else ""
    serves = _SERVER.fullmatch(image) is not None
    served = serves and not f"{volume.path}/".startswith(_WRITTEN)
    return _Use(
        service.name,
        None if path is None else (path, service.target, service.user),
        volume.read_only or served,
        serves and volume.path in _SERVED,
    )


def _told(volume: Volume, own: _Use, uses: Iterable[_Use]) -> Volume:
    for other in uses:
        if other.service == own.service or (other.built == own.built and own.built is not None):
            continue
        if not other.brings and (other.reads or (own.reads and other.built is not None)):
            continue
        return volume._replace(against=f"{other.service} has it as well, maybe as another user")
    return volume._replace(read_only=True) if own.reads else volume
