"""Arguments that are read without click mean what they mean with it."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixer import cli, start
from fixer.invocation import Invocation

_ARGUMENTS = [
    *start._FLAGS, *start._SHORT, *start.COMMANDS, *("--safe", "--unsafe", "--", "-", "-qv", "-j1"),
    *("Dockerfile", "a/Dockerfile", "", "--verify", "--no-such", "--diff=1", "--offl", "-h"),
]  # fmt: skip


def by_click(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> Invocation | None:
    """What click makes of them; None where it refuses them, or they are another command's."""
    asked: list[Invocation] = []
    with monkeypatch.context() as patch:
        patch.delenv("FIXER_OFFLINE", raising=False)
        patch.setattr(cli, "fix_files", lambda invocation: asked.append(invocation) or 0)
        try:
            with cli.cli.make_context("fix", list(arguments)) as context:
                if context.command is cli.files:
                    context.command.invoke(context)
        except (click.ClickException, click.exceptions.Exit):
            pass
    return asked[0] if asked else None


@given(st.lists(st.sampled_from(_ARGUMENTS), max_size=5))
def test_what_is_read_without_click_is_what_click_reads(arguments: list[str]) -> None:
    plain = start.plain(arguments, {})
    if plain is not None:
        with pytest.MonkeyPatch.context() as patch:
            assert plain == by_click(arguments, patch)


def test_plain_arguments_need_no_click(monkeypatch: pytest.MonkeyPatch) -> None:
    for size in range(3):
        for flags in itertools.combinations(sorted(start._FLAGS), size):
            if {"--quiet", "--verbose"} - set(flags):
                plain = start.plain([*flags, "one", "two"], {})
                assert plain is not None
                assert plain == by_click([*flags, "one", "two"], monkeypatch)
    assert start.plain([], {}) == by_click([], monkeypatch)


def test_every_command_is_known() -> None:
    assert set(cli.cli.commands) == start.COMMANDS


@pytest.mark.parametrize("variable", ["FIXER_OFFLINE", "_FIX_COMPLETE"])
def test_what_the_environment_asks_is_for_click(variable: str) -> None:
    assert start.plain(["Dockerfile"], {variable: ""}) is None


def test_click_is_not_loaded_for_them(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(b"FROM debian:12\nRUN apt-get install curl\n")
    code = (
        "import os, sys\nfrom fixer import start\n"
        "def end(code):\n print(*sys.modules)\n sys.stdout.flush()\n os.kill(os.getpid(), 9)\n"
        "os._exit = end\nsys.argv = ['fix', '--check', '--offline', '-q', 'Dockerfile']\n"
        "start.main()"
    )
    environment = {key: value for key, value in os.environ.items() if key != "FIXER_OFFLINE"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=environment
    )
    loaded = set(done.stdout.split())
    assert "fixer.engine" in loaded
    assert loaded.isdisjoint({"click", "fixer.cli", "json", "uuid"})
