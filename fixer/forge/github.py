"""GitHub and GitHub Enterprise, through PyGithub.

https://docs.github.com/en/rest/pulls
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from fixer.forge.model import (
    ForgeError,
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
    from github import GithubException

T = TypeVar("T")


class GitHub:
    """One repository."""

    body_limit = 65_536
    pull_reference = "refs/pull/{}/head"

    def __init__(self, api: str, path: str, secret: Secret) -> None:
        from github import Auth, Github

        self._secret = secret
        self._path = path
        self._owner = path.split("/")[0]
        self._api = Github(
            base_url=api, auth=Auth.Token(secret.token), retry=None, timeout=30, per_page=100,
            seconds_between_requests=None, seconds_between_writes=1.0,
            user_agent="dockerfile-fixer", lazy=True,
        )  # fmt: skip
        self._repository = self._api.get_repo(path)

    def open_pulls(self) -> list[PullRequest]:
        return self._ask(lambda: self._own(self._repository.get_pulls(state="open")))

    def past_pulls(self, branch: str) -> list[PullRequest]:
        head = f"{self._owner}:{branch}"
        return self._ask(lambda: self._own(self._repository.get_pulls(state="closed", head=head)))

    def pull(self, number: int) -> PullRequest:
        return self._ask(lambda: _pull(self._repository.get_pull(number)))

    def create(self, proposal: Proposal) -> tuple[PullRequest, list[str]]:
        made = self._ask(
            lambda: self._repository.create_pull(
                base=proposal.base, head=proposal.branch, title=proposal.title,
                body=proposal.body, draft=proposal.draft, maintainer_can_modify=False,
            ),
            again=False,
        )  # fmt: skip
        missed: list[str] = []
        if proposal.labels:
            self._try(missed, lambda: self._label(made.number, proposal.labels), "labels")
        if proposal.assignees:
            self._try(missed, lambda: made.add_to_assignees(*proposal.assignees), "assignees")
        self._ask_reviewers(made, proposal.reviewers, missed)
        return _pull(made), missed

    def _ask_reviewers(self, made: Any, names: Sequence[str], missed: list[str]) -> None:
        """All at once; where one of them cannot be asked, one by one."""
        people = [name for name in names if "/" not in name]
        teams = [name.split("/")[-1] for name in names if "/" in name]
        if not names:
            return
        try:
            self._ask(lambda: made.create_review_request(reviewers=people, team_reviewers=teams))
        except Refused:
            for each in people:
                self._try(
                    missed, lambda: made.create_review_request(reviewers=[each]), each  # noqa: B023
                )  # fmt: skip
            for each in teams:
                self._try(
                    missed,
                    lambda: made.create_review_request(team_reviewers=[each]),  # noqa: B023
                    each,
                )

    def _try(self, missed: list[str], call: Callable[[], object], what: str) -> None:
        try:
            self._ask(call)
        except Unreachable:
            raise
        except ForgeError as error:
            missed.append(f"{what}: {error}")

    def update(self, number: int, title: str, body: str) -> None:
        self._ask(lambda: self._lazy(number).edit(title=title, body=body))

    def add_labels(self, number: int, labels: Sequence[str]) -> None:
        self._ask(lambda: self._label(number, labels))

    def _label(self, number: int, labels: Sequence[str]) -> None:
        # PyGithub sends a bare list, which GitHub's own description does not know.
        self._repository.requester.requestJsonAndCheck(
            "POST", f"/repos/{self._path}/issues/{number}/labels", input={"labels": list(labels)}
        )

    def close(self, number: int, body: str) -> None:
        self._ask(lambda: self._lazy(number).edit(body=body, state="closed"))

    def comments(self, number: int) -> list[str]:
        return self._ask(lambda: [each.body for each in self._lazy(number).get_review_comments()])

    def review(self, pull: PullRequest, text: str, suggestions: Sequence[Suggestion]) -> None:
        comments = []
        for each in suggestions:
            comment: dict[str, Any] = {"path": each.path, "body": each.fenced("suggestion")}
            comment.update(line=each.last, side="RIGHT")
            if each.first != each.last:
                comment.update(start_line=each.first, start_side="RIGHT")
            comments.append(comment)
        self._ask(
            lambda: self._repository.requester.requestJsonAndCheck(
                "POST",
                f"/repos/{self._path}/pulls/{pull.number}/reviews",
                input={
                    "commit_id": pull.sha, "body": text, "event": "COMMENT", "comments": comments,
                },
            ),
            again=False,
        )  # fmt: skip

    def repositories(self, organisation: str) -> Iterable[str]:
        from github import UnknownObjectException

        def ask() -> list[str]:
            try:
                found = list(self._api.get_organization(organisation).get_repos())
            except UnknownObjectException:
                found = list(self._api.get_user(organisation).get_repos())
            return [each.clone_url for each in found if not each.archived and not each.fork]

        return self._ask(ask)

    def _lazy(self, number: int) -> Any:
        """A pull request that is not asked for before it is told something."""
        from github.PullRequest import PullRequest as Pull

        path = f"/repos/{self._path}"
        return Pull(
            self._repository.requester, {},
            {
                "url": f"{path}/pulls/{number}", "number": number,
                "issue_url": f"{path}/issues/{number}",
            },
            completed=True,
        )  # fmt: skip

    def _own(self, found: Iterable[Any]) -> list[PullRequest]:
        """Those whose branch lies in the repository itself, and not in somebody's fork."""
        return [
            _pull(each)
            for each in found
            if each.head.repo is not None and each.head.repo.full_name.lower() == self._path.lower()
        ]

    def _ask(self, call: Callable[[], T], *, again: bool = True) -> T:
        import requests
        from github import GithubException

        def once() -> T:
            try:
                return call()
            except GithubException as error:
                raise self._told(error) from None
            except requests.RequestException as error:
                said = self._secret.hide(type(error).__name__)
                raise Unreachable(f"no answer from the forge ({said})") from None

        return patient(once, again=again)

    def _told(self, error: GithubException) -> ForgeError:
        message = error.data.get("message", "") if isinstance(error.data, dict) else ""
        details = error.data.get("errors", ()) if isinstance(error.data, dict) else ()
        said = [message, *(each.get("message", "") for each in details if isinstance(each, dict))]
        text = self._secret.hide("; ".join(filter(None, map(str, said))))
        return limit(error.status, error.headers or {}, text) or failed(error.status, text)


def _pull(found: Any) -> PullRequest:
    state: State = "merged" if found.merged_at else "open" if found.state == "open" else "closed"
    return PullRequest(
        found.number, found.html_url, found.head.ref, found.base.ref, found.title, found.body or "",
        state, tuple(label.name for label in found.labels), found.head.sha,
    )  # fmt: skip
