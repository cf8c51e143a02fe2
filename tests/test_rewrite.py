"""Changes to commands and instructions: exact bytes in every layout, and nothing else changes."""

from __future__ import annotations

import os
import random
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import (
    add_command_after,
    add_command_before,
    add_flag,
    add_operands,
    delete_instruction,
    drop_command,
    drop_words,
    insert_instructions,
    insert_words,
    is_alone,
    replace_keyword,
    replace_text,
    replace_word,
)
from fixer.dockerfile.shell import Command
from fixer.dockerfile.syntax import DockerfileError, Instruction
from fixer.edit import Edit, Operation, OverlapError, Safety, Unable, edit
from fixer.engine import apply
from tests.conftest import Folder
from tests.generate import Shell, runs, shells

Change = Callable[[Command], Operation | Unable]

CHANGES: dict[str, Change] = {
    "flag": lambda c: add_flag(c, "--f"),
    "operands": lambda c: add_operands(c, ["x", "y"]),
    "replace": lambda c: replace_word(c, c.words[1], "x"),
    "drop word": lambda c: drop_words(c, c.words[2:3]),
    "after": lambda c: add_command_after(c, "x y"),
    "at end": lambda c: add_command_after(c, "x y", at_end=True),
    "before": lambda c: add_command_before(c, "x y"),
    "drop": drop_command,
}


def run_of(document: Document) -> Instruction:
    """The RUN that stands behind the FROM, also within an ONBUILD."""
    instruction = document.instructions[1]
    return instruction.trigger or instruction


def named(document: Document, name: str = "b") -> Command:
    return next(c for c in run_of(document).script.commands if c.name == name)


def applied(source: str, *changes: Callable[[Document], Operation | Unable]) -> str:
    """A source after changes that must all be possible, checked as the engine checks them."""
    document = Document(source.encode())
    made = edit(*[change(document) for change in changes], why="because", safety=Safety.SAFE)
    assert isinstance(made, Edit), made
    fresh, spliced = apply(document, [made])
    assert fresh.source == spliced.source
    return fresh.source.decode()


def changed(text: str, change: Change, name: str = "b") -> str:
    """A RUN after a change to its command `name`."""
    result = applied(f"FROM a\n{text}", lambda document: change(named(document, name)))
    return result.removeprefix("FROM a\n")


def unable(text: str, change: Change, name: str = "b") -> str:
    """Why the change cannot be made."""
    made = change(named(Document(f"FROM a\n{text}".encode()), name))
    assert isinstance(made, Unable)
    return made.reason


# Every layout ------------------------------------------------------------------------------------

LAYOUTS = {
    "one line": r"""
RUN a && b c d && e
""",
    "operators in front": r"""
RUN a \
    && b c \
    d \
    && e
""",
    "operators behind": r"""
RUN a && \
    b c \
      d && \
    e
""",
    "semicolons, tabs": r"""
RUN set -e; \
	a; \
	b c \
		d \
	; \
	e
""",
    "heredoc": r"""
RUN <<EOF
a
b c \
  d
e
EOF
""",
    "heredoc with set -e": r"""
RUN <<EOF
set -e
a
b c d
e
EOF
""",
    "comments between": r"""
RUN a && \
    # why
    b c \
    # d
    d \
    # why e
    && e
""",
    "onbuild": r"""
ONBUILD RUN a && b c d && e
""",
    "nested": r"""
RUN sh -c 'a && b c d && e'
""",
    "glued": r"""
RUN a&&b c d&&e
""",
    "last of the list": r"""
RUN a \
 && b c \
 d
""",
    "a list of operands": r"""
RUN b c -f \
      d \
      g \
  && e
""",
}

