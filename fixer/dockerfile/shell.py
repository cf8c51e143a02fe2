"""The shell text of an instruction: its commands, how they are joined, and where they stand.

The text is parsed by tree-sitter-bash on a mask of the same length as the instruction: what is not
shell (keyword, flags, continuations, comment lines) is blank, so every offset is one of the
instruction's own bytes. A text that does not parse cleanly has a `problem` and no commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from fixer.dockerfile.lazy import lazy
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

    from fixer.dockerfile.syntax import Heredoc, Instruction

#: Programs that read a script in the POSIX shell's language.
SHELLS = frozenset(("sh", "bash", "dash", "ash", "zsh", "ksh"))

_BLANKS = b" \t\n\v\f\r"
_OPERATOR_BYTES = b";&|()<>"
#: A nested script, or a nest of statements, deeper than this is not read.
_DEPTH = 60


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
        self._unwrap()

    def __repr__(self) -> str:
        return f"<{' '.join(w.text for w in self.words)}>"

    def _unwrap(self) -> None:
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
            name = _base_name(literal)
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
    return _base_name(literal)


_PLAIN_NAME = regex(r"[\w.+-]+")


def _base_name(text: str | None) -> str:
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
        known = at < len(words) and _base_name(words[at].literal) in _PACKAGE_TOOLS
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
            if instruction.exec_form is not None:
                self._read_exec_form()
            else:
                self._read()
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

    # Reading ----------------------------------------------------------------------------------

    def _read(self) -> None:
        instruction = self.instruction
        heredocs = instruction.heredocs if instruction.keyword == "RUN" else ()
        mask = self._mask()
        if mask is None:
            return
        if heredocs:
            value = instruction.value
            if len(heredocs) == 1 and value == heredocs[0].word.text:
                self._read_heredoc(heredocs[0], None)
                return
            # to the shell's grammar, a heredoc is a redirection like that of a file
            redirected = bytearray(mask)
            for heredoc in heredocs:
                start = instruction.raw_offset(heredoc.word.start)
                end = instruction.raw_end(heredoc.word.end)
                start = redirected.index(b"<", start)
                redirected[start:end] = b"<".ljust(end - start, b"_")
            mask = bytes(redirected)
        part = Part(self, mask, None)
        if not self._parse(part):
            return
        for heredoc in heredocs:
            self._heredoc_of(heredoc, len(heredocs) == 1)

    def _heredoc_of(self, heredoc: Heredoc, alone: bool) -> None:
        """Tell the command that reads a heredoc, and read a script that a shell reads."""
        at = self.instruction.raw_offset(heredoc.word.start)
        for reader in self.commands:
            for index, word in enumerate(reader.redirections):
                if word.start == at:
                    reader.redirections[index] = Word(heredoc.word.text, at, word.end)
                    reader.reads_heredoc = True
                    if reader.name in SHELLS and alone and not reader.nested_text:
                        self._read_heredoc(heredoc, reader)
                    return

    def _mask(self) -> bytes | None:
        """The shell text among blanks, as long as `raw`; None where a word is split oddly."""
        instruction = self.instruction
        logical = instruction.logical_bytes
        begin = instruction.value_start
        if instruction.keyword == "HEALTHCHECK":
            value = instruction.logical[begin:]
            begin += len(value) - len(instruction.healthcheck[1])
            begin = instruction.logical.rfind(instruction.healthcheck[1]) if begin else begin
        if len(instruction.logical) != len(logical):
            begin = len(instruction.logical[:begin].encode("utf-8", "surrogateescape"))
        segments = instruction.segments
        raw_length = len(instruction.raw)
        if len(segments) == 1:
            shift = segments[0][1]
            out = b" " * (shift + begin) + logical[begin:]
            return out + b" " * (raw_length - len(out))
        mask = bytearray(b" ") * raw_length
        last_end = 0
        for index, (at, raw) in enumerate(segments):
            end = segments[index + 1][0] if index + 1 < len(segments) else len(logical)
            if end <= begin:
                continue
            if at < begin:
                raw += begin - at
                at = begin
            piece = logical[at:end]
            mask[raw : raw + len(piece)] = piece
            if last_end and piece:
                before, after = mask[last_end - 1], piece[0]
                if before not in _GAP_BYTES and after not in _GAP_BYTES:
                    gap = raw - last_end
                    if gap % 2:
                        self.problem = "a word is split over lines with something in between"
                        return None
                    mask[last_end:raw] = b"\\\n" * (gap // 2)
            if piece:
                last_end = raw + len(piece)
        return bytes(mask)

    def _read_heredoc(self, heredoc: Heredoc, reader: Command | None) -> None:
        raw = self.instruction.raw
        body = heredoc.content(raw)
        if body.startswith(b"#!") and reader is None:
            program = body[2 : body.find(b"\n")].split()
            names = {_base_name(word.decode("utf-8", "replace")) for word in program}
            if not names & SHELLS:
                self.problem = "the heredoc is a program in another language"
                return
        if reader is not None and heredoc.expand and (b"$" in body or b"`" in body):
            return
        body = body.replace(b"\\\r\n", b" \\\n").replace(b"\r\n", b" \n")
        mask = b" " * heredoc.body_start + body
        part = Part(self, mask + b" " * (len(raw) - len(mask)), reader)
        part.lines = True
        self._parse(part)

    def _parse(self, part: Part, depth: int = 0) -> bool:
        if b"`" in part.mask:
            part.mask = _COMMENT_SUBSTITUTION.sub(lambda found: b" " * len(found[0]), part.mask)
        root = _parser().parse(part.mask).root_node
        if root.has_error:
            if part.outer is None:
                self.problem = "its shell text does not parse"
            return False
        self.parts.append(part)
        before = len(self.commands)
        _Walk(self, part).block(root, part.block, 0)
        if (
            b"\\" in part.mask
            and _JOINED_WORD.search(part.mask)
            and _torn(part.mask, self.commands[before:])
        ):
            self.problem = "its shell text could not be followed"
        if self.problem:
            return False
        if depth == 0:
            for command in self.commands[before:]:
                word = command.nested_text
                if word is not None:
                    self._read_nested(command, word)
        return True

    def _read_nested(self, command: Command, word: Word) -> None:
        text = word.text
        if len(text) < 3 or text[0] not in "'\"" or text[-1] != text[0]:
            return
        inner = text[1:-1]
        if text[0] in inner or (text[0] == '"' and any(ch in inner for ch in "$`\\")):
            return
        mask = command.part.mask
        start, end = word.start + 1, word.end - 1
        part = Part(self, b" " * start + mask[start:end] + b" " * (len(mask) - end), command)
        self._parse(part, 1)

    def _read_exec_form(self) -> None:
        instruction = self.instruction
        begin = instruction.logical.find("[", instruction.value_start)
        if any(ord(ch) > 126 for ch in instruction.logical) or len(instruction.segments) > 1:
            words = [Word(text, 0, 0) for text in instruction.exec_form or []]
        else:
            shift = instruction.segments[0][1]
            words = [
                Word(text, shift + found.start(), shift + found.end())
                for text, found in zip(
                    instruction.exec_form or [],
                    re.finditer(r'"(?:\\.|[^"\\])*"', instruction.logical[begin:]),
                    strict=False,
                )
            ]
            words = [Word(w.text, w.start + begin, w.end + begin) for w in words]
        if not words:
            return
        part = Part(self, instruction.raw, None)
        command = ExecCommand(part, words[0].start, words[-1].end, [], words, [])
        chain = Chain(part.block)
        element = Element(command.start, command.end)
        element.commands = [command]
        chain.elements = [element]
        part.block.chains = [chain]
        command.chain = chain
        self.parts.append(part)
        self.commands.append(command)


class ExecCommand(Command):
    """A command in exec form: its words' places include the quotes of the JSON strings."""


