"""The shell text of an instruction: its commands, how they are joined, and where they stand.

Every offset is one of the instruction's own bytes. A text that does not parse cleanly has a
`problem` and no commands. `shell_read` is how it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fixer.dockerfile.lazy import lazy
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.dockerfile.syntax import Instruction

#: Programs that read a script in the POSIX shell's language.
SHELLS = frozenset(("sh", "bash", "dash", "ash", "zsh", "ksh"))


class Word(NamedTuple):
    """A word as written. Places count from the instruction's first byte."""

    text: str
    start: int
    end: int

    @property
    def literal(self) -> str | None:
        """The word as the program gets it, or None where the shell puts something in."""
        text = self.text
        return text if _PLAIN_WORD.match(text) else _literal(text)


_PLAIN_WORD = regex(r"[^'\"\\$`]*\Z")


def _literal(text: str) -> str | None:
    out: list[str] = []
    quote = ""
    at = 0
    while at < len(text):
        ch = text[at]
        if quote == "'":
            if ch == "'":
                quote = ""
            else:
                out.append(ch)
        elif ch in "$`":
            return None
        elif ch == "\\":
            at += 1
            following = text[at : at + 1]
            if following != "\n":
                if quote and following not in ('"', "\\", "$", "`"):
                    out.append("\\")
                out.append(following)
        elif ch == quote:
            quote = ""
        elif not quote and ch in "'\"":
            quote = ch
        else:
            out.append(ch)
        at += 1
    return "".join(out)


class Wrapper(NamedTuple):
    """A program in front of a command that runs it as it is: `sudo -E`, `nice -n 5`, `exec`."""

    name: str
    words: tuple[Word, ...]


class Operator(NamedTuple):
    text: str
    start: int
    end: int


