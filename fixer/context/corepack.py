"""Corepack keeps the pnpm or yarn that it fetched in the home folder of who ran it, and writes into
package.json which one that is."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from fixer.context.process import programs
from fixer.later import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fixer.dockerfile.shell import Command
    from fixer.dockerfile.stages import Stage
    from fixer.dockerfile.syntax import Instruction

#: Where every user finds it.
FOLDER = "/usr/local/share/corepack"
SHARED = f"COREPACK_HOME={FOLDER}"
#: What is run through corepack.
_RUN = ("pnpm", "pnpx", "yarn", "yarnpkg")
_FETCHES = frozenset(("prepare", "install", "use", "up"))
_ELSEWHERE = frozenset(("COREPACK_HOME", "XDG_CACHE_HOME", "HOME"))
#: The program that a project names in its package.json, with its version.
_NAMED = regex(rb'"packageManager"\s*:\s*"([^"+]+)')


def fetched_at_home(stage: Stage) -> Instruction | None:
    """The first RUN by which root's home gets what the program is started with; None where none.

    Without it the program would have to fetch that again whenever it starts.
    """
    if not _starts(stage) or not _ELSEWHERE.isdisjoint(stage.end_state.environment):
        return None
    enabled = False
    for member in stage.lineage:
        for instruction in member.runs("corepack", *_RUN):
            if instruction.outer is not None or member.runs_as_root(instruction) is False:
                continue
            if enabled and instruction.script.problem is not None:
                return instruction
            for command in instruction.script.commands:
                if command.name not in ("corepack", *_RUN):
                    continue
                if any(w.text.startswith(("COREPACK_HOME=", "HOME=")) for w in command.assignments):
                    return None
                enabled = enabled or command.name == "corepack"
                if enabled and (command.name != "corepack" or command.subcommand in _FETCHES):
                    return instruction
    return None


def _starts(stage: Stage) -> bool:
    """Whether the program is started by what corepack puts in front of pnpm and yarn."""
    return b"corepack" in stage.document.source and not programs(stage).isdisjoint(_RUN)


def written_to(stage: Stage, given: Iterable[Instruction]) -> Instruction | None:
    """The COPY of those `given` that brings the package.json into which the program's start may
    write the version: some corepacks do, where it names none.

    https://github.com/nodejs/corepack#environment-variables, COREPACK_ENABLE_AUTO_PIN
    """
    from fixer.context.copies import copies

    folder = stage.end_state.workdir
    if folder is None or not _starts(stage) or _named(stage):
        return None
    places = (folder, posixpath.join(folder, "package.json"))
    brings = [
        copy.instruction
        for copy in copies(stage)
        if copy.place in places and any(map(_may_be_package, copy.instruction.values[:-1]))
    ]
    return brings[-1] if brings and brings[-1] in given else None


def _may_be_package(source: str) -> bool:
    """Whether a source is package.json, or may be a folder that holds one."""
    name = posixpath.basename(source.strip("'\"").rstrip("/"))
    return name in ("package.json", "package*.json", "*.json", "*") or "." not in name.strip(".")


def fetches_other(stage: Stage) -> bool:
    """Whether the program's start may fetch a version that the build has not fetched: the one that
    package.json names."""
    if any(_in_project(stage)):
        return False
    named = _named(stage)
    words = {
        word.text.strip("'\"").partition("+")[0]
        for member in stage.lineage
        for command in member.commands("corepack")
        for word in command.words
    }
    return named is None or (bool(named) and named not in words)


def _named(stage: Stage) -> str | None:
    """What package.json names; empty where it names nothing, None where it is not in sight."""
    from fixer.context.image import image_of

    folder = stage.end_state.workdir
    if stage.document.context is None or folder is None:
        return None
    seen = False
    while True:
        data = image_of(stage).read(posixpath.join(folder, "package.json"))
        if data is not None and (found := _NAMED.search(data)) is not None:
            return found[1].decode("utf-8", "replace")
        seen = seen or data is not None
        if folder == "/":
            return "" if seen else None
        folder = posixpath.dirname(folder)


def _in_project(stage: Stage) -> Iterator[Command]:
    """The commands of the build that are run through corepack where the project lies already, and
    so fetch what its package.json names."""
    from fixer.context.copies import copies
    from fixer.context.need import within

    folder = stage.end_state.workdir or "/"
    for member in stage.lineage:
        for command in member.commands("corepack", *_RUN):
            run = command.instruction
            if command.name == "corepack" and (
                command.operands or command.subcommand not in _FETCHES
            ):
                continue  # it is told the version, or fetches none
            if member.state(run).workdir == folder and any(
                copy.instruction.start < run.start and within(copy.place or folder, folder)
                for copy in copies(stage)
            ):
                yield command
