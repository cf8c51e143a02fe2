"""Tokens: where they come from, whom they are sent to, and how no text ever shows one.

A token is a secret of one host. One from the environment is sent only to the host that it is known
to be for: the forge's public one, the one that the environment itself names, or the one that the
user names with `--api`. The address of a checkout's remote does not count, for anybody may have
written it. What git's credential programs know is theirs to match.
"""

from __future__ import annotations

import base64
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from fixer.forge.model import Kind

#: The environment's tokens for each kind of forge: the names, the hosts that they are for, and the
#: variables that name such a host.
_TOKENS: dict[Kind, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "github": (
        ("GH_TOKEN", "GITHUB_TOKEN"),
        ("github.com",),
        ("GITHUB_SERVER_URL", "GH_HOST"),
    ),
    "gitlab": (
        ("GITLAB_TOKEN",),
        ("gitlab.com",),
        ("CI_SERVER_URL", "GITLAB_HOST"),
    ),
    "gitea": (
        ("FORGEJO_TOKEN", "GITEA_TOKEN"),
        ("codeberg.org", "gitea.com"),
        ("FORGEJO_SERVER_URL", "GITEA_SERVER_URL"),
    ),
}
#: As `gh` has them: for a GitHub Enterprise host, which GH_HOST or --api names.
_ENTERPRISE = ("GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN")
_USERS: dict[Kind, str] = {"github": "x-access-token", "gitlab": "oauth2", "gitea": "oauth2"}
#: How long git's credential programs may take, in seconds.
_TIME = 20.0
_USERINFO = re.compile(r"(?<=://)[^/@\s]+(?=@)")


class Secret:
    """A user name and a token. It does not show itself, and does not travel."""

    __slots__ = ("token", "user")

    def __init__(self, user: str, token: str) -> None:
        self.user = user
        self.token = token

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not pickled")

    def hide(self, text: str) -> str:
        """`text` with every form of the token taken out."""
        pair = f"{self.user}:{self.token}".encode()
        for form in (
            self.token,
            quote(self.token, safe=""),
            base64.b64encode(pair).decode("ascii"),
            base64.b64encode(self.token.encode()).decode("ascii"),
        ):
            text = text.replace(form, "…")
        return text


def hidden(text: str, secret: Secret | None) -> str:
    """`text` without the secret, and without what an address holds before its host."""
    return _USERINFO.sub("…", secret.hide(text) if secret else text)


class Hosts(NamedTuple):
    """Where the repository lies, and where the forge answers: both with their ports."""

    git: str
    api: str
    #: The user himself named where the forge answers.
    named: bool


def find_secret(
    kind: Kind, hosts: Hosts, scheme: str, environment: Mapping[str, str] | None = None
) -> Secret | None:
    """The token for a forge: the environment's, or else what git's credential programs know."""
    environment = os.environ if environment is None else environment
    names, public, variables = _TOKENS[kind]
    known = {*public, *filter(None, (_host(environment.get(name, "")) for name in variables))}
    if kind == "github" and hosts.git not in public:
        names = (*_ENTERPRISE, *names)
    if hosts.named or hosts.git in known:
        for name in ("FIXER_TOKEN", *names):
            token = environment.get(name, "").strip()
            if token:
                return Secret(_USERS[kind], token)
    return from_git(hosts.git, scheme)


def from_git(host: str, scheme: str) -> Secret | None:
    """What the credential programs of the user's own configuration know of a host."""
    from fixer.forge.git import environment

    asked = f"protocol={scheme if scheme in ('http', 'https') else 'https'}\nhost={host}\n\n"
    with tempfile.TemporaryDirectory() as nowhere:  # no repository's configuration counts
        try:
            told = subprocess.run(
                ["git", "credential", "fill"],
                input=asked.encode(), capture_output=True, timeout=_TIME, cwd=nowhere,
                env={**environment(), "GIT_CEILING_DIRECTORIES": os.path.dirname(nowhere)},
                start_new_session=True,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            return None
    if told.returncode:
        return None
    lines = told.stdout.decode("utf-8", "replace").splitlines()
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    if not values.get("password"):
        return None
    return Secret(values.get("username", ""), values["password"])


def _host(value: str) -> str:
    """The host of an address, or of a bare name."""
    return urlsplit(value if "://" in value else f"//{value}").netloc.rpartition("@")[2].lower()
