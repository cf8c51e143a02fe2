"""What `pip install` brings."""

from __future__ import annotations

import subprocess
import sys
import tomllib

from tests.conftest import ROOT


def test_every_package_is_installed() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in (ROOT / "fixer").rglob("__init__.py")
    }
    assert found | {"fixer.transforms", "fixer.cases"} == set(named)


def test_a_checkout_needs_no_installation_of_itself() -> None:
    """As where another copy is installed, and the current folder comes before it."""
    code = "import fixer.transforms, fixer.cases; print(*fixer.transforms.__path__)"
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}",
        ],
        capture_output=True,
        text=True,
    )
    assert done.stdout.rstrip("\n") == str(ROOT / "transforms"), done.stderr