def _start(command: Command) -> int:
    return command.start


#: What joins a word to what is before it: an escaped blank, or a continuation without any blank.
_JOINED_WORD = regex(rb"\\[ \t\v\f]|[^\s]\\\n[^\s]")
_JOINT_ONLY = regex(rb"(?:\\\n)+\Z|.*\\[ \t\v\f]", re.DOTALL)


def _torn(mask: bytes, commands: Sequence[Command]) -> bool:
    """Whether tree-sitter has taken one word for two: behind a quote it drops an escaped blank."""
    for command in commands:
        words = sorted([*command.assignments, *command.all_words, *command.redirections], key=_at)
        for one, other in pairwise(words):
            if _JOINT_ONLY.match(mask, one.end, other.start):
                return True
        if words and (
            mask[words[-1].end : words[-1].end + 1] == b"\\"
            or mask[words[0].start - 2 : words[0].start - 1] == b"\\"
        ):
            return True
    return False


def _at(word: Word) -> int:
    return word.start


#: A comment between words, which expands to nothing: `# why`
_COMMENT_SUBSTITUTION = regex(rb"(?<=[ \t\n])`[ \t]*#[^`\n]*`(?=[ \t\n])")
_GAP_BYTES = frozenset(_BLANKS + _OPERATOR_BYTES)


