"""Run commands as the user that they need, without sudo.

Where the build is root already, sudo only takes the environment away; elsewhere USER says the same
for the builder to see, and the image needs neither the setuid program nor the right to use it.
https://docs.docker.com/build/building/best-practices/#user
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fixer.catalog import transform
from fixer.dockerfile.rewrite import (
    append_instructions,
    delete_instruction,
    insert_instructions,
)
from fixer.dockerfile.shell import Command, Element
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.sudo import (
    INSTALLS,
    Elevation,
    drop_elevation,
    elevation,
    is_harmless,
    is_system_tool,
    split_run,
)
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.targets import target_stages
from fixer.edit import Edit, Operation, Safety, Skip, Unable, edit
from fixer.later import regex

_CALLER = regex(r"(?:^|[=:]|[<>]\s*)~|\$\{?(?:HOME|USER|LOGNAME|UID|EUID|SUDO_\w+|MAIL)\b")
#: What they set holds for the commands behind them, so these stay in one RUN.
_CARRIED = frozenset("cd pushd popd export set unset source . umask alias eval read shopt".split())
#: Instructions that mean the same whoever is the user.
_INDIFFERENT = frozenset(("ARG", "ENV", "LABEL", "EXPOSE", "STOPSIGNAL"))


class _Step(NamedTuple):
    """A RUN, and who runs it from which member of its list on; None is the user that there was."""

    instruction: Instruction
    users: list[tuple[int, str | None]]
    operations: list[Operation | Unable]
    doubt: str | None


@transform(answers=["DL3004", "AVD-DS-0010", "CKV2_DOCKER_1"], needs=["sudo", "doas"])
def sudo_command(stage: Stage) -> Iterator[Edit | Skip]:
    if not stage.document.pattern(("sudo", "doas")):
        return
    group: list[_Step] = []
    for outer in stage.instructions:
        instruction = outer.trigger or outer
        elevated = _elevated(stage, instruction)
        if elevated:
            said = _judged(stage, instruction, elevated)
            if isinstance(said, _Step):
                group.append(said)
                continue
            if said is not None:
                yield said
        elif outer.keyword in _INDIFFERENT:
            continue
        yield from _grouped(stage, group)
        group = []
    yield from _grouped(stage, group)


def _grouped(stage: Stage, group: Sequence[_Step]) -> Iterator[Edit | Skip]:
    """Neighbours in one edit; each for itself where that cannot be done."""
    if group:
        said = _wrapped(stage, group)
        if isinstance(said, Edit) or len(group) == 1:
            yield said
        else:
            yield from (_wrapped(stage, [step]) for step in group)


def _elevated(stage: Stage, instruction: Instruction) -> list[Elevation]:
    keyword = instruction.keyword
    if keyword not in ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"):
        return []
    if b"sudo" not in instruction.raw and b"doas" not in instruction.raw:
        return []
    if keyword == "RUN" and not stage.readable(instruction):
        return []
    found = [elevation(command) for command in instruction.script.commands]
    return [item for item in found if item is not None]


def _judged(
    stage: Stage, instruction: Instruction, elevated: Sequence[Elevation]
) -> Edit | Skip | _Step | None:
    line = elevated[0].command.line
    for item in elevated:
        if item.problem:
            return Skip(item.command.line, f"sudo stays: {item.problem}")
    users = {item.user for item in elevated}
    runs = instruction.keyword == "RUN" and instruction.outer is None
    root = _is_root(stage, instruction) if runs else _image_is_root(stage)
    if root and None in users:
        return _dropped(stage, instruction, [item for item in elevated if item.user is None])
    if len(users) > 1:
        return Skip(line, "sudo stays: it runs commands as several users")
    if not runs:
        if root is False and instruction.outer is None:
            return None  # who runs the image is what decides it: another transform's
        return Skip(line, "sudo stays: the user of the image is not known to be root")
    if root is None and stage.state(instruction).user is None:
        return Skip(line, "sudo stays: the user of the base image is not known")
    user = users.pop()
    if user is not None and not re.fullmatch(r"[a-z_][a-z0-9_.-]*", user):
        return Skip(line, f"sudo stays: who {user} is shows only in the build")
    if user is not None and root and _would_end(stage, instruction):
        return Skip(line, f"sudo stays: behind {user}, root would be the user of the image")
    return _step(stage, instruction, elevated, user or "root")


def _is_root(stage: Stage, instruction: Instruction) -> bool | None:
    """Whether root is the user, also by what has been done before without sudo."""
    known = stage.runs_as_root(instruction)
    if known is None and stage.state(instruction).user is None:
        for member in stage.lineage:
            for command in member.commands(*INSTALLS, "useradd", "groupadd"):
                if command.instruction.start < instruction.start and _proves_root(command):
                    return True
    return known


def _proves_root(command: Command) -> bool:
    """Whether the build goes on only if root has run the command."""
    chain = command.chain
    last = chain is chain.block.chains[-1] or command.script.errexit
    plain = chain.block.kind == "script" and command.part.outer is None and not command.piped
    hidden = any(operator.text == "||" for operator in chain.operators) or command.wrappers
    installs = command.subcommand in INSTALLS.get(command.name, ("",))
    makes = command.name in ("useradd", "groupadd")
    return last and plain and not hidden and not command.element.negated and (installs or makes)


def _would_end(stage: Stage, instruction: Instruction) -> bool:
    """Whether a USER behind an instruction would be the last of an image."""
    if any(i.keyword == "USER" and i.start > instruction.start for i in stage.instructions):
        return False
    return any(stage in target.lineage for target in target_stages(stage.document))


def _image_is_root(stage: Stage) -> bool | None:
    """Whether all images that come of a stage run as root; None where that is not known."""
    roots = {s.runs_as_root() for s in (stage, *stage.children)}
    return None if None in roots else roots == {True}


# Where the user is root --------------------------------------------------------------------------


def _dropped(stage: Stage, instruction: Instruction, elevated: Sequence[Elevation]) -> Edit | Skip:
    operations = [drop_elevation(item) for item in elevated]
    unclear = _unclear(stage, instruction, elevated)
    sure = all(is_system_tool(item.command) for item in elevated)
    why = "root needs no sudo"
    return edit(
        *operations,
        line=elevated[0].command.line,
        why=f"{why}, but {unclear}" if unclear else f"{why}: the user here is root already",
        safety=Safety.UNSAFE if unclear else Safety.SAFE if sure else Safety.HARDENING,
    )


def _unclear(stage: Stage, instruction: Instruction, elevated: Sequence[Elevation]) -> str | None:
    """What sudo sets anew for a command and the builder does not, where it may matter."""
    environment = stage.state(instruction).environment
    known = {**stage.facts.env, **{name: environment[name] for name in environment}}
    for item in elevated:
        if is_system_tool(item.command) or (item.command.words[0].text.startswith("/")):
            continue
        for name in ("PATH", "HOME"):
            usual = ("/root", "/") if name == "HOME" else ()
            if name in environment_names(known) and known[name] not in usual:
                return f"{item.command.name} would be run with the {name} that ENV sets"
    return None


def environment_names(known: dict[str, str | None]) -> set[str]:
    """The variables whose values differ from what sudo sets."""
    path = known.get("PATH")
    usual = path is not None and all(
        re.fullmatch(r"/usr/local/s?bin|/usr/s?bin|/s?bin", part) for part in path.split(":")
    )
    return set(known) - ({"PATH"} if usual else set())


# Where it is not ---------------------------------------------------------------------------------


def _step(
    stage: Stage, instruction: Instruction, elevated: Sequence[Elevation], user: str
) -> Skip | _Step:
    environment = set(stage.state(instruction).environment)
    by_command = {id(item.command): item for item in elevated}
    for command in instruction.script.commands:
        words = (*command.assignments, *command.all_words, *command.redirections)
        for word in words:
            found = _CALLER.search(word.text)
            name = found[0].strip("${=:<> ") if found else ""
            if found and ("HOME" if name == "~" else name) not in environment:
                return Skip(
                    command.line, f"sudo stays: {found[0].strip('=:<> ')} is another for {user}"
                )
        if command.name in ("whoami", "id", "logname"):
            return Skip(command.line, f"sudo stays: {command.name} would say {user}")
        if id(command) in by_command and _writes(command):
            return Skip(command.line, "sudo stays: who runs the shell makes the file, not sudo")
    users: list[tuple[int, str | None]] = []
    chains = instruction.script.parts[0].block.chains
    places = [(chain, element) for chain in chains for element in chain.elements]
    for at, (_, element) in enumerate(places):
        kind = _kind(instruction, element, by_command)
        if kind == "mixed":
            return Skip(instruction.line, "sudo stays: a statement needs both users")
        if kind != "either":
            who = user if kind == "sudo" else None
            if not users or users[-1][1] != who:
                users.append((at if users else 0, who))
    operations = [drop_elevation(item) for item in elevated]
    if len(users) > 1:
        reason = _inseparable(instruction) or _left_behind(
            [places[place][1].start for place, _ in users], instruction
        )
        if reason:
            return Skip(instruction.line, f"sudo stays: {reason}")
    return _Step(instruction, users, operations, _unclear(stage, instruction, elevated))


def _kind(instruction: Instruction, element: Element, by_command: dict[int, Elevation]) -> str:
    """Who is to run a member of a list: `sudo`, `user`, `either`, or `mixed` parts of it."""
    kinds = set()
    for command in instruction.script.commands:
        if not element.start <= command.start < element.end:
            continue
        outer = command.part.outer
        if id(command) in by_command or (outer is not None and id(outer) in by_command):
            kinds.add("sudo")
        elif not (is_harmless(command) or _is_passing(command)) or _writes(command):
            kinds.add("user")
    return kinds.pop() if len(kinds) == 1 else "mixed" if kinds else "either"


def _is_passing(command: Command) -> bool:
    """A download that the RUN removes again: nothing is left of it, whoever fetches it."""
    return command.name in ("wget", "curl") and not _names(command).isdisjoint(
        name
        for other in command.script.commands
        if other.name == "rm" and other.start > command.start
        for name in _names(other)
    )


def _names(command: Command) -> set[str]:
    """The last parts of the paths and URLs that a command is given."""
    words = [word.text.strip("\"'").rstrip("/") for word in command.words[1:]]
    return {word.rpartition("/")[2] for word in words if word[:1] != "-"} - {"", ".", "*"}


def _left_behind(starts: Sequence[int], instruction: Instruction) -> str | None:
    """What one part of a RUN removes and a layer of its own would keep, as a reason; or None."""
    before: dict[str, int] = {}
    for command in instruction.script.commands:
        part = sum(start <= command.start for start in starts)
        for name in _names(command):
            if command.name == "rm" and before.get(name, part) < part:
                return f"a layer would keep {name}, which its last part removes"
            before.setdefault(name, part)
    return None


def _writes(command: Command) -> bool:
    """Whether the shell opens a file for what the command prints."""
    return any(
        ">" in word.text and not re.search(r">&\d\Z|>\s*/dev/(?:null|stderr|stdout)\Z", word.text)
        for word in command.redirections
    )


def _inseparable(instruction: Instruction) -> str | None:
    """Why a list cannot be told apart into several RUN instructions, or None."""
    script = instruction.script
    block = script.parts[0].block
    plain = len(block.chains) == 1 and all(o.text == "&&" for o in block.chains[0].operators)
    if not plain or instruction.flags or instruction.heredocs or instruction.exec_form:
        return "its commands cannot be told apart into several RUN"
    for command in script.commands:
        if command.name in _CARRIED or (not command.words and command.assignments):
            return f"{command.name or 'a variable'} holds for commands of both users"
    return None


def _wrapped(stage: Stage, group: Sequence[_Step]) -> Edit | Skip:
    """Put a USER in front of each change of user, and the one that was behind the last."""
    first, last = group[0].instruction, group[-1].instruction
    written = [
        i.value
        for member in stage.lineage
        for i in member.instructions
        if i.keyword == "USER" and i.start < first.start
    ]
    was = written[-1] if written else stage.facts.user or "root"
    operations: list[Operation | Unable] = []
    at: str | None = None
    for step in group:
        cuts = []
        for place, user in step.users:
            if user == at:
                continue
            at = user
            if place:
                cuts.append((place, f"USER {user or was}"))
                continue
            moved = _user_above(stage, step.instruction) if step is group[0] else None
            if moved is not None and user == "root":
                operations.append(delete_instruction(stage.document, moved, moved=True))
            else:
                operations.append(
                    insert_instructions(stage.document, step.instruction, [f"USER {user or was}"])
                )
        operations += step.operations
        if cuts:
            operations.append(split_run(stage.document, step.instruction, cuts))
    follows = stage.instructions[stage.instructions.index(last) + 1 :][:1]
    if at is not None and not (follows and follows[0].keyword == "USER"):
        operations.append(append_instructions(stage.document, last, [f"USER {was}"]))
    doubts = [step.doubt for step in group if step.doubt]
    why = "USER says who runs it, so that nothing has to become root"
    return edit(
        *operations,
        line=first.line,
        why=f"{why}; but {doubts[0]}" if doubts else why,
        safety=Safety.UNSAFE if doubts else Safety.HARDENING,
    )


def _user_above(stage: Stage, instruction: Instruction) -> Instruction | None:
    """The USER right above, where root was the user until there: it can stand behind instead."""
    at = stage.instructions.index(instruction)
    above = stage.instructions[at - 1] if at else None
    if above is None or above.keyword != "USER" or stage.runs_as_root(above) is not True:
        return None
    commented = above.line - 1 in {line for line, _ in stage.document.comments}
    return None if commented else above
