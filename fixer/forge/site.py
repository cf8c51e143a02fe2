"""A repository, the forge that it lies on, and the token for both."""

from __future__ import annotations

import os
from typing import NamedTuple
from urllib.parse import urlsplit

from fixer.forge.model import Forge, ForgeError, Kind
from fixer.forge.remote import Place, Remote, forge_of, parse, takes_token
from fixer.forge.secret import Secret, find_secret


class NoToken(ForgeError):
    """Nobody knows a token for the host."""


class Site(NamedTuple):
    """One repository, ready to be worked on."""

    remote: Remote
    #: What git is given; None where git finds its own way.
    secret: Secret | None
    #: None where branches are pushed and nothing more.
    forge: Forge | None
    kind: Kind

    @property
    def name(self) -> str:
        return self.remote.shown


_VARIABLES: dict[Kind, str] = {
    "github": "GITHUB_TOKEN",
    "gitlab": "GITLAB_TOKEN",
    "gitea": "GITEA_TOKEN or FORGEJO_TOKEN",
}
_CLASSES: dict[Kind, tuple[str, str]] = {
    "github": ("fixer.forge.github", "GitHub"),
    "gitlab": ("fixer.forge.gitlab", "GitLab"),
    "gitea": ("fixer.forge.gitea", "Gitea"),
}


def site(
    address: str, kind: Kind | None = None, api: str | None = None, *, plain: bool = False
) -> Site:
    """Find out all there is to know before the first request; none is made. Raises ForgeError.

    `plain` is for git alone: no forge is asked.
    """
    remote = local(address) or parse(address, _default_host(kind, api))
    if plain:
        try:
            place = forge_of(remote, kind, api)
        except ForgeError:
            return Site(remote, remote.secret, None, kind or "github")
        return Site(remote, _for_git(remote, place, _secret(remote, place)), None, place.kind)
    place = forge_of(remote, kind, api)
    secret = _secret(remote, place)
    if secret is None:
        hint = "" if place.hosts.named else "; a token of the environment is for a host that " \
            "the environment or --api names"  # fmt: skip
        raise NoToken(
            f"no token for {place.hosts.git or place.hosts.api}: set {_VARIABLES[place.kind]}, or "
            f"have git's credential program know one{hint}"
        )
    return Site(
        remote, _for_git(remote, place, secret), client(place, remote.path, secret), place.kind
    )


def client(place: Place, path: str, secret: Secret) -> Forge:
    """The forge's own client. Raises ForgeError where its library is not installed."""
    from importlib import import_module

    module, name = _CLASSES[place.kind]
    try:
        made: Forge = getattr(import_module(module), name)(place.api, path, secret)
    except ModuleNotFoundError as error:
        if error.name in ("github", "gitlab"):
            reason = "pull requests need more: pip install 'dockerfile-fixer[pr]'"
            raise ForgeError(reason) from error
        raise
    return made


def _secret(remote: Remote, place: Place) -> Secret | None:
    if remote.secret is not None:
        return remote.secret
    return find_secret(place.kind, place.hosts, remote.scheme)


def _for_git(remote: Remote, place: Place, secret: Secret | None) -> Secret | None:
    if remote.secret is not None:
        return remote.secret
    return secret if secret is not None and takes_token(remote, place) else None


def _default_host(kind: Kind | None, api: str | None) -> str:
    """Where `owner/name` lies."""
    if api:
        return urlsplit(api).netloc.removeprefix("api.")
    return {"gitlab": "gitlab.com", "gitea": "codeberg.org"}.get(kind or "", "github.com")


def local(folder: str) -> Remote | None:
    """The remote of a checkout: the folder's own address, when there is one. Nothing else of its
    configuration is used."""
    from fixer.forge.git import Git, GitError

    if not os.path.isdir(folder):
        return None
    git = Git(os.path.realpath(folder))
    try:
        top = git.line("rev-parse", "--show-toplevel")
    except GitError:
        return None  # a bare repository is its own remote
    try:
        name = git.line("config", "--get", "remote.pushDefault")
    except GitError:
        name = "origin"
    try:
        address = git.line("remote", "get-url", "--push", "--", name)
    except GitError as error:
        raise ForgeError(f"{folder} has no remote named {name}") from error
    return parse(os.path.join(top, address) if address.startswith(".") else address)
