"""BuildKit's own parser, and our reading of a Dockerfile in its terms.

The package `dockerfile` holds the parser of BuildKit 0.12.5. Where BuildKit has moved on since, or
the package hands on less than the parser knows, the difference is levelled here, each by its reason
and none by its file.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from typing import NamedTuple

import dockerfile

from fixer.dockerfile.syntax import KEYWORDS, DockerfileError, Instruction, scan
from fixer.dockerfile.words import SPACES, WordError


class Row(NamedTuple):
    """An instruction as the parser hands it on."""

    keyword: str
    trigger: str | None
    json: bool
    start_line: int
    end_line: int
    flags: tuple[str, ...]
    values: tuple[str, ...]
    heredocs: tuple[tuple[str, str], ...]


class Refused(Exception):
    """What the oracle says of a file that it does not take."""


class Unanswered(Exception):
    """The oracle cut a character in two: of HEALTHCHECK, it takes bytes 85 and A0 for blanks."""


def readable(source: bytes) -> bool:
    """Whether the oracle can be asked: it dies of invalid UTF-8, and text ends at a NUL for it."""
    try:
        source.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in source


def oracle_rows(source: bytes) -> list[Row]:
    """What BuildKit's parser makes of `source`. Raises Refused."""
    assert readable(source)
    try:
        commands = dockerfile.parse_string(source.decode("utf-8"))
    except dockerfile.GoParseError as error:
        raise Refused(str(error)) from None
    except UnicodeDecodeError:
        raise Unanswered from None
    return [
        Row(
            (command.cmd or "").upper(),
            command.sub_cmd.upper() if command.sub_cmd else None,
            command.json,
            command.start_line,
            command.end_line,
            tuple(command.flags),
            tuple(command.value),
            tuple((heredoc.name, heredoc.content) for heredoc in command.heredocs),
        )
        for command in commands
    ]


def accepted(source: bytes) -> bool:
    """Whether BuildKit's parser takes it; what is not text, it is not asked."""
    if not readable(source):
        return True
    try:
        oracle_rows(source)
    except Refused:
        return False
    return True


def our_rows(instructions: Iterable[Instruction]) -> list[Row]:
    """The same of our instructions. Raises WordError where BuildKit's parser refuses a value."""
    out = []
    for instruction in instructions:
        inner = instruction
        while inner.trigger is not None:
            inner = inner.trigger
        trigger = instruction.trigger
        out.append(
            Row(
                instruction.keyword,
                trigger.keyword if trigger else None,
                inner.exec_form is not None,
                instruction.line,
                instruction.end_line,
                # of an ONBUILD, the oracle does not hand on the flags
                tuple(flag.text for flag in instruction.flags),
                inner.values,
                tuple(
                    (heredoc.name, heredoc.content(instruction.raw).decode("utf-8"))
                    for heredoc in instruction.heredocs
                ),
            )
        )
    return out


def levelled(instruction: Instruction, ours: Row, theirs: Row) -> Row:
    """`theirs`, with what the oracle is known to say otherwise put right."""
    # of a keyword that it does not know, it hands on no value
    if (ours.trigger or ours.keyword) not in KEYWORDS - {"ONBUILD"}:
        theirs = theirs._replace(values=ours.values)
    # of an ONBUILD, it keeps the heredocs' bodies to itself, but not where they end
    if ours.trigger and not theirs.heredocs:
        theirs = theirs._replace(heredocs=ours.heredocs)
    # a value ends at a NUL on its way from Go to Python
    if tuple(value.partition("\0")[0] for value in ours.values) == theirs.values:
        theirs = theirs._replace(values=ours.values)
    # it takes each byte of a flag for a character
    if not "".join(theirs.flags).isascii():
        with contextlib.suppress(UnicodeError):
            flags = tuple(flag.encode("latin-1").decode("utf-8") for flag in theirs.flags)
            theirs = theirs._replace(flags=flags)
    # up to BuildKit 0.14, an exec form was one whatever stood behind it on the line
    if theirs.json and not ours.json:
        while instruction.trigger is not None:
            instruction = instruction.trigger
        text = instruction.value
        if instruction.keyword == "HEALTHCHECK":
            text = instruction.healthcheck[1]
        with contextlib.suppress(ValueError):
            words, end = json.JSONDecoder().raw_decode(text)
            if text[end:].strip(SPACES) and tuple(words) == theirs.values[-len(words) :]:
                theirs = theirs._replace(json=False, values=ours.values)
        # it reads an exec form behind any word of HEALTHCHECK, but only CMD has one
        if instruction.keyword == "HEALTHCHECK" and instruction.healthcheck[0] != "CMD":
            theirs = theirs._replace(json=False)
    return theirs


def _trails(instruction: Instruction) -> bool:
    """Whether something stands behind an array."""
    while instruction.trigger is not None:
        instruction = instruction.trigger
    text = instruction.value
    if instruction.keyword == "HEALTHCHECK":
        text = instruction.healthcheck[1]
    try:
        return bool(text[json.JSONDecoder().raw_decode(text)[1] :].strip(SPACES))
    except ValueError:
        return False


def without_blank_in_heredoc_words(source: bytes) -> bytes:
    """`<< EOF` as `<<EOF`: it is a heredoc since BuildKit 0.22, and was not before."""
    out = bytearray()
    at = 0
    for instruction in scan(source).instructions:
        for heredoc in instruction.heredocs:
            start = instruction.start + instruction.raw_offset(heredoc.word.start)
            end = instruction.start + instruction.raw_end(heredoc.word.end)
            text = heredoc.word.text.encode("utf-8", "surrogateescape")
            if len(text) != end - start:
                out += source[at:start] + text
                at = end
    return bytes(out + source[at:])


def disagreement(source: bytes) -> str | None:
    """How our reading of `source` differs from the oracle's; None where it does not.

    Both are asked what the instructions are and where; what BuildKit refuses only later (a file
    without FROM, an unknown keyword, a missing argument) is not asked here.
    """
    try:
        source = without_blank_in_heredoc_words(source)
        instructions = scan(source).instructions
        ours = our_rows(instructions)
        if not ours:
            raise DockerfileError("file with no instructions")
    except (DockerfileError, WordError) as error:
        try:
            theirs = oracle_rows(source)
        except (Refused, Unanswered):
            return None
        return f"refused by us: {error}; taken by the oracle: {theirs}"
    try:
        theirs = oracle_rows(source)
    except Refused as error:
        if "JSON array" in str(error) and any(map(_trails, instructions)):
            return None
        return f"refused by the oracle: {error}; taken by us: {ours}"
    except Unanswered:
        return None
    for instruction, one, other in zip(instructions, ours, theirs, strict=False):
        if one != levelled(instruction, one, other):
            return f"ours {one}; the oracle's {other}"
    if len(ours) != len(theirs):
        return f"{len(ours)} instructions by us, {len(theirs)} by the oracle"
    return None
