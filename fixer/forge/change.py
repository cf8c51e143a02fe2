"""What a run would change in a repository, file by file, and how it is split into groups."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from fixer.forge.owners import Owners

if TYPE_CHECKING:
    from fixer.config import Wanted
    from fixer.forge.checkout import Checkout
    from fixer.workspace.run import Job, Outcome

#: What a skip says where a registry gave no digest: the registry's name, and what it did.
_REGISTRY = re.compile(
    r"(?:is not pinned|stays): "
    r"(?:(?:localhost|[\w-]+(?:\.[\w-]+)+|[\w-]+(?=:\d))(?::\d+)? |the [\d.]+ s that )(?P<said>.*)"
)
_ANSWERED = re.compile(
    r"no such image|login|digest that could be pinned|something else|is not written"
)

GroupBy = Literal["all", "folder", "codeowners", "transform", "base-image"]


class FileChange(NamedTuple):
    """One Dockerfile: what it is, and what it becomes."""

    #: From the repository's root.
    path: str
    before: bytes
    after: bytes
    outcome: Outcome
    #: The object of its verification, as `fix verify --format json` tells it.
    verified: dict[str, Any] | None = None
    #: A Dockerfile that it depends on, and that is changed, too: both are proposed together.
    goes_with: str = ""

    @property
    def changed(self) -> bool:
        return self.before != self.after

    @property
    def unsure(self) -> bool:
        """Whether a registry that gave no answer this time may have kept an edit from being made.

        One that knows no such image, or wants a login, has answered.
        """
        return any(
            (found := _REGISTRY.search(skip.reason)) and not _ANSWERED.search(found["said"])
            for skip in self.outcome.skips
            if skip.transform in ("pin_digest", "refresh_digest")
        )

    @property
    def key(self) -> str:
        """A name of this very change: it stays the same when lines elsewhere in the file move."""
        from fixer.patch import unified

        lines = unified("x", self.before, self.after, new=not self.before).splitlines(
            keepends=True
        )[3:]
        kept = b"".join(line for line in lines if line[:1] in b"+-")
        return hashlib.sha256(os.fsencode(self.path) + b"\0" + kept).hexdigest()[:16]


class Group(NamedTuple):
    """The changes of one pull request."""

    #: What the branch is called, below the prefix.
    name: str
    #: What it is about, for its title; empty where it is about the whole repository.
    about: str
    files: tuple[FileChange, ...]
    #: Files that nothing changes, but of which there is something to tell.
    others: tuple[FileChange, ...] = ()

    @property
    def key(self) -> str:
        """A name of all changes together."""
        return hashlib.sha256("".join(sorted(f.key for f in self.files)).encode()).hexdigest()[:16]


class Verifier(NamedTuple):
    """How each Dockerfile is built before and after."""

    builder: str | None = None
    network: str | None = None
    max_builds: int = 20
    timeout: float = 3600.0


#: Asks the registries: see `fixer.workspace.registries.ask`.
Ask = Callable[..., Any]


def find_changes(
    tree: Checkout, paths: Sequence[str], wanted: Wanted, ask: Ask, verifier: Verifier | None,
    warn: Callable[[str], None],
) -> list[FileChange]:  # fmt: skip
    """Fix what the checkout has laid out, and lay it out again as it was.

    `paths` are folders or files from the repository's root; all of it where there are none. With a
    `verifier`, only Dockerfiles are changed, and only as far as they verified.
    """
    from fixer.workspace.plan import plan
    from fixer.workspace.run import run

    made = plan([os.path.join(tree.top, path) for path in paths] or [tree.top], wanted)
    beside = None if verifier else made.beside
    asked = ask(made.jobs, beside=beside or ())
    depends = {each.path: [path for path, _ in each.builds.values()] for each in beside or ()}
    found: dict[str, FileChange] = {}
    changed: dict[str, Job] = {}
    jobs = {job.path: job for job in made.jobs}
    try:
        for outcome in run(made.jobs, "write", None, asked, None, beside):
            path = _inside(tree.top, outcome.path)
            if path in found:
                continue
            before = after = b""
            if outcome.changed:
                before, after = tree.text(tree.base_sha, path), _read(outcome.path)
            others = (_inside(tree.top, each) for each in depends.get(outcome.path, ()))
            goes_with = next((each for each in others if each in found and found[each].changed), "")
            found[path] = FileChange(path, before, after, outcome, goes_with=goes_with)
            if outcome.changed and outcome.path in jobs:
                changed[path] = jobs[outcome.path]
        if verifier and changed:
            tree.reset()
            _verify(found, changed, asked, verifier, warn)
    finally:
        tree.reset()
    return list(found.values())


def _inside(top: str, path: str) -> str:
    return os.path.relpath(os.path.realpath(path), top)


def _read(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()


def _verify(
    found: dict[str, FileChange], jobs: dict[str, Job], asked: Any, verifier: Verifier,
    warn: Callable[[str], None],
) -> None:  # fmt: skip
    """Put the text that verified in the place of what was only fixed."""
    from fixer.forge.model import ForgeError
    from fixer.verify.run import Failed, Settings, run

    settings = Settings(
        builder_name=verifier.builder, network=verifier.network, max_builds=verifier.max_builds,
        timeout=verifier.timeout,
    )  # fmt: skip
    told: list[str] = []
    try:
        run(list(jobs.values()), asked, settings, "json", told.append, warn, write=True)
    except Failed as error:
        raise ForgeError(f"nothing can be verified: {error}") from error
    said = json.loads("".join(told))["verifications"]
    for (path, job), each in zip(jobs.items(), said, strict=True):
        old, after = found[path], _read(job.path)
        names = {(change["transform"], change["line"]) for change in each.get("changes", ())}
        kept = [one for one in old.outcome.changes if (one.transform, one.line) in names]
        outcome = old.outcome._replace(changed=after != old.before, changes=kept)
        found[path] = old._replace(after=after, outcome=outcome, verified=each)


def split(files: Iterable[FileChange], by: GroupBy, owners: Owners) -> list[Group]:
    """The groups of `files`, sorted by name. Those by transform are made elsewhere: each takes a
    run of its own."""
    files = list(files)
    known = {file.path: file for file in files}
    named: dict[str, list[FileChange]] = {}
    for file in files:
        about = _about(known.get(file.goes_with, file), by, owners)
        named.setdefault(about, []).append(file)
    groups = []
    for about, members in sorted(named.items()):
        changed = tuple(file for file in members if file.changed)
        others = tuple(f for f in members if not f.changed and (f.outcome.skips or f.verified))
        if changed:
            groups.append(Group(slug(about), about, changed, others))
    return groups


def _about(file: FileChange, by: GroupBy, owners: Owners) -> str:
    if by == "folder":
        return os.path.dirname(file.path) or "."
    if by == "codeowners":
        return " ".join(sorted(owners.of(file.path))) or "no owner"
    if by == "base-image":
        return base_image(file.before) or "no base image"
    return ""


def base_image(source: bytes) -> str:
    """The repository of the image that the last stage is built on; empty where it is not known."""
    from fixer.dockerfile.document import Document
    from fixer.dockerfile.syntax import DockerfileError

    try:
        stages = Document(source).stages
    except DockerfileError:
        return ""
    reference = stages[-1].root.reference if stages else None
    return reference.familiar if reference else ""


def slug(about: str) -> str:
    """A branch's name, below the prefix. Two that are about different things differ."""
    if not about:
        return "dockerfiles"
    plain = re.sub(r"[^a-z0-9]+", "-", about.lower()).strip("-")[:40].strip("-")
    if about == plain:
        return plain if plain != "dockerfiles" else f"{plain}-1"
    return f"{plain or 'x'}-{hashlib.sha256(os.fsencode(about)).hexdigest()[:6]}"


def scope(wanted: Wanted, paths: Sequence[str]) -> str:
    """What a run is about: a pull request of another run is not closed for having nothing left."""
    said = [sorted(each) if isinstance(each, frozenset) else str(each) for each in wanted]
    text = json.dumps([said, sorted(paths)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
