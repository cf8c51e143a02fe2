"""Changes said in the terms of a Dockerfile: add a flag, drop a word, drop a command.

White space, continuations, comments, the place of `&&` and the case of keywords are decided here
and nowhere else. Every function returns an Operation, or says why it is Unable.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

from fixer.dockerfile.document import Document
from fixer.dockerfile.shell import Block, Chain, Command, Element, ExecCommand, Part, Script, Word
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Operation, Splice, Unable
from fixer.later import NamedTuple, regex

# What an edit means ------------------------------------------------------------------------------


class Entry(NamedTuple):
    """One member of an and-or list: what joins it to what is before, and its tokens."""

    join: str
    #: (place, text): words, assignments and redirections; `|` between the commands of a pipeline.
    tokens: tuple[tuple[float, str], ...]


Signature = dict[float, Entry]
#: What an operation does to the signature of a script.
Meaning = Callable[[Signature], None]


def signature(script: Script) -> Signature:
    """The commands of a script and how they are joined, by place."""
    nested = {
        (part.outer.start, word.start)
        for part in script.parts
        if part.outer is not None and (word := part.outer.nested_text) is not None
    }
    holes = _holes(script)
    out: Signature = {}
    for chain in script.chains:
        for index, element in enumerate(chain.elements):
            tokens: list[tuple[float, str]] = []
            if element.negated:
                tokens.append((element.start, "!"))
            if element.compound:
                tokens.append((element.start - 0.5, "…"))
            for at, command in enumerate(element.commands):
                if at:
                    tokens.append((command.start - 0.5, "|"))
                words = [*command.assignments, *command.all_words, *command.redirections]
                tokens += [
                    (w.start, "…" if (command.start, w.start) in nested else _outer_text(w, holes))
                    for w in {w.start: w for w in words}.values()
                ]
            tokens.sort()
            out[element.start] = Entry(_join_before(chain, index), tuple(tokens))
    return out


def _holes(script: Script) -> list[tuple[int, int]]:
    """Where the substitutions stand: their commands have entries of their own."""
    blocks = {c.block: None for c in script.chains if c.block.kind == "substitution"}
    return sorted((block.chains[0].start, block.chains[-1].end) for block in blocks)


def _outer_text(word: Word, holes: list[tuple[int, int]]) -> str:
    """A word without the text of the commands within it."""
    index = bisect_left(holes, (word.start + 1, 0))
    if index == len(holes) or holes[index][0] >= word.end:
        return word.text
    text, at, out = _encode(word.text), word.start, b""
    for start, end in holes[index:]:
        if start >= word.end:
            break
        if start < at:
            continue
        out += text[at - word.start : start - word.start] + "…".encode()
        at = end
    return (out + text[at - word.start :]).decode("utf-8", "surrogateescape")


def _join_before(chain: Chain, index: int) -> str:
    if index:
        return chain.operators[index - 1].text
    siblings = chain.block.chains
    if not chain.place:
        return chain.block.kind
    before = siblings[chain.place - 1].end_operator
    return "&" if before is not None and before.text == "&" else ";"


def plain(signature: Signature) -> list[tuple[str, list[str]]]:
    """A signature without its places, to compare two texts."""
    return [
        (entry.join, [text for _, text in entry.tokens]) for _, entry in sorted(signature.items())
    ]


def _change_tokens(
    element: Element,
    change: Callable[[list[tuple[float, str]]], list[tuple[float, str]]],
    gone: Iterable[Word] = (),
) -> Meaning:
    """Change the tokens of a member; commands within the words that are `gone` go with them."""
    key = element.start

    def apply(signature: Signature) -> None:
        entry = signature[key]
        signature[key] = Entry(entry.join, tuple(sorted(change(list(entry.tokens)))))
        for word in gone:
            if not _PLAIN_WORD.match(word.text):
                _forget(signature, word.start, word.end)

    return apply


_PLAIN_WORD = regex(r"[^$`(]*\Z")


def _forget(signature: Signature, start: float, end: float) -> None:
    """Take out the commands of the substitutions that stand from `start` up to `end`."""
    # at end - 0.5 and behind stands what is put behind the command
    for key in [key for key in signature if start < key < end - 0.5]:
        del signature[key]


def _fixed(command: Command, words: Iterable[Word] = ()) -> str | None:
    """Why `words` of a command are not to be changed, or none be added; or None."""
    if not command.words:
        return "it is an assignment alone"
    if command.words[0].text in ("[", "[["):
        return "it is a test"
    nested = command.nested_text
    if nested is not None and any(command.words[0].start <= w.start <= nested.start for w in words):
        return "it runs a script of its own"
    return None


# Words -------------------------------------------------------------------------------------------


def _at(command: Command, offset: int) -> int:
    return command.instruction.start + offset


def _json(text: str) -> str:
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    import json

    return json.dumps(text)


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _comma(command: ExecCommand) -> str:
    """What stands between the words of an exec form: a comma, and the author's blank if any."""
    words = command.words
    if len(words) > 1 and words[1].end:
        between = command.instruction.raw[words[0].end : words[1].start]
        if between == b",":
            return ","
    return ", "


