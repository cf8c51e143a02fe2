"""A document is its bytes: each is some instruction's, a comment's or a blank line's."""

from __future__ import annotations

import contextlib
import gc
import io
import time
from collections.abc import Callable

import pytest
from dockerfile_parse import DockerfileParser
from hypothesis import given, settings
from hypothesis import strategies as st

from fixer.dockerfile.document import Document
from fixer.dockerfile.syntax import DockerfileError, Instruction, scan
from tests.conftest import Folder
from tests.generate import bits, dockerfiles
from tests.oracle import disagreement


def read(text: str) -> Document:
    return Document(text.encode())


def only(text: str) -> Instruction:
    """The last instruction of a small file."""
    return read(text).instructions[-1]


# Bytes -------------------------------------------------------------------------------------------


def assert_tiles(source: bytes) -> None:
    """Instructions, comment lines and blank lines are the source, each byte once."""
    found = scan(source)
    comments = {offset: line for line, offset in found.comments}
    pieces = []
    at = 0
    for instruction in [*found.instructions, None]:
        stop = instruction.start if instruction else len(source)
        assert at <= stop
        for line in source[at:stop].splitlines(keepends=True) if at < stop else ():
            pieces.append(line)
        at = stop
        if instruction:
            assert instruction.raw == source[stop : instruction.end]
            assert instruction.line == source.count(b"\n", 0, stop) + 1
            pieces.append(instruction.raw)
            at = instruction.end
    assert b"".join(pieces) == source
    for offset, line in comments.items():
        assert source.count(b"\n", 0, offset) + 1 == line
        assert b"#" in source[offset : source.find(b"\n", offset) % (len(source) + 1)]
        assert not any(i.start <= offset < i.end for i in found.instructions)
    outside = _lines_outside(source, found.instructions)
    assert {offset for offset, line in outside if line.lstrip("\ufeff").strip()} == set(comments)


def _lines_outside(source: bytes, instructions: list[Instruction]) -> list[tuple[int, str]]:
    out = []
    offset = 0
    for line in source.split(b"\n"):
        if not any(i.start <= offset < i.end for i in instructions):
            out.append((offset, line.decode("utf-8", "replace")))
        offset += len(line) + 1
    return out


def test_every_byte_of_every_file_is_somewhere(folder: Folder) -> None:
    for name, source in folder.files:
        try:
            assert_tiles(source)
        except DockerfileError:
            continue
        except AssertionError as error:
            raise AssertionError(name) from error


@given(dockerfiles(utf8=False))
def test_every_byte_of_a_generated_file_is_somewhere(source: bytes) -> None:
    assert_tiles(source)
    for instruction in Document(source).instructions:
        joined = b""
        ends = [at for at, _ in instruction.segments[1:]] + [len(instruction.logical_bytes)]
        for (at, raw), end in zip(instruction.segments, ends, strict=True):
            joined += instruction.raw[raw : raw + end - at]
        assert joined == instruction.logical_bytes
        for index in range(len(instruction.logical)):
            place = instruction.raw_offset(index)
            byte = instruction.logical[index].encode("utf-8", "surrogateescape")
            assert instruction.raw[place : place + len(byte)] == byte
            assert instruction.raw_end(index + 1) == place + len(byte)


@given(bits())
def test_every_byte_of_bits_of_syntax_is_somewhere(source: bytes) -> None:
    try:
        scan(source)
    except DockerfileError:
        return
    assert_tiles(source)


