"""Set a program's mode where it is copied, not in a RUN behind it.

`chmod` changes a file that is in a layer already, so that the next layer holds it a second time;
`COPY --chmod` gives it its mode at once, and the RUN goes. It takes BuildKit, which builds for
Docker since 23.0, or Buildah. Only files that are copied by themselves are meant, for in a folder
every file would get the mode; `+x` becomes 755, which is what it makes of a file out of git.
https://docs.docker.com/reference/dockerfile/#copy---chown---chmod
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.modes import aim_of, copied, knows_chmod
from fixer.dockerfile.rewrite import delete_instruction, drop_command, is_alone, replace_text
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Edit, Operation, Safety, Skip, Unable, edit

#: Commands that are given an update in front or a cleanup behind.
_JOINED = frozenset(
    "apt apt-get aptitude apk dnf yum microdnf zypper pacman pip npm yarn pnpm bundle gem composer"
    " conda mamba micromamba go cargo pipenv sh bash make".split()
)
_WHY = "the mode is set as the file is copied: a chmod behind it stores the file a second time"


@transform(needs=["chmod"])
def copy_chmod(stage: Stage) -> Iterator[Edit | Skip]:
    if stage.facts.family == "windows":
        return
    known = knows_chmod(stage.document)
    taken: set[int] = set()
    for run in stage.runs("chmod") if known is not False else ():
        last = None
        for command in run.script.commands if run.outer is None else ():
            aim = aim_of(command)
            found = copied(stage, command, aim) if aim else None
            if aim is None or found is None or not taken.isdisjoint(c.start for c in found.copies):
                continue
            drop = _without(stage, command)
            if isinstance(drop, Unable) or _leaves_one(command):
                continue
            if last is not None and _neighbours(last, command):
                continue  # the next round takes it
            last = command
            taken.update(copy.start for copy in found.copies)
            yield edit(
                *(_with_mode(copy, aim.octal) for copy in found.copies if not copy.flag("chmod")),
                drop,
                line=command.line,
                why=_WHY if known else f"{_WHY} (it takes BuildKit)",
                safety=Safety.SAFE if found.certain and known else Safety.HARDENING,
            )


def _without(stage: Stage, chmod: Command) -> Operation | Unable:
    if is_alone(chmod):
        run = chmod.instruction
        return Unable(run, "") if run.flags else delete_instruction(stage.document, run)
    return drop_command(chmod)


def _leaves_one(chmod: Command) -> bool:
    """Whether one command of several lines is left, of a kind that others may join more to.

    They would find no lines to follow; so they go first.
    """
    commands = chmod.script.commands
    if len(commands) != 2 or b"\n" not in chmod.instruction.raw.strip():
        return False
    other = next(command for command in commands if command is not chmod)
    program = other.words[0].text if other.words else ""
    return other.name in _JOINED or "/" in program or other.name.endswith(".sh")


def _neighbours(one: Command, other: Command) -> bool:
    """Whether nothing stands between two commands that could keep their edits apart."""
    return not any(one.end <= c.start < other.start for c in one.script.commands)


def _with_mode(copy: Instruction, mode: str) -> Operation:
    flags = copy.flags
    place = flags[-1].end if flags else copy.begin + len(copy.keyword_text)
    return replace_text(copy, place, place, f" --chmod={mode}")
