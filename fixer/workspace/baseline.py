"""A baseline: what is accepted as it is today, so that only what is new changes or fails a check.

    {"version": 1, "files": {"services/api/Dockerfile": [["pin_digest", "5d41402abc4b2a76"]]}}

A file is named from the baseline's own folder. A place is known by the transform and by a digest of
its line, blanks aside: so it stays known when lines above it come and go.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING

from fixer.workspace.read import ReadError, read

if TYPE_CHECKING:
    from fixer.workspace.run import Outcome

VERSION = 1
REASON = "the baseline accepts it"

#: A transform's name, and the digest of a line.
Place = tuple[str, str]


class BaselineError(Exception):
    """A baseline that cannot be used, and why."""


def load(path: str) -> dict[str, tuple[Place, ...]]:
    """The accepted places by the files' real paths. Raises BaselineError."""
    try:
        said = json.loads(read(path, follow=True))
    except ReadError as error:
        raise BaselineError(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"it is not JSON: {error}") from error
    if not isinstance(said, dict) or said.get("version") != VERSION:
        raise BaselineError(f"it is no baseline of version {VERSION}")
    folder = os.path.dirname(os.path.realpath(path))
    try:
        return {
            os.path.realpath(os.path.join(folder, name)): tuple(
                (str(transform), str(digest)) for transform, digest in places
            )
            for name, places in said["files"].items()
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BaselineError('"files" must hold lists of pairs') from error


class Writer:
    """Collects what a run would change, for a new baseline in the file `path`."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._folder = os.path.dirname(os.path.realpath(path))
        self._files: dict[str, list[Place]] = {}

    def add(self, outcome: Outcome) -> None:
        lines = [(change.transform, change.line) for change in outcome.changes]
        lines += [(skip.transform, skip.line) for skip in outcome.skips if skip.fails]
        if not lines:
            return
        try:
            digests = _digests(read(outcome.path))
        except ReadError:
            return
        name = os.path.relpath(os.path.realpath(outcome.path), self._folder).replace(os.sep, "/")
        self._files[name] = sorted(
            (transform, digests[min(line, len(digests)) - 1]) for transform, line in lines
        )

    def write(self) -> None:
        """Write the file, whole or not at all. Raises OSError."""
        text = json.dumps(
            {"version": VERSION, "files": dict(sorted(self._files.items()))}, indent=1
        )
        beside = f"{self._path}.{os.urandom(4).hex()}"
        try:
            with open(beside, "x", encoding="utf-8") as file:
                file.write(text + "\n")
            os.replace(beside, self._path)
        except BaseException:
            if os.path.lexists(beside):
                os.unlink(beside)
            raise


def accepted(source: bytes, places: Iterable[Place]) -> tuple[tuple[str, int, str], ...]:
    """The transform, line and reason of each edit that is to be left out of this text.

    Of lines that read the same, as many are accepted as there were.
    """
    by_digest: dict[str, list[int]] = {}
    for number, digest in enumerate(_digests(source), 1):
        by_digest.setdefault(digest, []).append(number)
    found = []
    for (transform, digest), count in Counter(places).items():
        for number in by_digest.get(digest, [])[: max(count, 1)]:
            found.append((transform, number, REASON))
    return tuple(found)


def _digests(source: bytes) -> list[str]:
    return [
        blake2b(b" ".join(line.split()), digest_size=8).hexdigest() for line in source.split(b"\n")
    ]