@cache
def _parser() -> Parser:
    import tree_sitter

    return tree_sitter.Parser(tree_sitter.Language(_grammar()))


def _grammar() -> object:
    """The grammar of tree-sitter-bash.

    Its package loads a quarter of the standard library to find files that are not used here, so
    the module within that holds the grammar is taken by itself.
    """
    from importlib.machinery import PathFinder

    package = PathFinder.find_spec("tree_sitter_bash")
    if package and package.submodule_search_locations:
        name = "tree_sitter_bash._binding"
        spec = PathFinder.find_spec(name, package.submodule_search_locations)
        module = spec.loader.create_module(spec) if spec and spec.loader else None
        if spec and spec.loader and module:
            spec.loader.exec_module(module)
            return module.language()
    import tree_sitter_bash

    return tree_sitter_bash.language()


# Walking the tree --------------------------------------------------------------------------------

_REDIRECTS = frozenset(("file_redirect", "herestring_redirect", "heredoc_redirect"))
_CONDITIONS = frozenset(("if_statement", "elif_clause", "while_statement"))
_INNER_KINDS = {
    "subshell": "subshell",
    "compound_statement": "group",
    "do_group": "loop",
    "else_clause": "branch",
    "case_item": "case",
    "command_substitution": "substitution",
    "process_substitution": "substitution",
}


_LEAVES = frozenset(("word", "number", "raw_string"))
#: Words that are no command where a command is expected.
_RESERVED = frozenset(
    [
        *("{", "}", "!", "if", "then", "elif", "else", "fi", "case", "esac", "in"),
        *("while", "until", "for", "do", "done", "function"),
    ]
)
_JOINERS = frozenset(("&&", "||", "|", "|&"))
_JOINED = frozenset(("list", "pipeline", "redirected_statement"))


#: Stands for the redirections behind a list: they are those of its last command.
_REDIRECTED = "redirections"


#: What opens a substitution, arithmetic or a test.
_NESTING = (b"$(", b"`", b"<(", b">(", b"((", b"[")


