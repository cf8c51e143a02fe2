"""Stages that are split, by `fix verify`: built before and after, and both answer the same.

The base images of the languages are made of Debian's own packages where they are not at hand; what
is no bigger than it may be in truth stands for distroless: an empty image with two accounts.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator

import pytest

from tests.test_builds import docker, engine  # noqa: F401 (a fixture)
from tests.test_layers_builds import HERE
from tests.test_verify_builds import fix as fix_verify

_APT = """FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends {} && rm -rf /var/lib/apt/lists/*
"""
#: What an application is built on, and how that is made.
BASES = {
    "rust_build": {
        "rust:1.63-bookworm": _APT.format("cargo rustc gcc libc6-dev ca-certificates")
        + "ENV CARGO_HOME=/usr/local/cargo PATH=/usr/local/cargo/bin:$PATH\n",
    },
    "go_build": {
        "golang:1.19": _APT.format("golang-go ca-certificates"),
        "gcr.io/distroless/static-debian12": (
            "FROM scratch\nCOPY --from=debian:bookworm-slim /etc/passwd /etc/group /etc/\n"
        ),
    },
    "maven_build": {
        # Debian's own packages of Maven's repository: nothing is fetched
        "maven:3.8-eclipse-temurin-17": _APT.format(
            "maven default-jdk-headless libmaven-compiler-plugin-java libmaven-jar-plugin-java"
            " libmaven-resources-plugin-java libsurefire-java"
        )
        + "RUN echo '<settings><localRepository>/usr/share/maven-repo</localRepository>"
        "<offline>true</offline></settings>' >/etc/maven/settings.xml\n",
        "eclipse-temurin:17-jre": _APT.format("openjdk-17-jre-headless"),
    },
    "node_build": {},
}


@pytest.fixture
def app(engine: None, request: pytest.FixtureRequest) -> Iterator[str]:  # noqa: F811
    """An application whose base images are there; those made for it go again."""
    made = []
    for image, dockerfile in BASES[request.param].items():
        if subprocess.run(["docker", "image", "inspect", image], capture_output=True).returncode:
            docker("build", "--network", "host", "-t", image, "-", source=dockerfile.encode())
            made.append(image)
    yield request.param
    for image in made:
        subprocess.run(["docker", "rmi", image], capture_output=True)


@pytest.mark.parametrize(
    ("app", "port", "gone"),
    [
        ("rust_build", 3081, {"cargo", "gcc", "rustc"}),
        ("go_build", 3082, {"apt", "golang-go"}),
        ("maven_build", 3083, {"maven", "openjdk-17-jdk-headless"}),
        ("node_build", 3080, set()),
    ],
    indirect=["app"],
)
def test_what_only_builds_is_gone_and_it_answers(app: str, port: int, gone: set[str]) -> None:
    done = fix_verify(
        "--network", "host", "--unsafe", "--select", "multi_stage", "--http", str(port),
        "--format", "json", str(HERE / app / "Dockerfile"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    (made,) = json.loads(done.stdout)["verifications"]
    assert made["status"] == "verified"
    assert [each["transform"] for each in made["changes"]] == ["multi_stage"]
    assert made["behaviour"] == {f"http {port}/": "status 200"}
    before, after = made["comparison"]["size"]
    assert after < before - 40_000_000
    packages = json.dumps(made["comparison"].get("packages"))
    assert all(f'"{name}"' in packages for name in gone), packages
