"""Real Compose files: after every transform they hold what they held, and what was added."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from fixer.catalog import kind_of, transforms
from fixer.deploy.engine import fix
from fixer.deploy.view import Build, View
from fixer.edit import Safety
from fixer.engine import Options, Result
from tests.conftest import ROOT, corpus
from tests.stub_registry import AnyRegistry

ALL = frozenset(name for name in transforms() if kind_of(name) == "compose")
#: An application whose image runs as a user of its own, for whatever the files say they build.
APPLICATION = ROOT / "cases" / "compose_read_only" / "built_here.context"


def folders() -> list[Any]:
    real = corpus() / "compose"
    if not real.is_dir():
        missing = pytest.mark.skip(reason=f"no corpus of real files at {real}")
        return [pytest.param(ROOT, id="corpus", marks=missing)]
    return [pytest.param(path, id=path.name) for path in sorted(real.iterdir()) if path.is_dir()]


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft7Validator:
    """The schema of the Compose specification, as check-jsonschema brings it."""
    text = resources.files("check_jsonschema") / "builtin_schemas/vendor/compose-spec.json"
    return jsonschema.Draft7Validator(json.loads(text.read_text(encoding="utf-8")))


def load(source: bytes) -> Any:
    """The values; None for what another reader of YAML refuses, such as two equal keys."""
    try:
        return YAML(typ="safe", pure=True).load(source)
    except YAMLError:
        return None


def services(value: Any) -> dict[str, Any]:
    found = value.get("services") if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def view(source: bytes) -> View:
    """All that is built is built from one application, which is in sight."""
    dockerfile = APPLICATION / "Dockerfile"
    options = Options(context=APPLICATION, path=str(dockerfile))
    build = Build(str(dockerfile), dockerfile.read_bytes(), options)
    names = [
        name
        for name, service in services(load(source)).items()
        if isinstance(service, dict) and "build" in service
    ]
    return View(builds=dict.fromkeys(names, build))


def with_all(source: bytes) -> Result:
    options = Options(select=ALL, safety=Safety.UNSAFE)
    registry: Any = AnyRegistry()
    return fix(source, "compose", options, view(source), registry)


def by_default(source: bytes) -> Result:
    return fix(source, "compose", Options(), view(source))


def check_values(before: Any, after: Any, path: str = "") -> None:
    """What was there still is: lists and mappings may be longer, an image may have a digest."""
    where = f"{path}: {before!r} became {after!r}"
    if isinstance(before, dict):
        assert isinstance(after, dict), where
        assert [key for key in after if key in before] == [*before], where
        for key, value in before.items():
            check_values(value, after[key], f"{path}.{key}")
        for key in after.keys() - before.keys():
            assert key in ADDED, f"{path}.{key}"
    elif isinstance(before, list):
        assert isinstance(after, list), where
        assert after[: len(before)] == before, where
        assert after == before or path.rpartition(".")[2] in ADDED, where
    elif path.endswith(".image") and before != after:
        assert "@sha256:" in after, where
        assert after.startswith(before), where
    elif path.endswith(".user") and before != after:
        assert after == "10001:10001", where
    else:
        assert after == before, where


ADDED = frozenset(
    """read_only tmpfs cap_drop cap_add security_opt mem_limit cpus pids_limit deploy resources
    limits memory pids""".split()
)


@pytest.mark.parametrize("repository", folders())
@pytest.mark.parametrize("fixed", [by_default, with_all], ids=["default", "all"])
def test_a_real_file_holds_what_it_held(
    repository: Path, fixed: Any, schema: jsonschema.Draft7Validator
) -> None:
    for path in sorted(repository.glob("*.y*ml")):
        source = path.read_bytes()
        result = fixed(source)
        assert result.problem is None, (path.name, result.problem)
        assert result.changed == bool(result.changes), path.name
        if not result.changed:
            continue
        again = fixed(result.after)
        assert again.after == result.after, path.name
        values = load(source)
        if values is None:
            continue
        after = load(result.after)
        check_values(values, after, path.name)
        if schema.is_valid(values):
            schema.validate(after)


@pytest.mark.parametrize("repository", folders())
def test_a_review_is_not_flooded(repository: Path) -> None:
    """Images that nobody knows are not told of: at most so many lines for each that is known."""
    for path in sorted(repository.glob("*.y*ml")):
        result = fix(path.read_bytes(), "compose", Options(), View())
        said: dict[tuple[str, int], int] = {}
        for skip in result.skips:
            said[skip.transform, skip.line] = said.get((skip.transform, skip.line), 0) + 1
        assert all(count == 1 for count in said.values()), path.name
        assert len(result.skips) <= 5 + len(services(load(path.read_bytes()))), path.name
