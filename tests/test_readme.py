"""The README says what the code does."""

from __future__ import annotations

import re

from fixer.edit import Safety
from fixer.engine import Options, fix
from tests.catalogue import README, with_catalogue


def test_the_catalogue_is_fresh() -> None:
    text = README.read_text()
    assert with_catalogue(text) == text, "run: python -m tests.catalogue"


def test_the_first_diff_is_what_fix_does() -> None:
    found = re.search(r"```diff\n(.*?)```", README.read_text(), re.DOTALL)
    assert found is not None
    lines = found[1].splitlines()
    before = "".join(line[1:] + "\n" for line in lines if line[0] in " -")
    after = "".join(line[1:] + "\n" for line in lines if line[0] in " +")
    result = fix(before.encode(), Options(safety=Safety.HARDENING))
    assert result.after.decode() == after
