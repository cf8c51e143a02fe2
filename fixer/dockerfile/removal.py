"""Take several commands of one RUN out of it, so that what is left runs as it did.

`rewrite.drop_command` takes out one command of a list. Here whole pipelines go at once, with the
operators that join them and with what has nothing to do any more; a RUN of which nothing is left
goes as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import Entry, Signature, delete_instruction
from fixer.dockerfile.shell import Block, Chain, Command, Element
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Edit, Operation, Safety, Skip, Splice, Unable, edit


def is_idle(command: Command) -> bool:
    """Whether a command by itself leaves nothing in an image."""
    return command.name in ("set", "true", ":") and not command.redirections


def drop_pipelines(
    document: Document,
    commands: Sequence[Command],
    idle: Callable[[Command], bool] = is_idle,
) -> Operation | Unable:
    """Take commands of one instruction out, each with its whole pipeline and what joins it.

    The instruction goes where nothing is left but what is `idle`.
    """
    instruction = commands[0].instruction
    gone: dict[int, tuple[Chain, int]] = {}
    for command in commands:
        gone[id(command.element)] = (command.chain, command.index)
    blocks: dict[int, Block] = {}
    pending = [chain.block for chain, _ in gone.values()]
    while pending:
        block = pending.pop()
        outer = block.part.outer
        if block.kind == "script" and _idle_but(block, gone, idle):
            if outer is None:
                return delete_instruction(document, instruction.outer or instruction)._replace(
                    instruction=instruction
                )
            gone[id(outer.element)] = (outer.chain, outer.index)
            blocks.pop(id(block), None)
            pending.append(outer.chain.block)
        else:
            blocks[id(block)] = block
    if instruction.exec_form is not None:
        return Unable(instruction, "an exec form cannot be cut")
    splices: list[Splice] = []
    changes: list[Callable[[Signature], None]] = []
    for block in blocks.values():
        reason = _cut(instruction, block, gone, splices, changes)
        if reason:
            return Unable(instruction, reason)

    def apply(signature: Signature) -> None:
        for change in changes:
            change(signature)

    return Operation(instruction, tuple(splices), (apply,))


def dropped(
    document: Document, gone: Sequence[tuple[Command, str | None]], why: str
) -> Iterator[Edit | Skip]:
    """An edit for every instruction that loses commands, each given with what is unsure of it.

    Of one instruction those that are sure go first; the others are asked about again after that.
    """
    by_instruction: dict[int, list[tuple[Command, str | None]]] = {}
    for command, unsure in gone:
        by_instruction.setdefault(id(command.instruction), []).append((command, unsure))
    for items in by_instruction.values():
        reasons = [unsure for _, unsure in items]
        reason = None if None in reasons else reasons[0]
        commands = [command for command, unsure in items if unsure == reason]
        yield edit(
            drop_pipelines(document, commands),
            line=commands[0].line,
            why=f"{why}, but {reason}" if reason else why,
            safety=Safety.UNSAFE if reason else Safety.HARDENING,
        )


def _idle_but(
    block: Block, gone: dict[int, tuple[Chain, int]], idle: Callable[[Command], bool]
) -> bool:
    return all(
        id(element) in gone
        or (
            not (element.compound or element.negated)
            and all(idle(command) for command in element.commands)
        )
        for chain in block.chains
        for element in chain.elements
    )


def _cut(
    instruction: Instruction,
    block: Block,
    gone: dict[int, tuple[Chain, int]],
    splices: list[Splice],
    changes: list[Callable[[Signature], None]],
) -> str | None:
    """Cut what is gone out of a block; the reason where that would change what is left."""
    at: Chain | None = block.chains[0]
    while at is not None:
        if at.block.kind in ("condition", "substitution"):
            return "what it returns is used"
        at = at.block.parent
    flat = [(chain, index) for chain in block.chains for index in range(len(chain.elements))]
    place = 0
    while place < len(flat):
        if id(_element(flat[place])) not in gone:
            place += 1
            continue
        first = place
        while place + 1 < len(flat) and (
            id(_element(flat[place + 1])) in gone or _is_excuse(flat, first, place + 1)
        ):
            place += 1
        reason = _cut_range(instruction, flat, first, place, splices, changes)
        if reason:
            return reason
        place += 1
    return None


_Place = tuple[Chain, int]


def _element(place: _Place) -> Element:
    return place[0].elements[place[1]]


def _is_excuse(flat: Sequence[_Place], first: int, at: int) -> bool:
    """`|| true` behind what goes from the head of a list on."""
    chain, index = flat[at]
    commands = chain.elements[index].commands
    return (
        index > 0
        and at - index >= first
        and chain.operators[index - 1].text == "||"
        and len(commands) == 1
        and commands[0].name in ("true", ":")
    )


def _cut_range(
    instruction: Instruction,
    flat: Sequence[_Place],
    first: int,
    last: int,
    splices: list[Splice],
    changes: list[Callable[[Signature], None]],
) -> str | None:
    elements = [_element(place) for place in flat[first : last + 1]]
    before = flat[first - 1] if first else None
    after = flat[last + 1] if last + 1 < len(flat) else None
    reason = _bound(flat, first, last, elements)
    if reason:
        return reason
    if before is None and after is None:
        return "it is the only command of its block"
    spans, heir = _stretch(instruction, flat[first], flat[last], before, after)
    base = instruction.start
    splices += [Splice(base + start, base + stop, b"") for start, stop in spans]

    def change(signature: Signature) -> None:
        join = signature[elements[0].start].join
        for element in elements:
            for key in [key for key in signature if element.start <= key < element.end]:
                del signature[key]
        if heir is not None:
            key = _element(heir).start
            signature[key] = Entry(join, signature[key].tokens)

    changes.append(change)
    return None


def _bound(
    flat: Sequence[_Place], first: int, last: int, elements: Sequence[Element]
) -> str | None:
    """Why what is left would not mean the same, or None."""
    (head, index), (tail, end) = flat[first], flat[last]
    if any(element.compound or element.negated for element in elements):
        return "what it returns is used"
    if any(command.reads_heredoc for element in elements for command in element.commands):
        return "a heredoc would be left without its reader"
    if index and head.operators[index - 1].text == "||":
        return "it runs only if the command before it fails"
    inner = head.operators[index : end if head is tail else None]
    if index and (head is not tail or any(operator.text == "||" for operator in inner)):
        return "what it returns is what the whole text returns"
    if not index and end < len(tail.operators) and tail.operators[end].text == "||":
        return "what it returns decides what runs next"
    if any(
        chain.end_operator is not None and chain.end_operator.text == "&"
        for chain, _ in flat[first : last + 1]
    ):
        return "it runs in the background"
    errexit = head.block.part.script.errexit
    behind = last + 1 < len(flat)
    if index and end == len(tail.operators) and behind and errexit:
        return "under set -e, a failure before it would then end the shell"
    if not index and not behind and first:
        chain = flat[first - 1][0]
        only = chain.elements[0]
        alone = len(chain.elements) == 1 and not (only.compound or only.negated)
        if not (errexit and alone and head.block.kind == "script"):
            return "what it returns is what the whole text returns"
    return None


def _stretch(
    instruction: Instruction,
    first: _Place,
    last: _Place,
    before: _Place | None,
    after: _Place | None,
) -> tuple[list[tuple[int, int]], _Place | None]:
    """What to cut from `first` up to `last`, and the place that takes over what joined it.

    Comment lines stay, but for those between the last command that stays and a tail that goes.
    """
    raw = instruction.raw
    start, stop = _element(first).start, _element(last).end
    same_before = before is not None and before[0] is first[0]
    if after is None or (same_before and after[0] is not last[0]):
        assert before is not None
        return [(_element(before).end, stop)], None
    operator = last[0].operators[last[1]] if after[0] is last[0] else last[0].end_operator
    if before is not None and same_before and operator is not None and operator.text == "||":
        return [(_element(before).end, stop)], None
    cut = operator.end if operator is not None else stop
    mark = b"\\" if first[0].block.part.lines else instruction.escape.encode()
    follows = _element(after).start
    line = _line_start(raw, start)
    opens = line > 0 and not raw[line:start].strip()
    end = raw.find(b"\n", cut) + 1
    if opens and raw[cut:end].strip() in (b"", mark):
        return [(line, end)], after
    if operator is not None:
        end = raw.find(b"\n", stop) + 1
        closes = raw[stop:end].strip() == mark
        if same_before and closes:
            opener = first[0].operators[first[1] - 1].start
            line = _line_start(raw, opener)
            begins = raw[_line_start(raw, operator.start) : operator.start].strip()
            if line and not raw[line:opener].strip() and not begins:
                return [(line, end)], after
        if b"#" in raw[stop : operator.start]:
            whole = (line, end) if opens and closes else (start, _blanks_end(raw, stop))
            return [whole, (operator.start, follows)], after
    if b"#" in raw[cut:follows]:
        follows = _blanks_end(raw, cut)
    return [(start, follows)], after


def _line_start(raw: bytes, at: int) -> int:
    return raw.rfind(b"\n", 0, at) + 1


def _blanks_end(raw: bytes, at: int) -> int:
    return at + len(raw[at:]) - len(raw[at:].lstrip(b" \t"))
