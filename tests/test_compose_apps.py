"""Applications run as their fixed Compose files say: they answer as they did before.

The Compose file's keys are given to the engine as the flags that Compose itself gives it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from fixer.config import Wanted
from fixer.deploy.needs import within
from fixer.workspace.plan import plan
from fixer.workspace.run import run
from tests.test_apps import APPS, App, answer, build, images  # noqa: F401 (a fixture)
from tests.test_builds import docker, engine  # noqa: F401 (a fixture)

#: What is mounted where, so that all that an application keeps is in a volume.
VOLUMES = {"named_user": "/srv/web", "env_folder": "/var/lib/notes", "django_sqlite": "/code"}


def fixed(app: App, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, dict[str, Any]]:
    """The context, its Dockerfile fixed, and the service as its fixed Compose file has it."""
    context = app.lay_out(folder)
    lines = ["services:", "  app:", "    build: ."]
    if path := VOLUMES.get(app.folder.name):
        lines += ["    volumes:", f"      - kept:{path}", "volumes:", "  kept:"]
    (context / "compose.yaml").write_text("\n".join(lines) + "\n")
    monkeypatch.chdir(context)
    made = plan(["."], Wanted(offline=True))
    for outcome in run(made.jobs, "write", 1, beside=made.beside):
        assert outcome.problem is None, outcome
    said = YAML(typ="safe", pure=True).load((context / "compose.yaml").read_bytes())
    return context, said["services"]["app"]


def flags(service: dict[str, Any]) -> list[str]:
    """What Compose tells the engine."""
    out = ["--read-only"] if service.get("read_only") else []
    for key, flag in (
        ("tmpfs", "--tmpfs"),
        ("cap_drop", "--cap-drop"),
        ("cap_add", "--cap-add"),
        ("security_opt", "--security-opt"),
    ):
        out += [word for value in service.get(key, []) for word in (flag, value)]
    for volume in service.get("volumes", []):
        out += ["--volume", volume.partition(":")[2]]
    return out


@pytest.mark.parametrize("name", sorted(APPS))
def test_what_is_written_to_stays_writable(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where an application writes, its own test says: a read-only root must leave that open."""
    app = APPS[name]
    _, service = fixed(app, tmp_path, monkeypatch)
    if not service.get("read_only"):
        return
    opened = [text.partition(":")[0] for text in service.get("tmpfs", [])]
    opened += [volume.partition(":")[2] for volume in service.get("volumes", [])]
    for path in app.volumes:
        assert any(within(path, at) for at in opened), path


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("fastapi_uvicorn", {"read_only", "tmpfs", "cap_drop", "security_opt"}),
        ("express_npm_ci", {"read_only", "tmpfs", "cap_drop", "security_opt"}),
        ("nginx_static", {"read_only", "tmpfs", "cap_drop", "security_opt"}),
        ("named_user", {"read_only", "tmpfs", "cap_drop", "security_opt"}),
        ("gunicorn_config", {"read_only", "tmpfs", "cap_drop", "security_opt"}),
        ("entrypoint_exec", {"cap_drop", "security_opt"}),
        ("entrypoint_gosu", {"security_opt"}),
        ("worker_heartbeat", {"read_only", "tmpfs", "cap_drop", "security_opt"}),
    ],
)
@pytest.mark.usefixtures("engine")
def test_an_application_answers_as_before(
    name: str,
    keys: set[str],
    images: Callable[[str], str],  # noqa: F811 (the fixture)
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = APPS[name]
    source = (app.folder / "Dockerfile").read_bytes()
    context, service = fixed(app, tmp_path, monkeypatch)
    assert service.keys() - {"build", "volumes"} == keys
    after = build(app, images("after"), (context / "Dockerfile").read_bytes(), context)
    before = build(app, images("before"), source, context)
    assert answer(app, after, *flags(service)) == answer(app, before)


@pytest.mark.usefixtures("engine")
def test_a_tmpfs_belongs_to_whom_it_is_given() -> None:
    """What `:uid=…,gid=…` says is what the engine does; without it the folder is root's."""
    options = ("--read-only", "--user", "10001:10001", "--network", "none", "--rm")
    image = ("debian:bookworm-slim", "sh", "-c", "touch /srv/x && stat -c %u:%g /srv/x")
    given = docker("run", *options, "--tmpfs", "/srv:uid=10001,gid=10001", *image)
    assert given.strip() == "10001:10001"
    with pytest.raises(AssertionError):
        docker("run", *options, "--tmpfs", "/srv", *image)
