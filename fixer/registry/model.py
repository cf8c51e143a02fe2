"""What is asked of registries, and what comes back. Nothing here opens a socket."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fixer.later import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_NONE: Mapping[str, str] = {}
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}")


class Settings(NamedTuple):
    """How registries are asked. All times are in seconds. It can be hashed and pickled.

    Who writes these has the run's trust: a mirror says what a tag means, and an insecure host may
    be impersonated. They are not to be taken from a repository that one merely rewrites.
    """

    #: No socket is ever opened; what the cache holds is answered.
    offline: bool = False
    #: For each registry, the hosts that are asked before it, in order: `(("docker.io",
    #: ("mirror.corp:5000", "harbor.corp/hub")),)`. What follows a host is put before the
    #: repository's name.
    mirrors: tuple[tuple[str, tuple[str, ...]], ...] = ()
    #: Hosts (`host` or `host:port`) whose certificate is not verified, and that are asked over
    #: plain HTTP where they do not speak TLS. Loopback addresses may always speak plain HTTP.
    insecure: frozenset[str] = frozenset()
    #: A file of PEM certificates that are trusted besides the public ones.
    ca: Path | None = None
    #: Whether the credentials of Docker and Podman are used.
    credentials: bool = True
    #: How many requests are under way at once.
    connections: int = 8
    #: To connect; to wait for the next byte; for one request with its body; for the whole run, of
    #: which only the time spent waiting for registries counts.
    connect_time: float = 5.0
    read_time: float = 10.0
    request_time: float = 20.0
    total_time: float = 120.0
    #: The first pause before a request is made again; the next ones double it.
    pause: float = 1.0
    #: The longest time that a registry may ask to be left in peace (`Retry-After`). Whoever asks
    #: for more is not asked again in this run.
    longest_pause: float = 20.0
    #: The folder of the cache; the user's cache folder where None.
    cache: Path | None = None
    #: Whether answers are kept for the next run.
    use_cache: bool = True
    #: How old a cached digest may be. A pin stays valid when its tag moves on, and pins are
    #: refreshed weekly, so that a day costs nothing and spares the registry all repeated runs of a
    #: working day. With 0, only this run's answers count: right for refreshing.
    max_age: float = 86_400.0
    #: Hosts (`host` or `host:port`) of files that may be asked though their addresses are those of
    #: a private network, or of this machine.
    private_hosts: frozenset[str] = frozenset()
    #: What a file may have, in bytes; the time for one, and for all of a run.
    file_size: int = 512 << 20
    file_time: float = 120.0
    files_time: float = 600.0


class Lookup(NamedTuple):
    """What a tag points to or a URL answers, or why that is not known."""

    #: `sha256:…`; for an image of several platforms, the digest of their index; of a file, that of
    #: its content.
    digest: str | None
    media_type: str | None = None
    #: A phrase for a reader, where there is no digest: `docker.io knows no such image or tag`.
    reason: str | None = None


class ImageConfig(NamedTuple):
    """The configuration of one platform's image, as its image says it."""

    platform: str
    """`linux/amd64`, `linux/arm/v7`."""
    digest: str
    """Of the platform's manifest."""
    user: str = ""
    """As written there; empty is root."""
    entrypoint: tuple[str, ...] | None = None
    cmd: tuple[str, ...] | None = None
    env: Mapping[str, str] = _NONE
    workdir: str = ""
    exposed_ports: tuple[str, ...] = ()
    """`80/tcp`, sorted."""
    volumes: tuple[str, ...] = ()
    labels: Mapping[str, str] = _NONE
    onbuild: tuple[str, ...] = ()
    shell: tuple[str, ...] | None = None
    """The SHELL that the image hands on; None is the builder's own."""
    stop_signal: str = ""
    healthcheck: tuple[str, ...] | None = None
    """`("CMD-SHELL", "curl …")`, `("NONE",)`, or None where there is none."""
    created: str = ""
    """A time as RFC 3339 writes it."""
    size: int = 0
    """Bytes of all layers, compressed."""


#: What one run learnt, to be handed to another process: it can be pickled, and holds no secret.
Known = dict[Any, Any]


def is_digest(text: object) -> bool:
    """Whether `text` is a digest of an algorithm that can be checked here."""
    return isinstance(text, str) and _DIGEST.fullmatch(text) is not None
