"""Write ENV and LABEL as `name=value`.

The form with a blank takes the whole rest of the line for one value, blanks and a second `B=2`
included, and is deprecated. The value stays the same, its line breaks and comments too: only the
quotes that the other form needs are put in.
https://docs.docker.com/reference/build-checks/legacy-key-value-format/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from fixer.catalog import transform
from fixer.dockerfile.rewrite import replace_text
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import DockerfileError, Instruction, scan
from fixer.dockerfile.words import SEPARATOR, WordError, expand, split_words
from fixer.edit import Edit, Operation, Safety, Skip, Splice, edit, splice
from fixer.later import regex

_NAME = regex(r"[A-Za-z0-9_./-]+\Z")
#: A further pair, as somebody writes it who takes this form for the other.
_PAIR = regex(r"[\s'\"][A-Za-z_][\w.-]*=['\"]")
#: In double quotes, the escape character escapes these and itself.
_ESCAPED = ('"', "$")

#: A change of a value: from, up to, and what comes there instead.
Change = tuple[int, int, str]


@transform(answers=["LegacyKeyValueFormat"], needs=["env", "label"])
def env_key_value(stage: Stage) -> Iterator[Edit | Skip]:
    for outer in stage.instructions:
        instruction = outer.trigger or outer
        if instruction.keyword not in ("ENV", "LABEL") or not instruction.legacy_pair:
            continue
        yield _joined(instruction)


def _joined(instruction: Instruction) -> Edit | Skip:
    name, value = instruction.pairs[0]
    changes = quoted(value, instruction.escape)
    if changes is None or not _NAME.match(name):
        return Skip(instruction.line, "no quotes are known to keep its value what it is")
    if changes and _PAIR.search(value):
        return Skip(instruction.line, f"the pairs on it are all one value, that of {name}")
    operations = list(_operations(instruction, len(name), changes))
    if len(instruction.segments) > 1:
        if _pairs(instruction, operations) != [(name, changed(value, changes))]:
            return Skip(instruction.line, "without a quote, a line of it would mean something else")
    return edit(
        *operations,
        why="the form with a blank for = is deprecated; the value stays what it is",
        safety=Safety.SAFE,
    )


def quoted(value: str, escape: str) -> list[Change] | None:
    """How to write the value of the one form in the other; None where that cannot be done.

    Nothing is changed in a value that is one word. Else all of it goes between double quotes: its
    own quotes go, and what was literal in them, or behind an escape character, stays so.
    """
    if _is_word(value, escape):
        changes: list[Change] = []
    else:
        end = len(value)
        try:
            changes = [(0, 0, '"'), *_in_double_quotes(value, escape), (end, end, '"')]
        except WordError:
            return None
    return changes if _same(value, changed(value, changes), escape) else None


def _is_word(value: str, escape: str) -> bool:
    """Whether a value is all of one word."""
    return [word.text for word in split_words(f"={value}", escape)] == [f"={value}"]


def changed(value: str, changes: list[Change]) -> str:
    """The value with the changes made."""
    out: list[str] = []
    at = 0
    for start, end, text in changes:
        out += value[at:start], text
        at = end
    return "".join(out) + value[at:]


def _in_double_quotes(value: str, escape: str) -> Iterator[Change]:
    """What must change in a value for all of it to stand between double quotes."""
    at, quote = 0, ""
    while at < len(value):
        ch = value[at]
        following = value[at + 1 : at + 2]
        if value.startswith("${", at) and quote != "'":
            brace = value.find("}", at)
            if brace < 0 or any(c in value[at + 1 : brace] for c in f"'\"${escape}"):
                raise WordError("quotes or a variable within a variable")
            at = brace
        elif ch == quote or (not quote and ch in "'\""):
            quote = "" if quote else ch
            yield at, at + 1, ""
        elif ch == "$" and quote != "'" and following and following in f"'\"{escape}":
            yield at, at, escape  # what follows it would become a name
        elif quote == "'" and (ch in _ESCAPED or ch == escape):
            yield at, at, escape
        elif ch == escape and not quote:
            if following not in _ESCAPED and following != escape:
                yield at, at + 1, ""
            at += 1
        elif ch == escape and quote == '"':
            at += 1
        at += 1


class _Distinct(dict[str, "str | None"]):
    """An environment in which every variable has a value of its own."""

    def __contains__(self, name: object) -> bool:
        return True

    def get(self, name: str, default: object = None) -> str:
        return f"<{name}>"


def _same(old: str, new: str, escape: str) -> bool:
    """Whether BuildKit makes the same of both values, the new one being one word."""
    if not _is_word(new, escape):
        return False
    environments: tuple[Mapping[str, str | None], ...] = ({}, _Distinct())
    try:
        return all(expand(old, env, escape) == expand(new, env, escape) for env in environments)
    except WordError:
        return False


def _operations(instruction: Instruction, name: int, changes: list[Change]) -> Iterator[Operation]:
    """Put `=` between name and value, and make the changes of the value."""
    start = instruction.value_start + name
    gap = SEPARATOR.match(instruction.logical, start)
    assert gap is not None
    value = gap.end()
    opening = "="
    if changes:
        opening, changes = opening + changes[0][2], changes[1:]
    cuts = [start, value]
    if b"#" in instruction.raw[instruction.raw_offset(start) : instruction.raw_end(value)]:
        # a comment stands between name and value: only the blanks around it go
        joints = [
            len(instruction.logical_bytes[:at].decode("utf-8", "surrogateescape"))
            for at, _ in instruction.segments
        ]
        cuts[1:1] = [at for at in joints if start < at < value]
    for begin, end in pairwise(cuts):
        yield replace_text(instruction, begin, end, opening if begin == start else "")
    for begin, end, text in changes:
        yield replace_text(instruction, value + begin, value + end, text)


def _pairs(instruction: Instruction, operations: list[Operation]) -> list[tuple[str, str]] | None:
    """What the instruction says with the operations done; a line might become a comment, or end
    otherwise than before, when a quote or an escape character goes."""
    base = instruction.start
    done = splice(
        instruction.raw,
        [Splice(s.start - base, s.end - base, s.text) for op in operations for s in op.splices],
    )
    try:
        read = scan(b"# escape=%b\n%b\nEND" % (instruction.escape.encode(), done.source))
        first, *others = read.instructions
        return (first.trigger or first).pairs if len(others) == 1 else None
    except (DockerfileError, WordError):
        return None
