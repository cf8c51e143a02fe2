"""Python packages that pip installs for one user alone, with `--user`: below root's home, for root.

What the build fills so, or copies from a stage that does, can lie in a folder that every user
reads: PYTHONUSERBASE tells Python and pip of it, and PATH is led there.
https://docs.python.org/3/library/site.html#site.USER_BASE
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fixer.context.handover import destination
from fixer.context.image import stage_named
from fixer.context.need import ROOTS_HOME, at_home, within
from fixer.facts import programs as known
from fixer.later import NamedTuple

if TYPE_CHECKING:
    from fixer.dockerfile.shell import Command
    from fixer.dockerfile.stages import Stage
    from fixer.dockerfile.syntax import Instruction

#: Where it is, and where every user finds it.
LOCAL = f"{ROOTS_HOME}/.local"
FOLDER = "/opt/python"
_LOCAL = LOCAL.encode()
_VARIABLES = ("HOME", "PYTHONUSERBASE", "PIP_PREFIX", "PIP_TARGET", "PIP_ROOT")


class UserBase(NamedTuple):
    """What has to change for every user to find the packages."""

    #: What fills the folder first.
    run: Instruction
    #: The places of LOCAL in instructions: where they begin in the logical text.
    places: list[tuple[Instruction, int]]

    def moves(self, instruction: Instruction) -> bool:
        """Whether an instruction names the folder, and is to name the other one."""
        return any(each is instruction for each, _ in self.places)


def user_base(stage: Stage) -> UserBase | None:
    """The packages in root's home that can lie elsewhere; None where there are none, or some
    other thing may be among them or may name them."""
    return stage.document.once(("user base", stage.index), lambda: _user_base(stage))


def _user_base(stage: Stage) -> UserBase | None:
    document = stage.document
    if b"--user" not in document.source or FOLDER.encode() in document.source:
        return None
    if at_home(stage) is not None or not _fills_nothing_else(stage):
        return None
    filled = []
    places = []
    for member in stage.lineage:
        for o in member.instructions:
            if o.keyword in ("COPY", "ADD") and within(destination(member, o) or "", LOCAL):
                if not _is_copied(member, o):
                    return None
                filled.append(o)
                places.append((o, o.logical.rindex(LOCAL)))
            elif o.keyword == "ENV":
                places += [(o, at) for at in _named(o.logical)]
            elif b".local" in o.raw and not (o.keyword == "COPY" and o.flag("from") is not None):
                return None
            elif o.keyword == "RUN" and any(_for_user(member, o)):
                filled.append(o)
    if not filled or any(_takes(other, stage) for other in document.stages):
        return None
    return UserBase(filled[0], places)


def _named(text: str) -> Iterator[int]:
    at = text.find(LOCAL)
    while at >= 0:
        yield at
        at = text.find(LOCAL, at + 1)


def _for_user(stage: Stage, run: Instruction) -> Iterator[Command]:
    """The commands by which a RUN has pip install for root alone."""
    if b"--user" not in run.raw or stage.runs_as_root(run) is False or not stage.readable(run):
        return
    environment = stage.state_of(run).environment
    if any(environment[name] for name in _VARIABLES):
        return
    for command in run.script.commands:
        if known.PIP.fullmatch(command.name) and command.subcommand == "install":
            if command.has_flag("--user") and not command.assignments:
                yield command


def _fills_nothing_else(stage: Stage) -> bool:
    """Whether only pip may have put anything into the folder."""
    for member in stage.lineage:
        for run in member.run_instructions:
            if not member.readable(run) or any(map(_may_fill, run.script.commands)):
                return False
    return True


def _may_fill(command: Command) -> bool:
    if not command.words or known.PIP.fullmatch(command.name):
        return False
    words = [word.text for word in command.words]
    if not command.name or command.name in known.FILL_LOCAL or "/" in words[0]:
        return True
    if known.PYTHON.fullmatch(command.name) and command.piped:
        return all(word.startswith("-") for word in words[1:])
    return any(word.startswith("--user") for word in words)


def _is_copied(stage: Stage, copy: Instruction) -> bool:
    """Whether a COPY brings what another stage of the file had pip install for root."""
    name = copy.flag("from")
    other = stage_named(stage, name) if name is not None and copy.keyword == "COPY" else None
    if other is None or not all(within(value.rstrip("/"), LOCAL) for value in copy.values):
        return False
    runs = [(member, run) for member in other.lineage for run in member.run_instructions]
    return _fills_nothing_else(other) and any(
        True for member, run in runs for _ in _for_user(member, run)
    )


def _takes(other: Stage, stage: Stage) -> bool:
    """Whether a stage copies what lies in root's home in `stage`, or in what that is built on."""
    return any(
        o.keyword == "COPY"
        and _LOCAL in o.raw
        and stage_named(other, o.flag("from") or "") in stage.lineage
        for o in other.instructions
    )
