"""What tools of a build keep in root's home folder, where those of the container look for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fixer.context.commands import base_name
from fixer.context.need import Kind, Need
from fixer.facts import programs as known

if TYPE_CHECKING:
    from fixer.context.judge import Judge
    from fixer.dockerfile.shell import Command
    from fixer.dockerfile.stages import Stage


def kept_at_home(judge: Judge) -> None:
    """Note what the build leaves in root's home, where a tool of the container looks for it."""
    stage = judge.stage
    names = set(stage.end_state.environment)
    if "HOME" in names:
        return
    for kept in known.KEPT_AT_HOME:
        tools = kept.tools & judge.programs
        if kept.subcommands:
            tools &= {name for name, first in judge.operands if first in kept.subcommands}
        if not tools or not names.isdisjoint(kept.variables):
            continue
        command = next(_fills(stage, kept), None)
        if command is not None:
            first = command.subcommand or ""
            shown = first if " " not in first and "(" not in first else ""
            what = f"RUN {command.name} {shown}".rstrip()
            what = f"{what} leaves in root's home folder what {min(tools)} looks for there"
            judge.add(Need(Kind.ROOT, what, None, command.line))
    if "bundle" in stage.document.tokens:
        _bundler(judge, names)


def _fills(stage: Stage, kept: known.Kept) -> Iterator[Command]:
    for command in _of_root(stage, *kept.makers):
        words = [word.text.strip("'\"") for word in command.words[1:]]
        if command.assignments and any(
            word.text.partition("=")[0] in ("HOME", *kept.variables) for word in command.assignments
        ):
            continue
        if any(word.startswith(known.KEPT_ELSEWHERE) for word in words):
            continue
        if any(map(kept.word.search, words)):
            yield command


def _of_root(stage: Stage, *names: str) -> Iterator[Command]:
    """The commands of these names that the build runs as root."""
    for member in stage.lineage:
        for command in member.commands(*names):
            instruction = command.instruction
            if instruction.outer is None and member.runs_as_root(instruction) is not False:
                yield command


def _bundler(judge: Judge, names: set[str]) -> None:
    """Settings of Bundler's in root's home: where it has no Gemfile yet, it keeps them there."""
    stage = judge.stage
    if not names.isdisjoint(("BUNDLE_USER_CONFIG", "BUNDLE_USER_HOME")):
        return
    for command in _of_root(stage, "bundle", "bundler"):
        words = [word.text.strip("'\"") for word in command.words[1:]]
        if words[:1] != ["config"] or "--local" in words or "--delete" in words:
            continue
        operands = [word for word in words[1:] if word[:1] != "-"]
        to_set = operands[:1] == ["set"]
        setting, *values = operands[to_set:] or [""]
        if setting not in known.BUNDLER_SETTINGS or not values:
            continue
        if f"BUNDLE_{setting.upper()}" in names:
            continue
        if to_set and "--global" not in words and _has_gemfile(stage, command):
            continue
        what = f"RUN bundle config {setting} is kept in root's home folder"
        judge.add(Need(Kind.ROOT, what, None, command.line))


def _has_gemfile(stage: Stage, command: Command) -> bool:
    """Whether a Gemfile was copied to where a command stands, as far as is in sight."""
    for member in stage.lineage:
        for copy in member.instructions:
            if copy.keyword in ("COPY", "ADD") and copy.start < command.instruction.start:
                names = [base_name(value.rstrip("/")) for value in copy.values[:-1]]
                if any(name[:7] in ("Gemfile", ".", "*", "") for name in names):
                    return True
    return False
