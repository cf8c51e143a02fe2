"""Make no account for an administrator that nothing in the image uses.

A container is looked after from outside: no person logs in to it. An account by the name of one,
with a home and a shell, serves only those who should not be there.
https://docs.docker.com/build/building/best-practices/#user
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.elevation import doubt, named_in_script, use
from fixer.dockerfile.accounts import positional, value
from fixer.dockerfile.removal import drop_pipelines
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.sudo import PERSONS
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Edit, Safety, Skip, edit

_MAKES = ("useradd", "adduser")


@transform(needs=["useradd", "adduser"])
def admin_account(stage: Stage) -> Iterator[Edit | Skip]:
    document = stage.document
    if not document.pattern(_MAKES) or not document.pattern(tuple(PERSONS)):
        return
    seen: list[Instruction] = []
    for command in stage.commands(*_MAKES):
        name = _name(command)
        if name not in PERSONS or command.instruction in seen or not _others_run_it(stage):
            continue
        makers = _makers(stage, name)
        if use(stage) or _mentioned(stage, name, makers) or _mentioned_id(stage, command, makers):
            continue  # it is the account that does the work, or one that others rely on
        beside = [c for c in makers if c.instruction is command.instruction]
        if len(beside) < len(makers):
            yield Skip(command.line, f"the account {name} is made by several instructions")
            continue
        seen.append(command.instruction)
        unseen = doubt(stage)
        why = f"nothing in sight uses the account {name}"
        yield edit(
            drop_pipelines(stage.document, beside),
            line=command.line,
            why=f"{why}, but {unseen}" if unseen else f"{why}, which is a person's",
            safety=Safety.UNSAFE if unseen else Safety.HARDENING,
        )


def _name(command: Command) -> str:
    words = positional(command)
    return words[-1].text.strip("\"'") if words else ""


def _others_run_it(stage: Stage) -> bool:
    """Whether all images that come of the stage run as another user, which is not root."""
    ends = [s for s in (stage, *stage.children) if not s.children]
    return all(end.runs_as_root() is False for end in ends)


def _makers(stage: Stage, name: str) -> list[Command]:
    """The commands that make the account and its group."""
    tools = (*_MAKES, "groupadd", "addgroup")
    return [command for command in stage.commands(*tools) if _name(command) == name]


def _mentioned(stage: Stage, name: str, makers: list[Command]) -> bool:
    """Whether the name stands anywhere but in the commands that make the account: as a word, as
    what a variable is where it is not set, or in a script that runs.
    """
    word = re.escape(name.encode())
    pattern = re.compile(rb"(?:(?<![\w-])|(?<=:[-+])|(?<=\w[-+])(?=\w+\}))" + word + rb"(?![\w-])")
    if _count(stage, pattern) > sum(_within(maker, pattern) for maker in makers):
        return True
    return named_in_script(stage, pattern)


def _mentioned_id(stage: Stage, command: Command, makers: list[Command]) -> bool:
    number = value(command, "-u", "--uid")
    if number is None:
        return False
    pattern = re.compile(rb"(?<![\w.])" + re.escape(number.encode()) + rb"(?![\w.])")
    return _count(stage, pattern) > sum(_within(maker, pattern) for maker in makers)


def _count(stage: Stage, pattern: re.Pattern[bytes]) -> int:
    return sum(
        len(pattern.findall(instruction.raw))
        for other in stage.document.stages
        for instruction in (other.origin, *other.instructions)
    )


def _within(command: Command, pattern: re.Pattern[bytes]) -> int:
    return len(pattern.findall(command.instruction.raw[command.start : command.end]))
