"""The part of GitLab's REST API that the bot speaks. What it takes and answers is described in
gitlab.openapi.yaml."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from tests.forge.server import Answer, Forge, Pull, Request, Route

PROJECT = r"/projects/([^/]+)"


def _basic(world: Forge, name: str, pull: Pull) -> dict[str, Any]:
    """A merge request in a list."""
    return {
        "iid": pull.number,
        "web_url": f"{world.url}/{name}/-/merge_requests/{pull.number}",
        "source_branch": pull.branch,
        "target_branch": pull.base,
        "source_project_id": 1 if pull.head == name else 2,
        "target_project_id": 1,
        "title": pull.title,
        "description": pull.body,
        "state": "merged" if pull.merged else {"open": "opened"}.get(pull.state, pull.state),
        "labels": pull.labels,
        "sha": world.repositories[name].sha(pull.branch),
    }


def shown(world: Forge, name: str, pull: Pull) -> dict[str, Any]:
    """A merge request alone."""
    sha, base = (world.repositories[name].sha(each) for each in (pull.branch, pull.base))
    refs = {"base_sha": base, "start_sha": base, "head_sha": sha}
    return {**_basic(world, name, pull), "diff_refs": refs if pull.prepared else None}


def _list(world: Forge, request: Request, name: str) -> Any:
    state, branch = request.query.get("state", "all"), request.query.get("source_branch")
    found = [
        each for each in (_basic(world, name, pull) for pull in world.pulls[name])
        if state in ("all", each["state"]) and branch in (None, each["source_branch"])
    ]  # fmt: skip
    page = int(request.query.get("page", 1))
    headers = {}
    if found[page * 2 :]:
        query = urlencode({**request.query, "page": page + 1})
        path = f"/api/v4/projects/{quote(name, safe='')}/merge_requests"
        headers["Link"] = f'<{world.url}{path}?{query}>; rel="next"'
    # a server may give fewer than were asked for
    raise Answer(200, found[(page - 1) * 2 : page * 2], headers)


def _create(world: Forge, request: Request, name: str) -> Any:
    said = request.body
    if any(
        each.branch == said["source_branch"] and each.state == "open" for each in world.pulls[name]
    ):
        reason = "Another open merge request already exists for this source branch: !1"
        raise Answer(409, {"message": [reason]})
    numbers = {number: user for user, number in world.users.items()}
    pull = world.open_pull(
        name, said["source_branch"], said["title"], said["description"],
        base=said["target_branch"], labels=said.get("labels", []),
        reviewers=[numbers[each] for each in said.get("reviewer_ids", [])],
        assignees=[numbers[each] for each in said.get("assignee_ids", [])],
    )  # fmt: skip
    return shown(world, name, pull)


def _get(world: Forge, request: Request, name: str, number: str) -> Any:
    return shown(world, name, world.pulls[name][int(number) - 1])


def _edit(world: Forge, request: Request, name: str, number: str) -> Any:
    said = request.body
    pull = world.pulls[name][int(number) - 1]
    pull.title = said.get("title", pull.title)
    pull.body = said.get("description", pull.body)
    pull.labels += said.get("add_labels", [])
    if "state_event" in said:
        pull.state = {"close": "closed", "reopen": "open"}[said["state_event"]]
    return shown(world, name, pull)


def _users(world: Forge, request: Request) -> Any:
    name = request.query["username"]
    return [{"id": world.users[name]}] if name in world.users else []


def _discussions(world: Forge, request: Request, name: str, number: str) -> Any:
    pull = world.pulls[name][int(number) - 1]
    return [{"id": "1", "notes": [{"id": 1, "body": each["body"]}]} for each in pull.comments]


def _discuss(world: Forge, request: Request, name: str, number: str) -> Any:
    world.pulls[name][int(number) - 1].comments.append(request.body)
    return {"id": "1", "notes": []}


def _note(world: Forge, request: Request, name: str, number: str) -> Any:
    world.pulls[name][int(number) - 1].reviews.append(request.body["body"])
    return {"id": 1, "body": request.body["body"]}


def _projects(world: Forge, request: Request, group: str) -> Any:
    return [
        {"id": 1, "http_url_to_repo": world.address(name)}
        for name in world.repositories
        if name.startswith(f"{group}/")
    ]


ROUTES: dict[tuple[str, str], Route] = {
    ("GET", f"{PROJECT}/merge_requests"): _list,
    ("POST", f"{PROJECT}/merge_requests"): _create,
    ("GET", rf"{PROJECT}/merge_requests/(\d+)"): _get,
    ("PUT", rf"{PROJECT}/merge_requests/(\d+)"): _edit,
    ("GET", rf"{PROJECT}/merge_requests/(\d+)/discussions"): _discussions,
    ("POST", rf"{PROJECT}/merge_requests/(\d+)/discussions"): _discuss,
    ("POST", rf"{PROJECT}/merge_requests/(\d+)/notes"): _note,
    ("GET", "/users"): _users,
    ("GET", r"/groups/([^/]+)/projects"): _projects,
}
