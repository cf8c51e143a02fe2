"""Every request is one that GitLab, and Gitea and Forgejo, take, as their own APIs are described.

The forge of the tests holds each request and each answer against tests/forge/*.openapi.yaml: this
is so in all tests of the bot. Here is shown that nothing of a description goes untried, and that
what is not in it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.forge import gitea, gitlab
from tests.forge.description import described
from tests.forge.run import APT, NAME, Bot, serving
from tests.forge.server import TOKEN, Forge

PREFIXES = {"gitlab": "/api/v4", "gitea": "/api/v1"}
ROUTES = {"gitlab": gitlab.ROUTES, "gitea": gitea.ROUTES}


@pytest.fixture
def forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Forge]:
    with serving(tmp_path, monkeypatch) as made:
        yield made


@pytest.mark.parametrize("kind", ["gitlab", "gitea"])
def test_every_operation_is_tried(forge: Forge, kind: str) -> None:
    forge.create(NAME, {"Dockerfile": APT.format("jq")})
    forge.create("ann/tools", {"Dockerfile": APT.format("jq")})
    bot = Bot(forge, kind)
    dressed = (
        "--label",
        "docker",
        "--label",
        "fleet",
        "--reviewer",
        "ann,acme/web",
        "--assignee",
        "bob",
    )
    bot(*dressed, "--draft")
    bot.repository.commit({"api/Dockerfile": APT.format("tree")})
    bot.pulls[0].labels.clear()
    bot(*dressed)
    bot.repository.commit({"Dockerfile": "FROM scratch\n", "api/Dockerfile": None})
    bot()
    assert [each.state for each in bot.pulls] == ["closed"]
    bot.repository.git("branch", "topic", "main")
    bot.repository.commit({"Dockerfile": APT.format("jq") + "WORKDIR app\n"}, "topic")
    pull = forge.open_pull(NAME, "topic", "Mine", "")
    for _ in range(2):
        bot.run("review", forge.address(NAME), "--pr", str(pull.number))
    assert pull.comments
    for owner in ("acme", "ann"):
        bot.run("pr", "--org", owner)
    description = described(PREFIXES[kind])
    assert description is not None
    sent = {(each.method, each.raw.removeprefix(PREFIXES[kind])) for each in forge.requests}
    tried = {found.name for each in sent if (found := description.find(*each))}
    assert tried == {each.name for each in description.operations}
    assert len(ROUTES[kind]) == len(description.operations)


@pytest.mark.parametrize("kind", ["gitlab", "gitea"])
def test_all_pages_of_a_list_are_read(forge: Forge, kind: str) -> None:
    repository = forge.create(NAME, {"Dockerfile": APT.format("jq")})
    for number in range(4):
        repository.git("branch", f"topic-{number}", "main")
        forge.open_pull(NAME, f"topic-{number}", "Somebody's", "")
    bot = Bot(forge, kind)
    assert "opened" in bot()
    assert "unchanged" in bot()
    assert len(bot.pulls) == 5


MERGE = {"title": "x", "source_branch": "y", "target_branch": "main"}
PLACE = {"base_sha": "a", "start_sha": "b", "head_sha": "c", "position_type": "text"}
REQUESTS = "/projects/acme%2Fshop/merge_requests"
PULLS = "/repos/acme/shop/pulls"


@pytest.mark.parametrize(
    ("kind", "method", "path", "body", "why"),
    [
        ("gitlab", "GET", f"{REQUESTS}?stat=opened", None, "'stat' was unexpected"),
        ("gitlab", "GET", f"{REQUESTS}?state=open", None, "'open' is not one of"),
        ("gitlab", "GET", f"{REQUESTS}?page=one", None, "'one' is not of type 'integer'"),
        ("gitlab", "GET", f"{REQUESTS}?page=1&page=2", None, "twice"),
        ("gitlab", "GET", f"{REQUESTS}/one", None, "'one' is not of type 'integer'"),
        ("gitlab", "GET", "/projects/acme/shop/merge_requests", None, "no such operation"),
        ("gitlab", "GET", "/groups/acme/projects?archived=False", None, "not of type 'boolean'"),
        ("gitlab", "GET", REQUESTS, {"state": "opened"}, "takes no body"),
        ("gitlab", "POST", REQUESTS, None, "a body is missing"),
        ("gitlab", "POST", REQUESTS, {"title": "x", "source_branch": "y"}, "'target_branch' is a"),
        ("gitlab", "POST", REQUESTS, MERGE | {"label": ["x"]}, "'label' was unexpected"),
        ("gitlab", "POST", REQUESTS, MERGE | {"reviewer_ids": ["ann"]}, "not of type 'integer'"),
        ("gitlab", "PUT", f"{REQUESTS}/1", {"state_event": "closed"}, "'closed' is not one of"),
        ("gitlab", "PATCH", f"{REQUESTS}/1", {"title": "x"}, "no such operation"),
        (
            "gitlab", "POST", f"{REQUESTS}/1/discussions",
            {"body": "x", "position": PLACE | {"line": 3}}, "'line' was unexpected",
        ),
        ("gitea", "GET", f"{PULLS}?status=open", None, "'status' was unexpected"),
        ("gitea", "GET", f"{PULLS}?page=0", None, "less than the minimum"),
        ("gitea", "POST", PULLS, {"labels": ["docker"]}, "'docker' is not of type 'integer'"),
        ("gitea", "PUT", f"{PULLS}/1", {"title": "x"}, "no such operation"),
        ("gitea", "POST", f"{PULLS}/1/reviews", {"event": "COMMENTED"}, "is not one of"),
        ("gitea", "POST", f"{PULLS}/1/reviews", {"comments": [{"line": 3}]}, "'line' was"),
    ],
)  # fmt: skip
def test_what_is_not_described_is_refused(
    forge: Forge, kind: str, method: str, path: str, body: Any, why: str
) -> None:
    assert why in _refused(forge, kind, method, path, json=body)


def test_a_body_says_that_it_is_json(forge: Forge) -> None:
    assert "not told to be JSON" in _refused(forge, "gitlab", "POST", REQUESTS, data='{"a": 1}')


def test_the_forge_of_the_tests_answers_as_is_described(
    forge: Forge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def people(*_: Any) -> list[dict[str, Any]]:
        return [{"id": "7"}]

    monkeypatch.setitem(gitlab.ROUTES, ("GET", "/users"), people)
    told = _refused(forge, "gitlab", "GET", "/users?username=ann")
    assert "the answer to GET /users: $[0].id: '7' is not of type 'integer'" in told


def _refused(forge: Forge, kind: str, method: str, path: str, **more: Any) -> str:
    """Why a request got no answer of success."""
    answer = requests.request(
        method, f"{forge.url}{PREFIXES[kind]}{path}", timeout=20,
        headers={"Authorization": f"Bearer {TOKEN}", "PRIVATE-TOKEN": TOKEN}, **more,
    )  # fmt: skip
    assert answer.status_code == 422
    assert forge.wrong
    forge.wrong.clear()  # whatever stays there fails the test
    return str(answer.json()["message"])
