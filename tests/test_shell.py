"""The commands of a shell text: what they are, where they stand, how they are joined."""

from __future__ import annotations

import gc
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixer.dockerfile.document import Document
from fixer.dockerfile.shell import Command, ExecCommand, Script
from fixer.dockerfile.syntax import DockerfileError, Instruction
from tests.conftest import Folder
from tests.generate import Shell, runs


def instruction(text: str) -> Instruction:
    """The last instruction of a file, or what an ONBUILD at its end holds."""
    last = Document(f"FROM a\n{text}\n".encode()).instructions[-1]
    return last.trigger or last


def script(text: str) -> Script:
    return instruction(text).script


def argv(text: str) -> list[list[str]]:
    """The words of each command; those of its wrappers are not among them."""
    found = script(text)
    assert found.problem is None
    return [[word.text for word in command.words] for command in found.commands]


def command(text: str) -> Command:
    """The first command of a RUN."""
    return script(f"RUN {text}").commands[0]


def all_runs(source: bytes) -> Iterator[Instruction]:
    """The RUN instructions of a file that have a shell text to be read."""
    try:
        document = Document(source)
    except DockerfileError:
        return
    if document.left_alone is None:
        for stage in document.stages:
            yield from stage.runs()


# Words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("RUN a", [["a"]]),
        ("RUN a -b 'c d' \"e f\" g\\ h", [["a", "-b", "'c d'", '"e f"', "g\\ h"]]),
        ("RUN a-$B.tgz x${C}y'z'\"w\"", [["a-$B.tgz", "x${C}y'z'\"w\""]]),
        ("RUN a && b || c; d | e & f", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]),
        ("RUN a |& b", [["a"], ["b"]]),
        ("RUN ! a && ! b | c", [["a"], ["b"], ["c"]]),
        ("RUN ! (a; b) && c", [["a"], ["b"], ["c"]]),
        ("RUN { a; b; } && (c; d)", [["a"], ["b"], ["c"], ["d"]]),
        ("RUN if a; then b; elif c; then d; else e; fi", [["a"], ["b"], ["c"], ["d"], ["e"]]),
        ("RUN for x in a $(b); do c $x; done", [["b"], ["c", "$x"]]),
        ("RUN while a; do b; done; until c; do d; done", [["a"], ["b"], ["c"], ["d"]]),
        ("RUN case $x in (a) b ;; c|d) e ;; *) f; esac", [["b"], ["e"], ["f"]]),
        ("RUN f() { a; }; f", [["a"], ["f"]]),
        ("RUN x=$(a) b && y=$(c)", [["b"], ["a"], [], ["c"]]),
        ("RUN x=1; y=2 a", [[], ["a"]]),
        ("RUN a <(b) > >(c)", [["a", "<(b)"], ["b"], ["c"]]),
        ("RUN a > b && c", [["a"], ["c"]]),
        ("RUN a >b c 2>&1 d <e f", [["a", "c", "d", "f"]]),
        ("RUN >a b c", [["b", "c"]]),
        ("RUN a <<<b c", [["a", "c"]]),
        ("RUN a &>b c", [["a", "c"]]),
        ("RUN a # b && c", [["a"]]),
        ("RUN a {b,c} *.d ~ [e] ?", [["a", "{b,c}", "*.d", "~", "[e]", "?"]]),
        ("RUN find . -exec a {} \\; && b", [["find", ".", "-exec", "a", "{}", "\\;"], ["b"]]),
        ("RUN [ -f a ] && b", [["[", "-f a", "]"], ["b"]]),
        ("RUN [[ a =~ (b|c) ]] || d", [["[[", "a =~ (b|c)", "]]"], ["d"]]),
        ("RUN test -f a", [["test", "-f", "a"]]),
        ("RUN a é 'ü' && b", [["a", "é", "'ü'"], ["b"]]),
        ("RUN export A=$(b) C && d", [["export", "A=$(b)", "C"], ["b"], ["d"]]),
        ("RUN a `# why` b", [["a", "b"]]),
        ("RUN a \\\n# comment && c \\\n  # another \\\n\n  b", [["a", "b"]]),
        ("RUN --mount=type=cache,target=/x a b", [["a", "b"]]),
        ("CMD a && b", [["a"], ["b"]]),
        ("HEALTHCHECK --timeout=1s CMD a || exit 1", [["a"], ["exit", "1"]]),
        ("ONBUILD RUN --network=none a b", [["a", "b"]]),
        ('ENTRYPOINT ["a", "b c"]', [["a", "b c"]]),
        ('RUN ["sh", "-c", "a && b"]', [["sh", "-c", "a && b"]]),
    ],
)
def test_words_of_the_commands(text: str, words: list[list[str]]) -> None:
    assert argv(text) == words


