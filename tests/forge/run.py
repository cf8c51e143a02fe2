"""Running `fix pr` and `fix review` against the forge of the tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.forge.server import TOKEN, Forge, Pull, Repository

APT = "FROM debian:12\nRUN apt-get update && apt-get install -y {}\nUSER 1000\n"
#: The same after the fix.
DONE = (
    "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends {} "
    "&& rm -rf /var/lib/apt/lists/*\nUSER 1000\n"
)
NAME = "acme/shop"
BRANCH = "fixer/dockerfiles"
APIS = {"github": "/api/v3", "gitlab": "", "gitea": "/api/v1"}


class Bot:
    """The command, with the forge and the user's configuration in place."""

    def __init__(self, forge: Forge, kind: str = "github") -> None:
        self.forge = forge
        self.kind = kind

    def __call__(self, *arguments: str, name: str = NAME, exit_code: int = 0) -> str:
        return self.run("pr", self.forge.address(name), *arguments, exit_code=exit_code).output

    def run(self, command: str, *arguments: str, exit_code: int = 0) -> Result:
        from fixer import cli

        api = self.forge.url + APIS[self.kind]
        said = [command, *arguments, "--forge", self.kind, "--api", api]
        result = CliRunner().invoke(cli.cli, said)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == exit_code, result.output
        # Whatever is said, and whatever is sent to anybody: the token is not in it.
        assert TOKEN not in result.output
        return result

    @property
    def pulls(self) -> list[Pull]:
        return self.forge.pulls[NAME]

    @property
    def repository(self) -> Repository:
        return self.forge.repositories[NAME]


@contextmanager
def serving(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Forge]:
    """A forge in `folder`, a user who has a name and a token, and an environment without more."""
    home = folder / "home"
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\nname = Fixer Bot\nemail = bot@example.com\n")
    for name in list(os.environ):
        if name.startswith(("GIT_", "GITHUB_", "GH_", "GITLAB_", "CI_", "GITEA_", "FORGEJO_")):
            monkeypatch.delenv(name)
    docker = os.environ.get("DOCKER_CONFIG") or os.path.expanduser("~/.docker")
    monkeypatch.setenv("DOCKER_CONFIG", docker)  # its programs lie there
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GITHUB_TOKEN", "GITLAB_TOKEN", "GITEA_TOKEN"):
        monkeypatch.setenv(name, TOKEN)
    monkeypatch.setattr("fixer.forge.patience.time.sleep", lambda _: None)
    (folder / "git").mkdir()
    with Forge(folder / "git").serving() as forge:
        yield forge
        assert forge.wrong == []
