"""Our reading of a Dockerfile is BuildKit's: on real files, its fixtures and generated text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from fixer.dockerfile.document import Document
from fixer.dockerfile.syntax import DockerfileError, Instruction, scan
from tests.conftest import Folder, corpus
from tests.generate import bits, dockerfiles
from tests.oracle import disagreement, readable

# Real files --------------------------------------------------------------------------------------


def test_every_file_is_read_as_buildkit_reads_it(folder: Folder) -> None:
    for name, source in folder.files:
        if readable(source):
            assert disagreement(source) is None, name


# BuildKit's own fixtures -------------------------------------------------------------------------


def _fixtures(kind: str) -> list[object]:
    folder = corpus() / "buildkit-parser" / kind
    if not folder.is_dir():
        missing = pytest.mark.skip(reason=f"no fixtures of BuildKit at {folder}")
        return [pytest.param(None, id="fixtures", marks=missing)]
    return [pytest.param(path, id=path.name) for path in sorted(folder.iterdir()) if path.is_dir()]


def _quoted(text: str) -> str:
    """A string as Go's `%q` prints it."""
    return json.dumps(text, ensure_ascii=False).replace("\\u0000", "\\x00")


def _expression(instruction: Instruction) -> str:
    """An instruction as BuildKit's parser prints its tree."""
    out = instruction.keyword.lower()
    if instruction.flags:
        out += f" [{' '.join(_quoted(flag.text) for flag in instruction.flags)}]"
    if instruction.trigger is not None:
        return f"{out} ({_expression(instruction.trigger)})"
    values = list(instruction.values)
    if instruction.keyword in ("ENV", "LABEL"):
        mark = "" if instruction.legacy_pair else "="
        values = [text for name, value in instruction.pairs for text in (name, value, mark)]
    return " ".join([out, *map(_quoted, values)])


@pytest.mark.parametrize("fixture", _fixtures("testfiles"))
def test_fixture_gives_the_printed_tree(fixture: Path) -> None:
    source = (fixture / "Dockerfile").read_bytes()
    expected = (fixture / "result").read_text().splitlines()
    assert [f"({_expression(i)})" for i in scan(source).instructions] == expected
    assert disagreement(source) is None


@pytest.mark.parametrize("fixture", _fixtures("testfiles-negative"))
def test_negative_fixture_is_refused(fixture: Path) -> None:
    source = (fixture / "Dockerfile").read_bytes()
    with pytest.raises(DockerfileError) as caught:
        Document(source)
    assert caught.value.reason
    if scan(source).instructions:
        assert caught.value.line is not None
    assert disagreement(source) is None


@pytest.mark.parametrize(
    "fixture",
    [
        pytest.param(
            corpus() / "buildkit-parser" / "testfile-line" / "Dockerfile",
            id="testfile-line",
            marks=pytest.mark.skipif(
                not (corpus() / "buildkit-parser" / "testfile-line").is_dir(),
                reason=f"no fixtures of BuildKit at {corpus()}",
            ),
        )
    ],
)
def test_fixture_gives_the_line_numbers(fixture: Path) -> None:
    instructions = scan(fixture.read_bytes()).instructions
    assert [(i.line, i.end_line) for i in instructions] == [(5, 5), (11, 12), (17, 31)]


# What is easily read otherwise -------------------------------------------------------------------

