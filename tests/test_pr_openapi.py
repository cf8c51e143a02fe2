"""Every request is one that GitHub takes: Prism holds each against GitHub's own description.

It runs what `npm install --prefix FOLDER @stoplight/prism-cli @octokit/openapi` installs. FOLDER is
FIXER_OPENAPI, or the folder `dockerfile-fixer-tests` in the user's cache.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import platformdirs
import pytest
import requests

from tests.forge.github import ROUTES
from tests.forge.run import APT, NAME, Bot, serving
from tests.forge.server import Forge, Request

_CACHE = platformdirs.user_cache_dir("dockerfile-fixer-tests")
_FOLDER = Path(os.environ.get("FIXER_OPENAPI") or _CACHE)
_PRISM = _FOLDER / "node_modules/@stoplight/prism-cli/dist/index.js"
_TEXTS = _FOLDER / "node_modules/@octokit/openapi/generated"


def _reduced(description: dict[str, Any]) -> dict[str, Any]:
    """The description of the paths that the forge of the tests knows: whole, it takes a minute."""
    tests = [re.compile(pattern.replace(r"(\d+)", r"\{[^/]+\}").replace("([^/]+/[^/]+)",
             r"\{owner\}/\{repo\}").replace("([^/]+)", r"\{[^/]+\}"))
             for _, pattern in ROUTES]  # fmt: skip
    paths = {
        path: value
        for path, value in description["paths"].items()
        if any(test.fullmatch(path) for test in tests)
    }
    kept: dict[str, dict[str, Any]] = {}
    todo: list[Any] = [paths]
    while todo:
        for group, name in re.findall(r'"#/components/([^/"]+)/([^"]+)"', json.dumps(todo.pop())):
            if name not in kept.setdefault(group, {}):
                kept[group][name] = description["components"][group][name]
                todo.append(kept[group][name])
    top = {key: description[key] for key in ("openapi", "info")}
    return {**top, "paths": paths, "components": kept}


@pytest.fixture(scope="module", params=["api.github.com", "ghes-3.19"])
def prism(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[str]:
    """The address of a server that takes what the description allows."""
    text = _TEXTS / f"{request.param}.json"
    if not _PRISM.exists() or not text.exists() or not shutil.which("node"):
        reason = f"node, @stoplight/prism-cli and @octokit/openapi are not there: see {__file__}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    place = tmp_path_factory.mktemp("openapi") / "github.json"
    place.write_text(json.dumps(_reduced(json.loads(text.read_text()))))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["node", str(_PRISM), "mock", "-h", "127.0.0.1", "-p", str(port)]
    log = place.with_name("log")
    with log.open("wb") as stream:
        process = subprocess.Popen([*command, str(place)], stdout=stream, stderr=stream)
        try:
            for _ in range(300):
                with socket.socket() as each:
                    if each.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert process.poll() is None, log.read_text()
                time.sleep(0.1)
            else:
                pytest.fail(f"Prism does not start: {log.read_text()}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def _enforced(prism: str, request: Request) -> str:
    """What is wrong with a request; nothing where the description allows it."""
    path = request.path.removeprefix("/api/v3")
    query = f"?{urlencode(request.query)}" if request.query else ""
    answer = requests.request(
        request.method, f"{prism}{path}{query}", json=request.body, timeout=20,
        headers={"Accept": "application/json"},
    )  # fmt: skip
    # The examples that Prism answers with are GitHub's own, and some of them break its own rules.
    told = json.loads(answer.headers.get("sl-violations", "[]"))
    wrong = [each for each in told if each["location"][0] == "request"]
    if answer.status_code < 400 and not wrong:
        return ""
    return f"{request.method} {path}: {answer.status_code} {wrong or answer.text[:500]}"


@pytest.fixture
def forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prism: str) -> Iterator[Forge]:
    with serving(tmp_path, monkeypatch) as made:
        made.enforce = lambda request: _enforced(prism, request)
        yield made


def test_every_request_is_in_the_description(forge: Forge) -> None:
    forge.create(NAME, {"Dockerfile": APT.format("jq")})
    bot = Bot(forge)
    dressed = ("--label", "docker", "--reviewer", "ann,acme/web", "--assignee", "bob")
    bot(*dressed, "--draft")
    bot.repository.commit({"api/Dockerfile": APT.format("tree")})
    bot.pulls[0].labels.clear()
    bot(*dressed)
    bot.pulls[0].state = "closed"
    bot()
    bot("--recreate")
    bot.repository.commit({"Dockerfile": "FROM scratch\n", "api/Dockerfile": None})
    bot()
    bot.repository.git("branch", "topic", "main")
    bot.repository.commit({"Dockerfile": APT.format("jq") + "WORKDIR app\n"}, "topic")
    pull = forge.open_pull(NAME, "topic", "Mine", "")
    bot.run("review", forge.address(NAME), "--pr", str(pull.number))
    bot.run("review", forge.address(NAME), "--pr", str(pull.number))
    assert pull.comments
    bot.run("pr", "--org", "acme")
    assert forge.wrong == []
    # All that the forge of the other tests takes was held against the description here.
    for method, pattern in ROUTES:
        if pattern != r"/orgs/([^/]+)":
            assert forge.asked(method, f"^/api/v3{pattern}$"), pattern


def test_what_is_not_in_the_description_is_refused(prism: str) -> None:
    wrong = Request("POST", "/api/v3/repos/a/b/pulls", {}, {"head": "x", "base": 3}, {})
    assert "base" in _enforced(prism, wrong)
    assert "404" in _enforced(prism, Request("GET", "/api/v3/repos/a/b/nothing", {}, None, {}))