EXPECTED = {
    ("one line", "flag"): r"""
RUN a && b c --f d && e
""",
    ("one line", "operands"): r"""
RUN a && b c d x y && e
""",
    ("one line", "replace"): r"""
RUN a && b x d && e
""",
    ("one line", "drop word"): r"""
RUN a && b c && e
""",
    ("one line", "after"): r"""
RUN a && b c d && x y && e
""",
    ("one line", "at end"): r"""
RUN a && b c d && e && x y
""",
    ("one line", "before"): r"""
RUN a && x y && b c d && e
""",
    ("one line", "drop"): r"""
RUN a && e
""",
    ("operators in front", "flag"): r"""
RUN a \
    && b c --f \
    d \
    && e
""",
    ("operators in front", "operands"): r"""
RUN a \
    && b c \
    d x y \
    && e
""",
    ("operators in front", "replace"): r"""
RUN a \
    && b x \
    d \
    && e
""",
    ("operators in front", "drop word"): r"""
RUN a \
    && b c \
    && e
""",
    ("operators in front", "after"): r"""
RUN a \
    && b c \
    d \
    && x y \
    && e
""",
    ("operators in front", "at end"): r"""
RUN a \
    && b c \
    d \
    && e \
    && x y
""",
    ("operators in front", "before"): r"""
RUN a \
    && x y \
    && b c \
    d \
    && e
""",
    ("operators in front", "drop"): r"""
RUN a \
    && e
""",
    ("operators behind", "flag"): r"""
RUN a && \
    b c --f \
      d && \
    e
""",
    ("operators behind", "operands"): r"""
RUN a && \
    b c \
      d x y && \
    e
""",
    ("operators behind", "replace"): r"""
RUN a && \
    b x \
      d && \
    e
""",
    ("operators behind", "drop word"): r"""
RUN a && \
    b c && \
    e
""",
    ("operators behind", "after"): r"""
RUN a && \
    b c \
      d && \
    x y && \
    e
""",
    ("operators behind", "at end"): r"""
RUN a && \
    b c \
      d && \
    e && \
    x y
""",
    ("operators behind", "before"): r"""
RUN a && \
    x y && \
    b c \
      d && \
    e
""",
    ("operators behind", "drop"): r"""
RUN a && \
    e
""",
    ("semicolons, tabs", "flag"): r"""
RUN set -e; \
	a; \
	b c --f \
		d \
	; \
	e
""",
    ("semicolons, tabs", "operands"): r"""
RUN set -e; \
	a; \
	b c \
		d x y \
	; \
	e
""",
    ("semicolons, tabs", "replace"): r"""
RUN set -e; \
	a; \
	b x \
		d \
	; \
	e
""",
    ("semicolons, tabs", "drop word"): r"""
RUN set -e; \
	a; \
	b c \
	; \
	e
""",
    ("semicolons, tabs", "after"): r"""
RUN set -e; \
	a; \
	b c \
		d; \
	x y \
	; \
	e
""",
    ("semicolons, tabs", "at end"): r"""
RUN set -e; \
	a; \
	b c \
		d \
	; \
	e; \
	x y
""",
    ("semicolons, tabs", "before"): r"""
RUN set -e; \
	a; \
	x y; \
	b c \
		d \
	; \
	e
""",
    ("semicolons, tabs", "drop"): r"""
RUN set -e; \
	a; \
	e
""",
    ("heredoc", "flag"): r"""
RUN <<EOF
a
b c --f \
  d
e
EOF
""",
    ("heredoc", "operands"): r"""
RUN <<EOF
a
b c \
  d x y
e
EOF
""",
    ("heredoc", "replace"): r"""
RUN <<EOF
a
b x \
  d
e
EOF
""",
    ("heredoc", "drop word"): r"""
RUN <<EOF
a
b c
e
EOF
""",
    ("heredoc", "after"): r"""
RUN <<EOF
a
b c \
  d \
    && x y
e
EOF
""",
    ("heredoc", "at end"): r"""
RUN <<EOF
a
b c \
  d
e && x y
EOF
""",
    ("heredoc", "before"): r"""
RUN <<EOF
a
x y && b c \
  d
e
EOF
""",
    ("heredoc", "drop"): r"""
RUN <<EOF
a
e
EOF
""",
    ("heredoc with set -e", "flag"): r"""
RUN <<EOF
set -e
a
b c --f d
e
EOF
""",
    ("heredoc with set -e", "operands"): r"""
RUN <<EOF
set -e
a
b c d x y
e
EOF
""",
    ("heredoc with set -e", "replace"): r"""
RUN <<EOF
set -e
a
b x d
e
EOF
""",
    ("heredoc with set -e", "drop word"): r"""
RUN <<EOF
set -e
a
b c
e
EOF
""",
    ("heredoc with set -e", "after"): r"""
RUN <<EOF
set -e
a
b c d
x y
e
EOF
""",
    ("heredoc with set -e", "at end"): r"""
RUN <<EOF
set -e
a
b c d
e
x y
EOF
""",
    ("heredoc with set -e", "before"): r"""
RUN <<EOF
set -e
a
x y
b c d
e
EOF
""",
    ("heredoc with set -e", "drop"): r"""
RUN <<EOF
set -e
a
e
EOF
""",
    ("comments between", "flag"): r"""
RUN a && \
    # why
    b c --f \
    # d
    d \
    # why e
    && e
""",
    ("comments between", "operands"): r"""
RUN a && \
    # why
    b c \
    # d
    d x y \
    # why e
    && e
""",
    ("comments between", "replace"): r"""
RUN a && \
    # why
    b x \
    # d
    d \
    # why e
    && e
""",
    ("comments between", "drop word"): r"""
RUN a && \
    # why
    b c \
    # d
    # why e
    && e
""",
    ("comments between", "after"): r"""
RUN a && \
    # why
    b c \
    # d
    d \
    && x y \
    # why e
    && e
""",
    ("comments between", "at end"): r"""
RUN a && \
    # why
    b c \
    # d
    d \
    # why e
    && e \
    && x y
""",
    ("comments between", "before"): r"""
RUN a && \
    # why
    x y && b c \
    # d
    d \
    # why e
    && e
""",
    ("comments between", "drop"): r"""
RUN a && \
    # why
    e
""",
    ("onbuild", "flag"): r"""
ONBUILD RUN a && b c --f d && e
""",
    ("onbuild", "operands"): r"""
ONBUILD RUN a && b c d x y && e
""",
    ("onbuild", "replace"): r"""
ONBUILD RUN a && b x d && e
""",
    ("onbuild", "drop word"): r"""
ONBUILD RUN a && b c && e
""",
    ("onbuild", "after"): r"""
ONBUILD RUN a && b c d && x y && e
""",
    ("onbuild", "at end"): r"""
ONBUILD RUN a && b c d && e && x y
""",
    ("onbuild", "before"): r"""
ONBUILD RUN a && x y && b c d && e
""",
    ("onbuild", "drop"): r"""
ONBUILD RUN a && e
""",
    ("nested", "flag"): r"""
RUN sh -c 'a && b c --f d && e'
""",
    ("nested", "operands"): r"""
RUN sh -c 'a && b c d x y && e'
""",
    ("nested", "replace"): r"""
RUN sh -c 'a && b x d && e'
""",
    ("nested", "drop word"): r"""
RUN sh -c 'a && b c && e'
""",
    ("nested", "after"): r"""
RUN sh -c 'a && b c d && x y && e'
""",
    ("nested", "at end"): r"""
RUN sh -c 'a && b c d && e && x y'
""",
    ("nested", "before"): r"""
RUN sh -c 'a && x y && b c d && e'
""",
    ("nested", "drop"): r"""
RUN sh -c 'a && e'
""",
    ("glued", "flag"): r"""
RUN a&&b c --f d&&e
""",
    ("glued", "operands"): r"""
RUN a&&b c d x y&&e
""",
    ("glued", "replace"): r"""
RUN a&&b x d&&e
""",
    ("glued", "drop word"): r"""
RUN a&&b c&&e
""",
    ("glued", "after"): r"""
RUN a&&b c d && x y&&e
""",
    ("glued", "at end"): r"""
RUN a&&b c d&&e && x y
""",
    ("glued", "before"): r"""
RUN a&&x y && b c d&&e
""",
    ("glued", "drop"): r"""
RUN a&&e
""",
    ("last of the list", "flag"): r"""
RUN a \
 && b c --f \
 d
""",
    ("last of the list", "operands"): r"""
RUN a \
 && b c \
 d x y
""",
    ("last of the list", "replace"): r"""
RUN a \
 && b x \
 d
""",
    ("last of the list", "drop word"): r"""
RUN a \
 && b c
""",
    ("last of the list", "after"): r"""
RUN a \
 && b c \
 d \
 && x y
""",
    ("last of the list", "at end"): r"""
RUN a \
 && b c \
 d \
 && x y
""",
    ("last of the list", "before"): r"""
RUN a \
 && x y \
 && b c \
 d
""",
    ("last of the list", "drop"): r"""
RUN a
""",
    ("a list of operands", "flag"): r"""
RUN b c -f --f \
      d \
      g \
  && e
""",
    ("a list of operands", "operands"): r"""
RUN b c -f \
      d \
      g \
      x \
      y \
  && e
""",
    ("a list of operands", "replace"): r"""
RUN b x -f \
      d \
      g \
  && e
""",
    ("a list of operands", "drop word"): r"""
RUN b c \
      d \
      g \
  && e
""",
    ("a list of operands", "after"): r"""
RUN b c -f \
      d \
      g \
  && x y \
  && e
""",
    ("a list of operands", "at end"): r"""
RUN b c -f \
      d \
      g \
  && e \
  && x y
""",
    ("a list of operands", "before"): r"""
RUN x y \
  && b c -f \
      d \
      g \
  && e
""",
    ("a list of operands", "drop"): r"""
RUN e
""",
}


def crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def backtick(text: str) -> str:
    return text if "<<" in text else text.replace("\\\n", "`\n")


@pytest.mark.parametrize(("layout", "change"), EXPECTED, ids=" - ".join)
@pytest.mark.parametrize("mode", ["as it is", "crlf", "backtick", "no last line end"])
def test_change_in_the_style_of_the_place(layout: str, change: str, mode: str) -> None:
    before = "FROM q" + LAYOUTS[layout]
    after = "FROM q" + EXPECTED[layout, change]
    if mode == "crlf":
        before, after = crlf(before), crlf(after)
    elif mode == "backtick":
        before, after = (f"# escape=`\n{backtick(text)}" for text in (before, after))
    elif mode == "no last line end":
        before, after = before.removesuffix("\n"), after.removesuffix("\n")
    assert applied(before, lambda document: CHANGES[change](named(document))) == after


# Words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "flags", "after"),
    [
        ("RUN b", ("-y",), "RUN b -y"),
        ("RUN b install c", ("-y",), "RUN b install -y c"),
        ("RUN b install -q c", ("-y",), "RUN b install -y -q c"),
        ("RUN b install -q c", ("--yes",), "RUN b install -q --yes c"),
        ("RUN b install -q c", ("--yes", "--no"), "RUN b install -q --yes --no c"),
        ("RUN b install -- c", ("--yes",), "RUN b install --yes -- c"),
        ("RUN sudo -E b install c", ("-y",), "RUN sudo -E b install -y c"),
        ("RUN b -q install c", ("-y",), "RUN b -q install -y c"),
        ("RUN b install c > d", ("--yes",), "RUN b install --yes c > d"),
        ("RUN b install", ("-y",), "RUN b install -y"),
        ("RUN b install > d", ("-y",), "RUN b install -y > d"),
        ("RUN a=$(b install c)", ("-y",), "RUN a=$(b install -y c)"),
        ('RUN a "$(b install c | d)" e', ("-y",), 'RUN a "$(b install -y c | d)" e'),
        ('RUN ["b", "install", "c"]', ("-y",), 'RUN ["b", "install", "-y", "c"]'),
        ('RUN ["b"]', ("--é",), 'RUN ["b", "--\\u00e9"]'),
    ],
)
def test_flag(before: str, flags: tuple[str, ...], after: str) -> None:
    assert changed(before, lambda command: add_flag(command, *flags)) == after


