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
from fixer.context.copies import copies
from fixer.context.image import image_of
from fixer.context.left import absolute
from fixer.context.need import within
from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import (
    add_command_after,
    add_command_before,
    delete_instruction,
    insert_words,
    is_alone,
)
from fixer.dockerfile.shell import SHELLS, Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Edit, Operation, Safety, Skip, Unable, edit
from fixer.facts import programs as known
from fixer.later import regex

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
#: Of a trigger that runs only these, the lists are all that it is for.
_INSTALL_NOTHING = frozenset(("update", "upgrade", "dist-upgrade", "full-upgrade", "safe-upgrade"))
_ALSO_NEED_LISTS = frozenset(("apt-cache", "apt-file", "mk-build-deps", "unattended-upgrade"))
#: Tools that have apt install what they find out.
_ASK_APT = frozenset(("rosdep", "nala", "apt-fast", "tasksel", "gdebi"))
_NAMES = r"(?:apt-get|apt|aptitude)\s"
_TOOL = rf"(?:^|[\s;&|\"'(/=]){_NAMES}(?:(?:(?!{_NAMES})[^;&|\n])*\s)?"
_INSTALL = regex(_TOOL + r"(?:install|build-dep|upgrade|source|download)\b")
_UPDATE = regex(_TOOL + r"update\b")
_REMOVED = regex(r"/var/lib/(?:apt(?:/|/\*|/lists.*)?|\{[^}]*\bapt\b.*)\Z")
_ABOVE_LISTS = ("/var/lib/apt/lists", "/var/lib/apt", "/var/lib", "/var")
#: Names of scripts that may well install packages.
_INSTALLS = regex(r"apt|install|setup|set-up|dep|bootstrap|provision|package|prepare", re.I)
#: What a script that does may say: the tool, or another script.
_MAY_USE_LISTS = regex(rb"\bapt|aptitude|\.sh\b|\bsource\b|^[ \t]*+\. ", re.M)


class _Lists:
    """Lists that one RUN fetched and left, and the later commands that install from them."""

    def __init__(self, stage: Stage, run: Instruction, commands: list[Command]) -> None:
        self.stage = stage
        self.run = run
        self.commands = commands
        self.user = stage.state(run).user
        #: The commands of each later RUN that fail without them.
        self.needs: list[list[Command]] = []
        #: The starts of those of them that remove the lists themselves.
        self.cleaned: set[int] = set()
        #: What removes them later, and fails where there are none.
        self.removers: list[Command] = []
        #: Why they have to stay, or nothing.
        self.kept = ""
        #: What changed the sources since, and whether something was installed after that.
        self.changed = ""
        self.doubt = ""
        #: A script from elsewhere ran, which may or may not have used them.
        self.unseen = False
        #: One that a shell is given by a pipe, before the first command that surely uses them.
        self.unseen_first = False


@transform(answers=["DL3009"], needs=["apt", "aptitude"])
def apt_lists(document: Document) -> Iterator[Edit | Skip]:
    if b"apt" not in document.source:
        return
    left: list[_Lists | Skip] = []
    for stage in document.stages:
        if stage.parent is None:
            _follow(stage, None, left)
    for lists in left:
        yield lists if isinstance(lists, Skip) else _remove(document, lists)


