"""The README says what the code does."""

from __future__ import annotations

import re

import click
import pytest

from fixer.catalog import transforms
from fixer.edit import Safety
from fixer.engine import Options, fix
from fixer.facts.runtime import TOPICS
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


def _commands() -> dict[str, click.Command]:
    from fixer import cli, cli_fleet, cli_lsp, cli_pr, cli_report, cli_verify

    return {
        "fix": cli.files,
        "verify": cli_verify.command(()),
        "report": cli_report.command(),
        "pr": cli_pr.command(),
        "review": cli_pr.review_command(),
        "lsp": cli_lsp.command(),
        "fleet": cli_fleet.command(),
    }


@pytest.mark.parametrize("name", _commands())
def test_every_option_is_in_it(name: str) -> None:
    text = README.read_text()
    missing = [
        option.opts[0]
        for option in _commands()[name].params
        if isinstance(option, click.Option)
        and option.name not in ("help", "version")
        and not any(
            re.search(rf"(?<![\w-]){re.escape(each)}(?![\w-])", text)
            for each in (*option.opts, *option.secondary_opts)
        )
    ]
    assert missing == []


def test_the_checklist_names_what_there_is() -> None:
    text = README.read_text()
    rows = text[text.index("## The checklist") : text.index("## How it is measured")]
    named = set(re.findall(r"`(?:fix explain )?([a-z_]+)`", rows))
    assert named <= {*transforms(), *TOPICS}
