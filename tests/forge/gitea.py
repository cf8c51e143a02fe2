"""The part of Gitea's and Forgejo's API that the bot speaks. What it takes and answers is described
in gitea.openapi.yaml."""

from __future__ import annotations

from typing import Any

from tests.forge.server import Answer, Forge, Pull, Request, Route

REPO = r"/repos/([^/]+/[^/]+)"


def shown(world: Forge, name: str, pull: Pull) -> dict[str, Any]:
    return {
        "number": pull.number,
        "html_url": f"{world.url}/{name}/pulls/{pull.number}",
        "title": pull.title,
        "body": pull.body,
        "state": pull.state,
        "merged": pull.merged,
        "labels": [{"name": label} for label in pull.labels],
        "head": {
            "ref": pull.branch,
            "sha": world.repositories[name].sha(pull.branch),
            "repo": {"full_name": pull.head},
        },
        "base": {"ref": pull.base},
    }


def _list(world: Forge, request: Request, name: str) -> Any:
    page, state = int(request.query["page"]), request.query["state"]
    found = [
        None if each.number in world.unread else shown(world, name, each)
        for each in world.pulls[name]
        if each.state == state
    ]
    return found[(page - 1) * 2 : page * 2]  # a server may give fewer than were asked for


def _create(world: Forge, request: Request, name: str) -> Any:
    said = request.body
    if any(each.branch == said["head"] and each.state == "open" for each in world.pulls[name]):
        raise Answer(409, {"message": "pull request already exists for these targets"})
    pull = world.open_pull(
        name, said["head"], said["title"], said["body"], base=said["base"],
        labels=_named(world, said.get("labels", [])),
        assignees=said.get("assignees", []),
    )  # fmt: skip
    return shown(world, name, pull)


def _get(world: Forge, request: Request, name: str, number: str) -> Any:
    return shown(world, name, world.pulls[name][int(number) - 1])


def _edit(world: Forge, request: Request, name: str, number: str) -> Any:
    pull = world.pulls[name][int(number) - 1]
    for key, value in request.body.items():
        setattr(pull, key, value)
    raise Answer(201, shown(world, name, pull))


def _reviewers(world: Forge, request: Request, name: str, number: str) -> Any:
    pull = world.pulls[name][int(number) - 1]
    pull.reviewers += request.body["reviewers"]
    pull.teams += request.body["team_reviewers"]
    return []


def _review(world: Forge, request: Request, name: str, number: str) -> Any:
    pull = world.pulls[name][int(number) - 1]
    pull.comments += request.body["comments"]
    pull.reviews.append(request.body["body"])
    raise Answer(200, {"id": len(pull.reviews), "comments_count": len(request.body["comments"])})


def _reviews(world: Forge, request: Request, name: str, number: str) -> Any:
    pull = world.pulls[name][int(number) - 1]
    first = request.query["page"] == "1"
    return [{"id": 1, "comments_count": len(pull.comments)}] if first and pull.comments else []


def _comments(world: Forge, request: Request, name: str, number: str, review: str) -> Any:
    return [{"body": each["body"]} for each in world.pulls[name][int(number) - 1].comments]


def _labels(world: Forge, request: Request, name: str) -> Any:
    first = request.query["page"] == "1"
    return [{"id": n, "name": each} for n, each in enumerate(world.labels)] if first else []


def _owned_labels(world: Forge, request: Request, owner: str) -> Any:
    if owner in world.users:
        raise Answer(404, {"message": "The target couldn't be found."})
    found = enumerate(world.owned_labels, start=len(world.labels))
    return [{"id": n, "name": each} for n, each in found] if request.query["page"] == "1" else []


def _named(world: Forge, numbers: list[int]) -> list[str]:
    return [[*world.labels, *world.owned_labels][number] for number in numbers]


def _add_labels(world: Forge, request: Request, name: str, number: str) -> Any:
    pull = world.pulls[name][int(number) - 1]
    pull.labels += _named(world, request.body["labels"])
    raise Answer(200, [])


def _of_an_organisation(world: Forge, request: Request, owner: str) -> Any:
    if owner in world.users:
        raise Answer(404, {"message": "The target couldn't be found."})
    return _repos(world, request, owner)


def _repos(world: Forge, request: Request, owner: str) -> Any:
    found = [name for name in world.repositories if name.startswith(f"{owner}/")]
    return [
        {"clone_url": world.address(name), "archived": False, "fork": False}
        for name in (found if request.query["page"] == "1" else [])
    ]


ROUTES: dict[tuple[str, str], Route] = {
    ("GET", f"{REPO}/pulls"): _list,
    ("POST", f"{REPO}/pulls"): _create,
    ("GET", rf"{REPO}/pulls/(\d+)"): _get,
    ("PATCH", rf"{REPO}/pulls/(\d+)"): _edit,
    ("POST", rf"{REPO}/pulls/(\d+)/requested_reviewers"): _reviewers,
    ("GET", rf"{REPO}/pulls/(\d+)/reviews"): _reviews,
    ("POST", rf"{REPO}/pulls/(\d+)/reviews"): _review,
    ("GET", rf"{REPO}/pulls/(\d+)/reviews/(\d+)/comments"): _comments,
    ("GET", f"{REPO}/labels"): _labels,
    ("POST", rf"{REPO}/issues/(\d+)/labels"): _add_labels,
    ("GET", r"/orgs/([^/]+)/labels"): _owned_labels,
    ("GET", r"/orgs/([^/]+)/repos"): _of_an_organisation,
    ("GET", r"/users/([^/]+)/repos"): _repos,
}