def test_commands_within_commands() -> None:
    assert argv("RUN a $(b $(c)) ${d:-$(e)} $((1+$(f)))") == [
        ["a", "$(b $(c))", "${d:-$(e)}", "$((1+$(f)))"],
        ["b", "$(c)"],
        ["c"],
        ["e"],
        ["f"],
    ]
    assert argv('RUN a $(b) `c` "$(d)" "`e`"') == [
        ["a", "$(b)", "`c`", '"$(d)"', '"`e`"'],
        ["b"],
        ["c"],
        ["d"],
        ["e"],
    ]
    assert argv("RUN { a $(b); } > $(c)") == [["a", "$(b)"], ["b"], ["c"]]


def test_a_list_within_a_pipeline_is_put_right() -> None:
    """tree-sitter takes `find … | awk …` of this text for a pipeline of all that is before it."""
    found = script(
        "RUN a && b \"$(c)\" && find x -exec y '{}' ';' | awk '/=>/ { print $(NF-1) }' | sort && d"
    )
    assert [c.name for c in found.commands] == ["a", "b", "c", "find", "awk", "sort", "d"]
    chain = found.commands[0].chain
    assert [op.text for op in chain.operators] == ["&&", "&&", "&&"]
    assert [[c.name for c in e.commands] for e in chain.elements] == [
        ["a"],
        ["b"],
        ["find", "awk", "sort"],
        ["d"],
    ]
    assert [e.piped for e in chain.elements] == [False, False, True, False]


@pytest.mark.parametrize(
    "text",
    [
        "RUN a 'b",
        "RUN a && && b",
        "RUN if a; then b",
        "RUN a )",
        "RUN (a",
        "RUN $(a",
        "RUN ! { a | b; }",
        "RUN if ! { a; b; }; then c; fi",
        "RUN time (a; b)",
        "RUN time { a; }",
        "RUN 'a'\\ b",
        "RUN a \"b\"\\ 'c'",
        "RUN a > 'b'\\ c",
        "RUN a \\ b",
        "RUN apt\\\n-get update",
        "RUN <<EOF\n#!/usr/bin/env python3\nimport a\nEOF",
        "RUN <<EOF\nif a\nEOF",
        "RUN echo " + "$(a " * 500 + ")" * 500,
        "RUN " + "( " * 2_000 + "a" + " )" * 2_000,
        "RUN echo $" + "(" * 10_000,
    ],
)
def test_what_cannot_be_read_has_a_problem_and_no_commands(text: str) -> None:
    found = script(text)
    assert found.problem
    assert found.commands == []
    assert found.chains == []


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("a", "a"),
        ("'a b'", "a b"),
        ('"a b"', "a b"),
        ("a'b'\"c\"", "abc"),
        ("a\\ b", "a b"),
        ('"a\\"b\\c\\$"', 'a"b\\c$'),
        ("'a\\b'", "a\\b"),
        ("$a", None),
        ('"${a}"', None),
        ("'$a'", "$a"),
        ("\\$a", "$a"),
        ("`a`", None),
        ("$'a'", None),
        ("x=$(a)", None),
    ],
)
def test_literal_is_what_the_program_gets(text: str, literal: str | None) -> None:
    assert command(f"echo {text}").words[1].literal == literal


# Places ------------------------------------------------------------------------------------------


def flat(text: str) -> str:
    """Text without what a word over several lines may hold between its pieces."""
    return re.sub(r"\s+", " ", text.replace("\\\r\n", "").replace("\\\n", ""))


