"""Write working directories as absolute paths.

A relative WORKDIR depends on the one before it, and the first on what the base image happens to
have: a new base moves the application. Where the folder is known it is written out.
https://docs.docker.com/build/building/best-practices/#workdir
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.rewrite import replace_text
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.words import WordError, expand
from fixer.edit import Edit, Safety, Skip, edit


@transform(answers=["DL3000", "CKV_DOCKER_10", "AVD-DS-0009"], needs=["workdir"])
def absolute_workdir(stage: Stage) -> Iterator[Edit | Skip]:
    for outer in stage.instructions:
        instruction = outer.trigger or outer
        if instruction.keyword != "WORKDIR" or not _is_relative(instruction):
            continue
        if instruction is not outer:
            yield Skip(outer.line, "it is relative to the folder of an image built on this one")
            continue
        if stage.facts.family == "windows":
            yield Skip(outer.line, "paths on Windows are left as they are")
            continue
        folder, doubt = _folder(stage, instruction)
        if doubt:
            yield Skip(instruction.line, doubt)
            continue
        start = instruction.value_start
        end = start + len(instruction.value)
        try:
            path = _joined(folder, instruction)
        except WordError as error:
            yield Skip(instruction.line, str(error))
            continue
        yield edit(
            replace_text(instruction, start, end, path),
            why=f"a relative WORKDIR depends on what is set before it, which is {folder}",
            safety=Safety.SAFE,
        )


def _is_relative(instruction: Instruction) -> bool:
    """Whether a path is relative for certain: one that begins with a variable may be either."""
    bare = instruction.value.lstrip("'\"")
    return not bare.startswith(("/", "$", "\\")) and bare[1:2] != ":"


def _folder(stage: Stage, instruction: Instruction) -> tuple[str, str]:
    """The folder in force, as it is best written; or "" and why it is not known."""
    before = [i for ancestor in stage.lineage for i in ancestor.instructions]
    folder = stage.state(instruction).workdir
    if folder is None:
        return "", "the folder that it is relative to is not known"
    variables = relative = False
    for other in reversed(before[: before.index(instruction)]):
        if other.keyword == "WORKDIR" and "$" in other.value:
            if variables or relative or any(ch in other.value for ch in "'\"\\"):
                return "", "a variable decides the folder that it is relative to"
            return other.value.rstrip("/"), ""
        if other.keyword == "WORKDIR":
            if not _is_relative(other):
                break
            relative = True
        if other.keyword == "ONBUILD" and other not in stage.instructions:
            if other.trigger and other.trigger.keyword == "WORKDIR":
                return "", f"the ONBUILD on line {other.line} changes the folder"
        variables = variables or other.keyword in ("ENV", "ARG")
    if any(ch in folder for ch in "$'\"\\"):
        return "", f"the folder that it is relative to, {folder}, would need quotes"
    return folder, ""


def _joined(folder: str, instruction: Instruction) -> str:
    """The path behind `folder`, in the quotes that it has."""
    value = instruction.value
    quote = value[0] if value[0] in "'\"" else ""
    if "$" in value + folder or "\\" in value:
        return f"{quote}{folder.rstrip('/')}/{value[len(quote) :].removeprefix('./')}"
    path = expand(value, {}).text
    return quote + posixpath.normpath(posixpath.join(folder, path)) + quote