@settings(max_examples=500)
@given(st.binary(max_size=200) | bits() | st.text(max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_reason(source: bytes) -> None:
    try:
        document = Document(source)
    except DockerfileError as error:
        assert error.reason
        assert error.line is None or 1 <= error.line <= source.count(b"\n") + 1
        return
    assert document.left_alone is None or document.left_alone[1]
    assert document.stages
    for instruction in document.instructions:
        _ = instruction.values, instruction.flags, instruction.mounts
        if instruction.keyword in ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"):
            _ = instruction.script.commands
    assert document.structure


@pytest.mark.parametrize(
    ("source", "eol"),
    [
        (b"FROM a\n", b"\n"),
        (b"FROM a\r\n", b"\r\n"),
        (b"FROM a", b"\n"),
        (b"\nFROM a\r\n", b"\n"),
        (b"\r\nFROM a\n", b"\r\n"),
    ],
)
def test_line_end(source: bytes, eol: bytes) -> None:
    assert Document(source).eol == eol


# One instruction ---------------------------------------------------------------------------------


def test_flags_stand_where_they_say() -> None:
    text = 'FROM a\nCOPY --chown="1 2":3 \\\n# c\n  --link b c\n'
    copy = only(text)
    assert [(flag.name, flag.value) for flag in copy.flags] == [("chown", "1 2:3"), ("link", "")]
    assert [copy.logical[f.start : f.end] for f in copy.flags] == ['--chown="1 2":3', "--link"]
    start = copy.raw_offset(copy.flags[1].start)
    assert copy.raw[start : start + 6] == b"--link"
    assert copy.flag("chown") == "1 2:3"
    assert copy.flag("from") is None
    assert [word.text for word in copy.words] == ["b", "c"]


def test_bare_dashes_end_the_flags() -> None:
    run = only("FROM a\nRUN --network=none --  --b c\n")
    assert [flag.text for flag in run.flags] == ["--network=none"]
    assert run.value == "--b c"


def test_mounts_are_fields() -> None:
    run = only(
        "FROM a\nRUN --mount=type=cache,target=/b,'\"id=c,d\"' --mount=target=/e --network=none f\n"
    )
    assert run.mounts == [
        {"type": "cache", "target": "/b", "id": "c,d"},
        {"type": "bind", "target": "/e"},
    ]


@pytest.mark.parametrize(
    ("text", "pairs", "legacy"),
    [
        ("ENV a b  c", [("a", "b  c")], True),
        ("ENV a = b", [("a", "= b")], True),
        ("ENV a=b c='d e' f=\"g h\" i=j\\ k", None, False),
        ("LABEL a=", [("a", "")], False),
    ],
)
def test_pairs(text: str, pairs: list[tuple[str, str]] | None, legacy: bool) -> None:
    instruction = only(f"FROM a\n{text}\n")
    expected = pairs or [("a", "b"), ("c", "'d e'"), ("f", '"g h"'), ("i", "j\\ k")]
    assert instruction.pairs == expected
    assert instruction.legacy_pair is legacy


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ('RUN ["a", "b c"]', ["a", "b c"]),
        ('CMD  [ "\\u00e9" ]', ["é"]),
        ("CMD []", []),
        ("RUN [ -f a ] && b", None),
        ("RUN ['a']", None),
        ('RUN ["a",]', None),
        ('RUN ["a"] && b', None),
        ('HEALTHCHECK CMD ["a"]', ["a"]),
        ('HEALTHCHECK --retries=1 cmd ["a"]', ["a"]),
        ("HEALTHCHECK NONE", None),
        ('ENV ["a"]=b', None),
        ('COPY ["a b", "c"]', ["a b", "c"]),
    ],
)
def test_exec_form(text: str, form: list[str] | None) -> None:
    assert only(f"FROM a\n{text}\n").exec_form == form


@pytest.mark.parametrize("text", ["RUN [1]", 'CMD [["a"]]', "SHELL a", 'HEALTHCHECK CMD ["a", 1]'])
def test_exec_form_that_buildkit_refuses(text: str) -> None:
    with pytest.raises(DockerfileError) as caught:
        only(f"FROM a\n\n{text}\n")
    assert caught.value.line == 3


def test_heredocs() -> None:
    document = read("FROM a\nCOPY <<-A <<'B' /c/\n\t1\n\tA\n2\r\nB\nRUN d\n")
    copy = document.instructions[1]
    assert [(h.name, h.chomp, h.expand) for h in copy.heredocs] == [
        ("A", True, True),
        ("B", False, False),
    ]
    assert [h.content(copy.raw) for h in copy.heredocs] == [b"\t1\n", b"2\r\n"]
    assert [copy.logical[h.word.start : h.word.end] for h in copy.heredocs] == ["<<-A", "<<'B'"]
    assert (copy.line, copy.end_line) == (2, 6)
    assert document.instructions[2].line == 7


def test_onbuild_holds_an_instruction_in_the_same_bytes() -> None:
    onbuild = only("FROM a\nonbuild copy --from=b \\\n c d\n")
    inner = onbuild.trigger
    assert onbuild.keyword == "ONBUILD"
    assert inner is not None
    assert (inner.keyword, inner.keyword_text) == ("COPY", "copy")
    assert inner.raw is onbuild.raw
    assert inner.raw[inner.keyword_start :].startswith(b"copy ")
    assert inner.flag("from") == "b"
    assert (inner.start, inner.line, inner.end_line) == (7, 2, 3)


