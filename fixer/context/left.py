"""Files that a build's own commands leave in the image, and are there at its end for sure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import pairwise

from fixer.context.need import within
from fixer.dockerfile.shell import Block, Command, Word
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.words import WordError, expand
from fixer.later import regex

_OUTPUT = regex(r"(?:\d*|&)>{1,2}\|?[ \t]*(?![ \t&>])")
_TRACE = regex(rb">|\b(?:touch|tee|cp|mv|sqlite3|gunzip|gzip|unxz|bunzip2|openssl|ssh-keygen)\b")
#: What unpacks a file in its place, and the end of the name that goes.
_UNPACK = {"gzip": ".gz", "gunzip": ".gz", "unxz": ".xz", "bunzip2": ".bz2"}
_SPECIAL = frozenset("*?[]{}$`\n ~")
#: Commands that go to another folder, and blocks that are a shell of their own.
_GO = frozenset(("cd", "pushd", "popd"))
_APART = frozenset(("subshell", "substitution"))
#: As many of them are followed in one text.
_MOST_GONE = 24
#: Links to links are followed this far.
_HOPS = 8
#: Commands that take away, or put a link in the place of, only what they name.
TAKE = frozenset(
    ("rm", "rmdir", "unlink", "shred", "mv", "ln", "gzip", "gunzip", "unxz", "bunzip2")
)
#: Commands that take nothing away from an application's folder.
_LEAVE = frozenset(
    "[ : addgroup adduser apk apt apt-get cat cd chgrp chmod chown composer cp curl date dnf echo"
    " export gem groupadd id install ls microdnf mkdir npm openssl pip pip3 pnpm printf sed set"
    " sleep sqlite3 ssh-keygen tar tee test touch true unzip update-ca-certificates useradd usermod"
    " wget yarn yum zypper".split()
)


def left(stage: Stage) -> list[str]:
    """The files, as absolute paths, that root made by a redirection, a copy and the like."""
    found: dict[str, None] = {}
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword != "RUN":
                continue
            if not found and not _TRACE.search(instruction.raw):
                continue
            if instruction.script.problem:
                found.clear()
                continue
            mine = member.runs_as_root(instruction) is True and not instruction.flag("mount")
            for command in instruction.script.commands:
                for path in [path for path in found if may_take(member, command, path)]:
                    del found[path]
                if mine and _is_done(command):
                    found.update(dict.fromkeys(makes(member, command)))
    return list(found)


def _is_done(command: Command) -> bool:
    """Whether the build fails where a command does not do what it is for."""
    chain = command.chain
    operators = [operator.text for operator in chain.operators]
    if command.part.outer or command.part.lines or chain.block.parent or command.element.negated:
        return False
    if operators.count("&&") < len(operators) or (
        chain.end_operator is not None and chain.end_operator.text != ";"
    ):
        return False
    if command.element.commands[-1:] != [command]:
        return False  # what goes wrong before the last one of a pipeline is not seen
    return chain is chain.block.chains[-1] or command.script.errexit


def makes(stage: Stage, command: Command) -> Iterator[str]:
    """The files that a command is told by name to make."""
    written = []
    for redirection in command.redirections:
        match = _OUTPUT.match(redirection.text)
        if match:
            written.append(redirection.text[match.end() :])
    operands = [word.text for word in command.words[1:] if not word.text.startswith("-")]
    flags = [word.text for word in command.words[1:] if word.text.startswith("-")]
    if command.name in ("touch", "tee") and set(flags) <= {"-a", "-m", "-am"}:
        written += operands
    elif command.name in ("cp", "mv") and len(operands) == 2 and set(flags) <= {"-f", "-v", "-n"}:
        written += operands[1:]
    elif command.name in _UNPACK and set(flags) <= {"-d", "-f", "-k", "-v", "-df", "-fd", "-dk"}:
        if command.name != "gzip" or any("d" in flag for flag in flags):
            ending = _UNPACK[command.name]
            written += [each.removesuffix(ending) for each in operands if each.endswith(ending)]
    elif command.name == "sqlite3" and not flags:
        written += operands[:1]
    else:
        written += _keys(command)
    for each in written:
        path = absolute(stage, command, each)
        if path and not each.endswith(("/", "/.")):
            yield path


def _keys(command: Command) -> Iterator[str]:
    """The private keys that a command makes, which it closes to all but root."""
    words = [word.text for word in command.words]
    if command.name == "ssh-keygen":
        flags = ("-f",) if {"-l", "-y", "-e", "-R", "-F"}.isdisjoint(words) else ()
    elif command.name == "openssl" and command.subcommand in ("genrsa", "genpkey", "ecparam"):
        flags = ("-out",)
    elif command.name == "openssl" and command.subcommand in ("req", "rsa", "pkcs12", "ec"):
        flags = ("-keyout",) if command.subcommand == "req" else ("-out",)
    else:
        return
    for flag, value in pairwise(words):
        if flag in flags:
            yield value


def keys_left(stage: Stage) -> list[str]:
    """Those of `left` that are private keys."""
    made = {
        path
        for member in stage.lineage
        for command in member.commands("openssl", "ssh-keygen")
        for each in _keys(command)
        if (path := absolute(member, command, each)) is not None
    }
    return [path for path in left(stage) if path in made] if made else []


def may_take(stage: Stage, command: Command, path: str) -> bool:
    """Whether a path may not be there any more behind a command."""
    if command.name in _LEAVE:
        return False
    if command.name not in TAKE:
        return True
    for word in _taken(command):
        named = absolute(stage, command, word.text)
        if named is None:
            known = _before_special(word.text)
            if not known.startswith("/") or path.startswith(known) or within(path, known):
                return True
        elif within(path, named):
            return True
    return False


def _taken(command: Command) -> list[Word]:
    """The words of what a command of TAKE takes away: what ln leads to stays."""
    operands = [word for word in command.words[1:] if word.text[:1] != "-"]
    return operands[-1:] if command.name == "ln" and len(operands) == 2 else operands


def takes(stage: Stage, command: Command, path: str) -> bool:
    """Whether a command of TAKE takes a path away for certain."""
    named = [absolute(stage, command, word.text) for word in _taken(command)]
    return any(each is not None and within(path, each) for each in named)


def led_to(stage: Stage, path: str) -> str:
    """Where the links that the build makes lead an absolute path of the image."""
    links = stage.document.once(("links", stage.index), lambda: dict(_links(stage)))
    for _ in range(_HOPS if links else 0):
        name = next((name for name in links if within(path, name)), None)
        if name is None:
            break
        path = posixpath.normpath(links[name] + path[len(name) :])
    return path


def _links(stage: Stage) -> Iterator[tuple[str, str]]:
    """The links that the build makes, each with what it leads to."""
    for member in stage.lineage:
        for command in member.commands("ln"):
            words = [word.text for word in command.words[1:]]
            flags = {each for word in words if word[:1] == "-" for each in word[1:]}
            operands = [word for word in words if word[:1] != "-"]
            if len(operands) != 2 or not {"s"} <= flags <= {*"sfnvT"}:
                continue
            if command.chain.block.kind != "script":
                continue  # it may not be run
            to, name = (absolute(member, command, each) for each in operands)
            if to is None or name is None:
                continue
            if operands[1].endswith(("/", "/.")) or operands[1] in (".", ".."):
                name = posixpath.join(name, posixpath.basename(to))
            if not operands[0].startswith("/"):
                to = posixpath.join(posixpath.dirname(name), operands[0])
            if name != "/":
                yield name, posixpath.normpath(to)


def _before_special(text: str) -> str:
    """What is known of a word that the shell makes one or several of."""
    at = next((index for index, char in enumerate(text) if char in _SPECIAL), len(text))
    return text[:at].strip("'\"")


def absolute(stage: Stage, command: Command, written: str) -> str | None:
    """The path that a word of a command names, or None where the shell or a variable decides."""
    if written.startswith("-"):
        return None
    state = stage.state(command.instruction)
    try:
        text, certain = expand(written, state.environment)
    except WordError:
        return None
    if not certain or not _SPECIAL.isdisjoint(text):
        return None
    if not text.startswith("/"):
        folder = stands_in(stage, command)
        if folder is None:
            return None
        text = posixpath.join(folder, text)
    return posixpath.normpath(text)


def stands_in(stage: Stage, command: Command) -> str | None:
    """The folder that a command works in: the WORKDIR, or where a `cd` before it went; None where
    that is not known."""
    state = stage.state(command.instruction)
    folder = state.workdir
    around: list[Block] = []
    left = _MOST_GONE
    for other in command.script.commands:
        if other is command:
            break
        if other.name not in _GO:
            continue
        left -= 1
        if not left:
            return None
        around = around or [*_around(command)]
        inner = [block for block in _around(other) if block not in around]
        if any(block.kind in _APART or block.parent is None for block in inner):
            continue  # it is gone with its shell
        target = other.words[1].text if other.name == "cd" and len(other.words) == 2 else "-"
        try:
            text, certain = expand(target, state.environment)
        except WordError:
            text, certain = "", False
        if not certain or not _SPECIAL.isdisjoint(text) or text.startswith("-"):
            folder = None
        elif inner or len(other.element.commands) > 1:
            folder = None  # it may not be run
        elif text.startswith("/") or folder is not None:
            folder = posixpath.normpath(posixpath.join(folder or "/", text))
    return folder


def _around(command: Command) -> Iterator[Block]:
    """The blocks that a command stands in, from its own on."""
    block: Block | None = command.chain.block
    while block is not None:
        yield block
        block = block.outer


def changes_folder(command: Command) -> bool:
    """Whether the script that a command stands in goes to another folder than the WORKDIR."""
    return any(other.name in ("cd", "pushd") for other in command.script.commands)
