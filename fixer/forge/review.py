"""Reviewing somebody's pull request: what would be changed on the lines that it changes, said as
suggestions that he can take with a click."""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from fixer.forge.body import suggestion
from fixer.forge.change import Ask
from fixer.forge.checkout import Checkout, checkout
from fixer.forge.model import ForgeError, PullRequest, Suggestion
from fixer.forge.site import Site
from fixer.report.entries import entries
from fixer.report.pieces import Pieces, pieces
from fixer.report.rdjson import suggestions as suggested

if TYPE_CHECKING:
    from fixer.config import Wanted
    from fixer.engine import Change, Options, Result
    from fixer.registry import Registry

#: So many comments are made at most: who gets more reads none.
MOST = 50


class Reviewed(NamedTuple):
    """What came of a review."""

    pull: PullRequest
    made: list[Suggestion]
    #: Suggestions that the pull request has already.
    known: int
    #: Places on lines that the pull request does not change.
    elsewhere: int


def review(site: Site, number: int, wanted: Wanted, ask: Ask, *, dry_run: bool = False) -> Reviewed:
    """Comment on one pull request. Raises ForgeError."""
    if site.forge is None:
        raise ForgeError("a review needs a forge")
    pull = site.forge.pull(number)
    if pull.state != "open":
        raise ForgeError(f"{pull.url} is {pull.state}")
    reference = site.forge.pull_reference.format(number)
    with checkout(site.remote, site.secret, pull.base, "fixer", reference=reference) as tree:
        if tree.base_sha != pull.sha:
            raise ForgeError("somebody pushed meanwhile: review it again")
        found, elsewhere = _found(tree, pull.base, wanted, ask)
    there = "\n".join(site.forge.comments(number)) if found else ""
    new = [each for each in found if _key(each.text) not in there]
    made = new[:MOST]
    if made and not dry_run:
        site.forge.review(pull, _summary(made, len(new), elsewhere), made)
    return Reviewed(pull, made, len(found) - len(new), elsewhere)


def _found(tree: Checkout, base: str, wanted: Wanted, ask: Ask) -> tuple[list[Suggestion], int]:
    """The suggestions for the lines that are new since the base was left, and how many edits stand
    on others."""
    from fixer.workspace.plan import narrowed, plan
    from fixer.workspace.run import run

    start = tree.left(base)
    paths = {os.path.join(tree.top, path): path for path in tree.changed_since(start)}
    made = narrowed(plan([tree.top], wanted), paths)
    lines = {
        job.path: _new_lines(tree.text(start, paths[os.path.realpath(job.path)]), _read(job.path))
        for job in made.jobs
        if not job.problem
    }
    asked = ask(made.jobs)
    suggestions: list[Suggestion] = []
    elsewhere = 0
    for outcome in run(made.jobs, "check", None, asked, partial(_on_these_lines, lines=lines)):
        if outcome.seen is None:
            continue
        pieces, changes, left = outcome.seen
        elsewhere += left
        edits = list(entries(outcome._replace(changes=changes, skips=()), details=False))
        own = lines[outcome.path]
        for said, (first, last), text in suggested(pieces, edits):
            if not own.issuperset(range(first, last + 1)):
                elsewhere += 1
                continue
            path = os.path.relpath(os.path.realpath(outcome.path), tree.top)
            key = hashlib.sha256(f"{path}\0{text}".encode()).hexdigest()[:16]
            why = dict.fromkeys(f"{each.name}: {each.message}" for each in said)
            whole = None if text is None else text + "\n"
            suggestions.append(Suggestion(path, first, last, suggestion(why, key), whole))
    return suggestions, elsewhere


def _on_these_lines(
    result: Result, options: Options, registry: Registry | None, *, lines: dict[str, set[int]]
) -> tuple[Pieces, list[Change], int]:
    """What is left of a result without the edits of other lines, and how many those are."""
    from fixer.engine import fix

    own = lines.get(options.path or "", set())
    rows = result.before.splitlines(keepends=True)
    others = [each for each in result.changes if own.isdisjoint(_instruction(rows, each.line))]
    if others:
        left_out = tuple((each.transform, each.line, "it is not changed here") for each in others)
        options = options._replace(without=(*options.without, *left_out))
        result = fix(result.before, options, registry)
    return pieces(result, options, registry), result.changes, len(others)


def _instruction(rows: list[bytes], line: int) -> range:
    """The lines from `line` to where its instruction ends."""
    last = line
    while last < len(rows) and rows[last - 1].rstrip().endswith((b"\\", b"`")):
        last += 1
    return range(line, last + 1)


def _new_lines(before: bytes, after: bytes) -> set[int]:
    """The lines of `after`, 1-based, that `before` has not."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    steps = difflib.SequenceMatcher(None, old, new, False).get_opcodes()
    return {line for tag, _, _, j1, j2 in steps if tag != "equal" for line in range(j1 + 1, j2 + 1)}


def _read(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()


def _key(text: str) -> str:
    return text.rsplit("<!-- fixer: suggestion ", 1)[-1].split(" ")[0]


def _summary(made: Sequence[Suggestion], all_: int, elsewhere: int) -> str:
    said = f"{len(made)} suggestion{'' if len(made) == 1 else 's'} for the lines changed here."
    if all_ > len(made):
        said += f" There are {all_ - len(made)} more."
    if elsewhere:
        said += f" Lines that are not changed here have {elsewhere} more: `fix --diff` shows them."
    return said
