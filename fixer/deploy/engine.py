"""The fixer's loop for the files beside Dockerfiles, with the same promises.

One transform at a time, parse again, until nothing changes. Every round the values of the file are
compared with those that the edits meant: where they differ, the file is left as it was.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from fixer.catalog import transforms
from fixer.deploy.document import Document
from fixer.deploy.view import View
from fixer.edit import OverlapError, Skip
from fixer.engine import ROUNDS, Change, Options, Problem, Result, chosen_names, moved_lines
from fixer.ignore import OURS
from fixer.later import NamedTuple
from fixer.yaml.file import Edit, YamlError
from fixer.yaml.nodes import NodesError

if TYPE_CHECKING:
    from fixer.deploy.kinds import Kind
    from fixer.registry import Registry

_DOCUMENTS = {
    "compose": ("fixer.deploy.compose", "ComposeFile"),
    "kubernetes": ("fixer.deploy.kubernetes", "Manifest"),
    "workflow": ("fixer.deploy.workflow", "Workflow"),
    "ignore_file": ("fixer.deploy.ignore_file", "IgnoreFile"),
}


def fix(
    source: bytes,
    kind: Kind,
    options: Options = Options(),  # noqa: B008 (immutable)
    view: View = View(),  # noqa: B008 (immutable)
    registry: Registry | None = None,
) -> Result:
    """Fix one file of this kind. Bad input never raises: it comes back unchanged, with a `problem`.

    Without a `registry`, or with `offline`, no image is asked about.
    """
    registry = None if options.offline else registry
    result = Result(source, source)
    chosen = chosen_names(options, registry, kind)
    if not chosen:
        return result
    module, name = _DOCUMENTS[kind]
    try:
        document: Document = getattr(importlib.import_module(module), name).read(
            source, view, registry
        )
    except YamlError as error:
        result.problem = Problem(error.reason, error.line)
        return result
    if (alone := document.left_alone()) is not None:
        result.skips.append(Skip(*alone))
        return result
    _settle(document, chosen, options, result)
    return result


def _settle(document: Document, chosen: list[str], options: Options, result: Result) -> None:
    lines: list[int] = []
    changes: list[Change] = []
    skips: dict[str, list[Skip]] = {}
    used: set[int] = set()
    for _ in range(ROUNDS):
        changed = []
        for name in chosen:
            try:
                edits, skips[name] = _said(document, name, options, lines, used)
                if not edits:
                    continue
                before = document.source
                changes += [
                    Change(name, _original(lines, each.line), each.why, each.safety)
                    for each in edits
                ]
                document, splices = document.edited(edits)
                lines = moved_lines(lines, before, splices)
                changed.append(name)
            except NodesError as error:  # what it says repeats itself too often
                result.problem = Problem(error.reason, error.line)
                return
            except (OverlapError, YamlError) as error:
                result.problem = Problem(f"{name} is at fault: {error}")
                return
            except Exception as error:  # a defect of one transform must not cost the other files
                result.problem = Problem(f"{name} is at fault: {type(error).__name__}: {error}")
                return
        if not changed:
            break
    else:
        result.problem = Problem(f"{', '.join(changed)}: the edits do not settle")
        return
    result.after = document.source
    result.changes = changes
    said = {skip for each in skips.values() for skip in each}
    said.update(_unused(document.source, lines, frozenset(chosen), used))
    result.skips = sorted(said, key=lambda skip: (skip.line, skip.transform, skip.reason))


def _said(
    document: Document, name: str, options: Options, lines: list[int], used: set[int]
) -> tuple[list[Edit], list[Skip]]:
    """What a transform wants to do now, and what it leaves alone; `used` gets the numbers of the
    comments that asked for it."""
    edits: list[Edit] = []
    skips: list[Skip] = []
    without = {(each, line): reason for each, line, reason in options.without}
    for place in document.places():
        said: Any
        for said in transforms()[name].run(place):
            skip: Skip | None = None
            if isinstance(said, Skip):
                skip = said
            elif reason := _ignored(document.source, name, (said.line, place.line), used):
                skip = Skip(said.line, reason)
            elif (name, _original(lines, said.line)) in without:
                skip = Skip(said.line, without[name, _original(lines, said.line)])
            elif said.safety > options.safety:
                skip = Skip(said.line, said.why, said.safety)
            else:
                edits.append(said)
            if skip is not None:
                line = _original(lines, skip.line)
                skips.append(skip._replace(line=line, transform=name))
    return edits, skips


def _original(lines: list[int], line: int) -> int:
    return lines[min(line, len(lines)) - 1] if lines else line


class _Comment(NamedTuple):
    """An ignore comment. It counts for the line that it stands on, and for the first one below its
    block."""

    #: Its place among those of the file, which no edit changes.
    number: int
    line: int
    #: The line that it counts for, if there is one.
    covered: int | None
    names: frozenset[str]
    reason: str


def _ignored(source: bytes, name: str, lines: Sequence[int], used: set[int]) -> str | None:
    """Why the transform `name` leaves one of these lines alone, or None."""
    for comment in _comments(source):
        if name in comment.names and comment.covered in lines:
            used.add(comment.number)
            return f"a comment asks for it{f': {comment.reason}' if comment.reason else ''}"
    return None


def _unused(
    source: bytes, lines: list[int], chosen: frozenset[str], used: set[int]
) -> Iterator[Skip]:
    """The comments that name no transform, or hid nothing though all that they name ran."""
    for comment in _comments(source):
        line = _original(lines, comment.line)
        strange = sorted(name for name in comment.names if name not in transforms())
        if strange:
            yield Skip(line, f"no transform is named '{strange[0]}'", transform="ignore")
        elif comment.number not in used and comment.names <= chosen:
            yield Skip(line, "this ignore comment hides nothing", transform="ignore")


def _comments(source: bytes) -> list[_Comment]:
    found: list[_Comment] = []
    waiting: list[int] = []
    if b"fixer:" not in source:
        return found
    for line, raw in enumerate(source.decode("utf-8", "replace").split("\n"), 1):
        text = raw.strip()
        above = not text.startswith("#")
        if above:
            for number in waiting:
                found[number] = found[number]._replace(covered=line)
            waiting = []
        if (match := OURS.search(text)) is not None:
            names = frozenset(name.strip() for name in match[1].split(",") if name.strip())
            found.append(_Comment(len(found), line, line, names, match[2].strip()))
            if not above:
                waiting.append(len(found) - 1)
    return found