def insert_words(command: Command, after: Word, texts: Sequence[str]) -> Operation | Unable:
    """Put words behind the word `after`, on its line."""
    instruction = command.instruction
    reason = _fixed(command)
    if reason:
        return Unable(instruction, reason)
    if isinstance(command, ExecCommand):
        if not after.end:
            return Unable(instruction, "the exec form is written over several lines")
        comma = _comma(command)
        text = "".join(comma + _json(item) for item in texts)
    else:
        text = "".join(" " + item for item in texts)
    place = _at(command, after.end)

    def change(tokens: list[tuple[float, str]]) -> list[tuple[float, str]]:
        return tokens + [(after.start + (i + 1) / 1000, item) for i, item in enumerate(texts)]

    return Operation(
        instruction,
        (Splice(place, place, _encode(text)),),
        (_change_tokens(command.element, change),),
    )


def add_flag(command: Command, *flags: str) -> Operation | Unable:
    """Add flags to a command: `-y` right behind the subcommand, `--long` behind the flags there."""
    from fixer.facts.tools import value_flags

    words = command.words
    if not words:
        return Unable(command.instruction, "it is an assignment alone")
    subcommand = command.subcommand
    at = 0
    for index, word in enumerate(words[1:], 1):
        if subcommand and word.literal == subcommand and word not in command.flags:
            at = index
            break
    if flags[0].startswith("--"):
        taking = value_flags(command.name, subcommand)
        while (
            at + 1 < len(words)
            and words[at + 1].text.startswith("-")
            and words[at + 1].text not in taking
            and words[at + 1].text not in ("-", "--")
        ):
            at += 1
    return insert_words(command, words[at], flags)


def add_operands(command: Command, texts: Sequence[str]) -> Operation | Unable:
    """Add operands behind the last one, on lines of their own where the others have that."""
    operands = command.operands
    if not command.words:
        return Unable(command.instruction, "it is an assignment alone")
    if not operands:
        return insert_words(command, command.words[-1], texts)
    last = operands[-1]
    instruction = command.instruction
    raw = instruction.raw
    line_start = raw.rfind(b"\n", 0, last.start) + 1
    alone = raw[line_start : last.start].isspace() and len(operands) > 1
    if not alone or isinstance(command, ExecCommand):
        return insert_words(command, last, texts)
    indent = raw[line_start : last.start]
    mark = _continuation(command.part)
    place = _at(command, last.end)
    text = b"".join(b" " + mark + indent + _encode(item) for item in texts)

    def change(tokens: list[tuple[float, str]]) -> list[tuple[float, str]]:
        return tokens + [(last.start + (i + 1) / 1000, item) for i, item in enumerate(texts)]

    return Operation(
        instruction, (Splice(place, place, text),), (_change_tokens(command.element, change),)
    )


def replace_word(command: Command, word: Word, text: str) -> Operation | Unable:
    """Put `text` in the place of a word."""
    instruction = command.instruction
    reason = _fixed(command, (word,))
    if reason:
        return Unable(instruction, reason)
    if isinstance(command, ExecCommand) and not word.end:
        return Unable(instruction, "the exec form is written over several lines")
    written = _json(text) if isinstance(command, ExecCommand) else text

    def change(tokens: list[tuple[float, str]]) -> list[tuple[float, str]]:
        return [(at, text if at == word.start else old) for at, old in tokens]

    return Operation(
        instruction,
        (Splice(_at(command, word.start), _at(command, word.end), _encode(written)),),
        (_change_tokens(command.element, change, (word,)),),
    )