def assert_places(run: Instruction) -> None:
    for found in run.script.commands:
        words = [*found.assignments, *found.all_words, *found.redirections]
        for word in words:
            raw = run.raw[word.start : word.end].decode("utf-8", "surrogateescape")
            if isinstance(found, ExecCommand):
                assert not word.end or json.loads(raw) == word.text
            elif "\n" in raw:
                pieces = [line.rstrip("\r") for line in raw.split("\n")]
                assert flat(word.text).startswith(flat(pieces[0].rstrip("\\` \t")))
            elif "<<" not in word.text:
                assert raw == word.text
        assert found.start <= min((w.start for w in words), default=found.start)
        assert found.end >= max((w.end for w in words), default=found.end)
        element = found.element
        assert element.start <= found.start
        assert element.end >= found.end
        assert found.line == run.line + run.raw.count(b"\n", 0, (found.words or words)[0].start)


def test_word_over_several_lines() -> None:
    found = command("a 'b\\\n  c' d")
    assert [flat(word.text) for word in found.words] == ["a", "'b c'", "d"]
    raw = found.instruction.raw
    assert raw[found.words[1].start : found.words[1].end] == b"'b\\\n  c'"


def test_words_of_every_file_stand_where_they_say(folder: Folder) -> None:
    for name, source in folder.files:
        for run in all_runs(source):
            try:
                assert_places(run)
            except AssertionError as error:
                raise AssertionError(f"{name}:{run.line}") from error


@given(runs())
def test_words_of_generated_text_stand_where_they_say(case: tuple[bytes, Shell]) -> None:
    for run in all_runs(case[0]):
        assert_places(run)


@settings(max_examples=300)
@given(runs())
def test_generated_text_gives_the_commands_it_was_made_of(case: tuple[bytes, Shell]) -> None:
    source, shell = case
    (run,) = all_runs(source)
    assert run.script.problem is None
    found = {c.words[0].text: [flat(w.text) for w in c.words] for c in run.script.commands}
    assert found == {
        name: [flat(word.replace("\ue000", " ")) for word in words]
        for name, words in shell.commands.items()
    }


@given(st.text(alphabet="ab $(){}[]|&;<>'\"`\\\n#=!*?-", max_size=40))
def test_any_text_is_read_or_has_a_problem(text: str) -> None:
    try:
        document = Document(f"FROM a\nRUN a {text}".encode())
    except DockerfileError:
        return
    for run in document.instructions:
        if run.keyword == "RUN":
            assert run.script.problem or run.script.parts
            for found in run.script.commands:
                _ = found.flags, found.operands, found.nested_text, found.line, found.element


# A command ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wrappers", "words"),
    [
        ("sudo a b", ["sudo"], ["a", "b"]),
        ("/usr/bin/sudo -EH -n a", ["sudo"], ["a"]),
        ("sudo -u root -- a -b", ["sudo"], ["a", "-b"]),
        ("sudo -u$U A=1 a", ["sudo"], ["a"]),
        ("sudo -i", [], ["sudo", "-i"]),
        ("sudo -s a", [], ["sudo", "-s", "a"]),
        ("env -u B A=1 nice -n 5 a", ["env", "nice"], ["a"]),
        ("env -S 'a b'", [], ["env", "-S", "'a b'"]),
        ("env", [], ["env"]),
        ("A=1 timeout -k 5 10 a b", ["timeout"], ["a", "b"]),
        ("exec a", ["exec"], ["a"]),
        ("exec -a b a", ["exec"], ["a"]),
        ("command -p a", ["command"], ["a"]),
        ("command -v a", [], ["command", "-v", "a"]),
        ("time -p a", ["time"], ["a"]),
        ("nohup a", ["nohup"], ["a"]),
        ("xargs -r -n 5 apk add", ["xargs"], ["apk", "add"]),
        ("xargs -a a -I {} sudo apt-get b {}", ["xargs", "sudo"], ["apt-get", "b", "{}"]),
        ("xargs rm -f", [], ["xargs", "rm", "-f"]),
        ("xargs -0", [], ["xargs", "-0"]),
    ],
)
def test_wrappers_are_taken_off(text: str, wrappers: list[str], words: list[str]) -> None:
    found = command(text)
    assert [wrapper.name for wrapper in found.wrappers] == wrappers
    assert [word.text for word in found.words] == words
    spelled = [w.text for wrapper in found.wrappers for w in wrapper.words] + words
    assert [word.text for word in found.all_words] == spelled
    assert all(found.wrapper(name) is not None for name in wrappers)
    assert found.wrapper("doas") is None


