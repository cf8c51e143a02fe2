"""Digests: what is pinned, refreshed, replaced and approved, and what the registries are asked."""

from __future__ import annotations

import gc
import json
import os
import pickle
import re
import shutil
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fixer import Safety, engine, fix_text
from fixer.catalog import given, transforms
from fixer.config import ConfigError
from fixer.dockerfile.document import Document
from fixer.dockerfile.images import images
from fixer.dockerfile.policy import Policy, repository_pattern
from fixer.dockerfile.reference import parse_reference
from fixer.dockerfile.syntax import DockerfileError
from fixer.engine import Options, fix
from fixer.registry import Registry, Settings
from fixer.workspace import registries
from fixer.workspace.registries import Asked
from fixer.workspace.settings import settings
from tests.conftest import Folder
from tests.oracle import Refused, oracle_rows, readable
from tests.registry.images import delete, push
from tests.registry.images import image as make_image
from tests.registry.images import index as make_index
from tests.registry.network import name_hosts
from tests.registry.program import running_registry
from tests.registry.standin import Standin
from tests.stub_registry import AnyRegistry, StubRegistry, digest

if TYPE_CHECKING:
    from tests.conftest import Run

PIN = Options(select=frozenset(["pin_digest"]))
A, B = digest("a1"), digest("b2")


def pinned(source: str, table: Mapping[str, Mapping[str, Any]], options: Options = PIN) -> str:
    result = fix(source.encode(), options, StubRegistry(table))  # type: ignore[arg-type]
    assert result.problem is None
    return result.after.decode()


# Where images stand ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("FROM a:1", ["a:1"]),
        ("FROM a AS a\nCOPY --from=a /x /y", ["a"]),
        ("FROM a AS b\nFROM b\nCOPY --from=B /x /y\nCOPY --from=0 /x /y", ["a"]),
        ("FROM a\nRUN --mount=type=cache,target=/x,from=b:1 --mount=type=tmpfs,target=/y id",
         ["a", "b:1"]),
        ("FROM scratch\nCOPY --from=a/b /x /y", ["a/b"]),
        ("ARG X=scratch\nFROM $X", []),
        ("ARG X=a\nFROM s AS a\nFROM $X", ["s"]),
        ("FROM a AS base-arm64\nFROM base-${TARGETARCH}", ["a"]),
        ("FROM a AS base\nFROM --platform=$BUILDPLATFORM base${X}", ["a"]),
        ("# syntax=docker/dockerfile:1 \nFROM a", ["docker/dockerfile:1", "a"]),
        ("FROM a\nONBUILD RUN --mount=from=b:1,target=/x id", ["a", "b:1"]),
    ],
)  # fmt: skip
def test_the_images_of_a_file(source: str, found: list[str]) -> None:
    assert [image.text for image in images(Document(source.encode()))] == found


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("FROM a:$T", "with a digest, another value for T would change nothing"),
        ("ARG T\nFROM ${R}/a:${T:-1}", "another value for R, T would change nothing"),
        ("ARG X\nFROM $X", "only who builds it knows X"),
        ("ARG X=a\nARG X=b\nFROM $X", "X is declared more than once"),
        ("ARG X=a\nFROM $X\nARG X\nRUN echo $X", "X is used for something else on line 3"),
        ("ARG X=a\nARG Y=$X\nFROM $X", "X is used for something else on line 2"),
        ("ARG X=a\nFROM --platform=$X b\nFROM $X", "X is used for something else on line 2"),
        ("FROM a\nCOPY --from=$X /a /b", "a variable stands in it"),
        ("FROM a\nONBUILD COPY --from=b /a /b", "it may be a stage of the file"),
        ("FROM Ab", "it is no image reference"),
    ],
)
def test_why_an_image_is_not_pinned(source: str, problem: str) -> None:
    result = fix(source.encode(), PIN, AnyRegistry())  # type: ignore[arg-type]
    assert [skip for skip in result.skips if problem in skip.reason], result.skips
    assert not re.search(rb"(X=a|\$X|\$T)@", result.after)


def test_an_argument_that_a_stage_gives_its_own_value_is_another() -> None:
    source = "ARG X=a:1\nFROM $X\nARG X=b\nRUN echo $X\n"
    assert f"ARG X=a:1@{A}\n" in pinned(source, {"a:1": {"digest": "a1"}})


