"""The part of GitLab's REST API that the bot speaks. What a request may hold is checked.

The names and types of a merge request's values are those of GitLab's OpenAPI description
(doc/api/openapi/openapi_v2.yaml), which does not know discussions and notes; theirs are those of
https://docs.gitlab.com/api/discussions/ and https://docs.gitlab.com/api/notes/
"""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator

from tests.forge.server import Answer, Forge, Pull, Request, Route

PROJECT = r"/projects/([^/]+)"
_TEXT, _TEXTS = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
_NUMBER = {"type": "integer"}
_NUMBERS = {"type": "array", "items": _NUMBER}
_BOTH = {
    "title": _TEXT, "description": {"type": "string", "maxLength": 1_048_576},
    "target_branch": _TEXT, "assignee_ids": _NUMBERS, "reviewer_ids": _NUMBERS, "labels": _TEXTS,
    "add_labels": _TEXTS, "remove_labels": _TEXTS, "remove_source_branch": {"type": "boolean"},
    "squash": {"type": "boolean"},
}  # fmt: skip
_CREATE = {
    "properties": {**_BOTH, "source_branch": _TEXT},
    "required": ["title", "source_branch", "target_branch"],
}
_UPDATE = {"properties": {**_BOTH, "state_event": {"enum": ["close", "reopen"]}}}
_POSITION = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("base_sha", "start_sha", "head_sha", "old_path", "new_path"), _TEXT),
        "position_type": {"enum": ["text", "image", "file"]}, "new_line": _NUMBER,
        "old_line": _NUMBER,
    },
    "required": ["base_sha", "start_sha", "head_sha", "position_type"],
    "additionalProperties": False,
}  # fmt: skip
_DISCUSSION = {"properties": {"body": _TEXT, "position": _POSITION}, "required": ["body"]}
_NOTE = {"properties": {"body": _TEXT}, "required": ["body"]}


def _check(body: Any, schema: dict[str, Any]) -> None:
    rules = {"type": "object", "additionalProperties": False, **schema}
    for error in Draft202012Validator(rules).iter_errors(body):
        raise Answer(400, {"error": error.message})


def shown(world: Forge, name: str, pull: Pull) -> dict[str, Any]:
    sha = world.repositories[name].sha(pull.branch)
    base = world.repositories[name].sha(pull.base)
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
        "sha": sha,
        "diff_refs": {"base_sha": base, "start_sha": base, "head_sha": sha},
    }


def _list(world: Forge, request: Request, name: str) -> Any:
    state, branch = request.query.get("state", "all"), request.query.get("source_branch")
    found = [shown(world, name, pull) for pull in world.pulls[name]]
    return [
        each for each in found
        if state in ("all", each["state"]) and branch in (None, each["source_branch"])
    ]  # fmt: skip


def _create(world: Forge, request: Request, name: str) -> Any:
    said = request.body
    _check(said, _CREATE)
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
    _check(said, _UPDATE)
    pull = world.pulls[name][int(number) - 1]
    pull.title = said.get("title", pull.title)
    pull.body = said.get("description", pull.body)
    pull.labels += said.get("add_labels", [])
    if "state_event" in said:
        pull.state = {"close": "closed", "reopen": "open"}[said["state_event"]]
    return shown(world, name, pull)


def _users(world: Forge, request: Request) -> Any:
    name = request.query["username"]
    return [{"id": world.users[name], "username": name}] if name in world.users else []


def _discussions(world: Forge, request: Request, name: str, number: str) -> Any:
    pull = world.pulls[name][int(number) - 1]
    return [{"id": "1", "notes": [{"body": each["body"]}]} for each in pull.comments]


def _discuss(world: Forge, request: Request, name: str, number: str) -> Any:
    _check(request.body, _DISCUSSION)
    world.pulls[name][int(number) - 1].comments.append(request.body)
    return {"id": "1", "notes": []}


def _note(world: Forge, request: Request, name: str, number: str) -> Any:
    _check(request.body, _NOTE)
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