def test_flag_is_not_put_between_a_flag_and_its_value() -> None:
    text = "RUN apt-get install -t c -o d=e f"
    after = changed(text, lambda command: add_flag(command, "--g"), "apt-get")
    assert after == "RUN apt-get install --g -t c -o d=e f"


def test_words_behind_a_word() -> None:
    after = changed("RUN b c 'd  e' f", lambda c: insert_words(c, c.words[2], ["x", "'y  z'"]))
    assert after == "RUN b c 'd  e' x 'y  z' f"


@pytest.mark.parametrize(
    ("before", "word", "text", "after"),
    [
        ("RUN b c && d", 0, "x", "RUN x c && d"),
        ("RUN b 'c d' e", 1, '"x"', 'RUN b "x" e'),
        ("RUN b $(c d) e", 1, "x", "RUN b x e"),
        ('RUN b "$(c; d | e)f" g', 1, "x", "RUN b x g"),
        ('RUN ["b", "c"]', 1, 'x"', 'RUN ["b", "x\\""]'),
        ("RUN b 'c \\\n  d' e", 1, "x", "RUN b x e"),
    ],
)
def test_word_is_replaced(before: str, word: int, text: str, after: str) -> None:
    assert changed(before, lambda c: replace_word(c, c.words[word], text)) == after


@pytest.mark.parametrize(
    ("before", "words", "after"),
    [
        ("RUN b c d e", (1,), "RUN b d e"),
        ("RUN b c d e", (1, 2), "RUN b e"),
        ("RUN b c d e", (1, 3), "RUN b d"),
        ("RUN b c d e", (0,), "RUN c d e"),
        ("RUN b  c   d", (2,), "RUN b  c"),
        ("RUN b c > d", (1,), "RUN b > d"),
        ("RUN b $(c) d", (1,), "RUN b d"),
        ("RUN b \\\n  c \\\n  d \\\n  e\n", (1,), "RUN b \\\n  d \\\n  e\n"),
        ("RUN b \\\n  c \\\n  d \\\n  e\n", (3,), "RUN b \\\n  c \\\n  d\n"),
        ("RUN b \\\n  c \\\n  d \\\n  e\n", (1, 2, 3), "RUN b\n"),
        ("RUN b \\\n  c d \\\n  e\n", (1,), "RUN b \\\n  d \\\n  e\n"),
        ("RUN b \\\n  c d \\\n  e\n", (2,), "RUN b \\\n  c \\\n  e\n"),
        ("RUN b \\\n# c\n  c \\\n# d\n  d\n", (1,), "RUN b \\\n# c\n# d\n  d\n"),
        ("RUN b \\\r\n\tc \\\r\n\td\r\n", (1,), "RUN b \\\r\n\td\r\n"),
        ("RUN <<E\nb \\\n  c \\\n  d\nE\n", (1,), "RUN <<E\nb \\\n  d\nE\n"),
    ],
)
def test_words_are_dropped(before: str, words: tuple[int, ...], after: str) -> None:
    assert changed(before, lambda c: drop_words(c, [c.words[i] for i in words])) == after