def test_name_is_the_base_name() -> None:
    assert command("/usr/local/bin/pip install a").name == "pip"
    assert command("'apt-get' update").name == "apt-get"
    assert command("$PIP install a").name == ""
    assert command("A=1").name == ""


@pytest.mark.parametrize(
    ("text", "value"),
    [("A=1 b", "1"), ("A='x y' B=2 b", "'x y'"), ("sudo A=3 b", "3"), ("b A=4", None)],
)
def test_assignment(text: str, value: str | None) -> None:
    assert command(text).assignment("A") == value


def test_flags_and_operands() -> None:
    found = command("apt-get -q -o A=b install -y --no-install-recommends -t=x -- c 'd' -e $f")
    assert found.subcommand == "install"
    assert [word.text for word in found.flags] == [
        *("-q", "-o", "A=b", "-y", "--no-install-recommends", "-t=x", "--"),
    ]
    assert [word.text for word in found.operands] == ["c", "'d'", "-e", "$f"]
    assert found.has_flag("--no-install-recommends")
    assert found.has_flag("--yes", "-y")
    assert not found.has_flag("-e")
    assert found.flag_value("-o") == "A=b"


def test_flags_in_one_word() -> None:
    found = command("rm -rf --one-file-system=x a")
    assert found.has_flag("-r")
    assert found.has_flag("-f")
    assert found.has_flag("--one-file-system")
    assert not found.has_flag("-o")
    assert found.flag_value("--one-file-system") == "x"
    assert command("apt-get -ty install a").flag_value("-t") == "y"
    assert command("apt-get -t $x install a").flag_value("-t") is None


def test_redirections() -> None:
    found = command("a > b 2>&1 <c >>'d e'")
    assert [word.text for word in found.redirections] == ["> b", "2>&1", "<c", ">>'d e'"]


# Scripts within ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("sh -c 'a && b'", ["a", "b"]),
        ('/bin/bash -euxc "a; b"', ["a", "b"]),
        ("bash -o pipefail -c 'a | b'", ["a", "b"]),
        ("bash -l -c 'a'", ["a"]),
        ("sudo -u x sh -c 'a'", ["a"]),
        ('sh -c "a $b"', []),
        ("sh -c a", []),
        ("sh -c 'a '\\''b'\\'''", []),
        ("sh -c 'if a'", []),
        ("sh script.sh -c 'a'", []),
        ("python -c 'a'", []),
        ("su -c 'a' b", []),
    ],
)
def test_script_of_a_shell(text: str, inner: list[str]) -> None:
    found = script(f"RUN x && {text} && y")
    assert found.problem is None
    outer = [c for c in found.commands if c.part.outer is None]
    nested = [c for c in found.commands if c.part.outer is not None]
    assert outer[0].name == "x"
    assert outer[-1].name == "y"
    assert [c.name for c in nested] == inner
    raw = found.instruction.raw
    assert all(raw[c.start : c.end].decode() == c.text for c in nested)
    assert all(c.part.outer is outer[1] for c in nested)


def test_heredoc_is_a_script() -> None:
    found = script("RUN <<EOF\nset -e\na \\\n  b\n# c\nif d; then\n\te\nfi\nEOF")
    assert [[w.text for w in c.words] for c in found.commands] == [
        ["set", "-e"],
        ["a", "b"],
        ["d"],
        ["e"],
    ]
    assert [c.line for c in found.commands] == [3, 4, 7, 8]
    assert found.errexit
    assert all(c.part.lines for c in found.commands)


