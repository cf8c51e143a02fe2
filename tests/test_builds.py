"""Before and after, built by a real engine: the image builds, does the same, is no larger."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixer.engine import Options, fix

APPS = sorted(path.parent for path in (Path(__file__).parent / "builds").glob("*/Dockerfile"))


def docker(*arguments: str, source: bytes | None = None) -> str:
    done = subprocess.run(["docker", *arguments], input=source, capture_output=True, timeout=900)
    output = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode == 0, output[-4000:]
    return done.stdout.decode("utf-8", "replace")


@pytest.fixture(scope="session")
def engine() -> None:
    """A Docker engine. With CI set, a missing one is a failure."""
    if shutil.which("docker") is not None:
        asked = subprocess.run(["docker", "version"], capture_output=True)
        if asked.returncode == 0:
            return
    if os.environ.get("CI"):
        pytest.fail("no Docker engine answers")
    pytest.skip("no Docker engine answers")


@pytest.fixture
def tag(engine: None) -> Iterator[str]:
    name = f"fixer-test-{uuid.uuid4().hex[:12]}"
    yield name
    subprocess.run(["docker", "rmi", "-f", f"{name}:before", f"{name}:after"], capture_output=True)


def build(name: str, dockerfile: bytes, context: Path) -> dict[str, object]:
    """Build an image; return what the engine says of it."""
    docker(
        *("build", "--network", "host", "-q", "-t", name, "-f", "-", str(context)),
        source=dockerfile,
    )
    return dict(json.loads(docker("image", "inspect", name))[0])


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_the_image_does_the_same_and_is_no_larger(app: Path, tag: str) -> None:
    source = (app / "Dockerfile").read_bytes()
    # a user of its own costs a layer, and has tests of its own: see test_apps
    result = fix(source, Options(ignore=frozenset(("nonroot_user",))))
    assert result.problem is None
    assert result.changed
    found = re.search(rb"^# run: (.*)$", source, re.MULTILINE)
    assert found is not None
    command = found[1].decode()

    before = build(f"{tag}:before", source, app)
    after = build(f"{tag}:after", result.after, app)

    run = ("run", "--rm", "--network", "none", "--entrypoint", "sh")
    said = docker(*run, f"{tag}:before", "-c", command)
    assert said
    assert docker(*run, f"{tag}:after", "-c", command) == said
    assert int(str(after["Size"])) <= int(str(before["Size"]))
    one, other = before["Config"], after["Config"]
    assert isinstance(one, dict)
    assert isinstance(other, dict)
    for key in ("Env", "WorkingDir", "User", "ExposedPorts", "Volumes"):
        assert one.get(key) == other.get(key), key
    assert run_words(one) == run_words(other)


def run_words(config: dict[str, object]) -> list[str]:
    """What the image starts, whether a shell is in between or not."""
    words = [*list(config.get("Entrypoint") or []), *list(config.get("Cmd") or [])]  # type: ignore[call-overload]
    if words[:2] == ["/bin/sh", "-c"]:
        import shlex

        return shlex.split(words[2])
    return words
