"""The command `fix`, from its arguments to its exit code."""

from __future__ import annotations

import json
import os
import pty
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import fixer
from fixer import engine
from fixer.edit import Safety, Skip

if TYPE_CHECKING:
    from tests.conftest import Run

BEFORE = b"FROM debian:12\nRUN apt-get update && apt-get install -y curl\n"

#: Runs the command with an engine that knows a few words, in a process of its own.
PROGRAM = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import test_cli
from fixer import engine
engine.fix = test_cli.fake
from fixer.start import main
main()
"""


def fake(source: bytes, options: engine.Options = engine.Options()) -> engine.Result:  # noqa: B008
    """Makes `good` of `bad`, leaves `left` alone, and does to itself what other words say."""
    result = engine.Result(source, source)
    for number, line in enumerate(source.split(b"\n"), 1):
        if b"bad" in line:
            result.changes.append(engine.Change("t", number, "it was bad", Safety.SAFE))
        if b"left" in line:
            result.skips.append(Skip(number, "it is unclear", None, "u"))
        if b"risky" in line:
            result.skips.append(Skip(number, "it may break", Safety.UNSAFE, "u"))
        if b"broken" in line:
            result.problem = engine.Problem("it is broken", number)
            return result
        if b"raise" in line:
            raise RuntimeError("oops")
        if b"crash" in line:
            os.kill(os.getpid(), signal.SIGKILL)
    if b"slow" in source:
        time.sleep(0.1)
    result.after = source.replace(b"bad", b"good")
    return result


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "fix", fake)


def program(*arguments: str, cwd: Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-c", PROGRAM, *arguments], cwd=cwd, capture_output=True, **options
    )


# With the real engine.


def test_a_folder_is_fixed_in_place(here: Path, run: Run) -> None:
    (here / "a").mkdir()
    (here / "a" / "Dockerfile").write_bytes(BEFORE)
    (here / "other.txt").write_bytes(BEFORE)
    done = run()
    assert done.exit_code == 0
    fixed = (here / "a" / "Dockerfile").read_bytes()
    assert fixed == fixer.fix_text(BEFORE).after != BEFORE
    assert (here / "other.txt").read_bytes() == BEFORE
    assert "a/Dockerfile" in done.stdout
    assert "1 file changed" in done.stdout
    again = run()
    assert again.exit_code == 0
    assert "nothing to change in 1 file" in again.stdout
    assert (here / "a" / "Dockerfile").read_bytes() == fixed


def test_the_diff_is_what_git_apply_takes(here: Path, run: Run) -> None:
    for text, name in ((BEFORE, "Dockerfile"), (BEFORE.replace(b"\n", b"\r\n"), "x/Dockerfile")):
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_bytes(text + b"# \xff\xfe")
    done = run("--diff")
    assert done.exit_code == 0
    assert (here / "Dockerfile").read_bytes() == BEFORE + b"# \xff\xfe"
    patch = done.stdout_bytes
    assert "2 files would change" in done.stderr
    assert run("-q").exit_code == 0
    wanted = [(here / name).read_bytes() for name in ("Dockerfile", "x/Dockerfile")]
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "apply", "-R", "--whitespace=nowarn"], input=patch, check=True)
    assert (here / "Dockerfile").read_bytes() == BEFORE + b"# \xff\xfe"
    subprocess.run(["git", "apply", "--whitespace=nowarn"], input=patch, check=True)
    assert [(here / name).read_bytes() for name in ("Dockerfile", "x/Dockerfile")] == wanted


def test_check_writes_nothing(here: Path, run: Run) -> None:
    (here / "Dockerfile").write_bytes(BEFORE)
    assert run("--check").exit_code == 1
    assert (here / "Dockerfile").read_bytes() == BEFORE
    assert run("--check", "--diff").exit_code == 1
    run()
    assert run("--check").exit_code == 0


def test_a_filter(here: Path, run: Run) -> None:
    done = run("-", text=BEFORE.replace(b"\n", b"\r\n"))
    assert done.exit_code == 0
    assert done.stdout_bytes == fixer.fix_text(BEFORE.replace(b"\n", b"\r\n")).after
    assert "1 file changed" in done.stderr
    assert run("-", "--check", text=BEFORE).exit_code == 1
    patch = run("-", "--diff", "--stdin-filename", "some/Dockerfile", text=BEFORE)
    assert patch.stdout_bytes.startswith(b"diff --git a/some/Dockerfile b/some/Dockerfile\n")
    assert list(here.iterdir()) == []


def test_what_cannot_be_parsed_goes_through_a_filter_unchanged(run: Run) -> None:
    done = run("-", text=b"FROM a\nRUN <<EOF\n")
    assert done.exit_code == 2
    assert done.stdout_bytes == b"FROM a\nRUN <<EOF\n"
    assert done.stderr.startswith("-:2: error: ")


def test_the_real_engine_in_processes_of_its_own(here: Path, run: Run) -> None:
    for number in range(40):
        (here / f"Dockerfile.{number:02}").write_bytes(BEFORE)
    one = run("--diff", "-j1", "-v")
    many = run("--diff", "-j3", "-v")
    assert one.stdout_bytes == many.stdout_bytes != b""
    assert one.stderr_bytes == many.stderr_bytes != b""
    assert run("-j3").exit_code == 0
    assert {path.read_bytes() for path in here.iterdir()} == {fixer.fix_text(BEFORE).after}


@pytest.mark.parametrize("name", ["rootless", "userns-remap", "signing"])
def test_what_no_file_can_say_is_explained(run: Run, name: str) -> None:
    result = run("explain", name)
    assert result.exit_code == 0
    assert "no file says it" in result.stdout
    assert "https://" in result.stdout


@pytest.mark.parametrize("command", [["list"], ["explain", "apt_lists"], ["explain", "apt-lists"]])
def test_the_transforms_are_documented(run: Run, command: list[str]) -> None:
    done = run(*command)
    assert done.exit_code == 0
    assert "apt_lists" in done.stdout
    assert "package lists" in done.stdout


def test_select_and_ignore(here: Path, run: Run) -> None:
    (here / "Dockerfile").write_bytes(BEFORE)
    assert run("--check", "--ignore", "apt_lists,pip-cache", "--select", "apt_lists").exit_code == 0
    assert run("--check", "--select", "pip_cache").exit_code == 0
    assert run("--check", "--select", "pip_cache", "--select", "apt_lists").exit_code == 1
    assert run("--check", "--select", "pip_cache, apt-lists").exit_code == 1


# Wrong usage.


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--select", "apt_list"], "apt_lists"),
        (["--ignore", "pip_cash"], "pip_cache"),
        (["--select", ","], "no transform"),
        (["--slect", "x"], "--select"),
        (["explain", "apt_list"], "apt_lists"),
        (["--format", "xml"], "json"),
        (["-j", "0"], "-j"),
        (["-", "Dockerfile"], "-"),
        (["-", "--format", "json"], "--output"),
        (["--stdin-filename", "x"], "-"),
        (["-q", "-v"], "contradict"),
        (["--context", "nowhere"], "nowhere"),
        (["-o", "no/where"], "no/where"),
    ],
)
def test_wrong_usage(here: Path, run: Run, arguments: list[str], said: str) -> None:
    (here / "Dockerfile").write_bytes(BEFORE)
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert (here / "Dockerfile").read_bytes() == BEFORE


def test_help_and_version(run: Run) -> None:
    for option in ("-h", "--help"):
        shown = run(option)
        assert shown.exit_code == 0
        assert "Usage: fix " in shown.stdout.replace("cli", "fix")
        assert "explain" in shown.stdout
        assert "--unsafe" in shown.stdout
    assert fixer.__version__ in run("--version").stdout
    assert "Usage" in run("explain", "--help").stdout


def test_a_path_may_be_called_like_a_command(here: Path, run: Run, faked: None) -> None:
    (here / "list").write_bytes(b"bad")
    assert run("./list").exit_code == 0
    assert (here / "list").read_bytes() == b"good"


# With an engine of a few words.


def test_every_file_is_done_whatever_happens_to_others(here: Path, run: Run, faked: None) -> None:
    (here / "Dockerfile.a").write_bytes(b"x\nbroken\n")
    (here / "Dockerfile.b").write_bytes(b"raise\n")
    (here / "Dockerfile.c").write_bytes(b"bad\n")
    (here / "Dockerfile.d").write_bytes(b"x" * 5_000_001)
    os.mkfifo(here / "Dockerfile.e")
    done = run("Dockerfile.e", "nowhere", ".")
    assert done.exit_code == 2
    assert (here / "Dockerfile.c").read_bytes() == b"good\n"
    lines = done.stderr.splitlines()
    assert lines[0] == "Dockerfile.a:2: error: it is broken"
    assert lines[1] == "Dockerfile.b: error: a defect of fix: RuntimeError: oops"
    assert lines[2].startswith("Dockerfile.d: error: it has 5,000,001 bytes")
    assert "5,000,000" in lines[2]
    assert lines[3].startswith("Dockerfile.e: error: it is a FIFO")
    assert lines[4] == "nowhere: error: No such file or directory"
    assert done.stdout.splitlines()[-1] == (
        "1 file changed, 1 edit by 1 transform; 3 files could not be read; "
        "2 files could not be fixed"
    )
    assert "Traceback" not in done.stderr
    assert "Traceback" in run("-v").stderr


@pytest.mark.parametrize("jobs", [2, 5])
def test_a_process_that_dies_loses_one_file(here: Path, run: Run, faked: None, jobs: int) -> None:
    for number in range(60):
        (here / f"Dockerfile.{number:02}").write_bytes(b"crash" if number % 20 == 5 else b"bad")
    done = run("-j", str(jobs))
    assert done.exit_code == 2
    assert done.stderr.splitlines() == [
        f"Dockerfile.{number:02}: error: a defect of fix: its process ended by SIGKILL"
        for number in (5, 25, 45)
    ]
    texts = [(here / f"Dockerfile.{number:02}").read_bytes() for number in range(60)]
    assert texts == [b"crash" if number % 20 == 5 else b"good" for number in range(60)]
    assert "57 files changed" in done.stdout


def test_the_outcome_does_not_depend_on_the_processes(here: Path, run: Run, faked: None) -> None:
    words = [b"bad", b"left", b"broken", b"raise", b"fine", b"risky\nbad"]
    for number in range(200):
        folder = here / f"d{number % 7}"
        folder.mkdir(exist_ok=True)
        (folder / f"Dockerfile.{number}").write_bytes(words[number % 6])
    runs = [run("--format", "json", "--diff", *jobs) for jobs in (["-j1"], ["-j4"], [])]
    assert len({each.stdout_bytes for each in runs}) == 1
    assert len({each.stderr_bytes for each in runs}) == 1
    paths = [file["path"] for file in json.loads(runs[0].stdout)["files"]]
    assert paths == sorted(paths)
    assert len(paths) == 200


def test_where_the_report_goes(here: Path, run: Run, faked: None) -> None:
    def fresh() -> None:
        (here / "Dockerfile").write_bytes(b"bad\nleft\nrisky\n")

    fresh()
    done = run()
    assert "1  fixed  t: it was bad" in done.stdout
    assert "2  left   u: it is unclear" in done.stdout
    assert "(--unsafe applies it)" in done.stdout
    assert done.stderr == ""

    fresh()
    assert run("-q").output == ""
    fresh()
    diff = run("--diff")
    assert diff.stdout.startswith("diff --git ")
    assert diff.stderr == (
        "1 file would change, 1 edit by 1 transform; 2 places left for a person\n"
    )
    assert "1  fix    t: it was bad" in run("--diff", "-v").stderr
    assert run("--diff", "-q").stderr == ""
    assert run("--diff", "-q").stdout == diff.stdout

    both = run("--diff", "--format", "json", "-o", "report.json")
    assert both.stdout == diff.stdout
    assert both.stderr == ""
    (file,) = json.loads((here / "report.json").read_text())["files"]
    assert file["diff"] == diff.stdout
    (file,) = json.loads(run("--check", "--format", "json", "-q").stdout)["files"]
    assert "diff" not in file

    assert run("-o", "report.txt", "-q").output == ""
    assert "it was bad" in (here / "report.txt").read_text()


def test_notes_and_details(here: Path, run: Run, faked: None) -> None:
    (here / "Dockerfile.j2").write_bytes(b"bad")
    (here / "Dockerfile").symlink_to("nowhere")
    assert "Dockerfile.j2" not in run().output
    assert run().stderr.startswith("Dockerfile: note: left alone: it is a link that leads nowhere")
    assert "Dockerfile.j2: note: left alone: it is a template" in run("-v").stderr
    assert run("-q").stderr == ""
    assert run().exit_code == 0
    assert "no Dockerfile found" in run().stdout


def test_levels_and_names_reach_the_engine(
    here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[engine.Options] = []

    def look(source: bytes, options: engine.Options, registry: object = None) -> engine.Result:
        if registry is None:  # or else it is only asked what it would ask
            seen.append(options)
        return engine.Result(source, source)

    monkeypatch.setattr(engine, "fix", look)
    monkeypatch.delenv("FIXER_OFFLINE")  # of `scratch`, nobody is asked
    (here / "Dockerfile").write_bytes(b"FROM scratch\n")
    (here / "c").mkdir()
    for arguments in (
        [], ["--safe"], ["--unsafe"], ["--unsafe", "--hardening"],
        ["--offline", "--target", "x", "--context", "c"], ["--select", "apt-lists"],
        ["--ignore", "apt_lists"],
    ):  # fmt: skip
        assert run(*arguments).exit_code == 0
    assert [options.safety for options in seen[:4]] == [
        Safety.HARDENING, Safety.SAFE, Safety.UNSAFE, Safety.HARDENING,
    ]  # fmt: skip
    assert (seen[0].offline, seen[0].target, seen[0].context) == (False, None, str(here.resolve()))
    assert (seen[4].offline, seen[4].target, seen[4].context) == (True, "x", Path("c"))
    assert seen[5].select == seen[6].ignore == {"apt_lists"}


def test_names_that_would_act_on_a_terminal_are_shown_as_codes(
    here: Path, run: Run, faked: None
) -> None:
    (here / "\x1b[31mDockerfile\n").write_bytes(b"broken")
    (here / "\u202eDockerfile").write_bytes(b"bad")
    (here / os.fsdecode(b"\xffDockerfile")).write_bytes(b"bad")
    done = run(*sorted(os.listdir()))
    assert "\\x1b[31mDockerfile\\n:1: error: it is broken" in done.stderr
    assert "\\u202eDockerfile" in done.stdout
    assert "\\xffDockerfile" in done.stdout
    assert "\x1b" not in done.output
    for name in sorted(os.listdir()):
        (here / name).write_bytes(b"bad")
    reports = json.loads(run(*os.listdir(), "--format", "json").stdout)
    assert "\\xffDockerfile" in [file["path"] for file in reports["files"]]


def test_paths_in_a_patch_are_those_of_the_repository(
    here: Path, run: Run, faked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("a", "b"):
        (here / folder).mkdir()
        for name in ("Dockerfile", "Dockerfile.two"):
            (here / folder / name).write_bytes(b"bad")
    (here / "a" / ".fixer.toml").write_text('slect = ["x"]\n')
    done = run("--format", "json")
    assert done.exit_code == 2
    assert done.stderr == "a/.fixer.toml: error: slect is not known; did you mean 'select'?\n"
    assert (here / "a" / "Dockerfile").read_bytes() == b"bad"
    assert (here / "b" / "Dockerfile").read_bytes() == b"good"
    reasons = [file["problem"] for file in json.loads(done.stdout)["files"]]
    assert reasons[0]["reason"].startswith("a/.fixer.toml: slect is not known")
    assert reasons[2:] == [None, None]


def test_configuration_leaves_files_out(here: Path, run: Run, faked: None) -> None:
    (here / "old").mkdir()
    (here / "old" / "Dockerfile").write_bytes(b"bad")
    (here / ".fixer.toml").write_text('exclude = ["old/"]\n')
    assert "no Dockerfile found" in run().stdout
    assert "old/Dockerfile: note: left alone: the configuration excludes it" in run("-v").stderr
    assert run("old/Dockerfile", "--check").exit_code == 1


# As a library.


def test_public_names() -> None:
    for name in fixer.__all__:
        assert getattr(fixer, name) is not None
    assert fixer.Options is engine.Options
    assert set(fixer.__all__) <= set(dir(fixer))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = fixer.nothing
    metadata = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())
    assert fixer.__version__ == metadata["project"]["version"]


def test_fix_text() -> None:
    result = fixer.fix_text(BEFORE)
    assert result.changed
    assert result.after == fixer.fix_text(BEFORE.decode()).after
    assert "apt_lists" in [change.transform for change in result.changes]
    assert not fixer.fix_text(BEFORE, ignore=["apt-lists"], select=["apt_lists"]).changed
    assert not fixer.fix_text(BEFORE, select=["pip_cache"]).changed
    assert fixer.fix_text("FROM a\r\n# \udcff").after == b"FROM a\r\n# \xff"
    assert fixer.fix_text("RUN <<EOF").problem
    with pytest.raises(ValueError, match="did you mean 'apt_lists'"):
        fixer.fix_text(BEFORE, select=["apt_list"])


@pytest.mark.parametrize(
    ("arguments", "idle"),
    [
        (["--version"], "fixer.engine fixer.config tree_sitter pathlib multiprocessing"),
        (["--check", "Dockerfile"], "unidiff difflib rich multiprocessing tomllib requests "
         "libcst pathspec"),
        (["--diff", "Dockerfile"], "rich multiprocessing tomllib requests libcst"),
    ],
)  # fmt: skip
def test_nothing_is_loaded_that_is_not_used(here: Path, arguments: list[str], idle: str) -> None:
    (here / "Dockerfile").write_bytes(BEFORE)
    code = (
        "import sys; from fixer.cli import cli; before = set(sys.modules)\n"
        f"cli.main({arguments}, standalone_mode=False)\n"
        "print('loaded', *(set(sys.modules) - before))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    loaded = printed.rpartition("loaded")[2].split()
    assert not set(idle.split()) & set(loaded)


# As a process.


def test_both_ways_to_start_it(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(BEFORE)
    script = shutil.which("fix", path=os.path.dirname(sys.executable))
    assert script, "the package is not installed"
    outputs = [
        subprocess.run([*start, "--diff"], cwd=tmp_path, capture_output=True, check=True).stdout
        for start in ([script], [sys.executable, "-m", "fixer"])
    ]
    assert outputs[0] == outputs[1] != b""


def test_a_reader_that_leaves_early(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"Dockerfile.{number}").write_bytes(b"bad\n" * 100)
    for jobs in ("1", "3"):
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "--diff", "-j", jobs],
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(20) == 141


def test_standard_output_that_is_full_or_closed(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(b"bad\n")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, "--diff"], cwd=tmp_path, stdout=full,
            stderr=subprocess.PIPE,
        )  # fmt: skip
    assert done.returncode == 2
    assert b"error: " in done.stderr
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr
    closed = program(cwd=tmp_path, preexec_fn=lambda: os.close(1))
    assert closed.returncode == 0
    assert (tmp_path / "Dockerfile").read_bytes() == b"good\n"


@pytest.mark.parametrize("jobs", ["1", "3"])
@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 128 + signal.SIGTERM)]
)
def test_an_interruption_leaves_whole_files(
    tmp_path: Path, jobs: str, sent: signal.Signals, code: int
) -> None:
    for number in range(100):
        (tmp_path / f"Dockerfile.{number:03}").write_bytes(b"slow bad\n" * 1000)
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "-j", jobs],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    _wait_for(lambda: b"good" in (tmp_path / "Dockerfile.000").read_bytes()
              or process.poll() is not None)  # fmt: skip
    os.killpg(process.pid, sent)
    _, stderr = process.communicate(timeout=20)
    assert process.returncode == code
    assert b"Traceback" not in stderr
    texts = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(texts.values()) == {b"slow bad\n" * 1000, b"slow good\n" * 1000}
    assert len(texts) == 100
    # Nobody is left behind.
    _wait_for(lambda: not _alive(process.pid))


def _wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile.a").write_bytes(b"bad\n" * 50_000)
    (tmp_path / "Dockerfile.b").write_bytes(b"bad\n")
    done = program(
        cwd=tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert done.returncode == 2
    assert done.stderr == b"Dockerfile.a: error: not written: File too large\n"
    assert (tmp_path / "Dockerfile.a").read_bytes() == b"bad\n" * 50_000
    assert (tmp_path / "Dockerfile.b").read_bytes() == b"good\n"
    assert sorted(os.listdir(tmp_path)) == ["Dockerfile.a", "Dockerfile.b"]


def _on_a_terminal(arguments: list[str], cwd: Path, streams: Iterator[str], **env: str) -> bytes:
    """What the command writes to a terminal that the `streams` are connected to."""
    leader, follower = pty.openpty()
    connected = dict.fromkeys(streams, follower)
    rest = {name: subprocess.DEVNULL for name in ("stdout", "stderr") if name not in connected}
    process = subprocess.Popen(  # type: ignore[call-overload]
        [sys.executable, "-c", PROGRAM, *arguments], cwd=cwd, **connected, **rest,
        env={**os.environ, "TERM": "xterm", **env},
    )  # fmt: skip
    os.close(follower)
    read = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:  # Linux's way to say that nobody writes any more
            break
        if not part:
            break
        read += part
    os.close(leader)
    assert process.wait(20) == 0
    return read


def test_colours_are_for_terminals_only(tmp_path: Path) -> None:
    def fresh() -> None:
        (tmp_path / "Dockerfile").write_bytes(b"bad\n")

    fresh()
    assert b"\x1b[1mDockerfile\x1b[0m" in _on_a_terminal([], tmp_path, iter(["stdout"]))
    fresh()
    plain = _on_a_terminal([], tmp_path, iter(["stdout"]), NO_COLOR="1")
    assert b"\x1b" not in plain
    assert b"it was bad" in plain
    fresh()
    assert b"\x1b" not in program(cwd=tmp_path).stdout


def test_a_long_run_shows_its_progress(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"Dockerfile.{number}").write_bytes(b"slow\n")
    bar = _on_a_terminal(["-j1"], tmp_path, iter(["stderr"]))
    assert re.search(rb"\d+/30", bar)
    assert b"\x1b[2K" in bar
    assert _on_a_terminal(["-j1", "-q"], tmp_path, iter(["stderr"])) == b""


def test_standard_input_without_end(tmp_path: Path) -> None:
    with open("/dev/zero", "rb") as zero:
        done = program("-", cwd=tmp_path, stdin=zero, timeout=20)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"-: error: it does not end; a Dockerfile may have 5,000,000" in done.stderr
