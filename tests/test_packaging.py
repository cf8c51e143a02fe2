"""What `pip install` brings."""

from __future__ import annotations

import tomllib

from tests.conftest import ROOT


def test_every_package_is_installed() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in (ROOT / "fixer").rglob("__init__.py")
    }
    assert found | {"fixer.transforms", "fixer.cases"} == set(named)
