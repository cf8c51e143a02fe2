"""Every form of the report, read as those read it for whom it is made."""

from __future__ import annotations

import base64
import functools
import io
import itertools
import json
import re
import subprocess
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import junitparser
import pytest

import fixer
from fixer import cli, engine
from fixer.edit import Safety, Skip
from fixer.engine import Change, Problem
from fixer.report import Report, Tally, forms
from fixer.report.markdown import Markdown
from fixer.report.pieces import hunks_of, pieces
from fixer.workspace.run import Outcome
from tests.conftest import ROOT, is_case

if TYPE_CHECKING:
    from tests.conftest import Run

TWO = (
    b"FROM debian:12\r\nMAINTAINER me <a@b.c>\r\n# here\r\nENV A 1\r\n"
    b"RUN apt-get update && apt-get install -y curl"
)
SUDO = b"""FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends sudo && rm -rf /var/lib/apt/lists/*
MAINTAINER me

WORKDIR /app
COPY . /app

LABEL a=b
RUN sudo touch /x
CMD ["python", "main.py"]
"""


def schema(name: str) -> Any:
    return json.loads((ROOT / "tests" / "schemas" / name).read_text())


@functools.cache
def reader(form: str) -> Any:
    """What says whether a document of the form is one."""
    if form == "json":
        named = json.loads((ROOT / "fixer" / "report" / "schema" / "report-1.json").read_text())
    elif form == "sarif":
        named = schema("sarif-2.1.0-rtm.5.json")
    else:
        named = schema("rdjson.json")
        # Reviewdog refuses what it does not know.
        for each in named["definitions"].values():
            if "properties" in each:
                each["additionalProperties"] = False
    kind = jsonschema.validators.validator_for(named)
    kind.check_schema(named)
    return kind(named, format_checker=kind.FORMAT_CHECKER)


def told(form: str, *outcomes: Outcome, mode: Any = "check", details: bool = False) -> str:
    parts: list[str] = []
    report: Report = forms.report(form, parts.append, mode, details=details)
    tally = Tally()
    for outcome in outcomes:
        tally.add(outcome)
        report.add(outcome)
    report.end(tally)
    return "".join(parts)


def loaded(form: str, *outcomes: Outcome, **options: Any) -> Any:
    document = json.loads(told(form, *outcomes, **options))
    if form != "gitlab":
        reader(form).validate(document)
    return document


def results(*outcomes: Outcome, **options: Any) -> list[Any]:
    found: list[Any] = loaded("sarif", *outcomes, **options)["runs"][0]["results"]
    return found


def done(source: bytes, path: str = "Dockerfile", look: bool = True, **options: Any) -> Outcome:
    """The outcome of a real run over one text, and the text that it gives."""
    asked = engine.Options(offline=True, **options)
    result = engine.fix(source, asked)
    return Outcome(
        path,
        changed=result.changed,
        changes=result.changes,
        skips=result.skips,
        problem=result.problem,
        seen=pieces(result, asked, None) if look else None,
    )


HOSTILE = "a\x1b[2J\r\n::error::b%0A\x00<&\"']]>\ufffe\ud800\u202e,:|`@x"
EVIL = Outcome(
    "%a b,:\udcff<&\u00e9/Dockerfile",
    changed=True,
    changes=[Change("pip_cache", 3, HOSTILE, Safety.SAFE)],
    skips=[
        Skip(1, HOSTILE),
        Skip(2, HOSTILE, Safety.UNSAFE, "nonroot_user"),
        Skip(2, HOSTILE, None, "approved_base", True),
    ],
)
BROKEN = Outcome("b", problem=Problem(HOSTILE, None), failure="fixed", problem_at="c.toml")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# Of all of them.


def test_the_command_offers_every_form() -> None:
    for form in cli.FORMATS:
        if form != "text":
            assert told(form) is not None
    with pytest.raises(ValueError, match="nonsense"):
        told("nonsense")


