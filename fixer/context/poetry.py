"""Where Poetry keeps a project's environment, which is below the home folder unless it is told.

What it is told by `poetry config` stands in root's home as well; a variable says the same to all.
https://python-poetry.org/docs/configuration/#virtualenvspath
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fixer.context.need import Movable

if TYPE_CHECKING:
    from fixer.context.judge import Judge
    from fixer.dockerfile.stages import Stage
    from fixer.dockerfile.syntax import Instruction

_FOLDER = "/opt/virtualenvs"


def for_everyone(judge: Judge, reason: str) -> bool:
    """Note what has every user find the environment; whether there is such a thing."""
    found = _told(judge.stage)
    if found is None or any(text in judge.stage.document.source for text in _PLACES):
        return False
    run, settings = found
    if not settings:
        line = f"ENV POETRY_VIRTUALENVS_PATH={_FOLDER}"
    elif settings == {"virtualenvs.create": "false"}:
        line = "ENV POETRY_VIRTUALENVS_CREATE=false"
    else:
        return False
    judge.movable.append(Movable("what Poetry installs is", line, run, reason))
    return True


#: What names the folder that it has for the environments, or the one that they would be in.
_PLACES = (b"pypoetry", _FOLDER.encode())


def _told(stage: Stage) -> tuple[Instruction, dict[str, str]] | None:
    """The first RUN of Poetry's, and what it is told of environments; None where it is unclear."""
    first: Instruction | None = None
    settings: dict[str, str] = {}
    for member in stage.lineage:
        for command in member.commands("poetry"):
            run = command.instruction
            if run.outer is not None or member.runs_as_root(run) is False or command.assignments:
                return None
            first = first or run
            if command.subcommand == "config":
                words = [word.literal or "" for word in command.operands]
                if command.has_flag("--local", "--unset", "--migrate") or len(words) > 2:
                    return None
                if words[0].startswith("virtualenvs.") and len(words) == 2:
                    settings[words[0]] = words[1].lower()
    if first is None or stage.end_state.environment["HOME"]:
        return None
    return first, settings
