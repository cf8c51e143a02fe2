"""GitLab, through python-gitlab.

https://docs.gitlab.com/api/merge_requests/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from fixer.forge.model import (
    ForgeError,
    Limited,
    Proposal,
    PullRequest,
    Refused,
    State,
    Suggestion,
    Unreachable,
)
from fixer.forge.patience import failed, limit, patient
from fixer.forge.secret import Secret

T = TypeVar("T")
_STATES: dict[str, State] = {"opened": "open", "locked": "open", "merged": "merged"}


class GitLab:
    """One project."""

    body_limit = 1_000_000
    pull_reference = "refs/merge-requests/{}/head"

    def __init__(self, api: str, path: str, secret: Secret) -> None:
        import gitlab
        import requests

        self._secret = secret
        session = requests.Session()
        session.hooks["response"].append(_watch)
        self._api = gitlab.Gitlab(
            api, private_token=secret.token, timeout=30, session=session, per_page=100,
            keep_base_url=True, user_agent="dockerfile-fixer",
        )  # fmt: skip
        self._project = self._api.projects.get(path, lazy=True)

    def open_pulls(self) -> list[PullRequest]:
        return self._ask(lambda: self._own(state="opened"))

    def past_pulls(self, branch: str) -> list[PullRequest]:
        found = self._ask(lambda: self._own(source_branch=branch))
        return [each for each in found if each.state != "open"]

    def pull(self, number: int) -> PullRequest:
        return self._ask(lambda: _pull(self._project.mergerequests.get(number)))

    def create(self, proposal: Proposal) -> tuple[PullRequest, list[str]]:
        missed: list[str] = []
        asked: dict[str, Any] = {
            "source_branch": proposal.branch,
            "target_branch": proposal.base,
            "title": f"Draft: {proposal.title}" if proposal.draft else proposal.title,
            "description": proposal.body,
            "remove_source_branch": True,
        }
        if proposal.labels:
            asked["labels"] = list(proposal.labels)
        for key, names in (
            ("reviewer_ids", proposal.reviewers),
            ("assignee_ids", proposal.assignees),
        ):
            known = self._people(names, missed)
            if known:
                asked[key] = known
        made = self._ask(lambda: self._project.mergerequests.create(asked), again=False)
        return _pull(made), missed

    def _people(self, names: Sequence[str], missed: list[str]) -> list[int]:
        """The numbers of users. A group is no user: it cannot be asked."""
        out: list[int] = []
        for name in names:
            found = [] if "/" in name else self._ask(
                lambda: self._api.users.list(username=name, get_all=False)  # noqa: B023
            )  # fmt: skip
            if found:
                out.append(found[0].id)
            else:
                missed.append(f"{name}: no such user")
        return out

    def update(self, number: int, title: str, body: str) -> None:
        self._ask(
            lambda: self._project.mergerequests.update(
                number, {"title": title, "description": body}
            )
        )

    def add_labels(self, number: int, labels: Sequence[str]) -> None:
        asked = {"add_labels": list(labels)}
        self._ask(lambda: self._project.mergerequests.update(number, asked))

    def close(self, number: int, body: str) -> None:
        asked = {"description": body, "state_event": "close"}
        self._ask(lambda: self._project.mergerequests.update(number, asked))

    def comments(self, number: int) -> list[str]:
        request = self._project.mergerequests.get(number, lazy=True)
        found = self._ask(lambda: request.discussions.list(get_all=True))
        return [note["body"] for each in found for note in each.attributes["notes"]]

    def review(self, pull: PullRequest, text: str, suggestions: Sequence[Suggestion]) -> None:
        whole = self._ask(lambda: self._project.mergerequests.get(pull.number))
        refs = whole.diff_refs
        if not refs:
            raise Refused("GitLab still prepares the merge request: review it again")
        if refs["head_sha"] != pull.sha:
            raise Refused("somebody pushed meanwhile: review it again")
        request = self._project.mergerequests.get(pull.number, lazy=True)
        for each in suggestions:
            position = {
                "position_type": "text",
                "base_sha": refs["base_sha"],
                "start_sha": refs["start_sha"],
                "head_sha": refs["head_sha"],
                "old_path": each.path,
                "new_path": each.path,
                "new_line": each.last,
            }
            # the lines above the last one are counted:
            # https://docs.gitlab.com/user/project/merge_requests/reviews/suggestions/
            block = f"suggestion:-{each.last - each.first}+0"
            asked = {"body": each.fenced(block), "position": position}
            self._ask(lambda: request.discussions.create(asked), again=False)  # noqa: B023
        if text:
            self._ask(lambda: request.notes.create({"body": text}), again=False)

    def repositories(self, organisation: str) -> Iterable[str]:
        group = self._api.groups.get(organisation, lazy=True)
        # words: a bool would be sent as True, and what GitLab describes is true
        found = self._ask(
            lambda: group.projects.list(
                get_all=True, include_subgroups="true", archived="false", with_shared="false"
            )
        )
        return [
            each.http_url_to_repo
            for each in found
            if not getattr(each, "forked_from_project", None)
        ]

    def _own(self, **asked: Any) -> list[PullRequest]:
        """Those whose branch lies in the project itself, and not in somebody's fork."""
        return [
            _pull(each)
            for each in self._project.mergerequests.list(get_all=True, **asked)
            if each.source_project_id == each.target_project_id
        ]

    def _ask(self, call: Callable[[], T], *, again: bool = True) -> T:
        import requests
        from gitlab import GitlabError

        def once() -> T:
            try:
                return call()
            except Limited:
                raise
            except GitlabError as error:
                message = self._secret.hide(str(error.error_message))
                raise failed(error.response_code or 500, message) from None
            except requests.RequestException as error:
                raise Unreachable(f"no answer from the forge ({type(error).__name__})") from None

        return patient(once, again=again)


def _watch(response: Any, *_: Any, **__: Any) -> None:
    """python-gitlab would wait as long as it is told to: how long is decided here."""
    error: ForgeError | None = limit(response.status_code, response.headers, "")
    if error is not None:
        raise error


def _pull(found: Any) -> PullRequest:
    return PullRequest(
        found.iid, found.web_url, found.source_branch, found.target_branch, found.title,
        found.description or "", _STATES.get(found.state, "closed"), tuple(found.labels),
        found.sha or "",
    )  # fmt: skip