class Command:
    """A simple command, its wrappers taken off.

    `words[0]` is the program as written; `name` is the program's base name, or "" where the shell
    puts it in. `start` and `end` include assignments, wrappers and redirections.
    """

    def __init__(
        self,
        part: Part,
        start: int,
        end: int,
        assignments: list[Word],
        words: list[Word],
        redirections: list[Word],
    ) -> None:
        self.part = part
        self.start = start
        self.end = end
        self._own_assignments = assignments
        self.redirections = redirections
        #: All words, those of the wrappers included.
        self.all_words = words
        self.wrappers: tuple[Wrapper, ...] = ()
        #: The and-or list and the place in it; set where the statement is walked.
        self.chain: Chain
        self.index = 0
        #: The text of another instruction's heredoc is what it reads.
        self.reads_heredoc = False
        self.unwrap()

    def __repr__(self) -> str:
        return f"<{' '.join(w.text for w in self.words)}>"

    def unwrap(self) -> None:
        words = self.all_words
        at = 0
        self.assignments = list(self._own_assignments)
        wrappers: list[Wrapper] = []
        name = ""
        while at < len(words):
            literal = words[at].literal
            if literal is None:
                name = _program_name(words[at])
                break
            name = base_name(literal)
            if name not in _WRAPPERS and not name.startswith(_PYTHONS):
                break
            taken = _wrapper_length(name, words, at)
            if not taken or at + taken >= len(words):
                break
            inner = words[at : at + taken]
            self.assignments += [w for w in inner[1:] if _ASSIGNMENT.match(w.text)]
            wrappers.append(Wrapper(name, tuple(inner)))
            at += taken
        self.wrappers = tuple(wrappers)
        self.words = words[at:] if at else words
        self.name = name

    @property
    def instruction(self) -> Instruction:
        return self.part.script.instruction

    @property
    def element(self) -> Element:
        """The member of the and-or list that it is, or is a part of."""
        return self.chain.elements[self.index]

    @property
    def piped(self) -> bool:
        """A member of a pipeline of several."""
        return self.element.piped

    @property
    def script(self) -> Script:
        return self.part.script

    @property
    def text(self) -> str:
        """The words, one blank between them."""
        return " ".join(word.text for word in self.words)

    @property
    def line(self) -> int:
        """The 1-based line of the document that the program stands on."""
        instruction = self.instruction
        at = self.words[0].start if self.words else self.start
        return instruction.line + instruction.raw.count(b"\n", 0, at)

    # Arguments, read with what is known of the program's flags ---------------------------------

    @lazy
    def _arguments(self) -> tuple[list[Word], list[Word]]:
        """(flags, operands): a flag that takes a value is followed by that value's word."""
        from fixer.facts.tools import takes_next_word

        flags: list[Word] = []
        operands: list[Word] = []
        subcommand: str | None = None
        pending = False
        only_operands = False
        for word in self.words[1:]:
            text = word.text
            if pending:
                flags.append(word)
                pending = False
            elif not operands and text[:1] in '"$' and self._is_flags(word):
                flags.append(word)
            elif only_operands or text[:1] != "-" or text == "-":
                operands.append(word)
                if len(operands) == 1:
                    subcommand = word.literal
            elif text == "--":
                only_operands = True
                flags.append(word)
            else:
                flags.append(word)
                pending = takes_next_word(self.name, subcommand, text)
        return flags, operands

    def _is_flags(self, word: Word) -> bool:
        """Whether a variable stands in front of a package tool's subcommand: it holds flags."""
        return (
            self.name in _PACKAGE_TOOLS
            and _VARIABLE.fullmatch(word.text) is not None
            and any(w.start > word.start and _SUBCOMMAND.fullmatch(w.text) for w in self.words)
        )

    @property
    def flags(self) -> list[Word]:
        return self._arguments[0]

    @lazy
    def subcommand(self) -> str:
        """The first word that is neither a flag nor a flag's value: `install`."""
        operands = self._arguments[1]
        return (operands[0].literal or "") if operands else ""

    @property
    def operands(self) -> list[Word]:
        """The words behind the subcommand that are neither flags nor their values."""
        return self._arguments[1][1:]

    def has_flag(self, *names: str) -> bool:
        """Whether a flag is given, as `--name`, `--name=value`, `-n`, or among `-xyn`."""
        for word in self.flags:
            text = word.literal
            if text is None:
                continue
            for name in names:
                if text == name:
                    return True
                if name.startswith("--"):
                    if text.startswith(name + "="):
                        return True
                elif len(name) == 2 and text[:1] == "-" and text[1:2] != "-":
                    cluster = text[1:]
                    if name[1] in cluster and cluster.isalpha():
                        return True
        return False

    def flag_value(self, *names: str) -> str | None:
        """The value of `--name=value`, `--name value` or `-nvalue`; None where not given."""
        flags = self.flags
        for at, word in enumerate(flags):
            text = word.literal
            if text is None:
                continue
            for name in names:
                if text == name and at + 1 < len(flags):
                    return flags[at + 1].literal
                if name.startswith("--") and text.startswith(name + "="):
                    return text[len(name) + 1 :]
                if len(name) == 2 and text.startswith(name) and len(text) > 2:
                    return text[2:]
        return None

    def assignment(self, name: str) -> str | None:
        """The value, as written, of `NAME=value` in front of the command."""
        for word in self.assignments:
            key, equals, value = word.text.partition("=")
            if equals and key == name:
                return value
        return None

    def wrapper(self, name: str) -> Wrapper | None:
        for wrapper in self.wrappers:
            if wrapper.name == name:
                return wrapper
        return None

    @property
    def nested_text(self) -> Word | None:
        """The script of `sh -c SCRIPT`."""
        if self.name not in SHELLS:
            return None
        words = self.words
        for at, word in enumerate(words[1:], 1):
            text = word.text
            if text[:1] not in "-+":
                return None
            if text[:1] == "-" and text[1:2] != "-" and text.endswith("c") and at + 1 < len(words):
                return words[at + 1]
            if text in ("-o", "+o", "-O"):
                return None if at + 2 >= len(words) else _after_option(words, at + 2)
        return None


def _after_option(words: Sequence[Word], at: int) -> Word | None:
    """The script behind `-o pipefail`-like options that stand apart from `-c`."""
    while at + 1 < len(words) and words[at].text[:1] == "-":
        if words[at].text.endswith("c"):
            return words[at + 1]
        at += 1
    return None