@pytest.mark.parametrize(
    ("text", "names", "reads"),
    [
        ("RUN <<EOF bash -e\na\nEOF", ["bash", "a"], ["bash"]),
        ("RUN bash <<'EOF'\na $b\nEOF", ["bash", "a"], ["bash"]),
        ("RUN bash <<EOF\na $b\nEOF", ["bash"], ["bash"]),
        ("RUN x && <<EOF cat > /y && z\na\nEOF", ["x", "cat", "z"], ["cat"]),
        ("RUN cat <<A > /x && tee <<B\n1\nA\n2\nB", ["cat", "tee"], ["cat", "tee"]),
        ("RUN python3 <<EOF\nimport a\nEOF", ["python3"], ["python3"]),
        ("RUN cat <<EOF | sh\na\nEOF", ["cat", "sh"], ["cat"]),
        ("RUN <<EOF\n#!/bin/bash -e\na\nEOF", ["a"], []),
        ("RUN cat << EOF\na\nEOF", ["cat"], ["cat"]),
    ],
)
def test_who_reads_a_heredoc(text: str, names: list[str], reads: list[str]) -> None:
    found = script(text)
    assert found.problem is None
    assert [c.name for c in found.commands] == names
    assert [c.name for c in found.commands if c.reads_heredoc] == reads


@pytest.mark.parametrize(
    ("text", "errexit"),
    [
        ("set -e; a", True),
        ("set -eux && a", True),
        ("set -x -e; a", True),
        ("set -o errexit; a", True),
        ("set -x; a", False),
        ("a; set -e", False),
        ("set -o pipefail; a", False),
        ("a", False),
    ],
)
def test_errexit(text: str, errexit: bool) -> None:
    assert script(f"RUN {text}").errexit is errexit


def test_exec_form_is_one_command() -> None:
    run = instruction('RUN ["/usr/bin/apt-get", "install", "-y", "a b"]')
    (found,) = run.script.commands
    assert found.name == "apt-get"
    assert found.subcommand == "install"
    assert run.raw[found.words[3].start : found.words[3].end] == b'"a b"'


# How commands are joined -------------------------------------------------------------------------


def test_chains_and_blocks() -> None:
    found = script("RUN a && b || c; if d; then e && f; fi & (g; h)")
    first = found.commands[0].chain
    assert [op.text for op in first.operators] == ["&&", "||"]
    assert first.end_operator is not None
    assert first.end_operator.text == ";"
    assert first.block.kind == "script"
    kinds = {c.name: c.chain.block.kind for c in found.commands}
    assert kinds == {
        **dict.fromkeys("abc", "script"),
        "d": "condition",
        **dict.fromkeys("ef", "branch"),
        **dict.fromkeys("gh", "subshell"),
    }
    branch = found.commands[4].chain
    assert branch.block.parent is not None
    assert branch.block.parent.end_operator is not None
    assert branch.block.parent.end_operator.text == "&"
    assert [chain.block.kind for chain in first.block.chains] == ["script"] * 3


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{ x; }", "group"),
        ("(x)", "subshell"),
        ("a $(x)", "substitution"),
        ("a `x`", "substitution"),
        ("a <(x)", "substitution"),
        ("for i in 1; do x; done", "loop"),
        ("while x; do a; done", "condition"),
        ("while a; do x; done", "loop"),
        ("if a; then b; else x; fi", "branch"),
        ("case a in b) x ;; esac", "case"),
        ("sh -c 'x'", "script"),
    ],
)
def test_kind_of_the_block(text: str, kind: str) -> None:
    found = next(c for c in script(f"RUN {text}").commands if c.name == "x")
    assert found.chain.block.kind == kind


def test_negation_and_pipes_belong_to_the_element() -> None:
    found = script("RUN ! a | b && c").commands
    assert found[0].element is found[1].element
    assert found[0].element.negated
    assert found[0].piped
    assert not found[2].element.negated
    assert not found[2].piped


# Against shfmt -----------------------------------------------------------------------------------


def shell_text(run: Instruction) -> bytes | None:
    """What the shell gets of a RUN; None where that is not one text."""
    if run.exec_form is not None:
        return None
    if not run.heredocs:
        return run.value.encode("utf-8", "surrogateescape")
    (heredoc, *others) = run.heredocs
    if others or run.value != heredoc.word.text:
        return None
    body = heredoc.content(run.raw).replace(b"\r\n", b"\n")
    return re.sub(rb"(?m)^\t+", b"", body) if heredoc.chomp else body


