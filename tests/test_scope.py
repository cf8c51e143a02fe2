"""Which files count: those that git says have changed, and what a baseline does not accept."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from fixer.workspace.git import GitError, changed
from tests.conftest import Run

CURL = b"FROM debian\nRUN apt-get install -y curl\n"
WGET = b"FROM debian\nRUN apt-get install -y wget\n"


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "-b", "main")
    for name in ("a", "b", "c d"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "Dockerfile").write_bytes(CURL)
    git("add", "-A")
    git("commit", "-qm", "first")
    return tmp_path


def would_change(in_folder: Run, *options: str) -> list[str]:
    """The files that a check names."""
    result = in_folder("--check", "--select", "no_install_recommends", *options)
    return [line for line in result.stdout.splitlines() if line.endswith("Dockerfile")]


def test_since_a_revision(repository: Path, in_folder: Run) -> None:
    assert would_change(in_folder, "--changed-since", "HEAD") == []
    (repository / "b" / "Dockerfile").write_bytes(WGET)
    (repository / "new.Dockerfile").write_bytes(WGET)
    assert would_change(in_folder, "--changed-since", "HEAD") == ["b/Dockerfile", "new.Dockerfile"]
    git("commit", "-qam", "second")
    assert would_change(in_folder, "--changed-since", "HEAD") == ["new.Dockerfile"]
    assert would_change(in_folder, "--changed-since", "HEAD~1") == [
        "b/Dockerfile",
        "new.Dockerfile",
    ]


def test_since_a_branch_parted(repository: Path, in_folder: Run) -> None:
    git("checkout", "-qb", "topic")
    (repository / "c d" / "Dockerfile").write_bytes(WGET)
    git("commit", "-qam", "topic")
    git("checkout", "-q", "main")
    (repository / "a" / "Dockerfile").write_bytes(WGET)
    git("commit", "-qam", "main goes on")
    git("checkout", "-q", "topic")
    assert would_change(in_folder, "--changed-since", "main") == ["c d/Dockerfile"]


def test_what_is_staged(repository: Path, in_folder: Run) -> None:
    (repository / "a" / "Dockerfile").write_bytes(WGET)
    (repository / "b" / "Dockerfile").write_bytes(WGET)
    git("add", "b")
    assert would_change(in_folder, "--staged") == ["b/Dockerfile"]
    (repository / "c d" / "Dockerfile").unlink()
    git("add", "-A")
    assert would_change(in_folder, "--staged") == ["a/Dockerfile", "b/Dockerfile"]


@pytest.mark.parametrize("revision", ["nothing", "--output=x", "-h"])
def test_no_such_revision(repository: Path, in_folder: Run, revision: str) -> None:
    result = in_folder("--check", "--changed-since", revision)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert not (repository / "x").exists()


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(GitError, match="not a git repository"):
        changed(str(tmp_path), "HEAD")


def test_nothing_that_a_repository_configures_is_run(repository: Path, in_folder: Run) -> None:
    (repository / "ran.sh").write_text("#!/bin/sh\ntouch ran\nexit 1\n")
    (repository / "ran.sh").chmod(0o755)
    for key in ("core.fsmonitor", "diff.external", "core.pager", "diff.bad.textconv"):
        git("config", key, str(repository / "ran.sh"))
    (repository / ".gitattributes").write_text("* diff=bad\n")
    (repository / "b" / "Dockerfile").write_bytes(WGET)
    (repository / "ran").unlink(missing_ok=True)
    assert would_change(in_folder, "--changed-since", "HEAD") == ["b/Dockerfile"]
    assert not (repository / "ran").exists()


# The baseline ------------------------------------------------------------------------------------


def test_only_what_is_new_fails(repository: Path, in_folder: Run) -> None:
    assert would_change(in_folder) == ["a/Dockerfile", "b/Dockerfile", "c d/Dockerfile"]
    assert in_folder("--write-baseline", "base.json").exit_code == 0
    assert in_folder("--check", "--since-baseline", "base.json").exit_code == 0
    assert (repository / "a" / "Dockerfile").read_bytes() == CURL

    # lines that come before do not bring it back
    (repository / "a" / "Dockerfile").write_bytes(b"# why\n" + CURL)
    assert in_folder("--check", "--since-baseline", "base.json").exit_code == 0

    (repository / "b" / "Dockerfile").write_bytes(CURL + b"RUN apt-get install -y wget\n")
    result = in_folder(
        "--diff", "--since-baseline", "base.json", "--select", "no_install_recommends"
    )
    assert "+RUN apt-get install -y --no-install-recommends wget" in result.stdout
    assert "install -y --no-install-recommends curl" not in result.stdout
    assert in_folder("--check", "--since-baseline", "base.json").exit_code == 1


def test_as_many_as_there_were(repository: Path, in_folder: Run) -> None:
    in_folder("--write-baseline", "base.json")
    (repository / "a" / "Dockerfile").write_bytes(CURL + b"RUN apt-get install -y curl\n")
    assert in_folder("--check", "--since-baseline", "base.json").exit_code == 1


def test_a_base_that_is_not_approved(repository: Path, in_folder: Run) -> None:
    (repository / ".fixer.toml").write_text('approved-bases = ["alpine"]\n')
    assert in_folder("--check", "--select", "approved_base").exit_code == 1
    assert in_folder("--select", "approved_base", "--write-baseline", "base.json").exit_code == 0
    options = ("--check", "--select", "approved_base", "--since-baseline", "base.json")
    assert in_folder(*options).exit_code == 0
    (repository / "a" / "Dockerfile").write_bytes(b"FROM ubuntu\n")
    assert in_folder(*options).exit_code == 1


@pytest.mark.parametrize(
    "text", ["", "[]", '{"version": 2}', '{"version": 1}', '{"version": 1, "files": {"a": [1]}}']
)
def test_no_baseline(repository: Path, in_folder: Run, text: str) -> None:
    Path("base.json").write_text(text)
    result = in_folder("--check", "--since-baseline", "base.json")
    assert result.exit_code == 2
    assert "base.json" in result.output
    assert "Traceback" not in result.output


def test_what_it_looks_like(repository: Path, in_folder: Run) -> None:
    in_folder("--select", "no_install_recommends", "--write-baseline", "base.json")
    said = json.loads(Path("base.json").read_text())
    assert said["version"] == 1
    assert list(said["files"]) == ["a/Dockerfile", "b/Dockerfile", "c d/Dockerfile"]
    assert said["files"]["a/Dockerfile"][0][0] == "no_install_recommends"
