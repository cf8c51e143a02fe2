"""What nobody should write, and somebody does: a clear answer, in bounded time."""

from __future__ import annotations

import time

import pytest

from fixer.engine import fix


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        (b"", None, "no instruction"),
        (b"\n\n  \n", None, "no instruction"),
        (b"# only\n# comments\n", None, "no instruction"),
        (b"RUN a\n", 1, "RUN stands before the first FROM"),
        (b"ARG a\n", None, "no FROM"),
        (b"FROM a\n\nRUNN b\n", 3, "unknown instruction 'RUNN'"),
        (b"FROM a b\n", 1, "FROM takes"),
        (b"FROM a\nRUN <<EOF\nb\n", 2, "the heredoc 'EOF' is never ended"),
        (b"FROM a\nENV b\n", 2, "has no value"),
        (b"FROM a\nENV b=c d\n", 2, "not of the form name=value"),
        (b'FROM a\nCMD ["b", 1]\n', 2, "array of strings"),
        (b"FROM a\nONBUILD ONBUILD RUN b\n", 2, "cannot stand in ONBUILD"),
        (b"# escape=x\nFROM a\n", 1, "escape character"),
        (b"# escape=`\n# escape=`\nFROM a\n", 2, "given twice"),
        (b"FROM a\nCOPY b\n", 2, "source and a destination"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40, 1, "unknown instruction"),
        (b"FROM a\n" + b"x" * 100_000, 2, "longer than"),
    ],
    ids=lambda value: repr(value)[:40] if isinstance(value, bytes) else "",
)
def test_a_file_that_is_refused(source: bytes, line: int | None, reason: str) -> None:
    result = fix(source)
    assert result.after == source
    assert result.problem is not None
    assert reason in result.problem.reason
    assert result.problem.line == line
    assert result.problem.reason.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        b"apt-get install 'x",
        b'apt-get install "x',
        b"apt-get install $(x",
        b"if apt-get install x; then",
        b"apt-get install x && && y",
        b"(" * 5_000 + b"apt-get install x",
        b"echo " + b"$(" * 3_000 + b"apt-get install x" + b")" * 3_000,
    ],
    ids=lambda text: text[:30].decode(),
)
def test_a_shell_text_that_cannot_be_read_is_left_alone(text: bytes) -> None:
    source = b"FROM debian:12\nRUN " + text + b"\nRUN pip install x\n"
    result = fix(source)
    assert result.problem is None
    assert text in result.after
    assert b"--no-cache-dir" in result.after
    assert any(skip.line == 2 for skip in result.skips)


@pytest.mark.parametrize(
    "source",
    [
        b"FROM debian:12\nRUN true" + b" && true" * 30_000 + b"\n",
        b"FROM debian:12\nRUN apt-get install -y \\\n" + b"  jq \\\n" * 10_000 + b"  file\n",
        b"FROM a AS s0\n" + b"".join(b"FROM s%d AS s%d\n" % (i, i + 1) for i in range(600)),
        b"FROM a\n" + b"ENV A=1 B=2\n" * 5_000,
        b"FROM a\n" + b"\n" * 300_000,
        b"FROM a\n" + b"# note\n" * 100_000,
        b"FROM a\nRUN b \\\n" + b"# note\n" * 50_000 + b" c\n",
        b"FROM a\nENV A=" + b"$A" * 30_000 + b"\n",
        b"FROM a\nRUN echo \x00\xff\xfe && pip install x\n",
        b"FROM a\nRUN echo " + b"a|\\\n" * 50_000 + b"b\n",
        b"FROM a\nRUN pip install " + b"$[\\\n" * 50_000 + b"x\n",
        b"FROM a\nRUN echo " + b"\0" * 60_000 + b"\n",
        b"FROM a\nRUN echo " + b"passw" * 13_000 + b"\n",
        b"FROM a\nRUN chmod " + b"ugo\\\n" * 60_000 + b"\n",
        b"FROM debian:12\nRUN apt-get update\nRUN retry" + b" \\\n apt" * 30_000 + b"\n",
        b"FROM a\nRUN useradd" + b" \\\n adduser" * 30_000 + b"\n",
        b"FROM a\nCMD echo " + b"a{\\\n" * 90_000 + b"b\n",
    ],
    ids=[
        *(
            "and-list",
            "operands",
            "stages",
            "env",
            "empty",
            "comments",
            "gap",
            "variables",
            "bytes",
        ),
        *("pipes", "sums", "nul", "names", "modes", "tools", "accounts", "braces"),
    ],
)
def test_what_is_long_takes_no_longer_than_its_length(source: bytes) -> None:
    start = time.process_time()
    result = fix(source)
    # linear work takes a second or two here; the square of it, minutes
    assert time.process_time() - start < 30
    assert result.problem is None or "longer than" in result.problem.reason


def test_twice_the_text_takes_twice_the_time() -> None:
    block = b"RUN apt-get update && apt-get install -y curl && pip install flask\n# note\n"

    def spent(count: int) -> float:
        source = b"FROM debian:12\n" + block * count
        start = time.process_time()
        result = fix(source)
        assert result.problem is None
        assert result.changed
        return time.process_time() - start

    spent(50)
    # 16 times the text: 16 times the time if it is linear, 256 times if it is the square
    assert spent(3_200) < 60 * spent(200)
