"""What all forges have in common: a pull request, what is asked for, and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, Protocol

Kind = Literal["github", "gitlab", "gitea"]
State = Literal["open", "closed", "merged"]


class ForgeError(Exception):
    """A request that the forge did not take, or a git command that failed. Holds no secret."""


class Missing(ForgeError):
    """What was asked for is not there, or not for this token."""


class Refused(ForgeError):
    """The forge understood the request, and does not take it."""


class Unreachable(ForgeError):
    """No answer, or none that makes sense: what comes next would fail as well."""


class Limited(Unreachable):
    """Too many requests. `after` is how many seconds to wait, as far as the forge says."""

    def __init__(self, message: str, after: float) -> None:
        super().__init__(message)
        self.after = after


class PullRequest(NamedTuple):
    """A pull request, or a merge request, whose branch lies in the repository itself."""

    number: int
    url: str
    branch: str
    base: str
    title: str
    body: str
    state: State
    labels: tuple[str, ...] = ()
    #: The commit that its branch points at.
    sha: str = ""


class Proposal(NamedTuple):
    """A pull request to open."""

    branch: str
    base: str
    title: str
    body: str
    labels: tuple[str, ...] = ()
    #: As in CODEOWNERS, without the "@"; a slash makes a team of it.
    reviewers: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    draft: bool = False


class Suggestion(NamedTuple):
    """A review comment on the lines `first` to `last`, 1-based, of the new text of a file."""

    path: str
    first: int
    last: int
    #: What to say above the new lines.
    text: str
    #: What the lines become; None where a person has to do it.
    lines: str | None

    def fenced(self, language: str) -> str:
        """The comment in Markdown, with the lines in a block of this language."""
        if self.lines is None:
            return self.text
        fence = "```"
        while fence in self.lines:
            fence += "`"
        return f"{self.text}\n{fence}{language}\n{self.lines}{fence}"


class Forge(Protocol):
    """One repository on a forge. Every method may raise ForgeError."""

    #: How many characters a pull request's text may have.
    body_limit: int
    #: Where a pull request's commits are, as a pattern of a reference; {} is its number.
    pull_reference: str

    def open_pulls(self) -> list[PullRequest]:
        """All that are open and whose branches lie in the repository itself."""

    def past_pulls(self, branch: str) -> list[PullRequest]:
        """Those of one branch that are closed or merged."""

    def pull(self, number: int) -> PullRequest:
        """One of them, whosever and wherever its branch is."""

    def create(self, proposal: Proposal) -> tuple[PullRequest, list[str]]:
        """Open one. What could not be had besides, such as a reviewer, is told, not raised."""

    def update(self, number: int, title: str, body: str) -> None:
        """Give it another title and text."""

    def add_labels(self, number: int, labels: Sequence[str]) -> None:
        """Add labels to those that it has."""

    def close(self, number: int, body: str) -> None:
        """Close it, with a text that says why."""

    def comments(self, number: int) -> list[str]:
        """The texts of the review comments on it."""

    def review(self, pull: PullRequest, text: str, suggestions: Sequence[Suggestion]) -> None:
        """Comment on its lines."""

    def repositories(self, organisation: str) -> Iterable[str]:
        """The addresses of an organisation's repositories, archived ones and forks left out."""
