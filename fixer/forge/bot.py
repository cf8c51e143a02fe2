"""One repository: what is proposed, what is brought up to date, and what is closed.

A branch for each group of changes, one commit on the newest base. What a person did is never
undone: his commits stay, a pull request that he closed is not opened again for the same change, a
title that he wrote is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from fixer.forge import body as text
from fixer.forge.change import (
    Ask,
    FileChange,
    Group,
    GroupBy,
    Verifier,
    find_changes,
    scope,
    split,
)
from fixer.forge.checkout import Checkout, Commit, Moved, Signature, checkout
from fixer.forge.model import ForgeError, Proposal, PullRequest, Refused, Unreachable
from fixer.forge.owners import owners_of, reviewers

if TYPE_CHECKING:
    from fixer.config import Wanted
    from fixer.forge.site import Site

Action = Literal[
    "opened", "updated", "unchanged", "closed", "pushed", "deleted",  # done
    "kept", "declined", "waiting",  # left alone, for a reason
    "failed",
]  # fmt: skip


class Done(NamedTuple):
    """What became of one group, or of the whole repository where `branch` is empty."""

    repository: str
    action: Action
    branch: str = ""
    url: str = ""
    reason: str = ""


class Settings(NamedTuple):
    """What the command line asks for."""

    wanted: Wanted
    #: From the repository's root; all of it where there are none.
    paths: tuple[str, ...] = ()
    base: str | None = None
    prefix: str = "fixer"
    group_by: GroupBy = "all"
    #: So many pull requests may be open at once.
    most: int = 10
    title_prefix: str = ""
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    #: Besides those, the owners of the changed files.
    owners: bool = False
    assignees: tuple[str, ...] = ()
    draft: bool = False
    signature: Signature = Signature()
    verifier: Verifier | None = None
    #: What was closed or merged before is proposed again.
    recreate: bool = False
    dry_run: bool = False


def propose(
    site: Site, settings: Settings, ask: Ask, say: Callable[[str], None],
    show: Callable[[str], None] = lambda _: None,
) -> Iterator[Done]:  # fmt: skip
    """Work on one repository; what became of each group. Raises ForgeError where nothing can.

    `say` is given what went wrong on the side, and `show` what a dry run would send.
    """
    with checkout(site.remote, site.secret, settings.base, settings.prefix) as tree:
        yield from _Run(site, settings, tree, say, show).groups(ask)


class _Run:
    def __init__(
        self, site: Site, settings: Settings, tree: Checkout, say: Callable[[str], None],
        show: Callable[[str], None],
    ) -> None:  # fmt: skip
        self._site = site
        self._forge = site.forge
        self._settings = settings
        self._tree = tree
        self._say = say
        self._show = show
        self._owners = owners_of(tree.top, site.kind)
        self._scope = scope(settings.wanted, settings.paths)
        self._open: dict[str, PullRequest] = {}
        #: The files of which it is not known for certain what is to be done.
        self._unsure: list[str] = []

    def groups(self, ask: Ask) -> Iterator[Done]:
        """Fix, and see to one group after the other."""
        settings = self._settings
        # Asked first: a token that is not taken costs nothing but this request.
        if self._forge is not None:
            for pull in self._forge.open_pulls():
                if pull.branch.startswith(f"{settings.prefix}/"):
                    self._open[pull.branch] = pull
        files, groups = self._found(ask)
        broken = [file for file in files if file.outcome.problem]
        for file in broken:
            assert file.outcome.problem
            self._say(f"{self._site.name}: {file.path}: {file.outcome.problem.reason}")
        wanted = {self._branch(group) for group in groups}
        self._unsure = [file.path for file in files if file.unsure or file.outcome.problem]
        yield from self._clear(wanted)
        known = [group for group in groups if self._branch(group) in self._open]
        fresh = [group for group in groups if self._branch(group) not in self._open]
        for group in [*known, *fresh]:
            try:
                yield self._group(group)
            except Unreachable:
                raise
            except Moved as error:
                yield self._done("kept", self._branch(group), reason=str(error))
            except ForgeError as error:
                yield self._done("failed", self._branch(group), reason=str(error))
        if not groups and not wanted:
            yield self._done("unchanged", reason="nothing to change")

    def _found(self, ask: Ask) -> tuple[list[FileChange], list[Group]]:
        settings, tree = self._settings, self._tree
        verifier = settings.verifier
        if settings.group_by != "transform":
            files = find_changes(tree, settings.paths, settings.wanted, ask, verifier, self._say)
            return files, split(files, settings.group_by, self._owners)
        files = find_changes(tree, settings.paths, settings.wanted, ask, None, self._say)
        places: dict[str, list[str]] = {}
        for file in files:
            for name in dict.fromkeys(change.transform for change in file.outcome.changes):
                places.setdefault(name, []).append(file.path)
        groups = []
        for name, paths in sorted(places.items()):
            only = settings.wanted._replace(select=frozenset({name}), extend_select=frozenset())
            alone = find_changes(tree, paths, only, ask, verifier, self._say)
            changed = tuple(file for file in alone if file.changed)
            if changed:
                groups.append(Group(name.replace("_", "-"), name, changed))
        return files, groups

    def _branch(self, group: Group) -> str:
        return f"{self._settings.prefix}/{group.name}"

    def _done(
        self, action: Action, branch: str = "", pull: PullRequest | None = None, reason: str = ""
    ) -> Done:
        return Done(self._site.name, action, branch, pull.url if pull else "", reason)

    # --- what is no longer wanted

    def _clear(self, wanted: set[str]) -> Iterator[Done]:
        """Close the pull requests, and delete the branches, of which nothing is left."""
        for branch in sorted(self._tree.branches.keys() | self._open.keys()):
            if branch in wanted:
                continue
            pull = self._open.get(branch)
            sha = self._tree.branches.get(branch)
            commit = self._tree.read(sha) if sha else None
            if commit and commit.ours and commit.scope != self._scope:
                continue  # another run's, which asks for something else
            if commit and not commit.ours:
                if pull:
                    yield self._done("kept", branch, pull, "it has commits of somebody else")
                continue
            if commit and (path := self._may_still_want(commit.sha)):
                yield self._done("kept", branch, pull, f"{path} could not be looked at as a whole")
                continue
            try:
                yield self._cleared(branch, pull, commit)
            except Unreachable:
                raise
            except Moved as error:
                yield self._done("kept", branch, pull, str(error))
            except ForgeError as error:
                yield self._done("failed", branch, pull, str(error))

    def _may_still_want(self, sha: str, group: Group | None = None) -> str | None:
        """A file that a commit changes, that the group would not change in the same way, and of
        which nobody knows for certain what is to be done to it."""
        tree = self._tree
        texts = {file.path: file.after for file in group.files} if group else {}
        for path in self._unsure:
            there = tree.blob(sha, path)
            new = tree.blob_of(texts[path]) if path in texts else ""
            if there not in (tree.blob(tree.base_sha, path), new):
                return path
        return None

    def _cleared(self, branch: str, pull: PullRequest | None, commit: Commit | None) -> Done:
        dry = self._settings.dry_run
        if pull and self._forge and not dry:
            self._forge.close(pull.number, text.closed(pull.body))
        if commit and not dry:
            self._tree.delete(branch)
        self._open.pop(branch, None)
        return self._done(
            "closed" if pull else "deleted", branch, pull, "nothing is left to change"
        )

    # --- what is wanted

    def _group(self, group: Group) -> Done:
        """Bring one group's branch and pull request to what they are to be."""
        settings, tree, branch = self._settings, self._tree, self._branch(group)
        pull = self._open.get(branch)
        sha = tree.branches.get(branch)
        if sha and not tree.read(sha).ours:
            return self._done("kept", branch, pull, "it has commits of somebody else")
        if pull and pull.base != tree.base:
            return self._done("kept", branch, pull, f"it goes to {pull.base}, not to {tree.base}")
        if pull is None and self._forge is not None and len(self._open) >= settings.most:
            reason = f"{len(self._open)} pull requests are open, and {settings.most} may be"
            return self._done("waiting", branch, reason=reason)
        if pull and sha and (path := self._may_still_want(sha, group)):
            return self._done("kept", branch, pull, f"{path} could not be looked at as a whole")
        group, said_no = self._without_declined(group, branch)
        if not group.files:
            return self._declined(branch, pull, said_no)
        title = text.title(group, settings.title_prefix)
        message = text.commit_message(group, title)
        commit = tree.commit(
            {file.path: file.after for file in group.files}, message, self._scope,
            settings.signature,
        )  # fmt: skip
        pushes = sha is None or not _same(tree.read(sha), commit)
        if settings.dry_run:
            return self._shown(group, title, pull, pushes)
        if pushes:
            tree.push(branch, commit.sha)
        if self._forge is None:
            return self._done("pushed" if pushes else "unchanged", branch)
        if pull is None:
            return self._opened(group, branch, title)
        changed = self._brought_up_to_date(group, pull, title)
        return self._done("updated" if pushes or changed else "unchanged", branch, pull)

    def _without_declined(self, group: Group, branch: str) -> tuple[Group, PullRequest | None]:
        """The group without the changes that a person has already said no to."""
        if self._forge is None or self._settings.recreate:
            return group, None
        last: PullRequest | None = None
        for past in self._forge.past_pulls(branch):
            marker = text.read_marker(past.body)
            if marker is None or marker.done:
                continue
            if marker.change == group.key:
                return group._replace(files=()), past
            files = tuple(file for file in group.files if file.key not in marker.files)
            if len(files) < len(group.files):
                group, last = group._replace(files=files), past
        return group, last

    def _declined(self, branch: str, pull: PullRequest | None, past: PullRequest | None) -> Done:
        reason = "the same was proposed before"
        if past:
            reason = f"the same was {past.state} as {past.url}; --recreate proposes it again"
        if pull:
            return self._done("kept", branch, pull, reason)
        return self._done("declined", branch, past, reason)

    def _opened(self, group: Group, branch: str, title: str) -> Done:
        assert self._forge
        settings = self._settings
        proposal = Proposal(
            branch, self._tree.base, title, self._body(group, title), settings.labels,
            self._reviewers(group), settings.assignees, settings.draft,
        )  # fmt: skip
        try:
            pull, missed = self._forge.create(proposal)
        except Refused:
            # An earlier request may have been carried out, though its answer never came.
            found = [each for each in self._forge.open_pulls() if each.branch == branch]
            if not found:
                raise
            pull, missed = found[0], []
        self._open[branch] = pull
        for reason in missed:
            self._say(f"{pull.url}: could not be had: {reason}")
        return self._done("opened", branch, pull)

    def _brought_up_to_date(self, group: Group, pull: PullRequest, title: str) -> bool:
        """Give the pull request the title and text of now. Returns whether they were others."""
        assert self._forge
        marker = text.read_marker(pull.body)
        head, _, plain = pull.title.rpartition(": ")
        draft = f"{head}: " if head in ("Draft", "WIP") else ""
        if marker and marker.title not in (plain if draft else pull.title, pull.title):
            shown = pull.title  # a person's
        else:
            shown = draft + title
        # What is remembered is the bot's own title: another one that stands there is a person's.
        body = self._body(group, title)
        missing = [name for name in self._settings.labels if name not in pull.labels]
        changed = shown != pull.title or _plain(body) != _plain(pull.body)
        if changed:
            self._forge.update(pull.number, shown, body)
        if missing and not pull.labels:
            self._forge.add_labels(pull.number, missing)
            changed = True
        return changed

    def _body(self, group: Group, title: str) -> str:
        limit = self._forge.body_limit if self._forge else 65_536
        return text.body(group, text.marker_of(group, title), limit)

    def _reviewers(self, group: Group) -> tuple[str, ...]:
        found = dict.fromkeys(self._settings.reviewers)
        if self._settings.owners:
            for file in group.files:
                found.update(dict.fromkeys(reviewers(self._owners.of(file.path))))
        return tuple(found)[:15]  # GitHub takes no more

    def _shown(self, group: Group, title: str, pull: PullRequest | None, pushes: bool) -> Done:
        """Show what would be sent."""
        from fixer.patch import unified

        branch = self._branch(group)
        patch = b"".join(
            unified(file.path, file.before, file.after, new=not file.before) for file in group.files
        )
        self._show(
            f"branch: {branch}\ntitle: {title}\n\n{self._body(group, title)}\n"
            + patch.decode("utf-8", "surrogateescape")
        )
        if pull:
            return self._done("updated" if pushes else "unchanged", branch, pull)
        self._open[branch] = PullRequest(0, "", branch, self._tree.base, title, "", "open")
        return self._done("opened" if self._forge else "pushed", branch)


def _same(there: Commit, made: Commit) -> bool:
    """Whether the branch already is what it is to be, whenever it was made."""
    return (there.tree, there.parents, there.message) == (made.tree, made.parents, made.message)


def _plain(said: str) -> str:
    return "\n".join(line.rstrip() for line in said.splitlines()).strip()
