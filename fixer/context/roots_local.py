"""What the build puts below `~/.local` for root, and every user can have in another folder.

Packages that pip installs for one user alone, with `--user`, here or in a stage that is copied
from: PYTHONUSERBASE tells Python and pip of their folder. And Poetry, by its own installer.
https://docs.python.org/3/library/site.html#site.USER_BASE
https://python-poetry.org/docs/#installing-with-the-official-installer
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fixer.context.copies import destination
from fixer.context.need import ROOTS_HOME, Movable, at_home, within
from fixer.facts import programs as known
from fixer.later import NamedTuple

if TYPE_CHECKING:
    from fixer.dockerfile.shell import Command
    from fixer.dockerfile.stages import Stage
    from fixer.dockerfile.syntax import Instruction

LOCAL = f"{ROOTS_HOME}/.local"
_VARIABLES = ("HOME", "PYTHONUSERBASE", "PIP_PREFIX", "PIP_TARGET", "PIP_ROOT")
_INSTALLER = b"install.python-poetry.org"


class Local(NamedTuple):
    """What can lie elsewhere, and all that names it."""

    #: What it is: "what pip installs is".
    name: str
    #: The variable that tells of the folder, and the folder.
    variable: str
    folder: str
    #: What fills the folder first.
    run: Instruction
    #: The places of LOCAL in instructions: where they begin in the logical text.
    places: list[tuple[Instruction, int]]

    def moves(self, instruction: Instruction) -> bool:
        """Whether an instruction names the old folder, and is to name the new one."""
        return any(each is instruction for each, _ in self.places)

    @property
    def movable(self) -> Movable:
        """It as a line and the texts that follow it."""
        what = f"{self.run.keyword} puts into root's home folder what only root finds there"
        return Movable(
            self.name,
            f"ENV {self.variable}={self.folder}",
            self.run,
            f"{what} (line {self.run.line})",
            [(o, at, at + len(LOCAL), self.folder) for o, at in self.places],
        )


def local(stage: Stage) -> Local | None:
    """What can lie elsewhere; None where there is none, or some other thing may be among it or
    name it."""
    return stage.document.once(("root's .local", stage.index), lambda: _local(stage))


def _local(stage: Stage) -> Local | None:
    source = stage.document.source
    if at_home(stage) is not None:
        return None
    if b"--user" in source:
        return _moved(stage, "what pip installs is", "PYTHONUSERBASE", "/opt/python")
    if _INSTALLER in source:
        return _moved(stage, "Poetry is", "POETRY_HOME", "/opt/poetry")
    return None


def _moved(stage: Stage, name: str, variable: str, folder: str) -> Local | None:
    document = stage.document
    if any(text.encode() in document.source for text in (variable, folder)):
        return None
    filled: list[Instruction] = []
    places: list[tuple[Instruction, int]] = []
    for member in stage.lineage:
        if _may_fill(member):
            return None
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
            elif o.keyword == "RUN" and b"--user" in o.raw and member.runs_as_root(o) is False:
                return None  # who that is has packages of his own, which the variable would move
            elif o.keyword == "RUN" and (any(_for_user(member, o)) or _installs_poetry(member, o)):
                filled.append(o)
    if not filled or any(_takes(other, stage) for other in document.stages):
        return None
    return Local(name, variable, folder, filled[0], places)


def _named(text: str) -> Iterator[int]:
    at = text.find(LOCAL)
    while at >= 0:
        yield at
        at = text.find(LOCAL, at + 1)


def _for_user(stage: Stage, run: Instruction) -> Iterator[Command]:
    """The commands by which a RUN has pip install for root alone."""
    if b"--user" not in run.raw or stage.runs_as_root(run) is False or not stage.readable(run):
        return
    environment = stage.state(run).environment
    if any(environment[name] for name in _VARIABLES):
        return
    for command in run.script.commands:
        if known.PIP.fullmatch(command.name) and command.subcommand == "install":
            if command.has_flag("--user") and not command.assignments:
                yield command


def _installs_poetry(stage: Stage, run: Instruction) -> bool:
    """Whether a RUN has Poetry's installer put it below root's home."""
    if _INSTALLER not in run.raw or stage.runs_as_root(run) is False:
        return False
    return not stage.state(run).environment["HOME"]


def _may_fill(stage: Stage) -> bool:
    """Whether something else than these may have put anything into the folder."""
    pip = b"--user" in stage.document.source
    return any(
        not stage.readable(run)
        or any(_fills(command) for command in run.script.commands if pip or not _is_piped(command))
        for run in stage.run_instructions
    )


def _is_piped(command: Command) -> bool:
    """Whether it is Python that reads Poetry's installer."""
    return (
        command.piped
        and known.PYTHON.fullmatch(command.name) is not None
        and _INSTALLER in command.instruction.raw
    )


def _fills(command: Command) -> bool:
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
    other = stage.earlier(name) if name is not None and copy.keyword == "COPY" else None
    if other is None or not all(within(value.rstrip("/"), LOCAL) for value in copy.values):
        return False
    return not any(map(_may_fill, other.lineage)) and any(
        any(_for_user(member, run)) for member in other.lineage for run in member.run_instructions
    )


def _takes(other: Stage, stage: Stage) -> bool:
    """Whether a stage copies what lies in root's home in `stage`, or in what that is built on."""
    return any(
        o.keyword == "COPY"
        and LOCAL.encode() in o.raw
        and other.earlier(o.flag("from") or "") in stage.lineage
        for o in other.instructions
    )
