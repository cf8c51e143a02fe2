"""Stages: what each is built from, who uses it, and what holds at each instruction."""

from __future__ import annotations

import pytest

from fixer.dockerfile.document import Document
from fixer.dockerfile.stages import Environment, Stage, sources, stage_called, used_stages


def read(text: str) -> Document:
    return Document(text.encode())


def last(text: str) -> Stage:
    return read(text).stages[-1]


# What a stage is built from ----------------------------------------------------------------------


def test_parents_children_and_lineage() -> None:
    a, b, c, d = read("FROM x AS A\nFROM a AS b\nFROM y\nFROM b\n").stages
    assert [s.name for s in (a, b, c, d)] == ["a", "b", None, None]
    assert (a.parent, b.parent, c.parent, d.parent) == (None, a, None, b)
    assert d.lineage == [a, b, d]
    assert a.children == [b, d]
    assert c.children == d.children == []
    assert d.root is a
    assert c.root is c
    assert [s.is_last for s in (a, b, c, d)] == [False, False, False, True]
    assert a.document.stages[0] is a


@pytest.mark.parametrize(
    ("text", "parent"),
    [
        ("FROM x AS a\nFROM a\n", 0),
        ("FROM x AS Build\nFROM build\n", 0),
        # BuildKit looks up the text as it is written, and keeps the names in lower case
        ("FROM x AS Build\nFROM Build\n", None),
        ("FROM x AS a\nFROM y AS a\nFROM a\n", 1),
        ("FROM a\nFROM x AS a\n", None),
        ("FROM x AS debian\nFROM debian\n", 0),
        ("FROM x\nFROM 0\n", None),
        ("ARG B=a\nFROM x AS a\nFROM $B\n", 0),
        ("FROM x AS a\nFROM a:latest\n", None),
    ],
)
def test_which_stage_a_name_means(text: str, parent: int | None) -> None:
    document = read(text)
    found = document.stages[-1].parent
    assert (found.index if found else None) == parent


@pytest.mark.parametrize(
    ("text", "base", "certain"),
    [
        ("FROM debian:12", "debian:12", True),
        ('FROM "debian:12"', "debian:12", True),
        ("ARG V=12\nFROM debian:$V", "debian:12", True),
        ("ARG V\nFROM debian:$V", "debian:", False),
        ("ARG V\nFROM debian:${V:-12}", "debian:12", True),
        ("FROM $NONE", None, False),
        ("FROM debian:$NONE", "debian:", True),
        ("FROM --platform=$BUILDPLATFORM debian:12", "debian:12", True),
        ("FROM debian-$TARGETARCH", "debian-", False),
        ("ARG A=1\nARG B=x$A\nFROM i:$B", "i:x1", True),
        ("FROM ${A!b}", None, False),
        ("# escape=`\nFROM debian`:12", "debian:12", True),
    ],
)
def test_base(text: str, base: str | None, certain: bool) -> None:
    stage = last(text + "\n")
    assert stage.base == base
    assert stage.base_certain is certain


def test_reference() -> None:
    reference = last("FROM x/y:1\n").reference
    assert reference is not None
    assert (reference.repository, reference.tag) == ("x/y", "1")
    assert last("FROM scratch\n").reference is None
    assert last("FROM x AS a\nFROM a\n").reference is None
    assert last("FROM $X\n").reference is None


def test_facts_are_those_of_the_first_ancestor() -> None:
    document = read("FROM debian:12 AS a\nFROM a\nFROM alpine:3\nFROM scratch\n")
    assert [stage.facts.family for stage in document.stages] == [
        "debian",
        "debian",
        "alpine",
        "scratch",
    ]
    assert last("FROM example.com/no/body:knows\n").facts.family not in ("debian", "alpine")


# What holds at an instruction --------------------------------------------------------------------


def test_state_before_each_instruction() -> None:
    stage = last(
        'FROM x\nUSER a\nWORKDIR /b\nSHELL ["/bin/bash", "-c"]\nENV C=d E=$C\nENV C=f G=$C\nRUN h\n'
    )
    user, workdir, shell, env, again, run = stage.instructions
    assert stage.state(user).user is None
    assert stage.state(workdir).user == "a"
    assert stage.state(workdir).workdir is None
    assert stage.state(shell).workdir == "/b"
    assert stage.state(shell).shell == ("/bin/sh", "-c")
    assert stage.state(env).shell == ("/bin/bash", "-c")
    assert stage.state(again).environment.get("C") == "d"
    # all of an instruction see what was before it
    assert stage.state(again).environment.get("E") is None
    assert stage.state(run).environment.get("G") == "d"
    assert stage.end_state == stage.state(run)


