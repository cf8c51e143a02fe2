"""One transform at a time, parse again, until nothing changes; and every promise checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from fixer.edit import Safety, Skip


@dataclass(frozen=True, slots=True)
class Options:
    """What to do to a Dockerfile. All names are transforms' names."""

    #: Only these transforms, or all where None.
    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    #: The highest level that is applied; what is above it is reported as a skip.
    safety: Safety = Safety.HARDENING
    offline: bool = False
    #: The build context, where it is known.
    context: Path | None = None
    #: The stage that is built; the last one where None.
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """An edit that was applied. `line` is 1-based and counts in the text before any edit."""

    transform: str
    line: int
    why: str
    safety: Safety


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file was left exactly as it was: it cannot be parsed, or a promise did not hold."""

    reason: str
    #: 1-based, or None where the whole file is meant.
    line: int | None = None


@dataclass(slots=True)
class Result:
    """What became of one Dockerfile."""

    before: bytes
    after: bytes
    changes: list[Change] = field(default_factory=list)
    #: Places left alone, sorted by line (1-based, in the text before any edit).
    skips: list[Skip] = field(default_factory=list)
    problem: Problem | None = None

    @property
    def changed(self) -> bool:
        return self.before != self.after


def fix(source: bytes, options: Options = Options()) -> Result:  # noqa: B008 (immutable)
    """Fix one Dockerfile. Bad input never raises: it comes back unchanged, with a `problem`."""
    return Result(source, source)
