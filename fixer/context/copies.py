"""What COPY and ADD bring into an image, and where to."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from fixer.dockerfile.words import WordError, expand
from fixer.later import NamedTuple

if TYPE_CHECKING:
    from fixer.dockerfile.stages import Stage
    from fixer.dockerfile.syntax import Instruction


class Copy(NamedTuple):
    """A COPY or ADD."""

    #: The stage that it stands in.
    stage: Stage
    instruction: Instruction
    #: Where it puts things, as an absolute path, or None where a variable or the base decides.
    place: str | None


def copies(stage: Stage) -> list[Copy]:
    """Every COPY and ADD of a stage and of those in the file that it is built on, in order."""
    return stage.document.once(("copies", stage.index), lambda: _copies(stage))


def _copies(stage: Stage) -> list[Copy]:
    return [
        Copy(member, o, destination(member, o))
        for member in stage.lineage
        for o in member.instructions
        if o.keyword in ("COPY", "ADD")
    ]


def destination(stage: Stage, instruction: Instruction) -> str | None:
    """Where a COPY or ADD puts things: absolute, or None where a variable or the base decides."""
    values = instruction.values
    state = stage.state(instruction)
    if not values:
        return None
    try:
        text, certain = expand(values[-1], state.environment, instruction.escape)
    except WordError:
        return None
    if not certain:
        return None
    if not text.startswith("/"):
        if state.workdir is None:
            return None
        text = posixpath.join(state.workdir, text)
    path = posixpath.normpath(text)
    return path[1:] if path.startswith("//") else path