def drop_words(command: Command, words: Sequence[Word]) -> Operation | Unable:
    """Take words out of a command; a line that held nothing else goes with them."""
    instruction = command.instruction
    if isinstance(command, ExecCommand):
        return Unable(instruction, "words are not taken out of an exec form")
    reason = _fixed(command, words)
    if reason:
        return Unable(instruction, reason)
    gone = {word.start for word in words}
    tokens = sorted(
        {*command.assignments, *command.all_words, *command.redirections}, key=lambda w: w.start
    )
    if all(word.start in gone for word in command.all_words):
        return Unable(instruction, "nothing of the command would be left")
    splices: list[Splice] = []
    index = 0
    while index < len(tokens):
        if tokens[index].start not in gone:
            index += 1
            continue
        stop = index
        while stop + 1 < len(tokens) and tokens[stop + 1].start in gone:
            stop += 1
        before = tokens[index - 1] if index else None
        after = tokens[stop + 1] if stop + 1 < len(tokens) else None
        span = _words_span(command, before, tokens[index], tokens[stop], after)
        if span is None:
            return Unable(instruction, "a comment stands where the word would go")
        splices.append(Splice(_at(command, span[0]), _at(command, span[1]), b""))
        index = stop + 1

    def change(old: list[tuple[float, str]]) -> list[tuple[float, str]]:
        return [(at, text) for at, text in old if at not in gone]

    meaning = _change_tokens(command.element, change, words)
    return Operation(instruction, tuple(splices), (meaning,))


def _words_span(
    command: Command, before: Word | None, first: Word, last: Word, after: Word | None
) -> tuple[int, int] | None:
    """What to delete so that the words from `first` to `last` are gone."""
    raw = command.instruction.raw
    line_start = raw.rfind(b"\n", 0, first.start) + 1
    line_end = raw.find(b"\n", last.end)
    line_end = len(raw) if line_end < 0 else line_end + 1
    opens_line = line_start > 0 and not raw[line_start : first.start].strip()
    mark = b"\\" if command.part.lines else command.instruction.escape.encode()
    closes_line = raw[last.end : line_end].strip() == mark
    if opens_line and closes_line:
        return line_start, line_end
    if after is not None and (before is None or opens_line):
        return first.start, after.start
    if before is None:
        return first.start, last.end
    gap = raw[before.end : first.start]
    if b"#" in gap:
        return None
    return before.end, last.end


# Commands ----------------------------------------------------------------------------------------


def _continuation(part: Part) -> bytes:
    """The escape character and line end that continue a line of this text."""
    instruction = part.script.instruction
    at = instruction.raw.find(b"\n")
    eol = b"\r\n" if at > 0 and instruction.raw[at - 1] == 13 else b"\n"
    return (b"\\" if part.lines else instruction.escape.encode()) + eol


_JOINT = regex(
    rb"([ \t]*+)(?:(?P<esc>[\\`])[ \t]*+\r?\n)?([ \t]*+)(&&|;)([ \t]*+)"
    rb"(?:[\\`]?[ \t]*+(?P<nl>\r?\n))?([ \t]*+)\Z"
)


def _gaps(chain: Chain, operator: str) -> Iterable[bytes]:
    """What stands between members joined by `operator`, in this chain or its block."""
    raw = chain.block.part.script.instruction.raw
    for left, right, joined in zip(
        chain.elements, chain.elements[1:], chain.operators, strict=False
    ):
        if joined.text == operator:
            yield raw[left.end : right.start]
    if operator == ";":
        for one, other in zip(chain.block.chains, chain.block.chains[1:], strict=False):
            yield raw[one.end : other.start]


def _joint(chain: Chain, operator: str, multiline: bool) -> bytes:
    """The text that joins one more member to a chain, in the style of the place."""
    part = chain.block.part
    raw = part.script.instruction.raw
    mark = _continuation(part)
    if part.lines and operator == ";":
        line_start = raw.rfind(b"\n", 0, chain.start) + 1
        lead = raw[line_start : chain.start]
        return mark[1:] + (lead if not lead.strip() else b"")
    samples = [found for gap in _gaps(chain, operator) if (found := _JOINT.match(gap))]
    if not samples and operator == "&&" and multiline:
        samples = [
            found
            for other in part.block.chains
            for gap in _gaps(other, operator)
            if (found := _JOINT.match(gap))
        ]
    for found in reversed(samples):
        if found["esc"] and found["nl"]:
            lead = b"" if operator == ";" else b" "
            return lead + operator.encode() + b" " + mark + found[7]
        if found["esc"]:
            return (found[1] or b" ") + mark + found[3] + operator.encode() + (found[5] or b" ")
        if found["nl"]:
            lead = b"" if operator == ";" else b" "
            return lead + operator.encode() + b" " + mark + found[7]
    if not multiline:
        return (b" " if operator == "&&" else b"") + operator.encode() + b" "
    indents = [
        line[: len(line) - len(line.lstrip(b" \t"))]
        for line in raw.split(b"\n")[1:]
        if line.strip() and not line.lstrip().startswith(b"#")
    ]
    indent = min(indents, key=len, default=b"    ") or b"    "
    if operator == ";":
        return b"; " + mark + indent
    return b" " + mark + indent + b"&& "