def test_wrapper_is_dropped() -> None:
    def unwrap(command: Command) -> Operation | Unable:
        return drop_words(command, [w for wrapper in command.wrappers for w in wrapper.words])

    assert changed("RUN a && sudo -E b c", unwrap) == "RUN a && b c"
    assert changed("RUN sudo nice -n 5 b | c", unwrap) == "RUN b | c"
    assert changed("RUN sudo sh -c 'b; c'", unwrap, "sh") == "RUN sh -c 'b; c'"
    assert changed("RUN A=1 sudo \\\n  b", unwrap) == "RUN A=1 \\\n  b"


@pytest.mark.parametrize(
    ("text", "change", "reason"),
    [
        ("RUN b \\\n  # c\n  c", lambda c: drop_words(c, c.words[1:]), "a comment stands"),
        ("RUN b", lambda c: drop_words(c, c.words), "nothing of the command"),
        ("RUN b > c", lambda c: drop_words(c, c.words), "nothing of the command"),
        ('RUN ["b", "c"]', lambda c: drop_words(c, c.words[1:]), "exec form"),
        ('RUN ["b", \\\n "c"]', lambda c: add_flag(c, "-y"), "several lines"),
        ('RUN ["b", \\\n "c"]', lambda c: replace_word(c, c.words[0], "x"), "several lines"),
    ],
)
def test_what_cannot_be_done_to_words(text: str, change: Change, reason: str) -> None:
    assert reason in unable(text, change)


@pytest.mark.parametrize("text", ["RUN [ -f a ]", "RUN [[ -f a ]]", "RUN A=1"])
def test_a_test_and_an_assignment_are_no_commands_to_change(text: str) -> None:
    command = run_of(Document(f"FROM a\n{text}".encode())).script.commands[0]
    for word in (command.words + command.assignments)[:1]:
        assert isinstance(replace_word(command, word, "x"), Unable)
        assert isinstance(drop_words(command, [word]), Unable)
        assert isinstance(insert_words(command, word, ["x"]), Unable)
    assert isinstance(add_flag(command, "-y"), Unable)
    assert isinstance(add_operands(command, ["x"]), Unable)


def test_how_a_script_is_run_is_not_changed() -> None:
    text = "RUN bash -x -c 'b' c"
    for index, possible in ((0, False), (1, False), (2, False), (3, False), (4, True)):
        made = drop_words(
            named(Document(f"FROM a\n{text}".encode()), "bash"),
            [named(Document(f"FROM a\n{text}".encode()), "bash").words[index]],
        )
        assert isinstance(made, Operation) is possible


# Commands ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("RUN b | c && d", "RUN b | c && x y && d"),
        ("RUN a && b > f; c", "RUN a && b > f && x y; c"),
        ("RUN a; b", "RUN a; b && x y"),
        ("RUN b || c", "RUN b && x y || c"),
        ("RUN set -e; b; c", "RUN set -e; b; x y; c"),
        ("RUN set -e; b && a; c", "RUN set -e; b && x y && a; c"),
        # with `&&`, a failure of `b` would no longer end the shell
        ("RUN set -e; a && b; c", "RUN set -e; a && b; x y; c"),
        ("RUN { b; c; }", "RUN { b && x y; c; }"),
        ("RUN (b)", "RUN (b && x y)"),
        ("RUN if a; then b; fi", "RUN if a; then b && x y; fi"),
        # once, behind all turns and all calls
        ("RUN for i in 1; do b; done", "RUN for i in 1; do b; done && x y"),
        (
            "RUN a | while read i; do if a; then b; fi; done; c",
            "RUN a | while read i; do if a; then b; fi; done && x y; c",
        ),
        ("RUN f() { b; }; f && f; c", "RUN f() { b; }; f && f; c && x y"),
        ("RUN b # c", "RUN b && x y # c"),
        ("RUN b;", "RUN b && x y;"),
        ("RUN sh -c 'b'", "RUN sh -c 'b && x y'"),
        ("RUN --mount=type=cache,target=/c b", "RUN --mount=type=cache,target=/c b && x y"),
        ("RUN b \\\n # c\n", "RUN b && x y \\\n # c\n"),
    ],
)
def test_command_behind(before: str, after: str) -> None:
    assert changed(before, CHANGES["after"]) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("RUN b && c || d", "RUN b && c || d && x y"),
        ("RUN b; c && d", "RUN b; c && d && x y"),
        ("RUN set -e; b; c", "RUN set -e; b; c; x y"),
        ("RUN b && exit", "RUN b && x y && exit"),
        ("RUN (b; c)", "RUN (b && x y; c)"),
    ],
)
def test_command_at_the_end(before: str, after: str) -> None:
    assert changed(before, CHANGES["at end"]) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("RUN b | c && d", "RUN x y && b | c && d"),
        ("RUN b || c", "RUN x y && b || c"),
        ("RUN a; b", "RUN a; x y && b"),
        ("RUN A=1 sudo b", "RUN x y && A=1 sudo b"),
        ("RUN if a; then b; fi", "RUN if a; then x y && b; fi"),
        ("RUN set -e; a; b", "RUN set -e; a; x y; b"),
        ("RUN set -e; a && b", "RUN set -e; a && x y && b"),
    ],
)
def test_command_in_front(before: str, after: str) -> None:
    assert changed(before, CHANGES["before"]) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("RUN b && c", "RUN c"),
        ("RUN c && b", "RUN c"),
        ("RUN b; c", "RUN c"),
        ("RUN c; b && d", "RUN c; d"),
        ("RUN b $(e | f) && c", "RUN c"),
        ("RUN sh -c 'x; y' && c", "RUN c"),
        ("RUN (b && c)", "RUN (c)"),
        ("RUN a && \\\n  b && \\\n  c\n", "RUN a && \\\n  c\n"),
        ("RUN a \\\n  && b \\\n  && c\n", "RUN a \\\n  && c\n"),
        ("RUN b \\\n  && c\n", "RUN c\n"),
    ],
)
def test_command_is_dropped(before: str, after: str) -> None:
    name = "sh" if "sh -c" in before else "b"
    assert changed(before, drop_command, name) == after


