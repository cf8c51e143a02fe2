"""Secrets in images, before and after, on a real engine: in no layer, no history, no setting."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import tarfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from fixer.edit import Safety
from fixer.engine import Options, fix
from tests import test_builds
from tests.test_builds import docker

engine = test_builds.engine
pytestmark = pytest.mark.usefixtures("engine")

SECRET = "tr0ub4dor-" + uuid.uuid4().hex


class App(NamedTuple):
    dockerfile: str
    #: The files of the build context beside it.
    files: dict[str, str]
    #: What a build needed before, and needs after.
    before: tuple[str, ...]
    after: tuple[str, ...]
    #: What the container is started with afterwards.
    run: tuple[str, ...] = ()
    #: A build without the secret fails afterwards.
    required: bool = True
    #: The image held it before; otherwise only the build's cache did.
    published: bool = True


def by_variable(name: str) -> tuple[str, ...]:
    return ("--secret", f"id={name},env={name}")


#: What shows that the secret was there, and does not tell it.
DIGEST = "import hashlib, os; print(hashlib.sha256(os.environ['{}'].encode()).hexdigest())"

WITH_ENV = {
    "argument": App(
        """\
FROM python:3.11-slim
ARG API_TOKEN
RUN test -n "$API_TOKEN" && printf %s "$API_TOKEN" | sha256sum > /used.txt
CMD ["cat", "/used.txt"]
""",
        {},
        ("--build-arg", f"API_TOKEN={SECRET}"),
        by_variable("API_TOKEN"),
    ),
    "read_by_npm": App(
        """\
FROM node:20-slim
WORKDIR /app
ARG NPM_TOKEN
COPY . .
RUN npm run fetch
CMD ["cat", "used.txt"]
""",
        {
            "package.json": '{"scripts": {"fetch": "node fetch.js"}}',
            "fetch.js": (
                "const t = process.env.NPM_TOKEN; if (!t) process.exit(1);"
                "require('fs').writeFileSync('used.txt', require('crypto')"
                ".createHash('sha256').update(t).digest('hex'))"
            ),
        },
        ("--build-arg", f"NPM_TOKEN={SECRET}"),
        by_variable("NPM_TOKEN"),
    ),
    "stage_variable": App(
        f"""\
FROM python:3.11-slim AS build
ARG PIP_TOKEN
ENV TOKEN=$PIP_TOKEN LANG=C.UTF-8
RUN python -c "{DIGEST.format("TOKEN")}" > /used.txt
FROM debian:bookworm-slim
COPY --from=build /used.txt /used.txt
CMD ["cat", "/used.txt"]
""",
        {},
        ("--build-arg", f"PIP_TOKEN={SECRET}"),
        by_variable("PIP_TOKEN"),
        published=False,
    ),
}

WITHOUT_ENV = {
    "netrc": App(
        """\
FROM python:3.11-slim
WORKDIR /app
COPY .netrc /root/.netrc
COPY fetch.py .
RUN chmod 600 /root/.netrc && python fetch.py > used.txt
RUN rm -f /root/.netrc
CMD ["cat", "used.txt"]
""",
        {
            ".netrc": f"machine files.internal login ci password {SECRET}\n",
            "fetch.py": (
                "import hashlib, netrc\n"
                "secret = netrc.netrc().authenticators('files.internal')[2]\n"
                "print(hashlib.sha256(secret.encode()).hexdigest())\n"
            ),
        },
        (),
        ("--secret", "id=netrc,src=.netrc"),
    ),
    "key_of_a_user": App(
        """\
FROM debian:bookworm-slim
RUN useradd --uid 1500 --create-home ci
USER ci
WORKDIR /home/ci
COPY --chown=ci id_rsa .ssh/id_rsa
RUN sha256sum < .ssh/id_rsa > used.txt && rm .ssh/id_rsa
CMD ["cat", "used.txt"]
""",
        {"id_rsa": f"-----BEGIN OPENSSH PRIVATE KEY-----\n{SECRET}\n"},
        (),
        ("--secret", "id=id_rsa,src=id_rsa"),
    ),
    "read_at_run_time": App(
        f"""\
