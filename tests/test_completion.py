"""The shells' completion, in the real shells."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

#: Wanted where tests may not be skipped: `.ci/run` installs them.
MISSING = "the shell {} is not installed"


def shell(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING.format(name))
        pytest.skip(MISSING.format(name))
    return found


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a Dockerfile, and the command `fix` on the PATH."""
    programs = tmp_path / "bin"
    programs.mkdir()
    fix = programs / "fix"
    fix.write_text(f"#!{sys.executable}\nfrom fixer.start import main\nmain()\n")
    fix.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    work = tmp_path / "work"
    (work / "services").mkdir(parents=True)
    (work / "services" / "Dockerfile").write_text("FROM scratch\n")
    (work / "Dockerfile").write_text("FROM scratch\n")
    monkeypatch.chdir(work)
    return work


def script(name: str) -> str:
    env = {**os.environ, "_FIX_COMPLETE": f"{name}_source"}
    done = subprocess.run(["fix"], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


#: What stands on the line, something that must be offered, and something that must not.
LINES = [
    ("fix expl", "explain", "list"),
    ("fix explain no_in", "no_install_recommends", "nonroot_user"),
    ("fix --select no_in", "no_install_recommends", "nonroot_user"),
    ("fix --ignore apt_lists,no_in", "apt_lists,no_install_recommends", "apt_lists,apt_lists"),
    ("fix --format sa", "sarif", "json"),
    ("fix --unsa", "--unsafe", "--safe"),
    ("fix report --writ", "--write", "--safe"),
    ("fix verify --builde", "--builder", "--safe"),
]


@pytest.mark.parametrize(("line", "offered", "other"), LINES)
def test_bash(line: str, offered: str, other: str, place: Path) -> None:
    words = " ".join(f"'{word}'" for word in line.split())
    program = f"""
        {script("bash")}
        complete -p fix
        COMP_WORDS=({words}) COMP_CWORD={len(line.split()) - 1}
        _fix_completion fix
        printf '<%s>\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run([shell("bash"), "--norc", "-c", program], capture_output=True, text=True)
    assert "_fix_completion" in done.stdout, done.stderr
    assert f"<{offered}>" in done.stdout, done.stderr
    assert f"<{other}>" not in done.stdout


#: click's script for fish takes a comma for the end of the word.
WITHOUT_COMMAS = [row for row in LINES if "," not in row[0]]


@pytest.mark.parametrize(("line", "offered", "other"), WITHOUT_COMMAS)
def test_fish(line: str, offered: str, other: str, place: Path) -> None:
    program = f"{script('fish')}\ncomplete -C '{line}'"
    done = subprocess.run(
        [shell("fish"), "--no-config", "-c", program], capture_output=True, text=True
    )
    found = [row.split("\t")[0] for row in done.stdout.splitlines()]
    assert offered in found, done.stderr
    assert other not in found


def test_fish_offers_files(place: Path) -> None:
    program = f"{script('fish')}\ncomplete -C 'fix Docker'\ncomplete -C 'fix --safe '"
    done = subprocess.run(
        [shell("fish"), "--no-config", "-c", program], capture_output=True, text=True
    )
    found = done.stdout.split()
    assert "Dockerfile" in found
    assert "services/" in found
    assert "explain" not in found  # a command comes first, or not at all


def typed(program: list[str], lines: list[bytes], wanted: bytes, seconds: float = 60) -> bytes:
    """What a shell at a terminal shows when each of `lines` is typed, up to `wanted`."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "dumb"
        os.execvp(program[0], program)
    shown = b""
    try:
        for number, line in enumerate(lines):
            os.write(terminal, line)
            mark = b"ready%d" % number if number < len(lines) - 1 else wanted
            end = time.monotonic() + seconds
            while not re.search(re.escape(mark) + b"[^\\\\]", shown) and time.monotonic() < end:
                if select.select([terminal], [], [], 1)[0]:
                    shown += os.read(terminal, 65536)
    finally:
        os.close(terminal)
        os.waitpid(pid, 0)
    return shown


@pytest.mark.parametrize(("line", "offered"), [(row[0], row[1]) for row in LINES])
def test_zsh(line: str, offered: str, place: Path) -> None:
    """At a terminal: zsh completes nowhere else."""
    (place / "completion").write_text(script("zsh"))
    (place / "start").write_text(
        "PS1='> '; zstyle ':completion:*' menu no; autoload -Uz compinit; "
        "compinit -u -D; source ./completion\n"
    )
    shown = typed(
        [shell("zsh"), "-f", "-i"],
        [b"source ./start; echo read''y0 .\n", line.encode() + b"\t"],
        offered.encode(),
    )
    assert offered.encode() in shown.rpartition(b"ready0")[2]