def _follow(stage: Stage, lists: _Lists | None, left: list[_Lists | Skip]) -> None:
    """Walk through a stage, then through those built on it, with the lists that are there."""
    for instruction in stage.run_instructions:
        if lists is None and b"apt" not in instruction.raw:
            continue
        if not stage.readable(instruction):
            if lists and _INSTALL.search(instruction.logical):
                lists.kept = f"line {instruction.line}, which cannot be read, may install from them"
            continue
        apt: list[Command] = []
        needs: list[Command] = []
        updated = removed = fetched = False
        for command in instruction.script.commands:
            name = command.name
            if name in _APT and command.subcommand == "update":
                updated, removed = True, False
                apt.append(command)
            elif (name in _APT and command.subcommand in _NEEDS_LISTS) or name in _ALSO_NEED_LISTS:
                apt.append(command)
                if not updated:
                    needs.append(command)
            elif name in _APT and command.subcommand in ("distclean", "dist-clean"):
                removed = True
                left.append(Skip(command.line, f"{command.text} removes the lists"))
            elif name in ("rm", "find") and any(
                _REMOVED.match(word.literal or "") for word in command.words[1:]
            ):
                removed = True
                if lists and not (updated or needs) and _fails_without(command):
                    lists.removers.append(command)
            elif lists and not (updated or needs) and _reads_them(command):
                lists.kept = f"{command.name} in line {command.line} reads them"
            elif lists and not (updated or fetched):
                same_user = stage.state(instruction).user == lists.user
                if _changes_sources(command):
                    lists.changed = lists.changed or command.name
                elif said := _said_within(stage, command):
                    fetched = _UPDATE.search(said) is not None
                    if not fetched and same_user:
                        needs.append(command)
                    elif not fetched:
                        lists.kept = f"{command.name} in line {command.line} installs from them"
                elif _may_install(stage, command) and same_user:
                    needs.append(command)
                lists.unseen = lists.unseen or _is_unseen(stage, command)
                if not (lists.needs or needs) and _is_piped(command):
                    lists.unseen_first = True
            if lists and len(needs) == 1 and needs[0] is command and lists.changed:
                lists.doubt = f"{lists.changed} changes the sources before they are used again"
        if needs and lists:
            lists.needs.append(needs)
            if removed:
                lists.cleaned.add(instruction.start)
        if removed or fetched:
            lists = None
        if updated and not removed:
            lists = _Lists(stage, instruction, apt)
            left.append(lists)
    for child in stage.document.stages:
        if child.parent is stage:
            _follow(child, lists, left)


def _fails_without(command: Command) -> bool:
    return command.name == "rm" and not command.has_flag("-f", "--force")


def _reads_them(command: Command) -> bool:
    """Whether a command other than one that removes or makes the folder names it."""
    named = any("/var/lib/apt/lists" in word.text for word in command.words[1:])
    return named and command.name not in ("rm", "mkdir", "find", "install", "chmod", "chown")


def _said_within(stage: Stage, command: Command) -> str:
    """The text of a command that tells another one to install with apt: `retry apt-get install`,
    `eval "apt-get install"`, `$APT_INSTALL`. Empty where it does not, or is read by itself."""
    if command.name in known.TALKERS or any(p.outer is command for p in command.script.parts):
        return ""
    if command.name in _ASK_APT:
        installs = command.subcommand == "install" or command.name == "gdebi"
        return command.text if installs else ""
    said = " ".join(stage.spelled(command))
    if said.startswith("$") and "apt" in command.words[0].text.lower():
        return said  # whatever it is called with
    return said if _INSTALL.search(said) or _UPDATE.search(said) else ""


def _changes_sources(command: Command) -> bool:
    # add-apt-repository reads the new sources by itself, and a key alone breaks no update
    return any(
        "/etc/apt/sources.list" in word.text for word in (*command.redirections, *command.words[1:])
    )


def _is_piped(command: Command) -> bool:
    """A shell that reads a script which may need the lists of a RUN before it."""
    words = [word.text for word in command.words[1:]]
    if command.name not in SHELLS or not (not words or words[0] == "-" or "-s" in words):
        return False
    text = command.instruction.logical
    return not any(part in text for part in known.BRING_THEIR_LISTS)


def _may_install(stage: Stage, command: Command) -> bool:
    """A script that is not seen not to install packages, and whose name sounds as if it did, or
    which is the base image's: such a script is there to be built with."""
    program = _script_of(command)
    name = posixpath.basename(program)
    if not ("/" in program or name.endswith(".sh")):
        return False
    if _INSTALLS.search(name) is None and not _is_of_base(stage, program):
        return False
    if program.endswith("aws/install"):  # of the AWS CLI: it copies files
        return False
    return _may_use_lists(stage, command, program)


def _script_of(command: Command) -> str:
    """The program that a command runs, or the file that it has a shell read."""
    if command.name in SHELLS and command.nested_text is None:
        return next((w.text for w in command.words[1:] if w.text[:1] not in "-+"), "")
    return command.words[0].text if command.words else ""


