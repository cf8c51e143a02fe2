"""`fix review`: suggestions on the lines that a pull request changes, and on no others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forge.run import APT, NAME, Bot, serving
from tests.forge.server import Forge, Pull

OLD = "FROM debian:12\nRUN apt-get update && apt-get install -y jq\nUSER 1000\n"
NEW = (
    "FROM debian:12\nRUN apt-get update && apt-get install -y jq\n"
    "RUN apt-get update && apt-get install -y tree && rm -rf /var/lib/apt/lists/*\n"
    "USER 1000\n"
)


@pytest.fixture
def forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Forge]:
    with serving(tmp_path, monkeypatch) as made:
        yield made


def _pull(forge: Forge) -> Pull:
    repository = forge.create(NAME, {"Dockerfile": OLD, "old/Dockerfile": APT.format("jq")})
    repository.git("branch", "topic", "main")
    repository.commit({"README": "main moves on\n"})
    repository.commit({"Dockerfile": NEW}, "topic")
    return forge.open_pull(NAME, "topic", "More", "")


@pytest.mark.parametrize("kind", ["github", "gitlab", "gitea"])
def test_only_changed_lines_get_a_suggestion(forge: Forge, kind: str) -> None:
    pull = _pull(forge)
    bot = Bot(forge, kind)
    told = bot.run("review", forge.address(NAME), "--pr", "1").output
    assert "1 suggestion made, 0 there already, 2 edits on other lines" in told
    (comment,) = pull.comments
    new = "RUN apt-get update && apt-get install -y --no-install-recommends tree && rm -rf /var/lib"
    assert new in comment["body"]
    assert "no&#95;install&#95;recommends: " in comment["body"]
    sha = forge.repositories[NAME].sha("topic")
    if kind == "github":
        assert (comment["path"], comment["line"], comment["side"]) == ("Dockerfile", 3, "RIGHT")
        assert "\n```suggestion\nRUN" in comment["body"]
        (sent,) = forge.asked("POST", "/pulls/1/reviews")
        assert (sent.body["commit_id"], sent.body["event"]) == (sha, "COMMENT")
    elif kind == "gitlab":
        place = comment["position"]
        assert (place["new_path"], place["new_line"], place["head_sha"]) == ("Dockerfile", 3, sha)
        assert "\n```suggestion:-0+0\nRUN" in comment["body"]
    else:
        assert (comment["path"], comment["new_position"]) == ("Dockerfile", 3)
    # the next review says nothing twice
    again = bot.run("review", forge.address(NAME), "--pr", "1").output
    assert "0 suggestions made, 1 there already" in again
    assert len(pull.comments) == 1
    assert len(pull.reviews) == 1
    # and pushes nothing
    assert forge.repositories[NAME].branches == ["main", "topic"]


def test_what_gitlab_still_prepares_is_reviewed_later(forge: Forge) -> None:
    """For a moment, a new merge request has no commits that a comment could name."""
    pull = _pull(forge)
    pull.prepared = False
    bot = Bot(forge, "gitlab")
    told = bot.run("review", forge.address(NAME), "--pr", "1", exit_code=2).stderr
    assert "still prepares the merge request: review it again" in told
    assert pull.comments == []
    pull.prepared = True
    assert "1 suggestion made" in bot.run("review", forge.address(NAME), "--pr", "1").output


def test_several_lines_are_one_suggestion(forge: Forge) -> None:
    repository = forge.create(NAME, {"README": "x\n"})
    repository.git("branch", "topic", "main")
    run = "RUN apt-get update && \\\n    apt-get install -y jq && \\\n    echo done\nUSER 1000\n"
    repository.commit({"Dockerfile": f"FROM debian:12\n{run}"}, "topic")
    pull = forge.open_pull(NAME, "topic", "New", "")
    Bot(forge).run("review", forge.address(NAME), "--pr", "1")
    places = [(each.get("start_line"), each["line"]) for each in pull.comments]
    text = forge.repositories[NAME].read("topic", "Dockerfile").splitlines(keepends=True)
    for each in reversed(pull.comments):
        body = each["body"].partition("```suggestion\n")[2].removesuffix("```")
        text[each.get("start_line", each["line"]) - 1 : each["line"]] = [body]
    # Taken all together they are what `fix` itself would write.
    from fixer import fix_text

    whole = "".join(text)
    assert "--no-install-recommends" in whole
    assert not fix_text(whole).changes
    assert places


def test_lines_of_an_instruction_that_are_not_changed_get_none(forge: Forge) -> None:
    old = "FROM debian:12\nRUN apt-get update && apt-get install -y jq \\\n    less\nUSER 1000\n"
    repository = forge.create(NAME, {"Dockerfile": old})
    repository.git("branch", "topic", "main")
    repository.commit({"Dockerfile": old.replace("less", "tree")}, "topic")
    pull = forge.open_pull(NAME, "topic", "Other", "")
    Bot(forge).run("review", forge.address(NAME), "--pr", "1")
    assert {each["line"] for each in pull.comments} <= {3}
    assert not any("--no-install-recommends" in each["body"] for each in pull.comments)


def test_a_dry_run_comments_on_nothing(forge: Forge) -> None:
    pull = _pull(forge)
    told = Bot(forge).run("review", forge.address(NAME), "--pr", "1", "--dry-run").output
    assert "Dockerfile:3-3\nRUN apt-get update" in told
    assert "1 suggestion would be made" in told
    assert pull.comments == []


def test_the_review_as_json(forge: Forge) -> None:
    _pull(forge)
    said = ("review", forge.address(NAME), "--pr", "1", "--format", "json")
    made = json.loads(Bot(forge).run(*said).output)
    assert [(each["path"], each["first"]) for each in made["suggestions"]] == [("Dockerfile", 3)]


def test_what_is_closed_or_not_there_is_not_reviewed(forge: Forge) -> None:
    pull = _pull(forge)
    pull.state = "closed"
    bot = Bot(forge)
    assert "is closed" in bot.run("review", forge.address(NAME), "--pr", "1", exit_code=2).stderr
    assert "not there" in bot.run("review", forge.address(NAME), "--pr", "9", exit_code=2).stderr