# The file ----------------------------------------------------------------------------------------


def test_directives_and_comments() -> None:
    document = read(
        "# syntax=docker/dockerfile:1\n#ESCAPE=`\n# c\nFROM a\n  # d\nRUN b `\n# e\n c\n"
    )
    assert document.directives == [("syntax", "docker/dockerfile:1", 1), ("escape", "`", 2)]
    assert document.escape == "`"
    assert [line for line, _ in document.comments] == [1, 2, 3, 5]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("# syntax=someone/else\nFROM a\n", 1, "another frontend"),
        ("# check=skip=all\n# syntax=r.io/docker/dockerfile\nFROM a\n", 2, "another frontend"),
        ("FROM {{image}}\nRUN a\n", 1, "template"),
        ("FROM a\n{% if b %}\n", None, ""),
        ("FROM a\nRUN b {{ c }} d\n", 2, "template"),
        ("FROM a\nUSER b\nCOPY {{c}} /d\n", 3, "template"),
    ],
)
def test_what_is_not_ours_to_touch(text: str, line: int | None, reason: str) -> None:
    if line is None:  # a template that is no Dockerfile at all
        with pytest.raises(DockerfileError):
            read(text)
        return
    found = read(text).left_alone
    assert found is not None
    assert found[0] == line
    assert reason in found[1]


@pytest.mark.parametrize(
    "text",
    [
        "# syntax=docker/dockerfile:1.7\nFROM a\n",
        "# syntax = docker/dockerfile-upstream:master\nFROM a\n",
        "# syntax=docker.io/docker/dockerfile:1@sha256:0\nFROM a\n",
        "FROM a\nRUN docker inspect --format '{{.Id}}' b\n",
        'FROM a\nRUN rpm -q --qf "%{NAME} ${%{x}}" b\n',
        "FROM a\nRUN echo ${b%{*}\n",
        "FROM a\nRUN <<'EOF'\n{{ b }}\nEOF\n",
        "FROM a\n# {{ b }}\n",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert read(text).left_alone is None


def test_global_arguments() -> None:
    document = read("ARG A=1\nARG B\nARG C=$A-$A D=$B E=$F\nFROM b\nARG G=1\n")
    assert [a.line for a in document.global_arguments] == [1, 2, 3]
    values = document.global_values
    assert (values["A"], values["B"], values["C"]) == ("1", None, "1-1")
    assert (values["D"], values["E"]) == (None, "")
    assert values["TARGETPLATFORM"] is None
    assert "G" not in values


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", None),
        ("# a\n", None),
        ("FROM a\n\nFOO b\n", 3),
        ("ENV a=b\nFROM c\n", 1),
        ("FROM a\nENV b\n", 2),
        ("FROM a\nRUN <<EOF\nb\n", 2),
        ("FROM a\nONBUILD ONBUILD RUN b\n", 2),
        ("ARG a\n", None),
        ("# escape=`\n# escape=`\nFROM a\n", 2),
        ("# escape=x\nFROM a\n", 1),
        ("FROM a\n\\\n", 2),
    ],
)
def test_refused_with_the_line(text: str, line: int | None) -> None:
    with pytest.raises(DockerfileError) as caught:
        read(text)
    assert caught.value.line == line
    assert caught.value.reason


def test_what_is_shown_of_an_untrusted_file_is_short_and_printable() -> None:
    with pytest.raises(DockerfileError) as caught:
        read("FROM a\n\x1b[31m" + "x" * 10_000 + " b\n")
    assert caught.value.reason.isprintable()
    assert len(caught.value.reason) < 100


# Parsing again -----------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["RUN b", "RUN b \\\n", "RUN b \\\n# c\n", "RUN <<A\nb\nA"])
def test_an_instruction_that_goes_on_is_read_anew(end: str) -> None:
    before = read("FROM a\n" + end)
    kept = {i.start: i for i in before.instructions}
    more = read("FROM a\n" + end + "c d\n" if "<<" not in end else "FROM a\n" + end + "\nRUN c\n")
    after = Document(more.source, before, kept)
    assert [i.raw for i in after.instructions] == [i.raw for i in more.instructions]
    same = Document(before.source, before, kept)
    assert same.instructions[1] is before.instructions[1]


