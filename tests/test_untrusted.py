"""A folder that somebody else has filled: nothing in it is run, followed outside, or waited for."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

BEFORE = b"FROM debian:12\nRUN apt-get update && apt-get install -y curl\n"

#: What the command, its libraries and Python's own machinery import. The few modules of the
#: standard library that `python -m` itself loads first are Python's to protect: `python -P -m`.
MODULES = [
    "__future__", "_distutils_hack", "base64", "catalog", "cli", "click", "config", "difflib",
    "dockerfile_parse", "engine", "gettext", "inspect", "json", "libcst", "multiprocessing",
    "pathspec", "pickle", "platform", "pygments", "random", "requests", "rich", "secrets",
    "selectors", "signal", "sitecustomize", "tempfile", "tomllib", "traceback", "transforms",
    "tree_sitter", "tree_sitter_bash", "unidiff", "usercustomize", "uuid",
]  # fmt: skip


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A repository in which every module says that it was run, in a file beside the folder."""
    folder = tmp_path / "repository"
    (folder / ".git").mkdir(parents=True)
    for number, name in enumerate(MODULES):
        code = f"open({str(tmp_path / 'RUN')!r}, 'a').write({name + ' '!r})\n"
        # Both forms of a module.
        path = folder / (f"{name}/__init__.py" if number % 2 else f"{name}.py")
        path.parent.mkdir(exist_ok=True)
        path.write_text(code)
    (folder / "transforms").mkdir(exist_ok=True)
    (folder / "transforms" / "evil.py").write_text(code)
    (folder / "fixer.toml").write_text("evil = true\n")
    (folder / ".fixer.toml").write_text('select = ["apt_lists"]\n')
    (folder / "pyproject.toml").write_text("[tool.fixer]\n")
    for number in range(6):
        (folder / f"Dockerfile.{number}").write_bytes(BEFORE)
    return folder


def script() -> str:
    found = shutil.which("fix", path=os.path.dirname(sys.executable))
    assert found, "the package is not installed"
    return found


def run(start: list[str], *arguments: str, cwd: Path, **env: str) -> str:
    done = subprocess.run(
        [*start, *arguments], cwd=cwd, capture_output=True, text=True,
        env={**os.environ, **env}, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not (cwd.parent / "RUN").exists(), (cwd.parent / "RUN").read_text()
    return done.stdout


@pytest.mark.parametrize("way", ["module", "script"])
def test_no_module_of_the_folder_is_run(trap: Path, way: str) -> None:
    start = [script()] if way == "script" else [sys.executable, "-m", "fixer"]
    patch = run(start, "--diff", "-v", cwd=trap)
    assert patch.count("diff --git") == 6
    assert run(start, "--diff", "-j3", cwd=trap) == patch
    assert '"version": 1' in run(start, "--diff", "--format", "json", cwd=trap)
    assert "apt_lists" in run(start, "list", cwd=trap)
    assert "apt_lists" in run(start, "explain", "apt_lists", cwd=trap)
    run(start, "--version", cwd=trap)
    run(start, "-j2", cwd=trap)
    assert (trap / "Dockerfile.5").read_bytes() != BEFORE


def test_where_processes_are_started_afresh(trap: Path, tmp_path: Path) -> None:
    """As on macOS, where each of them begins with the current folder on its path."""
    program = tmp_path / "program" / "start.py"
    program.parent.mkdir()
    program.write_text(
        "if __name__ == '__main__':\n"
        "    import multiprocessing\n"
        "    multiprocessing.get_all_start_methods = lambda: ['spawn']\n"
        "    from fixer.start import main\n"
        "    main()\n"
    )
    patch = run([sys.executable, str(program)], "--diff", "-j2", cwd=trap)
    assert patch == run([script()], "--diff", cwd=trap)


def test_the_path_may_already_be_safe(trap: Path) -> None:
    for start in ([sys.executable, "-P", "-m", "fixer"], [sys.executable, "-m", "fixer"]):
        assert run(start, "--diff", cwd=trap, PYTHONSAFEPATH="1").count("diff --git") == 6


def test_no_program_is_run(trap: Path) -> None:
    """Not git either, whose configuration names programs of its own."""
    for name in ("git", "sh", "bash", "docker"):
        (trap / name).write_text(f"#!/bin/sh\necho {name} >> ../RUN\n")
        (trap / name).chmod(0o755)
    (trap / ".git" / "config").write_text('[core]\nfsmonitor = "./git"\nhooksPath = "."\n')
    assert run([script()], "--diff", cwd=trap, PATH=str(trap)).count("diff --git") == 6


def test_no_file_outside_is_written(tmp_path: Path) -> None:
    victim = tmp_path / "victim" / "Dockerfile"
    victim.parent.mkdir()
    victim.write_bytes(BEFORE)
    folder = tmp_path / "repository"
    (folder / "sub").mkdir(parents=True)
    (folder / "Dockerfile").symlink_to(victim)
    (folder / "Dockerfile.relative").symlink_to("../victim/Dockerfile")
    (folder / "Dockerfile.twice").symlink_to("Dockerfile")
    (folder / "sub" / "Dockerfile").symlink_to("../../victim/Dockerfile")
    (folder / "linked").symlink_to(victim.parent)
    for arguments in ([], ["Dockerfile"], ["Dockerfile.twice"], ["sub"], ["sub/Dockerfile"]):
        done = subprocess.run([script(), *arguments], cwd=folder, capture_output=True, text=True)
        assert "leads out of" in done.stderr
        assert done.returncode == (2 if "Dockerfile" in "".join(arguments) else 0)
        assert victim.read_bytes() == BEFORE
        assert (folder / "Dockerfile").is_symlink()


def test_monsters_take_bounded_time(tmp_path: Path) -> None:
    draw = random.Random(1)
    texts = {
        "Dockerfile.binary": draw.randbytes(1_000_000),
        "Dockerfile.line": b"RUN " + b"a" * 4_900_000,
        "Dockerfile.nul": b"\0" * 4_900_000,
        "Dockerfile.large": b"FROM a\n" * 8_000_000,
        "Dockerfile.lines": b"\n" * 4_900_000,
        "Dockerfile.comment": b"FROM a\n#" + b" # " * 1_000_000,
        "Dockerfile.fine": BEFORE,
    }
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text)
    with (tmp_path / "Dockerfile.endless").open("wb") as file:
        file.truncate(1 << 40)
    os.mkfifo(tmp_path / "Dockerfile.fifo")
    (tmp_path / "Dockerfile.zero").symlink_to("/dev/zero")
    start = time.monotonic()
    done = subprocess.run(
        [script(), "--safe"], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert time.monotonic() - start < 60
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    for name in ("large", "endless"):
        assert f"Dockerfile.{name}: error: it has " in done.stderr
    for name in ("fifo", "zero"):
        assert f"Dockerfile.{name}: note: " in done.stderr
    assert (tmp_path / "Dockerfile.fine").read_bytes() != BEFORE