@pytest.mark.parametrize(
    ("text", "workdir"),
    [
        ("WORKDIR /a/../b/", "/b"),
        ("WORKDIR /a\nWORKDIR b\nWORKDIR ../c", "/a/c"),
        ("WORKDIR a", None),
        ("ENV A=/x\nWORKDIR $A/b", "/x/b"),
        ("WORKDIR $A/b", None),
        ("WORKDIR $A\nWORKDIR /c", "/c"),
        ("ARG A\nWORKDIR /$A", None),
        ("ARG A=x\nWORKDIR /$A", "/x"),
        ("WORKDIR '/a b'", "/a b"),
    ],
)
def test_workdir(text: str, workdir: str | None) -> None:
    assert last(f"FROM example.com/x\n{text}\n").end_state.workdir == workdir


def test_arguments_and_variables() -> None:
    stage = last(
        "ARG G=1\nARG H=2\nFROM x\nARG G\nARG H=3\nARG I\nARG J=j K\nENV L=$G$H$J M=$I\nENV N 1 2\n"
    )
    environment = stage.end_state.environment
    assert {name: environment[name] for name in "GHIJKLMN"} == {
        "G": "1",
        "H": "3",
        "I": None,
        "J": "j",
        "K": None,
        "L": "13j",
        "M": None,
        "N": "1 2",
    }
    assert sorted(environment) == list("GHIJKLMN")
    assert len(environment) == 8


def test_a_name_that_nothing_sets_may_come_from_the_base() -> None:
    environment = last("FROM x\nENV A=$PATH:/b\n").end_state.environment
    assert "PATH" in environment
    assert environment["PATH"] is None
    assert environment["A"] is None


def test_a_stage_goes_on_where_its_parent_ended() -> None:
    a, b, c = read(
        'FROM x AS a\nUSER u\nENV A=1 B=2\nSHELL ["/bin/bash", "-ec"]\nWORKDIR /w\n'
        "FROM a AS b\nENV A=3\nWORKDIR v\n"
        "FROM a AS c\nENV B=4\n"
    ).stages
    assert (b.end_state.user, b.end_state.workdir, b.end_state.shell[0]) == (
        "u",
        "/w/v",
        "/bin/bash",
    )
    assert {
        s.name: (s.end_state.environment["A"], s.end_state.environment["B"]) for s in (a, b, c)
    } == {
        "a": ("1", "2"),
        "b": ("3", "2"),
        "c": ("1", "4"),
    }


def test_an_environment_is_not_changed_by_what_comes_of_it() -> None:
    empty = Environment()
    one = empty.extended([("A", "1"), ("A", "2")])
    two = one.extended([("A", None), ("B", "3")])
    other = one.extended([("B", "4")])
    third = two.extended([("A", "5")])
    assert [env["A"] for env in (empty, one, two, other, third)] == [None, "2", None, "2", "5"]
    assert [env["B"] for env in (empty, one, two, other, third)] == [None, None, "3", "4", "3"]
    assert [sorted(env) for env in (empty, one, two, other)] == [[], ["A"], ["A", "B"], ["A", "B"]]


@pytest.mark.parametrize(
    ("text", "user", "root"),
    [
        ("USER 0", "0", True),
        ("USER root:wheel", "root:wheel", True),
        ("USER 1000:0", "1000:0", False),
        ("USER app", "app", False),
        ("ARG U=app\nUSER $U", "app", False),
        ("ARG U\nUSER $U", "$U", None),
        ("ARG U\nUSER app:$U", "app:$U", False),
        ("USER app\nUSER 0", "0", True),
    ],
)
def test_user(text: str, user: str, root: bool | None) -> None:
    stage = last(f"FROM example.com/x\n{text}\n")
    assert stage.user() == user
    assert stage.runs_as_root() is root


def test_the_bases_user() -> None:
    assert last("FROM debian:12\n").runs_as_root() is True
    assert last("FROM example.com/no/body:knows\n").runs_as_root() is None


# Commands ----------------------------------------------------------------------------------------


