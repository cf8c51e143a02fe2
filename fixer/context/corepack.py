"""Corepack keeps the pnpm or yarn that it fetched in the home folder of who ran it."""

from __future__ import annotations

from fixer.context.process import programs
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction

#: Where every user finds it.
SHARED = "COREPACK_HOME=/usr/local/share/corepack"
#: What is run through corepack.
_RUN = ("pnpm", "pnpx", "yarn", "yarnpkg")
_FETCHES = frozenset(("prepare", "install", "use", "up"))
_ELSEWHERE = frozenset(("COREPACK_HOME", "XDG_CACHE_HOME", "HOME"))


def fetched_at_home(stage: Stage) -> Instruction | None:
    """The first RUN by which root's home gets what the program is started with; None where none.

    Without it the program would have to fetch that again whenever it starts.
    """
    if b"corepack" not in stage.document.source or programs(stage).isdisjoint(_RUN):
        return None
    if not _ELSEWHERE.isdisjoint(stage.end_state.environment):
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