def test_what_the_tools_ask_for_is_there(tmp_path: Path) -> None:
    """hadolint's DL3006 and DL3007, and the rules of Checkov and Trivy in their own words."""
    hadolint = shutil.which("hadolint", path=os.path.dirname(sys.executable))
    assert hadolint, "hadolint is not installed"
    table = {"debian": {"digest": "a1"}, "alpine:latest": {"digest": "a1"}}
    after = pinned("FROM debian\nFROM alpine:latest\n", table)
    done = subprocess.run([hadolint, "-"], input=after, capture_output=True, text=True)
    assert "DL3006" not in done.stdout
    assert "DL3007" not in done.stdout
    for line in after.splitlines():
        name = line.split()[1]
        assert ":" in name  # Checkov: there is a tag
        assert not name.endswith(":latest")  # and it is not this one
        assert len(name.split(":")) == 3  # Trivy: what a digest follows has no tag to complain of


def test_only_a_tag_that_moves_is_looked_up_for_a_more_exact_one() -> None:
    table = {
        "python:3.12": {"digest": "a1", "tags": ["3.12.4-bookworm", "3.12.4"]},
        "python:3.12.4": {"digest": "a1", "tags": ["3.12.4-bookworm"]},
    }
    source = b"FROM python:3.12\nFROM python:3.12.4\n"
    stub: Any = StubRegistry(table)
    options = PIN._replace(exact_tags=True)
    first, second = [change.why for change in fix(source, options, stub).changes]
    assert first.endswith("which is also tagged 3.12.4-bookworm")
    assert "tagged" not in second
    assert "tagged" not in fix(source, PIN, stub).changes[0].why


# Over all files ----------------------------------------------------------------------------------


def test_stages_are_never_taken_for_images(folder: Folder) -> None:
    """The stages are worked out from what BuildKit's own parser says of the file."""
    for name, source in folder.files:
        if not readable(source):
            continue
        try:
            before = oracle_rows(source)
        except Refused:
            continue
        registry: Any = AnyRegistry()
        result = fix(source, PIN, registry)
        assert result.problem is None or not parses(source), name
        after = oracle_rows(result.after)
        assert len(after) == len(before), name
        assert fix(result.after, PIN, registry).after == result.after, name
        if not result.changed:
            continue
        names = [row.values[2].lower() for row in before if is_named(row)]
        seen: set[str] = {"scratch"}
        for old, new in zip(before, after, strict=True):
            if old.keyword == "FROM":
                image, pinned_image = old.values[0], new.values[0]
                assert old.values[1:] == new.values[1:], name
                assert old.flags == new.flags, name
                if image in seen or "$" in image or "@" in image:
                    assert image == pinned_image or image.startswith("${"), name
                elif parse_reference(image.strip("\"'")) and not asked_for(result, old.start_line):
                    assert re.search(r"@sha256:[0-9a-f]{64}[\"']?$", pinned_image), name
                if is_named(old):
                    seen.add(old.values[2].lower())
                continue
            if old.keyword != "ARG":
                assert old.values == new.values, name
            for flag, new_flag in zip(old.flags, new.flags, strict=True):
                source_name = re.search(r"\bfrom=([^,\"']+)", flag)
                if source_name is None:
                    assert flag == new_flag, name
                elif source_name[1].lower() in names or source_name[1].isdigit():
                    assert flag == new_flag, name


def asked_for(result: engine.Result, line: int) -> bool:
    """Whether a comment asks to leave the instruction alone."""
    return any(skip.line == line and "asks for it" in skip.reason for skip in result.skips)


def is_named(row: Any) -> bool:
    return row.keyword == "FROM" and len(row.values) == 3


def parses(source: bytes) -> bool:
    try:
        Document(source)
    except DockerfileError:
        return False
    return True


# What the image says of itself -------------------------------------------------------------------

UNKNOWN = "corp.example/base:1"


def base(**config: Any) -> Any:
    return StubRegistry({UNKNOWN: {"digest": "a1", "config": config}})