_ASSIGNMENT = regex(r"[A-Za-z_][A-Za-z0-9_]*\+?=")
_SUDO_VALUES = frozenset(
    [
        "-u",
        "-g",
        "-h",
        "-p",
        "-C",
        "-r",
        "-t",
        "-T",
        "-U",
        "-D",
        "-R",
        "--user",
        "--group",
        "--host",
        "--prompt",
        "--close-from",
        "--role",
        "--type",
        "--command-timeout",
        "--other-user",
        "--chdir",
        "--chroot",
    ]
)
_SUDO_FLAGS = frozenset(
    [
        "-E",
        "-H",
        "-n",
        "-S",
        "-b",
        "-k",
        "-P",
        "-A",
        "--preserve-env",
        "--set-home",
        "--non-interactive",
        "--stdin",
        "--background",
        "--reset-timestamp",
        "--preserve-groups",
        "--askpass",
    ]
)


_VARIABLE = regex(r'"?\$(?:\w+|\{\w+(?:\[@\])?\})"?')
#: What a package tool is told to do, by its most common names.
_SUBCOMMAND = regex(
    r"install|in|add|del|remove|update|upgrade|clean|build-dep|(?:dist|full)-upgrade|autoremove|purge"
)
#: What `_wrapper_length` knows.
_WRAPPERS = frozenset("exec command time nohup eatmydata nice timeout env sudo xargs".split())
#: Those that xargs is looked through for: what they do does not hang on the words that it adds.
_PACKAGE_TOOLS = frozenset(
    "apt-get apt aptitude apk dnf yum microdnf tdnf zypper pacman pip pip3 sudo".split()
)
_PYTHONS = ("python", "pypy")
_PYTHON = regex(r"(?:python|pypy)[0-9.]*\Z")
_PYTHON_FLAGS = frozenset("-u -E -I -s -S -B -O -OO -P".split())


def _program_name(word: Word) -> str:
    """The base name of a program, also of one in a folder that a variable names."""
    literal = word.literal
    if literal is None:
        name = word.text.rstrip('"').rpartition("/")[2]
        return name if "/" in word.text and _PLAIN_NAME.fullmatch(name) else ""
    return base_name(literal)


_PLAIN_NAME = regex(r"[\w.+-]+")


def base_name(text: str | None) -> str:
    if not text:
        return ""
    return text.rpartition("/")[2]


def _wrapper_length(name: str, words: Sequence[Word], at: int) -> int:
    """How many words the wrapper at `words[at]` takes, itself included; 0 where it is none."""
    start = at
    at += 1
    if _PYTHON.match(name):
        # `python -m pip` is pip
        while at < len(words) and words[at].text in _PYTHON_FLAGS:
            at += 1
        module = at + 2 <= len(words) and words[at].text == "-m" and words[at + 1].text == "pip"
        return at + 1 - start if module else 0
    if name in ("exec", "command", "time", "nohup", "eatmydata"):
        while at < len(words) and words[at].text.startswith("-"):
            if name == "command" and words[at].text != "-p":
                return 0
            if name == "exec" and words[at].text == "-a":
                at += 1
            at += 1
        return at - start
    if name == "nice":
        while at < len(words) and words[at].text.startswith("-"):
            at += 2 if words[at].text in ("-n", "--adjustment") else 1
        return at - start
    if name == "timeout":
        while at < len(words) and words[at].text.startswith("-"):
            at += 2 if words[at].text in ("-k", "-s", "--kill-after", "--signal") else 1
        return at + 1 - start
    if name == "env":
        while at < len(words):
            text = words[at].text
            if text in ("-u", "--unset", "-C", "--chdir"):
                at += 2
            elif text in ("-i", "-", "--ignore-environment", "--") or _ASSIGNMENT.match(text):
                at += 1
            elif text.startswith("-"):
                return 0
            else:
                break
        return at - start
    if name == "sudo":
        while at < len(words):
            text = words[at].text
            if text == "--":
                at += 1
                break
            if text in _SUDO_VALUES:
                at += 2
            elif (
                _ASSIGNMENT.match(text)
                or text in _SUDO_FLAGS
                or "=" in text[:16]
                or re.fullmatch(r"-[EHnSbkPA]+", text)
                or re.fullmatch(r"-[EHnSbkPA]*u.+", text)
            ):
                at += 1
            elif text.startswith("-"):
                return 0
            else:
                break
        return at - start
    if name == "xargs":
        from fixer.facts.tools import takes_next_word

        while at < len(words) and words[at].text.startswith("-"):
            at += 2 if takes_next_word("xargs", None, words[at].text) else 1
        known = at < len(words) and base_name(words[at].literal) in _PACKAGE_TOOLS
        return at - start if known else 0
    return 0