def test_commands_of_a_stage() -> None:
    first, second = read(
        "FROM x\n"
        "RUN apt-get update && apt-get install -y a\n"
        "ONBUILD RUN apt-get install b\n"
        "RUN sh -c 'apt-get install c' && $(apt-get install d)\n"
        "CMD apt-get install e\n"
        "RUN aptitude install f; echo apt-get install\n"
        "FROM y\n"
        "RUN apt-get install g\n"
    ).stages
    found = [c.operands[0].text for c in first.commands("apt-get", subcommand="install")]
    assert found == ["a", "b", "c", "d"]
    assert [c.subcommand for c in first.commands("apt-get")] == ["update", *["install"] * 4]
    both = first.commands("apt-get", "aptitude", subcommand=("install", "update"))
    assert [c.line for c in both] == [2, 2, 3, 4, 4, 6]
    assert [c.operands[0].text for c in second.commands("apt-get")] == ["g"]
    assert [run.line for run in first.runs()] == [2, 3, 4, 6]
    assert [run.line for run in first.runs("aptitude")] == [6]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('SHELL ["powershell", "-Command"]\nRUN apt-get install a', "its shell is powershell"),
        ('SHELL ["python3", "-c"]\nRUN apt-get install a', "its shell is python3"),
        ("RUN apt-get install 'a", "does not parse"),
        ("RUN <<EOF\n#!/usr/bin/perl\napt-get install a\nEOF", "another language"),
    ],
)
def test_a_run_that_cannot_be_read_is_left_out_and_noted(text: str, reason: str) -> None:
    document = read(f"FROM x\n{text}\nRUN apt-get install b\n")
    (stage,) = document.stages
    names = [c.operands[0].text for c in stage.commands("apt-get")]
    assert names == ([] if "SHELL" in text else ["b"])
    run, noted = next(iter(document.unread.values()))
    assert reason in noted
    assert run.line == (3 if "SHELL" in text else 2)


def test_exec_form_is_read_whatever_the_shell() -> None:
    stage = last('FROM x\nSHELL ["powershell"]\nRUN ["apt-get", "install", "a"]\n')
    assert [c.name for c in stage.commands("apt-get")] == ["apt-get"]


def test_errexit_of_the_shell() -> None:
    stage = last('FROM x\nRUN a\nSHELL ["/bin/bash", "-euo", "pipefail", "-c"]\nRUN a\n')
    assert [run.script.errexit for run in stage.runs()] == [False, True]
    stage = last('FROM x\nSHELL ["/bin/bash", "--noediting", "-c"]\nRUN a\n')
    assert [run.script.errexit for run in stage.runs()] == [False]


# Who is used -------------------------------------------------------------------------------------

USES = """\
FROM x AS base
FROM base AS tools
FROM y AS unused
COPY --from=tools /a /b
FROM z AS Assets
FROM base AS app
COPY --from=assets /a /b
RUN --mount=type=bind,from=tools,target=/t c
FROM w AS test
COPY --from=0 /a /b
ADD --from=example.com/image:1 /a /b
FROM app
"""


@pytest.mark.parametrize(
    ("target", "used"),
    [
        (None, {0, 1, 3, 4, 6}),
        ("app", {0, 1, 3, 4}),
        ("APP", {0, 1, 3, 4}),
        ("tools", {0, 1}),
        ("test", {0, 5}),
        ("5", {0, 5}),
        ("no such stage", set(range(7))),
    ],
)
def test_stages_that_reach_the_target(target: str | None, used: set[int]) -> None:
    assert used_stages(read(USES), target) == used


def test_of_two_stages_of_one_name_the_last_one_above_is_meant() -> None:
    text = (
        "FROM x AS a\nFROM y AS A\nCOPY --from=a /b /b\nFROM z\nCOPY --from=A /b /b\nFROM w AS a\n"
    )
    stages = (document := read(text)).stages
    assert [stage.earlier("a") for stage in stages] == [None, stages[0], stages[1], stages[1]]
    assert [stages[2].earlier(name) for name in ("0", "2", "b")] == [stages[0], None, None]
    assert stage_called(document, "A") is stages[3]
    assert [stages[1].is_called(name) for name in ("a", "A", "1", "2")] == [True, True, True, False]


def test_sources() -> None:
    stages = read(USES).stages
    assert [list(sources(i)) for stage in stages for i in stage.instructions] == [
        ["tools"],
        ["assets"],
        ["tools"],
        ["0"],
        ["example.com/image:1"],
    ]


def test_a_long_line_of_stages() -> None:
    text = "FROM x AS s0\nENV A=1\n" + "".join(
        f"FROM s{i} AS s{i + 1}\nENV B{i}=1\n" for i in range(1_500)
    )
    document = read(text)
    end = document.stages[-1]
    assert len(end.lineage) == 1_501
    assert end.end_state.environment["A"] == "1"
    assert len(end.end_state.environment) == 1_501
    assert len(document.stages[0].children) == 1_500
    assert used_stages(document, None) == set(range(1_501))


def test_a_value_that_grows_with_every_line_is_given_up() -> None:
    lines = b"ENV A=xxxxxxxx\n" + b"ENV A=$A$A\n" * 60
    stage = Document(b"FROM debian:12\n" + lines + b"CMD true\n").stages[0]
    assert stage.end_state.environment["A"] is None