def test_the_configuration_settles_the_facts_of_an_unknown_base() -> None:
    document = Document(f"FROM {UNKNOWN}\nWORKDIR app\nRUN echo $HOME\n".encode())
    document.registry = base(
        user="1001:0", workdir="/srv", env={"HOME": "/home/x"}, shell=["/bin/bash", "-c"],
        cmd=["/bin/bash"],
    )  # fmt: skip
    (stage,) = document.stages
    facts = stage.facts
    assert (facts.user, facts.uid, facts.gid, facts.workdir) == ("1001:0", 1001, 0, "/srv")
    assert facts.has_cmd is False
    assert stage.end_state.workdir == "/srv/app"
    assert stage.end_state.shell == ("/bin/bash", "-c")
    assert stage.end_state.environment["HOME"] == "/home/x"
    assert stage.runs_as_root() is False


@pytest.mark.parametrize(
    ("name", "config", "uid", "has_cmd"),
    [
        ("node:20", {"user": "node", "cmd": ["node"]}, 1000, False),
        ("node:20", {"entrypoint": ["docker-entrypoint.sh"], "cmd": ["node"]}, 0, False),
        ("nginx:1.27", {"cmd": ["nginx", "-g", "daemon off;"]}, 0, True),
        ("nginx:1.27", {}, 0, False),
        (UNKNOWN, {"user": "app", "cmd": ["serve"]}, None, None),
        (UNKNOWN, {"user": "", "cmd": ["python3.12"]}, 0, False),
        (UNKNOWN, {"user": "root", "cmd": ["python3", "app.py"]}, 0, None),
    ],
)
def test_the_users_number_and_whether_there_is_a_service(
    name: str, config: dict[str, Any], uid: int | None, has_cmd: bool | None
) -> None:
    document = Document(f"FROM {name}\n".encode())
    document.registry = StubRegistry({name: {"digest": "a1", "config": config}})  # type: ignore[assignment]
    facts = document.stages[0].facts
    assert (facts.uid, facts.has_cmd) == (uid, has_cmd)


def test_an_unknown_base_that_is_known_to_be_root_gets_a_user() -> None:
    source = f'FROM {UNKNOWN}\nCOPY app /app\nCMD ["/app"]\n'.encode()
    options = Options(select=frozenset(["nonroot_user"]))
    assert b"USER" not in fix(source, options).after
    assert b"USER 10001" in fix(source, options, base(cmd=["sh"])).after
    # an entrypoint of which nothing is known may be what drops privileges
    assert b"USER" not in fix(source, options, base(entrypoint=["/init"])).after
    done = fix(source, options, base(user="1000", cmd=["sh"]))
    assert not done.changed
    assert not done.skips


def test_only_what_a_target_is_built_on_is_asked_for_its_configuration() -> None:
    row = {"digest": "a1", "config": {"user": "1000"}}
    stub: Any = StubRegistry({"x/a:1": row, "x/b:1": {**row, "digest": "b2"}})
    document = Document(b"FROM x/a:1 AS a\nFROM x/b:1 AS b\nFROM b\n")
    document.registry = stub
    assert [stage.facts.uid for stage in document.stages] == [None, 1000, 1000]


# Refresh -----------------------------------------------------------------------------------------


def test_what_has_changed_is_told() -> None:
    version = "org.opencontainers.image.version"
    table = {
        "a:1": {"digest": "b2", "config": {
            "created": "2024-06-01T10:00:00Z", "size": 45_300_000, "labels": {version: "1.1"}}},
        "a:old": {"digest": "a1", "config": {
            "created": "2024-05-01T10:00:00Z", "size": 44_000_000, "labels": {version: "1.0"}}},
    }  # fmt: skip
    result = fix(f"FROM a:1@{A}\n".encode(), Options(refresh=True), StubRegistry(table))  # type: ignore[arg-type]
    assert result.after == f"FROM a:1@{B}\n".encode()
    (change,) = result.changes
    assert change.why == (
        "a:1 is another image now: "
        "version 1.0 → 1.1, made 2024-05-01 → 2024-06-01, 44.0 MB → 45.3 MB"
    )


def test_without_being_asked_no_digest_moves() -> None:
    table = {"a:1": {"digest": "b2"}}
    assert pinned(f"FROM a:1@{A}\n", table, Options()) == f"FROM a:1@{A}\n"


def test_refresh_tells_of_a_digest_that_has_no_tag() -> None:
    result = fix(f"FROM a@{A}\n".encode(), Options(refresh=True), AnyRegistry())  # type: ignore[arg-type]
    assert [skip.reason for skip in result.skips if skip.transform == "refresh_digest"] == [
        "a digest without a tag: nothing says what it should follow"
    ]