class Element:
    """A member of an and-or list: a pipeline, with its `!`."""

    __slots__ = ("commands", "compound", "end", "negated", "piped", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.negated = False
        #: More than one member, joined by `|`.
        self.piped = False
        #: Holds statements of its own: a group, a subshell, `if`, a loop …
        self.compound = False
        #: The commands of the pipeline itself.
        self.commands: list[Command] = []


class Chain:
    """An and-or list: elements joined by `&&` and `||`."""

    __slots__ = ("block", "elements", "end_operator", "operators", "place")

    def __init__(self, block: Block) -> None:
        self.block = block
        block.part.script.chains.append(self)
        #: Its place among the block's chains.
        self.place = len(block.chains)
        self.elements: list[Element] = []
        self.operators: list[Operator] = []
        #: The `;` or `&` right behind it, or None.
        self.end_operator: Operator | None = None

    @property
    def start(self) -> int:
        return self.elements[0].start

    @property
    def end(self) -> int:
        return self.elements[-1].end


class Block:
    """A list of and-or lists: a script, or what stands between `{` and `}`, `then` and `fi` …"""

    __slots__ = ("chains", "kind", "parent", "part")

    def __init__(self, part: Part, kind: str, parent: Chain | None) -> None:
        self.part = part
        #: script, subshell, group, condition, branch, loop, case, function or substitution.
        self.kind = kind
        self.parent = parent
        self.chains: list[Chain] = []

    @property
    def outer(self) -> Block | None:
        """The block that it stands in, or that its shell is started in."""
        if self.parent is not None:
            return self.parent.block
        return self.part.outer.chain.block if self.part.outer is not None else None

    def holds(self, command: Command) -> bool:
        """Whether a command stands in it, or in a block or a script within."""
        inner: Block | None = command.chain.block
        while inner is not None and inner is not self:
            inner = inner.outer
        return inner is self


class Part:
    """A stretch of text that one shell reads: the instruction's own, or that of `sh -c '…'`."""

    def __init__(self, script: Script, mask: bytes, outer: Command | None) -> None:
        self.script = script
        self.mask = mask
        #: The command that the text belongs to, where it is nested.
        self.outer = outer
        #: Each line is one command by itself: a heredoc.
        self.lines = False
        self.block = Block(self, "script", None)


class Script:
    """The shell text of one instruction. `problem` says why it cannot be read, or is None."""

    def __init__(self, instruction: Instruction) -> None:
        from fixer.dockerfile.shell_read import read

        self.instruction = instruction
        self.problem: str | None = None
        #: All commands, in the order in which they stand, nested ones included.
        self.commands: list[Command] = []
        #: All and-or lists, those within groups, substitutions and nested scripts included.
        self.chains: list[Chain] = []
        #: The SHELL that reads the text was given `-e`.
        self.shell_errexit = False
        self.parts: list[Part] = []
        try:
            read(self)
        except RecursionError:
            self.problem = "the shell text is nested too deeply"
        if self.problem:
            self.commands = []
            self.chains = []
            self.parts = []
        else:
            self.commands.sort(key=lambda command: command.start)

    @lazy
    def exec_form(self) -> bool:
        return self.instruction.exec_form is not None

    @property
    def errexit(self) -> bool:
        """`set -e` is in force from the first command on."""
        if self.shell_errexit:
            return True
        if not self.parts or not self.parts[0].block.chains:
            return False
        first = self.parts[0].block.chains[0].elements[0]
        for command in first.commands:
            if command.name != "set":
                return False
            for at, word in enumerate(command.words[1:], 1):
                text = word.text
                if text[:1] == "-" and text[1:2] != "-" and "e" in text[1:] and len(text) < 8:
                    return True
                if text == "errexit" and command.words[at - 1].text == "-o":
                    return True
        return False

    def __iter__(self) -> Iterator[Command]:
        return iter(self.commands)

    def release(self) -> None:
        """Undo the references in circles; nothing of the script may be used any more."""
        for chain in self.chains:
            chain.elements.clear()
            chain.block.chains.clear()
        for part in self.parts:
            part.__dict__.clear()
        self.chains.clear()
        self.commands.clear()
        self.parts.clear()


class ExecCommand(Command):
    """A command in exec form: its words' places include the quotes of the JSON strings."""
