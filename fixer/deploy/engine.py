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
    for _ in range(ROUNDS):
        changed = []
        for name in chosen:
            try:
                edits, skips[name] = _said(document, name, options, lines)
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
    result.skips = sorted(said, key=lambda skip: (skip.line, skip.transform, skip.reason))


def _said(
    document: Document, name: str, options: Options, lines: list[int]
) -> tuple[list[Edit], list[Skip]]:
    """What a transform wants to do now, and what it leaves alone."""
    edits: list[Edit] = []
    skips: list[Skip] = []
    without = {(each, line): reason for each, line, reason in options.without}
    for place in document.places():
        said: Any
        for said in transforms()[name].run(place):
            skip: Skip | None = None
            if isinstance(said, Skip):
                skip = said
            elif reason := _ignored(document.source, name, (said.line, place.line)):
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


def _ignored(source: bytes, name: str, lines: Sequence[int]) -> str | None:
    """Why the transform `name` leaves one of these lines alone, or None.

    A comment counts for the line that it stands on, and for the first one below its block.
    """
    if b"fixer:" not in source:
        return None
    for line, names, reason in _comments(source):
        if name in names and line in lines:
            return f"a comment asks for it{f': {reason}' if reason else ''}"
    return None


def _comments(source: bytes) -> Iterator[tuple[int, list[str], str]]:
    waiting: list[tuple[list[str], str]] = []
    for number, raw in enumerate(source.decode("utf-8", "replace").split("\n"), 1):
        text = raw.strip()
        match = OURS.search(text)
        said: Any = None
        if match:
            said = [each.strip() for each in match[1].split(",")], match[2].strip()
        if text.startswith("#"):
            if said:
                waiting.append(said)
            continue
        for names, reason in [*waiting, *([said] if said else [])]:
            yield number, names, reason
        waiting = []