# Approved bases ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("python", "docker.io/library/python"),
        ("bitnami/*", "docker.io/bitnami/*"),
        ("docker.io/library/*", "docker.io/library/*"),
        ("registry.corp:5000/*", "registry.corp:5000/*"),
        ("index.docker.io/a/b", "docker.io/a/b"),
        ("*.corp/base/*", "*.corp/base/*"),
    ],
)
def test_a_pattern_in_full(text: str, full: str) -> None:
    assert repository_pattern(text) == full


@pytest.mark.parametrize("text", ["python:3", f"a@{A}", "Python", "a b", ""])
def test_what_is_no_repository(text: str) -> None:
    with pytest.raises(ValueError, match="names no repository"):
        repository_pattern(text)


def test_what_takes_the_place_of_others_stays() -> None:
    policy = Policy((), (("docker.io/*", "docker.io/corp/*"),))
    reference = parse_reference("docker.io/library/python:3")
    assert reference is not None
    new = policy.replacement(reference)
    assert new is not None
    assert new.text == "corp/library/python:3"
    assert policy.replacement(new) is None


def test_check_fails_on_a_base_that_is_not_approved(run: Run, here: Path) -> None:
    (here / ".fixer.toml").write_text(
        'approved-bases = ["registry.corp/*"]\nselect = ["approved_base"]\n'
    )
    (here / "Dockerfile").write_text("FROM debian:12\n")
    done = run("--check")
    assert done.exit_code == 1
    assert "1  fails  approved_base: debian:12 is not approved" in done.stdout
    assert json.loads(run("--format", "json").stdout)["files"][0]["skips"][0]["fails"] is True
    assert run("--diff").exit_code == 0
    (here / "Dockerfile").write_text("FROM registry.corp/debian:12\n")
    assert run("--check").exit_code == 0
    (here / "Dockerfile").write_text("# fixer: ignore[approved_base] agreed\nFROM debian:12\n")
    done = run("--check")
    assert done.exit_code == 0
    assert "asks for it: agreed" in done.stdout


@pytest.mark.parametrize(
    ("source", "reason", "fails"),
    [
        ("ARG R=debian\nFROM ${R}:12", "debian:12 is not approved", True),
        ("ARG R=python\nFROM ${R}:3", "corp/python:3 should be used, not python:3", True),
        (f"FROM python@{A}", "corp/python should be used: the digest names", True),
        ("FROM $X", "$X is known only to who builds it", False),
        ("# syntax=docker/dockerfile:1\nFROM corp/x", "", False),
    ],
)
def test_why_a_base_is_not_approved(source: str, reason: str, fails: bool) -> None:
    replaced = (("docker.io/library/python", "docker.io/corp/python"),)
    policy = Policy(("docker.io/corp/*",), replaced)
    options = Options(select=frozenset(["approved_base"]), bases=policy)
    result = fix(source.encode(), options)
    assert not result.changed
    assert [skip.fails for skip in result.skips if reason in skip.reason] == [fails] * bool(reason)


def test_the_facts_are_those_of_the_image_that_is_used() -> None:
    document = Document(b"FROM python:3.12\n")
    document.bases = Policy((), (("docker.io/library/python", "docker.io/library/alpine"),))
    assert document.stages[0].facts.family == "alpine"


# The command and the registries ------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("REGISTRY_AUTH_FILE", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "home" / "docker"))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def standin(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Standin]:
    """Answers for Docker Hub; no other name leads anywhere."""
    name_hosts(monkeypatch)
    monkeypatch.setenv("FIXER_OFFLINE", "0")
    with Standin(any_name=True) as server:
        config = here.parent / "config.toml"
        config.write_text(f'[registry.mirrors]\n"docker.io" = ["{server.address}"]\n')
        monkeypatch.setenv("FIXER_CONFIG", str(config))
        yield server


def test_each_reference_is_asked_for_once_in_a_run_and_not_again_in_the_next(
    run: Run, here: Path, standin: Standin
) -> None:
    for number in range(100):
        image = f"app/base{number % 20}:1.{number % 20}.0"
        (here / f"Dockerfile.{number}").write_text(f"FROM {image} AS build\nFROM {image}\n")
    patch = run("--diff", "-j3")
    assert patch.exit_code == 0
    assert patch.stdout.count("@sha256:") == 200
    manifests = [a for a in standin.requests if a.method == "HEAD" and "/manifests/" in a.path]
    assert len(manifests) == len({asked.path for asked in manifests}) == 20
    standin.requests.clear()
    assert run("--diff", "-j1").stdout == patch.stdout
    assert standin.requests == []


