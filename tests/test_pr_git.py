"""`fix pr` and git: every kind of remote, repositories that mean harm, and where a token shows."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from fixer import cli
from tests.forge.run import APT, BRANCH, DONE, NAME, Bot, serving
from tests.forge.server import TOKEN, Forge, Repository
from tests.test_builds import engine  # noqa: F401 (a fixture)

FILES = {"Dockerfile": APT.format("jq")}


@pytest.fixture
def forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Forge]:
    with serving(tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture
def repository(forge: Forge) -> Repository:
    return forge.create(NAME, FILES)


def _pr(*arguments: str, exit_code: int = 0) -> str:
    result = CliRunner().invoke(cli.cli, ["pr", *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == exit_code, result.output
    return result.output


@pytest.mark.parametrize("form", ["{}", "file://{}"])
def test_push_only_over_the_file_system(repository: Repository, form: str) -> None:
    address = form.format(repository.path)
    assert f"{BRANCH}: pushed" in _pr(address, "--push-only")
    assert repository.read(BRANCH, "Dockerfile") == DONE.format("jq")
    assert "unchanged" in _pr(address, "--push-only")
    repository.commit({"Dockerfile": DONE.format("jq")})
    assert f"{BRANCH}: deleted" in _pr(address, "--push-only")
    assert repository.branches == ["main"]


def test_push_only_over_http(forge: Forge, repository: Repository) -> None:
    api = ("--forge", "github", "--api", forge.url + "/api/v3")
    assert f"{BRANCH}: pushed" in _pr(forge.address(NAME), "--push-only", *api)
    assert repository.read(BRANCH, "Dockerfile") == DONE.format("jq")
    assert forge.requests == []


def test_a_checkout_is_left_as_it_is(forge: Forge, repository: Repository, tmp_path: Path) -> None:
    place = tmp_path / "mine"
    subprocess.run(["git", "clone", "-q", forge.address(NAME), str(place)], check=True)
    (place / "Dockerfile").write_text("FROM scratch\n# mine\n")
    (place / "new").write_text("x")
    before = subprocess.run(
        ["git", "status", "--porcelain=v2", "-b"], cwd=place, capture_output=True
    )
    api = ("--forge", "github", "--api", forge.url + "/api/v3")
    assert "opened" in _pr(str(place), *api)
    after = subprocess.run(
        ["git", "status", "--porcelain=v2", "-b"], cwd=place, capture_output=True
    )
    assert after.stdout == before.stdout
    assert (place / "Dockerfile").read_text() == "FROM scratch\n# mine\n"
    # What is proposed is made from the remote's base, not from the files at hand.
    assert repository.read(BRANCH, "Dockerfile") == DONE.format("jq")


def test_every_byte_of_other_files_stays(forge: Forge) -> None:
    attributes = "* text eol=crlf\nsecret filter=evil\nversion export-subst ident\n"
    repository = forge.create(NAME, {
        "Dockerfile": APT.format("jq"), ".gitattributes": attributes, "version": "$Id$\n",
    })  # fmt: skip
    Bot(forge)()
    assert repository.git("diff", "--name-only", "main", BRANCH) == "Dockerfile"
    assert "\r" not in repository.read(BRANCH, "Dockerfile")


def test_the_mode_and_a_strange_name_stay(forge: Forge) -> None:
    name = 'a "b\\ü/Dockerfile'
    repository = forge.create(NAME, {"README": "x\n"})
    repository.commit({name: APT.format("jq")})
    repository.make_executable(name)
    Bot(forge)()
    raw = repository.git("-c", "core.quotePath=false", "diff", "--raw", "-z", "main", BRANCH)
    assert raw.startswith(":100755 100755 ")
    assert raw.rstrip("\0").endswith(name)


def test_nothing_of_the_repository_is_run(forge: Forge, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    hostile = f"#!/bin/sh\ntouch {trap}\n"
    files = {
        "Dockerfile": APT.format("jq"),
        ".gitattributes": "* filter=lfs diff=evil merge=evil\n",
        ".gitmodules": f'[submodule "x"]\npath = x\nurl = ext::sh -c "touch {trap}"\n',
        ".githooks/post-checkout": hostile,
        ".lfsconfig": f'[lfs]\nurl = ext::sh -c "touch {trap}"\n',
    }
    forge.create(NAME, files).make_executable(".githooks/post-checkout")
    with (tmp_path / "home" / ".gitconfig").open("a") as stream:
        stream.write(
            f'[core]\nhooksPath = .githooks\nfsmonitor = "touch {trap}"\n'
            f'[filter "lfs"]\nsmudge = "touch {trap}; cat"\nclean = "touch {trap}; cat"\n'
            f'[diff "evil"]\ncommand = "touch {trap}"\ntextconv = "touch {trap}"\n'
        )
    Bot(forge)()
    assert forge.pulls[NAME]
    assert not trap.exists()


def test_a_checkout_that_lies_runs_nothing(
    forge: Forge, repository: Repository, tmp_path: Path
) -> None:
    trap, place = tmp_path / "trap", tmp_path / "mine"
    subprocess.run(["git", "clone", "-q", forge.address(NAME), str(place)], check=True)
    for name, value in {
        "core.fsmonitor": f"touch {trap}", "core.sshCommand": f"touch {trap}",
        "credential.helper": f"!touch {trap}", "core.pager": f"touch {trap}",
        "core.askPass": f"touch {trap}",
        f"url.ext::sh -c 'touch {trap}'.insteadOf": "https://never",
    }.items():  # fmt: skip
        subprocess.run(["git", "config", name, value], cwd=place, check=True)
    api = ("--forge", "github", "--api", forge.url + "/api/v3")
    assert "opened" in _pr(str(place), *api)
    subprocess.run(["git", "remote", "set-url", "origin", f"ext::sh -c touch% {trap}"], cwd=place)
    assert "no address of a repository" in _pr(str(place), *api, exit_code=2)
    subprocess.run(["git", "remote", "set-url", "origin", "--upload-pack=touch"], cwd=place)
    _pr(str(place), *api, exit_code=2)
    assert not trap.exists()


def test_the_token_is_nowhere(
    forge: Forge, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A user's own credential program is not given it to keep.
    kept = tmp_path / "kept"
    with (tmp_path / "home" / ".gitconfig").open("a") as stream:
        stream.write(f'[credential]\nhelper = "!f() {{ cat >> {kept}; }}; f"\n')
    trace = tmp_path / "trace"
    for name in ("GIT_TRACE", "GIT_TRACE_CURL", "GIT_TRACE2", "GIT_CURL_VERBOSE"):
        monkeypatch.setenv(name, str(trace))
    monkeypatch.setenv("GIT_TRACE_REDACT", "0")
    seen: set[str] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            for entry in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    seen.add(entry.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
                except OSError:
                    continue
            time.sleep(0.005)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        Bot(forge)()
    finally:
        done.set()
        thread.join()
    assert any("git" in line and "push" in line for line in seen)
    assert not any(TOKEN in line for line in seen)
    assert not trace.exists()
    assert not kept.exists() or TOKEN not in kept.read_text()
    for request in forge.requests:
        assert TOKEN not in request.path + str(request.query) + str(request.body)
    commits = repository.git("log", "--all", "--format=%B%an%ae%cn%ce", "-p")
    assert TOKEN not in commits
    assert TOKEN not in repository.git("config", "--list")


def test_an_address_that_holds_a_token(forge: Forge, repository: Repository,
                                       monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.delenv("GITHUB_TOKEN")
    address = f"http://x-access-token:{TOKEN}@{forge.host}/{NAME}.git"
    api = ("--forge", "github", "--api", forge.url + "/api/v3")
    told = _pr(address, *api)
    assert "opened" in told
    assert TOKEN not in told
    assert TOKEN not in _pr(address + "x", *api, exit_code=2)


def test_a_token_of_the_environment_goes_to_no_other_host(
    forge: Forge, repository: Repository, tmp_path: Path
) -> None:
    # The remote of a checkout may be anybody's: its host is not one that the user has named.
    place = tmp_path / "mine"
    subprocess.run(["git", "clone", "-q", forge.address(NAME), str(place)], check=True)
    told = _pr(str(place), "--forge", "github", exit_code=2)
    assert f"no token for {forge.host}" in told
    assert forge.requests == []
    _pr(str(place), "--forge", "gitlab", "--api", "http://gitlab.example", exit_code=2)


def test_the_token_of_a_credential_program(
    forge: Forge, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    with (tmp_path / "home" / ".gitconfig").open("a") as stream:
        stream.write(
            f'[credential "{forge.url}"]\n'
            f'helper = "!f() {{ echo username=me; echo password={TOKEN}; }}; f"\n'
        )
    assert "opened" in Bot(forge)()


def test_without_a_name_it_asks_for_one(
    forge: Forge, repository: Repository, tmp_path: Path
) -> None:
    (tmp_path / "home" / ".gitconfig").write_text("[user]\nuseConfigOnly = true\n")
    told = Bot(forge)(exit_code=2)
    assert "give --author" in told
    assert repository.branches == ["main"]


def test_never_to_the_default_branch(forge: Forge) -> None:
    repository = forge.create(NAME, FILES)
    repository.git("update-ref", "refs/heads/fixer/dockerfiles", "main")
    repository.git("symbolic-ref", "HEAD", "refs/heads/fixer/dockerfiles")
    repository.git("update-ref", "-d", "refs/heads/main")
    before = repository.sha("fixer/dockerfiles")
    Bot(forge)()
    assert repository.sha("fixer/dockerfiles") == before
    assert forge.pulls[NAME] == []
    told = _pr(str(repository.path), "--push-only", exit_code=0)
    assert "somebody else" in told
    assert repository.sha("fixer/dockerfiles") == before


def test_nothing_stays_behind(forge: Forge, repository: Repository, monkeypatch: pytest.MonkeyPatch,
                              tmp_path: Path) -> None:  # fmt: skip
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    Bot(forge)()
    assert os.listdir(place) == []


@pytest.mark.usefixtures("engine")
def test_only_what_verified_is_proposed(forge: Forge) -> None:
    files = {"Dockerfile": "FROM scratch\nCOPY a /\nWORKDIR app\n", "a": "x",
             "broken/Dockerfile": "FROM scratch\nCOPY missing /\nWORKDIR app\n"}  # fmt: skip
    repository = forge.create(NAME, files)
    Bot(forge)("--verify", "--builder", "docker", "--select", "absolute_workdir")
    (pull,) = forge.pulls[NAME]
    assert repository.git("diff", "--name-only", "main", BRANCH) == "Dockerfile"
    assert repository.read(BRANCH, "Dockerfile") == "FROM scratch\nCOPY a /\nWORKDIR /app\n"
    assert "### Verified: built before and after" in pull.body
    assert "| `Dockerfile` | yes | " in pull.body
    assert "| `broken/Dockerfile` | no: it does not build as it is |" in pull.body
