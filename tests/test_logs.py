"""Logs of servers, run by a real engine: what they log is the container's output."""

from __future__ import annotations

import shutil
import subprocess
import time
import uuid
from pathlib import Path

import pytest

from fixer import fix_text
from tests.test_builds import docker, engine  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("engine")

HERE = Path(__file__).parent
#: How long a server may take to answer, in seconds.
PATIENCE = 30.0
ASK = "exec 3<>/dev/tcp/127.0.0.1/80 && printf 'GET /asked HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3"


@pytest.mark.parametrize(
    ("app", "own_user"),
    [("apps/nginx_debian", True), ("health/apache_debian", False)],
)
def test_requests_are_in_the_output(app: str, own_user: bool, tmp_path: Path) -> None:
    context = tmp_path / "context"
    shutil.copytree(HERE / app, context, ignore=shutil.ignore_patterns("app.toml"))
    source = (context / "Dockerfile").read_bytes()
    result = fix_text(source, context=context, offline=True)
    assert result.problem is None
    assert (b"10001" in result.after) is own_user
    name = f"fixer-test-{uuid.uuid4().hex[:12]}"
    try:
        docker(
            *("build", "--network", "host", "-q", "-t", name, "-f", "-", str(context)),
            source=result.after,
        )
        docker("run", "-d", "--network", "none", "--name", name, name)
        until_answered(name)
        assert "GET /asked HTTP/1.0" in docker("logs", name)
    finally:
        subprocess.run(["docker", "rm", "-f", "-v", name], capture_output=True)
        subprocess.run(["docker", "rmi", "-f", name], capture_output=True)


def until_answered(name: str) -> None:
    end = time.monotonic() + PATIENCE
    while subprocess.run(
        ["docker", "exec", name, "bash", "-c", ASK], capture_output=True
    ).returncode:
        assert time.monotonic() < end, subprocess.run(["docker", "logs", name], capture_output=True)
        time.sleep(0.3)