def test_what_is_pinned_is_what_the_registry_has(run: Run, here: Path, standin: Standin) -> None:
    made = standin.add("library/python", "3.12", make_index({"linux/amd64": make_image()}))
    standin.add("library/python", "3.12.4", made)
    (here / "Dockerfile").write_text("FROM python:3.12\n")
    done = run("--select", "pin-digest")
    assert done.exit_code == 0, done.output
    assert (here / "Dockerfile").read_text() == f"FROM python:3.12@{made.digest}\n"
    assert "which is also tagged 3.12.4" in done.stdout
    assert run("--check", "--select", "pin-digest").exit_code == 0
    moved = standin.add(
        "library/python",
        "3.12",
        make_index(
            {"linux/amd64": make_image(), "linux/arm64": make_image(platform="linux/arm64")}
        ),
    )
    assert run("--check", "--select", "pin-digest").exit_code == 0
    assert run("--refresh", "--select", "refresh-digest").exit_code == 0
    assert (here / "Dockerfile").read_text() == f"FROM python:3.12@{moved.digest}\n"


def test_of_a_digest_only_the_configuration_is_asked(
    run: Run, here: Path, standin: Standin
) -> None:
    made = standin.add("corp/base", "1.0.0", make_image({"User": "1001", "Cmd": ["sh"]}))
    (here / "Dockerfile").write_text(f'FROM corp/base:1.0.0@{made.digest}\nCMD ["/a"]\n')
    assert "nonroot_user" not in run("--check").stdout
    assert standin.count("HEAD", "/manifests/") == 0
    assert standin.count("GET", f"/manifests/{made.digest}") == 1


def test_standard_input_is_asked_for_too(run: Run, standin: Standin) -> None:
    done = run("--select", "pin-digest", "-", text=b"FROM python:3.12.1\n")
    assert re.fullmatch(r"FROM python:3\.12\.1@sha256:[0-9a-f]{64}\n", done.stdout)


def test_an_image_that_replaces_another_is_the_one_that_is_asked_for(
    run: Run, here: Path, standin: Standin
) -> None:
    (here / ".fixer.toml").write_text('[replace-bases]\n"python" = "corp/python"\n')
    (here / "Dockerfile").write_text("FROM python:3.12.1\n")
    run("--select", "pin-digest,approved-base")
    assert re.match(r"FROM corp/python:3\.12\.1@sha256:", (here / "Dockerfile").read_text())
    assert standin.count("HEAD", "/library/python/") == 0


def test_a_registry_that_cannot_be_reached_costs_its_places_alone(
    run: Run, here: Path, standin: Standin
) -> None:
    (here / "Dockerfile").write_text("FROM gone.example/debian:12\nRUN apt-get install curl\n")
    done = run("--diff", "-v")
    assert done.exit_code == 0
    assert "apt-get install -y" in done.stdout
    assert "@sha256" not in done.stdout
    assert "gone.example/debian:12 is not pinned: gone.example cannot be reached" in done.stderr


def test_the_configuration_of_the_base_reaches_the_transforms(
    run: Run, here: Path, standin: Standin
) -> None:
    standin.add("corp/base", "1.0.0", make_image({"User": "1001", "Cmd": ["sh"]}))
    (here / "Dockerfile").write_text('FROM corp/base:1.0.0\nCOPY a /a\nCMD ["/a"]\n')
    done = run("--check", "--select", "nonroot-user")
    assert done.exit_code == 0
    assert "nonroot_user" not in done.stdout


