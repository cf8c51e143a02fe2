"""What a person and a program are told of a run."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from fixer.edit import Safety, Skip
from fixer.engine import Change, Problem
from fixer.report import Report, Tally
from fixer.report.document import Document
from fixer.report.text import Summary, Text, error_line, shown, shown_path, summary
from fixer.workspace.run import Outcome

SAFE, HARDENING, UNSAFE = Safety


def tally(**figures: Any) -> Tally:
    made = Tally()
    for name, figure in figures.items():
        setattr(made, name, figure)
    return made


def fixed(*changes: Change, skips: list[Skip] | None = None, path: str = "Dockerfile") -> Outcome:
    return Outcome(path, changed=bool(changes), changes=list(changes), skips=skips or [])


def told(report: Report, *outcomes: Outcome) -> None:
    total = Tally()
    for outcome in outcomes:
        total.add(outcome)
        report.add(outcome)
    report.end(total)


def text(*outcomes: Outcome, done: bool = True, details: bool = False) -> str:
    parts: list[str] = []
    told(Text(parts.append, done=done, details=details), *outcomes)
    return "".join(parts)


MANY = [
    fixed(
        Change("apt_lists", 9, "the lists are not needed", SAFE),
        Change("apt_lists", 12, "the lists are not needed", SAFE),
        Change("root", 30, "nothing needs root", HARDENING),
        skips=[
            Skip(7, "the reference holds a build argument", None, "pin"),
            Skip(8, "the reference holds a build argument", None, "pin"),
            Skip(14, "a later step may need it", UNSAFE, "sudo"),
            Skip(20, "this ignore comment hides nothing"),
        ],
    ),
    fixed(path="untouched"),
    fixed(Change("root", 1, "nothing needs root", HARDENING), path="b/Dockerfile"),
    Outcome("c", problem=Problem("it is broken", 3), failure="fixed"),
]


def test_text() -> None:
    assert text(*MANY) == (
        "Dockerfile\n"
        "  9, 12  fixed  apt_lists: the lists are not needed\n"
        "     30  fixed  root: nothing needs root\n"
        "   7, 8  left   pin: the reference holds a build argument\n"
        "     14  left   sudo: a later step may need it (--unsafe applies it)\n"
        "     20  left   this ignore comment hides nothing\n"
        "b/Dockerfile\n"
        "  1  fixed  root: nothing needs root\n"
        "2 files changed, 4 edits by 2 transforms; 4 places left for a person; "
        "1 file could not be fixed\n"
    )


def test_text_of_a_run_that_writes_nothing() -> None:
    said = text(*MANY, done=False)
    assert "  9, 12  fix    apt_lists" in said
    assert "2 files would change, 4 edits" in said


def test_details() -> None:
    said = text(*MANY, details=True)
    assert "root: nothing needs root (hardening)" in said
    assert "untouched: nothing to change\n" in said
    assert "c: nothing" not in said


def test_a_reason_with_many_lines() -> None:
    said = text(fixed(*(Change("t", line, "why", SAFE) for line in (*range(1, 21), 20))))
    assert "  1, 2, 3, 4, 5, 6, 7, 8 and 12 more  fixed  t: why\n" in said


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (tally(), "no Dockerfile found"),
        (tally(files=1), "nothing to change in 1 file"),
        (tally(files=2, failures={"read": 2}), "2 files could not be read"),
        (tally(files=3, skips=1, failures={"read": 1}),
         "nothing to change in 2 files; 1 place left for a person; 1 file could not be read"),
        (tally(files=3, changed=1, edits=1, transforms={"t"}),
         "1 file changed, 1 edit by 1 transform"),
        (tally(files=20, changed=3, edits=12, transforms=set("abcde"), skips=4,
               failures={"read": 1, "fixed": 2, "written": 3}),
         "3 files changed, 12 edits by 5 transforms; 4 places left for a person; 1 file could not "
         "be read; 2 files could not be fixed; 3 files could not be written"),
    ],
)  # fmt: skip
def test_the_last_line(figures: Tally, said: str) -> None:
    assert summary(figures, done=True) == said
    parts: list[str] = []
    Summary(parts.append, done=True).end(figures)
    assert parts == [said + "\n"]


def test_nothing_that_acts_on_a_terminal_comes_through() -> None:
    evil = "a\x1b[2Jb\rc\nd\x07e\u202ef\x9bg\ud800"
    said = text(
        fixed(Change("t", 1, evil, SAFE), skips=[Skip(1, evil)], path=evil.replace("\ud800", ""))
    )
    assert not set(evil) & set(said) - set("abcdefg[2J\n")
    assert said.count("\n") == 4
    assert shown("caf\u00e9 \u65e5") == "caf\u00e9 \u65e5"
    assert shown_path("x\udcff\n") == "x\\xff\\n"


def test_an_error_is_one_line() -> None:
    problem = Outcome("a b", problem=Problem("no\nway", 3), failure="fixed")
    assert error_line(problem) == "a b:3: error: no\\nway"
    problem = problem._replace(problem=Problem("no way"))
    assert error_line(problem) == "a b: error: no way"
    problem = problem._replace(problem_at="pyproject.toml")
    assert error_line(problem) == "pyproject.toml: error: no way"


def test_styles() -> None:
    parts: list[str] = []
    told(Text(parts.append, done=True, bold="<{}>".format, faint="({})".format), MANY[0])
    assert parts[:3] == [
        "<Dockerfile>\n",
        "  (9, 12)  fixed  apt_lists: the lists are not needed\n",
        "  (   30)  fixed  root: nothing needs root\n",
    ]


def document(*outcomes: Outcome, diff: bool = False) -> dict[str, object]:
    parts: list[str] = []
    told(Document(parts.append, diff=diff), *outcomes)
    whole = "".join(parts)
    assert whole.isascii()
    assert whole.endswith("}\n")
    loaded: dict[str, object] = json.loads(whole)
    return loaded


def test_the_document() -> None:
    assert document(MANY[0], MANY[3]) == {
        "version": 1,
        "files": [
            {
                "path": "Dockerfile",
                "changed": True,
                "changes": [
                    {"transform": "apt_lists", "line": 9, "why": "the lists are not needed",
                     "safety": "safe"},
                    {"transform": "apt_lists", "line": 12, "why": "the lists are not needed",
                     "safety": "safe"},
                    {"transform": "root", "line": 30, "why": "nothing needs root",
                     "safety": "hardening"},
                ],
                "skips": [
                    {"transform": "pin", "line": 7, "safety": None,
                     "reason": "the reference holds a build argument"},
                    {"transform": "pin", "line": 8, "safety": None,
                     "reason": "the reference holds a build argument"},
                    {"transform": "sudo", "line": 14, "safety": "unsafe",
                     "reason": "a later step may need it"},
                    {"transform": "", "line": 20, "safety": None,
                     "reason": "this ignore comment hides nothing"},
                ],
                "problem": None,
            },
            {"path": "c", "changed": False, "changes": [], "skips": [],
             "problem": {"reason": "it is broken", "line": 3}},
        ],
        "summary": {"files": 2, "changed": 1, "edits": 3, "transforms": 2, "skips": 4,
                    "problems": 1},
    }  # fmt: skip


def test_a_document_without_files() -> None:
    assert document()["files"] == []


def test_a_patch_in_a_document() -> None:
    good, bad, none = (Outcome("x", patch=patch) for patch in (b"+caf\xc3\xa9\n", b"+\xff\n", b""))
    files = document(good, bad, none, diff=True)["files"]
    assert isinstance(files, list)
    assert files[0]["diff"] == "+caf\u00e9\n"
    assert base64.b64decode(files[1]["diff_base64"]) == b"+\xff\n"
    assert "diff" not in files[1]
    assert files[2]["diff"] == ""


def test_a_document_is_written_as_the_files_come() -> None:
    parts: list[str] = []
    report = Document(parts.append)
    report.add(MANY[0])
    written = "".join(parts)
    assert '"the lists are not needed"' in written
    report.add(MANY[2])
    assert "".join(parts).startswith(written)
    assert len("".join(parts).splitlines()) == 3


def test_a_document_is_valid_whatever_the_texts_hold() -> None:
    said = document(
        fixed(Change("t", 1, "\udcff\x00", SAFE), skips=[Skip(1, "\ud800")], path="\udcff")
    )
    assert isinstance(said["files"], list)
    json.dumps(said, ensure_ascii=False).encode("utf-8")
    assert said["files"][0]["path"] == "\\xff"