def _blocked(chain: Chain) -> str | None:
    """Why no command can be joined in this place, or None."""
    at: Chain | None = chain
    while at is not None:
        if at.block.kind in ("condition", "substitution"):
            return "it stands in a condition or a substitution"
        if at.end_operator is not None and at.end_operator.text == "&":
            return "it runs in the background"
        at = at.block.parent
    return None


def _new_entry(key: float, join: str, text: str) -> Meaning:
    words = tuple((key + i / 1000, word) for i, word in enumerate(text.split(" ")))

    def apply(signature: Signature) -> None:
        signature[_free(signature, key)] = Entry(join, words)

    return apply


def _free(signature: Signature, key: float) -> float:
    """A key of its own for a command that is put where others are put too."""
    while key in signature:
        key += 1 / 1024
    return key


def add_command_after(
    command: Command, text: str, *, at_end: bool = False, beside: Command | None = None
) -> Operation | Unable:
    """Join the command `text` behind `command`, so that it runs only if what is before succeeded.

    `at_end`: behind the last member of the and-or list, or, under `set -e`, of the whole block.
    `beside`: in no branch that this command is not in, too.
    It runs once: behind a loop, and at the end of the script where a function holds `command`.
    """
    instruction = command.instruction
    chain = command.chain
    index = command.index
    if isinstance(command, ExecCommand):
        return Unable(instruction, "an exec form has no shell that could run a second command")
    reason = _blocked(chain)
    if reason:
        return Unable(instruction, reason)
    repeated = _repeated(chain)
    if repeated is not None and repeated.parent is not None:
        chain = repeated.parent
        if repeated.kind == "function":
            if chain.block.kind != "script":
                return Unable(instruction, "it stands in a function within other commands")
            at_end = True
    if beside is not None and beside.part is command.part:
        shared = _blocks(beside.chain)
        while chain.block not in shared and chain.block.parent is not None:
            chain = chain.block.parent
    if chain is not command.chain:
        index = next(i for i, e in enumerate(chain.elements) if e.start <= command.start < e.end)
    outer = chain.block.part.outer
    if outer is not None and (_repeated(outer.chain) or outer.wrapper("xargs")):
        return Unable(instruction, "the shell that runs it is started several times")
    errexit = command.script.errexit
    block = chain.block
    if at_end and (errexit or len(block.chains) > 1) and block.kind == "script":
        chain = block.chains[-1]
        index = len(chain.elements) - 1
        if chain.end_operator is not None and chain.end_operator.text == "&":
            return Unable(instruction, "the last command runs in the background")
    elif at_end:
        index = len(chain.elements) - 1
    if at_end and _ends_early(chain.elements[index]) and chain is command.chain:
        index = command.index
    element = chain.elements[index]
    if _ends_early(element):
        return Unable(instruction, "the command ends the shell")
    if any(c.reads_heredoc for c in element.commands):
        return Unable(instruction, "a heredoc follows on the line")
    operator = _operator(chain, index)
    last = index == len(chain.elements) - 1
    if operator == "&&" and element.compound and last and _ends_shell(chain):
        return Unable(instruction, "set -e would no longer hold within the statement before it")
    if part_outer_quote(chain.block.part) and _quote_of(chain.block.part) in text:
        return Unable(instruction, "the text is quoted")
    multiline = b"\n" in instruction.raw[chain.start : chain.end]
    joint = _joint(chain, operator, multiline)
    place = instruction.start + element.end
    if operator == ";" and joint.lstrip(b"\r")[:1] == b"\n":
        # a comment on the line is that of the command before
        line = instruction.raw[element.end :].partition(b"\n")[0].rstrip(b"\r")
        place += len(line) if line.lstrip()[:1] == b"#" else 0
    splices = [Splice(place, place, joint + _encode(text), 1)]
    key = element.end - 0.5
    return Operation(instruction, tuple(splices), (_new_entry(key, operator, text),))


