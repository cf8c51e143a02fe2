"""What was read of one Dockerfile serves another, and changes nothing in it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from fixer.dockerfile import spare
from fixer.dockerfile.document import Document
from fixer.edit import Safety
from fixer.engine import Options, fix
from tests.conftest import ROOT, Folder

INSTALL = b"RUN apt-get update && apt-get install -y curl\n"


@pytest.fixture(autouse=True)
def _none(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(spare, "_kept", {})
    monkeypatch.setattr(spare, "_size", 0)
    yield
    assert spare._size == sum(map(len, spare._kept))


def done(source: bytes) -> list[object]:
    """Have a document's instructions be for others; they themselves."""
    document = Document(source)
    instructions = list(document.instructions)
    for instruction in instructions:
        assert instruction.keyword != "RUN" or instruction.script.commands
    document.release(instructions)
    return list(instructions)


def test_the_same_text_is_read_once() -> None:
    _, run = done(b"FROM debian\n" + INSTALL)
    taken = Document(b"# here it is line 4\nFROM alpine\n\n" + INSTALL).instructions[1]
    assert taken is run
    assert (taken.line, taken.start) == (4, 33)
    assert [command.line for command in taken.script.commands] == [4, 4]


def test_of_two_at_once_only_one_is_taken() -> None:
    _, run = done(b"FROM debian\n" + INSTALL)
    first, second = Document(b"FROM debian\n" + INSTALL * 2).instructions[1:]
    assert first is run
    assert second is not run
    other = Document(b"FROM debian\n" + INSTALL).instructions[1]
    assert other not in (first, second)


@pytest.mark.parametrize(
    "source",
    [
        b"# escape=`\nFROM debian\n" + INSTALL,
        b"FROM debian\n" + INSTALL.rstrip(b"\n"),
        b"FROM debian\n" + INSTALL.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbfFROM debian\n",
    ],
)
def test_what_reads_otherwise_is_another(source: bytes) -> None:
    before = done(b"FROM debian\n" + INSTALL)
    assert Document(source).instructions[-1] not in before


def test_a_shell_that_ends_at_errors_is_its_own_documents() -> None:
    run = b"RUN cd /nowhere; apt-get update; apt-get install -y curl\n"
    shell = b'FROM debian\nSHELL ["/bin/sh", "-ec"]\n' + run
    plain = b"FROM debian\n" + run
    wanted = fix(plain).after
    spare._kept.clear()
    spare._size = 0
    fix(shell)
    assert fix(plain).after == wanted


def test_what_was_refused_is_not_kept() -> None:
    fix(b"FROM debian\nFOO bar\n")
    assert not any(b"FOO" in raw for raw in spare._kept)


def test_it_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare, "_MOST", 200)
    for number in range(50):
        fix(b"FROM debian\nENV A=%d\nRUN echo %d\n" % (number, number))
        assert spare._size <= 200
    assert b"RUN echo 49\n" in spare._kept
    fix(b"FROM debian\nRUN echo " + b"x" * 5000 + b"\n")
    assert all(len(raw) < 5000 for raw in spare._kept)


def test_whatever_was_fixed_before_the_result_is_the_same(folder: Folder) -> None:
    options = Options(safety=Safety.UNSAFE)
    alone = []
    for _, source in folder.files:
        spare._kept.clear()
        spare._size = 0
        alone.append(fix(source, options))
    for _ in range(2):
        for (name, source), wanted in zip(folder.files, alone, strict=True):
            result = fix(source, options)
            assert result.after == wanted.after, name
            assert result.changes == wanted.changes, name
            assert result.skips == wanted.skips, name


def test_a_file_that_is_done_with_leaves_nothing_to_the_collector(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spare, "_MOST", 0)
    texts = [path.read_bytes() for path in sorted((ROOT / "cases/apt_lists").glob("*.Dockerfile"))]

    def left(rounds: int) -> int:
        for _ in range(rounds):
            for text in texts:
                fix(text)
        return gc.collect()

    enabled = gc.isenabled()
    gc.disable()
    try:
        left(1)  # what is imported and remembered
        assert left(1) < 4 * len(texts)
    finally:
        if enabled:
            gc.enable()