@pytest.mark.parametrize(
    ("text", "change", "reason"),
    [
        ("RUN a $(b)", "after", "substitution"),
        ("RUN if b; then c; fi", "after", "condition"),
        ("RUN while b; do c; done", "before", "condition"),
        ("RUN b &", "after", "background"),
        ("RUN (b; c) & d", "after", "background"),
        ("RUN b; c &", "at end", "background"),
        ("RUN exec b", "after", "ends the shell"),
        ('RUN ["b"]', "after", "exec form"),
        ('RUN ["b"]', "before", "exec form"),
        ("RUN a || b", "before", "only if the command before it fails"),
        ("RUN ! b", "before", "only if"),
        ("RUN b", "drop", "only command"),
        ("RUN --mount=type=cache,target=/c b", "drop", "only command"),
        ("RUN (b) && c", "drop", "only command of its block"),
        ("RUN sh -c 'b'", "drop", "only command of its block"),
        ("RUN b | c && d", "drop", "pipeline"),
        ("RUN b || c", "drop", "what it returns"),
        ("RUN a || b && c", "drop", "what it returns"),
        ("RUN ! b; c", "drop", "what it returns"),
        ("RUN a && if b; then c; fi", "drop", "condition"),
        ("RUN a && \\\n # c\n b", "drop", "comment"),
    ],
)
def test_what_cannot_be_done_to_a_command(text: str, change: str, reason: str) -> None:
    assert reason in unable(text, CHANGES[change])


def test_a_quote_does_not_go_into_its_own_kind() -> None:
    assert "quoted" in unable("RUN sh -c 'b'", lambda c: add_command_after(c, "x 'y'"))
    after = changed('RUN sh -c "b"', lambda c: add_command_after(c, "x 'y'"))
    assert after == "RUN sh -c \"b && x 'y'\""


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("RUN b c", True),
        ("RUN --network=none b", True),
        ("RUN sudo b", True),
        ("RUN b && c", False),
        ("RUN b; c", False),
        ("RUN b | c", False),
        ("RUN (b)", False),
        ("RUN sh -c 'b'", False),
        ("RUN a $(b)", False),
    ],
)
def test_is_alone(text: str, alone: bool) -> None:
    assert is_alone(named(Document(f"FROM a\n{text}\n".encode()))) is alone


def test_several_changes_at_one_place() -> None:
    """Words come before the commands that are put behind theirs, whoever is first."""
    after = applied(
        "FROM a\nRUN b install && c\n",
        lambda document: add_command_after(named(document), "x 1"),
        lambda document: add_flag(named(document), "-y"),
        lambda document: add_command_after(named(document), "x 2"),
        lambda document: add_command_before(named(document), "w 1"),
        lambda document: add_command_before(named(document), "w 2"),
        lambda document: replace_word(named(document), named(document).words[0], "bb"),
        lambda document: drop_command(named(document, "c")),
    )
    assert after == "FROM a\nRUN w 1 && w 2 && bb install -y && x 1 && x 2\n"


# Instructions ------------------------------------------------------------------------------------


def test_keyword_keeps_its_case() -> None:
    assert applied("FROM a\nADD b c\n", lambda d: replace_keyword(d.instructions[1], "COPY")) == (
        "FROM a\nCOPY b c\n"
    )
    assert applied("from a\n\tadd b c\n", lambda d: replace_keyword(d.instructions[1], "COPY")) == (
        "from a\n\tcopy b c\n"
    )
    onbuild = "FROM a\nONBUILD add b c\n"
    trigger = Document(onbuild.encode()).instructions[1].trigger
    assert trigger is not None
    assert applied(onbuild, lambda d: replace_keyword(run_of(d), "COPY")) == (
        "FROM a\nONBUILD copy b c\n"
    )


