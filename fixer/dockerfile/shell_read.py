"""How the shell text of an instruction is read, by tree-sitter-bash.

It is parsed on a mask of the same length as the instruction: what is not shell (keyword, flags,
continuations, comment lines) is blank, so every offset is one of the instruction's own bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from fixer.dockerfile.shell import (
    SHELLS,
    Block,
    Chain,
    Command,
    Element,
    ExecCommand,
    Operator,
    Part,
    Script,
    Word,
    base_name,
)
from fixer.later import regex

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

    from fixer.dockerfile.syntax import Heredoc

_BLANKS = b" \t\n\v\f\r"
_OPERATOR_BYTES = b";&|()<>"
#: A nested script, or a nest of statements, deeper than this is not read.
_DEPTH = 60


def read(script: Script) -> None:
    """Read the commands, chains and parts of a new script, or set its `problem`.

    Raises RecursionError where it is nested too deeply.
    """
    if script.instruction.exec_form is not None:
        _read_exec_form(script)
    else:
        _read_text(script)


def _read_text(script: Script) -> None:
    instruction = script.instruction
    heredocs = instruction.heredocs if instruction.keyword == "RUN" else ()
    mask = _mask(script)
    if mask is None:
        return
    if heredocs:
        value = instruction.value
        if len(heredocs) == 1 and value == heredocs[0].word.text:
            _read_heredoc(script, heredocs[0], None)
            return
        # to the shell's grammar, a heredoc is a redirection like that of a file
        redirected = bytearray(mask)
        for heredoc in heredocs:
            start = instruction.raw_offset(heredoc.word.start)
            end = instruction.raw_end(heredoc.word.end)
            start = redirected.index(b"<", start)
            redirected[start:end] = b"<".ljust(end - start, b"_")
        mask = bytes(redirected)
    part = Part(script, mask, None)
    if not _parse(script, part):
        return
    for heredoc in heredocs:
        _heredoc_of(script, heredoc, len(heredocs) == 1)


def _heredoc_of(script: Script, heredoc: Heredoc, alone: bool) -> None:
    """Tell the command that reads a heredoc, and read a script that a shell reads."""
    at = script.instruction.raw_offset(heredoc.word.start)
    for reader in script.commands:
        for index, word in enumerate(reader.redirections):
            if word.start == at:
                reader.redirections[index] = Word(heredoc.word.text, at, word.end)
                reader.reads_heredoc = True
                if reader.name in SHELLS and alone and not reader.nested_text:
                    _read_heredoc(script, heredoc, reader)
                return


def _mask(script: Script) -> bytes | None:
    """The shell text among blanks, as long as `raw`; None where a word is split oddly."""
    instruction = script.instruction
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
                    script.problem = "a word is split over lines with something in between"
                    return None
                mask[last_end:raw] = b"\\\n" * (gap // 2)
        if piece:
            last_end = raw + len(piece)
    return bytes(mask)


def _read_heredoc(script: Script, heredoc: Heredoc, reader: Command | None) -> None:
    raw = script.instruction.raw
    body = heredoc.content(raw)
    if body.startswith(b"#!") and reader is None:
        program = body[2 : body.find(b"\n")].split()
        names = {base_name(word.decode("utf-8", "replace")) for word in program}
        if not names & SHELLS:
            script.problem = "the heredoc is a program in another language"
            return
    if reader is not None and heredoc.expand and (b"$" in body or b"`" in body):
        return
    body = body.replace(b"\\\r\n", b" \\\n").replace(b"\r\n", b" \n")
    mask = b" " * heredoc.body_start + body
    part = Part(script, mask + b" " * (len(raw) - len(mask)), reader)
    part.lines = True
    _parse(script, part)


def _parse(script: Script, part: Part, depth: int = 0) -> bool:
    if b"`" in part.mask:
        part.mask = _COMMENT_SUBSTITUTION.sub(lambda found: b" " * len(found[0]), part.mask)
    root = _root(part.mask)
    if root is None:
        script.problem = "its shell text cannot be read in good time"
        return False
    if root.has_error:
        if part.outer is None:
            script.problem = "its shell text does not parse"
        return False
    script.parts.append(part)
    before = len(script.commands)
    _Walk(script, part).block(root, part.block, 0)
    if (
        b"\\" in part.mask
        and _JOINED_WORD.search(part.mask)
        and _torn(part.mask, script.commands[before:])
    ):
        script.problem = "its shell text could not be followed"
    if script.problem:
        return False
    if depth == 0:
        for command in script.commands[before:]:
            word = command.nested_text
            if word is not None:
                _read_nested(script, command, word)
    return True


def _read_nested(script: Script, command: Command, word: Word) -> None:
    text = word.text
    if len(text) < 3 or text[0] not in "'\"" or text[-1] != text[0]:
        return
    inner = text[1:-1]
    if text[0] in inner or (text[0] == '"' and any(ch in inner for ch in "$`\\")):
        return
    mask = command.part.mask
    start, end = word.start + 1, word.end - 1
    part = Part(script, b" " * start + mask[start:end] + b" " * (len(mask) - end), command)
    _parse(script, part, 1)


def _read_exec_form(script: Script) -> None:
    instruction = script.instruction
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
    part = Part(script, instruction.raw, None)
    command = ExecCommand(part, words[0].start, words[-1].end, [], words, [])
    chain = Chain(part.block)
    element = Element(command.start, command.end)
    element.commands = [command]
    chain.elements = [element]
    part.block.chains = [chain]
    command.chain = chain
    script.parts.append(part)
    script.commands.append(command)


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


def _root(text: bytes) -> Node | None:
    """What the grammar makes of a text; None where that takes too long.

    Some texts take time by the square of their length: thousands of `|` in a row, for one.
    """
    parser = _parser()
    if len(text) <= _SHORT:
        return parser.parse(text).root_node
    if 0 in text:  # no shell can be given one
        return None
    import time

    end = time.thread_time() + _SECONDS
    try:
        return parser.parse(
            lambda at, _: text[at : at + _SHORT],
            progress_callback=lambda at, error: time.thread_time() > end,
        ).root_node
    except ValueError:  # it was stopped
        parser.reset()
        return None


#: A text of so many bytes is read without a look at the clock.
_SHORT = 8192
#: So much of the processor's time a longer one may take.
_SECONDS = 2.0


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
            command.unwrap()

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