def test_what_is_the_same_is_taken_over() -> None:
    before = read("FROM a\nRUN b\nRUN b\n# c\nRUN <<EOF\nd\nEOF\nONBUILD RUN e\n")
    _ = before.instructions[4].trigger
    kept = list(before.instructions)
    lead = b"# new\n\n"
    after = Document(
        lead + before.source.replace(b"RUN b\nRUN b\n", b"RUN b\nRUN x\n"),
        before,
        {i.start + len(lead): i for i in kept},
    )
    assert [i.raw for i in after.instructions] == [
        i.raw for i in read(after.source.decode()).instructions
    ]
    assert after.instructions[0] is kept[0]
    assert after.instructions[3] is kept[3]
    assert after.instructions[2] is not kept[2]
    assert [i.line for i in after.instructions] == [3, 4, 5, 7, 10]
    assert [i.end_line for i in after.instructions] == [3, 4, 5, 9, 10]
    assert [after.source[i.start : i.end] for i in after.instructions] == [
        i.raw for i in after.instructions
    ]
    inner = after.instructions[4].trigger
    assert inner is not None
    assert inner.line == 10
    assert [comment for comment, _ in after.comments] == [1, 6]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("FROM a\nRUN b `\n", "# escape=`\nFROM a\nRUN b `\n"),
        ("# escape=`\nFROM a\nRUN b \\\nUSER c\n", "FROM a\nRUN b \\\nUSER c\n"),
        ("# escape=`\nFROM a\nRUN b `\nUSER c\n", "\n# escape=`\nFROM a\nRUN b `\nUSER c\n"),
        ("FROM a\nRUN b \\", "FROM a\nRUN b \\\n\nUSER c\n"),
        ("FROM a\nRUN b", "FROM a\nRUN b\nUSER c\n"),
        ("FROM a\nRUN <<E\nE", "FROM a\nRUN <<E\nE\nUSER c\n"),
        ("\ufeffFROM a\nRUN b\n", "FROM a\nRUN b\n"),
    ],
)
def test_reading_again_is_reading_anew(before: str, after: str) -> None:
    fresh = read(after)
    again = Document(after.encode(), read(before))
    assert [(i.raw, i.logical, i.line, i.end_line, i.escape) for i in again.instructions] == [
        (i.raw, i.logical, i.line, i.end_line, i.escape) for i in fresh.instructions
    ]
    assert again.escape == fresh.escape


@given(dockerfiles(), dockerfiles())
def test_reading_again_is_reading_anew_whatever_was_before(one: bytes, other: bytes) -> None:
    fresh = Document(other)
    again = Document(other, Document(one))
    assert [(i.raw, i.logical, i.line, i.end_line) for i in again.instructions] == [
        (i.raw, i.logical, i.line, i.end_line) for i in fresh.instructions
    ]


# The shape of dockerfile-parse -------------------------------------------------------------------


def test_check_is_a_directive_since_buildkit_0_14() -> None:
    """Neither dockerfile-parse nor the oracle knows it."""
    document = read("# check=skip=all\n# escape=`\nFROM a\nRUN b `\n c\n")
    assert [name for name, _, _ in document.directives] == ["check", "escape"]
    assert len(document.instructions) == 2


def theirs(source: bytes) -> list[dict[str, object]]:
    structure: list[dict[str, object]] = DockerfileParser(fileobj=io.BytesIO(source)).structure
    return structure


def without_comment_lines(content: str) -> str:
    first, *rest = content.splitlines(keepends=True)
    return first + "".join(line for line in rest if not line.lstrip().startswith("#"))


def test_structure_is_that_of_dockerfile_parse() -> None:
    text = '# a\nARG b=1\nFROM c AS d\n\nRUN e \\\n  && f\n  # g\nenv h=i\nCMD ["j"]'
    assert read(text).structure == theirs(text.encode())


