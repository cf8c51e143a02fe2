"""Remove apt's package lists in the RUN that fetched them.

The lists weigh 20 to 50 MB, go stale within days, and a later `rm` cannot take them out of the
layer that made them. A later RUN that installs from them, in this stage or in one built on it, gets
an `apt-get update` of its own; a RUN that did nothing but update is merged into those it served.
https://docs.docker.com/build/building/best-practices/#apt-get
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import (
    add_command_after,
    add_command_before,
    delete_instruction,
    is_alone,
)
from fixer.dockerfile.shell import SHELLS, Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Edit, Operation, Safety, Skip, Unable, edit

REMOVE = "rm -rf /var/lib/apt/lists/*"
_APT = ("apt-get", "apt", "aptitude")
#: Subcommands that fail, or do nothing, without lists.
_NEEDS_LISTS = frozenset(
    [
        "install",
        "reinstall",
        "build-dep",
        "upgrade",
        "dist-upgrade",
        "full-upgrade",
        "safe-upgrade",
        "source",
        "download",
        "satisfy",
        "policy",
        "search",
        "show",
        "madison",
        "showpkg",
        "changelog",
    ]
)
_ALSO_NEED_LISTS = frozenset(("apt-cache", "apt-file", "mk-build-deps", "unattended-upgrade"))
_REMOVED = re.compile(r"/var/lib/(?:apt(?:/|/\*|/lists.*)?|\{[^}]*\bapt\b.*)\Z")
#: Names of scripts that may well install packages.
_INSTALLS = re.compile(r"apt|install|setup|set-up|dep|bootstrap|provision|package|prepare", re.I)


class _Lists:
    """Lists that one RUN fetched and left, and the later commands that install from them."""

    def __init__(self, stage: Stage, run: Instruction, commands: list[Command]) -> None:
        self.stage = stage
        self.run = run
        self.commands = commands
        self.users: list[list[Command]] = []
        self.doubt = ""


@transform(answers=["DL3009"])
def apt_lists(document: Document) -> Iterator[Edit | Skip]:
    if b"apt" not in document.source:
        return
    left: list[_Lists] = []
    for stage in document.stages:
        if stage.parent is None:
            _follow(stage, None, left)
    for lists in left:
        yield _remove(document, lists)


def _follow(stage: Stage, lists: _Lists | None, left: list[_Lists]) -> None:
    """Walk through a stage, then through those built on it, with the lists that are there."""
    for instruction in stage.run_instructions:
        if (lists is None and b"apt" not in instruction.raw) or not stage.readable(instruction):
            continue
        apt: list[Command] = []
        needs: list[Command] = []
        updated = removed = False
        for command in instruction.script.commands:
            name = command.name
            if name in _APT and command.subcommand == "update":
                updated, removed = True, False
                apt.append(command)
            elif (name in _APT and command.subcommand in _NEEDS_LISTS) or name in _ALSO_NEED_LISTS:
                apt.append(command)
                if not updated:
                    needs.append(command)
            elif (name in _APT and command.subcommand in ("distclean", "dist-clean")) or (
                name in ("rm", "find")
                and any(_REMOVED.match(word.literal or "") for word in command.words[1:])
            ):
                removed = True
            elif lists and not updated and not lists.doubt:
                lists.doubt = _doubt(command)
        if needs and lists:
            lists.users.append(needs)
        if removed:
            lists = None
        elif updated:
            lists = _Lists(stage, instruction, apt)
            left.append(lists)
    for child in stage.document.stages:
        if child.parent is stage:
            _follow(child, lists, left)


def _doubt(command: Command) -> str:
    """Why a command may install from the lists without saying so, or nothing."""
    if command.name in ("add-apt-repository", "apt-key"):
        return f"{command.name} changes the sources before they are read again"
    for word in (*command.redirections, *command.words[1:]):
        if "/etc/apt/sources.list" in word.text:
            return "the sources change before they are read again"
    program = command.words[0].text if command.words else ""
    if command.name in SHELLS and len(command.words) > 1 and command.nested_text is None:
        program = next((w.text for w in command.words[1:] if w.text[:1] not in "-+"), "")
    if ("/" in program or program.endswith(".sh")) and _INSTALLS.search(
        posixpath.basename(program)
    ):
        return f"{posixpath.basename(program)} may install from them"
    return ""


def _remove(document: Document, lists: _Lists) -> Edit | Skip:
    run, stage = lists.run, lists.stage
    line = lists.commands[0].line
    for instruction in [run, *(users[0].instruction for users in lists.users)]:
        for mount in instruction.mounts:
            target = mount.get("target") or mount.get("dst") or mount.get("destination") or ""
            if mount["type"] in ("cache", "tmpfs") and target.startswith(
                ("/var/lib", "/var/cache")
            ):
                return Skip(line, f"the lists are on a {mount['type']} mount")
        if instruction.flag("network") == "none":
            return Skip(line, "a RUN without a network installs from the lists")
    update = next(c for c in lists.commands if c.subcommand == "update")
    alone = is_alone(update) and not run.flags and run in stage.instructions
    if alone and not lists.users:
        return Skip(line, "nothing in sight uses the lists that are fetched here")
    operations: list[Operation | Unable] = []
    if alone:
        operations.append(delete_instruction(document, run))
    else:
        operations.append(_clean(lists.commands[-1]))
    for users in lists.users:
        first = users[0]
        if any(user.chain.block is not first.chain.block for user in users) and (
            first.chain.block.kind != "script"
        ):
            operations.append(Unable(first.instruction, "an install in a branch uses the lists"))
            continue
        words = update.text if alone else "apt-get update"
        operations.append(add_command_before(first, _as(first, words)))
        operations.append(_clean(users[-1]))
    why = "the package lists are only needed while this RUN installs"
    if alone:
        why = "an update in a RUN of its own is stored as a layer, and is stale when it is reused"
    elif lists.users:
        lines = ", ".join(str(users[0].line) for users in lists.users)
        why += f"; the install on line {lines} gets an update of its own"
    safety = Safety.SAFE
    if lists.doubt:
        safety = Safety.UNSAFE
        why += f", but {lists.doubt}"
    return edit(*operations, line=line, why=why, safety=safety)


def _clean(command: Command) -> Operation | Unable:
    text = _as(command, REMOVE)
    done = add_command_after(command, text, at_end=True)
    if isinstance(done, Unable):
        return add_command_after(command, text)
    return done


def _as(command: Command, text: str) -> str:
    """The text with the same sudo in front that the command has."""
    return f"sudo {text}" if command.wrapper("sudo") else text
