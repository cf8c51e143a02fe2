"""Mistakes that nothing in sight gives away: `fix verify` finds the edit, and drops only that.

Each folder of `verify/guilty` is a build context with a Dockerfile that works. One edit of the
fixer's breaks it, for what needs the thing is written in a language that is not read. Its
`case.toml` says `guilty`, the transform, and how the image is asked: `run` or `http`, as on the
command line.
"""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from fixer import fix_text
from tests.conftest import ROOT
from tests.test_builds import engine  # noqa: F401 (a fixture)
from tests.test_verify_builds import containers_of, left

CASES = sorted(path.parent for path in (Path(__file__).parent / "verify/guilty").glob("*/*.toml"))


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("place", CASES, ids=lambda place: place.name)
def test_the_guilty_edit_is_dropped_and_nothing_else(place: Path, tmp_path: Path) -> None:
    case = tomllib.loads((place / "case.toml").read_text())
    source = (place / "Dockerfile").read_bytes()
    logs, temporary = tmp_path / "logs", tmp_path / "tmp"
    logs.mkdir()
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "fixer", "verify", "--offline", "--network", "host", "--verbose",
         *(f"--{key}={case[key]}" for key in ("run", "http") if key in case), "--wait", "10",
         "--logs", str(logs), "--format", "json", str(place / "Dockerfile")],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
        env={**os.environ, "TMPDIR": str(temporary)},
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    (made,) = json.loads(done.stdout)["verifications"]
    assert made["status"] == "verified"

    everything = {each.transform for each in fix_text(source, context=place).changes}
    assert [each["transform"] for each in made["dropped"]] == [case["guilty"]]
    assert {each["transform"] for each in made["changes"]} == everything - {case["guilty"]}
    assert made["changes"]
    assert all("exit code 0" in each or "200" in each for each in made["behaviour"].values())

    # One build before, one with all edits, halving, and one with the rest; where the original came
    # from the cache and the result does not build, one more that has no cache.
    control = len(re.findall(r"^fix: building .* \(control\)", done.stderr, re.MULTILINE))
    assert made["builds"] <= 3 + math.ceil(math.log2(len(everything))) + control

    assert (place / "Dockerfile").read_bytes() == source
    assert list(temporary.iterdir()) == []
    (name,) = set(re.findall(r"library/(fixer-verify-\w+):", done.stderr))
    assert containers_of(name) == []
    assert not any(name in each for each in left())


def test_there_are_eight_at_least_of_different_transforms() -> None:
    guilty = [tomllib.loads((place / "case.toml").read_text())["guilty"] for place in CASES]
    assert len(set(guilty)) == len(guilty) >= 8
