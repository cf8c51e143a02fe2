"""`fix verify` with real builders: docker's engine, podman and buildah."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fixer import engine as fixing
from fixer.catalog import Transform
from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import add_command_after, insert_instructions
from fixer.edit import Edit, Safety, Skip, edit
from fixer.engine import Options
from fixer.verify.behaviour import Asked
from fixer.verify.builders import Build, builder
from fixer.verify.verify import Verification, Wanted, verify
from fixer.workspace.run import Job, Outcome, fix_source
from tests.conftest import ROOT
from tests.test_builds import docker, engine  # noqa: F401 (a fixture)

docker_engine = pytest.mark.usefixtures("engine")

#: Says who it is, keeps a note beside it and answers on 8000.
SERVER = """
import http.server, os
open("state", "w").write("kept")
http.server.HTTPServer(("", 8000), http.server.SimpleHTTPRequestHandler).serve_forever()
"""
SERVICE = """FROM python:3.11-slim
WORKDIR /app
COPY server.py .
EXPOSE 8000
CMD ["python", "server.py"]
"""


def fix(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fixer", "verify", "--offline", *arguments],
        cwd=ROOT, capture_output=True, text=True, timeout=300, **more,
    )  # fmt: skip


def left() -> set[str]:
    """What a verification could have left in the engine or among temporary files."""
    found = set(docker("images", "--format", "{{.Repository}}:{{.Tag}}").split())
    found |= set(docker("ps", "-a", "--format", "{{.Names}}").split())
    found |= set(os.listdir("/tmp"))
    return {each for each in found if each.startswith("fixer-verify-")}


@pytest.fixture
def context(tmp_path: Path) -> Path:
    folder = tmp_path / "context"
    folder.mkdir()
    (folder / "server.py").write_text(SERVER)
    (folder / "Dockerfile").write_text(SERVICE)
    for path in (tmp_path, folder, *folder.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


@docker_engine
def test_an_application_before_and_after(context: Path) -> None:
    done = fix(
        "--network", "host", "--http", "8000/server.py", "--http", "8000/none",
        "--run", "python -c 'print(6*7)'", "--format", "json", str(context / "Dockerfile"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    (made,) = json.loads(done.stdout)["verifications"]
    assert made["status"] == "verified"
    assert made["builds"] == 2
    assert made["behaviour"] == {
        "run python -c 'print(6*7)'": "exit code 0, 42",
        "http 8000/server.py": "status 200",
        "http 8000/none": "status 404",
    }
    # It writes beside its own text, which a read-only root does not allow.
    assert made["withstands"] == {
        "a read-only root": False, "no capabilities": True, "no new privileges": True,
    }  # fmt: skip
    comparison = made["comparison"]
    assert comparison["user"] == ["root", "10001:10001"]
    assert [each["folder"] for each in comparison["moved"]] == ["/app"]
    assert comparison["size"][0] > 50_000_000
    assert any("10001" in account for account in comparison["accounts"]["new"])
    assert (context / "Dockerfile").read_text() == SERVICE


@docker_engine
def test_what_was_removed_is_named(context: Path) -> None:
    (context / "Dockerfile").write_text(
        "FROM alpine:3.23\n"
        "ARG NPM_TOKEN=do-not-tell\n"
        "RUN mkdir -p /srv/x /var/cache/apk && echo 1 >/var/cache/apk/x && chmod 777 /srv/x\n"
        "RUN apk info >/dev/null; echo //x/:_authToken=do-not-tell >/root/.npmrc\n"
        "RUN rm /root/.npmrc\n"
        "CMD cat /etc/alpine-release\n"
    )
    done = fix(
        "--network", "none", "--run", "", "--select", "exec_form", str(context / "Dockerfile")
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert "still there: /root/.npmrc in a layer below, NPM_TOKEN in the history" in done.stdout
    assert "do-not-tell" not in done.stdout
    assert re.search(r"same +run its own command: exit code 0, 3\.23", done.stdout)
    assert re.search(r"withstands +a read-only root, no capabilities", done.stdout)


@docker_engine
def test_the_original_does_not_build(context: Path) -> None:
    (context / "Dockerfile").write_text("FROM alpine:3.23\nRUN echo oh dear; false\nCMD echo x\n")
    done = fix("--network", "none", "--logs", str(context), str(context / "Dockerfile"))
    assert done.returncode == 2
    assert "not verified: it does not build as it is" in done.stdout
    assert "oh dear" in done.stdout
    (log,) = context.glob("*.log")
    assert "oh dear" in log.read_text()


@docker_engine
def test_a_build_that_hangs(context: Path) -> None:
    (context / "Dockerfile").write_text("FROM alpine:3.23\nRUN sleep 300\nCMD echo x\n")
    start = time.monotonic()
    done = fix("--network", "none", "--timeout", "3", "--logs", str(context),
               str(context / "Dockerfile"))  # fmt: skip
    assert done.returncode == 2
    assert "does not end within 3 s (--timeout)" in done.stdout
    assert time.monotonic() - start < 60


# To blame ----------------------------------------------------------------------------------------


def joins(word: str, text: str) -> Callable[[Document], Iterator[Edit | Skip]]:
    """A transform that has each RUN that calls `word` end in a command."""

    def rewrite(document: Document) -> Iterator[Edit | Skip]:
        for run in document.instructions:
            if run.keyword == "RUN" and text not in run.value:
                commands = run.script.commands
                if any(command.name == word for command in commands):
                    added = add_command_after(commands[-1], text, at_end=True)
                    yield edit(added, why="because", safety=Safety.SAFE)

    return rewrite


def labels(document: Document) -> Iterator[Edit | Skip]:
    last = document.instructions[-1]
    if all(each.keyword != "LABEL" for each in document.instructions):
        added = insert_instructions(document, last, ["LABEL made=well"])
        yield edit(added, why="because", safety=Safety.SAFE)


THREE = b"""FROM alpine:3.23
RUN mkdir /one && echo 1 > /one/a
RUN touch /two && echo 2 > /two
RUN touch /three && echo 3 > /three
CMD cat /one/a /two /three
"""


def verified(
    monkeypatch: pytest.MonkeyPatch, context: Path, **rewrites: Callable[..., Any]
) -> Verification:
    found = {name: Transform(name, (), "Doc.", each, True) for name, each in rewrites.items()}
    monkeypatch.setattr(fixing, "transforms", lambda: found)
    path = context / "Dockerfile"
    path.write_bytes(THREE)

    def fixer(options: Options) -> tuple[Outcome, bytes]:
        return fix_source(THREE, Job(str(path), options), "check")

    wanted = Wanted(
        Build(str(context), network="none"), Asked(commands=((),)), logs=str(context.parent)
    )
    return verify(str(path), THREE, Options(), fixer, builder("docker"), wanted)


@docker_engine
def test_an_edit_that_breaks_the_build(monkeypatch: pytest.MonkeyPatch, context: Path) -> None:
    """Of one transform, the edit in one RUN fails; that in another holds, and so do others."""
    found = verified(
        monkeypatch, context,
        label=labels, note=joins("mkdir", "echo made"), faulty=joins("touch", "grep 2 /two"),
    )  # fmt: skip
    assert found.status == "verified"
    assert found.dropped == []

    found = verified(
        monkeypatch, context,
        label=labels, note=joins("mkdir", "echo made"), faulty=joins("touch", "rmdir /three"),
    )  # fmt: skip
    assert found.status == "verified"
    assert {skip.transform for skip in found.dropped} == {"faulty"}
    assert "rmdir: '/three'" in found.dropped[0].reason
    assert b"LABEL made=well" in found.text
    assert b"echo made" in found.text
    assert b"rmdir" not in found.text
    assert found.builds <= 8
    assert found.behaviour["run its own command"].said == "exit code 0, 3"


@docker_engine
def test_an_edit_that_breaks_the_run(monkeypatch: pytest.MonkeyPatch, context: Path) -> None:
    found = verified(
        monkeypatch, context,
        label=labels, cache=joins("touch", "rm -f /two"), note=joins("mkdir", "echo made"),
    )  # fmt: skip
    assert found.status == "verified"
    assert {(skip.transform, skip.line) for skip in found.dropped} == {("cache", 3), ("cache", 4)}
    assert "run its own command: exit code 1" in found.dropped[0].reason
    assert b"rm -f" not in found.text
    assert b"LABEL made=well" in found.text


# Leaving nothing ---------------------------------------------------------------------------------


@docker_engine
@pytest.mark.parametrize(
    ("dockerfile", "arguments", "until"),
    [
        ("FROM alpine:3.23\nRUN echo begun && sleep 300\nCMD echo x\n", [], "begun"),
        ("FROM alpine:3.23\nCMD echo begun; sleep 300\n", ["--run", ""], "container"),
    ],
    ids=["while building", "while running"],
)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_nothing(
    number: signal.Signals, dockerfile: str, arguments: list[str], until: str, context: Path
) -> None:
    (context / "Dockerfile").write_text(dockerfile)
    temporary = context.parent / "tmp"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "fixer", "verify", "--offline", "-v", "--network", "none",
         *arguments, str(context / "Dockerfile")],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    )  # fmt: skip
    assert process.stdout
    mine: list[str] = []
    try:
        for line in process.stdout:
            if found := re.search(r"naming to docker.io/library/(fixer-verify-\w+)", line):
                mine.append(found[1])
            if until in line and "RUN" not in line:
                break
            if until == "container" and mine:
                wait_for(lambda: bool(containers_of(mine[0])))
                break
        start = time.monotonic()
        process.send_signal(number)
        rest, _ = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 128 + number, rest
    assert time.monotonic() - start < 40
    assert (context / "Dockerfile").read_text() == dockerfile
    assert list(temporary.iterdir()) == []
    if mine:
        assert mine[0] not in " ".join(left())
        assert containers_of(mine[0]) == []


def containers_of(image: str) -> list[str]:
    said = docker("ps", "-a", "--format", "{{.Image}} {{.Names}}").splitlines()
    return [line for line in said if image in line]


def wait_for(ask: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not ask():
        assert time.monotonic() < end
        time.sleep(0.1)


@docker_engine
def test_images_are_kept_on_request(context: Path) -> None:
    (context / "Dockerfile").write_text("FROM alpine:3.23\nRUN apk info\nCMD cat /etc/hostname\n")
    done = fix("--network", "none", "--keep", "--unsafe", "--format", "json",
               str(context / "Dockerfile"))  # fmt: skip
    (made,) = json.loads(done.stdout)["verifications"]
    try:
        assert len(made["kept"]) == 2
        users = [docker("inspect", "-f", "{{.Config.User}}", each).strip() for each in made["kept"]]
        assert users == made["comparison"]["user"] or users == ["", made["comparison"]["user"][1]]
    finally:
        subprocess.run(["docker", "rmi", *made["kept"]], capture_output=True)


# podman and buildah ------------------------------------------------------------------------------


@pytest.fixture
def containers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Storage of their own for podman and buildah; the name of a base image to pull.

    It works within a container, too: no mounts, no groups of processes, no limits to raise.
    """
    registry = os.environ.get("FIXER_TEST_REGISTRY")
    missing = [each for each in ("podman", "buildah", "runc") if shutil.which(each) is None]
    if missing or registry is None:
        reason = f"not here: {', '.join(missing) or 'a registry (FIXER_TEST_REGISTRY)'}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    # Beside a longer path, podman does not find its sockets and waits for each container.
    root = tempfile.mkdtemp(prefix="fixer-")
    (tmp_path / "storage.conf").write_text(
        f'[storage]\ndriver = "vfs"\ngraphroot = "{root}/graph"\nrunroot = "{root}/run"\n'
    )
    (tmp_path / "containers.conf").write_text(
        '[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\nevents_logger = "none"\n'
        '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n'
        'log_driver = "k8s-file"\n'
    )
    monkeypatch.setenv("CONTAINERS_STORAGE_CONF", str(tmp_path / "storage.conf"))
    monkeypatch.setenv("CONTAINERS_CONF", str(tmp_path / "containers.conf"))
    monkeypatch.setenv("BUILDAH_ISOLATION", "chroot")
    yield f"{registry}/library/alpine:3.23"
    subprocess.run(["podman", "rmi", "--all", "--force"], capture_output=True)
    shutil.rmtree(root, ignore_errors=True)