@pytest.mark.parametrize("form", cli.FORMATS)
@pytest.mark.parametrize("mode", [(), ("--diff",), ("--check",)])
def test_every_form_in_every_mode(form: str, mode: tuple[str, ...], here: Path, run: Run) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    (here / "sub").mkdir()
    (here / "sub" / "Dockerfile").write_bytes(TWO)
    (here / "broken.Dockerfile").write_bytes(b"FRM x\n")
    (here / "fine.Dockerfile").write_bytes(b"FROM scratch\n")
    said = run(*mode, "--format", form, "-o", "out", "-j", "2")
    assert said.exit_code == 2, said.output
    text = (here / "out").read_text("utf-8")
    if form in ("json", "sarif", "rdjson"):
        reader(form).validate(json.loads(text))
    elif form == "junit":
        assert len(list(junitparser.JUnitXml.fromstring(text.encode()))) == 3
    elif form == "gitlab":
        assert {each["location"]["path"] for each in json.loads(text)} == {
            "sub/Dockerfile", "broken.Dockerfile",
        }  # fmt: skip
    assert "Dockerfile" in text
    assert ("fixes" in text) == (form == "sarif" and mode != ())
    assert ("suggestions" in text) == (form == "rdjson" and mode != ())
    written = (here / "sub" / "Dockerfile").read_bytes() != TWO
    assert written == (mode == ())
    printed = said.stdout_bytes.startswith(b"diff --git")
    assert printed == (mode == ("--diff",))


@pytest.mark.parametrize("form", [form for form in cli.FORMATS if form != "text"])
def test_a_text_from_standard_input(form: str, here: Path, run: Run) -> None:
    said = run("-", "--check", "--format", form, text=TWO)
    assert said.exit_code == 1
    assert "maintainer_to_label" in said.stdout
    refused = run("-", "--format", form, text=TWO)
    assert refused.exit_code == 2
    assert "--output" in refused.stderr


@pytest.mark.parametrize("form", ["sarif", "rdjson", "json"])
def test_hostile_texts_make_valid_documents(form: str) -> None:
    document = loaded(form, EVIL, BROKEN, details=True)
    json.dumps(document, ensure_ascii=False).encode("utf-8")


def test_paths_count_from_the_root_of_the_repository(
    here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    folder = here / "sub folder" / "in%ner"
    folder.mkdir(parents=True)
    (folder / "Dockerfile").write_bytes(TWO)
    monkeypatch.chdir(folder.parent)
    sarif = json.loads(run("--check", "--format", "sarif").stdout)
    artifact = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"][
        "artifactLocation"
    ]
    assert artifact == {
        "uri": "sub%20folder/in%25ner/Dockerfile", "uriBaseId": "%SRCROOT%",
    }  # fmt: skip
    gitlab = json.loads(run("--check", "--format", "gitlab").stdout)
    assert gitlab[0]["location"]["path"] == "sub folder/in%ner/Dockerfile"
    assert "file=sub folder/in%25ner/Dockerfile," in run("--check", "--format", "github").stdout
    # Reviewdog adds the folder that it runs in.
    rdjson = json.loads(run("--check", "--format", "rdjson").stdout)
    assert rdjson["diagnostics"][0]["location"]["path"] == "in%ner/Dockerfile"


# The pieces that SARIF and reviewdog offer.


def applied(before: bytes, hunks: Any) -> bytes:
    lines = io.BytesIO(before).readlines()
    for hunk in sorted(hunks, reverse=True):
        assert lines[hunk.line - 1 : hunk.end - 1] == list(hunk.old)
        lines[hunk.line - 1 : hunk.end - 1] = hunk.new
    return b"".join(lines)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a\nb\nc\n", b"a\nx\nc\n"),
        (b"a\nb\nc\n", b"a\nc\n"),
        (b"a\nc\n", b"a\nb\nc\n"),
        (b"a\n", b"a\nb\n"),
        (b"a", b"a\nb"),
        (b"a\nb", b"a"),
        (b"a\r\nb", b"a\r\nc\r\n"),
        (b"b\n", b"a\nb\n"),
        (b"--- a\n@@ -1 +1 @@\n\\ x\n\n", b"--- b\n@@ -1 +1 @@\n\\ y\n\n"),
        (bytes(range(256)), bytes(range(255))),
        (b"".join(b"%d\n" % n for n in range(50)), b"".join(b"%d\n" % n for n in range(50, 0, -1))),
    ],
)
def test_hunks_make_the_text(before: bytes, after: bytes) -> None:
    assert applied(before, hunks_of(before, after)) == after


