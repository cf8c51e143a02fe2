"""Where in a stage the user of its image is named."""

from __future__ import annotations

from collections.abc import Sequence

from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import append_instructions, insert_instructions
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.targets import user_in_force
from fixer.edit import Operation
from fixer.later import NamedTuple

#: Behind the last of these nothing is built any more.
_BUILDS = frozenset(("RUN", "COPY", "ADD", "WORKDIR"))
_STARTS = frozenset(("CMD", "ENTRYPOINT", "HEALTHCHECK", "VOLUME"))


class Place(NamedTuple):
    """A place for instructions: above one, or below it."""

    instruction: Instruction
    below: bool = False
    #: The USER that stands there already, and is to be rewritten.
    user: Instruction | None = None


def place_of_user(stage: Stage) -> Place:
    """Behind all that builds, before what starts the program."""
    instructions = stage.instructions
    last = max((i for i, o in enumerate(instructions) if o.keyword in _BUILDS), default=-1)
    if stage.facts.shell == "none" and not any(o.keyword == "RUN" for o in instructions):
        # no command can give a folder away: what WORKDIR makes for a user is the user's
        for instruction in instructions:
            if instruction.keyword == "WORKDIR":
                return Place(instruction)
    for instruction in instructions[last + 1 :]:
        if instruction.keyword == "USER" and instruction is user_in_force(stage):
            return Place(instruction, user=instruction)
        if instruction.keyword in _STARTS:
            rest = instructions[instructions.index(instruction) :]
            explicit = next((o for o in rest if o.keyword == "USER"), None)
            if explicit is None:
                return Place(instruction)
            return Place(explicit, user=explicit)
    return Place(instructions[-1] if instructions else stage.origin, below=True)


def put(document: Document, place: Place, lines: Sequence[str]) -> Operation:
    """Put instructions there, set off from what follows as the file sets it off."""
    if place.below:
        return append_instructions(document, place.instruction, lines)
    if _paragraph(document, place.instruction):
        lines = [*lines[:-1], lines[-1] + "\n"]
    return insert_instructions(document, place.instruction, lines)


def run_line(place: Place, commands: Sequence[str | tuple[str, ...]]) -> str:
    """A RUN of several commands, a line each; a long one is given as its lines."""
    end = f" {place.instruction.escape}\n"
    texts = [c if isinstance(c, str) else f"{end}        ".join(c) for c in commands]
    return "RUN " + f"{end}    && ".join(texts)


def _paragraph(document: Document, place: Instruction) -> bool:
    """Whether comments belong to an instruction, and a blank line sets them off."""
    comments = dict(document.comments)
    line = place.line
    while line - 1 in comments:
        line -= 1
    lines = document.source[: comments.get(line, place.start)].splitlines()
    return line != place.line and bool(lines) and not lines[-1].strip()
