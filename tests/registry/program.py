"""The registry program itself, on a port of its own and with a folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest


def program() -> str:
    """The program that serves the distribution protocol; a missing one fails where CI is set."""
    named = os.environ.get("FIXER_TEST_REGISTRY_PROGRAM")
    found = shutil.which(named or "docker-registry") or shutil.which("registry")
    if found is None:
        missing("no registry program: FIXER_TEST_REGISTRY_PROGRAM names none")
    return found


def running_registry() -> str:
    """The address of the registry that runs already; a missing one fails where CI is set."""
    named = os.environ.get("FIXER_TEST_REGISTRY")
    if not named:
        missing("no registry: FIXER_TEST_REGISTRY names none")
    return named


def missing(reason: str) -> NoReturn:
    """A skip, or a failure where CI is set."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def serve(
    folder: Path,
    auth: Mapping[str, Any] | None = None,
    tls: tuple[Path, Path] | None = None,
) -> Iterator[str]:
    """Run the program over the images in `folder`, for a `with` block. Yields its address."""
    found = program()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    http: dict[str, Any] = {"addr": address}
    if tls is not None:
        http["tls"] = {"certificate": str(tls[0]), "key": str(tls[1])}
    config = {
        "version": "0.1",
        "log": {"level": "error"},
        "storage": {"filesystem": {"rootdirectory": str(folder)}},
        "http": http,
        **({"auth": auth} if auth else {}),
    }
    path = folder.parent / f"registry-{address.rpartition(':')[2]}.yml"
    path.write_text(json.dumps(config))  # JSON is YAML
    log = path.with_suffix(".log")
    with log.open("wb") as output:
        process = subprocess.Popen([found, "serve", str(path)], stdout=output, stderr=output)
    try:
        _wait(address, process, log)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    host, _, port = address.rpartition(":")
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection((host, int(port)), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"the registry does not start: {log.read_text()[-2000:]}")
