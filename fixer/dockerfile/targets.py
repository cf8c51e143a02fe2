"""The stages that become images: the last one, or those that a build names."""

from __future__ import annotations

from fixer.dockerfile.document import Document
from fixer.dockerfile.stages import Stage, stage_called
from fixer.dockerfile.syntax import Instruction


def target_stages(document: Document) -> list[Stage]:
    """The last stage or the `--target`, and those that Compose or Bake name; in their order."""
    return document.once("target stages", lambda: _targets(document))


def _targets(document: Document) -> list[Stage]:
    stages = document.stages
    if not stages:
        return []
    wanted = [*document.targets, *([document.target] if document.target else [])]
    found = {stages[-1]} if not document.target else set()
    for name in wanted:
        if (stage := stage_called(document, name)) is not None:
            found.add(stage)
    return sorted(found or {stages[-1]}, key=lambda stage: stage.index)


def user_in_force(stage: Stage) -> Instruction | None:
    """The USER that a stage's image runs as; None where it is the base's."""
    for member in reversed(stage.lineage):
        for instruction in reversed(member.instructions):
            if instruction.keyword == "USER":
                return instruction
    return None