def test_text_is_replaced_by_its_place_in_the_logical_text() -> None:
    source = "FROM a\nCOPY --chown=é \\\n# c\n  b  c\n"

    def second_word(document: Document) -> Operation:
        copy = document.instructions[1]
        return replace_text(copy, copy.words[0].start, copy.words[0].end, "ü")

    assert applied(source, second_word) == source.replace("  b  c", "  ü  c")

    def flag(document: Document) -> Operation:
        copy = document.instructions[1]
        return replace_text(copy, copy.flags[0].start, copy.flags[0].start, "--link ")

    assert applied(source, flag) == source.replace("COPY ", "COPY --link ")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("FROM a\nUSER b\nRUN c\n", "FROM a\nRUN c\n"),
        ("FROM a\n\nUSER b\n\nRUN c\n", "FROM a\n\nRUN c\n"),
        ("FROM a\nUSER b\n\nRUN c\n", "FROM a\n\nRUN c\n"),
        ("FROM a\n\nUSER b\nRUN c\n", "FROM a\n\nRUN c\n"),
        ("FROM a\r\n\r\nUSER b\r\n\r\nRUN c\r\n", "FROM a\r\n\r\nRUN c\r\n"),
        ("FROM a\nUSER \\\n  b\nRUN c\n", "FROM a\nRUN c\n"),
        ("FROM a\n# x\nUSER b\nRUN c\n", "FROM a\n# x\nRUN c\n"),
        ("FROM a\nUSER b", "FROM a\n"),
    ],
)
def test_instruction_is_deleted(before: str, after: str) -> None:
    assert applied(before, lambda d: delete_instruction(d, d.instructions[1])) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("FROM a\nRUN b\n", "FROM a\nUSER x\nENV Y=z\nRUN b\n"),
        ("from a\nrun b\n", "from a\nuser x\nenv Y=z\nrun b\n"),
        ("FROM a\r\nRUN b\r\n", "FROM a\r\nUSER x\r\nENV Y=z\r\nRUN b\r\n"),
        ("FROM a\n\n# c\n  # d\nRUN b\n", "FROM a\n\nUSER x\nENV Y=z\n# c\n  # d\nRUN b\n"),
        ("FROM a\n# c\n\nRUN b\n", "FROM a\n# c\n\nUSER x\nENV Y=z\nRUN b\n"),
        ("FROM a\n  RUN b\n", "FROM a\n  USER x\n  ENV Y=z\n  RUN b\n"),
    ],
)
def test_instructions_are_inserted(before: str, after: str) -> None:
    def insert(document: Document) -> Operation:
        lines = ["USER x", "ENV Y=z"]
        return insert_instructions(document, document.instructions[1], lines)

    assert applied(before, insert) == after


def test_nothing_is_inserted_between_directives() -> None:
    source = "# syntax=docker/dockerfile:1\n# escape=`\n# c\nFROM a\n"
    after = applied(source, lambda d: insert_instructions(d, d.instructions[0], ["ARG X=1"]))
    assert after == "# syntax=docker/dockerfile:1\n# escape=`\nARG X=1\n# c\nFROM a\n"
    source = "\ufeffFROM a\n"
    assert applied(source, lambda d: insert_instructions(d, d.instructions[0], ["ARG X=1"])) == (
        "\ufeffARG X=1\nFROM a\n"
    )


# Every command of every file ---------------------------------------------------------------------


def every_change(command: Command) -> Iterator[tuple[str, Change]]:
    """All that may be done to a command: it is found anew in every copy of its document."""
    yield from CHANGES.items()
    yield "short flag", lambda c: add_flag(c, "-y")
    yield "drop all words", lambda c: drop_words(c, c.words[1:])
    for index in range(len(command.words)):
        yield f"replace word {index}", lambda c, i=index: replace_word(c, c.words[i], "x")
        if index:
            yield f"drop word {index}", lambda c, i=index: drop_words(c, [c.words[i]])
    for index in range(len(command.wrappers)):
        yield f"unwrap {index}", lambda c, i=index: drop_words(c, c.wrappers[i].words)
    for index in range(len(command.assignments)):
        yield f"unset {index}", lambda c, i=index: drop_words(c, [c.assignments[i]])


def readable_runs(document: Document) -> list[Instruction]:
    if document.left_alone is not None:
        return []
    return [run for stage in document.stages for run in stage.runs()]


def assert_effect_is_meaning(source: bytes, chance: float, rng: random.Random) -> None:
    """Do single changes to the commands of a file: each is done as meant, or cannot be done."""
    try:
        document = Document(source)
    except DockerfileError:
        return
    for run in readable_runs(document):
        for command in run.script.commands:
            for name, change in every_change(command):
                if rng.random() >= chance or (name == "replace" and len(command.words) < 2):
                    continue
                made = edit(change(command), why="because", safety=Safety.SAFE)
                if isinstance(made, Edit) and any(o.splices for o in made.operations):
                    try:
                        apply(Document(source), [made])
                    except Exception as error:
                        raise AssertionError(f"{name} of {command}, line {run.line}") from error


