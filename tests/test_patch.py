"""What `fixer.patch` writes is what `git apply` takes."""

from __future__ import annotations

import subprocess
import time
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from unidiff import PatchSet

from fixer import patch

LINES = st.lists(
    st.sampled_from(
        [
            b"",
            b"FROM a",
            b"RUN b \\",
            b"\r",
            b"x\r",
            b"\xff\xfe",
            b"--- a/x",
            b"\\ No newline",
            b"\t",
        ]
    )
    | st.binary(max_size=6),
    max_size=30,
)
TEXTS = st.builds(
    lambda lines, end: b"\n".join(lines) + end, LINES, st.sampled_from([b"", b"\n", b"\r\n"])
)


@st.composite
def edited(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A text, and the same text with a few of its lines changed."""
    before = draw(TEXTS)
    lines = before.split(b"\n")
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(lines)))
        lines[at : at + draw(st.integers(0, 2))] = draw(LINES)[:2]
    return before, b"\n".join(lines)


def git(*arguments: str, cwd: Path, text: bytes = b"") -> bytes:
    done = subprocess.run(["git", *arguments], cwd=cwd, input=text, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    git("init", "-q", cwd=folder)
    git("config", "core.autocrlf", "false", cwd=folder)
    return folder


def applied(repository: Path, name: str, before: bytes, made: bytes) -> bytes:
    path = repository / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(before)
    git("apply", "--whitespace=nowarn", cwd=repository, text=made)
    return path.read_bytes()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=edited() | st.tuples(TEXTS, TEXTS))
def test_git_apply_gives_the_wanted_text(repository: Path, texts: tuple[bytes, bytes]) -> None:
    before, after = texts
    made = patch.unified("Dockerfile", before, after)
    if before == after:
        assert made == b""
    else:
        assert applied(repository, "Dockerfile", before, made) == after


@settings(max_examples=150, deadline=None)
@given(texts=edited() | st.tuples(TEXTS, TEXTS))
def test_unidiff_reads_the_wanted_text(texts: tuple[bytes, bytes]) -> None:
    before, after = texts
    made: list[str] = []
    old = [line.decode("latin-1") for line in BytesIO(before).readlines()]
    at, last = 0, ""
    for patched in PatchSet(patch.unified("Dockerfile", before, after).decode("latin-1")):
        for hunk in patched:
            start = hunk.source_start - (hunk.source_length > 0)
            made += old[at:start]
            at = start + hunk.source_length
            for line in hunk:
                if line.line_type in " +":
                    made.append(line.value)
                elif line.line_type == "\\" and last != "-":
                    made[-1] = made[-1].removesuffix("\n")
                last = line.line_type
    assert "".join(made + old[at:]).encode("latin-1") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a\nb", b"a\nb\n"),
        (b"a\nb\n", b"a\nb"),
        (b"a\nb", b"a\nc"),
        (b"a\r\nb\r\n", b"a\r\nc\r\n"),
        (b"a\r\nb\r\n", b"a\nb\n"),
        (b"", b"a\n"),
        (b"a\n", b""),
        (b"a", b""),
        (b"\xff\xfe\n", b"\xff\xfe\x00\n"),
        (b"a\x0cb\x0bc\x85\xe2\x80\xa8d\n", b"a\x0cb\x0bc\x85\xe2\x80\xa8e\n"),
        (b"".join(b"%d\n" % n for n in range(40)), b"".join(b"%d\n" % n for n in range(2, 42))),
    ],
)
def test_bytes_survive(repository: Path, before: bytes, after: bytes) -> None:
    assert applied(repository, "x", before, patch.unified("x", before, after)) == after


@pytest.mark.parametrize(
    "name",
    [
        "Dockerfile",
        "a b/Docker file",
        "x b/x",
        'quo"te',
        "back\\slash",
        "tab\tname",
        "line\nfeed",
        "d\u00e9j\u00e0/\u65e5\u672c",
        "\udcff\udcfe",
        "bell\a\x01",
        "-x",
        "trailing ",
    ],
)
def test_names_are_written_as_git_writes_them(repository: Path, name: str) -> None:
    before, after = b"FROM a\nRUN b\n", b"FROM a\nRUN c\n"
    made = patch.unified(name, before, after)
    assert applied(repository, name, before, made) == after
    (repository / name).write_bytes(before)
    git("add", "--", name, cwd=repository)
    (repository / name).write_bytes(after)
    theirs = git("diff", "--no-prefix", "--src-prefix=a/", "--dst-prefix=b/", "--", name,
                 cwd=repository)  # fmt: skip
    assert [line for line in theirs.split(b"\n") if not line.startswith(b"index ")] == made.split(
        b"\n"
    )


@pytest.mark.parametrize("text", [b"node_modules\n", b"", b"no end", b"\r\n"])
def test_a_new_file(repository: Path, text: bytes) -> None:
    path = repository / "new" / ".dockerignore"
    path.unlink(missing_ok=True)
    made = patch.unified("new/.dockerignore", b"", text, new=True)
    assert b"new file mode 100644" in made
    git("apply", "--whitespace=nowarn", cwd=repository, text=made)
    assert path.read_bytes() == text


def test_several_patches_are_one_patch(repository: Path) -> None:
    (repository / "one").write_bytes(b"a")
    (repository / "two").write_bytes(b"b\n")
    made = patch.unified("one", b"a", b"A") + patch.unified("two", b"b\n", b"B\n")
    git("apply", cwd=repository, text=made)
    assert (repository / "one").read_bytes() + (repository / "two").read_bytes() == b"AB\n"


def test_a_hunk_holds_three_lines_of_context() -> None:
    before = b"".join(b"%d\n" % n for n in range(100))
    after = before.replace(b"\n20\n", b"\ntwenty\n").replace(b"\n60\n", b"\nsixty\n")
    made = patch.unified("x", before, after)
    assert made == (
        b"diff --git a/x b/x\n--- a/x\n+++ b/x\n"
        b"@@ -18,7 +18,7 @@\n 17\n 18\n 19\n-20\n+twenty\n 21\n 22\n 23\n"
        b"@@ -58,7 +58,7 @@\n 57\n 58\n 59\n-60\n+sixty\n 61\n 62\n 63\n"
    )


@pytest.mark.parametrize("kinds", [1, 101, 1_000_000])
def test_a_monster_takes_bounded_time(repository: Path, kinds: int) -> None:
    lines = [b"line %d\n" % (n % kinds) for n in range(60_000)]
    before = b"".join(lines)
    lines[0], lines[30_000], lines[-1] = b"first\n", b"middle\n", b"last\n"
    after = b"".join(lines)
    start = time.perf_counter()
    made = patch.unified("monster", before, after)
    assert time.perf_counter() - start < 20
    assert applied(repository, "monster", before, made) == after
    if kinds > len(lines):
        assert len(made) < 1000


def test_a_defect_is_found_before_anyone_sees_the_patch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patch, "_range", lambda start, end: b"%d,%d" % (start + 2, end - start))
    with pytest.raises(patch.PatchError, match="some/path"):
        patch.unified("some/path", b"a\nb\nc\n", b"a\nB\nc\n")


def test_a_patch_with_a_wrong_line_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    marked = patch._marked
    monkeypatch.setattr(
        patch, "_marked", lambda mark, lines: marked(mark, [b"X" + line for line in lines])
    )
    with pytest.raises(patch.PatchError):
        patch.unified("x", b"a\nb\nc\n", b"a\nB\nc\n")


# Secrets in the context --------------------------------------------------------------------------

SECRET = b"ENV DB_PASSWORD=hunter2hunter2\n"


@st.composite
def with_secrets(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A text, and the same one with changes to lines that hold no secret."""
    before = draw(
        st.lists(st.sampled_from([SECRET, b"a\n", b"b\n", b"c\n"]), min_size=1, max_size=14)
    )
    after: list[bytes] = []
    for line in before:
        what = "keep" if line == SECRET else draw(st.sampled_from(["keep", "drop", "change"]))
        after += {"keep": [line], "drop": [], "change": [b"x" + line]}[what]
        if draw(st.integers(0, 5)) == 0:
            after.append(b"new\n")
    return b"".join(before), b"".join(after)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(with_secrets())
def test_with_secrets_around_git_applies_it(repository: Path, texts: tuple[bytes, bytes]) -> None:
    before, after = texts
    (repository / "secrets").write_bytes(before)
    if made := patch.unified("secrets", before, after):
        git("apply", "--whitespace=nowarn", "-", cwd=repository, text=made)
    assert (repository / "secrets").read_bytes() == after


@pytest.mark.parametrize(
    "change", [(b"RUN b", b"RUN x"), (b"RUN c\n", b""), (b"RUN b\n", b"RUN b\nRUN n\n")]
)
def test_no_secret_is_shown_unless_it_follows_the_change(change: tuple[bytes, bytes]) -> None:
    before = b"FROM a\n" + SECRET + b"RUN b\nWORKDIR /a\nRUN c\nUSER e\n" + SECRET + b"CMD d\n"
    made = patch.unified("f", before, before.replace(*change))
    assert made
    assert b"hunter2" not in made


def test_a_secret_between_two_changes_parts_them() -> None:
    before = b"FROM a\nRUN b\nUSER c\n" + SECRET + b"RUN d\nCMD e\n"
    made = patch.unified("f", before, before.replace(b"RUN", b"RUN x"))
    assert made.count(b"\n@@ ") == 2
    assert b"hunter2" not in made
