"""Operations on the words and flags of instructions: what stands there besides shell text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from fixer.dockerfile.rewrite import delete_instruction, replace_text
from fixer.edit import Operation, Splice, Unable

if TYPE_CHECKING:
    from fixer.dockerfile.document import Document
    from fixer.dockerfile.syntax import Instruction


def drop_argument(document: Document, instruction: Instruction, *texts: str) -> Operation:
    """Take out the first word that reads as one of `texts`, and with the only one all of it."""
    words = instruction.words
    at = next(i for i, word in enumerate(words) if word.text in texts)
    if len(words) == 1:
        return delete_instruction(document, instruction)
    if at:
        return replace_text(instruction, words[at - 1].end, words[at].end, "")
    return replace_text(instruction, words[0].start, words[1].start, "")


def drop_source(document: Document, copy: Instruction, at: int) -> Operation | Unable:
    """Take the source number `at` out of COPY or ADD, and with the only one the instruction."""
    if len(copy.values) == 2:
        return delete_instruction(document, copy)
    if copy.exec_form is not None:
        return Unable(copy, "the exec form of COPY is not cut")
    words = copy.words
    start = copy.raw_offset(words[at].start)
    stop = copy.raw_offset(words[at + 1].start)
    if b"#" in copy.raw[start:stop]:
        return Unable(copy, "a comment stands beside it")
    splices = [Splice(copy.start + start, copy.start + stop, b"")]
    target = words[-1]
    if len(words) == 3 and not target.text.endswith("/") and target.text not in (".", "./"):
        place = copy.start + copy.raw_end(target.end)
        splices.append(Splice(place, place, b"/"))  # of one source, the target would be a file
    return Operation(copy, tuple(splices))


def add_run_flags(run: Instruction, flags: Iterable[str]) -> Operation:
    """Put builder flags behind those that a RUN has."""
    end = run.flags[-1].end if run.flags else run.begin + len(run.keyword_text)
    place = run.start + run.raw_end(end)
    text = "".join(f" {flag}" for flag in flags).encode("utf-8", "surrogateescape")
    return Operation(run, (Splice(place, place, text),))


def add_flag_lines(document: Document, run: Instruction, flags: Sequence[str]) -> Operation:
    """The same, each flag on a line of its own where the RUN has several lines or flags."""
    start = run.flags[-1].end if run.flags else run.value_start
    raw, at = run.raw, run.raw_offset(run.value_start)
    if len(flags) == 1 and not run.flags and b"\n" not in raw.strip():
        return replace_text(run, start, start, flags[0] + " ")
    lead = raw[raw.rfind(b"\n", 0, at) + 1 : at].decode("ascii", "replace")
    indent = lead if b"\n" in raw[:at] and not lead.strip() else "    "
    joint = f" {run.escape}{document.eol.decode()}{indent}"
    if not run.flags:
        return replace_text(run, start, start, "".join(flag + joint for flag in flags))
    text = "".join(joint + flag for flag in flags)
    if b"\n" in raw[run.raw_end(start) : at]:
        return replace_text(run, start, start, text)
    return replace_text(run, start, run.value_start, text + joint)