def shfmt(text: bytes) -> list[list[str]] | None:
    """The words of the commands in a text as shfmt finds them; None where it finds an error."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("shfmt")), "--to-json", "-ln", "bash"],
        input=text,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        return None
    found: list[tuple[int, list[str]]] = []

    def words(nodes: list[dict[str, Any]]) -> list[str]:
        spans = [text[n["Pos"]["Offset"] : n["End"]["Offset"]] for n in nodes]
        return [flat(span.decode("utf-8", "replace")) for span in spans]

    def walk(node: Any) -> None:
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if node.get("Type") == "CallExpr" and node.get("Args"):
                found.append((node["Args"][0]["Pos"]["Offset"], words(node["Args"])))
            elif node.get("Type") == "DeclClause":
                args = words(node.get("Args") or [])
                found.append((node["Pos"]["Offset"], [node["Variant"]["Value"], *args]))
            walk(list(node.values()))

    walk(json.loads(done.stdout))
    return [found_words for _, found_words in sorted(found)]


def level(commands: list[list[str]]) -> list[list[str]]:
    """Both sides without what they are known to see differently.

    tree-sitter has the words of a test as an expression; shfmt has `[[` as no command at all. A
    comment between backticks is left out of ours on purpose.
    """
    out = []
    for words in commands:
        kept = [word for word in words if not re.fullmatch(r"`\s*#[^`]*`", word)]
        if kept and kept[0] != "[[":
            out.append([" ".join(kept)] if kept[0] == "[" else kept)
    return out


#: A substitution in backticks in the word of `${NAME-…}` is text for tree-sitter.
_BACKTICKS_IN_EXPANSION = re.compile(rb"\$\{\w+:?[-+=?][^}]*`")


def _program(found: Command) -> int:
    return (found.all_words or found.assignments)[0].start


def test_commands_are_those_that_shfmt_finds(folder: Folder) -> None:
    for name, source in folder.files:
        for run in all_runs(source):
            text = shell_text(run)
            if text is None or _BACKTICKS_IN_EXPANSION.search(text):
                continue
            theirs = shfmt(text)
            assert theirs is not None, f"{name}:{run.line}"
            ours = [
                [flat(word.text) for word in found.all_words]
                for found in sorted(run.script.commands, key=_program)
                if found.part.outer is None
            ]
            assert level(ours) == level(theirs), f"{name}:{run.line}"


# Time --------------------------------------------------------------------------------------------


def _seconds(make: Callable[[int], str], size: int) -> float:
    source = f"FROM a\nRUN {make(size)}\n".encode()
    best = float("inf")
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            (run,) = Document(source).instructions[1:]
            start = time.process_time()
            _ = run.script
            best = min(best, time.process_time() - start)
    finally:
        gc.enable()
    return best


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda n: " && \\\n".join(["a"] * n), id="and"),
        pytest.param(lambda n: "; \\\n".join(["a b"] * n), id="semicolon"),
        pytest.param(lambda n: " | \\\n".join(["a"] * n), id="pipe"),
        pytest.param(lambda n: "a" + " \\\nb" * n, id="words"),
        pytest.param(lambda n: "a" + " \\\n$(b)" * n, id="substitutions"),
        pytest.param(lambda n: "a" + " \\\n> b" * n, id="redirections"),
        pytest.param(lambda n: "a 'b" + " \\\n" * n + "'", id="word over lines"),
        pytest.param(lambda n: "if a; then \\\n" + "b; \\\n" * n + "fi", id="branch"),
        pytest.param(lambda n: "<<E\n" + "a b\n" * n + "E", id="heredoc"),
        pytest.param(lambda n: "a" + " \\\n`# b` c" * n, id="comments in backticks"),
    ],
)
def test_time_grows_with_the_size(make: Callable[[int], str]) -> None:
    small, large = _seconds(make, 1_000), _seconds(make, 8_000)
    # eight times as much: 64 times as long would be quadratic
    assert large < 0.02 or large < 25 * small