def texts() -> Iterator[bytes]:
    for path in sorted((ROOT / "cases").glob("*/*")):
        if path.is_file() and is_case(path) and ".fixed." not in path.name:
            yield path.read_bytes()


def test_the_pieces_are_the_whole_patch_and_each_stands_alone() -> None:
    """Over every third of the golden cases."""
    several = 0
    for source in itertools.islice(texts(), 0, None, 3):
        options = engine.Options(offline=True)
        result = engine.fix(source, options)
        made = pieces(result, options, None).pieces
        assert sorted(number for piece in made for number in piece.changes) == list(
            range(len(result.changes))
        )
        assert applied(source, [h for piece in made for h in piece.hunks]) == result.after
        several += len(made) > 1
        for piece in made:
            alone = applied(source, piece.hunks)
            again = engine.fix(alone, options)
            assert again.problem is None
    assert several > 10


def test_what_needs_each_other_is_one_piece() -> None:
    outcome = done(SUDO)
    names = [
        {outcome.changes[number].transform for number in piece.changes}
        for piece in outcome.seen.pieces
    ]
    (sudo,) = (each for each in names if "sudo_package" in each)
    assert "sudo_command" in sudo
    piece = outcome.seen.pieces[names.index(sudo)]
    assert len(piece.hunks) > 1
    alone = applied(SUDO, piece.hunks)
    assert b"sudo" not in alone
    assert b"MAINTAINER" in alone or {"maintainer_to_label"} <= sudo


def test_too_many_changes_are_one_piece() -> None:
    source = b"FROM a\n" + b"".join(b"ENV A%d 1\n# b\n" % n for n in range(60))
    assert len(done(source).seen.pieces) == 1


# SARIF.


def replaced(before: bytes, replacements: list[Any]) -> bytes:
    """The text with SARIF's replacements, by line and column as the standard counts them."""
    text = before.decode("utf-8", "surrogateescape")
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for each in sorted(
        replacements, key=lambda each: each["deletedRegion"]["startLine"], reverse=True
    ):
        region = each["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        content = each.get("insertedContent", {"text": ""})
        if "binary" in content:
            new = base64.b64decode(content["binary"]).decode("utf-8", "surrogateescape")
        else:
            new = content["text"]
        text = text[:start] + new + text[end:]
    return text.encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    "source",
    [
        TWO,
        TWO + b"\r\n",
        SUDO,
        TWO.replace(b"here", b"\xff\xfe"),
        TWO + b" # \xff",
        b"\xef\xbb\xbf" + SUDO,
    ],
)
def test_the_fixes_of_sarif_make_the_text(source: bytes) -> None:
    outcome = done(source)
    found = results(outcome)
    assert len(found) == len(outcome.changes)
    fixes = {json.dumps(each["fixes"]) for each in found}
    replacements = [
        replacement
        for fix in fixes
        for replacement in json.loads(fix)[0]["artifactChanges"][0]["replacements"]
    ]
    assert replaced(source, replacements) == fixer.fix_text(source, offline=True).after


