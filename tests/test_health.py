"""Health checks, run by a real engine: healthy where the application answers, not where it is not.

The applications are build contexts: those of `health/`, and some of `apps/`. Each is fixed with all
transforms, built, and run with no network and a proxy in its environment, once as the image is made
and once locked down: with a read-only root, no capability and a user that is not root.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fixer import Safety, fix_text
from tests.test_builds import docker, engine  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("engine")

HERE = Path(__file__).parent
#: How long a container may take to become healthy, or not, in seconds.
PATIENCE = 45.0
#: The folder, what the check must hold, and whether it runs locked down.
APPS = {
    "apps/busybox_httpd": ("/dev/tcp/127.0.0.1/8080", True),
    "apps/flask_pip": ("'GET', '/'", True),
    "apps/aiohttp_api": ("'GET', '/'", True),
    "apps/express_npm_ci": ("path: '/'", True),
    "apps/flask_apt": ("/dev/tcp/127.0.0.1/${FLASK_RUN_PORT:-5000}", True),
    "apps/nginx_static": ("/dev/tcp/127.0.0.1/8081", False),
    "health/fastapi_health": ("'GET', '/healthz'", True),
    "health/django_hosts": ("socket.create_connection", True),
    "health/django_open": ("'GET', '/health/'", True),
    "health/flask_gunicorn": ("'GET', '/ping'", True),
    "health/http_server": ("socket.create_connection", True),
    "health/node_http": ("path: '/healthz'", True),
    "health/port_env": ("os.environ.get('PORT') or 8000", True),
}
#: A start period of 0 would be that of the image.
QUICK = ("--health-interval", "1s", "--health-start-period", "1ms")
LOCKED = (
    *("--read-only", "--tmpfs", "/tmp", "--user", "10001:10001"),
    *("--cap-drop", "ALL", "--security-opt", "no-new-privileges"),
)
#: Nothing answers there; a check that asks it is not well.
PROXY = ("-e", "http_proxy=http://192.0.2.1:9", "-e", "HTTP_PROXY=http://192.0.2.1:9")


@pytest.mark.parametrize("name", sorted(APPS))
def test_it_is_healthy_where_the_application_answers(name: str, tmp_path: Path) -> None:
    wanted, locked = APPS[name]
    with built(HERE / name, tmp_path) as image:
        assert wanted in " ".join(check(image)) or wanted in json.dumps(check(image))
        assert becomes(image) == "healthy"
        if locked:
            assert becomes(image, *LOCKED) == "healthy"


@pytest.mark.parametrize("name", ["health/node_http", "health/flask_gunicorn", "health/port_env"])
def test_the_port_is_that_of_the_environment(name: str, tmp_path: Path) -> None:
    with built(HERE / name, tmp_path) as image:
        assert becomes(image, "-e", "PORT=9123") == "healthy"


@pytest.mark.parametrize(
    "name",
    ["health/node_http", "health/fastapi_health", "health/http_server", "apps/busybox_httpd"],
)
def test_it_is_not_healthy_where_nothing_answers(name: str, tmp_path: Path) -> None:
    with built(HERE / name, tmp_path) as image:
        assert becomes(image, "--entrypoint", "sleep", command=("60",)) == "unhealthy"


def test_a_port_that_only_expose_names_is_asked_on_request(tmp_path: Path) -> None:
    with built(HERE / "health/alpine_listener", tmp_path, Safety.UNSAFE) as image:
        assert check(image)[1] == "nc"
        assert becomes(image, *LOCKED) == "healthy"
        assert becomes(image, command=("sleep", "60")) == "unhealthy"


@contextmanager
def built(folder: Path, tmp_path: Path, safety: Safety = Safety.HARDENING) -> Iterator[str]:
    """The name of an image that is made of a fixed application, and is removed in the end."""
    context = tmp_path / "context"
    shutil.copytree(folder, context, ignore=shutil.ignore_patterns("app.toml"))
    source = (context / "Dockerfile").read_bytes()
    result = fix_text(source, context=context, offline=True, safety=safety)
    assert result.problem is None
    assert b"HEALTHCHECK" in result.after, result.skips
    name = f"fixer-test-{uuid.uuid4().hex[:12]}"
    try:
        docker(
            *("build", "--network", "host", "-q", "-t", name, "-f", "-", str(context)),
            source=result.after,
        )
        yield name
    finally:
        subprocess.run(["docker", "rmi", "-f", name], capture_output=True)


def check(image: str) -> list[str]:
    return list(
        json.loads(docker("inspect", "--format", "{{json .Config.Healthcheck.Test}}", image))
    )


def becomes(image: str, *flags: str, command: tuple[str, ...] = ()) -> str:
    """What the engine says of the health of a container, once it says so."""
    name = f"fixer-test-{uuid.uuid4().hex[:12]}"
    try:
        docker(
            *("run", "-d", "--network", "none", "--name", name, *QUICK, *PROXY, *flags),
            *(image, *command),
        )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            state = json.loads(docker("inspect", "--format", "{{json .State}}", name))
            assert state["Status"] == "running", docker("logs", name)
            if state["Health"]["Status"] != "starting":
                break
            time.sleep(0.2)
        return str(state["Health"]["Status"])
    finally:
        subprocess.run(["docker", "rm", "-f", "-v", name], capture_output=True)
