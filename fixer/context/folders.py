"""Folders that variables of the image name for what the program keeps: `DATA_DIR=/data`.

As root the program makes them when it starts. Another user cannot, outside of the application's own
folder; so they are made in the build, and are the user's. What is named in root's home is closed to
all others.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from fixer.context.copies import destination
from fixer.context.handover import STATE
from fixer.context.need import ROOTS_HOME, Kind, Need, at_home, is_system, within, writes
from fixer.facts import programs as known
from fixer.later import regex

if TYPE_CHECKING:
    from fixer.context.judge import Judge
    from fixer.dockerfile.stages import Stage
    from fixer.dockerfile.syntax import Instruction

#: Variables whose value is where something is kept.
_NAME = regex(
    r"(?:.*_)?(?:LOGS?|DATA|DB|CACHE|UPLOADS?|STORAGE)?"
    r"(?:DIR|DIRECTORY|FOLDER|PATH|HOME|ROOT|CACHE|STORAGE|STORE|FILE|FILENAME|DB|DATABASE"
    r"|LOG|LOGS|DATABASE_UR[IL]|DB_UR[IL])"
)
#: What the name of such a variable says is kept there, wherever that is. A cache may be one that
#: the build fills, and the program only reads.
_STATE = STATE - frozenset(
    "cache downloads download files incoming public results run static var work workspace".split()
)
#: Variables of tools that build.
_OF_BUILD = (
    *("PIP_", "PIPENV_", "UV_", "POETRY_", "PDM_", "CONDA_", "NPM_", "npm_", "YARN_", "PNPM_"),
    *("GO", "CARGO_", "RUSTUP_", "SCCACHE_", "CCACHE_", "MAVEN_", "GRADLE_", "NUGET_", "COMPOSER_"),
    *("BUNDLE_", "GEM_", "CYPRESS_", "PLAYWRIGHT_", "PUPPETEER_", "ELECTRON_", "APT_", "BUN_"),
)
_URL = regex(r"sqlite[+\w]*:///(/.*)")
_PLAIN = regex(r"/[\w./-]+")


def named_folders(judge: Judge) -> None:
    """Note what the variables of the image name and nothing in the build makes."""
    stage = judge.stage
    environment = stage.end_state.environment
    workdir = stage.end_state.workdir
    # without a shell, nothing gives the user the folder that the program works in
    given = workdir not in (None, "/") and stage.facts.shell != "none"
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword != "ENV":
                continue
            for name, _ in instruction.pairs:
                value = environment[name] or ""
                if _in_roots_home(stage, name, value):
                    what = f"{name} is {value}, in root's home folder"
                    judge.add(Need(Kind.ROOT, what, None, instruction.line))
                    continue
                path = _path(name, value)
                if path is None or (given and within(path, workdir or "/")):
                    continue
                if not _is_made(stage, name, path):
                    file = bool(posixpath.splitext(path)[1])
                    need = writes(path, f"{name} is {path}", instruction.line, file=file)
                    judge.add(need)


def _in_roots_home(stage: Stage, name: str, value: str) -> bool:
    """Whether a variable that is for the program names a place in root's home."""
    if name in ("PATH", "HOME") or name.startswith(_OF_BUILD):
        return False
    if not _PLAIN.fullmatch(value) or not within(value, ROOTS_HOME):
        return False
    home = at_home(stage)
    return home is None or not within(value, home)


def _path(name: str, value: str | None) -> str | None:
    """The path that a variable names for state; None where it names none."""
    if value is None or name == "PATH" or name.startswith(_OF_BUILD) or not _NAME.fullmatch(name):
        return None
    found = _URL.fullmatch(value)
    path = found[1] if found else value
    if not _PLAIN.fullmatch(path) or is_system(path):
        return None
    path = posixpath.normpath(path)
    parts = {part.lower() for part in path.split("/") if part}
    if name in known.CACHE_VARIABLES or not parts.isdisjoint(STATE):
        return path
    return path if not _STATE.isdisjoint(name.lower().split("_")[:-1]) else None


def _is_made(stage: Stage, name: str, path: str) -> bool:
    """Whether an instruction puts something there, or a command works on it."""
    return any(
        _makes(member, o, name, path) for member in stage.lineage for o in member.instructions
    )


def _makes(stage: Stage, instruction: Instruction, name: str, path: str) -> bool:
    if instruction.keyword in ("COPY", "ADD"):
        place = destination(stage, instruction)
        return place is not None and within(place, path)
    if instruction.keyword == "VOLUME":
        return path in instruction.values
    return instruction.keyword == "RUN" and any(
        text in instruction.logical for text in (path, f"${name}", f"${{{name}")
    )