class _Walk:
    """Turns tree-sitter's nodes of one part into chains and commands."""

    def __init__(self, script: Script, part: Part) -> None:
        self.script = script
        self.part = part
        self.mask = part.mask
        #: The mask as text, where an offset is the same in both.
        self.text = part.mask.decode("ascii") if part.mask.isascii() else None
        #: Whether anything in it can be a substitution, or words can be nested too deeply.
        self.substitutes = (
            any(mark in part.mask for mark in _NESTING) or part.mask.count(b"${") > 10
        )

    def block(self, node: Node, block: Block, depth: int, skip: int = 0) -> None:
        """The statements that are children of `node`."""
        if depth > _DEPTH:
            raise RecursionError
        last: Chain | None = None
        for child in node.children[skip:]:
            kind = child.type
            if not child.is_named:
                if kind in (";", "&", "&&", ";;") and last is not None and not last.end_operator:
                    last.end_operator = Operator(kind, child.start_byte, child.end_byte)
                continue
            if kind == "comment":
                continue
            last = Chain(block)
            block.chains.append(last)
            self.chain(child, last, depth)

    def chain(self, node: Node, chain: Chain, depth: int) -> None:
        """An and-or list, told apart by its operators alone.

        tree-sitter nests lists and pipelines, and now and then takes a list for the member of a
        pipeline; in the shell `|` binds before `&&` and `||`, and these bind alike.
        """
        kind = node.type
        if kind not in _JOINED:
            element = Element(node.start_byte, node.end_byte)
            chain.elements.append(element)
            self.statement(node, chain, element, depth)
            return
        pending: list[tuple[str, Node]] = [(kind, node)]
        at: Element | None = None
        while pending:
            kind, item = pending.pop()
            if kind in ("&&", "||"):
                chain.operators.append(Operator(kind, item.start_byte, item.end_byte))
                at = None
            elif kind in _JOINERS:
                assert at is not None
                at.piped = True
            elif kind in ("list", "pipeline"):
                for child in reversed(item.children):
                    kind = child.type
                    if kind in _JOINERS or (child.is_named and kind != "comment"):
                        pending.append((kind, child))
            elif kind == "redirected_statement" and item.children[0].type in _JOINED:
                pending.append((_REDIRECTED, item))
                pending.append((item.children[0].type, item.children[0]))
            elif kind == _REDIRECTED:
                assert at is not None
                at.end = item.end_byte
                if at.commands:
                    self.redirects(item, at.commands[-1])
            elif at is None:
                at = Element(item.start_byte, item.end_byte)
                chain.elements.append(at)
                self.statement(item, chain, at, depth)
            else:
                at.end = item.end_byte
                self.statement(item, chain, at, depth)
        if len(chain.operators) != len(chain.elements) - 1:
            self.script.problem = "its shell text could not be followed"

    def statement(self, node: Node, chain: Chain, element: Element, depth: int) -> None:
        kind = node.type
        if kind in ("command", "declaration_command", "unset_command", "test_command"):
            self.command(node, chain, element, depth)
        elif kind == "negated_command":
            element.negated = True
            for child in node.children:
                if child.is_named:
                    self.statement(child, chain, element, depth)
        elif kind == "redirected_statement":
            count = len(element.commands)
            for child in node.children:
                if child.is_named and child.type not in _REDIRECTS:
                    self.statement(child, chain, element, depth)
            if len(element.commands) > count:
                self.redirects(node, element.commands[-1])
            else:
                for child in node.children:
                    if child.type in _REDIRECTS:
                        self.substitutions(child, chain, depth)
        elif kind in ("variable_assignment", "variable_assignments"):
            nodes = [node] if kind == "variable_assignment" else node.children
            words = [self.word(n) for n in nodes]
            command = Command(self.part, node.start_byte, node.end_byte, words, [], [])
            self.add(command, chain, element)
            self.substitutions(node, chain, depth)
        elif kind in ("list", "pipeline"):
            self.script.problem = "its shell text could not be followed"
        else:
            element.compound = True
            self.compound(node, chain, depth)

    def compound(self, node: Node, chain: Chain, depth: int) -> None:
        """The statements inside of a group, a subshell, `if`, a loop, `case` or a function."""
        if depth > _DEPTH:
            raise RecursionError
        kind = node.type
        inner = _INNER_KINDS.get(kind)
        if inner:
            skip = 0
            if kind == "case_item":
                skip = 1 + next(
                    (i for i, child in enumerate(node.children) if child.type == ")"), 0
                )
            self.block(node, Block(self.part, inner, chain), depth + 1, skip)
            return
        if kind in _CONDITIONS:
            block = Block(self.part, "condition", chain)
            last: Chain | None = None
            for child in node.children:
                if child.type in ("then", "do"):
                    block = Block(self.part, "branch", chain)
                    last = None
                elif child.type in ("elif_clause", "else_clause", "do_group"):
                    self.compound(child, chain, depth + 1)
                elif child.is_named and child.type != "comment":
                    last = Chain(block)
                    block.chains.append(last)
                    self.chain(child, last, depth + 1)
                elif child.type in (";", "&") and last is not None:
                    last.end_operator = Operator(child.type, child.start_byte, child.end_byte)
            return
        if kind == "function_definition":
            block = Block(self.part, "function", chain)
            for child in node.children:
                if child.type in _INNER_KINDS or child.type in _CONDITIONS:
                    last = Chain(block)
                    block.chains.append(last)
                    self.chain(child, last, depth + 1)
            return
        for child in node.children:
            if not child.is_named or child.type == "comment":
                continue
            if child.type in ("do_group", "case_item", "compound_statement", "subshell"):
                self.compound(child, chain, depth + 1)
            else:
                self.substitutions(child, chain, depth + 1, itself=True)

    def command(self, node: Node, chain: Chain, element: Element, depth: int) -> None:
        assignments: list[Word] = []
        redirections: list[Word] = []
        spans: list[list[int]] = []
        nested: list[Node] = []
        simple = node.type != "command"
        last = -1
        in_order = True
        for child in node.children:
            kind = child.type
            if kind == "variable_assignment" and not simple:
                assignments.append(self.word(child))
                nested.append(child)
                continue
            if kind == "file_redirect":
                self.redirect(child, redirections, spans)
                nested.append(child)
                in_order = False
                last = -1
                continue
            if kind in ("herestring_redirect", "heredoc_redirect"):
                redirections.append(self.word(child))
                if kind == "heredoc_redirect":
                    self.script.problem = "a command reads a heredoc of the shell's own"
                nested.append(child)
                continue
            start = child.start_byte
            if start == last:
                last = spans[-1][1] = child.end_byte
            else:
                last = child.end_byte
                spans.append([start, last])
            if kind == "command_name":
                if child.children[0].type != "word":
                    nested.append(child)
            elif kind not in _LEAVES:
                nested.append(child)
        if not in_order:
            spans.sort()
        text = self.text
        if text is not None:
            words = [Word(text[start:end], start, end) for start, end in spans]
        else:
            words = [self.span(start, end) for start, end in spans]
        command = Command(
            self.part, node.start_byte, node.end_byte, assignments, words, redirections
        )
        self.add(command, chain, element)
        for child in nested:
            self.substitutions(child, chain, depth, itself=True)

    def redirects(self, node: Node, command: Command) -> None:
        """Take the redirections of a `redirected_statement` over into its command."""
        spans: list[list[int]] = []
        for child in node.children:
            if child.type == "file_redirect":
                self.redirect(child, command.redirections, spans)
            elif child.type == "heredoc_redirect":
                self.heredoc(child, command)
            elif child.type == "herestring_redirect":
                command.redirections.append(self.word(child))
            else:
                continue
            command.end = max(command.end, child.end_byte)
            self.substitutions(child, command.chain, 1)
        if spans:
            extra = [self.span(start, end) for start, end in spans]
            command.all_words = sorted([*command.all_words, *extra], key=lambda w: w.start)
            command._unwrap()

    def heredoc(self, node: Node, command: Command) -> None:
        """A heredoc inside of a script. One with anything but a file behind it is not followed."""
        command.reads_heredoc = True
        for child in node.children:
            if child.type in ("&&", "||", "|", "pipeline", "command", "list", "word"):
                self.script.problem = "a command stands behind a heredoc on the same line"
        command.redirections.append(self.word(node))

    def redirect(self, node: Node, redirections: list[Word], spans: list[list[int]]) -> None:
        """A redirection takes one word; tree-sitter gives it all that follow."""
        end = node.end_byte
        destinations = 0
        last_end = -1
        for child in node.children:
            if child.type == "file_descriptor" or not child.is_named:
                continue
            if child.start_byte == last_end:
                if destinations > 1:
                    spans[-1][1] = child.end_byte
                else:
                    end = child.end_byte
            else:
                destinations += 1
                if destinations == 1:
                    end = child.end_byte
                else:
                    spans.append([child.start_byte, child.end_byte])
            last_end = child.end_byte
        redirections.append(self.span(node.start_byte, end))

    def substitutions(
        self,
        node: Node,
        chain: Chain,
        depth: int,
        itself: bool = False,
    ) -> None:
        """The commands inside of `$(…)`, backticks and `<(…)`, wherever they stand in a word."""
        if not self.substitutes:
            return
        if depth > _DEPTH:
            raise RecursionError
        if itself and node.type in ("command_substitution", "process_substitution"):
            self.block(node, Block(self.part, "substitution", chain), depth + 1)
            return
        for child in node.children:
            kind = child.type
            if kind in ("command_substitution", "process_substitution"):
                self.block(child, Block(self.part, "substitution", chain), depth + 1)
            elif child.child_count and kind not in ("heredoc_body",):
                self.substitutions(child, chain, depth + 1)

    def add(self, command: Command, chain: Chain, element: Element) -> None:
        program = command.words[0].text if command.words else ""
        if program in _RESERVED or program[:1] == "(":
            # `! { a; }` comes back from tree-sitter as commands named `{` and `}`, and `time (a)`
            # as one with the argument `(a)`
            self.script.problem = "its shell text could not be followed"
        command.chain = chain
        command.index = len(chain.elements) - 1
        element.commands.append(command)
        self.script.commands.append(command)

    def word(self, node: Node) -> Word:
        return self.span(node.start_byte, node.end_byte)

    def span(self, start: int, end: int) -> Word:
        if self.text is not None:
            return Word(self.text[start:end], start, end)
        return Word(self.mask[start:end].decode("utf-8", "surrogateescape"), start, end)