def test_a_change_to_a_command_of_a_file_does_what_it_means(folder: Folder) -> None:
    for name, source in folder.files:
        try:
            assert_effect_is_meaning(source, 0.02, random.Random(name))
        except AssertionError as error:
            raise AssertionError(name) from error


@settings(max_examples=100)
@given(runs(), st.randoms(use_true_random=False))
def test_a_change_to_a_generated_command_does_what_it_means(
    case: tuple[bytes, Shell], rng: random.Random
) -> None:
    assert_effect_is_meaning(case[0], 0.2, rng)


def assert_changes_go_together(source: bytes, rng: random.Random) -> None:
    """Do several changes at once to different commands of one RUN."""
    try:
        document = Document(source)
    except DockerfileError:
        return
    for run in readable_runs(document):
        commands = [c for c in run.script.commands if len(c.words) > 1]
        made = []
        for command in rng.sample(commands, min(len(commands), 3)):
            if any(c is not command and _within(c, command) for c in run.script.commands):
                continue  # its words hold others, which are changed as well
            name = rng.choice(sorted(CHANGES))
            found = edit(CHANGES[name](command), why="because", safety=Safety.SAFE)
            if isinstance(found, Edit) and any(o.splices for o in found.operations):
                made.append(found)
        try:
            apply(Document(source), made)
        except OverlapError:
            # two neighbours dropped at once: the engine refuses the file and names the transform
            assert any(o.splices[0].text == b"" for e in made for o in e.operations)
        except Exception as error:
            raise AssertionError(f"{made}, line {run.line}") from error


def _within(inner: Command, outer: Command) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def test_changes_to_several_commands_of_a_run_go_together(folder: Folder) -> None:
    for name, source in folder.files:
        try:
            assert_changes_go_together(source, random.Random(name))
        except AssertionError as error:
            raise AssertionError(name) from error


@settings(max_examples=100)
@given(runs(), st.randoms(use_true_random=False))
def test_changes_to_several_generated_commands_go_together(
    case: tuple[bytes, Shell], rng: random.Random
) -> None:
    assert_changes_go_together(case[0], rng)


# What a shell makes of it ------------------------------------------------------------------------


def trace(text: str, failing: set[str], log: Path) -> tuple[Counter[str], int]:
    """How often a shell runs each command of a text, and what it returns."""
    names = sorted(set(re.findall(r"\bc\d+\b", text)) | {"added"})
    stubs = "".join(
        f"{name}() {{ echo {name} >> '{log}'; return {int(name in failing)}; }}\n" for name in names
    )
    log.write_text("")
    script = stubs + re.sub(r"([<>] ?)(/f|\$f)", r"\1/dev/null", text)
    done = subprocess.run(["sh", "-c", script], capture_output=True, check=False, timeout=20)
    return Counter(log.read_text().split()), done.returncode


@pytest.mark.skipif(os.name != "posix", reason="runs a POSIX shell")
@settings(max_examples=150)
@given(shells(loops=False), st.booleans(), st.randoms(use_true_random=False))
def test_a_shell_runs_what_it_ran_before(
    tmp_path_factory: pytest.TempPathFactory, shell: Shell, errexit: bool, rng: random.Random
) -> None:
    """A command that is added and succeeds changes neither what runs nor what is returned.

    Nor does one that is taken out, if it would have succeeded.
    """
    log = tmp_path_factory.getbasetemp() / "trace"
    text = ("set -e; " if errexit else "") + shell.text.replace("\ue000", " ")
    failing = {name for name in sorted(shell.commands) if rng.random() < 0.3}
    source = f"FROM a\nRUN {text}\n"
    document = Document(source.encode())
    command = rng.choice([c for c in run_of(document).script.commands if c.name != "set"])
    change = rng.choice(["after", "at end", "before", "drop"])
    expected_to_go = {"added"}
    if change == "drop":
        raw = command.instruction.raw[command.start : command.end].decode()
        expected_to_go |= set(re.findall(r"\bc\d+\b", raw))
        failing.discard(command.name)
        made = edit(drop_command(command), why="because", safety=Safety.SAFE)
    else:
        word = "added"
        made = edit(
            add_command_before(command, word)
            if change == "before"
            else add_command_after(command, word, at_end=change == "at end"),
            why="because",
            safety=Safety.SAFE,
        )
    assume(isinstance(made, Edit))
    assert isinstance(made, Edit)
    fresh, _ = apply(Document(source.encode()), [made])
    before, returned = trace(text, failing, log)
    after, then_returned = trace(run_of(fresh).value, failing, log)
    for name in expected_to_go:
        del before[name], after[name]
    said = f"{change} of {command.name} of {text} is {run_of(fresh).value}; {failing} fail"
    assert after == before, said
    assert then_returned == returned, said
