"""The part of GitHub's REST API that the bot speaks."""

from __future__ import annotations

from typing import Any

from tests.forge.server import Answer, Forge, Pull, Request, Route

REPO = r"/repos/([^/]+/[^/]+)"


def _repo(world: Forge, name: str) -> dict[str, Any]:
    owner, _, short = name.partition("/")
    return {
        "full_name": name, "name": short, "owner": {"login": owner}, "archived": False,
        "fork": False, "clone_url": world.address(name), "url": f"{world.url}/api/v3/repos/{name}",
    }  # fmt: skip


def shown(world: Forge, name: str, pull: Pull) -> dict[str, Any]:
    url = f"{world.url}/api/v3/repos/{name}"
    return {
        "number": pull.number,
        "url": f"{url}/pulls/{pull.number}",
        "issue_url": f"{url}/issues/{pull.number}",
        "html_url": f"{world.url}/{name}/pull/{pull.number}",
        "title": pull.title,
        "body": pull.body.replace("\n", "\r\n"),
        "state": pull.state,
        "merged_at": "2026-01-01T00:00:00Z" if pull.merged else None,
        "labels": [{"name": label} for label in pull.labels],
        "head": {
            "ref": pull.branch,
            "sha": world.repositories[name].sha(pull.branch),
            "repo": _repo(world, pull.head),
        },
        "base": {"ref": pull.base, "repo": _repo(world, name)},
    }


def _list(world: Forge, request: Request, name: str) -> Any:
    state, head = request.query.get("state", "open"), request.query.get("head", "")
    owner = name.partition("/")[0]
    return [
        shown(world, name, pull)
        for pull in world.pulls[name]
        if state in ("all", pull.state)
        and (not head or head == f"{owner}:{pull.branch}")
    ]  # fmt: skip


def _create(world: Forge, request: Request, name: str) -> Any:
    said = request.body
    if not world.repositories[name].sha(said["head"]):
        raise Answer(422, {"message": "Validation Failed", "errors": [{"field": "head"}]})
    heads = {(each.head, each.branch) for each in world.pulls[name] if each.state == "open"}
    if (name, said["head"]) in heads:
        reason = f"A pull request already exists for {said['head']}."
        raise Answer(422, {"message": "Validation Failed", "errors": [{"message": reason}]})
    if len(said["body"]) > 65_536:
        raise Answer(422, {"message": "body is too long"})
    pull = world.open_pull(
        name, said["head"], said["title"], said["body"], base=said["base"], draft=said["draft"]
    )
    return shown(world, name, pull)


def _edit(world: Forge, request: Request, name: str, number: str) -> Any:
    pull = world.pulls[name][int(number) - 1]
    for key in ("title", "body", "state"):
        if key in request.body:
            setattr(pull, key, request.body[key])
    return shown(world, name, pull)


def _get(world: Forge, request: Request, name: str, number: str) -> Any:
    if int(number) > len(world.pulls[name]):
        raise Answer(404, {"message": "Not Found"})
    return shown(world, name, world.pulls[name][int(number) - 1])


def _labels(world: Forge, request: Request, name: str, number: str) -> Any:
    said = request.body
    pull = world.pulls[name][int(number) - 1]
    pull.labels += said["labels"] if isinstance(said, dict) else said
    raise Answer(200, [{"name": label} for label in pull.labels])


def _assignees(world: Forge, request: Request, name: str, number: str) -> Any:
    world.pulls[name][int(number) - 1].assignees += request.body["assignees"]
    people = world.pulls[name][int(number) - 1].assignees
    return {"number": int(number), "assignees": [{"login": each} for each in people]}


def _reviewers(world: Forge, request: Request, name: str, number: str) -> Any:
    pull = world.pulls[name][int(number) - 1]
    people = request.body.get("reviewers", [])
    if unknown := [each for each in people if each not in world.users]:
        raise Answer(
            422, {"message": f"Reviews may only be requested from collaborators: {unknown}"}
        )
    pull.reviewers += people
    pull.teams += request.body.get("team_reviewers", [])
    return shown(world, name, pull)


def _comments(world: Forge, request: Request, name: str, number: str) -> Any:
    return [{"body": each["body"]} for each in world.pulls[name][int(number) - 1].comments]


def _review(world: Forge, request: Request, name: str, number: str) -> Any:
    pull = world.pulls[name][int(number) - 1]
    pull.comments += request.body["comments"]
    pull.reviews.append(request.body["body"])
    raise Answer(200, {"id": 1})


def _repos(world: Forge, request: Request, owner: str) -> Any:
    return [_repo(world, name) for name in world.repositories if name.startswith(f"{owner}/")]


ROUTES: dict[tuple[str, str], Route] = {
    ("GET", f"{REPO}/pulls"): _list,
    ("POST", f"{REPO}/pulls"): _create,
    ("GET", rf"{REPO}/pulls/(\d+)"): _get,
    ("PATCH", rf"{REPO}/pulls/(\d+)"): _edit,
    ("POST", rf"{REPO}/issues/(\d+)/labels"): _labels,
    ("POST", rf"{REPO}/issues/(\d+)/assignees"): _assignees,
    ("POST", rf"{REPO}/pulls/(\d+)/requested_reviewers"): _reviewers,
    ("GET", rf"{REPO}/pulls/(\d+)/comments"): _comments,
    ("POST", rf"{REPO}/pulls/(\d+)/reviews"): _review,
    ("GET", r"/orgs/([^/]+)"): lambda world, request, owner: {
        "login": owner, "url": f"{world.url}/api/v3/orgs/{owner}",
        "repos_url": f"{world.url}/api/v3/orgs/{owner}/repos",
    },
    ("GET", r"/orgs/([^/]+)/repos"): _repos,
}  # fmt: skip
