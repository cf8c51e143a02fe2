"""The golden cases: every transform on its own folder of `cases/`, and all of them together."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from fixer import engine
from fixer.catalog import kind_of, transforms
from fixer.config import Config, Wanted, table
from fixer.config import _config as read_config
from fixer.dockerfile.document import Document
from fixer.dockerfile.syntax import DockerfileError
from fixer.edit import Safety
from fixer.engine import Options, fix
from tests.conftest import ROOT, corpus
from tests.oracle import accepted
from tests.stub_registry import AnyRegistry, StubRegistry

CASES = ROOT / "cases"


class Case(NamedTuple):
    transform: str
    path: Path

    @property
    def before(self) -> bytes:
        return self.path.read_bytes()

    @property
    def after(self) -> bytes:
        fixed = self.path.with_name(self.path.name.replace(".Dockerfile", ".fixed.Dockerfile"))
        return fixed.read_bytes() if fixed.exists() else self.before

    @property
    def options(self) -> Options:
        context = self._beside(".context")
        config = Config()
        if (path := self._beside(".toml")).exists():
            config = read_config(str(path), str(CASES), table(str(path), path.read_bytes()), "")
        return config.options(str(self.path), Wanted(offline=False))._replace(
            select=frozenset((self.transform,)),
            safety=Safety.UNSAFE if ".unsafe." in self.path.name else Safety.HARDENING,
            context=context if context.is_dir() else None,
            refresh="refresh" in transforms()[self.transform].given,
            checksums="checksums" in transforms()[self.transform].given,
            exact_tags=True,
        )

    @property
    def registry(self) -> Any:
        """What the registry of `<situation>.registry.json` answers, if there is one."""
        path = self._beside(".registry.json")
        return StubRegistry.of(path) if path.exists() else None

    def _beside(self, ending: str) -> Path:
        return self.path.with_name(self.path.name.replace(".Dockerfile", ending))


def _cases() -> list[Case]:
    return [
        Case(path.parent.name, path)
        for path in sorted(CASES.glob("*/*.Dockerfile"))
        if ".fixed." not in path.name
    ]


every_case = pytest.mark.parametrize(
    "case", _cases(), ids=lambda case: f"{case.transform}-{case.path.name[: -len('.Dockerfile')]}"
)


def fixed(source: bytes, options: Options, registry: Any = None) -> bytes:
    result = fix(source, options, registry)
    assert result.problem is None
    return result.after


# Each case ---------------------------------------------------------------------------------------


@every_case
def test_the_result_is_the_one_expected(case: Case) -> None:
    assert case.before.startswith(b"#"), "a case says in its first line why it exists"
    assert fixed(case.before, case.options, case.registry).decode() == case.after.decode()


@every_case
def test_fixing_twice_is_fixing_once(case: Case) -> None:
    assert fixed(case.after, case.options, case.registry) == case.after


@every_case
def test_buildkit_accepts_the_result(case: Case) -> None:
    assert accepted(case.after)


@every_case
def test_with_other_line_ends(case: Case) -> None:
    def crlf(source: bytes) -> bytes:
        return source.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")

    assert fixed(crlf(case.before), case.options, case.registry) == crlf(case.after)


@every_case
def test_with_keywords_in_lower_case(case: Case) -> None:
    assert fixed(in_lower_case(case.before), case.options, case.registry) == in_lower_case(
        case.after
    )


@every_case
def test_with_the_other_escape_character(case: Case) -> None:
    before, after = with_backtick(case.before), with_backtick(case.after)
    if before is None or after is None:
        return  # it would not be the same document: `with_backtick` says why
    assert fixed(before, case.options, case.registry).decode() == after.decode()


def in_lower_case(source: bytes) -> bytes:
    out = bytearray(source)
    for instruction in Document(source).instructions:
        for inner in (instruction, instruction.trigger):
            if inner is not None:
                start = instruction.start + inner.keyword_start
                end = start + len(inner.keyword_text)
                out[start:end] = out[start:end].lower()
    return bytes(out)


def with_backtick(source: bytes) -> bytes | None:
    """The same document with a backtick for its escape character.

    None where that would say something else: there is a directive already, or a backslash or a
    backtick stands in what the builder itself reads.
    """
    document = Document(source)
    if document.directives or b"`" in source:
        return None
    out = bytearray(source)
    for instruction in document.instructions:
        if instruction.keyword not in (
            "RUN",
            "CMD",
            "ENTRYPOINT",
            "HEALTHCHECK",
            "ONBUILD",
            "SHELL",
        ):
            if "\\" in instruction.logical:
                return None
        bodies = [(h.body_start, h.body_end) for h in instruction.heredocs]
        first = min((start for start, _ in bodies), default=len(instruction.raw))
        at = 0
        for line in instruction.raw[:first].split(b"\n"):
            bare = line.rstrip()
            end = at + len(bare)
            if bare.endswith(b"\\") and not bare.lstrip().startswith(b"#") and end < first:
                out[instruction.start + end - 1] = ord("`")
            at += len(line) + 1
    return b"# escape=`\n" + bytes(out)


# Each transform ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(transforms()))
def test_a_transform_has_cases_of_both_kinds_and_says_what_it_does(name: str) -> None:
    transform = transforms()[name]
    summary, blank, rest = transform.doc.partition("\n\n")
    assert summary.endswith(".")
    assert "\n" not in summary
    assert blank
    assert "https://" in rest
    if kind_of(name) != "dockerfile":
        return  # its cases are those of tests/test_beside_cases.py
    own = [case for case in _cases() if case.transform == name]
    assert any(case.before == case.after for case in own), "no case that must not change"
    if name not in REPORTS_ONLY:
        assert any(case.before != case.after for case in own), "no case that changes"


#: These have no edit: they say what a person should look at.
REPORTS_ONLY = {"apt_upgrade"}


def test_every_folder_of_cases_belongs_to_a_transform() -> None:
    assert {path.name for path in CASES.iterdir() if path.is_dir()} == set(transforms())


# All transforms together -------------------------------------------------------------------------


@every_case
def test_all_transforms_settle_and_buildkit_accepts_what_they_make(case: Case) -> None:
    options = case.options._replace(select=None)
    once = fixed(case.before, options, case.registry)
    assert fixed(once, options, case.registry) == once
    assert accepted(once)


@cache
def sample() -> list[tuple[bytes, Options, Any]]:
    """All cases, and every tenth file of the corpus where that is there."""
    plain = Options(safety=Safety.UNSAFE)
    sources: list[tuple[bytes, Options, Any]] = [
        (case.before, plain._replace(refresh=True, bases=case.options.bases), case.registry)
        for case in _cases()
    ]
    for path in sorted((corpus() / "dockerfiles").rglob("*"))[::10]:
        if path.is_file():
            try:
                sources.append((Document(path.read_bytes()).source, plain, AnyRegistry()))
            except DockerfileError:
                continue
    return sources


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_transforms_does_not_matter(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = [fixed(*each) for each in sample()]

    def shuffled(options: Options, registry: Any) -> list[str]:
        names = engine.chosen_names(options, registry)
        random.Random(seed).shuffle(names)
        return names

    monkeypatch.setattr(engine, "_in_order", shuffled)
    for each, wanted in zip(sample(), expected, strict=True):
        assert fixed(*each).decode("utf-8", "replace") == wanted.decode("utf-8", "replace")