def _is_of_base(stage: Stage, program: str) -> bool:
    """Whether a script is the base image's: nothing in the file brings it."""
    name = posixpath.basename(program)
    if not program.startswith("/") or not name.endswith(".sh"):
        return False
    if stage.document.source.count(name.encode()) > 1:
        return False
    path = posixpath.normpath(program)
    return all(copy.place is not None and not within(path, copy.place) for copy in copies(stage))


def _may_use_lists(stage: Stage, command: Command, program: str) -> bool:
    """Whether a script is not in sight, or may have apt read the lists."""
    path = absolute(stage, command, program)
    if stage.document.context is None or path is None:
        return True
    data = image_of(stage).read(path)
    return data is None or _MAY_USE_LISTS.search(data) is not None


def _is_unseen(stage: Stage, command: Command) -> bool:
    """A shell that reads what another command gives it, or a script that may use the lists."""
    if command.name in SHELLS and len(command.words) < 3:
        return True
    program = _script_of(command)
    return program.endswith(".sh") and _may_use_lists(stage, command, program)


def _remove(document: Document, lists: _Lists) -> Edit | Skip:
    run = lists.run
    line = lists.commands[0].line
    if lists.kept:
        return Skip(line, lists.kept)
    for instruction in [run, *(needs[0].instruction for needs in lists.needs)]:
        for mount in instruction.mounts:
            target = mount.get("target") or mount.get("dst") or mount.get("destination") or ""
            if mount["type"] in ("cache", "tmpfs") and target.rstrip("/") in _ABOVE_LISTS:
                return Skip(line, f"the lists are on a {mount['type']} mount")
        if instruction.flag("network") == "none":
            return Skip(line, "a RUN without a network installs from the lists")
    if run.outer is not None and all(c.subcommand in _INSTALL_NOTHING for c in lists.commands):
        return Skip(line, "what is built on this image may install with the lists")
    update = next(c for c in lists.commands if c.subcommand == "update")
    alone = is_alone(update) and not run.flags and run.outer is None
    operations: list[Operation | Unable] = []
    safety = Safety.SAFE
    if alone and (lists.unseen_first or (lists.unseen and not lists.needs)):
        return Skip(line, "a script that is not in sight may use the lists")
    if alone and not lists.needs:
        operations.append(delete_instruction(document, run))
        why = "nothing in sight uses the lists that this fetches"
        safety = Safety.HARDENING
    elif alone:
        operations.append(delete_instruction(document, run))
        why = "an update in a RUN of its own is stored as a layer, and is stale when it is reused"
    else:
        operations.append(_clean(lists.commands[-1], update))
        why = "the package lists are only needed while this RUN installs"
        if lists.needs:
            lines = ", ".join(str(needs[0].line) for needs in lists.needs)
            why += f"; what uses them on line {lines} gets an update of its own"
    for needs in lists.needs:
        clean = needs[0].instruction.start not in lists.cleaned
        operations += _update(needs, update.text if alone else "apt-get update", clean)
    operations += [insert_words(rm, rm.words[0], ["-f"]) for rm in lists.removers]
    if lists.doubt:
        safety = Safety.UNSAFE
        why += f", but {lists.doubt}"
    return edit(*operations, line=line, why=why, safety=safety)


def _update(needs: list[Command], update: str, clean: bool) -> list[Operation | Unable]:
    """Give a RUN that needs the lists an update of its own, and have it clean up, too."""
    first, last = needs[0], needs[-1]
    nested = first.chain.block.kind != "script"
    if nested and any(other.chain.block is not first.chain.block for other in needs):
        return [Unable(first.instruction, "installs in several branches use the lists")]
    updated = add_command_before(first, _as(first, update))
    return [updated, _clean(last, first)] if clean else [updated]


def _clean(command: Command, fetch: Command) -> Operation | Unable:
    """Remove the lists behind the last command that needs them, whichever branch `fetch` took."""
    text = _as(command, REMOVE)
    done = add_command_after(command, text, at_end=True, beside=fetch)
    if isinstance(done, Unable):
        return add_command_after(command, text)
    return done


def _as(command: Command, text: str) -> str:
    """The text with the same sudo in front that the command has."""
    return f"sudo {text}" if command.wrapper("sudo") else text
