"""The rows of a part: what became of each text.

    id           the input's own, or where the row stands in it; REPOSITORY:PATH for a repository
    repository   where the file is from, if that is known
    path         the file
    text         the text as it is after all edits; null where it is not UTF-8
    text_bytes   the same, where it is not UTF-8; otherwise null
    patch        what makes it of the text before, as `git apply` takes it; null where that is not
                 UTF-8, which patch_bytes is then; "" where nothing changed
    changed      whether the text is another one now
    edits        what was changed: {transform, line, why, safety}
    skips        what was left alone: {transform, line, reason, safety, fails}
    problem      why the text was left as it was, and the line of it; otherwise null
    version      of the fixer

Lines are 1-based and count in the text before any edit; safety is "safe", "hardening" or "unsafe".
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from fixer import __version__
from fixer.later import NamedTuple
from fixer.patch import unified

if TYPE_CHECKING:
    from fixer.edit import Safety
    from fixer.workspace.run import Outcome

_PLACE = [("transform", pa.string()), ("line", pa.int32())]
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("repository", pa.string()),
        ("path", pa.string()),
        ("text", pa.string()),
        ("text_bytes", pa.binary()),
        ("patch", pa.string()),
        ("patch_bytes", pa.binary()),
        ("changed", pa.bool_()),
        (
            "edits",
            pa.list_(pa.struct([*_PLACE, ("why", pa.string()), ("safety", pa.string())])),
        ),
        (
            "skips",
            pa.list_(
                pa.struct(
                    [
                        *_PLACE,
                        ("reason", pa.string()),
                        ("safety", pa.string()),
                        ("fails", pa.bool_()),
                    ]
                )
            ),
        ),
        ("problem", pa.string()),
        ("problem_line", pa.int32()),
        ("version", pa.string()),
    ]
)
#: The key of what a part says of itself.
_KEY = b"fixer.fleet"
#: Rows are written when so many are there, or so many bytes of text.
_ROWS, _BYTES = 256, 8_000_000


class Tally(NamedTuple):
    """The figures of a part, or of several."""

    rows: int = 0
    changed: int = 0
    edits: int = 0
    skips: int = 0
    problems: int = 0
    #: Repositories that could not be had: a later run tries them again.
    missing: int = 0

    def plus(self, other: Tally) -> Tally:
        return Tally(*(ours + theirs for ours, theirs in zip(self, other, strict=True)))


class About(NamedTuple):
    """What a part says of itself."""

    #: The input that it was made from, and a digest of all that it depends on.
    input: str
    digest: str
    tally: Tally = Tally()


class Origin(NamedTuple):
    """Where a text is from."""

    id: str
    path: str
    repository: str | None = None


def row(
    origin: Origin, before: bytes, after: bytes, outcome: Outcome, *, new: bool = False
) -> dict[str, Any]:
    """The row for what became of a text; with `new`, the file does not exist yet."""
    name = origin.path.lstrip("/") or "Dockerfile"
    problem = outcome.problem
    at = f"{outcome.problem_at}: " if outcome.problem_at else ""
    return {
        "id": origin.id,
        "repository": origin.repository,
        "path": origin.path,
        **_text("text", after),
        **_text("patch", unified(name, before, after, new=new and bool(after))),
        "changed": before != after,
        "edits": [
            {
                "transform": each.transform,
                "line": each.line,
                "why": _plain(each.why),
                "safety": _level(each.safety),
            }
            for each in outcome.changes
        ],
        "skips": [
            {
                "transform": each.transform,
                "line": each.line,
                "reason": _plain(each.reason),
                "safety": _level(each.safety),
                "fails": each.fails,
            }
            for each in outcome.skips
        ],
        "problem": _plain(at + problem.reason) if problem else None,
        "problem_line": problem.line if problem else None,
        "version": __version__,
    }


class Part:
    """A part while it is written, to `path`, which must not be its final name."""

    def __init__(self, path: str, about: About) -> None:
        self._about = about
        self._writer = pq.ParquetWriter(path, SCHEMA, compression="zstd")
        self._rows: list[dict[str, Any]] = []
        self._size = 0
        self.tally = Tally()

    def add(self, row: dict[str, Any], *, missing: bool = False) -> None:
        """Write one row."""
        self._rows.append(row)
        for name in ("text", "text_bytes", "patch", "patch_bytes"):
            self._size += len(row[name] or "")
        self.tally = self.tally.plus(
            Tally(
                1, row["changed"], len(row["edits"]), len(row["skips"]),
                row["problem"] is not None, missing,
            )
        )  # fmt: skip
        if len(self._rows) >= _ROWS or self._size >= _BYTES:
            self._flush()

    def end(self) -> None:
        """Write what is left, and what the part says of itself."""
        if self._rows:
            self._flush()
        said = self._about._replace(tally=self.tally)
        self._writer.add_key_value_metadata({_KEY: json.dumps(said)})
        self._writer.close()

    def give_up(self) -> None:
        """Close it as it is."""
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_batch(pa.RecordBatch.from_pylist(self._rows, SCHEMA))
        self._rows = []
        self._size = 0


def about(path: str) -> About | None:
    """What a part says of itself; None where it is no part, or not whole."""
    try:
        metadata = pq.read_metadata(path)
        read, digest, tally = json.loads((metadata.metadata or {})[_KEY])
        made = About(read, digest, Tally(*tally))
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError):
        return None
    return made if metadata.num_rows == made.tally.rows else None


def names(output: str) -> Iterable[str]:
    """The Parquet files that are in a folder, by name."""
    return (each for each in sorted(os.listdir(output)) if each.endswith(".parquet"))


def _text(name: str, value: bytes) -> dict[str, Any]:
    try:
        return {name: value.decode("utf-8"), f"{name}_bytes": None}
    except UnicodeDecodeError:
        return {name: None, f"{name}_bytes": value}


def _plain(text: str) -> str:
    """`text` without lone surrogates, which no string of Arrow's may hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _level(safety: Safety | None) -> str | None:
    return safety.name.lower() if safety else None