TRICKY = {
    "bom": "\ufeffFROM a\nRUN b\n",
    "bom before a directive": "\ufeff# escape=`\nFROM a\nRUN b `\n c\n",
    "lone carriage return is a blank": "FROM a\nRUN b\rc\n",
    "no last line end": "FROM a\nRUN b",
    "crlf": "FROM a\r\nRUN b \\\r\n  c\r\n",
    "unicode blanks in front": "FROM a\n\u2003\u00a0RUN b\n",
    "no-break space does not end a keyword": "FROM a\nRUN\u00a0b\n",
    "vertical tab ends a keyword": "FROM a\nRUN\vb\n",
    "line separator does not end a line": "FROM a\nRUN b\u2028RUN c\x85RUN d\n",
    "keyword over two lines": "FRO\\\nM a\nRU\\\nN b\n",
    "comment in a continuation": "FROM a\nRUN b \\\n# c \\\n  d\n",
    "blank lines in a continuation": "FROM a\nRUN b \\\n\n  \n  c\n",
    "comment ends a continuation": "FROM a\nRUN b \\\n# c\n",
    "continuation at the end": "FROM a\nRUN b \\\n",
    "blanks behind the escape": "FROM a\nRUN b \\ \t\n c\n",
    "form feed behind the escape": "FROM a\nRUN b \\\f\nRUN c\n",
    "two escapes are no continuation": "FROM a\nRUN b \\\\\nRUN c\n",
    "three escapes are none either": "FROM a\nRUN b \\\\\\\nRUN c\n",
    "escape alone on its line": "FROM a\nRUN b \\\n\\\n c\n",
    "escape alone before the first": "\\\nFROM a\n",
    "escape alone at the end": "FROM a\n\\\n",
    "backtick": "# escape=`\nFROM a\nRUN b `\n# c\n c\\\nRUN d\n",
    "backtick behind a comment is no directive": "# x\n# escape=`\nFROM a\nRUN b \\\n c\n",
    "backtick behind a blank line is none": "\n# escape=`\nFROM a\nRUN b \\\n c\n",
    "unknown directive ends the zone": "# x=y\n# escape=`\nFROM a\nRUN b \\\n c\n",
    "directive in capitals, blanks around": " # ESCAPE = ` \nFROM a\nRUN b `\n c\n",
    "directive twice": "# escape=`\n# escape=`\nFROM a\n",
    "escape of another character": "# escape=x\nFROM a\n",
    "syntax then escape": "# syntax=a/b\n# escape=`\nFROM a\nRUN b `\n c\n",
    "comment behind an argument is none": "FROM a\nUSER 1 # b\nRUN c # d\n",
    "exec form": 'FROM a\nRUN ["b", "c d"]\nCMD [ ]\nENTRYPOINT ["\\u00e9"]\n',
    "exec form over lines": 'FROM a\nRUN ["b", \\\n# c\n "d"]\n',
    "array with a trailing comma": 'FROM a\nRUN ["b",]\n',
    "array in single quotes": "FROM a\nRUN ['b']\n",
    "array of numbers": "FROM a\nRUN [1]\n",
    "array in an array": 'FROM a\nRUN [["b"]]\n',
    "object": 'FROM a\nRUN {"b": 1}\n',
    "test command": "FROM a\nRUN [ -f b ] && c\n",
    "not a number": "FROM a\nRUN [NaN]\n",
    "text behind an array": 'FROM a\nRUN ["b"] && c\n',
    "heredoc": "FROM a\nRUN <<EOF\nFROM b\n# c\nd \\\nEOF\nRUN e\n",
    "heredocs": "FROM a\nCOPY <<A <<B /c/\n1\nA\n2\nB\nRUN d\n",
    "heredoc with a dash": "FROM a\nRUN <<-EOF\n\tb\n\tEOF\nRUN c\n",
    "heredoc with a dash and blanks": "FROM a\nRUN <<-EOF\n  EOF\nEOF\nRUN c\n",
    "heredoc in quotes": "FROM a\nRUN <<'A' cat <<\"B\"\n1\nA\n2\nB\nRUN c\n",
    "heredoc in part quoted": 'FROM a\nRUN <<E"O"F\nb\nEOF\nRUN c\n',
    "heredoc with an escape": "FROM a\nRUN <<E\\OF\nb\nEOF\nRUN c\n",
    "heredoc of a variable": "FROM a\nRUN <<$X\nb\n$X\nRUN c\n",
    "heredoc of a descriptor": "FROM a\nRUN 3<<EOF cat\nb\nEOF\nRUN c\n",
    "heredoc behind a blank": "FROM a\nRUN cat << EOF\nb\nEOF\nRUN c\n",
    "heredoc behind a comment of the shell": "FROM a\nRUN b # <<EOF\nc\nEOF\nRUN d\n",
    "heredoc in onbuild": "FROM a\nONBUILD RUN <<EOF\nb\nEOF\nRUN c\n",
    "heredoc with crlf": "FROM a\r\nRUN <<EOF\r\nb\r\nEOF\r\nRUN c\r\n",
    "heredoc with a continuation before": "FROM a\nRUN b \\\n# c\n <<EOF\nd\nEOF\nRUN e\n",
    "heredoc at the end": "FROM a\nRUN <<EOF\nb\nEOF",
    "heredoc with backtick": "# escape=`\nFROM a\nRUN <<EOF `\n b\nc`\nEOF\nRUN d\n",
    "heredoc that never ends": "FROM a\nRUN <<EOF\nb\nEOF \n",
    "here string": "FROM a\nRUN cat <<<b\nRUN c <<< d\n",
    "shift": "FROM a\nRUN echo $((1<<2)) $((1 << 2))\n",
    "heredoc word within quotes": "FROM a\nRUN echo 'b <<EOF' \"<<EOF\"\n",
    "glued heredoc word": "FROM a\nRUN cat<<EOF\nRUN b\n",
    "open quote, so no heredoc": "FROM a\nRUN echo ' <<EOF\nRUN b\n",
    "heredoc of cmd": "FROM a\nCMD <<EOF\nRUN b\n",
    "heredoc in an array": 'FROM a\nRUN ["cat", "<<EOF"]\nRUN b\n',
    "flags": "FROM --platform=a b\nCOPY --chown=1 --link c d\nRUN -- --e\n",
    "flag in quotes": 'FROM a\nCOPY --chown="b c":d e f\nRUN --mount=type=a\\ b c\n',
    "flags over lines": "FROM a\nCOPY --chown=1 \\\n# b\n --link \\\n c d\n",
    "flag of onbuild": "FROM a\nONBUILD COPY --from=b c d\n",
    "flag in onbuild and out": "FROM a\nONBUILD RUN --mount=type=cache b\n",
    "environment": "FROM a\nENV b c d\nENV e=f g='h i' j=\"k l\" m=n\\ o\nENV p = q\n",
    "environment without a value": "FROM a\nENV b\n",
    "environment half and half": "FROM a\nENV b=c d\n",
    "environment over lines": "FROM a\nENV b=c \\\n\n# d\n  e=f\\\n  g=h\n",
    "environment ends in the escape": "FROM a\nENV b=c\\\\\\\nRUN d\n",
    "environment with backtick": "# escape=`\nFROM a\nENV b=c` d e=\\\n",
    "label": 'FROM a\nLABEL "b c"="d" e=f\n',
    "build arguments": "ARG b=c d\nFROM a\nARG e='f g' h\n",
    "quotes do not hold copy together": 'FROM a\nCOPY "b c" d\n',
    "health check": 'FROM a\nHEALTHCHECK NONE\nHEALTHCHECK --retries=1 cmd ["b"]\n',
    "health check in shell form": "FROM a\nHEALTHCHECK CMD  b  c\n",
    "case": "from a\nRun b\nonBuild copY c d\n",
    "onbuild of nothing": "FROM a\nONBUILD\n",
    "onbuild of onbuild": "FROM a\nONBUILD ONBUILD RUN <<EOF\nRUN b\n",
    "nothing": "",
    "only comments": "# a\n\n# b\n",
}


