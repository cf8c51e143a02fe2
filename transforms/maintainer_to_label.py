"""Say who made the image in a label.

MAINTAINER is deprecated, and only a field of Docker's own configuration format; the label that the
OCI image specification has for it is shown by every tool. Where the stage sets that label by itself
the MAINTAINER only goes. https://docs.docker.com/reference/dockerfile/#maintainer-deprecated
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.rewrite import delete_instruction, replace_keyword, replace_text
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Edit, Operation, Safety, Skip, edit

LABEL = "org.opencontainers.image.authors"


@transform(answers=["DL4000", "CKV_DOCKER_6", "AVD-DS-0022"], needs=["maintainer"])
def maintainer_to_label(stage: Stage) -> Iterator[Edit | Skip]:
    for instruction in stage.instructions:
        if instruction.keyword != "MAINTAINER":
            continue
        if _labelled(stage):
            yield edit(
                delete_instruction(stage.document, instruction),
                why=f"MAINTAINER is deprecated, and the label {LABEL} is set already",
                safety=Safety.SAFE,
            )
            continue
        yield edit(
            replace_keyword(instruction, "LABEL"),
            *_value(instruction),
            why=f"MAINTAINER is deprecated; the label {LABEL} takes its place",
            safety=Safety.SAFE,
        )


def _labelled(stage: Stage) -> bool:
    """Whether this stage, or one that it is built on, sets the label."""
    for ancestor in stage.lineage:
        for instruction in ancestor.instructions:
            if instruction.keyword == "LABEL":
                for name, _ in instruction.pairs:
                    if name.strip("'\"") == LABEL:
                        return True
    return False


def _value(instruction: Instruction) -> Iterator[Operation]:
    """Make the rest of the line, which BuildKit takes as it is, a quoted value."""
    text = instruction.value
    start, end = instruction.value_start, instruction.value_start + len(text)
    quote = text[0]
    if len(text) > 1 and quote in "'\"" and text.find(quote, 1) == len(text) - 1:
        yield replace_text(instruction, start, start + 1, f'{LABEL}="')
        yield replace_text(instruction, end - 1, end, '"')
        start, end = start + 1, end - 1
    else:
        yield replace_text(instruction, start, start, f'{LABEL}="')
        yield replace_text(instruction, end, end, '"')
    for at in range(start, end):
        if instruction.logical[at] in ('"', "$", instruction.escape):
            yield replace_text(instruction, at, at, instruction.escape)
