"""The engine's promises: each test breaks one on purpose, and the file must stay as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from fixer import engine
from fixer.catalog import Transform
from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import (
    add_command_after,
    add_flag,
    delete_instruction,
    insert_instructions,
    replace_keyword,
    replace_text,
)
from fixer.edit import Edit, Operation, OverlapError, Safety, Skip, Splice, edit, splice
from fixer.engine import Options, Result, fix

SOURCE = b"FROM debian:12\n# note\nRUN apt-get install jq && \\\n    true\nCMD jq\n"

Rewrite = Callable[[Document], Iterator[Edit | Skip]]


def run(
    monkeypatch: pytest.MonkeyPatch,
    *rewrites: Rewrite,
    source: bytes = SOURCE,
    options: Options | None = None,
) -> Result:
    """Fix `source` with these functions for transforms, named by their names."""
    found = {
        rewrite.__name__: Transform(rewrite.__name__, ("DL1",), "Doc.", rewrite, True)
        for rewrite in rewrites
    }
    monkeypatch.setattr(engine, "transforms", lambda: found)
    return fix(source, options or Options())


def command(document: Document) -> Any:
    return document.instructions[1].script.commands[0]


def change(document: Document, *splices: Splice, **more: Any) -> Edit:
    operation = Operation(document.instructions[1], splices, **more)
    return Edit((operation,), 3, "because", Safety.SAFE)


def flag(document: Document) -> Iterator[Edit | Skip]:
    if not command(document).has_flag("-y"):
        yield edit(add_flag(command(document), "-y"), why="because", safety=Safety.SAFE)


def assert_untouched(result: Result, culprit: str, reason: str) -> None:
    assert result.after == SOURCE
    assert not result.changed
    assert result.changes == []
    assert result.problem is not None
    assert culprit in result.problem.reason
    assert reason in result.problem.reason


# What goes right ---------------------------------------------------------------------------------


def test_an_edit_is_applied_and_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, flag)
    assert result.problem is None
    assert result.after == SOURCE.replace(b"install jq", b"install -y jq")
    assert [(c.transform, c.line, c.why) for c in result.changes] == [("flag", 3, "because")]


def test_no_transform_no_change() -> None:
    result = fix(SOURCE, Options(select=frozenset()))
    assert result.after == SOURCE
    assert result.skips == []


@pytest.mark.parametrize("level", list(Safety))
def test_what_is_above_the_level_is_a_skip(level: Safety, monkeypatch: pytest.MonkeyPatch) -> None:
    def hardening(document: Document) -> Iterator[Edit | Skip]:
        if not command(document).has_flag("-y"):
            yield edit(add_flag(command(document), "-y"), why="why", safety=Safety.HARDENING)

    result = run(monkeypatch, hardening, options=Options(safety=level))
    assert result.changed == (level >= Safety.HARDENING)
    if level < Safety.HARDENING:
        assert result.skips == [Skip(2 + 1, "why", Safety.HARDENING, "hardening")]


def test_lines_are_those_of_the_text_before_any_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    def label(document: Document) -> Iterator[Edit | Skip]:
        if b"LABEL" not in document.source:
            lines = ["LABEL a=1", "LABEL b=2"]
            operation = insert_instructions(document, document.instructions[1], lines)
            yield edit(operation, why="because", safety=Safety.SAFE)

    def report(document: Document) -> Iterator[Edit | Skip]:
        yield Skip(document.instructions[-1].line, "the last one")

    def shell(document: Document) -> Iterator[Edit | Skip]:
        last = document.instructions[-1]
        if last.keyword == "CMD":
            yield edit(replace_keyword(last, "ENTRYPOINT"), why="because", safety=Safety.SAFE)

    result = run(monkeypatch, label, report, shell)
    assert result.after.startswith(b"FROM debian:12\nLABEL a=1\nLABEL b=2\n# note\nRUN")
    assert [(c.transform, c.line) for c in result.changes] == [("label", 3), ("shell", 5)]
    assert [(s.transform, s.line) for s in result.skips] == [("report", 5)]


def test_lines_survive_deletions(monkeypatch: pytest.MonkeyPatch) -> None:
    def drop(document: Document) -> Iterator[Edit | Skip]:
        for instruction in document.instructions:
            if instruction.keyword == "LABEL":
                yield edit(
                    delete_instruction(document, instruction), why="because", safety=Safety.SAFE
                )

    def report(document: Document) -> Iterator[Edit | Skip]:
        for instruction in document.instructions:
            yield Skip(instruction.line, instruction.keyword)

    source = b"FROM a\nLABEL x=1 \\\n  y=2\nRUN b\n\nLABEL z=1\n\nCMD c\n"
    result = run(monkeypatch, drop, report, source=source)
    assert result.after == b"FROM a\nRUN b\n\nCMD c\n"
    assert [(s.line, s.reason) for s in result.skips] == [(1, "FROM"), (4, "RUN"), (8, "CMD")]


def test_a_last_line_without_an_end_can_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    def clean(document: Document) -> Iterator[Edit | Skip]:
        last = document.instructions[-1].script.commands
        if len(last) == 1:
            yield edit(add_command_after(last[0], "rm -rf /x"), why="w", safety=Safety.SAFE)

    result = run(monkeypatch, clean, source=b"FROM a\nRUN b")
    assert result.after == b"FROM a\nRUN b && rm -rf /x"


# What goes wrong ---------------------------------------------------------------------------------


def test_edits_that_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    def overlapping(document: Document) -> Iterator[Edit | Skip]:
        at = document.instructions[1].start
        yield change(document, Splice(at, at + 5, b"RUN a"))
        yield change(document, Splice(at + 3, at + 8, b" b"))

    assert_untouched(run(monkeypatch, overlapping), "overlapping", "two edits change")
    with pytest.raises(OverlapError):
        splice(b"abc", [Splice(0, 2, b""), Splice(1, 3, b"")])


def test_a_result_that_does_not_parse(monkeypatch: pytest.MonkeyPatch) -> None:
    def garbling(document: Document) -> Iterator[Edit | Skip]:
        run = document.instructions[1]
        yield edit(replace_keyword(run, "RUNX"), why="because", safety=Safety.SAFE)

    assert_untouched(run(monkeypatch, garbling), "garbling", "unknown instruction")


def test_another_instruction_is_hit(monkeypatch: pytest.MonkeyPatch) -> None:
    def stray(document: Document) -> Iterator[Edit | Skip]:
        at = document.instructions[2].start + 4
        yield change(document, Splice(at, at + 2, b"no"))

    assert_untouched(run(monkeypatch, stray), "stray", "no edit touched")


def test_the_last_instruction_is_hit_where_it_has_no_line_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stray(document: Document) -> Iterator[Edit | Skip]:
        at = document.instructions[2].start + 4
        yield change(document, Splice(at, at + 2, b"no"))

    result = run(monkeypatch, stray, source=SOURCE.rstrip(b"\n"))
    assert result.problem is not None
    assert "no edit touched" in result.problem.reason


def test_an_instruction_is_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def swallowing(document: Document) -> Iterator[Edit | Skip]:
        end = document.instructions[1].end - 1
        yield change(document, Splice(end, end, b" \\"))

    assert_untouched(run(monkeypatch, swallowing), "swallowing", "instructions were expected")


def test_an_instruction_appears(monkeypatch: pytest.MonkeyPatch) -> None:
    def adding(document: Document) -> Iterator[Edit | Skip]:
        end = document.instructions[1].end
        yield change(document, Splice(end, end, b"USER 1\n"))

    assert_untouched(run(monkeypatch, adding), "adding", "instructions were expected")


def test_the_words_are_not_those_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    def lying(document: Document) -> Iterator[Edit | Skip]:
        meant = add_flag(command(document), "-y")
        assert isinstance(meant, Operation)
        (said,) = meant.splices
        wrong = meant._replace(splices=(said._replace(text=b" -q"),))
        yield edit(wrong, why="because", safety=Safety.SAFE)

    assert_untouched(run(monkeypatch, lying), "lying", "not those intended")


def test_a_word_goes_that_nobody_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(document: Document) -> Iterator[Edit | Skip]:
        at = document.source.index(b" jq &&")
        yield change(document, Splice(at, at + 3, b""))

    assert_untouched(run(monkeypatch, silent), "silent", "not those intended")


def test_an_operator_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    def flipping(document: Document) -> Iterator[Edit | Skip]:
        at = document.source.index(b"&&")
        yield change(document, Splice(at, at + 2, b"||"))

    assert_untouched(run(monkeypatch, flipping), "flipping", "not those intended")


def test_a_shell_text_that_does_not_parse(monkeypatch: pytest.MonkeyPatch) -> None:
    def opening(document: Document) -> Iterator[Edit | Skip]:
        at = document.source.index(b"true")
        yield change(document, Splice(at, at, b"( "))

    assert_untouched(run(monkeypatch, opening), "opening", "does not parse")


def test_edits_that_never_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(document: Document) -> Iterator[Edit | Skip]:
        yield edit(add_flag(command(document), "--more"), why="because", safety=Safety.SAFE)

    assert_untouched(run(monkeypatch, endless), "endless", "do not settle")


def test_two_transforms_that_undo_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def swap(old: str, new: str) -> Rewrite:
        def rewrite(document: Document) -> Iterator[Edit | Skip]:
            last = document.instructions[-1]
            if last.keyword == old:
                yield edit(replace_keyword(last, new), why="because", safety=Safety.SAFE)

        rewrite.__name__ = f"{old}_to_{new}"
        return rewrite

    result = run(monkeypatch, swap("CMD", "ENTRYPOINT"), swap("ENTRYPOINT", "CMD"))
    assert_untouched(result, "CMD_to_ENTRYPOINT, ENTRYPOINT_to_CMD", "do not settle")


def test_a_transform_that_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(document: Document) -> Iterator[Edit | Skip]:
        yield from ()
        raise KeyError("x")

    assert_untouched(run(monkeypatch, flag, faulty), "faulty", "KeyError")


def test_an_edit_that_does_not_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def mute(document: Document) -> Iterator[Edit | Skip]:
        if not command(document).has_flag("-y"):
            yield edit(add_flag(command(document), "-y"), why="", safety=Safety.SAFE)

    assert_untouched(run(monkeypatch, mute), "mute", "does not say why")


def test_one_culprit_is_enough_to_leave_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def bad(document: Document) -> Iterator[Edit | Skip]:
        cmd = document.instructions[-1]
        start = cmd.value_start
        yield edit(replace_text(cmd, start, start, "\nBAD "), why="because", safety=Safety.SAFE)

    assert_untouched(run(monkeypatch, flag, bad), "bad", "")


# Left alone --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        (b"# syntax=example.com/front:1\nFROM debian:12\nRUN pip install x\n", 1, "frontend"),
        (b"FROM {{ image }}\nRUN pip install x\n", 1, "template"),
        (b"FROM debian\nRUN pip install {{ package }}\n", 2, "template"),
        (b"FROM debian\n{% if a %}\nRUN pip install x\n", 2, "template"),
        (b"FROM debian\ninclude(`common.m4')\nRUN pip install x\n", 2, "template"),
    ],
)
def test_what_is_not_ours_to_touch(source: bytes, line: int, reason: str) -> None:
    result = fix(source)
    assert result.after == source
    assert result.problem is None
    assert [skip.line for skip in result.skips] == [line]
    assert reason in result.skips[0].reason


def test_braces_in_quotes_are_the_authors_own() -> None:
    source = b"FROM python:3.12\nRUN pip install x && docker inspect -f '{{.Id}}' y\n"
    assert b"--no-cache-dir" in fix(source).after


def test_the_official_frontend_is_ours() -> None:
    source = b"# syntax=docker/dockerfile:1\nFROM python:3.12\nRUN pip install x\n"
    assert fix(source).changed


# Ignore comments ---------------------------------------------------------------------------------


def test_our_comment_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    source = SOURCE.replace(b"# note", b"# fixer: ignore[flag] it asks")
    result = run(monkeypatch, flag, source=source)
    assert not result.changed
    assert [s.reason for s in result.skips] == ["the comment on line 2 asks for it: it asks"]


@pytest.mark.parametrize(
    "comment",
    [b"# hadolint ignore=DL1", b"# hadolint ignore=DL9,DL1", b"# hadolint   global ignore=DL1"],
)
def test_hadolints_comments(comment: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, flag, source=SOURCE.replace(b"# note", comment))
    assert not result.changed
    assert "line 2" in result.skips[0].reason


def test_a_comment_for_another_instruction_or_check(monkeypatch: pytest.MonkeyPatch) -> None:
    other = SOURCE.replace(b"# note", b"# hadolint ignore=DL2")
    assert run(monkeypatch, flag, source=other).changed
    later = SOURCE.replace(b"CMD", b"# hadolint ignore=DL1\nCMD")
    assert run(monkeypatch, flag, source=later).changed


def test_an_ignore_comment_that_hides_nothing_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    source = SOURCE.replace(b"CMD", b"# fixer: ignore[flag]\nCMD")
    result = run(monkeypatch, flag, source=source)
    assert result.changed
    assert [(s.line, s.reason) for s in result.skips] == [(5, "this ignore comment hides nothing")]


def test_an_ignore_comment_with_an_unknown_name(monkeypatch: pytest.MonkeyPatch) -> None:
    source = SOURCE.replace(b"# note", b"# fixer: ignore[flags]")
    result = run(monkeypatch, flag, source=source)
    assert [s.reason for s in result.skips] == ["no transform is named 'flags'"]


def test_what_no_edit_touched_is_taken_over() -> None:
    document = Document(SOURCE)
    first, touched, last = document.instructions
    edits = list(flag(document))
    assert all(isinstance(said, Edit) for said in edits)
    fresh, _ = engine.apply(document, edits)  # type: ignore[arg-type]
    assert fresh.instructions[0] is first
    assert fresh.instructions[1] is not touched
    assert fresh.instructions[2] is last
    assert fresh.source[last.start : last.end] == b"CMD jq\n"
