"""GitHub workflows: what comes out is still a workflow, by the schema that editors use."""

from __future__ import annotations

import importlib.resources
import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from fixer.deploy.engine import fix
from fixer.edit import Safety
from fixer.engine import Options
from tests.conftest import ROOT

CASES = sorted((ROOT / "cases").glob("*/*.workflow.yaml"))


@pytest.fixture(scope="module")
def schema() -> Draft7Validator:
    folder = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    return Draft7Validator(json.loads((folder / "github-workflows.json").read_text()))


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_the_cases_are_workflows(path: Path, schema: Draft7Validator) -> None:
    values = YAML(typ="safe", pure=True).load(path.read_text())
    assert not [error.message for error in schema.iter_errors(values)]


def attested(text: str, safety: Safety = Safety.HARDENING) -> tuple[str, str]:
    options = Options(extend_select=frozenset({"build_attestations"}), safety=safety)
    result = fix(text.encode(), "workflow", options)
    assert result.problem is None
    return result.after.decode(), "\n".join(skip.reason for skip in result.skips)


def job(*lines: str, before: str = "- uses: docker/setup-buildx-action@v3") -> str:
    steps = "\n".join(f"      {line}" for line in (before, *lines) if line)
    return f"on: push\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n{steps}\n"


def test_it_waits_to_be_asked_for() -> None:
    text = job("- uses: docker/build-push-action@v6", "  with: {push: true}")
    assert fix(text.encode(), "workflow").after == text.encode()
    assert "with: {push: true, sbom: true, provenance: " in attested(text)[0]


@pytest.mark.parametrize(
    ("lines", "before", "reason"),
    [
        (("  with: {push: true, load: true}",), "- uses: docker/setup-buildx-action@v3", "loaded"),
        (("  with: {push: true}",), "", "has no docker/setup-buildx-action"),
        (
            ("  with: {push: true}",),
            "- {uses: docker/setup-buildx-action@v3, with: {driver: docker}}",
            "has no docker/setup-buildx-action",
        ),
        (("  with: {context: .}",), "- uses: docker/setup-buildx-action@v3", "not pushed"),
        ((), "- uses: docker/setup-buildx-action@v3", "not pushed"),
    ],
)
def test_where_nothing_can_be_written(lines: tuple[str, ...], before: str, reason: str) -> None:
    text = job("- uses: docker/build-push-action@v6", *lines, before=before)
    after, reasons = attested(text)
    assert after == text
    assert reason in reasons


def test_arguments_that_hold_a_secret_are_written_down_only_when_asked_for() -> None:
    text = job(
        "- uses: docker/build-push-action@v6",
        "  with:",
        "    push: true",
        "    build-args: TOKEN=${{ secrets.TOKEN }}",
    )
    after, reasons = attested(text)
    assert after == text
    assert "writes down its build arguments" in reasons
    assert "mode=max" in attested(text, Safety.UNSAFE)[0]