def _blocks(chain: Chain) -> list[Block]:
    """The block that a list stands in, and those around it."""
    found = [chain.block]
    while (parent := found[-1].parent) is not None:
        found.append(parent.block)
    return found


def _repeated(chain: Chain) -> Block | None:
    """The outermost loop or function around, whose commands may run several times; or None."""
    repeated = [block for block in _blocks(chain) if block.kind in ("loop", "function")]
    return repeated[-1] if repeated else None


def _operator(chain: Chain, index: int) -> str:
    """What joins a command behind a member of a list, so that no failure is hidden.

    Under `set -e` the failure of the last member ends the shell, unless a `&&` follows it; that of
    another member is only the status of the list, and a `;` behind the list would hide it.
    """
    if index < len(chain.elements) - 1 or not _ends_shell(chain):
        return "&&"
    if len(chain.elements) == 1 and not chain.elements[0].negated:
        return ";"
    at: Chain | None = chain
    while at is not None and at is at.block.chains[-1]:
        if at.block.kind == "subshell" or at.block.parent is None:
            return "&&"
        at = at.block.parent
    return ";"


def _ends_shell(chain: Chain) -> bool:
    """Whether the shell ends where the last member of a list fails."""
    if not chain.block.part.script.errexit or chain.block.part.outer is not None:
        return False
    at = chain
    while (outer := at.block.parent) is not None:
        element = next(e for e in outer.elements if e.start <= at.start < e.end)
        if element is not outer.elements[-1] or element.negated or at.block.kind == "condition":
            return False
        at = outer
    return True


def part_outer_quote(part: Part) -> bool:
    """The text stands within the quotes of `sh -c '…'`."""
    return part.outer is not None and not part.lines


def _quote_of(part: Part) -> str:
    word = part.outer.nested_text if part.outer else None
    return word.text[0] if word else "'"


def _ends_early(element: Element) -> bool:
    """Nothing that is joined behind it would run."""
    return any(
        c.name in ("exit", "return") or any(w.name == "exec" for w in c.wrappers)
        for c in element.commands
    )


def add_command_before(command: Command, text: str) -> Operation | Unable:
    """Join the command `text` in front of `command`, which runs only if that succeeded."""
    instruction = command.instruction
    chain = command.chain
    if isinstance(command, ExecCommand):
        return Unable(instruction, "an exec form has no shell that could run a second command")
    reason = _blocked(chain)
    if reason:
        return Unable(instruction, reason)
    element = command.element
    if element.negated or (command.index and chain.operators[command.index - 1].text == "||"):
        return Unable(instruction, "it runs only if the command before it fails")
    part = chain.block.part
    first = command.index == 0 and chain.block.chains[0] is chain
    operator = ";" if command.script.errexit and command.index == 0 and not first else "&&"
    samples = [found for gap in _gaps(chain, operator) if (found := _JOINT.match(gap))]
    styled = any(found["esc"] or found["nl"] for found in samples)
    if (part.lines and operator == ";") or styled:
        joint = _joint(chain, operator, True)
    else:
        joint = b"; " if operator == ";" else b" && "
    place = instruction.start + element.start
    key = element.start
    new_key = key - 0.5

    def apply(signature: Signature) -> None:
        entry = signature[key]
        words = tuple((new_key + i / 1000, word) for i, word in enumerate(text.split(" ")))
        signature[_free(signature, new_key)] = Entry(entry.join, words)
        signature[key] = Entry(operator, entry.tokens)

    return Operation(instruction, (Splice(place, place, _encode(text) + joint),), (apply,))


def is_alone(command: Command) -> bool:
    """Whether nothing but this command stands in its shell text."""
    chains = command.chain.block.chains
    return (
        command.part.outer is None
        and command.chain.block.kind == "script"
        and len(chains) == 1
        and len(command.chain.elements) == 1
        and not command.element.piped
    )


