"""Shell scripts: parsed as the shell text of a RUN is, and what holds at their commands."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from fixer.dockerfile.syntax import Heredoc, Instruction
from fixer.dockerfile.words import Word, WordError, expand

if TYPE_CHECKING:
    from fixer.dockerfile.shell import Block, Chain, Command, Element, Script
    from fixer.dockerfile.shell import Word as ShellWord

#: Longer scripts are not read, in bytes.
LONGEST = 64 * 1024

_LONGEST_VALUE = 4096

_HEAD = b'RUN <<"_"\n'
_TESTS = ("[", "test ", "((")
_USER_COMMANDS = ("$(id -u", "`id -u", "$(whoami", "$(id -n")
_USER_MARKS = (*_USER_COMMANDS, "$EUID", "${EUID", "$UID", "${UID", "(( EUID", "((EUID", "(( UID")
#: More of them are not followed.
_MOST_TESTS = 30
_UNEQUAL = ("!=", "-ne", "-gt", ">")
#: Commands behind `||` that let a script go on.
_SHRUGS = frozenset(("true", ":", "echo", "printf", "warn", "log", "logger", "/bin/true"))


def parse_script(text: bytes) -> Script:
    """The script, its commands' lines counted from 1; what cannot be read is its `problem`."""
    body = text.replace(b"\r\n", b"\n") if len(text) <= LONGEST else b""
    if not body.endswith(b"\n"):
        body += b"\n"
    start, end = len(_HEAD), len(_HEAD) + len(body)
    heredoc = Heredoc("_", False, False, Word('<<"_"', 4, 9), start, end)
    head = _HEAD.rstrip()
    instruction = Instruction(_HEAD + body + b"_\n", head, [(0, 0)], "\\", (heredoc,))
    script = instruction.script
    if len(text) > LONGEST:
        script.problem = "it is too long to be read"
    return script


class Variables(Mapping[str, "str | None"]):
    """What a script's variables hold where that is plain; every other name is unknown: None."""

    def __init__(self, known: Mapping[str, str | None]) -> None:
        self._known = known
        self._set: dict[str, str | None] = {}

    def __getitem__(self, name: str) -> str | None:
        return self._set[name] if name in self._set else self._known.get(name)

    def __contains__(self, name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter({*self._set, *self._known})

    def __len__(self) -> int:
        return len(self._set) + len(self._known)

    def assign(self, text: str) -> None:
        """Take over `NAME=value`, as written."""
        name, _, value = text.partition("=")
        self._set[name] = self.value(value)

    def value(self, text: str) -> str | None:
        """A word as the program gets it; None where that is not known."""
        if "$(" in text or "`" in text or "$((" in text or text.startswith("("):
            return None
        try:
            found = expand(text, self)
        except WordError:
            return None
        # a variable that holds itself twice over grows without end
        return found.text if found.certain and len(found.text) <= _LONGEST_VALUE else None

    def word(self, word: ShellWord) -> str | None:
        literal = word.literal
        return literal if literal is not None else self.value(word.text)


class Guards:
    """Which commands of a script run only for root, and which end it for all others."""

    def __init__(self, script: Script) -> None:
        #: Commands that only root runs, by id().
        self.for_root: set[int] = set()
        #: `exit 1` where the user is not root.
        self.insists: list[Command] = []
        self._script = script
        marks = [*_USER_MARKS]
        for command in script.commands:
            for word in (*command.assignments, *command.words):
                name, equals, value = word.text.partition("=")
                if equals and name.isidentifier() and any(m in value for m in _USER_COMMANDS):
                    marks += [f"${name}", f"${{{name}}}"]
        left = _MOST_TESTS
        for chain in script.chains:
            for index, element in enumerate(chain.elements):
                if left == 0:
                    return
                text = _text(chain, element)
                if text.lstrip("! ").startswith(_TESTS) and any(mark in text for mark in marks):
                    not_root = any(sign in text.split() for sign in _UNEQUAL) != element.negated
                    self._follow(chain, index, not_root)
                    left -= 1

    def _follow(self, chain: Chain, index: int, not_root: bool) -> None:
        """Take in what runs, or does not, behind a test of the user."""
        script = self._script
        block = chain.block
        if index < len(chain.operators):
            rest = chain.elements[index + 1 :]
            within = [c for c in script.commands if rest[0].start <= c.start < rest[-1].end]
            if not_root == (chain.operators[index].text == "||"):
                self.for_root.update(map(id, within))
            else:
                self.insists += filter(_gives_up, within)
        elif block.kind == "condition" and block.parent is not None:
            branches: list[Block] = []
            for other in script.chains:
                inner = other.block
                if inner.parent is block.parent and inner.kind == "branch":
                    if inner not in branches:
                        branches.append(inner)
            branches.sort(key=lambda branch: branch.chains[0].start)
            then, others = branches[:1], branches[1:]
            for_root, for_all = (others, then) if not_root else (then, others)
            for command in script.commands:
                if any(_inside(command, branch) for branch in for_root):
                    self.for_root.add(id(command))
                elif any(_inside(command, b) for b in for_all) and _gives_up(command):
                    self.insists.append(command)


def _text(chain: Chain, element: Element) -> str:
    mask = chain.block.part.mask
    return mask[element.start : min(element.end, element.start + 300)].decode("utf-8", "replace")


def _gives_up(command: Command) -> bool:
    if command.name in ("die", "fail", "error_exit", "fatal"):
        return True
    return command.name in ("exit", "return") and command.subcommand not in ("", "0")


def _inside(command: Command, block: Block) -> bool:
    chain: Chain | None = command.chain
    while chain is not None:
        if chain.block is block:
            return True
        chain = chain.block.parent
    return False


def forgiven(command: Command) -> bool:
    """Whether a script goes on where the command fails: `… || true`."""
    chain = command.chain
    if command.index >= len(chain.operators) or chain.operators[command.index].text != "||":
        return False
    following = chain.elements[command.index + 1].commands
    return bool(following) and all(other.name in _SHRUGS for other in following)


def folder_after(command: Command, folder: str | None, variables: Variables) -> str | None:
    """The working directory behind a `cd`; None where it is not known."""
    if len(command.words) < 2:
        return None
    target = variables.word(command.words[-1])
    if target is None or target in ("-", "~"):
        return None
    if target.startswith("/"):
        return posixpath.normpath(target)
    return posixpath.normpath(posixpath.join(folder, target)) if folder is not None else None
