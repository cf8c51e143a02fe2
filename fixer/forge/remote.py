"""Where a repository is: its address in parts, and what kind of forge answers there."""

from __future__ import annotations

import os
import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from fixer.forge.model import ForgeError, Kind
from fixer.forge.secret import Hosts, Secret

_SCP = re.compile(
    r"(?:(?P<user>[\w.-]+)@)?(?P<host>[\w.-]+|\[[0-9A-Fa-f:]+\]):(?P<path>[^/].*|/.*)"
)
_SCHEMES = ("https", "http", "ssh", "git", "file")
_PUBLIC: dict[str, Kind] = {
    "github.com": "github",
    "gitlab.com": "gitlab",
    "codeberg.org": "gitea",
    "gitea.com": "gitea",
}
_WORDS: dict[str, Kind] = {
    "github": "github",
    "ghe": "github",
    "gitlab": "gitlab",
    "gitea": "gitea",
    "forgejo": "gitea",
}
_LOOPBACK = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?")


class Remote(NamedTuple):
    """An address, without any secret."""

    #: What git is given.
    url: str
    scheme: str
    #: With the port, if there is one; empty for a folder.
    host: str
    #: The owner, or the groups, and the name: `owner/name`.
    path: str
    #: What the address itself held.
    secret: Secret | None = None

    @property
    def shown(self) -> str:
        """How a report names it."""
        return self.path if self.host else self.url


def parse(address: str, default_host: str = "github.com") -> Remote:
    """The parts of an address: a URL, `user@host:path`, a folder, or `owner/name`.

    Raises ForgeError.
    """
    if address.startswith("-") or any(each <= " " for each in address) or not address:
        raise ForgeError(f"{address!r} is no address of a repository")
    if "://" in address:
        return _url(address)
    if os.path.isdir(address):
        return Remote(os.path.realpath(address), "file", "", _name(address))
    if re.fullmatch(r"[\w.-]+(/[\w.-]+)+", address):
        url = f"https://{default_host}/{address.removesuffix('.git')}.git"
        return Remote(url, "https", default_host, _name(address))
    found = _SCP.fullmatch(address)
    if found and "::" not in address:
        return Remote(address, "ssh", found["host"].lower(), _name(found["path"]))
    raise ForgeError(f"{address!r} is no address of a repository")


def _url(address: str) -> Remote:
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise ForgeError("the address of the repository cannot be read") from error
    if parts.scheme not in _SCHEMES:
        raise ForgeError(f"{parts.scheme}:// is no way to a repository")
    if parts.scheme == "file":
        return Remote(address, "file", "", _name(parts.path))
    if not host:
        raise ForgeError("the address of the repository names no host")
    named = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    secret = None
    if parts.password:
        secret = Secret(unquote(parts.username or ""), unquote(parts.password))
    elif parts.username and parts.scheme in ("http", "https"):
        secret = Secret("", unquote(parts.username)) if len(parts.username) > 30 else None
    user = f"{parts.username}@" if parts.scheme == "ssh" and parts.username else ""
    url = f"{parts.scheme}://{user}{named}{parts.path}"
    return Remote(url, parts.scheme, named, _name(unquote(parts.path)), secret)


def _name(path: str) -> str:
    return path.strip("/").removesuffix(".git")


class Place(NamedTuple):
    """A forge: its kind, and where it answers."""

    kind: Kind
    api: str
    hosts: Hosts


def forge_of(remote: Remote, kind: Kind | None = None, api: str | None = None) -> Place:
    """The forge that a repository lies on. Raises ForgeError where that is not known."""
    bare = remote.host.split(":")[0] if remote.scheme == "ssh" else remote.host
    if not remote.host and not api:
        raise ForgeError(f"{remote.url} lies on no forge: --push-only pushes the branch alone")
    found = kind or _PUBLIC.get(bare) or next(
        (_WORDS[word] for word in re.split(r"[.:-]", bare) if word in _WORDS), None
    )  # fmt: skip
    if found is None:
        raise ForgeError(f"what {bare} is, is not known: say it with --forge, or use --push-only")
    scheme = remote.scheme if remote.scheme == "http" else "https"
    if api is None:
        api = {
            "github": "https://api.github.com"
            if bare == "github.com"
            else _enterprise(bare, scheme),
            "gitlab": f"{scheme}://{bare}",
            "gitea": f"{scheme}://{bare}/api/v1",
        }[found]
        named = False
    else:
        named = True
    parts = urlsplit(api)
    if parts.scheme not in ("http", "https") or not parts.netloc or "@" in parts.netloc:
        raise ForgeError("--api must be an address that begins with https://")
    if parts.scheme == "http" and not _LOOPBACK.fullmatch(parts.netloc):
        raise ForgeError(f"no token is sent to {parts.netloc} in clear text: use https")
    return Place(found, api.rstrip("/"), Hosts(bare, parts.netloc.lower(), named))


def _enterprise(host: str, scheme: str) -> str:
    if host.endswith(".ghe.com"):
        return f"https://api.{host}"
    return f"{scheme}://{host}/api/v3"


def takes_token(remote: Remote, place: Place) -> bool:
    """Whether git itself may be given the forge's token for this address."""
    if remote.scheme == "https" or (remote.scheme == "http" and _LOOPBACK.fullmatch(remote.host)):
        api, git = place.hosts.api, place.hosts.git
        return git == api or api in (f"api.{git}", f"api.{git}:443")
    return False