def drop_command(command: Command) -> Operation | Unable:
    """Take a command out, with the operator that joins it."""
    instruction = command.instruction
    chain = command.chain
    element = command.element
    if isinstance(command, ExecCommand) or is_alone(command):
        return Unable(instruction, "it is the only command of its instruction")
    if element.piped or element.compound:
        return Unable(instruction, "it is a part of a pipeline")
    if element.negated or command.reads_heredoc:
        return Unable(instruction, "what it returns is used")
    reason = _blocked(chain)
    if reason:
        return Unable(instruction, reason)
    raw = instruction.raw
    index = command.index
    before = chain.operators[index - 1].text if index else None
    after = chain.operators[index].text if index < len(chain.operators) else None
    if "||" in (before, after):
        return Unable(instruction, "what it returns decides what runs next")
    chains = chain.block.chains
    place = chain.place
    last = chain is chains[-1] and chain.block.kind == "script"
    if before and not after and not last and _ends_shell(chain):
        return Unable(instruction, "under set -e, a failure before it would then end the shell")
    following: int | None = None
    operator_end: int | None = None
    if after:
        following = chain.elements[index + 1].start
        operator_end = chain.operators[index].end
    elif before is None and place + 1 < len(chains):
        following = chains[place + 1].start
        operator_end = chain.end_operator.end if chain.end_operator else element.end
    if following is not None and operator_end is not None:
        gap = raw[operator_end:following]
        stop = following if b"#" not in gap else operator_end
        start = element.start
        if before and _operator_opens_line(raw, chain.operators[index - 1].start):
            # `&& \n` style with operators at the start of the lines: the line goes as a whole
            opener = chain.operators[index - 1]
            if after and _operator_opens_line(raw, chain.operators[index].start):
                start, stop = opener.start, chain.operators[index].start
        elif before and after and _operator_opens_line(raw, chain.operators[index].start):
            # the last one on its line: the break behind it stays
            left = chain.elements[index - 1].end
            if not {*raw[left : element.start]} & {*b"#\n"}:
                start, stop = left, element.end
    else:
        if before:
            left = chain.elements[index - 1].end
        elif place and _fails_alone(chains[place - 1]):
            left = chains[place - 1].end
        elif place:
            return Unable(instruction, "what it returns is what the whole text returns")
        else:
            return Unable(instruction, "it is the only command of its block")
        start, stop = left, element.end
        if b"#" in raw[start : element.start]:
            return Unable(instruction, "a comment stands where the command would go")
    key = element.start
    nests = command.nested_text is not None or not _PLAIN_WORD.match(
        raw[element.start : element.end].decode("latin-1")
    )

    def apply(signature: Signature) -> None:
        gone = signature.pop(key)
        if nests:
            _forget(signature, key, element.end)
        if following is not None:
            for heir in _behind(chain, index):
                if heir in signature:
                    signature[heir] = Entry(gone.join, signature[heir].tokens)
                    break

    return Operation(
        instruction,
        (Splice(instruction.start + start, instruction.start + stop, b""),),
        (apply,),
    )


def _fails_alone(chain: Chain) -> bool:
    """Whether nothing behind the list runs unless it has succeeded."""
    only = chain.elements[0]
    return _ends_shell(chain) and len(chain.elements) == 1 and not (only.negated or only.compound)


def _behind(chain: Chain, index: int) -> Iterable[float]:
    """The keys of what may follow on a member: a command put in front of the next, the next."""
    chains = chain.block.chains
    for element in chain.elements[index + 1 :]:
        yield element.start - 0.5
        yield element.start
    if not index:
        for other in chains[chain.place + 1 :]:
            yield other.start - 0.5
            yield other.start


def _operator_opens_line(raw: bytes, at: int) -> bool:
    line_start = raw.rfind(b"\n", 0, at) + 1
    return line_start > 0 and not raw[line_start:at].strip()


# Instructions ------------------------------------------------------------------------------------


def as_keyword(text: str, like: Instruction) -> str:
    """`text` in the case that the keyword of `like` has."""
    return text.lower() if like.keyword_text.islower() else text


def replace_keyword(instruction: Instruction, keyword: str) -> Operation:
    """Change an instruction's keyword, in the case that it has."""
    start = instruction.start + instruction.keyword_start
    end = instruction.start + instruction.raw_end(instruction.begin + len(instruction.keyword_text))
    text = _encode(as_keyword(keyword, instruction))
    return Operation(instruction, (Splice(start, end, text),))


def replace_text(instruction: Instruction, start: int, end: int, text: str) -> Operation:
    """Change what stands from `start` up to `end` of the instruction's logical text."""
    begin = instruction.start + instruction.raw_offset(start)
    stop = instruction.start + instruction.raw_end(end) if end > start else begin
    return Operation(instruction, (Splice(begin, stop, _encode(text)),))


