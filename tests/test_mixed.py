"""The engine's promises on files that nobody laid out: instructions of all cases, mixed."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from fixer.dockerfile.document import Document
from fixer.dockerfile.syntax import DockerfileError
from fixer.edit import Safety
from fixer.engine import Options, fix
from tests.conftest import ROOT
from tests.oracle import accepted


@cache
def instructions() -> tuple[list[bytes], list[bytes]]:
    """The FROM instructions of the cases, and all others; as they are written, with `\\` only."""
    origins: set[bytes] = set()
    others: set[bytes] = set()
    for path in sorted((ROOT / "cases").glob("*/*Dockerfile")):
        try:
            document = Document(path.read_bytes())
        except DockerfileError:
            continue
        if document.escape == "`" or b"\r" in document.source:
            continue
        for instruction in document.instructions:
            raw = instruction.raw.rstrip(b"\n")
            (origins if instruction.keyword == "FROM" else others).add(raw)
    return sorted(origins), sorted(others)


@st.composite
def mixed(draw: st.DrawFn) -> bytes:
    """A Dockerfile of one to three stages."""
    origins, others = instructions()
    lines: list[bytes] = []
    for _ in range(draw(st.integers(1, 3))):
        lines.append(draw(st.sampled_from(origins)))
        lines += draw(st.lists(st.sampled_from(others), max_size=6))
    end = draw(st.sampled_from([b"\n", b"\n", b"", b" \\\n", b" \\\n# more\n\n"]))
    eol = draw(st.sampled_from([b"\n", b"\n", b"\r\n"]))
    return (b"\n".join(lines) + end).replace(b"\n", eol)


@settings(max_examples=800)
@given(mixed(), st.sampled_from(list(Safety)))
def test_every_promise_holds(source: bytes, safety: Safety) -> None:
    options = Options(offline=True, safety=safety)
    result = fix(source, options)
    if result.problem is not None:
        assert "at fault" not in result.problem.reason
        assert "settle" not in result.problem.reason
        assert not result.changed
        return
    if accepted(source):
        assert accepted(result.after)
    again = fix(result.after, options)
    assert again.problem is None
    assert again.after == result.after