@pytest.mark.parametrize("text", TRICKY.values(), ids=TRICKY)
def test_tricky_text_is_read_as_buildkit_reads_it(text: str) -> None:
    assert disagreement(text.encode()) is None


#: What BuildKit's parser lets pass and its next step refuses: we refuse it at once.
REFUSED_LATER = {
    "no from": "RUN a\n",
    "unknown keyword": "FROM a\nBOGUS b\n",
    "escape alone at the end": "FROM a\n\\\n",
    "keyword with a no-break space": "FROM a\nRUN\u00a0b\n",
    "from of two words": "FROM a b\n",
    "from of three words without as": "FROM a b c\n",
    "from of nothing": "FROM\n",
    "copy of one word": "FROM a\nCOPY b\n",
    "shell in shell form": "FROM a\nSHELL b\n",
    "onbuild of nothing": "FROM a\nONBUILD\n",
    "onbuild of onbuild": "FROM a\nONBUILD ONBUILD RUN b\n",
    "onbuild of from": "FROM a\nONBUILD FROM b\n",
    "user of nothing": "FROM a\nUSER\n",
    "argument of nothing": "FROM a\nARG\n",
    "environment of nothing": "FROM a\nENV\n",
    "instruction before from": "ENV a=b\nFROM c\n",
}


@pytest.mark.parametrize("text", REFUSED_LATER.values(), ids=REFUSED_LATER)
def test_what_buildkit_refuses_later_is_refused(text: str) -> None:
    assert disagreement(text.encode()) is None
    with pytest.raises(DockerfileError):
        Document(text.encode())


def test_a_line_as_long_as_buildkit_takes() -> None:
    for length, taken in ((65_535, True), (65_536, False)):
        source = b"FROM a\nRUN " + b"b" * (length - 4) + b"\nRUN c\n"
        assert disagreement(source) is None
        if taken:
            assert len(Document(source).instructions) == 3
        else:
            with pytest.raises(DockerfileError) as caught:
                Document(source)
            assert caught.value.line == 2


# Generated text ----------------------------------------------------------------------------------


@given(dockerfiles())
def test_generated_file_is_read_as_buildkit_reads_it(source: bytes) -> None:
    assert disagreement(source) is None
    Document(source)


@settings(max_examples=2000)
@given(bits())
def test_bits_of_syntax_are_read_as_buildkit_reads_them(source: bytes) -> None:
    assert disagreement(source) is None