FROM python:3.11-slim
ENV LANG=C.UTF-8 \\
    DB_PASSWORD={SECRET}
CMD ["python", "-c", "{DIGEST.format("DB_PASSWORD")}"]
""",
        {},
        (),
        (),
        ("--env", f"DB_PASSWORD={SECRET}"),
        required=False,
    ),
}


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[..., str]]:
    stem = f"fixer-test-{uuid.uuid4().hex[:12]}"
    names: list[str] = []

    def run(dockerfile: str, *options: str) -> str:
        names.append(f"{stem}:{len(names)}")
        done = subprocess.run(
            [
                *("docker", "build", "--no-cache", "--network", "host", "-q", "-t", names[-1]),
                *(*options, "-f", "-", "."),
            ],
            input=dockerfile.encode(),
            cwd=tmp_path,
            env=os.environ | dict.fromkeys(("API_TOKEN", "NPM_TOKEN", "PIP_TOKEN"), SECRET),
            capture_output=True,
            timeout=900,
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode("utf-8", "replace")[-3000:])
        return names[-1]

    yield run
    subprocess.run(["docker", "rmi", "-f", *names], capture_output=True)


@pytest.fixture(scope="session")
def directive(engine: None) -> str:
    """What the engine needs to know secrets in variables: `# syntax=`, or nothing where it does."""
    text = "FROM debian:bookworm-slim\nRUN --mount=type=secret,id=X,env=X true\n"
    for first in ("# syntax=docker/dockerfile:1\n", ""):
        done = subprocess.run(
            ["docker", "build", "--network", "host", "-q", "-"],
            input=(first + text).encode(),
            capture_output=True,
            timeout=900,
        )
        if done.returncode == 0:
            return first
    pytest.skip("the engine is older than secrets in variables, and cannot fetch the frontend")


@pytest.mark.parametrize("name", WITH_ENV)
def test_a_variable_leaves_no_trace(
    name: str, directive: str, build: Callable[..., str], tmp_path: Path
) -> None:
    check(WITH_ENV[name], build, tmp_path, directive)


@pytest.mark.parametrize("name", WITHOUT_ENV)
def test_a_file_or_a_setting_leaves_no_trace(
    name: str, build: Callable[..., str], tmp_path: Path
) -> None:
    check(WITHOUT_ENV[name], build, tmp_path, None)


def check(app: App, build: Callable[..., str], folder: Path, directive: str | None) -> None:
    for name, text in app.files.items():
        (folder / name).write_text(text)
    secrets = ("build_secret", "runtime_secret", "copied_secret", "mount_owner")
    options = Options(select=frozenset(secrets), context=folder, offline=True)
    source = app.dockerfile.encode()
    assert fix(source, options).after == source  # who calls the build must know first
    result = fix(source, options._replace(safety=Safety.UNSAFE))
    assert result.problem is None
    assert result.changed
    after = result.after.decode()
    if directive is not None:
        first, _, rest = after.partition("\n")
        assert first == "# syntax=docker/dockerfile:1"
        after = directive + rest

    one = build(app.dockerfile, *app.before)
    said = docker("run", "--rm", "--network", "none", one)
    assert said
    assert bool(traces(one)) is app.published
    other = build(after, *app.after)
    assert docker("run", "--rm", "--network", "none", *app.run, other) == said
    assert not traces(other)
    if app.required:
        with pytest.raises(RuntimeError, match="secret"):
            build(after)


def traces(image: str) -> list[str]:
    """Where the secret stands in an image: its history, its configuration, its layers."""
    found = []
    history = docker("history", "--no-trunc", "--format", "{{.CreatedBy}}", image)
    if SECRET in history:
        found.append("history")
    saved = subprocess.run(["docker", "save", image], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(saved)) as archive:
        for member in archive:
            file = archive.extractfile(member)
            data = file.read() if file else b""
            if data.startswith(b"\x1f\x8b"):
                data = gzip.decompress(data)
            if SECRET.encode() in data:
                found.append(member.name)
    return found