def test_structure_of_every_file_is_that_of_dockerfile_parse(folder: Folder) -> None:
    """Where both find the same instructions. Theirs cuts comment lines out of the content."""
    for name, source in folder.files:
        try:
            ours = Document(source).structure
            found = theirs(source)
        except (DockerfileError, UnicodeDecodeError):
            continue
        keys = ("instruction", "startline", "endline")
        our_items = [row for row in ours if row["instruction"] != "COMMENT"]
        their_items = [row for row in found if row["instruction"] != "COMMENT"]
        if [[row[key] for key in keys] for row in our_items] != [
            [row[key] for key in keys] for row in their_items
        ]:
            assert disagreement(source) is None, name
            continue
        for one, other in zip(our_items, their_items, strict=True):
            assert one["value"] == other["value"], name
            if "<<" not in one["content"]:
                assert without_comment_lines(one["content"]) == other["content"], name
        comments = [row for row in ours if row["instruction"] == "COMMENT"]
        for row in found:
            row["value"] = str(row["value"]).strip()
        assert all(row in found for row in comments), name


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("FROM a\nRUN <<EOF\nUSER b\nEOF\nRUN c\n", id="heredoc"),
        pytest.param("FROM a\nRUN b \\\n\n  c\nRUN d\n", id="blank line in a continuation"),
        pytest.param("FROM a\nRUN b \\\\\nRUN c\n", id="two escapes at the end of a line"),
        pytest.param("FROM a\nRUN b \\\n", id="continuation at the end of the file"),
        pytest.param("FROM a\nRUN b \\\n# c\n", id="continuation ended by a comment"),
        pytest.param("FROM a\nRUN b \\\f\nRUN c\n", id="form feed behind the escape"),
        pytest.param("FRO\\\nM a\nRUN b\n", id="keyword over two lines"),
        pytest.param("\ufeffFROM a\nRUN b\n", id="byte order mark"),
    ],
)
def test_where_dockerfile_parse_is_wrong(text: str) -> None:
    source = text.encode()
    assert disagreement(source) is None
    ours = [(r["instruction"], r["startline"], r["endline"]) for r in Document(source).structure]
    wrong = [(r["instruction"], r["startline"], r["endline"]) for r in theirs(source)]
    assert [row for row in ours if row[0] != "COMMENT"] != [r for r in wrong if r[0] != "COMMENT"]


# Time --------------------------------------------------------------------------------------------


def _seconds(make: Callable[[int], bytes], size: int) -> float:
    source = make(size)
    best = float("inf")
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            start = time.process_time()
            with contextlib.suppress(DockerfileError):
                document = Document(source)
                _ = document.stages, document.structure
            best = min(best, time.process_time() - start)
    finally:
        gc.enable()
    return best


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda n: b"FROM a\n" + b"RUN b\n" * n, id="instructions"),
        pytest.param(lambda n: b"FROM a AS b\n" * n, id="stages"),
        pytest.param(lambda n: b"FROM a\nRUN b" + b" \\\n c" * n, id="continuations"),
        pytest.param(lambda n: b"FROM a\nRUN b \\\n" + b"# c\n" * n + b"d", id="comments within"),
        pytest.param(lambda n: b"# c\n" * n + b"FROM a\n", id="comments"),
        pytest.param(lambda n: b"\n" * n + b"FROM a\n", id="blank lines"),
        pytest.param(lambda n: b"FROM a\nRUN <<E\n" + b"b\n" * n + b"E\n", id="heredoc"),
        pytest.param(lambda n: b"FROM a\n" + b"RUN <<E\nb\nE\n" * n, id="heredocs"),
        pytest.param(
            lambda n: b"FROM a\nCOPY" + b" \\\n <<E" * n + b" /\n" + b"E\n" * n,
            id="heredocs of one",
        ),
        pytest.param(lambda n: b"FROM a\nENV" + b" \\\n b=c" * n + b"\n", id="pairs"),
        pytest.param(lambda n: b"FROM a\nENV b='" + b"c \\\n" * n + b"\n", id="open quote"),
        pytest.param(lambda n: b"FROM a\nCOPY" + b" \\\n --b='c" * n + b"\n", id="open flags"),
        pytest.param(lambda n: b"FROM a\nUSER " + b"${b:-" * min(n, 8000), id="nested variables"),
    ],
)
def test_time_grows_with_the_size(make: Callable[[int], bytes]) -> None:
    small, large = _seconds(make, 2_000), _seconds(make, 16_000)
    # eight times as much: 64 times as long would be quadratic
    assert large < 0.02 or large < 25 * small
