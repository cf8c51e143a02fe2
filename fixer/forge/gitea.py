"""Gitea and Forgejo, through their common API.

https://docs.gitea.com/api/ and https://codeberg.org/api/swagger
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fixer.forge.model import (
    ForgeError,
    Missing,
    Proposal,
    PullRequest,
    Refused,
    State,
    Suggestion,
    Unreachable,
)
from fixer.forge.patience import failed, limit, patient
from fixer.forge.secret import Secret

if TYPE_CHECKING:
    from requests import PreparedRequest

#: So many of a list are asked for at once; a server may give fewer.
_PAGE = 50
_PAGES = 200


class Gitea:
    """One repository."""

    body_limit = 65_536
    pull_reference = "refs/pull/{}/head"

    def __init__(self, api: str, path: str, secret: Secret) -> None:
        import requests

        self._secret = secret
        self._path = path
        self._base = api
        self._session = requests.Session()
        self._session.auth = self._authorized  # or a .netrc would take the token's place
        self._session.headers["User-Agent"] = "dockerfile-fixer"

    def _authorized(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"token {self._secret.token}"
        return request

    def open_pulls(self) -> list[PullRequest]:
        return self._own(self._all(f"{self._repository}/pulls", state="open"))

    def past_pulls(self, branch: str) -> list[PullRequest]:
        found = self._all(f"{self._repository}/pulls", state="closed", sort="recentupdate")
        return [each for each in self._own(found) if each.branch == branch]

    def pull(self, number: int) -> PullRequest:
        return _pull(self._ask("GET", f"{self._repository}/pulls/{number}"))

    def create(self, proposal: Proposal) -> tuple[PullRequest, list[str]]:
        missed: list[str] = []
        title = f"WIP: {proposal.title}" if proposal.draft else proposal.title
        asked: dict[str, Any] = {
            "base": proposal.base,
            "head": proposal.branch,
            "title": title,
            "body": proposal.body,
        }
        if labels := self._label_ids(proposal.labels, missed):
            asked["labels"] = labels
        if proposal.assignees:
            asked["assignees"] = list(proposal.assignees)
        made = self._ask("POST", f"{self._repository}/pulls", asked, again=False)
        if proposal.reviewers:
            people = [name for name in proposal.reviewers if "/" not in name]
            teams = [name.split("/")[-1] for name in proposal.reviewers if "/" in name]
            where = f"{self._repository}/pulls/{made['number']}/requested_reviewers"
            try:
                self._ask("POST", where, {"reviewers": people, "team_reviewers": teams})
            except Unreachable:
                raise
            except ForgeError as error:
                missed.append(f"reviewers: {error}")
        return _pull(made), missed

    def _label_ids(self, names: Sequence[str], missed: list[str]) -> list[int]:
        if not names:
            return []
        known = self._labels(self._repository)
        if not known.keys() >= set(names):
            owner = quote(self._path.partition("/")[0], safe="")
            # a person has none of his own, and a token may be for repositories alone
            with suppress(Missing, Refused):
                known = self._labels(f"/orgs/{owner}") | known
        missed += [f"{name}: no such label" for name in names if name not in known]
        return [known[name] for name in names if name in known]

    def _labels(self, of: str) -> dict[str, int]:
        return {each["name"]: each["id"] for each in self._all(f"{of}/labels")}

    def update(self, number: int, title: str, body: str) -> None:
        self._ask("PATCH", f"{self._repository}/pulls/{number}", {"title": title, "body": body})

    def add_labels(self, number: int, labels: Sequence[str]) -> None:
        known = self._label_ids(labels, [])
        if known:
            self._ask("POST", f"{self._repository}/issues/{number}/labels", {"labels": known})

    def close(self, number: int, body: str) -> None:
        asked = {"body": body, "state": "closed"}
        self._ask("PATCH", f"{self._repository}/pulls/{number}", asked)

    def comments(self, number: int) -> list[str]:
        reviews = self._all(f"{self._repository}/pulls/{number}/reviews")
        return [
            comment["body"]
            for each in reviews
            if each.get("comments_count")
            for comment in self._ask(
                "GET", f"{self._repository}/pulls/{number}/reviews/{each['id']}/comments"
            )
        ]

    def review(self, pull: PullRequest, text: str, suggestions: Sequence[Suggestion]) -> None:
        comments = [
            # neither of them applies suggestions: the lines are shown
            {"path": each.path, "body": each.fenced("dockerfile"), "new_position": each.last}
            for each in suggestions
        ]
        asked = {"body": text, "commit_id": pull.sha, "event": "COMMENT", "comments": comments}
        self._ask("POST", f"{self._repository}/pulls/{pull.number}/reviews", asked, again=False)

    def repositories(self, organisation: str) -> Iterable[str]:
        name = quote(organisation, safe="")
        try:
            found = self._all(f"/orgs/{name}/repos")
        except Missing:
            found = self._all(f"/users/{name}/repos")
        return [each["clone_url"] for each in found if not each["archived"] and not each["fork"]]

    @property
    def _repository(self) -> str:
        return f"/repos/{quote(self._path)}"

    def _own(self, found: Iterable[Any]) -> list[PullRequest]:
        """Those whose branch lies in the repository itself, and not in somebody's fork."""
        return [
            _pull(each)
            for each in found
            if each  # null is one that the forge itself could not read
            and ((each["head"].get("repo") or {}).get("full_name") or "").lower()
            == self._path.lower()
        ]

    def _all(self, path: str, **asked: str) -> list[Any]:
        out: list[Any] = []
        for page in range(1, _PAGES + 1):
            query = {"page": str(page), "limit": str(_PAGE), **asked}
            found = self._ask("GET", path, query=query)
            out += found
            if not found:
                break
        return out

    def _ask(
        self, method: str, path: str, body: Any = None, *, again: bool = True,
        query: dict[str, str] | None = None,
    ) -> Any:  # fmt: skip
        import requests

        def once() -> Any:
            try:
                answer = self._session.request(
                    method, self._base + path, params=query, json=body, timeout=30,
                    allow_redirects=False,
                )  # fmt: skip
                said = answer.json() if answer.content else None
            except requests.RequestException as error:
                raise Unreachable(f"no answer from the forge ({type(error).__name__})") from None
            if answer.status_code < 300:
                return said
            message = said.get("message", "") if isinstance(said, dict) else ""
            message = self._secret.hide(str(message))
            status = answer.status_code
            if 300 <= status < 400:
                raise Refused(f"the repository {self._path} has moved: name it by its new address")
            raise limit(status, answer.headers, message) or failed(status, message)

        return patient(once, again=again)


def _pull(found: Any) -> PullRequest:
    state: State = "merged" if found.get("merged") else found["state"]
    return PullRequest(
        found["number"], found["html_url"], found["head"]["ref"], found["base"]["ref"],
        found["title"], found.get("body") or "", state,
        tuple(label["name"] for label in found.get("labels") or ()), found["head"].get("sha") or "",
    )  # fmt: skip
