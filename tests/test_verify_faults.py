"""`fix verify` where things go wrong around it: what it leaves behind is nothing.

Disks are full, an engine dies, a context is huge. What is done to an engine is done to one of the
tests' own, which is started beside the one that runs here and has its files in a folder of its own.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT
from tests.test_builds import docker, engine  # noqa: F401 (a fixture)

BASE = "alpine:3.23"
#: Bytes of the disk of an engine of the tests' own that is to be filled.
SMALL = 64 << 20


def absent(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


class Engine(NamedTuple):
    """An engine that only the test knows."""

    process: subprocess.Popen[bytes]
    host: str

    def docker(self, *arguments: str) -> str:
        return docker("--host", self.host, *arguments)

    def kill(self) -> None:
        """At once, as when the power goes; what it runs is cut off."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def left(self) -> list[str]:
        """What there is besides the base image."""
        images = self.docker("images", "--all", "--format", "{{.Repository}}:{{.Tag}}").split()
        return [*(set(images) - {BASE}), *self.docker("ps", "--all", "--quiet").split()]


def running_engine() -> int | None:
    """The process of an engine of this machine: another is started where that one lives."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (folder / "comm").read_text() == "dockerd\n":
                return int(folder.name)
    return None


@pytest.fixture
def own_engine(request: pytest.FixtureRequest, engine: None) -> Iterator[Engine]:  # noqa: F811
    """Its mounts go when it does. The parameter is the size of its disk in bytes, None for none."""
    beside = running_engine()
    if beside is None or os.geteuid() != 0:
        absent("no engine of this machine is in sight, or this is not root")
    size = getattr(request, "param", None)
    folder = f"/var/tmp/fixer-{uuid.uuid4().hex[:8]}"
    enter = ["nsenter", f"--target={beside}", "--mount", "--"]
    subprocess.run([*enter, "mkdir", "-p", f"{folder}/data"], check=True)
    small = f"mount -t tmpfs -o size={size} tmpfs {folder}/data &&" if size else ""
    process = subprocess.Popen(
        [*enter, "unshare", "--mount", "sh", "-c",
         f"{small} exec dockerd --data-root {folder}/data --exec-root {folder}/exec "
         f"--pidfile {folder}/pid --host unix://{folder}/socket --bridge none --iptables=false "
         "--ip6tables=false --log-level error"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    found = Engine(process, f"unix:///proc/{beside}/root{folder}/socket")
    try:
        end = time.monotonic() + 60
        while subprocess.run(["docker", "-H", found.host, "info"], capture_output=True).returncode:
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.2)
        if subprocess.run(["docker", "inspect", BASE], capture_output=True).returncode:
            docker("pull", BASE)
        with subprocess.Popen(["docker", "save", BASE], stdout=subprocess.PIPE) as image:
            subprocess.run(
                ["docker", "-H", found.host, "load"],
                stdin=image.stdout, check=True, capture_output=True,
            )  # fmt: skip
        yield found
    finally:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)
        for each in Path("/proc").glob("[0-9]*"):  # what a container has kept alive
            with suppress(OSError):
                if folder.encode() in (each / "cmdline").read_bytes():
                    os.kill(int(each.name), signal.SIGKILL)
        subprocess.run([*enter, "rm", "-rf", folder], capture_output=True)


@pytest.fixture
def context(tmp_path: Path) -> Path:
    """An empty folder, and beside it one for temporary files."""
    (tmp_path / "tmp").mkdir()
    folder = tmp_path / "context"
    folder.mkdir()
    return folder


def command(context: Path, *arguments: str) -> list[str]:
    return [
        *(sys.executable, "-m", "fixer", "verify", "--offline", "--network", "none"),
        *(*arguments, str(context / "Dockerfile")),
    ]


def surroundings(context: Path, own_engine: Engine | None = None) -> Mapping[str, str]:
    host = {"DOCKER_HOST": own_engine.host} if own_engine else {}
    return {**os.environ, **host, "TMPDIR": str(context.parent / "tmp")}


def run(
    words: Sequence[str], context: Path, own_engine: Engine | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=ROOT, env=surroundings(context, own_engine), capture_output=True, text=True,
        timeout=300,
    )  # fmt: skip


def assert_untouched(context: Path, dockerfile: str) -> None:
    assert (context / "Dockerfile").read_text() == dockerfile
    assert list((context.parent / "tmp").iterdir()) == []


# An engine that dies -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dockerfile", "until"),
    [
        (f"FROM {BASE}\nRUN echo begun; sleep 9\nCMD echo x\n", "begun"),
        (f"FROM {BASE}\nRUN true\nCMD echo x; sleep 9\n", "naming to"),
    ],
    ids=["while it builds", "while it runs"],
)
def test_an_engine_that_dies_half_way(
    dockerfile: str, until: str, context: Path, own_engine: Engine
) -> None:
    (context / "Dockerfile").write_text(dockerfile)
    process = subprocess.Popen(
        command(context, "--run", "", "--verbose"), cwd=ROOT, text=True,
        env=surroundings(context, own_engine), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr
    lines = []
    for line in process.stderr:
        lines.append(line)
        if until in line and "RUN" not in line:
            break
    end = time.monotonic() + 30
    while until == "naming to" and not own_engine.docker("ps", "--quiet"):
        assert time.monotonic() < end
        time.sleep(0.1)
    own_engine.kill()
    start = time.monotonic()
    out, err = process.communicate(timeout=60)
    assert time.monotonic() - start < 30
    assert process.returncode == 2
    assert out == ""
    assert "Traceback" not in err
    last = err.splitlines()[-1]
    assert last.startswith(f"{context}/Dockerfile: error: ")
    assert "ended early: docker has no engine to talk to: " in last
    # What nobody can remove any more is named.
    assert (until == "naming to") == ("; the image fixer-verify-" in last)
    assert_untouched(context, dockerfile)


# Full disks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("own_engine", [SMALL], indirect=True)
def test_the_disk_of_the_engine_is_full(context: Path, own_engine: Engine) -> None:
    dockerfile = f"FROM {BASE}\nRUN dd if=/dev/zero of=/large bs=1M count=128\nCMD echo x\n"
    (context / "Dockerfile").write_text(dockerfile)
    done = run(command(context, "--run", ""), context, own_engine)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{context}/Dockerfile: error: no room is left on the disk of docker: ")
    assert_untouched(context, dockerfile)
    assert own_engine.left() == []


def on_a_full_disk(folder: Path, words: Sequence[str]) -> list[str]:
    """A command in whose sight `folder` is a disk with a page or two to spare."""
    user = [] if os.geteuid() == 0 else ["--map-root-user"]
    script = 'mount -t tmpfs -o size=16k tmpfs "$0" && exec "$@"'
    return ["unshare", *user, "--mount", "sh", "-c", script, str(folder), *words]


@pytest.mark.usefixtures("engine")
def test_the_disk_of_temporary_files_is_full(context: Path) -> None:
    dockerfile = f"FROM {BASE}\n" + "# A long text.\n" * 2000 + "CMD echo x\n"
    (context / "Dockerfile").write_text(dockerfile)
    done = run(on_a_full_disk(context.parent / "tmp", command(context)), context)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "error: a temporary file cannot be written: [Errno 28] No space left" in line
    assert_untouched(context, dockerfile)


@pytest.mark.usefixtures("engine")
def test_the_disk_of_the_dockerfile_is_full(context: Path) -> None:
    """What verified cannot be written, and the file there is the old one, whole."""
    source, disk = context / "Dockerfile", context.parent / "disk"
    dockerfile = f"FROM {BASE}\n" + "# A long text.\n" * 500 + "CMD echo x\n"
    source.write_text(dockerfile)
    disk.mkdir()
    filled = 'cp "$1" "$2" && { head -c 99999 /dev/zero >"$2/rest"; shift 2; "$@"; } 2>&1'
    shown = '; code=$?; cmp "$0" Dockerfile && ls -A; exit $code'
    words = ["sh", "-c", f'cd "$2" && {filled}{shown}', str(source), str(source), str(disk)]
    done = run(on_a_full_disk(disk, [*words, *command(disk, "--write", "--quiet")]), context)
    assert done.returncode == 2
    assert f"{disk}/Dockerfile: error: not written: " in done.stdout
    assert "No space left" in done.stdout
    assert done.stdout.splitlines()[-2:] == ["Dockerfile", "rest"]
    assert_untouched(context, dockerfile)


@pytest.mark.usefixtures("engine")
def test_the_disk_of_the_logs_is_full(context: Path) -> None:
    """That costs the rest of the log; the build goes on, and what it says is heard."""
    dockerfile = (
        f"FROM {BASE}\nRUN for i in $(seq 3000); do echo a long line of a build; done; echo oh dear"
        "; false\nCMD echo x\n"
    )
    (context / "Dockerfile").write_text(dockerfile)
    logs = context.parent / "logs"
    logs.mkdir()
    words = command(context, "--timeout", "60", "--logs", str(logs))
    done = run(on_a_full_disk(logs, words), context)
    assert done.returncode == 2
    assert "not verified: it does not build as it is" in done.stdout
    assert "oh dear" in done.stdout
    assert_untouched(context, dockerfile)


@pytest.mark.usefixtures("engine")
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has /dev/full")
def test_the_disk_of_the_report_is_full(context: Path) -> None:
    dockerfile = f"FROM {BASE}\nCMD echo x\n"
    (context / "Dockerfile").write_text(dockerfile)
    done = run(command(context, "-o", "/dev/full"), context)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "No space left" in done.stderr
    assert_untouched(context, dockerfile)


# A large context ---------------------------------------------------------------------------------


def test_a_context_of_a_gigabyte(context: Path, own_engine: Engine) -> None:
    dockerfile = f"FROM {BASE}\nWORKDIR /srv\nCOPY . .\nCMD ls -s large | wc -l\n"
    (context / "Dockerfile").write_text(dockerfile)
    with open(context / "large", "wb") as file:
        file.truncate(1 << 30)
    start = time.monotonic()
    process = subprocess.Popen(
        command(context, "--run", "stat -c %s /srv/large"), cwd=ROOT, text=True,
        env=surroundings(context, own_engine), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout
    peak = [0]

    def look() -> None:
        while process.poll() is None:
            status = Path(f"/proc/{process.pid}/status")
            with contextlib.suppress(OSError):
                found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
                peak[0] = max(peak[0], int(found[1]) if found else 0)
            time.sleep(0.1)

    watch = threading.Thread(target=look)
    watch.start()
    said = process.stdout.read()
    watch.join()
    assert process.returncode == 0, said
    assert re.search(r"size +1\.1 GB", said)
    assert 0 < peak[0] < 250_000, "kB"
    assert time.monotonic() - start < 240
    assert_untouched(context, dockerfile)
    assert own_engine.left() == []
