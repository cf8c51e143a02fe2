"""The golden cases of the transforms for files beside a Dockerfile, through the whole command.

`cases/<transform>/<situation>.compose.yaml` (or `.manifest.yaml`, `.workflow.yaml`,
`.dockerignore`) becomes `<situation>.fixed.compose.yaml`; without the second it must stay as it is.
What lies in `<situation>.context/` lies beside it. An empty `.dockerignore` stands for none.
`<situation>.registry.json` is what a registry answers.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from fixer.catalog import kind_of, transforms
from fixer.config import Wanted
from fixer.edit import Safety
from fixer.workspace.plan import plan
from fixer.workspace.run import Outcome, run
from tests.conftest import ROOT
from tests.stub_registry import StubRegistry

CASES = ROOT / "cases"
#: Transforms that change nothing: what they say is tested where their kind of file is.
ONLY_REPORT = {"compose_privileged", "privileged_pod"}
#: What a case's file is called where the command sees it.
PLACES = {
    ".compose.yaml": "compose.yaml",
    ".manifest.yaml": "deploy/app.yaml",
    ".workflow.yaml": ".github/workflows/image.yml",
    ".dockerignore": ".dockerignore",
}


class Case(NamedTuple):
    transform: str
    path: Path
    ending: str

    @property
    def stem(self) -> str:
        return self.path.name.removesuffix(self.ending)

    @property
    def before(self) -> bytes:
        return self.path.read_bytes()

    @property
    def after(self) -> bytes:
        fixed = self.path.with_name(f"{self.stem}.fixed{self.ending}")
        return fixed.read_bytes() if fixed.exists() else self.before

    @property
    def asked(self) -> Any:
        path = self.path.with_name(f"{self.stem}.registry.json")
        return Asked(StubRegistry.of(path)) if path.exists() else None

    @property
    def safety(self) -> Safety:
        return Safety.UNSAFE if self.stem.endswith(".unsafe") else Safety.HARDENING


class Asked(NamedTuple):
    """Stands for what registries have said."""

    registry: StubRegistry
    exact_tags: bool = False


def _cases() -> list[Case]:
    return [
        Case(path.parent.name, path, ending)
        for ending in PLACES
        for path in sorted(CASES.glob(f"*/*{ending}"))
        if f".fixed{ending}" not in path.name
    ]


every_case = pytest.mark.parametrize(
    "case", _cases(), ids=lambda case: f"{case.transform}-{case.stem}"
)


def fixed(
    case: Case, text: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch, every: bool = False
) -> tuple[bytes, list[Outcome]]:
    """What the command makes of the case's text, and what it says."""
    context = case.path.with_name(f"{case.stem}.context")
    if context.is_dir():
        shutil.copytree(context, folder, dirs_exist_ok=True)
    path = folder / PLACES[case.ending]
    path.parent.mkdir(parents=True, exist_ok=True)
    if text or case.ending != ".dockerignore":
        path.write_bytes(text)
    monkeypatch.chdir(folder)
    select = None if every else frozenset((case.transform,))
    wanted = Wanted(select=select, safety=case.safety, offline=case.asked is None)
    made = plan(["."], wanted)
    outcomes = list(run(made.jobs, "write", 1, case.asked, beside=made.beside))
    assert not [outcome.problem for outcome in outcomes if outcome.problem]
    return path.read_bytes() if path.exists() else b"", outcomes


@every_case
def test_the_result_is_the_one_expected(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kind_of(case.transform) != "dockerfile"
    after, outcomes = fixed(case, case.before, tmp_path, monkeypatch)
    assert after.decode() == case.after.decode()
    if after == case.before:
        return
    assert any(outcome.changed and outcome.changes for outcome in outcomes)


@every_case
def test_fixing_twice_is_fixing_once(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after, _ = fixed(case, case.after, tmp_path, monkeypatch)
    assert after == case.after


@every_case
def test_with_other_line_ends(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crlf(source: bytes) -> bytes:
        return source.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")

    if not case.before:
        return
    after, _ = fixed(case, crlf(case.before), tmp_path, monkeypatch)
    assert after == crlf(case.after)


@every_case
def test_all_transforms_together_settle(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once, _ = fixed(case, case.before, tmp_path, monkeypatch, every=True)
    again, outcomes = fixed(case, once, tmp_path, monkeypatch, every=True)
    assert again == once
    beside = [each for each in outcomes if Path(each.path).name == Path(PLACES[case.ending]).name]
    assert not any(outcome.changed for outcome in beside)


def test_every_transform_has_a_case_that_changes_and_one_that_must_not() -> None:
    cases = _cases()
    for name in transforms():
        if kind_of(name) == "dockerfile":
            continue
        own = [case for case in cases if case.transform == name]
        assert any(case.before != case.after for case in own) != (name in ONLY_REPORT), name
        assert any(case.before == case.after for case in own), name