def test_sarif() -> None:
    document = loaded("sarif", EVIL, BROKEN)
    (run,) = document["runs"]
    assert document["version"] == "2.1.0"
    first, second = run["results"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[each["ruleIndex"]]["id"] for each in (first, second)] == [
        "pip_cache", "approved_base",
    ]  # fmt: skip
    assert first["ruleId"] == "pip_cache"
    assert (first["level"], second["level"]) == ("note", "error")
    assert rules[0]["properties"]["tags"] == ["DL3042"]
    assert "--no-cache-dir" in rules[0]["help"]["text"] or rules[0]["help"]["text"]
    place = first["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 3}
    uri = place["artifactLocation"]["uri"]
    assert urllib.parse.unquote_to_bytes(uri) == b"%a b,:\xff<&\xc3\xa9/Dockerfile"
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (note,) = invocation["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("c.toml: a\\x1b[2J")
    assert not set("\x1b\x00\u202e") & set(told("sarif", EVIL, BROKEN))


def test_sarif_of_a_run_without_anything_to_say() -> None:
    document = loaded("sarif", Outcome("x"))
    assert document["runs"][0]["results"] == []
    assert document["runs"][0]["invocations"] == [{"executionSuccessful": True}]


def test_places_left_alone_are_in_the_details() -> None:
    assert len(results(EVIL)) == 2
    assert len(results(EVIL, details=True)) == 4
    assert len(loaded("gitlab", EVIL)) == 2
    assert len(loaded("gitlab", EVIL, details=True)) == 4
    assert len(loaded("rdjson", EVIL, details=True)["diagnostics"]) == 4
    assert told("github", EVIL, details=True).count("\n") == 4


# Fingerprints.


def test_fingerprints_stay_when_lines_move() -> None:
    before, after = (
        loaded("gitlab", done(text, look=False))
        for text in (TWO, TWO.replace(b"\r\n", b"\r\n# new\r\n", 1))
    )
    assert [each["fingerprint"] for each in before] == [each["fingerprint"] for each in after]
    assert [each["location"] for each in before] != [each["location"] for each in after]
    sarif = results(done(TWO, look=False))
    assert [each["partialFingerprints"]["fix/v1"] for each in sarif] == [
        each["fingerprint"] for each in before
    ]


def test_no_fingerprint_stands_twice() -> None:
    same = [Change("t", line, "why", Safety.SAFE) for line in (3, 3, 9)]
    found = loaded("gitlab", Outcome("a", changes=same), Outcome("b", changes=same))
    assert len({each["fingerprint"] for each in found}) == 6


# GitLab.


def test_gitlab() -> None:
    assert loaded("gitlab") == []
    changes = [Change("t", 3, "why", Safety.SAFE), Change("u", 4, "w", Safety.HARDENING)]
    found = loaded("gitlab", Outcome("a", changes=changes), EVIL, BROKEN, details=True)
    for each in found:
        assert each["description"]
        assert each["check_name"]
        assert re.fullmatch("[0-9a-f]{64}", each["fingerprint"])
        assert each["location"]["lines"]["begin"] >= 1
    assert [each["severity"] for each in found] == [
        "minor", "major", "minor", "info", "info", "critical", "critical",
    ]  # fmt: skip


# Reviewdog.


@pytest.mark.parametrize("source", [TWO, TWO + b"\r\n", SUDO, SUDO.replace(b"\n", b"\r\n")])
def test_the_suggestions_of_reviewdog_make_the_text(source: bytes) -> None:
    diagnostics = loaded("rdjson", done(source))["diagnostics"]
    lines = source.split(b"\n")
    taken: set[int] = set()
    for each in sorted(
        diagnostics, key=lambda each: each["location"]["range"]["start"]["line"], reverse=True
    ):
        (suggestion,) = each["suggestions"]
        # What GitHub shows is the diagnostic's lines, and they are what is replaced.
        assert suggestion["range"] == each["location"]["range"]
        assert suggestion["range"].keys() == {"start", "end"}
        first, last = (suggestion["range"][end]["line"] for end in ("start", "end"))
        assert 1 <= first <= last <= len(lines)
        assert taken.isdisjoint(range(first, last + 1))
        taken |= set(range(first, last + 1))
        new = suggestion["text"].encode()
        if lines[last - 1].endswith(b"\r"):
            new += b"\r"
        lines[first - 1 : last] = [new] if suggestion["text"] else []
    assert b"\n".join(lines) == fixer.fix_text(source, offline=True).after


def test_a_suggestion_below_the_last_line() -> None:
    before, after = b"FROM a\nCMD b\n", b"FROM a\nCMD b\nUSER 1\n"
    result = engine.Result(before, after)
    result.changes = [Change("t", 2, "why", Safety.SAFE)]
    seen = pieces(result, engine.Options(), None)
    (said,) = loaded("rdjson", Outcome("x", changes=result.changes, seen=seen))["diagnostics"]
    (suggestion,) = said["suggestions"]
    assert suggestion["range"] == {"start": {"line": 2}, "end": {"line": 2}}
    assert suggestion["text"] == "CMD b\nUSER 1"


def test_reviewdog_gets_no_text_that_is_not_utf_8() -> None:
    diagnostics = loaded("rdjson", done(TWO + b" # \xff"))["diagnostics"]
    assert sum("suggestions" in each for each in diagnostics) == len(diagnostics) - 1


def test_reviewdog_without_pieces() -> None:
    document = loaded("rdjson", EVIL, BROKEN)
    assert document["source"] == {"name": "fix"}
    assert [each["severity"] for each in document["diagnostics"]] == ["INFO", "ERROR", "ERROR"]
    assert document["diagnostics"][0]["location"]["path"] == "%a b,:\\xff<&\u00e9/Dockerfile"
    assert loaded("rdjson")["diagnostics"] == []


# GitHub.


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Workflow commands, read as the runner reads them."""
    out = []
    for line in text.splitlines():
        match = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
        assert match, line
        properties = dict(pair.split("=", 1) for pair in match[2].split(","))
        for code, character in (("%2C", ","), ("%3A", ":"), ("%25", "%")):
            properties = {name: v.replace(code, character) for name, v in properties.items()}
        message = match[3].replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
        out.append((match[1], properties, message))
    return out


def test_github() -> None:
    hard = Outcome("x", changes=[Change("nonroot_user", 7, "less", Safety.HARDENING)])
    found = commands(told("github", EVIL, BROKEN, hard))
    assert [name for name, _, _ in found] == ["notice", "error", "error", "warning"]
    _, properties, message = found[0]
    assert properties == {
        "file": "%a b,:\\xff<&\u00e9/Dockerfile", "line": "3", "title": "fix: pip_cache",
    }  # fmt: skip
    assert message.startswith("a\\x1b[2J\\r\\n::error::b%0A\\x00<&")
    assert found[2][1] == {"file": "b", "line": "1", "title": "fix"}
    assert found[3][2] == "less"
    assert [name for name, _, _ in commands(told("github", hard, mode="write"))] == ["notice"]


# JUnit.


def suites(*outcomes: Outcome, mode: Any = "check") -> list[Any]:
    return list(junitparser.JUnitXml.fromstring(told("junit", *outcomes, mode=mode).encode()))


def test_junit() -> None:
    fine = Outcome("fine")
    evil, broken, good = suites(EVIL, BROKEN, fine)
    assert (evil.tests, evil.failures, evil.errors, evil.skipped) == (4, 2, 0, 2)
    assert {case.name: type(case.result[0]).__name__ for case in evil} == {
        "pip_cache": "Failure",
        "fix": "Skipped",
        "nonroot_user": "Skipped",
        "approved_base": "Failure",
    }
    assert "\ufffd" not in evil.name
    (case,) = (case for case in evil if case.name == "pip_cache")
    assert "Dockerfile:3: a\\x1b[2J" in case.result[0].text
    assert "]]>\ufffd" in case.result[0].text
    (case,) = broken
    assert isinstance(case.result[0], junitparser.Error)
    assert case.result[0].message.startswith("c.toml: a")
    (case,) = good
    assert case.result == []
    assert suites() == []


def test_junit_of_what_was_done() -> None:
    (suite,) = suites(EVIL, mode="write")
    (case,) = (case for case in suite if case.name == "pip_cache")
    assert case.result == []
    assert ":3: " in case.system_out


# Markdown.


def test_markdown() -> None:
    said = told("markdown", EVIL, BROKEN)
    assert said.startswith("1 file would change, 1 edit by 1 transform; ")
    assert "| `pip_cache` | Install with pip without keeping its cache. | 1 | 1 |" in said
    assert "<summary>What would change, and why</summary>" in said
    assert "line 2: **fails**: a" in said
    assert "<summary>What was changed, and why</summary>" in told("markdown", EVIL, mode="write")
    # Nothing from elsewhere is markup, a mention or a link.
    for bad in ('<&"', "`@x", "@x", "|`", "\x1b", "\u202e", "]]>"):
        assert bad not in said
    assert told("markdown", Outcome("x")) == "nothing to change in 1 file.\n"


def test_markdown_is_bounded() -> None:
    parts: list[str] = []
    report = Markdown(parts.append, done=True, limit=4000)
    tally = Tally()
    for number in range(300):
        outcome = Outcome(
            f"f{number}/Dockerfile", True, [Change("pip_cache", 3, "why", Safety.SAFE)]
        )
        tally.add(outcome)
        report.add(outcome)
    report.end(tally)
    said = "".join(parts)
    assert 2500 < len(said) < 4000
    shown = said.count("/Dockerfile</code>")
    assert f"… and {300 - shown} more files" in said
    assert "| `pip_cache` | Install with pip without keeping its cache. | 300 | 300 |" in said