def delete_instruction(
    document: Document, instruction: Instruction, *, moved: bool = False
) -> Operation:
    """Take a whole instruction out, and one of two blank lines that then would meet.

    The line of comment that is for it alone goes too, unless it is `moved` to another place.
    """
    start, end = instruction.start, instruction.end
    source = document.source
    if not moved:
        start = _own_comment(document, instruction)
    blank_before = start == 0 or re.search(rb"\n[ \t\r]*\n\Z", source[max(0, start - 80) : start])
    blank_after = re.match(rb"[ \t]*\r?\n", source[end : end + 80])
    if blank_before and blank_after:
        end += blank_after.end()
    return Operation(instruction, (Splice(start, end, b""),), deletes=True)


#: A comment that says more than what the instruction below it does: to a tool, or for a section;
#: or is an instruction that somebody took out.
_KEPT_COMMENT = regex(
    rb"[ \t]*#\W*(?:$|hadolint|checkov|kics|trivy|shellcheck|tally|fixer|check=|syntax=|escape="
    rb"|(?:FROM|RUN|COPY|ADD|CMD|ENTRYPOINT|ENV|ARG|USER|WORKDIR|EXPOSE|LABEL|VOLUME)\b)"
    rb"|.*[-=#*_~]{3}"
)


def _own_comment(document: Document, instruction: Instruction) -> int:
    """Where an instruction begins with the comment that is for it alone: one line, and nothing but
    a blank line or another comment follows on the instruction."""
    source, line = document.source, instruction.line
    offsets = dict(document.comments)
    offset = offsets.get(line - 1)
    behind = source[instruction.end : instruction.end + 80].lstrip(b" \t\r")
    if offset is None or line - 2 in offsets or behind[:1] not in (b"", b"\n", b"#"):
        return instruction.start
    text = source[offset : instruction.start].rstrip()
    return instruction.start if _KEPT_COMMENT.match(text) else offset


def insert_instructions(document: Document, before: Instruction, lines: Sequence[str]) -> Operation:
    """Put instructions, a line each, above `before` and the comment block that belongs to it."""
    place = before.start
    line = before.line
    offsets = dict(document.comments)
    for _, _, directive in document.directives:
        offsets.pop(directive, None)
    while line - 1 in offsets:
        line -= 1
        place = offsets[line]
    if place == 0 and document.source.startswith(b"\xef\xbb\xbf"):
        place = 3
    text = b"".join(_line(document, item, before) for item in lines)
    return Operation(before, (Splice(place, place, text),), inserts=len(lines))


def append_instructions(document: Document, after: Instruction, lines: Sequence[str]) -> Operation:
    """Put instructions, a line each, directly below `after`."""
    text = b"".join(_line(document, item, after) for item in lines)
    if not document.source[: after.end].endswith(b"\n"):
        eol = document.eol
        text = eol + text.removesuffix(eol)
    # behind what other operations put at its end
    below = Splice(after.end, after.end, text, 2)
    return Operation(after, (*_last_continuations(after), below), inserts=len(lines))


def _last_continuations(instruction: Instruction) -> Iterator[Splice]:
    """Take out the continuations that the file ends behind: what follows would be joined to it."""
    if instruction.closed or instruction.heredocs:
        return
    mark = instruction.escape.encode()
    for _, at in reversed(instruction.segments):
        line = instruction.raw[at:].partition(b"\n")[0].rstrip(b"\r \t")
        if not line.endswith(mark) or line.endswith(mark + mark):
            return
        words = line.removesuffix(mark).rstrip(b" \t")
        start = instruction.start + at
        yield Splice(start + len(words), start + len(line), b"")
        if words:
            return


def _line(document: Document, text: str, like: Instruction) -> bytes:
    """A new instruction, in the case of another's keyword and indented as that one is."""
    eol = document.eol
    lines = as_keyword_line(text, like).split("\n")
    indent = like.raw[: like.keyword_start].decode("utf-8", "surrogateescape")
    # a stage begins at the margin, and a heredoc's end stands there
    if not indent.strip(" \t") and "<<" not in text and not text.lstrip().startswith("FROM "):
        lines = [indent + line if line else line for line in lines]
    return eol.join(map(_encode, lines)) + eol


def as_keyword_line(line: str, like: Instruction) -> str:
    keyword, blank, rest = line.partition(" ")
    return as_keyword(keyword, like) + blank + rest