@pytest.mark.parametrize("name", ["podman", "buildah"])
def test_other_builders(name: str, containers: str, context: Path) -> None:
    (context / "Dockerfile").write_text(
        f"FROM {containers}\n"
        "WORKDIR /srv\n"
        "COPY server.py .\n"
        "RUN adduser -D me && echo made >note && chown me note\n"
        "HEALTHCHECK CMD cat /srv/note\n"
        "USER me\n"
        'CMD ["cat", "/srv/note"]\n'
    )
    runs = ["--run", "", "--run", "id -un", "--no-health"] if name == "podman" else []
    done = fix(
        "--builder", name, "--network", "host", "--format", "json", *runs,
        str(context / "Dockerfile"), "--", "--tls-verify=false",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    (made,) = json.loads(done.stdout)["verifications"]
    assert (made["status"], made["builder"], made["notes"]) == ("verified", name, [])
    assert made["comparison"]["user"] == ["me", "10001:10001"]
    assert {"folder": "/srv", "files": 1, "before": "1000:0", "after": "10001:0"} in (
        made["comparison"]["moved"]
    )
    assert made["before"]["size"] > 5_000_000
    if runs:
        assert made["behaviour"] == {
            "run its own command": "exit code 0, made", "run id -un": "exit code 0, me",
        }  # fmt: skip
        assert made["withstands"] == dict.fromkeys(made["withstands"], True)
    said = subprocess.run(["podman", "images", "-a", "-q"], capture_output=True, text=True).stdout
    assert len(said.split()) == 1, "only the base that was pulled stays"
