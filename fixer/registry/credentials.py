"""Passwords that Docker and Podman keep. None of them is ever shown, stored or sent elsewhere.

`$DOCKER_CONFIG/config.json` or `~/.docker/config.json` comes first, then Podman's `auth.json`. In
each, a registry's own credential program (`credHelpers`), the general one (`credsStore`), and what
lies in the file itself (`auths`).
https://docs.docker.com/reference/cli/docker/login/#credential-stores
https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

_LIMIT = 1 << 20
#: How long a credential program may take, in seconds, and how much it may print.
_PROGRAM_TIME = 10.0
_PROGRAM_LIMIT = 1 << 16
_DOCKER_HUB = "docker.io"
_DOCKER_HUB_KEY = "https://index.docker.io/v1/"
_DOCKER_HUB_NAMES = frozenset({"docker.io", "index.docker.io", "registry-1.docker.io"})


class Credential:
    """A secret for one host. It does not show itself."""

    __slots__ = ("bearer", "identity", "password", "user")

    def __init__(
        self, user: str = "", password: str = "", *, identity: str = "", bearer: str = ""
    ) -> None:
        self.user = user
        self.password = password
        #: A refresh token, to be exchanged for an access token.
        self.identity = identity
        #: An access token.
        self.bearer = bearer

    @property
    def basic(self) -> str | None:
        """The `Authorization` header of Basic authentication."""
        if not self.user and not self.password:
            return None
        pair = f"{self.user}:{self.password}".encode()
        return "Basic " + base64.b64encode(pair).decode("ascii")

    def __repr__(self) -> str:
        return "Credential(…)"

    def __reduce__(self) -> str:
        raise TypeError("a credential is not pickled")


class Credentials:
    """Finds the credential of a host, or of one repository there.

    The files are read once, and each credential is one and the same object every time.
    """

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment
        self._lock = threading.Lock()
        self._files: list[tuple[Mapping[str, Any], bool]] | None = None
        self._told: dict[tuple[str, str], Credential | None] = {}
        self._entries: dict[tuple[int, str], Credential | None] = {}

    def of(self, host: str, repository: str = "") -> Credential | None:
        """The credential for `host` (`docker.io`, `registry.corp:5000`), if one is stored."""
        with self._lock:
            if self._files is None:
                self._files = list(self._read())
            for config, has_paths in self._files:
                found = self._in_file(config, host, repository if has_paths else "")
                if found is not None:
                    return found
        return None

    def _read(self) -> Iterator[tuple[Mapping[str, Any], bool]]:
        """The files that there are, and whether their keys may name repositories."""
        environment = self._environment
        home = environment.get("HOME") or environment.get("USERPROFILE")
        docker = environment.get("DOCKER_CONFIG")
        if docker:
            yield _json(Path(docker, "config.json")), False
        elif home:
            yield _json(Path(home, ".docker", "config.json")), False
        podman = environment.get("REGISTRY_AUTH_FILE")
        if podman:
            yield _json(Path(podman)), True
            return
        runtime = environment.get("XDG_RUNTIME_DIR")
        if runtime:
            yield _json(Path(runtime, "containers", "auth.json")), True
        config = environment.get("XDG_CONFIG_HOME") or (home and os.path.join(home, ".config"))
        if config:
            yield _json(Path(config, "containers", "auth.json")), True

    def _in_file(self, config: Mapping[str, Any], host: str, repository: str) -> Credential | None:
        server = _DOCKER_HUB_KEY if host == _DOCKER_HUB else host
        programs = _mapping(config.get("credHelpers"))
        for name in (server, host):
            if name in programs:
                return self._ask(programs[name], name)
        store = config.get("credsStore")
        if store:
            found = self._ask(store, server)
            if found is not None:
                return found
        auths = _mapping(config.get("auths"))
        for key in _keys(host, repository):
            for name, entry in auths.items():
                if _plain(name) == key:
                    place = id(config), name
                    if place not in self._entries:
                        self._entries[place] = _entry(_mapping(entry))
                    if (found := self._entries[place]) is not None:
                        return found
        return None

    def _ask(self, suffix: object, server: str) -> Credential | None:
        """What a credential program says; nothing where it fails in any way."""
        if not isinstance(suffix, str) or not re.fullmatch(r"[A-Za-z0-9][\w.-]*", suffix, re.A):
            return None
        key = suffix, server
        if key not in self._told:
            self._told[key] = _told_by(_run(f"docker-credential-{suffix}", server))
        return self._told[key]


def _keys(host: str, repository: str) -> Iterator[str]:
    """What an entry for the repository may be called, the most exact name first."""
    parts = repository.split("/") if repository else []
    for count in range(len(parts), 0, -1):
        yield "/".join([host, *parts[:count]])
    yield host


def _plain(key: str) -> str:
    """A key without the parts that do not tell whose it is: `https://host/v1/` is `host`."""
    name = re.sub(r"^https?://", "", key).rstrip("/")
    name = re.sub(r"/v[12]$", "", name)
    host, slash, path = name.partition("/")
    return (_DOCKER_HUB if host in _DOCKER_HUB_NAMES else host) + slash + path


def _entry(entry: Mapping[str, Any]) -> Credential | None:
    user, password = _text(entry.get("username")), _text(entry.get("password"))
    if auth := _text(entry.get("auth")):
        try:
            pair = base64.b64decode(auth, validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            pair = ""
        if ":" in pair:
            user, _, password = pair.partition(":")
            password = password.rstrip("\0")
    identity, bearer = _text(entry.get("identitytoken")), _text(entry.get("registrytoken"))
    return _credential(user, password, identity, bearer)


def _told_by(output: bytes) -> Credential | None:
    try:
        found = _mapping(json.loads(output))
    except (ValueError, RecursionError):
        return None
    user, secret = _text(found.get("Username")), _text(found.get("Secret"))
    if user == "<token>":
        return _credential("", "", secret, "")
    return _credential(user, secret, "", "")


def _credential(user: str, password: str, identity: str, bearer: str) -> Credential | None:
    # Whatever is to stand in a header must fit into one line of it.
    if bearer and not re.fullmatch(r"[\x21-\x7e]+", bearer):
        bearer = ""
    if not (bearer or identity or (user and password)):
        return None
    return Credential(user, password, identity=identity, bearer=bearer)


def _run(program: str, server: str) -> bytes:
    """What the program prints for `server`; nothing if it fails, hangs, or prints too much."""
    import shutil
    import signal
    import subprocess

    path = shutil.which(program)
    if path is None or not os.path.isabs(path):
        return b""
    posix = os.name == "posix"
    try:
        process = subprocess.Popen(
            [path, "get"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # With what it starts, it is a group of its own, and is ended with that.
            process_group=0 if posix else None,
        )
    except OSError:
        return b""

    def end() -> None:
        with suppress(OSError):
            if posix:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()

    timer = threading.Timer(_PROGRAM_TIME, end)
    timer.daemon = True
    timer.start()
    try:
        with process:
            assert process.stdin is not None
            assert process.stdout is not None
            with suppress(OSError):  # it need not read, and may answer all the same
                process.stdin.write(server.encode())
                process.stdin.close()
            output = process.stdout.read(_PROGRAM_LIMIT + 1)
            if len(output) > _PROGRAM_LIMIT:
                end()
        return output if process.returncode == 0 else b""
    except OSError:
        return b""
    finally:
        timer.cancel()


def _json(path: Path) -> Mapping[str, Any]:
    """The object in a file; an empty one where there is none."""
    try:
        with path.open("rb") as file:
            text = file.read(_LIMIT + 1)
        return _mapping(json.loads(text)) if len(text) <= _LIMIT else {}
    except (OSError, ValueError, RecursionError):
        return {}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