def forbid_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> Any:
        raise AssertionError("a socket is opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize("way", ["argument", "variable", "repository", "user"])
def test_offline_opens_no_socket(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setenv("FIXER_OFFLINE", "1" if way == "variable" else "")
    if way == "repository":
        (here / ".fixer.toml").write_text("offline = true\n")
    if way == "user":
        (here / "mine.toml").write_text("offline = true\n")
        monkeypatch.setenv("FIXER_CONFIG", str(here / "mine.toml"))
    (here / "Dockerfile").write_text("FROM debian:12\nRUN apt-get install curl\n")
    forbid_sockets(monkeypatch)
    done = run("--diff", *(["--offline"] if way == "argument" else []))
    assert done.exit_code == 0, done.output
    assert "apt-get install -y" in done.stdout
    assert "@sha256" not in done.stdout


def test_no_registry_is_asked_of_a_file_without_an_image(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIXER_OFFLINE", "0")
    (here / "Dockerfile").write_text("FROM scratch\nCOPY a /\n")
    (here / "Dockerfile.template").write_text("FROM {{ base }}\n")
    forbid_sockets(monkeypatch)
    assert run("--diff").exit_code == 0


def test_offline_loads_nothing_of_the_registries(here: Path) -> None:
    (here / "Dockerfile").write_text("FROM debian:12\n")
    code = (
        "import sys; from fixer.cli import cli\n"
        "cli.main(['--check', *sys.argv[1:]], standalone_mode=False)\n"
        "print('loaded', *sys.modules)"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code, "--offline"], capture_output=True, text=True, check=True
    ).stdout
    loaded = set(printed.rpartition("loaded")[2].split())
    assert "fixer.engine" in loaded
    assert loaded.isdisjoint(
        {
            "fixer.dockerfile.images",
            "fixer.registry",
            "fixer.transforms.approved_base",
            "fixer.transforms.pin_digest",
            "fixer.transforms.refresh_digest",
            "fixer.workspace.registries",
            "platformdirs",
            "requests",
        }
    )


def test_another_process_gets_the_answers_and_does_not_ask(standin: Standin) -> None:
    reference = parse_reference("app/base:1")
    assert reference is not None
    chosen = Settings(mirrors=(("docker.io", (standin.address,)),), use_cache=False)
    registry = Registry(chosen)
    found = registry.digest(reference)
    standin.requests.clear()
    other: Asked = pickle.loads(pickle.dumps(Asked(registry, chosen, True)))
    assert other.exact_tags
    assert other.registry.digest(reference) == found
    assert standin.requests == []


def test_slim_images_are_asked_for_once_in_a_run(run: Run, here: Path, standin: Standin) -> None:
    """Also what is then asked of them: their configuration, when one of them is the base."""
    for tag in ("3.12", "3.12-slim", "3.12-bookworm", "3.12-slim-bookworm"):
        standin.add("library/python", tag, make_image({"Labels": {"tag": tag}}))
    standin.any_name = False
    for number in range(80):
        tag = "3.12-bookworm" if number % 2 else "3.12"
        (here / f"Dockerfile.{number}").write_text(f'FROM python:{tag}\nCMD ["python", "a.py"]\n')
    done = run("--diff", "--unsafe", "-j2", "--ignore", "numeric-user")
    assert done.exit_code == 0, done.output
    assert (
        len(re.findall(r"^\+FROM python:3\.12-slim(?:-bookworm)?@sha256:", done.stdout, re.M)) == 80
    )
    asked = [(each.method, each.path) for each in standin.requests]
    assert len(asked) == len(set(asked))
    assert asked.count(("GET", "/v2/")) == 1  # no process but the first asked anything


# Settings ----------------------------------------------------------------------------------------


def test_a_repository_may_not_say_how_registries_are_asked(run: Run, here: Path) -> None:
    (here / ".fixer.toml").write_text('[registry.mirrors]\n"docker.io" = ["evil.example"]\n')
    (here / "Dockerfile").write_text("FROM debian:12\n")
    done = run("--diff")
    assert done.exit_code == 2
    assert "registry is read from your own configuration alone" in done.stderr


def test_the_settings_are_the_users_own(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = here.parent / "config" / "dockerfile-fixer"
    folder.mkdir(parents=True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(here.parent / "config"))
    assert settings() == Settings()
    (folder / "config.toml").write_text(
        'offline = true\n[registry]\ninsecure = ["a.test:5000"]\nca = "ca.pem"\nmax-age = 5\n'
        "connect-time = 1.5\nconnections = 2\ncredentials = false\nuse-cache = false\n"
        'cache = "/c"\nmirrors = { "docker.io" = ["m.test", "n.test:1/hub"] }\n'
    )
    assert settings(refresh=True) == Settings(
        offline=True, insecure=frozenset(["a.test:5000"]), ca=folder / "ca.pem", max_age=5.0,
        connect_time=1.5, connections=2, credentials=False, use_cache=False, cache=Path("/c"),
        mirrors=(("docker.io", ("m.test", "n.test:1/hub")),),
    )  # fmt: skip
    (folder / "config.toml").write_text("")
    assert settings(refresh=True) == Settings(max_age=0.0)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[registry", "it is not TOML"),
        ("other = 1", "other is not known"),
        ("registry = 1", "registry is not known"),
        ("offline = 1", "offline must be true or false"),
        ("[registry]\nx = 1", "registry.x is not known"),
        ("[registry]\nconnections = 0", "registry.connections must be a number from 1 to 64"),
        ("[registry]\ntotal-time = 0", "registry.total-time must be a number of seconds"),
        ("[registry]\nmax-age = -1", "registry.max-age must be a number of seconds"),
        ("[registry]\ninsecure = 'a'", "registry.insecure must be a list of texts"),
        ("[registry]\nca = ''", "registry.ca must be a path"),
        ("[registry]\nmirrors = []", "registry.mirrors must be a table"),
        ("[registry.mirrors]\na = ['http://b']", "holds 'http://b', which is no host"),
    ],
)
def test_what_is_wrong_with_the_settings(
    here: Path, monkeypatch: pytest.MonkeyPatch, text: str, reason: str
) -> None:
    monkeypatch.setenv("FIXER_CONFIG", str(here / "mine.toml"))
    (here / "mine.toml").write_text(text)
    with pytest.raises(ConfigError, match=re.escape(reason)):
        settings()


def test_wrong_settings_end_the_run(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIXER_OFFLINE", "0")
    monkeypatch.setenv("FIXER_CONFIG", str(here / "none.toml"))
    (here / "Dockerfile").write_text("FROM debian:12\n")
    done = run("--diff")
    assert done.exit_code != 0
    assert "none.toml: No such file" in done.stderr


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("approved-bases = 'a'", "approved-bases must be a list of texts"),
        ("approved-bases = ['a:1']", "approved-bases is wrong: 'a:1' names no repository"),
        ("replace-bases = []", "replace-bases must be a table"),
        ("[replace-bases]\na = 'b:1'", "replace-bases.\"a\" is wrong: 'b:1' names no repository"),
        ("[replace-bases]\n'a/*' = 'b'", "must have a '*' on both sides"),
        ("[replace-bases]\n'a*' = 'b*'", "may have a '*' only as its last part"),
    ],
)
def test_what_is_wrong_with_the_bases(run: Run, here: Path, text: str, reason: str) -> None:
    (here / ".fixer.toml").write_text(text)
    (here / "Dockerfile").write_text("FROM debian:12\n")
    done = run("--diff")
    assert done.exit_code == 2
    assert reason in done.stderr


def test_what_must_be_given_is_read_as_it_is_declared() -> None:
    for name, transform in transforms().items():
        assert given(name) == transform.given, name


def test_the_library_takes_a_registry() -> None:
    stub: Any = StubRegistry({"a:1": {"digest": "b2"}})
    assert fix_text("FROM a:1\n", registry=stub).after.decode() == f"FROM a:1@{B}\n"
    assert fix_text("FROM a:1\n", registry=stub, offline=True).after == b"FROM a:1\n"
    after = fix_text(f"FROM a:1@{A}\n", registry=stub, refresh=True).after
    assert after.decode() == f"FROM a:1@{B}\n"
    stays = fix_text(f"FROM a:1@{A}\n", registry=stub, refresh=True, safety=Safety.SAFE)
    assert not stays.changed


# The real thing ----------------------------------------------------------------------------------


@pytest.fixture
def builder() -> None:
    """A Docker engine. With CI set, a missing one is a failure."""
    if (
        shutil.which("docker")
        and not subprocess.run(["docker", "version"], capture_output=True).returncode
    ):
        return
    if os.environ.get("CI"):
        pytest.fail("no Docker engine answers")
    pytest.skip("no Docker engine answers")


def docker(*arguments: str, source: bytes | None = None) -> str:
    done = subprocess.run(["docker", *arguments], input=source, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    return done.stdout.decode() + done.stderr.decode()


def test_the_build_takes_the_image_that_the_digest_names(builder: None, tmp_path: Path) -> None:
    """Even when the tag has been moved since."""
    host = running_registry()
    name = f"{host}/fixer-tests/{uuid.uuid4().hex}"
    built = f"fixer-test-{uuid.uuid4().hex[:12]}"
    (tmp_path / "marker").write_text("first")
    try:
        for content in ("first", "second"):
            (tmp_path / "marker").write_text(content)
            docker("build", "-q", "-t", f"{name}:1", "-f", "-", str(tmp_path),
                   source=b"FROM scratch\nCOPY marker /marker\n")  # fmt: skip
            docker("push", "-q", f"{name}:1")
            if content == "first":
                registry = Registry(Settings(use_cache=False, credentials=False))
                source = f"FROM {name}:1\nLABEL a=b\nCOPY --from={name}:1 /marker /copy\n".encode()
                fixed = fix(source, PIN, registry).after
                assert fixed.count(b"@sha256:") == 2
        docker("rmi", "-f", f"{name}:1")
        said = docker("build", "--pull", "-q", "-t", built, "-f", "-", str(tmp_path), source=fixed)
        assert "sha256:" in said
        container = docker("create", built, "none").strip()
        for file in ("/marker", "/copy"):
            docker("cp", f"{container}:{file}", str(tmp_path / "out"))
            assert (tmp_path / "out").read_text() == "first"
        docker("rm", container)
        again = Registry(Settings(use_cache=False, credentials=False))
        moved = fix(fixed, Options(refresh=True, select=frozenset(["refresh_digest"])), again)
        assert moved.after != fixed
        assert len(moved.changes) == 2
    finally:
        subprocess.run(["docker", "rmi", "-f", built, f"{name}:1"], capture_output=True)
        with Registry(Settings(use_cache=False, credentials=False)) as registry:
            reference = parse_reference(f"{name}:1")
            assert reference is not None
            found = registry.digest(reference)
        delete(f"http://{host}", name.partition("/")[2], {found.digest} if found.digest else ())


def test_an_index_of_a_real_registry_is_pinned_whole(
    here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = running_registry()
    repository = f"fixer-tests/{uuid.uuid4().hex}"
    each = {name: make_image({"User": "1000"}, name) for name in ("linux/amd64", "linux/arm64")}
    pushed = make_index(each)
    push(f"http://{host}", repository, ["1.0.0"], pushed)
    monkeypatch.setenv("FIXER_OFFLINE", "0")
    try:
        (here / "Dockerfile").write_text(f"FROM {host}/{repository}:1.0.0\n")
        assert run("--select", "pin-digest").exit_code == 0
        assert (
            here / "Dockerfile"
        ).read_text() == f"FROM {host}/{repository}:1.0.0@{pushed.digest}\n"
    finally:
        delete(f"http://{host}", repository, {pushed.digest, *(i.digest for i in each.values())})


# Many processes ----------------------------------------------------------------------------------


def test_processes_that_are_started_afresh_ask_for_nothing(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "start.py"
    program.write_text(
        "if __name__ == '__main__':\n"
        "    import multiprocessing\n"
        "    multiprocessing.get_all_start_methods = lambda: ['spawn']\n"
        "    from fixer.start import main\n"
        "    main()\n"
    )
    (tmp_path / "config.toml").write_text("[registry]\nuse-cache = false\n")
    with Standin(any_name=True) as server:
        for number in range(40):
            image = f"{server.address}/app/base:{number % 8}"
            (here / f"Dockerfile.{number}").write_text(f"FROM {image}\n")
        done = subprocess.run(
            [sys.executable, str(program), "--diff", "-j2", "--online"],
            env={**os.environ, "FIXER_CONFIG": str(tmp_path / "config.toml")},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("@sha256:") == 40
        assert server.count("HEAD", "/manifests/") == 8
        # with so many tags that move, no list of tags is asked for
        assert server.count("GET", "/tags/") == 0


def test_what_is_read_to_ask_the_registries_goes_without_the_collector() -> None:
    """It is switched off in the meantime, and there may be thousands of files."""

    def there() -> int:
        return sum(isinstance(each, Document) for each in gc.get_objects())

    gc.collect()
    gc.disable()
    try:
        before = there()
        for text in (b"FROM debian AS a\nRUN apt-get update\nFROM a\n", b"# syntax=x/y\nFROM a\n"):
            registries._collect(text, Options(), registries._Questions({}, {}, {}, {}, {}, []))
        assert there() == before
    finally:
        gc.enable()
